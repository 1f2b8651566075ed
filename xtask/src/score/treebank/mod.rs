//! Scores annotated text against treebanks and name corpora, as the reference scorer does.
//!
//! In reading order: [`parse`] (sentences, words, tags, lemmas, trees), [`names`] (names).

pub(crate) mod parse;
pub(crate) mod names;
#[cfg(test)]
mod tests;

use std::ops::Range;

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct F1 {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

impl F1 {
    /// `hits` are both found and in the gold.
    pub(crate) fn new(hits: usize, found: usize, gold: usize) -> Self {
        let share = |of: usize| if of > 0 { hits as f64 / of as f64 } else { 0.0 };
        let (precision, recall) = (share(found), share(gold));
        let sum = precision + recall;
        F1 { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// A document of a CoNLL-U file.
pub(crate) struct Document<'a> {
    /// What it is called.
    pub(crate) id: &'a str,
    /// Its rows.
    pub(crate) rows: Range<usize>,
    /// Its sentences with a space between two, an empty line between two paragraphs.
    pub(crate) text: String,
}

/// The documents in the rows of a file.
pub(crate) fn documents<'a>(rows: &[&'a str]) -> Vec<Document<'a>> {
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut paragraph = false;
    for (n, row) in rows.iter().enumerate() {
        if let Some(id) = row.strip_prefix("# newdoc id = ") {
            documents.push(Document { id, rows: n..n, text: String::new() });
        }
        let Some(document) = documents.last_mut() else { continue };
        document.rows.end = n + 1;
        if row.starts_with("# newpar") {
            paragraph = true;
        } else if let Some(sentence) = row.strip_prefix("# text = ") {
            if !document.text.is_empty() {
                document.text.push_str(if paragraph { "\n\n" } else { " " });
            }
            document.text.push_str(sentence);
            paragraph = false;
        }
    }
    documents
}
