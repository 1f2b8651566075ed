//! Finds the quantities of news sentences, and scores them against those marked by hand.

use super::floors::Floors;
use super::lines;
use crate::score::quantities::{self, Quantity, Value, score};
use crate::{Result, root};
use crosswire::annotate::{self, Annotation};
use crosswire::extract::quantities as found;
use crosswire::text::{self, BlockKind};
use crosswire::{Document, Model};
use crosswire_lang::{Word, WordRange};
use crosswire_model::Qualifier;
use rayon::prelude::*;
use std::path::Path;

/// What is scored unless something else is named, and what its floors are kept under.
const DEFAULT: (&str, &str) = ("newsquant-dev", "bench/newsquant/dev.jsonl");

/// A sentence with the quantities that annotators marked in it.
#[derive(serde::Deserialize)]
struct Sentence {
    id: String,
    text: String,
    quantities: Vec<Quantity>,
}

/// Scores the sentences of a file; shows `errors` with a fault, and writes what was found where that is asked.
pub(crate) fn run(data: Option<&Path>, errors: usize, predictions: Option<&Path>, floors: &Floors) -> Result {
    let default = root::shared(DEFAULT.1);
    let file = data.unwrap_or(&default);
    if data.is_none() && !file.is_file() {
        println!("skipped: no quantities at {}", file.display());
        return Ok(());
    }
    let name = data.map_or(DEFAULT.0.to_owned(), super::stem);
    let sentences: Vec<Sentence> = lines::parse(file)?;
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let pairs: Vec<(Vec<Quantity>, Vec<Quantity>)> =
        sentences.par_iter().map(|s| (s.quantities.clone(), find(&model, &s.text))).collect();
    if let Some(to) = predictions {
        let line = |(s, (_, found)): (&Sentence, &(_, Vec<Quantity>))| {
            serde_json::json!({ "id": s.id, "quantities": found }).to_string() + "\n"
        };
        let lines: String = sentences.iter().zip(&pairs).map(line).collect();
        std::fs::write(to, lines).map_err(|e| format!("cannot write {}: {e}", to.display()))?;
    }
    let quantities::Score { gold, found, rows } = score(&pairs);
    println!(
        "quantities {name}: {} sentences, {gold} quantities in the gold, {found} found",
        sentences.len()
    );
    super::print(rows.iter().map(|(row, f1)| (*row, f1)));
    show(&sentences, &pairs, errors);
    let rows: Vec<_> = rows.iter().map(|(row, f1)| (*row, f1.f1)).collect();
    floors.apply(&format!("quantities {name}"), &rows)
}

/// Prints sentences with a fault.
fn show(sentences: &[Sentence], pairs: &[(Vec<Quantity>, Vec<Quantity>)], most: usize) {
    let faults = sentences.iter().zip(pairs).map(|(s, (gold, found))| (s, quantities::faults(gold, found)));
    for (sentence, (missed, extra)) in faults.filter(|(_, (m, e))| !m.is_empty() || !e.is_empty()).take(most)
    {
        println!("\n{}", sentence.text);
        for (kind, list) in [("missed", missed), ("extra", extra)] {
            for q in list {
                let change = q.change.as_deref().unwrap_or("-");
                println!("  {kind:6} {:?} {} {change}", q.value, q.unit.as_deref().unwrap_or("-"));
            }
        }
    }
}

/// What the pipeline finds in a sentence, as the benchmark writes it.
fn find(model: &Model, text: &str) -> Vec<Quantity> {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let Some(mut article) = text::read(vec![document]).value.into_iter().next() else { return Vec::new() };
    // Sentences without a full stop, or with a name before a colon, are no headings here.
    article.blocks.iter_mut().for_each(|block| block.kind = BlockKind::Paragraph);
    let annotation = annotate::annotate(model, &article);
    found::find(&article, &annotation).iter().flat_map(|q| written(text, &annotation, q)).collect()
}

