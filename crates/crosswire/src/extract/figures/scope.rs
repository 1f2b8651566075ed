//! Scope: of which figure a figure counts a part, which noun it leaves out, and whether it adds up several events.
//!
//! Where it fails: a whole that is told after its parts, or two sentences before; "the former", "the latter".

use super::{Earlier, Found, is_anyone, persons};
use crate::extract::quantities::Scan;
use crate::lexicon;
use crosswire_lang::ByteRange;
use crosswire_model::Qualifier;
use std::ops::Range;

/// Pieces around a figure in which its period is looked for.
const NEAR: usize = 14;

/// Pieces before a period in which it is looked for what is compared over it.
const COMPARED: usize = 8;

/// The figures of one sentence among those of its article.
pub(super) struct Scope<'a> {
    pub(super) scan: &'a Scan<'a>,
    /// All figures of the article so far, those of the sentence last.
    pub(super) all: &'a [Found],
    /// Those of the sentence.
    pub(super) here: Range<usize>,
}

impl Scope<'_> {
    fn word(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.scan.word(i))
    }

    /// The figure of which figure `n` counts a part. `parts` are those that are known to be parts already.
    pub(super) fn whole(&self, n: usize) -> Option<usize> {
        let figure = &self.all[n];
        if !figure.is_person() {
            return None;
        }
        let (start, end) = (figure.pieces.start, figure.pieces.end);
        // "12 of the 30 soldiers"
        if figure.of_next {
            return Some(n + 1).filter(|&next| self.here.contains(&next));
        }
        let before = self.word(start, 1);
        let of_them = |at: usize| {
            self.scan.word(at) == "of"
                && matches!(self.scan.word(at + 1), "them" | "those" | "these" | "whom")
                && !matches!(self.scan.word(at + 2), "who" | "that")
        };
        let opens = self.here.start == n && of_them(0);
        let told = lexicon::WORDS_BEFORE_A_PART.contains(&before)
            || before == "them" && self.word(start, 2) == "among"
            || of_them(end)
            || opens;
        if !told {
            // "including 13 students and two teachers"
            let last = n.checked_sub(1).filter(|last| self.here.contains(last))?;
            let whole = self.all[last].part_of.filter(|&whole| whole != n)?;
            let between = self.all[last].pieces.end..start;
            let list = between.len() <= 4
                && between.clone().all(|i| {
                    self.scan.word(i) == "," || self.scan.p[i].tag == "CC" || self.scan.p[i].tag == "IN"
                });
            return list.then_some(whole);
        }
        let larger = |&w: &usize| {
            let whole = &self.all[w];
            whole.is_person() && whole.part_of.is_none() && whole.value >= figure.value
        };
        let first =
            if self.here.start == n { self.all[..n].len().saturating_sub(3) } else { self.here.start };
        (first..n).rev().find(larger)
    }

    /// The noun phrase that says who is counted where the figure itself does not: "prisoners" for "another 23".
    /// `earlier` holds the figures before it.
    pub(super) fn antecedent(&self, n: usize, earlier: &Earlier) -> Option<ByteRange> {
        let figure = &self.all[n];
        let before = self.word(figure.pieces.start, 1);
        // A bare number tells of others unless it says that it goes on: "the 120", "another 23", "six of them", "two officers
        // were there, and one was hurt".
        let goes_on = figure.qualifier == Qualifier::Additional
            || matches!(before, "the" | "those" | "these" | "all")
            || self.scan.word(figure.pieces.start) == "both"
            || figure.part_of.is_some()
            || n > self.here.start && persons::happens(self.scan, figure.pieces.end).is_some();
        if !figure.is_person() || figure.value == 0.0 || figure.of.is_some() || !goes_on {
            return None;
        }
        if let Some(whole) = figure.part_of.map(|w| &self.all[w]).filter(|w| w.says_whom()) {
            return whole.of;
        }
        let again = earlier.named.get(&figure.value.to_bits()).copied().filter(|_| figure.value > 2.0);
        let near = n.saturating_sub(4)..n;
        let last = near.rev().find(|&i| self.all[i].is_person() && self.all[i].says_whom());
        let found = again.or(last)?;
        self.all[found].of
    }

    /// Whether a figure adds up what happened over a time: "since October", "this year", "in 2030".
    pub(super) fn is_cumulative(&self, n: usize) -> bool {
        let scan = self.scan;
        let pieces = &self.all[n].pieces;
        let after = pieces.end..(pieces.end + NEAR).min(scan.p.len());
        let clause = after.take_while(|&i| !matches!(scan.word(i), ";" | "and" | "but" | "including"));
        let before = (pieces.start.saturating_sub(NEAR)..pieces.start)
            .rev()
            .take_while(|&i| !matches!(scan.word(i), ";" | "and" | "but"));
        // "the deadliest since May, killing 12" adds nothing up; "since May, 12 have died" does, and "the toll since May to 12".
        let of_total = |i: usize| i > 0 && scan.p[i - 1].tag.starts_with("NN");
        let before = before.filter(|&i| scan.word(i) != "since" || i == 0 || of_total(i));
        // "12 died, bringing the toll since May to 90": behind a comma the total is another's.
        let another = |i: usize| of_total(i) && (pieces.end..i).any(|i| scan.p[i].is(","));
        let clause = clause.filter(|&i| scan.word(i) != "since" || !another(i));
        let mut near = clause.chain(before).filter(|&i| !self.is_compared(i));
        near.any(|i| {
            let (word, next, third) = (scan.word(i), scan.word(i + 1), scan.word(i + 2));
            let span = |w: &str| lexicon::UNITS_OF_A_REPORTED_SPAN.has(w);
            word == "since"
                && scan.p[i].tag == "IN"
                && scan.p.get(i + 1).is_some_and(|p| !p.tag.starts_with("PRP") && !p.is("then"))
                || matches!(word, "this" | "last") && span(next)
                || matches!(word, "past" | "last" | "previous") && span(third)
                || word == "to" && next == "date"
        })
    }

    /// Whether the time that begins at piece `at` is what something is measured against: "the worst storm since 1987", "the
    /// most in a day this year", "the first since May".
    fn is_compared(&self, at: usize) -> bool {
        let before = (at.saturating_sub(COMPARED)..at).rev();
        let phrase = before.take_while(|&i| {
            !matches!(self.scan.word(i), "," | ";" | "and" | "but") && !self.scan.p[i].tag.starts_with("VB")
        });
        phrase.into_iter().any(|i| {
            let piece = &self.scan.p[i];
            matches!(piece.tag, "JJS" | "RBS") && !piece.is("least")
                || matches!(piece.lower.as_str(), "first" | "record")
        })
    }
}

/// Whether a noun phrase names the people that it counts, as "people" and "others" do not.
pub(super) fn names(phrase: &str) -> bool {
    phrase
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| !word.is_empty() && !is_anyone(&word.to_lowercase()))
}
