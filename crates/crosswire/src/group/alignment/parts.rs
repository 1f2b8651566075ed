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

/// The parts in which two passages differ, and how much of the rest each holds of the other, of the one that holds less.
pub(super) fn differing(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> Vec<(Part, f64)> {
    let opposites = opposites(a, b, vocabulary);
    let same_predicate = a.verb.is_some() && a.verb == b.verb
        || a.verb.zip(b.verb).is_some_and(|(x, y)| vocabulary.nearness(x, y) > 0.5);
    let all = |x: &BTreeSet<Term>, y: &BTreeSet<Term>| x.union(y).copied().collect::<BTreeSet<_>>();
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
    let numbers = || {
        let all = a.numbers.iter().chain(&b.numbers);
        let numbers = all.filter_map(|(unit, n)| vocabulary.known(&format!("={} {unit}", n.get())));
        numbers.chain(a.number_terms.iter().chain(&b.number_terms).copied()).collect::<BTreeSet<_>>()
    };
    let other_number = {
        let agree = |x, y| Some(agree(x, y)? || within(x, y) || within(y, x));
        let pairs = || a.figures.iter().flat_map(|x| b.figures.iter().filter_map(move |y| agree(x, y)));
        pairs().any(|one| !one) && !pairs().any(|one| one)
    };
    let other_time = {
        let one = |x: &String| b.times.iter().any(|y| one_time(x, y));
        !a.times.is_empty() && !b.times.is_empty() && !a.times.iter().any(one)
    };
    let turned = !a.agents.is_disjoint(&b.patients)
        && !a.patients.is_disjoint(&b.agents)
        && a.agents.is_disjoint(&b.agents);
    // What only one of them has: “He will resign”, “The minister will resign on Friday”.
    let alone = |of: fn(&Unit) -> &BTreeSet<Term>| {
        let one = of(a).is_empty() != of(b).is_empty();
        of(a).union(of(b)).filter(move |_| one).copied().collect::<Vec<_>>()
    };
    let missing: BTreeSet<Term> =
        [alone(|u| &u.agents), alone(|u| &u.time_terms), alone(|u| &u.places)].concat().into_iter().collect();
    let found = Part::ALL.into_iter().filter_map(|part| {
        let (differs, but) = match part {
            Part::Opposite => (!opposites.is_empty() && a.polarity == b.polarity, opposites.clone()),
            Part::Polarity => {
                // “Has not been published” and “will be published” can both be so.
                let differs = a.polarity != b.polarity && a.negates != b.negates && a.real == b.real;
                (opposites.is_empty() && differs, BTreeSet::new())
            }
            Part::Roles => (turned && same_predicate, BTreeSet::new()),
            Part::Agent => (
                same_predicate && a.polarity == b.polarity && apart(&a.agents, &b.agents),
                all(&a.agents, &b.agents),
            ),
            Part::Patient => {
                (same_predicate && apart(&a.patients, &b.patients), all(&a.patients, &b.patients))
            }
            Part::Number => (other_number && a.number_terms != b.number_terms, numbers()),
            Part::Fate => (other_fate(a, b), a.verb.into_iter().chain(b.verb).collect()),
            Part::Status => (a.real != b.real && a.polarity == b.polarity, BTreeSet::new()),
            // “Tomorrow” of two days may be one speech, quoted twice.
            Part::Time => (other_time && a.time_terms != b.time_terms, all(&a.time_terms, &b.time_terms)),
            Part::Place => (apart(&a.places, &b.places), all(&a.places, &b.places)),
        };
        differs.then(|| (part, rest(a, b, &but.union(&missing).copied().collect())))
    });
    found.collect()
}

/// The part in which two passages are at odds, if they are: they differ in it and hardly in anything else.
pub(super) fn odds(a: &Unit, b: &Unit, vocabulary: &Vocabulary) -> Option<Part> {
    let least = |part| match part {
        Part::Agent | Part::Patient | Part::Place | Part::Status => REST_OF_NAMES,
        _ => REST,
    };
    let words = |unit: &Unit| unit.within.0.iter().map(|(term, _)| *term).collect::<Vec<_>>();
    // In the same words only what negates them can differ.
    if words(a) == words(b) && a.polarity == b.polarity {
        return None;
    }
    differing(a, b, vocabulary).into_iter().find(|(part, rest)| *rest >= least(*part)).map(|(part, _)| part)
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
    let only = |x: &Unit, y: &Unit| -> Vec<Term> {
        let terms = x.within.0.iter().map(|(t, _)| *t);
        terms.filter(|t| y.within.0.binary_search_by_key(t, |(o, _)| *o).is_err()).collect()
    };
    let (x, y) = (only(a, b), only(b, a));
    let pairs = x.iter().flat_map(|s| y.iter().map(move |t| (*s, *t)));
    pairs.filter(|&(s, t)| vocabulary.opposite(s, t)).flat_map(|(s, t)| [s, t]).collect()
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
        for (term, weight) in x.within.0.iter().filter(|(t, _)| !but.contains(t)) {
            all += weight * weight;
            if y.within.0.binary_search_by_key(term, |(o, _)| *o).is_ok() {
                held += weight * weight;
            }
        }
        if all > 0.0 { held / all } else { 0.0 }
    };
    share(a, b).min(share(b, a))
}
