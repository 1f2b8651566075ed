//! The language layer: sentences, words, tags, syntax and names of English text, with the model that finds them.
//!
//! [`Model::annotate`] is the whole of it. In reading order: [`document`] (what is found), [`labels`] (the tags and
//! relations), [`model`] (how it is found).

pub mod document;
pub mod labels;
pub mod model;
pub mod write;

pub use document::{Document, Name, NameKind, Sentence, Word};
pub use labels::{Features, Relation, Upos, Xpos};
pub use model::{Model, ModelError};
