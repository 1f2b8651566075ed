//! What was copied.

use crate::Passage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A passage that stands, word for word or nearly, in another article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reuse {
    /// The passage in the article that comes first in the ledger; the order says nothing about who copied.
    pub a: Passage,
    /// The passage in the other.
    pub b: Passage,
    /// Word for word, or nearly.
    pub kind: ReuseKind,
    /// Share of the words that both passages have in common, 0 to 1, rounded to two places.
    pub similarity: f64,
}

/// How closely two passages agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReuseKind {
    /// The same words in the same order.
    Verbatim,
    /// Most of the same words in the same order.
    Near,
}
