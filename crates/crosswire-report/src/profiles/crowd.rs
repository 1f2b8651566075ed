//! `crowd`: lowest, highest and mean, with the reports' own words; "hundreds" is 200, "thousands" 2,000.
//!
//! After the Crowd Counting Consortium's data dictionary (variables `size_low`, `size_high`, `size_mean`, `size_text`):
//! the lowest and the highest count that is reported, the mean of the two, and the words where they are vague. Its
//! compiler rounds the mean to a whole number and takes the low one for it where there is no high one; so does this. The
//! dictionary keeps words for vague sizes only; here all reports' words are kept, since they are at hand.
//!
//! "hundreds of people" and "about 350": low 200, high 350, mean 275.

use super::bounds::{Bounds, Vague, highest, lowest, number_of, open_notes, vague_notes};
use super::counts::Contest;
use super::{Coded, Profile, choice};
use crate::words;
use crosswire_model::{Figure, Number};

/// As the dictionary has them. It names "dozens" among vague sizes and gives no number.
const VAGUE: &Vague = &[
    ("hundreds", 200.0),
    ("thousands", 2_000.0),
    ("tens of thousands", 20_000.0),
    ("hundreds of thousands", 200_000.0),
];
/// Reports whose words are kept.
const KEPT: usize = 12;
/// Characters kept of each.
const WORDS: usize = 80;

pub(super) const PROFILE: Profile = Profile {
    name: "ccc",
    aliases: &["crowd"],
    help: "Crowd Counting Consortium: low, high, mean and the words; \"hundreds\" 200",
    rule: "Crowd Counting Consortium: lowest, highest and mean, with the words; “hundreds” is 200.",
    fields: &["low", "high", "mean"],
    drops_overtaken: false,
    codes_contest: false,
    code,
};

fn code(figures: &[&Figure], _: Option<Contest>) -> Coded {
    let bounds: Vec<Bounds> = figures.iter().map(|f| bounds(f)).collect();
    let (low, high) = (lowest(&bounds), highest(&bounds));
    let mean = match (low, high) {
        (Some(low), Some(high)) => mean(low, high),
        (low, _) => low,
    };
    let mut how = vec![choice("lowest and highest", figures)];
    how.extend(vague_notes(figures, VAGUE));
    how.extend(open_notes(figures, low, high));
    if let (Some(_), None) = (low, high) {
        how.push("the lowest stands for the mean".to_owned());
    }
    Coded { numbers: vec![low, high, mean], text: Some(text(figures)), how }
}

/// A word with a number of its own is that number, as low and as high.
fn bounds(figure: &Figure) -> Bounds {
    let bounds = Bounds::of(figure, VAGUE);
    match figure.indefinite.as_ref().and_then(|words| number_of(words, VAGUE)) {
        Some(number) => Bounds { low: Some(number), high: Some(number) },
        None => bounds,
    }
}

/// The mean as a whole number, a half to the even one, and never beyond the two.
fn mean(low: Number, high: Number) -> Option<Number> {
    // Halved first: the sum of two large numbers may not be finite.
    let mean = Number::new((low.get() / 2.0 + high.get() / 2.0).round_ties_even())?;
    Some(if low <= high { mean.clamp(low, high) } else { mean })
}

/// The words of the reports, each once.
fn text(figures: &[&Figure]) -> String {
    let mut all: Vec<String> = Vec::new();
    for figure in figures {
        let text = words::clip(&words::one_line(&figure.text), WORDS);
        if all.len() < KEPT && !all.contains(&text) {
            all.push(text);
        }
    }
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{check, superseded};
    use super::PROFILE;

    #[test]
    fn low_high_and_mean() {
        check(
            &PROFILE,
            &["hundreds=200", "about 350"],
            "low 200, high 350, mean 275. Lowest and highest of “hundreds” and about 350; “hundreds” counts as 200.",
        );
        check(&PROFILE, &["100", "201"], "low 100, high 201, mean 150. Lowest and highest of 100 and 201.");
    }

    #[test]
    fn words_without_a_number_say_so() {
        check(
            &PROFILE,
            &["dozens=24"],
            "low 24, high open, mean 24. The one report says “dozens”; \
             “dozens” has no number in the rule and counts as 24, the lowest that it can stand for; \
             “dozens” gives no highest; the lowest stands for the mean.",
        );
    }

    #[test]
    fn a_bound_alone() {
        check(
            &PROFILE,
            &["at most 400"],
            "low open, high 400, mean open. The one report says at most 400; at most 400 gives no lowest.",
        );
    }

    #[test]
    fn every_report_counts_the_earlier_too() {
        superseded(
            &PROFILE,
            &["100", "200"],
            "low 100, high 200, mean 150. Lowest and highest of 100 and 200.",
        );
    }
}
