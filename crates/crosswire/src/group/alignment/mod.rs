//! Alignment: which passages of different articles say the same, and why.
//!
//! In reading order: `unit` (a passage and what can be compared in it), `vocabulary` (its words as numbers: how rare each
//! is, which mean nearly the same), `candidates` (which pairs are worth comparing, in well under quadratic time), `signals`
//! (what two passages have in common and what sets them apart), `weights` (what each signal counts for).

mod candidates;
mod signals;
mod unit;
mod vocabulary;
mod weights;

pub use signals::{NAMES, Signals};
pub use unit::Unit;
pub(crate) use unit::copies;

use crate::annotate::Annotation;
use crate::extract::statements::Attribution;
use crate::text::Article;
use crosswire_lang::Model;
use crosswire_model::{Figure, LinkPart, Statement, TimeExpression};
use rayon::prelude::*;

/// What the earlier stages found, article by article.
#[derive(Clone, Copy)]
pub struct Story<'a> {
    /// The language layer's vectors.
    pub model: &'a Model,
    /// The articles.
    pub articles: &'a [Article],
    /// `annotations[i]` is that of `articles[i]`; so with the others below.
    pub annotations: &'a [Annotation],
    /// What each article attributes.
    pub attributions: &'a [Vec<Attribution>],
    /// The same as statements, with their sources named.
    pub statements: &'a [Vec<Statement>],
    /// Every figure of the story.
    pub figures: &'a [Figure],
    /// Every time expression of the story.
    pub times: &'a [TimeExpression],
}

/// The passages of a story and the pairs of them that may say the same.
pub struct Alignment {
    /// Every passage, in order of article and place.
    pub units: Vec<Unit>,
    vocabulary: vocabulary::Vocabulary,
}

/// Two passages that were compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of one passage.
    pub a: usize,
    /// Index of the other, above `a`.
    pub b: usize,
    /// How sure it is that they say the same, 0 to 1.
    pub score: f64,
}

impl Alignment {
    /// Reads the passages of a story.
    pub fn new(story: Story) -> Self {
        let mut vocabulary = vocabulary::Vocabulary::default();
        let mut units = unit::units(story, &mut vocabulary);
        vocabulary.learn_meanings(story.model);
        unit::weigh(&mut units, &vocabulary);
        Alignment { units, vocabulary }
    }

    /// Compares the passages of `of` that may say the same; `a` and `b` of a pair are places in `of`. The most alike come first.
    pub fn pairs(&self, of: &[usize]) -> Vec<Pair> {
        let candidates = candidates::find(&self.units, of, &self.vocabulary);
        let score = |&(a, b): &(usize, usize)| {
            let score = weights::score(&self.signals(of[a], of[b]));
            Pair { a, b, score }
        };
        let mut pairs: Vec<Pair> = candidates.par_iter().map(score).collect();
        pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
        pairs
    }

    /// What two passages have in common and what sets them apart.
    pub fn signals(&self, a: usize, b: usize) -> Signals {
        signals::compare(&self.units[a], &self.units[b], &self.vocabulary)
    }

    /// How sure it is that two passages say the same, and what that is made of.
    pub fn explain(&self, a: usize, b: usize) -> (f64, Vec<LinkPart>) {
        let signals = self.signals(a, b);
        (
            weights::score(&signals),
            signals::parts(
                &self.units[a],
                &self.units[b],
                &self.vocabulary,
                &signals,
                &weights::given(&signals),
            ),
        )
    }
}

impl Alignment {
    /// TEMP
    pub fn raw_dump(&self, n: usize, model: &Model) -> String {
        let u = &self.units[n];
        let t: Vec<_> = u
            .vector
            .0
            .iter()
            .map(|(t, w)| {
                format!("[{:?},{w:.4},{:.2}]", self.vocabulary.form(*t), self.vocabulary.rarity(*t))
            })
            .collect();
        let f: Vec<_> = u
            .figures
            .iter()
            .map(|f| {
                format!(
                    "{{\"v\":{},\"u\":{:?},\"q\":{:?},\"s\":{:?},\"r\":{:?}}}",
                    f.value.get(),
                    f.unit.clone().unwrap_or_default(),
                    format!("{:?}", f.qualifier),
                    f.series.as_ref().map(|s| s.0.clone()).unwrap_or_default(),
                    f.role.clone().unwrap_or_default()
                )
            })
            .collect();
        let _ = model;
        format!(
            "{{\"t\":[{}],\"m\":{:?},\"ar\":{:?},\"verb\":{:?},\"names\":{:?},\"times\":{:?},\"f\":[{}],\"pol\":{:?},\"st\":{:?},\"src\":{:?}}}",
            t.join(","),
            u.meaning,
            u.around,
            u.verb.map(|v| self.vocabulary.form(v)).unwrap_or_default(),
            u.names.iter().map(|t| self.vocabulary.form(*t)).collect::<Vec<_>>(),
            u.times,
            f.join(","),
            format!("{:?}", u.polarity),
            format!("{:?}", u.status),
            u.source.as_ref().map(|s| s.0.clone()).unwrap_or_default()
        )
    }
    /// TEMP
    pub fn words_dump(&self, model: &Model) -> String {
        let all: Vec<_> = (0..self.vocabulary.len())
            .map(|t| {
                format!(
                    "[{:?},{:?}]",
                    self.vocabulary.form(t as u32),
                    model.word_vector(self.vocabulary.form(t as u32)).as_slice()
                )
            })
            .collect();
        format!("[{}]", all.join(","))
    }
}
