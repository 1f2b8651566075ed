//! Text: from what was read to an article whose parts are known.
//!
//! In reading order: [`offsets`] (bytes and code points), `blocks` (headings, paragraphs, datelines, credit lines), `head`
//! (a stray date), `agencies` (whose wire it carries), `versions` (texts of one article), `repeats` (passages that an article contains twice); [`overlaps`] finds
//! which ranges touch a place.

pub mod offsets;
pub mod overlaps;

mod agencies;
mod blocks;
mod head;
mod repeats;
mod versions;

use crate::{Document, Warning};
use crosswire_lang::ByteRange;
use crosswire_model::{ArticleId, Basis, Passage, Span};
use jiff::civil::Date;
use offsets::Offsets;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use whichlang::Lang;

/// An article with its parts known. Ranges are byte offsets into [`Document::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Its earlier versions, oldest first.
    pub versions: Vec<Document>,
}

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub bytes: ByteRange,
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
    /// "Correction: An earlier version of this article misstated …": what it tells is what the article no longer says.
    Correction,
    /// A stray date or head line before the text, a share button's words.
    Furniture,
}

/// A passage and the earlier one that it repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetition {
    /// The later passage.
    pub bytes: ByteRange,
    /// The earlier one.
    pub of: ByteRange,
}

impl Article {
    /// The words at a byte range.
    pub fn text(&self, bytes: ByteRange) -> &str {
        &self.document.text[bytes]
    }

    /// A byte range in code points.
    pub fn span(&self, bytes: ByteRange) -> Span {
        self.offsets.span(&self.document.text, bytes)
    }

    /// A span in bytes.
    pub fn bytes(&self, span: Span) -> ByteRange {
        self.offsets.bytes(&self.document.text, span)
    }

    /// A byte range as a passage of the ledger.
    pub fn passage(&self, bytes: ByteRange) -> Passage {
        Passage { article: self.id.clone(), span: self.span(bytes) }
    }

    /// Whether a byte range begins inside a passage that repeats an earlier one, and so is evidence for nothing.
    pub fn is_repeated(&self, bytes: ByteRange) -> bool {
        self.repeats.iter().any(|r| r.bytes.contains(bytes.start))
    }
}

/// Finds the parts of each document. The articles come in the order of path, whatever the order of the documents.
///
/// Two documents with the same text are one article, unless their outlets or addresses differ: wire copy in two outlets is
/// two articles. What the first leaves unsaid about itself it takes from the second, which a warning names. Of several versions
/// at one address the last is read, and a warning names the others; others name an article that is not in English, and one that is
/// read to its hundred thousandth word.
pub fn read(documents: Vec<Document>) -> crate::Warned<Vec<Article>> {
    let (documents, mut warnings) = once_each(documents);
    let (mut documents, others) = versions::last_of_each(documents);
    warnings.extend(others);
    warnings.extend(documents.iter_mut().filter_map(|(document, _)| shorten(document)));
    let ids = ids(documents.iter().map(|(document, _)| document));
    let read = |((document, versions), id)| Article { versions, ..parts(document, id) };
    let value: Vec<Article> = documents.into_par_iter().zip(ids).map(read).collect();
    warnings.extend(value.iter().filter_map(foreign));
    crate::Warned { value, warnings }
}

/// Words of an article that are read: five times as many as the longest articles have. What is longer is a log or an archive, and
/// would take memory and time without end.
const MOST_WORDS: usize = 100_000;

/// Leaves out what stands behind the most words that are read, from a paragraph's end if one is near, and says so.
fn shorten(document: &mut Document) -> Option<Warning> {
    let text = &document.text;
    // A word and its space are two bytes or more.
    if text.len() < 2 * MOST_WORDS {
        return None;
    }
    let next = text[document.body..].split_whitespace().nth(MOST_WORDS)?;
    let end = next.as_ptr().addr() - text.as_ptr().addr();
    let paragraph = text[..end].rfind("\n\n").filter(|at| 10 * (end - at) < end);
    let end = text[..paragraph.unwrap_or(end)].trim_end().len();
    let left = text[end..].split_whitespace().count();
    document.text.truncate(end);
    Some(Warning {
        path: document.path.clone(),
        reason: format!("is longer than any article: its last {left} words are left out"),
        skipped: false,
    })
}

