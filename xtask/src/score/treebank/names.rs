//! Scores names, sentence by sentence: the same span and the same kind, F1 over all sentences.

use super::F1;
use std::collections::{BTreeMap, BTreeSet};

/// A name: its first code point, the one after its last, its kind.
pub(crate) type Span = (usize, usize, String);

/// A sentence with its names.
pub(crate) struct Sentence {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) names: BTreeSet<Span>,
}

/// The sentences of a file whose columns are number, word and tag (`B-PER`, `I-PER`, `O`).
///
/// # Errors
/// Where a word does not stand in its sentence's text.
pub(crate) fn load(rows: &[&str]) -> Result<Vec<Sentence>, String> {
    let mut sentences = Vec::new();
    let (mut id, mut text, mut words) = ("", "", Vec::new());
    for row in rows.iter().copied().chain([""]) {
        if let Some(name) = row.strip_prefix("# sent_id = ") {
            id = name;
        } else if let Some(sentence) = row.strip_prefix("# text = ") {
            text = sentence;
        } else if row.is_empty() && !words.is_empty() {
            let names = names(text, &words).map_err(|why| format!("{id}: {why}"))?;
            sentences.push(Sentence { id: id.to_owned(), text: text.to_owned(), names });
            words.clear();
        } else if !row.is_empty() && !row.starts_with('#') {
            let mut columns = row.split('\t').skip(1);
            let (Some(form), Some(tag)) = (columns.next(), columns.next()) else {
                return Err(format!("{id}: no row with a word and a tag: {row:?}"));
            };
            words.push((form, tag));
        }
    }
    Ok(sentences)
}

fn names(text: &str, words: &[(&str, &str)]) -> Result<BTreeSet<Span>, String> {
    let (mut at, mut names, mut open) = (0, BTreeSet::new(), None::<(usize, usize, &str)>);
    let points = |byte: usize| text[..byte].chars().count();
    let mut close = |name: Option<(usize, usize, &str)>| {
        names.extend(name.map(|(start, end, kind)| (points(start), points(end), kind.to_owned())));
    };
    for (form, tag) in words {
        let gap = text[at..].find(form).filter(|gap| text[at..at + gap].trim().is_empty());
        let start = at + gap.ok_or(format!("{form:?} does not stand at its place in the text"))?;
        at = start + form.len();
        let (place, kind) = tag.split_once('-').unwrap_or((tag, ""));
        match (place, &mut open) {
            ("I", Some((_, end, of))) if *of == kind => *end = at,
            ("B" | "I", _) => close(open.replace((start, at, kind))),
            _ => close(open.take()),
        }
    }
    close(open);
    Ok(names)
}

/// The scores of names, by sentence: of all; `span only` whatever their kind; of each kind.
pub(crate) fn score(gold: &[Sentence], found: &BTreeMap<String, BTreeSet<Span>>) -> Vec<(String, F1)> {
    let kinds: BTreeSet<&str> =
        gold.iter().flat_map(|s| &s.names).map(|(_, _, kind)| kind.as_str()).collect();
    let count = |keep: &dyn Fn(&Span) -> Option<Span>| {
        let (mut hits, mut of_found, mut of_gold) = (0, 0, 0);
        for sentence in gold {
            let kept = |spans: &BTreeSet<Span>| spans.iter().filter_map(keep).collect::<BTreeSet<_>>();
            let (right, named) =
                (kept(&sentence.names), found.get(&sentence.id).map(kept).unwrap_or_default());
            hits += right.intersection(&named).count();
            (of_found, of_gold) = (of_found + named.len(), of_gold + right.len());
        }
        F1::new(hits, of_found, of_gold)
    };
    let mut scores = vec![
        ("all".to_owned(), count(&|span| Some(span.clone()))),
        ("span only".to_owned(), count(&|(start, end, _)| Some((*start, *end, String::new())))),
    ];
    for kind in kinds {
        scores.push((kind.to_owned(), count(&|span| (span.2 == kind).then(|| span.clone()))));
    }
    scores
}
