//! "According to X, …", "…, as reported by X", "per X", "in X's view", "in a poll".
//!
//! "This information comes from X" gives X the sentence before.

use super::{Found, NOT_HERE, Tried, apposition, source, span};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::{Upos, WordRange};

/// The attribution of a phrase that stands outside the clause it attributes. `at` is its first word.
pub(super) fn find(tree: &Tree, at: usize) -> Tried {
    let (cue, who) = tag(tree, at).ok_or(match tree.lower(at) {
        "according" => "no source follows “according to”",
        _ => NOT_HERE,
    })?;
    let clause = governed(tree, who, at).ok_or("it stands beside no clause")?;
    let phrase_words = phrase_of(tree, who, at);
    let mut content = span::content(tree, clause, &[phrase_words]);
    content.retain(|&w| tree.quotation(at).is_none() || tree.quotation(w) == tree.quotation(at));
    let mut found = Found::new(content, cue, at);
    found.name(tree, Some(who));
    if let Some(words) = found.source {
        let whole = apposition::widened(tree, words).map_or(words, |a| a.words);
        found.keep(|w| !whole.contains(w));
        found.source = Some(whole);
    }
    Ok(found)
}

/// The cue and the head of the source.
fn tag(tree: &Tree, at: usize) -> Option<(WordRange, usize)> {
    match tree.lower(at) {
        "according" if tree.lower(at + 1) == "to" => {
            let who = match tree.relation(at) {
                "case" | "mark" | "advmod" => tree.head(at).filter(|&h| h > at),
                _ => tree.children(at).find(|&c| c > at + 1 && tree.is(c, &["obl", "obj", "nmod", "pobj"])),
            };
            let who = who.or_else(|| tree.head(at + 1).filter(|&h| h > at + 1))?;
            if lexicon::ACCORDED_NOUNS.has(tree.lemma(who)) {
                return None;
            }
            Some((WordRange::new(at, at + 2), who))
        }
        "per" if tree.is(at, &["case"]) => {
            let who = tree.head(at).filter(|&h| h > at)?;
            let first = if at > 0 && tree.lower(at - 1) == "as" { at - 1 } else { at };
            (first < at || tree.upos(who) == Upos::Propn).then_some((WordRange::new(first, at + 1), who))
        }
        "in" if tree.is(at, &["case"]) => {
            let noun = tree.head(at).filter(|&h| h > at)?;
            let survey = matches!(tree.lemma(noun), "poll" | "survey" | "study" | "census");
            let opinion = lexicon::OPINION_NOUNS.has(tree.lemma(noun));
            match tree.child(noun, &["nmod:poss"]) {
                Some(who) if opinion => Some((WordRange::new(at, noun + 1), who)),
                // "in the poll 52 percent want it": what a survey says is a number.
                _ if survey
                    && tree.is(noun, &["obl"])
                    && tree.sentence(at).iter().any(|i| tree.upos(i) == Upos::Num) =>
                {
                    Some((WordRange::one(at), noun))
                }
                _ => None,
            }
        }
        // "as reported by X"
        "as" if tree.lower(at + 1) == "per" => {
            let who = tree
                .head(at)
                .filter(|&h| h > at + 1)
                .or_else(|| tree.head(at + 1).filter(|&h| h > at + 1))?;
            Some((WordRange::new(at, at + 2), who))
        }
        "as" => {
            let verb = tree.head(at).filter(|&h| h > at && h <= at + 2)?;
            let said = cues::verb(tree.lemma(verb)).takes(Frame::Clause)
                || matches!(tree.lemma(verb), "quote" | "cite" | "carry" | "publish");
            let who = source::agent(tree, verb).filter(|_| said && tree.tag(verb) == "VBN")?;
            Some((WordRange::new(at, verb + 2), who))
        }
        _ => None,
    }
}

/// The word right below the clause on the way up from the source, so that it can be left out.
fn phrase_of(tree: &Tree, who: usize, at: usize) -> usize {
    let above = |i: usize| tree.head(i).filter(|_| tree.lower(at) == "as" && tree.lower(at + 1) != "per");
    // "as reported by X": the verb's whole clause.
    if tree.lower(at) == "in" {
        return tree.head(at).unwrap_or(who);
    }
    match above(who) {
        Some(verb) => verb,
        None => match tree.head(who) {
            Some(head) if tree.lower(head) == "according" => head,
            _ => who,
        },
    }
}

/// The clause that a phrase speaks of: the outermost that no other cue governs.
fn governed(tree: &Tree, who: usize, tag: usize) -> Option<usize> {
    // After a comma it speaks of the whole sentence.
    let apart = tag.checked_sub(1).is_some_and(|i| tree.word(i) == ",");
    let mut at = tree.head(who)?;
    if tree.is(who, &["nmod:poss"]) {
        at = tree.head(at)?;
    }
    if matches!(tree.lower(at), "according") || tree.tag(at) == "VBN" && tree.is(at, &["advcl", "parataxis"])
    {
        at = tree.head(at)?;
    }
    while let Some(head) = tree.head(at) {
        let own = tree.is(at, &["ccomp", "parataxis", "acl:relcl", "advcl:relcl"])
            || tree.is(at, &["conj"])
                && tree.child(at, &["nsubj"]).is_some()
                && (!apart || cues::is_verb(tree.upos(head), tree.lemma(head)));
        if own
            && !(apart && tree.is(at, &["acl:relcl"]))
            && tree.child(at, &["nsubj", "cop", "aux"]).is_some()
        {
            break;
        }
        at = head;
    }
    Some(at)
}

/// "This information comes from X": what was said stands in the sentence before.
pub(super) fn comes_from(tree: &Tree, sentence: WordRange) -> Option<Found> {
    let verb = sentence.iter().find(|&i| tree.lemma(i) == "come" && tree.head(i).is_none())?;
    let noun = tree.child(verb, &["nsubj"])?;
    let said = lexicon::NOUNS_OF_WHAT_IS_TOLD.has(tree.lemma(noun));
    let here = tree
        .child(noun, &["det"])
        .is_some_and(|d| matches!(tree.lower(d), "this" | "the" | "that" | "these" | "those"));
    let who = tree.children(verb).find(|&c| {
        tree.is(c, &["obl"]) && span::preposition(tree, c).is_some_and(|p| tree.lower(p) == "from")
    })?;
    if !(said && here) || sentence.start == 0 {
        return None;
    }
    let before = tree.sentence(sentence.start - 1);
    let from = span::preposition(tree, who)?;
    let mut found = Found::new(before.iter().collect(), WordRange::new(verb, from + 1), verb);
    found.name(tree, Some(who));
    Some(found)
}
