//! What grouping a stream costs: near-duplicates alone beside datasketch, grouping alone as the stream grows, and all of it with
//! the language layer.

use super::measure::{once, peak_mib, quiet};
use crate::eval::lines;
use crate::{Result, root};
use crosswire::{Document, Model};
use crosswire_stories::{Copies, Features, Grouping, Sketch, Window};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A stream of 11,989 articles, about twelve a day.
pub(super) const STREAM: &str = "bench/stream/articles.jsonl.gz";
/// Finds near-duplicates with datasketch.
const SCRIPT: &str = include_str!("datasketch_speed.py");
/// The share of runs that near-duplicates have in common, at least.
const LEAST: f64 = 0.6;

#[derive(Deserialize)]
struct Article {
    id: String,
    date: jiff::civil::Date,
    title: String,
    text: String,
}

/// What the script says.
#[derive(Deserialize)]
struct Found {
    version: String,
    seconds: f64,
    pairs: BTreeSet<(u32, u32)>,
}

/// Measures on a stream. `worlds` are the numbers of copies with other names that are grouped together; `python` is one that has datasketch.
pub(crate) fn run(data: Option<&Path>, worlds: &[u32], python: Option<&Path>) -> Result {
    let default = root::shared(STREAM);
    let file = data.unwrap_or(&default);
    if !file.is_file() {
        println!("skipped: no articles at {}", file.display());
        return Ok(());
    }
    if cfg!(debug_assertions) {
        let worlds: Vec<String> = worlds.iter().map(u32::to_string).collect();
        let mut args = vec!["stories"];
        worlds.iter().for_each(|n| args.extend(["--worlds", n]));
        return super::in_release(&args, &[("--data", data), ("--python", python)]);
    }
    let articles: Vec<Article> = lines::parse(file)?;
    near_duplicates(&articles, python)?;
    grouping(&articles, worlds)?;
    whole(file, articles.len())
}

/// Near-duplicates on one thread.
fn near_duplicates(articles: &[Article], python: Option<&Path>) -> Result {
    let start = Instant::now();
    let (mut copies, mut sketches, mut own) = (Copies::default(), Vec::new(), BTreeSet::new());
    for (n, article) in articles.iter().enumerate() {
        let n = n as u32;
        let sketch = Sketch::new(&article.text);
        for other in copies.candidates(&sketch) {
            let other_sketch: &Sketch = &sketches[other as usize];
            if other_sketch.similarity(&sketch) >= LEAST {
                own.insert((other, n));
            }
        }
        copies.add(n, &sketch);
        sketches.push(sketch);
    }
    let seconds = start.elapsed().as_secs_f64();
    let rate = |seconds: f64| articles.len() as f64 / seconds;
    println!(
        "near-duplicates, one thread, {} articles, runs of five words, at least {LEAST} of both",
        articles.len()
    );
    // Prints a row; gives back the pairs that are right by their whole texts.
    let row = |name: &str, seconds: f64, pairs: &BTreeSet<(u32, u32)>| -> BTreeSet<(u32, u32)> {
        let right = |(a, b): &(u32, u32)| jaccard(articles, *a, *b) >= LEAST;
        let right: BTreeSet<(u32, u32)> = pairs.iter().copied().filter(right).collect();
        println!(
            "  {name:20} {seconds:8.2} s {:10.0} articles/s {:6} pairs, {} of them by their whole texts",
            rate(seconds),
            pairs.len(),
            right.len()
        );
        right
    };
    let ours = row("crosswire", seconds, &own);
    let Some(python) = python else {
        println!("  skipped: datasketch; name a python that has it with --python");
        return Ok(());
    };
    let failed = |what: &str, why: String| format!("{what}: {why}");
    let texts = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    let written: String =
        articles.iter().map(|a| format!("{}\n", serde_json::Value::from(a.text.as_str()))).collect();
    std::fs::write(texts.path(), written).map_err(|e| e.to_string())?;
    let output = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(texts.path())
        .arg(LEAST.to_string())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| failed("python", e.to_string()))?;
    let other: Found =
        serde_json::from_slice(&output.stdout).map_err(|e| failed("datasketch", e.to_string()))?;
    let theirs = row(&format!("datasketch {}", other.version), other.seconds, &other.pairs);
    println!(
        "  {:.1} times as fast; of the right pairs both found {}, crosswire alone {}, datasketch alone {}",
        other.seconds / seconds,
        ours.intersection(&theirs).count(),
        ours.difference(&theirs).count(),
        theirs.difference(&ours).count()
    );
    Ok(())
}

/// The share of the runs of two texts that both have.
fn jaccard(articles: &[Article], a: u32, b: u32) -> f64 {
    let runs = |n: u32| -> BTreeSet<Vec<String>> {
        let lower = articles[n as usize].text.to_lowercase();
        let words: Vec<String> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        words.windows(5).map(<[String]>::to_vec).collect()
    };
    let (a, b) = (runs(a), runs(b));
    let both = a.intersection(&b).count() as f64;
    both / (a.len() as f64 + b.len() as f64 - both).max(1.0)
}

/// Grouping alone, with what is kept of the articles at hand, in as many worlds at once: on each day as many times as many articles.
fn grouping(articles: &[Article], worlds: &[u32]) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let features: Vec<Features> = articles
        .par_iter()
        .map(|article| {
            let document =
                Document::from_text(article.id.clone(), article.text.clone()).published(article.date);
            Features::new(
                &model,
                &Document { title: Some(article.title.clone()), ..document },
                article.id.clone(),
            )
        })
        .collect();
    let mut days: BTreeMap<_, Vec<&Features>> = BTreeMap::new();
    features.iter().for_each(|f| days.entry(f.day).or_default().push(f));
    println!(
        "\ngrouping alone, two threads or as many as there are, the same days with more articles on each"
    );
    println!(
        "  {:>10} {:>9} {:>12} {:>10} {:>10} {:>9}",
        "articles", "seconds", "ms/article", "stories", "held", "peak MiB"
    );
    for &worlds in worlds {
        let (mut seconds, mut stories, mut held) = (0.0, 0, 0);
        let mut grouping = Grouping::new(Window::default());
        for day in days.values() {
            let today: Vec<Features> =
                (0..worlds).flat_map(|world| day.iter().map(move |f| f.renamed(world))).collect();
            let start = Instant::now();
            stories += grouping.day(today).len();
            seconds += start.elapsed().as_secs_f64();
            held = held.max(grouping.held());
        }
        let start = Instant::now();
        stories += grouping.finish().len();
        seconds += start.elapsed().as_secs_f64();
        let all = features.len() * worlds as usize;
        let memory = peak_mib().map_or("-".to_owned(), |mib| format!("{mib:.0}"));
        println!(
            "  {all:>10} {seconds:>9.1} {:>12.3} {stories:>10} {held:>10} {memory:>9}",
            seconds * 1000.0 / all as f64
        );
    }
    Ok(())
}

/// The command as a whole: reading, language layer, grouping, writing.
fn whole(file: &Path, articles: usize) -> Result {
    let program: PathBuf = root::build_crosswire(true)?;
    let cost = once(quiet(&program).arg("stories").arg(file))?;
    println!(
        "\nthe command as a whole, {articles} articles: {:.1} s, {} MiB",
        cost.seconds,
        cost.peak_mib.map_or("-".to_owned(), |mib| format!("{mib:.0}"))
    );
    Ok(())
}
