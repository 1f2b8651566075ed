//! Why two passages on different roots are not taken for independent all the same.
//!
//! A wrong "corroborated" costs more than many missing ones. So it is refused where the passages may not say the same thing, and
//! where what they say can be known from one person alone: what someone says, means to do or plans is not borne out by a
//! second one who tells it.

use super::Grounds;
use super::grounds::{Relays, Shown};
use crate::group::claims::Claim;
use crosswire_model::{Ground, Link, Relation, Strength};
use std::collections::BTreeSet;

/// The fewest words in common by which a likely tie counts.
const SHARED: usize = 3;

/// Which passages of a claim are tied to one another, and not only through others: what a third has in common with each need
/// not be what the two have.
pub(super) struct Ties(BTreeSet<(usize, usize)>);

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
        Ties(strong.map(|link| (link.a.min(link.b), link.a.max(link.b))).collect())
    }

    fn hold(&self, a: usize, b: usize) -> bool {
        self.0.contains(&(a.min(b), a.max(b)))
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
