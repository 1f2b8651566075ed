//! Abbreviations that end in a full stop, and what they say of where a sentence ends.
//!
//! Treebanks have few of them, so that the model alone would part "Capt. Brekke" and join "in the U.S. The crew". What is
//! certain is told by lists; the model decides the rest.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What may follow the full stop of an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
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
    for line in include_str!("../data/abbreviations.txt").lines() {
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
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
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

/// The words of a list in `data/`, less its comments.
fn words(file: &'static str) -> FxHashSet<&'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

static STARTERS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../data/starters.txt")));
static AFTER_CLOCK: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../data/after-clock.txt")));

/// Whether a sentence begins with `word`, which stands behind `before` and a space, where an abbreviation makes that
/// certain.
pub(crate) fn begins_sentence(before: &str, word: &str) -> Option<bool> {
    if before.len() < 2 || !before.ends_with('.') {
        return None;
    }
    let class = abbreviation(before)?;
    let capital = word.starts_with(char::is_uppercase);
    match class {
        Abbreviation::Title => Some(false),
        Abbreviation::Number => word.starts_with(|c: char| c.is_ascii_digit()).then_some(false),
        Abbreviation::Time => capital.then(|| !AFTER_CLOCK.contains(word)),
        _ if STARTERS.contains(word) => Some(true),
        // "J. Moe", "Ola P. Vik"; but "plan B. Everyone left" is for the model.
        Abbreviation::Initials if before.len() == 2 && capital => Some(false),
        Abbreviation::Date if word.starts_with(|c: char| c.is_ascii_digit()) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_is_told() {
        let told = |pair: [&str; 2]| begins_sentence(pair[0], pair[1]);
        assert_eq!([["Capt.", "Brekke"], ["J.", "Moe"], ["No.", "4"]].map(told), [Some(false); 3]);
        assert_eq!([["U.S.", "The"], ["p.m.", "Lifeboats"], ["Inc.", "He"]].map(told), [Some(true); 3]);
        assert_eq!([["p.m.", "Monday"], ["Jan.", "14"]].map(told), [Some(false); 2]);
        assert_eq!([["U.S.", "Senate"], ["quay.", "The"], [".", "The"], ["No.", "He"]].map(told), [None; 4]);
    }
}
