//! `conservative`: one number, the lowest that current reports allow; "tens" is 10, "dozens" 12, "hundreds" 100.
//!
//! After ACLED ("Fatalities", FAQ of 2023, updated May 2024; codebook, reported fatalities): where reports differ or are
//! vague, the most conservative number, with a note of the dispute; better information revises it, up or down. ACLED
//! asks the most reliable sources first and codes an unknown number as 10 or 3 by the kind of place; neither is known
//! here, so every report counts and an unknown number is none.
//!
//! "dozens killed" and "at least 20": 12.

use super::bounds::{Bounds, Vague, lowest, open_notes, vague_notes};
use super::counts::Contest;
use super::{Coded, Profile, choice};
use crosswire_model::{Figure, Number};

/// ACLED names the first three "and so on"; the rest follow the same rule, one of each.
const VAGUE: &Vague = &[
    ("tens", 10.0),
    ("dozens", 12.0),
    ("hundreds", 100.0),
    ("thousands", 1_000.0),
    ("tens of thousands", 10_000.0),
    ("hundreds of thousands", 100_000.0),
];

pub(super) const PROFILE: Profile = Profile {
    name: "acled",
    aliases: &["conservative"],
    help: "ACLED: the lowest; \"tens\" 10, \"dozens\" 12, \"hundreds\" 100",
    rule: "ACLED: the most conservative number; “tens” is 10, “dozens” 12, “hundreds” 100.",
    fields: &["number"],
    drops_overtaken: true,
    codes_contest: false,
    code,
};

fn code(figures: &[&Figure], _: Option<Contest>) -> Coded {
    let bounds: Vec<Bounds> = figures.iter().map(|f| Bounds::of(f, VAGUE)).collect();
    let low = lowest(&bounds);
    let mut how = vec![choice("lowest", figures)];
    how.extend(vague_notes(figures, VAGUE));
    // The highest is not asked for.
    how.extend(open_notes(figures, low, Number::new(0.0)));
    Coded { numbers: vec![low], text: None, how }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{check, denied, superseded};
    use super::PROFILE;

    #[test]
    fn the_lowest() {
        check(&PROFILE, &["15", "12", "60-80"], "number 12. Lowest of 12, 15 and 60 to 80.");
        check(&PROFILE, &["at least 15"], "number 15. The one report says at least 15.");
    }

    #[test]
    fn indefinite_words_have_their_numbers() {
        check(&PROFILE, &["dozens=24", "20"], "number 12. Lowest of 20 and “dozens”; “dozens” counts as 12.");
        for (words, number) in
            [("tens=20", "10"), ("hundreds=200", "100"), ("tens of thousands=20000", "10,000")]
        {
            let name = words.split('=').next().unwrap();
            let expect =
                format!("number {number}. The one report says “{name}”; “{name}” counts as {number}.");
            check(&PROFILE, &[words], &expect);
        }
        check(
            &PROFILE,
            &["several hundred=200"],
            "number 200. The one report says “several hundred”; “several hundred” has no number in the rule \
             and counts as 200, the lowest that it can stand for.",
        );
    }

    #[test]
    fn an_upper_bound_gives_no_number() {
        check(
            &PROFILE,
            &["at most 400"],
            "number open. The one report says at most 400; at most 400 gives no lowest.",
        );
        check(&PROFILE, &["at most 400", "350"], "number 350. Lowest of 350 and at most 400.");
    }

    #[test]
    fn better_information_revises() {
        superseded(
            &PROFILE,
            &["12", "15"],
            "number 15. The one report says 15; left out: 12, overtaken by a later report of a growing count.",
        );
    }

    #[test]
    fn a_dispute_is_noted() {
        denied(
            &PROFILE,
            &["12"],
            "number 12. The one report says 12; a passage says that it is not so, which changes no number here.",
        );
    }
}
