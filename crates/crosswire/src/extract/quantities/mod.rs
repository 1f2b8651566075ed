//! Quantities: every number that measures or counts something, with its qualifier, unit and what is counted.
//!
//! In reading order: [`qualifiers`] (the words around a number), [`units`] (what it is measured in), [`counted`] (the noun
//! phrase that it counts), [`exclude`] (numbers that count nothing), [`sides`] and [`ranges`] (one number with its unit, two as one
//! quantity), [`ellipsis`] (units left out), [`change`] (up or down). What a quantity is follows Almasian, Kazakova, Göldner and Gertz, "CQE: A Comprehensive Quantity
//! Extractor" (EMNLP 2023): a value with its unit or counted noun; ordinals, dates and numbers in names are none.
//!
//! Where it fails: a number in a name that no list knows and the tagger takes for a count; a number whose unit stands
//! sentences away.

mod change;
pub(crate) mod counted;
mod ellipsis;
mod exclude;
mod qualifiers;
mod ranges;
mod sides;
pub(crate) mod units;

pub use change::Change;

use crate::annotate::{Annotation, Sentence};
use crate::extract::numerals::{self, Numeral, numeral};
use crate::extract::pieces::{Form, Piece, pieces};
use crate::extract::times;
use crate::lexicon;
use crate::text::Article;
use counted::Counted;
use crosswire_lang::{ByteRange, Word, WordRange};
use crosswire_model::Qualifier;
pub use ranges::Range as Span;
use std::ops::Range;

/// A number with what it measures or counts. Positions are bytes of the article's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// From the qualifier to the unit or the noun phrase.
    pub bytes: ByteRange,
    /// The number as written; of a range the number that stands first, of an indefinite one the lowest that the words allow.
    pub value: f64,
    /// The other number of a range, and how the two belong together.
    pub range: Option<Span>,
    /// What the words around the number make of it.
    pub qualifier: Qualifier,
    /// Whether something went up or down by it or to it.
    pub change: Option<Change>,
    /// What it is measured in: `dollar`, `percent`, `year of age`; none where things are merely counted.
    pub unit: Option<&'static str>,
    /// What it is counted per: `day` of "12 boats a day".
    pub per: Option<&'static str>,
    /// The noun phrase that is counted, as indices into the language layer's words: "Iranian nationals".
    pub of: Option<WordRange>,
    /// The language layer's words of the number itself.
    pub words: WordRange,
    /// Whether `of` is the whole of which the number takes out some: "one of the oldest boats".
    pub of_whole: bool,
    /// Whether the number is a share of what is counted: "a third of the crew", "one in four".
    pub share: bool,
    /// Whether the words name no number but its size: "dozens", "several hundred".
    pub indefinite: bool,
    /// Its pieces in the sentence.
    pub(crate) pieces: Range<usize>,
    /// The pieces of the number itself, both numbers of a range.
    pub(crate) number: Range<usize>,
    /// The noun phrase by pieces.
    pub(crate) counted: Option<Counted>,
}

impl Quantity {
    /// A number alone; its bytes and words are filled in when its sentence has been read.
    fn new(value: f64, pieces: Range<usize>, number: Range<usize>) -> Self {
        Quantity {
            bytes: ByteRange::default(),
            value,
            range: None,
            qualifier: Qualifier::Exact,
            change: None,
            unit: None,
            per: None,
            of: None,
            words: WordRange::default(),
            of_whole: false,
            share: false,
            indefinite: false,
            pieces,
            number,
            counted: None,
        }
    }
}

/// Finds the quantities of an article, in order, where a sentence can be evidence.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Quantity> {
    let text = article.document.text.as_str();
    let evidence = annotation.sentences.iter().filter(|s| s.is_evidence());
    evidence.flat_map(|sentence| Scan::new(text, annotation, sentence).quantities()).collect()
}

/// One sentence, looked through for numbers.
pub(crate) struct Scan<'a> {
    pub(crate) text: &'a str,
    pub(crate) p: Vec<Piece>,
    /// The language layer's words of the whole article.
    pub(crate) words: &'a [Word],
    /// Pieces that are dates and times of day.
    pub(crate) dates: Vec<Range<usize>>,
}

