//! Nouns that attribute: "his claim that …", "criticism of the plan by X", "X expressed concern about …".
//!
//! Without a source only "that" is enough: "a widespread belief that …".

use super::super::figures::people;
use super::source::{self, agent, is_passive, subject};
use super::{Act, Found, NOT_HERE, Tried, span};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::{Upos, WordRange};

/// The attribution of a noun.
pub(super) fn find(tree: &Tree, noun: usize) -> Tried {
    let cue = cues::noun(tree.lemma(noun));
    if !cue.is_known() {
        return Err(NOT_HERE);
    }
    let clause = tree.children(noun).find(|&c| {
        c > noun
            && tree.is(c, &["acl", "ccomp"])
            && !tree.is(c, &["acl:relcl"])
            && (cue.takes(Frame::That) && tree.child(c, &["mark"]).is_some_and(|m| tree.lower(m) == "that")
                || cue.takes(Frame::To) && tree.child(c, &["mark"]).is_some_and(|m| tree.lower(m) == "to"))
    });
    let clause = clause.or_else(|| cue.takes(Frame::That).then(|| content_clause(tree, noun)).flatten());
    let light = light(tree, noun);
    let phrase = tree
        .children(noun)
        .chain(light.iter().flat_map(|&(verb, _)| tree.children(verb)))
        .filter(|&c| c > noun && tree.is(c, &["nmod", "acl", "obl", "advcl"]))
        .filter_map(|c| Some((c, span::preposition(tree, c)?)))
        .find(|&(_, p)| cue.takes_preposition(tree.lower(p)));
    let text = lexicon::DOCUMENTS.has(tree.lemma(noun));
    // "a Harbour Mirror report that …"
    let named =
        || tree.children(noun).find(|&c| text && tree.is(c, &["compound"]) && tree.upos(c) == Upos::Propn);
    let owner = tree.child(noun, &["nmod:poss"]).or_else(named).map(|o| (o, false));
    let by = tree.children(noun).find_map(|c| {
        let p = span::preposition(tree, c).filter(|_| tree.is(c, &["nmod"]) && c > noun)?;
        let paper = || text && tree.lower(p) == "in" && tree.upos(c) == Upos::Propn;
        (matches!(tree.lower(p), "by" | "from" | "among") || paper()).then_some((c, false))
    });
    let who =
        light.map(|(_, who)| (who, true)).or(owner).or(by).filter(|&(who, _)| source::can_speak(tree, who));
    let (content, preposition) = match (clause, phrase) {
        (Some(clause), _) => (span::content(tree, clause, &[]), None),
        (None, Some((word, p))) if who.is_some() => (span::content(tree, word, &[p]), Some(p)),
        (None, Some(_)) => return Err("no one is named whose it is"),
        _ => return Err("no clause or phrase that it takes depends on it"),
    };
    let to = clause.is_some_and(|c| tree.child(c, &["mark"]).is_some_and(|m| tree.lower(m) == "to"));
    if who.is_none() && (clause.is_none() || to) {
        return Err("no one is named whose it is");
    }
    let mut begin = noun;
    while begin > 0 && tree.head(begin - 1) == Some(noun) && tree.is(begin - 1, &["amod", "compound", "det"])
    {
        begin -= 1;
    }
    if let Some((verb, _)) = light {
        begin = span::verb(tree, verb).start;
    }
    let mut end = noun + 1;
    if preposition == Some(end) {
        end += 1;
    }
    let act = match preposition {
        Some(_) => Act::Judges,
        None if to => Act::Wants,
        None => Act::Says,
    };
    let mut found = Found::new(content, WordRange::new(begin, end), noun).with(act);
    found.name(tree, who.map(|(who, _)| who));
    // "accusations by villagers that …": the clause is no part of who they are.
    if let (Some(source), Some(said)) = (&mut found.source, found.content.first())
        && source.contains(said.start)
        && said.start > source.start
    {
        source.end = said.start;
    }
    Ok(found)
}

/// The clause with "that" of a noun which the tree takes for a relative one, or hangs on a word between: "a report by X in May
/// that the ship sank". A relative clause lacks what "that" stands for; this one has its subject and its object.
fn content_clause(tree: &Tree, noun: usize) -> Option<usize> {
    let end = tree.sentence(noun).end.min(noun + 12);
    let that = (noun + 1..end).find(|&i| tree.lower(i) == "that")?;
    let between =
        |i: usize| !tree.is_mark(i) && !matches!(tree.upos(i), Upos::Verb | Upos::Aux | Upos::Sconj);
    let clause = tree.head(that).filter(|&c| c > that && (noun + 1..that).all(between))?;
    let own = |c: usize| c != that && c > that;
    let subject = tree.children(clause).any(|c| own(c) && tree.is(c, &["nsubj", "nsubj:pass"]));
    let whole = tree.children(clause).any(|c| own(c) && tree.is(c, &["obj", "iobj", "ccomp", "xcomp"]))
        || tree.children(clause).any(|c| tree.is(c, &["cop", "nsubj:pass"]));
    (subject && whole).then_some(clause)
}

/// The verb that a noun is the object of and that says nothing by itself, with its subject: "X expressed concern".
fn light(tree: &Tree, noun: usize) -> Option<(usize, usize)> {
    let verb = tree.head(noun).filter(|_| tree.is(noun, &["obj"]))?;
    if !cues::verb(tree.lemma(verb)).takes(Frame::Light) {
        return None;
    }
    // "The closure raised fears": it has none.
    let person = |w: usize| {
        tree.upos(w) == Upos::Propn || people::is_person_noun(tree.lower(w)) || tree.upos(w) == Upos::Pron
    };
    let who = if matches!(tree.lemma(verb), "raise" | "provoke" | "spark") {
        subject(tree, verb).filter(|&w| person(w))
    } else if is_passive(tree, verb) {
        agent(tree, verb)
    } else {
        subject(tree, verb)
    };
    Some((verb, who.filter(|&s| source::can_speak(tree, s))?))
}
