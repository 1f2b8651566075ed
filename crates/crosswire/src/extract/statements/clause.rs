//! Verbs that take a clause: "X said (that) …", "the ship, X said, …", "X wonders whether …", "X wants to …",
//! "X urged the owner to …", "X denied taking …", "it is believed that …", "the ship is believed to …".
//!
//! Any verb may take a clause with "that"; one without "that" asks for a verb whose frame says so.

use super::source::{self, agent, is_passive, subject};
use super::{Act, Found, NO_SPEAKER, NOT_HERE, Tried, apposition, nearest, span};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::{Upos, WordRange};

/// The attribution of a verb by a clause that it takes.
pub(super) fn find(tree: &Tree, verb: usize) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    if cue.takes(Frame::Seems) {
        return seeming(tree, verb).map(|found| found.with(Act::Seems));
    }
    if cue.takes(Frame::Never) {
        return Err("cues.txt says that it never attributes");
    }
    let passive = is_passive(tree, verb);
    let act = if cue.takes(Frame::Thinks) { Act::Thinks } else { Act::Says };
    let between = tree.word(verb + 1) == "," && tree.head(verb).is_none();
    let apart = set_off(tree, verb, passive);
    let says = apart
        .clone()
        .ok()
        .filter(|found| between && found.content.len() > 1 || closes(tree, verb, found))
        .map_or_else(|| complement(tree, verb, passive), Ok)
        .or_else(|why| nearest(why, inserted(tree, verb, passive)))
        .or_else(|why| nearest(why, apart))
        .or_else(|why| nearest(why, that_follows(tree, verb, passive)));
    let open = |found: &Found| {
        let first = found.content.first().map_or("", |piece| tree.lower(piece.start));
        let denied = is_denied(tree, verb);
        let asked = lexicon::INTERROGATIVES.has(first);
        // "did not suggest that it sank" says nothing; "does not believe that it sank" does.
        let after = found.content.first().is_some_and(|piece| piece.start > verb);
        denied && (asked || act == Act::Says && after)
    };
    let supposed = tree.children(verb).any(|c| {
        tree.is(c, &["mark"]) && matches!(tree.lower(c), "if" | "unless")
            || tree.is(c, &["nsubj"]) && matches!(tree.lower(c), "nobody" | "none" | "noone")
            || tree.is(c, &["nsubj"])
                && tree.lower(c) == "one"
                && tree.children(c).any(|d| tree.lower(d) == "no")
    });
    // "Asked whether it sank, …": a question that no one in particular asks.
    let asked =
        passive && matches!(tree.lemma(verb), "ask" | "press" | "question") && agent(tree, verb).is_none();
    says.map(|found| {
        if asked || open(&found) || supposed || is_question(tree, verb) {
            found.with(Act::Withholds)
        } else {
            found.with(act)
        }
    })
    .or_else(|why| nearest(why, infinitive(tree, verb, passive)))
    .or_else(|why| {
        let says = cue.takes(Frame::Clause) && !cue.takes(Frame::Thinks) && !cue.takes(Frame::To);
        let act = match says {
            true if is_denied(tree, verb) => Act::Withholds,
            true => Act::Says,
            false => Act::Wants,
        };
        nearest(why, gerund(tree, verb).map(|found| found.with(act)))
    })
}

