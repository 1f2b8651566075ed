//! Who speaks: the subject of a cue, found over the tree, and the words that name it.

use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::{Upos, WordRange};

/// How far a subject is looked for, in heads.
const REACH: usize = 8;

/// The subject that stands with a verb or that it shares with another: "he came and said", "he came, saying".
pub(super) fn subject(tree: &Tree, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..REACH {
        // "said the shooting was an act of hate, calling it vile": the shooting calls it nothing.
        if let Some(own) = own(tree, at).filter(|&who| at == verb || can_speak(tree, who)) {
            return Some(own);
        }
        let head = tree.head(at)?;
        match tree.relation(at) {
            "xcomp" | "ccomp" => {
                // "urged the owner to say": the owner says.
                let object = tree.child(head, &["obj", "iobj"]);
                let cue = cues::verb(tree.lemma(head));
                if object.is_some() && (cue.takes(Frame::ObjectTo) || cue.takes(Frame::Hearer)) {
                    return object;
                }
            }
            // "quoted the minister as saying": the minister says.
            "advcl" | "obl"
                if cites(tree, head)
                    && tree.child(at, &["mark", "case"]).is_some_and(|m| tree.lower(m) == "as") =>
            {
                return tree.child(head, &["obj"]).or_else(|| tree.child(head, &["nsubj"]));
            }
            // "reason to know": a reason knows nothing.
            "acl" if super::span::has_to(tree, at) => {
                return None;
            }
            "acl" | "acl:relcl" => {
                // "issued a statement saying": who issued it says.
                let text = lexicon::TEXTS_OF_A_SOURCE.has(tree.lemma(head));
                let by = tree.head(head).filter(|&v| {
                    text && tree.is(head, &["obj"]) && lexicon::VERBS_OF_ISSUING.has(tree.lemma(v))
                });
                return by.and_then(|v| own(tree, v)).or(Some(head));
            }
            "conj" | "advcl" | "parataxis" | "dep" | "obl" => {}
            _ => return None,
        }
        at = head;
    }
    None
}

/// The subject that hangs on a verb itself: the nearest before it, else the first after. None in a quotation that the verb
/// does not stand in.
pub(super) fn own(tree: &Tree, verb: usize) -> Option<usize> {
    let subjects = || {
        tree.children(verb).filter(|&c| {
            tree.is(c, &["nsubj"])
                && (tree.quotation(c).is_none() || tree.quotation(c) == tree.quotation(verb))
        })
    };
    subjects().rfind(|&c| c < verb).or_else(|| subjects().next())
}

/// The subject by position alone: the noun phrase between `from` and the verb, else the one directly after the verb.
pub(super) fn neighbour(tree: &Tree, from: usize, verb: usize, end: usize) -> Option<usize> {
    let is_noun = |i: usize| matches!(tree.upos(i), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let is_verb = |i: usize| matches!(tree.upos(i), Upos::Verb);
    // The word of a run that hangs on none of the others.
    let top = |run: WordRange| {
        run.iter()
            .filter(|&i| is_noun(i))
            .find(|&i| tree.head(i).is_none_or(|h| !run.contains(h) || !is_noun(h)))
    };
    let before = WordRange::new(from, verb);
    if before.iter().any(is_noun) {
        return top(before).filter(|_| !before.iter().any(is_verb));
    }
    let lemma = tree.lemma(verb);
    // The language layer makes "chim" of "chimed".
    let speaks_in =
        [lemma, &format!("{lemma}e")].iter().any(|lemma| lexicon::VERBS_OF_SPEAKING_IN.has(lemma));
    let particle = speaks_in && tree.lower(verb + 1) == "in";
    let from = verb + 1 + usize::from(particle);
    let first = (from..end).find(|&i| !tree.is_mark(i) && !tree.is(i, &["advmod"]))?;
    let stop = (first..end).find(|&i| tree.is_mark(i) && tree.word(i) != "." || is_verb(i)).unwrap_or(end);
    let near = first == from || tree.upos(first) == Upos::Propn;
    let run = WordRange::new(first, stop);
    // The parser takes "in" for a preposition, and parts title from name: "chimed in caretaker Olav Bye".
    let name = || run.iter().find(|&i| tree.upos(i) == Upos::Propn).filter(|_| particle);
    name().or_else(|| top(run)).filter(|_| near && tree.upos(first) != Upos::Adp)
}

/// Whether a verb gives another's words.
pub(super) fn cites(tree: &Tree, verb: usize) -> bool {
    matches!(tree.lemma(verb), "cite" | "quote")
}

/// Who does what a passive verb says: "was criticised by rivals".
pub(super) fn agent(tree: &Tree, verb: usize) -> Option<usize> {
    tree.children(verb).find(|&c| {
        tree.is(c, &["obl:agent"])
            || tree.is(c, &["obl"]) && tree.child(c, &["case"]).is_some_and(|k| tree.lower(k) == "by")
    })
}

/// Whether a verb is passive.
pub(super) fn is_passive(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).any(|c| tree.is(c, &["aux:pass", "nsubj:pass"]))
        || matches!(tree.tag(verb), "VBN" | "VBD")
            && (tree.tag(verb) == "VBN"
                || matches!(tree.lemma(verb), "ask" | "press" | "question" | "accuse")
                    && tree.child(verb, &["obj"]).is_none())
            && own(tree, verb).is_none()
            && tree.is(verb, &["acl", "advcl"])
            && !tree.is(verb, &["acl:relcl"])
            && !tree.children(verb).any(|c| tree.is(c, &["aux"]))
}

