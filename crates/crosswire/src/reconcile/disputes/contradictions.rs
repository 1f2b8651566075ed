//! A sentence that says itself that one side contradicts the other: "…, although the port disagreed, saying …".
//!
//! A word that contradicts (`data/speech.txt`, verbs of contradiction) a few words after a contrasting conjunction, and then
//! what the other side says. What stands before the conjunction is one side, what stands after it the other.
//!
//! Where it fails: two sentences of which the second contradicts.

use super::passages::{Place, Said};
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::lexicon;
use crate::story::Report;
use crosswire_lang::ByteRange;
use crosswire_model::{Nature, Passage};
use std::ops::Range;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, said, .. } = input;
    let mut out = Vec::new();
    for Report { article, annotation, .. } in &story.reports {
        for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
            let words = &annotation.words[sentence.words];
            let lower: Vec<String> = words.iter().map(|w| article.text(w.bytes).to_lowercase()).collect();
            let Some(cue) = lower.iter().position(|w| lexicon::VERBS_OF_CONTRADICTION.has(w)) else {
                continue;
            };
            let Some(turn) = (cue.saturating_sub(7)..cue)
                .rev()
                .find(|&i| lexicon::CONTRASTIVE_CONJUNCTIONS.contains(&lower[i].as_str()))
            else {
                continue;
            };
            let saying =
                lower[cue..].iter().take(6).any(|w| matches!(w.as_str(), "saying" | "said" | "that"));
            if turn < 5 || cue < turn + 2 || lower.len() < cue + 5 || !saying {
                continue;
            }
            let words_of = |range: Range<usize>| {
                ByteRange::new(words[range.start].bytes.start, words[range.end - 1].bytes.end)
            };
            let who = article.text(words_of(turn + 1..cue)).to_owned();
            let place = |range: Range<usize>| {
                let span = article.span(words_of(range));
                let inside = |s: &&Said| {
                    let own = &s.place.passage;
                    own.article == article.id && 2 * own.span.overlap(span) > own.span.len()
                };
                let inside: Vec<&Said> = said.iter().filter(inside).collect();
                Place {
                    passage: Passage { article: article.id.clone(), span },
                    claims: inside.iter().flat_map(|s| s.place.claims.clone()).collect(),
                    source: inside.iter().find_map(|s| s.place.source.clone()),
                }
            };
            out.push(dispute(
                DisputeKind::Assertion,
                Nature::Contradiction,
                format!("{who} {} what is said first.", lower[cue]),
                vec![
                    side("said first", [place(0..turn)].iter()),
                    side(&who, [place(turn..lower.len())].iter()),
                ],
            ));
        }
    }
    out
}
