//! Dates that name their month, year, quarter or season: "Sept. 26", "23 September 2025", "2025-10-01", "the 1990s".
//!
//! A date without a year is the last such one up to publication, or the next where the words around it speak of what is to
//! come. A numeric date that two customs read differently ("3/4/2031") has no value. Where it fails: a bare four-digit
//! number that is no year.

use super::calendar::{days_between, month, quarter, weekday};
use super::tense::{Tense, tense};
use super::{Context, Found, TimeType};
use crate::extract::pieces::Form;
use jiff::civil::Date;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    numeric(cx, at)
        .or_else(|| dated_weekday(cx, at))
        .or_else(|| month_day(cx, at))
        .or_else(|| day_month(cx, at))
        .or_else(|| month_alone(cx, at))
        .or_else(|| part_of_year(cx, at))
        .or_else(|| century(cx, at))
        .or_else(|| decade(cx, at))
        .or_else(|| year(cx, at))
        .or_else(|| spoken_year(cx, at))
}

/// The number at piece `at`, if it is digits without separators.
fn digits(cx: &Context, at: usize) -> Option<i16> {
    let piece = cx.p.get(at)?;
    let plain = piece.form == Form::Digits && piece.lower.len() <= 4 && !piece.lower.contains([',', '.']);
    plain.then(|| piece.lower.parse().ok()).flatten()
}

/// A day of the month with "st" or "th" or without, and where it ends.
fn day_of_month(cx: &Context, at: usize) -> Option<(i8, usize)> {
    let day = digits(cx, at).filter(|d| (1..=31).contains(d) && cx.p[at].lower.len() <= 2)?;
    let next = cx.p.get(at + 1);
    let ordinal = next.is_some_and(|p| p.glued && p.among(&["st", "nd", "rd", "th"]));
    if next.is_some_and(|p| p.glued && !ordinal && (p.form == Form::Letters || p.is(":") || p.is("%"))) {
        return None;
    }
    Some((day as i8, at + 1 + usize::from(ordinal)))
}

/// A four-digit year at piece `at`.
fn four(cx: &Context, at: usize) -> Option<i16> {
    let year = digits(cx, at).filter(|y| (1500..=2100).contains(y) && cx.p[at].lower.len() == 4)?;
    let next = cx.p.get(at + 1);
    let more =
        next.is_some_and(|p| p.glued && (p.form == Form::Letters && !p.is("'s") || p.is("%") || p.is(":")));
    (!more).then_some(year)
}

/// "2025-10-01", "26/9/2025".
fn numeric(cx: &Context, at: usize) -> Option<Found> {
    let sign = cx.word(at + 1);
    let glued = (at + 1..at + 5).all(|i| cx.p.get(i).is_some_and(|p| p.glued));
    if !glued || !matches!(sign, "-" | "/") || cx.word(at + 3) != sign {
        return None;
    }
    let (a, b, c) = (digits(cx, at)?, digits(cx, at + 2)?, digits(cx, at + 4)?);
    let long = |i: usize| cx.p[i].lower.len() == 4;
    let made = |y: i16, m: i16, d: i16| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    let date = if long(at) {
        Some(made(a, b, c)?)
    } else if long(at + 4) {
        match (made(c, a, b), made(c, b, a)) {
            (Some(x), Some(y)) if x != y => None,
            (None, None) => return None,
            (x, y) => x.or(y),
        }
    } else {
        return None;
    };
    Some(cx.found(at..at + 5, TimeType::Date, date.map(|d| d.to_string())))
}

/// "Wednesday, October 1": the weekday and the date are one expression.
fn dated_weekday(cx: &Context, at: usize) -> Option<Found> {
    weekday(cx.text, cx.p.get(at)?)?;
    let date = at + 1 + usize::from(cx.word(at + 1) == ",");
    let found = month_day(cx, date).or_else(|| day_month(cx, date))?;
    Some(Found { pieces: at..found.pieces.end, ..found })
}

/// "September 26", "Sept. 26, 2025".
fn month_day(cx: &Context, at: usize) -> Option<Found> {
    let (month, _) = month(cx.p.get(at)?)?;
    let (day, end) = day_of_month(cx, at + 1)?;
    let after = end + usize::from(cx.word(end) == ",");
    if let Some(year) = four(cx, after) {
        return Some(cx.found(
            at..after + 1,
            TimeType::Date,
            Some(Date::new(year, month, day).ok()?.to_string()),
        ));
    }
    yearless(cx, at, end, month, day)
}

