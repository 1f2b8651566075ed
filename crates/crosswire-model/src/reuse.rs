//! What was copied.

use crate::{ArticleId, Passage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A passage that stands, word for word or nearly, in another article.
///
/// In a story of more than 100 articles a passage has a row for the first article that carries it, and none for further
/// ones: two that have it from one article, in which the two passages are mostly one, are copies by that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reuse {
    /// The passage in the article that comes first in the ledger; the order says nothing about who copied.
    pub a: Passage,
    /// The passage in the other.
    pub b: Passage,
    /// Word for word, or nearly.
    pub kind: ReuseKind,
    /// Whether both would have too little in common without the words of a quotation. Both may have these from whoever
    /// spoke, so that they do not prove that one paper copied the other.
    #[serde(default)]
    pub quotation: bool,
    /// Which of the two is the copy, where order or credit tells it.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// The news agency whose text both carry, where one of them credits it.
    #[serde(default)]
    pub agency: Option<String>,
    /// Share of the words that both passages have in common, 0 to 1, rounded to two places.
    pub similarity: f64,
}

/// Which way a passage went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Direction {
    /// The article that has it from the other, or from what the other carries.
    pub copy: ArticleId,
    /// What tells it.
    pub basis: DirectionBasis,
}

/// What tells which way a passage went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DirectionBasis {
    /// The copy names the other outlet, or the agency whose article the other is.
    Credit,
    /// The other was published on an earlier day.
    Earlier,
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
