//! Sets the weights of alignment on the project's own stories, whose gold says which passages say the same.
//!
//! An example is a pair of passages of different articles of one story, at least one of which the gold names; it is positive
//! where both are evidence for one claim. The weights are those of two logistic regressions, as
//! `crosswire::group::alignment` wants them, found by Newton's method with a small penalty (Hosmer & Lemeshow, Applied
//! Logistic Regression, 2013, chapter 1), so that the same stories give the same weights.

#![allow(clippy::needless_range_loop, reason = "matrices are read by row and column")]

use crate::{Result, root};
use crosswire::Model;
use crosswire::group::alignment::{ALONE, Alignment, NAMES, Signals};
use crosswire_model::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// How much the size of a weight counts against it.
const PENALTY: f64 = 5.0;

/// A story, ready to be compared.
struct Story {
    name: String,
    alignment: Alignment,
    /// For each passage the claims that it is evidence for.
    claims: BTreeMap<usize, BTreeSet<String>>,
}

/// Two passages, and whether they say the same.
struct Example {
    signals: Signals,
    same: bool,
}

/// The weights of both regressions.
type Weights = [Signals; 2];

/// Sets the weights on the stories in `eval/stories` and writes them to the pipeline's data; tells how well weights set on
/// all stories but one do on that one.
pub(crate) fn run() -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut stories = Vec::new();
    for folder in crate::eval::stories::stories(&root::at("eval/stories")) {
        stories.push(story(&model, &folder)?);
    }
    for held_out in 0..stories.len() {
        let others: Vec<&Story> =
            (0..stories.len()).filter(|&n| n != held_out).map(|n| &stories[n]).collect();
        let story = &stories[held_out];
        let f1 = best_f1(&examples(story, &fit(&others)[0]), &fit(&others)[1]);
        println!(
            "{}: {} passages, F1 of pairs {f1:.3} by the others' weights",
            story.name,
            story.alignment.units.len()
        );
    }
    let weights = fit(&stories.iter().collect::<Vec<_>>());
    let mut text = String::from(
        "# What each signal counts for when two passages are compared, in logits: by themselves, and beside their rivals.\n\
         # `cargo xtask weights` sets them on the project's own stories.\n",
    );
    for n in 0..NAMES.len() {
        let [alone, all] = [weights[0][n], weights[1][n]];
        writeln!(text, "{} {alone:.3} {all:.3}", NAMES[n]).map_err(|e| e.to_string())?;
    }
    print!("{text}");
    let file = root::at("crates/crosswire/data/alignment.txt");
    std::fs::write(&file, text).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

fn story(model: &Model, folder: &Path) -> Result<Story> {
    let (gold, read) = crate::eval::pairs::read(model, folder)?;
    let alignment = Alignment::new(model, &read);
    let mut claims: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (n, unit) in alignment.units.iter().enumerate() {
        let article = &read.reports[unit.article].article;
        let span = article.span(&unit.bytes);
        let path = Path::new(&article.document.path);
        let here = |a: &str| path.file_name().is_some_and(|name| name == a);
        let says = |s: Span| 2 * s.overlap(span) >= s.len().min(span.len());
        for claim in &gold.claims {
            if claim.members.iter().any(|m| here(&m.article) && says(Span::new(m.span.0, m.span.1))) {
                claims.entry(n).or_default().insert(claim.id.clone());
            }
        }
    }
    Ok(Story { name: gold.story, alignment, claims })
}

/// The pairs of a story's passages of which the gold tells; `alone` are the weights that tell which are rivals.
fn examples(story: &Story, alone: &Signals) -> Vec<Example> {
    let all: Vec<usize> = (0..story.alignment.units.len()).collect();
    let none = BTreeSet::new();
    let compared = story.alignment.compare(&all, |signals| sum(&signals[..ALONE], alone));
    let told = compared.into_iter().filter_map(|(a, b, signals)| {
        let claims = |n: usize| story.claims.get(&n).unwrap_or(&none);
        let known = !claims(a).is_empty() || !claims(b).is_empty();
        let apart = story.alignment.units[a].article != story.alignment.units[b].article;
        (known && apart).then(|| Example { signals, same: !claims(a).is_disjoint(claims(b)) })
    });
    told.collect()
}

/// The weights that some stories ask for.
fn fit(stories: &[&Story]) -> Weights {
    let of = |alone: &Signals| stories.iter().flat_map(|s| examples(s, alone)).collect::<Vec<_>>();
    let zero = [0.0; NAMES.len()];
    let mut first = of(&zero);
    first.iter_mut().for_each(|e| e.signals[ALONE..].fill(0.0));
    let alone = regress(&first);
    [alone, regress(&of(&alone))]
}

fn sum(signals: &[f64], weights: &Signals) -> f64 {
    signals.iter().zip(weights).map(|(s, w)| s * w).sum()
}

/// The weights that make the examples likeliest.
fn regress(examples: &[Example]) -> Signals {
    const N: usize = NAMES.len();
    let mut weights = [0.0; N];
    for _ in 0..30 {
        let mut gradient = weights.map(|w| -PENALTY * w);
        let mut curve = [[0.0; N]; N];
        for i in 0..N {
            curve[i][i] = PENALTY;
        }
        for example in examples {
            let p = 1.0 / (1.0 + (-sum(&example.signals, &weights)).exp());
            let error = f64::from(u8::from(example.same)) - p;
            for i in 0..N {
                gradient[i] += error * example.signals[i];
                for j in 0..N {
                    curve[i][j] += p * (1.0 - p) * example.signals[i] * example.signals[j];
                }
            }
        }
        let step = solve(curve, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
    }
    weights
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
fn best_f1(examples: &[Example], weights: &Signals) -> f64 {
    let mut scored: Vec<(f64, bool)> = examples.iter().map(|e| (sum(&e.signals, weights), e.same)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = scored.iter().filter(|s| s.1).count();
    let (mut found, mut best) = (0, 0.0_f64);
    for (n, (_, same)) in scored.iter().enumerate() {
        found += usize::from(*same);
        best = best.max(2.0 * found as f64 / (n + 1 + all) as f64);
    }
    best
}
