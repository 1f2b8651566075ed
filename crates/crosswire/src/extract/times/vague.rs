//! References to now, the past and what is to come, without a date: "now", "recently", "in the coming days".
//!
//! Where it fails: "now" that only joins sentences.

use super::{Context, Found, TimeType};
use crate::lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Phrases by their first word, the words that follow, the value.
type Phrases = FxHashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut out = Phrases::default();
    for (value, phrases) in lexicon::VAGUE_TIMES.iter() {
        for phrase in phrases {
            let mut words = phrase.split_whitespace();
            if let Some(first) = words.next() {
                out.entry(first).or_default().push((words.collect(), *value));
            }
        }
    }
    out
});

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let (len, value) = PHRASES
        .get(cx.word(at))?
        .iter()
        .filter(|(rest, _)| rest.iter().enumerate().all(|(n, word)| cx.word(at + 1 + n) == *word))
        .map(|(rest, value)| (rest.len() + 1, *value))
        .max()?;
    let next = cx.p.get(at + len);
    let alone = !next.is_some_and(|p| p.glued && p.is_dash());
    // "the past president" is a person, "current" as a noun flows.
    let fits = match cx.word(at + len - 1) {
        "past" | "future" => !next.is_some_and(|p| matches!(p.tag, "NN" | "NNS" | "NNP" | "JJ" | "CD")),
        "current" => cx.p[at].tag == "JJ" && !cx.p[at].capital,
        _ => true,
    };
    (alone && fits).then(|| cx.found(at..at + len, TimeType::Date, Some(value.to_owned())))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn vague_references() {
        check("It is now afloat.", "now DATE PRESENT_REF");
        check("In recent years it sank.", "recent years DATE PAST_REF");
        check("The now-sunken boat.", "");
        check("In the past, it sank.", "the past DATE PAST_REF");
        check("The strong current took it.", "");
    }
}
