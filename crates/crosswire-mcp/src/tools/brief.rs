//! `brief`: what a story's articles say that is corroborated, that is only echo, that is in dispute.

use super::disputes::DisputeRow;
use crate::given::{Wrong, arguments, most};
use crate::quoted::{ArticleRow, ClaimRow, NOTICE, Note, is_zero, name};
use crate::stories::{Stories, Told};
use crosswire_report::{View, summary};
use schemars::JsonSchema;
use serde::Serialize;

/// Passages of a claim that are quoted.
const PASSAGES: usize = 2;

arguments! {
    /// What `brief` is asked.
    Arguments {
        /// How many claims, disputes and root sources to list at most, 1 to 50; 10 without it. The answer says how many more there are.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// What a story's articles say, and on whose word.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// A headline for the story.
    quoted_title: String,
    /// The story in a few sentences: how much is corroborated, only echo, in dispute, and of whom.
    quoted_summary: String,
    /// What was read.
    articles: Vec<ArticleRow>,
    /// How many claims have each support.
    claims_by_support: Tally,
    /// The root sources, those on whom most claims rest first.
    origins: Vec<Root>,
    /// Root sources that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_origins: usize,
    /// The claims that two or more articles make or that are disputed, those in dispute first. What one article says alone is not listed.
    claims: Vec<ClaimRow>,
    /// Such claims that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_claims: usize,
    /// What cannot all be so, contradictions first.
    disputes: Vec<DisputeRow>,
    /// Disputes that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_disputes: usize,
    /// What could not be read, or was read with a reserve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

/// How many claims have each support.
#[derive(Debug, Serialize, JsonSchema)]
struct Tally {
    /// Two or more origins, shown to be independent.
    corroborated: usize,
    /// Two or more articles, one origin.
    echoed: usize,
    /// Two or more origins that may not be independent.
    unclear: usize,
    /// Two or more articles; none says on whose word.
    unattributed: usize,
    /// One article.
    single: usize,
}

/// A root source.
#[derive(Debug, Serialize, JsonSchema)]
struct Root {
    /// Its name.
    quoted_name: String,
    /// What the articles say that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_description: Option<String>,
    /// Claims that rest on it.
    claims: usize,
    /// Of these, those that are only its echo.
    echoed: usize,
    /// Articles that its word reached.
    articles: usize,
    /// Through whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    quoted_relays: Vec<String>,
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let most = most(asked.most)?;
    let told = stories.tell(&asked.given())?;
    Ok(of(&told, &told.view(), most))
}

fn of(told: &Told, view: &View, most: usize) -> Answer {
    let roots = summary::roots(view);
    let (ranked, _) = view.ranked();
    let disputes = view.disputes();
    let [corroborated, echoed, unclear, unattributed, single] = view.tally().map(|(_, n)| n);
    let root = |root: &summary::Root| Root {
        quoted_name: name(&root.name()),
        quoted_description: root.description.as_deref().map(name),
        claims: root.claims,
        echoed: root.echoed,
        articles: root.articles,
        quoted_relays: root.relays.iter().map(|relay| name(relay)).collect(),
    };
    Answer {
        notice: NOTICE,
        quoted_title: name(&view.title()),
        quoted_summary: crate::quoted::bare(&summary::sentences(view, &roots).join(" "), 1_000),
        articles: ArticleRow::all(view),
        claims_by_support: Tally { corroborated, echoed, unclear, unattributed, single },
        more_origins: roots.len().saturating_sub(most),
        origins: roots.iter().take(most).map(root).collect(),
        more_claims: ranked.len().saturating_sub(most),
        claims: ranked
            .iter()
            .take(most)
            .map(|&at| ClaimRow::of(view, &told.brief.ledger.claims[at], PASSAGES))
            .collect(),
        more_disputes: disputes.len().saturating_sub(most),
        disputes: disputes.iter().take(most).map(|dispute| DisputeRow::of(view, dispute, 1)).collect(),
        notes: Note::all(view),
    }
}
