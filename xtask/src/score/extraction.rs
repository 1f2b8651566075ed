//! Scores article text against text taken out by hand, by the metric of the article extraction benchmark.
//!
//! Tokens are runs of letters, digits and `_`. A page gives the multiset of its runs of four tokens; precision and recall
//! are taken page by page and averaged, precision over pages where something was found; F1 is made of the averages.

use std::collections::BTreeMap;

/// The averages over all pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extraction {
    pub(crate) f1: f64,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    /// Share of pages with exactly the gold's tokens.
    pub(crate) accuracy: f64,
}

/// Scores pairs of gold text and found text.
pub(crate) fn score(pages: &[(String, String)]) -> Extraction {
    let (mut precisions, mut recalls, mut exact) = (Vec::new(), Vec::new(), 0);
    for (gold, found) in pages {
        let (gold, found) = (tokens(gold), tokens(found));
        exact += usize::from(gold == found);
        let (gold, found) = (runs(&gold), runs(&found));
        let both: usize = gold.iter().map(|(run, n)| *n.min(found.get(run).unwrap_or(&0))).sum();
        let size = |runs: &BTreeMap<&[&str], usize>| runs.values().sum::<usize>();
        for (n, shares) in [(size(&found), &mut precisions), (size(&gold), &mut recalls)] {
            if n > 0 {
                shares.push(both as f64 / n as f64);
            }
        }
    }
    let (precision, recall) = (mean(&precisions), mean(&recalls));
    let sum = precision + recall;
    Extraction {
        f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 },
        precision,
        recall,
        accuracy: if pages.is_empty() { 0.0 } else { exact as f64 / pages.len() as f64 },
    }
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|t| !t.is_empty()).collect()
}

/// The multiset of runs of four tokens; a shorter text gives one shorter run.
fn runs<'a>(tokens: &'a [&'a str]) -> BTreeMap<&'a [&'a str], usize> {
    let mut runs = BTreeMap::new();
    if !tokens.is_empty() {
        for run in tokens.windows(tokens.len().min(4)) {
            *runs.entry(run).or_default() += 1;
        }
    }
    runs
}

fn mean(shares: &[f64]) -> f64 {
    if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::{Extraction, score};

    fn check(pages: &[(&str, &str)]) -> Extraction {
        score(&pages.iter().map(|(g, p)| ((*g).to_owned(), (*p).to_owned())).collect::<Vec<_>>())
    }

    const GOLD: &str = "one two three four five six seven eight";

    #[test]
    fn punctuation_is_no_difference() {
        let got = check(&[(GOLD, "one, two three four five; six seven eight."), (GOLD, GOLD)]);
        assert_eq!(got, Extraction { f1: 1.0, precision: 1.0, recall: 1.0, accuracy: 1.0 });
    }

    #[test]
    fn a_menu_costs_precision_and_a_lost_end_recall() {
        let got = check(&[(GOLD, GOLD), (GOLD, "one two three four five menu menu menu menu menu")]);
        assert!((got.precision - (1.0 + 2.0 / 7.0) / 2.0).abs() < 1e-9, "{got:?}");
        assert!((got.recall - (1.0 + 2.0 / 5.0) / 2.0).abs() < 1e-9, "{got:?}");
        assert_eq!(got.accuracy, 0.5);
    }

    #[test]
    fn an_empty_page_costs_recall_only() {
        let got = check(&[(GOLD, GOLD), (GOLD, "")]);
        assert_eq!((got.precision, got.recall), (1.0, 0.5));
    }
}
