//! Sets the weights of alignment on stories whose gold says which passages say the same.
//!
//! An example is a pair of passages of different articles of one story, at least one of which the gold names; it is positive
//! where both are evidence for one claim. The weights are those of three logistic regressions, as
//! `crosswire::group::alignment` wants them, found by Newton's method with a small penalty (Hosmer & Lemeshow, Applied
//! Logistic Regression, 2013, chapter 1), so that the same stories give the same weights. They are set on the passages
//! that the program finds and on those of the gold, which say one thing each.

#![allow(clippy::needless_range_loop, reason = "matrices are read by row and column")]

use crate::eval::pairs::GoldPairs;
use crate::{Result, root};
use crosswire::Model;
use crosswire::group::alignment::{ALONE, Alignment, BESIDE, NAMES, Pair, PerSignal, Weights, copies};
use crosswire_model::Span;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How much the size of a weight counts against it.
const PENALTY: f64 = 2.0;
/// How many signals there are.
const N: usize = NAMES.len();
/// Weights that move by less than this are found.
const CLOSE: f64 = 1e-4;

/// Passages of a story that were compared.
struct Set {
    story: String,
    alignment: Alignment,
    /// The places that were compared, as indices of passages.
    of: Vec<usize>,
    compared: Vec<Pair>,
    /// For each comparison whether both say the same; none where the gold does not tell.
    same: Vec<Option<bool>>,
}

/// Sets the weights on the stories in `eval/stories` and the shared ones and writes them to the pipeline's data; for each
/// story also those that the others give, by which it is measured, to `eval/weights`. Writes the signals to a file, too, where
/// that is asked.
pub(crate) fn run(signals: Option<&Path>) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut sets = Vec::new();
    for folder in [root::at("eval/stories"), root::shared("stories")] {
        let stories = crate::eval::stories::stories(&folder);
        if stories.is_empty() {
            return Err(format!("no stories in {}: the weights are set on all of them", folder.display()));
        }
        for folder in stories {
            println!("reading {}", folder.display());
            sets.push(passages_found(&model, &folder)?);
            sets.push(passages_of_gold(&model, &folder)?);
        }
    }
    if let Some(file) = signals {
        let lines: String = sets.iter().flat_map(lines).collect();
        std::fs::write(file, lines).map_err(|e| format!("cannot write {}: {e}", file.display()))?;
    }
    let weights = fit(&mut sets, None, None);
    write(&root::at("crates/crosswire/data/alignment.txt"), &weights, "all of its stories")?;
    let stories: BTreeSet<String> = sets.iter().map(|s| s.story.clone()).collect();
    for story in stories {
        println!("without {story}");
        let without = fit(&mut sets, Some(&story), Some(&weights));
        write(
            &root::at(&format!("eval/weights/{story}.txt")),
            &without,
            &format!("the stories but {story}"),
        )?;
    }
    Ok(())
}

