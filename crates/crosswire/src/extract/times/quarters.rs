//! Periods of a business year: "the third quarter", "third-quarter", "last year's first quarter", "the year-earlier period",
//! "the first half of 2030", "fiscal year", "year-end".
//!
//! A quarter without a number is the one that the article last spoke of, else the last full one. A company's own year is not
//! known: its quarters are counted as if it began in January. Where it fails: "the first quarter" of a game.

use super::absolute::nearest;
use super::calendar::{month, quarter};
use super::periods::{count, unit};
use super::tense::{Tense, tense};
use super::years::four;
use super::{Context, Found, TimeType};
use crate::extract::numerals::numeral;
use crate::lexicon;
use jiff::civil::Date;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    period(cx, at).or_else(|| business_year(cx, at)).or_else(|| year_end(cx, at))
}

/// What a period's year is counted from.
#[derive(Clone, Copy, PartialEq)]
enum Year {
    /// The text says.
    Named(i16),
    /// So many years from that of publication.
    Turned(i16),
    /// So many years from that of the period last spoken of.
    Back(i16),
    /// Nothing says.
    Open,
}

/// "year-ago", "year-earlier", and where it ends.
fn year_ago(cx: &Context, at: usize) -> Option<usize> {
    let dash = cx.p.get(at + 1).is_some_and(|p| p.is_dash());
    (cx.word(at) == "year" && dash && matches!(cx.word(at + 2), "ago" | "earlier")).then_some(at + 3)
}

/// "this year", "last year", "next year".
fn turned(cx: &Context, at: usize) -> Option<i16> {
    match (cx.word(at), cx.word(at + 1)) {
        ("last", "year") => Some(-1),
        ("this", "year") => Some(0),
        ("next", "year") => Some(1),
        _ => None,
    }
}

fn ordinal(word: &str) -> Option<i8> {
    ["first", "second", "third", "fourth"].iter().position(|w| *w == word).map(|n| n as i8 + 1)
}

