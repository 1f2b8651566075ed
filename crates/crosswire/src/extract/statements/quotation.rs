//! "“…,” X said", "X said: “…”", and quotations that go on without a cue of their own.
//!
//! A quotation of a few words inside a sentence is left to that sentence's clause. Single quotation marks are not
//! recognised: an apostrophe looks the same.

use super::super::sheet::Sheet;
use super::cues::{self, Class, Form};
use super::{Found, phrase};
use crate::annotate::Sentence;
use std::ops::Range;

/// Attributions by quotation marks, over the whole article.
pub(super) fn find(sheet: &Sheet) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut joined = 0;
    for (n, quotation) in sheet.quotations.iter().enumerate() {
        if n < joined {
            continue;
        }
        let Some(sentence) = sheet.evidence().find(|s| s.words.contains(&quotation.start)) else { continue };
        let block = block_of(sheet, sentence);
        let inside = sheet.inside(n);
        if inside.len() < 2 {
            continue;
        }
        if let Some((cue, source, end)) = cue_after(sheet, quotation, &inside, &block) {
            let mut this = Found::new(vec![inside], cue, Some(source));
            // "“…,” he said, “…”": one statement in two pieces.
            if sheet.lower(end) == ","
                && sheet.quotations.get(n + 1).is_some_and(|q| q.start == end + 1 || q.start == end)
            {
                this.content.push(sheet.inside(n + 1));
                joined = n + 2;
            }
            via_of_tell(sheet, &mut this);
            found.push(this);
        } else if let Some((cue, source)) = cue_before(sheet, quotation, &inside, sentence) {
            let mut this = Found::new(vec![inside], cue, Some(source.words));
            this.relayed = source.relayed;
            via_of_tell(sheet, &mut this);
            found.push(this);
        } else if let Some(previous) = found.last()
            && stands_alone(sheet, quotation, &inside, &block)
            && goes_on(sheet, previous, quotation, &block)
        {
            let this = Found {
                content: vec![inside],
                cue: None,
                source: previous.source.clone(),
                via: previous.via.clone(),
                relayed: previous.relayed,
            };
            found.push(this);
        }
    }
    found
}

/// The words of the block that a sentence stands in.
fn block_of(sheet: &Sheet, sentence: &Sentence) -> Range<usize> {
    let same: Vec<&Sentence> =
        sheet.annotation.sentences.iter().filter(|s| s.block == sentence.block).collect();
    match (same.first(), same.last()) {
        (Some(first), Some(last)) => first.words.start..last.words.end,
        _ => sentence.words.clone(),
    }
}

/// "” X said" and "” said X": the cue, the source, and where they end.
fn cue_after(
    sheet: &Sheet,
    quotation: &Range<usize>,
    inside: &Range<usize>,
    block: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>, usize)> {
    let mut at = quotation.end;
    let open_end = matches!(sheet.lower(inside.end - 1), "," | "?" | "!" | "—" | "–" | "…" | "...");
    if sheet.lower(at) == "," {
        at += 1;
    } else if !open_end {
        return None;
    }
    if at >= block.end {
        return None;
    }
    let limit = (at + 24).min(block.end);
    let stop = (at..limit).find(|&i| matches!(sheet.lower(i), "." | ";" | "“" | "?" | "!")).unwrap_or(limit);
    let verb = (at..stop).find(|&i| {
        cues::cue(sheet.lower(i))
            .is_some_and(|c| quotes(c.class) && matches!(c.form, Form::Past | Form::Present))
    })?;
    let adverbs = (at..verb).all(|i| phrase::is_auxiliary(sheet, i));
    let source = if adverbs {
        phrase::right_phrase(sheet, verb + 1, block.end, true)
    } else {
        let subject = phrase::subject(sheet, at, verb)?;
        // Only the quotation's own cue: nothing but the subject stands between them.
        if subject.words.start != at || subject.passive {
            return None;
        }
        subject.words
    };
    if source.is_empty() {
        return None;
    }
    let end = (verb.max(source.end - 1) + 1..block.end)
        .find(|&i| matches!(sheet.lower(i), "," | "." | ":" | "“" | "\""))
        .unwrap_or(block.end);
    Some((verb..verb + 1, source, end))
}

