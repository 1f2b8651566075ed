//! "According to X, …", "…, according to X", "as reported by X", "per X", "citing X".
//!
//! "This information comes from X" gives X the sentence before.
//!
//! Where another attribution stands in the same sentence, "as reported by X" names a relay rather than a source.

use super::super::sheet::Sheet;
use super::{Found, body, cues, phrase};
use crate::annotate::Sentence;
use std::ops::Range;

/// A phrase that names a source outside any clause of its own.
struct Tag {
    /// From its first word to the end of the source.
    whole: Range<usize>,
    cue: Range<usize>,
    source: Range<usize>,
    /// The source that the named one cites in turn: "according to X, which cited Y".
    cites: Option<Range<usize>>,
    /// Whether it may be a relay: "as reported by X".
    reporting: bool,
}

/// Attributions of a sentence by "according to" and its like.
pub(super) fn find(sheet: &Sheet, sentence: &Sentence) -> Vec<Found> {
    let words = body(sentence);
    if let Some(found) = comes_from(sheet, sentence) {
        return vec![found];
    }
    tags(sheet, &words)
        .into_iter()
        .filter_map(|tag| {
            let content = content(sheet, &words, &tag)?;
            let mut found = Found::new(content, tag.cue, Some(tag.source.clone()));
            if let Some(cited) = tag.cites {
                found.source = Some(cited);
                found.via = vec![tag.source];
            }
            Some(found)
        })
        .collect()
}

/// "This information comes from X": what was said stands in the sentence before.
fn comes_from(sheet: &Sheet, sentence: &Sentence) -> Option<Found> {
    let start = sentence.words.start;
    let noun = matches!(
        sheet.lower(start + 1),
        "information" | "account" | "news" | "figure" | "figures" | "count" | "report" | "claim" | "details"
    );
    let comes =
        matches!((sheet.lower(start + 2), sheet.lower(start + 3)), ("comes" | "came" | "come", "from"));
    if !(noun && comes && matches!(sheet.lower(start), "this" | "the" | "that" | "these" | "those")) {
        return None;
    }
    let at = sheet.annotation.sentences.iter().position(|s| s.words.start == start)?;
    let before = sheet.annotation.sentences[..at].last().filter(|s| s.is_evidence())?;
    let source = phrase::right_phrase(sheet, start + 4, sentence.words.end, false);
    let source = source.start..sentence.words.end.max(source.end);
    Some(Found::new(vec![before.words.clone()], start + 2..start + 4, Some(source)))
}

/// Makes "as reported by X" the relay of the other attributions of its sentence, and drops it as one of its own.
pub(super) fn attach_relays(sheet: &Sheet, sentence: &Sentence, here: &mut Vec<Found>, before: &mut [Found]) {
    let words = body(sentence);
    for tag in tags(sheet, &words).into_iter().filter(|t| t.reporting) {
        let other = |f: &Found| {
            f.cue.as_ref() != Some(&tag.cue)
                && f.content.iter().any(|c| words.start <= c.start && c.start < words.end)
        };
        let mut relayed = false;
        for found in here.iter_mut().chain(before.iter_mut()).filter(|f| other(f) && f.source.is_some()) {
            // The relay stands outside what is said; what is said of someone else within it is not relayed.
            if found.source.as_ref() != Some(&tag.source) {
                found.via.push(tag.source.clone());
                relayed = true;
                let start = tag.whole.start;
                for piece in &mut found.content {
                    if piece.start < start && start < piece.end {
                        piece.end = start;
                    }
                }
            }
        }
        if relayed {
            here.retain(|f| f.cue.as_ref() != Some(&tag.cue));
        }
    }
}

fn tags(sheet: &Sheet, words: &Range<usize>) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut i = words.start;
    while i < words.end {
        let (a, b, c) = (sheet.lower(i), sheet.lower(i + 1), sheet.lower(i + 2));
        let outside = sheet.quotation(i).is_none();
        let (cue, start, reporting) = match (a, b, c) {
            _ if !outside => {
                i += 1;
                continue;
            }
            ("according", "to", _) => (i..i + 2, i + 2, false),
            ("as", "per", _) => (i..i + 2, i + 2, false),
            ("per", w, _) if sheet.is_capital(i + 1) || w == "the" && sheet.is_capital(i + 2) => {
                (i..i + 1, i + 1, false)
            }
            ("as", verb, "by")
                if cues::cue(verb).is_some_and(|c| c.form == cues::Form::Past)
                    || matches!(verb, "quoted" | "cited" | "carried" | "published") =>
            {
                (i..i + 3, i + 3, true)
            }
            ("quoted" | "cited" | "reported" | "carried", "by", _)
                if i > words.start && sheet.lower(i - 1) == "," =>
            {
                (i..i + 2, i + 2, true)
            }
            _ => {
                i += 1;
                continue;
            }
        };
        let source = phrase::right_phrase(sheet, start, words.end, true);
        if source.is_empty() {
            i += 1;
            continue;
        }
        // "a report from the Halvik Post", "documents obtained by the Post": the outlet is the source.
        let source = report_of(sheet, source);
        let cites = cited(sheet, &source);
        let plain = match &cites {
            Some(_) => source.start..(source.clone()).find(|&k| sheet.lower(k) == ",").unwrap_or(source.end),
            None => source.clone(),
        };
        i = source.end;
        tags.push(Tag { whole: cue.start..source.end, cue, source: plain, cites, reporting });
    }
    tags
}

/// "a report from X" is X's word.
fn report_of(sheet: &Sheet, source: Range<usize>) -> Range<usize> {
    let at = source.clone().take(6).find(|&i| {
        matches!(sheet.lower(i), "report" | "reports" | "article" | "story")
            && matches!(sheet.lower(i + 1), "from" | "by" | "in")
    });
    match at {
        Some(i) if i + 2 < source.end => i + 2..source.end,
        _ => source,
    }
}

/// Y in "X, which cited Y" and "X, citing Y".
fn cited(sheet: &Sheet, source: &Range<usize>) -> Option<Range<usize>> {
    let at = source.clone().find(|&i| matches!(sheet.lower(i), "cited" | "citing" | "quoted" | "quoting"))?;
    (at + 1 < source.end).then(|| at + 1..source.end)
}

/// The rest of the sentence, or of the clause that the tag closes.
fn content(sheet: &Sheet, words: &Range<usize>, tag: &Tag) -> Option<Vec<Range<usize>>> {
    let before = words.start..tag.whole.start;
    let mut after = tag.whole.end..words.end;
    if before.len() >= 3 && phrase::has_verb(sheet, &before) || after.len() < 4 {
        let mut content = vec![before];
        // "The ship, according to X, sank": the clause goes on behind.
        if sheet.lower(after.start) == "," && after.len() > 3 && !phrase::has_verb(sheet, &content[0]) {
            content.push(after.start + 1..after.end);
        }
        return Some(content);
    }
    if sheet.lower(after.start) == "," {
        after.start += 1;
    }
    let mut content = Vec::new();
    if before.len() > 2 {
        content.push(before);
    }
    content.push(after);
    Some(content)
}
