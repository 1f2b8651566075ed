//! Details that only two articles of a story hold: odd words side by side, a long number, a name misspelt in the same way.
//!
//! A true detail may reach two articles by two ways, so that a shared detail speaks only where it is odd: two rare words next to each
//! other that no other article uses, a number of four digits or more that is not round, a name that others spell otherwise.
//! In a story of two articles nothing can be told by what the others lack.
//!
//! Fails where two reporters saw the same plate, list or screen.

use super::standing::distance;
use crate::annotate::{Annotation, WordKind};
use crate::group::claims::Evidence;
use crate::group::sources::text::is_capital;
use crate::group::terms;
use crate::story::Report;
use crate::text::Article;
use crosswire_model::{ArticleId, Passage, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rarity from which a word is odd: about one news article in 150 holds it.
const ODD: f64 = 5.0;
/// Length from which a name can be told to be misspelt.
const LONG: usize = 6;

/// The words of a story, and who holds them.
pub(super) struct Details<'a> {
    places: BTreeMap<&'a ArticleId, usize>,
    /// The words of each article that can be evidence, in order.
    words: Vec<Vec<Held>>,
    /// The articles that hold a word, in lower case.
    holders: FxHashMap<String, BTreeSet<usize>>,
    /// Names by first letter, for those that are spelt nearly alike.
    names: BTreeMap<char, BTreeSet<String>>,
}

/// A word of an article.
struct Held {
    lower: String,
    span: Span,
    capital: bool,
    kind: WordKind,
}

impl<'a> Details<'a> {
    pub(super) fn new(reports: &'a [Report]) -> Self {
        let words: Vec<Vec<Held>> = reports.iter().map(|r| held(&r.article, &r.annotation)).collect();
        let mut holders: FxHashMap<String, BTreeSet<usize>> = FxHashMap::default();
        let mut names: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
        for (article, all) in words.iter().enumerate() {
            for word in all {
                holders.entry(word.lower.clone()).or_default().insert(article);
                let first = word.lower.chars().next().filter(|_| word.capital && word.lower.len() >= LONG);
                if let Some(first) = first {
                    names.entry(first).or_default().insert(word.lower.clone());
                }
            }
        }
        Details {
            places: reports.iter().enumerate().map(|(n, r)| (r.id(), n)).collect(),
            words,
            holders,
            names,
        }
    }

    /// What two passages hold that no third article does: the words, and where they stand in each.
    pub(super) fn shared(&self, a: &Evidence, b: &Evidence) -> Option<(String, Vec<Passage>)> {
        let (x, y) = (*self.places.get(&a.article)?, *self.places.get(&b.article)?);
        if self.words.len() < 3 || x == y {
            return None;
        }
        let (first, second) = (self.inside(x, a.span), self.inside(y, b.span));
        let (run, other) = runs(first, second)
            .into_iter()
            .filter(|(run, _)| self.is_odd(&first[run.clone()], x, y))
            .max_by_key(|(run, _)| (run.len(), std::cmp::Reverse(run.start)))?;
        let passage = |words: &[Held], article: &ArticleId| Passage {
            article: article.clone(),
            span: Span::new(words[0].span.start, words[words.len() - 1].span.end),
        };
        let text: Vec<&str> = first[run.clone()].iter().map(|w| w.lower.as_str()).collect();
        Some((text.join(" "), vec![passage(&first[run], &a.article), passage(&second[other], &b.article)]))
    }

    /// The words of an article within a span.
    fn inside(&self, article: usize, span: Span) -> &[Held] {
        let all = &self.words[article];
        let start = all.partition_point(|w| w.span.start < span.start);
        let end = all.partition_point(|w| w.span.end <= span.end);
        &all[start.min(end)..end]
    }

    /// Whether a run of words is odd, and of these two articles only.
    fn is_odd(&self, run: &[Held], x: usize, y: usize) -> bool {
        let alone = |word: &&Held| {
            self.holders
                .get(&word.lower)
                .is_some_and(|by| by.len() == 2 && by.contains(&x) && by.contains(&y))
        };
        let only: Vec<&Held> = run.iter().filter(alone).collect();
        let rare = |word: &&&Held| {
            word.kind == WordKind::Word && terms::rarity(&terms::stem(&word.lower)) >= ODD && !word.capital
        };
        only.iter().filter(rare).count() >= 2
            || only.iter().any(|word| is_long_number(&word.lower) || self.is_misspelt(word, x, y))
    }

    /// Whether a name differs by one letter from a name that others write, and these two never do.
    fn is_misspelt(&self, word: &Held, x: usize, y: usize) -> bool {
        let first = word.lower.chars().next().filter(|_| word.capital && word.lower.len() >= LONG);
        let alike = first.and_then(|first| self.names.get(&first)).into_iter().flatten();
        let inflected = |other: &str| other.starts_with(&word.lower) || word.lower.starts_with(other);
        alike
            .filter(|other| !inflected(other) && distance(other, &word.lower) == 1)
            .any(|other| self.holders.get(other).is_some_and(|by| !by.contains(&x) && !by.contains(&y)))
    }
}

fn held(article: &Article, annotation: &Annotation) -> Vec<Held> {
    let sentences = annotation.sentences.iter().filter(|sentence| sentence.is_evidence());
    let words = sentences.flat_map(|sentence| &annotation.words[sentence.words.clone()]);
    words
        .filter(|word| word.kind != WordKind::Mark)
        .map(|word| {
            let text = article.text(&word.bytes);
            let (lower, capital) = (text.to_lowercase(), is_capital(text));
            Held { lower, span: article.span(&word.bytes), capital, kind: word.kind }
        })
        .collect()
}

/// The runs of words that stand in both and cannot be made longer.
fn runs(a: &[Held], b: &[Held]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut runs = Vec::new();
    for i in 0..a.len() {
        for j in 0..b.len() {
            let begins = i == 0 || j == 0 || a[i - 1].lower != b[j - 1].lower;
            let same = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x.lower == y.lower).count();
            if begins && same > 0 {
                runs.push((i..i + same, j..j + same));
            }
        }
    }
    runs
}

/// Whether a word is a number of four digits or more that is neither round nor a year.
fn is_long_number(word: &str) -> bool {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let number = word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let year = word.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    number && digits.len() >= 4 && !digits.ends_with('0') && !year
}
