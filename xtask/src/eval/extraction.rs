//! Takes the article's text out of web pages, scores it, and times it on one thread.

use super::floors::Floors;
use super::lines;
use crate::score::extraction::score;
use crate::{Result, root};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A page as fetched, with the article's text taken out by hand.
#[derive(serde::Deserialize)]
struct Page {
    id: String,
    url: String,
    html: String,
    body: String,
}

/// Scores the pages of a file.
pub(crate) fn run(data: Option<PathBuf>, worst: usize, floors: &Floors) -> Result {
    let file = data.unwrap_or_else(|| root::shared("bench/extraction/pages.jsonl.gz"));
    if !file.is_file() {
        println!("skipped: no pages at {}", file.display());
        return Ok(());
    }
    let pages = read(&file)?;
    let limits = crosswire_sources::Limits::default();
    let start = Instant::now();
    let found: Vec<String> = pages
        .iter()
        .map(|p| crosswire_sources::extract(&p.html, Some(&p.url), &limits).map_or(String::new(), |p| p.text))
        .collect();
    let seconds = start.elapsed().as_secs_f64();
    let pairs: Vec<(String, String)> =
        pages.iter().zip(found).map(|(p, found)| (p.body.clone(), found)).collect();
    let all = score(&pairs);
    let build = if cfg!(debug_assertions) { "development build" } else { "release build" };
    println!(
        "extraction\n  pages {}  f1 {:.3}  precision {:.3}  recall {:.3}  accuracy {:.3}",
        pages.len(),
        all.f1,
        all.precision,
        all.recall,
        all.accuracy
    );
    println!("  {:.1} pages per second, one thread, {build}", pages.len() as f64 / seconds);
    let mut by_f1: Vec<(f64, &str)> = pairs
        .iter()
        .zip(&pages)
        .map(|(pair, p)| (score(std::slice::from_ref(pair)).f1, p.id.as_str()))
        .collect();
    by_f1.sort_by(|a, b| a.0.total_cmp(&b.0));
    by_f1.iter().take(worst).for_each(|(f1, id)| println!("  {f1:.3} {id}"));
    floors.apply("extraction", &[("f1", all.f1)])
}

/// The pages of a file of JSON Lines.
fn read(path: &Path) -> Result<Vec<Page>> {
    let text = lines::read(path)?;
    let page = |(n, line)| {
        serde_json::from_str(line).map_err(|e| format!("{}, line {}: {e}", path.display(), n + 1))
    };
    text.lines().enumerate().map(page).collect()
}