/// "26 September", "26th of September 2025".
fn day_month(cx: &Context, at: usize) -> Option<Found> {
    let (day, mut name) = day_of_month(cx, at)?;
    name += usize::from(cx.word(name) == "of");
    let (month, full) = month(cx.p.get(name)?)?;
    // "12 May" is a date, "12 Mar" too; "12 Jan Brels" is none.
    if !full && cx.p.get(name + 1).is_some_and(|p| p.capital) {
        return None;
    }
    let after = name + 1 + usize::from(cx.word(name + 1) == ",");
    if let Some(year) = four(cx, after) {
        return Some(cx.found(
            at..after + 1,
            TimeType::Date,
            Some(Date::new(year, month, day).ok()?.to_string()),
        ));
    }
    yearless(cx, at, name + 1, month, day)
}

/// A day and month whose year the text leaves out.
fn yearless(cx: &Context, at: usize, end: usize, month: i8, day: i8) -> Option<Found> {
    let Some(from) = cx.day else { return Some(cx.relative(at..end, TimeType::Date, None)) };
    let this = Date::new(from.year(), month, day).ok();
    let last = from.year().checked_sub(1).and_then(|y| Date::new(y, month, day).ok());
    let next = from.year().checked_add(1).and_then(|y| Date::new(y, month, day).ok());
    let all = [last, this, next].into_iter().flatten();
    let distance = |d: &Date| days_between(from, *d);
    let date = match tense(cx.p, at, end) {
        // A date nearly a year back is more often one to come in a sentence with a past verb: "said ... on Jan. 14".
        Tense::Past => {
            let back = all.clone().filter(|d| *d <= from).max().filter(|d| distance(d) > -200);
            back.or_else(|| all.min_by_key(|d| distance(d).abs()))
        }
        Tense::Future => all.filter(|d| *d >= from).min(),
        _ => all.min_by_key(|d| distance(d).abs()),
    };
    Some(cx.relative(at..end, TimeType::Date, Some(date?.to_string())))
}

/// "February", "last May", "June last year", "September 2025".
fn month_alone(cx: &Context, at: usize) -> Option<Found> {
    let turn = match cx.word(at) {
        "last" => -1,
        "next" | "this" => 1,
        _ => 0,
    };
    let name = at + usize::from(turn != 0);
    let (month, full) = month(cx.p.get(name)?)?;
    let mut end = name + 1;
    if cx.word(end) == "of" && four(cx, end + 1).is_some()
        || cx.word(end) == "," && four(cx, end + 1).is_some()
    {
        end += 1;
    }
    if let Some(year) = four(cx, end) {
        return Some(cx.found(at..end + 1, TimeType::Date, Some(format!("{year:04}-{month:02}"))));
    }
    let end = name + 1;
    let next = cx.word(end);
    let skip = usize::from(next == "of" || next == ",");
    let turned = match (cx.word(end + skip), cx.word(end + skip + 1)) {
        ("last", "year") => Some(-1),
        ("this", "year") => Some(0),
        ("next", "year") => Some(1),
        _ => None,
    };
    if let Some(by) = turned.filter(|_| full) {
        let value = cx.day.map(|d| format!("{:04}-{month:02}", d.year() + by));
        return Some(cx.relative(at..end + skip + 2, TimeType::Date, value));
    }
    let before = name.checked_sub(1).map_or("", |i| cx.word(i));
    let doubtful = !full || matches!(cx.word(name), "may" | "march" | "april" | "june" | "august");
    let placed = matches!(
        before,
        "in" | "since"
            | "last"
            | "next"
            | "this"
            | "of"
            | "by"
            | "until"
            | "till"
            | "early"
            | "late"
            | "mid"
            | "during"
            | "from"
            | "through"
            | "to"
            | "and"
            | "between"
            | "before"
            | "after"
            | "-"
    );
    let person = cx.p.get(end).is_some_and(|p| p.capital && p.form == Form::Letters && !p.glued);
    if doubtful && !placed
        || !full && turn == 0 && before != "in" && before != "since"
        || person && !placed
        || name == 0 && doubtful
    {
        return None;
    }
    let value = cx.day.map(|from| {
        let y = from.year();
        let year = match (turn, tense(cx.p, at, end)) {
            (-1, _) => {
                if month < from.month() {
                    y
                } else {
                    y - 1
                }
            }
            (1, Tense::Past) | (0, Tense::Past | Tense::Unknown | Tense::FutureInPast) => {
                if month <= from.month() { y } else { y - 1 }
            }
            _ => {
                if month >= from.month() {
                    y
                } else {
                    y + 1
                }
            }
        };
        format!("{year:04}-{month:02}")
    });
    Some(cx.relative(at..end, TimeType::Date, value))
}

