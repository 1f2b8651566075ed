//! There was none, against: there was. "No warning was given" and "three warnings were given"; "police deny that rubber
//! bullets were used" and "he was struck by a rubber bullet".
//!
//! A noun that a passage says was not there ("no", "without", or with its describing word what a denied verb befalls: "rubber
//! bullets") and that a passage of another voice has in a clause told as fact. Both rest on a source that is named: what a
//! report finds missing at large is no dispute.
//!
//! Where it fails: two occasions of one story; nouns whose sense lies in what follows ("no evidence that").

use super::mentions::Mention;
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::extract::figures::people::is_person_noun;
use crate::group::terms;
use crate::lexicon;
use crosswire_model::Nature;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Nouns that "no" stands before without saying that a thing was not there, as stems.
static IDLE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| lexicon::NOUNS_OF_IDLE_ABSENCE.iter().map(|w| terms::stem(w)).collect());

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { mentions, speakers, .. } = input;
    let mut absent: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions.iter().filter(|d| !d.is_open()) {
        for noun in mention.absent.terms().filter(|n| !is_idle(n)) {
            absent.entry(noun).or_default().push(mention);
        }
    }
    absent.into_iter().filter_map(|(noun, none)| of(noun, &none, mentions, speakers)).collect()
}

/// Whether a term is of a noun that says nothing so: listed, or of persons, of whom there are always some.
fn is_idle(term: &str) -> bool {
    IDLE.contains(term) || is_person_noun(term)
}

/// A noun that more clauses hold is what the story is about.
const COMMON: usize = 12;

fn of(noun: &str, none: &[&Mention], mentions: &[Mention], speakers: &Speakers) -> Option<Dispute> {
    let holds =
        |d: &&Mention| !d.negated && !d.is_open() && d.absent.is_empty() && d.present.written(noun).is_some();
    let holding: Vec<&Mention> = mentions.iter().filter(holds).collect();
    if holding.len() > COMMON {
        return None;
    }
    let against = |a: &Mention, b: &Mention| match (&a.place.source, &b.place.source) {
        (Some(x), Some(y)) => !speakers.one(x, y),
        _ => false,
    };
    let (mut some, mut no) = (Vec::new(), Vec::new());
    for mention in holding.iter().filter(|d| d.is_told()) {
        if none.iter().any(|n| n.is_told() && against(n, mention)) {
            some.push(*mention);
        }
    }
    for mention in none.iter().filter(|n| n.is_told()) {
        if some.iter().any(|s| against(s, mention)) {
            no.push(*mention);
        }
    }
    // Whoever is on both sides speaks of two occasions.
    let both = |d: &&Mention| no.iter().any(|n| n.place.passage == d.place.passage);
    if some.is_empty() || some.iter().any(both) {
        return None;
    }
    let written = none[0].absent.written(noun).map_or(noun, String::as_str);
    let sides = vec![
        side(&format!("no {written}"), no.iter().map(|d| &d.place)),
        side(written, some.iter().map(|d| &d.place)),
    ];
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, speakers.against(&sides), sides))
}
