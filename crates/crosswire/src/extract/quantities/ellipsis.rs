//! Ellipsis: numbers that leave out a unit which another number of the sentence has.
//!
//! Where it fails: the unit of the sentence before; "12 boats and 40 people, 3 of each".

use super::{Quantity, Scan, units};
use crate::extract::pieces::Form;

impl Scan<'_> {
    /// Gives a number without a unit that of an earlier one in the same place: "rose to 12 points, … to 14", "6,000 sheep,
    /// including 1,500", "2 million of the 5 million crowns".
    pub(super) fn repeat_units(&self, found: &mut [Quantity]) {
        let place = |q: &Quantity| match q.pieces.start.checked_sub(1).map_or("", |i| self.word(i)) {
            "to" | "at" | "of" | "with" => 1,
            "is" | "was" | "are" | "were" => 2,
            "including" => 3,
            _ => 0,
        };
        for n in 0..found.len() {
            let (before, rest) = found.split_at_mut(n);
            let Some((q, after)) = rest.split_first_mut() else { continue };
            if q.unit.is_some() || q.share || q.counted.as_ref().is_some_and(|c| !(c.numbered && c.of_whole))
            {
                continue;
            }
            let whole = after.first().filter(|_| q.counted.is_some());
            let measured = |b: &&Quantity| {
                let unit = b.unit.is_none_or(|u| u != "percent" && u != "year of age");
                unit && (b.unit.is_some() || b.counted.is_some())
            };
            // "20 per week", after 12 boats
            let rated = q.per.is_some();
            let same = before
                .iter()
                .rev()
                .find(|b| place(q) == 3 || rated || place(q) > 0 && place(b) == place(q))
                .filter(measured);
            let bare = |i: usize| {
                self.p
                    .get(i)
                    .is_none_or(|p| !(p.form == Form::Letters && (p.glued || p.tag.starts_with("NN"))))
            };
            let plain = q.counted.is_none() && (rated || bare(q.number.end));
            if let Some(from) = whole.or(same.filter(|_| plain)) {
                q.unit = from.unit;
                if from.unit.is_some() || q.counted.is_none() {
                    q.counted.clone_from(&from.counted);
                }
            }
        }
    }

    /// Gives a number without a unit that of its neighbour in a list: "two-, three- and four-berth", "4 or $5".
    pub(super) fn share_units(&self, found: &mut [Quantity]) {
        for n in (1..found.len()).rev() {
            let (before, after) = found.split_at_mut(n);
            let (Some(a), Some(b)) = (before.last_mut(), after.first()) else { continue };
            let between = a.number.end..b.number.start;
            let joint = |i: usize| {
                self.p[i].is_dash()
                    || matches!(self.word(i), "," | "or" | "and" | "to")
                    || units::is_money(self.word(i))
                    || self.p[i].form == Form::Mark && self.p[i].tag == "$"
            };
            let joined =
                between.clone().any(|i| self.p[i].is_dash() || matches!(self.word(i), "or" | "and" | "to"));
            let listed = joined
                && a.pieces.end <= b.pieces.start
                && between.clone().count() <= 4
                && between.clone().all(joint)
                && !between.is_empty();
            if listed && a.unit.is_none() && a.counted.is_none() && !a.share {
                (a.unit, a.per) = (b.unit, b.per);
                a.counted.clone_from(&b.counted);
            }
        }
    }
}
