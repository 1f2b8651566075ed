//! Whether two passages can both be so: they are compared part by part.
//!
//! Two passages that are alike in all but one part – what is said, of whom, how many, when, where, whether it is so – are not the
//! same: they are at odds, the more surely the more alike the rest is. “The water is safe” and “The water is not safe” share all
//! their words. A part that only one of them has sets nothing apart.
//!
//! Where it fails: what differs in words that no list knows as opposites; persons who are named in one and described in the
//! other, whom nothing compares.

use super::signals::agree;
use super::unit::Unit;
use super::vocabulary::{Term, Vocabulary};
use crate::extract::times::calendar;
use crosswire_model::{Figure, Qualifier};
use std::collections::BTreeSet;

/// How much of each passage must stand in the other, apart from the part that differs.
const REST: f64 = 0.6;
/// The same of those who take part and of places: one may go by two names or descriptions.
const REST_OF_NAMES: f64 = 0.8;

/// A part in which passages differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is said: words that mean the opposite of each other.
    Opposite,
    /// One affirms what the other negates.
    Polarity,
    /// Who does it to whom is turned about.
    Roles,
    /// Who does it.
    Agent,
    /// To whom or what it is done.
    Patient,
    /// How many.
    Number,
    /// What befell those who are counted: nine killed, nine injured.
    Fate,
    /// When.
    Time,
    /// Where.
    Place,
    /// Done, or yet to be.
    Status,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Part; 10] = [
        Part::Opposite,
        Part::Polarity,
        Part::Roles,
        Part::Agent,
        Part::Patient,
        Part::Number,
        Part::Fate,
        Part::Time,
        Part::Place,
        Part::Status,
    ];

    /// The part in one word, as the ledger spells it.
    pub fn word(self) -> &'static str {
        match self {
            Part::Opposite => "opposite",
            Part::Polarity => "negation",
            Part::Roles => "roles",
            Part::Agent => "agent",
            Part::Patient => "patient",
            Part::Number => "number",
            Part::Fate => "fate",
            Part::Time => "time",
            Part::Place => "place",
            Part::Status => "status",
        }
    }
}

/// The part in which two passages are at odds, if they are: they differ in it and hardly in anything else.
pub(super) fn odds(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> Option<Part> {
    let words = |unit: &Unit| unit.within.0.iter().map(|(term, _)| *term).collect::<Vec<_>>();
    // In the same words only what negates them can differ.
    if a.polarity == b.polarity && words(a) == words(b) {
        return None;
    }
    let opposites = opposites(a, b, vocabulary);
    let same_predicate = a.verb.zip(b.verb).is_some_and(|(x, y)| x == y || vocabulary.nearness(x, y) > 0.5);
    let apart = |x: &BTreeSet<Term>, y: &BTreeSet<Term>| {
        // “Protesters” and “rioters” are two words for one crowd.
        let one = |t: Term, o: Term| vocabulary.nearness(t, o) > 0.0 || vocabulary.loaded(t, o);
        let near = || x.iter().any(|t| y.iter().any(|o| one(*t, *o)));
        let anyone = || x.union(y).any(|t| vocabulary.is_anyone(*t));
        // A name and a noun may be one person.
        let named = |s: &BTreeSet<Term>, u: &Unit| s.iter().any(|t| u.names.contains(t));
        !x.is_empty()
            && !y.is_empty()
            && x.is_disjoint(y)
            && !anyone()
            && !near()
            && named(x, a) == named(y, b)
    };
    let differs = |part: Part| match part {
        Part::Opposite => !opposites.is_empty() && a.polarity == b.polarity,
        // “Has not been published” and “will be published” can both be so.
        Part::Polarity => {
            opposites.is_empty() && a.polarity != b.polarity && a.negates != b.negates && a.real == b.real
        }
        Part::Roles => {
            same_predicate
                && !a.agents.is_disjoint(&b.patients)
                && !a.patients.is_disjoint(&b.agents)
                && a.agents.is_disjoint(&b.agents)
        }
        Part::Agent => same_predicate && a.polarity == b.polarity && apart(&a.agents, &b.agents),
        Part::Patient => same_predicate && apart(&a.patients, &b.patients),
        Part::Number => a.number_terms != b.number_terms && other_number(a, b),
        Part::Fate => other_fate(a, b),
        Part::Status => a.real != b.real && a.polarity == b.polarity,
        // “Tomorrow” of two days may be one speech, quoted twice.
        Part::Time => a.time_terms != b.time_terms && other_time(a, b),
        Part::Place => apart(&a.places, &b.places),
    };
    // The words of the part itself, which the rest is without.
    let both = |x: &BTreeSet<Term>, y: &BTreeSet<Term>| x.union(y).copied().collect::<BTreeSet<_>>();
    let own = |part: Part| match part {
        Part::Opposite => opposites.clone(),
        Part::Agent => both(&a.agents, &b.agents),
        Part::Patient => both(&a.patients, &b.patients),
        Part::Number => numbers(a, b, vocabulary),
        Part::Fate => a.verb.into_iter().chain(b.verb).collect(),
        Part::Time => both(&a.time_terms, &b.time_terms),
        Part::Place => both(&a.places, &b.places),
        Part::Polarity | Part::Roles | Part::Status => BTreeSet::new(),
    };
    let least = |part| match part {
        Part::Agent | Part::Patient | Part::Place | Part::Status => REST_OF_NAMES,
        _ => REST,
    };
    Part::ALL.into_iter().find(|&part| {
        differs(part) && {
            let mut but = own(part);
            but.extend(missing(a, b));
            rest(a, b, &but) >= least(part)
        }
    })
}

/// The terms of a part that only one of them has: “He will resign”, “The minister will resign on Friday”.
fn missing<'a>(a: &'a Unit, b: &'a Unit) -> impl Iterator<Item = Term> {
    let parts: [fn(&Unit) -> &BTreeSet<Term>; 3] = [|u| &u.agents, |u| &u.time_terms, |u| &u.places];
    let alone = parts.into_iter().filter(|of| of(a).is_empty() != of(b).is_empty());
    alone.flat_map(|of| of(a).union(of(b)).copied())
}

