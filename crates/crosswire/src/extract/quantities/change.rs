//! Change: whether something went up or down by a quantity, or to it.

use super::{Quantity, Scan};

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// "rose by 12", "up 3 percent", "+0.2%".
    Up,
    /// "fell 12", "down 3 percent", "minus 130".
    Down,
}

const UP: &[&str] = &[
    "rise",
    "gain",
    "climb",
    "jump",
    "surge",
    "soar",
    "advance",
    "increase",
    "grow",
    "add",
    "raise",
    "boost",
    "expand",
    "rally",
    "swell",
    "leap",
    "accelerate",
    "rebound",
    "widen",
    "strengthen",
    "skyrocket",
    "edge",
    "inch",
    "spike",
];
const DOWN: &[&str] = &[
    "fall", "drop", "lose", "decline", "slide", "slip", "plunge", "tumble", "sink", "shed", "decrease",
    "shrink", "plummet", "cut", "reduce", "dip", "ease", "retreat", "weaken", "narrow", "lower", "contract",
    "slump", "crash",
];

impl Scan<'_> {
    /// The direction of a quantity whose words are `start..end`.
    pub(super) fn change(&self, q: &Quantity, start: usize, end: usize) -> Option<Change> {
        let before = |n: usize| start.checked_sub(n).map_or("", |i| self.word(i));
        match self.word(start) {
            "+" => return Some(Change::Up),
            "minus" | "-" | "\u{2212}" if q.value < 0.0 => return Some(Change::Down),
            _ => {}
        }
        let by = usize::from(before(1) == "by" || before(1) == "a" || before(1) == "another");
        match before(1 + by) {
            "up" | "higher" => return Some(Change::Up),
            "down" | "lower" => return Some(Change::Down),
            _ => {}
        }
        // The verb that the number or its noun depends on, but for "to 12" and "from 12".
        let prepositions = ["to", "from", "at", "of", "in", "for", "on", "with"];
        if prepositions.contains(&before(1)) {
            return None;
        }
        let mut word = self.p[q.number.end - 1].word;
        for _ in 0..4 {
            word = self.head(word)?;
            let lemma = &*self.words.get(word)?.lemma;
            let verb = self.words[word].xpos.as_str().starts_with("VB");
            if verb {
                let up = UP.contains(&lemma);
                return if up { Some(Change::Up) } else { DOWN.contains(&lemma).then_some(Change::Down) };
            }
        }
        let _ = end;
        None
    }
}
