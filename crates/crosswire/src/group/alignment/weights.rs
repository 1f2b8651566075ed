//! What each signal counts for.
//!
//! Weights of a logistic regression: the score is how sure it is that two passages say the same. `cargo xtask weights` sets
//! them on pairs of sentences whose events annotators joined.

use super::signals::{NAMES, Signals};
use std::sync::LazyLock;

/// A weight a line, in the order of [`NAMES`], its name first.
static WEIGHTS: LazyLock<Signals> = LazyLock::new(|| {
    let mut weights = [0.0; NAMES.len()];
    let lines = include_str!("../../../data/alignment.txt").lines().filter(|l| !l.starts_with('#'));
    for (weight, line) in weights.iter_mut().zip(lines) {
        *weight = line.split_whitespace().last().and_then(|w| w.parse().ok()).unwrap_or_default();
    }
    weights
});

/// What each signal gives, in logits.
pub(super) fn given(signals: &Signals) -> Signals {
    std::array::from_fn(|n| signals[n] * WEIGHTS[n])
}

/// How sure it is that two passages say the same, 0 to 1.
pub(super) fn score(signals: &Signals) -> f64 {
    1.0 / (1.0 + (-given(signals).iter().sum::<f64>()).exp())
}