/// "X said (that) …", "…, X said", "it is believed that …".
fn complement(tree: &Tree, verb: usize, passive: bool) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    let clauses: Vec<usize> = tree
        .children(verb)
        .filter(|&c| {
            let asked = || {
                tree.is(c, &["advcl"])
                    && matches!(tree.lemma(verb), "ask" | "wonder" | "question" | "inquire")
                    && tree
                        .child(c, &["mark"])
                        .is_some_and(|m| m > verb && matches!(tree.lower(m), "if" | "whether"))
            };
            // "it is estimated that …"
            let extraposed = || passive && c > verb && tree.is(c, &["csubj"]);
            (tree.is(c, &["ccomp"]) || extraposed() || asked())
                && !is_infinitive(tree, c)
                && !is_gerund(tree, c)
        })
        .collect();
    let first = *clauses.first().ok_or(NOT_HERE)?;
    let spoken = cue.takes(Frame::Clause) || cue.takes(Frame::Quote) && is_quoted(tree, first);
    if !(span::introduced(tree, first) || spoken) {
        return Err("cues.txt does not list it for a clause without “that”");
    }
    let mut content: Vec<usize> = clauses.iter().flat_map(|&c| span::content(tree, c, &[])).collect();
    if let Some(that) = tree.child(first, &["mark"]).filter(|&m| tree.lower(m) == "that" && verb < m) {
        // "said in an interview that …"
        content.retain(|&w| w >= that);
    } else if let Some(that) =
        near_that(tree, verb).filter(|&that| content.first().is_some_and(|&w| that < w))
    {
        content.extend(that..content[0]);
        content.sort_unstable();
    }
    let tagged =
        tree.word(verb + 1) == "," && matches!(tree.lower(verb + 2), "according" | "citing" | "quoting");
    if tagged && content.first().is_some_and(|&w| w < verb) {
        // "…, X said, quoting Y": what follows is no part of it.
        content.retain(|&w| w < verb);
    }
    let mut who = match passive {
        // "it is believed that", "X was told that"
        true => agent(tree, verb),
        false => subject(tree, verb).filter(|&s| source::can_speak(tree, s)),
    };
    if who.is_none() && !passive && content.first().is_some_and(|&w| w < verb) && tree.head(verb).is_none() {
        // "…, said a person briefed on it", where the tree makes a clause of the person.
        // Whom one tells is no speaker: "…, told reporters".
        who = source::neighbour(tree, verb, verb, tree.sentence(verb).end).filter(|&s| {
            source::can_speak(tree, s) && !tree.is(s, &["iobj", "obj"]) && tree.lemma(verb) != "tell"
        });
        content.retain(|&w| w < verb);
    }
    if who.is_none() && !passive {
        return Err(NO_SPEAKER);
    }
    let begins = content.iter().copied().find(|&w| !tree.is_mark(w)).unwrap_or(verb);
    if let Some(who) = who.filter(|&w| begins < w && begins < verb && tree.quotation(begins).is_none()) {
        // "In any case, the ship is lost, he said": what stands before belongs to it.
        let beside: Vec<usize> = tree
            .children(verb)
            .filter(|&c| c < begins && c != who && !tree.is(c, &["cc", "aux", "nsubj"]))
            .flat_map(|c| span::content(tree, c, &[]))
            .filter(|&w| w < begins)
            .collect();
        content.extend(beside);
        content.sort_unstable();
        content.dedup();
    }
    Ok(Found::of_verb(tree, verb, content, who))
}

/// "The ship, X said, …" and "as X said, …", where the tree puts the cue into what is said.
fn inserted(tree: &Tree, verb: usize, passive: bool) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    if passive || !cue.takes(Frame::Clause) && !cue.takes(Frame::Quote) {
        return Err(NOT_HERE);
    }
    let beside = tree.is(verb, &["parataxis"]);
    let as_said = tree.is(verb, &["advcl"])
        && tree.child(verb, &["mark", "advmod"]).is_some_and(|m| tree.lower(m) == "as")
        && tree.child(verb, &["ccomp", "xcomp"]).is_none()
        && tree.child(verb, &["obj"]).is_none_or(|o| tree.lower(o) == "it");
    if !(beside || as_said) || beside && tree.child(verb, &["ccomp", "obj", "xcomp"]).is_some() {
        return Err(NOT_HERE);
    }
    let who = tree.child(verb, &["nsubj"]).filter(|&s| source::can_speak(tree, s)).ok_or(NO_SPEAKER)?;
    let head = tree.head(verb).ok_or(NOT_HERE)?;
    let content = span::content(tree, head, &[verb]);
    if content.len() <= 2 {
        return Err("what it is put into is too short");
    }
    Ok(Found::of_verb(tree, verb, content, Some(who)))
}