fn period(cx: &Context, at: usize) -> Option<Found> {
    let the = usize::from(cx.word(at) == "the");
    let mut i = at + the;
    let mut year = Year::Open;
    // What says which period it is, besides an ordinal.
    let mut told = true;
    if let Some(by) = turned(cx, i).filter(|_| cx.word(i + 2) == "'s") {
        (year, i) = (Year::Turned(by), i + 3);
    } else if let Some(named) = four(cx, i) {
        (year, i) = (Year::Named(named), i + 1);
    } else if cx.word(i) == "current" && cx.word(i + 1) == "quarter" {
        let now = cx.day.map(|d| format!("{:04}-Q{}", d.year(), quarter(d.month())));
        return Some(cx.relative(at..i + 2, TimeType::Date, now));
    } else if matches!(cx.word(i), "latest" | "most") {
        i += 1 + usize::from(cx.word(i) == "most" && cx.word(i + 1) == "recent");
        year = Year::Back(0);
    } else {
        told = false;
    }
    let same = usize::from(matches!(cx.word(i), "same" | "comparable" | "corresponding"));
    i += same;
    if let Some(end) = year_ago(cx, i) {
        (year, i, told) = (Year::Back(-1), end, true);
    }
    let fiscal = usize::from(cx.word(i) == "fiscal");
    i += fiscal + usize::from(fiscal > 0 && cx.word(i + 1) == "-");
    let q = ordinal(cx.word(i));
    let mut hyphen = false;
    if q.is_some() {
        i += 1 + usize::from(cx.word(i + 1) == "fiscal");
        hyphen = cx.p.get(i).is_some_and(|p| p.is_dash() && p.glued);
        i += usize::from(hyphen);
    }
    let q = if cx.word(i) == "last" && cx.word(i + 1) == "half" {
        i += 1;
        Some(2)
    } else {
        q
    };
    let half = cx.word(i) == "half" && q.is_some_and(|q| q <= 2);
    let noun = cx.word(i);
    if !(half || noun == "quarter" || noun == "period" && q.is_none()) {
        // "year-earlier profit"
        let alone = year == Year::Back(-1) && year_ago(cx, at).is_some();
        // "the year-earlier nine months"
        if let Some((n, end)) = count(cx, i).filter(|_| told)
            && let Some((unit, _)) = unit(cx.word(end))
        {
            return Some(cx.found(at..end + 1, TimeType::Duration, Some(unit.duration(n))));
        }
        return alone.then(|| cx.relative(at..at + 3, TimeType::Date, year_before(cx)));
    }
    if cx.p.get(i + 1).is_some_and(|p| p.is_dash() && p.glued) {
        return None;
    }
    let mut end = i + 1;
    let of = usize::from(cx.word(end) == "of");
    let after = end + of + usize::from(of > 0 && cx.word(end + of) == "fiscal");
    let mut placed = told;
    if let Some(named) = four(cx, after).filter(|_| of > 0) {
        (year, end, placed) = (Year::Named(named), after + 1, true);
    } else if let Some(by) = turned(cx, after) {
        (year, end, placed) = (Year::Turned(by), after + 2, true);
    } else if of > 0 && cx.word(after) == "the" && cx.word(after + 1) == "year" {
        (year, end, placed) = (Year::Turned(0), after + 2, true);
    } else if cx.word(end) == "a"
        && cx.word(end + 1) == "year"
        && matches!(cx.word(end + 2), "ago" | "earlier")
    {
        (year, end, placed) = (Year::Back(-1), end + 3, true);
    } else if of > 0
        && !matches!(cx.word(after), "$" | "about" | "more" | "less" | "nearly")
        && numeral(cx.p, after).is_none()
    {
        // "the second quarter of the game", "a quarter of the crew"
        return None;
    }
    // "the third-quarter loss": the article belongs to the loss.
    let start = at + usize::from(the > 0 && hyphen);
    let found = |value: Option<String>| Some(cx.relative(start..end, TimeType::Date, value));
    let Some(day) = cx.day else { return found(None).filter(|_| q.is_some() || placed) };
    let last = || (day.year(), quarter(day.month()) - 1);
    let recent = cx.recent.quarter();
    let of_year = |year: Year, open: i16| match year {
        Year::Named(year) => Some(year),
        Year::Turned(by) => day.year().checked_add(by),
        Year::Back(by) => recent.map_or(day.year(), |(y, _)| y).checked_add(by),
        Year::Open => Some(open),
    };
    if let Some(q) = q {
        if half {
            return if placed {
                found(of_year(year, day.year()).map(|y| format!("{y:04}-H{q}")))
            } else {
                None
            };
        }
        let back = q > quarter(day.month()) && tense(cx, start, end) != Tense::Future;
        let open = day.year() - i16::from(back);
        return found(of_year(year, open).map(|y| format!("{y:04}-Q{q}")));
    }
    // Without a number it must be told which one it is.
    if noun == "quarter" && same == 0 && year == Year::Open && the == 1 && cx.p[i].tag == "NN" {
        if matches!(cx.word(end), "ended" | "ending") {
            let named = cx.p.get(end + 1).and_then(month).map(|(month, _)| month);
            let last_day = |by: i16, month| Date::new(day.year().checked_add(by)?, month, 28).ok();
            let then = named.and_then(|m| nearest(cx, end + 1..end + 2, day, -1, |by| last_day(by, m)));
            return found(then.map(|d| format!("{:04}-Q{}", d.year(), quarter(d.month()))));
        }
    } else if !(told || placed) {
        return None;
    }
    let (base, q) = match recent {
        Some(recent) => recent,
        None if noun == "period" && year != Year::Back(0) => {
            let Year::Named(year) = year else { return None };
            return found(Some(format!("{year:04}")));
        }
        None if last().1 == 0 => (day.year().checked_sub(1)?, 4),
        None => last(),
    };
    found(of_year(year, base).map(|y| format!("{y:04}-Q{q}")))
}

/// A year before the quarter that the article last spoke of, or before publication.
pub(super) fn year_before(cx: &Context) -> Option<String> {
    match cx.recent.quarter() {
        Some((year, q)) => year.checked_sub(1).map(|year| format!("{year:04}-Q{q}")),
        None => cx.day.and_then(|d| d.year().checked_sub(1)).map(|year| format!("{year:04}")),
    }
}

