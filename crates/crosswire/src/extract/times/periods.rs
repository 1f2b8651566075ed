//! Periods counted from the day of publication: "this week", "last month", "two weeks ago", "within the next few days".
//!
//! "The next N days" is an interval from the day of publication; "the past N months" is a length of time, as TIMEX3 has
//! it. "Three days later" has no value, since the day it counts from is elsewhere in the text.

use super::calendar::{plus, plus_months, quarter, week};
use super::{Context, Found, TimeType};
use crate::extract::numerals::numeral;
use crate::extract::quantities::qualifier_start;
use jiff::civil::{Date, Weekday};

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    interval(cx, at)
        .or_else(|| this_one(cx, at))
        .or_else(|| weekend(cx, at))
        .or_else(|| ago(cx, at))
        .or_else(|| length(cx, at))
        .or_else(|| hyphened(cx, at))
        .or_else(|| bare(cx, at))
}

/// A unit of time: its designator, how many of them, whether it stands in the part of a value after `T`.
#[derive(Clone, Copy, PartialEq)]
struct Unit {
    letter: &'static str,
    times: f64,
    clock: bool,
}

/// The unit that a word names, and whether the word is a plural.
fn unit(word: &str) -> Option<(Unit, bool)> {
    let (stem, many) = match word {
        "centuries" => ("century", true),
        w if w.len() > 4 => w.strip_suffix('s').map_or((w, false), |s| (s, true)),
        "days" => ("day", true),
        w => (w, false),
    };
    let (letter, times, clock) = match stem {
        "second" => ("S", 1.0, true),
        "minute" => ("M", 1.0, true),
        "hour" => ("H", 1.0, true),
        "day" | "night" => ("D", 1.0, false),
        "week" => ("W", 1.0, false),
        "fortnight" => ("W", 2.0, false),
        "month" => ("M", 1.0, false),
        "quarter" => ("Q", 1.0, false),
        "year" => ("Y", 1.0, false),
        "decade" => ("Y", 10.0, false),
        "century" => ("Y", 100.0, false),
        _ => return None,
    };
    Some((Unit { letter, times, clock }, many))
}

impl Unit {
    /// `P3M`, `PT2H`; `PXM` where there is no number.
    fn duration(self, n: Option<f64>) -> String {
        let t = if self.clock { "PT" } else { "P" };
        match n {
            None if self.times == 10.0 => "PXDE".to_owned(),
            None if self.times == 100.0 => "PXCE".to_owned(),
            None => format!("{t}X{}", self.letter),
            Some(n) => {
                let n = n * self.times;
                match (n.fract() == 0.5, self.letter, self.clock) {
                    (true, "Y", _) => format!("P{}Y6M", n.trunc()),
                    (true, "H", _) if n < 1.0 => "PT30M".to_owned(),
                    (true, "H", _) => format!("PT{}H30M", n.trunc()),
                    _ => format!("{t}{n}{}", self.letter),
                }
            }
        }
    }

    /// The calendar period that lies `n` units from `day`, as coarse as the unit.
    fn period(self, day: Date, n: i64) -> Option<String> {
        let n = n.checked_mul(self.times as i64)?;
        Some(match (self.letter, self.clock) {
            (_, true) => return None,
            ("D", _) => plus(day, n).to_string(),
            ("W", _) => week(plus(day, n * 7)),
            ("M", _) => {
                let then = plus_months(day, n);
                format!("{:04}-{:02}", then.year(), then.month())
            }
            ("Q", _) => {
                let then = plus_months(day, n * 3);
                format!("{:04}-Q{}", then.year(), quarter(then.month()))
            }
            ("Y", _) if self.times == 100.0 => return None,
            _ => {
                let year = i64::from(day.year()) + n;
                if self.times == 10.0 { (year / 10).to_string() } else { format!("{year:04}") }
            }
        })
    }

