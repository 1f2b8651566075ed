//! The affiliation of a source: the body that it is or speaks for, as far as the words that name and describe it say.
//!
//! One origin counted as two is the error that matters. So two sources are one where their words say so ("Halvik police",
//! "the police chief"), and they are shown to be apart only where both are placed and nothing leaves room for one of them to
//! speak for the other. A name alone places nobody: Anna Lund may be the police chief. Two bodies of one branch of public
//! life, such as a hospital and the health ministry that may run it, are not shown to be apart, and no more are two agencies of
//! a government, such as police and army; bodies of different states are.
//!
//! Fails on a body whose name says nothing of what it is, such as a town that stands for its council, and where a private
//! person turns out to work for the body that is the other source. Words are in `data/branches.txt`.

use crate::annotate::WordKind;
use crate::extract::figures::people;
use crate::extract::numerals;
use crate::group::sources::roles;
use crate::group::sources::text::{distance, is_capital, strip_possessive};
use crate::group::terms;
use crate::lexicon::{self, BRANCHES};
use crosswire_model::{Ground, Source, SourceKind};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Rarity above which a word tells one body from another.
const RARE: f64 = 2.0;

/// What is known of the affiliation of a source.
#[derive(Debug, Default)]
pub(super) struct Affiliation {
    /// The words that tell its body from others: "halvik police".
    words: BTreeSet<String>,
    /// Its branches of public life.
    branches: BTreeSet<&'static str>,
    /// The countries that its words name.
    countries: BTreeSet<&'static str>,
    /// Whether it is a state or a government, or speaks for one.
    state: bool,
    /// Whether it is a person of whom only a private part is told: "a passenger".
    private: bool,
    /// Whether its words say of which body it is.
    placed: bool,
    /// Whether it is somebody by name, or a whole service: no "officials", no report, no outlet that has its news from somewhere.
    named: bool,
    /// What it is said to be, up to the first clause.
    told: Vec<String>,
    /// The name by which what others are said to be may call it: "Tolm Line".
    called: Option<String>,
    /// The words of its name in lower case.
    name: Vec<String>,
}

/// What two affiliations say of two sources. `reason` is a clause without a stop.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are one origin.
    One(Ground, String),
    /// They are shown to be apart.
    Apart,
    /// Not told.
    Open(Ground, String),
}

impl Affiliation {
    /// Reads the affiliation off a source's name and description, and those of the body that it speaks for.
    pub(super) fn new(source: &Source, body: Option<&Source>) -> Self {
        let person = source.kind == SourceKind::Person;
        let unnamed = source.kind == SourceKind::Unnamed;
        let name = source.name.trim_start_matches("the ").trim_start_matches("The ");
        let texts = source.description.iter().chain(source.described.iter().map(|d| &d.text));
        let all: Vec<String> = texts.map(|text| until(text, &BRANCHES.clause).to_owned()).collect();
        let described = || all.iter().map(String::as_str);
        let mut affiliation = Affiliation {
            called: (name.contains(char::is_uppercase) && name.len() > 2).then(|| name.to_owned()),
            name: source.name.to_lowercase().split(' ').map(str::to_owned).collect(),
            ..Affiliation::default()
        };
        match body {
            Some(body) => {
                affiliation.read(&body.name, |_| true);
                // "Norva's UN ambassador" is a diplomat, whatever stands before.
                let told = described().flat_map(|text| text.split(' ')).map(plain);
                let branches = told.filter_map(|word| BRANCHES.words.get(&word)).flat_map(|(_, of)| of);
                affiliation.branches.extend(branches);
            }
            None if person => described().for_each(|text| {
                let private = is_private(text);
                let told = |word: &str| is_capital(word) || !private && is_branch(word);
                affiliation.read(text, |word| told(word));
            }),
            None if unnamed => affiliation.read(until(&source.name, &BRANCHES.bend), |_| true),
            None => affiliation.read(until(&source.name, &BRANCHES.clause), |_| true),
        }
        let is_body = body.is_some() || source.kind == SourceKind::Organisation;
        let government = affiliation.words.remove("government");
        let name = body.map_or(source.name.as_str(), |b| b.name.as_str());
        affiliation.state = is_body && (government || country_of_state(name).is_some());
        // "Tolm Line" and "the police" are somebody, "a bus operator" is nobody.
        let told =
            source.name.contains(char::is_uppercase) || !affiliation.branches.is_empty() || affiliation.state;
        affiliation.named =
            person || source.kind == SourceKind::Organisation && told || unnamed && is_service(&source.name);
        // A document or people without a name are placed where a branch is named: "a police report", "hospital officials".
        affiliation.placed =
            is_body || !affiliation.branches.is_empty() || unnamed && speaks_for_named(&source.name);
        if person && body.is_none() {
            affiliation.private = affiliation.branches.is_empty() && described().any(is_private);
            affiliation.placed |=
                affiliation.private || described().any(speaks_for_named) && !affiliation.words.is_empty();
        }
        affiliation.told = all;
        affiliation
    }

