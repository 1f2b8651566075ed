//! Days and months: "Sept. 26", "23 September 2025", "2025-10-01", "March 3-5", "in February".
//!
//! A date without a year is the last such one up to publication, or the next where the verb speaks of what is to come. A
//! numeric date that two customs read differently ("3/4/2031") has no value. Where it fails: a month that is a name.

use super::calendar::{days_between, month, weekday};
use super::tense::{Tense, of_noun, tense};
use super::years::{digits, four, spoken};
use super::{Context, Found, TimeType};
use crate::extract::pieces::Form;
use crate::lexicon;
use jiff::civil::Date;
use std::ops::Range;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let piece = cx.p.get(at)?;
    if piece.form == Form::Digits {
        let dashed = || numeric(cx, at).or_else(|| short_month(cx, at));
        return dashed().or_else(|| day_month(cx, at)).or_else(|| second_day(cx, at));
    }
    if !piece.capital && !matches!(cx.word(at), "last" | "next" | "this") {
        return None;
    }
    dated_weekday(cx, at).or_else(|| month_day(cx, at)).or_else(|| month_alone(cx, at))
}

/// A day of the month with "st" or "th" or without, and where it ends.
fn day_of_month(cx: &Context, at: usize) -> Option<(i8, usize)> {
    let day = digits(cx, at).filter(|d| (1..=31).contains(d) && cx.p[at].lower.len() <= 2)?;
    let next = cx.p.get(at + 1);
    let ordinal = next.is_some_and(|p| p.glued && p.among(&["st", "nd", "rd", "th"]));
    let clock = next.is_some_and(|p| p.is(":"))
        && cx.p.get(at + 2).is_some_and(|p| p.glued && p.form == Form::Digits);
    if clock
        || next.is_some_and(|p| p.glued && !ordinal && (p.form == Form::Letters && !p.is("'s") || p.is("%")))
    {
        return None;
    }
    Some((day as i8, at + 1 + usize::from(ordinal)))
}

