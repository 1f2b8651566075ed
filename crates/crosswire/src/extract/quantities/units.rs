//! Units and currencies: what a number is measured in, by data/units.txt and data/currencies.txt.
//!
//! Where it fails: symbols that are words as well, which must touch their number ("5t", not "5 t"), and "pounds", which
//! are money unless something near weighs.

use crate::extract::pieces::{self, Form, Piece};
use crate::lexicon;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// A way to write a unit.
struct Spelling {
    name: &'static str,
    /// Its pieces: of a word in lower case, of a symbol as written.
    parts: Vec<String>,
    /// Whether the case of its letters counts.
    symbol: bool,
}

impl Spelling {
    /// Whether `pieces`, as many as this has parts, read so.
    fn is(&self, text: &str, pieces: &[Piece]) -> bool {
        let same = |(piece, part): (&Piece, &String)| {
            if self.symbol { pieces::unstopped(&text[piece.bytes]) == part } else { piece.lower == *part }
        };
        pieces.iter().zip(&self.parts).all(same)
    }

    /// Whether it is a letter that a word may be as well: "A", "C", "m".
    fn is_letter(&self) -> bool {
        self.symbol && self.parts.len() == 1 && self.parts[0].chars().count() == 1
    }
}

/// Spellings by one of their pieces in lower case, the longest first.
type Spellings = FxHashMap<String, Vec<Spelling>>;

#[derive(Default)]
struct Units {
    /// What may stand after a number, by its first piece.
    after: Spellings,
    /// Signs and codes of money that may stand before one, by their last piece.
    before: Spellings,
    /// Units by their singular, as "per" takes it.
    singular: FxHashMap<&'static str, &'static str>,
    /// Names of currencies.
    money: FxHashSet<&'static str>,
}

impl Units {
    fn add(&mut self, unit: &lexicon::Unit, money: bool) {
        let name = unit.name;
        if money {
            self.money.insert(name);
        }
        if let Some(singular) = unit.words.first() {
            self.singular.entry(singular).or_insert(name);
        }
        let words = unit.words.iter().map(|form| (form, false));
        for (form, symbol) in words.chain(unit.symbols.iter().map(|form| (form, true))) {
            let spelling = || Spelling { name, parts: pieces::of_word(form), symbol };
            let key = |piece: Option<&String>| piece.map(|p| p.to_lowercase()).unwrap_or_default();
            self.after.entry(key(spelling().parts.first())).or_default().push(spelling());
            if money && symbol {
                self.before.entry(key(spelling().parts.last())).or_default().push(spelling());
            }
        }
    }
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let mut units = Units::default();
    lexicon::UNITS.iter().for_each(|unit| units.add(unit, false));
    lexicon::CURRENCIES.iter().for_each(|unit| units.add(unit, true));
    for list in units.after.values_mut().chain(units.before.values_mut()) {
        list.sort_by_key(|s| std::cmp::Reverse(s.parts.len()));
    }
    units
});

/// A unit's name and the piece after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) name: &'static str,
    pub(crate) end: usize,
}

/// Whether a unit is money.
pub(crate) fn is_money(name: &str) -> bool {
    UNITS.money.contains(name)
}

/// The unit whose words or symbol begin at piece `at`.
pub(crate) fn after(text: &str, p: &[Piece], at: usize) -> Option<Unit> {
    let head = p.get(at)?;
    let found = UNITS.after.get(head.lower.as_str())?.iter().find(|s| {
        let here = p.get(at..at + s.parts.len());
        let rate = p.get(at + 1).is_some_and(|p| p.is("/") && p.glued);
        let alone = !s.is_letter() || head.glued || rate || s.name == "watt";
        alone && here.is_some_and(|here| s.is(text, here))
    })?;
    let end = at + found.parts.len();
    // "20 C-class cars", "5 m-long" are none; "100 m." is.
    let cut = found.is_letter() && p.get(end).is_some_and(|next| next.glued && next.form != Form::Mark);
    let weighed = found.name == "pound sterling" && !found.symbol && weighs(p, at, end);
    let name = if weighed { "pound-mass" } else { found.name };
    (!cut).then_some(Unit { name, end })
}

