//! What a ledger costs beside reading: the whole `brief` of one story of few and of many articles, and the language layer alone
//! on the same texts, in this process and on one thread.

use super::measure::peak_mib;
use super::rewrite;
use crate::Result;
use crosswire::model::Decision;
use crosswire::{Brief, Document, Memory, Model, annotate, brief, text};
use std::hint::black_box;
use std::time::Instant;

/// What a story of a size costs.
struct Row {
    articles: usize,
    words: usize,
    /// Seconds of the language layer alone, and of everything.
    layer: f64,
    whole: f64,
    /// Seconds of everything again after one decision, with the memory of the run before.
    again: f64,
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
        "{:>8} {:>8} {:>9} {:>9} {:>7} {:>9} {:>9} {:>8} {:>11} {:>7} {:>9} {:>8}",
        "articles",
        "words",
        "layer s",
        "brief s",
        "ratio",
        "again s",
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
        "again: the whole after one decision, when the story has been told before. n: passages of evidence and of reuse. growth: the exponent of the whole time in the words, from one size to the next; \
         of layer: that of the language layer alone. MiB: the most that this process had at once so far"
    );
    Ok(())
}

fn time(model: &Model, articles: usize, rounds: usize) -> Result<Row> {
    let documents = rewrite::story(articles)?;
    let words = documents.iter().map(|d| d.text.split_whitespace().count()).sum();
    let (mut layer, mut whole, mut again) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    let (mut evidence, mut reuse) = (0, 0);
    for _ in 0..rounds {
        let read = text::read(documents.clone()).value;
        let start = Instant::now();
        read.iter().for_each(|a| drop(black_box(annotate::annotate(model, a))));
        layer = layer.min(start.elapsed().as_secs_f64());
        let once = documents.clone();
        let start = Instant::now();
        let ledger = brief(model, once, Vec::new()).value.ledger;
        whole = whole.min(start.elapsed().as_secs_f64());
        evidence = ledger.claims.iter().map(|c| c.evidence.len()).sum();
        reuse = ledger.reuse.len();
        again = again.min(after_a_decision(model, &documents)?);
        if whole > LONG {
            break;
        }
    }
    Ok(Row { articles, words, layer, whole, again, evidence, reuse, peak_mib: peak_mib() })
}

/// Seconds until a story is told again after a decision, when it has been told before.
fn after_a_decision(model: &Model, documents: &[Document]) -> Result<f64> {
    let memory = Memory::default();
    let tell = |decisions: Vec<Decision>| {
        let story = Brief::builder().documents(documents.to_vec()).decisions(decisions);
        story.memory(memory.clone()).build(model).value.ledger
    };
    let ledger = tell(Vec::new());
    let first = &ledger.statements.first().ok_or("a story without statements")?;
    let path = ledger.articles.iter().find(|a| a.id == first.article).map(|a| a.path.clone());
    let text = documents
        .iter()
        .find(|d| Some(&d.path) == path.as_ref())
        .map(|d| d.text.as_str())
        .unwrap_or_default();
    let words: String = text.chars().skip(first.content[0].start).take(first.content[0].len()).collect();
    let decision = serde_json::json!({
        "by": "bench", "at": "2031-03-05T09:00:00Z", "decision": "move", "from": [], "passage": {"path": path, "exact": words},
    });
    let decision: Decision = serde_json::from_value(decision).map_err(|e| e.to_string())?;
    let start = Instant::now();
    black_box(tell(vec![decision]));
    Ok(start.elapsed().as_secs_f64())
}

fn print(row: &Row, last: Option<&Row>) {
    let passages = (row.evidence + row.reuse).max(2) as f64;
    let growth = |of: fn(&Row) -> f64| {
        last.map_or("-".to_owned(), |l| {
            format!("{:.2}", (of(row) / of(l)).ln() / (row.words as f64 / l.words as f64).ln())
        })
    };
    println!(
        "{:>8} {:>8} {:>9.3} {:>9.3} {:>7.1} {:>9.3} {:>9} {:>8} {:>11.2} {:>7} {:>9} {:>8}",
        row.articles,
        row.words,
        row.layer,
        row.whole,
        row.whole / row.layer,
        row.again,
        row.evidence,
        row.reuse,
        1e6 * row.whole / (passages * passages.ln()),
        growth(|r| r.whole),
        growth(|r| r.layer),
        row.peak_mib.map_or("-".to_owned(), |m| format!("{m:.0}")),
    );
}
