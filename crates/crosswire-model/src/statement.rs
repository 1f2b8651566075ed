//! Who says what.

use crate::{ArticleId, ClaimId, Quoted, SourceId, Span, StatementId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An attribution relation: a source, a cue and a content, as in the PARC and PolNeAR corpora.
///
/// What the article says in its own voice is no statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// The statement's name in this ledger.
    pub id: StatementId,
    /// The article that it stands in.
    pub article: ArticleId,
    /// What is said, without "that" and without the quotation marks around it. In several pieces where the cue splits it.
    pub content: Vec<Span>,
    /// The words that attribute: "said", "according to".
    pub cue: Vec<Span>,
    /// The words that name the source.
    pub source_spans: Vec<Quoted>,
    /// Who they name.
    pub source: Option<SourceId>,
    /// The relays between the source and the article, nearest to the source first.
    pub via: Vec<SourceId>,
    /// The relays that this article leaves out and another, with the same words of the same source, names: nearest to the
    /// source first. Only where `via` is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<Inferred>,
    /// Whether the words are the source's own.
    pub quote: Quote,
    /// The claims that it carries.
    pub claims: Vec<ClaimId>,
}

/// A relay that another article names for the same words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Inferred {
    /// The relay.
    pub via: SourceId,
    /// The statement, of another article, that shows it.
    pub statement: StatementId,
}

/// Whether a statement's content gives the source's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quote {
    /// All of it stands in quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

/// A person, organisation, document or unnamed group on whose word something is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The source's name in this ledger.
    pub id: SourceId,
    /// The fullest name that the articles use; for an unnamed source the words that describe it.
    pub name: String,
    /// What sort of thing it is.
    pub kind: SourceKind,
    /// What the articles say that it is: "director general for parliamentary affairs".
    pub description: Option<String>,
    /// What each article says that it is, in its own words: one calls an agency "semi-official", another "state-run".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<Described>,
    /// Other names that the articles use for it.
    pub aliases: Vec<String>,
    /// The body that it speaks for.
    pub speaks_for: Option<SourceId>,
}

/// What an article says of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Described {
    /// The article.
    pub article: ArticleId,
    /// Its words: "the harbour master", "a fisherman from Tolm".
    pub text: String,
}

/// What sort of thing a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A named person.
    Person,
    /// A named body that is neither an outlet nor an agency: a ministry, a company, a state.
    Organisation,
    /// A report, a letter, a court paper.
    Document,
    /// People without a name: "officials familiar with the talks".
    Unnamed,
    /// A paper, a channel, a website.
    Outlet,
    /// A news agency.
    Agency,
}
