//! `disputes`: what cannot all be so, side by side.

use crate::given::{Wrong, arguments, most};
use crate::quoted::{NOTICE, Passage, is_zero, name};
use crate::stories::Stories;
use crosswire_model::Dispute;
use crosswire_report::{View, summary, words};
use schemars::JsonSchema;
use serde::Serialize;

/// Passages of a side that are quoted.
const PASSAGES: usize = 3;

arguments! {
    /// What `disputes` is asked.
    Arguments {
        /// How many disputes to list at most, 1 to 50; 10 without it.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// What is in dispute.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// The disputes, contradictions first. None is resolved here: no side is said to be right.
    disputes: Vec<DisputeRow>,
    /// Disputes that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_disputes: usize,
}

/// Two or more sides that cannot all hold, or differ in a way that an editor must know.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DisputeRow {
    /// Its name in this answer.
    dispute: String,
    /// What it is over: `how many`, `when`, `where`, `whether it is so` …
    over: &'static str,
    /// `contradiction`: the sides cannot all hold. `update`: they hold at different times. `difference`: they can all hold.
    nature: &'static str,
    /// What it is about.
    quoted_subject: String,
    /// Why it is one.
    quoted_why: String,
    /// Its sides, none of them the winner.
    sides: Vec<Side>,
}

/// One side of a dispute.
#[derive(Debug, Serialize, JsonSchema)]
struct Side {
    /// What it holds.
    quoted_label: String,
    /// On whose word.
    quoted_sources: Vec<String>,
    /// Passages that say it.
    passages: Vec<Passage>,
    /// Passages that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_passages: usize,
}

impl DisputeRow {
    /// A dispute with so many passages of each side.
    pub(crate) fn of(view: &View, dispute: &Dispute, passages: usize) -> DisputeRow {
        let side = |side: &crosswire_model::Side| Side {
            quoted_label: name(&side.label),
            quoted_sources: view.side_sources(side).iter().map(|source| name(source)).collect(),
            passages: side.evidence.iter().take(passages).map(|place| Passage::at(view, place)).collect(),
            more_passages: side.evidence.len().saturating_sub(passages),
        };
        DisputeRow {
            dispute: dispute.id.to_string(),
            over: words::dispute_kind(dispute.kind),
            nature: words::nature(dispute.nature),
            quoted_subject: name(&summary::subject(view, dispute)),
            quoted_why: crate::quoted::passage(&dispute.why),
            sides: dispute.sides.iter().map(side).collect(),
        }
    }
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let most = most(asked.most)?;
    let told = stories.tell(&asked.given())?;
    let view = told.view();
    let disputes = view.disputes();
    Ok(Answer {
        notice: NOTICE,
        more_disputes: disputes.len().saturating_sub(most),
        disputes: disputes
            .iter()
            .take(most)
            .map(|dispute| DisputeRow::of(&view, dispute, PASSAGES))
            .collect(),
    })
}
