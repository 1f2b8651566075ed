//! Times of the day: "10:30 a.m.", "noon", "8 o'clock".
//!
//! The day is the one that the same sentence names beside it ("10 p.m. Wednesday", "on Monday at noon"), else the value
//! holds the hour alone: `T10:30`. A zone that is named with the hour is written after it; "local time" and zones that change with
//! the season ("ET") are not.

use super::{Context, Found, TimeType, absolute, weekdays};
use crate::extract::pieces::Form;
use crate::lexicon;

/// Time zones and what ISO 8601 writes for them. "Local" time has no zone.
const ZONES: &[(&str, &str)] = &[
    ("gmt", "Z"),
    ("utc", "Z"),
    ("bst", "+01:00"),
    ("cet", "+01:00"),
    ("cest", "+02:00"),
    ("et", ""),
    ("est", "-05:00"),
    ("edt", "-04:00"),
    ("cst", "-06:00"),
    ("cdt", "-05:00"),
    ("mst", "-07:00"),
    ("mdt", "-06:00"),
    ("pt", ""),
    ("pst", "-08:00"),
    ("pdt", "-07:00"),
    ("jst", "+09:00"),
];

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let (hour, minute, mut end) = time(cx, at)?;
    let zone = ZONES.iter().find(|(name, _)| cx.word(end) == *name).map_or("", |(_, zone)| zone);
    if ZONES.iter().any(|(name, _)| cx.word(end) == *name) {
        end += 1;
    } else if cx.word(end) == "local" && cx.word(end + 1) == "time" {
        end += 2;
    }
    let joined = end + usize::from(matches!(cx.word(end), "on" | ","));
    let named = weekdays::at(cx, joined).or_else(|| absolute::at(cx, joined)).filter(is_day);
    let mut relative = named.as_ref().is_some_and(|f| f.relative);
    let day = match named {
        Some(found) => {
            end = found.pieces.end;
            found.value
        }
        // "on Monday at noon", "on Monday, at about noon"
        None => {
            let found = (1..=4).filter_map(|back| weekdays::at(cx, at.checked_sub(back)?)).find(is_day);
            relative = found.is_some();
            found.and_then(|f| f.value).or_else(|| cx.recent.day().map(|d| d.to_string()))
        }
    };
    let value = Some(format!("{}T{hour:02}:{minute:02}{zone}", day.unwrap_or_default()));
    Some(if relative {
        cx.relative(at..end, TimeType::Time, value)
    } else {
        cx.found(at..end, TimeType::Time, value)
    })
}

/// Whether a date names a day, or would with a day of publication.
fn is_day(found: &Found) -> bool {
    found.kind == TimeType::Date && found.value.as_ref().is_none_or(|value| value.len() == 10)
}

/// Hour, minute, and where they end.
fn time(cx: &Context, at: usize) -> Option<(u32, u32, usize)> {
    match cx.word(at) {
        "noon" | "midday" => return Some((12, 0, at + 1)),
        // The end of the day that is named.
        "midnight" => return Some((24, 0, at + 1)),
        _ => {}
    }
    let head = cx.p.get(at).filter(|p| p.form == Form::Digits && p.lower.len() <= 5)?;
    // "0735 GMT"
    if head.lower.len() == 4
        && matches!(cx.word(at + 1), "gmt" | "utc" | "hours")
        && let Ok(both) = head.lower.parse::<u32>()
    {
        return (both < 2400 && both % 100 < 60).then_some((
            both / 100,
            both % 100,
            at + 1 + usize::from(cx.word(at + 1) == "hours"),
        ));
    }
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
        ("in", "the") if hour <= 12 => {
            hour = match cx.word(end + 2) {
                "morning" => hour % 12,
                "afternoon" | "evening" => hour % 12 + 12,
                _ => return None,
            };
            end += 3;
        }
        _ if full && ZONES.iter().any(|(name, _)| cx.word(end) == *name) => {}
        // "10:30", but not the score or verse of a sentence full of them
        _ if full && at > 0 && cx.p[at - 1].among(&lexicon::PREPOSITIONS_BEFORE_A_CLOCK_TIME) => {}
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
        check("It sank at 5 p.m. GMT on Tuesday.", "5 p.m. GMT on Tuesday TIME 2031-03-04T17:00Z");
        check("It sank at 5 p.m. EST, March 1.", "5 p.m. EST, March 1 TIME 2031-03-01T17:00-05:00");
        check("It sank at 0735 GMT.", "0735 GMT TIME T07:35Z");
        check("It sank at 4 in the morning.", "4 in the morning TIME T04:00");
        check("I am 10 and he is 11.", "");
        check("Halvik won 3:1 and 2-1.", "");
    }
}
