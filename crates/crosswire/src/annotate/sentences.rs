//! Sentences: where one ends and the next begins, decided mark by mark from the words on both sides.

use super::words::{Abbreviation, abbreviation};
use super::{Word, WordKind};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

static STARTERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/starters.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Words that follow a clock time without beginning a sentence.
const AFTER_CLOCK: [&str; 32] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "GMT",
    "UTC",
    "EST",
    "EDT",
    "CST",
    "CDT",
    "MST",
    "MDT",
    "PST",
    "PDT",
    "ET",
    "Eastern",
    "Pacific",
];

/// Cuts the words of one block into sentences, as ranges of indices into `words`.
pub(super) fn find(text: &str, words: &[Word], block: Range<usize>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = block.start;
    let mut i = block.start;
    let mut quotes = 0usize;
    let word = |i: usize| &text[words[i].bytes.clone()];
    while i < block.end {
        if word(i) == "\"" {
            quotes += 1;
        }
        if !is_terminal(word(i)) {
            i += 1;
            continue;
        }
        let last = i;
        i += 1;
        let mut closed = false;
        while i < block.end && words[i - 1].bytes.end == words[i].bytes.start {
            let mark = word(i);
            let spaced = i + 1 == block.end || words[i].bytes.end < words[i + 1].bytes.start;
            if mark == "\"" && (spaced || quotes % 2 == 1) {
                quotes += 1;
                closed = true;
            } else if is_closer(mark) && (mark != "'" || spaced) {
                closed |= !matches!(mark, ")" | "]");
            } else if !matches!(mark, "." | "!" | "?" | "…") {
                break;
            }
            i += 1;
        }
        if i < block.end && ends(text, words, start, last, i, block.end, closed) {
            sentences.push(start..i);
            start = i;
        }
    }
    if start < block.end {
        sentences.push(start..block.end);
    }
    sentences
}

fn is_terminal(word: &str) -> bool {
    matches!(word, "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "।" | "۔") || word.ends_with('.')
}

fn is_closer(word: &str) -> bool {
    matches!(word, "”" | "’" | "'" | "»" | ")" | "]" | "」" | "』")
}

fn is_opener(word: &str) -> bool {
    matches!(word, "“" | "‘" | "\"" | "'" | "«" | "(" | "[" | "„" | "「" | "『")
}

/// Whether a sentence ends after the mark `last` and what closes with it; `next` is the word after those.
fn ends(
    text: &str,
    words: &[Word],
    start: usize,
    last: usize,
    next: usize,
    block_end: usize,
    quoted: bool,
) -> bool {
    let word = |i: usize| &text[words[i].bytes.clone()];
    let mark = word(last);
    let spaced = words[next - 1].bytes.end < words[next].bytes.start;
    // "1. The ferry": the number of a list's item belongs to the item.
    if mark == "." && last == start + 1 && is_item(word(start)) {
        return false;
    }
    let mut first = next;
    while first + 1 < block_end && is_opener(word(first)) {
        first += 1;
    }
    let opened = first > next;
    let follows = word(first);
    let Some(initial) = follows.chars().next() else { return true };
    if initial.is_lowercase() {
        // "al-Shabab", "iPhone": a name may begin a sentence with a small letter.
        let name = follows.contains(char::is_uppercase);
        return spaced && mark == "." && !quoted && name;
    }
    if words[first].kind == WordKind::Mark
        && !matches!(initial, '•' | '*' | '-' | '–' | '—' | '$' | '€' | '£' | '@' | '¿' | '¡')
    {
        return !matches!(
            initial,
            ',' | ';' | ':' | ')' | ']' | '”' | '’' | '»' | '.' | '!' | '?' | '/' | '…'
        ) && spaced;
    }
    if !spaced {
        // A lost space: "ended.The next"; the marks of other scripts stand without one.
        let before = text[..words[last].bytes.start].chars().next_back();
        return matches!(mark, "。" | "！" | "？" | "।")
            || words[next - 1].bytes.end == words[next].bytes.start
                && matches!(mark, "." | "!" | "?")
                && initial.is_uppercase()
                && before.is_some_and(|c| c.is_lowercase() || c.is_numeric())
                && (quoted || follows.chars().count() > 1 || opened);
    }
    if matches!(initial, '–' | '—' | '-') {
        return mark == "." && !quoted && abbreviation(mark).is_none();
    }
    let starter = STARTERS.contains(follows);
    match abbreviation(mark) {
        _ if quoted => !(matches!(mark, "!" | "?") && says(text, words, first, block_end)),
        None => true,
        Some(Abbreviation::Title | Abbreviation::Number) => false,
        Some(Abbreviation::Time) => initial.is_uppercase() && !AFTER_CLOCK.contains(&follows),
        Some(_) => starter || opened && initial.is_uppercase() && word(next) != "(",
    }
}

/// "1", "12", "a", "B": what numbers an item of a list.
fn is_item(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) || word.len() == 1 && word != "I"
}

/// Whether a name and a verb of speech stand at `first`: “Stop!” Captain Berg said.
fn says(text: &str, words: &[Word], first: usize, end: usize) -> bool {
    let capitalised = |w: &str| w.starts_with(char::is_uppercase);
    let name =
        (first..end.min(first + 6)).take_while(|&i| capitalised(&text[words[i].bytes.clone()])).count();
    let verb = first + name;
    (1..=5).contains(&name)
        && verb < end
        && matches!(
            &text[words[verb].bytes.clone()],
            "said"
                | "says"
                | "asked"
                | "asks"
                | "shouted"
                | "told"
                | "wrote"
                | "added"
                | "cried"
                | "tweeted"
                | "replied"
        )
}
