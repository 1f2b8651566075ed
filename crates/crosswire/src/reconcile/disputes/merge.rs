//! One disagreement is told once, and the order of telling.
//!
//! Two disputes are one where a side of each meets a side of the other, and another of each another. The first found stands:
//! the kinds come in the order in which they say most plainly what is at stake.

use super::Dispute;
use crosswire_model::{DisputeKind, Nature, Side};
use std::collections::BTreeSet;

pub(super) fn merge(found: Vec<Dispute>) -> Vec<Dispute> {
    let mut kept: Vec<Dispute> = Vec::new();
    for dispute in found {
        match kept.iter_mut().find(|k| {
            (k.kind == DisputeKind::Wording) == (dispute.kind == DisputeKind::Wording) && same(k, &dispute)
        }) {
            Some(first) if first.sides.len() == 2 && dispute.sides.len() == 2 => join(first, dispute),
            Some(_) => {}
            None => kept.push(dispute),
        }
    }
    kept.sort_by_key(order);
    kept
}

/// Contradictions first; then those that most articles have a part in; then by place.
fn order(dispute: &Dispute) -> impl Ord + use<> {
    let passages: Vec<_> = dispute.sides.iter().flat_map(|s| s.evidence.clone()).collect();
    let articles: BTreeSet<_> = passages.iter().map(|p| p.article.clone()).collect();
    let differs = match dispute.nature {
        Nature::Contradiction => 0,
        Nature::Update => 1,
        Nature::Difference => 2,
    };
    (differs, std::cmp::Reverse(articles.len()), dispute.kind, passages)
}

/// Whether a passage of one side lies in a passage of the other.
fn touch(a: &Side, b: &Side) -> bool {
    a.evidence.iter().any(|p| b.evidence.iter().any(|q| p.article == q.article && p.span.overlap(q.span) > 0))
}

fn same(a: &Dispute, b: &Dispute) -> bool {
    let pairs = |x: &Side, y: &Side| touch(x, y);
    a.sides.iter().enumerate().any(|(n, x)| {
        b.sides.iter().enumerate().any(|(m, y)| {
            pairs(x, y)
                && a.sides
                    .iter()
                    .enumerate()
                    .any(|(k, z)| k != n && b.sides.iter().enumerate().any(|(l, w)| l != m && pairs(z, w)))
        })
    })
}

/// Adds to the first what the second holds more, side by side.
fn join(first: &mut Dispute, second: Dispute) {
    let straight = touch(&first.sides[0], &second.sides[0]) || touch(&first.sides[1], &second.sides[1]);
    let mut sides = second.sides;
    if !straight {
        sides.reverse();
    }
    // What the other side holds already is not added to this one.
    let held: BTreeSet<_> = first.sides.iter().flat_map(|s| s.evidence.clone()).collect();
    for (to, from) in first.sides.iter_mut().zip(sides) {
        to.evidence.extend(from.evidence.into_iter().filter(|p| !held.contains(p)));
        to.claims.extend(from.claims);
        to.sources.extend(from.sources);
        to.evidence.sort();
        to.claims.sort();
        to.claims.dedup();
        to.sources.sort();
        to.sources.dedup();
    }
}
