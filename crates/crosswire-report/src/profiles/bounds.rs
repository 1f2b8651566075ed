//! What a report's words allow: the lowest and the highest number, either of which they may leave open.
//!
//! "At least 15" has a lowest and no highest, "as many as 400" a highest and no lowest. "About 70" is 70: monitors code
//! the number that is reported, and no rule that was found widens it.

use super::{listed, reported};
use crosswire_model::{Figure, Number, Qualifier};

/// What one report allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: Option<Number>,
    pub(super) high: Option<Number>,
}

/// A rule's numbers for words such as "dozens".
pub(super) type Vague = [(&'static str, f64)];

impl Bounds {
    /// The bounds of a figure, with a rule's own numbers for indefinite words.
    ///
    /// Words that the rule does not name count as the lowest number that they can stand for.
    pub(super) fn of(figure: &Figure, vague: &Vague) -> Self {
        let value = figure.value;
        if let Some(words) = &figure.indefinite {
            return Bounds { low: Some(number_of(words, vague).unwrap_or(value)), high: None };
        }
        let (low, high) = match figure.qualifier {
            Qualifier::Exact | Qualifier::About | Qualifier::Additional => (Some(value), Some(value)),
            Qualifier::Above | Qualifier::AtLeast => (Some(value), None),
            Qualifier::Below | Qualifier::AtMost => (None, Some(value)),
            Qualifier::Between => {
                let (a, b) = (figure.low.unwrap_or(value), figure.high.unwrap_or(value));
                (Some(a.min(b)), Some(a.max(b)))
            }
        };
        Bounds { low, high }
    }
}

/// The number that a rule gives to indefinite words: to "dozens", and as well to "dozens of" and "many dozens".
pub(super) fn number_of(words: &str, vague: &Vague) -> Option<Number> {
    let words = words.trim().to_lowercase();
    let words = words.strip_prefix("many ").unwrap_or(&words);
    let words = words.strip_suffix(" of").unwrap_or(words).trim();
    vague.iter().find(|(name, _)| *name == words).and_then(|(_, n)| Number::new(*n))
}

/// How the indefinite words of some reports were counted, a clause for each.
pub(super) fn vague_notes(figures: &[&Figure], vague: &Vague) -> Vec<String> {
    let note = |figure: &&Figure| {
        let words = figure.indefinite.as_ref()?;
        let named = reported(figure);
        Some(match number_of(words, vague) {
            Some(n) => format!("{named} counts as {}", crate::words::number(n)),
            None => format!(
                "{named} has no number in the rule and counts as {}, the lowest that it can stand for",
                crate::words::number(figure.value)
            ),
        })
    };
    let mut notes: Vec<String> = figures.iter().filter_map(note).collect();
    notes.sort();
    notes.dedup();
    notes
}

/// The lowest number that reports allow. None where none names a lower bound, or one lies wholly below every such bound.
pub(super) fn lowest(bounds: &[Bounds]) -> Option<Number> {
    let low = bounds.iter().filter_map(|b| b.low).min()?;
    let open = bounds.iter().any(|b| b.low.is_none() && b.high.is_some_and(|high| high < low));
    (!open).then_some(low)
}

/// The highest number that reports allow. None where none names an upper bound, or one lies wholly above every such bound.
pub(super) fn highest(bounds: &[Bounds]) -> Option<Number> {
    let high = bounds.iter().filter_map(|b| b.high).max()?;
    let open = bounds.iter().any(|b| b.high.is_none() && b.low.is_some_and(|low| low > high));
    (!open).then_some(high)
}

/// Which reports leave the lowest or the highest number open, where it is.
pub(super) fn open_notes(figures: &[&Figure], low: Option<Number>, high: Option<Number>) -> Vec<String> {
    let of = |wanted: fn(Qualifier) -> bool, vague: bool| -> Vec<&Figure> {
        let fits = |f: &&&Figure| {
            if f.indefinite.is_some() { vague } else { wanted(f.qualifier) }
        };
        figures.iter().filter(fits).copied().collect()
    };
    let mut notes = Vec::new();
    if low.is_none() && !figures.is_empty() {
        let below = of(|q| matches!(q, Qualifier::Below | Qualifier::AtMost), false);
        notes.push(format!("{} gives no lowest", listed(&below)));
    }
    if high.is_none() && !figures.is_empty() {
        let above = of(|q| matches!(q, Qualifier::Above | Qualifier::AtLeast), true);
        notes.push(format!("{} gives no highest", listed(&above)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::figure;
    use super::*;

    fn check(words: &str, low: Option<f64>, high: Option<f64>) {
        let number = |n: Option<f64>| n.and_then(Number::new);
        let expect = Bounds { low: number(low), high: number(high) };
        assert_eq!(Bounds::of(&figure("f", words), &[("dozens", 12.0)]), expect, "{words}");
    }

    #[test]
    fn words_bound_numbers() {
        check("15", Some(15.0), Some(15.0));
        check("about 15", Some(15.0), Some(15.0));
        check("at least 15", Some(15.0), None);
        check("above 15", Some(15.0), None);
        check("at most 400", None, Some(400.0));
        check("below 400", None, Some(400.0));
        check("60-80", Some(60.0), Some(80.0));
        check("dozens=24", Some(12.0), None);
        check("several hundred=200", Some(200.0), None);
    }

    #[test]
    fn a_range_that_runs_backwards_is_turned() {
        check("80-60", Some(60.0), Some(80.0));
    }

    #[test]
    fn indefinite_words_are_found_with_what_stands_around_them() {
        for words in ["dozens", "Dozens of", " many dozens "] {
            assert_eq!(number_of(words, &[("dozens", 12.0)]), Number::new(12.0), "{words}");
        }
        assert_eq!(number_of("several dozen", &[("dozens", 12.0)]), None);
    }
}
