//! Finds what was copied: in pairs that are made from the example by known edits, in pairs where nothing was copied, in
//! pairs of one's own, and in a stream of news.
//!
//! In reading order: [`edits`] (how a copy is made), then [`run`].

mod edits;

use super::floors::Floors;
use super::lines;
use crate::random::Random;
use crate::score::reuse::{Pair, Spans, score, wrong};
use crate::{Result, root};
use crosswire::annotate;
use crosswire::group::reuse;
use crosswire::story::Report;
use crosswire::text::{self, Article};
use crosswire::{Document, Frames, Model};
use crosswire_model::{Basis, Passage, Reuse, ReuseKind};
pub(crate) use edits::originals;
use edits::{Edit, edited};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

/// Folders with reports of one event each that are no copies.
const APART: &str = "eval/reuse";
/// A stream of news.
const STREAM: &str = "bench/stream/articles.jsonl.gz";
/// How many copies are made of each article by each edit.
const COPIES: u64 = 4;
/// How many pairs of articles that lie months apart are looked at.
const UNRELATED: usize = 400;
/// How many articles in a row are searched for copies at once.
const IN_A_ROW: usize = 2000;

/// A pair of one's own.
#[derive(serde::Deserialize)]
struct Given {
    a: String,
    b: String,
    spans: Vec<Spans>,
}

/// An article of the stream.
#[derive(serde::Deserialize)]
struct Streamed {
    id: serde_json::Value,
    outlet: String,
    date: String,
    url: String,
    text: String,
}

/// Scores the pairs of a file, or all that the project has; shows that many wrong passages, and passages of the stream.
pub(crate) fn run(data: Option<&Path>, show: usize, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    if let Some(file) = data {
        let pairs: Vec<Given> = lines::parse(file)?;
        let texts = pairs.iter().map(|p| (p.a.as_str(), p.b.as_str(), p.spans.clone()));
        let name = super::stem(file);
        println!("reuse {name}: {} pairs, in characters", pairs.len());
        let pairs = found(&model, &texts.collect::<Vec<_>>(), show);
        let f1 = score(&pairs);
        super::print([(name.as_str(), &f1)].into_iter());
        return floors.apply(&format!("reuse {name}"), &[("f1", f1.f1)]);
    }
    known(show, floors)?;
    stream(&model, show)
}

/// Scores the pairs that the project has.
pub(crate) fn known(show: usize, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut rows = made(&model, show)?;
    rows.push(("apart", apart(&model, show)?));
    floors.apply("reuse example", &rows)
}

/// Scores copies made of the example's articles, edit by edit.
fn made(model: &Model, show: usize) -> Result<Vec<(&'static str, f64)>> {
    let originals = originals(&root::at("examples/ferry"))?;
    let foreign: Vec<String> = folders()?.into_iter().flatten().flatten().collect();
    println!("reuse: {COPIES} copies of {} articles by each edit, in characters", originals.len());
    let mut rows = Vec::new();
    for edit in Edit::ALL {
        let copies: Vec<_> = (0..COPIES)
            .flat_map(|n| originals.iter().enumerate().map(move |(i, of)| (n * 100 + i as u64, of)))
            .map(|(seed, of)| edited(of, &foreign, edit, &mut Random(seed)))
            .collect();
        let texts: Vec<_> = copies.iter().map(|c| (c.a.as_str(), c.b.as_str(), c.spans.clone())).collect();
        let f1 = score(&found(model, &texts, show));
        super::print([(edit.name(), &f1)].into_iter());
        rows.push((edit.name(), f1.f1));
    }
    Ok(rows)
}

/// The sentences of each report in each folder of reports that are no copies.
fn folders() -> Result<Vec<Vec<Vec<String>>>> {
    let entries = std::fs::read_dir(root::at(APART)).map_err(|e| format!("cannot read {APART}: {e}"))?;
    let mut folders: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| originals(folder)).collect()
}

/// The share of pairs of articles that are no copies in which none is found.
fn apart(model: &Model, show: usize) -> Result<f64> {
    let folders = folders()?;
    let texts: Vec<String> = folders.iter().flatten().map(|sentences| sentences.join(" ")).collect();
    let numbers = 0..texts.len();
    let pairs: Vec<_> = numbers
        .flat_map(|b| (0..b).map(move |a| (a, b)))
        .map(|(a, b)| (texts[a].as_str(), texts[b].as_str(), Vec::new()))
        .collect();
    let all = found(model, &pairs, show);
    let passages: usize = all.iter().map(|pair| pair.found.len()).sum();
    println!("  apart      {} pairs of one event or two: {passages} passages", all.len());
    let none = all.iter().filter(|pair| pair.found.is_empty()).count();
    Ok(none as f64 / all.len().max(1) as f64)
}

/// What is found in each pair of texts beside what is known; up to `show` wrong and missed passages are printed.
fn found(model: &Model, texts: &[(&str, &str, Vec<Spans>)], show: usize) -> Vec<Pair> {
    let pair = |(a, b, known): &(&str, &str, Vec<Spans>)| {
        let documents = [("a", *a), ("b", *b)].map(|(path, text)| document(path, text)).to_vec();
        let reports = read(model, documents);
        let spans = |r: &Reuse| [r.a.span.start, r.a.span.end, r.b.span.start, r.b.span.end];
        let all = reuse::find(&reports);
        // Where nothing is known to be copied, a quotation that both carry is right.
        let found = all.iter().filter(|r| !r.quotation || !known.is_empty()).map(spans).collect();
        Pair { known: known.clone(), found }
    };
    let pairs: Vec<Pair> = texts.par_iter().map(pair).collect();
    let mut left = show;
    for ((a, b, _), pair) in texts.iter().zip(&pairs) {
        for s in wrong(pair).into_iter().take(left) {
            left -= 1;
            println!("    wrong: {:?}\n         = {:?}", cut(a, s[0], s[1]), cut(b, s[2], s[3]));
        }
        let missed = |k: &&Spans| !pair.found.iter().any(|f| f[2] < k[3] && k[2] < f[3]);
        for s in pair.known.iter().filter(missed).take(left).collect::<Vec<_>>() {
            left -= 1;
            println!("    missed: {:?}\n          = {:?}", cut(a, s[0], s[1]), cut(b, s[2], s[3]));
        }
    }
    pairs
}

