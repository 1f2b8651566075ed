//! One table for a spreadsheet: a row per passage of a claim, then a row per figure.

use crate::view::View;
use crate::words;
use crosswire_model::{ArticleId, Claim, Evidence, Figure, Number, Span, StatementId};

const COLUMNS: [&str; 29] = [
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
];

/// A row by the names of its columns, so that both kinds of row stay in step with the head.
struct Row([String; COLUMNS.len()]);

impl Row {
    fn new() -> Self {
        Row(std::array::from_fn(|_| String::new()))
    }

    /// Sets a cell to something that was made here: a number, a word of the format.
    fn set(mut self, column: &str, value: impl ToString) -> Self {
        if let Some(at) = COLUMNS.iter().position(|c| *c == column) {
            self.0[at] = value.to_string();
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
fn inert(text: &str) -> String {
    // Full-width forms count too: some spreadsheets fold them.
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

pub(crate) fn write(view: &View) -> String {
    let claims = &view.ledger.claims;
    let claims =
        claims.iter().flat_map(|claim| claim.evidence.iter().map(move |e| claim_row(view, claim, e)));
    let figures = view.ledger.figures.iter().map(|figure| figure_row(view, figure));
    let mut table = ::csv::Writer::from_writer(Vec::new());
    let head = std::iter::once(COLUMNS.map(str::to_owned));
    for row in head.chain(claims.map(|row| row.0)).chain(figures.map(|row| row.0)) {
        // Writing into memory cannot fail, and every row has as many cells as the head.
        let _ = table.write_record(&row);
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn claim_row(view: &View, claim: &Claim, evidence: &Evidence) -> Row {
    passage_row(view, &evidence.article, evidence.span, evidence.statement.as_ref())
        .set("row", "claim")
        .text("id", &claim.id.0)
        .text("text", &claim.text)
        .set("support", words::support(claim.support))
        .set("disputed", if claim.disputed { "yes" } else { "no" })
        .text("origins", &view.origin_names(claim).join("; "))
        .set("status", words::status(evidence.status))
        .set("polarity", words::polarity(evidence.polarity))
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
}

/// The cells that both kinds of row share.
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
