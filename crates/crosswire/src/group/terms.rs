//! The words that carry what is said, and how alike two passages are by them.

use crate::annotate::WordKind;
use crate::lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A stem and how rare it is in news at large.
static RARITY: LazyLock<FxHashMap<&'static str, f64>> = LazyLock::new(|| {
    let rows = lexicon::RARITY.iter();
    rows.flat_map(|(rarity, stems)| stems.iter().map(|stem| (*stem, *rarity))).collect()
});

/// The rarity of a stem that the table does not hold.
const UNSEEN: f64 = 9.0;

/// How rare a stem is: the natural logarithm of one over the share of news articles that hold it.
pub fn rarity(stem: &str) -> f64 {
    RARITY.get(stem).copied().unwrap_or(UNSEEN)
}

/// The term of a word in lower case; none for a word that says nothing by itself.
///
/// A country, its adjective and its capital are one term; endings are cut as by a light stemmer.
pub(crate) fn term(lower: &str, kind: WordKind) -> Option<String> {
    if kind == WordKind::Mark || lexicon::STOP_WORDS.contains(&lower) || lower.is_empty() {
        return None;
    }
    if let Some(country) = lexicon::country(lower) {
        return Some(country.to_lowercase());
    }
    Some(stem(lower))
}

/// The term of a word in lower case that is no mark.
pub fn of_word(lower: &str) -> Option<String> {
    term(lower, WordKind::Word)
}

/// Whether a word in lower case names a day of the week or a month.
pub fn names_a_day(lower: &str) -> bool {
    [&lexicon::WEEKDAYS, &lexicon::MONTHS, &lexicon::MONTH_ABBREVIATIONS].iter().any(|names| names.has(lower))
}

/// Cuts the endings of inflection: an s-stemmer with -ed, -ing and the commonest endings of derivation.
pub fn stem(word: &str) -> String {
    let w = word.trim_end_matches("'s");
    if w.len() <= 3 || !w.is_ascii() || w.bytes().any(|b| b.is_ascii_digit()) {
        return w.to_string();
    }
    let mut w = w.to_string();
    for (ending, instead, least) in [("ies", "y", 3), ("sses", "ss", 3), ("s", "", 4)] {
        if w.len() > least
            && w.ends_with(ending)
            && !(ending == "s" && (w.ends_with("ss") || w.ends_with("us") || w.ends_with("is")))
        {
            w.truncate(w.len() - ending.len());
            w.push_str(instead);
            break;
        }
    }
    for ending in [
        "ations", "ation", "ions", "ion", "ments", "ment", "ings", "ing", "ers", "er", "ees", "ee", "ed",
        "ly", "e",
    ] {
        if w.len() >= ending.len() + 4 && w.ends_with(ending) {
            w.truncate(w.len() - ending.len());
            break;
        }
    }
    let doubled = w.len() > 4
        && w.as_bytes()[w.len() - 1] == w.as_bytes()[w.len() - 2]
        && !w.ends_with("ss")
        && !w.ends_with("ll");
    if doubled {
        w.pop();
    }
    if w.len() > 4 && w.ends_with('y') {
        w.pop();
        w.push('i');
    }
    w
}

/// Terms with their weights, in order of term; length one. Weights are kept in single precision: a story holds millions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Vector(pub(crate) Vec<(u32, f32)>);

impl Vector {
    /// The weights of terms: rarity, dampened for terms that a passage repeats.
    pub(crate) fn new(mut weighted: Vec<(u32, f64)>) -> Self {
        weighted.sort_by_key(|(term, _)| *term);
        let mut merged: Vec<(u32, f64)> = Vec::with_capacity(weighted.len());
        for (term, weight) in weighted {
            match merged.last_mut() {
                Some((last, w)) if *last == term => *w = w.max(weight),
                _ => merged.push((term, weight)),
            }
        }
        let length = merged.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        let scale = if length > 0.0 { length.recip() } else { 1.0 };
        Vector(merged.into_iter().map(|(term, w)| (term, (w * scale) as f32)).collect())
    }

    /// The terms with their weights, in order of term.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f64)> {
        self.0.iter().map(|&(term, weight)| (term, f64::from(weight)))
    }

    /// Cosine of the angle between two passages, 0 to 1, and how many terms they share.
    pub(crate) fn cosine(&self, other: &Vector) -> (f64, usize) {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut sum, mut shared) = (0.0, 0);
        while let (Some((ta, wa)), Some((tb, wb))) = (a.peek(), b.peek()) {
            match ta.cmp(tb) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += f64::from(*wa) * f64::from(*wb);
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        (sum, shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [
            ("deported", "deport"),
            ("deportations", "deport"),
            ("rescued", "rescue"),
            ("rescuing", "rescue"),
            ("passengers", "passenger"),
            ("injuries", "injury"),
            ("stopped", "stop"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("rescue"), stem("reserve"));
        // FIXME: these are two words; only a lexicon could tell.
        assert_eq!(stem("state"), stem("station"));
    }

    #[test]
    fn a_country_its_adjective_and_its_capital_are_one_term() {
        assert_eq!(term("norwegian", WordKind::Word), term("oslo", WordKind::Word));
        assert_eq!(term("the", WordKind::Word), None);
    }
}
