//! "Reportedly", "allegedly": someone's word, and no one named.

use super::{Found, NOT_HERE, Tried, span};
use crate::annotate::tree::Tree;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::WordRange;

/// The attribution of an adverb to no one in particular.
pub(super) fn find(tree: &Tree, adverb: usize) -> Tried {
    if !is_hearsay(tree, adverb) {
        return Err(NOT_HERE);
    }
    let mut clause = tree.head(adverb).ok_or("it depends on nothing")?;
    // "he reportedly said": a relay of what he said, not a statement of its own.
    if cues::verb(tree.lemma(clause)).takes(Frame::Clause)
        && tree.child(clause, &["ccomp", "xcomp"]).is_some()
    {
        return Err("the verb it stands with attributes, and is relayed by it");
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
    Ok(Found::new(span::content(tree, clause, &without), WordRange::one(adverb), adverb))
}

/// Whether a word says that someone says so.
pub(super) fn is_hearsay(tree: &Tree, adverb: usize) -> bool {
    matches!(tree.lower(adverb), "reportedly" | "allegedly" | "purportedly" | "supposedly")
}
