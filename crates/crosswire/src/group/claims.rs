//! What says the same: units of what is said, joined across articles.
//!
//! First form. A unit is a clause or a sentence; two units are alike by the weighted terms they share (TF-IDF, Salton and
//! Buckley 1988, with rarities counted on news at large), less where their numbers, or what they affirm, differ. Units
//! are joined from the most alike pair down, as long as each group stays alike on average (average linkage).

use super::linkage;
use super::terms::{self, Vector};
use crate::annotate::{Annotation, WordKind};
use crate::extract::statements::Attribution;
use crate::text::Article;
use crosswire_model::{ArticleId, Figure, Number, Polarity, Status};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The least likeness at which two groups of units are joined.
const JOIN: f64 = 0.17;
/// What is left of a likeness that rests on two words.
const TWO: f64 = 0.7;
/// A name that no other article holds would else decide alone; weights are no higher than this.
const CAP: f64 = 5.0;
/// The weight of a number of people or things.
const NUMBER: f64 = 7.0;
/// Terms that more units than this hold are not used to find pairs; they still weigh in them.
const FREQUENT: usize = 200;
/// The fewest terms with which a unit says anything.
const LEAST_TERMS: usize = 3;

/// A clause or sentence that says something.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Index of its article.
    pub article: usize,
    /// Where it stands.
    pub bytes: Range<usize>,
    /// Index among the article's attributions of the one that carries it.
    pub attribution: Option<usize>,
    /// Planned, under way, done.
    pub status: Status,
    /// Whether it affirms or negates.
    pub polarity: Polarity,
    vector: Vector,
    numbers: BTreeSet<Number>,
}

/// Units that say the same, as indices in order. Units of one article may stand in one group.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Every unit of the story, in order of article and place.
    pub units: Vec<Unit>,
    /// The groups, in order of their first unit; every unit is in one.
    pub groups: Vec<Vec<usize>>,
}

/// Finds the units of a story and groups them. `attributions[i]` and `figures[i]` are those of `articles[i]`.
pub fn group(
    articles: &[Article],
    annotations: &[Annotation],
    attributions: &[Vec<Attribution>],
    figures: &[Figure],
) -> Groups {
    let mut counted: BTreeMap<&ArticleId, Vec<&Figure>> = BTreeMap::new();
    for figure in figures {
        counted.entry(&figure.article).or_default().push(figure);
    }
    let mut terms = Terms::default();
    let mut units = Vec::new();
    for (n, article) in articles.iter().enumerate() {
        let figures = counted.get(&article.id).map_or(&[][..], Vec::as_slice);
        units.extend(units_of(n, article, &annotations[n], &attributions[n], figures, &mut terms));
    }
    weigh(&mut units);
    let copies = copies(&units);
    let first: Vec<&Unit> = copies.iter().map(|c| &units[c[0]]).collect();
    let mut groups: Vec<Vec<usize>> = linkage::join(first.len(), &alike(&first), JOIN, |_, _| true)
        .into_iter()
        .map(|group| group.into_iter().flat_map(|n| copies[n].iter().copied()).collect())
        .collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_by_key(|g| g[0]);
    Groups { units, groups }
}

/// Units in the same terms with the same numbers, in order of the first of each. Copies are compared once: a hundred of
/// them cost, and count, as one.
fn copies(units: &[Unit]) -> Vec<Vec<usize>> {
    let mut places: FxHashMap<(Vec<u32>, Vec<Number>, Polarity), usize> = FxHashMap::default();
    let mut copies: Vec<Vec<usize>> = Vec::new();
    for (n, unit) in units.iter().enumerate() {
        let terms = unit.vector.0.iter().map(|(term, _)| *term).collect();
        let key = (terms, unit.numbers.iter().copied().collect(), unit.polarity);
        let place = *places.entry(key).or_insert_with(|| {
            copies.push(Vec::new());
            copies.len() - 1
        });
        copies[place].push(n);
    }
    copies
}

/// Terms by number.
#[derive(Default)]
struct Terms(FxHashMap<String, u32>);

impl Terms {
    fn number(&mut self, term: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(term.to_string()).or_insert(next)
    }
}

