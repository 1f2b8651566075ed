//! On whose word, as people say: passages that rest on independent sources, or on one origin.

use super::Decisions;
use crate::story::Story;
use crosswire_model::{ArticleId, Passage, Relation, Ruling, SourceId, Span};
use std::collections::BTreeSet;

/// What people say of pairs of passages and of sources.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    /// The later decision comes first.
    pairs: Vec<Pair>,
    /// Sources that are not one, each two in order.
    distinct: BTreeSet<(SourceId, SourceId)>,
}

/// What was said of two passages.
#[derive(Debug)]
struct Pair {
    passages: [Passage; 2],
    relation: Relation,
    reason: String,
}

impl Relations {
    /// What was said of two passages, and by whom and why in a sentence.
    pub(crate) fn of(&self, a: (&ArticleId, Span), b: (&ArticleId, Span)) -> Option<(Relation, &str)> {
        let is = |p: &Passage, (article, span): (&ArticleId, Span)| {
            p.article == *article && 2 * p.span.overlap(span) >= p.span.len().min(span.len()).max(1)
        };
        let meets = |p: &&Pair| {
            let [x, y] = &p.passages;
            is(x, a) && is(y, b) || is(x, b) && is(y, a)
        };
        self.pairs.iter().find(meets).map(|p| (p.relation, p.reason.as_str()))
    }

    /// Whether two sources are not one.
    pub(crate) fn are_distinct(&self, a: &SourceId, b: &SourceId) -> bool {
        let pair = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        !self.distinct.is_empty() && self.distinct.contains(&pair)
    }
}

impl Decisions {
    /// What people say of pairs of passages and of sources.
    pub(crate) fn relations(&self, story: &Story) -> Relations {
        let mut pairs = Vec::new();
        for (n, ruling) in self.open() {
            let (a, b, relation) = match ruling {
                Ruling::Independent { a, b } => (a, b, Relation::Independent),
                Ruling::SameOrigin { a, b } => (a, b, Relation::SameOrigin),
                _ => continue,
            };
            let [a, b] = self.placed([a, b])[..] else { continue };
            let passage = |(article, bytes)| {
                let article: usize = article;
                story.reports[article].article.passage(bytes)
            };
            let decision = &self.all[n].decision;
            let why = decision.why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
            let reason = format!("{} decided so{why}", decision.by);
            pairs.push(Pair { passages: [passage(a), passage(b)], relation, reason });
        }
        pairs.reverse();
        Relations { pairs, distinct: self.distinct.clone() }
    }
}
