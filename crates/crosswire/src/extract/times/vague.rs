//! References to now, the past and what is to come, without a date: "now", "recently", "in the coming days".

use super::{Context, Found, TimeType};

const PHRASES: &[(&str, &str)] = &[
    ("now", "PRESENT_REF"),
    ("currently", "PRESENT_REF"),
    ("nowadays", "PRESENT_REF"),
    ("at present", "PRESENT_REF"),
    ("at the moment", "PRESENT_REF"),
    ("these days", "PRESENT_REF"),
    ("recently", "PAST_REF"),
    ("previously", "PAST_REF"),
    ("formerly", "PAST_REF"),
    ("recent days", "PAST_REF"),
    ("recent weeks", "PAST_REF"),
    ("recent months", "PAST_REF"),
    ("recent years", "PAST_REF"),
    ("the recent years", "PAST_REF"),
    ("recent decades", "PAST_REF"),
    ("soon", "FUTURE_REF"),
    ("shortly", "FUTURE_REF"),
    ("the future", "FUTURE_REF"),
    ("the near future", "FUTURE_REF"),
    ("coming days", "FUTURE_REF"),
    ("coming weeks", "FUTURE_REF"),
    ("coming months", "FUTURE_REF"),
    ("coming years", "FUTURE_REF"),
];

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    PHRASES
        .iter()
        .filter_map(|(phrase, value)| {
            let words = phrase.split(' ');
            let len = words.clone().count();
            let here = words.enumerate().all(|(n, word)| cx.word(at + n) == word);
            let alone = !cx.p.get(at + len).is_some_and(|p| p.glued && p.is_dash());
            // "shortly after" and "soon after" count from elsewhere.
            let after = matches!(*phrase, "shortly" | "soon")
                && matches!(cx.word(at + len), "after" | "before" | "afterwards" | "as");
            (here && alone && !after).then_some((len, *value))
        })
        .max()
        .map(|(len, value)| cx.found(at..at + len, TimeType::Date, Some(value.to_owned())))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn vague_references() {
        check("It is now afloat.", "now DATE PRESENT_REF");
        check("In recent years it sank.", "recent years DATE PAST_REF");
        check("The now-sunken boat.", "");
    }
}