fn cut(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn document(path: &str, text: &str) -> Document {
    let (path, url) = (path.to_owned(), Some(path.to_owned()));
    Document { sha256: path.clone(), path, url, text: text.to_owned(), ..Document::default() }
}

fn read(model: &Model, documents: Vec<Document>) -> Vec<Report> {
    let report = |article: Article| {
        let annotation = annotate::annotate(model, &article);
        Report::new(article, annotation, &Frames::default())
    };
    text::read(documents).value.into_par_iter().map(report).collect()
}

/// Counts what is found in a stream of news: between articles that lie months apart, and among many in a row.
fn stream(model: &Model, show: usize) -> Result {
    let file = root::shared(STREAM);
    if !file.is_file() {
        println!("skipped: no stream of news at {}", file.display());
        return Ok(());
    }
    let all: Vec<Streamed> = lines::parse(&file)?;
    let mut random = Random(7);
    let mut pairs: Vec<(&Streamed, &Streamed)> = Vec::new();
    while pairs.len() < UNRELATED {
        let (x, y) = (random.of(&all), random.of(&all));
        // Half a year apart and in two outlets, they tell of two things.
        if x.outlet != y.outlet && x.date[..4] != y.date[..4] && x.date[5..7] != y.date[5..7] {
            pairs.push((x, y));
        }
    }
    let of_pair = |(x, y): &(&Streamed, &Streamed)| {
        let reports = read(model, [*x, *y].map(streamed).to_vec());
        (reuse::find(&reports), reports)
    };
    let found: Vec<_> = pairs.par_iter().map(of_pair).collect();
    let passages: usize = found.iter().map(|(reuse, _)| reuse.len()).sum();
    println!("  unrelated  {UNRELATED} pairs of the stream: {passages} passages");
    for (reuse, reports) in found.iter().filter(|(reuse, _)| !reuse.is_empty()).take(show) {
        reuse.iter().for_each(|r| print(r, reports));
    }

    let middle = all.len() / 3;
    let row: Vec<Document> = all.iter().skip(middle).take(IN_A_ROW).map(streamed).collect();
    let start = Instant::now();
    let reports = read(model, row);
    let layer = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let found = reuse::find(&reports);
    let seconds = start.elapsed().as_secs_f64();
    let count = |which: fn(&Reuse) -> bool| found.iter().filter(|r| which(r)).count();
    let pairs: BTreeSet<_> = found.iter().map(|r| (&r.a.article, &r.b.article)).collect();
    let words: usize = reports.iter().map(|r| r.annotation.body_words()).sum();
    println!(
        "  in a row   {} articles, {words} words: {} passages in {} pairs, {} verbatim, {} quotations, {} of an agency, \
         {} with a direction; {seconds:.2} s beside {layer:.1} s to read and annotate",
        reports.len(),
        found.len(),
        pairs.len(),
        count(|r| r.kind == ReuseKind::Verbatim),
        count(|r| r.quotation),
        count(|r| r.agency.is_some()),
        count(|r| r.direction.is_some()),
    );
    let outlet =
        |p: &Passage| reports.iter().find(|r| *r.id() == p.article).map(|r| &r.article.document.outlet);
    let between: Vec<&Reuse> = found.iter().filter(|r| outlet(&r.a) != outlet(&r.b)).collect();
    let quotations = between.iter().filter(|r| r.quotation).count();
    println!(
        "             {} of the passages between two outlets, {quotations} of them quotations",
        between.len()
    );
    for _ in 0..show.min(between.len()) {
        print(random.of::<&Reuse>(&between), &reports);
    }
    Ok(())
}

fn streamed(article: &Streamed) -> Document {
    Document {
        path: article.id.to_string(),
        sha256: article.id.to_string(),
        text: article.text.clone(),
        outlet: Some(article.outlet.clone()),
        url: Some(article.url.clone()),
        published: article.date.get(..10).and_then(|d| d.parse().ok()).map(|d| (d, Basis::Metadata)),
        ..Document::default()
    }
}

/// Prints a passage of the stream with both articles' words.
fn print(reuse: &Reuse, reports: &[Report]) {
    let kind = if reuse.kind == ReuseKind::Verbatim { "verbatim" } else { "near" };
    let quotation = if reuse.quotation { ", quotation" } else { "" };
    let agency = reuse.agency.as_deref().unwrap_or("-");
    println!("\n    {kind}{quotation}, {:.2}, agency {agency}", reuse.similarity);
    for side in [&reuse.a, &reuse.b] {
        let Some(article) = reports.iter().map(|r| &r.article).find(|a| a.id == side.article) else {
            continue;
        };
        let outlet = article.document.outlet.as_deref().unwrap_or("-");
        let copy = reuse.direction.as_ref().filter(|d| d.copy == side.article);
        let copy = copy.map_or(String::new(), |d| format!(", copied ({:?})", d.basis));
        println!("      {outlet}{copy}: {:?}", cut(&article.document.text, side.span.start, side.span.end));
    }
}