fn units_of(
    n: usize,
    article: &Article,
    annotation: &Annotation,
    attributions: &[Attribution],
    figures: &[&Figure],
    terms: &mut Terms,
) -> Vec<Unit> {
    let attributing: Vec<&Range<usize>> =
        attributions.iter().flat_map(|a| a.cue.iter().chain(&a.source).chain(&a.via)).collect();
    let mut units = Vec::new();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        for words in clauses(article, annotation, &sentence.words, attributions) {
            let all = &annotation.words[trim(article, annotation, words)];
            let (Some(first), Some(last)) = (all.first(), all.last()) else { continue };
            let bytes = first.bytes.start..last.bytes.end;
            // What attributes is no part of what is said, unless nothing else is there.
            let mut weighted = Vec::new();
            for word in all {
                let outside = attributing
                    .iter()
                    .any(|a| a.start <= word.bytes.start && word.bytes.end <= a.end)
                    && !attributions.iter().any(|a| a.content.iter().any(|c| c.contains(&word.bytes.start)));
                if outside {
                    continue;
                }
                let lower = article.text(&word.bytes).to_lowercase().replace('’', "'");
                if let Some(term) = terms::term(&lower, word.kind) {
                    let rarity = terms::rarity(&term).min(CAP);
                    weighted.push((terms.number(&term), rarity));
                }
            }
            let span = article.span(&bytes);
            let mut numbers = BTreeSet::new();
            for figure in figures.iter().filter(|f| span.overlap(f.span) > 0) {
                weighted.push((terms.number(&format!("={}", figure.value.get())), NUMBER));
                numbers.insert(figure.value);
            }
            let vector = Vector::new(weighted);
            if vector.0.len() < LEAST_TERMS {
                continue;
            }
            let attribution = carrier(attributions, &bytes);
            let said = match attribution.and_then(|a| {
                attributions[a].content.iter().find(|c| c.start < bytes.end && bytes.start < c.end)
            }) {
                Some(c) => c.start.max(bytes.start)..c.end.min(bytes.end),
                None => bytes.clone(),
            };
            let text = article.text(&said).to_lowercase().replace('’', "'");
            // "She denied that the hull was torn": what she says is that it was not.
            let cue = attribution.and_then(|a| attributions[a].cue.as_ref()).map_or("", |c| article.text(c));
            let denied =
                ["den", "reject", "dismiss", "refut"].iter().any(|d| cue.to_lowercase().starts_with(d));
            units.push(Unit {
                article: n,
                bytes: said,
                attribution,
                status: if denied { Status::Denied } else { status(&text) },
                polarity: if denied { Polarity::Negative } else { polarity(&text) },
                vector,
                numbers,
            });
        }
    }
    units
}

/// Cuts the marks and the conjunction that join a clause to the one before, and the full stop after it.
fn trim(article: &Article, annotation: &Annotation, mut words: Range<usize>) -> Range<usize> {
    let mark = |i: usize| annotation.words[i].kind == WordKind::Mark;
    let joins = |i: usize| {
        matches!(article.text(&annotation.words[i].bytes), "and" | "but" | "while" | "though" | "although")
    };
    while !words.is_empty() && (mark(words.start) || joins(words.start)) {
        words.start += 1;
    }
    while !words.is_empty() && mark(words.end - 1) {
        words.end -= 1;
    }
    words
}

/// The attribution that carries most of a passage.
fn carrier(attributions: &[Attribution], bytes: &Range<usize>) -> Option<usize> {
    let shared = |a: &Attribution| {
        a.content.iter().map(|c| c.end.min(bytes.end).saturating_sub(c.start.max(bytes.start))).sum::<usize>()
    };
    let best = (0..attributions.len()).max_by_key(|&i| (shared(&attributions[i]), std::cmp::Reverse(i)))?;
    // Most of the passage, or most of what is said: "Nobody was hurt, according to the harbour master".
    let said: usize = attributions[best].content.iter().map(|c| c.len()).sum();
    (shared(&attributions[best]) * 2 >= bytes.len().min(said).min(60)).then_some(best)
}

/// Lowers the weight of terms that much of the story shares: they tell it from other stories, not its claims apart.
fn weigh(units: &mut [Unit]) {
    let mut held: FxHashMap<u32, usize> = FxHashMap::default();
    for (term, _) in units.iter().flat_map(|u| &u.vector.0) {
        *held.entry(*term).or_default() += 1;
    }
    let all = units.len() as f64;
    let share = |term: &u32| (1.0 + all / held[term] as f64).ln() / (1.0 + all).ln();
    for unit in units {
        unit.vector = Vector::new(unit.vector.0.iter().map(|(t, w)| (*t, w * share(t).sqrt())).collect());
    }
}

