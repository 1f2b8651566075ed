//! What stands in quotation marks: "“…,” X said", "X said: “…”", and quotations that go on without a cue of their own.
//!
//! Syntax ends with its sentence and a quotation does not: here a content that touches a quotation becomes the whole of it,
//! and one that no cue governs goes to the nearest.

use super::source::{self, is_passive};
use super::{Found, relay, span};
use crate::annotate::tree::{Quotation, Tree};
use crate::lexicon::cues::{self, Frame};
use crate::text::{Article, BlockKind};
use crosswire_lang::{Upos, WordRange};
use rustc_hash::FxHashMap;

/// Fewer words in marks than this are a turn of phrase, not a quotation that needs a speaker.
const SHORT: usize = 3;

/// Gives every quotation to the attribution that it belongs to. Gives back those that nobody is seen to speak.
pub(super) fn complete(tree: &Tree, article: &Article, found: &mut Vec<Found>) -> Vec<WordRange> {
    let touching = touching(tree, found);
    let mut at: FxHashMap<usize, usize> = found.iter().enumerate().map(|(n, f)| (f.head, n)).collect();
    let mut unspoken = Vec::new();
    let mut owner: Vec<Option<usize>> = Vec::with_capacity(tree.quotations.len());
    for (n, quotation) in tree.quotations.iter().enumerate() {
        let bytes = tree.bytes(quotation.inside);
        if article.blocks[quotation.block].kind != BlockKind::Paragraph || article.is_repeated(bytes) {
            owner.push(None);
            continue;
        }
        let before = n.checked_sub(1).and_then(|before| Some((before, owner[before]?)));
        let said = is_said(tree, quotation);
        let cue = cue_before(tree, quotation, true)
            .or_else(|| cue_after(tree, quotation).filter(|_| said))
            .map(|(verb, who)| at_cue(tree, verb, who, found, &mut at));
        let of = cue
            .or_else(|| before.filter(|&(b, of)| is_split(tree, b, n, &found[of])).map(|(_, of)| of))
            .or_else(|| governing(quotation, &touching[n], found))
            .or_else(|| {
                let (verb, who) = cue_before(tree, quotation, false).filter(|_| said)?;
                Some(at_cue(tree, verb, who, found, &mut at))
            });
        let on =
            before.filter(|&(b, _)| quotation.inside.len() >= SHORT && goes_on(tree, b, n)).map(|(_, of)| of);
        // A comma before the closing mark, and words behind it: another speaker, in words that no rule reads.
        let on = on.filter(|_| !is_followed(tree, quotation));
        let on = on.or_else(|| alone(tree, article, quotation, found, &at));
        if let Some(of) = of {
            if cue == Some(of) {
                part(tree, &mut found[of], quotation);
            }
            take_in(&mut found[of], quotation.inside);
        } else if let Some(of) = on {
            take_in(&mut found[of], WordRange::new(quotation.inside.start, rest(tree, quotation)));
        }
        owner.push(of.or(on));
        if of.or(on).is_none() {
            unspoken.push(quotation.inside);
        }
    }
    found.iter_mut().for_each(|f| clip(tree, f));
    unspoken
}

/// For each quotation the attributions whose content holds a word of it.
fn touching(tree: &Tree, found: &[Found]) -> Vec<Vec<usize>> {
    let mut touching = vec![Vec::new(); tree.quotations.len()];
    for (n, one) in found.iter().enumerate() {
        for quotation in one.words().filter_map(|word| tree.quotation(word)) {
            if touching[quotation].last() != Some(&n) {
                touching[quotation].push(n);
            }
        }
    }
    touching
}

/// "“… in support” of the evidence": where a sentence ends that a quotation begins, in the same voice.
fn rest(tree: &Tree, quotation: &Quotation) -> usize {
    let rest = quotation.whole.end..tree.sentence(quotation.inside.end - 1).end;
    let plain = !rest.clone().any(|i| tree.quotation(i).is_some() || tree.upos(i) == Upos::Verb);
    let starts = !rest.is_empty() && tree.word(rest.start).starts_with(char::is_lowercase);
    if plain && starts { rest.end } else { quotation.inside.end }
}

/// Drops from a content what the tree put before a quotation that a colon or a bracket sets apart and its own cue follows:
/// "He went on: “There is more,” he said".
fn part(tree: &Tree, found: &mut Found, quotation: &Quotation) {
    let apart = quotation.whole.start.checked_sub(1).is_some_and(|i| {
        matches!(tree.word(i), ":" | "(" | "[" | ";" | "." | "?" | "!") || tree.quotation(i).is_some()
    });
    if apart && found.head >= quotation.whole.end {
        found.keep(|w| quotation.whole.contains(w));
    }
}

/// "He said the crowd had been warned." and then, a paragraph of its own, "“The last one was so loud.”": the speaker of the
/// paragraph before goes on.
fn alone(
    tree: &Tree,
    article: &Article,
    quotation: &Quotation,
    found: &[Found],
    at: &FxHashMap<usize, usize>,
) -> Option<usize> {
    let block = &article.blocks[quotation.block].bytes;
    let fills = tree.bytes(quotation.whole) == *block && quotation.inside.len() > SHORT;
    let before = quotation.block.checked_sub(1).map(|b| &article.blocks[b])?;
    if !fills || before.kind != BlockKind::Paragraph {
        return None;
    }
    let last = tree.sentence(quotation.whole.start.checked_sub(1)?);
    let speaks = |f: &Found| {
        f.source.is_some()
            && f.act == super::Act::Says
            && cues::verb(tree.lemma(f.head)).takes(Frame::Clause)
            && tree.quotation(f.head).is_none()
    };
    let here = last.iter().filter_map(|word| at.get(&word).copied());
    here.filter(|&n| speaks(&found[n])).max_by_key(|&n| found[n].len())
}

