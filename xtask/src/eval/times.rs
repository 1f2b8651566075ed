//! Finds the time expressions of news, and scores them against those marked in it.

use super::floors::Floors;
use super::lines;
use crate::score::times::{Compared, Score, Timex, score};
use crate::{Result, root};
use crosswire::extract::times;
use crosswire::{Document, Model, annotate, text};
use crosswire_model::Basis;
use rayon::prelude::*;
use std::panic::catch_unwind;
use std::path::Path;

/// What is scored unless something else is named, and what its floors are kept under.
pub(crate) const DEFAULT: (&str, &str) = ("tbaq", "bench/timebank/tbaq.jsonl.gz");

/// An article with the expressions marked in it, and its date.
#[derive(serde::Deserialize)]
pub(crate) struct Article {
    id: String,
    dct: String,
    text: String,
    timex: Vec<Timex>,
}

impl Article {
    /// Its parts.
    pub(crate) fn parts(&self) -> Result<text::Article> {
        let day = self.dct.get(..10).and_then(|day| day.parse().ok());
        let document = Document {
            path: self.id.clone(),
            text: self.text.clone(),
            published: Some((day.ok_or(format!("{} has no date", self.id))?, Basis::Metadata)),
            ..Document::default()
        };
        // Alone, so that it is an article whatever the others say.
        text::read(vec![document]).value.into_iter().next().ok_or(format!("{} holds no article", self.id))
    }

    /// What the pipeline finds in it.
    fn found(&self, model: &Model) -> Result<Vec<Timex>> {
        let parts = self.parts()?;
        let found = times::find(&parts, &annotate::annotate(model, &parts));
        let timex = |t: crosswire_model::TimeExpression| Timex {
            start: t.span.start,
            end: t.span.end,
            r#type: format!("{:?}", t.r#type).to_uppercase(),
            value: t.value,
        };
        Ok(found.into_iter().map(timex).collect())
    }
}

/// The articles of a file of JSON Lines.
pub(crate) fn read(file: &Path) -> Result<Vec<Article>> {
    lines::parse(file)
}

/// Scores the articles of a file; prints `errors` examples of each kind, and writes what was found where that is asked.
pub(crate) fn run(data: Option<&Path>, errors: usize, predictions: Option<&Path>, floors: &Floors) -> Result {
    let default = root::shared(DEFAULT.1);
    let file = data.unwrap_or(&default);
    if data.is_none() && !file.is_file() {
        println!("skipped: no time expressions at {}", file.display());
        return Ok(());
    }
    let name = data.map_or(DEFAULT.0.to_owned(), super::stem);
    let articles = read(file)?;
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let find = |article: &Article| {
        // The message names no article.
        catch_unwind(|| article.found(&model))
            .unwrap_or_else(|_| Err(format!("the pipeline panicked on {}", article.id)))
    };
    let found: Vec<Vec<Timex>> = articles.par_iter().map(find).collect::<Result<_>>()?;
    if let Some(to) = predictions {
        let line = |(a, found)| serde_json::json!({ "id": a, "timex": found }).to_string() + "\n";
        let lines: String = articles.iter().map(|a| &a.id).zip(&found).map(line).collect();
        std::fs::write(to, lines).map_err(|e| format!("cannot write {}: {e}", to.display()))?;
    }
    let compared: Vec<Compared> =
        articles.iter().zip(found).map(|(a, found)| Compared::new(a.timex.clone(), found)).collect();
    let Score { gold, found, rows } = score(&compared);
    println!("times {name}: {} documents, {gold} expressions in the gold, {found} found", articles.len());
    super::print(rows.iter().map(|(row, f1)| (*row, f1)));
    print_errors(&articles, &compared, errors);
    let rows: Vec<_> = rows.iter().map(|(row, f1)| (*row, f1.f1)).collect();
    floors.apply(&format!("times {name}"), &rows)
}

/// Prints up to `most` examples of each kind of error: what stands there, the gold and what was found, the words around.
fn print_errors(articles: &[Article], documents: &[Compared], most: usize) {
    if most == 0 {
        return;
    }
    let mut kinds =
        [("missed", Vec::new()), ("extra", Vec::new()), ("span", Vec::new()), ("value", Vec::new())];
    for (article, document) in articles.iter().zip(documents) {
        let characters: Vec<char> = article.text.chars().collect();
        let mut add = |kind: usize, gold: Option<&Timex>, found: Option<&Timex>| {
            let Some(at) = gold.or(found) else { return };
            let words = |from: usize, to: usize| {
                let words: String = characters[from..to.min(characters.len())].iter().collect();
                words.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let side = |t: Option<&Timex>| match t {
                Some(t) => {
                    format!("`{}` {} {}", words(t.start, t.end), t.r#type, t.value.as_deref().unwrap_or("-"))
                }
                None => "-".to_owned(),
            };
            let around = words(at.start.saturating_sub(60), at.end + 40);
            let line =
                format!("{} [{}]: {} / {}\n      {around}", article.id, article.dct, side(gold), side(found));
            kinds[kind].1.push(line);
        };
        for &(g, f) in &document.pairs {
            let (g, f) = (&document.gold[g], &document.found[f]);
            if (g.start, g.end) != (f.start, f.end) {
                add(2, Some(g), Some(f));
            }
            if g.value != f.value || g.r#type != f.r#type {
                add(3, Some(g), Some(f));
            }
        }
        let lone = |of: &[Timex], side: fn(&(usize, usize)) -> usize| {
            (0..of.len()).filter(|n| !document.pairs.iter().any(|p| side(p) == *n)).collect::<Vec<_>>()
        };
        lone(&document.gold, |p| p.0).iter().for_each(|&g| add(0, Some(&document.gold[g]), None));
        lone(&document.found, |p| p.1).iter().for_each(|&f| add(1, None, Some(&document.found[f])));
    }
    for (kind, lines) in kinds {
        println!("  {kind}: {} (gold / found)", lines.len());
        lines.iter().take(most).for_each(|line| println!("    {line}"));
    }
}