    /// Whether it has a name of its own, or is a service that speaks with one voice: "the military", "prosecutors".
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    /// Takes in those words of a name or description that `counts` lets pass as they stand.
    fn read(&mut self, text: &str, counts: impl Fn(&str) -> bool) {
        let tokens: Vec<String> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '(' | ')' | '“' | '”' | '"' | '/'))
            .filter(|word| counts(word))
            .map(plain)
            .filter(|word| !word.is_empty() && !word.chars().any(|c| c.is_ascii_digit()))
            .collect();
        let mut at = 0;
        while at < tokens.len() {
            let pair = (at + 1 < tokens.len()).then(|| format!("{} {}", tokens[at], tokens[at + 1]));
            let joined = pair.as_deref().and_then(|pair| BRANCHES.pairs.get(pair));
            let country = pair.as_deref().and_then(lexicon::country);
            at += if joined.is_some() || country.is_some() { 2 } else { 1 };
            let word = joined.unwrap_or(&tokens[at - 1]);
            match country.or_else(|| lexicon::country(word)) {
                Some(country) => drop(self.countries.insert(country)),
                None => self.take(word),
            }
        }
    }

    fn take(&mut self, word: &str) {
        let known = BRANCHES.words.get(word);
        if let Some((_, branches)) = known {
            self.branches.extend(branches);
        }
        let stands_for = known.map_or(word, |(stands_for, _)| stands_for);
        let office =
            known.is_none() && (roles::is_speaker(word) || roles::is_title(word) && !roles::is_body(word));
        if office || BRANCHES.plain.contains(stands_for) {
            return;
        }
        let listed = known.is_some() || BRANCHES.tasks.contains(word);
        let term = if listed { Some(stands_for.to_string()) } else { terms::term(word, WordKind::Word) };
        self.words.extend(term);
    }

    fn tasks(&self) -> BTreeSet<&str> {
        self.words.iter().map(String::as_str).filter(|word| BRANCHES.tasks.contains(word)).collect()
    }

    /// Whether it is a part of what a state runs.
    fn is_public(&self) -> bool {
        self.branches.iter().any(|branch| !is_private_branch(branch))
    }

    /// Whether it is an arm of a government: its agencies tell each other what they know.
    fn is_executive(&self) -> bool {
        self.branches.iter().any(|branch| BRANCHES.executive.contains(branch))
    }

    /// The branches that both are of. Two ministries with different tasks share none by being ministries.
    fn shared_branch(&self, other: &Affiliation) -> Option<&'static str> {
        let (mine, theirs) = (self.tasks(), other.tasks());
        let apart = !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs);
        self.branches
            .intersection(&other.branches)
            .copied()
            .find(|branch| !(apart && *branch == "government"))
    }
}

/// How two sources stand to each other.
pub(super) fn compare((a, x): (&Source, &Affiliation), (b, y): (&Source, &Affiliation)) -> Verdict {
    for ((one, s), (body, of)) in [((a, x), (b, y)), ((b, y), (a, x))] {
        if !x.private && !y.private && describes(s, of) {
            return Verdict::One(Ground::SpeaksFor, format!("{} speaks for {}", one.name, body.name));
        }
    }
    if a.kind == SourceKind::Person
        && b.kind == SourceKind::Person
        && let Some(verdict) = persons((a, x), (b, y))
    {
        return verdict;
    }
    if let Some(verdict) = one_description(a, b) {
        return verdict;
    }
    if foreign(x, y) {
        return if x.named && y.named { Verdict::Apart } else { unnamed(a, x, b) };
    }
    one_body((a, x), (b, y)).unwrap_or_else(|| apart((a, x), (b, y)))
}

