//! When: time expressions and their values; the publication date where no one gives it.
//!
//! In reading order: [`calendar`] (names and counting), [`tense`] (past or to come), then a file per family of rules:
//! [`absolute`], [`weekdays`], [`periods`], [`recurring`], [`clock`], [`vague`]; [`publication`] infers dates.
//!
//! At each piece the longest expression that any family finds is taken. Extents follow TIMEX3: no preposition, but
//! determiners and modifiers ("the past three months", "early Monday").

mod absolute;
pub(crate) mod calendar;
mod clock;
mod periods;
mod publication;
mod recurring;
mod tense;
mod vague;
mod weekdays;

pub use publication::infer_publication;

use crate::annotate::Annotation;
use crate::extract::pieces::{Piece, pieces};
use crate::text::Article;
use crosswire_model::{TimeExpression, TimeType};
use jiff::civil::Date;
use std::ops::Range;

/// Finds the time expressions of an article, in order, and resolves them from its publication date.
///
/// They are looked for in headings and datelines too, but not in passages that repeat earlier ones.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<TimeExpression> {
    let text = article.document.text.as_str();
    let day = article.published.map(|(day, _)| day);
    let mut out = Vec::new();
    for sentence in annotation.sentences.iter().filter(|s| !s.repeated) {
        let p = pieces(text, annotation, sentence);
        for found in recognise(text, &p, day) {
            let bytes = p[found.pieces.start].bytes.start..p[found.pieces.end - 1].bytes.end;
            out.push(TimeExpression {
                article: article.id.clone(),
                span: article.span(&bytes),
                text: article.text(&bytes).to_owned(),
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
    let named = recognise(text, p, None).into_iter().filter(|f| kinds.contains(&f.kind));
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

/// What the rules look at: one sentence and the day of publication.
struct Context<'a> {
    text: &'a str,
    p: &'a [Piece],
    day: Option<Date>,
}

impl Context<'_> {
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

/// The time expressions among `p`, in order, none within another.
fn recognise(text: &str, p: &[Piece], day: Option<Date>) -> Vec<Found> {
    let cx = Context { text, p, day };
    let rules = [absolute::at, weekdays::at, periods::at, clock::at, recurring::at, vague::at];
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < p.len() {
        let mut best: Option<Found> = None;
        for rule in rules {
            if let Some(found) = rule(&cx, at)
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
        found.pieces.start = widened(&cx, found.pieces.start, &found, free);
        at = found.pieces.end;
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
        "early" | "late" | "earlier" | "later" | "mid" => 1,
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
    use crate::extract::pieces::of_text;

    /// Checks what is found in one sentence of an article of Wednesday 5 March 2031: `text TYPE value`, parted by `; `.
    #[track_caller]
    pub(super) fn check(text: &str, expect: &str) {
        let p = of_text(text);
        let day = jiff::civil::date(2031, 3, 5);
        let read: Vec<String> = recognise(text, &p, Some(day))
            .iter()
            .map(|f| {
                let words = &text[p[f.pieces.start].bytes.start..p[f.pieces.end - 1].bytes.end];
                let kind = format!("{:?}", f.kind).to_uppercase();
                format!("{words} {kind} {}", f.value.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(read.join("; "), expect, "{text}");
    }
}
