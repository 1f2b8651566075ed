//! Done or yet to come: "has been towed" in one article, "is to be towed" in another.
//!
//! Two passages of different articles are set against each other where one tells a verb as done and the other the same verb
//! as planned or under way, and where they share a number of persons, or two terms near the verb of which one is a name. An
//! article that tells the verb both ways tells two steps, not two stories, and is left out.
//!
//! Where it fails: a verb in other words ("sent back", "deported"); irregular verbs.

use super::passages::Said;
use super::{Dispute, DisputeKind, dispute, side};
use crate::group::terms;
use crosswire_model::Polarity;
use std::collections::{BTreeMap, BTreeSet};

/// Words around a verb in which two passages must share what it is about.
const REACH: usize = 9;

/// Verbs that tell nothing of an event.
const LIGHT: &[&str] = &[
    "said",
    "told",
    "asked",
    "expected",
    "reported",
    "called",
    "wanted",
    "needed",
    "continued",
    "included",
    "remained",
    "published",
    "added",
    "used",
    "worked",
    "based",
    "say",
    "tell",
    "ask",
    "take",
    "make",
    "have",
    "be",
    "go",
    "get",
    "come",
    "want",
    "need",
    "continue",
    "remain",
    "give",
    "see",
    "know",
    "confirmed",
    "announced",
];

/// Words between "is" and "to" that tell of what is to come.
const DUE: &[&str] = &[
    "set",
    "due",
    "expected",
    "scheduled",
    "planning",
    "planned",
    "going",
    "preparing",
    "likely",
    "about",
    "slated",
];

const AHEAD: &[&str] = &["will", "'ll", "shall", "may", "might", "could", "plans", "aims", "intends"];

/// A verb of a passage.
#[derive(Debug, PartialEq)]
struct Deed {
    stem: String,
    at: usize,
    done: bool,
}

pub(super) fn find(said: &[Said]) -> Vec<Dispute> {
    let mut by_verb: BTreeMap<String, Vec<(usize, Deed)>> = BTreeMap::new();
    for (n, passage) in said.iter().enumerate().filter(|(_, s)| s.polarity == Polarity::Positive) {
        for deed in deeds(passage) {
            by_verb.entry(deed.stem.clone()).or_default().push((n, deed));
        }
    }
    by_verb.into_values().filter_map(|deeds| verb(said, &deeds)).collect()
}

/// The dispute over one verb, if any.
fn verb(said: &[Said], deeds: &[(usize, Deed)]) -> Option<Dispute> {
    let articles = |done: bool| -> BTreeSet<_> {
        deeds.iter().filter(|(_, d)| d.done == done).map(|(n, _)| &said[*n].place.article).collect()
    };
    let both: BTreeSet<_> = articles(true).intersection(&articles(false)).copied().collect();
    let only = |done: bool| {
        deeds
            .iter()
            .filter(move |(_, d)| d.done == done)
            .filter(|(n, _)| !both.contains(&said[*n].place.article))
    };
    let (mut done, mut ahead) = (BTreeSet::new(), BTreeSet::new());
    for (a, x) in only(true) {
        for (b, y) in only(false) {
            if same(&said[*a], x, &said[*b], y) {
                done.insert(*a);
                ahead.insert(*b);
            }
        }
    }
    let &first = done.first()?;
    let word =
        deeds.iter().find(|(n, d)| d.done && *n == first).map(|(_, d)| said[first].words[d.at].clone())?;
    Some(dispute(
        DisputeKind::Status,
        format!("“{word}”: some report it as done, others as planned or under way."),
        vec![
            side("done", done.iter().map(|&n| &said[n])),
            side("planned or under way", ahead.iter().map(|&n| &said[n])),
        ],
    ))
}

/// Whether two verbs are told of the same thing.
fn same(a: &Said, x: &Deed, b: &Said, y: &Deed) -> bool {
    if !a.persons.is_disjoint(&b.persons) {
        return true;
    }
    if !a.persons.is_empty() && !b.persons.is_empty() {
        return false;
    }
    let (near, other) = (a.near(&(x.at..x.at + 1), REACH), b.near(&(y.at..y.at + 1), REACH));
    let shared: Vec<bool> = near.iter().filter_map(|(t, c)| Some(*c && *other.get(t)?)).collect();
    shared.len() > 1 && shared.contains(&true)
}

/// The verbs of a passage that tell plainly whether they are done.
fn deeds(said: &Said) -> Vec<Deed> {
    let words = &said.words;
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    let skip = |mut i: usize| {
        while word(i).ends_with("ly")
            || matches!(word(i), "already" | "also" | "now" | "since" | "just" | "later")
        {
            i += 1;
        }
        i
    };
    let infinitive = |i: usize| skip(if word(i) == "be" { i + 1 } else { i });
    let mut out = Vec::new();
    for i in 0..words.len() {
        let next = skip(i + 1);
        let (at, done) = match (word(i), word(next)) {
            // "would have been towed" tells neither.
            ("have", _) if i > 0 && matches!(word(i - 1), "would" | "could" | "should" | "might" | "may") => {
                continue;
            }
            ("has" | "have" | "had", "been") => (skip(next + 1), true),
            ("has" | "have" | "had", _) => (next, true),
            ("is" | "are" | "was" | "were", "to") => (infinitive(next + 1), false),
            ("is" | "are" | "was" | "were", due) if DUE.contains(&due) && word(next + 1) == "to" => {
                (infinitive(next + 2), false)
            }
            ("is" | "are", "being") => (skip(next + 1), false),
            ("was" | "were", _) => (next, true),
            (modal, "to") if AHEAD.contains(&modal) => (infinitive(next + 1), false),
            (modal, "have") if AHEAD.contains(&modal) => continue,
            (modal, _) if AHEAD.contains(&modal) => (infinitive(next), false),
            _ => continue,
        };
        let verb = word(at);
        let formed = !done || verb.ends_with("ed") || verb.ends_with("en");
        let content = verb.len() > 3 && !LIGHT.contains(&verb) && verb.chars().all(char::is_alphabetic);
        if formed && content && !said.negated(at) {
            out.push(Deed { stem: terms::stem(verb), at, done });
        }
    }
    out
}
