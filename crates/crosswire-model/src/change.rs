//! What became of an article: from one version to the next.

use crate::{ArticleId, ClaimId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What changed in an article from one version to the next, told by what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The article.
    pub article: ArticleId,
    /// The file of the earlier version; absent for a correction note of an article of which only one is known.
    pub from: Option<String>,
    /// The file of the version after it.
    pub to: String,
    /// What changed.
    pub kind: ChangeKind,
    /// What a number counts, for a figure that changed: `killed`, `person`, "rescue boats".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// What the earlier version says; absent of what is new, and where names are hidden.
    pub before: Option<VersionPassage>,
    /// What the later version says; absent of what was withdrawn.
    pub after: Option<VersionPassage>,
    /// The claims that the last version says in these words.
    pub claims: Vec<ClaimId>,
}

/// Words of one version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionPassage {
    /// Where they stand in the text of that version; absent of a headline.
    #[serde(flatten)]
    pub span: Option<Span>,
    /// The words.
    pub text: String,
}

/// What kind of change it is, the ones that weigh most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The outlet says that it corrected the article.
    Correction,
    /// A number, or the words that qualify it: “two” became “at least five”.
    Figure,
    /// What was affirmed is now denied, or the other way round.
    Reversed,
    /// It is no longer said.
    Withdrawn,
    /// It is said with less certainty: “were killed” became “may have been killed”, or is now on somebody's word alone.
    Weakened,
    /// It is said with more certainty: “may have been killed” became “were killed”, or is now said in the article's own voice.
    Strengthened,
    /// What was planned is under way or done, or the other way round.
    Status,
    /// It is now on another's word.
    Source,
    /// The headline.
    Headline,
    /// It was not said before.
    Added,
    /// The same sentence has other words that tell something, and none of the above was seen in it.
    Reworded,
}
