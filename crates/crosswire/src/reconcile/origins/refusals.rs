//! Why two passages on different roots are not taken for independent all the same.
//!
//! A wrong "corroborated" costs more than many missing ones. So it is refused where the passages may not say the same thing, and
//! where what they say can be known from one person alone: what someone says, means to do or plans is not borne out by a
//! second one who tells it.

use super::Grounds;
use super::grounds::{Relays, Shown};
use crate::group::claims::Claim;
use crate::group::sets::Sets;
use crosswire_model::{Ground, Link, Relation, Strength};

/// The fewest words in common by which a likely tie counts.
const SHARED: usize = 2;

/// Which passages of a claim are tied by what is likely or sure, through others too.
pub(super) struct Ties(Vec<usize>);

impl Ties {
    pub(super) fn new(claim: &Claim) -> Self {
        let mut sets = Sets::new(claim.evidence.len());
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
        strong.for_each(|link| sets.join(link.a, link.b));
        let mut of = vec![0; claim.evidence.len()];
        for (n, set) in sets.members().into_iter().enumerate() {
            set.into_iter().for_each(|place| of[place] = n);
        }
        Ties(of)
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
    let (ground, reason) = if ties.0[a] != ties.0[b] {
        (Ground::WeakTie, "the two passages may not say the same")
    } else if x.own_word || y.own_word {
        (Ground::OwnWord, "what someone says, means or plans is known from them alone")
    } else {
        return shown;
    };
    Shown { relation: Relation::Unknown, ground, reason: reason.to_owned(), ..shown }
}
