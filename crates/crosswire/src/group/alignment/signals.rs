//! What two passages have in common, and what sets them apart.

use super::unit::Unit;
use super::vocabulary::{Term, Vocabulary, dot};
use crosswire_model::{LinkPart, Status};
use std::collections::BTreeSet;

/// How many signals there are.
const COUNT: usize = 18;

/// The signals of two passages, each 0 to 1, in the order of [`NAMES`].
pub type Signals = [f64; COUNT];

/// What each signal compares, as the ledger names it. Where several signals weigh one thing, they have its name.
pub const NAMES: [&str; COUNT] = [
    "always", "words", "words", "meaning", "meaning", "meaning", "event", "event", "number", "number",
    "name", "name", "time", "time", "negation", "status", "source", "context",
];

/// Compares two passages.
pub(super) fn compare(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> Signals {
    let (cosine, shared) = a.vector.cosine(&b.vector);
    let (ab, ba) = (covered(a, b, vocabulary), covered(b, a, vocabulary));
    let event = match (a.verb, b.verb) {
        (Some(x), Some(y)) => vocabulary.nearness(x, y),
        _ => 0.0,
    };
    let told = |unit: &Unit, verb: Option<Term>| {
        verb.is_some_and(|v| unit.vector.0.binary_search_by_key(&v, |(t, _)| *t).is_ok())
    };
    let both = |x: bool, y: bool| f64::from(u8::from(x && y));
    let yes = |x: bool| f64::from(u8::from(x));
    let apart = |x: bool, y: bool, met: bool| yes(x && y && !met);
    let numbers = !a.numbers.is_disjoint(&b.numbers);
    let names = weight_of(a.names.intersection(&b.names), vocabulary);
    let all_names = weight_of(a.names.iter(), vocabulary).min(weight_of(b.names.iter(), vocabulary));
    let times = a.times.iter().any(|x| b.times.iter().any(|y| x.starts_with(y) || y.starts_with(x)));
    let unreal = |s: Status| matches!(s, Status::Planned | Status::Possible);
    [
        1.0,
        cosine,
        (shared.min(5) as f64) / 5.0,
        (ab + ba) / 2.0,
        ab.min(ba),
        f64::from(dot(&a.meaning, &b.meaning).max(0.0)),
        event,
        both(told(a, b.verb) || told(b, a.verb), event < 1.0),
        yes(numbers),
        apart(!a.numbers.is_empty(), !b.numbers.is_empty(), numbers),
        if all_names > 0.0 { names / all_names } else { 0.0 },
        apart(!a.names.is_empty(), !b.names.is_empty(), names > 0.0),
        yes(times),
        apart(!a.times.is_empty(), !b.times.is_empty(), times),
        yes(a.polarity != b.polarity),
        yes(unreal(a.status) != unreal(b.status)),
        yes(a.source.is_some() && a.source == b.source),
        f64::from(dot(&a.around, &b.around).max(0.0)),
    ]
}

/// The share of what `a` says, by weight, that stands in `b` in the same words or in words near in meaning.
fn covered(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> f64 {
    let best = |term: Term| {
        if b.vector.0.binary_search_by_key(&term, |(t, _)| *t).is_ok() {
            return 1.0;
        }
        let near = vocabulary.near(term);
        if near.is_empty() {
            return 0.0;
        }
        b.vector.0.iter().map(|(t, _)| vocabulary.nearness(term, *t)).fold(0.0, f64::max)
    };
    a.vector.0.iter().map(|(term, weight)| weight * weight * best(*term)).sum()
}

fn weight_of<'a>(terms: impl Iterator<Item = &'a Term>, vocabulary: &Vocabulary) -> f64 {
    terms.map(|t| vocabulary.rarity(*t)).sum()
}

/// The signals in words, those of one name together: what each passage has, and what that gave.
pub(super) fn parts(
    a: &Unit,
    b: &Unit,
    vocabulary: &Vocabulary,
    signals: &Signals,
    given: &Signals,
) -> Vec<LinkPart> {
    let words = |terms: &mut dyn Iterator<Item = Term>| {
        terms.map(|t| vocabulary.form(t).trim_start_matches('=').to_owned()).collect::<Vec<_>>().join(", ")
    };
    let shared: BTreeSet<Term> = a.vector.0.iter().map(|(t, _)| *t).collect();
    let of = |unit: &Unit, name: &str, other: &Unit| -> String {
        match name {
            "words" => {
                let has = |t: Term| {
                    shared.contains(&t) && other.vector.0.binary_search_by_key(&t, |(x, _)| *x).is_ok()
                };
                words(&mut unit.vector.0.iter().map(|(t, _)| *t).filter(|&t| has(t)))
            }
            "meaning" => {
                let near = |t: Term| {
                    other.vector.0.iter().any(|(o, _)| *o != t && vocabulary.nearness(t, *o) > 0.0)
                        && other.vector.0.binary_search_by_key(&t, |(x, _)| *x).is_err()
                };
                words(&mut unit.vector.0.iter().map(|(t, _)| *t).filter(|&t| near(t)))
            }
            "event" => words(&mut unit.verb.into_iter()),
            "number" => unit
                .numbers
                .iter()
                .map(|(unit, n)| format!("{} {unit}", n.get()).trim().to_owned())
                .collect::<Vec<_>>()
                .join(", "),
            "name" => words(&mut unit.names.iter().copied()),
            "time" => unit.times.iter().cloned().collect::<Vec<_>>().join(", "),
            "negation" => format!("{:?}", unit.polarity).to_lowercase(),
            "status" => format!("{:?}", unit.status).to_lowercase(),
            "source" => unit.source.as_ref().map_or_else(String::new, ToString::to_string),
            _ => String::new(),
        }
    };
    let mut parts: Vec<LinkPart> = Vec::new();
    for ((name, signal), gave) in NAMES.iter().zip(signals).zip(given) {
        if *signal == 0.0 || *gave == 0.0 {
            continue;
        }
        match parts.iter_mut().find(|p| p.signal == *name) {
            Some(part) => part.gave += gave,
            None => parts.push(LinkPart {
                signal: (*name).into(),
                a: of(a, name, b),
                b: of(b, name, a),
                gave: *gave,
            }),
        }
    }
    parts.iter_mut().for_each(|p| p.gave = (p.gave * 100.0).round() / 100.0);
    parts
}