/// "the third quarter", "third-quarter", "summer 2024", "last winter".
fn part_of_year(cx: &Context, at: usize) -> Option<Found> {
    let the = usize::from(cx.word(at) == "the");
    let first = at + the;
    if let Some(q) = ["first", "second", "third", "fourth"].iter().position(|w| cx.word(first) == *w) {
        let fiscal = usize::from(cx.word(first + 1) == "fiscal");
        let dash = usize::from(cx.word(first + 1) == "-");
        let end = first + 1 + dash.max(fiscal);
        if cx.word(end) != "quarter"
            || cx.word(end + 1) == "of" && cx.word(end + 2) == "the" && cx.word(end + 3) != "year"
        {
            return None;
        }
        let q = q as i8 + 1;
        if cx.word(end + 1) == "of"
            && let Some(year) = four(cx, end + 2)
        {
            return Some(cx.found(at..end + 3, TimeType::Date, Some(format!("{year:04}-Q{q}"))));
        }
        let value = cx.day.map(|day| {
            let now = quarter(day.month());
            let back = q > now && tense(cx.p, at, end + 1) != Tense::Future;
            format!("{:04}-Q{q}", day.year() - i16::from(back))
        });
        return Some(cx.relative(at..end + 1, TimeType::Date, value));
    }
    let (turn, name) = match cx.word(at) {
        "last" => (Some(-1), at + 1),
        "this" => (Some(0), at + 1),
        "next" => (Some(1), at + 1),
        "the" => (None, at + 1),
        _ => (None, at),
    };
    let (season, start) = match cx.word(name) {
        "spring" => ("SP", 3),
        "summer" => ("SU", 6),
        "fall" | "autumn" => ("FA", 9),
        "winter" => ("WI", 12),
        _ => return None,
    };
    let of = usize::from(cx.word(name + 1) == "of");
    if let Some(year) = four(cx, name + 1 + of) {
        return Some(cx.found(at..name + 2 + of, TimeType::Date, Some(format!("{year:04}-{season}"))));
    }
    let value = cx.day.map(|day| {
        let year = match turn {
            Some(-1) => day.year() - i16::from(day.month() < start + 3),
            Some(0) | None => day.year(),
            Some(by) => day.year() + i16::from(day.month() >= start) * by,
        };
        format!("{year:04}-{season}")
    });
    turn.map(|_| cx.relative(at..name + 1, TimeType::Date, value))
}

/// "the 19th century".
fn century(cx: &Context, at: usize) -> Option<Found> {
    let start = at + usize::from(cx.word(at) == "the");
    let n = digits(cx, start).filter(|n| (1..=30).contains(n))?;
    let dash = usize::from(cx.word(start + 2) == "-");
    let whole = cx.p.get(start + 1)?.glued && matches!(cx.word(start + 1), "st" | "nd" | "rd" | "th");
    (whole && cx.word(start + 2 + dash) == "century")
        .then(|| cx.found(at..start + 3 + dash, TimeType::Date, Some(format!("{:02}", n - 1))))
}

/// "the 1990s", "the '90s".
fn decade(cx: &Context, at: usize) -> Option<Found> {
    let mut start = at + usize::from(cx.word(at) == "the");
    let stopped = matches!(cx.word(start), "'" | "\u{2019}" | "\u{2018}");
    start += usize::from(stopped);
    let plural = cx.p.get(start + 1).is_some_and(|p| p.glued && matches!(p.lower.as_str(), "s" | "'s"));
    let n = digits(cx, start).filter(|n| n % 10 == 0)?;
    if !plural || cx.p[start + 1].is("'s") && !cx.p[start].lower.ends_with("0") {
        return None;
    }
    let value = match cx.p[start].lower.len() {
        4 if (1500..=2100).contains(&n) && cx.p[start + 1].is("s") => n / 10,
        2 if n >= 20
            && (stopped || start > at)
            && cx.word(start.wrapping_sub(stopped as usize + 1)) == "the" =>
        {
            190 + n / 10
        }
        _ => return None,
    };
    Some(cx.found(at..start + 2, TimeType::Date, Some(value.to_string())))
}

