//! One table for a spreadsheet: a row per passage of a claim, a row per figure, and with a profile a row per count.

use crate::profiles::{Estimate, Profile, estimates};
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{ArticleId, Claim, Evidence, Figure, Independence, Number, Span, StatementId};
use std::collections::BTreeSet;

/// The columns of every table. New ones come at the end, so that old ones keep their places.
const COLUMNS: [&str; 40] = [
    "row",
    "id",
    "text",
    "support",
    "disputed",
    "origins",
    "article",
    "outlet",
    "path",
    "published",
    "status",
    "polarity",
    "source",
    "via",
    "quote",
    "passage",
    "start",
    "end",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "of",
    "as_of",
    "series",
    "relation",
    "sha256",
    "inferred",
    "indefinite",
    "role",
    "part_of",
    "cumulative",
    "independent",
    "ground",
    "nature",
    "copied_from",
    "agency",
    "silent",
    "before_known",
];

/// A row by the names of its columns, so that every kind of row stays in step with the head.
struct Row {
    cells: [String; COLUMNS.len()],
    /// The cells that only a profile has, in the order of [`profile_columns`].
    profile: Vec<String>,
}

impl Row {
    fn new() -> Self {
        Row { cells: std::array::from_fn(|_| String::new()), profile: Vec::new() }
    }

    /// Sets a cell to something that was made here: a number, a word of the format.
    fn set(mut self, column: &str, value: impl ToString) -> Self {
        if let Some(at) = COLUMNS.iter().position(|c| *c == column) {
            self.cells[at] = value.to_string();
        }
        self
    }

    /// Sets a cell to what somebody else wrote.
    fn text(self, column: &str, text: &str) -> Self {
        self.set(column, inert(&words::one_line(text)))
    }

