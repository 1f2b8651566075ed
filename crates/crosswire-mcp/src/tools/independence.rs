//! `independence`: on whose word a claim rests, and whether those who make it have it from one origin.

use crate::find;
use crate::given::{self, Wrong, arguments, most};
use crate::quoted::{ClaimRow, NOTICE, Passage, is_zero, name, passage};
use crate::stories::Stories;
use crosswire_model::{Claim, Ground, Independence, Origin};
use crosswire_report::{View, words};
use schemars::JsonSchema;
use serde::Serialize;

arguments! {
    /// What `independence` is asked.
    Arguments {
        /// The claim: its id from `brief`, or its words.
        claim: String,
        /// How many ways and pairs to list at most, 1 to 50; 10 without it.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// On whose word a claim rests.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// The claim.
    claim: ClaimRow,
    /// How it was found: by its `id`, by `the same words`, or by `like words`, which may be another claim than the one meant.
    found_by: &'static str,
    /// What its support means.
    means: &'static str,
    /// The root sources on whose word it rests, each with the ways by which it came.
    roots: Vec<Root>,
    /// What could be shown of passages two by two. Different wording never proves independence.
    pairs: Vec<Pair>,
    /// Pairs that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_pairs: usize,
    /// Other claims that are like what was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<ClaimRow>,
}

/// A root source.
#[derive(Debug, Serialize, JsonSchema)]
struct Root {
    /// Its name.
    quoted_name: String,
    /// `person`, `organisation`, `document`, `unnamed`, `outlet` or `agency`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// What the articles say that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_description: Option<String>,
    /// The body that it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_speaks_for: Option<String>,
    /// Passages that give its word, with the relays between.
    passages: Vec<Passage>,
}

/// What could be shown of two passages.
#[derive(Debug, Serialize, JsonSchema)]
struct Pair {
    /// `same origin`, `independent` or `unknown`.
    relation: &'static str,
    /// What it was decided by.
    ground: &'static str,
    /// Why, in a sentence.
    quoted_reason: String,
    /// One passage.
    a: Passage,
    /// The other.
    b: Passage,
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let (words, most) = (given::asked("claim", &asked.claim)?, most(asked.most)?);
    let told = stories.tell(&asked.given())?;
    let view = &told.view();
    let (at, how, others) = find::claim(view, words)?;
    let claim = &told.brief.ledger.claims[at];
    let pairs = view.independence_of(claim);
    Ok(Answer {
        notice: NOTICE,
        found_by: how.word(),
        means: words::meaning(claim.support),
        roots: roots(view, claim, most),
        more_pairs: pairs.len().saturating_sub(most),
        pairs: pairs.iter().filter_map(|row| pair(view, claim, row)).take(most).collect(),
        claim: ClaimRow::of(view, claim, most),
        others: others.iter().map(|&at| ClaimRow::of(view, &told.brief.ledger.claims[at], 1)).collect(),
    })
}

fn roots(view: &View, claim: &Claim, most: usize) -> Vec<Root> {
    let groups = view.by_origin(claim);
    let root = |(origin, evidence): (Option<&Origin>, Vec<_>)| {
        let origin = origin?;
        let source = view.source(&origin.source);
        Some(Root {
            quoted_name: name(&origin.name),
            kind: source.map(|source| words::source_kind(source.kind)),
            quoted_description: source.and_then(|source| source.description.as_deref()).map(name),
            quoted_speaks_for: source
                .and_then(|s| s.speaks_for.as_ref())
                .map(|id| name(&view.source_name(id))),
            passages: evidence.into_iter().take(most).map(|e| Passage::says(view, e)).collect(),
        })
    };
    groups.into_iter().filter_map(root).collect()
}

fn pair(view: &View, claim: &Claim, row: &Independence) -> Option<Pair> {
    let said = |at: usize| Some(Passage::says(view, claim.evidence.get(at)?));
    Some(Pair {
        relation: words::relation(row.relation),
        ground: match row.ground {
            Ground::Unattributed => "one of them names no source",
            ground => words::ground(ground),
        },
        quoted_reason: passage(&row.reason),
        a: said(row.a)?,
        b: said(row.b)?,
    })
}
