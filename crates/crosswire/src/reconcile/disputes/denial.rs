//! Said and denied: one passage says that something is so, another, of one event, that it is not.
//!
//! The same predicate stands with and without a denial: "police fired on the crowd", "the ministry denied that police fired".
//!
//! Where it fails: a denial in words of its own ("that is a lie"); two events of one kind of which one did not happen.

use super::mentions::{Mention, by_lemma, one_event};
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crosswire_model::Nature;
use std::collections::BTreeSet;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    by_lemma(&input.mentions).into_values().filter_map(|mentions| same_verb(&mentions, input)).collect()
}

/// The verb said and denied, if it is of one event.
fn same_verb(mentions: &[&Mention], input: &Input) -> Option<Dispute> {
    let Input { telling, speakers, .. } = input;
    let real: Vec<&&Mention> = mentions.iter().filter(|d| !d.is_open()).collect();
    let (mut yes, mut no) = (BTreeSet::new(), BTreeSet::new());
    for (x, a) in real.iter().enumerate().filter(|(_, d)| !d.negated && d.is_told()) {
        for (y, b) in real.iter().enumerate().filter(|(_, d)| d.negated) {
            let counted = a.numbers.is_empty() || b.numbers.is_empty() || !a.numbers.is_disjoint(&b.numbers);
            if counted
                && a.other_time == b.other_time
                && disagree(a, b, speakers)
                && one_event(a, b, telling)
                && fully(a, b)
            {
                yes.insert(x);
                no.insert(y);
            }
        }
    }
    let first = real[*yes.first()?];
    let label = format!("not {}", first.word);
    let sides = vec![
        side(&first.word, yes.iter().map(|&n| &real[n].place)),
        side(&label, no.iter().map(|&n| &real[n].place)),
    ];
    let why = speakers.against(&sides);
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}

/// Whether two speakers speak: one source, read in two articles, does not contradict itself.
fn disagree(a: &Mention, b: &Mention, speakers: &Speakers) -> bool {
    match (&a.place.source, &b.place.source) {
        (Some(x), Some(y)) => !speakers.one(x, y),
        _ => a.article != b.article,
    }
}

/// Whether what is denied is what is said: most of what the shorter of two clauses holds stands in the other, or both name
/// the same doer and the same thing done to.
fn fully(a: &Mention, b: &Mention) -> bool {
    let shared = a.terms.intersection(&b.terms).count();
    let both = !a.agents.is_disjoint(&b.agents) && !a.patients.is_disjoint(&b.patients);
    both || shared >= 2 && 2 * shared >= a.terms.len().min(b.terms.len())
}
