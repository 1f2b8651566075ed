//! `trace`: the way of a quotation or a number, from whoever said it to each article.

use crate::find;
use crate::given::{self, Wrong, arguments, most};
use crate::quoted::{NOTICE, Passage, is_zero, name, passage};
use crate::stories::Stories;
use crosswire_model::{Article, Figure, Passage as Place, Statement, StatementId};
use crosswire_report::{View, words};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

arguments! {
    /// What `trace` is asked.
    Arguments {
        /// Words of a quotation, as an article has them, or a number such as 84.
        of: String,
        /// How many places to list at most, 1 to 50; 10 without it.
        #[serde(default)]
        most: Option<usize>,
    }
}

/// The ways of a quotation or a number.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How to read the fields.
    notice: &'static str,
    /// What was looked for: `number` or `words`.
    looked_for: &'static str,
    /// The places that have it, in the order of the articles.
    places: Vec<Traced>,
    /// Places that are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_places: usize,
    /// The root sources of all listed places.
    quoted_origins: Vec<String>,
    /// Of a number: the other numbers that are given for the same thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    beside: Vec<Count>,
}

/// A place, and how its words came there.
#[derive(Debug, Serialize, JsonSchema)]
struct Traced {
    /// The passage.
    passage: Passage,
    /// From whoever said it to the article that has it. Without a source, the article says it in its own voice.
    chain: Vec<Link>,
    /// Where the same words stand in other articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    copies: Vec<Copied>,
    /// How other articles give the same saying of the same source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_wordings: Vec<Passage>,
}

/// A link of a chain.
#[derive(Debug, Serialize, JsonSchema)]
struct Link {
    /// `source`, `relay`, `agency` or `outlet`.
    part: &'static str,
    /// Its name.
    quoted_name: String,
    /// What the articles say that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_description: Option<String>,
    /// The body that it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quoted_speaks_for: Option<String>,
    /// Whether this article leaves the relay out and another, with the same words of the same source, names it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    inferred: bool,
    /// The passage that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown_by: Option<Passage>,
}

/// The same words in another article.
#[derive(Debug, Serialize, JsonSchema)]
struct Copied {
    /// `word for word` or `nearly word for word`.
    kind: &'static str,
    /// Whether this article is the copy, as far as credit or day tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    this_is_the_copy: Option<bool>,
    /// The passage in the other article.
    other: Passage,
}

/// What is reported of one count.
#[derive(Debug, Serialize, JsonSchema)]
struct Count {
    /// What is counted.
    quoted_label: String,
    /// `agree`, `compatible`, `superseded` or `conflict`.
    relation: &'static str,
    /// Why.
    quoted_why: String,
    /// The passages, each with its number as it is written.
    figures: Vec<Passage>,
}

/// Answers.
pub(crate) fn answer(stories: &Stories, asked: &Arguments) -> Result<Answer, Wrong> {
    let (of, most) = (given::asked("of", &asked.of)?, most(asked.most)?);
    let told = stories.tell(&asked.given())?;
    let view = &told.view();
    let number = find::number(of);
    let (places, figures) = match number {
        Some(number) => counted(view, number),
        None => (find::places(view, of), Vec::new()),
    };
    if places.is_empty() {
        let what =
            if number.is_some() { "No article has this number." } else { "No article has these words." };
        return Err(Wrong::new(what).hint(
            "fewer words, exactly as an article has them, or a number in figures; `brief` quotes passages",
        ));
    }
    let traced: Vec<Traced> = places.iter().take(most).map(|place| trace(view, place)).collect();
    let sources = traced.iter().flat_map(|t| &t.chain).filter(|link| link.part == "source");
    let mut seen = BTreeSet::new();
    Ok(Answer {
        notice: NOTICE,
        looked_for: if number.is_some() { "number" } else { "words" },
        quoted_origins: sources
            .map(|link| link.quoted_name.clone())
            .filter(|n| seen.insert(n.clone()))
            .collect(),
        more_places: places.len().saturating_sub(traced.len()),
        places: traced,
        beside: beside(view, &figures, most),
    })
}

/// The figures of this number, and where they stand; the places of the digits themselves where no figure has it.
fn counted<'a>(view: &View<'a>, number: f64) -> (Vec<Place>, Vec<&'a Figure>) {
    let is = |figure: &&Figure| figure.value.get() == number;
    let figures: Vec<&Figure> = view.ledger.figures.iter().filter(is).collect();
    let place = |figure: &&Figure| Place { article: figure.article.clone(), span: figure.span };
    let mut places: Vec<Place> = figures.iter().map(place).collect();
    if places.is_empty() {
        places = find::places(view, &format!("{number}"));
    }
    (places, figures)
}