/// "2025-10-01", "26/9/2025".
fn numeric(cx: &Context, at: usize) -> Option<Found> {
    let sign = cx.word(at + 1);
    if !matches!(sign, "-" | "/") || cx.word(at + 3) != sign {
        return None;
    }
    let glued = (at + 1..at + 5).all(|i| cx.p.get(i).is_some_and(|p| p.glued));
    let (a, b, c) = (digits(cx, at)?, digits(cx, at + 2)?, digits(cx, at + 4).filter(|_| glued)?);
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

/// "19-Nov-29", "19-Nov-2029", "19/Nov/2029". Two digits are a year within fifty of the day of publication.
fn short_month(cx: &Context, at: usize) -> Option<Found> {
    let sign = cx.word(at + 1);
    let glued = (at + 1..at + 5).all(|i| cx.p.get(i).is_some_and(|p| p.glued));
    if !glued || !matches!(sign, "-" | "/") || cx.word(at + 3) != sign {
        return None;
    }
    let (day, _) = day_of_month(cx, at)?;
    let (month, _) = month(cx.p.get(at + 2)?)?;
    let year = digits(cx, at + 4)?;
    let year = match (cx.p[at + 4].lower.len(), cx.day) {
        (4, _) => Some(year),
        (2, Some(from)) => Some(from.year() - (from.year() - year + 50).rem_euclid(100) + 50),
        (2, None) => None,
        _ => return None,
    };
    let date = year.map(|year| Date::new(year, month, day));
    if date.as_ref().is_some_and(Result::is_err) {
        return None;
    }
    let value = date.and_then(Result::ok).map(|date| date.to_string());
    Some(cx.found(at..at + 5, TimeType::Date, value))
}

/// "Wednesday, October 1": the weekday and the date are one expression.
fn dated_weekday(cx: &Context, at: usize) -> Option<Found> {
    weekday(cx.text, cx.p.get(at)?)?;
    let date = at + 1 + usize::from(cx.word(at + 1) == ",");
    let date = date + usize::from(cx.word(date) == "the");
    let found = month_day(cx, date).or_else(|| day_month(cx, date))?;
    Some(Found { pieces: at..found.pieces.end, ..found })
}

/// The year at piece `at`, after a comma or not, and where it ends.
fn year_after(cx: &Context, at: usize) -> Option<(i16, usize)> {
    let after = at + usize::from(cx.word(at) == ",");
    four(cx, after).map(|year| (year, after + 1))
}

/// "September 26", "Sept. 26, 2025", "March 3-5".
fn month_day(cx: &Context, at: usize) -> Option<Found> {
    let (month, _) = month(cx.p.get(at)?)?;
    let (day, mut end) = day_of_month(cx, at + 1)?;
    let last = last_of_range(cx, end, day);
    if let Some((_, after)) = last {
        end = after;
    }
    let last = last.map(|(last, _)| last);
    let year = year_after(cx, end);
    dated(cx, at..year.map_or(end, |(_, end)| end), year.map(|(year, _)| year), month, day, last)
}

/// "26 September", "26th of September 2025", "3-5 March".
fn day_month(cx: &Context, at: usize) -> Option<Found> {
    let (day, mut name) = day_of_month(cx, at)?;
    let last = last_of_range(cx, name, day);
    if let Some((_, after)) = last {
        name = after;
    }
    name += usize::from(cx.word(name) == "of");
    let (month, full) = month(cx.p.get(name)?)?;
    // "12 May" is a date, "12 Mar" too; "12 Jan Brels" is none.
    if !full && cx.p.get(name + 1).is_some_and(|p| p.capital) {
        return None;
    }
    let year = year_after(cx, name + 1);
    let end = year.map_or(name + 1, |(_, end)| end);
    dated(cx, at..end, year.map(|(year, _)| year), month, day, last.map(|(last, _)| last))
}

/// The second day of "3-5", and where it ends.
fn last_of_range(cx: &Context, at: usize, first: i8) -> Option<(i8, usize)> {
    cx.p.get(at).filter(|p| p.is_dash())?;
    day_of_month(cx, at + 1).filter(|(last, _)| *last > first)
}

/// The "25" of "April 24 and 25".
fn second_day(cx: &Context, at: usize) -> Option<Found> {
    let joined = at >= 3 && matches!(cx.word(at - 1), "and" | "or" | "to");
    let (day, end) = day_of_month(cx, at).filter(|_| joined)?;
    let next = cx.p.get(end);
    if next.is_some_and(|p| matches!(p.tag, "NN" | "NNS" | "JJ" | "NNP") || p.is_dash() || p.is("%")) {
        return None;
    }
    let (first, named) = (digits(cx, at - 2)?, month(&cx.p[at - 3])?.0);
    if first >= i16::from(day) {
        return None;
    }
    let year = year_after(cx, end);
    dated(cx, at..year.map_or(end, |(_, end)| end), year.map(|(year, _)| year), named, day, None)
}

/// A day of a month, or the interval from it to another one.
fn dated(
    cx: &Context,
    pieces: Range<usize>,
    year: Option<i16>,
    month: i8,
    day: i8,
    last: Option<i8>,
) -> Option<Found> {
    let value = |first: Date| match last.map(|last| Date::new(first.year(), month, last)) {
        None => Some(first.to_string()),
        Some(Ok(last)) => Some(format!("{first}/{last}")),
        Some(Err(_)) => None,
    };
    if let Some(year) = year {
        return Some(cx.found(pieces, TimeType::Date, Some(value(Date::new(year, month, day).ok()?)?)));
    }
    let Some(from) = cx.day else { return Some(cx.relative(pieces, TimeType::Date, None)) };
    let of = |by: i16| Date::new(from.year().checked_add(by)?, month, day).ok();
    let first = nearest(cx, pieces.clone(), from, 0, of)?;
    Some(cx.relative(pieces, TimeType::Date, Some(value(first)?)))
}

/// The one meant of days that come once a year: the last one, the next one, or the one nearer to the day of publication,
/// as `turn` ("last" is -1, "next" is 1) or the verb says. `of` gives that of the year so many years on.
pub(super) fn nearest(
    cx: &Context,
    pieces: Range<usize>,
    from: Date,
    turn: i8,
    of: impl Fn(i16) -> Option<Date>,
) -> Option<Date> {
    let all = || [-1, 0, 1].into_iter().filter_map(&of);
    let back = || all().filter(|d| *d <= from).max();
    let ahead = || all().filter(|d| *d >= from).min();
    let near = || all().min_by_key(|d| days_between(from, *d).abs());
    let before = pieces.start.checked_sub(1).map_or("", |i| cx.word(i));
    let within = |d: Option<Date>, days: i64| d.filter(|d| days_between(from, *d).abs() < days);
    match (turn, tense(cx, pieces.start, pieces.end)) {
        (-1, _) => back(),
        (1, _) => ahead(),
        _ if before == "ended" => back(),
        _ if matches!(before, "effective" | "payable") => ahead(),
        // A date nearly a year off is more often one on the other side: "said ... on Jan. 14" in December.
        (_, Tense::Past) => within(back(), 300).or_else(near),
        (_, Tense::Future) => within(ahead(), 300).or_else(near),
        _ => near(),
    }
}

/// "February", "last May", "June last year", "September 2025", "January nineteen ninety-six".
fn month_alone(cx: &Context, at: usize) -> Option<Found> {
    let turn = match cx.word(at) {
        "last" => -1,
        "next" | "this" => 1,
        _ => 0,
    };
    let name = at + usize::from(turn != 0);
    let (month, full) = month(cx.p.get(name)?)?;
    let end = name + 1;
    if turn != 0 && day_of_month(cx, end).is_some() {
        return None;
    }
    let joined = end + usize::from(matches!(cx.word(end), "of" | ","));
    if let Some((year, end)) = four(cx, joined).map(|y| (y, joined + 1)).or_else(|| spoken(cx, end)) {
        return Some(cx.found(at..end, TimeType::Date, Some(format!("{year:04}-{month:02}"))));
    }
    let turned = match (cx.word(joined), cx.word(joined + 1)) {
        ("last", "year") => Some(-1),
        ("this", "year") => Some(0),
        ("next", "year") => Some(1),
        _ => None,
    };
    if let Some(by) = turned.filter(|_| full) {
        let value = cx.day.and_then(|d| d.year().checked_add(by)).map(|y| format!("{y:04}-{month:02}"));
        return Some(cx.relative(at..joined + 2, TimeType::Date, value));
    }
    if !is_month(cx, at, name, full) {
        return None;
    }
    let value = cx.day.and_then(|from| {
        let year = from.year();
        let (this, last, next) = (Some(year), year.checked_sub(1), year.checked_add(1));
        let back = |strict: bool| if month < from.month() + i8::from(!strict) { this } else { last };
        let ahead = || if month >= from.month() { this } else { next };
        // Months from the month of publication to the next such month.
        let distance = (month - from.month()).rem_euclid(12);
        let by = name > 0 && matches!(cx.word(name - 1), "by" | "until" | "till" | "through");
        let year = match (turn, tense(cx, at, end)) {
            // "Last February", said in March, is that of the year before as often as not.
            (-1, _) => back(true),
            (1, _) if cx.word(at) == "this" => this,
            (1, _) => ahead(),
            // A month just ahead that ends something, or is of a noun: a year back it would be "last November".
            (_, Tense::Past | Tense::Unknown) if (1..=4).contains(&distance) && by => ahead(),
            (_, Tense::Past | Tense::Unknown) if (1..=2).contains(&distance) && of_noun(cx, at, end) => {
                ahead()
            }
            (0, Tense::FutureInPast) if distance < 6 => ahead(),
            (0, Tense::Present) if by => ahead(),
            // "Opened in November", said in October: a past verb that dates something else.
            (0, Tense::Past | Tense::Unknown | Tense::FutureInPast) => back(false),
            (0, Tense::Present) if distance > 3 => back(false),
            _ => ahead(),
        };
        year.map(|year| format!("{year:04}-{month:02}"))
    });
    Some(cx.relative(at..end, TimeType::Date, value))
}

/// Whether a month's name is one: "in May", and not "they may", "Mar" or "April Brown".
fn is_month(cx: &Context, at: usize, name: usize, full: bool) -> bool {
    let before = name.checked_sub(1).map_or("", |i| cx.word(i));
    if !full {
        return at < name || matches!(before, "in" | "since");
    }
    let placed = at < name
        || lexicon::PREPOSITIONS_BEFORE_A_DATE.has(before)
        || matches!(before, "through" | "to" | "and" | "between" | "before" | "after" | "-");
    if placed {
        return true;
    }
    let next = cx.p.get(name + 1);
    let named = next.is_some_and(|p| p.capital && p.form == Form::Letters && !p.glued)
        || name.checked_sub(1).is_some_and(|i| cx.p[i].tag == "NNP" && cx.p[i].capital && !cx.p[i].is_dash());
    // "the March figures"
    let figures =
        next.is_some_and(|p| matches!(p.tag, "NN" | "NNS" | "JJ")) && cx.p[name].tag.starts_with("NNP");
    !named && (figures || !matches!(cx.word(name), "may" | "march" | "april" | "june" | "august"))
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
        check("It will sail in June.", "June DATE 2031-06");
        check("It sank in June last year.", "June last year DATE 2030-06");
        check("In January nineteen ninety-six it sank.", "January nineteen ninety-six DATE 1996-01");
        check("The year ended March 31 was good.", "The year DURATION P1Y; March 31 DATE 2030-03-31");
    }

    #[test]
    fn days_that_share_a_month() {
        check("The fair ran on March 1-3.", "March 1-3 DATE 2031-03-01/2031-03-03");
        check("The fair ran on 1-3 March 2030.", "1-3 March 2030 DATE 2030-03-01/2030-03-03");
        check("They met on March 1 and 3.", "March 1 DATE 2031-03-01; 3 DATE 2031-03-03");
        check("They met on March 1 and 3 boats sank.", "March 1 DATE 2031-03-01");
    }

    #[test]
    fn words_that_are_months_and_more() {
        check("They may march in the second row.", "");
        check("May said so.", "");
        check("It sank in May.", "May DATE 2030-05");
        check("April Brown said so.", "");
    }

    #[test]
    fn numeric_dates() {
        check("Logged 2031-03-01 at sea.", "2031-03-01 DATE 2031-03-01");
        check("Logged 26/9/2030 at sea.", "26/9/2030 DATE 2030-09-26");
        check("Logged 3/4/2030 at sea.", "3/4/2030 DATE -");
    }
}