/// "X said: “" and "X told Y, “".
fn cue_before(
    sheet: &Sheet,
    quotation: &Range<usize>,
    inside: &Range<usize>,
    sentence: &Sentence,
) -> Option<(Range<usize>, phrase::Subject)> {
    let mark = quotation.start.checked_sub(1)?;
    let introduced = matches!(sheet.lower(mark), ":" | ",");
    // ": “" may begin a sentence of its own; its cue stands in the one before.
    let from = if quotation.start == sentence.words.start {
        let before = sheet.annotation.sentences.iter().rev().find(|s| s.words.end <= quotation.start)?;
        if before.block != sentence.block || sheet.lower(mark) != ":" {
            return None;
        }
        before.words.start
    } else {
        sentence.words.start
    };
    let reach = if sheet.lower(mark) == ":" {
        40
    } else if introduced {
        12
    } else {
        1
    };
    if !introduced && (inside.len() < 4 || !sheet.is_capital(inside.start)) {
        return None;
    }
    let verb = (from..quotation.start).rev().take(reach + 1).find(|&i| {
        sheet.quotation(i).is_none() && cues::cue(sheet.lower(i)).is_some_and(|c| quotes(c.class))
    })?;
    if introduced && sheet.lower(mark) == "," && (verb + 1..mark).any(|i| sheet.lower(i) == "that") {
        return None;
    }
    let subject = phrase::subject(sheet, from, verb).or_else(|| {
        // "…, said X: “…”"
        let words = phrase::right_phrase(sheet, verb + 1, quotation.start, true);
        (!words.is_empty() && sheet.is_capital(words.start)).then_some(phrase::Subject {
            words,
            verb,
            passive: false,
            relayed: false,
            cites: None,
        })
    })?;
    (!subject.passive).then_some((verb..verb + 1, subject))
}

fn quotes(class: Class) -> bool {
    matches!(class, Class::Say | Class::Tell | Class::Quote | Class::Think | Class::Urge)
}

/// "X told the Post": whom X told is a relay where it is an outlet; who that is gets known later.
fn via_of_tell(sheet: &Sheet, found: &mut Found) {
    let Some(cue) = &found.cue else { return };
    if cues::cue(sheet.lower(cue.start)).is_some_and(|c| c.class == Class::Tell) {
        let hearer =
            phrase::right_phrase(sheet, cue.end, sheet.annotation.words.len().min(cue.end + 16), false);
        if !hearer.is_empty() {
            found.via = vec![hearer];
        }
    }
}

/// Whether a quotation is a sentence or more of its own.
fn stands_alone(
    sheet: &Sheet,
    quotation: &Range<usize>,
    inside: &Range<usize>,
    block: &Range<usize>,
) -> bool {
    let begins = quotation.start == block.start
        || matches!(sheet.lower(quotation.start - 1), "." | "?" | "!" | "”" | "\"");
    begins && inside.len() >= 4 && sheet.is_capital(inside.start)
}

/// Whether the speaker of an earlier quotation is still speaking: in the same block, or in the next where the quotation
/// opens it.
fn goes_on(sheet: &Sheet, previous: &Found, quotation: &Range<usize>, block: &Range<usize>) -> bool {
    let Some(last) = previous.content.last() else { return false };
    let block_index =
        |word: usize| sheet.annotation.sentences.iter().find(|s| s.words.contains(&word)).map(|s| s.block);
    match (block_index(last.start), block_index(quotation.start)) {
        (Some(a), Some(b)) => a == b || a + 1 == b && quotation.start == block.start,
        _ => false,
    }
}
