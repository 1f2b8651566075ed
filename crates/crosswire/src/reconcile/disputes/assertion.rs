//! Whether it is so: opposed predicates ("breached", "undamaged") of the same thing, and a sentence that says itself that one
//! contradicts the other.
//!
//! Two passages stand against each other where one holds a word of one side of a line of `data/opposed.txt`, the other one
//! of the other side, neither denied, and where they share as many terms near those words as the line asks for. In one
//! article the two must rest on the word of different sources.
//!
//! Where it fails: opposites that no line lists; two things of one name.

use super::passages::{Reading, Said};
use super::{Dispute, DisputeKind, Side, dispute, side};
use crosswire_model::Passage;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Words around a predicate in which two passages must share what it is said of.
const REACH: usize = 6;

/// Predicates that cannot both hold.
struct Opposed {
    shared: usize,
    sides: [Vec<Vec<&'static str>>; 2],
}

static OPPOSED: LazyLock<Vec<Opposed>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (shared, sides) = line.split_once(':')?;
        let (one, other) = sides.split_once('|')?;
        let words = |s: &'static str| s.split(',').map(|w| w.split_whitespace().collect()).collect();
        Some(Opposed { shared: shared.trim().parse().ok()?, sides: [words(one), words(other)] })
    };
    include_str!("../../../data/opposed.txt").lines().filter_map(line).collect()
});

pub(super) fn find(said: &[Said]) -> Vec<Dispute> {
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
    OPPOSED.iter().filter_map(|line| opposed(said, line, &telling)).collect()
}

/// The dispute over one line of opposed predicates, if any.
fn opposed(said: &[Said], line: &Opposed, telling: &dyn Fn(&str) -> bool) -> Option<Dispute> {
    let holding = |side: usize| -> Vec<(usize, Range<usize>)> {
        let of = |(n, s): (usize, &Said)| Some((n, predicate(s, &line.sides[side])?));
        said.iter().enumerate().filter_map(of).collect()
    };
    let (left, right) = (holding(0), holding(1));
    let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
    let mut what: BTreeSet<&str> = BTreeSet::new();
    for (a, x) in &left {
        for (b, y) in &right {
            let (p, q) = (&said[*a], &said[*b]);
            let apart = match (&p.source, &q.source) {
                _ if p.place.article != q.place.article => true,
                (Some(s), Some(t)) => s != t,
                _ => false,
            };
            let theirs = q.near(y, REACH);
            let shared: Vec<&str> =
                p.near(x, REACH).into_keys().filter(|t| telling(t) && theirs.contains_key(t)).collect();
            if apart && shared.len() >= line.shared {
                what.extend(shared.into_iter().map(|t| p.word_for(t)));
                one.insert(*a, x.clone());
                other.insert(*b, y.clone());
            }
        }
    }
    // A passage that holds both sides tells how they stand to each other.
    let (&a, x) = one.iter().find(|(n, _)| !other.contains_key(n))?;
    let (&b, y) = other.iter().find(|(n, _)| !one.contains_key(n))?;
    let (x, y) = (said[a].words[x.clone()].join(" "), said[b].words[y.clone()].join(" "));
    let what: Vec<&str> = what.into_iter().collect();
    Some(dispute(
        DisputeKind::Assertion,
        format!("One says “{x}”, another “{y}” of the same thing ({}).", what.join(", ")),
        vec![side(&x, one.keys().map(|&n| &said[n])), side(&y, other.keys().map(|&n| &said[n]))],
    ))
}

/// Where a passage holds one of `phrases`, undenied.
fn predicate(said: &Said, phrases: &[Vec<&str>]) -> Option<Range<usize>> {
    (0..said.words.len()).find_map(|i| {
        let here = |phrase: &&Vec<&str>| {
            phrase.iter().enumerate().all(|(n, part)| {
                said.words
                    .get(i + n)
                    .is_some_and(|w| if n + 1 == phrase.len() { w.starts_with(part) } else { w == part })
            })
        };
        let phrase = phrases.iter().filter(|p| !p.is_empty()).find(here)?;
        let denied = said.negated(i)
            || said.words[..i].iter().any(|w| matches!(w.as_str(), "denied" | "denies" | "denying"));
        (!denied).then_some(i..i + phrase.len())
    })
}

/// Sentences that say themselves that one side contradicts the other: "…, although the port disagreed, saying …".
pub(super) fn contradictions(reading: Reading, said: &[Said]) -> Vec<Dispute> {
    const TURNS: &[&str] = &["although", "though", "but", "while", "whereas", "however"];
    const CUES: &[&str] = &[
        "disagreed",
        "disagrees",
        "disputed",
        "disputes",
        "contradicted",
        "contradicts",
        "rejected",
        "countered",
    ];
    let mut out = Vec::new();
    for (article, annotation) in reading.articles.iter().zip(reading.annotations) {
        for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
            let words = &annotation.words[sentence.words.clone()];
            let lower: Vec<String> = words.iter().map(|w| article.text(&w.bytes).to_lowercase()).collect();
            let Some(cue) = lower.iter().position(|w| CUES.contains(&w.as_str())) else { continue };
            let Some(turn) = (cue.saturating_sub(7)..cue).rev().find(|&i| TURNS.contains(&lower[i].as_str()))
            else {
                continue;
            };
            let saying =
                lower[cue..].iter().take(6).any(|w| matches!(w.as_str(), "saying" | "said" | "that"));
            if turn < 5 || cue < turn + 2 || lower.len() < cue + 5 || !saying {
                continue;
            }
            let words_of =
                |range: Range<usize>| words[range.start].bytes.start..words[range.end - 1].bytes.end;
            let who = article.text(&words_of(turn + 1..cue)).to_owned();
            let place = |range: Range<usize>| {
                let span = article.span(&words_of(range));
                let inside = |s: &&Said| {
                    s.place.article == article.id && 2 * s.place.span.overlap(span) > s.place.span.len()
                };
                let claims: BTreeSet<_> = said.iter().filter(inside).flat_map(|s| s.claims.clone()).collect();
                (Passage { article: article.id.clone(), span }, claims.into_iter().collect::<Vec<_>>())
            };
            let side = |label: &str, range: Range<usize>| {
                let (passage, claims) = place(range);
                Side { label: label.to_owned(), claims, evidence: vec![passage], sources: Vec::new() }
            };
            out.push(dispute(
                DisputeKind::Assertion,
                format!("{who} {}.", lower[cue]),
                vec![side("said first", 0..turn), side(&who, turn..lower.len())],
            ));
        }
    }
    out
}
