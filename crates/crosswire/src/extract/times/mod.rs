//! When: time expressions and their values; the publication date where no one gives it.
//!
//! In reading order: [`calendar`] (names and counting), [`tense`] (past or to come), [`recent`] (what was named last), then a
//! file per family of rules: [`absolute`], [`years`], [`seasons`], [`quarters`], [`holidays`], [`weekdays`], [`periods`],
//! [`anaphora`], [`recurring`], [`clock`], [`vague`]; [`publication`] infers dates.
//!
//! At each piece the longest expression that any family finds is taken. Types, extents and values follow TIMEX3 (TimeML
//! Annotation Guidelines 1.2.1, Saurí et al. 2006): no preposition, but determiners and modifiers ("the past three months",
//! "early Monday"). `cargo xtask eval times` scores them as TempEval-3 did.

mod absolute;
mod anaphora;
pub(crate) mod calendar;
mod clock;
mod holidays;
mod periods;
mod publication;
mod quarters;
mod recent;
mod recurring;
mod seasons;
mod tense;
mod vague;
mod weekdays;
mod years;

pub use publication::infer_publication;

use crate::annotate::Annotation;
use crate::extract::pieces::{Piece, pieces};
use crate::text::{Article, BlockKind};
use crosswire_lang::{ByteRange, Word};
use crosswire_model::{TimeExpression, TimeType};
use jiff::civil::Date;
use recent::Recent;
use std::ops::Range;

/// Finds the time expressions of an article, in order, and resolves them from its publication date.
///
/// They are looked for in headings and datelines too, but not in passages that repeat earlier ones.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<TimeExpression> {
    let text = article.document.text.as_str();
    let day = article.published.map(|(day, _)| day);
    let mut out = Vec::new();
    let mut recent = Recent::default();
    for sentence in annotation.sentences.iter().filter(|s| !s.repeated) {
        let p = pieces(text, annotation, sentence);
        let heading = sentence.kind == BlockKind::Heading;
        let words = &annotation.language.words;
        let mut cx = Context { heading, recent: recent.next(), ..Context::new(text, &p, words, day) };
        let all = recognise(&mut cx);
        recent = cx.recent;
        for found in all {
            let bytes = ByteRange::new(p[found.pieces.start].bytes.start, p[found.pieces.end - 1].bytes.end);
            out.push(TimeExpression {
                article: article.id.clone(),
                span: article.span(bytes),
                text: article.text(bytes).to_owned(),
                r#type: found.kind,
                anchor: found.relative.then_some(day).flatten().map(|d| d.to_string()),
                value: found.value,
            });
        }
    }
    out
}

/// The pieces of `p` that are dates or times of the day, for those who must not count them.
pub(crate) fn dates(text: &str, p: &[Piece]) -> Vec<Range<usize>> {
    let kinds = [TimeType::Date, TimeType::Time];
    let named =
        recognise(&mut Context::new(text, p, &[], None)).into_iter().filter(|f| kinds.contains(&f.kind));
    // "two weeks ago" is a date that counts weeks: it is still a date.
    named.map(|f| f.pieces).collect()
}

/// A time expression of one sentence.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    pieces: Range<usize>,
    kind: TimeType,
    value: Option<String>,
    /// Whether the value was counted from the day of publication.
    relative: bool,
}

/// What the rules look at: one sentence, its syntax, the day of publication and what was named before.
struct Context<'a> {
    text: &'a str,
    p: &'a [Piece],
    /// The language layer's words of the whole article; none where only extents are wanted.
    words: &'a [Word],
    day: Option<Date>,
    /// Whether it is a heading, whose present tense tells what has been.
    heading: bool,
    recent: Recent,
}

impl<'a> Context<'a> {
    fn new(text: &'a str, p: &'a [Piece], words: &'a [Word], day: Option<Date>) -> Self {
        Context { text, p, words, day, heading: false, recent: Recent::default() }
    }

    /// The piece at `at` in lower case; empty beyond the end.
    fn word(&self, at: usize) -> &str {
        self.p.get(at).map_or("", |p| p.lower.as_str())
    }

    fn found(&self, pieces: Range<usize>, kind: TimeType, value: Option<String>) -> Found {
        Found { pieces, kind, value, relative: false }
    }

    fn relative(&self, pieces: Range<usize>, kind: TimeType, value: Option<String>) -> Found {
        Found { pieces, kind, value, relative: true }
    }
}

