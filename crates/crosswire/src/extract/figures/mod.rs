//! How many: the quantities of an article that the ledger keeps, with what they count.
//!
//! In reading order: [`people`] (nouns for people, words that say people are meant), [`persons`] (numbers that count people
//! without a noun), [`singles`] ("a woman was killed"), [`roles`] (what happens to them), [`scope`] (part of what, over which
//! time).
//!
//! Ages, shares ("one in four") and quantities within dates ("two weeks ago") are no figures.
//!
//! Where it fails: a number without a noun is taken for persons only where a verb, a group or an earlier figure of the
//! same article says so.

pub(crate) mod people;
mod persons;
pub(crate) mod roles;
mod scope;
mod singles;

use super::Refusal;
use crate::annotate::Annotation;
use crate::extract::pieces::Piece;
use crate::extract::quantities::{Quantity, Scan};
use crate::lexicon;
use crate::lexicon::Fate;
use crate::text::Article;
use crosswire_lang::ByteRange;
use crosswire_model::{Figure, FigureId, Number, Qualifier, Quoted, TimeExpression, TimeType};
use people::{is_people, is_person, means_people};
use persons::Persons;
use roles::Roles;
use rustc_hash::{FxHashMap, FxHashSet};
use scope::Scope;
use std::ops::Range;

/// Finds the figures of an article, in order. Their series and statements are not known yet. `times` are the article's.
///
/// `value` is the number as written. Of a range ("30 to 40") it is the lower number, and `low` and `high` are set.
pub fn find(article: &Article, annotation: &Annotation, times: &[TimeExpression]) -> Vec<Figure> {
    search(article, annotation, times, &mut |_, _| ())
}

/// The quantities of an article that are no figures, in order. `times` are the article's.
pub fn refusals(article: &Article, annotation: &Annotation, times: &[TimeExpression]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    search(article, annotation, times, &mut |bytes, why| {
        refusals.push(Refusal { bytes, by: "figures", why });
    });
    refusals
}

/// As [`find`]; `refuse` is told of quantities, by their bytes, that are no figures, and why.
fn search(
    article: &Article,
    annotation: &Annotation,
    times: &[TimeExpression],
    refuse: &mut impl FnMut(ByteRange, &'static str),
) -> Vec<Figure> {
    let text = article.document.text.as_str();
    let dates = Dates::new(article, times);
    let mut found: Vec<Found> = Vec::new();
    let mut earlier = Earlier::default();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let scan = Scan::new(text, annotation, sentence);
        let mut here: Vec<Found> = Vec::new();
        here.extend((0..scan.p.len()).filter_map(|at| pronoun(&scan, at)));
        for quantity in scan.candidates() {
            let persons = Persons { scan: &scan, earlier: &earlier, here: &here };
            match figure(&persons, &quantity) {
                Ok(figure) => here.push(figure),
                Err(why) => refuse(scan.bytes(&quantity.pieces), why),
            }
        }
        here.extend(singles::find(&scan, &here));
        here.sort_by_key(|f| f.bytes.start);
        let roles = Roles::new(&scan, &here);
        let events: Vec<_> = here.iter().map(|f| roles.of(f)).collect();
        for (figure, event) in here.iter_mut().zip(events) {
            figure.role = event.filter(|_| figure.is_person());
            figure.as_of = dates.of(&scan, figure);
        }
        let all = found.len()..found.len() + here.len();
        found.extend(here);
        for n in all.clone() {
            found[n].part_of = Scope { scan: &scan, all: &found, here: all.clone() }.whole(n);
            let scope = Scope { scan: &scan, all: &found, here: all.clone() };
            let (antecedent, cumulative) = (scope.antecedent(n, &earlier), scope.is_cumulative(n));
            (found[n].antecedent, found[n].cumulative) = (antecedent, cumulative);
            earlier.add(n, &found[n]);
        }
        earlier.after(&scan, found.get(all).unwrap_or_default());
    }
    let ids: Vec<FigureId> = found.iter().map(|f| f.id(article)).collect();
    found.into_iter().filter_map(|f| f.figure(article, &ids)).collect()
}

