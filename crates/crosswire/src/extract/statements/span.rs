//! Where a cue begins and ends, and what it takes: the spans of an attribution, read off the tree.

use super::super::times::calendar;
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::WordRange;

/// The words of a verb that attributes: "has also said", "went on to say", "pushed back".
pub(super) fn verb(tree: &Tree, verb: usize) -> WordRange {
    let mut start = left(tree, verb);
    // "continued to criticise", "tried to play down"
    let mut at = verb;
    while let Some(head) = tree.head(at)
        && (tree.is(at, &["xcomp"]) || tree.is(at, &["advcl"]) && tree.lemma(head) == "go" && head + 4 > at)
        && head < at
        && cues::verb(tree.lemma(head)).takes(Frame::Chain)
        && (head + 1..start).all(|i| !tree.is(i, &["obj", "iobj", "obl"]))
    {
        start = left(tree, head);
        at = head;
    }
    let mut end = verb + 1;
    while end < tree.words.len()
        && tree.head(end) == Some(verb)
        && (tree.is(end, &["compound:prt"])
            || tree.is(end, &["advmod"])
                && (tree.lower(end).ends_with("ly")
                    || matches!(tree.lower(end), "again" | "repeatedly" | "back" | "out" | "on"))
                && tree.children(end).next().is_none())
    {
        end += 1;
    }
    WordRange::new(start, end)
}

/// From the first auxiliary or adverb that stands directly before a word.
fn left(tree: &Tree, verb: usize) -> usize {
    let mut start = verb;
    while start > 0 {
        let i = start - 1;
        let helps = tree.head(i) == Some(verb)
            && (tree.is(i, &["aux", "cop", "advmod"]) || tree.is(i, &["mark"]) && tree.lower(i) == "to")
            && !lexicon::ADVERBS_OF_CONTENT.has(tree.lower(i));
        if !helps {
            break;
        }
        start = i;
    }
    start
}

/// The preposition of a phrase: that of "of delays", "about what happened".
pub(super) fn preposition(tree: &Tree, word: usize) -> Option<usize> {
    tree.child(word, &["case", "mark"]).filter(|&p| p < word && !tree.is_mark(p))
}

/// All that depends on a word, as content: without the preposition before it, and without the cue.
pub(super) fn content(tree: &Tree, head: usize, without: &[usize]) -> Vec<usize> {
    tree.subtree(head, |c| without.contains(&c))
}

/// Whether a clause is an infinitive with "to".
pub(super) fn has_to(tree: &Tree, clause: usize) -> bool {
    tree.children(clause).any(|c| tree.is(c, &["mark"]) && tree.lower(c) == "to")
}

/// Whether a clause begins with "that", "whether" or a question word.
pub(super) fn introduced(tree: &Tree, clause: usize) -> bool {
    let first = content(tree, clause, &[]).into_iter().find(|&i| !tree.is_mark(i)).unwrap_or(clause);
    lexicon::COMPLEMENTISERS.has(tree.lower(first))
}

/// Whether a phrase tells when, where or on which occasion something was said: "on Tuesday", "in an interview".
pub(super) fn is_occasion(tree: &Tree, phrase: usize) -> bool {
    lexicon::CIRCUMSTANCES_OF_SPEECH.has(tree.lemma(phrase))
        || calendar::is_month(tree.lower(phrase))
        || tree.lower(phrase).ends_with("day") && tree.is_capital(phrase)
        || tree.upos(phrase) == crosswire_lang::Upos::Num
        || tree.is(phrase, &["obl:unmarked", "obl:agent"])
}

/// Whether a word belongs to "on Thursday": the day, or the preposition before it.
pub(super) fn is_day(tree: &Tree, word: usize) -> bool {
    let day = |i: usize| {
        tree.is_capital(i) && (tree.lower(i).ends_with("day") || calendar::is_month(tree.lower(i)))
    };
    day(word)
        || matches!(tree.lower(word), "on" | "late" | "early" | "in") && (day(word + 1) || day(word + 2))
}