/// Whether what one is said to be names the other: "a Tolm Line spokesman".
fn describes(one: &Affiliation, body: &Affiliation) -> bool {
    let Some(name) = body.called.as_deref() else { return false };
    one.told.iter().any(|text| {
        text.match_indices(name).any(|(at, _)| {
            let beside = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            beside(text[..at].chars().next_back()) && beside(text[at + name.len()..].chars().next())
        })
    })
}

/// Whether both are of states, and of different ones.
fn foreign(x: &Affiliation, y: &Affiliation) -> bool {
    let of_state = |s: &Affiliation| (s.state || s.is_public()) && !s.countries.is_empty();
    of_state(x) && of_state(y) && x.countries.is_disjoint(&y.countries)
}

/// Whether two without a name are told of in the same words: the same number of the same people, and what one article adds to
/// it the other leaves out. One person without a name is another in each article, unless more is said than an office.
fn one_description(a: &Source, b: &Source) -> Option<Verdict> {
    if a.kind != SourceKind::Unnamed || b.kind != SourceKind::Unnamed {
        return None;
    }
    let (x, y) = (Description::of(&a.name), Description::of(&b.name));
    let one = x.noun == y.noun
        && x.number == y.number
        && (x.said.is_subset(&y.said) || y.said.is_subset(&x.said))
        && (x.said.is_empty() == y.said.is_empty())
        && x.is_telling()
        && y.is_telling();
    let reason =
        || format!("both are described as {}", if a.name.len() <= b.name.len() { &a.name } else { &b.name });
    one.then(|| Verdict::One(Ground::SameSource, reason()))
}

/// What a description of people without a name says.
struct Description {
    /// The word at its head, as it stands and in the singular.
    head: String,
    noun: String,
    number: Option<String>,
    plural: bool,
    /// The words before the noun but for the number.
    said: BTreeSet<String>,
}

impl Description {
    fn of(name: &str) -> Description {
        let mut words: Vec<String> =
            until(name, &BRANCHES.bend).split(' ').map(plain).filter(|w| !w.is_empty()).collect();
        let head = words.pop().unwrap_or_default();
        let counted =
            |w: &String| lexicon::QUANTIFIERS_OF_UNNAMED_SOURCES.has(w) || numerals::word(w).is_some();
        let number = words.iter().find(|w| counted(w)).cloned();
        let plural = head.ends_with('s') || number.is_some() || BRANCHES.collective.contains(head.as_str());
        let small =
            |w: &String| matches!(w.as_str(), "the" | "a" | "an" | "and" | "senior" | "local" | "some");
        let said = words.into_iter().filter(|w| !counted(w) && !small(w)).collect();
        let noun = head.trim_end_matches('s').to_owned();
        Description { head, noun, number, plural, said }
    }

    /// Whether it tells more than that someone is one of many.
    fn is_telling(&self) -> bool {
        let office = roles::is_speaker(&self.noun)
            || roles::is_speaker(&self.head)
            || BRANCHES.words.contains_key(&self.noun);
        match self.plural {
            true => office || self.number.is_some() && !self.said.is_empty(),
            false => office && self.said.len() >= 2,
        }
    }
}

/// What two names of persons tell.
fn persons((a, x): (&Source, &Affiliation), (b, y): (&Source, &Affiliation)) -> Option<Verdict> {
    let (first, second) = (&x.name, &y.name);
    let (x, y) = (first.last()?, second.last()?);
    if x == y && (first.len() == 1 || second.len() == 1) {
        return Some(Verdict::One(Ground::SameSource, format!("{} and {} are one name", a.name, b.name)));
    }
    if x == y {
        return Some(Verdict::Open(
            Ground::Affiliation,
            format!("{} and {} share a surname", a.name, b.name),
        ));
    }
    let initial = |parts: &[String]| parts[0].chars().next();
    let spelt = x.len() >= 5 && y.len() >= 5 && distance(x, y) <= 2 && initial(first) == initial(second);
    spelt.then(|| {
        let reason = format!("{} and {} may be one name, spelt in two ways", a.name, b.name);
        Verdict::Open(Ground::Affiliation, reason)
    })
}

