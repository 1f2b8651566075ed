//! "X: it sank", "Poll: most want it": a name with a colon before what it says, as headlines and captions have it.

use super::super::tree::Tree;
use super::Found;
use crosswire_lang::Upos;
use std::ops::Range;

/// A label longer than this is a sentence.
const LONGEST: usize = 5;

/// The attribution of a sentence that begins with a label.
pub(super) fn find(tree: &Tree, words: &Range<usize>) -> Option<Found> {
    let colon = words.clone().take(LONGEST + 1).find(|&i| tree.word(i) == ":")?;
    let label = words.start..colon;
    let name = |i: usize| {
        matches!(tree.upos(i), Upos::Propn | Upos::Adp) && tree.is_capital(i) || tree.lower(i) == "of"
    };
    let text = |i: usize| {
        matches!(
            tree.lower(i),
            "poll" | "report" | "study" | "survey" | "sources" | "source" | "officials" | "police"
        )
    };
    let named = !label.is_empty() && label.clone().all(|i| name(i) || text(i) || tree.is_mark(i));
    let said = colon + 1..words.end;
    if !named || said.clone().filter(|&i| !tree.is_mark(i)).count() < 3 || !tree.is_capital(label.start) {
        return None;
    }
    // A list of names is nothing that is said.
    said.clone().find(|&i| matches!(tree.upos(i), Upos::Verb | Upos::Aux))?;
    let mut found = Found::new(said.collect(), colon..colon + 1, colon);
    found.source = Some(label);
    Some(found)
}
