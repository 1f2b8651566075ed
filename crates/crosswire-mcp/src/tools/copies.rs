//! `copies`: which passages stand, word for word or nearly, in two articles.

use crate::given::{Wrong, arguments, most};
use crate::quoted::{NOTICE, Passage, is_zero, name};
use crate::stories::Stories;
use crosswire_model::Reuse;
use crosswire_report::{View, words};
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;

arguments! {
    /// What `copies` is asked.
    Arguments {
        /// How many copied passages to list at most, 1 to 50; 10 without it.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// What was copied.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// The copied passages, the longest first.
    copies: Vec<CopyRow>,
    /// Copied passages that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_copies: usize,
}

/// A passage that stands in two articles.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CopyRow {
    /// `word for word` or `nearly word for word`.
    kind: &'static str,
    /// Share of the words that both have in common, 0 to 1.
    similarity: f64,
    /// Whether it is mostly a quotation, which both may have from whoever spoke.
    is_a_quotation: bool,
    /// Which is the copy, `a` or `b`, where credit or day tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copy: Option<&'static str>,
    /// What tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told_by: Option<&'static str>,
    /// The news agency whose text both carry, where one of them credits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_agency: Option<String>,
    /// The passage in one article. The order says nothing about who copied.
    a: Passage,
    /// The passage in the other.
    b: Passage,
}

impl CopyRow {
    fn of(view: &View, reuse: &Reuse) -> CopyRow {
        let direction = reuse.direction.as_ref();
        CopyRow {
            kind: words::reuse_kind(reuse.kind),
            similarity: reuse.similarity,
            is_a_quotation: reuse.quotation,
            copy: direction.map(|d| if d.copy == reuse.a.article { "a" } else { "b" }),
            told_by: direction.map(|d| words::direction_basis(d.basis)),
            quoted_agency: reuse.agency.as_deref().map(name),
            a: Passage::at(view, &reuse.a),
            b: Passage::at(view, &reuse.b),
        }
    }

    /// The copied passages of a story, the longest first: as many as `most`, and how many more there are.
    pub(crate) fn all(view: &View, most: usize) -> (Vec<CopyRow>, usize) {
        let mut reuse: Vec<&Reuse> = view.ledger.reuse.iter().collect();
        reuse.sort_by_key(|r| Reverse(r.a.span.len().max(r.b.span.len())));
        let rows = reuse.iter().take(most).map(|r| CopyRow::of(view, r)).collect();
        (rows, reuse.len().saturating_sub(most))
    }
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let most = most(asked.most)?;
    let told = stories.tell(&asked.given())?;
    let (copies, more_copies) = CopyRow::all(&told.view(), most);
    Ok(Answer { notice: NOTICE, copies, more_copies })
}
