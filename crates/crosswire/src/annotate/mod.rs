//! Annotate: sentences and words, and what the language layer says of them.
//!
//! In reading order: `words` (tokens with what they look like, as patterns want them), `tree` (who depends on whom, what
//! stands in quotation marks), then [`annotate`].

mod words;
pub(crate) mod tree;

use crate::text::{Article, BlockKind};
use crosswire_lang::{ByteRange, Model, WordRange};

/// The sentences and words of one article. Byte offsets into the article's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotation {
    /// What the language layer found: its own words, with tags and syntax, and names. It reads each block on its own.
    pub language: crosswire_lang::Document,
    /// Every word of every block, in order.
    pub words: Vec<Word>,
    /// Every sentence, in order; a heading, a dateline and a credit line is one each.
    pub sentences: Vec<Sentence>,
    /// Dependents and quotations; [`tree::Tree`] reads them.
    syntax: tree::Syntax,
}

impl Annotation {
    /// Number of words and numbers that can be evidence: repeated passages count once, headings and credit lines not.
    pub fn body_words(&self) -> usize {
        let evidence = self.sentences.iter().filter(|sentence| sentence.is_evidence());
        let words = evidence.flat_map(|sentence| &self.words[sentence.words]);
        words.filter(|word| word.kind != WordKind::Mark).count()
    }

    /// Lets go of what takes most room: all but where words and sentences are.
    pub(crate) fn forget_syntax(&mut self) {
        (self.language, self.syntax) = (crosswire_lang::Document::default(), tree::Syntax::default());
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without white space around it.
    pub bytes: ByteRange,
    /// Its words, as indices into [`Annotation::words`].
    pub words: WordRange,
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
    pub bytes: ByteRange,
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
///
/// Sentences of running text begin where the language layer says; a heading, a dateline or a credit line is one sentence.
pub fn annotate(model: &Model, article: &Article) -> Annotation {
    let text = &article.document.text;
    let blocks: Vec<_> = article.blocks.iter().map(|block| block.bytes).collect();
    let language = model.annotate_blocks(text, &blocks);
    let mut starts = language.sentences.iter().map(|sentence| sentence.bytes.start).peekable();
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut sentences = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let first = words.len();
        words::find(text, block.bytes, &mut words);
        let mut cuts = vec![first];
        while let Some(start) = starts.next_if(|&start| start < block.bytes.end) {
            let word = first + words[first..].partition_point(|word| word.bytes.start < start);
            // A pattern's word may be several of the language layer's, and is not cut.
            if block.kind == BlockKind::Paragraph && cuts.last().is_some_and(|&last| last < word) {
                cuts.push(word);
            }
        }
        cuts.push(words.len());
        sentences.extend(cuts.windows(2).filter(|cut| cut[0] < cut[1]).map(|cut| {
            let bytes = ByteRange::new(words[cut[0]].bytes.start, words[cut[1] - 1].bytes.end);
            Sentence {
                repeated: article.is_repeated(bytes),
                bytes,
                words: WordRange::new(cut[0], cut[1]),
                block: index,
                kind: block.kind,
            }
        }));
    }
    let syntax = tree::Syntax::new(article, &language.words);
    Annotation { language, words, sentences, syntax }
}

/// As [`annotate`], with the model that is built in.
#[cfg(test)]
pub(crate) fn annotate_alone(article: &Article) -> Annotation {
    annotate(&Model::builtin().expect("the model is sound"), article)
}

#[cfg(test)]
mod tests;
