//! The format of a story's `gold.json`.

use crosswire_model::{Number, Qualifier, Quote};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a careful reader finds in the articles of a story.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Gold {
    pub(crate) story: String,
    pub(crate) note: String,
    pub(crate) articles: Vec<Dated>,
    #[serde(default)]
    pub(crate) repeated: Vec<Repeated>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) times: Vec<Time>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) disputes: Vec<Dispute>,
}

/// An article by its file's name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dated {
    pub(crate) id: String,
    pub(crate) published: Option<String>,
}

/// `[start, end)` in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Bounds(pub(crate) usize, pub(crate) usize);

impl Bounds {
    pub(crate) fn len(self) -> usize {
        self.1.saturating_sub(self.0)
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.0..self.1
    }

    pub(crate) fn overlap(self, start: usize, end: usize) -> usize {
        self.1.min(end).saturating_sub(self.0.max(start))
    }

    /// Whether it shares half of the shorter of the two with `[start, end)`.
    pub(crate) fn touches(self, start: usize, end: usize) -> bool {
        2 * self.overlap(start, end) >= self.len().min(end.saturating_sub(start))
    }
}

/// A passage that repeats an earlier one of the same article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Repeated {
    pub(crate) article: String,
    pub(crate) span: Bounds,
    pub(crate) of: Bounds,
}

/// Content on someone's word. Any one of the names in `source` will do; each relay in `via` has such names too.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attribution {
    pub(crate) article: String,
    pub(crate) span: Bounds,
    pub(crate) text: String,
    pub(crate) source: Vec<String>,
    pub(crate) via: Vec<Vec<String>>,
    pub(crate) quote: Quote,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// A count of people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) article: String,
    pub(crate) span: Bounds,
    pub(crate) text: String,
    pub(crate) value: Number,
    pub(crate) qualifier: Qualifier,
    pub(crate) of: Option<String>,
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
    pub(crate) series: Option<String>,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// A time expression with its value in the calendar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Time {
    pub(crate) article: String,
    pub(crate) span: Bounds,
    pub(crate) text: String,
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// Passages that say the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) members: Vec<Member>,
    pub(crate) origins: Option<Vec<Vec<String>>>,
    pub(crate) support: Option<String>,
}

/// A passage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) article: String,
    pub(crate) span: Bounds,
    pub(crate) text: String,
}

/// Sides that cannot all hold, or differ in a way that an editor must know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) why: String,
    #[serde(default)]
    pub(crate) optional: bool,
    pub(crate) sides: Vec<Vec<Member>>,
}
