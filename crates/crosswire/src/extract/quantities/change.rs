//! Change: whether something went up or down by a quantity, or to it.

use super::{Quantity, Scan};
use crate::lexicon;

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// "rose by 12", "up 3 percent", "+0.2%".
    Up,
    /// "fell 12", "down 3 percent", "minus 130".
    Down,
}

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
        if lexicon::PREPOSITIONS_AFTER_A_CHANGE.has(before(1)) {
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
        if !share && lexicon::TRANSITIVE_VERBS_OF_CHANGE.contains(&lemma) && before(1) != "by" {
            return None;
        }
        lexicon::VERBS_OF_RISING
            .contains(&lemma)
            .then_some(Change::Up)
            .or_else(|| lexicon::VERBS_OF_FALLING.contains(&lemma).then_some(Change::Down))
    }

    fn governs(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|w| w.xpos.as_str().starts_with("VB"))
    }
}
