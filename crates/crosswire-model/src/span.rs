//! Where something stands in an article.

use crate::ArticleId;
use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` of an article's text, in Unicode code points.
///
/// This is the `TextPositionSelector` of the W3C Web Annotation Data Model. It counts neither bytes nor UTF-16 units nor
/// grapheme clusters.
///
/// In a file that was written with `--texts` its words stand beside it as `text`, wherever they do not anyway.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[schemars(transform = with_words)]
pub struct Span {
    /// First code point of the span.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
}

impl Span {
    /// Makes a span; `start` is not above `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Span { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Number of code points that both spans hold.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Says in the schema that a span may have its words.
fn with_words(schema: &mut Schema) {
    may_have_text(schema, "The words that stand there.");
}

/// Adds a field `text` to a type, which it need not have.
pub(crate) fn may_have_text(schema: &mut Schema, description: &str) {
    if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
        let text = json_schema!({ "description": description, "type": "string" });
        properties.insert("text".to_owned(), text.to_value());
    }
}

/// A span of a named article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// The article that the span counts in.
    pub article: ArticleId,
    /// Where the passage stands.
    #[serde(flatten)]
    pub span: Span,
}

/// A span together with the words that stand there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Quoted {
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
    /// The words, exactly as they stand.
    pub text: String,
}
