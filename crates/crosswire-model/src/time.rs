//! When.

use crate::{ArticleId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time expression, as in TimeML's TIMEX3 (ISO 24617-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeExpression {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// The words that stand there.
    pub text: String,
    /// What sort of time it is.
    pub r#type: TimeType,
    /// The normalised value, ISO 8601 with TIMEX3's additions: `2025-09-30`, `2025-W40`, `P3M`, `PAST_REF`.
    pub value: Option<String>,
    /// The date that a relative expression was counted from.
    pub anchor: Option<String>,
}

/// The types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeType {
    /// A calendar time: a day, a week, a month, a year.
    Date,
    /// A time of the day.
    Time,
    /// A length of time.
    Duration,
    /// A time that recurs.
    Set,
}
