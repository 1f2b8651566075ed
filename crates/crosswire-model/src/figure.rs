//! How many, in whose words.

use crate::{ArticleId, FigureId, Quoted, SeriesId, Span, StatementId};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A quantity with its qualifier, its unit and what it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The figure's name in this ledger.
    pub id: FigureId,
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where it stands, from its qualifier to what it counts.
    #[serde(flatten)]
    pub span: Span,
    /// The words that stand there.
    pub text: String,
    /// The number as written: 400 in "as many as 400", 24 in "two dozen".
    pub value: Number,
    /// The lowest number that the words allow, where they name one.
    pub low: Option<Number>,
    /// The highest number that the words allow, where they name one.
    pub high: Option<Number>,
    /// What the words around the number make of it.
    pub qualifier: Qualifier,
    /// What it is measured in: `person`, `dollar`, `percent`, `hour`; absent where things are merely counted.
    pub unit: Option<String>,
    /// What it counts, in the article's words: "Iranian nationals".
    pub of: Option<String>,
    /// The words that name a number no closer than "dozens", "several hundred", "tens of thousands". `value` is then the
    /// lowest number that they can stand for.
    #[serde(default)]
    pub indefinite: Option<String>,
    /// Where it leaves out what it counts, the earlier words that name it: "prisoners" for "another 23".
    #[serde(default)]
    pub antecedent: Option<Quoted>,
    /// What happens to those counted, as data/events.txt names it: `killed`, `deported`.
    #[serde(default)]
    pub role: Option<String>,
    /// The figure of the same article of which it counts a part: 15 of "15 people, including 13 students" for 13.
    #[serde(default)]
    pub part_of: Option<FigureId>,
    /// Whether it adds up several events: "so far this year", "since the war began".
    #[serde(default)]
    pub cumulative: bool,
    /// The series that it belongs to.
    pub series: Option<SeriesId>,
    /// The statement on whose word it rests.
    pub statement: Option<StatementId>,
    /// The time that it holds for, as an ISO 8601 value, where the article says so.
    pub as_of: Option<String>,
}

/// What the words around a number make of it. "As many as 400", "another 400" and "nearly 400" differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Qualifier {
    /// "400".
    #[serde(rename = "exact")]
    Exact,
    /// "about", "around", "approximately", "some".
    #[serde(rename = "about")]
    About,
    /// "over", "more than".
    #[serde(rename = "above")]
    Above,
    /// "nearly", "almost", "under".
    #[serde(rename = "below")]
    Below,
    /// "at least", "no fewer than"; also "dozens", "hundreds".
    #[serde(rename = "at least")]
    AtLeast,
    /// "as many as", "up to".
    #[serde(rename = "at most")]
    AtMost,
    /// "another 400", "400 more".
    #[serde(rename = "additional")]
    Additional,
    /// "between 30 and 40", "30 to 40".
    #[serde(rename = "between")]
    Between,
}

impl Qualifier {
    /// The word that the ledger file uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::Above => "above",
            Qualifier::Below => "below",
            Qualifier::AtLeast => "at least",
            Qualifier::AtMost => "at most",
            Qualifier::Additional => "additional",
            Qualifier::Between => "between",
        }
    }
}

/// A finite number, written without a fraction where it has none: `120`, not `120.0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(f64);

impl Number {
    /// Wraps a number; none where it is infinite or not a number, which JSON cannot hold.
    pub fn new(value: f64) -> Option<Self> {
        // Adding zero turns -0.0 into 0.0, so that equal numbers are written alike.
        value.is_finite().then_some(Number(value + 0.0))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The largest range in which every whole number is exact as an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Number::new(value).ok_or_else(|| serde::de::Error::custom("a number must be finite"))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "description": "A finite number, written without a fraction where it has none." })
    }
}

/// Figures from different passages that count the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// The series' name in this ledger.
    pub id: SeriesId,
    /// What is counted, in the articles' words.
    pub label: String,
    /// How the figures stand to each other.
    pub relation: Agreement,
    /// The lowest number reported.
    pub low: Option<Number>,
    /// The highest number reported.
    pub high: Option<Number>,
    /// The figures, in the order of the articles.
    pub figures: Vec<FigureId>,
    /// Why the relation is what it is.
    pub why: String,
}

/// How the figures of a series stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// The same number.
    Agree,
    /// Numbers that can all hold: "at least 15" and 15.
    Compatible,
    /// A later report of a growing count takes the place of an earlier one.
    Superseded,
    /// Numbers that cannot all hold.
    Conflict,
}
