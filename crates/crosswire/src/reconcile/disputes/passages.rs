//! The passages of a story's claims, laid out so that what they say can be set side by side.

use crate::annotate::{Annotation, WordKind};
use crate::group::terms;
use crate::lexicon;
use crate::text::Article;
use crosswire_model::{
    Claim, ClaimId, Evidence, Figure, Passage, Source, SourceId, Statement, TimeExpression,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a dispute over words rests on.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The articles.
    pub articles: &'a [Article],
    /// Their words, in the same order.
    pub annotations: &'a [Annotation],
    /// Who says what in them.
    pub statements: &'a [Statement],
    /// How many, in them.
    pub figures: &'a [Figure],
    /// Who is heard.
    pub sources: &'a [Source],
    /// When.
    pub times: &'a [TimeExpression],
}

/// Where something is said, in which claims, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) passage: Passage,
    pub(super) claims: Vec<ClaimId>,
    /// None where the article says it itself.
    pub(super) source: Option<SourceId>,
}

/// A passage that says one or more claims.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) place: Place,
    /// Its words in lower case.
    pub(super) words: Vec<String>,
    /// Where each begins, in code points of the article.
    pub(super) starts: Vec<usize>,
    /// For each word the term that it is a form of, and whether it begins with a capital; none for a word without content.
    pub(super) terms: Vec<Option<(String, bool)>>,
}

impl Said {
    /// The terms within `reach` words of the words `at`, those left out, and whether they begin with a capital.
    pub(super) fn near(&self, at: &Range<usize>, reach: usize) -> BTreeMap<&str, bool> {
        let around = at.start.saturating_sub(reach)..(at.end + reach).min(self.words.len());
        let terms = around.filter(|i| !at.contains(i)).filter_map(|i| self.terms[i].as_ref());
        terms.map(|(term, capital)| (term.as_str(), *capital)).collect()
    }

    /// The passage's own word for a term, in lower case.
    pub(super) fn word_for<'a>(&'a self, term: &'a str) -> &'a str {
        let same = |i: &usize| self.terms[*i].as_ref().is_some_and(|(t, _)| t == term);
        (0..self.words.len()).find(same).map_or(term, |i| self.words[i].as_str())
    }

    /// Whether a word shortly before word `at` denies it.
    pub(super) fn negated(&self, at: usize) -> bool {
        let before = &self.words[at.saturating_sub(3)..at];
        before.iter().any(|w| lexicon::NEGATORS_BEFORE_A_PREDICATE.has(w.as_str()) || w.ends_with("n't"))
    }
}

/// All passages of all claims, in the order of the claims; a passage that says two of them comes once.
pub(super) fn all(claims: &[Claim], reading: &Reading) -> Vec<Said> {
    let places: BTreeMap<_, usize> = reading.articles.iter().enumerate().map(|(n, a)| (&a.id, n)).collect();
    let sources: BTreeMap<_, _> = reading.statements.iter().map(|s| (&s.id, &s.source)).collect();
    let mut seen: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    let mut out: Vec<Said> = Vec::new();
    for (claim, evidence) in claims.iter().flat_map(|c| c.evidence.iter().map(move |e| (c, e))) {
        let Some(&n) = places.get(&evidence.article) else { continue };
        match seen.get(&(n, evidence.span.start, evidence.span.end)) {
            Some(&at) => out[at].place.claims.push(claim.id.clone()),
            None => {
                seen.insert((n, evidence.span.start, evidence.span.end), out.len());
                out.push(Said {
                    place: Place {
                        passage: Passage { article: evidence.article.clone(), span: evidence.span },
                        claims: vec![claim.id.clone()],
                        source: evidence.statement.as_ref().and_then(|s| (*sources.get(s)?).clone()),
                    },
                    ..words(&reading.articles[n], &reading.annotations[n], evidence)
                });
            }
        }
    }
    out
}

fn words(article: &Article, annotation: &Annotation, evidence: &Evidence) -> Said {
    let bytes = article.bytes(evidence.span);
    let first = annotation.words.partition_point(|w| w.bytes.end <= bytes.start);
    let all = || annotation.words[first..].iter().take_while(|w| w.bytes.start < bytes.end);
    let words = all();
    let words: Vec<(&str, WordKind)> = words.map(|w| (article.text(&w.bytes), w.kind)).collect();
    let lower: Vec<String> = words.iter().map(|(w, _)| w.to_lowercase().replace('’', "'")).collect();
    let term = |(word, kind): &(&str, WordKind)| {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let lower = word.to_lowercase();
        let content = *kind == WordKind::Word && lower.chars().count() > 2;
        content.then(|| terms::term(&lower, *kind)).flatten().map(|t| (t, capital))
    };
    Said {
        place: Place {
            passage: Passage { article: article.id.clone(), span: evidence.span },
            claims: Vec::new(),
            source: None,
        },
        terms: words.iter().map(term).collect(),
        words: lower,
        starts: all().map(|w| article.span(&w.bytes).start).collect(),
    }
}
