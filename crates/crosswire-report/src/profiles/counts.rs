//! What can be coded: the counts of a ledger, with the reports that may be mixed, and whether they are contested.
//!
//! A count is a series of two figures or more that counts people or things, or a figure of people that stands alone and
//! says what happens to them. Within it only figures of one kind are mixed: a part, an addition or a sum over several
//! events is never taken for the whole.

use crosswire_model::{
    Agreement, Article, ArticleId, Claim, DisputeKind, Evidence, Figure, FigureId, Ledger, Polarity,
    Qualifier, Series, Span, Status,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// One count with its reports.
pub(super) struct Count<'a> {
    pub(super) id: &'a str,
    pub(super) label: String,
    pub(super) role: Option<&'a str>,
    pub(super) series: Option<&'a Series>,
    /// What `figures` are to the whole.
    pub(super) kind: Kind,
    /// The reports that may be mixed: all of one kind.
    pub(super) figures: Vec<&'a Figure>,
    /// The reports of other kinds.
    pub(super) apart: Vec<&'a Figure>,
    /// Those of `figures` whose place a later report of a growing count takes.
    pub(super) overtaken: BTreeSet<&'a FigureId>,
    /// Those of `figures` that are told as planned or possible and nowhere as done.
    pub(super) foreseen: BTreeSet<&'a FigureId>,
    pub(super) contest: Option<Contest>,
}

/// What a figure is to the whole; what is counted alone stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Whole,
    Part,
    Additional,
    Cumulative,
}

/// Why a count is contested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contest {
    Denied,
    Disputed,
}

impl Kind {
    pub(super) fn of(figure: &Figure) -> Self {
        if figure.cumulative {
            Kind::Cumulative
        } else if figure.qualifier == Qualifier::Additional {
            Kind::Additional
        } else if figure.part_of.is_some() {
            Kind::Part
        } else {
            Kind::Whole
        }
    }

    /// What must be said where nothing but this kind is reported.
    pub(super) fn note(self) -> Option<&'static str> {
        match self {
            Kind::Whole => None,
            Kind::Part => Some("all of it is a part of another number"),
            Kind::Additional => Some("all of it comes on top of another number"),
            Kind::Cumulative => Some("it adds up several events"),
        }
    }

    /// Why this kind is not mixed with the whole.
    pub(super) fn why_apart(self) -> &'static str {
        match self {
            Kind::Whole => "which is the whole",
            Kind::Part => "which is a part of another number",
            Kind::Additional => "which comes on top of another number",
            Kind::Cumulative => "which adds up several events",
        }
    }
}

impl Contest {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Contest::Denied => "a passage says that it is not so",
            Contest::Disputed => "it is disputed whether it is so",
        }
    }
}

/// Something known of passages, by article.
type Known<'a, T> = HashMap<&'a ArticleId, Vec<(Span, T)>>;

/// What the claims and disputes of a ledger say of passages that hold figures.
struct Passages<'a> {
    articles: HashMap<&'a ArticleId, &'a Article>,
    contested: Known<'a, Contest>,
    status: Known<'a, Status>,
}

/// Every count of a ledger: its series in their order, then the figures that stand alone.
pub(super) fn counts(ledger: &Ledger) -> Vec<Count<'_>> {
    let mut status: Known<Status> = HashMap::new();
    for evidence in ledger.claims.iter().flat_map(|c| &c.evidence) {
        status.entry(&evidence.article).or_default().push((evidence.span, evidence.status));
    }
    let articles = ledger.articles.iter().map(|a| (&a.id, a)).collect();
    let passages = Passages { articles, contested: contested(ledger), status };
    let by_id: HashMap<&FigureId, &Figure> = ledger.figures.iter().map(|f| (&f.id, f)).collect();
    let mut compared: HashSet<&FigureId> = HashSet::new();
    let mut counts = Vec::new();
    for series in &ledger.series {
        let figures: Vec<&Figure> = series.figures.iter().filter_map(|id| by_id.get(id).copied()).collect();
        if series.figures.len() > 1 {
            compared.extend(&series.figures);
            // Money, hours and shares are no counts.
            if figures.iter().all(|f| is_count(f)) && !figures.is_empty() {
                counts.push(count(&series.id.0, series.label.clone(), Some(series), figures, &passages));
            }
        }
    }
    let alone = ledger.figures.iter().filter(|f| !compared.contains(&f.id));
    let alone = alone.filter(|f| f.unit.as_deref() == Some("person") && f.role.is_some());
    for figure in alone {
        let of = figure.of.as_deref().unwrap_or(&figure.text);
        let label = figure.role.as_ref().map_or(of.to_owned(), |role| format!("{of}, {role}"));
        counts.push(count(&figure.id.0, label, None, vec![figure], &passages));
    }
    counts
}

