//! Through whom: "X told the agency", "in an interview with the paper", "the paper, citing X, reported", "as reported by
//! the agency".

use super::{Found, source, span};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crate::lexicon::cues::{self, Frame};
use crosswire_lang::{Upos, WordRange};

/// Finds the relays of a sentence's attributions. `found` are those of the sentence. Gives back the cue of one that proved to
/// name a relay and is an attribution no longer.
pub(super) fn attach(tree: &Tree, words: WordRange, found: &mut Vec<Found>) -> Option<usize> {
    let spoken_to = spoken_to(tree, words);
    for one in found.iter_mut() {
        of_verb(tree, one);
        if one.via.is_empty()
            && one.source.is_some()
            && !one.nested
            && let Some(hearer) = spoken_to
            && tree.upos(one.head) == Upos::Verb
        {
            one.via = vec![source::phrase(tree, hearer, one.head)];
        }
    }
    as_reported(tree, found)
}

/// The relays that depend on a cue.
pub(super) fn of_verb(tree: &Tree, found: &mut Found) {
    let verb = found.head;
    found.relayed |= tree.children(verb).any(|c| super::unnamed::is_hearsay(tree, c));
    // "quoted X as saying": the one who quotes.
    if let Some(head) =
        tree.head(verb).filter(|&h| source::cites(tree, h) && tree.is(verb, &["advcl", "obl", "xcomp"]))
        && tree.child(verb, &["mark", "case"]).is_some_and(|m| tree.lower(m) == "as")
    {
        let outlet = match source::is_passive(tree, head) {
            true => source::agent(tree, head).or_else(|| source::agent(tree, verb)),
            false => source::subject(tree, head),
        };
        found.via.extend(outlet.map(|o| source::phrase(tree, o, found.head)));
        found.quoting = true;
        found.cue.start = found.cue.start.min(tree.child(verb, &["mark", "case"]).unwrap_or(verb));
        return;
    }
    // "X, citing Y, said", "X, which cited Y, said", "X said, citing Y": Y said so, through X.
    let cited = cited_by(tree, verb).or_else(|| cited_after(tree, found)).or_else(|| {
        let who = found.source?;
        who.iter().find(|&i| source::cites(tree, i) && tree.is(i, &["acl"])).or_else(|| {
            (who.end..who.end + 2)
                .find(|&i| i < tree.words.len() && source::cites(tree, i) && tree.tag(i) == "VBG")
        })
    });
    if let Some(citing) = cited
        && let Some(cited) = tree.child(citing, &["obj"])
        && let Some(outlet) = found.source.take()
    {
        // "X, which cited Y": X alone.
        let begins = first_of(tree, citing);
        let outlet = if outlet.contains(begins) && begins > outlet.start {
            WordRange::new(outlet.start, begins)
        } else {
            outlet
        };
        found.source = Some(source::phrase(tree, cited, citing));
        found.via.push(outlet);
        found.quoting = true;
        let clause = tree.subtree(citing, |_| false);
        found.keep(|w| clause.binary_search(&w).is_err());
        return;
    }
    // "officials cited by Y": what stands in the source itself.
    if let Some(who) = found.source
        && let Some(quoted) = who.iter().find(|&i| {
            tree.is(i, &["acl"])
                && (source::cites(tree, i) || tree.lemma(i) == "interview")
                && source::agent(tree, i).is_some()
        })
        && let Some(outlet) = source::agent(tree, quoted)
    {
        let end = first_of(tree, quoted);
        if end > who.start {
            found.source = Some(WordRange::new(who.start, end));
            found.via.push(source::phrase(tree, outlet, quoted));
            found.quoting = true;
            return;
        }
    }
    // "X told Y"
    if cues::verb(tree.lemma(verb)).takes(Frame::Hearer)
        && let Some(hearer) = hearer(tree, found)
    {
        found.via.push(source::phrase(tree, hearer, verb));
        return;
    }
    // "X said to Y", "X said in an interview with Y"
    let mut hearers = Vec::new();
    for phrase in tree.children(verb).filter(|&c| tree.is(c, &["obl", "advcl"]) && !found.holds(c)) {
        let Some(p) = span::preposition(tree, phrase) else { continue };
        let with = |word: usize, preposition: &str| {
            tree.children(word).find(|&c| {
                tree.is(c, &["nmod", "obl"])
                    && span::preposition(tree, c).is_some_and(|p| tree.lower(p) == preposition)
            })
        };
        let to = match tree.lower(p) {
            "to" if tree.upos(phrase) == Upos::Propn => Some(phrase),
            "in" | "during" if lexicon::OCCASIONS_OF_SPEECH.has(tree.lemma(phrase)) => {
                // "in an interview published by Y"
                let published = tree
                    .children(phrase)
                    .find(|&c| tree.is(c, &["acl"]) && lexicon::VERBS_OF_PUBLISHING.has(tree.lemma(c)));
                published
                    .and_then(|p| source::agent(tree, p))
                    .or_else(|| with(phrase, "with"))
                    .or_else(|| with(phrase, "to"))
            }
            _ => None,
        };
        hearers.extend(to.map(|t| source::phrase(tree, t, verb)));
    }
    found.via.extend(hearers);
}

