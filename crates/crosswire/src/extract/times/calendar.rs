//! Calendar: names of days and months, and days counted from a date.

use crate::extract::pieces::Piece;
use crate::lexicon;
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// Whether a word in lower case is the full name of a day of the week or of a month.
pub(crate) fn is_name(lower: &str) -> bool {
    lexicon::WEEKDAYS.contains(&lower) || is_month(lower)
}

/// Whether a word in lower case is the full name of a month.
pub(crate) fn is_month(lower: &str) -> bool {
    lexicon::MONTHS.contains(&lower)
}

/// The weekday that a piece names, in full or as "Tues.".
pub(super) fn weekday(text: &str, piece: &Piece) -> Option<Weekday> {
    if !piece.capital {
        return None;
    }
    weekday_named(&piece.lower).or_else(|| {
        let stopped = piece.bytes.of(text).ends_with('.');
        let short = match piece.lower.as_str() {
            "mon" => 0,
            "tue" | "tues" => 1,
            "wed" => 2,
            "thu" | "thur" | "thurs" => 3,
            "fri" => 4,
            _ => return None,
        };
        Weekday::from_monday_zero_offset(short).ok().filter(|_| stopped)
    })
}

/// The weekday of a full name in lower case.
pub(crate) fn weekday_named(lower: &str) -> Option<Weekday> {
    let at = lower.ends_with("day").then(|| lexicon::WEEKDAYS.iter().position(|w| *w == lower))??;
    Weekday::from_monday_zero_offset(at as i8).ok()
}

/// The number of the month that a piece names, and whether it is written in full.
pub(super) fn month(piece: &Piece) -> Option<(i8, bool)> {
    if !piece.capital {
        return None;
    }
    if let Some(at) = lexicon::MONTHS.iter().position(|m| *m == piece.lower) {
        return Some((at as i8 + 1, true));
    }
    let short = piece.lower.as_str();
    let known = matches!(short.len(), 3) || short == "sept";
    let at = lexicon::MONTHS.iter().position(|m| known && m.starts_with(short))?;
    Some((at as i8 + 1, false))
}

/// `days` after `date`; `date` itself where the calendar ends.
pub(super) fn plus(date: Date, days: i64) -> Date {
    days_on(date, days).unwrap_or(date)
}

/// `days` after `date`, as long as the calendar goes.
pub(super) fn days_on(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Adds months, keeping the day where the month has it, as long as the calendar goes.
pub(super) fn months_on(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Whether two TIMEX3 values may lie in one night over midnight: "Saturday night", and "Sunday" or an early hour of it.
pub(crate) fn one_night(a: &str, b: &str) -> bool {
    let parts = |value: &str| {
        let (day, hour) = (value.get(..10)?.parse::<Date>().ok()?, value.get(10..)?);
        Some((day, hour.to_owned()))
    };
    let over = |(day, hour): &(Date, String), (next, early): &(Date, String)| {
        let late = hour == "TNI" || hour.as_str() >= "T20:" && hour.starts_with("T2");
        let early =
            matches!(early.as_str(), "" | "TMO") || early.as_str() < "T07:" && early.starts_with("T0");
        late && early && plus(*day, 1) == *next
    };
    parts(a).zip(parts(b)).is_some_and(|(a, b)| over(&a, &b) || over(&b, &a))
}

/// The month of a date: `2025-10`.
pub(super) fn month_value(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Number of days from `a` to `b`.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |span| i64::from(span.get_days()))
}

/// The last such weekday up to and including `date`.
pub(super) fn on_or_before(date: Date, day: Weekday) -> Date {
    plus(date, -i64::from(date.weekday().since(day)))
}

/// The first such weekday from `date` on.
pub(super) fn on_or_after(date: Date, day: Weekday) -> Date {
    plus(date, i64::from(day.since(date.weekday())))
}

/// The ISO week of a date: `2025-W40`.
pub(super) fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The quarter of a month, from 1 to 4.
pub(super) fn quarter(month: i8) -> i8 {
    (month - 1) / 3 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_from_a_date() {
        let wednesday = date(2031, 3, 5);
        assert_eq!(on_or_before(wednesday, Weekday::Wednesday), wednesday);
        assert_eq!(on_or_before(wednesday, Weekday::Thursday), date(2031, 2, 27));
        assert_eq!(on_or_after(wednesday, Weekday::Tuesday), date(2031, 3, 11));
        assert_eq!(week(wednesday), "2031-W10");
        assert_eq!(days_between(date(2031, 3, 1), wednesday), 4);
        assert_eq!(plus(Date::MAX, 1), Date::MAX);
        assert_eq!(months_on(wednesday, i64::MAX), None);
    }
}