/// A figure before it has an article.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    bytes: ByteRange,
    value: f64,
    range: Option<(f64, f64)>,
    qualifier: Qualifier,
    unit: Option<String>,
    of: Option<ByteRange>,
    indefinite: Option<ByteRange>,
    /// Its pieces in its sentence.
    pieces: Range<usize>,
    /// The language layer's word of the noun that is counted, or of the number where there is none.
    anchor: usize,
    /// Whether `of` says who is counted, and not "people" or "others".
    names: bool,
    /// Whether `of` is a state and no noun: "dead" of "12 dead".
    counts_state: bool,
    /// Whether the figure after it is the whole of which it counts some.
    of_next: bool,
    role: Option<&'static Fate>,
    /// Index of the figure of which it counts a part.
    part_of: Option<usize>,
    antecedent: Option<ByteRange>,
    cumulative: bool,
    as_of: Option<String>,
}

impl Found {
    fn new(scan: &Scan, pieces: Range<usize>, qualifier: Qualifier) -> Self {
        Found {
            bytes: scan.bytes(&pieces),
            value: 0.0,
            range: None,
            qualifier,
            unit: None,
            of: None,
            indefinite: None,
            anchor: scan.p[pieces.start].word,
            pieces,
            names: false,
            counts_state: false,
            of_next: false,
            role: None,
            part_of: None,
            antecedent: None,
            cumulative: false,
            as_of: None,
        }
    }
    fn id(&self, article: &Article) -> FigureId {
        let span = article.span(self.bytes);
        FigureId(crate::hash::id('f', &[&article.id.0, &span.start.to_string(), &span.end.to_string()]))
    }

    fn figure(self, article: &Article, ids: &[FigureId]) -> Option<Figure> {
        let quoted =
            |bytes: ByteRange| Quoted { span: article.span(bytes), text: article.text(bytes).to_owned() };
        Some(Figure {
            id: self.id(article),
            article: article.id.clone(),
            span: article.span(self.bytes),
            text: article.text(self.bytes).to_owned(),
            value: Number::new(self.value)?,
            low: self.range.and_then(|r| Number::new(r.0)),
            high: self.range.and_then(|r| Number::new(r.1)),
            qualifier: self.qualifier,
            unit: self.unit,
            of: self.of.map(|of| article.text(of).to_owned()),
            indefinite: self.indefinite.map(|words| article.text(words).to_owned()),
            antecedent: self.antecedent.map(quoted),
            role: self.role.map(|event| event.name.to_owned()),
            part_of: self.part_of.and_then(|whole| ids.get(whole).cloned()),
            cumulative: self.cumulative,
            series: None,
            statement: None,
            as_of: self.as_of,
        })
    }

    /// Whether its noun phrase says who is counted.
    fn says_whom(&self) -> bool {
        self.names
    }

    fn is_person(&self) -> bool {
        self.unit.as_deref() == Some("person")
    }
}

/// What a figure may repeat: the figures before it, by their values.
#[derive(Default)]
struct Earlier {
    /// The bits of the numbers that count persons. Looked up are positive ones only, whose bits differ where they do.
    persons: FxHashSet<u64>,
    /// The last figure of each number that says who is counted.
    named: FxHashMap<u64, usize>,
    /// Whether the last figure of the sentence before counts persons.
    last_person: bool,
    /// Whether the sentence before is about people, so that "of them" means them.
    of_people: bool,
}

impl Earlier {
    fn add(&mut self, n: usize, figure: &Found) {
        if figure.is_person() {
            self.persons.insert(figure.value.to_bits());
        }
        if figure.says_whom() {
            self.named.insert(figure.value.to_bits(), n);
        }
    }

    /// Takes in what a whole sentence was about; `here` are its figures.
    fn after(&mut self, scan: &Scan, here: &[Found]) {
        self.last_person = here.last().is_some_and(Found::is_person);
        let subject = |p: &&Piece| scan.is(p.word, "nsubj") && !p.tag.starts_with("PRP");
        let plural = |p: &&Piece| matches!(p.tag, "NNS" | "NNPS");
        let first = scan.p.iter().find(subject);
        self.of_people =
            first.is_some_and(means_people) || scan.p.iter().rfind(plural).is_some_and(means_people);
    }
}