    /// The day that lies `n` units after `day`.
    fn after(self, day: Date, n: f64) -> Option<Date> {
        let n = (n * self.times).ceil() as i64;
        Some(match (self.letter, self.clock) {
            (_, true) => return None,
            ("D", _) => plus(day, n),
            ("W", _) => plus(day, n * 7),
            ("M", _) => plus_months(day, n),
            ("Q", _) => plus_months(day, n * 3),
            _ => plus_months(day, n * 12),
        })
    }
}

/// A count at piece `at`: how many (none for "several"), and where it ends. "one or two" is two.
fn count(cx: &Context, at: usize) -> Option<(Option<f64>, usize)> {
    match (cx.word(at), cx.word(at + 1), cx.word(at + 2)) {
        ("a", "couple", "of") => return Some((Some(2.0), at + 3)),
        ("couple", "of", _) => return Some((Some(2.0), at + 2)),
        ("couple", next, _) if unit(next).is_some() => return Some((Some(2.0), at + 1)),
        ("a", "few" | "several", _) => return Some((None, at + 2)),
        ("several" | "few" | "many" | "some", next, _) if unit(next).is_some() => {
            return Some((None, at + 1));
        }
        ("half", "a" | "an", _) => return Some((Some(0.5), at + 2)),
        _ => {}
    }
    let n = numeral(cx.p, at)?;
    let mut end = n.pieces.end;
    let mut value = n.value;
    if matches!(cx.word(end), "or" | "to" | "-" | "\u{2013}")
        && let Some(more) = numeral(cx.p, end + 1)
        && more.value > value
        && unit(cx.word(more.pieces.end)).is_some()
    {
        (value, end) = (more.value, more.pieces.end);
    }
    Some(((!n.vague).then_some(value), end))
}

/// "the next one or two days", "the past three months", "the first nine months".
fn interval(cx: &Context, at: usize) -> Option<Found> {
    let the = usize::from(matches!(cx.word(at), "the" | "these" | "those"));
    let turn = cx.word(at + the);
    let coming = matches!(turn, "next" | "coming" | "following");
    if !coming && !matches!(turn, "past" | "last" | "previous" | "first" | "final" | "preceding") {
        return None;
    }
    if let Some((n, end)) = count(cx, at + the + 1) {
        let more = usize::from(cx.word(end) == "more");
        let (unit, _) = unit(cx.word(end + more))?;
        let pieces = at..end + more + 1;
        if coming
            && turn != "following"
            && let (Some(day), Some(n)) = (cx.day, n)
            && let Some(last) = unit.after(day, n)
        {
            return Some(cx.relative(pieces, TimeType::Date, Some(format!("{day}/{last}"))));
        }
        return Some(cx.found(pieces, TimeType::Duration, Some(unit.duration(n))));
    }
    let (unit, many) = unit(cx.word(at + the + 1))?;
    let pieces = at..at + the + 2;
    if many {
        return match turn {
            "coming" | "next" => Some(cx.found(pieces, TimeType::Date, Some("FUTURE_REF".to_owned()))),
            _ => Some(cx.found(pieces, TimeType::Duration, Some(unit.duration(None)))),
        };
    }
    // "the past year" is a length, "the following year" counts from elsewhere; "the last week" may be of anything.
    match (the, turn) {
        (1, "past") => Some(cx.found(pieces, TimeType::Duration, Some(unit.duration(Some(1.0))))),
        (1, "following" | "previous" | "next") => Some(cx.found(pieces, TimeType::Date, None)),
        (1, "coming") => Some(cx.relative(pieces, TimeType::Date, cx.day.and_then(|d| unit.period(d, 1)))),
        _ => None,
    }
}