fn write(file: &Path, weights: &Weights, on: &str) -> Result {
    let text = format!(
        "# What each signal counts for when two passages are compared, in logits: by themselves, beside their rivals, among\n\
         # their neighbours. `cargo xtask weights` sets them on {on}.\n{}",
        weights.write()
    );
    std::fs::write(file, text).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

/// The passages that the program finds.
fn passages_found(model: &Model, folder: &Path) -> Result<Set> {
    let (gold, read) = crate::eval::pairs::read(model, folder)?;
    let alignment = Alignment::new(model, &read);
    let mut claims: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (n, unit) in alignment.units.iter().enumerate() {
        let article = &read.reports[unit.article].article;
        let span = article.span(unit.bytes);
        let path = Path::new(&article.document.path);
        let here = |a: &str| path.file_name().is_some_and(|name| name == a);
        let says = |s: Span| 2 * s.overlap(span) >= s.len().min(span.len());
        for claim in &gold.claims {
            if claim.members.iter().any(|m| here(&m.article) && says(Span::new(m.span.0, m.span.1))) {
                claims.entry(n).or_default().insert(claim.id.clone());
            }
        }
    }
    let of: Vec<usize> = copies(&alignment.units).iter().map(|c| c[0]).collect();
    let compared = alignment.compare(&of);
    let none = BTreeSet::new();
    let same = |&Pair { a, b, .. }: &Pair| {
        let claims = |n: usize| claims.get(&of[n]).unwrap_or(&none);
        let known = !claims(a).is_empty() || !claims(b).is_empty();
        let apart = alignment.units[of[a]].article != alignment.units[of[b]].article;
        (known && apart).then(|| !claims(a).is_disjoint(claims(b)))
    };
    let same = compared.iter().map(same).collect();
    Ok(Set { story: gold.story, alignment, of, compared, same })
}

/// The passages of the gold itself.
fn passages_of_gold(model: &Model, folder: &Path) -> Result<Set> {
    let GoldPairs { story, alignment, pairs } = crate::eval::pairs::pairs(model, folder)?;
    let of: Vec<usize> = (0..alignment.units.len()).collect();
    let same = pairs.iter().map(|(_, same)| Some(*same)).collect();
    let compared = alignment.compare_these(pairs.into_iter().map(|(pair, _)| pair).collect(), &of);
    Ok(Set { story, alignment, of, compared, same })
}

/// The comparisons of which the gold tells, a JSON object a line.
fn lines(set: &Set) -> Vec<String> {
    let article = |n: usize| set.alignment.units[set.of[n]].article;
    let line = |(&Pair { a, b, ref signals, .. }, same): (&Pair, &Option<bool>)| {
        let signals: Vec<f64> =
            signals[..ALONE].iter().map(|s| (f64::from(*s) * 1e4).round() / 1e4).collect();
        let line = serde_json::json!({
            "story": set.story, "a": a, "b": b, "articles": [article(a), article(b)], "same": same, "signals": signals,
        });
        format!("{line}\n")
    };
    set.compared.iter().zip(&set.same).map(line).collect()
}

/// The weights that the stories ask for, all or without one. `near` are weights not far from them.
fn fit(sets: &mut [Set], without: Option<&str>, near: Option<&Weights>) -> Weights {
    let zero = [0.0; N];
    let start = |of: fn(&Weights) -> &PerSignal| near.map_or(zero, |n| *of(n));
    let mut weights = Weights { alone: zero, beside: zero, among: zero };
    weights.alone = regress(sets, without, ALONE, start(|w| &w.alone));
    fill(sets, &weights);
    weights.beside = regress(sets, without, BESIDE, start(|w| &w.beside));
    fill(sets, &weights);
    weights.among = regress(sets, without, N, start(|w| &w.among));
    weights
}

fn fill(sets: &mut [Set], weights: &Weights) {
    sets.par_iter_mut().for_each(|set| set.alignment.beside(&mut set.compared, &set.of, weights));
}

/// A gradient and a matrix of second derivatives.
type Slope = ([f64; N], Vec<[f64; N]>);

/// The weights of the first `known` signals that make the examples likeliest, from `weights` on.
fn regress(sets: &[Set], without: Option<&str>, known: usize, mut weights: PerSignal) -> PerSignal {
    let sets: Vec<&Set> = sets.iter().filter(|s| without.is_none_or(|w| s.story != w)).collect();
    for _ in 0..30 {
        // Each set by itself and then their sum, in order, so that threads do not matter.
        let slopes: Vec<Slope> = sets.par_iter().map(|set| slope(set, known, &weights)).collect();
        let mut gradient = weights.map(|w| -PENALTY * w);
        let mut curve = [[0.0; N]; N];
        for i in 0..N {
            curve[i][i] = PENALTY;
        }
        for (g, c) in slopes {
            for i in 0..known {
                gradient[i] += g[i];
                for j in 0..known {
                    curve[i][j] += c[i.max(j)][i.min(j)];
                }
            }
        }
        let step = solve(curve, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
        if step.iter().all(|s| s.abs() < CLOSE) {
            break;
        }
    }
    weights
}

/// What the examples of a set add to the slope at these weights; of the matrix the lower half.
fn slope(set: &Set, known: usize, weights: &PerSignal) -> Slope {
    let (mut gradient, mut curve) = ([0.0; N], vec![[0.0; N]; N]);
    for (Pair { signals, .. }, same) in set.compared.iter().zip(&set.same) {
        let Some(same) = same else { continue };
        let signals = signals.map(f64::from);
        let logits: f64 = signals[..known].iter().zip(weights).map(|(s, w)| s * w).sum();
        let p = 1.0 / (1.0 + (-logits).exp());
        let (error, curved) = (f64::from(u8::from(*same)) - p, p * (1.0 - p));
        for i in 0..known {
            gradient[i] += error * signals[i];
            let share = curved * signals[i];
            if share != 0.0 {
                curve[i][..=i].iter_mut().zip(signals).for_each(|(c, s)| *c += share * s);
            }
        }
    }
    (gradient, curve)
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
