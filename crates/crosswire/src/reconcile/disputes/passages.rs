//! The passages of a story's claims, laid out so that what they say can be set side by side.

use crate::annotate::{Annotation, WordKind};
use crate::group::claims::{Claim, Evidence};
use crate::group::terms;
use crate::lexicon;
use crate::story::Story;
use crate::text::Article;
use crosswire_model::{ArticleId, ClaimId, Passage, Polarity, SourceId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// The passages of a story's claims by article, each with its claim, in the order of the claims.
pub(super) struct Held<'a>(BTreeMap<&'a ArticleId, Vec<(&'a Evidence, &'a ClaimId)>>);

impl<'a> Held<'a> {
    pub(super) fn new(claims: &'a [Claim]) -> Self {
        let mut held: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for claim in claims {
            claim.evidence.iter().for_each(|e| held.entry(&e.article).or_default().push((e, &claim.id)));
        }
        Held(held)
    }

    /// Those of one article.
    pub(super) fn of(&self, article: &ArticleId) -> &[(&'a Evidence, &'a ClaimId)] {
        self.0.get(article).map_or(&[], Vec::as_slice)
    }

    /// The claims of those passages of an article that `holds` lets pass, each once.
    pub(super) fn claims(&self, article: &ArticleId, holds: impl Fn(&Evidence) -> bool) -> Vec<ClaimId> {
        let mut claims: Vec<ClaimId> =
            self.of(article).iter().filter(|(e, _)| holds(e)).map(|(_, c)| (*c).clone()).collect();
        claims.dedup();
        claims
    }
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
    /// Whether it says that something is not so.
    pub(super) negative: bool,
    /// Its words in lower case.
    pub(super) words: Vec<String>,
    /// Where each begins, in bytes of the article.
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
pub(super) fn all(claims: &[Claim], story: &Story) -> Vec<Said> {
    let mut seen: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    let mut passages: Vec<(usize, &Evidence, Vec<ClaimId>)> = Vec::new();
    for (claim, evidence) in claims.iter().flat_map(|c| c.evidence.iter().map(move |e| (c, e))) {
        let Some(n) = story.place(&evidence.article) else { continue };
        let at = *seen.entry((n, evidence.span.start, evidence.span.end)).or_insert_with(|| {
            passages.push((n, evidence, Vec::new()));
            passages.len() - 1
        });
        passages[at].2.push(claim.id.clone());
    }
    let said = |(n, evidence, claims): (usize, &Evidence, Vec<ClaimId>)| Said {
        place: Place {
            passage: Passage { article: evidence.article.clone(), span: evidence.span },
            claims,
            source: evidence.statement.as_ref().and_then(|s| story.statement(s)?.source.clone()),
        },
        ..words(&story.reports[n].article, &story.reports[n].annotation, evidence)
    };
    passages.into_par_iter().map(said).collect()
}

fn words(article: &Article, annotation: &Annotation, evidence: &Evidence) -> Said {
    let bytes = article.bytes(evidence.span);
    let first = annotation.words.partition_point(|w| w.bytes.end <= bytes.start);
    let all = || annotation.words[first..].iter().take_while(|w| w.bytes.start < bytes.end);
    let words = all();
    let words: Vec<(&str, WordKind)> = words.map(|w| (article.text(w.bytes), w.kind)).collect();
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
        negative: evidence.polarity == Polarity::Negative,
        terms: words.iter().map(term).collect(),
        words: lower,
        starts: all().map(|w| w.bytes.start).collect(),
    }
}
