//! Pieces: the words of a sentence, split where a number may begin or end.
//!
//! "20-year-old" is one word and five pieces; "$400m" is a mark, digits and letters. Numbers, units, weekdays and
//! months are all looked for among pieces.

use crate::annotate::{Annotation, Sentence};
use crosswire_lang::ByteRange;

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Letters, with apostrophes and the full stops of abbreviations.
    Letters,
    /// Digits, with separators between them.
    Digits,
    /// Anything else, one character each.
    Mark,
}

/// Part of a word, or the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands in the article's text.
    pub(crate) bytes: ByteRange,
    /// Its letters in lower case, with straight apostrophes, without the full stop of "Sept.".
    pub(crate) lower: String,
    /// What it is made of.
    pub(crate) form: Form,
    /// Whether nothing stands between it and the piece before it.
    pub(crate) glued: bool,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// The language layer's word that it begins in, as an index into its words.
    pub(crate) word: usize,
    /// Penn Treebank tag of that word; empty where there is none.
    pub(crate) tag: &'static str,
}

impl Piece {
    /// Whether the piece reads `word` in lower case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    /// Whether the piece is one of `words`.
    pub(crate) fn among(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    /// Whether the piece is a hyphen or a dash without spaces around it on its left.
    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.lower.as_str(), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}")
    }
}

/// The pieces of a sentence, in order. They hold every character of its words.
pub(crate) fn pieces(text: &str, annotation: &Annotation, sentence: &Sentence) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for word in &annotation.words[sentence.words] {
        split(text, word.bytes, &mut out);
    }
    join_groups(text, &mut out);
    let tagged = annotation.language.words.as_slice();
    let mut at = tagged.partition_point(|w| w.bytes.end <= sentence.bytes.start);
    for piece in &mut out {
        while tagged.get(at).is_some_and(|w| w.bytes.end <= piece.bytes.start) {
            at += 1;
        }
        piece.word = at;
        piece.tag = tagged.get(at).map_or("", |w| w.xpos.as_str());
    }
    out
}

fn split(text: &str, word: ByteRange, out: &mut Vec<Piece>) {
    let mut start = word.start;
    while start < word.end {
        let rest = &text[start..word.end];
        let (form, len) = first(rest);
        let bytes = ByteRange::new(start, start + len);
        let raw = &text[bytes];
        let lower = unstopped(raw).to_lowercase().replace(['\u{2019}', '\u{2018}'], "'");
        out.push(Piece {
            glued: out.last().is_some_and(|p| p.bytes.end == start),
            capital: raw.chars().next().is_some_and(char::is_uppercase),
            bytes,
            lower,
            form,
            word: 0,
            tag: "",
        });
        start += len;
    }
}

/// Joins the digits that a word cut at their commas: "US$42,000,500" is one number however its letters touch it.
fn join_groups(text: &str, p: &mut Vec<Piece>) {
    let mut at = 1;
    while at + 2 < p.len() {
        let (before, first, sign, rest) = (&p[at - 1], &p[at], &p[at + 1], &p[at + 2]);
        let cut = before.form == Form::Letters
            && first.form == Form::Digits
            && rest.form == Form::Digits
            && first.glued
            && sign.glued
            && rest.glued
            && (sign.is(",") && rest.bytes.len() % 4 == 3 || sign.is(".") && !first.lower.contains('.'));
        if cut {
            let bytes = ByteRange::new(first.bytes.start, rest.bytes.end);
            p[at].lower = text[bytes].to_owned();
            p[at].bytes = bytes;
            p.drain(at + 1..at + 3);
        } else {
            at += 1;
        }
    }
}

/// The pieces of a word on its own, as they are written.
pub(crate) fn of_word(word: &str) -> Vec<String> {
    let of_part = |part: &str| {
        let mut out = Vec::new();
        split(part, ByteRange::new(0, part.len()), &mut out);
        out.iter().map(|piece| unstopped(&part[piece.bytes]).to_owned()).collect::<Vec<_>>()
    };
    word.split_whitespace().flat_map(of_part).collect()
}

/// A piece's letters without the full stop of "Sept."; "U.S." keeps its own.
pub(crate) fn unstopped(piece: &str) -> &str {
    match piece.strip_suffix('.') {
        Some(rest) if !rest.is_empty() && !rest.contains('.') => rest,
        _ => piece,
    }
}

/// Form and length in bytes of the piece that `rest`, never empty, begins with.
fn first(rest: &str) -> (Form, usize) {
    let mut chars = rest.char_indices().peekable();
    let Some((_, head)) = chars.next() else { return (Form::Mark, 0) };
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    let next_is = |chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, f: fn(char) -> bool| {
        let mut ahead = chars.clone();
        ahead.next();
        ahead.next().is_some_and(|(_, c)| f(c))
    };
    let opens = apostrophe(head) && chars.peek().is_some_and(|(_, c)| c.is_alphabetic());
    let mut len = head.len_utf8();
    if head.is_ascii_digit() {
        while let Some(&(at, c)) = chars.peek() {
            let inside =
                c.is_ascii_digit() || matches!(c, ',' | '.') && next_is(&mut chars, |c| c.is_ascii_digit());
            if !inside {
                break;
            }
            len = at + c.len_utf8();
            chars.next();
        }
        (Form::Digits, len)
    } else if head.is_alphabetic() || opens {
        let mut stops = 0;
        while let Some(&(at, c)) = chars.peek() {
            let last = at + c.len_utf8() == rest.len();
            let stop = c == '.' && (last || stops > 0 || next_is(&mut chars, char::is_alphabetic));
            let inside = c.is_alphabetic()
                || stop
                || apostrophe(c) && next_is(&mut chars, char::is_alphabetic)
                || unicode_mark(c);
            if !inside {
                break;
            }
            stops += usize::from(stop);
            len = at + c.len_utf8();
            chars.next();
        }
        (Form::Letters, len)
    } else {
        (Form::Mark, len)
    }
}

/// Whether a character combines with the letter before it.
fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}')
}

/// The pieces of all sentences of a text, for tests.
#[cfg(test)]
pub(crate) fn of_text(text: &str) -> Vec<Piece> {
    let document = crate::Document { text: text.to_owned(), ..crate::Document::default() };
    let article = crate::text::read(vec![document]).value.remove(0);
    let annotation = crate::annotate::annotate_alone(&article);
    annotation.sentences.iter().flat_map(|s| pieces(text, &annotation, s)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let pieces = of_text(text);
        let read: Vec<&str> = pieces.iter().map(|p| p.lower.as_str()).collect();
        assert_eq!(read.join("|"), expect, "{text}");
    }

    #[test]
    fn words_are_split_where_numbers_begin_and_end() {
        check("20-year-old", "20|-|year|-|old");
        check("$1.2bn 1,200 3rd", "$|1.2|bn|1,200|3|rd");
        check("10:30 a.m. Sept. 5", "10|:|30|a.m.|sept|5");
        check("U.S. Norva's O\u{2019}Neil", "u.s.|norva|'s|o'neil");
        check("", "");
    }
}
