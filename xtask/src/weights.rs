//! Sets the weights of alignment on articles in which annotators joined the mentions of one event.
//!
//! An example is a pair of passages of different articles of one event (in ECB+ a subtopic); it is positive where the events
//! that their predicates name were joined. The weights are those of a logistic regression with a small penalty, found by
//! Newton's method (Hosmer & Lemeshow, Applied Logistic Regression, 2013, chapter 1), so that the same data give the same
//! weights.

use crate::eval::lines;
use crate::{Result, root};
use crosswire::group::alignment::{Alignment, NAMES, Signals};
use crosswire::{Document, Model};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How much the size of a weight counts against it.
const PENALTY: f64 = 1.0;
/// Topics kept for measuring, the usual choice for ECB+ (Cybulska & Vossen 2015).
const DEV: [u32; 8] = [2, 5, 12, 18, 21, 23, 34, 35];

/// An annotated article, as `bench/ecbplus` has it.
#[derive(serde::Deserialize)]
struct Article {
    id: String,
    topic: serde_json::Value,
    #[serde(default)]
    subtopic: Option<String>,
    text: String,
    mentions: Vec<Mention>,
}

#[derive(serde::Deserialize)]
struct Mention {
    chain: String,
    kind: String,
    spans: Vec<[usize; 2]>,
}

/// Two passages, and whether they say the same.
struct Example {
    signals: Signals,
    same: bool,
    dev: bool,
}

/// Sets the weights on a file and writes them to the pipeline's data, or writes the compared pairs of story folders.
pub(crate) fn run(data: &Path, dump: Option<&Path>, stories: &[PathBuf]) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let examples = examples(&model, lines::parse(data)?);
    if let Some(dump) = dump {
        return write_dump(&model, &examples, stories, dump);
    }
    let (dev, train): (Vec<_>, Vec<_>) = examples.iter().partition(|e| e.dev);
    let weights = fit(&train);
    for (name, set) in [("train", &train), ("dev", &dev)] {
        let same = set.iter().filter(|e| e.same).count();
        println!("{name}: {} pairs, {same} say the same, best F1 {:.3}", set.len(), best_f1(set, &weights));
    }
    let mut text = String::from(
        "# What each signal counts for when two passages are compared, in logits; `cargo xtask weights` sets them.\n",
    );
    for (name, weight) in NAMES.iter().zip(weights) {
        writeln!(text, "{name} {weight:.3}").map_err(|e| e.to_string())?;
    }
    print!("{text}");
    let file = root::at("crates/crosswire/data/alignment.txt");
    std::fs::write(&file, text).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

fn examples(model: &Model, articles: Vec<Article>) -> Vec<Example> {
    let mut events: BTreeMap<(u32, String), Vec<Article>> = BTreeMap::new();
    for article in articles {
        let topic = article.topic.as_u64().unwrap_or_default() as u32;
        let name = article.subtopic.clone().unwrap_or_else(|| article.topic.to_string());
        events.entry((topic, name)).or_default().push(article);
    }
    events.into_iter().flat_map(|((topic, _), of)| of_event(model, &of, DEV.contains(&topic))).collect()
}

fn of_event(model: &Model, articles: &[Article], dev: bool) -> Vec<Example> {
    let document = |a: &Article| Document { path: a.id.clone(), text: a.text.clone(), ..Document::default() };
    let read = crosswire::read(model, articles.iter().map(document).collect()).value;
    let alignment = read.alignment(model);
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
    // For each passage the chain of the event that its predicate names, where it names one.
    let chain = |n: usize| {
        let unit = &alignment.units[n];
        let article = &read.articles[unit.article];
        let span = article.span(&unit.predicate);
        let gold = by_id.get(article.document.path.as_str())?;
        let holds = |m: &&Mention| {
            m.kind == "event" && m.spans.iter().any(|s| s[0] <= span.start && span.end <= s[1])
        };
        gold.mentions.iter().find(holds).map(|m| m.chain.as_str())
    };
    let told: Vec<(usize, &str)> = (0..alignment.units.len()).filter_map(|n| Some((n, chain(n)?))).collect();
    let places: Vec<usize> = told.iter().map(|(n, _)| *n).collect();
    let different = |a: usize, b: usize| alignment.units[a].article != alignment.units[b].article;
    alignment
        .pairs(&places)
        .into_iter()
        .filter(|p| different(places[p.a], places[p.b]))
        .map(|p| Example {
            signals: alignment.signals(places[p.a], places[p.b]),
            same: told[p.a].1 == told[p.b].1,
            dev,
        })
        .collect()
}

