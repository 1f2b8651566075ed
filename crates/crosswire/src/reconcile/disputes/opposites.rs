//! Opposed predicates of one thing: "breached" and "undamaged".
//!
//! Two passages stand against each other where one holds a word of one side of a line of `data/opposed.txt`, the other one
//! of the other side, neither denied, and where they share as many terms near those words as the line asks for. Where syntax
//! tells of both words what they are said of, that must meet as well. In one article the two must rest on the word of
//! different sources.
//!
//! Where it fails: opposites that no line lists; two things of one name.

use super::mentions::{self, Mention};
use super::passages::Said;
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::lexicon::{OPPOSED, Opposed};
use crosswire_model::{ArticleId, Nature};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Words around a predicate in which two passages must share what it is said of.
const REACH: usize = 6;

/// What predicates are said of, by article and place.
type Themes<'a> = BTreeMap<(&'a ArticleId, usize), &'a Mention>;

/// The passages that hold a word.
type Holders<'a> = BTreeMap<&'a str, BTreeSet<usize>>;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { said, mentions, speakers, .. } = input;
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in said {
        let terms: BTreeSet<&str> = passage.terms.iter().flatten().map(|(t, _)| t.as_str()).collect();
        for term in terms {
            *known.entry(term).or_default() += 1;
        }
    }
    // A term of every tenth passage is what the story is about, and says little of which thing is meant.
    let common = (said.len() / 10).max(6);
    let telling = |term: &str| known.get(term).is_some_and(|n| *n <= common);
    let themes: Themes = mentions.iter().map(|d| ((&d.place.passage.article, d.bytes.start), d)).collect();
    let mut holders: Holders = BTreeMap::new();
    for (n, passage) in said.iter().enumerate() {
        for word in &passage.words {
            holders.entry(word).or_default().insert(n);
        }
    }
    let of = |line| opposed(said, line, &holders, &telling, &themes, speakers);
    OPPOSED.iter().filter_map(of).collect()
}

/// The dispute over one line of opposed predicates, if any.
fn opposed(
    said: &[Said],
    line: &Opposed,
    holders: &Holders,
    telling: &dyn Fn(&str) -> bool,
    themes: &Themes,
    speakers: &Speakers,
) -> Option<Dispute> {
    // Each passage with the place of its predicate, and the telling terms near it.
    let holding = |side: usize| -> Vec<(usize, Range<usize>, BTreeSet<&str>)> {
        // A passage that holds both sides tells how they stand to each other.
        let alone = |s: &Said| predicate(s, &line.sides[1 - side]).is_none();
        let of = |n: usize| {
            let at = predicate(&said[n], &line.sides[side]).filter(|_| alone(&said[n]))?;
            let near = said[n].near(&at, REACH).into_keys().filter(|t| telling(t)).collect();
            Some((n, at, near))
        };
        beginning(&line.sides[side], holders).into_iter().filter_map(of).collect()
    };
    let (left, right) = (holding(0), holding(1));
    let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
    let mut what: BTreeSet<&str> = BTreeSet::new();
    for (a, x, mine) in &left {
        for (b, y, theirs) in &right {
            let (p, q) = (&said[*a], &said[*b]);
            let same_article = p.place.passage.article == q.place.passage.article;
            let apart = match (&p.place.source, &q.place.source) {
                (Some(s), Some(t)) => !same_article || !speakers.one(s, t),
                _ => !same_article,
            };
            let shared = || mine.intersection(theirs).copied();
            let meet = || match line.shared {
                Some(least) => shared().count() >= least && !said_of_others(p, x, q, y, themes),
                None => said_of_one(p, x, q, y, themes),
            };
            if apart && meet() {
                what.extend(shared().map(|t| p.word_for(t)));
                one.insert(*a, x.clone());
                other.insert(*b, y.clone());
            }
        }
    }
    let ((&a, x), (&b, y)) = one.first_key_value().zip(other.first_key_value())?;
    let (x, y) = (said[a].words[x.clone()].join(" "), said[b].words[y.clone()].join(" "));
    let what: Vec<&str> = what.into_iter().collect();
    let sides =
        vec![side(&x, one.keys().map(|&n| &said[n].place)), side(&y, other.keys().map(|&n| &said[n].place))];
    let of = if what.is_empty() { String::new() } else { format!("Of one thing ({}): ", what.join(", ")) };
    let against = speakers.against(&sides);
    let why = if of.is_empty() { against } else { format!("{of}{}", against.replacen('A', "a", 1)) };
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}

/// What syntax tells that a predicate is said of.
fn mention<'a>(said: &Said, at: &Range<usize>, themes: &Themes<'a>) -> Option<&'a Mention> {
    at.clone().find_map(|i| themes.get(&(&said.place.passage.article, said.starts[i])).copied())
}

/// Whether syntax tells of both predicates what they are said of, and that these are two things.
fn said_of_others(p: &Said, x: &Range<usize>, q: &Said, y: &Range<usize>, themes: &Themes) -> bool {
    let (Some(a), Some(b)) = (mention(p, x, themes), mention(q, y, themes)) else { return false };
    !a.theme().is_empty() && !b.theme().is_empty() && a.theme().is_disjoint(b.theme())
}

/// Whether syntax tells that both are said of one person or thing, which is not merely "a man" or "an officer".
fn said_of_one(p: &Said, x: &Range<usize>, q: &Said, y: &Range<usize>, themes: &Themes) -> bool {
    let (Some(a), Some(b)) = (mention(p, x, themes), mention(q, y, themes)) else { return false };
    let single = a.singular && b.singular && !a.is_open() && !b.is_open() && !a.other_time && !b.other_time;
    let telling = |t: &&String| !mentions::is_anyone(t);
    single && a.theme().intersection(b.theme()).any(|t| telling(&t))
}

/// The passages that hold a word with which one of `phrases` may begin, in order.
fn beginning(phrases: &[Vec<&str>], holders: &Holders) -> BTreeSet<usize> {
    let first = phrases.iter().filter_map(|phrase| phrase.first()).map(|part| part.trim_end_matches('.'));
    first
        .flat_map(|part| holders.range(part..).take_while(move |(word, _)| word.starts_with(part)))
        .flat_map(|(_, passages)| passages.iter().copied())
        .collect()
}

/// Where a passage holds one of `phrases`, undenied.
fn predicate(said: &Said, phrases: &[Vec<&str>]) -> Option<Range<usize>> {
    (0..said.words.len()).find_map(|i| {
        let here = |phrase: &&Vec<&str>| {
            phrase.iter().enumerate().all(|(n, part)| {
                let whole = part.strip_suffix('.');
                let begins = |w: &String| match whole {
                    Some(whole) => w == whole,
                    None if n + 1 == phrase.len() => w.starts_with(part),
                    None => w == part,
                };
                said.words.get(i + n).is_some_and(begins)
            })
        };
        let phrase = phrases.iter().filter(|p| !p.is_empty()).find(here)?;
        let denied = said.negated(i)
            || said.words[..i].iter().any(|w| matches!(w.as_str(), "denied" | "denies" | "denying"));
        (!denied).then_some(i..i + phrase.len())
    })
}
