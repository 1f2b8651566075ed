//! A denial in words of its own, and what it answers: "a spokeswoman called the charges totally false".
//!
//! In reading order: `denials` (where someone says that what another says is not so), `answered` (the passages that say it).
//! Denials of one thing, in whatever articles, are one side; the passages that say it are the other.
//!
//! Where it fails: a denial that leaves out what it denies, far from where that is told; what is told in words that share
//! none with the denial.

mod denials;
mod answered;

use super::passages::{Place, Said};
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::text::one_line;
use crosswire_model::{ClaimId, Nature, Passage};
use denials::Denial;
use std::collections::{BTreeMap, BTreeSet};

/// What is denied, by whom.
struct Rebutted<'a> {
    /// The passages that say it, the likeliest first.
    said: Vec<&'a Said>,
    denials: Vec<Denial>,
}

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let denials = denials::all(input);
    let reader = answered::Reader::new(input, &denials);
    let mut rebutted: Vec<Rebutted> = Vec::new();
    for denial in &denials {
        let said = reader.answered(denial);
        let Some(first) = said.first() else { continue };
        let one = |r: &&mut Rebutted| {
            let other = &r.said[0].place;
            other.passage == first.place.passage || !meet(&other.claims, &first.place.claims).is_empty()
        };
        match rebutted.iter_mut().find(one) {
            Some(known) => {
                known.said.extend(said);
                known.denials.push(denial.clone());
            }
            None => rebutted.push(Rebutted { said, denials: vec![denial.clone()] }),
        }
    }
    rebutted.iter().filter_map(|r| told(input, r)).collect()
}

fn meet<'a>(a: &'a [ClaimId], b: &[ClaimId]) -> Vec<&'a ClaimId> {
    a.iter().filter(|c| b.contains(c)).collect()
}

fn told(input: &Input, rebutted: &Rebutted) -> Option<Dispute> {
    let denied: BTreeSet<&Passage> = rebutted.denials.iter().map(|d| &d.place.passage).collect();
    let mut said: BTreeMap<&Passage, &Place> = BTreeMap::new();
    for first in &rebutted.said {
        let same = |s: &&Said| {
            s.place.passage == first.place.passage || !meet(&s.place.claims, &first.place.claims).is_empty()
        };
        said.extend(input.said.iter().filter(same).map(|s| (&s.place.passage, &s.place)));
    }
    let overlaps = |p: &Passage| denied.iter().any(|d| d.article == p.article && d.span.overlap(p.span) > 0);
    said.retain(|p, _| !overlaps(p));
    let words = |passage: &Passage| {
        let article = &input.story.reports[input.story.place(&passage.article)?].article;
        Some(one_line(article.text(article.bytes(passage.span))))
    };
    let first = rebutted.said.iter().find(|s| said.contains_key(&s.place.passage))?;
    let sides = vec![
        side(&words(&first.place.passage)?, said.into_values()),
        side(&words(&rebutted.denials[0].place.passage)?, rebutted.denials.iter().map(|d| &d.place)),
    ];
    let why = format!("It is said, and denied: {}", input.speakers.against(&sides).replacen('A', "a", 1));
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}
