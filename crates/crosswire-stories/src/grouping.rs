//! A stream, day after day: what came today is joined to what is there, and what has long been silent is given back.

use crate::cluster::Cluster;
use crate::copies::{COPY, Copies};
use crate::features::Features;
use crate::index::Index;
use crate::linkage;
use crate::story::{self, Story};
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

/// Groups of so many articles, at most, are put together anew whenever something comes to them, so that what was joined or parted too
/// early is mended.
const REGROUPED: usize = 64;

/// How long a story stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Days without an article after which nothing more comes to it.
    pub days: u32,
}

impl Default for Window {
    fn default() -> Self {
        Window { days: 30 }
    }
}

/// Stories that are still open.
#[derive(Default)]
pub struct Grouping {
    window: Window,
    /// Articles of open stories, by number; numbers rise in the order in which articles came.
    articles: BTreeMap<u32, Features>,
    next: u32,
    /// The open groups, each under the number of its first article.
    groups: BTreeMap<u32, Cluster>,
    /// The group of each article.
    group_of: FxHashMap<u32, u32>,
    index: Index,
    copies: Copies,
    copy_of: FxHashMap<u32, String>,
    /// How many articles were let go since index and copies forgot any.
    gone: usize,
}

impl Grouping {
    /// Begins a stream whose stories stay open so long.
    pub fn new(window: Window) -> Self {
        Grouping { window, ..Grouping::default() }
    }

    /// How many articles are held: those of open stories.
    pub fn held(&self) -> usize {
        self.articles.len()
    }

    /// Takes the articles of the next day, or those without a day, which come first; gives back the stories that are closed by it,
    /// in the order in which they began. The order of `articles` does not matter.
    pub fn day(&mut self, mut articles: Vec<Features>) -> Vec<Story> {
        articles.sort_by(|a, b| (a.day, &a.id, &a.path).cmp(&(b.day, &b.id, &b.path)));
        let today = articles.iter().filter_map(Features::day_number).max();
        let closed = today.map_or_else(Vec::new, |today| self.close(today - i64::from(self.window.days)));
        let first = self.next;
        for article in articles {
            let number = self.next;
            self.next += 1;
            self.find_copy(number, &article);
            self.copies.add(number, &article.sketch);
            self.index.add(number, &article);
            self.groups.insert(number, Cluster::of(number, &article));
            self.group_of.insert(number, number);
            self.articles.insert(number, article);
        }
        let alike = self.alike(first);
        let touched = linkage::join(&mut self.groups, &alike);
        for group in &touched {
            for member in &self.groups[group].members {
                self.group_of.insert(*member, *group);
            }
        }
        self.regroup(self.pools(&touched, first));
        closed
    }

    /// Closes the stories that are open still, in the order in which they began.
    pub fn finish(mut self) -> Vec<Story> {
        self.close(i64::MAX)
    }

    /// Groups articles that are all at hand, in any order.
    pub fn all(articles: impl IntoIterator<Item = Features>, window: Window) -> Vec<Story> {
        let mut days: BTreeMap<Option<Date>, Vec<Features>> = BTreeMap::new();
        articles.into_iter().for_each(|article| days.entry(article.day).or_default().push(article));
        let mut grouping = Grouping::new(window);
        let mut stories: Vec<Story> = days.into_values().flat_map(|day| grouping.day(day)).collect();
        stories.extend(grouping.finish());
        stories
    }

    /// The earliest text that an article is a copy of.
    fn find_copy(&mut self, number: u32, article: &Features) {
        let original = self.copies.candidates(&article.sketch).into_iter().find(|other| {
            self.articles.get(other).is_some_and(|o| o.sketch.similarity(&article.sketch) >= COPY)
        });
        if let Some(original) = original {
            self.copy_of.insert(number, self.articles[&original].id.clone());
        }
    }

    /// The pairs of groups that may be joined, of which one is an article of today.
    fn alike(&self, first: u32) -> Vec<(u32, u32, f64)> {
        let new: Vec<(&u32, &Features)> = self.articles.range(first..).collect();
        let pairs: Vec<Vec<(u32, u32, f64)>> = new
            .into_par_iter()
            .map(|(&number, article)| {
                let own = &self.groups[&number];
                let group_of = |other: u32| self.group_of.get(&other).copied().filter(|g| *g != number);
                let near = self.index.near(article, group_of);
                // Of two of today the later one finds the pair.
                let with = |other: u32| {
                    let likeness = self.groups.get(&other)?.likeness(own)?;
                    Some((other.min(number), other.max(number), likeness))
                };
                near.into_iter().filter_map(with).collect()
            })
            .collect();
        let mut pairs = pairs.concat();
        pairs.sort_by_key(|p| (p.0, p.1));
        pairs.dedup_by_key(|p| (p.0, p.1));
        pairs
    }

