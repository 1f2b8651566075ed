//! Which groups share rare words, so that not each is compared with each.

use crate::features::Features;
use rustc_hash::FxHashMap;

/// Groups that an article is compared with, at most.
const MOST: usize = 48;
/// A word that so many articles of the window have leads nowhere.
const COMMON: usize = 4000;

/// The heaviest words of the articles at hand, each with those that have it.
#[derive(Debug, Default)]
pub(crate) struct Index {
    articles: FxHashMap<u32, Vec<u32>>,
}

impl Index {
    /// Adds an article under this number.
    pub(crate) fn add(&mut self, number: u32, article: &Features) {
        for (term, _) in &article.keys {
            self.articles.entry(*term).or_default().push(number);
        }
    }

    /// The groups that share most with an article, in order of their numbers. `group_of` tells an article's group; none where it is
    /// the article's own, or no longer at hand.
    pub(crate) fn near(&self, article: &Features, group_of: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        for (term, _) in &article.keys {
            let Some(articles) = self.articles.get(term).filter(|all| all.len() <= COMMON) else { continue };
            let weight =
                article.terms.binary_search_by_key(term, |t| t.0).map_or(0.0, |at| article.terms[at].1);
            let mut last = None;
            for group in articles.iter().filter_map(|number| group_of(*number)) {
                // Articles of one group often stand together; each word of it counts once.
                if last != Some(group) {
                    *shared.entry(group).or_default() += weight * weight;
                    last = Some(group);
                }
            }
        }
        let mut groups: Vec<(u32, f32)> = shared.into_iter().collect();
        if groups.len() > MOST {
            groups.select_nth_unstable_by(MOST - 1, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            groups.truncate(MOST);
        }
        let mut near: Vec<u32> = groups.into_iter().map(|g| g.0).collect();
        near.sort_unstable();
        near
    }

    /// Forgets the articles that are not to be kept.
    pub(crate) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.articles.retain(|_, articles| {
            articles.retain(|number| keep(*number));
            !articles.is_empty()
        });
    }
}
