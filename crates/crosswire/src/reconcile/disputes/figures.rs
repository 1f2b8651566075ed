//! How many: figures that cannot all hold.
//!
//! In reading order: `tolls` (all counts in a story of those to whom one thing happened, whatever lies between them), crowds
//! (all counts of those who took part, also bare numbers: "put attendance at 60,000"), and the series that conflict. A count
//! that grows from day to day is later news, and no dispute, unless the lower number is told on a day when the higher is.
//!
//! Where it fails: counts told without those counted; two incidents of one kind in one story; ages, sums and measures.

mod tolls;
mod crowds;

use super::passages::Place;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::group::claims::Evidence;
use crosswire_model::{Agreement, Figure, FigureId, Nature, Number, Passage, Qualifier, Side};
use std::collections::BTreeMap;

/// Numbers of one side differ at most by this factor: "nearly 50" and 47.
const NEAR: f64 = 1.25;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let story = input.story;
    let mut found = tolls::find(input);
    found.extend(crowds::find(input));
    let by_id: BTreeMap<&FigureId, &Figure> = story.figures().map(|f| (&f.id, f)).collect();
    // What joins a crowd in one town is no part of that in another.
    let crowd = |f: &&Figure| f.role.as_deref() == Some("protesting");
    let conflicts = story.series.iter().filter(|s| s.relation == Agreement::Conflict);
    let conflicts =
        conflicts.filter(|s| !s.figures.iter().filter_map(|id| by_id.get(id).copied()).any(|f| crowd(&f)));
    found.extend(conflicts.map(|s| {
        let mut sides: BTreeMap<(Number, bool), Vec<&Figure>> = BTreeMap::new();
        for &figure in s.figures.iter().filter_map(|id| by_id.get(id)) {
            let additional = figure.qualifier == Qualifier::Additional;
            sides.entry((figure.value, additional)).or_default().push(figure);
        }
        let sides = sides.into_values().map(|f| {
            let places: Vec<Place> = f.iter().map(|f| around(f, input)).collect();
            side(&f[0].text, places.iter())
        });
        dispute(DisputeKind::Figure, Nature::Contradiction, s.why.clone(), sides.collect())
    }));
    found
}

/// The passage that a figure stands in, and the claims that it is evidence for.
pub(super) fn around(figure: &Figure, input: &Input) -> Place {
    let Input { story, held, .. } = input;
    let holds = |e: &Evidence| e.span.overlap(figure.span) > 0;
    let spans = held.of(&figure.article).iter().filter(|(e, _)| holds(e)).map(|(e, _)| e.span);
    let span = spans.min_by_key(|s| (s.len(), s.start)).unwrap_or(figure.span);
    Place {
        passage: Passage { article: figure.article.clone(), span },
        claims: held.claims(&figure.article, holds),
        source: figure.statement.as_ref().and_then(|id| story.statement(id)?.source.clone()),
    }
}

/// A number that is told of one thing, with the range that its words allow.
struct Count {
    low: f64,
    high: f64,
    value: f64,
    text: String,
    place: Place,
    /// The day that it holds for, as far as known.
    day: Option<String>,
}

impl Count {
    fn of(figure: &Figure, input: &Input) -> Count {
        let v = figure.value.get();
        let (low, high) = match figure.qualifier {
            Qualifier::Exact | Qualifier::Additional => (v, v),
            Qualifier::About => (v * 0.9, v * 1.1),
            Qualifier::Above | Qualifier::AtLeast => (v, f64::INFINITY),
            Qualifier::Below => (v * 0.9, v),
            Qualifier::AtMost => (0.0, v),
            Qualifier::Between => (figure.low.map_or(v, Number::get), figure.high.map_or(v, Number::get)),
        };
        let told = figure.as_of.as_deref().and_then(|v| v.get(..10)).map(str::to_owned);
        let article = input.story.report(&figure.article).map(|r| &r.article);
        Count {
            low,
            high,
            value: v,
            text: figure.text.clone(),
            place: around(figure, input),
            day: told.or_else(|| Some(article?.published?.0.to_string())),
        }
    }
}

/// The dispute over counts of one thing, if some exclude each other: a side for each number and those near it. Numbers that
/// lie further apart than by the factor `far`, with none between, count other things.
fn over(mut counts: Vec<Count>, what: &str, grows: bool, far: f64, input: &Input) -> Option<Dispute> {
    let speakers = &input.speakers;
    counts.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.place.cmp(&b.place)));
    let mut sides: Vec<Vec<Count>> = Vec::new();
    for count in counts {
        match sides.last_mut() {
            Some(last)
                if last.iter().any(|c| {
                    c.value > 0.0
                        && count.value <= c.value * NEAR
                        && count.low <= c.high
                        && c.low <= count.high
                }) =>
            {
                last.push(count)
            }
            Some(last) if last.iter().all(|c| count.value > c.value * far) => break,
            _ => sides.push(vec![count]),
        }
    }
    let below = |a: &Count, b: &Count| a.high < b.low && speakers.apart(&a.place, &b.place);
    // A rise from day to day is news.
    let rise = |a: &Count, b: &Count| grows && matches!((&a.day, &b.day), (Some(x), Some(y)) if x < y);
    let meet =
        |n: usize, m: usize| sides[n].iter().any(|a| sides[m].iter().any(|b| below(a, b) && !rise(a, b)));
    let pairs = (0..sides.len()).flat_map(|n| (n + 1..sides.len()).map(move |m| (n, m)));
    let clash: Vec<(usize, usize)> = pairs.filter(|&(n, m)| meet(n, m)).collect();
    if clash.is_empty() {
        return None;
    }
    let told: Vec<Side> = sides
        .iter()
        .enumerate()
        .filter(|(n, _)| clash.iter().any(|(a, b)| a == n || b == n))
        .map(|(_, counts)| side(&counts[0].text, counts.iter().map(|c| &c.place)))
        .collect();
    let each: Vec<String> = told.iter().map(|s| format!("{} ({})", s.label, speakers.of(s))).collect();
    let why = format!("How many {what}: {}; they cannot all hold.", each.join(", "));
    Some(dispute(DisputeKind::Figure, Nature::Contradiction, why, told))
}
