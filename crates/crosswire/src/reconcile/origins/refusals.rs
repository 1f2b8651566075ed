//! Why two passages on different roots are not taken for independent all the same.
//!
//! A wrong "corroborated" costs more than many missing ones. So it is refused where the passages may not say the same thing, and
//! where what they say can be known from one person alone: what someone says, means to do or plans is not borne out by a
//! second one who tells it.

use super::Grounds;
use super::grounds::{Relays, Shown};
use crate::group::claims::{Claim, DECISION};
use crosswire_model::{Ground, Link, Relation, Strength};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest words in common by which a likely tie counts.
const SHARED: usize = 3;

/// Which passages of a claim are tied to one another, and not only through others: what a third has in common with each need
/// not be what the two have.
pub(super) struct Ties {
    strong: BTreeSet<(usize, usize)>,
    /// For each passage that people have set together with others the first of them.
    decided: BTreeMap<usize, usize>,
}

impl Ties {
    pub(super) fn new(claim: &Claim) -> Self {
        // “The crew stayed calm” and “my shoes stayed dry” share a word.
        let words = |link: &Link| {
            let shared = link.parts.iter().find(|part| part.signal == "words");
            shared.map_or(0, |part| part.a.split(", ").count())
        };
        let strong = claim.links.iter().filter(|link| match link.strength {
            Strength::Sure => true,
            Strength::Likely => words(link) >= SHARED,
            Strength::Possible => false,
        });
        let by_people = |link: &&Link| link.parts.iter().any(|part| part.signal == DECISION);
        let decided =
            claim.links.iter().filter(by_people).flat_map(|link| [(link.a, link.a), (link.b, link.a)]);
        Ties {
            strong: strong.map(|link| (link.a.min(link.b), link.a.max(link.b))).collect(),
            decided: decided.collect(),
        }
    }

    fn hold(&self, a: usize, b: usize) -> bool {
        let decided = |n: usize| self.decided.get(&n);
        self.strong.contains(&(a.min(b), a.max(b))) || decided(a).is_some() && decided(a) == decided(b)
    }
}

/// What is shown of two passages of a claim, independence being refused where it must be.
pub(super) fn relation(
    claim: &Claim,
    ties: &Ties,
    relays: &Relays,
    grounds: &Grounds,
    (a, b): (usize, usize),
) -> Shown {
    let (x, y) = (&claim.evidence[a], &claim.evidence[b]);
    if let Some((relation, reason)) = grounds.decided(x, y) {
        let passages = grounds.attributed(x, y);
        return Shown { relation, ground: Ground::Decision, reason: reason.to_owned(), passages };
    }
    let shown = grounds.relation(relays, x, y);
    if shown.relation != Relation::Independent {
        return shown;
    }
    let (ground, reason) = if !ties.hold(a, b) {
        (Ground::WeakTie, "the two passages may not say the same")
    } else if x.own_word || y.own_word {
        (Ground::OwnWord, "what someone says, means or plans is known from them alone")
    } else {
        return shown;
    };
    Shown { relation: Relation::Unknown, ground, reason: reason.to_owned(), ..shown }
}
