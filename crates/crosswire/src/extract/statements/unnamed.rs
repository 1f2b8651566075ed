//! "Reportedly", "it is estimated that": someone's word, and no one named.
#![allow(clippy::single_range_in_vec_init, reason = "a content is a list of ranges, often of one")]

use super::super::sheet::Sheet;
use super::{Found, body, cues};
use crate::annotate::Sentence;
use std::ops::Range;

/// Attributions of a sentence to no one in particular. `here` are those already found in it.
pub(super) fn find(sheet: &Sheet, sentence: &Sentence, here: &[Found]) -> Vec<Found> {
    let words = body(sentence);
    let mut found = Vec::new();
    for i in words.clone() {
        if sheet.quotation(i).is_some() || here.iter().any(|f| f.content.iter().any(|c| c.contains(&i))) {
            continue;
        }
        if matches!(sheet.lower(i), "reportedly" | "allegedly" | "purportedly") {
            let relays_a_cue = (i + 1..words.end).take(2).any(|k| cues::cue(sheet.lower(k)).is_some());
            if !relays_a_cue {
                found.push(Found::new(vec![clause_around(sheet, &words, i)], i..i + 1, None));
            }
        } else if sheet.lower(i) == "it" && matches!(sheet.lower(i + 1), "is" | "was" | "'s" | "has") {
            let verb = (i + 2..(i + 5).min(words.end))
                .find(|&k| cues::cue(sheet.lower(k)).is_some_and(|c| c.form == cues::Form::Past));
            if let Some(verb) = verb
                && sheet.lower(verb + 1) == "that"
            {
                found.push(Found::new(vec![verb + 2..words.end], verb..verb + 1, None));
            }
        }
    }
    found
}

/// The clause that a word stands in: between the nearest commas with enough on either side, else the sentence.
fn clause_around(sheet: &Sheet, words: &Range<usize>, at: usize) -> Range<usize> {
    let stop = |i: &usize| {
        matches!(sheet.lower(*i), ";" | "—" | "–")
            || sheet.lower(*i) == ","
                && matches!(sheet.lower(i + 1), "but" | "while" | "and" | "though" | "although")
    };
    let start = (words.start..at).rev().find(stop).map_or(words.start, |i| i + 1);
    let end = (at..words.end).find(stop).unwrap_or(words.end);
    start..end
}
