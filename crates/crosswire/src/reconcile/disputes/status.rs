//! Done or yet to come: "has been towed" in one article, "is to be towed" in another.
//!
//! Two deeds of different articles are set against each other where one is told as done and the other, with the same verb, as
//! planned or under way; where they are of one event, or share a number of persons. An article that tells the verb both ways
//! tells two steps, not two stories, and is left out. Where every article that tells it as done came out on a later day, it
//! is later news, not a contradiction.
//!
//! Where it fails: a verb in other words ("sent back", "deported"); events that recur ("police arrested", "will arrest").

use super::deeds::{Deed, Stage, Telling, by_lemma, one_event};
use super::voices::Voices;
use super::{Dispute, DisputeKind, dispute, side};
use crate::story::Story;
use crosswire_model::Nature;
use std::collections::BTreeSet;

pub(super) fn find(story: &Story, deeds: &[Deed], telling: &Telling, voices: &Voices) -> Vec<Dispute> {
    let verbs = by_lemma(deeds);
    verbs.into_values().filter_map(|deeds| verb(story, &deeds, telling, voices)).collect()
}

/// The dispute over one verb, if any.
fn verb(story: &Story, deeds: &[&Deed], telling: &Telling, voices: &Voices) -> Option<Dispute> {
    let told: Vec<&Deed> = deeds.iter().copied().filter(|d| !d.negated && d.stage.is_some()).collect();
    let is_done = |d: &Deed| d.stage == Some(Stage::Done);
    // Whoever tells one event both ways tells two steps of it.
    let both = |d: &Deed| {
        let other = |e: &&&Deed| e.article == d.article && is_done(e) != is_done(d);
        told.iter().filter(other).any(|e| same(d, e, telling))
    };
    let only = |done: bool| {
        told.iter().filter(move |d| is_done(d) == done).filter(|d| !both(d)).copied().collect::<Vec<&Deed>>()
    };
    let (finished, to_come) = (only(true), only(false));
    let (mut done, mut ahead) = (BTreeSet::new(), BTreeSet::new());
    for (x, a) in finished.iter().enumerate() {
        for (y, b) in to_come.iter().enumerate() {
            // "offered a reward", "are offering a reward": a plain past and a state that lasts are no two stages.
            let lasts = b.stage == Some(Stage::UnderWay) && a.persons.is_disjoint(&b.persons);
            if !lasts && same(a, b, telling) {
                done.insert(x);
                ahead.insert(y);
            }
        }
    }
    let done: Vec<&Deed> = done.into_iter().map(|n| finished[n]).collect();
    let ahead: Vec<&Deed> = ahead.into_iter().map(|n| to_come[n]).collect();
    let first = done.first()?;
    let day = |d: &&Deed| story.reports[d.article].article.published.map(|(day, _)| day);
    let later = match (done.iter().map(day).min().flatten(), ahead.iter().map(day).max().flatten()) {
        (Some(done), Some(ahead)) => done > ahead,
        _ => false,
    };
    let sides = vec![
        side("done", done.iter().map(|d| &d.place)),
        side("planned or under way", ahead.iter().map(|d| &d.place)),
    ];
    let nature = if later { Nature::Update } else { Nature::Contradiction };
    let later = if later { ", whose report came out later" } else { "" };
    let why = format!(
        "“{}”: done according to {}{later}; planned or under way according to {}.",
        first.word,
        voices.of(&sides[0]),
        voices.of(&sides[1])
    );
    Some(dispute(DisputeKind::Status, nature, why, sides))
}

/// Whether two deeds, alike in verb, are one: they count the same persons, above a dozen, or are of one event, and name
/// someone or something in common. Other numbers and other days are of other deeds.
fn same(a: &Deed, b: &Deed, telling: &Telling) -> bool {
    if a.persons.intersection(&b.persons).any(|n| *n > 12) {
        return true;
    }
    let counted = a.numbers.is_empty() || b.numbers.is_empty() || !a.numbers.is_disjoint(&b.numbers);
    let year = |d: &Deed| -> BTreeSet<String> {
        d.when
            .iter()
            .filter_map(|(v, _)| v.get(..4))
            .filter(|y| y.starts_with(['1', '2']))
            .map(str::to_owned)
            .collect()
    };
    let (x, y) = (year(a), year(b));
    let dated = x.is_empty() || y.is_empty() || !x.is_disjoint(&y);
    let claim = a.place.claims.iter().any(|c| b.place.claims.contains(c));
    let again = a.other_time || b.other_time;
    counted && dated && !again && one_event(a, b, telling) && (claim || !a.names.is_disjoint(&b.names))
}
