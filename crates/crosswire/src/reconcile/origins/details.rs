//! Details that only two articles of a story hold: odd words side by side, a long number, a name misspelt in the same way.
//!
//! A true detail may reach two articles by two ways, so that a shared detail speaks only where it is odd: two rare words next to each
//! other that no other article uses, a number of four digits or more that is not round, a name that others spell otherwise.
//! In a story of two articles nothing can be told by what the others lack.
//!
//! Fails where two reporters saw the same plate, list or screen.

use crate::annotate::{Annotation, WordKind};
use crate::group::claims::Evidence;
use crate::group::sources::text::distance;
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
    /// The forms of words, in lower case.
    forms: Vec<String>,
    /// In how many articles each form stands.
    holders: Vec<usize>,
    /// Names by first letter, for those that are spelt nearly alike.
    names: BTreeMap<char, BTreeSet<Form>>,
}

/// A word's form: its index in [`Details::forms`].
type Form = u32;

/// A word of an article.
struct Held {
    form: Form,
    span: Span,
    capital: bool,
    kind: WordKind,
}

impl<'a> Details<'a> {
    pub(super) fn new(reports: &'a [Report]) -> Self {
        let mut known: FxHashMap<String, Form> = FxHashMap::default();
        let mut words = Vec::with_capacity(reports.len());
        let mut names: BTreeMap<char, BTreeSet<Form>> = BTreeMap::new();
        for report in reports {
            words.push(held(&report.article, &report.annotation, &mut known));
        }
        let mut forms = vec![String::new(); known.len()];
        known.into_iter().for_each(|(form, n)| forms[n as usize] = form);
        let mut holders = vec![0; forms.len()];
        for all in &words {
            for word in all.iter().filter(|word| word.capital) {
                let lower = &forms[word.form as usize];
                if let Some(first) = lower.chars().next().filter(|_| lower.len() >= LONG) {
                    names.entry(first).or_default().insert(word.form);
                }
            }
            let here: BTreeSet<Form> = all.iter().map(|word| word.form).collect();
            here.into_iter().for_each(|form| holders[form as usize] += 1);
        }
        let places = reports.iter().enumerate().map(|(n, r)| (r.id(), n)).collect();
        Details { places, words, forms, holders, names }
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
        let text: Vec<&str> = first[run.clone()].iter().map(|w| self.text(w)).collect();
        Some((text.join(" "), vec![passage(&first[run], &a.article), passage(&second[other], &b.article)]))
    }

    /// The words of an article within a span.
    fn inside(&self, article: usize, span: Span) -> &[Held] {
        let all = &self.words[article];
        let start = all.partition_point(|w| w.span.start < span.start);
        let end = all.partition_point(|w| w.span.end <= span.end);
        &all[start.min(end)..end]
    }

    fn text(&self, word: &Held) -> &str {
        &self.forms[word.form as usize]
    }

    /// Whether a run of words of two articles is odd, and no third article's.
    fn is_odd(&self, run: &[Held], x: usize, y: usize) -> bool {
        let only: Vec<&Held> = run.iter().filter(|word| self.holders[word.form as usize] == 2).collect();
        let rare = |word: &&&Held| {
            let odd = || terms::rarity(&terms::stem(self.text(word))) >= ODD;
            word.kind == WordKind::Word && !word.capital && odd()
        };
        only.iter().filter(rare).count() >= 2
            || only.iter().any(|word| is_long_number(self.text(word)) || self.is_misspelt(word, x, y))
    }

    /// Whether a name differs by one letter from a name that others write, and these two never do.
    fn is_misspelt(&self, word: &Held, x: usize, y: usize) -> bool {
        let lower = self.text(word);
        let first = lower.chars().next().filter(|_| word.capital && lower.len() >= LONG);
        let near = first.and_then(|first| self.names.get(&first)).into_iter().flatten();
        let inflected = |other: &str| other.starts_with(lower) || lower.starts_with(other);
        let holds = |article: usize, form: Form| self.words[article].iter().any(|w| w.form == form);
        near.map(|&form| (form, self.forms[form as usize].as_str()))
            .filter(|(_, other)| !inflected(other) && distance(other, lower) == 1)
            .any(|(form, _)| !holds(x, form) && !holds(y, form))
    }
}

/// The words of an article that can be evidence; `known` has the forms, each with its number.
fn held(article: &Article, annotation: &Annotation, known: &mut FxHashMap<String, Form>) -> Vec<Held> {
    let sentences = annotation.sentences.iter().filter(|sentence| sentence.is_evidence());
    let words = sentences.flat_map(|sentence| &annotation.words[sentence.words]);
    words
        .filter(|word| word.kind != WordKind::Mark)
        .map(|word| {
            let text = article.text(word.bytes);
            let next = known.len() as Form;
            let form = *known.entry(text.to_lowercase()).or_insert(next);
            Held { form, span: article.span(word.bytes), capital: is_capital(text), kind: word.kind }
        })
        .collect()
}

/// The runs of words that stand in both and cannot be made longer.
fn runs(a: &[Held], b: &[Held]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut runs = Vec::new();
    for i in 0..a.len() {
        for j in 0..b.len() {
            let begins = i == 0 || j == 0 || a[i - 1].form != b[j - 1].form;
            let same = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x.form == y.form).count();
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
