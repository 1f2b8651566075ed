//! Annotate: sentences and words.
//!
//! In reading order: `words` (tokens with what they look like), `sentences` (where a sentence ends).

mod sentences;
mod words;

use crate::text::{Article, BlockKind};
use std::ops::Range;

pub(crate) use words::is_abbreviation;

/// The sentences and words of one article. Byte offsets into the article's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// Every word of every block, in order.
    pub words: Vec<Word>,
    /// Every sentence, in order; a heading, a dateline and a credit line is one each.
    pub sentences: Vec<Sentence>,
}

impl Annotation {
    /// Number of words and numbers that can be evidence: repeated passages count once, headings and credit lines not.
    pub fn body_words(&self) -> usize {
        let evidence = self.sentences.iter().filter(|sentence| sentence.is_evidence());
        let words = evidence.flat_map(|sentence| &self.words[sentence.words.clone()]);
        words.filter(|word| word.kind != WordKind::Mark).count()
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without white space around it.
    pub bytes: Range<usize>,
    /// Its words, as indices into [`Annotation::words`].
    pub words: Range<usize>,
    /// Index of its block in [`Article::blocks`].
    pub block: usize,
    /// What its block is.
    pub kind: BlockKind,
    /// Whether it lies in a passage that repeats an earlier one of the same article.
    pub repeated: bool,
}

impl Sentence {
    /// Whether the sentence can be evidence: running text that stands here for the first time.
    pub fn is_evidence(&self) -> bool {
        self.kind == BlockKind::Paragraph && !self.repeated
    }
}

/// A word, a number, or a mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub bytes: Range<usize>,
    /// What it looks like.
    pub kind: WordKind,
}

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// Letters, with apostrophes, hyphens and full stops inside: "officials", "U.S.", "Iran's" is "Iran" and "'s".
    Word,
    /// Digits, with separators inside: "1,200", "2.5", "10:30"; "1970s" and "3rd" too.
    Number,
    /// A mark of punctuation or a symbol, one each.
    Mark,
}

/// Finds the sentences and words of an article.
pub fn annotate(article: &Article) -> Annotation {
    let text = &article.document.text;
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut sentences = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let first = words.len();
        words::find(text, &block.bytes, &mut words);
        let all = first..words.len();
        let cut = match block.kind {
            BlockKind::Paragraph => sentences::find(text, &words, all),
            _ if all.is_empty() => Vec::new(),
            _ => vec![all],
        };
        sentences.extend(cut.into_iter().map(|range| {
            let bytes = words[range.start].bytes.start..words[range.end - 1].bytes.end;
            Sentence {
                repeated: article.is_repeated(&bytes),
                bytes,
                words: range,
                block: index,
                kind: block.kind,
            }
        }));
    }
    Annotation { words, sentences }
}

#[cfg(test)]
mod tests;
