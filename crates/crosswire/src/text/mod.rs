//! Text: from what was read to an article whose parts are known.
//!
//! In reading order: [`offsets`] (bytes and code points), `blocks` (headings, paragraphs, datelines, credit lines),
//! `repeats` (passages that an article contains twice).

mod blocks;
pub mod offsets;

use crate::{Document, Warning};
use crosswire_model::{ArticleId, Basis, Passage, Span};
use jiff::civil::Date;
use offsets::Offsets;
use std::ops::Range;

/// An article with its parts known. Ranges are byte offsets into [`Document::text`].
#[derive(Debug, Clone)]
pub struct Article {
    /// Its name in the ledger.
    pub id: ArticleId,
    /// What was read.
    pub document: Document,
    /// Code points of its text.
    pub offsets: Offsets,
    /// Its parts in order; they neither overlap nor hold the white space around them.
    pub blocks: Vec<Block>,
    /// Later passages that repeat earlier ones, in order.
    pub repeats: Vec<Repetition>,
    /// The day it was published, and what that rests on.
    pub published: Option<(Date, Basis)>,
    /// Agencies whose wire it says it carries or draws on, in its own words.
    pub agencies: Vec<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
}

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub bytes: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a part of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text: the only part that is evidence.
    Paragraph,
    /// A heading, also one in capitals without a full stop.
    Heading,
    /// "LONDON (Reuters) –" before the first sentence.
    Dateline,
    /// "Agencies contributed to this report".
    Credit,
    /// A stray date or head line before the text, a share button's words.
    Furniture,
}

/// A passage and the earlier one that it repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetition {
    /// The later passage.
    pub bytes: Range<usize>,
    /// The earlier one.
    pub of: Range<usize>,
}

impl Article {
    /// The words at a byte range.
    pub fn text(&self, bytes: &Range<usize>) -> &str {
        &self.document.text[bytes.clone()]
    }

    /// A byte range in code points.
    pub fn span(&self, bytes: &Range<usize>) -> Span {
        self.offsets.span(&self.document.text, bytes)
    }

    /// A span in bytes.
    pub fn bytes(&self, span: Span) -> Range<usize> {
        self.offsets.bytes(&self.document.text, span)
    }

    /// A byte range as a passage of the ledger.
    pub fn passage(&self, bytes: &Range<usize>) -> Passage {
        Passage { article: self.id.clone(), span: self.span(bytes) }
    }

    /// Whether a byte range begins inside a passage that repeats an earlier one, and so is evidence for nothing.
    pub fn is_repeated(&self, bytes: &Range<usize>) -> bool {
        self.repeats.iter().any(|r| r.bytes.start <= bytes.start && bytes.start < r.bytes.end)
    }
}

/// Finds the parts of each document. The articles come in the order of path, whatever the order of the documents.
///
/// Two documents with the same bytes, outlet and address are one article, read once.
pub fn read(documents: Vec<Document>) -> crate::Warned<Vec<Article>> {
    let _: Option<Warning> = None;
    let mut documents = documents;
    documents.sort_by(|a, b| (&a.path, &a.sha256).cmp(&(&b.path, &b.sha256)));
    let value = documents
        .into_iter()
        .map(|document| Article {
            id: ArticleId(crate::hash::id(
                'a',
                &[
                    &document.sha256,
                    document.outlet.as_deref().unwrap_or(""),
                    document.url.as_deref().unwrap_or(""),
                ],
            )),
            offsets: Offsets::new(&document.text),
            blocks: blocks::find(&document.text, document.body),
            repeats: Vec::new(),
            published: document.published,
            agencies: Vec::new(),
            language: None,
            document,
        })
        .collect();
    crate::Warned { value, warnings: Vec::new() }
}