/// The terms that say how many, in words and as figures.
fn numbers(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> BTreeSet<Term> {
    let figures = a.numbers.iter().chain(&b.numbers);
    let figures = figures.filter_map(|(unit, n)| vocabulary.known(&format!("={} {unit}", n.get())));
    figures.chain(a.number_terms.iter().chain(&b.number_terms).copied()).collect()
}

/// Whether both count in one unit and no two of their figures can be one.
fn other_number(a: &Unit, b: &Unit) -> bool {
    let agree = |x, y| Some(agree(x, y)? || within(x, y) || within(y, x));
    let pairs = || a.figures.iter().flat_map(|x| b.figures.iter().filter_map(move |y| agree(x, y)));
    pairs().any(|one| !one) && !pairs().any(|one| one)
}

/// Whether each names a time and no two of them can be one, nor of one night over midnight.
pub(super) fn other_time(a: &Unit, b: &Unit) -> bool {
    let one = |x: &String| b.times.iter().any(|y| one_time(x, y) || calendar::one_night(x, y));
    !a.times.is_empty() && !b.times.is_empty() && !a.times.iter().any(one)
}

/// Whether what happens to those counted differs.
pub(super) fn other_fate(a: &Unit, b: &Unit) -> bool {
    let fates = |unit: &Unit| unit.figures.iter().filter_map(|f| f.role.clone()).collect::<BTreeSet<_>>();
    let (x, y) = (fates(a), fates(b));
    !x.is_empty() && !y.is_empty() && x.is_disjoint(&y)
}

/// Whether a figure allows for the other: “at least nine” for 14.
fn within(bound: &Figure, other: &Figure) -> bool {
    match bound.qualifier {
        Qualifier::AtLeast | Qualifier::Above => other.value.get() >= bound.value.get(),
        Qualifier::AtMost | Qualifier::Below => other.value.get() <= bound.value.get(),
        _ => false,
    }
}

/// Terms of which one means the opposite of the other, each in one passage alone.
fn opposites(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> BTreeSet<Term> {
    let pairs = a.within.0.iter().flat_map(|(s, _)| vocabulary.opposites(*s).iter().map(move |t| (*s, *t)));
    pairs.filter(|&(s, t)| !b.holds(s) && b.holds(t) && !a.holds(t)).flat_map(|(s, t)| [s, t]).collect()
}

/// Whether two times can be one: “noon” and “noon on Friday” can, “Friday” and “Friday at nine”.
pub(super) fn one_time(a: &str, b: &str) -> bool {
    let parts = |t: &'_ str| {
        t.split_once('T').map_or((t.to_owned(), String::new()), |(d, h)| (d.to_owned(), h.to_owned()))
    };
    let begins = |x: &str, y: &str| x.starts_with(y) || y.starts_with(x);
    let weekday = |t: &str| t.starts_with(|c: char| c.is_ascii_lowercase());
    if weekday(a) || weekday(b) {
        return a == b || weekday(a) != weekday(b);
    }
    // “Morning” and an hour of it have no letter in common.
    let hour = |h: &str| h.is_empty() || h.starts_with(|c: char| c.is_ascii_digit());
    let ((day, at), (other_day, other_at)) = (parts(a), parts(b));
    begins(&day, &other_day) && (!hour(&at) || !hour(&other_at) || begins(&at, &other_at))
}

/// How much of what each says stands in the other, by weight within the story and apart from some terms, of the one of which
/// less does. Nothing where nothing else is said.
fn rest(a: &Unit, b: &Unit, but: &BTreeSet<Term>) -> f64 {
    let share = |x: &Unit, y: &Unit| {
        let (mut all, mut held) = (0.0, 0.0);
        for (term, weight) in x.within.iter().filter(|(t, _)| !but.contains(t)) {
            all += weight * weight;
            if y.holds(term) {
                held += weight * weight;
            }
        }
        if all > 0.0 { held / all } else { 0.0 }
    };
    share(a, b).min(share(b, a))
}
