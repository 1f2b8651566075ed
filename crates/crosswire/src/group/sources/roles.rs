//! Words of roles, bodies and texts, by the lists of `data/roles.txt`.

use crate::lexicon;

/// Whether a word stands before a name and is no part of it: "President".
pub(crate) fn is_title(word: &str) -> bool {
    lexicon::TITLES.has(&word.to_lowercase())
}

/// Whether a word names a body: "ministry", "police".
pub(crate) fn is_body(word: &str) -> bool {
    lexicon::BODIES.has(&word.to_lowercase())
}

/// Whether a word names a text: "report", "memo".
pub(super) fn is_document(word: &str) -> bool {
    lexicon::DOCUMENTS.has(&word.to_lowercase())
}

/// Whether one of this name speaks for a body: "spokeswoman", "official".
pub(crate) fn is_speaker(word: &str) -> bool {
    lexicon::SPEAKERS.has(&word.to_lowercase())
}

/// Whether a word goes with a body's noun: the "foreign" of "foreign ministry".
pub(super) fn is_part(word: &str) -> bool {
    lexicon::BODY_MODIFIERS.has(&word.to_lowercase())
}
