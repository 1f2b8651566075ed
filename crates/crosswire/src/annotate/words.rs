//! Words: tokens as in the Universal Dependencies treebanks of English, with hyphenated words kept whole.

use super::{Word, WordKind};
use crosswire_lang::ByteRange;
use crosswire_lang::abbreviations::{Abbreviation, abbreviation};
use regex::Regex;
use std::sync::LazyLock;

/// What may stand as one word, the first that fits. What fits none is a mark of one code point.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)
        (?:
            (?: https?:// | www\. ) [^\s<>"“”]* [\w/=\#-]
          | [\w.+-]*\w @ \w[\w-]* (?: \.\w[\w-]* )+
          | \w[\w-]* (?: \. \w[\w-]* )* \. (?: com | org | net | edu | gov | info | co\.uk ) (?-u:\b) (?: /[^\s<>"“”]*[\w/] )?
          | [@\#] \w+
        )
        | (?: (?: \w+ - )? \p{L} (?: \. \p{L} )+ \. (?: - \w+ )* | Ph\.D\. )
        | \d\w* (?: [.,:/] \d\w* )* (?: - \w+ )*
        | \p{Lu}+ & \p{Lu}+ (?-u:\b)
        | \w+ (?: ['’] \w+ )* (?: - \w+ (?: ['’] \w+ )* )*
        | \.{2,} | -{2,}
        | [\u{1f1e6}-\u{1f1ff}]{2}
        | \p{Extended_Pictographic} (?: [\u{fe0f}\u{1f3fb}-\u{1f3ff}] | \u{200d} \p{Extended_Pictographic} )*
        | \S
        "#,
    )
    .expect("the pattern is fixed")
});

/// Adds the words of one block to `words`.
pub(super) fn find(text: &str, block: ByteRange, words: &mut Vec<Word>) {
    let within = &text[block];
    let mut at = 0;
    while let Some(whole) = TOKEN.find_at(within, at) {
        let word = whole.as_str();
        let mut end = whole.end();
        // An acronym has its full stop already; an address has none at its end.
        let link = word.contains(['@', '#', '/']) || word.starts_with("www.");
        if !word.contains('.') && takes_full_stop(within, whole.range().into()) {
            end += 1;
        }
        at = end;
        let bytes = ByteRange::new(block.start + whole.start(), block.start + end);
        match if link { None } else { clitic(&within[whole.start()..end]) } {
            Some(cut) => {
                let cut = bytes.start + cut;
                words.push(Word {
                    kind: kind(&text[bytes.start..cut]),
                    bytes: ByteRange::new(bytes.start, cut),
                });
                words.push(Word { kind: WordKind::Word, bytes: ByteRange::new(cut, bytes.end) });
            }
            None => words.push(Word { kind: kind(&text[bytes]), bytes }),
        }
    }
}

/// Whether the full stop after a word is part of it: "Gov.", "J." before a name.
fn takes_full_stop(text: &str, word: ByteRange) -> bool {
    let rest = &text[word.end..];
    if !rest.starts_with('.') || rest[1..].starts_with('.') {
        return false;
    }
    match abbreviation(&text[word.start..word.end + 1]) {
        None => false,
        Some(Abbreviation::Number) => rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
        // "and I." ends; "J. Smith" goes on.
        Some(Abbreviation::Initials) => {
            let next = rest[1..].strip_prefix(' ').unwrap_or(&rest[1..]);
            &text[word] != "I" && next.starts_with(|c: char| c.is_uppercase())
        }
        Some(Abbreviation::Inside) => !rest[1..].trim().is_empty(),
        Some(_) => true,
    }
}

/// Where "Iran's" and "don't" come apart, if they do.
fn clitic(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().find(|&(_, c)| c == '\'' || c == '’')?;
    if at == 0 {
        return None;
    }
    let after = &word[at + mark.len_utf8()..];
    if after.eq_ignore_ascii_case("t") {
        let n = at - 1;
        return (n > 0 && word.is_char_boundary(n) && word[n..at].eq_ignore_ascii_case("n")).then_some(n);
    }
    ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| after.eq_ignore_ascii_case(c)).then_some(at)
}

fn kind(word: &str) -> WordKind {
    match word.chars().next() {
        Some(c) if c.is_numeric() => WordKind::Number,
        _ if word.contains(char::is_alphanumeric) => WordKind::Word,
        _ => WordKind::Mark,
    }
}