/// "2024", "fiscal 1989", "2018-19".
fn year(cx: &Context, at: usize) -> Option<Found> {
    let lead = match (cx.word(at), cx.word(at + 1)) {
        ("fiscal", _) => 1,
        ("the", "year") => 2,
        _ => 0,
    };
    let n = at + lead;
    let year = four(cx, n)?;
    let before = n.checked_sub(1).map_or("", |i| cx.word(i));
    let glued = cx.p[n].glued
        && !matches!(
            before,
            "(" | "\"" | "\u{201c}" | "-" | "\u{2013}" | "\u{2014}" | "/" | "'" | "\u{2018}"
        );
    if glued
        || matches!(
            before,
            "$" | "#"
                | "than"
                | "nearly"
                | "almost"
                | "about"
                | "least"
                | "flight"
                | "no"
                | "another"
                | "some"
        ) && lead == 0
    {
        return None;
    }
    if cx.p[n].glued && matches!(before, "-" | "\u{2013}" | "/") && n >= 2 && four(cx, n - 2).is_none() {
        return None;
    }
    let strict = lead > 0
        || matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "during"
                | "from"
                | "early"
                | "late"
                | "before"
                | "after"
                | "("
                | "-"
        );
    if !strict && cx.p.get(n + 1).is_some_and(|p| p.tag == "NNS") {
        // "2000 people" counts; "the 2016 elections" does not.
        let things = matches!(before, "the" | "'s" | "of" | "a" | "his" | "her" | "its" | "their")
            && cx.word(n + 1) != "of";
        if !things {
            return None;
        }
    }
    let dash = cx.p.get(n + 1).is_some_and(|p| p.is_dash() && p.glued);
    if dash
        && let Some(second) = digits(cx, n + 2).filter(|_| cx.p[n + 2].glued)
        && cx.p[n + 2].lower.len() == 2
        && second == (year + 1) % 100
    {
        return Some(cx.found(at..n + 3, TimeType::Date, Some(format!("{year}/{}", year + 1))));
    }
    Some(cx.found(at..n + 1, TimeType::Date, Some(format!("{year:04}"))))
}

/// "nineteen ninety-six".
fn spoken_year(cx: &Context, at: usize) -> Option<Found> {
    let century = match cx.word(at) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        _ => return None,
    };
    let n = crate::extract::numerals::numeral(cx.p, at + 1)?;
    let plain = (10.0..100.0).contains(&n.value) && cx.p[at + 1].form == Form::Letters;
    plain.then(|| cx.found(at..n.pieces.end, TimeType::Date, Some((century + n.value as i32).to_string())))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn dates_with_a_month() {
        check("It sank on Sept. 26, 2030.", "Sept. 26, 2030 DATE 2030-09-26");
        check("It sank on 23rd of September.", "23rd of September DATE 2030-09-23");
        check("It sank on September 23.", "September 23 DATE 2030-09-23");
        check("It will sail on April 2.", "April 2 DATE 2031-04-02");
        check("It sank on Tuesday, March 4, 2031.", "Tuesday, March 4, 2031 DATE 2031-03-04");
        check("It sank in February.", "February DATE 2031-02");
        check("It sank in June.", "June DATE 2030-06");
        check("It sank in June last year.", "June last year DATE 2030-06");
    }

    #[test]
    fn words_that_are_months_and_more() {
        check("They may march in the second row.", "");
        check("May said so.", "");
        check("It sank in May.", "May DATE 2030-05");
        check("April Brown said so.", "");
    }

    #[test]
    fn numeric_dates_and_years() {
        check("Logged 2031-03-01 at sea.", "2031-03-01 DATE 2031-03-01");
        check("Logged 26/9/2030 at sea.", "26/9/2030 DATE 2030-09-26");
        check("Logged 3/4/2030 at sea.", "3/4/2030 DATE -");
        check("It sank in 2024.", "2024 DATE 2024");
        check("The 1979 strike ended.", "1979 DATE 1979");
        check("Some 2000 people came.", "");
        check("In the 1990s it sank.", "the 1990s DATE 199");
        check("In nineteen ninety-six it sank.", "nineteen ninety-six DATE 1996");
        check("In the 19th century it sank.", "the 19th century DATE 18");
    }

    #[test]
    fn parts_of_a_year() {
        check("Profit fell in the third quarter.", "the third quarter DATE 2030-Q3");
        check("It sank last summer.", "last summer DATE 2030-SU");
        check("Prices fall in spring rain.", "");
    }
}
