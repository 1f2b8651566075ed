//! Words: tokens as in the Universal Dependencies treebanks of English, with hyphenated words kept whole.

use super::{Word, WordKind};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::ops::Range;
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

/// What may follow the full stop of an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name: "Mr."
    Title,
    /// A number: "No."
    Number,
    /// Something in the same sentence: "vs."
    Inside,
    /// A day: "Jan."
    Date,
    /// Anything: "Calif."
    Place,
    /// The next sentence as often as not: "Inc."
    End,
    /// "a.m."
    Time,
    /// "U.S.", "J."
    Initials,
}

static ABBREVIATIONS: LazyLock<FxHashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("../../data/abbreviations.txt").lines() {
        let mut fields = line.split_whitespace();
        let class = match fields.next() {
            Some("title") => Abbreviation::Title,
            Some("number") => Abbreviation::Number,
            Some("inside") => Abbreviation::Inside,
            Some("date") => Abbreviation::Date,
            Some("place") => Abbreviation::Place,
            Some("end") => Abbreviation::End,
            Some("time") => Abbreviation::Time,
            _ => continue,
        };
        words.extend(fields.map(|word| (word, class)));
    }
    words
});

/// What kind of abbreviation a word is; `word` ends in its full stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let stem = word.strip_suffix('.')?;
    if let Some(&class) = ABBREVIATIONS.get(stem) {
        return Some(class);
    }
    // "R-Ariz.", "mid-Jan."
    if let Some((_, last)) = stem.rsplit_once('-')
        && let Some(&class) = ABBREVIATIONS.get(last)
    {
        return Some(class);
    }
    let mut chars = stem.chars();
    // "SEN. BERG" in a heading.
    if stem.len() > 1 && stem.bytes().all(|b| b.is_ascii_uppercase()) {
        let capitalised = format!("{}{}", &stem[..1], stem[1..].to_ascii_lowercase());
        let class = ABBREVIATIONS.get(capitalised.as_str()).copied();
        return class.filter(|&class| class == Abbreviation::Title);
    }
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_uppercase() => Some(Abbreviation::Initials),
        (Some(c), Some('.')) if c.is_alphabetic() => Some(Abbreviation::Initials),
        _ => None,
    }
}

/// Whether the full stop at the end of `word` is part of it: "Gov.", "U.S."
pub(crate) fn is_abbreviation(word: &str) -> bool {
    abbreviation(word).is_some()
}

/// Adds the words of one block to `words`.
pub(super) fn find(text: &str, block: &Range<usize>, words: &mut Vec<Word>) {
    let within = &text[block.clone()];
    let mut at = 0;
    while let Some(whole) = TOKEN.find_at(within, at) {
        let word = whole.as_str();
        let mut end = whole.end();
        // An acronym has its full stop already; an address has none at its end.
        let link = word.contains(['@', '#', '/']) || word.starts_with("www.");
        if !word.contains('.') && takes_full_stop(within, whole.range()) {
            end += 1;
        }
        at = end;
        let bytes = block.start + whole.start()..block.start + end;
        match if link { None } else { clitic(&within[whole.start()..end]) } {
            Some(cut) => {
                let cut = bytes.start + cut;
                words.push(Word { kind: kind(&text[bytes.start..cut]), bytes: bytes.start..cut });
                words.push(Word { kind: WordKind::Word, bytes: cut..bytes.end });
            }
            None => words.push(Word { kind: kind(&text[bytes.clone()]), bytes }),
        }
    }
}

/// Whether the full stop after a word is part of it: "Gov.", "J." before a name.
fn takes_full_stop(text: &str, word: Range<usize>) -> bool {
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
