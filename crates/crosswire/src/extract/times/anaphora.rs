//! Times counted from one that the article has just named: "that year", "the following day", "three days later".
//!
//! They are counted from the last expression of the same grain or a finer one, as long as it stands in the same sentence or
//! one of the two before; without one they have no value. Where it fails: the time named before is that of another event.

use super::calendar::{days_on, month_value, months_on, on_or_before, plus, week, weekday};
use super::periods::{Unit, count, unit};
use super::weekdays::part;
use super::{Context, Found, TimeType};
use jiff::civil::Date;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    match cx.word(at) {
        "that" => turned(cx, at, at + 1 + usize::from(cx.word(at + 1) == "same"), 0),
        "the" if part(cx.word(at + 1)).is_some() => of_day(cx, at),
        "the" => {
            let turn = match cx.word(at + 1) {
                "same" => 0,
                "following" | "next" => 1,
                "previous" | "preceding" => -1,
                _ => return later(cx, at),
            };
            turned(cx, at, at + 2, turn)
        }
        _ => later(cx, at),
    }
}

/// The day that the article has just named.
fn day(cx: &Context) -> Option<Date> {
    cx.recent.day()
}

/// The unit `by` units after the one that holds the time last named.
fn counted(cx: &Context, unit: Unit, by: i64) -> Option<String> {
    if let Some(day) = day(cx) {
        return unit.period(day, by);
    }
    let (year, month) = cx.recent.month();
    match (unit.letter, month) {
        ("Y", _) if unit.times == 1.0 => {
            let year = i64::from(year?).checked_add(by).filter(|y| (0..=9999).contains(y))?;
            Some(format!("{year:04}"))
        }
        ("M", Some(month)) if !unit.clock => months_on(Date::new(year?, month, 1).ok()?, by).map(month_value),
        _ => None,
    }
}

/// "that day", "that night", "the following year", "the next morning", "the previous Friday".
fn turned(cx: &Context, at: usize, name: usize, turn: i64) -> Option<Found> {
    let piece = cx.p.get(name)?;
    let end = name + 1;
    if let Some(part) = part(&piece.lower) {
        let value = day(cx).map(|d| format!("{}{part}", plus(d, turn)));
        return Some(cx.found(at..end, TimeType::Time, value));
    }
    if let Some(named) = weekday(cx.text, piece) {
        let back = |d: Date| on_or_before(plus(d, -1), named);
        let value = day(cx).map(|d| match turn {
            0 => on_or_before(d, named),
            1 => plus(back(d), if back(d) == plus(d, -7) { 14 } else { 7 }),
            _ => back(d),
        });
        return Some(cx.found(at..end, TimeType::Date, value.map(|d| d.to_string())));
    }
    let (unit, many) = unit(&piece.lower)?;
    if many
        || unit.clock
        || unit.letter == "Q" && turn != 0
        || cx.p.get(end).is_some_and(|p| p.glued && p.is_dash())
    {
        return None;
    }
    if unit.letter == "Q" {
        let value = cx.recent.quarter().map(|(year, q)| format!("{year:04}-Q{q}"));
        return Some(cx.found(at..end, TimeType::Date, value));
    }
    Some(cx.found(at..end, TimeType::Date, counted(cx, unit, turn)))
}

/// "in the morning" of the day just named.
fn of_day(cx: &Context, at: usize) -> Option<Found> {
    let placed = at > 0 && matches!(cx.word(at - 1), "in" | "during" | "by" | "late" | "early");
    let value = day(cx).zip(part(cx.word(at + 1))).map(|(day, part)| format!("{day}{part}"));
    (placed && cx.word(at + 2) != "of").then(|| cx.found(at..at + 2, TimeType::Time, value))
}

/// "three days later", "a day earlier", "two weeks before", and "the day before".
fn later(cx: &Context, at: usize) -> Option<Found> {
    let (n, name) = match cx.word(at) {
        "a" | "an" | "one" | "the" if unit(cx.word(at + 1)).is_some_and(|(_, many)| !many) => {
            (Some(1.0), at + 1)
        }
        "the" => return None,
        _ => count(cx, at).or_else(|| {
            let (_, many) = unit(cx.word(at))?;
            many.then_some((None, at))
        })?,
    };
    let (unit, _) = unit(cx.word(name))?;
    let sign = match cx.word(name + 1) {
        "later" | "afterward" | "afterwards" if cx.word(at) != "the" => 1,
        "earlier" | "previously" if cx.word(at) != "the" => -1,
        "before" if ends(cx, name + 2) => -1,
        "after" if ends(cx, name + 2) => 1,
        _ => return None,
    };
    let by = n.and_then(|n| (n.round() as i64).checked_mul(sign));
    let value = match by {
        // Weeks on, the day is known as well as it was.
        Some(by) if unit.letter == "W" && day(cx).is_some() => {
            day(cx).and_then(|d| days_on(d, by.saturating_mul(7))).map(week)
        }
        by => by.and_then(|by| counted(cx, unit, by)),
    };
    Some(cx.found(at..name + 2, TimeType::Date, value))
}

/// Whether nothing follows that the time could be counted from: "the day before the storm" counts from the storm.
fn ends(cx: &Context, at: usize) -> bool {
    cx.p.get(at)
        .is_none_or(|p| matches!(p.lower.as_str(), "," | "." | ";" | ")" | "\"" | "\u{201d}" | "and" | "but"))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn counted_from_what_was_named() {
        check(
            "It sank in June 2028 and was raised later that year.",
            "June 2028 DATE 2028-06; later that year DATE 2028",
        );
        check(
            "It sank on May 4, 2030. It was raised the following day.",
            "May 4, 2030 DATE 2030-05-04; the following day DATE 2030-05-05",
        );
        check(
            "It sank on May 4, 2030, and was raised three days later.",
            "May 4, 2030 DATE 2030-05-04; three days later DATE 2030-05-07",
        );
        check(
            "It sank on May 4, 2030. It had sailed that morning.",
            "May 4, 2030 DATE 2030-05-04; that morning TIME 2030-05-04TMO",
        );
        check(
            "It sank on May 4, 2030, early in the morning.",
            "May 4, 2030 DATE 2030-05-04; the morning TIME 2030-05-04TMO",
        );
        check(
            "It sank in May 2030. The following month it was raised.",
            "May 2030 DATE 2030-05; The following month DATE 2030-06",
        );
        check(
            "It sank on May 4, 2030. It had sailed the day before.",
            "May 4, 2030 DATE 2030-05-04; the day before DATE 2030-05-03",
        );
    }

    #[test]
    fn without_anything_to_count_from() {
        check("It sank three days later.", "three days later DATE -");
        check("It sank the following day.", "the following day DATE -");
        check("It was checked the day before the storm.", "");
    }
}