/// A quantity as the benchmark writes it; "eight or nine euros" are two there.
fn written(text: &str, annotation: &Annotation, q: &found::Quantity) -> Vec<Quantity> {
    let qualifier = match q.qualifier {
        Qualifier::About => "~",
        Qualifier::Above | Qualifier::AtLeast if !q.indefinite => ">",
        Qualifier::Below if nearly(&text[q.bytes]) => "~",
        Qualifier::Below => "<",
        Qualifier::AtMost => "<",
        _ => "=",
    };
    let change = match q.change {
        Some(found::Change::Up) => "up",
        Some(found::Change::Down) => "down",
        None => qualifier,
    };
    let change = Some(change.to_owned());
    let unit = Some(unit(text, annotation, q));
    let of = |value| Quantity { value, unit: unit.clone(), change: change.clone() };
    match q.range {
        Some(range) if range.either => vec![of(Value::One(q.value)), of(Value::One(range.to))],
        Some(range) => vec![of(Value::Two([q.value, range.to]))],
        None if q.indefinite => vec![of(indefinite(&text[q.bytes], q.value))],
        None => vec![of(Value::One(q.value))],
    }
}

/// Whether the words say that a number is all but reached, which is "about" to the benchmark.
fn nearly(words: &str) -> bool {
    let words = words.to_lowercase();
    ["nearly", "almost", "close to", "barely"].iter().any(|word| words.contains(word))
}

/// An indefinite number as the benchmark reads it: "dozens" is 12, "tens of thousands" are 10,000 to 100,000.
fn indefinite(words: &str, value: f64) -> Value {
    if words.to_lowercase().contains("dozens") {
        return Value::One(12.0);
    }
    let power = 10_f64.powf(value.max(1.0).log10().floor());
    Value::Two([power, power * 10.0])
}

/// The unit by the benchmark's names, or the counted noun phrase as lemmas.
fn unit(text: &str, annotation: &Annotation, q: &found::Quantity) -> String {
    let name = match (q.unit, &q.of) {
        (Some("percent"), _) => "percentage".to_owned(),
        (Some("times"), _) => "count".to_owned(),
        (Some("pound-mass"), _) => "pound".to_owned(),
        (Some(unit), _) => unit.to_owned(),
        (None, Some(of)) => phrase(text, annotation, q, *of),
        (None, None) => "-".to_owned(),
    };
    let name = if q.share { format!("% {name}") } else { name };
    match q.per {
        Some(per) => format!("{name} per {per}"),
        None => name,
    }
}

/// The lemmas of the nouns, adjectives and participles of a noun phrase: of all that the noun governs, where the number takes
/// one of a whole.
fn phrase(text: &str, annotation: &Annotation, q: &found::Quantity, of: WordRange) -> String {
    let words = &annotation.language.words;
    let head = of.end - 1;
    // "the previous two sessions": modifiers before the number count as well.
    let leads = (0..q.words.start.min(of.start))
        .rev()
        .take_while(|&i| words[i].head == Some(head) && is_content(text, &words[i]));
    let first = leads.last().filter(|_| !q.of_whole).unwrap_or(of.start);
    let mut last = of.end;
    if q.of_whole && q.value == 1.0 {
        let within = |i: usize| {
            let above = std::iter::successors(Some(i), |&i| words[i].head);
            above.take(8).any(|i| i == head) && words[i].relation.as_str() != "punct"
        };
        last += (of.end..words.len()).take_while(|&i| within(i)).count();
    }
    let content = (first..last).filter(|&i| !q.words.contains(i) && is_content(text, &words[i]));
    let mut name = String::new();
    let mut end = None;
    for word in content.map(|i| &words[i]) {
        // "coal-fired" is one word, and is no form of a verb.
        let joined = end.is_some_and(|end: usize| &text[end..word.bytes.start] == "-");
        let hyphen = joined || text[word.bytes.end..].starts_with('-');
        if !name.is_empty() {
            name.push(if joined { '-' } else { ' ' });
        }
        name.push_str(if hyphen { &text[word.bytes] } else { &word.lemma });
        end = Some(word.bytes.end);
    }
    if name.is_empty() { "-".to_owned() } else { name }
}

/// Whether a word says what is counted: nouns, adjectives, participles, verbs.
fn is_content(text: &str, word: &Word) -> bool {
    let tag = word.xpos.as_str();
    let kinds = tag.starts_with("NN") || tag.starts_with("JJ") || matches!(tag, "VBN" | "VBG" | "VB" | "AFX");
    kinds && !text[word.bytes].starts_with('\'')
}
