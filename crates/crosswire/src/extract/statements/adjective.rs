//! Adjectives that attribute: "X is confident that …", "X was critical of the plan", "X is unwilling to pay".

use super::source::{self, subject};
use super::{Act, Found, NOT_HERE, Tried, span};
use crate::annotate::tree::Tree;
use crate::lexicon::cues::{self, Frame};

/// The attribution of an adjective that is said of someone.
pub(super) fn find(tree: &Tree, adjective: usize) -> Tried {
    let cue = cues::adjective(tree.lemma(adjective));
    if !cue.is_known() {
        return Err(NOT_HERE);
    }
    let who = subject(tree, adjective)
        .filter(|&s| source::can_speak(tree, s) && tree.lower(s) != "it")
        .ok_or("it is said of no one who can speak")?;
    if tree.is(adjective, &["amod"]) {
        return Err("it stands before its noun");
    }
    let clause = tree.children(adjective).find(|&c| {
        c > adjective
            && tree.is(c, &["ccomp", "advcl", "xcomp"])
            && match span::has_to(tree, c) {
                true => cue.takes(Frame::To),
                false => cue.takes(Frame::That) && tree.is(c, &["ccomp"]),
            }
    });
    let phrase = tree
        .children(adjective)
        .filter(|&c| c > adjective && tree.is(c, &["obl", "advcl", "ccomp"]))
        .filter_map(|c| Some((c, span::preposition(tree, c)?)))
        .find(|&(_, p)| cue.takes_preposition(tree.lower(p)));
    let (content, preposition) = match (clause, phrase) {
        (Some(clause), _) => (span::content(tree, clause, &[]), None),
        (None, Some((word, p))) => (span::content(tree, word, &[p]), Some(p)),
        _ => return Err("no clause or phrase that it takes depends on it"),
    };
    let mut words = span::verb(tree, adjective);
    // "made (it) clear"
    if let Some(made) = tree
        .head(adjective)
        .filter(|&h| tree.is(adjective, &["xcomp"]) && tree.lemma(h) == "make" && h + 3 > adjective)
    {
        words.start = span::verb(tree, made).start;
    }
    if preposition == Some(words.end) {
        words.end += 1;
    }
    let act = match clause {
        Some(clause) if span::has_to(tree, clause) => Act::Wants,
        Some(_) => Act::Thinks,
        None => Act::Judges,
    };
    let mut found = Found::new(content, words, adjective).with(act);
    found.name(tree, Some(who));
    Ok(found)
}
