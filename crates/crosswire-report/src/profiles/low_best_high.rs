//! `low-best-high`: a low, a best and a high estimate, none of them wider than what current reports allow.
//!
//! After UCDP GED (codebook, variables `best`, `high`, `low`; the rule for what differs is that of UCDP's battle-related
//! deaths codebook, section on estimates): the best is the most reliable report; where nothing tells which that is, the
//! lower. Low and high are the lowest and the highest that is reliable. Which source is reliable crosswire cannot know,
//! so the best is the lower; a report that names its number goes before one that only names a bound. A later report of a
//! growing count takes an earlier one's place.
//!
//! "15", "about 20", "as many as 40": low 15, best 15, high 40.

use super::bounds::{Bounds, highest, lowest, open_notes, vague_notes};
use super::counts::Contest;
use super::{Coded, Profile, choice, listed, reported};
use crosswire_model::{Figure, Number, Qualifier};

pub(super) const PROFILE: Profile = Profile {
    name: "ucdp",
    aliases: &["low-best-high", "low/best/high"],
    help: "UCDP GED: low, best and high estimate",
    rule: "UCDP GED: a low, a best and a high estimate; where nothing shows which report is more reliable, the lower is the best.",
    fields: &["low", "best", "high"],
    drops_overtaken: true,
    codes_contest: false,
    code,
};

fn code(figures: &[&Figure], _: Option<Contest>) -> Coded {
    let bounds: Vec<Bounds> = figures.iter().map(|f| Bounds::of(f, &[])).collect();
    let (low, high) = (lowest(&bounds), highest(&bounds));
    let named: Vec<&Figure> = figures.iter().copied().filter(|f| names_its_number(f)).collect();
    let (from, best): (&[&Figure], Option<Number>) = match named.iter().map(|f| f.value).min() {
        Some(best) => (&named, Some(best)),
        None => (figures, bounds.iter().filter_map(|b| b.low).min()),
    };
    let mut how = match best {
        Some(_) if from.len() == figures.len() => {
            vec![choice("low and best are the lowest, high the highest", figures)]
        }
        Some(_) => vec![
            match from {
                [one] => format!("best is {}", reported(one)),
                _ => choice("best is the lowest", from),
            },
            format!("low and high are the lowest and highest of {}", listed(figures)),
        ],
        None => vec![
            choice("lowest and highest", figures),
            "no report names more than an upper bound, so there is no best".to_owned(),
        ],
    };
    how.extend(vague_notes(figures, &[]));
    how.extend(open_notes(figures, low, high));
    Coded { numbers: vec![low, best, high], text: None, how }
}

/// Whether a report's words give a number and not only a bound of it.
fn names_its_number(figure: &Figure) -> bool {
    use Qualifier::{About, Additional, Exact};
    figure.indefinite.is_none() && matches!(figure.qualifier, Exact | About | Additional)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{check, denied, superseded};
    use super::PROFILE;

    #[test]
    fn the_lower_is_the_best() {
        check(
            &PROFILE,
            &["15", "about 20", "at most 40"],
            "low 15, best 15, high 40. Best is the lowest of 15 and about 20; \
             low and high are the lowest and highest of 15, about 20 and at most 40.",
        );
        check(
            &PROFILE,
            &["60-80", "70"],
            "low 60, best 70, high 80. Best is 70; low and high are the lowest and highest of 60 to 80 and 70.",
        );
    }

    #[test]
    fn a_bound_alone_gives_what_it_gives() {
        check(
            &PROFILE,
            &["at least 15"],
            "low 15, best 15, high open. The one report says at least 15; at least 15 gives no highest.",
        );
        check(
            &PROFILE,
            &["at most 400"],
            "low open, best open, high 400. The one report says at most 400; \
             no report names more than an upper bound, so there is no best; at most 400 gives no lowest.",
        );
        check(
            &PROFILE,
            &["dozens=24"],
            "low 24, best 24, high open. The one report says “dozens”; \
             “dozens” has no number in the rule and counts as 24, the lowest that it can stand for; \
             “dozens” gives no highest.",
        );
    }

    #[test]
    fn a_later_report_takes_the_place_of_an_earlier() {
        superseded(
            &PROFILE,
            &["12", "15"],
            "low 15, best 15, high 15. The one report says 15; \
             left out: 12, overtaken by a later report of a growing count.",
        );
    }

    #[test]
    fn a_denial_is_told_and_changes_no_number() {
        denied(
            &PROFILE,
            &["12"],
            "low 12, best 12, high 12. The one report says 12; a passage says that it is not so, which changes no number here.",
        );
    }
}