/// "The ship, X said, …" and "the ship …, X said", whatever the tree makes of it: the cue and its subject stand between
/// commas, or between a comma and the end.
fn set_off(tree: &Tree, verb: usize, passive: bool) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    let says = cue.takes(Frame::Clause) && matches!(tree.tag(verb), "VBD" | "VBZ" | "VBP" | "VB");
    let sentence = tree.sentence(verb);
    let stops = |i: usize| matches!(tree.word(i), "," | ";" | "—" | "–" | "--");
    // "…, X, a spokesman, said"
    let beside = apposition::before(tree, span::verb(tree, verb).start);
    let from = beside.as_ref().map_or(verb, |a| a.words.start);
    let comma = (sentence.start..from).rev().take(12).find(|&i| stops(i)).ok_or(NOT_HERE)?;
    let told = |c: usize| cue.takes(Frame::Hearer) && tree.is(c, &["obj"]) && tree.upos(c) != Upos::Pron;
    let takes = tree.children(verb).any(|c| c > verb && tree.is(c, &["obj", "ccomp", "xcomp"]) && !told(c));
    if !says
        || passive
        || takes
        || tree.lower(verb + 1) == "to"
        || tree.word(comma) != ","
        || comma < sentence.start + 2
    {
        return Err(NOT_HERE);
    }
    let close = (verb + 1..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end);
    let who = beside
        .as_ref()
        .map(|a| a.name)
        .or_else(|| source::own(tree, verb).filter(|&s| s > comma && s < close))
        .or_else(|| source::neighbour(tree, comma + 1, verb, close))
        .filter(|&s| source::can_speak(tree, s))
        .ok_or("between its commas stands no one who can speak")?;
    let words = beside.as_ref().map_or_else(|| source::phrase(tree, who, verb), |a| a.words);
    let begins = words.start.min(span::verb(tree, verb).start);
    // "the broadcaster Kanal Vest said", where the tree takes the noun for another's.
    let noun = |i: usize| matches!(tree.upos(i), Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj);
    let apposed = begins == words.start && comma + 1 < begins && (comma + 1..begins).all(noun);
    let joined = apposed
        || (comma + 1..begins).all(|i| tree.is(i, &["advmod", "cc", "mark"]) && tree.lower(i) == "as");
    // Nothing but when and where may stand between the cue and what closes it.
    let short = (verb + 1..close).all(|i| {
        words.contains(i)
            || !matches!(tree.upos(i), Upos::Verb | Upos::Sconj) && !matches!(tree.tag(i), "PRP")
    });
    let close = if words.end > close {
        (words.end..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end)
    } else {
        close
    };
    let before = WordRange::new(sentence.start, comma);
    let finite = |range: WordRange| range.iter().any(|i| tree.is_finite(i));
    let after = WordRange::new(close, sentence.end);
    let spoken = match after.len() > 2 {
        true => finite(after) || finite(before),
        false => finite(before),
    };
    // "When the ship sank, he said, …" would do, "when the ship sank, he said." would not.
    let whole = after.len() > 2 || !tree.is(tree.children(verb).next().unwrap_or(verb), &["advcl"]);
    if !joined || !short || !spoken || !whole {
        return Err("more stands between its commas than who spoke and when, or no clause beside them");
    }
    let mut content: Vec<usize> = before.iter().collect();
    // "…, Sand said, according to the agency": what follows is no part of it.
    let tag = matches!(tree.lower(close + 1), "according" | "citing" | "quoting");
    if after.len() > 2
        && !tag
        && (finite(after) || !finite(WordRange::new(content[0], content[content.len() - 1] + 1)))
    {
        content.extend(after);
    }
    let mut found = Found::of_verb(tree, verb, content, Some(who));
    if apposed || beside.is_some() {
        found.source = Some(WordRange::new(comma + 1, words.end));
    }
    Ok(found)
}

/// Whether all of a sentence before a cue is what is said: "…, X said." with no other's word among it.
fn closes(tree: &Tree, verb: usize, found: &Found) -> bool {
    let [piece] = &found.content[..] else { return false };
    piece.end <= verb
        && piece.start == tree.sentence(verb).start
        && !piece.iter().any(|i| tree.quotation(i).is_some() || cues::is_verb(tree.upos(i), tree.lemma(i)))
}

