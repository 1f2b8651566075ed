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

/// Those of them that take things as their object: "add ten boats", "cut 40 jobs".
const TAKES: &[&str] = &[
    "add", "raise", "boost", "lose", "shed", "cut", "reduce", "lower", "gain", "grow", "expand", "contract",
    "advance", "increase",
];

impl Scan<'_> {
    /// The direction of a quantity whose words begin at piece `start`.
    pub(super) fn change(&self, q: &Quantity, start: usize) -> Option<Change> {
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
        // The verb on which the number or its unit depends, but for "to 12" and "from 12".
        const PREPOSITIONS: &[&str] = &["to", "from", "at", "of", "in", "for", "on", "with", "over", "into"];
        if PREPOSITIONS.contains(&before(1)) {
            return None;
        }
        let mut word = self.p[q.number.end - 1].word;
        if !self.governs(self.head(word)?) {
            word = self.head(word)?;
        }
        let verb = self.head(word).filter(|&verb| self.governs(verb))?;
        if !["obj", "obl", "advmod", "nummod", "xcomp", "dep", "ccomp"].iter().any(|r| self.is(word, r)) {
            return None;
        }
        let lemma = &*self.words.get(verb)?.lemma;
        // "lost 12 boats" took none of a number; "lost 3 percent" did.
        let share = matches!(q.unit, Some("percent" | "percentage point" | "basis point"))
            || q.counted.as_ref().is_some_and(|c| self.p[c.head].lower.starts_with("point"));
        if !share && TAKES.contains(&lemma) && before(1) != "by" {
            return None;
        }
        UP.contains(&lemma).then_some(Change::Up).or_else(|| DOWN.contains(&lemma).then_some(Change::Down))
    }

    fn governs(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|w| w.xpos.as_str().starts_with("VB"))
    }
}