/// "this week", "last month", "next year", "that day", "the same day".
fn this_one(cx: &Context, at: usize) -> Option<Found> {
    if cx.word(at) == "the" && cx.word(at + 1) == "same" {
        let (unit, many) = unit(cx.word(at + 2))?;
        return (!many && !unit.clock).then(|| cx.found(at..at + 3, TimeType::Date, None));
    }
    let (unit, many) = unit(cx.word(at + 1))?;
    if many || unit.clock || unit.letter == "D" && cx.word(at) != "that" && cx.word(at) != "next" {
        return None;
    }
    let by = match cx.word(at) {
        "this" => 0,
        "last" => -1,
        "next" => 1,
        "that" => return Some(cx.found(at..at + 2, TimeType::Date, None)),
        _ => return None,
    };
    if unit.letter == "D" {
        return Some(cx.found(at..at + 2, TimeType::Date, None));
    }
    Some(cx.relative(at..at + 2, TimeType::Date, cx.day.and_then(|day| unit.period(day, by))))
}

/// "the weekend", "last weekend".
fn weekend(cx: &Context, at: usize) -> Option<Found> {
    if cx.word(at + 1) != "weekend" {
        return None;
    }
    let day = |by: i64| cx.day.map(|d| format!("{}-WE", week(plus(d, by * 7))));
    let value = match cx.word(at) {
        "last" => day(-1),
        "this" => day(0),
        "next" => day(1),
        // Up to Wednesday "the weekend" is the one that has been.
        "the" => day(if cx.day.is_some_and(|d| d.weekday().since(Weekday::Monday) < 3) { -1 } else { 0 }),
        _ => return None,
    };
    Some(cx.relative(at..at + 2, TimeType::Date, value))
}

/// "two weeks ago", "a year earlier", "years ago", "three days later".
fn ago(cx: &Context, at: usize) -> Option<Found> {
    let start = qualified(cx, at);
    let (n, end) = match cx.word(start) {
        "a" | "an" if unit(cx.word(start + 1)).is_some() => (Some(1.0), start + 1),
        word if unit(word).is_some_and(|(_, many)| many) => (None, start),
        _ => count(cx, start)?,
    };
    let (unit, _) = unit(cx.word(end))?;
    let (turn, last) = match (cx.word(end + 1), cx.word(end + 2)) {
        ("ago", _) => ("ago", end + 2),
        ("or", "so") if cx.word(end + 3) == "ago" => ("ago", end + 4),
        ("earlier" | "before" | "prior", _) if cx.word(end + 2) != "than" => ("earlier", end + 2),
        ("from", "now") => ("hence", end + 3),
        ("later" | "after", _) if cx.word(end + 1) == "later" => ("later", end + 2),
        _ => return None,
    };
    let pieces = at..last;
    let vague = if turn == "hence" { "FUTURE_REF" } else { "PAST_REF" };
    let value = match (n, turn) {
        (None, "ago" | "hence") => return Some(cx.found(pieces, TimeType::Date, Some(vague.to_owned()))),
        (Some(n), "ago") => cx.day.and_then(|d| unit.period(d, -(n.round() as i64))),
        (Some(n), "hence") => cx.day.and_then(|d| unit.period(d, n.round() as i64)),
        // Against the same time of the year before; other counts start elsewhere in the text.
        (Some(1.0), "earlier") if unit.letter == "Y" && unit.times == 1.0 => {
            cx.day.and_then(|d| unit.period(d, -1))
        }
        _ => return Some(cx.found(pieces, TimeType::Date, None)),
    };
    Some(cx.relative(pieces, TimeType::Date, value))
}

/// Where a number begins after qualifiers such as "about" or "more than" that begin at piece `at`; `at` without any.
fn qualified(cx: &Context, at: usize) -> usize {
    (at + 1..at + 4)
        .rev()
        .find(|&to| to < cx.p.len() && qualifier_start(cx.p, to) == at && to > at)
        .unwrap_or(at)
}

