//! Propositions: what each sentence says, clause by clause.
//!
//! In reading order: `clauses` (which parts of a sentence say something each), `reality` (planned, done, denied),
//! [`predicates`] (the words that name events).

pub(crate) mod clauses;
mod predicates;
pub(crate) mod reality;

pub use predicates::{Kind, Predicate};

use super::tree::Tree;
use crate::annotate::Annotation;
use crate::text::Article;
use std::ops::Range;

/// The words of an article that name events, each with its trigger's bytes: a run of neighbouring words a range.
pub fn events(article: &Article, annotation: &Annotation) -> Vec<(Vec<Range<usize>>, Predicate)> {
    let tree = Tree::new(article, annotation);
    let bytes = |p: &Predicate| tree.runs(&p.words).iter().map(|run| tree.bytes(run)).collect();
    predicates::predicates(&tree).into_iter().map(|p| (bytes(&p), p)).collect()
}
