//! Ranges: two numbers that are one quantity: "30 to 40", "between $20 and $30", "from 12 to 15", "one or two".

use super::Scan;
use super::sides::Side;
use crate::extract::numerals;
use crate::extract::pieces::Form;
use crate::lexicon;

/// The second number of a range, and how it belongs to the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The number that stands second.
    pub to: f64,
    /// Whether something moves from the first to the second ("rose from 30 to 40"), so that no number between them is meant.
    pub shift: bool,
    /// Whether it is the one or the other: "12 or 13".
    pub either: bool,
    /// The piece at which the second begins.
    pub(crate) second: usize,
}

impl Scan<'_> {
    /// The number that ends a range begun by `first`, and the first number with the scale that both share.
    pub(super) fn range(&self, first: &Side) -> Option<(Side, f64, Range)> {
        let before = first.start.checked_sub(1).map_or("", |i| self.word(i));
        let mut joint = first.end;
        // "from 12 boats a day in 2030 to 15": what stands between does not part them.
        if before == "from" && self.word(joint) != "to" {
            joint = self.bridge(joint)?;
        }
        // "a 2- or 3-day trip"
        let sign = self.p.get(joint)?;
        let last = self.opposite(joint + 1)?;
        if first.numeral.vague || last.numeral.vague {
            return None;
        }
        let low = self.scaled(first, &last);
        let second = last.numeral.value;
        let same = first.unit.is_none() || last.unit.is_none() || first.unit == last.unit;
        let money = first.unit.is_some_and(super::units::is_money);
        let measured = money || last.unit.is_some() || self.counted(&last.numeral.pieces, last.end).is_some();
        let changed = self.changed(first.start, 6);
        // "rose $2 to $40"
        let at_once = self.changed(first.start, 2);
        let (mut shift, mut either) = (false, false);
        let fits = match sign.lower.as_str() {
            "and" if before == "between" => same && low != second,
            "to" if before == "from" => {
                shift = changed || low > second;
                same && (measured || first.unit.is_some())
            }
            "to" => {
                let level = first.unit.is_none() || last.unit == first.unit;
                let moves = at_once && first.unit.is_some() || changed && second > low * 3.0;
                shift = low > second;
                (level || money && last.unit.is_none())
                    && measured
                    && !moves
                    && (low < second || first.unit.is_some() && !changed)
            }
            "or" => {
                either = true;
                first.unit.is_none_or(|u| last.unit == Some(u))
                    && measured
                    && low < second
                    && second <= low * 2.0
            }
            "-" | "\u{2013}" | "\u{2011}" | "\u{2014}" => {
                let touches = sign.glued && self.p[joint + 1].glued;
                let digits = self.p[first.numeral.pieces.start].form == Form::Digits;
                first.unit.is_none_or(|u| last.unit == Some(u))
                    && measured
                    && low < second
                    && (touches || digits && !sign.glued)
            }
            _ => false,
        };
        if !fits {
            return None;
        }
        let range = Range { to: second, shift, either, second: last.start };
        Some((last, low, range))
    }

    /// The number that begins at or just after piece `at`, with its unit. Of "US$20 to $30" the sign comes first.
    fn opposite(&self, at: usize) -> Option<Side> {
        (at..at + 4)
            .take_while(|&i| {
                i == at
                    || !self.word(i - 1).contains(char::is_alphanumeric)
                    || self.p[i - 1].capital
                    || self.word(i - 1) == "about"
            })
            .find_map(|i| {
                let side = self.side(i)?;
                (side.start <= at || i == at || self.word(at) == "about").then_some(side)
            })
    }

    /// Where "to" stands after words that only say when, a few pieces on.
    fn bridge(&self, at: usize) -> Option<usize> {
        let to = (at..(at + 6).min(self.p.len())).find(|&i| self.word(i) == "to")?;
        let dated =
            matches!(self.word(at), "in" | "on" | "at") && (at + 1..to).all(|i| self.dated(i).is_some());
        let rated = super::units::per(self.text, &self.p, at).is_some_and(|per| per.end == to);
        (dated || rated).then_some(to)
    }

    /// The first number with the scale of the second where it has none of its own: "2 to 3 million".
    fn scaled(&self, first: &Side, last: &Side) -> f64 {
        let (a, b) = (&first.numeral, &last.numeral);
        let head = self.p[b.pieces.start].lower.as_str();
        let plain = numerals::plain(head).or_else(|| numerals::word(head)).filter(|n| *n < 1000.0);
        match plain {
            Some(plain)
                if b.pieces.len() > 1
                    && a.pieces.len() == 1
                    && a.value < 1000.0
                    && plain > 0.0
                    && a.value <= plain
                    && b.value > plain =>
            {
                a.value * b.value / plain
            }
            _ => a.value,
        }
    }

    /// Whether one of the `reach` words before piece `at` says that something changes.
    fn changed(&self, at: usize, reach: usize) -> bool {
        let before = &self.p[at.saturating_sub(reach)..at];
        before.iter().any(|piece| {
            piece.is("up")
                || piece.is("down")
                || self.words.get(piece.word).is_some_and(|w| lexicon::VERBS_OF_CHANGE.contains(&&*w.lemma))
        })
    }
}
