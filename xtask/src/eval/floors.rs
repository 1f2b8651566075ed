//! `eval/floors.toml`: scores that must not be fallen below.

use crate::{Result, root};
use clap::Args;
use std::collections::BTreeMap;

/// Where the floors are kept.
const PATH: &str = "eval/floors.toml";

/// What the file begins with.
const HEAD: &str = "\
# Scores that must not be fallen below, checked by `cargo xtask test`.
# `cargo xtask eval … --update-floors` raises them; to lower one, add `--allow-lower REASON`, which is kept in `lowered`.
";

/// A score may differ by this much without being another: floors are written with three digits.
const SLACK: f64 = 0.0005;

/// What to do about the floors.
#[derive(Args)]
pub(crate) struct Floors {
    /// Fail where a score is below its floor.
    #[arg(long)]
    floors: bool,
    /// Raise the floors to the scores.
    #[arg(long)]
    update_floors: bool,
    /// Lower floors to the scores as well, for this reason.
    #[arg(long, value_name = "REASON", requires = "update_floors")]
    allow_lower: Option<String>,
}

/// The file: floors by benchmark and row, and why any was lowered.
#[derive(Default, serde::Serialize, serde::Deserialize)]
struct File {
    #[serde(default)]
    lowered: Vec<String>,
    #[serde(flatten)]
    floors: BTreeMap<String, BTreeMap<String, f64>>,
}

impl Floors {
    /// Only the check.
    pub(crate) fn check_only() -> Self {
        Floors { floors: true, update_floors: false, allow_lower: None }
    }

    /// Compares a benchmark's scores with its floors and moves these where asked.
    ///
    /// # Errors
    /// Where a score is below its floor, or a row that has a floor has no score.
    pub(crate) fn apply(&self, benchmark: &str, scores: &[(&str, f64)]) -> Result {
        if !self.floors && !self.update_floors {
            return Ok(());
        }
        let text = std::fs::read_to_string(root::at(PATH)).unwrap_or_default();
        let mut file: File = toml::from_str(&text).map_err(|e| format!("{PATH}: {e}"))?;
        let floors = file.floors.entry(benchmark.to_owned()).or_default();
        let below = below(floors, scores);
        if self.update_floors {
            for &(row, score) in scores {
                let floor = floors.entry(row.to_owned()).or_insert(f64::MIN);
                if score < *floor - SLACK && self.allow_lower.is_none() {
                    continue;
                }
                if score < *floor - SLACK {
                    let reason = self.allow_lower.as_deref().unwrap_or_default();
                    file.lowered.push(format!("{benchmark} {row} {floor:.3} to {score:.3}: {reason}"));
                }
                *floor = (score * 1000.0).floor() / 1000.0;
            }
            let text = toml::to_string_pretty(&file).map_err(|e| e.to_string())?;
            std::fs::write(root::at(PATH), format!("{HEAD}\n{text}"))
                .map_err(|e| format!("cannot write {PATH}: {e}"))?;
        }
        if below.is_empty() || self.allow_lower.is_some() {
            return Ok(());
        }
        Err(format!("{benchmark} is below its floors in {PATH}:\n  {}", below.join("\n  ")))
    }
}

/// The rows below their floor, in words.
fn below(floors: &BTreeMap<String, f64>, scores: &[(&str, f64)]) -> Vec<String> {
    floors
        .iter()
        .filter_map(|(row, floor)| match scores.iter().find(|(name, _)| name == row) {
            None => Some(format!("{row} has a floor of {floor:.3} and no score")),
            Some((_, score)) if *score < floor - SLACK => {
                Some(format!("{row} is {score:.3}, below its floor of {floor:.3}"))
            }
            Some(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::below;
    use std::collections::BTreeMap;

    #[test]
    fn a_score_below_its_floor_and_a_lost_row_are_named() {
        let floors = BTreeMap::from([("content".to_owned(), 0.55), ("figures".to_owned(), 0.8)]);
        assert_eq!(below(&floors, &[("content", 0.55), ("figures", 0.9)]), Vec::<String>::new());
        let named = below(&floors, &[("content", 0.54)]);
        assert!(named.len() == 2 && named[0].contains("0.540") && named[1].contains("no score"), "{named:?}");
    }
}
