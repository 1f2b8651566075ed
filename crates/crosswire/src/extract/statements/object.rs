//! Verbs that take a thing: "X criticised the plan", "X blamed him for it", "X warned of delays", "X called the plan a
//! mistake", "X described it as one", "the plan was criticised by X".
//!
//! Fails where the verb is used of a deed and not of a word or a thought: "X attacked the village".

use super::super::figures::people;
use super::source::{self, agent, is_passive, subject};
use super::{Act, Found, NO_SPEAKER, NOT_HERE, Tried, span};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::Upos;

/// The attribution of a verb by the things it takes.
pub(super) fn find(tree: &Tree, verb: usize) -> Tried {
    if !cues::is_verb(tree.upos(verb), tree.lemma(verb)) {
        return Err(NOT_HERE);
    }
    if is_passive(tree, verb) { passive(tree, verb) } else { active(tree, verb) }
}

/// What a verb does with a thing that follows it, after a preposition where there is one.
fn act(tree: &Tree, verb: usize, preposition: Option<usize>, who: Option<usize>) -> Act {
    let cue = cues::verb(tree.lemma(verb));
    let asks = lexicon::VERBS_OF_ASKING_FOR.has(tree.lemma(verb));
    match preposition.map(|p| tree.lower(p)) {
        Some("of" | "at") => Act::Says,
        Some("for") if asks => Act::Asks,
        Some(_) => Act::Judges,
        None if cue.takes(Frame::Call) || cue.takes(Frame::As) => Act::Says,
        // "accused ministers of lying": that they lied.
        None if matches!(tree.lemma(verb), "accuse" | "blame" | "credit" | "suspect" | "charge") => Act::Says,
        // "X stressed the need" says so, "the talks stressed the need" does not.
        None if cue.takes(Frame::Clause) && !cue.takes(Frame::Thinks) => {
            let personal = who.is_some_and(|w| {
                tree.upos(w) == Upos::Propn
                    || matches!(tree.lower(w), "he" | "she" | "they" | "who")
                    || people::is_person_noun(tree.lower(w))
            });
            if personal || cue.takes(Frame::Passive) { Act::Says } else { Act::Judges }
        }
        None => Act::Judges,
    }
}

fn active(tree: &Tree, verb: usize) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    // "a plan to defend it", "came to discuss it", "rivals backing him": deeds, more often than words.
    let part = tree.is(verb, &["acl", "advcl"]) && !tree.is(verb, &["acl:relcl"]);
    // "the office responsible for confirming it"
    if part
        && tree.tag(verb) == "VBG"
        && span::preposition(tree, verb).is_some_and(|p| matches!(tree.lower(p), "for" | "of" | "in"))
    {
        return Err("it stands after “for”, “of” or “in”: a deed, more often than a word");
    }
    if part && (span::has_to(tree, verb) || tree.is(verb, &["acl"]) && !cue.takes(Frame::Quote)) {
        return Err("it is a part of another clause: a deed, more often than a word");
    }
    // "quoted X as saying": X says.
    if source::cites(tree, verb) && tree.children(verb).any(|c| tree.lemma(c) == "say") {
        return Err("another verb gives what is quoted");
    }
    let who = subject(tree, verb).filter(|&s| source::can_speak(tree, s)).ok_or(NO_SPEAKER)?;
    if let Some(content) = small_clause(tree, verb).filter(|_| cue.takes(Frame::Call)) {
        return Ok(Found::of_verb(tree, verb, content, Some(who)).with(Act::Says));
    }
    let object = tree.child(verb, &["obj"]).or_else(|| {
        // "accused ministers of lying", whatever the tree calls the ministers
        tree.child(verb, &["iobj"]).filter(|_| cue.takes(Frame::Object) && !cue.takes(Frame::Hearer))
    });
    let hearer = tree.child(verb, &["iobj"]);
    let beside = beside(tree, verb, object);
    let mut content = Vec::new();
    let (mut preposition, mut kind) = (None, None);
    if let Some(object) = object {
        let named =
            tree.children(verb).find(|&c| tree.is(c, &["xcomp"]) && c > object && !span::has_to(tree, c));
        if let Some(named) = named.filter(|_| cue.takes(Frame::Call)) {
            content = span::content(tree, object, &[]);
            content.extend(span::content(tree, named, &[]));
        } else if let Some(named) =
            beside.iter().find(|&&(_, p)| tree.lower(p) == "as" && cue.takes(Frame::As))
        {
            content = span::content(tree, object, &[]);
            content.extend(span::content(tree, named.0, &[]));
        } else if let Some(&(word, p)) =
            beside.iter().find(|&&(word, p)| tree.lower(p) == "at" && tree.upos(word) == Upos::Num)
        {
            // "put the number at 84"
            content = span::content(tree, object, &[]);
            content.extend(span::content(tree, word, &[]));
            kind = Some(p);
        } else if cue.takes(Frame::Object) && (!cue.takes(Frame::Hearer) || hearer.is_some()) {
            content = span::content(tree, object, &[]);
            content.extend(beside.iter().flat_map(|&(word, _)| span::content(tree, word, &[])));
        } else if let Some(&(word, p)) = beside.first().filter(|_| cue.takes(Frame::Hearer)) {
            // "asked X about Y"
            content = span::content(tree, word, &[p]);
        }
    } else if let Some(&(word, p)) = beside.first() {
        content = span::content(tree, word, &[p]);
        preposition = Some(p);
    }
    if content.is_empty() {
        return Err("it takes no object or phrase of the kinds that cues.txt lists for it");
    }
    content.sort_unstable();
    content.extend(trailing(tree, verb, content[content.len() - 1]));
    content.sort_unstable();
    content.dedup();
    let act = act(tree, verb, preposition.or(kind), Some(who));
    let mut found = Found::of_verb(tree, verb, content, Some(who)).with(act);
    found.extend_cue(preposition);
    Ok(found)
}

