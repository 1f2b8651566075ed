//! Alignment: which passages of different articles say the same, and why.
//!
//! In reading order: `unit` (a passage and what can be compared in it), `vocabulary` (its words as numbers: how rare each
//! is, which mean nearly the same), `candidates` (which pairs are worth comparing, in well under quadratic time), `signals`
//! (what two passages have in common and what sets them apart), `rivals` (whether others are nearer), `weights` (what each signal counts for).

mod candidates;
mod rivals;
mod signals;
mod unit;
mod vocabulary;
pub(crate) mod weights;

pub(crate) use signals::MEANINGS;
pub use signals::{ALONE, NAMES, Signals};
pub use unit::Unit;
pub(crate) use unit::copies;

use crate::story::Story;
use crosswire_lang::Model;
use crosswire_model::LinkPart;
use rayon::prelude::*;
use std::ops::Range;

/// The passages of a story and the pairs of them that may say the same.
pub struct Alignment {
    /// Every passage, in order of article and place.
    pub units: Vec<Unit>,
    vocabulary: vocabulary::Vocabulary,
}

/// Two passages that were compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Place of one passage.
    pub a: usize,
    /// Place of the other, after `a`.
    pub b: usize,
    /// How sure it is that they say the same, 0 to 1.
    pub score: f64,
    /// What they have in common and what sets them apart.
    pub signals: Signals,
}

impl Alignment {
    /// Reads the passages of a story.
    pub fn new(model: &Model, story: &Story) -> Self {
        let mut vocabulary = vocabulary::Vocabulary::default();
        let units = unit::units(model, story, &mut vocabulary);
        Self::weighed(model, units, vocabulary)
    }

    /// Reads given passages of a story, by article and bytes, in this order.
    pub fn of(model: &Model, story: &Story, passages: &[(usize, Range<usize>)]) -> Self {
        let mut vocabulary = vocabulary::Vocabulary::default();
        let units = unit::given(model, story, passages, &mut vocabulary);
        Self::weighed(model, units, vocabulary)
    }

    fn weighed(model: &Model, mut units: Vec<Unit>, mut vocabulary: vocabulary::Vocabulary) -> Self {
        vocabulary.learn_meanings(model);
        unit::weigh(&mut units, &vocabulary);
        Alignment { units, vocabulary }
    }

    /// Compares the passages of `of` that may say the same; `a` and `b` of a pair are places in `of`. The most alike come
    /// first.
    pub fn pairs(&self, of: &[usize]) -> Vec<Pair> {
        let mut pairs = self.judge(candidates::find(&self.units, of, &self.vocabulary), of);
        pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
        pairs
    }

    /// Compares given pairs, in this order; they are places in `of`, the lower first.
    pub fn judge(&self, pairs: Vec<(usize, usize)>, of: &[usize]) -> Vec<Pair> {
        let score = |(a, b, signals)| Pair { a, b, score: weights::score(&signals), signals };
        self.compare_these(pairs, of, weights::alone).into_iter().map(score).collect()
    }

    /// The signals of the passages of `of` that may say the same, as places in `of`. `likeness` says how alike two passages
    /// are by what is known of them alone, in logits.
    pub fn compare(&self, of: &[usize], likeness: impl Fn(&Signals) -> f64) -> Vec<(usize, usize, Signals)> {
        self.compare_these(candidates::find(&self.units, of, &self.vocabulary), of, likeness)
    }

    fn compare_these(
        &self,
        candidates: Vec<(usize, usize)>,
        of: &[usize],
        likeness: impl Fn(&Signals) -> f64,
    ) -> Vec<(usize, usize, Signals)> {
        let compare = |&(a, b): &(usize, usize)| {
            (a, b, signals::compare(&self.units[of[a]], &self.units[of[b]], &self.vocabulary))
        };
        let mut compared: Vec<_> = candidates.par_iter().map(compare).collect();
        rivals::fill(&mut compared, likeness, |place| self.units[of[place]].article);
        compared
    }

    /// The signals of two passages by themselves, as they are before their rivals are known.
    pub(crate) fn signals(&self, a: usize, b: usize) -> Signals {
        signals::compare(&self.units[a], &self.units[b], &self.vocabulary)
    }

    /// The words of a passage that are compared, in the form in which the story first has them, each with its weight.
    pub(crate) fn terms(&self, unit: usize) -> impl Iterator<Item = (&str, f64)> {
        let terms = &self.units[unit].vector.0;
        terms.iter().map(|&(term, weight)| (self.vocabulary.form(term).trim_start_matches('='), weight))
    }

    /// What the score of two passages is made of; `a` and `b` are passages, `signals` what they have in common.
    pub fn explain(&self, a: usize, b: usize, signals: &Signals) -> Vec<LinkPart> {
        signals::parts(&self.units[a], &self.units[b], &self.vocabulary, signals, &weights::given(signals))
    }
}
