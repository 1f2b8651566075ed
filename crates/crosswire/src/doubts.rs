//! Doubts: pairs of passages of which the comparer does not know whether they say the same.
//!
//! A second reader, a person or a program, is asked of them; what it answers is a decision.

use crate::decide::{Decisions, anchor, article_anchor};
use crate::group::alignment::{Alignment, Weights};
use crate::group::claims;
use crate::story::{Report, Story};
use crate::text::one_line;
use crate::{Document, Frames, Memory};
use crosswire_lang::{ByteRange, Model};
use crosswire_model::{Anchor, Strength};
use std::collections::BTreeSet;

/// The least score of a doubt: of pairs below it hardly any says the same.
const LEAST: f64 = 0.15;

/// Two passages of different articles that may say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// One passage.
    pub a: Doubted,
    /// The other.
    pub b: Doubted,
    /// How sure the comparer is that they say the same, 0 to 1.
    pub score: f64,
}

/// One of the two passages.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubted {
    /// The passage, as a decision names it.
    pub passage: Anchor,
    /// Its words, in one line.
    pub text: String,
    /// The sentences that it stands in, in one line.
    pub sentence: String,
}

/// The doubts of a story, the greatest first. Of passages on which somebody has decided there is none.
pub(crate) fn find(
    model: &Model,
    frames: &Frames,
    weights: &Weights,
    documents: Vec<Document>,
    memory: Option<&Memory>,
    decisions: &mut Decisions,
) -> Vec<Doubt> {
    let story = Story::decided(model, frames, documents, memory, decisions).value;
    let alignment = Alignment::new(model, &story).with_weights(weights.clone());
    let pins = decisions.pins(&alignment.units);
    let pinned: BTreeSet<usize> = pins.units().collect();
    let compared = claims::compare(&alignment, &pins);
    let mut doubts = Vec::new();
    for (n, pair) in compared.pairs.iter().enumerate() {
        let [a, b] = [pair.a, pair.b].map(|place| compared.copies[place][0]);
        let [one, other] = [a, b].map(|unit| &alignment.units[unit]);
        // What is at odds is known to be another claim, and one article tells most things once.
        let known = compared.likeness(n) < 0.0 || one.article == other.article;
        let doubtful = pair.score >= LEAST && Strength::of(pair.score) < Strength::Sure;
        if known || !doubtful || pinned.contains(&a) || pinned.contains(&b) {
            continue;
        }
        let [a, b] = [one, other].map(|unit| doubted(&story.reports[unit.article], unit.bytes));
        doubts.push(Doubt { a, b, score: pair.score });
    }
    let certain = |doubt: &Doubt| (doubt.score - claims::JOIN).abs();
    // Of two that are as doubtful the one stays first whose passages come first.
    doubts.sort_by(|x, y| certain(x).total_cmp(&certain(y)));
    doubts
}

fn doubted(report: &Report, bytes: ByteRange) -> Doubted {
    let article = &report.article;
    let touched = report.annotation.sentences.iter().filter(|s| s.bytes.overlap(bytes) > 0);
    let around = touched.map(|s| s.bytes).reduce(|first, last| ByteRange::new(first.start, last.end));
    Doubted {
        passage: anchor(article_anchor(&article.document), &article.document.text, article.span(bytes)),
        text: one_line(article.text(bytes)),
        sentence: one_line(article.text(around.unwrap_or(bytes))),
    }
}
