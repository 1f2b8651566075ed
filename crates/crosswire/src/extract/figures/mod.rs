//! How many: the quantities of an article that the ledger keeps, with what they count.
//!
//! In reading order: [`people`] (nouns for people, words that say people are meant), [`persons`] (numbers that count people
//! without a noun).
//!
//! Ages, shares ("one in four") and quantities within dates ("two weeks ago") are no figures.
//!
//! Where it fails: a number without a noun is taken for persons only where a verb, a group or an earlier figure of the
//! same article says so.

pub(crate) mod people;
mod persons;

use crate::annotate::Annotation;
use crate::extract::quantities::{Quantity, Scan};
use crate::text::Article;
use crosswire_model::{Figure, FigureId, Number, Qualifier};
use people::{DID, is_people, is_person};
use persons::Persons;
use std::ops::Range;

/// Finds the figures of an article, in order. Their series and statements are not known yet.
///
/// `value` is the number as written. Of a range ("30 to 40") it is the lower number, and `low` and `high` are set.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Figure> {
    let text = article.document.text.as_str();
    let mut found: Vec<Found> = Vec::new();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let scan = Scan::new(text, annotation, sentence);
        let mut here: Vec<Found> = Vec::new();
        here.extend((0..scan.p.len()).filter_map(|at| nobody(&scan, at)));
        for quantity in scan.candidates() {
            let persons = Persons { scan: &scan, earlier: &found, here: &here };
            let figure = figure(&persons, &quantity);
            here.extend(figure);
        }
        here.sort_by_key(|f| f.bytes.start);
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
    unit: Option<String>,
    of: Option<Range<usize>>,
    indefinite: Option<Range<usize>>,
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
            unit: self.unit,
            of: self.of.map(|of| article.text(&of).to_owned()),
            indefinite: self.indefinite.map(|words| article.text(&words).to_owned()),
            antecedent: None,
            role: None,
            part_of: None,
            cumulative: false,
            series: None,
            statement: None,
            as_of: None,
        })
    }

    fn is_person(&self) -> bool {
        self.unit.as_deref() == Some("person")
    }
}

/// The unit of a figure that counts people.
const PERSON: &str = "person";

/// "No one was hurt": nought persons.
fn nobody(scan: &Scan, at: usize) -> Option<Found> {
    let len = match (scan.word(at), scan.word(at + 1)) {
        ("nobody", _) => 1,
        ("no", "one" | "people") => 2,
        _ => return None,
    };
    persons::happens(scan, at + len)?;
    let of = (len == 2).then(|| scan.p[at + 1].bytes.clone());
    Some(Found {
        bytes: scan.bytes(&(at..at + len)),
        value: 0.0,
        range: None,
        qualifier: Qualifier::Exact,
        unit: Some(PERSON.to_owned()),
        of,
        indefinite: None,
    })
}

/// Units of quantities that are no figures.
const UNASKED: &[&str] = &["year of age", "month of age", "week of age", "generation wireless"];

/// The figure that a quantity is, if it is one.
fn figure(persons: &Persons, quantity: &Quantity) -> Option<Found> {
    let scan = persons.scan;
    let dated = scan.dates.iter().any(|d| d.contains(&quantity.number.start));
    if dated || quantity.share || quantity.unit.is_some_and(|u| UNASKED.contains(&u)) {
        return None;
    }
    let mut pieces = quantity.pieces.clone();
    let mut value = quantity.value;
    let mut range = None;
    if let Some(span) = quantity.range {
        if span.shift {
            // "rose from 30 to 40": 40 is what holds now.
            (value, pieces.start) = (span.to, span.second);
        } else {
            range = Some((value.min(span.to), value.max(span.to)));
            value = value.min(span.to);
        }
    }
    let unit;
    let mut of = None;
    if let Some(name) = quantity.unit {
        unit = Some(quantity.per.map_or_else(|| name.to_owned(), |per| format!("{name} per {per}")));
    } else if let Some(counted) = &quantity.counted {
        let one = quantity.value == 1.0 && range.is_none();
        let head = &scan.p[counted.head];
        let person = is_people(head) || one && is_person(head);
        if one && !(person && one_counts(scan, quantity)) {
            return None;
        }
        unit = person.then(|| PERSON.to_owned());
        of = Some(scan.bytes(&counted.pieces));
    } else {
        let (end, whom) = persons.counted(quantity)?;
        pieces.end = end;
        unit = Some(PERSON.to_owned());
        of = whom;
    }
    Some(Found {
        bytes: scan.bytes(&pieces),
        value,
        range,
        qualifier: quantity.qualifier,
        unit,
        of,
        indefinite: quantity.indefinite.then(|| scan.bytes(&quantity.number)),
    })
}

/// Whether "one" before a noun for a person is a number: "one man was killed", but not "one official said".
fn one_counts(scan: &Scan, quantity: &Quantity) -> bool {
    let Some(counted) = &quantity.counted else { return false };
    let start = counted.pieces.start.saturating_sub(2);
    !counted.of_whole
        && (quantity.qualifier != Qualifier::Exact
            || persons::happens(scan, counted.pieces.end).is_some()
            || scan.p[start..counted.pieces.start].iter().any(|p| p.among(DID)))
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
