//! What is said to be so, and on whose word.

use crate::{ArticleId, ClaimId, OriginId, Passage, PropositionId, Review, SourceId, Span, StatementId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What passages in one or more articles say that is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The claim's name in this ledger.
    pub id: ClaimId,
    /// The passage that says it most plainly, in its article's words.
    pub text: String,
    /// A passage that says it, as a sentence: what was added to it, from the same sentence of its article, stands in square
    /// brackets, with forms of “be” that headlines leave out.
    #[serde(default)]
    pub title: String,
    /// The passages that say it.
    pub evidence: Vec<Evidence>,
    /// The root sources that it rests on.
    pub origins: Vec<OriginId>,
    /// How well it is borne out.
    pub support: Support,
    /// Whether a dispute touches it.
    pub disputed: bool,
    /// How many of its origins were shown to be independent of one another: the number to show. 0 where no origin is known.
    #[serde(default)]
    pub independent: usize,
    /// Why its passages were taken to say the same: for each passage but the first, its likeness to the one before it that is
    /// most like it.
    #[serde(default)]
    pub links: Vec<Link>,
    /// What people said of it; absent where nobody has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// Why two passages of a claim were taken to say the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Index of one passage in the claim's evidence.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// How sure it is that they say the same, 0 to 1, rounded to two places.
    pub score: f64,
    /// The same in one word.
    #[serde(default)]
    pub strength: Strength,
    /// What the score is made of.
    pub parts: Vec<LinkPart>,
}

/// How strong a tie between two passages is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// They may say the same.
    #[default]
    Possible,
    /// They probably say the same: two origins can corroborate each other by such ties and stronger ones.
    Likely,
    /// They say the same.
    Sure,
}

impl Strength {
    /// The strength of a tie of this score.
    pub fn of(score: f64) -> Self {
        match score {
            s if s >= 0.8 => Strength::Sure,
            s if s >= 0.5 => Strength::Likely,
            _ => Strength::Possible,
        }
    }
}

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkPart {
    /// What was compared: `words`, `meaning`, `event`, `who`, `whom`, `number`, `time`, `name`, `negation` …
    pub signal: String,
    /// What the first passage has.
    pub a: String,
    /// What the other has.
    pub b: String,
    /// What it gave to the score, in logits, rounded to two places; below zero where it speaks against.
    pub gave: f64,
}

/// A passage that says a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// The statement that carries it; absent where the article says it in its own voice.
    pub statement: Option<StatementId>,
    /// Of the thing said: planned, under way, done.
    pub status: Status,
    /// Whether the passage says that it is so or that it is not.
    pub polarity: Polarity,
    /// The propositions that stand in the passage.
    #[serde(default)]
    pub propositions: Vec<PropositionId>,
}

/// How real the thing said is, in the words of the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// "is set to", "plans to".
    Planned,
    /// "is being deported".
    UnderWay,
    /// "has deported".
    Done,
    /// "may", "could".
    Possible,
    /// "did not", "denied that".
    Denied,
}

/// Whether a passage affirms or negates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It says that it is so.
    Positive,
    /// It says that it is not so.
    Negative,
}

/// How well a claim is borne out. Articles are never counted, only origins are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// Two or more origins, shown to be independent.
    Corroborated,
    /// Two or more articles, one origin.
    Echoed,
    /// Two or more origins that may not be independent.
    Unclear,
    /// One article.
    Single,
    /// Two or more articles, none of which says on whose word; no copying found.
    Unattributed,
}

/// The root source on whose word a claim rests. An organisation and those who speak for it are one origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The origin's name in this ledger.
    pub id: OriginId,
    /// The source at the root.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// How its word came to the articles.
    pub paths: Vec<OriginPath>,
}

/// One way from an origin to an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct OriginPath {
    /// The article at the end of it.
    pub article: ArticleId,
    /// The relays between, nearest to the origin first.
    pub via: Vec<SourceId>,
    /// The statement that shows it.
    pub statement: StatementId,
}

/// Whether two passages of a claim rest on the same origin.
///
/// There is one row for two groups of passages, those on one root source or in one copied text, and one for each further
/// passage of a group. Of a claim of more than 40 passages, and of every claim in a story of more than 100 articles, the
/// rows of the largest groups are listed, and of each other group the one that shows most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Independence {
    /// The claim.
    pub claim: ClaimId,
    /// Index of one passage in the claim's evidence.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// What could be shown.
    pub relation: Relation,
    /// What it was decided by.
    #[serde(default)]
    pub ground: Ground,
    /// Why, in a sentence.
    pub reason: String,
    /// The passages that show it: the attributions, the copied words, the rare detail.
    #[serde(default)]
    pub passages: Vec<Passage>,
}

/// What the relation of two passages was decided by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Both name the same root source.
    SameSource,
    /// One source speaks for the other, or both for a third.
    SpeaksFor,
    /// One has it through the other, or from the article in which the other stands.
    Relay,
    /// Words of one stand in the other.
    Copied,
    /// Both hold a detail, or an error, that no other article holds.
    SharedDetail,
    /// Each names another root, and neither relays the other.
    DifferentSources,
    /// The texts do not tell whether one source speaks for the other, or both for a third.
    Affiliation,
    /// A source is not named and may be the other.
    Unnamed,
    /// The passages are not surely the same claim.
    WeakTie,
    /// What someone says, means or plans is known from them alone.
    OwnWord,
    /// A person decided.
    Decision,
    /// At least one does not say on whose word.
    #[default]
    Unattributed,
}

/// What could be shown of two passages. Different wording never proves independence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Relation {
    /// One root: the same source, a body and its spokesman, or copied text.
    #[serde(rename = "same origin")]
    SameOrigin,
    /// Different named roots, neither relaying the other.
    #[serde(rename = "independent")]
    Independent,
    /// The texts do not say.
    #[serde(rename = "unknown")]
    Unknown,
}

/// What an article has to say about a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// The claim.
    pub claim: ClaimId,
    /// The article.
    pub article: ArticleId,
    /// What it has to say.
    pub state: CoverageState,
    /// Whether it is silent because it was published before any article that says it, so that it may not have been known.
    #[serde(default)]
    pub before_known: bool,
}

/// What an article has to say about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageState {
    /// It says it.
    Says,
    /// It says something that cannot hold beside it.
    Contradicts,
    /// It says nothing of it.
    Silent,
}
