//! What was read.

use crate::{ArticleId, Span};
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// One text published by one outlet.
///
/// In a file that was written with `--texts` the text that spans count in stands beside it as `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = with_text)]
pub struct Article {
    /// The article's name in this ledger.
    pub id: ArticleId,
    /// The file it was read from; for one record of a file of many, `file#record`.
    pub path: String,
    /// Who published it, where known.
    pub outlet: Option<String>,
    /// Its headline, where known.
    pub title: Option<String>,
    /// Its web address, where known.
    pub url: Option<String>,
    /// Who is named as its author, where known.
    pub author: Option<String>,
    /// ISO 639-1 code of the language it is written in, where recognised.
    pub language: Option<String>,
    /// SHA-256 of the bytes that were read for it, in hexadecimal.
    pub sha256: String,
    /// Number of words in its body, repeated passages counted once.
    pub words: usize,
    /// The day it was published.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// What `published` rests on; absent where `published` is.
    pub published_basis: Option<Basis>,
    /// The moment of which this is the state, where known: when it was fetched, or when its page says that it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Timestamp>,
    /// Agencies whose wire it says it carries or draws on, in the words of the article.
    pub agencies: Vec<String>,
    /// Passages that repeat an earlier passage of the same article. They are evidence for nothing.
    pub repeated: Vec<Repeat>,
    /// Other versions of it, which stood at the same address, oldest first: the last is read, and the others count for nothing.
    /// What changed from one to the next stands in the ledger's `changes`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Version>,
}

/// Another version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// The file it was read from.
    pub path: String,
    /// SHA-256 of the bytes that were read for it, in hexadecimal.
    pub sha256: String,
    /// Its headline, where known.
    pub title: Option<String>,
    /// Its web address, where known.
    pub url: Option<String>,
    /// The day it was published.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// The moment of which this is the state, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Timestamp>,
}

/// Says in the schema that an article may have its text.
fn with_text(schema: &mut Schema) {
    crate::span::may_have_text(
        schema,
        "The text that its spans count in; only in a file that was written with `--texts`.",
    );
}

/// What a publication date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A field of the file: a head line, a JSON field, a page's metadata.
    Metadata,
    /// A date that stands at the head of the text.
    Text,
    /// A date in the web address.
    Url,
    /// Worked out from the weekdays and months of this and the other articles.
    Inferred,
    /// Given by the user.
    Given,
}

/// A passage that repeats an earlier one of the same article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repeat {
    /// The later passage.
    #[serde(flatten)]
    pub span: Span,
    /// The earlier passage that it repeats.
    pub of: Span,
}
