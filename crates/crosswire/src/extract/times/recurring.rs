//! Times that recur: "every day", "weekly", "each Monday", "Mondays", "Tuesday nights", "twice a week", "two million a year".

use super::calendar::{month, weekday, weekday_named};
use super::periods::unit;
use super::weekdays::part;
use super::{Context, Found, TimeType};
use crate::extract::numerals::numeral;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let piece = cx.p.get(at)?;
    let set = |end: usize, value: &str| Some(cx.found(at..end, TimeType::Set, Some(value.to_owned())));
    let free = !cx.p.get(at + 1).is_some_and(|p| p.glued && p.is_dash());
    // "The daily" is a paper.
    let spoken = free && !piece.capital && !matches!(piece.tag, "NN" | "NNP");
    match cx.word(at) {
        "daily" | "nightly" if spoken => set(at + 1, "P1D"),
        "hourly" if spoken => set(at + 1, "PT1H"),
        "weekly" if spoken => set(at + 1, "P1W"),
        "monthly" if spoken => set(at + 1, "P1M"),
        "yearly" | "annually" if spoken => set(at + 1, "P1Y"),
        "every" | "each" => every(cx, at),
        "once" | "twice" => rate(cx, at + 1).map(|f| Found { pieces: at..f.pieces.end, ..f }),
        "a" | "an" if at > 0 => {
            let before = &cx.p[at - 1];
            // "Two ships a year", "$3 a day", but not "gave the crew a week".
            let number = (at.saturating_sub(4)..at).any(|i| cx.p[i].tag == "CD" || cx.p[i].is("$"));
            let amount =
                matches!(before.tag, "NNS" | "CD") || before.tag == "NN" && number || before.is("times");
            let measures = cx.p.get(at + 1).and_then(|p| cx.words.get(p.word)).is_some_and(|w| {
                matches!(
                    w.relation.as_str(),
                    "nmod:unmarked" | "nmod:tmod" | "obl:unmarked" | "obl:tmod" | "nmod"
                ) && w.head.is_some_and(|h| h < before.word + 1)
            });
            rate(cx, at).filter(|_| amount && measures)
        }
        _ => named(cx, at),
    }
}

/// "a year", "a day" after what is so many.
fn rate(cx: &Context, at: usize) -> Option<Found> {
    let (unit, many) = unit(cx.word(at + 1)).filter(|_| matches!(cx.word(at), "a" | "an"))?;
    let next = cx.word(at + 2);
    let other = many
        || matches!(
            next,
            "ago" | "earlier" | "later" | "before" | "after" | "or" | "from" | "-" | "of" | "in"
        );
    (!other).then(|| cx.found(at..at + 2, TimeType::Set, Some(unit.duration(Some(1.0)))))
}

/// "every day", "every two weeks", "every other day", "each Monday", "each July".
fn every(cx: &Context, at: usize) -> Option<Found> {
    let set = |end: usize, value: String| Some(cx.found(at..end, TimeType::Set, Some(value)));
    let next = cx.p.get(at + 1)?;
    if let Some(day) = weekday(cx.text, next) {
        return set(at + 2, format!("XXXX-WXX-{}", day.to_monday_one_offset()));
    }
    if let Some((month, _)) = month(next) {
        return set(at + 2, format!("XXXX-{month:02}"));
    }
    let (n, end) = match cx.word(at + 1) {
        "other" => (2.0, at + 2),
        "single" => (1.0, at + 2),
        "morning" | "evening" | "afternoon" => return set(at + 2, "P1D".to_owned()),
        _ => numeral(cx.p, at + 1).map_or((1.0, at + 1), |n| (n.value, n.pieces.end)),
    };
    let (unit, _) = unit(cx.word(end))?;
    set(end + 1, unit.duration(Some(n)))
}

/// "Mondays", "Tuesday nights", "weekends".
fn named(cx: &Context, at: usize) -> Option<Found> {
    let word = cx.word(at);
    if word == "weekends" {
        return Some(cx.found(at..at + 1, TimeType::Set, Some("XXXX-WXX-WE".to_owned())));
    }
    let piece = cx.p.get(at).filter(|p| p.capital)?;
    let (day, time) = match word.strip_suffix("days") {
        Some(stem) => (weekday_named(&format!("{stem}day"))?, cx.word(at + 1)),
        None => (weekday(cx.text, piece)?, cx.word(at + 1).strip_suffix('s')?),
    };
    let part = part(time.strip_suffix('s').unwrap_or(time));
    if part.is_none() && !word.ends_with("days") {
        return None;
    }
    let value = format!("XXXX-WXX-{}{}", day.to_monday_one_offset(), part.unwrap_or(""));
    Some(cx.found(at..at + 1 + usize::from(part.is_some()), TimeType::Set, Some(value)))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn times_that_recur() {
        check("It sails every day.", "every day SET P1D");
        check("It sails every two weeks.", "every two weeks SET P2W");
        check("It sails each Monday.", "each Monday SET XXXX-WXX-1");
        check("It sails on Fridays.", "Fridays SET XXXX-WXX-5");
        check("It sails on Tuesday nights.", "Tuesday nights SET XXXX-WXX-2TNI");
        check("The weekly boat sank.", "weekly SET P1W");
        check("They march each July.", "each July SET XXXX-07");
        check("It sails twice a week.", "twice a week SET P1W");
        check("The yard builds two ships a year.", "a year SET P1Y");
        check("It costs 3 crowns an hour.", "an hour SET PT1H");
        check("The Halvik Daily wrote so.", "");
    }
}
