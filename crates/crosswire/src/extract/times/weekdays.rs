//! Weekdays and days near to now: "Monday evening", "last Tuesday", "yesterday", "tonight", "this morning".
//!
//! A weekday is the last such day up to the day of publication, or the next one from it where the words around it speak of
//! what is to come. Where it fails: "Tuesday" in an article about an earlier week, "Sunday" as part of a name.

use super::calendar::{on_or_after, on_or_before, plus, weekday};
use super::tense::{Tense, tense};
use super::{Context, Found, TimeType};
use jiff::civil::{Date, Weekday};

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    near(cx, at).or_else(|| named(cx, at))
}

/// The part of the day that piece `at` names, as TIMEX3 writes it.
pub(super) fn part(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "TMO",
        "afternoon" => "TAF",
        "evening" => "TEV",
        "night" => "TNI",
        _ => return None,
    })
}

/// "today", "yesterday morning", "this evening", "last night".
fn near(cx: &Context, at: usize) -> Option<Found> {
    let (days, mut end, mut piece) = match (cx.word(at), cx.word(at + 1)) {
        ("today", _) if cx.p[at].capital && at > 0 && cx.p[at - 1].capital => return None,
        ("today", _) => (0, at + 1, None),
        ("tonight", _) => (0, at + 1, Some("TNI")),
        ("yesterday", _) => (-1, at + 1, None),
        ("tomorrow", _) => (1, at + 1, None),
        ("this", word) if part(word).is_some() => (0, at + 2, part(word)),
        ("last", "night" | "evening") => (-1, at + 2, part(cx.word(at + 1))),
        // The night that led to the day of publication.
        ("overnight", _) => (-1, at + 1, Some("TNI")),
        _ => return None,
    };
    if piece.is_none()
        && let Some(named) = part(cx.word(end))
    {
        piece = Some(named);
        end += 1;
    }
    let value = cx.day.map(|day| format!("{}{}", plus(day, days), piece.unwrap_or("")));
    Some(cx.relative(at..end, if piece.is_some() { TimeType::Time } else { TimeType::Date }, value))
}

/// "Monday", "last Tuesday night", "Tuesday of last week".
fn named(cx: &Context, at: usize) -> Option<Found> {
    let mut name = at;
    let how = match (cx.word(at), cx.word(at + 1)) {
        ("last" | "next" | "this", "past" | "coming") => 2,
        ("last" | "next" | "this" | "coming", _) => 1,
        _ => 0,
    };
    name += how;
    let day = weekday(cx.text, cx.p.get(name)?)?;
    let mut end = name + 1;
    let piece = part(cx.word(end));
    end += usize::from(piece.is_some());
    let of = end + usize::from(cx.word(end) == "of");
    let weeks = match (cx.word(of), cx.word(of + 1)) {
        ("last", "week") => Some(-7),
        ("this", "week") => Some(0),
        ("next", "week") => Some(7),
        _ => None,
    };
    let date = match (cx.day, weeks) {
        (Some(from), Some(days)) => {
            let monday = on_or_before(plus(from, days), Weekday::Monday);
            Some(on_or_after(monday, day))
        }
        (Some(from), None) => Some(resolve(cx, from, day, how, (at, end))),
        (None, _) => None,
    };
    if weeks.is_some() {
        end = of + 2;
    }
    let value = date.map(|date| format!("{date}{}", piece.unwrap_or("")));
    Some(cx.relative(at..end, if piece.is_some() { TimeType::Time } else { TimeType::Date }, value))
}

fn resolve(cx: &Context, from: Date, day: Weekday, how: usize, (at, end): (usize, usize)) -> Date {
    let (back, ahead) = (on_or_before(from, day), on_or_after(from, day));
    match (how, cx.word(at), cx.word(at + 1)) {
        (1, "last", _) | (2, _, "past") => return on_or_before(plus(from, -1), day),
        (1, "next" | "coming", _) | (2, _, "coming") => return on_or_after(plus(from, 1), day),
        _ => {}
    }
    match tense(cx, at, end) {
        Tense::Future => ahead,
        Tense::Present if from != back => ahead,
        // What was to be on a day just past was to be then.
        Tense::FutureInPast if from.weekday().since(day) > 3 => ahead,
        Tense::Past | Tense::FutureInPast => back,
        _ if how == 1 => ahead,
        _ => back,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn weekdays_follow_the_tense() {
        // 5 March 2031 is a Wednesday.
        check("The ferry left on Monday evening.", "Monday evening TIME 2031-03-03TEV");
        check("The ferry will leave on Monday.", "Monday DATE 2031-03-10");
        check("The ferry is to be towed to the yard at high water on Friday.", "Friday DATE 2031-03-07");
        check("It is expected to land by Tuesday.", "Tuesday DATE 2031-03-11");
        check("It was expected to land by Tuesday.", "Tuesday DATE 2031-03-04");
        check("The owners said it would sail on Tuesday.", "Tuesday DATE 2031-03-11");
        check("It sails on Saturday.", "Saturday DATE 2031-03-08");
        check("It sank on Thursday of last week.", "Thursday of last week DATE 2031-02-27");
        check("It sank last Wednesday.", "last Wednesday DATE 2031-02-26");
        check("It sails next Friday.", "next Friday DATE 2031-03-07");
        check("Wednesday's storm sank it.", "Wednesday DATE 2031-03-05");
    }

    #[test]
    fn days_near_to_now() {
        check("It sank yesterday morning.", "yesterday morning TIME 2031-03-04TMO");
        check("It sank last night.", "last night TIME 2031-03-04TNI");
        check("It sails tomorrow.", "tomorrow DATE 2031-03-06");
        check("He reads Halvik Today.", "");
        check("They sat in the sun.", "");
    }
}