/// Cuts a sentence where a new clause says something of its own: each part keeps five words and more.
fn clauses(
    article: &Article,
    annotation: &Annotation,
    sentence: &Range<usize>,
    attributions: &[Attribution],
) -> Vec<Range<usize>> {
    const PART: usize = 5;
    let lower = |i: usize| article.text(&annotation.words[i].bytes).to_lowercase();
    let mut parts = Vec::new();
    let mut start = sentence.start;
    for i in sentence.clone() {
        let next = if i + 1 < sentence.end { lower(i + 1) } else { String::new() };
        let cut = match lower(i).as_str() {
            ";" | "—" | "–" => true,
            "," => matches!(
                next.as_str(),
                "and"
                    | "but"
                    | "while"
                    | "which"
                    | "who"
                    | "with"
                    | "after"
                    | "following"
                    | "although"
                    | "though"
                    | "adding"
                    | "whereas"
                    | "where"
                    | "primarily"
                    | "mostly"
                    | "most"
                    | "many"
                    | "some"
                    | "blaming"
                    | "including"
                    | "as"
            ),
            "while" | "although" | "whereas" | "after" | "because" => true,
            _ => false,
        };
        // Where one statement ends and another follows, as in "he said that … and noted that …".
        let said = |c: &Range<usize>| {
            c.end <= annotation.words[i].bytes.start
                && i > start
                && c.end > annotation.words[i - 1].bytes.start
        };
        let ends = attributions.iter().flat_map(|a| &a.content).any(said);
        if (cut || ends) && i - start >= PART && sentence.end - i > PART {
            parts.push(start..i);
            start = i;
        }
    }
    parts.push(start..sentence.end);
    parts
}

/// How real the thing said is, by the first words of the passage that tell.
fn status(text: &str) -> Status {
    let has = |phrases: &[&str]| phrases.iter().any(|p| contains_words(text, p));
    if has(&[
        "did not",
        "didn't",
        "has not",
        "have not",
        "had not",
        "was not",
        "were not",
        "is not",
        "are not",
        "denied",
        "denies",
        "no longer",
        "never",
    ]) {
        Status::Denied
    } else if has(&["may", "might", "could", "possibly", "perhaps"]) {
        Status::Possible
    } else if has(&[
        "will",
        "set to",
        "plan",
        "plans",
        "planned",
        "planning",
        "is to",
        "are to",
        "expected to",
        "expecting to",
        "scheduled",
        "intend",
        "intends",
        "intending",
        "should be",
        "would",
        "due to be",
        "about to",
        "going to",
        "aims",
        "anticipated",
    ]) {
        Status::Planned
    } else if has(&[
        "is being",
        "are being",
        "under way",
        "underway",
        "continuing",
        "commenced",
        "en route",
        "has begun",
        "have begun",
    ]) {
        Status::UnderWay
    } else {
        Status::Done
    }
}

/// Whether a passage affirms or negates.
fn polarity(text: &str) -> Polarity {
    let negates =
        ["not", "n't", "never", "no", "none", "neither", "nor", "without", "denied", "denies", "cannot"]
            .iter()
            .any(|w| contains_words(text, w))
            || text.contains("n't ");
    if negates { Polarity::Negative } else { Polarity::Positive }
}

/// Whether some words stand in a text as words.
fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(i, _)| {
        let before = text[..i].chars().next_back();
        let after = text[i + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Pairs of units with their likeness, the most alike first.
///
/// Units meet by a term that few units hold; one that has no such term, by the two that the fewest hold.
fn alike(units: &[&Unit]) -> Vec<(f64, usize, usize)> {
    let mut holders: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (n, unit) in units.iter().enumerate() {
        for (term, _) in &unit.vector.0 {
            holders.entry(*term).or_default().push(n);
        }
    }
    let partners = |a: usize| {
        let mut terms: Vec<u32> = units[a].vector.0.iter().map(|(term, _)| *term).collect();
        terms.sort_by_key(|t| (holders[t].len(), *t));
        let few = terms.iter().take_while(|t| holders[t].len() <= FREQUENT).count().max(2);
        let mut partners: Vec<usize> =
            terms.iter().take(few).flat_map(|t| &holders[t]).copied().filter(|&b| b != a).collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    };
    let mut pairs: Vec<(f64, usize, usize)> = (0..units.len())
        .into_par_iter()
        .flat_map_iter(|a| {
            let with = |b: usize| (likeness(units[a], units[b]), a.min(b), a.max(b));
            partners(a).into_iter().map(with).filter(|(alike, ..)| *alike > 0.0).collect::<Vec<_>>()
        })
        .collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    pairs.dedup();
    pairs
}

/// How alike two units are, 0 to 1. Another number is another claim; so is its denial.
///
/// One word in common says nothing, two say little: they have to be most of what is said.
fn likeness(a: &Unit, b: &Unit) -> f64 {
    if !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers.is_disjoint(&b.numbers) {
        return 0.0;
    }
    let (alike, shared) = a.vector.cosine(&b.vector);
    let same_number = !a.numbers.is_disjoint(&b.numbers);
    let alike = match shared + usize::from(same_number) {
        0 | 1 => return 0.0,
        2 => alike * TWO,
        _ => alike,
    };
    if a.polarity == b.polarity { alike } else { alike * 0.7 }
}