/// "the year ended March 31", "the fiscal year", "the full year", "the end of the year".
fn business_year(cx: &Context, at: usize) -> Option<Found> {
    if cx.word(at) != "the" {
        return None;
    }
    let full = usize::from(matches!(cx.word(at + 1), "full" | "current" | "whole" | "latest"));
    let fiscal =
        usize::from(matches!(cx.word(at + 1 + full), "fiscal" | "financial" | "academic" | "school"));
    let year = at + 1 + full + fiscal;
    let unit = cx.word(year);
    if unit != "year" && !(full + fiscal == 0 && matches!(unit, "month" | "week" | "decade")) {
        return None;
    }
    let end = year + 1;
    if unit == "year" && matches!(cx.word(end), "ended" | "ending") {
        return Some(cx.found(at..end, TimeType::Duration, Some("P1Y".to_owned())));
    }
    let before = |n: usize| at.checked_sub(n).map_or("", |i| cx.word(i));
    let part = before(1) == "of" && lexicon::PARTS_OF_A_PERIOD.has(before(2))
        || before(1) == "of" && lexicon::COUNTED_PERIODS.has(before(2));
    // "later in the week"
    let part = part || before(1) == "in" && matches!(before(2), "earlier" | "later" | "early" | "late");
    let stops = cx.p.get(end).is_none_or(|p| p.form == crate::extract::pieces::Form::Mark && !p.is_dash());
    let whole = unit == "year" && before(1) == "for" && stops;
    if full + fiscal == 0 && !part && !whole
        || full + fiscal == 0 && cx.word(end) == "'s"
        || four(cx, end).is_some()
    {
        return None;
    }
    let latest = cx.word(at + 1) == "latest";
    let value = cx.day.map(|day| match unit {
        "year" if latest => format!("{:04}", day.year() - 1),
        "month" => format!("{:04}-{:02}", day.year(), day.month()),
        "week" => super::calendar::week(day),
        "decade" => (day.year() / 10).to_string(),
        _ => format!("{:04}", day.year()),
    });
    Some(cx.relative(at..end, TimeType::Date, value))
}

/// "year-end", "year's end".
fn year_end(cx: &Context, at: usize) -> Option<Found> {
    if cx.word(at) != "year" {
        return None;
    }
    let year = |past: bool| cx.day.and_then(|d| d.year().checked_sub(i16::from(past)));
    if cx.word(at + 1) == "'s" && cx.word(at + 2) == "end" {
        return Some(cx.relative(at..at + 3, TimeType::Date, year(false).map(|y| format!("{y:04}"))));
    }
    let dash = usize::from(cx.word(at + 1) == "-");
    // "year-end results" are of that day or of the year.
    if cx.word(at + 1 + dash) != "end" || cx.p.get(at + 2 + dash).is_some_and(|p| p.tag.starts_with("NN")) {
        return None;
    }
    let since = at > 0 && cx.word(at - 1) == "since";
    Some(cx.relative(at..at + 2 + dash, TimeType::Date, year(since).map(|y| format!("{y:04}-12-31"))))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn quarters_with_a_number() {
        check("Profit fell in the third quarter.", "the third quarter DATE 2030-Q3");
        check("The third-quarter loss grew.", "third-quarter DATE 2030-Q3");
        check("It paid in the first quarter of 2030.", "the first quarter of 2030 DATE 2030-Q1");
        check("It paid in last year's first quarter.", "last year's first quarter DATE 2030-Q1");
        check("It rose in the second half of 2030.", "the second half of 2030 DATE 2030-H2");
        check("They led after the second quarter of the game.", "");
    }

    #[test]
    fn quarters_without_a_number() {
        let third = "It lost 2 crowns in the third quarter, from 1 crown a year earlier.";
        check(third, "the third quarter DATE 2030-Q3; a year earlier DATE 2029-Q3");
        check("The quarter ended Sept. 30 was good.", "The quarter DATE 2030-Q3; Sept. 30 DATE 2030-09-30");
        check("A quarter of the crew left.", "");
    }

    #[test]
    fn years_of_business() {
        check("It should close by year-end.", "year-end DATE 2031-12-31");
        check("Sales for the full year rose.", "the full year DATE 2031");
        check("It will sail by the end of the year.", "the end of the year DATE 2031");
        check("It sank earlier in the week.", "the week DATE 2031-W10");
    }
}
