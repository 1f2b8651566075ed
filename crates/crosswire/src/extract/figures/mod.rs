//! How many: numbers with their qualifiers and what they count.
//!
//! In reading order: [`qualifiers`] (words around it), [`counted`] and [`people`] (unit and noun phrase), [`exclude`]
//! (numbers that count nothing).
//!
//! Where it fails: a number without a noun is taken for persons only where a verb, a group or an earlier figure of the
//! same article says so; a noun phrase's end is guessed without part-of-speech tags.

pub(crate) mod counted;
mod exclude;
pub(crate) mod people;
mod qualifiers;

/// Where the qualifiers before piece `at` begin; `at` without any.
pub(crate) fn qualifier_before(p: &[Piece], at: usize) -> usize {
    qualifiers::before(p, at).0
}

use crate::annotate::Annotation;
use crate::extract::numerals::{self, Numeral, numeral};
use crate::extract::pieces::{Form, Piece, pieces};
use crate::extract::times;
use crate::text::Article;
use counted::{Counted, counted, currency};
use crosswire_model::{Figure, FigureId, Number, Qualifier};
use people::{DID, GROUPS, HAPPENED, is_people};
use std::ops::Range;

/// Finds the figures of an article, in order. Their series and statements are not known yet.
///
/// `value` is the number as written. Of a range ("30 to 40") it is the lower number, and `low` and `high` are set.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Figure> {
    let text = article.document.text.as_str();
    let mut found: Vec<Found> = Vec::new();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let pieces = pieces(text, annotation, sentence);
        let here = Scan { text, p: &pieces, dates: times::dates(text, &pieces), earlier: &found }.run();
        found.extend(here);
    }
    found.into_iter().filter_map(|f| f.figure(article)).collect()
}

/// A figure before it has an article.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    bytes: Range<usize>,
    value: f64,
    range: Option<(f64, f64)>,
    qualifier: Qualifier,
    unit: Option<&'static str>,
    of: Option<Range<usize>>,
}

impl Found {
    fn figure(self, article: &Article) -> Option<Figure> {
        let span = article.span(&self.bytes);
        let (start, end) = (span.start.to_string(), span.end.to_string());
        Some(Figure {
            id: FigureId(crate::hash::id('f', &[&article.id.0, &start, &end])),
            article: article.id.clone(),
            span,
            text: article.text(&self.bytes).to_owned(),
            value: Number::new(self.value)?,
            low: self.range.and_then(|r| Number::new(r.0)),
            high: self.range.and_then(|r| Number::new(r.1)),
            qualifier: self.qualifier,
            unit: self.unit.map(str::to_owned),
            of: self.of.map(|of| article.text(&of).to_owned()),
            indefinite: None,
            antecedent: None,
            role: None,
            part_of: None,
            cumulative: false,
            series: None,
            statement: None,
            as_of: None,
        })
    }
}

/// One sentence, and what was found before it.
struct Scan<'a> {
    text: &'a str,
    p: &'a [Piece],
    /// Pieces that are dates and times of day.
    dates: Vec<Range<usize>>,
    earlier: &'a [Found],
}

/// The lowest and highest number of a range, and whether a word before it opens it.
type Ends = ((f64, f64), bool);

/// Pieces before a number in which the noun phrase that it measures is looked for.
const TOLL_WINDOW: usize = 16;

/// Verbs of change, after which "from 30 to 40" is no range.
const CHANGES: &[&str] = &[
    "rose",
    "rise",
    "risen",
    "rising",
    "fell",
    "fall",
    "fallen",
    "falling",
    "increased",
    "increase",
    "grew",
    "grown",
    "dropped",
    "drop",
    "climbed",
    "jumped",
    "soared",
    "cut",
    "raised",
    "raise",
    "reduced",
    "up",
    "down",
    "went",
    "declined",
    "revised",
    "lowered",
    "slipped",
    "surged",
    "doubled",
];

/// Verbs whose subject, a bare "dozens" or "12", is people.
const DEEDS: &[&str] = &[
    "attended",
    "boarded",
    "camped",
    "chanted",
    "cheered",
    "converged",
    "crowded",
    "demonstrated",
    "escaped",
    "fled",
    "flocked",
    "gathered",
    "joined",
    "lined",
    "marched",
    "mourned",
    "packed",
    "poured",
    "protested",
    "queued",
    "rallied",
    "sheltered",
    "signed",
    "sought",
    "streamed",
    "turned",
    "voted",
    "walked",
    "assembled",
    "disembarked",
    "volunteered",
    "took",
];

