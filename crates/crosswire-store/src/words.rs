//! The words of a text as search compares them, and what a query asks for.
//!
//! Both databases index these words and cut nothing themselves, so that both find the same. A word is a run of letters and
//! digits; case, accents and ligatures do not count. Invisible characters inside a word are left out.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word is compared by so many characters.
const LONGEST: usize = 64;

/// A word of a text: how it is compared, and where it stands, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The words of a text, in its order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            if !first.is_alphanumeric() {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                if !(c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let folded = fold(&text[start..end]);
            if !folded.is_empty() {
                return Some(Word { folded, start, end });
            }
        }
    })
}

/// Soft hyphens, joiners and other characters without width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters and digits without accents, in lower case.
fn fold(word: &str) -> String {
    let mut folded = String::new();
    for c in word.nfkd().flat_map(char::to_lowercase).nfkd().filter(|c| c.is_alphanumeric()) {
        // Letters that are not taken apart and that other keyboards lack.
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            _ => folded.push(c),
        }
    }
    match folded.char_indices().nth(LONGEST) {
        Some((end, _)) => folded[..end].to_owned(),
        None => folded,
    }
}

/// What a query asks for: each phrase must be there, its words one right after the other.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Query(Vec<Vec<String>>);

impl Query {
    /// What stands in quotation marks is a phrase, and so is what stands between spaces: `cease-fire` is "cease fire".
    /// There are no operators: every other character only parts words.
    pub(crate) fn parse(text: &str) -> Query {
        let mut phrases = Vec::new();
        let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        let pieces: Vec<&str> = text.split(is_mark).collect();
        for (i, piece) in pieces.iter().enumerate() {
            // A mark that nothing closes quotes nothing.
            if i % 2 == 1 && i + 1 < pieces.len() {
                phrases.push(words(piece).map(|w| w.folded).collect());
            } else {
                let parts = piece.split_whitespace();
                phrases.extend(parts.map(|part| words(part).map(|w| w.folded).collect()));
            }
        }
        // Said twice, it is asked for once.
        let mut asked = BTreeSet::new();
        phrases.retain(|phrase: &Vec<String>| !phrase.is_empty() && asked.insert(phrase.clone()));
        Query(phrases)
    }

    /// The words that a text must have in any case; none where the query has none.
    pub(crate) fn needed(&self) -> BTreeSet<&str> {
        self.0.iter().flatten().map(String::as_str).collect()
    }

    /// Where the text says what is asked, as ranges of its words in order; none where it lacks a phrase.
    pub(crate) fn find(&self, text: &[Word]) -> Option<Vec<std::ops::Range<usize>>> {
        let mut found = Vec::new();
        for phrase in &self.0 {
            let before = found.len();
            let mut at = 0;
            while let Some(window) = text.get(at..at + phrase.len()) {
                if window.iter().map(|w| &w.folded).eq(phrase) {
                    found.push(at..at + phrase.len());
                }
                at += 1;
            }
            if found.len() == before {
                return None;
            }
        }
        found.sort_by_key(|range| (range.start, range.end));
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).map(|w| w.folded).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn words_are_folded() {
        check("The FERRY sank.", "the ferry sank");
        check("Zoë Çelik, Łódź; Straße, Ærø", "zoe celik lodz strasse aero");
        check("Zoe\u{308} caf\u{e9} cafe\u{301}", "zoe cafe cafe");
        check("cease-fire, O’Brien, don't, 3.5", "cease fire o brien don t 3 5");
        check("har\u{ad}bour ﬁre １２ İzmir", "harbour fire 12 izmir");
        check("... — ! \u{301}", "");
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "Die Fähre sank";
        let found: Vec<&str> = words(text).map(|w| &text[w.start..w.end]).collect();
        assert_eq!(found, ["Die", "Fähre", "sank"]);
    }

    #[test]
    fn a_query_is_words_and_phrases() {
        let check = |query: &str, expected: &[&[&str]]| {
            let expected = expected.iter().map(|p| p.iter().map(|w| (*w).to_owned()).collect()).collect();
            assert_eq!(Query::parse(query), Query(expected), "{query}");
        };
        check("", &[]);
        check("Ferry sank", &[&["ferry"], &["sank"]]);
        check("\"ferry sank\" now", &[&["ferry", "sank"], &["now"]]);
        check("“ferry sank” cease-fire", &[&["ferry", "sank"], &["cease", "fire"]]);
        check("\"ferry sank Ferry", &[&["ferry"], &["sank"]]);
        check("a AND (b* OR NOT c)", &[&["a"], &["and"], &["b"], &["or"], &["not"], &["c"]]);
    }
}
