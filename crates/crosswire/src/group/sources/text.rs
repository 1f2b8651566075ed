//! Small helpers over the words of names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a word begins with a capital.
pub(crate) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A word without "'s" or a closing apostrophe.
pub(crate) fn strip_possessive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .or_else(|| word.strip_suffix(['\'', '’']))
        .unwrap_or(word)
}

/// A name without "the" before it.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

/// A name in one line, without titles before it and without a possessive.
pub(super) fn plain_name(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    while words.len() > 1 && super::roles::is_title(words[0]) {
        words.remove(0);
    }
    let last = words.pop().unwrap_or_default();
    words.push(strip_possessive(last));
    words.join(" ")
}

/// Words without "the" or "a" before them.
pub(super) fn strip_article<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    match words.first().map(|w| w.to_lowercase()) {
        Some(w) if words.len() > 1 && matches!(w.as_str(), "the" | "a" | "an") => &words[1..],
        _ => words,
    }
}

/// Whether a word of running text ends its phrase by the mark after it.
pub(super) fn ends_phrase(word: &str) -> bool {
    word.ends_with([',', '.', ';', ':', '”', '"', ')', '—'])
}

/// A word's letters without accents: "Zoë" and "Zoe", "Bjørn" and "Bjorn" are one.
pub(crate) fn plain_letters(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.nfd().filter(|&c| !is_combining_mark(c)) {
        match letter {
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            _ => plain.push(letter),
        }
    }
    plain
}

/// The least number of letters to put in, take out or change to make one word of another (Levenshtein 1966).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
