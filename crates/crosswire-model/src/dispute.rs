//! What cannot all be so.

use crate::{ClaimId, DisputeId, Passage, Resolution, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two or more sides that cannot all hold, or differ in a way that an editor must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dispute {
    /// The dispute's name in this ledger.
    pub id: DisputeId,
    /// What it is about.
    pub kind: DisputeKind,
    /// Its sides, none of them the winner.
    pub sides: Vec<Side>,
    /// One sentence that explains it.
    pub why: String,
    /// Whether its sides cannot both hold, or one is later news.
    #[serde(default)]
    pub nature: Nature,
    /// What people say holds; absent where nobody has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
}

/// How the sides of a dispute stand to one another.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// They cannot all hold.
    #[default]
    Contradiction,
    /// They hold at different times, as far as the texts tell: later news.
    Update,
    /// They can all hold, and differ in a way that an editor must know.
    Difference,
}

/// One side of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// What this side holds, in few words.
    pub label: String,
    /// The claims on this side.
    pub claims: Vec<ClaimId>,
    /// The passages on this side.
    pub evidence: Vec<Passage>,
    /// On whose word this side rests, as far as its passages are attributed.
    #[serde(default)]
    pub sources: Vec<SourceId>,
}

/// What a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisputeKind {
    /// How many.
    Figure,
    /// Planned, under way or done.
    Status,
    /// When.
    Time,
    /// Where.
    Place,
    /// Whether it is so.
    Assertion,
    /// What to call it.
    Wording,
    /// Who said it.
    Attribution,
}
