//! What two passages have in common, and what sets them apart.

use super::parts::{one_time, other_fate, other_time};
use super::unit::Unit;
use super::vocabulary::{Term, Vocabulary, dot};
use crosswire_model::{Figure, LinkPart, Qualifier, Status};
use std::collections::BTreeSet;

/// How far a rounded number may lie from the exact one.
const ROUNDED: f64 = 1.15;
/// A passage of so few terms or fewer says little.
const SHORT: f64 = 3.0;
/// How many signals there are.
const COUNT: usize = 45;
/// How many of them are known of two passages without looking at others.
pub const ALONE: usize = 30;
/// How many are known once it is seen whether others are nearer; the rest asks what others say of both.
pub const BESIDE: usize = 34;

/// The signals of two passages in the order of [`NAMES`], most of them 0 to 1. Those from [`ALONE`] on are zero until
/// [`super::rivals`] fills them in, those from [`BESIDE`] on until [`super::neighbours`] does. A large story has a hundred
/// thousand of them, so they are kept in single precision.
pub type Signals = [f32; COUNT];

/// A number for each signal, in the order of [`NAMES`]: what it counts for, or what it gives, in logits.
pub type PerSignal = [f64; COUNT];

/// What each signal compares, as the ledger names it. Where several signals weigh one thing, they have its name.
pub const NAMES: [&str; COUNT] = [
    "always",
    "words",
    "words",
    "meaning",
    "meaning",
    "meaning",
    "event",
    "number",
    "number",
    "number",
    "number",
    "name",
    "time",
    "time",
    "negation",
    "status",
    "source",
    "context",
    "words",
    "letters",
    "words",
    "words",
    "agent",
    "agent",
    "patient",
    "patient",
    "negation",
    "length",
    "event",
    "length",
    "rivals",
    "rivals",
    "rivals",
    "rivals",
    "neighbours",
    "neighbours",
    "neighbours",
    "neighbours",
    "neighbours",
    "neighbours",
    "neighbours",
    "rivals",
    "rivals",
    "rivals",
    "rivals",
];

/// What each signal measures, in the order of [`NAMES`].
pub(crate) const MEANINGS: [&str; COUNT] = [
    "1 for every pair: most pairs say different things",
    "cosine of their words, weighted by how rare each is",
    "words in common, as a share of five",
    "share of each that stands in the other in the same or near words, on average",
    "the same, of the one that the other covers less",
    "cosine of what they mean, less what the whole story means",
    "nearness in meaning of their predicates",
    "whether they give one number",
    "whether they count in one unit and give no number in common",
    "whether figures of one series give one number",
    "whether what happens to those counted differs",
    "share of their names, weighted, that both have",
    "whether they name one time",
    "whether each names a time and none is the same",
    "whether one affirms and the other negates",
    "whether one is planned or possible and the other not",
    "whether both rest on one source",
    "cosine of what the passages around them mean",
    "cosine of their words, weighted by how rare each is within the story",
    "cosine of their runs of four letters, weighted so",
    "share by weight of the one of which more stands in the other",
    "share by weight of the one of which less stands in the other",
    "whether one agent does it in both",
    "whether agents that have nothing in common do it",
    "whether it is done to one patient in both",
    "whether it is done to patients that have nothing in common",
    "whether one affirms what the other negates, of one predicate",
    "how much longer one is, as a logarithm",
    "whether their predicates are one",
    "whether one has three words or fewer",
    "whether each is the nearest to the other in the other's article",
    "lead over the nearest other, of the one with the smaller lead",
    "lead over the nearest other, of the one with the larger lead",
    "whether one of them is the nearest to the other",
    "how likely the best third passage says what both say",
    "how many third passages are likely to say what both say, as a share of three",
    "how much the passages that say what one says are those that say what the other says",
    "how many others are likely to say what one of them says, as a share of six",
    "how likely they say the same by all the above",
    "how much likelier others say what one of them says",
    "the same likelihood, in logits",
    "whether each is then the nearest to the other in the other's article",
    "lead then over the nearest other, of the one with the smaller lead",
    "lead then over the nearest other, of the one with the larger lead",
    "whether one of them is then the nearest to the other",
];

