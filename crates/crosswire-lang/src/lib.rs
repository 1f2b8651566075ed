//! The language layer: sentences, words, tags, syntax and names of English text, with the model that finds them.
//!
//! [`Model::annotate`] is the whole of it. In reading order: [`ranges`] (where things stand), [`document`] (what is found),
//! [`labels`] (the tags and relations), [`model`] (how it is found: `file` holds what was learned, `tokens` parts words,
//! `network` computes, `heads` says what names are of, `lemmas` looks up, `vector` tells how alike passages are),
//! [`abbreviations`], [`write`] (how it is written down).

pub mod ranges;
pub mod document;
pub mod labels;
pub mod model;
mod file;
mod tokens;
pub mod abbreviations;
mod vector;
mod network;
mod heads;
mod lemmas;
pub mod write;

pub use document::{Document, Name, NameKind, Sentence, Word};
pub use labels::{Features, Relation, Upos, Xpos};
pub use model::{Model, ModelError};
pub use ranges::{ByteRange, WordRange};
pub use vector::Vector;