/// Whether something is weighed in the pounds at `at..end`.
fn weighs(p: &[Piece], at: usize, end: usize) -> bool {
    let after = |n: usize| p.get(end + n);
    p[at.saturating_sub(6)..at].iter().any(|piece| piece.among(&lexicon::VERBS_OF_WEIGHT))
        || after(0).is_some_and(|piece| piece.among(&lexicon::THINGS_WEIGHED))
        || after(0).is_some_and(|piece| piece.is("of"))
            && after(1).is_some_and(|piece| piece.tag == "NN" || piece.tag == "NNS")
}

/// The money whose sign or code ends before piece `at`, and where it begins: "$", "US$", "A $", "RM".
pub(crate) fn before(text: &str, p: &[Piece], at: usize) -> Option<(usize, &'static str)> {
    let last = p.get(at.checked_sub(1)?)?;
    let found = UNITS.before.get(last.lower.as_str())?.iter().find(|s| {
        let here = at.checked_sub(s.parts.len()).and_then(|from| p.get(from..at));
        here.is_some_and(|here| s.is(text, here))
    })?;
    let letters = last.form == Form::Letters;
    // "R 12" and "PS 5" name things; money's letters touch the number.
    let begin = at - found.parts.len();
    let within =
        p[begin].form == Form::Letters && p[begin].glued && begin > 0 && p[begin - 1].form != Form::Mark
            || p[begin].form == Form::Letters && begin > 1 && p[begin].glued && p[begin - 1].is_dash();
    (!within && (!letters || p.get(at).is_some_and(|next| next.glued) || found.parts[0].len() == 3))
        .then_some((begin, found.name))
}

/// What a unit is counted per after an aside: "$6 (£4) per share"; the quantity in the aside has it from there.
pub(crate) fn per_after(text: &str, p: &[Piece], at: usize) -> Option<Unit> {
    if !p.get(at)?.is("(") {
        return per(text, p, at);
    }
    let close = (at + 1..(at + 8).min(p.len())).find(|&i| p[i].is(")"))?;
    per(text, p, close + 1)
}

/// What a unit is counted per: "per gallon", "a month", "an hour", "a barrel", "-a-day".
pub(crate) fn per(text: &str, p: &[Piece], at: usize) -> Option<Unit> {
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    let dash = usize::from(p.get(at).is_some_and(|p| p.is_dash() && p.glued));
    let joint = at + dash;
    let slash = p.get(joint).is_some_and(|p| p.is("/") && p.glued);
    if !slash && !matches!(word(joint), "per" | "a" | "an" | "each" | "every") {
        return None;
    }
    let unit = joint + 1 + usize::from(dash == 1 && p.get(joint + 1).is_some_and(Piece::is_dash));
    if let Some(found) = after(text, p, unit) {
        // "a year earlier" says when.
        if matches!(word(found.end), "ago" | "earlier" | "before" | "later" | "after" | "old" | "-") {
            return None;
        }
        // A plural is measured in its own right: "12 a degrees" is no rate.
        let first = word(unit);
        let singular = slash || found.end > unit + 1 || UNITS.singular.contains_key(first);
        return (singular && !is_money(found.name)).then_some(found);
    }
    let thing = lexicon::THINGS_COUNTED_PER.iter().find(|t| **t == word(unit))?;
    (word(joint) == "per" || word(joint) == "a" || slash).then_some(Unit { name: thing, end: unit + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let p = of_text(text);
        let n = p.iter().position(|p| p.form == Form::Digits).unwrap();
        let before = before(text, &p, n).map(|b| b.1);
        let unit = after(text, &p, n + 1);
        let per = unit.and_then(|u| per(text, &p, u.end));
        let read: Vec<&str> =
            before.into_iter().chain(unit.map(|u| u.name)).chain(per.map(|u| u.name)).collect();
        assert_eq!(read.join("; "), expect, "{text}");
    }

    #[test]
    fn units_and_what_they_are_counted_per() {
        check("It cost $400.", "dollar");
        check("It cost US$400 a month.", "dollar");
        check("It cost A$ 400.", "australian dollar");
        check("It holds 400 sq m of hay.", "square metre");
        check("It holds 5.5kWh.", "kilowatt hour");
        check("It burns 12 litres per hour.", "litre; hour");
        check("It made 60km/h.", "kilometre per hour");
        check("It rose 3 per cent.", "percent");
        check("It ran 3 A teams.", "");
        check("It weighed 30 pounds.", "pound-mass");
        check("It cost 30 pounds.", "pound sterling");
    }
}