/// "“…,” he told the paper, “…”": a comma before the second part, the cue between the two.
fn is_split(tree: &Tree, before: usize, this: usize, found: &Found) -> bool {
    let (before, this) = (&tree.quotations[before], &tree.quotations[this]);
    (before.whole.end..this.whole.start).contains(&found.head)
        && tree.word(this.whole.start - 1) == ","
        && tree.sentence(found.head).contains(this.whole.start - 1)
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
    found.keep(quoted);
}

/// The attribution whose content touches a quotation from outside: the one that holds most of it.
fn governing(quotation: &Quotation, touching: &[usize], found: &[Found]) -> Option<usize> {
    let overlap = |f: &Found| -> usize { f.content.iter().map(|p| p.overlap(quotation.inside)).sum() };
    let outside = touching.iter().copied().filter(|&n| !quotation.whole.contains(found[n].head));
    outside.rev().max_by_key(|&n| (overlap(&found[n]), found[n].len()))
}

/// Makes a quotation part of a content.
fn take_in(found: &mut Found, words: WordRange) {
    found.content.push(words);
    found.content.sort();
    let mut pieces: Vec<WordRange> = Vec::new();
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
    last.ends_with(['.', ',', '?', '!', '…'])
        || is_dash(last)
        || matches!(before, ":" | ",")
        || matches!(tree.word(quotation.whole.end), "," | ".")
        || !quotation.closed
}

/// Whether a quotation ends in a comma and its sentence goes on behind it.
fn is_followed(tree: &Tree, quotation: &Quotation) -> bool {
    let end = tree.sentence(quotation.inside.end - 1).end;
    tree.word(quotation.inside.end - 1).ends_with(',') && (quotation.whole.end..end).any(|i| !tree.is_mark(i))
}

/// Whether a word is a dash that breaks a quotation off.
fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "-" | "--")
}

/// "” X said" and "” said X". A comma may be one word with what it stands behind: “since ’28,”.
fn cue_after(tree: &Tree, quotation: &Quotation) -> Option<(usize, usize)> {
    let last = tree.word(quotation.inside.end - 1);
    let joined = last.ends_with([',', '?', '!', '…'])
        || last == "..."
        || is_dash(last)
        || tree.word(quotation.whole.end) == ",";
    if !joined {
        return None;
    }
    let from = quotation.whole.end;
    let end = tree.sentence(from).end;
    // "” X was quoted as saying"
    let saying = (from..end.min(from + 20)).find(|&i| {
        tree.lower(i) == "saying"
            && tree.head(i).is_some_and(|h| source::cites(tree, h) && h >= from)
            && tree.quotation(i).is_none()
    });
    if let Some(saying) = saying {
        let who = source::subject(tree, saying).filter(|&s| source::can_speak(tree, s))?;
        return Some((saying, who));
    }
    let verb = (from..end.min(from + 40)).find(|&i| {
        cues::is_verb(tree.upos(i), tree.lemma(i))
            && cues::verb(tree.lemma(i)).takes(Frame::Quote)
            && tree.quotation(i).is_none()
    })?;
    let who = source::own(tree, verb)
        .filter(|&s| s >= from)
        .or_else(|| {
            let first = (from..verb).find(|&i| !tree.is_mark(i)).unwrap_or(verb);
            source::neighbour(tree, first, verb, end)
        })
        .filter(|&s| source::can_speak(tree, s) && !is_passive(tree, verb))?;
    let begins = source::phrase(tree, who, verb).start.min(span::verb(tree, verb).start);
    (from..begins).all(|i| tree.is_mark(i) || tree.is(i, &["advmod", "cc"])).then_some((verb, who))
}

/// "X said: “" and "X told Y, “". Where `near`, the cue must stand directly before, but for a hearer.
fn cue_before(tree: &Tree, quotation: &Quotation, near: bool) -> Option<(usize, usize)> {
    let mark = (0..quotation.whole.start).next_back()?;
    let colon = tree.word(mark) == ":";
    let sentence = tree.sentence(mark);
    let reach = if near {
        6
    } else if colon {
        60
    } else {
        14
    };
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
    let free = near || colon || tree.child(verb, &["ccomp"]).is_none();
    let direct = colon || tree.word(mark) == "," || mark == verb && !near;
    // Nothing but a hearer, a particle or when it was said stands between a near cue and the mark.
    let plain = (verb + 1..mark).all(|i| {
        matches!(
            tree.upos(i),
            Upos::Noun | Upos::Propn | Upos::Det | Upos::Adv | Upos::Adp | Upos::Pron | Upos::Num
        ) && !matches!(tree.lower(i), "that" | "about" | "of" | "as")
    });
    (free && direct && (!near || plain && who < verb)).then_some((verb, who))
}

/// The attribution at a cue, made where there is none.
fn at_cue(
    tree: &Tree,
    verb: usize,
    who: usize,
    found: &mut Vec<Found>,
    at: &mut FxHashMap<usize, usize>,
) -> usize {
    if let Some(&n) = at.get(&verb) {
        return n;
    }
    at.insert(verb, found.len());
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
    if this.block == before.block {
        return opens_sentence;
    }
    let apart = this
        .whole
        .start
        .checked_sub(1)
        .is_none_or(|i| tree.words[i].bytes.end < tree.words[this.whole.start].bytes.start);
    before.block + 1 == this.block && apart && opens_sentence
}
