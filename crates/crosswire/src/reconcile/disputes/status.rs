//! Done or yet to come: "has been towed" in one article, "is to be towed" in another.
//!
//! Two mentions of different articles are set against each other where one is told as done and the other, with the same verb, as
//! planned or under way; where they are of one event, or share a number of persons. An article that tells the verb both ways
//! tells two steps, not two stories, and is left out. Where every article that tells it as done came out on a later day, it
//! is later news, not a contradiction.
//!
//! Where it fails: a verb in other words ("sent back", "deported"); events that recur ("police arrested", "will arrest").

use super::mentions::{Mention, Telling, by_lemma, one_event};
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::extract::events::Modality;
use crosswire_model::Nature;
use std::collections::BTreeSet;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    by_lemma(&input.mentions).into_values().filter_map(|mentions| verb(input, &mentions)).collect()
}

/// The dispute over one verb, if any.
fn verb(input: &Input, mentions: &[&Mention]) -> Option<Dispute> {
    let Input { story, telling, speakers, .. } = input;
    let staged = |d: &Mention| matches!(d.modality, Modality::Done | Modality::UnderWay | Modality::Planned);
    let told: Vec<&Mention> = mentions.iter().copied().filter(|d| !d.negated && staged(d)).collect();
    let is_done = |d: &Mention| d.modality == Modality::Done;
    // Whoever tells one event both ways tells two steps of it.
    let both = |d: &Mention| {
        let other = |e: &&&Mention| e.article == d.article && is_done(e) != is_done(d);
        told.iter().filter(other).any(|e| same(d, e, telling))
    };
    let only = |done: bool| {
        told.iter()
            .filter(move |d| is_done(d) == done)
            .filter(|d| !both(d))
            .copied()
            .collect::<Vec<&Mention>>()
    };
    let (finished, to_come) = (only(true), only(false));
    let (mut done, mut ahead) = (BTreeSet::new(), BTreeSet::new());
    for (x, a) in finished.iter().enumerate() {
        for (y, b) in to_come.iter().enumerate() {
            // "offered a reward", "are offering a reward": a plain past and a state that lasts are no two stages.
            let lasts = b.modality == Modality::UnderWay && a.persons.is_disjoint(&b.persons);
            if !lasts && same(a, b, telling) {
                done.insert(x);
                ahead.insert(y);
            }
        }
    }
    let done: Vec<&Mention> = done.into_iter().map(|n| finished[n]).collect();
    let ahead: Vec<&Mention> = ahead.into_iter().map(|n| to_come[n]).collect();
    let first = done.first()?;
    let day = |d: &&Mention| story.reports[d.article].article.published.map(|(day, _)| day);
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
        speakers.of(&sides[0]),
        speakers.of(&sides[1])
    );
    Some(dispute(DisputeKind::Status, nature, why, sides))
}

/// Whether two mentions, alike in verb, are one: they count the same persons, above a dozen, or are of one event, and name
/// someone or something in common. Other numbers and other days are of other mentions.
fn same(a: &Mention, b: &Mention, telling: &Telling) -> bool {
    if a.persons.intersection(&b.persons).any(|n| *n > 12) {
        return true;
    }
    let counted = a.numbers.is_empty() || b.numbers.is_empty() || !a.numbers.is_disjoint(&b.numbers);
    let year = |d: &Mention| -> BTreeSet<String> {
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
