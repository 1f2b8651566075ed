//! How long it takes to find who says what, beside the language layer, on one thread.

use super::generate::{self, Shape};
use crate::eval::attribution;
use crate::{Result, root};
use crosswire::extract::statements;
use crosswire::text::Article;
use crosswire::{Document, Model, annotate, text};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// How often each is timed.
const ROUNDS: usize = 5;
/// How many articles are made up where there are none.
const GENERATED: usize = 84;

/// Times both in rounds that alternate; of each the best counts.
pub(crate) fn run(data: Option<&Path>) -> Result {
    if cfg!(debug_assertions) {
        return super::in_release(&["statements"], &[("--data", data)]);
    }
    let articles = articles(data)?;
    let words: usize = articles.iter().map(|a| a.document.text.split_whitespace().count()).sum();
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let (mut layer, mut finding, mut found) = (f64::INFINITY, f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let annotations: Vec<_> = articles.iter().map(|a| annotate::annotate(&model, a)).collect();
        layer = layer.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        found = articles.iter().zip(&annotations).map(|(a, n)| black_box(statements::find(a, n)).len()).sum();
        finding = finding.min(start.elapsed().as_secs_f64());
    }
    println!("{} articles, {words} words, {found} attributions; the best of {ROUNDS} rounds", articles.len());
    println!("{:18} {:>9} {:>11} {:>11}", "", "ms", "ms/article", "words/s");
    for (name, seconds) in [("annotate", layer), ("statements::find", finding)] {
        let each = 1000.0 * seconds / articles.len() as f64;
        println!("{name:18} {:>9.1} {each:>11.3} {:>11.0}", 1000.0 * seconds, words as f64 / seconds);
    }
    println!("statements::find / annotate {:.4}", finding / layer);
    Ok(())
}

/// The articles of the data, or generated ones where it is absent.
pub(super) fn articles(data: Option<&Path>) -> Result<Vec<Article>> {
    let default = root::shared(attribution::DEFAULT.1);
    let file = data.unwrap_or(&default);
    if data.is_some() || file.is_file() {
        return attribution::read(file)?.iter().map(attribution::Article::parts).collect();
    }
    println!("no texts at {}: generated ones are timed", file.display());
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for generated articles: {e}"))?;
    generate::write(Shape::ManyStories, GENERATED, scratch.path())?;
    let options = crosswire_sources::Options::default();
    let documents: Vec<Document> =
        crosswire_sources::read(vec![scratch.path().into()], &options, &|_| ()).value;
    Ok(text::read(documents).value)
}