/// The weights that make the examples likeliest.
fn fit(examples: &[&Example]) -> Signals {
    const N: usize = NAMES.len();
    let mut weights = [0.0; N];
    for _ in 0..25 {
        let mut gradient = [0.0; N];
        let mut curve = [[0.0; N]; N];
        for example in examples {
            let p = probability(&example.signals, &weights);
            let error = f64::from(u8::from(example.same)) - p;
            for i in 0..N {
                gradient[i] += error * example.signals[i];
                for j in 0..N {
                    curve[i][j] += p * (1.0 - p) * example.signals[i] * example.signals[j];
                }
            }
        }
        for i in 0..N {
            gradient[i] -= PENALTY * weights[i];
            curve[i][i] += PENALTY;
        }
        let step = solve(curve, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
    }
    weights
}

fn probability(signals: &Signals, weights: &Signals) -> f64 {
    1.0 / (1.0 + (-signals.iter().zip(weights).map(|(s, w)| s * w).sum::<f64>()).exp())
}

/// Solves a system of linear equations by elimination with the largest pivot.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for at in 0..N {
        let pivot = (at..N).max_by(|&i, &j| a[i][at].abs().total_cmp(&a[j][at].abs())).unwrap_or(at);
        a.swap(at, pivot);
        b.swap(at, pivot);
        for row in at + 1..N {
            let factor = a[row][at] / a[at][at];
            for column in at..N {
                a[row][column] -= factor * a[at][column];
            }
            b[row] -= factor * b[at];
        }
    }
    for at in (0..N).rev() {
        let known: f64 = (at + 1..N).map(|j| a[at][j] * b[j]).sum();
        b[at] = (b[at] - known) / a[at][at];
    }
    b
}

/// The F1 of pairs at the threshold that is best for it.
fn best_f1(examples: &[&Example], weights: &Signals) -> f64 {
    let mut scored: Vec<(f64, bool)> =
        examples.iter().map(|e| (probability(&e.signals, weights), e.same)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = scored.iter().filter(|s| s.1).count();
    let (mut found, mut best) = (0, 0.0_f64);
    for (n, (_, same)) in scored.iter().enumerate() {
        found += usize::from(*same);
        best = best.max(2.0 * found as f64 / (n + 1 + all) as f64);
    }
    best
}

/// Writes every example, and every compared pair of the stories, as JSON Lines.
fn write_dump(model: &Model, examples: &[Example], stories: &[PathBuf], to: &Path) -> Result {
    let mut text = String::new();
    for e in examples {
        let line = serde_json::json!({"dev": e.dev, "same": e.same, "signals": e.signals});
        writeln!(text, "{line}").map_err(|e| e.to_string())?;
    }
    let _ = examples;
    let mut by: BTreeMap<String, Vec<Article>> = BTreeMap::new();
    for a in lines::parse::<Article>(&root::shared("bench/ecbplus/ecbplus.jsonl.gz"))? {
        by.entry(format!("{}:{}", a.topic, a.subtopic.clone().unwrap_or_default())).or_default().push(a);
    }
    for (topic, articles) in by {
        let document =
            |a: &Article| Document { path: a.id.clone(), text: a.text.clone(), ..Document::default() };
        let read = crosswire::read(model, articles.iter().map(document).collect()).value;
        let alignment = read.alignment(model);
        let by_id: BTreeMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
        let units: Vec<_> = (0..alignment.units.len()).filter_map(|n| {
            let u = &alignment.units[n];
            let article = &read.articles[u.article];
            let (span, pred) = (article.span(&u.bytes), article.span(&u.predicate));
            let gold = by_id.get(article.document.path.as_str())?;
            let inside = |m: &&Mention| m.spans.iter().any(|s| s[0] >= span.start && s[1] <= span.end);
            let chains: Vec<_> = gold.mentions.iter().filter(inside).map(|m| (m.chain.clone(), m.kind.clone(), m.spans.iter().any(|s| s[0] <= pred.start && pred.end <= s[1]))).collect();
            if chains.is_empty() { return None; }
            Some(serde_json::json!({"article": article.document.path, "chains": chains, "text": article.text(&u.bytes), "raw": alignment.raw_dump(n, model)}))
        }).collect();
        let line = serde_json::json!({"topic": topic, "units": units, "words": alignment.words_dump(model)});
        writeln!(text, "{line}").map_err(|e| e.to_string())?;
    }
    for folder in stories {
        let documents = crosswire_sources::read(
            vec![folder.clone().into()],
            &crosswire_sources::Options::default(),
            &|_| (),
        )
        .value;
        let read = crosswire::read(model, documents).value;
        let alignment: Alignment = read.alignment(model);
        let unit = |n: usize| {
            let u = &alignment.units[n];
            let article = &read.articles[u.article];
            let span = article.span(&u.bytes);
            serde_json::json!({"article": article.document.path, "start": span.start, "end": span.end, "text": article.text(&u.bytes), "raw": alignment.raw_dump(n, model)})
        };
        let all: Vec<usize> = (0..alignment.units.len()).collect();
        let pair =
            |p: crosswire::group::alignment::Pair| serde_json::json!([p.a, p.b, alignment.signals(p.a, p.b)]);
        let line = serde_json::json!({
            "story": folder, "words": alignment.words_dump(model), "units": all.iter().map(|&n| unit(n)).collect::<Vec<_>>(),
            "pairs": alignment.pairs(&all).into_iter().map(pair).collect::<Vec<_>>(),
        });
        writeln!(text, "{line}").map_err(|e| e.to_string())?;
    }
    std::fs::write(to, text).map_err(|e| format!("cannot write {}: {e}", to.display()))
}
