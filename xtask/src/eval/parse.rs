//! Annotates the raw text of treebanks and scores sentences, words, tags, lemmas and trees.

use super::floors::Floors;
use super::lines;
use crate::score::treebank::{documents, parse};
use crate::{Result, root};
use crosswire_lang::Model;
use crosswire_lang::write::conllu;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What is scored unless something else is named: a name, a file, and how the ids of its documents begin.
const DEFAULT: [(&str, &str, &str); 2] = [
    ("ewt-dev", "bench/treebanks/ewt-dev.conllu.gz", ""),
    ("gum-news-dev", "bench/treebanks/gum-dev.conllu.gz", "GUM_news_"),
];

/// Scores a file, of its documents those whose ids begin with `prefix`; without one those by default.
pub(crate) fn run(data: Option<&Path>, prefix: Option<&str>, floors: &Floors) -> Result {
    let treebanks: Vec<(String, PathBuf, String)> = match data {
        Some(file) => {
            let prefix = prefix.unwrap_or_default();
            let name = [super::stem(file), prefix.to_owned()].join(" ").trim_end().to_owned();
            vec![(name, file.to_owned(), prefix.to_owned())]
        }
        None => DEFAULT.map(|(name, file, own)| (name.to_owned(), root::shared(file), own.to_owned())).into(),
    };
    let mut below = Vec::new();
    for (name, file, prefix) in treebanks {
        if data.is_none() && !file.is_file() {
            println!("skipped: no treebank at {}", file.display());
            continue;
        }
        let scores = treebank(&name, &lines::read(&file)?, &prefix)
            .map_err(|why| format!("{}: {why}", file.display()))?;
        let scores: Vec<_> = scores.iter().map(|(row, f1)| (*row, f1.f1)).collect();
        if let Err(reason) = floors.apply(&format!("parse {name}"), &scores) {
            below.push(reason);
        }
    }
    if below.is_empty() { Ok(()) } else { Err(below.join("\n")) }
}

/// Scores the documents of one treebank whose ids begin with `prefix`, and prints how.
fn treebank(name: &str, text: &str, prefix: &str) -> Result<parse::Scores> {
    let rows: Vec<&str> = text.lines().collect();
    let documents: Vec<_> = documents(&rows).into_iter().filter(|d| d.id.starts_with(prefix)).collect();
    if documents.is_empty() {
        return Err(format!("no document whose id begins with {prefix:?}"));
    }
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let annotate =
        |d: &crate::score::treebank::Document<'_>| conllu::write(d.id, &d.text, &model.annotate(&d.text));
    let found: Vec<String> = documents.par_iter().map(annotate).collect();
    let found: Vec<&str> = found.iter().flat_map(|text| text.lines()).collect();
    let gold: Vec<&str> = documents.iter().flat_map(|d| rows[d.rows.clone()].iter().copied()).collect();
    let scores = parse::score(&gold, &found)?;
    println!("parse {name}: {} documents", documents.len());
    super::print(scores.iter().map(|(row, f1)| (*row, f1)));
    Ok(scores)
}