const AUXILIARIES: &[&str] = &[
    "were",
    "was",
    "have",
    "had",
    "are",
    "has",
    "is",
    "remain",
    "remained",
    "remains",
    "feared",
    "believed",
    "presumed",
    "confirmed",
    "reported",
    "still",
];
const BETWEEN: &[&str] = &[
    "also",
    "been",
    "being",
    "since",
    "now",
    "still",
    "reported",
    "reportedly",
    "later",
    "confirmed",
    "seriously",
    "critically",
    "badly",
    "slightly",
    "severely",
    "believed",
    "feared",
    "known",
    "thought",
    "to",
    "be",
    "have",
    "presumed",
    "then",
    "either",
    "already",
    "as",
    "fatally",
    "gravely",
    "moderately",
    "lightly",
];

impl Scan<'_> {
    fn run(&self) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.p.len() {
            if let Some(date) = self.dates.iter().find(|d| d.contains(&at)) {
                at = date.end;
            } else if let Some(found) = self.nobody(at) {
                at += 2;
                out.push(found);
            } else if let Some((found, end)) = self.figure(at, &out) {
                out.extend(found);
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        out
    }

    fn word(&self, at: usize) -> &str {
        self.p.get(at).map_or("", |p| p.lower.as_str())
    }

    fn bytes(&self, pieces: Range<usize>) -> Range<usize> {
        self.p[pieces.start].bytes.start..self.p[pieces.end - 1].bytes.end
    }

    /// "No one was hurt": nought persons.
    fn nobody(&self, at: usize) -> Option<Found> {
        let len = match (self.word(at), self.word(at + 1)) {
            ("nobody", _) => 1,
            ("no", "one" | "people") => 2,
            _ => return None,
        };
        self.happens(at + len)?;
        let of = (len == 2).then(|| self.p[at + 1].bytes.clone());
        Some(Found {
            bytes: self.bytes(at..at + len),
            value: 0.0,
            range: None,
            qualifier: Qualifier::Exact,
            unit: Some("person"),
            of,
        })
    }

    /// Piece after a participle such as "killed" that follows, with auxiliaries before it or not.
    fn happens(&self, at: usize) -> Option<usize> {
        let mut end = at;
        if AUXILIARIES.contains(&self.word(end)) {
            end += 1;
            while end < at + 5 && BETWEEN.contains(&self.word(end)) {
                end += 1;
            }
        }
        HAPPENED.contains(&self.word(end)).then_some(end + 1)
    }

    /// The figure whose number begins at piece `at`, and where to go on; no figure where the number counts nothing.
    fn figure(&self, at: usize, here: &[Found]) -> Option<(Option<Found>, usize)> {
        let sign = self.p[at..].first().and_then(|p| currency(&p.lower));
        let first = numeral(self.p, at + usize::from(sign.is_some()))?;
        if let Some(end) = exclude::end(self.text, self.p, &first) {
            return Some((None, end));
        }
        let (last, range) = match self.range(&first, sign.is_some()) {
            Some((last, range)) => (last, Some(range)),
            None => (first.clone(), None),
        };
        let begin = match range {
            Some((_, true)) => at - 1,
            _ if at > 0 && first.pieces.len() == 1 && self.p[at].is("couple") => at - 1,
            _ => at,
        };
        let (mut start, qualifier) = qualifiers::before(self.p, begin);
        // "US$400", "A$20"
        if sign.is_some()
            && start == at
            && at > 0
            && self.p[at].glued
            && self.p[at - 1].among(&["us", "a", "c", "nz", "hk", "s"])
        {
            start -= 1;
        }
        let (end, later) = qualifiers::after(self.p, last.pieces.end);
        let qualifier = match (range, qualifier, later) {
            (_, Qualifier::Additional, _) | (_, _, Qualifier::Additional) => Qualifier::Additional,
            (Some(_), _, _) => Qualifier::Between,
            (None, Qualifier::Exact, Qualifier::Exact) if last.vague => Qualifier::AtLeast,
            (None, Qualifier::Exact, later) => later,
            (None, qualifier, _) => qualifier,
        };
        let found = |end: usize, unit: Option<&'static str>, of: Option<Range<usize>>| Found {
            bytes: self.bytes(start..end),
            value: first.value,
            range: range.map(|(r, _)| r),
            qualifier,
            unit,
            of,
        };
        let mut first_scaled = found(end, sign, None);
        if let Some(((low, _), _)) = range {
            first_scaled.value = low;
        }
        let with = |end: usize, unit: Option<&'static str>, of: Option<Range<usize>>| {
            let mut f = found(end, unit, of);
            f.value = first_scaled.value;
            f
        };
        if sign.is_some() {
            return Some((Some(first_scaled), end));
        }
        let one = last.value == 1.0 && range.is_none();
        if let Some(c) = counted(self.p, end, one) {
            if one && !self.one_counts(&c, qualifier) {
                return Some((None, end));
            }
            let stop = self.postposed(c.pieces.end);
            let of = (c.unit.is_none() || c.unit == Some("person")).then(|| self.bytes(c.pieces.clone()));
            let mut figure = with(stop.0, c.unit, of);
            if figure.qualifier == Qualifier::Exact && stop.1 != Qualifier::Exact {
                figure.qualifier = stop.1;
            }
            return Some((Some(figure), stop.0));
        }
        let person = self.persons(start, end, first.value, here);
        Some((person.map(|(end, of)| with(end, Some("person"), of)), end))
    }

    /// "400 people or so", "12 people more".
    fn postposed(&self, end: usize) -> (usize, Qualifier) {
        let (stop, qualifier) = qualifiers::after(self.p, end);
        match qualifier {
            Qualifier::Additional => (end, Qualifier::Exact),
            _ => (stop, qualifier),
        }
    }

    /// Whether the words before piece `start` name a number of people that is given there: "the death toll rose to", "the
    /// number of passengers saved is put at"; then the noun phrase that names the people, if any.
    fn number_of(&self, start: usize) -> Option<Option<Range<usize>>> {
        let link = self.word(start.checked_sub(1)?);
        const LINKS: &[&str] = &[
            "to", "at", "of", "is", "was", "reached", "reaches", "hit", "passed", "topped", "exceeded", "as",
        ];
        if !LINKS.contains(&link) {
            return None;
        }
        let from = start.saturating_sub(TOLL_WINDOW);
        let name = (from..start - 1).rev().take_while(|&i| !self.p[i].among(&[";", ",", "and", "but"]));
        for i in name {
            match self.word(i) {
                "toll" => return Some(None),
                "number" | "count" | "tally" | "total" if self.word(i + 1) == "of" => {
                    // "the number of passengers is 84", not "the number of a boat"
                    let after = (i + 2..start).take_while(|&at| !self.p[at].among(&["who", "in", "on"]));
                    let people = { after }.find(|&at| is_people(&self.p[at]))?;
                    return Some(Some(self.p[people].bytes.clone()));
                }
                _ => {}
            }
        }
        None
    }

    /// The number that ends a range begun by `first`; the range, and whether "between" or "from" stands before it.
    fn range(&self, first: &Numeral, money: bool) -> Option<(Numeral, Ends)> {
        let (at, end) = (first.pieces.start - usize::from(money), first.pieces.end);
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        let joint = self.p.get(end)?;
        let skip = 1 + usize::from(self.p.get(end + 1).is_some_and(|p| currency(&p.lower).is_some()));
        let last = numeral(self.p, end + skip)?;
        if first.vague || last.vague {
            return None;
        }
        // "2 to 3 million": the scale belongs to both.
        let mut low = first.value;
        if last.pieces.len() > 1
            && first.pieces.len() == 1
            && first.value < 1000.0
            && self.p[last.pieces.start].form == Form::Digits
        {
            let head = numerals::plain(self.word(last.pieces.start))?;
            if head > 0.0 && first.value <= head {
                low *= last.value / head;
            }
        }
        let counts = money || counted(self.p, last.pieces.end, false).is_some();
        let changed = || self.p[at.saturating_sub(6)..at].iter().any(|p| p.among(CHANGES));
        let opened = match joint.lower.as_str() {
            "and" if before == "between" => true,
            "to" if before == "from" => {
                if changed() || !counts {
                    return None;
                }
                true
            }
            "to" if counts && !changed() => false,
            "or" if counts && last.value <= low * 2.0 => false,
            "-" | "\u{2013}" | "\u{2011}" if joint.glued && counts => false,
            _ => return None,
        };
        (low < last.value).then(|| {
            let high = last.value;
            (last, ((low, high), opened))
        })
    }

    /// Whether "one" before a noun is a number: "one man was killed", but not "one official said".
    fn one_counts(&self, counted: &Counted, qualifier: Qualifier) -> bool {
        match counted.unit {
            Some("person") => {
                qualifier != Qualifier::Exact || self.happens(counted.pieces.end).is_some() || {
                    let start = counted.pieces.start.saturating_sub(2);
                    self.p[start..counted.pieces.start].iter().any(|p| p.among(DID))
                }
            }
            Some(_) => true,
            None => false,
        }
    }

    /// Whether a number without a noun, between pieces `start` and `end`, counts persons; where its figure ends, and what
    /// it says they are.
    fn persons(
        &self,
        start: usize,
        end: usize,
        value: f64,
        here: &[Found],
    ) -> Option<(usize, Option<Range<usize>>)> {
        if let Some(stop) = self.happens(end) {
            let state = stop == end + 1;
            return Some((if state { stop } else { end }, state.then(|| self.p[end].bytes.clone())));
        }
        let back = |n: usize| start.checked_sub(n).map_or("", |i| self.word(i));
        let next = self.word(end);
        let plain = value.fract() == 0.0 && value > 0.0;
        // "one of", "one who": no count
        let pronoun = value == 1.0;
        let ends = self.p.get(end).is_none_or(|p| p.form != Form::Letters || !p.capital && counted_none(p));
        let did = DID.contains(&back(1)) && ends;
        let group = back(1) == "of" && GROUPS.contains(&back(2)) && ends;
        // "the number of passengers saved stood at 84", "the death toll rose to 14"
        let number = ends.then(|| self.number_of(start)).flatten();
        let deed = DEEDS.contains(&next)
            && !(next == "took" && self.word(end + 1) != "to" && self.word(end + 1) != "part");
        let whom = next == "of" && self.word(end + 1) == "whom" || next == "who";
        let of_them = next == "of"
            && matches!(self.word(end + 1), "them" | "those" | "us")
            && (here.iter().any(|f| f.unit == Some("person"))
                || self.happens(end + 2).is_some()
                || self.word(end + 1) == "those" && self.word(end + 2) == "who");
        // "the 120 en route": the same number was persons before.
        let again = value > 12.0
            && matches!(back(1), "the" | "those" | "these" | "all")
            && self.earlier.iter().chain(here).any(|f| f.unit == Some("person") && f.value == value);
        let those = matches!(back(1), "those" | "these")
            && ends
            && self.earlier.iter().any(|f| f.unit == Some("person"));
        let among = matches!(next, "were" | "are" | "was" | "is")
            && matches!(self.word(end + 1), "among" | "in")
            && matches!(self.word(end + 2), "those" | "critical" | "serious" | "stable" | "intensive");
        let meant = did
            || group
            || number.is_some()
            || !pronoun && (deed || whom || of_them || again || those || among);
        (plain && meant).then(|| (end, number.flatten()))
    }
}