    fn number(self, column: &str, number: Option<Number>) -> Self {
        self.set(column, number.map(words::plain_number).unwrap_or_default())
    }
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn inert(text: &str) -> String {
    // Full-width forms count too: some spreadsheets fold them.
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// The columns that a profile adds: its name, its numbers, the words that it keeps, how it came to them and of which
/// figures.
fn profile_columns(profile: &Profile) -> Vec<String> {
    let numbers = profile.fields.iter().map(|field| format!("profile_{field}"));
    let rest = ["profile_text", "profile_how", "profile_figures"].map(str::to_owned);
    std::iter::once("profile".to_owned()).chain(numbers).chain(rest).collect()
}

pub(crate) const EXPORT: Export = Export {
    name: "csv",
    aliases: &[],
    endings: &["csv"],
    help: "A table for a spreadsheet",
    writer: Writer::View(|view, _, out| out.write_all(write(view).as_bytes())),
};

pub(crate) fn write(view: &View) -> String {
    let added = view.profile.map(profile_columns).unwrap_or_default();
    let claims =
        view.claims().flat_map(|claim| claim.evidence.iter().map(move |e| claim_row(view, claim, e)));
    let figures = view.ledger.figures.iter().map(|figure| figure_row(view, figure));
    let counts = view.profile.into_iter().flat_map(|profile| {
        estimates(view.ledger, profile).into_iter().map(move |estimate| count_row(profile, &estimate))
    });
    let head = Row { cells: COLUMNS.map(str::to_owned), profile: added.clone() };
    let mut table = ::csv::Writer::from_writer(Vec::new());
    for mut row in std::iter::once(head).chain(claims).chain(figures).chain(counts) {
        row.profile.resize(added.len(), String::new());
        // Writing into memory cannot fail, and every row has as many cells as the head.
        let _ = table.write_record(row.cells.iter().chain(&row.profile));
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn claim_row(view: &View, claim: &Claim, evidence: &Evidence) -> Row {
    let (silent, before_known) = view.silent(claim);
    let copies = view.copies(&evidence.article, evidence.span);
    let copied =
        copies.iter().filter(|c| c.reuse.direction.as_ref().is_some_and(|d| d.copy == evidence.article));
    let copied_from = joined(copied.map(|c| view.name(&c.other.article).to_owned()));
    let agencies = joined(copies.iter().filter_map(|c| c.reuse.agency.clone()));
    passage_row(view, &evidence.article, evidence.span, evidence.statement.as_ref())
        .set("row", "claim")
        .text("id", &claim.id.0)
        .text("text", &claim.text)
        .set("support", words::support(claim.support))
        .set("disputed", if claim.disputed { "yes" } else { "no" })
        .text("origins", &view.origin_names(claim).join("; "))
        .set("status", words::status(evidence.status))
        .set("polarity", words::polarity(evidence.polarity))
        .set("independent", claim.independent)
        .set("ground", grounds(view, claim, evidence))
        .set("nature", natures(view, claim))
        .text("copied_from", &copied_from)
        .text("agency", &agencies)
        .set("silent", silent.len())
        .set("before_known", before_known.len())
}

/// What the passage's relations to the others of its claim were decided by.
fn grounds(view: &View, claim: &Claim, evidence: &Evidence) -> String {
    let at = claim.evidence.iter().position(|e| e == evidence);
    let pairs = view.independence_of(claim).iter().filter(|i| Some(i.a) == at || Some(i.b) == at);
    let told = |i: &&Independence| match words::ground(i.ground) {
        "" => words::relation(i.relation).to_owned(),
        ground => format!("{}: {ground}", words::relation(i.relation)),
    };
    joined(pairs.map(told))
}

/// Of the disputes that touch a claim.
fn natures(view: &View, claim: &Claim) -> String {
    joined(view.disputes_of(claim).iter().map(|d| words::nature(d.nature).to_owned()))
}

/// Each once, in the order of the alphabet.
fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

fn figure_row(view: &View, figure: &Figure) -> Row {
    let series = view.series_of(figure);
    passage_row(view, &figure.article, figure.span, figure.statement.as_ref())
        .set("row", "figure")
        .text("id", &figure.id.0)
        .text("text", &figure.text)
        .number("value", Some(figure.value))
        .number("low", figure.low)
        .number("high", figure.high)
        .set("qualifier", figure.qualifier.as_str())
        .text("unit", figure.unit.as_deref().unwrap_or_default())
        .text("of", figure.of.as_deref().unwrap_or_default())
        .text("as_of", figure.as_of.as_deref().unwrap_or_default())
        .text("series", series.map(|s| s.label.as_str()).unwrap_or_default())
        .set("relation", series.map(|s| words::agreement(s.relation)).unwrap_or_default())
        .text("indefinite", figure.indefinite.as_deref().unwrap_or_default())
        .text("role", figure.role.as_deref().unwrap_or_default())
        .text("part_of", figure.part_of.as_ref().map(|id| id.0.as_str()).unwrap_or_default())
        .set("cumulative", if figure.cumulative { "yes" } else { "no" })
}

/// What a profile makes of a count. Its reports are the rows of the figures that it names.
fn count_row(profile: &Profile, estimate: &Estimate) -> Row {
    let mut row = Row::new()
        .set("row", "count")
        .text("id", estimate.id)
        .text("text", &estimate.label)
        .text("series", estimate.series.map(|s| s.label.as_str()).unwrap_or_default())
        .set("relation", estimate.series.map(|s| words::agreement(s.relation)).unwrap_or_default())
        .text("role", estimate.role.unwrap_or_default());
    let numbers = estimate.numbers.iter().map(|n| n.map(words::plain_number).unwrap_or_default());
    let figures: Vec<&str> = estimate.figures.iter().map(|f| f.id.0.as_str()).collect();
    row.profile = std::iter::once(profile.name.to_owned())
        .chain(numbers)
        .chain([
            inert(estimate.text.as_deref().unwrap_or_default()),
            inert(&words::one_line(&estimate.how)),
            inert(&words::one_line(&figures.join("; "))),
        ])
        .collect();
    row
}

/// The cells that the rows of passages share.
fn passage_row(view: &View, article: &ArticleId, span: Span, statement: Option<&StatementId>) -> Row {
    let speaker = view.speaker(statement);
    let said = statement.and_then(|id| view.statement(id));
    let row = Row::new()
        .text("article", &article.0)
        .set("start", span.start)
        .set("end", span.end)
        .text("passage", &view.quote(article, span).unwrap_or_default())
        .text("source", speaker.name.as_deref().unwrap_or_default())
        .text("via", &speaker.via.join("; "))
        .text("inferred", &speaker.inferred.join("; "))
        .set("quote", said.map(|s| words::quote(s.quote)).unwrap_or_default());
    let Some(read) = view.article(article).map(|i| &view.ledger.articles[i]) else {
        return row;
    };
    row.text("outlet", view.name(article))
        .set("path", inert(&words::visible(&read.path)))
        .set("published", read.published.map(|day| day.to_string()).unwrap_or_default())
        .text("sha256", &read.sha256)
}