/// "The plan a mistake" after "called", also where the tree makes a clause or an apposition of it.
fn small_clause(tree: &Tree, verb: usize) -> Option<Vec<usize>> {
    let parts: Vec<usize> = tree
        .children(verb)
        .filter(|&c| {
            c > verb && tree.is(c, &["obj", "xcomp", "ccomp", "dep", "iobj"]) && !span::has_to(tree, c)
        })
        .collect();
    let clause = tree.lemma(verb) != "find"
        && parts.iter().any(|&c| tree.is(c, &["ccomp"]) && !span::introduced(tree, c));
    let quoted = |&c: &usize| tree.subtree(c, |_| false).iter().any(|&w| tree.quotation(w).is_some());
    if !(parts.len() > 1 || clause || parts.iter().any(quoted)) {
        return None;
    }
    let mut content: Vec<usize> = parts.iter().flat_map(|&c| span::content(tree, c, &[])).collect();
    content.sort_unstable();
    Some(content)
}

/// "The plan was criticised by X", "he was accused of lying".
fn passive(tree: &Tree, verb: usize) -> Tried {
    if source::cites(tree, verb) && tree.is(verb, &["acl"]) {
        return Err("“cited by” names a relay, and is no statement");
    }
    let cue = cues::verb(tree.lemma(verb));
    let by = agent(tree, verb);
    // "Asked about the ship, she said …"
    if tree.is(verb, &["advcl"]) && cue.takes(Frame::Hearer) && tree.child(verb, &["nsubj"]).is_none() {
        let (word, _) = *beside(tree, verb, None).first().ok_or("no one says what it was asked about")?;
        return Ok(Found::of_verb(tree, verb, span::content(tree, word, &[]), by).with(Act::Withholds));
    }
    let told = tree
        .child(verb, &["nsubj:pass"])
        .or_else(|| tree.is(verb, &["acl"]).then(|| tree.head(verb)).flatten());
    let about = beside(tree, verb, None);
    let named = tree.children(verb).find(|&c| tree.is(c, &["xcomp"]) && c > verb && !span::has_to(tree, c));
    let as_named = about.iter().find(|&&(_, p)| tree.lower(p) == "as" && cue.takes(Frame::As));
    let takes = match (named, as_named) {
        (Some(_), _) if cue.takes(Frame::Call) => true,
        (_, Some(_)) => true,
        _ if by.is_some() => cue.takes(Frame::Object),
        _ => cue.takes(Frame::Passive) && about.iter().any(|&(_, p)| cue.takes_preposition(tree.lower(p))),
    };
    let told = told.filter(|_| takes).ok_or("as a passive it takes nothing that cues.txt lists for it")?;
    let mut content = span::content(tree, told, &[verb]);
    content.extend(
        named.filter(|_| cue.takes(Frame::Call)).map(|n| span::content(tree, n, &[])).into_iter().flatten(),
    );
    content.extend(about.iter().flat_map(|&(word, _)| span::content(tree, word, &[])));
    content.sort_unstable();
    content.dedup();
    if tree.is(verb, &["acl"]) && by.is_none() {
        return Err("it describes a noun, and no one is named who does it");
    }
    // "known as the Gut": a name, and nobody's word.
    let kind = if by.is_none() && (named.is_some() || as_named.is_some()) {
        Act::Seems
    } else {
        act(tree, verb, None, by)
    };
    let mut found = Found::of_verb(tree, verb, content, by).with(kind);
    found.extend_cue(by.and_then(|by| span::preposition(tree, by)));
    Ok(found)
}

/// The phrases after a verb (or after its object) that belong to what is said, each with its preposition.
fn beside(tree: &Tree, verb: usize, object: Option<usize>) -> Vec<(usize, usize)> {
    let cue = cues::verb(tree.lemma(verb));
    let after = object.unwrap_or(verb);
    tree.children(verb)
        .chain(object.into_iter().filter(|_| cue.takes(Frame::Hearer)).flat_map(|o| tree.children(o)))
        .filter(|&c| c > after && tree.is(c, &["obl", "advcl", "xcomp", "ccomp", "nmod"]))
        .filter_map(|c| Some((c, span::preposition(tree, c)?)))
        .filter(|&(_, p)| {
            cue.takes_preposition(tree.lower(p)) || tree.lower(p) == "as" && cue.takes(Frame::As)
        })
        .collect()
}

/// The phrases that follow what is said and go with it, though the tree hangs them on the verb: not when or where it was
/// said.
fn trailing(tree: &Tree, verb: usize, last: usize) -> Vec<usize> {
    let mut words: Vec<usize> = Vec::new();
    let mut end = last;
    for c in tree.children(verb).filter(|&c| c > last) {
        let within = span::content(tree, c, &[]);
        let joined = within.first().is_some_and(|&w| w == end + 1);
        if !(tree.is(c, &["obl"]) && joined) || span::is_occasion(tree, c) {
            break;
        }
        end = within[within.len() - 1];
        words.extend(within);
    }
    words
}
