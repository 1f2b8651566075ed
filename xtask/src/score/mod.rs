//! Scores, as counts of hits out of totals.
//!
//! In reading order: [`gold`] (what a careful reader finds), [`story`] (a ledger against it), [`extraction`] (article
//! text against text taken out by hand), [`treebank`] (words, trees and names against treebanks), [`attribution`] (who says
//! what against attributions marked by hand), [`quantities`] (numbers with their units against those marked by hand), [`times`]
//! (time expressions against those marked in news), [`coref`] (chains of mentions against those marked by hand), [`reuse`] (copied passages against those that are known).

pub(crate) mod attribution;
pub(crate) mod coref;
pub(crate) mod extraction;
pub(crate) mod gold;
pub(crate) mod quantities;
pub(crate) mod reuse;
pub(crate) mod story;
pub(crate) mod times;
pub(crate) mod treebank;

/// One row of a score: hits out of a total. Where the total is nothing there is no score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) hits: usize,
    pub(crate) total: usize,
}

impl Row {
    /// The share of hits; none for a row without a total, and for a count such as `dispute-extra`.
    pub(crate) fn score(&self) -> Option<f64> {
        (self.total > 0 && self.name != "dispute-extra").then(|| self.hits as f64 / self.total as f64)
    }
}
