//! Sides: one number with its sign, its money and its unit, as a range has two of.

use super::{Scan, units};
use crate::extract::numerals::{Numeral, numeral};

/// A number with its unit.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// Where it begins, with the sign of its money.
    pub(super) start: usize,
    pub(super) numeral: Numeral,
    pub(super) unit: Option<&'static str>,
    /// What the unit is divided by: "kg/m2".
    pub(super) per: Option<&'static str>,
    /// The piece after the unit, or after the number where it has none.
    pub(super) end: usize,
}

impl Scan<'_> {
    /// The number at piece `at` with its unit.
    pub(super) fn side(&self, at: usize) -> Option<Side> {
        let mut numeral = numeral(&self.p, at)?;
        let mut start = at;
        let mut unit = None;
        // "-3 degrees", "minus 130", but not "30-40"
        let sign = at
            .checked_sub(1)
            .filter(|&i| {
                self.p[i].is("minus")
                    || matches!(self.word(i), "-" | "\u{2212}" | "+") && self.p[at].glued && !self.p[i].glued
            })
            .or_else(|| at.checked_sub(2).filter(|&i| self.p[i].is("minus") && self.p[i + 1].is_dash()));
        if let Some(sign) = sign {
            start = sign;
            if !self.p[sign].is("+") {
                numeral.value = -numeral.value;
            }
        } else if let Some((from, money)) = units::before(self.text, &self.p, at) {
            start = from;
            unit = Some(money);
        }
        let mut end = numeral.pieces.end;
        if unit.is_none() {
            let dash =
                usize::from(self.p.get(end).is_some_and(|p| p.is_dash() && p.glued) && self.glued(end + 1));
            let found = units::after(self.text, &self.p, end + dash);
            // "the first two second halves": an ordinal is no second.
            let found = found.filter(|u| {
                !(self.p[end + dash].is("second")
                    && self.p.get(u.end).is_some_and(|p| p.is_dash() && p.glued))
            });
            if let Some(found) = found {
                unit = Some(found.name);
                end = found.end;
            }
        } else if let Some(more) = units::after(self.text, &self.p, end).filter(|u| units::is_money(u.name)) {
            // "$400 US", "$3 Australian dollars"
            end = more.end;
            if unit == Some("dollar") {
                unit = Some(more.name);
            }
        } else if unit == Some("dollar")
            && matches!(self.word(end), "us" | "u.s." | "cdn" | "canadian")
            && self.p[end].capital
        {
            end += 1;
        }
        let rate = unit.filter(|_| self.word(end) == "/").and_then(|_| units::per(self.text, &self.p, end));
        Some(Side { start, numeral, unit, per: rate.map(|u| u.name), end: rate.map_or(end, |u| u.end) })
    }
}