/// Whether, by their words, they are one body or a body and one who speaks for it.
fn one_body((a, x): (&Source, &Affiliation), (b, y): (&Source, &Affiliation)) -> Option<Verdict> {
    let whole = |what: &str| format!("{} and {} both speak for {what}", a.name, b.name);
    for ((state, s), (part, p)) in [((a, x), (b, y)), ((b, y), (a, x))] {
        let meets =
            s.countries.is_empty() || p.countries.is_empty() || !s.countries.is_disjoint(&p.countries);
        if !s.state || !meets || !p.is_public() && !p.state {
            continue;
        }
        let of_it = !s.countries.is_disjoint(&p.countries);
        let reason = format!("{} is part of the state for which {} speaks", part.name, state.name);
        let certain = p.state || of_it || p.branches.contains("government");
        return Some(match certain {
            true => Verdict::One(Ground::SpeaksFor, reason),
            false => {
                let reason = format!("{} may be part of what {} speaks for", part.name, state.name);
                Verdict::Open(Ground::Affiliation, reason)
            }
        });
    }
    // "The Norvan military" is the Norvan Defence Forces.
    let forces = |s: &Affiliation| s.branches.contains("military") && s.words.iter().all(|w| is_branch(w));
    if forces(x) && forces(y) && !x.countries.is_empty() && x.countries == y.countries {
        return Some(Verdict::One(Ground::SpeaksFor, whole("the armed forces of one state")));
    }
    let (small, large) = if x.words.len() <= y.words.len() { (x, y) } else { (y, x) };
    let office = |word: &String| roles::is_title(word) && !roles::is_body(word);
    let tells = small.words.iter().any(|word| !office(word)) || !(is_person(a) && is_person(b));
    let within = !small.words.is_empty() && small.words.is_subset(&large.words);
    if !(within && tells && x.placed && y.placed) {
        return None;
    }
    let house = small.words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let open = x.private
        || y.private
        || small.branches.is_empty() && large.branches.iter().any(|b| is_private_branch(b));
    let same_branch = small.branches.is_empty() || x.shared_branch(y).is_some();
    match (open, same_branch) {
        (true, _) => {
            let reason = format!("both {} and {} are called “{house}”", a.name, b.name);
            Some(Verdict::Open(Ground::Affiliation, reason))
        }
        (false, true) => Some(Verdict::One(Ground::SpeaksFor, whole(&format!("one body, “{house}”")))),
        (false, false) => None,
    }
}

/// Whether two that are not one body are shown to be apart.
fn apart((a, x): (&Source, &Affiliation), (b, y): (&Source, &Affiliation)) -> Verdict {
    let open = |reason: String| Verdict::Open(Ground::Affiliation, reason);
    if !x.named || !y.named {
        return unnamed(a, x, b);
    }
    if let Some((source, _)) = [(a, x), (b, y)].into_iter().find(|(_, s)| !s.placed) {
        return open(format!("the articles do not say for whom {} speaks", source.name));
    }
    if let Some(branch) = x.shared_branch(y) {
        return open(format!(
            "{} and {} are both of the branch “{branch}”, and one may speak for the other",
            a.name, b.name
        ));
    }
    // A mayor says what the police told the mayor.
    let governs = |s: &Affiliation| {
        s.branches.contains("local") || s.branches.contains("government") && s.tasks().is_empty()
    };
    if x.is_public() && y.is_public() && (governs(x) || governs(y)) {
        let (over, under) = if governs(x) { (a, b) } else { (b, a) };
        return open(format!("{} governs, and may have it from {}", over.name, under.name));
    }
    if x.is_executive() && y.is_executive() {
        return open(format!("{} and {} may be of one government", a.name, b.name));
    }
    // What a town and its people share is its name: it counts only between those of whom no branch is told.
    if x.branches.is_empty() && y.branches.is_empty() {
        let shared = x.words.intersection(&y.words).find(|word| terms::rarity(word) > RARE);
        if let Some(word) = shared {
            return open(format!("{} and {} may be of one house: both are called “{word}”", a.name, b.name));
        }
    }
    if initials(&a.name, &b.name) || initials(&b.name, &a.name) {
        return open(format!("{} and {} may be one name", a.name, b.name));
    }
    Verdict::Apart
}

/// Why nothing is shown where one of two is nobody with a name.
fn unnamed(a: &Source, x: &Affiliation, b: &Source) -> Verdict {
    let vague = if x.named { b } else { a };
    match vague.kind {
        SourceKind::Outlet | SourceKind::Agency => Verdict::Open(
            Ground::Unattributed,
            format!("{} does not say on whose word it reports", vague.name),
        ),
        SourceKind::Document => {
            Verdict::Open(Ground::Unnamed, format!("whose word “{}” gives is not told", vague.name))
        }
        _ => Verdict::Open(Ground::Unnamed, format!("“{}” names nobody, and may be the other", vague.name)),
    }
}