/// Compares two passages.
pub(super) fn compare(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> Signals {
    let (cosine, shared) = a.vector.cosine(&b.vector);
    let (ab, ba) = (covered(a, b, vocabulary), covered(b, a, vocabulary));
    let event = match (a.verb, b.verb) {
        (Some(x), Some(y)) => vocabulary.nearness(x, y),
        _ => 0.0,
    };
    let yes = |x: bool| f64::from(u8::from(x));
    let pairs = || a.figures.iter().flat_map(|x| b.figures.iter().map(move |y| (x, y)));
    let number = pairs().any(|(x, y)| agree(x, y) == Some(true));
    let other_number = !number && pairs().any(|(x, y)| agree(x, y) == Some(false));
    let series =
        pairs().any(|(x, y)| x.series.is_some() && x.series == y.series && agree(x, y) == Some(true));
    let other_role = other_fate(a, b);
    let names = weight_of(a.names.intersection(&b.names), vocabulary);
    let all_names = weight_of(a.names.iter(), vocabulary).min(weight_of(b.names.iter(), vocabulary));
    let times = a.times.iter().any(|x| b.times.iter().any(|y| one_time(x, y)));
    let (ab_within, ba_within) = (contained(a, b), contained(b, a));
    let apart = |x: &BTreeSet<Term>, y: &BTreeSet<Term>| {
        let near = || x.iter().any(|t| y.iter().any(|o| vocabulary.nearness(*t, *o) > 0.0));
        !x.is_empty() && !y.is_empty() && x.is_disjoint(y) && !near()
    };
    let length = |unit: &Unit| unit.within.0.len().max(1) as f64;
    let unreal = |s: Status| matches!(s, Status::Planned | Status::Possible);
    let alone: [f64; ALONE] = [
        1.0,
        cosine,
        (shared.min(5) as f64) / 5.0,
        (ab + ba) / 2.0,
        ab.min(ba),
        f64::from(dot(&a.meaning, &b.meaning).max(0.0)),
        event,
        yes(number),
        yes(other_number),
        yes(series),
        yes(other_role),
        if all_names > 0.0 { names / all_names } else { 0.0 },
        yes(times),
        yes(other_time(a, b)),
        yes(a.polarity != b.polarity),
        yes(unreal(a.status) != unreal(b.status)),
        yes(a.source.is_some() && a.source == b.source),
        f64::from(dot(&a.around, &b.around).max(0.0)),
        a.within.cosine(&b.within).0,
        a.letters.cosine(&b.letters).0,
        ab_within.max(ba_within),
        ab_within.min(ba_within),
        yes(!a.agents.is_disjoint(&b.agents)),
        yes(apart(&a.agents, &b.agents)),
        yes(!a.patients.is_disjoint(&b.patients)),
        yes(apart(&a.patients, &b.patients)),
        yes(a.polarity != b.polarity && event >= 1.0),
        (length(a) / length(b)).ln().abs(),
        yes(event >= 1.0),
        yes(length(a).min(length(b)) <= SHORT),
    ];
    let mut signals = [0.0; COUNT];
    signals[..ALONE].copy_from_slice(&alone.map(|signal| signal as f32));
    signals
}

/// Whether two figures give one number, where they can be compared at all. “About 30” and 27 agree, “nearly 50” and 47.
pub(super) fn agree(a: &Figure, b: &Figure) -> Option<bool> {
    if a.unit != b.unit {
        return None;
    }
    let (low, high) = (a.value.get().min(b.value.get()), a.value.get().max(b.value.get()));
    let loose =
        |f: &Figure| !matches!(f.qualifier, Qualifier::Exact | Qualifier::Additional | Qualifier::Between);
    Some(low == high || (loose(a) || loose(b)) && high <= low * ROUNDED)
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
    a.vector.iter().map(|(term, weight)| weight * weight * best(term)).sum()
}

/// The share of what `a` says, weighed within the story, that stands in `b` in the same words.
fn contained(a: &Unit, b: &Unit) -> f64 {
    a.within.iter().filter(|(t, _)| b.holds(*t)).map(|(_, w)| w * w).sum()
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
    given: &PerSignal,
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
            "agent" => words(&mut unit.agents.iter().copied()),
            "patient" => words(&mut unit.patients.iter().copied()),
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
