//! Who said it: the same words, or nearly, in the mouths of two people or more.
//!
//! Two quotations of different articles that share seven words and more in order, three in four of the longer, two of them
//! with content, and that are given, by name, to two persons of whom neither speaks for the other. An outlet or an agency
//! relays, a body has many mouths, and "he" may have been read wrong: none of these is set against another. One set of words
//! is one dispute, with a side for each person.
//!
//! Where it fails: words that two people really both said.

use super::passages::{Held, Place};
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::annotate::WordKind;
use crate::group::sets::Sets;
use crate::group::terms;
use crate::story::Story;
use crosswire_model::{Nature, Passage, Quote, Side, Source, SourceKind, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Words that two quotations must share in order.
const LEAST: usize = 7;
/// Of them, words with content.
const TELLING: usize = 2;
/// The share of the longer of two quotations that must be the same.
const SHARED: f64 = 0.75;

/// A quotation of a person who is named: its words in order, and its terms.
struct Said<'a> {
    statement: &'a Statement,
    source: &'a Source,
    /// The words of the source's names, in small letters.
    called: BTreeSet<String>,
    words: Vec<String>,
    terms: BTreeSet<String>,
}

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, speakers, held, .. } = input;
    let said: Vec<Said> = story.statements().filter_map(|s| quotation(s, story)).collect();
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, one) in said.iter().enumerate() {
        one.terms.iter().for_each(|t| holders.entry(t).or_default().push(n));
    }
    let mut sets = Sets::new(said.len());
    for (n, x) in said.iter().enumerate() {
        let with = x.terms.iter().filter_map(|t| holders.get(t.as_str())).filter(|all| all.len() <= MANY);
        let partners: BTreeSet<usize> = with.flatten().copied().filter(|&m| m > n).collect();
        for m in partners {
            let y = &said[m];
            let apart = x.statement.article != y.statement.article && two_people(x, y, speakers);
            if apart && alike(x, y) {
                sets.join(n, m);
            }
        }
    }
    let of = |set: Vec<usize>| of_words(&set.iter().map(|&n| &said[n]).collect::<Vec<_>>(), speakers, held);
    sets.members().into_iter().filter_map(of).collect()
}

/// The dispute over one set of words: a side for each person, under the longest of a person's names.
fn of_words(said: &[&Said], speakers: &Speakers, held: &Held) -> Option<Dispute> {
    let mut persons = Sets::new(said.len());
    for (n, x) in said.iter().enumerate() {
        let same = said[..n].iter().position(|y| !two_people(x, y, speakers));
        if let Some(m) = same {
            persons.join(n, m);
        }
    }
    let persons = persons.members();
    if persons.len() < 2 {
        return None;
    }
    let person = |set: Vec<usize>| {
        let name = set.iter().map(|&n| said[n].source.name.as_str()).max_by_key(|name| name.len());
        let places: Vec<Place> = set.iter().map(|&n| place(said[n].statement, held)).collect();
        side(name.unwrap_or_default(), places.iter())
    };
    let mut sides: Vec<Side> = persons.into_iter().map(person).collect();
    sides.sort_by(|a, b| a.sources.cmp(&b.sources));
    let named = if sides.len() > NAMED + 1 { NAMED } else { sides.len() - 1 };
    let names: Vec<String> = sides[..named].iter().map(|s| format!("to {}", s.label)).collect();
    let last = match &sides[named..] {
        [last] => format!("to {}", last.label),
        others => format!("to {} others", others.len()),
    };
    let why = format!("The same words are given {} and {last}.", names.join(", "));
    Some(dispute(DisputeKind::Attribution, Nature::Contradiction, why, sides))
}

/// Persons who are named before the rest is only counted.
const NAMED: usize = 3;

fn place(s: &Statement, held: &Held) -> Place {
    Place {
        passage: Passage { article: s.article.clone(), span: s.content[0] },
        claims: held.claims(&s.article, |e| e.statement.as_ref() == Some(&s.id)),
        source: s.source.clone(),
    }
}

/// Quotations with one term, beyond which it is not used to find others.
const MANY: usize = 100;

/// Whether two quotations are one, but for a word here and there.
fn alike(a: &Said, b: &Said) -> bool {
    let longer = a.words.len().max(b.words.len());
    let telling = a.terms.intersection(&b.terms).count();
    if telling < TELLING || a.words.len().min(b.words.len()) < LEAST || longer > 120 {
        return false;
    }
    let shared = in_order(&a.words, &b.words);
    shared >= LEAST && shared as f64 >= SHARED * longer as f64
}

/// The length of a longest common subsequence.
fn in_order(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}

/// A statement in a named person's own words.
fn quotation<'a>(statement: &'a Statement, story: &'a Story) -> Option<Said<'a>> {
    let source = story.source(statement.source.as_ref()?)?;
    let by_name = statement.source_spans.iter().any(|s| {
        s.text
            .split_whitespace()
            .any(|w| w.starts_with(char::is_uppercase) && source.name.split_whitespace().any(|n| n == w))
    });
    if statement.quote == Quote::Indirect || source.kind != SourceKind::Person || !by_name {
        return None;
    }
    let article = &story.report(&statement.article)?.article;
    let text = |s: &crosswire_model::Span| article.text(article.bytes(*s)).to_lowercase().replace('’', "'");
    let words = statement.content.iter().map(text).collect::<Vec<_>>().join(" ");
    // "couldn't" is "could not".
    let words = words.replace("n't", " not");
    let words: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let terms = words.iter().filter_map(|w| terms::term(w, WordKind::Word)).collect();
    let names = std::iter::once(&source.name).chain(&source.aliases);
    let called = names.flat_map(|name| name.split_whitespace()).map(str::to_lowercase).collect();
    Some(Said { statement, source, called, words, terms })
}

/// Whether two sources are two persons: no part of their names meets, and neither speaks for the other.
fn two_people(a: &Said, b: &Said, speakers: &Speakers) -> bool {
    !speakers.one(&a.source.id, &b.source.id) && a.called.is_disjoint(&b.called)
}