/// Says of an article that it is not in English.
fn foreign(article: &Article) -> Option<Warning> {
    let language = article.language.as_deref().filter(|language| *language != "en")?;
    Some(Warning {
        path: article.document.path.clone(),
        reason: format!("in another language than English ({language}); little can be found in it"),
        skipped: false,
    })
}

/// The documents in the order of path, without those that say the same as an earlier one.
fn once_each(mut documents: Vec<Document>) -> (Vec<Document>, Vec<Warning>) {
    fn key(d: &Document) -> impl Ord + '_ {
        (
            &d.path,
            &d.sha256,
            &d.outlet,
            &d.url,
            &d.text,
            (d.body, &d.title, &d.author, d.published.map(|p| p.0)),
        )
    }
    documents.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut kept: Vec<Document> = Vec::with_capacity(documents.len());
    let mut by_text: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
    let mut warnings = Vec::new();
    for mut document in documents {
        document.body = document.text.floor_char_boundary(document.body);
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let same_text =
            by_text.entry(Sha256::digest(document.text[document.body..].trim()).into()).or_default();
        let twin = same_text
            .iter()
            .copied()
            .find(|&i| !differ(&kept[i].outlet, &document.outlet) && !differ(&kept[i].url, &document.url));
        match twin {
            Some(i) => {
                let first = &mut kept[i];
                warnings.push(Warning {
                    path: document.path,
                    reason: format!("has the same text as {}, and was read once", first.path),
                    skipped: false,
                });
                first.outlet = first.outlet.take().or(document.outlet);
                first.title = first.title.take().or(document.title);
                first.url = first.url.take().or(document.url);
                first.author = first.author.take().or(document.author);
                first.published = first.published.or(document.published);
            }
            None => {
                same_text.push(kept.len());
                kept.push(document);
            }
        }
    }
    (kept, warnings)
}

/// A name for each document, no two alike.
fn ids<'a>(documents: impl Iterator<Item = &'a Document>) -> Vec<ArticleId> {
    let mut taken = BTreeSet::new();
    let mut ids = Vec::new();
    for document in documents {
        let outlet = document.outlet.as_deref().unwrap_or("");
        let url = document.url.as_deref().unwrap_or("");
        let mut id = crate::hash::id('a', &[&document.sha256, outlet, url]);
        let mut again = 1;
        while !taken.insert(id.clone()) {
            again += 1;
            id = crate::hash::id('a', &[&document.sha256, outlet, url, &again.to_string()]);
        }
        ids.push(ArticleId(id));
    }
    ids
}

fn parts(document: Document, id: ArticleId) -> Article {
    let text = &document.text;
    let found = blocks::find(text, document.body, document.title.as_deref());
    Article {
        id,
        offsets: Offsets::new(text),
        repeats: repeats::find(text, &found.blocks),
        published: document.published.or(found.date.map(|date| (date, Basis::Text))),
        agencies: agencies::find(text, &found.blocks, document.author.as_deref()),
        language: language(text, &found.blocks),
        versions: Vec::new(),
        blocks: found.blocks,
        document,
    }
}

/// The words of a text in small letters, without marks.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A text in one line, with one space between words.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A guess at a language needs this many words.
const ENOUGH_WORDS: usize = 20;

/// The language of the running text, in ISO 639-1; none where there is too little of it to tell.
fn language(text: &str, blocks: &[Block]) -> Option<String> {
    let body = blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).map(|b| &text[b.bytes]);
    // The beginning tells as much as the whole.
    let words: Vec<&str> = body.flat_map(str::split_whitespace).take(400).collect();
    if words.len() < ENOUGH_WORDS {
        return None;
    }
    let code = match whichlang::detect_language(&words.join(" ")) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests;