/// Whether a word after a number cannot be what it counts.
fn counted_none(piece: &Piece) -> bool {
    !(piece.lower.ends_with('s') && piece.lower.len() > 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, annotate, text};

    /// Checks the figures of an article: `text qualifier value unit`, parted by `; `.
    #[track_caller]
    fn check(body: &str, expect: &str) {
        let document = Document { text: body.to_owned(), ..Document::default() };
        let article = text::read(vec![document]).value.remove(0);
        let found = find(&article, &annotate::annotate_alone(&article));
        let read: Vec<String> = found
            .iter()
            .map(|f| {
                format!(
                    "{} {} {} {}",
                    f.text,
                    f.qualifier.as_str(),
                    f.value.get(),
                    f.unit.as_deref().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(read.join("; "), expect, "{body}");
    }

    #[test]
    fn qualifiers_and_nouns() {
        check("At least another 12 rowers sank.", "At least another 12 rowers additional 12 person");
        check("Police freed 400 people or so.", "400 people or so about 400 person");
        check("Norva paid US$2 to 3 million for it.", "US$2 to 3 million between 2000000 dollar");
        check("The count rose from 30 to 40 boats.", "40 boats exact 40 -");
    }

    #[test]
    fn persons_without_a_noun() {
        check(
            "The blast killed 12 and wounded at least 30.",
            "12 exact 12 person; at least 30 at least 30 person",
        );
        check("The death toll rose to 14 overnight.", "14 exact 14 person");
        check("She put the number of passengers saved at 84.", "84 exact 84 person");
        check("The number of miners killed at the pit has risen to 37.", "37 exact 37 person");
        check("The number of boats at the quay has risen to 37.", "");
        check("Twelve of those who were hurt went home.", "Twelve exact 12 person");
        check("The blast left a toll of 19.", "19 exact 19 person");
        check("Hundreds marched along the quay.", "Hundreds at least 200 person");
        check("The club won by 12 on the day.", "");
        check("No one knows the two.", "");
    }
}