/// The unit of a figure that counts people.
const PERSON: &str = "person";

/// "No one was hurt": nought persons; "both were hurt": two.
fn pronoun(scan: &Scan, at: usize) -> Option<Found> {
    let next = scan.p.get(at + 1);
    let people = next.is_some_and(is_people);
    let (len, value) = match scan.word(at) {
        "nobody" | "none" => (1, 0.0),
        "no" if people || scan.word(at + 1) == "one" => (2, 0.0),
        // "both men", but not "both men and women"
        "both" if people && next.is_some_and(|p| p.tag == "NNS") && scan.word(at + 2) != "and" => (2, 2.0),
        "both" => (1, 2.0),
        _ => return None,
    };
    if value == 0.0 || len == 1 {
        persons::happens(scan, at + len)?;
    }
    let of = (len == 2).then(|| scan.p[at + 1].bytes);
    let pieces = at..at + len;
    let names = of.is_some_and(|of| scope::names(&scan.text[of]));
    Some(Found {
        value,
        unit: Some(PERSON.to_owned()),
        of,
        names,
        anchor: scan.p[at + len - 1].word,
        ..Found::new(scan, pieces, Qualifier::Exact)
    })
}

/// Nouns that say nothing about who is counted, and what happened to them.
pub(crate) fn is_anyone(word: &str) -> bool {
    lexicon::WORDS_FOR_ANYONE.contains(&word) || lexicon::PARTICIPLES_OF_FATE.contains(&word)
}

/// The dates of an article by where they stand.
struct Dates<'a>(Vec<(ByteRange, &'a str)>);

