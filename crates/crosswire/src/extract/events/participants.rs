//! Agent and patient: who does it and to whom it is done, by syntax.
//!
//! The subject of an active verb is its agent; its object, and the subject of a passive, is its patient; of a noun of action
//! "by" leads to the agent and "of" to the patient. A frame may say that the subject undergoes the event ("two died"). A
//! relative pronoun stands for its antecedent; a verb without a subject takes that of the verb that it is joined to or hangs
//! on ("stormed the school and arrested four", "plans to deport", "striking a reef, the ferry sank").
//!
//! Where it fails: personal pronouns, which are kept as they are; a subject that the parser gives to another verb.

use super::Argument;
use super::frames::Frames;
use super::predicates::{Kind, Predicate};
use crate::annotate::tree::Tree;
use crate::extract::figures::people::is_person_noun;
use crosswire_lang::{ByteRange, Upos, WordRange};
use crosswire_model::Role;

/// The frame of an event, and its agents and patients.
pub(super) fn of<'f>(
    tree: &Tree,
    predicate: &Predicate,
    frames: &'f Frames,
) -> (Option<&'f str>, Vec<Argument>) {
    let known = frames.of(&predicate.key);
    let undergoes = known.is_some_and(|(_, undergoes)| undergoes);
    let doer = if undergoes { Role::Whom } else { Role::Who };
    let mut heads: Vec<(Role, usize)> = Vec::new();
    // Of "launched an attack" the verb has the subject, the noun the rest.
    for &verb in predicate.light.iter().filter(|&&v| tree.upos(v) == Upos::Verb) {
        heads.extend(subjects(tree, verb, DEEPEST).into_iter().map(|s| (Role::Who, s)));
        heads.extend(agents(tree, verb).map(|c| (Role::Who, c)));
    }
    match predicate.kind {
        Kind::Noun => {
            for child in tree.children(predicate.word) {
                let led = tree.preposition(child);
                // "the deportation of forty students by Norva": the parser hangs the second phrase on the first.
                let by = tree.children(child).filter(|&c| is_agent_phrase(tree, c));
                match (tree.relation(child), led) {
                    ("nmod:poss", _) => heads.push((doer, child)),
                    ("nmod", "of") => {
                        heads.push((Role::Whom, child));
                        heads.extend(by.map(|c| (Role::Who, c)));
                    }
                    ("nmod", "by") => heads.push((Role::Who, child)),
                    _ => {}
                }
            }
        }
        _ => {
            let i = predicate.word;
            let passive = is_passive(tree, i);
            let subject = if passive { Role::Whom } else { doer };
            heads.extend(subjects(tree, i, DEEPEST).into_iter().map(|s| (subject, s)));
            heads.extend(tree.children(i).filter(|&c| tree.is(c, &["obj"])).map(|c| (Role::Whom, c)));
            heads.extend(agents(tree, i).map(|c| (Role::Who, c)));
            heads.extend(gap(tree, i).map(|noun| (Role::Whom, noun)));
            heads.extend(among(tree, i).map(|those| (Role::Whom, those)));
        }
    }
    let all =
        heads.into_iter().flat_map(|(role, head)| fellows(tree, head).into_iter().map(move |h| (role, h)));
    let mut arguments: Vec<Argument> = Vec::new();
    for (role, head) in all.filter(|(_, head)| !predicate.words.contains(head)) {
        let head = antecedent(tree, head);
        let bytes = tree.bytes(phrase(tree, head));
        if !arguments.iter().any(|a| a.heads == [head] && a.role == role) {
            arguments.push(Argument { bytes, role, heads: vec![head] });
        }
    }
    (known.map(|(name, _)| name), join(tree, arguments))
}

/// How many verbs up a subject is looked for.
const DEEPEST: usize = 4;

/// The subject of a verb, its own or the one that it shares.
fn subjects(tree: &Tree, i: usize, depth: usize) -> Vec<usize> {
    let own: Vec<usize> = tree.children(i).filter(|&c| tree.is(c, &["nsubj"])).collect();
    if !own.is_empty() || depth == 0 {
        return own;
    }
    let Some(head) = tree.head(i) else { return own };
    let verbal =
        matches!(tree.upos(head), Upos::Verb | Upos::Adj) || tree.child(head, &["nsubj", "cop"]).is_some();
    match tree.relation(i) {
        "conj" if verbal => subjects(tree, head, depth - 1),
        "xcomp" if verbal => match tree.child(head, &["obj", "iobj"]) {
            // "forced the students to leave"
            Some(object) if object < i && tree.lemma(head) != "promise" => vec![object],
            _ => subjects(tree, head, depth - 1),
        },
        "advcl" if verbal && matches!(tree.tag(i), "VBG" | "VBN") => subjects(tree, head, depth - 1),
        // "people arrested in Halvik", "a man carrying a sign"
        "acl" if matches!(tree.tag(i), "VBG" | "VBN") && tree.upos(i) == Upos::Verb => vec![head],
        "acl:relcl" if matches!(tree.tag(i), "VBG" | "VBN") && !has_tense(tree, i) => vec![head],
        _ => own,
    }
}

fn has_tense(tree: &Tree, i: usize) -> bool {
    tree.is_finite(i) || tree.children(i).any(|c| tree.is(c, &["aux", "cop"]))
}

/// "by Norva", beside a noun.
fn is_agent_phrase(tree: &Tree, i: usize) -> bool {
    tree.is(i, &["nmod"]) && tree.preposition(i) == "by"
}

