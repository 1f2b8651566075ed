//! The ledger file, `crosswire.ledger/1`.

use crate::{
    Article, Change, Claim, ClaimId, Coverage, Decided, Dispute, Figure, Independence, Origin, Proposition,
    Reuse, Series, SignedOff, Source, Statement, TimeExpression, Wording,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that was found in the articles of one story.
///
/// Fields may be added to this format; none is ever dropped.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ledger {
    /// The name of this format.
    pub schema: SchemaName,
    /// What wrote the ledger.
    pub generator: Generator,
    /// What the articles are about.
    pub story: Story,
    /// What was read, in the order of path.
    pub articles: Vec<Article>,
    /// What was found but could not be read.
    pub skipped: Vec<Skipped>,
    /// What was read with a reserve: repaired, in another language, in common with no other.
    #[serde(default)]
    pub warnings: Vec<Skipped>,
    /// Who is heard.
    pub sources: Vec<Source>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// Which statements give the same words, or say the same in other words.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    /// How many.
    pub figures: Vec<Figure>,
    /// Which figures count the same thing.
    pub series: Vec<Series>,
    /// When.
    pub times: Vec<TimeExpression>,
    /// What is said to happen, passage by passage.
    #[serde(default)]
    pub propositions: Vec<Proposition>,
    /// What is said to be so.
    pub claims: Vec<Claim>,
    /// On whose word.
    pub origins: Vec<Origin>,
    /// Which passages of a claim rest on one origin.
    pub independence: Vec<Independence>,
    /// What cannot all be so.
    pub disputes: Vec<Dispute>,
    /// What was copied.
    pub reuse: Vec<Reuse>,
    /// Which article says what.
    pub coverage: Vec<Coverage>,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// What changed in articles of which several versions were given, or which say themselves that they were corrected: article by
    /// article, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What people decided, oldest first, and what became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decided>,
}

/// The name of this file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum SchemaName {
    /// The first format.
    #[default]
    #[serde(rename = "crosswire.ledger/1")]
    V1,
}

/// What wrote a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Generator {
    /// Name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Name and version of the language model within it.
    pub model: String,
    /// The file of event frames that the user gave beside those of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames: Option<String>,
    /// How many private persons' names were hidden (`--hide-private`); absent where all names stand. Spans then count in the
    /// texts as they are shown, with “[person 1]” for a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_persons: Option<usize>,
}

/// The articles about one event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// A name made from the articles.
    pub id: String,
    /// A headline for it, in the words of one of the articles.
    pub title: String,
    /// The day of the first article.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// The day of the last.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// Who signed the story off, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<SignedOff>,
}

/// A file that was found and not read, or of which a reader should know something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why it was not read, or what to know.
    pub reason: String,
}

/// A time and the claims that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// An ISO 8601 date or interval.
    pub when: String,
    /// The claims, in the order of the ledger.
    pub claims: Vec<ClaimId>,
}
