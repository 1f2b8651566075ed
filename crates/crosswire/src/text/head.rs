//! Head: the stray date before an article's first sentence.

use crate::lexicon;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A date at the start of a line that is no part of a sentence.
pub(super) struct HeadDate {
    /// Byte at which what follows it begins.
    pub end: usize,
    /// The day, unless it is absurd or can be read in two ways.
    pub date: Option<Date>,
}

const DATE: &str = r"(?x)
    ^ \s*
    (?<key> (?: date | dated | published | posted | updated | last\ updated | last\ modified | first\ published | modified | created | issued ) \b [:\s]* (?: on\b | at\b )? [:\s]* )?
    (?: CLOCK [\s,]+ )?
    (?: (?: mon | tue | tues | wed | weds | thu | thur | thurs | fri | sat | sun ) (?: day | sday | nesday | rsday | urday )? \.? ,? \s+ )?
    (?: (?<y> \d{4} ) [-/.] (?<m> \d{1,2} ) [-/.] (?<d> \d{1,2} )
      | (?<d1> \d{1,2} ) (?: st | nd | rd | th )? [\s-] (?: of\ )? (?<m1> MONTH ) \.? ,? [\s-] (?<y1> \d{4} )
      | (?<m2> MONTH ) \.? \s (?<d2> \d{1,2} ) (?: st | nd | rd | th )? ,? \s (?<y2> \d{4} )
      | (?<a> \d{1,2} ) / (?<b> \d{1,2} ) / (?<y3> \d{4} )
    ) (?: T CLOCK | \b (?: [\s,]* (?: (?: at | @ | - | – | \| | • | · ) \s* )? CLOCK )? )
    (?<gap> \s* (?: [|•·–—:-]+ \s* )? )";

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"(?: \d{1,2} [:.h] \d{2} (?: :\d{2} (?: \.\d+ )? )? (?: \s* [ap]\.?\ ?m\b\.? )? (?: \s* (?: Z | [+-]\d{2}:?\d{2} | \(?[A-Z]{3,4}\)? | ET | BST ) \b )? | \d{1,2} \s* [ap]\.?m\b\.? (?: \s* (?: [A-Z]{3} | ET ) \b )? )";
    let month = "(?: jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july? | aug(?:ust)? | sept?(?:ember)? | oct(?:ober)? | nov(?:ember)? | dec(?:ember)? )";
    let pattern = DATE.replace("CLOCK", clock).replace("MONTH", month);
    // The zone of a clock is in capitals; all else may be written either way.
    let pattern = pattern.replace("(?x)", "(?xi)").replace("[A-Z]", "(?-i:[A-Z])");
    Regex::new(&pattern).expect("the pattern is fixed")
});

/// The date that `text` begins with, if it stands by itself or before a sentence that does not need it.
///
/// "March 4, 2031" on a line of its own, "Published: 4 March 2031 10:22 GMT", "date 2031-03-04 The harbour …"; not
/// "March 4, 2031, was …", and nothing without a year.
pub(super) fn date(text: &str) -> Option<HeadDate> {
    let found = HEAD.captures(text)?;
    let end = found.get(0)?.end();
    let rest = &text[end..];
    let alone = rest.is_empty();
    let before_sentence = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '‘' | '"'));
    (alone || before_sentence && (end > 0 && !text[..end].ends_with(char::is_alphanumeric)))
        .then(|| HeadDate { end, date: day(&found) })
}

fn day(found: &Captures) -> Option<Date> {
    let number = |name| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let (year, month, day) = if let Some(year) = number("y") {
        (year, number("m")?, number("d")?)
    } else if let Some(year) = number("y1") {
        (year, month(found.name("m1")?.as_str())?, number("d1")?)
    } else if let Some(year) = number("y2") {
        (year, month(found.name("m2")?.as_str())?, number("d2")?)
    } else {
        // 4/3/2031 is April or March; 24/3/2031 is one day only.
        match (number("a")?, number("b")?) {
            (a, b) if a > 12 => (number("y3")?, b, a),
            (a, b) if b > 12 => (number("y3")?, a, b),
            (a, b) if a == b => (number("y3")?, a, b),
            _ => return None,
        }
    };
    // No newspaper is older, and a later year is a slip.
    if !(1605..=2199).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    lexicon::MONTH_ABBREVIATIONS
        .iter()
        .position(|m| name.starts_with(m))
        .and_then(|i| i16::try_from(i + 1).ok())
}
