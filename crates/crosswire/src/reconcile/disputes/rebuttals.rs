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
use crosswire_model::{Nature, Passage};
use denials::Denial;

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
    for denial in denials {
        let said = reader.answered(&denial);
        let Some(first) = said.first() else { continue };
        match rebutted.iter_mut().find(|r| one(&r.said[0].place, &first.place)) {
            Some(known) => {
                known.said.extend(said);
                known.denials.push(denial);
            }
            None => rebutted.push(Rebutted { said, denials: vec![denial] }),
        }
    }
    rebutted.iter().filter_map(|r| told(input, r)).collect()
}

/// Whether two passages are one, or say one claim.
fn one(a: &Place, b: &Place) -> bool {
    a.passage == b.passage || a.claims.iter().any(|c| b.claims.contains(c))
}

fn told(input: &Input, rebutted: &Rebutted) -> Option<Dispute> {
    let denials: Vec<&Place> = rebutted.denials.iter().map(|d| &d.place).collect();
    let denies = |p: &Passage| {
        denials.iter().any(|d| d.passage.article == p.article && d.passage.span.overlap(p.span) > 0)
    };
    let says = |p: &Place| rebutted.said.iter().any(|s| one(&s.place, p)) && !denies(&p.passage);
    let said: Vec<&Place> = input.said.iter().map(|s| &s.place).filter(|p| says(p)).collect();
    let first = rebutted.said.iter().map(|s| &s.place).find(|p| !denies(&p.passage))?;
    let sides = vec![
        side(&input.words(first)?, said.into_iter()),
        side(&input.words(denials[0])?, denials.iter().copied()),
    ];
    let why = format!("It is said, and denied: {}", input.speakers.against(&sides).replacen('A', "a", 1));
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}
