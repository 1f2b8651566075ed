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

/// "Monday", "last Tuesday night".
fn named(cx: &Context, at: usize) -> Option<Found> {
    let mut name = at;
    let how = match (cx.word(at), cx.word(at + 1)) {
        ("last" | "next" | "this", "past" | "coming" | "week") => 2,
        ("last" | "next" | "this" | "coming", _) => 1,
        _ => 0,
    };
    name += how;
    let day = weekday(cx.text, cx.p.get(name)?)?;
    let mut end = name + 1;
    let piece = part(cx.word(end));
    end += usize::from(piece.is_some());
    let date = cx.day.map(|from| resolve(cx, from, day, (cx.word(at), cx.word(at + 1)), how, (at, end)));
    let value = date.map(|date| format!("{date}{}", piece.unwrap_or("")));
    Some(cx.relative(at..end, if piece.is_some() { TimeType::Time } else { TimeType::Date }, value))
}

fn resolve(
    cx: &Context,
    from: Date,
    day: Weekday,
    words: (&str, &str),
    how: usize,
    span: (usize, usize),
) -> Date {
    let before = on_or_before(plus(from, -1), day);
    let after = on_or_after(plus(from, 1), day);
    match (how, words) {
        (1, ("last", _)) | (2, (_, "past")) => before,
        (1, ("next" | "coming", _)) | (2, (_, "coming")) => after,
        (2, ("last", _)) => plus(
            on_or_before(from, day),
            if from.weekday().since(day) > from.weekday().since(Weekday::Monday) { 0 } else { -7 },
        ),
        (2, ("next", _)) => plus(on_or_after(plus(on_or_after(plus(from, 1), Weekday::Monday), 0), day), 0),
        _ => match tense(cx.p, span.0, span.1) {
            Tense::Future => on_or_after(from, day),
            Tense::FutureInPast => {
                let (before, after) = (on_or_before(from, day), on_or_after(from, day));
                if from.weekday().since(day) <= 3 { before } else { after }
            }
            _ if how == 1 => on_or_after(from, day),
            _ => on_or_before(from, day),
        },
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
        check("It is expected to land by Tuesday.", "Tuesday DATE 2031-03-04");
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
