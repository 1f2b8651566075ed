//! `min-max`: the lowest and the highest number that is reported; where it is contested, the minimum is 0.
//!
//! After Airwars: its entries give a minimum and a maximum over all sources, and a minimum of 0 where it is contested
//! whether those harmed were civilians (methodology note on Gaza, October 2023). Every report counts, an overtaken one
//! too, since an entry takes in all accounts. Airwars grades sources and tells civilians from fighters; that is left to
//! the monitor.
//!
//! "12 civilians" and "at least 15", and the army denies it: min 0, max open.

use super::bounds::{Bounds, highest, lowest, open_notes, vague_notes};
use super::counts::Contest;
use super::{Coded, Profile, choice};
use crosswire_model::{Figure, Number};

pub(super) const PROFILE: Profile = Profile {
    name: "airwars",
    aliases: &["min-max"],
    help: "Airwars: lowest and highest; what is contested has a minimum of 0",
    rule: "Airwars: the lowest and the highest that is reported; where it is contested, the minimum is 0.",
    fields: &["min", "max"],
    drops_overtaken: false,
    codes_contest: true,
    code,
};

fn code(figures: &[&Figure], contest: Option<Contest>) -> Coded {
    let bounds: Vec<Bounds> = figures.iter().map(|f| Bounds::of(f, &[])).collect();
    let (low, high) = (lowest(&bounds), highest(&bounds));
    let mut how = vec![choice("lowest and highest", figures)];
    // Nothing is widened twice: below 0 there is nothing.
    let min = match contest {
        Some(contest) => {
            how.push(format!("{}, so the minimum is 0", contest.as_str()));
            Number::new(0.0)
        }
        None => low,
    };
    how.extend(vague_notes(figures, &[]));
    how.extend(open_notes(figures, min, high));
    Coded { numbers: vec![min, high], text: None, how }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{check, denied, superseded};
    use super::PROFILE;

    #[test]
    fn lowest_and_highest() {
        check(&PROFILE, &["12", "15", "12"], "min 12, max 15. Lowest and highest of 12 and 15.");
        check(
            &PROFILE,
            &["about 70", "60-80"],
            "min 60, max 80. Lowest and highest of 60 to 80 and about 70.",
        );
    }

    #[test]
    fn what_is_contested_has_a_minimum_of_zero() {
        let how = "Lowest and highest of 12 and 15; a passage says that it is not so, so the minimum is 0.";
        denied(&PROFILE, &["12", "15"], &format!("min 0, max 15. {how}"));
    }

    #[test]
    fn bounds_stay_open() {
        check(
            &PROFILE,
            &["at most 400"],
            "min open, max 400. The one report says at most 400; at most 400 gives no lowest.",
        );
        check(
            &PROFILE,
            &["12", "at least 15"],
            "min 12, max open. Lowest and highest of 12 and at least 15; at least 15 gives no highest.",
        );
        check(&PROFILE, &["at least 15", "17"], "min 15, max 17. Lowest and highest of at least 15 and 17.");
    }

    #[test]
    fn an_overtaken_report_still_counts() {
        superseded(&PROFILE, &["12", "15"], "min 12, max 15. Lowest and highest of 12 and 15.");
    }

    #[test]
    fn nobody_is_zero() {
        check(&PROFILE, &["0", "3"], "min 0, max 3. Lowest and highest of 0 and 3.");
    }
}
