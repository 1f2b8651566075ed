//! Forms of cues: what kind of word attributes, roughly.

use super::Reading;
use crate::score::attribution::{Attribution, Span};
use crosswire_lang::{Upos, Word};

/// What kind of word attributes, by the tag of the cue's first content word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// A verb whose content holds a finite verb: "said that the ship had left".
    VerbClause,
    /// Another verb: "denied the charge", "wants to leave".
    VerbOther,
    /// "the claim that".
    Noun,
    /// "is sure that".
    Adjective,
    /// "according to", "for", "reportedly", and what has no content word.
    Other,
    /// There is no cue.
    None,
}

impl Form {
    /// All of them, with what a table calls them.
    pub(super) const ALL: [(Form, &str); 6] = [
        (Form::VerbClause, "verb+clause"),
        (Form::VerbOther, "verb+other"),
        (Form::Noun, "noun"),
        (Form::Adjective, "adjective"),
        (Form::Other, "other"),
        (Form::None, "no cue"),
    ];

    /// The form of an attribution's cue.
    pub(super) fn of(reading: &Reading<'_>, attribution: &Attribution) -> Form {
        if attribution.cue.is_empty() {
            return Form::None;
        }
        let content = |w: &&Word| matches!(w.upos, Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj);
        match words(reading, &attribution.cue).find(content) {
            // Treebanks take "according" for a verb.
            Some(word) if &*word.lemma == "accord" => Form::Other,
            Some(word) if word.upos == Upos::Verb => {
                let finite = |w: &Word| matches!(w.xpos.as_str(), "VBD" | "VBP" | "VBZ" | "MD");
                if words(reading, &attribution.content).any(finite) {
                    Form::VerbClause
                } else {
                    Form::VerbOther
                }
            }
            Some(word) if word.upos == Upos::Adj => Form::Adjective,
            Some(_) => Form::Noun,
            None => Form::Other,
        }
    }
}

/// The language layer's words that begin in one of the spans.
fn words<'a>(reading: &'a Reading<'_>, spans: &'a [Span]) -> impl Iterator<Item = &'a Word> {
    let all = &reading.annotation.language.words;
    spans.iter().flat_map(move |&(start, end)| {
        let bytes = reading.parts.bytes(crosswire_model::Span::new(start, end));
        let from = all.partition_point(|w| w.bytes.start < bytes.start);
        all[from..].iter().take_while(move |w| w.bytes.start < bytes.end)
    })
}
