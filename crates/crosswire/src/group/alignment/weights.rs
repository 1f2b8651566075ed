//! What each signal counts for.
//!
//! Weights of two logistic regressions: the first knows two passages alone and tells which are rivals, the second knows that
//! too and gives the score. `cargo xtask weights` sets them.

use super::signals::{ALONE, NAMES, Signals};
use crate::lexicon;
use std::sync::LazyLock;

/// The weights of both, each in the order of [`NAMES`].
static WEIGHTS: LazyLock<[Signals; 2]> = LazyLock::new(|| {
    let mut weights = [[0.0; NAMES.len()]; 2];
    for (n, (_, [alone, beside])) in lexicon::ALIGNMENT.iter().enumerate().take(NAMES.len()) {
        (weights[0][n], weights[1][n]) = (*alone, *beside);
    }
    weights
});

/// How alike two passages are by themselves, in logits.
pub(super) fn alone(signals: &Signals) -> f64 {
    signals[..ALONE].iter().zip(&WEIGHTS[0]).map(|(s, w)| s * w).sum()
}

/// What each signal counts for, in logits, beside its rivals.
pub(crate) fn each() -> &'static Signals {
    &WEIGHTS[1]
}

/// What each signal gives, in logits.
pub(super) fn given(signals: &Signals) -> Signals {
    std::array::from_fn(|n| signals[n] * WEIGHTS[1][n])
}

/// How sure it is that two passages say the same, 0 to 1.
pub(super) fn score(signals: &Signals) -> f64 {
    1.0 / (1.0 + (-given(signals).iter().sum::<f64>()).exp())
}
