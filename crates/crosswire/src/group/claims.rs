//! What says the same: passages of the articles, joined into claims.
//!
//! Passages are compared by [`super::alignment`] and joined from the most alike pair down, as long as each group stays alike
//! on average (average linkage). Another number, or a denial, is another claim; disputes find it beside this one.

use super::alignment::{Alignment, Pair};
use super::linkage;
use crosswire_model::Link;
use std::collections::BTreeMap;

/// The least mean likeness at which two groups of passages are one claim.
pub(crate) const JOIN: f64 = 0.18;

/// What is left of the likeness of two passages of one article, which tells most things once.
pub(crate) const ALONGSIDE: f64 = 0.5;

/// Passages that say the same, as indices in order. Passages of one article may stand in one group.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// The groups, in order of their first passage; every passage is in one.
    pub groups: Vec<Vec<usize>>,
    /// Why: for each group, for each of its passages but the first, its likeness to the one before it that is most like it,
    /// where they were compared; copies in the same words have no parts. `a` and `b` are places in the group.
    pub links: Vec<Vec<Link>>,
}

/// The passages of a story, compared.
pub(crate) struct Compared {
    /// Passages that are copies of one another, by the first of each.
    pub(crate) copies: Vec<Vec<usize>>,
    /// The pairs that were compared, as places in `copies`; the most alike come first.
    pub(crate) pairs: Vec<Pair>,
    /// How alike each pair is to the linkage, in the order of `pairs`.
    pub(crate) likeness: Vec<f64>,
}

/// Compares the passages of a story.
pub(crate) fn compare(alignment: &Alignment) -> Compared {
    let copies = super::alignment::copies(&alignment.units);
    let first: Vec<usize> = copies.iter().map(|c| c[0]).collect();
    let pairs = alignment.pairs(&first);
    let article = |place: usize| alignment.units[first[place]].article;
    let weight = |p: &Pair| if article(p.a) == article(p.b) { p.score * ALONGSIDE } else { p.score };
    let likeness = pairs.iter().map(weight).collect();
    Compared { copies, pairs, likeness }
}

/// Groups the passages of a story.
pub fn group(alignment: &Alignment) -> Groups {
    let Compared { copies, pairs, likeness } = compare(alignment);
    let mut alike: Vec<_> = pairs.iter().zip(likeness).map(|(p, likeness)| (likeness, p.a, p.b)).collect();
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut groups: Vec<Vec<usize>> = linkage::join(copies.len(), &alike, JOIN, |_, _| true)
        .into_iter()
        .map(|group| group.into_iter().flat_map(|n| copies[n].iter().copied()).collect())
        .collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_by_key(|g| g[0]);
    let links = links(alignment, &copies, &groups, &pairs);
    Groups { groups, links }
}

/// For each passage but the first of each group, its likeness to the one before it that is most like it. `pairs` hold
/// places in `copies`, the most alike first.
fn links(
    alignment: &Alignment,
    copies: &[Vec<usize>],
    groups: &[Vec<usize>],
    pairs: &[Pair],
) -> Vec<Vec<Link>> {
    let mut group_of = vec![0; alignment.units.len()];
    for (n, group) in groups.iter().enumerate() {
        group.iter().for_each(|&unit| group_of[unit] = n);
    }
    let place = |unit: usize| groups[group_of[unit]].binary_search(&unit).unwrap_or_default();
    let mut best: BTreeMap<usize, Link> = BTreeMap::new();
    for copies in copies {
        for &copy in &copies[1..] {
            best.insert(copy, Link { a: place(copies[0]), b: place(copy), score: 1.0, parts: Vec::new() });
        }
    }
    for pair in pairs {
        let (a, b) = (copies[pair.a][0], copies[pair.b][0]);
        if group_of[a] == group_of[b] && !best.contains_key(&b) {
            let score = (pair.score * 100.0).round() / 100.0;
            let parts = alignment.explain(a, b, &pair.signals);
            best.insert(b, Link { a: place(a), b: place(b), score, parts });
        }
    }
    let mut links = vec![Vec::new(); groups.len()];
    for (unit, link) in best {
        links[group_of[unit]].push(link);
    }
    links
}