/// Whether a unit measures time.
fn is_span(unit: &str) -> bool {
    lexicon::UNITS_OF_TIME.contains(&unit)
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str, annotation: &'a Annotation, sentence: &Sentence) -> Self {
        let p = pieces(text, annotation, sentence);
        // Most sentences hold no number, and need no dates.
        let any = p.iter().any(|p| p.form == Form::Digits || p.tag == "CD")
            || p.iter().any(|p| numerals::word(&p.lower).is_some());
        let dates = if any { times::dates(text, &p) } else { Vec::new() };
        Scan { text, p, words: &annotation.language.words, dates }
    }

    /// A piece in lower case; empty beyond the end.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.p.get(at).map_or("", |p| p.lower.as_str())
    }

    /// From the first piece to the last, as bytes.
    pub(crate) fn bytes(&self, pieces: &Range<usize>) -> ByteRange {
        ByteRange::new(self.p[pieces.start].bytes.start, self.p[pieces.end - 1].bytes.end)
    }

    fn glued(&self, at: usize) -> bool {
        self.p.get(at).is_some_and(|p| p.glued)
    }

    /// The quantities of the sentence, in order.
    pub(crate) fn quantities(&self) -> Vec<Quantity> {
        let mut found = self.candidates();
        found.retain(|q| self.measures(q));
        found
    }

    /// All numbers of the sentence that may count something, in order, with or without a unit or noun.
    pub(crate) fn candidates(&self) -> Vec<Quantity> {
        let mut out: Vec<Quantity> = Vec::new();
        let mut at = 0;
        while at < self.p.len() {
            match self.quantity(at, out.last().map_or(0, |q| q.pieces.end)) {
                Some((found, end)) => {
                    out.extend(found);
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        self.share_units(&mut out);
        self.repeat_units(&mut out);
        for q in &mut out {
            q.bytes = self.bytes(&q.pieces);
            q.of = q
                .counted
                .as_ref()
                .map(|c| WordRange::new(self.p[c.pieces.start].word, self.p[c.head].word + 1));
            q.words = WordRange::new(self.p[q.number.start].word, self.p[q.number.end - 1].word + 1);
            q.of_whole = q.counted.as_ref().is_some_and(|c| c.of_whole);
        }
        out
    }

    /// The date in which piece `at` lies.
    pub(crate) fn dated(&self, at: usize) -> Option<&Range<usize>> {
        // They are in order, and none lies within another.
        let date = self.dates.get(self.dates.partition_point(|d| d.end <= at))?;
        date.contains(&at).then_some(date)
    }

    /// Whether a number in digits tells one thing from others of its kind: "Company 3", "Berth 12". It then hangs on the
    /// singular noun with a capital right before it, and counts no noun behind it.
    fn names_a_thing(&self, n: &Numeral) -> bool {
        let Some(before) = n.pieces.start.checked_sub(1).and_then(|i| self.p.get(i)) else { return false };
        let number = &self.p[n.pieces.start];
        let noun = before.capital && matches!(before.tag, "NN" | "NNP");
        let hangs = self.words.get(number.word).is_some_and(|word| {
            word.head == Some(before.word) && matches!(word.relation.as_str(), "flat" | "nmod:unmarked")
        });
        // "In Brekke 30 of them were found."
        let takes_out = self.word(n.pieces.end) == "of"
            && matches!(
                self.word(n.pieces.end + 1),
                "them" | "those" | "these" | "whom" | "us" | "its" | "their"
            );
        noun && hangs && number.form == Form::Digits && n.pieces.len() == 1 && !takes_out
    }

    /// Whether piece `at` lies in a date, and where that ends. "Two weeks ago" is a date that counts weeks.
    fn date(&self, at: usize) -> Option<usize> {
        let date = self.dated(at)?;
        let counts = numeral(&self.p, at).is_some_and(|n| {
            let dash = usize::from(self.p.get(n.pieces.end).is_some_and(|p| p.is_dash() && p.glued));

            units::after(self.text, &self.p, n.pieces.end + dash).is_some_and(|u| is_span(u.name))
                && !(n.value > 1500.0 && n.value < 2100.0)
                // "the 1800 sq m quay"
                || n.pieces.len() == date.len() && dash == 0 && units::after(self.text, &self.p, n.pieces.end).is_some_and(|u| u.end > n.pieces.end + 1 && !is_span(u.name))
        });
        (!counts).then_some(date.end)
    }

    /// The quantity whose number begins at piece `at`, and where to go on; none where the number counts nothing. Pieces
    /// before `free` belong to another.
    fn quantity(&self, at: usize, free: usize) -> Option<(Option<Quantity>, usize)> {
        if let Some(end) = self.date(at) {
            return Some((None, end));
        }
        // "half an hour", but not "half a chance"
        let measured = |share: &Numeral| {
            !matches!(self.word(share.pieces.end - 1), "a" | "an")
                || units::after(self.text, &self.p, share.pieces.end).is_some()
        };
        if let Some(share) = numerals::fraction(&self.p, at).filter(measured) {
            return Some(self.share(share, free));
        }
        let mut first = self.side(at)?;
        if first.unit.is_none() {
            if let Some(end) = exclude::end(self.text, &self.p, &first.numeral) {
                return Some((None, end));
            }
            if self.names_a_thing(&first.numeral) {
                return Some((None, first.numeral.pieces.end));
            }
        }
        if let Some((start, end, age)) = exclude::age(&self.p, &first.numeral) {
            return Some((age.then(|| Self::age(start..end, &first.numeral)), end));
        }
        let (last, range) = match self.range(&first) {
            Some((last, low, range)) => {
                first.numeral.value = low;
                (last, Some(range))
            }
            None => (first.clone(), None),
        };
        let opened =
            range.is_some() && at > 0 && matches!(self.word(first.start.wrapping_sub(1)), "between" | "from");
        let begin = match range {
            Some(_) if opened => first.start - 1,
            _ if first.start > 0 && self.word(at) == "couple" => first.start - 1,
            // "nearly a half million"
            _ if self.word(first.start) == "half" && self.word(first.start.wrapping_sub(1)) == "a" => {
                first.start - 1
            }
            _ => first.start,
        };
        let (start, qualifier) = qualifiers::before(&self.p, begin);
        let start = start.max(free.min(begin));
        let (after, later) = qualifiers::after(&self.p, last.end);
        let qualifier = match (range, qualifier, later) {
            (_, Qualifier::Additional, _) | (_, _, Qualifier::Additional) => Qualifier::Additional,
            (Some(range), q, _) => {
                if range.shift {
                    q
                } else {
                    Qualifier::Between
                }
            }
            (None, Qualifier::Exact, Qualifier::Exact) if last.numeral.vague => Qualifier::AtLeast,
            (None, Qualifier::Exact, later) => later,
            (None, qualifier, _) => qualifier,
        };
        let unit = last.unit.or(first.unit);
        let number = first.numeral.pieces.start..last.numeral.pieces.end;
        let mut quantity = Quantity {
            range,
            qualifier,
            unit,
            indefinite: last.numeral.vague,
            ..Quantity::new(first.numeral.value, start..after, number.clone())
        };
        let mut end = after;
        if unit.is_none()
            && let Some(counted) = self.counted(&number, after)
        {
            end = counted.pieces.end;
            let (stop, found) = qualifiers::after(&self.p, end);
            if quantity.qualifier == Qualifier::Exact
                && !matches!(found, Qualifier::Exact | Qualifier::Additional)
            {
                (end, quantity.qualifier) = (stop, found);
            }
            // "three straight days", "12 nautical miles"
            let measure = units::after(self.text, &self.p, counted.head)
                .filter(|u| u.end == counted.head + 1 && !counted.of_whole && !self.p[counted.head].capital);
            match measure {
                Some(unit) if counted.parsed => quantity.unit = Some(unit.name),
                _ => quantity.counted = Some(counted),
            }
        }
        if quantity.unit.is_some() || quantity.counted.is_some() || self.word(end) == "per" {
            let rate = units::per(self.text, &self.p, end);
            let aside = || units::per_after(self.text, &self.p, end);
            // "from $75 per barrel to $46"
            let before = || range.and_then(|_| units::per(self.text, &self.p, first.end));
            quantity.per = rate.or_else(aside).or_else(before).map(|per| per.name).or(last.per);
            end = rate.map_or(end, |per| per.end);
        }
        quantity.change = self.change(&quantity, start);
        let inner = quantity.counted.as_ref().is_some_and(|c| c.numbered);
        quantity.pieces = start..end;
        // "12 of the 30 soldiers": the 30 are looked at next.
        Some((Some(quantity), if inner { after } else { end }))
    }

    /// A share of a whole.
    fn share(&self, share: Numeral, free: usize) -> (Option<Quantity>, usize) {
        let (start, qualifier) = qualifiers::before(&self.p, share.pieces.start);
        let at = share.pieces.end;
        let of = if self.word(at) == "of" {
            self.counted(&share.pieces, at)
        } else {
            self.counted(&(at - 1..at), at).map(|mut of| {
                // "half the boats"
                of.pieces.start += usize::from(self.p[of.pieces.start].is("the"));
                of
            })
        };
        let unit =
            at + usize::from(self.word(at) == "of") + usize::from(matches!(self.word(at + 1), "a" | "an"));
        let head = || units::after(self.text, &self.p, of.as_ref()?.head);
        let measured = units::after(self.text, &self.p, unit).or_else(head);
        let end = measured.map_or_else(|| of.as_ref().map_or(at, |c| c.pieces.end), |u| u.end);
        let pieces = start.max(free.min(share.pieces.start))..end;
        let quantity = Quantity {
            qualifier,
            unit: measured.map(|u| u.name),
            share: measured.is_none(),
            counted: of.filter(|_| measured.is_none()),
            ..Quantity::new(share.value, pieces, share.pieces)
        };
        (Some(quantity), end)
    }

    /// An age: "34-year-old", "aged 12".
    fn age(pieces: Range<usize>, number: &Numeral) -> Quantity {
        Quantity { unit: Some("year of age"), ..Quantity::new(number.value, pieces, number.pieces.clone()) }
    }

    /// Whether a number has something that it measures or counts, or is written as only a measure is.
    fn measures(&self, q: &Quantity) -> bool {
        let first = &self.p[q.number.start];
        let previous = q.number.start.checked_sub(1).map(|i| &self.p[i]);
        let one = q.value == 1.0 && q.range.is_none() && first.form == Form::Letters;
        if q.unit.is_some() || q.share {
            return true;
        }
        if let Some(counted) = &q.counted {
            // "one" is a pronoun unless it stands with what it counts, or takes one of a whole.
            let named = previous.is_some_and(|p| p.capital && p.tag.starts_with("NNP"))
                && first.form == Form::Digits
                && !counted.parsed;
            return !named && (!one || counted.of_whole || self.word(q.number.end) != "of") && !self.idle(q);
        }
        if q.indefinite || one {
            return false;
        }
        let glued = self
            .p
            .get(q.number.end)
            .is_some_and(|p| p.glued && p.form == Form::Letters && !p.lower.starts_with('\''));
        let name = previous.is_some_and(|p| p.capital && p.tag.starts_with("NNP") && p.form == Form::Letters);
        let written = first.lower.contains(['.', ','])
            || first.lower.len() >= 4
            || q.number.len() > 1
            || q.range.is_some();
        first.form == Form::Digits && written && !glued && !name
    }

    /// Phrases in which a number word counts nothing: "one another", "one day", "on the one hand".
    fn idle(&self, q: &Quantity) -> bool {
        let (at, next) = (q.number.start, self.word(q.number.end));
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        self.word(at) == "one"
            && q.number.len() == 1
            && (lexicon::NOUNS_AFTER_IDLE_ONE.has(next)
                || next == "hand" && before == "the"
                || lexicon::DETERMINERS_BEFORE_PRONOMINAL_ONE.has(before))
    }
}