/// Who is named after "by".
fn agents<'t>(tree: &'t Tree, i: usize) -> impl Iterator<Item = usize> + 't {
    tree.children(i).filter(|&c| tree.relation(c) == "obl:agent")
}

/// Whether the subject of a verb is its patient: "was shot"; "students arrested in Halvik"; "was arrested and charged".
fn is_passive(tree: &Tree, i: usize) -> bool {
    if tree.child(i, &["nsubj:pass", "aux:pass"]).is_some() {
        return true;
    }
    let participle = tree.tag(i) == "VBN" && tree.child(i, &["aux"]).is_none();
    match (tree.relation(i), tree.head(i)) {
        ("conj", Some(head)) if participle && tree.child(i, &["nsubj"]).is_none() => is_passive(tree, head),
        _ => participle && tree.child(i, &["nsubj", "cop"]).is_none() && tree.upos(i) == Upos::Verb,
    }
}

/// The noun of a relative clause that has a subject of its own and no object: "the man police shot".
fn gap(tree: &Tree, i: usize) -> Option<usize> {
    let own = tree.children(i).find(|&c| tree.relation(c) == "nsubj")?;
    let pronoun = |c: usize| is_relative(tree, c);
    let bare = tree.child(i, &["obj", "ccomp", "xcomp", "obl", "cop", "advmod", "aux:pass"]).is_none();
    let relative = tree.relation(i) == "acl:relcl" && tree.upos(i) == Upos::Verb && bare && !pronoun(own);
    tree.head(i).filter(|_| relative)
}

/// The "those" of "the driver was among those killed".
fn among(tree: &Tree, i: usize) -> Option<usize> {
    i.checked_sub(1).filter(|&c| tree.tag(i) == "VBN" && tree.lower(c) == "those" && antecedent(tree, c) != c)
}

fn is_relative(tree: &Tree, i: usize) -> bool {
    matches!(tree.lower(i), "who" | "whom" | "which" | "that")
}

/// What a relative pronoun stands for, and who "those" of "the driver was among those killed" are; else the word itself.
pub(crate) fn antecedent(tree: &Tree, i: usize) -> usize {
    if tree.lower(i) == "those" && tree.children(i).any(|d| tree.lower(d) == "among") {
        return tree.child(i, &["nsubj"]).unwrap_or(i);
    }
    if !is_relative(tree, i) {
        return i;
    }
    let mut verb = tree.head(i);
    // "who shot two students and wounded a third": the first verb hangs on the noun.
    while let Some(joined) = verb.filter(|&v| tree.is(v, &["conj", "xcomp", "ccomp"])) {
        verb = tree.head(joined).filter(|&above| above < joined);
    }
    verb.filter(|&v| tree.is(v, &["acl"])).and_then(|v| tree.head(v)).unwrap_or(i)
}

/// A noun with those joined to it: "police and soldiers".
fn fellows(tree: &Tree, head: usize) -> Vec<usize> {
    let noun = |c: usize| matches!(tree.upos(c), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let mut all = vec![head];
    if !is_relative(tree, head) {
        all.extend(tree.children(head).filter(|&c| tree.is(c, &["conj"]) && noun(c)));
    }
    all
}

/// The noun phrase of a head, without the preposition before it, what is joined to it, and clauses that say more of it.
pub(super) fn phrase(tree: &Tree, head: usize) -> WordRange {
    let own = |c: usize| {
        tree.head(c) == Some(head)
            && tree.is(c, &["case", "cc", "conj", "appos", "parataxis", "cop", "nsubj", "mark"])
    };
    let person = is_person_noun(&tree.lemma(head).to_lowercase());
    // "soldiers in Torvik": the place is the event's.
    let place = |c: usize| {
        let led = tree.preposition(c);
        person
            && tree.is(c, &["nmod"])
            && tree.head(c) == Some(head)
            && matches!(led, "in" | "at" | "near" | "outside")
    };
    let words = tree.subtree(head, |c| {
        own(c)
            || place(c)
            || is_agent_phrase(tree, c)
            || tree.is(c, &["acl:relcl", "acl", "advcl"])
            || tree.is(c, &["punct"]) && tree.lower(c) == ","
    });
    let runs = tree.runs(&words);
    let mut run = runs.into_iter().find(|r| r.contains(head)).unwrap_or(WordRange::one(head));
    // An article that the parser hangs elsewhere belongs to the phrase that it stands before.
    if run.start > 0 && tree.upos(run.start) != Upos::Det && tree.tag(run.start - 1) == "DT" {
        run.start -= 1;
    }
    run
}

/// Phrases of one part that stand side by side are one: the parser parts "the ferry" and "Maren".
fn join(tree: &Tree, mut arguments: Vec<Argument>) -> Vec<Argument> {
    arguments.sort_by_key(Argument::place);
    let mut joined: Vec<Argument> = Vec::new();
    for argument in arguments {
        match joined.last_mut() {
            Some(last) if last.role == argument.role && last.bytes.end <= argument.bytes.start => {
                let between = tree.between(ByteRange::new(last.bytes.end, argument.bytes.start));
                if !between.is_empty() && between.trim().is_empty() {
                    last.bytes.end = argument.bytes.end;
                    last.heads.extend(argument.heads);
                } else {
                    joined.push(argument);
                }
            }
            // A phrase that lies in another of the same part adds nothing.
            Some(last) if last.role == argument.role && argument.bytes.end <= last.bytes.end => {
                last.heads.extend(argument.heads);
            }
            _ => joined.push(argument),
        }
    }
    joined
}
