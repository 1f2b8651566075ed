//! How real a clause says that something is: planned, under way, done, possible, denied; and whether it affirms or negates.

use super::clauses::Clause;
use crate::annotate::tree::Tree;
use crate::lexicon;
use crosswire_model::{Polarity, Status};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words that hold their own negation, with what they negate, where that is a word: “unclear” is “not clear”.
static HELD: LazyLock<BTreeMap<&str, Option<&str>>> =
    LazyLock::new(|| lexicon::INHERENT_NEGATIVES.iter().copied().collect());

/// What a word negates that holds its own negation; an inner none where that is no word.
pub(crate) fn held(tree: &Tree, i: usize) -> Option<Option<&'static str>> {
    HELD.get(tree.lower(i)).or_else(|| HELD.get(tree.lemma(i))).copied()
}

/// Whether a clause affirms or negates. “Nobody was hurt”, “did not strike”, “no damage was found” negate; “without legal
/// papers” is a part of what is affirmed, and so is what another clause within it negates.
pub(crate) fn polarity(tree: &Tree, clause: &Clause) -> Polarity {
    let turns = |&i: &usize| {
        if !lexicon::NEGATORS.has(tree.lower(i)) {
            return false;
        }
        let Some(head) = tree.head(i) else { return i == clause.head };
        let core = |w: usize| {
            w == clause.head
                || tree.head(w) == Some(clause.head)
                    && tree.is(w, &["nsubj", "obj", "xcomp", "ccomp", "aux", "cop", "advmod", "iobj"])
        };
        core(head) || head == clause.head || core(i)
    };
    // “no longer”, “not only … but also” affirm that it was, or that it is.
    let only = |i: usize| tree.lower(i) == "not" && tree.lower(i + 1) == "only";
    let negations = clause.words.iter().filter(|i| !only(**i) && turns(i)).count();
    // “did not deny” affirms.
    let predicate = [Some(clause.head), tree.child(clause.head, &["xcomp"])];
    let held = predicate.into_iter().flatten().any(|i| held(tree, i).is_some());
    if (negations + usize::from(held)) % 2 == 1 { Polarity::Negative } else { Polarity::Positive }
}

/// How real the thing said is, by the first words of the passage that tell.
pub(crate) fn status(text: &str) -> Status {
    let has = |phrases: &[&str]| phrases.iter().any(|p| contains_words(text, p));
    if has(&lexicon::MARKS_OF_DENIAL) {
        Status::Denied
    } else if has(&["may", "might", "could", "possibly", "perhaps"]) {
        Status::Possible
    } else if has(&lexicon::MARKS_OF_PLANS) {
        Status::Planned
    } else if has(&lexicon::MARKS_OF_PROGRESS) {
        Status::UnderWay
    } else {
        Status::Done
    }
}

/// Whether some words stand in a text as words.
fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(i, _)| {
        let before = text[..i].chars().next_back();
        let after = text[i + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
