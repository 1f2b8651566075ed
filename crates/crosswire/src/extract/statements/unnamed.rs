//! "Reportedly", "allegedly": someone's word, and no one named.

use super::{Found, span};
use crate::annotate::tree::Tree;
use crate::lexicon::cues::{self, Frame};

/// The attribution of an adverb to no one in particular.
pub(super) fn find(tree: &Tree, adverb: usize) -> Option<Found> {
    if !is_hearsay(tree, adverb) {
        return None;
    }
    let mut clause = tree.head(adverb)?;
    // "he reportedly said": a relay of what he said, not a statement of its own.
    if cues::verb(tree.lemma(clause)).takes(Frame::Clause)
        && tree.child(clause, &["ccomp", "xcomp"]).is_some()
    {
        return None;
    }
    while let Some(head) = tree.head(clause) {
        if tree.child(clause, &["nsubj"]).is_some()
            || tree.is(clause, &["acl", "advcl", "ccomp", "parataxis"])
        {
            break;
        }
        clause = head;
    }
    let apart = |c: usize| tree.is(c, &["conj", "parataxis", "advcl"]) && tree.child(c, &["nsubj"]).is_some();
    let without: Vec<usize> = tree.children(clause).filter(|&c| c == adverb || apart(c)).collect();
    Some(Found::new(span::content(tree, clause, &without), adverb..adverb + 1, adverb))
}

/// Whether a word says that someone says so.
pub(super) fn is_hearsay(tree: &Tree, adverb: usize) -> bool {
    matches!(tree.lower(adverb), "reportedly" | "allegedly" | "purportedly" | "supposedly")
}
