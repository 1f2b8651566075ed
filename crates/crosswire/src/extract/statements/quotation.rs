//! What stands in quotation marks: "“…,” X said", "X said: “…”", and quotations that go on without a cue of their own.
//!
//! Syntax ends with its sentence and a quotation does not: here a content that touches a quotation becomes the whole of it,
//! and one that no cue governs goes to the nearest.

use super::super::tree::{Quotation, Tree};
use super::cues::{self, Frame};
use super::source::{self, is_passive};
use super::{Found, relay, span};
use crate::text::{Article, BlockKind};
use crosswire_lang::Upos;
use std::ops::Range;

/// Fewer words in marks than this are a turn of phrase, not a quotation that needs a speaker.
const SHORT: usize = 3;

/// Gives every quotation to the attribution that it belongs to.
pub(super) fn complete(tree: &Tree, article: &Article, found: &mut Vec<Found>) {
    let mut owner: Vec<Option<usize>> = Vec::with_capacity(tree.quotations.len());
    for (n, quotation) in tree.quotations.iter().enumerate() {
        let bytes = tree.bytes(&quotation.inside);
        if article.blocks[quotation.block].kind != BlockKind::Paragraph || article.is_repeated(&bytes) {
            owner.push(None);
            continue;
        }
        let mut of = governing(quotation, found);
        let mut on = false;
        if of.is_none() && is_said(tree, quotation) {
            of = cue_after(tree, quotation)
                .or_else(|| cue_before(tree, quotation))
                .map(|(verb, who)| at_cue(tree, verb, who, found));
            if of.is_none() && quotation.inside.len() >= SHORT {
                of = n.checked_sub(1).and_then(|before| owner[before].filter(|_| goes_on(tree, before, n)));
                on = of.is_some();
            }
        }
        if let Some(of) = of {
            let mut words = quotation.inside.clone();
            if on {
                // "“… in support” of the evidence": the sentence ends in the same voice.
                let sentence = tree.sentence(quotation.inside.end - 1);
                let rest = quotation.whole.end..sentence.end;
                let plain = !rest.clone().any(|i| tree.quotation(i).is_some() || tree.upos(i) == Upos::Verb);
                let starts = rest.start < rest.end && tree.word(rest.start).starts_with(char::is_lowercase);
                if plain && starts && !rest.is_empty() {
                    words.end = rest.end;
                }
            }
            take_in(&mut found[of], &words);
        }
        owner.push(of);
    }
    found.iter_mut().for_each(|f| clip(tree, f));
}

/// Cuts from a direct quotation what stands outside the marks after its cue: "“…,” she said at a rally".
fn clip(tree: &Tree, found: &mut Found) {
    let Some(first) = found.content.first().map(|p| p.start) else { return };
    let quoted = |i: usize| tree.quotation(i).is_some() || tree.is_mark(i);
    let direct = cues::verb(tree.lemma(found.head)).takes(Frame::Quote)
        && first < found.head
        && (first..found.cue.start).filter(|i| found.holds(*i)).all(quoted);
    if !direct || !(first..found.head).any(|i| tree.quotation(i).is_some()) {
        return;
    }
    let kept: Vec<usize> = found.content.iter().flat_map(Clone::clone).filter(|&i| quoted(i)).collect();
    found.content = super::runs(&kept);
}

/// The attribution whose content touches a quotation from outside.
fn governing(quotation: &Quotation, found: &[Found]) -> Option<usize> {
    let overlap = |f: &Found| -> usize {
        f.content
            .iter()
            .map(|p| p.end.min(quotation.inside.end).saturating_sub(p.start.max(quotation.inside.start)))
            .sum()
    };
    // Found are in order of their cues, sentence by sentence: only those near can touch.
    let touching =
        found.iter().enumerate().rev().filter(|(_, f)| !quotation.whole.contains(&f.head) && overlap(f) > 0);
    touching.max_by_key(|(_, f)| (overlap(f), f.len())).map(|(n, _)| n)
}

/// Makes a quotation part of a content.
fn take_in(found: &mut Found, words: &Range<usize>) {
    found.content.push(words.clone());
    found.content.sort_by_key(|p| (p.start, p.end));
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for piece in found.content.drain(..) {
        match pieces.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => pieces.push(piece),
        }
    }
    found.content = pieces;
}

