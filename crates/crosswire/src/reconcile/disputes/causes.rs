//! Whose fault, and what cause: one blames the brakes, another the driver; two parties blame each other.
//!
//! Causes are read off "blame", "to blame", "cause", "trigger", "spark" by syntax. Two stand against each other where they
//! name other things, rest on other speakers, and are of one effect, as far as both name it.
//!
//! Where it fails: causes told otherwise ("due to", "a fault in"); two causes that both hold.

use super::mentions::{Mention, Nouns, Telling};
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, Place, dispute, side};
use crosswire_model::Nature;
use std::collections::BTreeSet;

/// Verbs whose doer is a cause.
const CAUSING: &[&str] = &["cause", "trigger", "spark", "ignite"];

/// A cause that a passage names.
struct Cause<'a> {
    cause: BTreeSet<String>,
    effect: BTreeSet<String>,
    /// All that its clause speaks of.
    terms: &'a BTreeSet<String>,
    written: &'a Nouns,
    /// Whether the passage blames, and so speaks of the story's event where it names none.
    blames: bool,
    blamer: &'a BTreeSet<String>,
    place: &'a Place,
}

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { mentions, telling, speakers, .. } = input;
    let real = mentions.iter().filter(|d| !d.negated && !d.is_open());
    let causes: Vec<Cause> = real.filter_map(cause).take(300).collect();
    let (mut left, mut right): (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
    for (x, a) in causes.iter().enumerate() {
        for (y, b) in causes.iter().enumerate().skip(x + 1) {
            if against(a, b, telling, speakers) && !right.contains(&x) && !left.contains(&y) {
                left.insert(x);
                right.insert(y);
            }
        }
    }
    let Some((&x, &y)) = left.first().zip(right.first()) else { return Vec::new() };
    let written = |n: usize, t: &String| causes[n].written.written(t).unwrap_or(t).clone();
    let words = |n: usize| causes[n].cause.iter().map(|t| written(n, t)).collect::<Vec<_>>().join(", ");
    let sides = vec![
        side(&words(x), left.iter().map(|&n| causes[n].place)),
        side(&words(y), right.iter().map(|&n| causes[n].place)),
    ];
    let why = format!("Two causes. {}", speakers.against(&sides));
    vec![dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides)]
}

fn cause(mention: &Mention) -> Option<Cause<'_>> {
    let (cause, effect, blames) = if mention.lemma == "blame" && !mention.patients.is_empty() {
        let effect =
            mention.terms.iter().filter(|t| !mention.patients.contains(*t) && !mention.agents.contains(*t));
        (mention.patients.clone(), effect.cloned().collect(), true)
    } else if CAUSING.contains(&mention.lemma.as_str())
        && !mention.agents.is_empty()
        && !mention.patients.is_empty()
    {
        (mention.agents.clone(), mention.patients.clone(), false)
    } else {
        return None;
    };
    Some(Cause {
        cause,
        effect,
        blames,
        terms: &mention.terms,
        written: &mention.written,
        blamer: &mention.agents,
        place: &mention.place,
    })
}

/// Whether two causes are of one effect and cannot both be the cause.
fn against(a: &Cause, b: &Cause, telling: &Telling, speakers: &Speakers) -> bool {
    if a.blames != b.blames
        || !a.cause.is_disjoint(&b.cause)
        || !speakers.apart(a.place, b.place) && a.blamer == b.blamer
    {
        return false;
    }
    // Each blames the other.
    if a.blames && b.blames && !a.blamer.is_disjoint(&b.cause) && !b.blamer.is_disjoint(&a.cause) {
        return true;
    }
    // What one clause names as the cause, the other names beside it: the same told in other words.
    let beside = a.cause.is_disjoint(b.terms) && b.cause.is_disjoint(a.terms);
    let common = a.terms.intersection(b.terms).filter(|t| !a.effect.contains(*t) && !b.effect.contains(*t));
    if !beside || common.count() > 0 {
        return false;
    }
    let shared = a.effect.intersection(&b.effect).count() > 0;
    let untold = a.blames && b.blames && (a.effect.is_empty() || b.effect.is_empty());
    let tells = |c: &Cause| c.cause.iter().any(|t| telling.tells(t));
    (shared || untold) && tells(a) && tells(b)
}
