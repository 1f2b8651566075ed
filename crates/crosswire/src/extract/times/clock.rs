//! Times of the day: "10:30 a.m.", "noon", "8 o'clock".
//!
//! The day is the one that the same sentence names beside it ("10 p.m. Wednesday", "on Monday at noon"), else the value
//! holds the hour alone: `T10:30`.

use super::{Context, Found, TimeType, weekdays};
use crate::extract::pieces::Form;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let (hour, minute, mut end) = time(cx, at)?;
    let mut day = None;
    let joined = end + usize::from(cx.word(end) == "on");
    for start in [joined, joined + 1] {
        let zone = start == joined
            || cx.p.get(end).is_some_and(|p| {
                p.among(&["et", "est", "edt", "gmt", "bst", "pt", "pst", "pdt", "utc", "cet", "local"])
            });
        if zone && let Some(next) = weekdays::at(cx, start).filter(|f| f.kind == TimeType::Date) {
            day = next.value;
            end = next.pieces.end;
            break;
        }
    }
    // "on Monday at noon"
    if day.is_none() {
        day = (1..=3)
            .filter_map(|back| weekdays::at(cx, at.checked_sub(back)?))
            .find(|f| f.kind == TimeType::Date)
            .and_then(|f| f.value);
    }
    let value = format!("{}T{hour:02}:{minute:02}", day.unwrap_or_default());
    Some(cx.found(at..end, TimeType::Time, Some(value)))
}

/// Hour, minute, and where they end.
fn time(cx: &Context, at: usize) -> Option<(u32, u32, usize)> {
    match cx.word(at) {
        "noon" | "midday" => return Some((12, 0, at + 1)),
        "midnight" => return Some((0, 0, at + 1)),
        _ => {}
    }
    let head = cx.p.get(at).filter(|p| p.form == Form::Digits && p.lower.len() <= 5)?;
    let glued = |i: usize| cx.p.get(i).is_some_and(|p| p.glued);
    let (mut hour, mut minute, mut end, mut full) = (0, 0, at + 1, false);
    if let Some((h, m)) = head.lower.split_once('.') {
        (hour, minute) = (h.parse().ok()?, m.parse().ok().filter(|_| m.len() == 2)?);
    } else {
        hour = head.lower.parse().map_or(hour, |h| h);
        if !head.lower.bytes().all(|b| b.is_ascii_digit()) || head.lower.len() > 2 {
            return None;
        }
        if cx.word(end) == ":" && glued(end) && glued(end + 1) && cx.word(end + 1).len() == 2 {
            minute = cx.word(end + 1).parse().ok()?;
            end += 2;
            full = true;
        }
    }
    match (cx.word(end), cx.word(end + 1)) {
        ("a.m." | "am", _) if hour <= 12 => (hour, end) = (hour % 12, end + 1),
        ("p.m." | "pm", _) if hour <= 12 => (hour, end) = (hour % 12 + 12, end + 1),
        ("o'clock", _) if hour <= 12 => end += 1,
        // "10:30", but not the score or verse of a sentence full of them
        _ if full
            && at > 0
            && cx.p[at - 1]
                .among(&["at", "by", "until", "around", "about", "after", "before", "from", "to"]) => {}
        _ => return None,
    }
    (hour < 24 && minute < 60).then_some((hour, minute, end))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn times_of_the_day() {
        check("It sank at 10:30 a.m. in fog.", "10:30 a.m. TIME T10:30");
        check("It sank at 10 p.m. Tuesday.", "10 p.m. Tuesday TIME 2031-03-04T22:00");
        check("It sank on Monday at noon.", "Monday DATE 2031-03-03; noon TIME 2031-03-03T12:00");
        check("I am 10 and he is 11.", "");
        check("Halvik won 3:1 and 2-1.", "");
    }
}
