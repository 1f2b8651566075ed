//! Periods counted from the day of publication: "this week", "last month", "two weeks ago", "within the next few days".
//!
//! "The next N days" is an interval from the day of publication; "the next N months" and "the past N days" are lengths of
//! time, as TIMEX3 has them. Where it fails: "a week" that is one of a row of weeks and not a length.

use super::calendar::{days_on, month_value, months_on, plus, quarter, week};
use super::quarters::year_before;
use super::{Context, Found, TimeType};
use crate::extract::numerals::numeral;
use crate::lexicon;
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
pub(super) struct Unit {
    pub(super) letter: &'static str,
    pub(super) times: f64,
    pub(super) clock: bool,
}

/// The unit that a word names, and whether the word is a plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
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
    pub(super) fn duration(self, n: Option<f64>) -> String {
        let t = if self.clock { "PT" } else { "P" };
        match n {
            None if self.times == 10.0 => "PXDE".to_owned(),
            None if self.times == 100.0 => "PXCE".to_owned(),
            None => format!("{t}X{}", self.letter),
            Some(n) => {
                let n = n * self.times;
                if !n.is_finite() {
                    return format!("{t}X{}", self.letter);
                }
                match (n.fract() == 0.5, self.letter, self.clock) {
                    (true, "M", true) => format!("PT{}M30S", n.trunc()),
                    (true, "Y", _) => format!("P{}Y6M", n.trunc()),
                    (true, "H", _) if n < 1.0 => "PT30M".to_owned(),
                    (true, "H", _) => format!("PT{}H30M", n.trunc()),
                    _ => format!("{t}{n}{}", self.letter),
                }
            }
        }
    }

    /// The calendar period that lies `n` units from `day`, as coarse as the unit.
    pub(super) fn period(self, day: Date, n: i64) -> Option<String> {
        let n = n.checked_mul(self.times as i64)?;
        Some(match (self.letter, self.clock) {
            (_, true) => return None,
            ("D", _) => days_on(day, n)?.to_string(),
            ("W", _) => week(days_on(day, n.checked_mul(7)?)?),
            ("M", _) => month_value(months_on(day, n)?),
            ("Q", _) => {
                let then = months_on(day, n.checked_mul(3)?)?;
                format!("{:04}-Q{}", then.year(), quarter(then.month()))
            }
            _ => {
                let year = i64::from(day.year()).checked_add(n).filter(|y| (0..=9999).contains(y))?;
                match self.times {
                    100.0 => format!("{:02}", year / 100),
                    10.0 => (year / 10).to_string(),
                    _ => format!("{year:04}"),
                }
            }
        })
    }
}

