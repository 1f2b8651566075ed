//! Two passages that are alike in all but one part: “Soldiers fired first”, “The students fired first”.
//!
//! The comparer aligns the parts of two passages (agent, patient, number, time, place, negation, words that mean the opposite of
//! each other) and finds those that differ in one and hardly in anything else.
//!
//! Where it fails: passages that differ in more than one part, or tell one thing in other words; two things that happened in the
//! same way (one was arrested, another was arrested).

use super::passages::Place;
use super::{AtOdds, Dispute, DisputeKind, Input, dispute, side};
use crate::group::alignment::Part;
use crosswire_model::{Nature, Passage};
use std::collections::BTreeMap;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let places: BTreeMap<&Passage, &Place> =
        input.said.iter().map(|s| (&s.place.passage, &s.place)).collect();
    let one = |odds: &AtOdds| {
        let [a, b] = [places.get(&odds.passages[0])?, places.get(&odds.passages[1])?];
        // Of one speaker's words another number or another sense is news; another name for whom he means is not.
        let one = a.source.is_some() && a.source == b.source;
        let stands = match odds.part {
            Part::Opposite | Part::Polarity | Part::Roles => true,
            Part::Agent | Part::Patient => !one,
            Part::Number => !later(input, [a, b]),
            Part::Time => !one && !knows_both(input, [a, b]),
            // One place may lie in the other: the rule of places asks for more.
            Part::Place => false,
            Part::Fate | Part::Status => false,
        };
        (input.speakers.apart(a, b) && stands).then(|| told(input, odds.part, [a, b]))?
    };
    input.odds.iter().filter_map(one).collect()
}

/// Whether one came out on a later day: a number that rises is news.
fn later(input: &Input, places: [&Place; 2]) -> bool {
    let day = |place: &Place| {
        let report = &input.story.reports[input.story.place(&place.passage.article)?];
        report.article.published.map(|(day, _)| day)
    };
    matches!((day(places[0]), day(places[1])), (Some(x), Some(y)) if x != y)
}

/// Whether the article of one tells the time of the other, too: then it happened twice, or both are told.
fn knows_both(input: &Input, [a, b]: [&Place; 2]) -> bool {
    let times = |article: usize| &input.story.reports[article].times;
    let Some((x, y)) = input.story.place(&a.passage.article).zip(input.story.place(&b.passage.article))
    else {
        return false;
    };
    let own = |article: usize, place: &Place| -> Vec<String> {
        let held = times(article).iter().filter(|t| t.span.overlap(place.passage.span) > 0);
        held.filter_map(|t| t.value.clone()).collect()
    };
    let tells = |article: usize, values: Vec<String>| {
        times(article).iter().any(|t| t.value.as_ref().is_some_and(|v| values.contains(v)))
    };
    tells(x, own(y, b)) || tells(y, own(x, a))
}

fn told(input: &Input, part: Part, places: [&Place; 2]) -> Option<Dispute> {
    let sides = vec![
        side(&input.words(places[0])?, [places[0]].into_iter()),
        side(&input.words(places[1])?, [places[1]].into_iter()),
    ];
    let (kind, what) = match part {
        Part::Opposite => (DisputeKind::Assertion, "in words that mean the opposite of each other"),
        Part::Polarity => (DisputeKind::Assertion, "in whether it is so"),
        Part::Roles => (DisputeKind::Assertion, "in who did it to whom"),
        Part::Agent => (DisputeKind::Assertion, "in who did it"),
        Part::Patient => (DisputeKind::Assertion, "in whom or what it befell"),
        Part::Number | Part::Fate => (DisputeKind::Figure, "in how many"),
        Part::Status => (DisputeKind::Status, "in whether it is done"),
        Part::Time => (DisputeKind::Time, "in when"),
        Part::Place => (DisputeKind::Place, "in where"),
    };
    let why = format!("They differ {what}: {}", input.speakers.against(&sides).replacen('A', "a", 1));
    Some(dispute(kind, Nature::Contradiction, why, sides))
}
