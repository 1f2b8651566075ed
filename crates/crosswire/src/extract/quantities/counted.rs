//! Counted: the noun phrase that a number counts, by syntax.
//!
//! The parser says which noun a number modifies; where it says nothing, tags tell how far the noun phrase runs. After "of"
//! the phrase that follows is counted: "dozens of people", "12 of the 30 wounded soldiers", "one of the oldest boats".
//!
//! Where it fails: a noun phrase without its article at a sentence's wrong cut; two numbers before one noun.

use super::Scan;
use crate::extract::pieces::{Form, Piece};
use crate::lexicon;
use std::ops::Range;

/// A noun phrase that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Its pieces, from its first modifier to its head.
    pub(crate) pieces: Range<usize>,
    /// The piece of its head noun.
    pub(crate) head: usize,
    /// Whether it is the whole of which the number takes out some: "12 of the 30 soldiers".
    pub(crate) of_whole: bool,
    /// Whether another number stands before the noun, as 30 does here.
    pub(crate) numbered: bool,
    /// Whether the parser says so; else tags do.
    pub(crate) parsed: bool,
}

/// The most words that stand between a number and the noun that it counts.
const REACH: usize = 12;

impl Scan<'_> {
    /// What the number whose pieces are `number` counts, looked for from piece `at` on.
    pub(super) fn counted(&self, number: &Range<usize>, at: usize) -> Option<Counted> {
        if self.word(at) == "of" {
            let mut start = at + 1;
            let whole = self
                .p
                .get(start)
                .is_some_and(|p| p.among(&lexicon::DETERMINERS_OF_A_WHOLE) || p.tag == "PRP$");
            start += usize::from(whole);
            if self.word(start) == "all" {
                start += 1;
            }
            let counted = start;
            while whole
                && self
                    .p
                    .get(start)
                    .is_some_and(|p| p.tag == "CD" || p.among(&["more", "than", "some", "about", "nearly"]))
            {
                start += 1;
            }
            let parsed = self.governed(self.p[number.end - 1].word, start);
            let phrase = parsed.or_else(|| self.phrase(start, None))?;
            // "one of Norva's oldest ferries"
            let owned = (phrase.pieces.start..phrase.head).any(|i| self.p[i].tag == "POS");
            let numbered = (counted..start).any(|i| self.p[i].tag == "CD");
            return Some(Counted { of_whole: whole || owned, numbered, ..phrase });
        }
        if self.word(at) == "en" {
            // "the 120 en route"
            return None;
        }
        let dash = usize::from(self.p.get(at).is_some_and(|p| p.is_dash() && p.glued));
        if dash == 1 {
            // "a six-cylinder engine" counts cylinders.
            let noun = self.p.get(at + 1).filter(|p| p.glued && p.tag.starts_with("NN") && !p.capital)?;
            let pieces = at + 1..at + 2;
            return (noun.lower.len() > 2).then_some(Counted {
                pieces,
                head: at + 1,
                of_whole: false,
                numbered: false,
                parsed: true,
            });
        }
        // "12 other, older boats": the parser knows the noun.
        let last = self.p[number.end - 1].word;
        let noun = self.head(last).filter(|&h| h > last && self.is(last, "nummod"));
        let piece =
            noun.and_then(|noun| (at..(at + REACH).min(self.p.len())).find(|&i| self.p[i].word == noun));
        match piece {
            Some(head) if self.reaches(at, head) => {
                // "three thousand 20kg sacks": the measure of each sack is another number.
                let inner = (at..head).rev().find(|&i| self.p[i].tag == "CD");
                let start = inner.map_or(at, |i| {
                    let dash = usize::from(self.p[i + 1].is_dash() && self.p[i + 1].glued);
                    let unit = super::units::after(self.text, &self.p, i + 1 + dash);
                    unit.map_or(i + 1, |unit| unit.end)
                });
                if start > head {
                    // "at 12,400, 9 per cent more": the noun is the other number's unit.
                    return None;
                }
                Some(Counted {
                    pieces: start..head + 1,
                    head,
                    of_whole: false,
                    numbered: inner.is_some(),
                    parsed: true,
                })
            }
            _ => self.phrase(at, Some(number.clone())),
        }
    }

    /// The noun phrase from piece `start` on whose head depends on the number's word: "dozens of cars and buses".
    fn governed(&self, number: usize, start: usize) -> Option<Counted> {
        let noun = |piece: &Piece| {
            piece.tag.starts_with("NN")
                && self.head(piece.word) == Some(number)
                && self.is(piece.word, "nmod")
        };
        let head = (start..(start + REACH).min(self.p.len())).find(|&i| noun(&self.p[i]))?;
        self.reaches(start, head).then_some(Counted {
            pieces: start..head + 1,
            head,
            of_whole: false,
            numbered: false,
            parsed: true,
        })
    }

    /// Whether nothing between piece `at` and the noun `head` parts them.
    fn reaches(&self, at: usize, head: usize) -> bool {
        let noun = &self.p[head];
        // "sixty off-duty nurses", "three IS militants"
        let compound = |i: usize| self.p[i + 1].is_dash() && self.p[i + 1].glued;
        let initials = |p: &Piece| p.bytes.len() > 1 && self.text[p.bytes].chars().all(char::is_uppercase);
        let parts = |i: usize| {
            let p = &self.p[i];
            matches!(p.lower.as_str(), ";" | ":" | "(" | ")")
                || self.lists_another(i) && i > at
                || p.form != Form::Mark
                    && matches!(p.tag, "VBD" | "VBZ" | "VBP" | "MD" | "IN" | "TO" | "WDT" | "WP" | "PRP")
                    && !compound(i)
                    && !initials(p)
        };
        noun.form == Form::Letters
            && self.p[at].tag != "CC"
            && noun.tag.starts_with("NN")
            && !(at..head).any(parts)
    }

    /// Whether a second number begins after a comma: "the five dead, two others".
    fn lists_another(&self, at: usize) -> bool {
        self.p[at].tag == "CD" && at > 0 && self.p[at - 1].is(",")
    }

    /// The noun phrase that begins at `start`, by tags.
    fn phrase(&self, start: usize, number: Option<Range<usize>>) -> Option<Counted> {
        let mut head = None;
        let mut at = start;
        while let Some(piece) = self.p.get(at).filter(|_| at < start + REACH) {
            let noun = piece.tag.starts_with("NN") && piece.form == Form::Letters;
            if at > start && self.lists_another(at) {
                break;
            }
            let plural = head.is_some_and(|h: usize| matches!(self.p[h].tag, "NNS" | "NNPS"));
            // A plural ends its phrase, unless a noun follows that it modifies: "police cars", not "people Monday".
            if plural
                && (!noun || piece.capital || self.head(self.p[at - 1].word) != Some(piece.word))
                && piece.tag != "POS"
            {
                break;
            }
            if piece.tag == "POS" {
                head = None;
            } else if noun {
                head = Some(at);
            } else if !(matches!(
                piece.tag,
                "JJ" | "JJR" | "JJS" | "VBN" | "VBG" | "HYPH" | "CD" | "RB" | "RBS" | "AFX" | "DT" | "PRP$"
            ) || piece.is_dash() && piece.glued
                || head.is_none() && matches!(piece.tag, "CC" | ",") && at > start
                || piece.form != Form::Mark && piece.glued && at > start)
                || (matches!(piece.tag, "DT" | "PRP$") && at > start)
                || (head.is_some() && !piece.is_dash() && piece.tag != "HYPH" && !piece.glued)
            {
                break;
            }
            at += 1;
        }
        let head = head?;
        let first = &self.p[start];
        // After a number a singular is no count unless the parser takes it for one: "Berth 12 Halvik", "300 Cutter".
        if number.is_some() && !matches!(self.p[head].tag, "NNS" | "NNPS") && !is_invariable(&self.p[head]) {
            return None;
        }
        // "12 on Monday": a phrase begins with the number's neighbour.
        let skip = usize::from(matches!(first.tag, "DT" | "PRP$") && number.is_none());
        Some(Counted {
            pieces: start + skip..head + 1,
            head,
            of_whole: false,
            numbered: false,
            parsed: false,
        })
    }

    /// The word on which a word depends, if that stands in the same text.
    pub(crate) fn head(&self, word: usize) -> Option<usize> {
        self.words.get(word)?.head
    }

    /// The verb that governs a word, or the predicate of its clause.
    pub(crate) fn verb(&self, mut word: usize) -> Option<usize> {
        for _ in 0..8 {
            word = self.head(word)?;
            if self.words.get(word)?.xpos.as_str().starts_with("VB") {
                return Some(word);
            }
        }
        None
    }

    /// Whether a word depends on its head by this relation, whatever the subtype.
    pub(crate) fn is(&self, word: usize, relation: &str) -> bool {
        self.words.get(word).is_some_and(|w| w.relation.as_str().split(':').next() == Some(relation))
    }
}

/// Plurals that look like their singular.
fn is_invariable(piece: &Piece) -> bool {
    piece.among(&lexicon::INVARIABLE_PLURALS)
}