/// "X said that …" where the tree hangs what follows on another word.
fn that_follows(tree: &Tree, verb: usize, passive: bool) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    if passive && cue.takes(Frame::Hearer) {
        // "was told by the airline that …"
        let who = agent(tree, verb).ok_or(NOT_HERE)?;
        let that = (who + 1..tree.sentence(verb).end.min(who + 3)).find(|&i| tree.lower(i) == "that");
        let that = that.ok_or(NOT_HERE)?;
        let content = (that..tree.sentence(verb).end).collect();
        let mut found = Found::of_verb(tree, verb, content, None);
        found.source = Some(WordRange::new(source::phrase(tree, who, that).start, that));
        return Ok(found);
    }
    if passive || !cue.takes(Frame::Clause) {
        return Err(NOT_HERE);
    }
    let sentence = tree.sentence(verb);
    let begins = near_that(tree, verb).or_else(|| {
        // "X said her plan is to …"
        let taken = tree.children(verb).any(|c| c > verb && tree.is(c, &["ccomp", "xcomp"]));
        let next = (verb + 1..sentence.end).find(|&i| {
            !(tree.is(i, &["advmod", "iobj"])
                || span::is_day(tree, i)
                || tree.head(i).is_some_and(|h| tree.is(h, &["iobj"])))
        })?;
        let opens = matches!(
            tree.upos(next),
            Upos::Det | Upos::Pron | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj
        );
        let clause = (next + 1..sentence.end).take_while(|&i| tree.word(i) != ",").any(|i| tree.is_finite(i));
        (!taken && opens && clause && tree.is_finite(verb)).then_some(next)
    });
    let begins = begins.ok_or("no clause that it could take depends on it or follows it")?;
    let phrase = (sentence.start..verb).rev().find(|&i| matches!(tree.word(i), "—" | "–" | "--" | ";" | ":"));
    let who = subject(tree, verb)
        .filter(|&s| s < verb)
        .or_else(|| source::neighbour(tree, phrase.map_or(sentence.start, |p| p + 1), verb, verb))
        .filter(|&s| source::can_speak(tree, s))
        .ok_or(NO_SPEAKER)?;
    Ok(Found::of_verb(tree, verb, (begins..sentence.end).collect(), Some(who)))
}

/// The "that" of a clause close after a verb: directly, or after a phrase without a verb.
fn near_that(tree: &Tree, verb: usize) -> Option<usize> {
    let end = tree.sentence(verb).end.min(verb + 8);
    let that = (verb + 1..end).find(|&i| tree.lower(i) == "that")?;
    // "repeated his denial that": the noun attributes.
    let noun =
        (verb + 1..that).any(|i| cues::noun(tree.lemma(i)).takes(Frame::That) && tree.upos(i) == Upos::Noun);
    let plain = !noun
        && (verb + 1..that)
            .all(|i| !matches!(tree.upos(i), Upos::Verb | Upos::Aux | Upos::Sconj) && !tree.is_mark(i));
    (plain && tree.tag(that) == "IN").then_some(that)
}

/// "X promised to come", "X urged the owner to pay", "the ship is believed to have sunk".
fn infinitive(tree: &Tree, verb: usize, passive: bool) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    let to = tree
        .children(verb)
        .find(|&c| tree.is(c, &["xcomp", "ccomp", "advcl"]) && is_infinitive(tree, c) && c > verb)
        .ok_or(NOT_HERE)?;
    let purpose = tree.is(to, &["advcl"]);
    let object = tree.children(verb).find(|&c| tree.is(c, &["obj", "iobj"]) && c > verb && c < to);
    let mut content = span::content(tree, to, &[]);
    if passive {
        let told = tree.child(verb, &["nsubj:pass"]);
        let by = agent(tree, verb);
        if purpose || !(cue.takes(Frame::Passive) || cue.takes(Frame::ObjectTo) && by.is_some()) {
            return Err("cues.txt does not list it for a passive with “to”");
        }
        content.extend(told.map(|t| span::content(tree, t, &[verb])).into_iter().flatten());
        content.sort_unstable();
        // "is expected to" names no one; "is said to" says that someone does.
        let act = match (cue.takes(Frame::Passive), cue.takes(Frame::Thinks) && by.is_none()) {
            (true, true) => Act::Seems,
            (true, false) => Act::Says,
            _ => Act::Asks,
        };
        return Ok(Found::of_verb(tree, verb, content, by).with(act));
    }
    let who = subject(tree, verb).filter(|&s| source::can_speak(tree, s)).ok_or(NO_SPEAKER)?;
    let (mut act, mut preposition) = (Act::Asks, None);
    let what = tree.child(verb, &["obj"]).is_some_and(|o| o < verb && tree.lower(o) == "what")
        || tree.head(verb).is_some_and(|h| tree.lower(h) == "what" && tree.is(verb, &["acl:relcl"]));
    match object {
        // "what he claims to be a rise"
        None if what && cue.takes(Frame::Clause) => act = Act::Says,
        Some(object) if cue.takes(Frame::ObjectTo) => {
            content.extend(span::content(tree, object, &[to]));
            content.sort_unstable();
        }
        None if cue.takes(Frame::To) && !purpose => act = Act::Wants,
        // "called on the owner to pay"
        None if cue.takes(Frame::ObjectTo) || cue.takes_preposition("on") => {
            let on = tree.children(verb).find(|&c| tree.is(c, &["obl"]) && verb < c && c < to);
            let on = on.ok_or("no one is named of whom it is asked")?;
            preposition = span::preposition(tree, on);
        }
        _ => return Err("cues.txt does not list it for a clause with “to”"),
    }
    let mut found = Found::of_verb(tree, verb, content, Some(who)).with(act);
    found.extend_cue(preposition);
    Ok(found)
}