/// Whom a cue's source told: the verb's object, or the noun directly after it where the tree hangs that on what is said.
fn hearer(tree: &Tree, found: &Found) -> Option<usize> {
    let verb = found.head;
    let object = tree.child(verb, &["iobj", "obj"]).filter(|&h| h > verb);
    let noun = |i: usize| matches!(tree.upos(i), Upos::Noun | Upos::Propn);
    let next = || {
        let first = (verb + 1..verb + 7).find(|&i| noun(i))?;
        let plain = (verb + 1..first).all(|i| matches!(tree.upos(i), Upos::Det | Upos::Adj | Upos::Num));
        let last =
            (first..verb + 8).take_while(|&i| noun(i) && tree.head(i).is_some_and(|h| h != verb)).last()?;
        (plain && tree.quotation(first).is_none()).then_some(last)
    };
    // What stands before the cue cannot go on behind its hearer.
    let before = found.content.first().is_some_and(|piece| piece.start < verb);
    object
        .filter(|&h| !found.holds(h))
        .or_else(|| next().filter(|&h| object.is_none() && (before || !found.holds(h))))
}

/// "…, citing Y": the word "citing" among the dependents of a verb or of its subject.
fn cited_by(tree: &Tree, verb: usize) -> Option<usize> {
    let of_subject = tree.children(verb).filter(|&c| tree.is(c, &["nsubj"])).flat_map(|s| tree.children(s));
    // "…, X said, quoting Y"
    if tree.word(verb + 1) == "," && source::cites(tree, verb + 2) && tree.tag(verb + 2) == "VBG" {
        return Some(verb + 2);
    }
    tree.children(verb)
        .filter(|&c| tree.is(c, &["advcl"]))
        .chain(of_subject.filter(|&c| tree.is(c, &["acl", "advcl"])))
        .find(|&c| source::cites(tree, c) && !source::is_passive(tree, c))
}

/// "…, citing Y" at the end of a sentence, where the tree hangs it on what is said.
fn cited_after(tree: &Tree, found: &Found) -> Option<usize> {
    let last = found.content.last()?.end;
    (found.head + 1..last).rev().find(|&i| {
        i > 0
            && source::cites(tree, i)
            && tree.tag(i) == "VBG"
            && tree.word(i - 1) == ","
            && tree.quotation(i).is_none()
            && tree.child(i, &["nsubj"]).is_none()
            && found.content[0].start > found.head
    })
}

/// Where a clause begins.
fn first_of(tree: &Tree, clause: usize) -> usize {
    tree.subtree(clause, |_| false)[0]
}

/// "Speaking to X, …" at the head of a sentence: whom its speaker told.
fn spoken_to(tree: &Tree, words: WordRange) -> Option<usize> {
    let verb = words.start;
    if !matches!(tree.lower(verb), "speaking" | "talking") {
        return None;
    }
    tree.children(verb).find(|&c| {
        tree.is(c, &["obl"])
            && span::preposition(tree, c).is_some_and(|p| matches!(tree.lower(p), "to" | "with"))
    })
}

/// Makes "as reported by X", and "according to X" around another's words, the relay of the other attributions of its
/// sentence, and drops it as one of its own.
fn as_reported(tree: &Tree, found: &mut Vec<Found>) -> Option<usize> {
    let reported = |f: &Found| {
        let verb = tree.head(f.cue.start);
        tree.lower(f.cue.start) == "as"
            && verb.is_some_and(|v| source::is_passive(tree, v) || tree.tag(v) == "VBN")
    };
    let around = |f: &Found| {
        tree.lower(f.cue.start) == "according"
            && found.iter().any(|o| {
                // "Sand said, according to Skerri": the cue stands beside the phrase, outside what Sand says.
                let beside = o.head < f.cue.start
                    && (o.head + 1..f.cue.start)
                        .all(|i| tree.is_mark(i) || tree.is(i, &["advmod", "obl:unmarked"]));
                (f.holds(o.head) || o.content.iter().any(|piece| f.holds(piece.start)))
                    && beside
                    && o.source.is_some()
                    && o.content.last().is_some_and(|p| p.end <= o.head)
            })
    };
    let tag = found.iter().position(|f| reported(f) || around(f))?;
    let outlet = found[tag].source?;
    let begins = found[tag].cue.start;
    let mut relayed = false;
    for other in found.iter_mut().filter(|f| f.source.is_some()) {
        if other.source != Some(outlet) && other.cue.start != begins {
            other.via.push(outlet);
            let whole = begins..outlet.end;
            other.keep(|w| !whole.contains(&w));
            relayed = true;
        }
    }
    relayed.then(|| found.remove(tag).head)
}