fn is_person(source: &Source) -> bool {
    source.kind == SourceKind::Person
}

/// A description up to the first of some words.
fn until<'t>(text: &'t str, words: &FxHashSet<&str>) -> &'t str {
    let mut at = 0;
    for word in text.split(' ') {
        if words.contains(word.to_lowercase().as_str()) {
            return &text[..at];
        }
        at += word.len() + 1;
    }
    text
}

/// Whether words that name nobody are those of a whole service: "the military", "emergency services", "prosecutors".
fn is_service(name: &str) -> bool {
    let words: Vec<String> = name.split(' ').map(plain).collect();
    let service = |word: &String| BRANCHES.collective.contains(word.as_str()) || roles::is_body(word);
    let told = |word: &String| {
        let person = roles::is_speaker(word) && !BRANCHES.collective.contains(word.as_str());
        !person && (is_branch(word) || BRANCHES.plain.contains(word.as_str()))
    };
    let branch = |word: &String| BRANCHES.words.contains_key(word);
    words.iter().all(told) && words.iter().any(service) && words.iter().any(branch)
}

/// Whether a word belongs to a branch, or names the kind of a body.
fn is_branch(word: &str) -> bool {
    let lower = plain(word);
    // The second word of "coast guard" is none by itself.
    let of_pair = || BRANCHES.pairs.keys().any(|pair| pair.split(' ').any(|part| part == lower));
    let listed = BRANCHES.words.contains_key(&lower) || BRANCHES.tasks.contains(lower.as_str());
    listed || roles::is_body(&lower) || of_pair()
}

fn is_private_branch(branch: &str) -> bool {
    branch.starts_with("private ")
}

/// Whether the head of a description tells of a private part: "a passenger", "a witness to the fire".
fn is_private(text: &str) -> bool {
    let words: Vec<String> = until(text, &BRANCHES.bend).split(' ').map(plain).collect();
    let noun = |word: &String| {
        people::is_person_noun(word)
            || is_trade(word)
            || people::is_person_noun(&format!("{word}e"))
            || ["man", "woman"].iter().any(|end| word.ends_with(end)) && word.len() > 5
    };
    let office =
        |word: &String| roles::is_speaker(word) || roles::is_title(word) || BRANCHES.words.contains_key(word);
    words.iter().any(noun) && !words.iter().any(office)
}

/// Whether a word ends as those of trades do, and not of one that carries others' words: "dealer", "welder", not "reporter".
fn is_trade(word: &str) -> bool {
    let ending = ["er", "or", "ist"].iter().any(|end| word.ends_with(end));
    ending && word.len() > 5 && !lexicon::NO_PRIVATE_TRADES.has(word) && !roles::is_body(word)
}

/// Whether a description is an office in a body that has a name or whose kind is told: "head of Free Tarn", "school principal".
fn speaks_for_named(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let body = |word: &&str| {
        let lower = plain(word);
        let tells = is_capital(word) && !roles::is_title(word) || roles::is_body(&lower);
        tells && !BRANCHES.plain.contains(lower.as_str())
    };
    words.iter().any(|word| roles::is_speaker(&plain(word))) && words.iter().any(body)
}

fn plain(word: &str) -> String {
    strip_possessive(word).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The country, where a name is that of a state or its government and no more.
fn country_of_state(name: &str) -> Option<&'static str> {
    let plain = name.trim_start_matches("the ").trim_start_matches("The ");
    let plain = plain.strip_suffix(" government").or_else(|| plain.strip_suffix(" regime")).unwrap_or(plain);
    lexicon::country(strip_possessive(plain))
}

/// Whether a name in capitals may stand for another: its letters are the initials of the other's words, or begin with them.
fn initials(short: &str, long: &str) -> bool {
    let letters =
        !short.contains(' ') && (2..=6).contains(&short.len()) && short.chars().all(char::is_uppercase);
    let small = |word: &&str| !matches!(*word, "of" | "the" | "and" | "for");
    let first: String = long.split([' ', '-']).filter(small).filter_map(|w| w.chars().next()).collect();
    letters && first.chars().count() >= 2 && short.starts_with(&first.to_uppercase())
}
