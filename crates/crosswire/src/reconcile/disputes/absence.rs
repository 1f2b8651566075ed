//! There was none, against: there was. "No warning was given" and "three warnings were given"; "police deny that rubber
//! bullets were used" and "he was struck by a rubber bullet".
//!
//! A noun that a passage says was not there ("no", "none of", "without any", or what a denied verb befalls) and that a
//! passage of another voice has in a clause told as done. A noun with its describing word ("rubber bullet") is enough; a noun
//! alone must be one that few clauses of the story hold.
//!
//! Where it fails: two occasions of one story; nouns whose sense lies in what follows ("no evidence that").

use super::deeds::{Deed, Telling};
use super::voices::Voices;
use super::{Dispute, DisputeKind, dispute, side};
use crosswire_model::Nature;
use std::collections::BTreeMap;

/// Nouns that "no" stands before without saying that a thing was not there.
const IDLE: &[&str] = &[
    "evidence",
    "sign",
    "reason",
    "doubt",
    "comment",
    "idea",
    "question",
    "need",
    "word",
    "plan",
    "way",
    "choice",
    "time",
    "information",
    "indication",
    "chance",
    "hope",
    "intention",
    "longer",
    "one",
    "change",
    "problem",
    "case",
    "place",
    "role",
    "part",
    "place",
    "right",
    "access",
    "confirmation",
    "claim",
    "detail",
    "threat",
    "link",
    "suggestion",
    "trace",
    "immediat",
    "report",
    "decision",
    "response",
    "answer",
    "option",
    "risk",
    "point",
    "interest",
    "side",
    "charge",
    "year",
];

pub(super) fn find(deeds: &[Deed], telling: &Telling, voices: &Voices) -> Vec<Dispute> {
    let mut absent: BTreeMap<&str, Vec<&Deed>> = BTreeMap::new();
    for deed in deeds.iter().filter(|d| !d.unreal) {
        for noun in deed.absent.iter().filter(|n| !IDLE.iter().any(|i| *i == n.as_str())) {
            absent.entry(noun).or_default().push(deed);
        }
    }
    absent.into_iter().filter_map(|(noun, none)| of(noun, &none, deeds, telling, voices)).collect()
}

fn of(noun: &str, none: &[&Deed], deeds: &[Deed], telling: &Telling, voices: &Voices) -> Option<Dispute> {
    let described = noun.contains(' ');
    if !described && !telling.tells(noun) {
        return None;
    }
    let some: Vec<&Deed> = deeds
        .iter()
        .filter(|d| !d.negated && !d.unreal && d.absent.is_empty() && d.present.contains(noun))
        .filter(|d| {
            described || d.told && none.iter().any(|n| n.place.source.is_some() || d.place.source.is_some())
        })
        .filter(|d| none.iter().all(|n| voices.apart(&n.place, &d.place)))
        .collect();
    if some.is_empty() {
        return None;
    }
    let sides = vec![
        side(&format!("no {noun}"), none.iter().map(|d| &d.place)),
        side(noun, some.iter().map(|d| &d.place)),
    ];
    let why = format!(
        "{} speak of {noun}, {} say that there was none.",
        voices.of(&sides[1]),
        voices.of(&sides[0])
    );
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}
