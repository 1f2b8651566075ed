//! Times that recur: "every day", "weekly", "each Monday", "Mondays".

use super::calendar::weekday;
use super::{Context, Found, TimeType};

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let set = |end: usize, value: String| Some(cx.found(at..end, TimeType::Set, Some(value)));
    let glued = cx.p.get(at + 1).is_some_and(|p| p.glued && p.is_dash());
    match cx.word(at) {
        _ if glued => {}
        "daily" | "nightly" if !cx.p[at].capital => return set(at + 1, "P1D".to_owned()),
        "hourly" => return set(at + 1, "PT1H".to_owned()),
        "weekly" if !cx.p[at].capital => return set(at + 1, "P1W".to_owned()),
        "monthly" if !cx.p[at].capital => return set(at + 1, "P1M".to_owned()),
        "yearly" | "annually" => return set(at + 1, "P1Y".to_owned()),
        "every" | "each" => {
            let value = match cx.word(at + 1) {
                "day" | "night" | "morning" | "evening" => "P1D",
                "week" => "P1W",
                "month" => "P1M",
                "year" => "P1Y",
                "hour" => "PT1H",
                "minute" => "PT1M",
                _ => "",
            };
            if !value.is_empty() {
                return set(at + 2, value.to_owned());
            }
            let day = weekday(cx.text, cx.p.get(at + 1)?)?;
            return set(at + 2, format!("XXXX-WXX-{}", day.to_monday_one_offset()));
        }
        _ => {}
    }
    let piece = cx.p.get(at)?;
    let mut single = piece.clone();
    single.lower = piece.lower.strip_suffix('s')?.to_owned();
    if !single.lower.ends_with("day") {
        return None;
    }
    let day = weekday(cx.text, &single)?;
    set(at + 1, format!("XXXX-WXX-{}", day.to_monday_one_offset()))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn times_that_recur() {
        check("It sails every day.", "every day SET P1D");
        check("It sails each Monday.", "each Monday SET XXXX-WXX-1");
        check("It sails on Fridays.", "Fridays SET XXXX-WXX-5");
        check("The weekly boat sank.", "weekly SET P1W");
        check("The Halvik Daily wrote so.", "");
    }
}
