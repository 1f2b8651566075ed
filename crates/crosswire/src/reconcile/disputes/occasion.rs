//! When and where: one event on another day, at another hour, or at another place.
//!
//! Two deeds of one event, told as done in articles of which neither tells the other's time or place of it. Days are
//! compared as days, hours where both are told to the minute and lie more than half an hour apart; a day holds its hours, a
//! month its days. A place is compared with a place only where no article names one beside or inside the other ("in Halvik,
//! Norva") and no article that tells the one mentions the other at all.
//!
//! Where it fails: two events of one kind, where each article tells only one; places of which no text says that one holds
//! the other.

use super::deeds::{Deed, Stage, Telling, by_lemma, one_event};
use super::voices::Voices;
use super::{Dispute, DisputeKind, dispute, side};
use crate::lexicon;
use crate::story::Story;
use crosswire_model::Nature;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes by which two hours may differ and still be the same.
const ABOUT: i64 = 30;

pub(super) fn find(story: &Story, deeds: &[Deed], telling: &Telling, voices: &Voices) -> Vec<Dispute> {
    let mut found = Vec::new();
    for (_, deeds) in by_lemma(deeds) {
        let told: Vec<&Deed> =
            deeds.into_iter().filter(|d| !d.negated && !d.unreal && d.stage == Some(Stage::Done)).collect();
        found.extend(first(&told, telling, voices, DisputeKind::Time, times, &|a, b| other_time(a, b)));
        let elsewhere = |a: &str, b: &str| other_place(story, a, b);
        found.extend(first(&told, telling, voices, DisputeKind::Place, places, &|a, b| elsewhere(a, b)));
    }
    found
}

fn times(deed: &Deed) -> &[(String, String)] {
    &deed.when
}

fn places(deed: &Deed) -> &[(String, String)] {
    &deed.at_places
}

/// The dispute over the time, or the place, of deeds with one verb, if any.
fn first(
    told: &[&Deed],
    telling: &Telling,
    voices: &Voices,
    kind: DisputeKind,
    of: fn(&Deed) -> &[(String, String)],
    other: &dyn Fn(&str, &str) -> bool,
) -> Option<Dispute> {
    // What an article itself tells of two times happened twice.
    let twice = |d: &Deed| {
        let mine = told.iter().filter(|e| e.article == d.article && !e.theme().is_disjoint(d.theme()));
        let values: Vec<&str> = mine.flat_map(|e| of(e)).map(|(v, _)| v.as_str()).collect();
        values.iter().any(|a| values.iter().any(|b| other(a, b)))
    };
    let dated: Vec<&&Deed> = told.iter().filter(|d| of(d).len() == 1).collect();
    let mut sides: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (x, a) in dated.iter().enumerate() {
        for (y, b) in dated.iter().enumerate().skip(x + 1) {
            let (one, two) = (of(a)[0].0.as_str(), of(b)[0].0.as_str());
            let apart = a.article != b.article || voices.apart(&a.place, &b.place);
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
        .map(|deeds| {
            let label = deeds.first().map(|&n| of(dated[n])[0].1.clone()).unwrap_or_default();
            side(&label, deeds.iter().map(|&n| &dated[n].place))
        })
        .collect();
    let why = format!("Of “{word}”: {}", voices.against(&sides).replacen('A', "a", 1));
    Some(dispute(kind, Nature::Contradiction, why, sides))
}

/// Whether two deeds stand in one claim, or share three terms.
fn closely(a: &Deed, b: &Deed) -> bool {
    let claim = a.place.claims.iter().any(|c| b.place.claims.contains(c));
    let whom = a.whom.is_empty() == b.whom.is_empty();
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
        (Some(x), Some(y)) if x != y => true,
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