/// Whether a word can speak: a person, a body, a text; not "this" or "there".
pub(super) fn can_speak(tree: &Tree, head: usize) -> bool {
    match tree.upos(head) {
        Upos::Pron | Upos::Det => !lexicon::PRONOUNS_OF_NO_SOURCE.has(tree.lower(head)),
        Upos::Noun => !is_silent(tree.lemma(head)),
        Upos::Propn | Upos::Num | Upos::X | Upos::Adj | Upos::Sym => true,
        _ => false,
    }
}

/// Whether a noun names what happens or when, which says nothing: "the shooting", "a day". A text that is an event as well
/// speaks: "the announcement".
fn is_silent(noun: &str) -> bool {
    let text =
        lexicon::DOCUMENTS.has(noun) || lexicon::TEXTS_OF_A_SOURCE.has(noun) || cues::noun(noun).is_known();
    let event = || {
        !lexicon::BODIES.has(noun)
            && !lexicon::GROUP_NOUNS.has(noun)
            && (lexicon::EVENT_NOUNS.nouns.contains_key(noun) || lexicon::UNITS_OF_TIME.has(noun))
    };
    !text && event()
}

/// "A report from X" is X's word.
pub(super) fn publisher(tree: &Tree, who: usize) -> usize {
    let text = matches!(tree.lemma(who), "report" | "article" | "story" | "dispatch");
    let from = tree.children(who).find(|&c| {
        let p = super::span::preposition(tree, c).map_or("", |p| tree.lower(p));
        text && tree.is(c, &["nmod"]) && matches!(p, "from" | "by" | "in") && tree.upos(c) != Upos::Num
    });
    from.unwrap_or(who)
}

/// The words that name a source: all that depends on its head but a preposition before it and what is merely put beside.
pub(super) fn phrase(tree: &Tree, head: usize, cue: usize) -> WordRange {
    let left_out = |c: usize| {
        c == cue
            // "officials on Friday": when they said it.
            || tree.head(c) == Some(head) && c > head && tree.is(c, &["nmod", "obl"]) && super::span::is_day(tree, c)
            || tree.is(c, &["parataxis", "cc", "punct"]) && tree.head(c) == Some(head) && c < head
            || tree.head(c) == Some(head) && tree.is(c, &["case", "mark"]) && c < head
            || tree.head(c) == Some(head) && tree.is(c, &["parataxis", "dep", "advcl"]) && c > head
            || tree.head(c) == Some(head) && tree.is(c, &["acl:relcl"]) && tree.is_within(cue, c)
    };
    let words = tree.subtree(head, left_out);
    let runs = tree.runs(&words);
    let whole = runs.into_iter().find(|run| run.contains(head)).unwrap_or(WordRange::one(head));
    let mut whole = with_brackets(tree, with_name(tree, whole, head));
    while whole.len() > 1 && matches!(tree.lower(whole.end - 1), "'s" | "'") {
        whole.end -= 1;
    }
    whole
}

/// Takes in the whole of the name that a head belongs to, where the tree hangs its last words elsewhere.
fn with_name(tree: &Tree, words: WordRange, head: usize) -> WordRange {
    let names = &tree.annotation.language.names;
    match names.get(names.partition_point(|n| n.words.end <= head)) {
        Some(name) if name.words.contains(head) && words.end == head + 1 => {
            WordRange::new(words.start, name.words.end.max(words.end))
        }
        _ => words,
    }
}

/// Takes in the bracket that closes within a phrase's last word: "Sen. Holm (R-Utah)".
fn with_brackets(tree: &Tree, mut words: WordRange) -> WordRange {
    let opens = words.iter().filter(|&i| tree.word(i) == "(").count();
    let closes = words.iter().filter(|&i| tree.word(i) == ")").count();
    if opens > closes && tree.word(words.end) == ")" {
        words.end += 1;
    }
    words
}

/// The noun that "who" or "which" stands for, where the subject is one.
pub(super) fn antecedent(tree: &Tree, pronoun: usize) -> Option<usize> {
    if !matches!(tree.lower(pronoun), "who" | "which" | "that") {
        return None;
    }
    let mut at = pronoun;
    for _ in 0..REACH {
        let head = tree.head(at)?;
        if tree.is(at, &["acl:relcl"]) {
            return Some(head);
        }
        at = head;
    }
    None
}
