//! What people say of a ledger: confirm, reject, merge, split, same source, independent …
//!
//! A ledger is a function of articles and decisions. A decision names the passages that it is about by their words, so that it
//! finds them again when a text is extracted anew or articles are added. It is withdrawn by another decision and never
//! deleted. Decisions are kept as JSON Lines, one a line, or in a store.

use crate::{ClaimId, DecisionId, DisputeId, DisputeKind, FigureId, Number, Qualifier, SourceId, Support};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one person said of a ledger, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The decision's name. One that is written without a name gets one made from all the rest.
    #[serde(default = "nameless")]
    pub id: DecisionId,
    /// Who decided: a person's name, or that of a program which was asked.
    pub by: String,
    /// When. Of two decisions that contradict each other the later one holds.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where a program was asked: the SHA-256 of the question in hexadecimal, so that it is not asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What was decided.
    #[serde(flatten)]
    pub ruling: Ruling,
}

fn nameless() -> DecisionId {
    DecisionId(String::new())
}

/// What was decided, and on which passages.
///
/// A claim is named by passages that say it: it is found as long as one of them is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "decision", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Ruling {
    /// These passages say the same.
    Confirm {
        /// The passages of the claim.
        claim: Vec<Anchor>,
    },
    /// This is no claim worth keeping: it stays in the ledger, marked, and counts for nothing.
    Reject {
        /// The passages of the claim.
        claim: Vec<Anchor>,
    },
    /// These claims are one.
    Merge {
        /// The passages of each.
        claims: Vec<Vec<Anchor>>,
    },
    /// This claim is several.
    Split {
        /// The passages of each part.
        parts: Vec<Vec<Anchor>>,
    },
    /// A passage does not say this claim, but that one.
    Move {
        /// The passage.
        passage: Anchor,
        /// Passages of the claim that it does not say.
        from: Vec<Anchor>,
        /// Passages of the claim that it says; none where it says one of its own.
        #[serde(default)]
        to: Vec<Anchor>,
    },
    /// A claim reads better so.
    Title {
        /// The passages of the claim.
        claim: Vec<Anchor>,
        /// The sentence.
        title: String,
    },
    /// These sources are one.
    SameSource {
        /// The sources; the first one's name is kept.
        sources: Vec<SourceAnchor>,
    },
    /// These two sources are not one, nor does one speak for the other.
    DistinctSources {
        /// One source.
        a: SourceAnchor,
        /// The other.
        b: SourceAnchor,
    },
    /// A source is called so.
    RenameSource {
        /// The source.
        source: SourceAnchor,
        /// Its name.
        name: String,
    },
    /// Two passages that say the same rest on independent sources.
    Independent {
        /// One passage.
        a: Anchor,
        /// The other.
        b: Anchor,
    },
    /// Two passages that say the same rest on one origin.
    SameOrigin {
        /// One passage.
        a: Anchor,
        /// The other.
        b: Anchor,
    },
    /// It is known what holds.
    ResolveDispute {
        /// The passages of each side.
        sides: Vec<Vec<Anchor>>,
        /// Which side holds, counted from 0; none where no side does, or each in its way.
        #[serde(default)]
        holds: Option<usize>,
    },
    /// This is no dispute.
    DismissDispute {
        /// The passages of each side.
        sides: Vec<Vec<Anchor>>,
    },
    /// These cannot all be so.
    NewDispute {
        /// What it is about.
        kind: DisputeKind,
        /// Its sides, two or more.
        sides: Vec<NewSide>,
    },
    /// A figure was misread. What is left out stays as it was read.
    Figure {
        /// The words of the figure.
        figure: Anchor,
        /// The number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Number>,
        /// What the words around it make of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        qualifier: Option<Qualifier>,
        /// What it counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<String>,
        /// What happens to those counted: `killed`, `injured`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
    },
    /// An article is left out of the story: the ledger is as if it had not been there.
    LeaveOut {
        /// The article.
        article: ArticleAnchor,
    },
    /// Something to know.
    Note {
        /// Passages of what it is about; none where it is about the story.
        #[serde(default)]
        on: Vec<Anchor>,
        /// The note.
        text: String,
    },
    /// A claim, or the whole story, is signed off.
    SignOff {
        /// The passages of the claim; none for the whole story.
        #[serde(default)]
        claim: Vec<Anchor>,
        /// How well it is borne out, where the signer grades it otherwise than the ledger.
        #[serde(default)]
        grade: Option<Support>,
    },
    /// An earlier decision no longer stands.
    Withdraw {
        /// The decision.
        withdrawn: DecisionId,
    },
}

/// Where a passage stands, said so that it can be found again: the selectors of the W3C Web Annotation Data Model
/// (`TextQuoteSelector` and `TextPositionSelector`).
///
/// The words are enough where no others of the story are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// The article that it stands in; any that has the words where nothing is said.
    #[serde(flatten)]
    pub article: ArticleAnchor,
    /// Its words.
    pub exact: String,
    /// The words right before it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The words right after it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// Its first code point in the text that was decided on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// The code point after its last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

/// Which article, said so that it is found again: by its bytes, else by its address, else by its path.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ArticleAnchor {
    /// SHA-256 of the bytes that were read, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// A source, said so that it is found again: by passages that are on its word, else by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct SourceAnchor {
    /// Its name, or one that the articles use for it.
    pub name: String,
    /// Passages that are on its word, or the words that name it there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Anchor>,
}

/// A side of a dispute that a person has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewSide {
    /// What this side holds, in few words.
    pub label: String,
    /// Its passages.
    pub passages: Vec<Anchor>,
}

/// A decision, and what became of it in a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// What became of it.
    pub state: State,
    /// Words of passages, or names, that it is about and that are no longer found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// The parts of the ledger that it is about.
    #[serde(default)]
    pub touches: Touched,
}

/// The parts of a ledger that a decision is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Touched {
    /// Claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimId>,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// Disputes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<DisputeId>,
    /// Figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigureId>,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The ledger is as it says.
    Applied,
    /// The ledger is as it says, as far as its passages are found.
    Partly,
    /// Nothing that it is about is found.
    Lost,
    /// A later decision says otherwise.
    Overruled,
    /// It was withdrawn.
    Withdrawn,
}

/// What people said of a claim as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Whether it is a claim; open where nobody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Who signed it off, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<SignedOff>,
    /// The decisions that touch it, oldest first.
    pub decisions: Vec<DecisionId>,
}

/// Whether people take a claim for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Its passages say the same.
    Confirmed,
    /// It counts for nothing.
    Rejected,
}

/// A signature under a claim or a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedOff {
    /// Who signed.
    pub by: String,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// How well they say it is borne out, where they grade it otherwise than the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Support>,
}

/// What people said of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resolution {
    /// The side that holds, counted from 0; none where no side does, or each in its way.
    pub holds: Option<usize>,
    /// The decision that says so.
    pub decision: DecisionId,
}