/// The counts that these figures belong to, where others are reported beside them.
fn beside(view: &View, figures: &[&Figure], most: usize) -> Vec<Count> {
    let mut seen = BTreeSet::new();
    let series = figures.iter().filter_map(|figure| view.series_of(figure)).filter(|s| seen.insert(&s.id));
    let count = |series: &crosswire_model::Series| Count {
        quoted_label: name(&series.label),
        relation: words::agreement(series.relation),
        quoted_why: passage(&series.why),
        figures: series
            .figures
            .iter()
            .filter_map(|id| view.ledger.figures.iter().find(|f| f.id == *id))
            .take(most)
            .map(|f| Passage::at(view, &Place { article: f.article.clone(), span: f.span }))
            .collect(),
    };
    series.filter(|series| series.figures.len() > 1).take(most).map(count).collect()
}

fn trace(view: &View, place: &Place) -> Traced {
    let statement = statement(view, place);
    let copied = view.copies(&place.article, place.span).into_iter().take(5).map(|copied| Copied {
        kind: words::reuse_kind(copied.reuse.kind),
        this_is_the_copy: copied.reuse.direction.as_ref().map(|d| d.copy == place.article),
        other: Passage::at(view, copied.other),
    });
    let wordings = view.wordings().into_iter();
    let wordings = wordings.filter(|w| statement.is_some_and(|s| w.statements.contains(&s.id)));
    let others = wordings.flat_map(|w| &w.statements).filter(|id| statement.is_none_or(|s| s.id != **id));
    Traced {
        passage: Passage::at(view, place),
        chain: chain(view, place, statement),
        copies: copied.collect(),
        other_wordings: others.filter_map(|id| Passage::stated(view, id)).take(5).collect(),
    }
}

/// The shortest statement around a place.
fn statement<'a>(view: &View<'a>, place: &Place) -> Option<&'a Statement> {
    let hull = |s: &'a Statement| Some((crosswire_report::hull(s)?, s));
    let around = view.statements_in(&place.article).filter_map(hull);
    let around = around.filter(|(hull, _)| hull.overlap(place.span) > 0);
    // One that has all of it before one that has a part.
    around.min_by_key(|(hull, s)| (!hull.contains(place.span), hull.len(), &s.id)).map(|(_, s)| s)
}

fn chain(view: &View, place: &Place, statement: Option<&Statement>) -> Vec<Link> {
    let mut chain = Vec::new();
    if let Some(statement) = statement {
        chain.extend(said(view, statement));
    }
    let article = view.article(&place.article).map(|at| &view.ledger.articles[at]);
    chain.extend(
        article
            .into_iter()
            .flat_map(|article| &article.agencies)
            .map(|agency| Link { part: "agency", ..Link::called(agency) }),
    );
    let called = |article: &Article| view.name(&article.id).to_owned();
    chain.extend(article.map(|article| Link { part: "outlet", ..Link::called(&called(article)) }));
    chain
}

fn said(view: &View, statement: &Statement) -> Vec<Link> {
    let own = || Passage::stated(view, &statement.id);
    let relay = |id, inferred: Option<&StatementId>| Link {
        part: "relay",
        inferred: inferred.is_some(),
        shown_by: inferred.and_then(|id| Passage::stated(view, id)),
        ..Link::called(&view.source_name(id))
    };
    let source = statement.source.as_ref().and_then(|id| view.source(id));
    let named = view.speaker(Some(&statement.id)).name.unwrap_or_default();
    let first = Link {
        part: "source",
        quoted_description: source.and_then(|s| s.description.as_deref()).map(name),
        quoted_speaks_for: source.and_then(|s| s.speaks_for.as_ref()).map(|id| name(&view.source_name(id))),
        shown_by: own(),
        ..Link::called(&named)
    };
    let mut links = vec![first];
    links.extend(statement.via.iter().map(|id| relay(id, None)));
    links.extend(statement.inferred.iter().map(|i| relay(&i.via, Some(&i.statement))));
    links
}

impl Link {
    fn called(called: &str) -> Link {
        Link {
            part: "",
            quoted_name: name(called),
            quoted_description: None,
            quoted_speaks_for: None,
            inferred: false,
            shown_by: None,
        }
    }
}
