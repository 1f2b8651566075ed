//! What each signal counts for.
//!
//! Weights of three logistic regressions, each of which knows more than the one before: two passages by themselves; whether
//! others are nearer to them; what others say of both. The last gives the score. `cargo xtask weights` sets them.

use super::signals::{ALONE, BESIDE, NAMES, PerSignal, Signals};
use crate::lexicon;
use std::sync::LazyLock;

/// The weights of the three, each in the order of [`NAMES`].
#[derive(Debug, Clone)]
pub struct Weights {
    /// Of two passages by themselves.
    pub alone: PerSignal,
    /// Beside their rivals.
    pub beside: PerSignal,
    /// Among their neighbours: these give the score.
    pub among: PerSignal,
}

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::of(&lexicon::ALIGNMENT.iter().map(|(_, row)| *row).collect::<Vec<_>>()));

impl Weights {
    /// Reads weights as [`Weights::write`] writes them.
    ///
    /// # Errors
    ///
    /// Another number of rows than there are signals, or a row that is no name and three numbers.
    pub fn read(text: &str) -> Result<Weights, String> {
        let rows = text.lines().filter(|line| !line.starts_with('#')).map(lexicon::signal);
        let rows = rows.map(|row| Ok(row?.1)).collect::<Result<Vec<_>, String>>()?;
        if rows.len() != NAMES.len() {
            return Err(format!("{} rows are wanted, one a signal", NAMES.len()));
        }
        Ok(Self::of(&rows))
    }

    /// The three columns; a signal without a row counts for nothing.
    fn of(rows: &[[f64; 3]]) -> Self {
        let column = |at: usize| std::array::from_fn(|n| rows.get(n).map_or(0.0, |row| row[at]));
        Weights { alone: column(0), beside: column(1), among: column(2) }
    }

    /// A row a signal: its name and what it counts for by itself, beside rivals, among neighbours.
    pub fn write(&self) -> String {
        let row = |n: usize| {
            format!("{} {:.3} {:.3} {:.3}\n", NAMES[n], self.alone[n], self.beside[n], self.among[n])
        };
        (0..NAMES.len()).map(row).collect()
    }

    /// Those that ship.
    pub fn builtin() -> &'static Weights {
        &WEIGHTS
    }

    /// How alike two passages are by themselves, in logits.
    pub(super) fn alone(&self, signals: &Signals) -> f64 {
        sum(&signals[..ALONE], &self.alone)
    }

    /// How alike two passages are beside their rivals, in logits.
    pub(super) fn beside(&self, signals: &Signals) -> f64 {
        sum(&signals[..BESIDE], &self.beside)
    }

    /// How likely it is that two passages say the same, 0 to 1.
    pub(super) fn score(&self, signals: &Signals) -> f64 {
        likelihood(sum(signals, &self.among))
    }

    /// What each signal gives, in logits.
    pub(super) fn given(&self, signals: &Signals) -> PerSignal {
        std::array::from_fn(|n| f64::from(signals[n]) * self.among[n])
    }
}

/// The likelihood that logits stand for.
pub(super) fn likelihood(logits: f64) -> f64 {
    1.0 / (1.0 + (-logits).exp())
}

fn sum(signals: &[f32], weights: &PerSignal) -> f64 {
    signals.iter().zip(weights).map(|(s, w)| f64::from(*s) * w).sum()
}