fn is_count(figure: &Figure) -> bool {
    figure.unit.as_deref().is_none_or(|unit| unit == "person")
}

fn count<'a>(
    id: &'a str,
    label: String,
    series: Option<&'a Series>,
    all: Vec<&'a Figure>,
    passages: &Passages,
) -> Count<'a> {
    let kind = all.iter().map(|f| Kind::of(f)).min().unwrap_or(Kind::Whole);
    let role = all.first().and_then(|f| f.role.as_deref());
    let role = role.filter(|role| all.iter().all(|f| f.role.as_deref() == Some(role)));
    let (figures, apart): (Vec<&Figure>, Vec<&Figure>) = all.into_iter().partition(|f| Kind::of(f) == kind);
    let overtaken = match series {
        Some(series) if series.relation == Agreement::Superseded => overtaken(&figures, &passages.articles),
        _ => BTreeSet::new(),
    };
    let contest = figures.iter().filter_map(|f| contest_of(f, passages)).min();
    let foreseen = figures.iter().filter(|f| is_foreseen(f, passages)).map(|f| &f.id).collect();
    Count { id, label, role, series, kind, figures, apart, overtaken, foreseen, contest }
}

/// The reports of a growing count that a report of a later day, with a higher number, takes the place of.
fn overtaken<'a>(figures: &[&'a Figure], articles: &HashMap<&ArticleId, &Article>) -> BTreeSet<&'a FigureId> {
    let day = |f: &Figure| articles.get(&f.article).and_then(|a| a.published);
    let later =
        |a: &Figure, b: &Figure| b.value > a.value && matches!((day(a), day(b)), (Some(a), Some(b)) if b > a);
    figures.iter().filter(|a| figures.iter().any(|b| later(a, b))).map(|f| &f.id).collect()
}

/// Where passages stand that belong to a claim that one of its passages denies, or to a dispute over whether it is so.
///
/// How many, when and where are other questions: a dispute over them contests no count.
fn contested(ledger: &Ledger) -> Known<'_, Contest> {
    let mut spans: Known<Contest> = HashMap::new();
    let by_id: HashMap<_, &Claim> = ledger.claims.iter().map(|c| (&c.id, c)).collect();
    let mut note = |article, span, contest| spans.entry(article).or_default().push((span, contest));
    for claim in ledger.claims.iter().filter(|c| c.evidence.iter().any(denies)) {
        claim.evidence.iter().for_each(|e| note(&e.article, e.span, Contest::Denied));
    }
    let whether = ledger.disputes.iter().filter(|d| d.kind == DisputeKind::Assertion);
    for side in whether.flat_map(|d| &d.sides) {
        side.evidence.iter().for_each(|p| note(&p.article, p.span, Contest::Disputed));
        let claims = side.claims.iter().filter_map(|id| by_id.get(id));
        claims.flat_map(|c| &c.evidence).for_each(|e| note(&e.article, e.span, Contest::Disputed));
    }
    spans
}

fn denies(evidence: &Evidence) -> bool {
    evidence.status == Status::Denied || evidence.polarity == Polarity::Negative
}

/// Whether a figure stands in a contested passage. "Nobody" negates by itself; 0 cannot be made less.
fn contest_of(figure: &Figure, passages: &Passages) -> Option<Contest> {
    if figure.value.get() == 0.0 {
        return None;
    }
    around(figure, &passages.contested).min()
}

/// Whether what a figure counts is told as planned or possible, and in no passage that holds it as done.
fn is_foreseen(figure: &Figure, passages: &Passages) -> bool {
    let mut status = around(figure, &passages.status).peekable();
    status.peek().is_some() && status.all(|s| matches!(s, Status::Planned | Status::Possible))
}

/// What is known of the passages that hold a figure.
fn around<T: Copy>(figure: &Figure, known: &Known<T>) -> impl Iterator<Item = T> {
    let passages = known.get(&figure.article).into_iter().flatten();
    passages.filter(|(span, _)| span.contains(figure.span)).map(|(_, of)| *of)
}