/// The time expressions of a sentence, in order, none within another.
fn recognise(cx: &mut Context) -> Vec<Found> {
    let rules = [
        absolute::at,
        years::at,
        quarters::at,
        seasons::at,
        holidays::at,
        weekdays::at,
        recurring::at,
        periods::at,
        anaphora::at,
        clock::at,
        vague::at,
    ];
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < cx.p.len() {
        let mut best: Option<Found> = None;
        for rule in rules {
            if let Some(found) = rule(cx, at)
                && best.as_ref().is_none_or(|b| b.pieces.end < found.pieces.end)
            {
                best = Some(found);
            }
        }
        let Some(mut found) = best else {
            at += 1;
            continue;
        };
        let free = out.last().map_or(0, |f| f.pieces.end);
        found.pieces.start = widened(cx, found.pieces.start, &found, free);
        at = found.pieces.end;
        cx.recent.see(&found);
        out.push(found);
    }
    out
}

/// Where a date begins with its modifiers: "early", "the end of".
fn widened(cx: &Context, start: usize, found: &Found, free: usize) -> usize {
    if found.kind != TimeType::Date && found.kind != TimeType::Time {
        return start;
    }
    let word = |back: usize| start.checked_sub(back).filter(|i| *i >= free).map_or("", |i| cx.word(i));
    let one = match word(1) {
        "early" | "late" | "mid" => 1,
        // "Earlier Friday" is earlier on Friday.
        "earlier" | "later" if matches!(cx.word(start), "this" | "that" | "last" | "next") => 1,
        "-" if word(2) == "mid" => 2,
        "of" if matches!(word(2), "end" | "beginning" | "start" | "middle" | "rest") && word(3) == "the" => 3,
        _ => 0,
    };
    let the = one > 0 && word(one + 1) == "the" && one < 3;
    start - one - usize::from(the)
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// Checks what is found in an article of Wednesday 5 March 2031: `text TYPE value`, parted by `; `.
    #[track_caller]
    pub(super) fn check(text: &str, expect: &str) {
        let (mut article, annotation) = article(text);
        article.published = Some((jiff::civil::date(2031, 3, 5), crosswire_model::Basis::Metadata));
        let line = |t: &TimeExpression| {
            let kind = format!("{:?}", t.r#type).to_uppercase();
            format!("{} {kind} {}", t.text, t.value.as_deref().unwrap_or("-"))
        };
        let read: Vec<String> = find(&article, &annotation).iter().map(line).collect();
        assert_eq!(read.join("; "), expect, "{text}");
    }

    /// Calls `of` with the first sentence of an article of that day.
    pub(super) fn with_context(text: &str, of: impl FnOnce(&Context)) {
        let (article, annotation) = article(text);
        let text = article.document.text.as_str();
        let p = pieces(text, &annotation, &annotation.sentences[0]);
        of(&Context::new(text, &p, &annotation.language.words, Some(jiff::civil::date(2031, 3, 5))));
    }

    /// An article, of no day yet, and what the language layer says of it.
    pub(super) fn article(text: &str) -> (Article, Annotation) {
        let document = crate::Document { text: text.to_owned(), ..crate::Document::default() };
        let mut article = crate::text::read(vec![document]).value.remove(0);
        // A short text of one line is no heading here.
        for block in &mut article.blocks {
            block.kind = BlockKind::Paragraph;
        }
        let annotation = crate::annotate::annotate_alone(&article);
        (article, annotation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Expressions and their parts, in every order of two, and with numbers that no calendar holds.
    #[test]
    fn odd_words_and_days_at_the_ends_of_the_calendar_do_no_harm() {
        const PARTS: &[&str] = &[
            "99999999999999999999 years ago",
            "a million million million million weeks from now",
            "the next 9999999999 days",
            "the fourth quarter of",
            "the year-earlier",
            "last half of",
            "February 30",
            "31-32 April",
            "the 0th century",
            "Easter",
            "25:61 p.m. GMT",
            "2031-13-45",
            "three centuries later",
            "every 1e9 months",
            "that year",
            "next winter",
            "Monday of next week",
            "until",
            "'s",
            "-",
        ];
        for first in PARTS {
            let text: String = PARTS.iter().map(|second| format!("It sank {first} {second}. ")).collect();
            let (mut article, annotation) = testing::article(&text);
            for day in [Date::MIN, date(0, 1, 1), date(2031, 3, 5), Date::MAX] {
                article.published = Some((day, crosswire_model::Basis::Metadata));
                find(&article, &annotation);
            }
        }
    }
}
