//! What a ledger costs beside reading: the whole `brief` of one story of few and of many articles, and the language layer alone
//! on the same texts, in this process and on one thread.

use super::measure::peak_mib;
use super::rewrite;
use crate::Result;
use crosswire::{Model, annotate, brief, text};
use std::hint::black_box;
use std::time::Instant;

/// What a story of a size costs.
struct Row {
    articles: usize,
    words: usize,
    /// Seconds of the language layer alone, and of everything.
    layer: f64,
    whole: f64,
    /// Passages that the claims of the ledger rest on, and copied passages.
    evidence: usize,
    reuse: usize,
    peak_mib: Option<f64>,
}

/// A run longer than this is not repeated, in seconds.
const LONG: f64 = 20.0;

/// Times stories of these sizes; of so many rounds the best counts.
pub(crate) fn run(sizes: &[usize], rounds: usize) -> Result {
    if cfg!(debug_assertions) {
        let sizes = sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        return super::in_release(&["story", "--articles", &sizes, "--rounds", &rounds.to_string()], &[]);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|e| e.to_string())?;
    let model = Model::builtin().map_err(|e| e.to_string())?;
    println!(
        "{:>8} {:>8} {:>9} {:>9} {:>7} {:>9} {:>8} {:>11} {:>7} {:>9} {:>8}",
        "articles",
        "words",
        "layer s",
        "brief s",
        "ratio",
        "evidence",
        "reuse",
        "µs/(n log n)",
        "growth",
        "of layer",
        "MiB"
    );
    let mut last: Option<Row> = None;
    for &articles in sizes {
        let row = pool.install(|| time(&model, articles, rounds))?;
        print(&row, last.as_ref());
        last = Some(row);
    }
    println!(
        "n: passages of evidence and of reuse. growth: the exponent of the whole time in the words, from one size to the next; \
         of layer: that of the language layer alone. MiB: the most that this process had at once so far"
    );
    Ok(())
}

fn time(model: &Model, articles: usize, rounds: usize) -> Result<Row> {
    let documents = rewrite::story(articles)?;
    let words = documents.iter().map(|d| d.text.split_whitespace().count()).sum();
    let (mut layer, mut whole) = (f64::INFINITY, f64::INFINITY);
    let (mut evidence, mut reuse) = (0, 0);
    for _ in 0..rounds {
        let read = text::read(documents.clone()).value;
        let start = Instant::now();
        read.iter().for_each(|a| drop(black_box(annotate::annotate(model, a))));
        layer = layer.min(start.elapsed().as_secs_f64());
        let documents = documents.clone();
        let start = Instant::now();
        let ledger = brief(model, documents, Vec::new()).value.ledger;
        whole = whole.min(start.elapsed().as_secs_f64());
        evidence = ledger.claims.iter().map(|c| c.evidence.len()).sum();
        reuse = ledger.reuse.len();
        if whole > LONG {
            break;
        }
    }
    Ok(Row { articles, words, layer, whole, evidence, reuse, peak_mib: peak_mib() })
}

fn print(row: &Row, last: Option<&Row>) {
    let passages = (row.evidence + row.reuse).max(2) as f64;
    let growth = |of: fn(&Row) -> f64| {
        last.map_or("-".to_owned(), |l| {
            format!("{:.2}", (of(row) / of(l)).ln() / (row.words as f64 / l.words as f64).ln())
        })
    };
    println!(
        "{:>8} {:>8} {:>9.3} {:>9.3} {:>7.1} {:>9} {:>8} {:>11.2} {:>7} {:>9} {:>8}",
        row.articles,
        row.words,
        row.layer,
        row.whole,
        row.whole / row.layer,
        row.evidence,
        row.reuse,
        1e6 * row.whole / (passages * passages.ln()),
        growth(|r| r.whole),
        growth(|r| r.layer),
        row.peak_mib.map_or("-".to_owned(), |m| format!("{m:.0}")),
    );
}
