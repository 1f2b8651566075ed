//! When and where: one event on another day, at another hour, or at another place.
//!
//! Two mentions of one event, told as done in articles of which neither tells the other's time or place of it. Days are
//! compared as days, hours where both are told to the minute and lie more than half an hour apart; a day holds its hours, a
//! month its days, and a night the first hours of the next day. A place is compared with a place only where no article names one beside or inside the other ("in Halvik,
//! Norva") and no article that tells the one mentions the other at all.
//!
//! Where it fails: two events of one kind, where each article tells only one; places of which no text says that one holds
//! the other.

use super::mentions::{Mention, by_lemma, one_event};
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::extract::events::Modality;
use crate::extract::times::calendar;
use crate::lexicon;
use crate::story::Story;
use crosswire_model::Nature;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes by which two hours may differ and still be the same.
const ABOUT: i64 = 30;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let mut found = Vec::new();
    for (_, mentions) in by_lemma(&input.mentions) {
        let told: Vec<&Mention> =
            mentions.into_iter().filter(|d| !d.negated && d.modality == Modality::Done).collect();
        found.extend(first(&told, input, DisputeKind::Time, times, &|a, b| other_time(a, b)));
        let elsewhere = |a: &str, b: &str| other_place(input.story, a, b);
        found.extend(first(&told, input, DisputeKind::Place, places, &|a, b| elsewhere(a, b)));
    }
    found
}

fn times(mention: &Mention) -> &[(String, String)] {
    &mention.when
}

fn places(mention: &Mention) -> &[(String, String)] {
    &mention.where_
}

/// The dispute over the time, or the place, of mentions with one verb, if any.
fn first(
    told: &[&Mention],
    input: &Input,
    kind: DisputeKind,
    of: fn(&Mention) -> &[(String, String)],
    other: &dyn Fn(&str, &str) -> bool,
) -> Option<Dispute> {
    let Input { telling, speakers, .. } = input;
    // What an article itself tells of two times happened twice.
    let twice = |d: &Mention| {
        let mine = told.iter().filter(|e| e.article == d.article && !e.theme().is_disjoint(d.theme()));
        let values: Vec<&str> = mine.flat_map(|e| of(e)).map(|(v, _)| v.as_str()).collect();
        values.iter().any(|a| values.iter().any(|b| other(a, b)))
    };
    let dated: Vec<&&Mention> = told.iter().filter(|d| of(d).len() == 1).collect();
    let mut sides: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (x, a) in dated.iter().enumerate() {
        for (y, b) in dated.iter().enumerate().skip(x + 1) {
            let (one, two) = (of(a)[0].0.as_str(), of(b)[0].0.as_str());
            let apart = a.article != b.article || speakers.apart(&a.place, &b.place);
            let counted = a.numbers.is_empty() || b.numbers.is_empty() || !a.numbers.is_disjoint(&b.numbers);
            let same = apart && counted && one_event(a, b, telling) && closely(a, b);
            if same && other(one, two) && !twice(a) && !twice(b) {
                sides.entry(one).or_default().insert(x);
                sides.entry(two).or_default().insert(y);
            }
        }
    }
    // More than two times of one verb are several events.
    if sides.len() != 2 {
        return None;
    }
    let word = dated[*sides.values().next()?.first()?].word.clone();
    let sides: Vec<_> = sides
        .into_values()
        .map(|mentions| {
            let label = mentions.first().map(|&n| of(dated[n])[0].1.clone()).unwrap_or_default();
            side(&label, mentions.iter().map(|&n| &dated[n].place))
        })
        .collect();
    let why = format!("Of “{word}”: {}", speakers.against(&sides).replacen('A', "a", 1));
    Some(dispute(kind, Nature::Contradiction, why, sides))
}

/// Whether two mentions stand in one claim, or share three terms.
fn closely(a: &Mention, b: &Mention) -> bool {
    let claim = a.place.claims.iter().any(|c| b.place.claims.contains(c));
    let whom = a.patients.is_empty() == b.patients.is_empty();
    whom && (claim || a.terms.intersection(&b.terms).count() >= 3)
}

/// Whether two TIMEX3 values are of times that exclude each other.
fn other_time(a: &str, b: &str) -> bool {
    let day = |v: &str| {
        let day = v.get(..10)?;
        let dated = day
            .bytes()
            .enumerate()
            .all(|(n, c)| if n == 4 || n == 7 { c == b'-' } else { c.is_ascii_digit() });
        (dated && !v.contains('/')).then(|| day.to_owned())
    };
    let minutes = |v: &str| {
        let (hour, minute) = v.get(11..16)?.split_once(':')?;
        Some(60 * hour.parse::<i64>().ok()? + minute.parse::<i64>().ok()?)
    };
    match (day(a), day(b)) {
        (Some(x), Some(y)) if x != y => !calendar::one_night(a, b),
        (Some(_), Some(_)) => match (minutes(a), minutes(b)) {
            (Some(x), Some(y)) => (x - y).abs() > ABOUT,
            _ => false,
        },
        _ => false,
    }
}

/// Whether two names are of places of which neither holds the other, as far as the texts tell.
fn other_place(story: &Story, a: &str, b: &str) -> bool {
    if a == b
        || a.contains(b)
        || b.contains(a)
        || lexicon::country(a).is_some()
        || lexicon::country(b).is_some()
    {
        return false;
    }
    // A text that speaks of both knows how they stand to each other.
    let both = |text: &str| text.contains(a) && text.contains(b);
    !story.reports.iter().any(|r| both(&r.article.document.text.to_lowercase()))
}