/// A count at piece `at`: how many (none for "several"), and where it ends. "one or two" is two.
pub(super) fn count(cx: &Context, at: usize) -> Option<(Option<f64>, usize)> {
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
    if !coming && !lexicon::ADJECTIVES_OF_A_PAST_PERIOD.has(turn) {
        return None;
    }
    if let Some((n, end)) = count(cx, at + the + 1) {
        let more = usize::from(cx.word(end) == "more");
        let (unit, _) = unit(cx.word(end + more))?;
        let pieces = at..end + more + 1;
        // Days ahead say until when; weeks and more are too coarse for that.
        if coming
            && turn != "following"
            && unit.letter == "D"
            && let (Some(day), Some(n)) = (cx.day, n)
        {
            let last = days_on(day, n.ceil() as i64);
            let value = last.map(|last| format!("{day}/{last}"));
            return Some(cx.relative(pieces, TimeType::Date, value));
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
    // "the past year" is a length; "the last week" may be of anything.
    match (the, turn) {
        (1, "past") => Some(cx.found(pieces, TimeType::Duration, Some(unit.duration(Some(1.0))))),
        (1, "coming") => Some(cx.relative(pieces, TimeType::Date, cx.day.and_then(|d| unit.period(d, 1)))),
        _ => None,
    }
}

/// "this week", "last month", "next year".
fn this_one(cx: &Context, at: usize) -> Option<Found> {
    let by = match cx.word(at) {
        "this" => 0,
        "last" => -1,
        "next" => 1,
        _ => return None,
    };
    let (unit, many) = unit(cx.word(at + 1))?;
    if many || unit.clock {
        return None;
    }
    if unit.letter == "D" {
        return (by == 1).then(|| cx.found(at..at + 2, TimeType::Date, None));
    }
    // ABC's "This Week" is a programme.
    let named = cx.p[at + 1].capital && cx.p[at].capital;
    let value = cx.day.and_then(|day| unit.period(day, by));
    (!named).then(|| cx.relative(at..at + 2, TimeType::Date, value))
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

/// "two weeks ago", "a year earlier", "years ago", "three days from now".
fn ago(cx: &Context, at: usize) -> Option<Found> {
    let start = qualified(cx, at, true);
    let (n, end) = match cx.word(start) {
        "a" | "an" if unit(cx.word(start + 1)).is_some() => (Some(1.0), start + 1),
        word if unit(word).is_some_and(|(_, many)| many) => (None, start),
        _ => count(cx, start)?,
    };
    let (unit, _) = unit(cx.word(end))?;
    let or_so = end + 1 + if cx.word(end + 1) == "or" && cx.word(end + 2) == "so" { 2 } else { 0 };
    let (sign, last) = match (cx.word(or_so), cx.word(or_so + 1)) {
        ("ago", _) => (-1, or_so + 1),
        ("from", "now") => (1, or_so + 2),
        // Against the same time of the year before; other counts start elsewhere in the text.
        ("earlier", next) if n == Some(1.0) && unit.letter == "Y" && unit.times == 1.0 && next != "than" => {
            (-1, or_so + 1)
        }
        _ => return None,
    };
    let pieces = at..last;
    let Some(n) = n else {
        let vague = if sign > 0 { "FUTURE_REF" } else { "PAST_REF" };
        return Some(cx.found(pieces, TimeType::Date, Some(vague.to_owned())));
    };
    // A year ago is the same quarter of it where the article speaks of quarters.
    let value = match cx.day {
        Some(_) if n == 1.0 && sign < 0 && unit.letter == "Y" && unit.times == 1.0 => year_before(cx),
        day => day.and_then(|d| unit.period(d, (n.round() as i64).checked_mul(sign)?)),
    };
    Some(cx.relative(pieces, TimeType::Date, value))
}

/// Where a number begins after words such as "nearly" or "more than" that begin at piece `at`; `at` without any. A length
/// leaves out "about" and "over", which may be prepositions; a date takes them in (`all`).
fn qualified(cx: &Context, at: usize, all: bool) -> usize {
    match (cx.word(at), cx.word(at + 1)) {
        ("more" | "less" | "fewer", "than") | ("at", "least" | "most") => at + 2,
        ("nearly" | "almost", _) => at + 1,
        ("just" | "only", "over" | "under") if all => at + 2,
        ("about" | "around" | "over" | "some" | "roughly" | "approximately", _) if all => at + 1,
        _ => at,
    }
}

/// "two hours", "nearly three years", "the six months", "a few days", "for a week".
fn length(cx: &Context, at: usize) -> Option<Found> {
    let the = usize::from(matches!(cx.word(at), "the" | "those" | "these"));
    let start = if the == 1 { at + 1 } else { qualified(cx, at, false) };
    let before = at.checked_sub(1).map_or("", |i| cx.word(i));
    let (n, mut end) = match (cx.word(start), unit(cx.word(start + 1))) {
        ("a" | "an" | "one", Some((unit, _))) => {
            let placed = start > at || lexicon::MEASURE_WORDS_BEFORE_A_PERIOD.contains(&before);
            let counts = matches!(cx.word(start + 2), "after" | "and" | "of" | "or" | "before");
            // "A day", "a second" and "a night" are of anything.
            let short = matches!(unit.letter, "D" | "S") || unit.clock && unit.letter == "M";
            let long = !short && cx.word(start) != "one";
            let free = placed || long || counts && unit.letter != "S";
            if !free {
                return None;
            }
            (Some(1.0), start + 1)
        }
        ("an" | "one", None) if matches!(cx.word(start + 1), "additional" | "extra" | "entire") => {
            (Some(1.0), start + 2)
        }
        _ => count(cx, start)?,
    };
    end += usize::from(lexicon::ADJECTIVES_OF_A_LENGTH.has(cx.word(end)));
    let (unit, many) = unit(cx.word(end))?;
    let second = matches!(unit.letter, "S" | "Q") && !many;
    let old = cx.word(end + 1) == "old" || cx.word(end + 1) == "of" && cx.word(end + 2) == "age";
    let glued = cx.p[end].glued || cx.p.get(end + 1).is_some_and(|p| p.glued && p.is_dash());
    let single = matches!(cx.word(start), "a" | "an" | "one") && end == start + 1;
    if second || old || glued || many && single {
        return None;
    }
    let mut n = n;
    let mut last = end + 1;
    if let (Some(whole), "and", "a", "half") = (n, cx.word(last), cx.word(last + 1), cx.word(last + 2)) {
        n = Some(whole + 0.5);
        last += 3;
    }
    // A name such as "60 Minutes".
    if cx.p[end].capital && cx.p[end].tag.starts_with("NNP") {
        return None;
    }
    // "the two-day rally" without its hyphen
    let start = if the == 1 && !many && n != Some(1.0) { start } else { at };
    Some(cx.found(start..last, TimeType::Duration, Some(unit.duration(n))))
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
    let placed = lexicon::WORDS_BEFORE_A_LENGTH.has(before) || cx.word(at + 1) == "of";
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
        check("It was checked a year ago.", "a year ago DATE 2030");
        check("It will sail three days from now.", "three days from now DATE 2031-03-08");
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
        check("It sails within the next two years.", "the next two years DURATION P2Y");
        check("It rains a week after a week.", "a week DURATION P1W; a week DURATION P1W");
        check("It sat there about two weeks.", "two weeks DURATION P2W");
    }
}
