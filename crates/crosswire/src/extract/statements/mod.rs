//! Who says what: attribution relations of one article.
//!
//! First form, on words alone: no tags and no syntax. Each family of patterns is a file, with what it finds and where it
//! fails. In reading order: [`cues`] (the words that attribute), [`phrase`] (who they name), then the families
//! [`clause`] ("X said that …"), [`quotation`] ("“…,” X said"), [`according`] ("according to X", "as reported by X") and
//! [`unnamed`] ("reportedly").

mod cues;
mod phrase;
mod clause;
mod quotation;
mod according;
mod unnamed;

use super::sheet::Sheet;
use crate::annotate::{Annotation, Sentence};
use crate::text::Article;
use crosswire_model::Quote;
use std::ops::Range;

/// An attribution as the words give it: who is named is not resolved yet. Byte offsets into the article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// What is said, in order; more than one piece where the cue stands within it.
    pub content: Vec<Range<usize>>,
    /// The words that attribute. None where a quotation goes on in the voice of the one before.
    pub cue: Option<Range<usize>>,
    /// The words that name the source. None where no one is named ("reportedly").
    pub source: Option<Range<usize>>,
    /// The words that name relays, nearest to the source first.
    pub via: Vec<Range<usize>>,
    /// Whether the relay is to be looked for before this sentence ("he reportedly said").
    pub relayed: bool,
    /// Whether the words are the source's own.
    pub quote: Quote,
}

/// An attribution in word indices, while it is being found.
#[derive(Debug, Clone)]
struct Found {
    content: Vec<Range<usize>>,
    cue: Option<Range<usize>>,
    source: Option<Range<usize>>,
    via: Vec<Range<usize>>,
    relayed: bool,
}

impl Found {
    fn new(content: Vec<Range<usize>>, cue: Range<usize>, source: Option<Range<usize>>) -> Self {
        Found { content, cue: Some(cue), source, via: Vec::new(), relayed: false }
    }
}

/// Finds the attributions of an article, in order of their content.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Attribution> {
    let sheet = Sheet::new(article, annotation);
    let mut found = quotation::find(&sheet);
    for sentence in sheet.evidence() {
        let mut here = clause::find(&sheet, sentence, &found);
        here.extend(according::find(&sheet, sentence));
        here.extend(unnamed::find(&sheet, sentence, &here));
        according::attach_relays(&sheet, sentence, &mut here, &mut found);
        found.extend(here);
    }
    let mut attributions: Vec<Attribution> =
        found.into_iter().filter_map(|f| attribution(&sheet, f)).collect();
    attributions.sort_by_key(|a| (a.content[0].start, a.content[0].end, a.cue.as_ref().map(|c| c.start)));
    attributions.dedup_by(|b, a| a.content == b.content);
    attributions
}

/// Trims the content to what is said and drops what is too little to be said at all.
fn attribution(sheet: &Sheet, found: Found) -> Option<Attribution> {
    let pieces: Vec<Range<usize>> =
        found.content.into_iter().map(|p| trim(sheet, p)).filter(|p| p.len() > 1).collect();
    if pieces.iter().map(|p| p.len()).sum::<usize>() < 2 {
        return None;
    }
    let marked = pieces.iter().flat_map(Clone::clone).filter(|&i| sheet.quotation(i).is_some()).count();
    let all: usize = pieces.iter().map(|p| p.len()).sum();
    let quote = match marked {
        0 => Quote::Indirect,
        n if n >= all => Quote::Direct,
        _ => Quote::Mixed,
    };
    Some(Attribution {
        content: pieces.iter().map(|p| sheet.bytes(p)).collect(),
        cue: found.cue.map(|c| sheet.bytes(&c)),
        source: found.source.filter(|s| !s.is_empty()).map(|s| sheet.bytes(&s)),
        via: found.via.iter().filter(|v| !v.is_empty()).map(|v| sheet.bytes(v)).collect(),
        relayed: found.relayed,
        quote,
    })
}

/// Cuts commas, full stops and whole quotation marks from the ends of a piece, and "that" from its head.
fn trim(sheet: &Sheet, mut piece: Range<usize>) -> Range<usize> {
    while piece.start < piece.end {
        let (first, last) = (piece.start, piece.end - 1);
        let opens = |i: usize| matches!(sheet.lower(i), "“" | "\"" | "”");
        if matches!(sheet.lower(first), "," | ":" | "-" | "–" | "—" | ")" | "." | "that") {
            piece.start += 1;
        } else if matches!(sheet.lower(last), "," | "." | ";" | ":" | "–" | "—" | "-" | "(") {
            piece.end -= 1;
        } else if opens(first)
            && (first == last || sheet.quotation(first).is_none_or(|q| sheet.quotations[q].end >= piece.end))
        {
            // An opening mark whose quotation runs to the end of the piece or beyond; an unmatched closing one.
            piece.start += 1;
        } else if opens(last) && sheet.quotation(last).is_none_or(|q| sheet.quotations[q].start < piece.start)
        {
            piece.end -= 1;
        } else {
            break;
        }
    }
    piece
}

/// The words of a sentence without the dash or bracket it may begin with.
fn body(sentence: &Sentence) -> Range<usize> {
    sentence.words.clone()
}
