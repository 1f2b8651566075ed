//! Seasons: "last summer", "the winter of 2024", "this past spring".
//!
//! Winter has the year in which it begins. Where it fails: seasons south of the equator are as those north of it.

use super::tense::{Tense, tense};
use super::years::{four, spoken};
use super::{Context, Found, TimeType};
use crate::lexicon;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let (turn, name) = match (cx.word(at), cx.word(at + 1)) {
        ("this" | "last", "past") => (Some(-1), at + 2),
        ("last", _) => (Some(-1), at + 1),
        ("this", _) => (Some(0), at + 1),
        ("next", _) => (Some(1), at + 1),
        ("the", _) => (None, at + 1),
        _ => (None, at),
    };
    let (season, start) = match cx.word(name) {
        "spring" => ("SP", 3),
        "summer" => ("SU", 6),
        "fall" | "autumn" => ("FA", 9),
        "winter" => ("WI", 12),
        _ => return None,
    };
    let end = name + 1;
    let of = end + usize::from(cx.word(end) == "of");
    if let Some((year, end)) = four(cx, of).map(|y| (y, of + 1)).or_else(|| spoken(cx, of)) {
        return Some(cx.found(at..end, TimeType::Date, Some(format!("{year:04}-{season}"))));
    }
    let before = at.checked_sub(1).map_or("", |i| cx.word(i));
    let during = lexicon::PREPOSITIONS_BEFORE_A_SEASON.has(before);
    // "The fall of the house" falls; "the summer residence" is no time.
    let alone =
        !cx.p.get(end).is_some_and(|p| p.tag.starts_with("NN") || p.is("of") || p.is_dash() && p.glued);
    if turn.is_none() && !(during && alone && name > at)
        || !cx.p[name].tag.is_empty() && !cx.p[name].tag.starts_with("NN")
    {
        return None;
    }
    let value = cx.day.and_then(|day| {
        let begun = day.month() >= start;
        let year = match turn {
            Some(-1) => day.year() - i16::from(day.month() < (start + 3).min(12)),
            Some(0) => day.year(),
            Some(_) => day.year() + i16::from(begun),
            None if tense(cx, at, end) == Tense::Future => day.year(),
            None => day.year() - i16::from(!begun),
        };
        (1..=9999).contains(&year).then(|| format!("{year:04}-{season}"))
    });
    Some(cx.relative(at..end, TimeType::Date, value))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn seasons_of_a_year() {
        check("It sank last summer.", "last summer DATE 2030-SU");
        check("It sank in the winter of 2024.", "the winter of 2024 DATE 2024-WI");
        check("It sank over the summer.", "the summer DATE 2030-SU");
        check("It will sail in the summer.", "the summer DATE 2031-SU");
        check("Prices fall in spring rain.", "");
        check("The fall of the house was sudden.", "");
    }
}
