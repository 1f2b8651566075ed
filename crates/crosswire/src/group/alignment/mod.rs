//! Alignment: which passages of different articles say the same, and why.
//!
//! In reading order: `unit` (a passage and what can be compared in it), `vocabulary` (its words as numbers: how rare each
//! is, which mean nearly the same), `candidates` (which pairs are worth comparing, in well under quadratic time), `signals`
//! (what two passages have in common and what sets them apart), `rivals` (whether others are nearer), `neighbours` (what others
//! say of both), `weights` (what each signal counts for), `parts` (whether two passages can both be so).

mod candidates;
mod neighbours;
mod parts;
mod rivals;
mod signals;
mod unit;
mod vocabulary;
mod weights;

pub use parts::Part;
pub(crate) use signals::MEANINGS;
pub use signals::{ALONE, BESIDE, NAMES, PerSignal, Signals};
pub use unit::Unit;
pub use unit::copies;
pub use weights::Weights;

use crate::story::Story;
use crosswire_lang::{ByteRange, Model};
use crosswire_model::LinkPart;
use rayon::prelude::*;

/// The passages of a story and the pairs of them that may say the same.
pub struct Alignment {
    /// Every passage, in order of article and place.
    pub units: Vec<Unit>,
    vocabulary: vocabulary::Vocabulary,
    weights: Weights,
}

/// Two passages that were compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Place of one passage.
    pub a: usize,
    /// Place of the other, after `a`.
    pub b: usize,
    /// How sure it is that they say the same, 0 to 1; 0 until it is judged.
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
    pub fn of(model: &Model, story: &Story, passages: &[(usize, ByteRange)]) -> Self {
        let mut vocabulary = vocabulary::Vocabulary::default();
        let units = unit::given(model, story, passages, &mut vocabulary);
        Self::weighed(model, units, vocabulary)
    }

    /// The same by other weights, for whoever sets or measures them.
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    fn weighed(model: &Model, mut units: Vec<Unit>, mut vocabulary: vocabulary::Vocabulary) -> Self {
        vocabulary.learn_meanings(model);
        vocabulary.learn_opposites();
        unit::center(&mut units);
        unit::weigh(&mut units, &vocabulary);
        Alignment { units, vocabulary, weights: Weights::builtin().clone() }
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
        let mut compared = self.compare_these(pairs, of);
        self.beside(&mut compared, of, &self.weights);
        compared.iter_mut().for_each(|pair| pair.score = self.weights.score(&pair.signals));
        compared
    }

    /// The signals by themselves of the passages of `of` that may say the same, as places in `of`.
    pub fn compare(&self, of: &[usize]) -> Vec<Pair> {
        self.compare_these(candidates::find(&self.units, of, &self.vocabulary), of)
    }

    /// The signals by themselves of given pairs, in this order.
    pub fn compare_these(&self, pairs: Vec<(usize, usize)>, of: &[usize]) -> Vec<Pair> {
        let compare = |(a, b)| Pair { a, b, score: 0.0, signals: self.signals(of[a], of[b]) };
        pairs.into_par_iter().map(compare).collect()
    }

    /// Fills in the signals that ask for other passages.
    pub fn beside(&self, compared: &mut [Pair], of: &[usize], weights: &Weights) {
        let article = |place: usize| self.units[of[place]].article;
        let alone: Vec<f64> = compared.par_iter().map(|pair| weights.alone(&pair.signals)).collect();
        rivals::fill(compared, &alone, ALONE, article);
        let beside: Vec<f64> = compared.par_iter().map(|pair| weights.beside(&pair.signals)).collect();
        neighbours::fill(compared, &beside, article);
    }

    /// The signals of two passages by themselves, as they are before their rivals are known.
    pub fn signals(&self, a: usize, b: usize) -> Signals {
        signals::compare(&self.units[a], &self.units[b], &self.vocabulary)
    }

    /// The part in which two passages are at odds, if they are: then they are not the same, however alike.
    pub fn odds(&self, a: usize, b: usize) -> Option<Part> {
        parts::odds(&self.units[a], &self.units[b], &self.vocabulary)
    }

    /// How many terms two passages share.
    pub(crate) fn shared(&self, a: usize, b: usize) -> usize {
        self.units[a].vector.cosine(&self.units[b].vector).1
    }

    /// What each signal counts for in the score, in logits.
    pub(crate) fn weights(&self) -> &PerSignal {
        &self.weights.among
    }

    /// The words of a passage that are compared, in the form in which the story first has them, each with its weight.
    pub(crate) fn terms(&self, unit: usize) -> impl Iterator<Item = (&str, f64)> {
        let terms = self.units[unit].vector.iter();
        terms.map(|(term, weight)| (self.vocabulary.form(term).trim_start_matches('='), weight))
    }

    /// What the score of two passages is made of; `a` and `b` are passages, `signals` what they have in common.
    pub fn explain(&self, a: usize, b: usize, signals: &Signals) -> Vec<LinkPart> {
        signals::parts(
            &self.units[a],
            &self.units[b],
            &self.vocabulary,
            signals,
            &self.weights.given(signals),
        )
    }
}