impl<'a> Dates<'a> {
    fn new(article: &Article, times: &'a [TimeExpression]) -> Self {
        let dated = times.iter().filter(|t| matches!(t.r#type, TimeType::Date | TimeType::Time));
        let value = |t: &'a TimeExpression| {
            // A year of its own dates no count; references to now and then have no date.
            let value =
                t.value.as_deref().filter(|v| v.len() >= 7 && v.starts_with(|c: char| c.is_ascii_digit()))?;
            Some((article.bytes(t.span), value))
        };
        Dates(dated.filter_map(value).collect())
    }

    /// When what a figure counts held: the date that "as of" opens, else the first that depends on the same verb.
    fn of(&self, scan: &Scan, figure: &Found) -> Option<String> {
        let (first, last) = (scan.p.first()?.bytes.start, scan.p.last()?.bytes.end);
        let from = self.0.partition_point(|(bytes, _)| bytes.start < first);
        let here = self.0[from..].iter().take_while(|(bytes, _)| bytes.end <= last);
        let figure_verb = scan.verb(figure.anchor);
        let mut found = None;
        for (bytes, value) in here {
            let at = scan.p.partition_point(|p| p.bytes.end <= bytes.start);
            let piece = scan.p.get(at)?;
            let before = at.checked_sub(1).map_or("", |i| scan.word(i));
            if before == "of" && at > 1 && scan.word(at - 2) == "as" {
                return Some((*value).to_owned());
            }
            // "The most since May" held later.
            let verb = scan.verb(piece.word).filter(|_| before != "since");
            if found.is_none() && verb.is_some() && verb == figure_verb {
                found = Some((*value).to_owned());
            }
        }
        found
    }
}

/// Units of quantities that are no figures.
const UNASKED: &[&str] = &["year of age", "month of age", "week of age", "generation wireless"];

/// The figure that a quantity is, or why it is none.
fn figure(persons: &Persons, quantity: &Quantity) -> Result<Found, &'static str> {
    let scan = persons.scan;
    if scan.dated(quantity.number.start).is_some() {
        return Err("it is a part of a date");
    }
    if quantity.share {
        return Err("it is a share and no count");
    }
    if quantity.unit.is_some_and(|u| UNASKED.contains(&u)) {
        return Err("it is an age or the generation of a network");
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
    let mut counts_state = false;
    if let Some(name) = quantity.unit {
        unit = Some(quantity.per.map_or_else(|| name.to_owned(), |per| format!("{name} per {per}")));
    } else if let Some(counted) = quantity.counted.as_ref().filter(|c| !scan.p[c.head].is("total")) {
        let one = quantity.value == 1.0 && range.is_none();
        let head = &scan.p[counted.head];
        let person = is_people(head) || one && is_person(head);
        if one && !(person && one_counts(scan, quantity)) {
            return Err("“one” is no number before this noun");
        }
        unit = person.then(|| PERSON.to_owned());
        of = Some(scan.bytes(&counted.pieces));
    } else {
        let (end, whom) = persons.counted(quantity).ok_or("nothing says what it counts")?;
        pieces.end = pieces.end.max(end);
        counts_state = whom
            .is_some_and(|of| lexicon::PARTICIPLES_OF_FATE.contains(&scan.text[of].to_lowercase().as_str()));
        unit = Some(PERSON.to_owned());
        of = whom;
    }
    let anchor = quantity.counted.as_ref().map_or(quantity.number.end - 1, |c| c.head);
    let names = of.is_some_and(|of| scope::names(&scan.text[of]));
    Ok(Found {
        value,
        range,
        unit,
        of,
        names,
        indefinite: quantity.indefinite.then(|| scan.bytes(&quantity.number)),
        anchor: scan.p[anchor].word,
        counts_state,
        of_next: quantity.counted.as_ref().is_some_and(|c| c.of_whole && c.numbered),
        ..Found::new(scan, pieces, quantity.qualifier)
    })
}

/// Whether "one" before a noun for a person is a number: "one man was killed", but not "one official said".
fn one_counts(scan: &Scan, quantity: &Quantity) -> bool {
    let Some(counted) = &quantity.counted else { return false };
    // "executed one of the rebels": the verb is before the number.
    let start = match counted.of_whole {
        true => quantity.pieces.start.saturating_sub(1),
        false => counted.pieces.start.saturating_sub(2),
    };
    // "over one of their children" is about that one.
    let over = counted.of_whole && quantity.qualifier == Qualifier::Above;
    quantity.qualifier != Qualifier::Exact && !over
        || persons::happens(scan, counted.pieces.end).is_some()
        || scan.p[start..counted.pieces.start].iter().any(|p| p.among(&lexicon::VERBS_BEFORE_PERSONS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, annotate, text};
    use proptest::prelude::*;

    /// Checks the figures of an article: `text qualifier value unit`, parted by `; `.
    #[track_caller]
    fn check(body: &str, expect: &str) {
        let document = Document { text: body.to_owned(), ..Document::default() };
        let article = text::read(vec![document]).value.remove(0);
        let found = find(&article, &annotate::annotate_alone(&article), &[]);
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
        #[test]
        fn no_text_makes_it_panic(words in proptest::collection::vec(word(), 1..40)) {
            let document = Document { text: words.join(" "), ..Document::default() };
            let article = text::read(vec![document]).value.remove(0);
            let annotation = annotate::annotate_alone(&article);
            let times = crate::extract::times::find(&article, &annotation);
            for figure in find(&article, &annotation, &times) {
                prop_assert!(figure.low.zip(figure.high).is_none_or(|(low, high)| low <= high));
            }
            for quantity in crate::extract::quantities::find(&article, &annotation) {
                prop_assert!(article.document.text.get(quantity.bytes.range()).is_some());
            }
        }
    }

    /// Words and marks of which numbers are made, in any order.
    fn word() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "12",
            "1,200",
            "0.5",
            "-3",
            "$",
            "US$4m",
            "€",
            "%",
            "per cent",
            "a",
            "of the",
            "of",
            "to",
            "from",
            "between",
            "and",
            "or",
            "-",
            "\u{2013}",
            "dozens",
            "tens of thousands of",
            "half",
            "a third of",
            "1/0",
            "one in four",
            "million",
            "people",
            "killed",
            "including",
            "them",
            "were",
            "by",
            "Monday",
            "2031",
            "at least",
            "another",
            "m",
            "km/h",
            "per",
            "/",
            "(",
            ")",
            "year-old",
            "99999999999999999999",
            "9e999",
            "no one",
            "both",
            "\u{bd}",
            ".",
            ",",
            "so far this year",
        ]);
        prop_oneof![9 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
    }
}