/// Whether a quotation is one that someone must have said: a sentence or more, or one that a comma or colon joins to a cue.
fn is_said(tree: &Tree, quotation: &Quotation) -> bool {
    let before = quotation.whole.start.checked_sub(1).map_or("", |i| tree.word(i));
    let last = tree.word(quotation.inside.end - 1);
    matches!(last, "," | "." | "?" | "!" | "…" | "..." | "—" | "–" | "-" | "--")
        || matches!(before, ":" | ",")
        || matches!(tree.word(quotation.whole.end), "," | ".")
        || !quotation.closed
}

/// "” X said" and "” said X".
fn cue_after(tree: &Tree, quotation: &Quotation) -> Option<(usize, usize)> {
    let last = tree.word(quotation.inside.end - 1);
    let joined = matches!(last, "," | "?" | "!" | "…" | "..." | "—" | "–" | "-" | "--")
        || tree.word(quotation.whole.end) == ",";
    if !joined {
        return None;
    }
    let from = quotation.whole.end;
    let sentence = tree.sentence(from);
    let block_ends = sentence.end;
    let verb = (from..block_ends.min(from + 40)).find(|&i| {
        cues::is_verb(tree.upos(i), tree.lemma(i))
            && cues::verb(tree.lemma(i)).takes(Frame::Quote)
            && tree.quotation(i).is_none()
    })?;
    let who = source::own(tree, verb)
        .filter(|&s| s >= from)
        .or_else(|| {
            let first = (from..verb).find(|&i| !tree.is_mark(i)).unwrap_or(verb);
            source::neighbour(tree, first, verb, block_ends)
        })
        .filter(|&s| source::can_speak(tree, s) && !is_passive(tree, verb))?;
    let begins = source::phrase(tree, who, verb).start.min(span::verb(tree, verb).start);
    (from..begins).all(|i| tree.is_mark(i) || tree.is(i, &["advmod", "cc"])).then_some((verb, who))
}

/// "X said: “" and "X told Y, “".
fn cue_before(tree: &Tree, quotation: &Quotation) -> Option<(usize, usize)> {
    let mark = (0..quotation.whole.start).next_back()?;
    let colon = tree.word(mark) == ":";
    let sentence = tree.sentence(mark);
    let reach = if colon { 60 } else { 14 };
    let plain =
        |i: &usize| tree.upos(*i) == Upos::Verb && tree.quotation(*i).is_none() && !is_passive(tree, *i);
    let spoken = (sentence.start..=mark)
        .rev()
        .take(reach)
        .find(|i| plain(i) && cues::verb(tree.lemma(*i)).takes(Frame::Quote));
    // "released the following statement: “": before a colon any verb will do.
    let verb =
        spoken.or_else(|| (sentence.start..mark).find(|i| colon && plain(i) && tree.head(*i).is_none()))?;
    let who =
        source::subject(tree, verb).filter(|&s| source::can_speak(tree, s) && s < quotation.whole.start)?;
    let free = colon || tree.child(verb, &["ccomp"]).is_none();
    let direct = colon || tree.word(mark) == "," || mark == verb;
    (free && direct).then_some((verb, who))
}

/// The attribution at a cue, made where there is none.
fn at_cue(tree: &Tree, verb: usize, who: usize, found: &mut Vec<Found>) -> usize {
    if let Some(n) = found.iter().position(|f| f.head == verb) {
        return n;
    }
    let mut new = Found::of_verb(tree, verb, Vec::new(), Some(who));
    relay::of_verb(tree, &mut new);
    found.push(new);
    found.len() - 1
}

/// Whether a quotation goes on in the voice of the one before: in the same paragraph, or in the next where it opens it.
fn goes_on(tree: &Tree, before: usize, this: usize) -> bool {
    let (before, this) = (&tree.quotations[before], &tree.quotations[this]);
    let opens_sentence = tree.sentence(this.whole.start).start == this.whole.start
        || this
            .whole
            .start
            .checked_sub(1)
            .is_some_and(|i| matches!(tree.word(i), "." | "?" | "!" | "”" | "\""));
    let opens_block = !tree.annotation.language.sentences.is_empty()
        && this.block != before.block
        && this
            .whole
            .start
            .checked_sub(1)
            .is_none_or(|i| tree.words[i].bytes.end < tree.words[this.whole.start].bytes.start);
    if this.block == before.block {
        opens_sentence
    } else {
        before.block + 1 == this.block && opens_block && opens_sentence
    }
}
