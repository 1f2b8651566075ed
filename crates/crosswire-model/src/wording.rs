//! The same thing in several articles' words.

use crate::{ArticleId, SourceId, Span, StatementId, WordingId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Statements of different articles that give one saying of one source, word for word or in other words: two translations
/// of a quotation, a quotation and its paraphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wording {
    /// The set's name in this ledger.
    pub id: WordingId,
    /// Whose saying it is. Where one of its sources speaks for another, the one that most of its statements name.
    pub source: SourceId,
    /// The statements, in the order of the ledger. One of an article, unless it gives the same words twice.
    pub statements: Vec<StatementId>,
    /// Word for word, or in other words.
    pub kind: WordingKind,
    /// What each statement has to itself, in the order of the ledger; those that have nothing to themselves are left out.
    pub differences: Vec<Difference>,
}

/// Whether statements give a saying in the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WordingKind {
    /// The same words in the same order.
    Verbatim,
    /// Other words, or another order, somewhere.
    Paraphrase,
}

/// What a statement has to itself among those of its set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The statement.
    pub statement: StatementId,
    /// The article that it stands in, and the spans with it.
    pub article: ArticleId,
    /// Runs of words of its content that stand in no other statement of the set, and numbers and negations that do not stand
    /// in all of them.
    pub spans: Vec<Span>,
}
