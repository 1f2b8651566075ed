//! Propositions: what each sentence says, clause by clause.
//!
//! In reading order: `clauses` (which parts of a sentence say something each), `reality` (planned, done, denied),
//! [`predicates`] (the words that name events), [`frames`] (kinds of event, from data files), `roles` (who takes what part).

pub(crate) mod clauses;
pub mod frames;
mod predicates;
pub(crate) mod reality;
mod roles;

pub use frames::{FrameError, Frames};
pub use predicates::{Kind, Predicate};

use crate::annotate::Annotation;
use crate::annotate::tree::Tree;
use crate::text::Article;
use crosswire_model::Role;
use std::ops::Range;

/// An event of an article with those who take part in it. Byte offsets into the article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The words that name it, from the first to the last.
    pub trigger: Range<usize>,
    /// The word on which the others hang.
    pub word: Range<usize>,
    /// Its frame; none where only the general one fits.
    pub frame: Option<String>,
    /// Who and what takes part, in order of place.
    pub roles: Vec<(Role, Range<usize>)>,
}

/// The events of an article in order of place, but for those that only say on whose word something is reported.
pub fn find(article: &Article, annotation: &Annotation, frames: &Frames) -> Vec<Event> {
    let tree = Tree::new(article, annotation);
    let event = |p: Predicate| {
        let (first, last) = (*p.words.first()?, *p.words.last()?);
        let (frame, roles) = roles::roles(&tree, &p, frames);
        let word = tree.words[p.word].bytes.clone();
        Some(Event { trigger: tree.bytes(&(first..last + 1)), word, frame: frame.map(str::to_owned), roles })
    };
    predicates::predicates(&tree).into_iter().filter(|p| !p.reporting).filter_map(event).collect()
}

/// The words of an article that name events, each with its trigger's bytes: a run of neighbouring words a range.
pub fn events(article: &Article, annotation: &Annotation) -> Vec<(Vec<Range<usize>>, Predicate)> {
    let tree = Tree::new(article, annotation);
    let bytes = |p: &Predicate| tree.runs(&p.words).iter().map(|run| tree.bytes(run)).collect();
    predicates::predicates(&tree).into_iter().map(|p| (bytes(&p), p)).collect()
}