    /// The groups to which something came today, each with those that are near to it: what may be parted otherwise. No group is in two
    /// pools.
    fn pools(&self, touched: &BTreeSet<u32>, first: u32) -> Vec<Vec<u32>> {
        let around: Vec<BTreeSet<u32>> = touched
            .par_iter()
            .map(|&number| {
                let group = &self.groups[&number];
                let other = |n: u32| self.group_of.get(&n).copied().filter(|g| *g != number);
                let new = group.members.iter().filter(|n| **n >= first);
                let near = new.flat_map(|n| self.index.near(&self.articles[n], other));
                let near: BTreeSet<u32> = near.collect();
                near.into_iter().filter(|other| group.is_near(&self.groups[other])).collect()
            })
            .collect();
        let size = |number: &u32| self.groups[number].members.len();
        let mut pool_of: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pools: Vec<Vec<u32>> = Vec::new();
        for (&number, around) in touched.iter().zip(around) {
            let pool = *pool_of.entry(number).or_insert_with(|| {
                pools.push(vec![number]);
                pools.len() - 1
            });
            let mut articles: usize = pools[pool].iter().map(size).sum();
            for other in around {
                articles += size(&other);
                if articles > REGROUPED {
                    break;
                }
                if let Entry::Vacant(place) = pool_of.entry(other) {
                    place.insert(pool);
                    pools[pool].push(other);
                }
            }
        }
        pools
    }

    /// Puts the groups of each pool together anew.
    fn regroup(&mut self, pools: Vec<Vec<u32>>) {
        let anew = |pool: &Vec<u32>| {
            let members = pool.iter().flat_map(|number| self.groups[number].members.iter().copied());
            let members: BTreeSet<u32> = members.collect();
            (3..=REGROUPED).contains(&members.len()).then(|| self.anew(&members))
        };
        let parts: Vec<Option<Vec<Cluster>>> = pools.par_iter().map(anew).collect();
        for (pool, parts) in pools.into_iter().zip(parts) {
            let Some(parts) = parts else { continue };
            for number in pool {
                self.groups.remove(&number);
            }
            for part in parts {
                let Some(&first) = part.members.first() else { continue };
                for &member in &part.members {
                    self.group_of.insert(member, first);
                }
                self.groups.insert(first, part);
            }
        }
    }

    /// The groups that some articles make when nothing is known before.
    fn anew(&self, members: &BTreeSet<u32>) -> Vec<Cluster> {
        let mut parts: BTreeMap<u32, Cluster> =
            members.iter().map(|&n| (n, Cluster::of(n, &self.articles[&n]))).collect();
        let mut alike = Vec::new();
        for &a in members {
            for &b in members.range(a + 1..) {
                alike.extend(parts[&a].likeness(&parts[&b]).map(|likeness| (a, b, likeness)));
            }
        }
        linkage::join(&mut parts, &alike);
        parts.into_values().collect()
    }

    /// Closes the stories whose last article is older than `day`. Those of which no day is known stay until the end.
    fn close(&mut self, day: i64) -> Vec<Story> {
        let silent = |group: &Cluster| match group.last {
            Some(last) => last < day,
            None => day == i64::MAX,
        };
        let closed: Vec<u32> =
            self.groups.iter().filter(|(_, group)| silent(group)).map(|(number, _)| *number).collect();
        let clusters: Vec<Cluster> = closed.iter().filter_map(|number| self.groups.remove(number)).collect();
        let stories: Vec<Story> = clusters
            .par_iter()
            .map(|group| story::of(group, |n| &self.articles[&n], |n| self.copy_of.get(&n).cloned()))
            .collect();
        for number in clusters.iter().flat_map(|group| &group.members) {
            self.articles.remove(number);
            self.group_of.remove(number);
            self.copy_of.remove(number);
            self.gone += 1;
        }
        // Now and then, since it looks at everything.
        if self.gone > self.articles.len() / 4 {
            let articles = &self.articles;
            self.index.retain(|number| articles.contains_key(&number));
            self.copies.retain(|number| articles.contains_key(&number));
            self.gone = 0;
        }
        stories
    }
}
