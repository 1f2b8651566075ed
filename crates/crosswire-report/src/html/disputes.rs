//! Disputes: the sides beside each other, each on its own word, each passage within its sentence.

use super::{LIST_ROWS, Page, REASONS, first_screen, folded, more, short};
use crate::{summary, words};
use crosswire_model::{Dispute, Passage, Side, Span};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Disputes before the fold.
const FIRST: usize = 3;
/// Passages of a side before the fold.
const OPEN: usize = 2;
/// Characters of a sentence around a passage; a longer one is left out.
const SENTENCE: usize = 420;

impl Page<'_> {
    pub(super) fn in_dispute(&self) -> Markup {
        let shown = &self.disputes[..self.disputes.len().min(LIST_ROWS / 5)];
        html! {
            @if !shown.is_empty() {
                section #disputes aria-labelledby="h-disputes" {
                    h2 #h-disputes { "In dispute" span.n-of { (self.disputes.len()) } }
                    p.note { "No side is the winner. Contradictions stand first, then updates, then differences." }
                    (folded(&shown.iter().enumerate().collect::<Vec<_>>(), FIRST, "dispute", "disputes", |(n, d)| self.dispute(*n, d)))
                    (more(self.disputes.len(), LIST_ROWS / 5, "disputes"))
                }
            }
        }
    }

    fn dispute(&self, n: usize, dispute: &Dispute) -> Markup {
        let tags = self.dispute_tags(dispute);
        html! {
            article class={ "dispute " (words::nature(dispute.nature)) } aria-labelledby={ "d-" (n + 1) } data-dispute=[self.hook(&dispute.id.0)] data-k="dispute" data-a=(tags.articles()) data-o=(tags.sources()) {
                p.what { (first_screen::kind(dispute)) }
                h3 id={ "d-" (n + 1) } { (summary::subject(self.view, dispute)) ": " (first_screen::sides(dispute, 90)) }
                (self.resolved(dispute))
                @if !dispute.why.trim().is_empty() { p.why { (words::one_line(&dispute.why)) } }
                div.sides { @for side in &dispute.sides { (self.side(dispute, side)) } }
            }
        }
    }

    fn side(&self, dispute: &Dispute, side: &Side) -> Markup {
        let articles: BTreeSet<_> = side.evidence.iter().map(|p| &p.article).collect();
        let sources = self.view.side_sources(side);
        html! {
            section.side {
                h4 dir="auto" { (short(&words::one_line(&side.label), 120)) }
                p.by {
                    @if sources.is_empty() { "in the articles’ own voice" } @else { "on the word of " (short(&sources.join("; "), 120)) }
                    @if !articles.is_empty() { " · " (words::count(articles.len(), "article", "articles")) }
                }
                (folded(&side.evidence[..side.evidence.len().min(REASONS / 3)], OPEN, "passage", "passages", |passage| html! {
                    div.leaf {
                        (self.in_sentence(passage, &self.view.key_words(dispute, side, passage)))
                        " " span.by { (self.named(&passage.article)) ", " (short(&self.view.speaker_at(passage).to_words(), 90)) }
                    }
                }))
                (more(side.evidence.len(), REASONS / 3, "passages"))
            }
        }
    }

    /// A passage as a link within its sentence, its key words marked.
    fn in_sentence(&self, passage: &Passage, keys: &[Span]) -> Markup {
        let text = self.view.article(&passage.article).and_then(|i| self.view.texts[i].as_ref());
        let Some(text) = text else { return html! { q { "the passage is not available" } } };
        let span = text.clamp(passage.span);
        let sentence = self.view.sentence(&passage.article, span);
        let around = if sentence.len() > SENTENCE { span } else { sentence };
        let piece = |start: usize, end: usize| words::spaced(text.slice(Span { start, end: end.max(start) }));
        let mut at = span.start;
        let mut inner: Vec<(String, bool)> = Vec::new();
        for key in keys.iter().filter(|key| span.contains(**key) && key.start < key.end) {
            inner.push((piece(at, key.start), false));
            inner.push((piece(key.start.max(at), key.end), true));
            at = key.end.max(at);
        }
        // A passage may be as long as an article; its beginning is enough outside the reader.
        inner.push((words::clip(&piece(at, span.end), SENTENCE), false));
        html! {
            q dir="auto" {
                span.around { (piece(around.start, span.start)) }
                (self.open(&passage.article, passage.span, html! {
                    @if span.is_empty() { "the passage is not available" }
                    @for (words, key) in &inner { @if *key { mark.word { (words) } } @else { (words) } }
                }))
                span.around { (piece(span.end, around.end).trim_end()) }
            }
        }
    }
}
