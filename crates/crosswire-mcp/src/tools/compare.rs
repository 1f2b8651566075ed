//! `compare`: what two texts both say, what each says alone, where they differ, and what one has from the other.

use super::copies::CopyRow;
use super::disputes::DisputeRow;
use crate::given::{self, Wrong, arguments, most};
use crate::quoted::{ArticleRow, ClaimRow, NOTICE, is_zero};
use crate::stories::{Stories, Told};
use crosswire::Brief;
use crosswire::explain::{Pair, PlaceError, Signal};
use crosswire_model::{Claim, CoverageState};
use schemars::JsonSchema;
use serde::Serialize;

/// What a signal gave at least to be listed, in logits.
const TELLING: f64 = 0.1;

arguments! {
    /// What `compare` is asked. It takes two texts: two `articles`, two `paths`, or one of each.
    Arguments {
        /// Words of a passage of one text and of a passage of the other, as they stand there: asks whether these two say the same, and why.
        #[serde(default)]
        passages: Option<[String; 2]>,
        /// How many rows a list has at most, 1 to 50; 10 without it.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// Two texts, compared.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// The two texts.
    articles: Vec<ArticleRow>,
    /// What both say.
    both: Vec<ClaimRow>,
    /// Such claims that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_both: usize,
    /// What one of them says alone, in the order of `articles`.
    alone: Vec<Alone>,
    /// Where they cannot both be right, or differ in a way that an editor must know.
    disputes: Vec<DisputeRow>,
    /// Disputes that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_disputes: usize,
    /// Passages that stand in both, word for word or nearly.
    copies: Vec<CopyRow>,
    /// Copied passages that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_copies: usize,
    /// How the two passages that were asked about compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passages: Option<Compared>,
}

/// What one text says alone.
#[derive(Debug, Serialize, JsonSchema)]
struct Alone {
    /// The article.
    article: String,
    /// The first claims that the other does not make.
    claims: Vec<ClaimRow>,
    /// Such claims that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_claims: usize,
}

/// How two passages compare.
#[derive(Debug, Serialize, JsonSchema)]
struct Compared {
    /// The passage of one text.
    quoted_a: String,
    /// The passage of the other.
    quoted_b: String,
    /// Whether they are taken to say the same.
    same_claim: bool,
    /// How sure it is that they say the same, 0 to 1; absent where they have too little in common to be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    /// What was compared, what tells most first.
    signals: Vec<Compare>,
    /// What joined or parted them.
    quoted_notes: Vec<String>,
}

/// One thing that was compared.
#[derive(Debug, Serialize, JsonSchema)]
struct Compare {
    /// What it measures.
    measures: &'static str,
    /// Its value.
    value: f64,
    /// What it gave to the score, in logits; below zero where it speaks against.
    gave: f64,
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let most = most(asked.most)?;
    let told = stories.tell(&asked.given())?;
    let ledger = &told.brief.ledger;
    if ledger.articles.len() != 2 {
        return Err(Wrong::new(format!("Two texts are compared, and {} are given.", ledger.articles.len()))
            .hint("two texts that differ: two `articles`, two `paths`, or one of each"));
    }
    let view = &told.view();
    let (shared, rest): (Vec<&Claim>, Vec<&Claim>) = view.claims().partition(|claim| view.spread(claim) > 1);
    let row = |claim: &&Claim| ClaimRow::of(view, claim, 2);
    let alone = |article: &crosswire_model::Article| {
        let own = rest.iter().filter(|claim| view.state(claim, &article.id) == CoverageState::Says);
        let own: Vec<&&Claim> = own.collect();
        Alone {
            article: article.id.to_string(),
            more_claims: own.len().saturating_sub(most),
            claims: own.into_iter().take(most).map(|claim| ClaimRow::of(view, claim, 1)).collect(),
        }
    };
    let disputes = view.disputes();
    let (copies, more_copies) = CopyRow::all(view, most);
    let passages = asked.passages.as_ref().map(|passages| compared(stories, &told, passages)).transpose()?;
    Ok(Answer {
        notice: NOTICE,
        articles: ArticleRow::all(view),
        more_both: shared.len().saturating_sub(most),
        both: shared.iter().take(most).map(row).collect(),
        alone: ledger.articles.iter().map(alone).collect(),
        more_disputes: disputes.len().saturating_sub(most),
        disputes: disputes.iter().take(most).map(|dispute| DisputeRow::of(view, dispute, 1)).collect(),
        copies,
        more_copies,
        passages,
    })
}

fn compared(stories: &Stories, told: &Told, [a, b]: &[String; 2]) -> Result<Compared, Wrong> {
    let (a, b) = (given::asked("passages", a)?, given::asked("passages", b)?);
    if told.hidden {
        return Err(Wrong::new("Passages are not compared where names of private persons are hidden.")
            .hint("leave `passages` out"));
    }
    let story = Brief::builder().documents(told.documents().iter().cloned());
    let explained = stories.install(|| story.explain(stories.model(), a, Some(b)));
    let pair = explained.map_err(|error| place(&error))?.value.pair;
    pair.map(|pair| of(&pair)).ok_or_else(|| {
        Wrong::new("At least one of the passages holds nothing that could be a claim.")
            .hint("a whole sentence")
    })
}

fn of(pair: &Pair) -> Compared {
    let mut signals: Vec<&Signal> = pair.signals.iter().filter(|s| s.gave.abs() >= TELLING).collect();
    signals.sort_by(|a, b| b.gave.abs().total_cmp(&a.gave.abs()));
    let note = |note: &crosswire::explain::Note| {
        let details: Vec<String> =
            note.details.iter().map(|(what, value)| format!("{what}: {value}")).collect();
        crate::quoted::passage(&format!("{}: {}", note.what, details.join("; ")))
    };
    Compared {
        quoted_a: crate::quoted::passage(&pair.a.text),
        quoted_b: crate::quoted::passage(&pair.b.text),
        same_claim: pair.same_claim,
        score: pair.score,
        signals: signals
            .iter()
            .take(10)
            .map(|s| Compare { measures: s.measures, value: s.value, gave: s.gave })
            .collect(),
        quoted_notes: pair.notes.iter().take(10).map(note).collect(),
    }
}

/// Says of a place that it is not there, without the words of the article that are nearest.
fn place(error: &PlaceError) -> Wrong {
    let what = match error {
        PlaceError::Empty => "A passage is empty.",
        PlaceError::NoPhrase { .. } => "No text has the words of a passage.",
        PlaceError::NoLine { .. } | PlaceError::EmptyLine { .. } => "A text has no such line.",
        PlaceError::NoArticle { .. } => "No text is called so.",
        PlaceError::ManyArticles { .. } => "Both texts are called so.",
    };
    Wrong::new(what).hint("words of a sentence, exactly as a text has them")
}