/// "The ship seems to have sunk", "it appears that it did": no one's word in particular.
fn seeming(tree: &Tree, verb: usize) -> Tried {
    let clause = tree.children(verb).find(|&c| c > verb && tree.is(c, &["xcomp", "ccomp", "advcl"]));
    let clause = clause.ok_or(NOT_HERE)?;
    let mut content = span::content(tree, clause, &[]);
    if tree.is(clause, &["advcl"]) && tree.child(clause, &["mark"]).is_none_or(|m| tree.lower(m) != "like") {
        return Err("the clause after it says how or when, not what seems so");
    }
    let who = tree.child(verb, &["nsubj"]).filter(|&s| !matches!(tree.lower(s), "it" | "there"));
    content.extend(who.map(|s| span::content(tree, s, &[verb])).into_iter().flatten());
    content.sort_unstable();
    content.dedup();
    Ok(Found::of_verb(tree, verb, content, None))
}

/// "X denied taking it".
fn gerund(tree: &Tree, verb: usize) -> Tried {
    let cue = cues::verb(tree.lemma(verb));
    if !cue.takes(Frame::Ing) {
        return Err(NOT_HERE);
    }
    let doing =
        tree.children(verb).find(|&c| tree.is(c, &["xcomp", "ccomp"]) && is_gerund(tree, c) && c > verb);
    let doing = doing.ok_or(NOT_HERE)?;
    let who = subject(tree, verb).filter(|&s| source::can_speak(tree, s)).ok_or(NO_SPEAKER)?;
    Ok(Found::of_verb(tree, verb, span::content(tree, doing, &[]), Some(who)))
}

/// "did not say", "declined to say".
fn is_denied(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).any(|c| matches!(tree.lower(c), "not" | "n't" | "never"))
        || tree.head(verb).is_some_and(|h| {
            tree.is(verb, &["xcomp"]) && matches!(tree.lemma(h), "decline" | "refuse" | "fail")
        })
}

/// "Will he admit that it sank?"
fn is_question(tree: &Tree, verb: usize) -> bool {
    let end = tree.sentence(verb).end;
    let inverted = || {
        let aux = tree.child(verb, &["aux"]);
        aux.zip(source::own(tree, verb)).is_some_and(|(aux, who)| aux < who && who < verb)
    };
    tree.quotation(verb).is_none() && tree.word(end - 1) == "?" && inverted()
}

fn is_infinitive(tree: &Tree, clause: usize) -> bool {
    // "a probe was to be held" is a clause of its own.
    let finite = || tree.children(clause).any(|c| tree.is(c, &["aux", "aux:pass"]) && tree.is_finite(c));
    span::has_to(tree, clause) && !span::introduced(tree, clause) && !finite()
}

fn is_gerund(tree: &Tree, clause: usize) -> bool {
    tree.tag(clause) == "VBG" && !tree.children(clause).any(|c| tree.is(c, &["nsubj", "aux"]))
}

fn is_quoted(tree: &Tree, clause: usize) -> bool {
    tree.quotation(clause).is_some()
}