/// "two hours", "nearly three years", "the six months", "a few days", "for a week".
fn length(cx: &Context, at: usize) -> Option<Found> {
    let the = usize::from(matches!(cx.word(at), "the" | "those" | "these"));
    let start = if the == 1 { at + 1 } else { qualified(cx, at) };
    let before = at.checked_sub(1).map_or("", |i| cx.word(i));
    let (n, mut end) = match cx.word(start) {
        "a" | "an" | "one" if unit(cx.word(start + 1)).is_some() => {
            let placed = start > at
                || matches!(
                    before,
                    "for"
                        | "in"
                        | "within"
                        | "after"
                        | "over"
                        | "than"
                        | "nearly"
                        | "almost"
                        | "about"
                        | "half"
                        | "lasted"
                        | "took"
                );
            if !placed {
                return None;
            }
            (Some(1.0), start + 1)
        }
        _ => count(cx, start)?,
    };
    end += usize::from(matches!(
        cx.word(end),
        "more" | "full" | "additional" | "whole" | "straight" | "consecutive"
    ));
    let (unit, many) = unit(cx.word(end))?;
    let second = unit.letter == "S" && !many || unit.letter == "Q";
    let old = cx.word(end + 1) == "old";
    let apart = cx.p[end].glued;
    if second || old || apart || n == Some(0.5) && cx.word(end) == "million" {
        return None;
    }
    let mut n = n;
    let mut last = end + 1;
    if let (Some(whole), "and", "a", "half") = (n, cx.word(last), cx.word(last + 1), cx.word(last + 2)) {
        n = Some(whole + 0.5);
        last += 3;
    }
    Some(cx.found(at..last, TimeType::Duration, Some(unit.duration(n))))
}

/// "five-year", "48-hour".
fn hyphened(cx: &Context, at: usize) -> Option<Found> {
    let n = numeral(cx.p, at)?;
    let end = n.pieces.end;
    let dash = cx.p.get(end).is_some_and(|p| p.is_dash() && p.glued);
    let (unit, many) = unit(cx.word(end + 1))?;
    let old = cx.word(end + 2) == "-" && cx.p[end + 2].glued;
    (dash && !many && !old && unit.letter != "Q" && unit.letter != "S")
        .then(|| cx.found(at..end + 2, TimeType::Duration, Some(unit.duration(Some(n.value)))))
}

/// "for months", "months of talks", "decades of".
fn bare(cx: &Context, at: usize) -> Option<Found> {
    let (unit, many) = unit(cx.word(at))?;
    let before = at.checked_sub(1).map_or("", |i| cx.word(i));
    let placed = matches!(
        before,
        "for"
            | "after"
            | "within"
            | "in"
            | "over"
            | "many"
            | "of"
            | "spent"
            | "took"
            | "take"
            | "lasted"
            | "through"
            | "spending"
    ) || cx.word(at + 1) == "of";
    (many && placed && unit.letter != "Q" && unit.letter != "S")
        .then(|| cx.found(at..at + 1, TimeType::Duration, Some(unit.duration(None))))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn periods_from_the_day_of_publication() {
        check("It sank this week.", "this week DATE 2031-W10");
        check("It sank earlier this year.", "earlier this year DATE 2031");
        check("It sank last month.", "last month DATE 2031-02");
        check("It sank two weeks ago.", "two weeks ago DATE 2031-W08");
        check("It sank about three years ago.", "about three years ago DATE 2028");
        check("It sank over the weekend.", "the weekend DATE 2031-W09-WE");
        check("It sank three days later.", "three days later DATE -");
        check(
            "It will sail within the next one or two days.",
            "the next one or two days DATE 2031-03-05/2031-03-07",
        );
        check(
            "It will sail over the next couple of days.",
            "the next couple of days DATE 2031-03-05/2031-03-07",
        );
    }

    #[test]
    fn lengths_of_time() {
        check("It took two hours.", "two hours DURATION PT2H");
        check("They sat for months.", "months DURATION PXM");
        check("After months of talks it sank.", "months DURATION PXM");
        check("In the past three months it sank.", "the past three months DURATION P3M");
        check("A five-year plan sank.", "five-year DURATION P5Y");
        check("It took half an hour.", "half an hour DURATION PT30M");
        check("A 34-year-old man sank.", "");
        check("Give me a second.", "");
    }
}
