//! What says the same: passages of the articles, joined into claims.
//!
//! Passages are compared by [`super::alignment`] and joined from the most alike pair down, as long as each group stays alike
//! on average (average linkage). Another number, or a denial, is another claim; disputes find it beside this one.

use super::alignment::{Alignment, Pair};
use super::linkage;
use crosswire_model::Link;

/// The least mean likeness at which two groups of passages are one claim.
const JOIN: f64 = 0.5;

/// Passages that say the same, as indices in order. Passages of one article may stand in one group.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// The groups, in order of their first passage; every passage is in one.
    pub groups: Vec<Vec<usize>>,
    /// Why: for each group, for each of its passages but the first, its likeness to the one before it that is most like it.
    /// `a` and `b` are places in the group.
    pub links: Vec<Vec<Link>>,
}

/// Groups the passages of a story.
pub fn group(alignment: &Alignment) -> Groups {
    let copies = super::alignment::copies(&alignment.units);
    let first: Vec<usize> = copies.iter().map(|c| c[0]).collect();
    let pairs = alignment.pairs(&first);
    let alike: Vec<_> = pairs.iter().map(|&Pair { a, b, score }| (score, a, b)).collect();
    let mut groups: Vec<Vec<usize>> = linkage::join(first.len(), &alike, JOIN, |_, _| true)
        .into_iter()
        .map(|group| group.into_iter().flat_map(|n| copies[n].iter().copied()).collect())
        .collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_by_key(|g| g[0]);
    let links = groups.iter().map(|g| links(alignment, g)).collect();
    Groups { groups, links }
}

/// Passages of a claim beyond which each is held against its first few only.
const MANY: usize = 40;

fn links(alignment: &Alignment, group: &[usize]) -> Vec<Link> {
    let best = |b: usize| {
        let before = 0..b.min(MANY);
        let (a, score, parts) = before
            .map(|a| {
                let (score, parts) = alignment.explain(group[a], group[b]);
                (a, score, parts)
            })
            .max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)))?;
        Some(Link { a, b, score: (score * 100.0).round() / 100.0, parts })
    };
    (1..group.len()).filter_map(best).collect()
}
