//! Days that have a name: "Christmas Eve", "Good Friday", "Thanksgiving", by `data/holidays.txt`.
//!
//! The year is the last one up to publication, or the next where the verb speaks of what is to come. Where it fails:
//! "Easter" for the days around it, and feasts of other calendars.

use super::absolute::nearest;
use super::calendar::{on_or_after, on_or_before, plus};
use super::years::four;
use super::{Context, Found, TimeType};
use crate::lexicon::{self, DayRule as Rule};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

impl Rule {
    fn day(self, year: i16) -> Option<Date> {
        match self {
            Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
            Rule::Nth(n, weekday, month) => {
                let first = Date::new(year, month, 1).ok()?;
                Some(if n > 0 {
                    plus(on_or_after(first, weekday), 7 * (n - 1))
                } else {
                    on_or_before(first.last_of_month(), weekday)
                })
            }
            Rule::Easter(days) => easter(year).map(|day| plus(day, days)),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// The words that follow the first one, and how the day is found.
type Days = FxHashMap<&'static str, Vec<(Vec<&'static str>, Rule)>>;

static DAYS: LazyLock<Days> = LazyLock::new(|| {
    let mut out = Days::default();
    for (name, rule) in lexicon::HOLIDAYS.iter() {
        // As pieces have it: "new year 's day".
        let words = name.split_whitespace().flat_map(|w| match w.strip_suffix("'s") {
            Some(stem) => [Some(stem), Some("'s")],
            None => [Some(w), None],
        });
        let mut words = words.flatten();
        if let Some(first) = words.next() {
            out.entry(first).or_default().push((words.collect(), *rule));
        }
    }
    out
});

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let turn = match cx.word(at) {
        "last" => -1,
        "next" | "this" => 1,
        _ => 0,
    };
    let name = at + usize::from(turn != 0);
    let first = cx.p.get(name).filter(|p| p.capital)?;
    let fits = |rest: &[&str]| rest.iter().enumerate().all(|(n, w)| cx.word(name + 1 + n) == *w);
    let (rest, rule) = DAYS
        .get(first.lower.as_str())?
        .iter()
        .filter(|(rest, _)| fits(rest))
        .max_by_key(|(rest, _)| rest.len())?;
    let mut end = name + 1 + rest.len();
    if cx.p.get(end).is_some_and(|p| p.glued && p.is_dash()) {
        return None;
    }
    let after = end + usize::from(cx.word(end) == ",");
    if let Some(year) = four(cx, after) {
        end = after + 1;
        return Some(cx.found(at..end, TimeType::Date, Some(rule.day(year)?.to_string())));
    }
    let year = |from: Date, by: i16| from.year().checked_add(by).and_then(|y| rule.day(y));
    let value = cx.day.and_then(|from| nearest(cx, at..end, from, turn, |by| year(from, by)));
    Some(cx.relative(at..end, TimeType::Date, value.map(|d| d.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::times::testing::check;

    #[test]
    fn days_with_a_name() {
        check("It sank on Christmas Eve.", "Christmas Eve DATE 2030-12-24");
        check("It will sail on Good Friday.", "Good Friday DATE 2031-04-11");
        check("It sank last Thanksgiving.", "last Thanksgiving DATE 2030-11-28");
        check("It sank on Christmas Day 2029.", "Christmas Day 2029 DATE 2029-12-25");
        check("It sank on Memorial Day.", "Memorial Day DATE 2030-05-27");
    }

    #[test]
    fn easter_is_where_the_moon_puts_it() {
        for (year, day) in [(2024, "2024-03-31"), (2025, "2025-04-20"), (2038, "2038-04-25")] {
            assert_eq!(easter(year).map(|d| d.to_string()).as_deref(), Some(day));
        }
        assert!(Rule::Easter(0).day(i16::MAX).is_none());
    }
}
