//! The page: one HTML file that needs nothing else.
//!
//! Every passage that the ledger points at has a number and stands in the reader as a `<mark id="e-…">`; every cell is a
//! plain link to it. So the page works without scripts; the script only brings the passage beside the cell.

mod chains;
mod plot;
mod estimates;
mod reader;

use crate::view::{View, hull};
use crate::words;
use crosswire_model::{
    ArticleId, Claim, CoverageState, Dispute, Evidence, Figure, Passage, Side, Source, Span, Wording,
};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const CSS: &str = include_str!("page.css");
const JS: &str = include_str!("page.js");

/// Cells that the matrix shows at most; more make a page that no browser scrolls well.
const MATRIX_CELLS: usize = 20_000;
/// Rows that every other list shows at most.
const LIST_ROWS: usize = 1_000;
/// Reasons shown for one claim at most; a claim of fifty articles has 1,225 pairs.
const REASONS: usize = 30;
/// Articles up to which a cell of the matrix has room to name the speaker.
const NAMED_CELLS: usize = 8;
/// Characters of a passage shown outside the reader.
const QUOTE: usize = 320;

/// Where a passage stands: its article, its start, its end; the longer first, so that numbers ascend as marks nest.
type Place = (usize, usize, Reverse<usize>);

/// The page in the making.
struct Page<'a> {
    view: &'a View<'a>,
    /// Every passage that a link may open; its number is its place, from one.
    passages: Vec<Place>,
    /// Whether each is shaded in the reader. What one article says alone is not: else nearly every sentence would be.
    shaded: Vec<bool>,
    /// The indices of each claim's [`Independence`](crosswire_model::Independence) entries.
    reasons: BTreeMap<usize, Vec<usize>>,
    /// What every profile makes of each count.
    estimates: estimates::ByCount<'a>,
}

pub(crate) fn page(view: &View) -> String {
    let page = Page::new(view);
    let title = view.title();
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        integrity(CSS),
        integrity(JS)
    );
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ (words::one_line(&view.ledger.generator.name)) " " (words::one_line(&view.ledger.generator.version)) };
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(CSS)) }
            }
            body {
                a.skip href="#ledger" { "Skip to the ledger" }
                main #ledger tabindex="-1" {
                    (page.head(&title))
                    (page.disputes())
                    (page.claims())
                    (page.figures())
                    (page.chains())
                    (page.wordings())
                    (page.timeline())
                    (page.sources())
                    (page.reuse())
                    (page.skipped())
                    (page.foot())
                }
                (page.reader())
                script { (PreEscaped(JS)) }
            }
        }
    };
    markup.into_string()
}

/// The name by which a content security policy lets one inline text through.
fn integrity(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::from("sha256-");
    for chunk in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits =
            chunk.iter().chain([0, 0].iter()).take(3).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        for i in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * i)) as usize & 63]);
            out.push(if i > chunk.len() { '=' } else { digit });
        }
    }
    out
}

impl<'a> Page<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let ledger = view.ledger;
        let mut passages: BTreeMap<Place, bool> = BTreeMap::new();
        let mut note = |article: &ArticleId, span: Span, shaded: bool| {
            if let Some(i) = view.article(article)
                && let Some(text) = &view.texts[i]
            {
                *passages.entry(place(i, text.clamp(span))).or_default() |= shaded;
            }
        };
        for claim in &ledger.claims {
            let shaded = claim.disputed || view.spread(claim) > 1;
            claim.evidence.iter().for_each(|e| note(&e.article, e.span, shaded));
        }
        let mut add = |article: &ArticleId, span: Span| note(article, span, false);
        for passage in ledger.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.evidence) {
            add(&passage.article, passage.span);
        }
        for figure in &ledger.figures {
            add(&figure.article, figure.span);
        }
        for path in ledger.origins.iter().flat_map(|o| &o.paths) {
            if let Some(statement) = view.statement(&path.statement)
                && let Some(hull) = hull(statement)
            {
                add(&statement.article, hull);
            }
        }
        let shown = ledger.statements.iter().flat_map(|s| &s.inferred).map(|i| &i.statement);
        for statement in ledger.wordings.iter().flat_map(|w| &w.statements).chain(shown) {
            if let Some(statement) = view.statement(statement)
                && let Some(hull) = hull(statement)
            {
                add(&statement.article, hull);
            }
        }
        for reuse in &ledger.reuse {
            add(&reuse.a.article, reuse.a.span);
            add(&reuse.b.article, reuse.b.span);
        }
        for article in &ledger.articles {
            for repeat in &article.repeated {
                add(&article.id, repeat.of);
            }
        }
        let mut reasons: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, independence) in ledger.independence.iter().enumerate() {
            if let Some(claim) = view.claim(&independence.claim) {
                reasons.entry(claim).or_default().push(i);
            }
        }
        let (passages, shaded) = passages.into_iter().unzip();
        Page { view, passages, shaded, reasons, estimates: estimates::by_count(ledger) }
    }

    /// The number of a passage; none where its article or text is not at hand.
    fn number(&self, article: &ArticleId, span: Span) -> Option<usize> {
        let article = self.view.article(article)?;
        let span = self.view.texts[article].as_ref()?.clamp(span);
        self.passages.binary_search(&place(article, span)).ok().map(|i| i + 1)
    }

    /// A link that opens a passage in the reader; plain words where there is nothing to open.
    fn open(&self, article: &ArticleId, span: Span, label: impl Render) -> Markup {
        html! {
            @match self.number(article, span) {
                Some(n) => a href={ "#e-" (n) } data-n=(n) { (label) },
                None => span { (label) },
            }
        }
    }

    /// A passage's words as a link, its outlet and its speaker.
    fn cited(&self, passage: &Passage, quote_limit: usize) -> Markup {
        let quote = self.view.quote(&passage.article, passage.span);
        let quote =
            quote.map_or_else(|| "the passage is not at hand".to_owned(), |q| words::clip(&q, quote_limit));
        html! {
            q dir="auto" { (self.open(&passage.article, passage.span, quote)) }
            " " span.by { (self.view.name(&passage.article)) ", " (self.view.speaker_at(passage).to_words()) }
        }
    }

    fn head(&self, title: &str) -> Markup {
        let ledger = self.view.ledger;
        let dates = self.view.dates();
        html! {
            header.head {
                p.kicker { "Ledger of one story" @if let Some(dates) = dates { " · " (dates) } }
                h1 dir="auto" { (title) }
                ul.stats {
                    li { b { (ledger.articles.len()) } " " (plural(ledger.articles.len(), "article", "articles")) }
                    li { b { (ledger.origins.len()) } " " (plural(ledger.origins.len(), "origin", "origins")) }
                    li { b { (ledger.claims.len()) } " " (plural(ledger.claims.len(), "claim", "claims")) }
                    li.warn[!ledger.disputes.is_empty()] {
                        b { (ledger.disputes.len()) } " " (plural(ledger.disputes.len(), "dispute", "disputes"))
                    }
                    @if !ledger.skipped.is_empty() {
                        li.warn { a href="#skipped" { b { (ledger.skipped.len()) } " skipped" } }
                    }
                }
                ul.tally aria-label="Claims by support" {
                    @for (support, n) in self.view.tally() {
                        li title=(words::meaning(support)) { (badge(support)) " " b { (n) } }
                    }
                }
                nav.contents aria-label="Parts of the ledger" {
                    @for (id, name, shown) in [
                        ("disputes", "Disputes", !ledger.disputes.is_empty()),
                        ("claims", "Claims", !ledger.claims.is_empty()),
                        ("figures", "Figures", !ledger.figures.is_empty()),
                        ("chains", "Chains", !ledger.origins.is_empty()),
                        ("wording", "Wording", !ledger.wordings.is_empty()),
                        ("timeline", "Timeline", !ledger.timeline.is_empty()),
                        ("sources", "Sources", !ledger.sources.is_empty()),
                        ("reuse", "Reuse", !ledger.reuse.is_empty()),
                        ("reader", "Articles", !ledger.articles.is_empty()),
                    ] {
                        @if shown { a href={ "#" (id) } { (name) } }
                    }
                }
            }
        }
    }

    fn disputes(&self) -> Markup {
        let disputes = &self.view.ledger.disputes;
        html! {
            @if !disputes.is_empty() {
                section #disputes aria-labelledby="h-disputes" {
                    h2 #h-disputes { "Disputes" }
                    @for (i, dispute) in disputes.iter().take(LIST_ROWS).enumerate() { (self.dispute(i, dispute)) }
                    (more(disputes.len(), LIST_ROWS, "disputes"))
                }
            }
        }
    }

    fn dispute(&self, i: usize, dispute: &Dispute) -> Markup {
        html! {
            article.dispute aria-labelledby={ "d-" (i + 1) } {
                h3 id={ "d-" (i + 1) } {
                    span.badge.disputed { span.sign aria-hidden="true" { "≠" } " " (words::dispute_kind(dispute.kind)) }
                    " " span.why { (words::one_line(&dispute.why)) }
                }
                div.sides {
                    @for side in &dispute.sides { (self.side(side)) }
                }
            }
        }
    }

    fn side(&self, side: &Side) -> Markup {
        html! {
            section.side {
                h4 dir="auto" { (words::one_line(&side.label)) }
                ul {
                    @for passage in side.evidence.iter().take(REASONS) { li { (self.cited(passage, QUOTE)) } }
                }
                (more(side.evidence.len(), REASONS, "passages"))
            }
        }
    }

    fn claims(&self) -> Markup {
        let ledger = self.view.ledger;
        let (first, rest) = self.view.ranked();
        let rows = (MATRIX_CELLS / ledger.articles.len().max(1)).clamp(50, LIST_ROWS);
        html! {
            @if !ledger.claims.is_empty() {
                section #claims aria-labelledby="h-claims" {
                    h2 #h-claims { "Claims" }
                    p.key {
                        span.cell.says { span.dot aria-hidden="true" { "●" } " says" }
                        span.cell.contradicts { span.dot aria-hidden="true" { "≠" } " says otherwise" }
                        span.cell.silent { span.dot aria-hidden="true" { "·" } " silent" }
                        span { "A cell opens the sentence that it rests on." }
                    }
                    @if !first.is_empty() { (self.matrix(&first[..first.len().min(rows)])) }
                    (more(first.len(), rows, "claims"))
                    @if !rest.is_empty() {
                        details.singles {
                            summary { (words::count(rest.len(), "claim that one article makes alone", "claims that one article makes alone")) }
                            ul {
                                @for &i in rest.iter().take(LIST_ROWS) { (self.single(i)) }
                            }
                            (more(rest.len(), LIST_ROWS, "claims"))
                        }
                    }
                }
            }
        }
    }

    fn matrix(&self, claims: &[usize]) -> Markup {
        let ledger = self.view.ledger;
        let named = ledger.articles.len() <= NAMED_CELLS;
        html! {
            div.scroll tabindex="0" role="region" aria-label="Claims by articles; scrolls sideways" {
                table.matrix.many[!named] {
                    caption { "Which article says what, and on whose word" }
                    thead {
                        tr {
                            th scope="col" { "Claim" }
                            @for (article, name) in ledger.articles.iter().zip(&self.view.names) {
                                th scope="col" title=(words::one_line(article.title.as_deref().unwrap_or_default())) {
                                    span.outlet { (words::clip(name, 40)) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for &i in claims { (self.row(i, named)) }
                    }
                }
            }
        }
    }

    fn row(&self, i: usize, named: bool) -> Markup {
        let claim = &self.view.ledger.claims[i];
        html! {
            tr {
                th scope="row" id={ "c-" (i + 1) } {
                    (badge(claim.support))
                    @if claim.disputed { " " (disputed()) }
                    span.claim dir="auto" { (words::clip(&words::one_line(&claim.text), QUOTE)) }
                    (self.origins(claim))
                    (self.detail(i, claim))
                }
                @for (article, name) in self.view.ledger.articles.iter().zip(&self.view.names) {
                    (self.cell(claim, &article.id, name, named))
                }
            }
        }
    }

    fn cell(&self, claim: &Claim, article: &ArticleId, name: &str, named: bool) -> Markup {
        let evidence: Vec<&Evidence> = self.view.evidence_in(claim, article).collect();
        let against = self.view.against(claim, article);
        let (class, sign, says, passage, speaker) = match (self.view.state(claim, article), evidence.first())
        {
            (CoverageState::Silent, _) | (CoverageState::Says, None) => ("silent", "·", "silent", None, None),
            (CoverageState::Says, Some(e)) => (
                "says",
                "●",
                "says so",
                Some((&e.article, e.span)),
                Some(self.view.speaker(e.statement.as_ref())),
            ),
            (CoverageState::Contradicts, _) if against.is_some() => {
                let passage = against.map(|p| (&p.article, p.span));
                ("contradicts", "≠", "says otherwise", passage, against.map(|p| self.view.speaker_at(p)))
            }
            (CoverageState::Contradicts, e) => {
                let speaker = e.map(|e| self.view.speaker(e.statement.as_ref()));
                ("contradicts", "≠", "says otherwise", e.map(|e| (&e.article, e.span)), speaker)
            }
        };
        let speaker = speaker.map(|s| s.to_words());
        let label = match &speaker {
            Some(speaker) => format!("{name} {says}: {speaker}"),
            None => format!("{name}: {says}"),
        };
        if class == "silent" && !named {
            // Most cells of a large matrix are these; its head says which article each belongs to.
            return html! { td.cell.silent { span.dot role="img" aria-label="silent" { "·" } } };
        }
        let face = html! {
            span.dot aria-hidden="true" { (sign) }
            @if evidence.len() > 1 && class == "says" { span.times aria-hidden="true" { "×" (evidence.len()) } }
            span.name aria-hidden="true" { (words::clip(name, 40)) }
            @if named && let Some(speaker) = &speaker { span.who aria-hidden="true" { (words::clip(speaker, 36)) } }
        };
        html! {
            td class={ "cell " (class) } {
                @match passage.and_then(|(article, span)| self.number(article, span)) {
                    Some(n) => a href={ "#e-" (n) } data-n=(n) aria-label=(label) title=[(!named).then_some(&label)] { (face) },
                    None => span role="img" aria-label=(label) { (face) },
                }
            }
        }
    }

    fn origins(&self, claim: &Claim) -> Markup {
        let names = self.view.origin_names(claim);
        html! {
            @if !names.is_empty() {
                span.origins { (plural(names.len(), "origin: ", "origins: ")) (names.join("; ")) }
            }
        }
    }

    /// Every passage of a claim, and what could be shown of each two.
    fn detail(&self, i: usize, claim: &Claim) -> Markup {
        let none = Vec::new();
        let reasons = self.reasons.get(&i).unwrap_or(&none);
        let outlet =
            |at: usize| claim.evidence.get(at).map(|e| self.view.name(&e.article)).unwrap_or("no passage");
        html! {
            details.detail {
                summary {
                    (words::count(claim.evidence.len(), "passage", "passages"))
                    @if !reasons.is_empty() { " and what joins or parts them" }
                }
                ol {
                    @for evidence in claim.evidence.iter().take(LIST_ROWS) { li { (self.evidence(evidence)) } }
                }
                @if !reasons.is_empty() {
                    ul.reasons {
                        @for reason in reasons.iter().take(REASONS).map(|&r| &self.view.ledger.independence[r]) {
                            li {
                                b { (words::relation(reason.relation)) } ": "
                                (outlet(reason.a)) " and " (outlet(reason.b)) ". "
                                (words::one_line(&reason.reason))
                            }
                        }
                    }
                    (more(reasons.len(), REASONS, "reasons"))
                }
            }
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Markup {
        let quote = self.view.quote(&evidence.article, evidence.span);
        let quote = quote.map_or_else(|| "the passage is not at hand".to_owned(), |q| words::clip(&q, QUOTE));
        html! {
            q dir="auto" { (self.open(&evidence.article, evidence.span, quote)) }
            " " span.by {
                (self.view.name(&evidence.article)) ", "
                (self.view.speaker(evidence.statement.as_ref()).to_words()) ", "
                (words::status(evidence.status))
                @if evidence.polarity == crosswire_model::Polarity::Negative { ", says that it is not so" }
            }
        }
    }

    fn single(&self, i: usize) -> Markup {
        let claim = &self.view.ledger.claims[i];
        html! {
            li id={ "c-" (i + 1) } {
                @match claim.evidence.first() {
                    Some(evidence) => (self.evidence(evidence)),
                    None => (words::one_line(&claim.text)),
                }
            }
        }
    }

    fn figures(&self) -> Markup {
        let series = self.view.compared();
        let (counted, alone): (Vec<&Figure>, Vec<&Figure>) =
            self.view.lone_figures().into_iter().partition(|f| self.estimates.contains_key(f.id.0.as_str()));
        html! {
            @if !self.view.ledger.figures.is_empty() {
                section #figures aria-labelledby="h-figures" {
                    h2 #h-figures { "Figures" }
                    @if !self.estimates.is_empty() { (self.profiles()) }
                    @if !series.is_empty() { (plot::legend()) }
                    @for series in series.iter().take(LIST_ROWS / 5) { (self.series(series)) }
                    (more(series.len(), LIST_ROWS / 5, "series"))
                    @if !counted.is_empty() {
                        div.series {
                            h3 { "Reported once" }
                            ul {
                                @for figure in counted.iter().take(LIST_ROWS / 5) {
                                    li { (self.report(figure)) (self.estimates(&figure.id.0)) }
                                }
                            }
                            (more(counted.len(), LIST_ROWS / 5, "figures"))
                        }
                    }
                    @if !alone.is_empty() {
                        details.singles {
                            summary { (words::count(alone.len(), "figure that stands alone", "figures that stand alone")) }
                            ul {
                                @for figure in alone.iter().take(LIST_ROWS) { li { (self.report(figure)) } }
                            }
                            (more(alone.len(), LIST_ROWS, "figures"))
                        }
                    }
                }
            }
        }
    }

    /// A figure in its own words, with its outlet and its speaker.
    fn report(&self, figure: &Figure) -> Markup {
        html! {
            q dir="auto" { (self.open(&figure.article, figure.span, words::clip(&words::one_line(&figure.text), QUOTE))) }
            " " span.by {
                (self.view.name(&figure.article)) ", "
                (self.view.speaker(figure.statement.as_ref()).to_words())
            }
        }
    }

    fn wordings(&self) -> Markup {
        let wordings = self.view.wordings();
        html! {
            @if !wordings.is_empty() {
                section #wording aria-labelledby="h-wording" {
                    h2 #h-wording { "Wording" }
                    p.note { "One saying in several articles’ words. What only one of them has is marked, and numbers and negations that not all have." }
                    @for wording in wordings.iter().take(LIST_ROWS / 5) { (self.wording(wording)) }
                    (more(wordings.len(), LIST_ROWS / 5, "wordings"))
                }
            }
        }
    }

    fn wording(&self, wording: &Wording) -> Markup {
        html! {
            article.dispute {
                h3 {
                    span.badge { (words::wording_kind(wording.kind)) }
                    " " bdi { (self.view.source_name(&wording.source)) }
                }
                div.sides {
                    @for statement in wording.statements.iter().filter_map(|id| self.view.statement(id)).take(REASONS) {
                        @let pieces = self.view.variant(wording, statement);
                        section.side {
                            h4 { (self.view.name(&statement.article)) }
                            p { q dir="auto" {
                                (self.open(&statement.article, hull(statement).unwrap_or_default(), html! {
                                    @if pieces.is_empty() { "the passage is not at hand" }
                                    @for (words, own) in &pieces { @if *own { mark { (words) } } @else { (words) } }
                                }))
                            } }
                            span.by { (self.view.speaker(Some(&statement.id)).to_words()) }
                        }
                    }
                }
                (more(wording.statements.len(), REASONS, "statements"))
            }
        }
    }

    fn timeline(&self) -> Markup {
        let timeline = &self.view.ledger.timeline;
        html! {
            @if !timeline.is_empty() {
                section #timeline aria-labelledby="h-timeline" {
                    h2 #h-timeline { "Timeline" }
                    ol.timeline {
                        @for moment in timeline.iter().take(LIST_ROWS / 5) {
                            li {
                                span.when { (words::one_line(&moment.when)) }
                                ul {
                                    @for i in moment.claims.iter().filter_map(|id| self.view.claim(id)).take(20) {
                                        @let claim = &self.view.ledger.claims[i];
                                        li {
                                            (badge(claim.support)) " "
                                            @match claim.evidence.first() {
                                                Some(e) => (self.open(&e.article, e.span, words::clip(&words::one_line(&claim.text), QUOTE))),
                                                None => (words::one_line(&claim.text)),
                                            }
                                        }
                                    }
                                }
                                (more(moment.claims.len(), 20, "claims"))
                            }
                        }
                    }
                    (more(timeline.len(), LIST_ROWS / 5, "times"))
                }
            }
        }
    }

    fn sources(&self) -> Markup {
        let ledger = self.view.ledger;
        let mut heard: BTreeMap<&str, (usize, BTreeSet<usize>)> = BTreeMap::new();
        for statement in &ledger.statements {
            for id in statement.source.iter().chain(&statement.via) {
                let (statements, articles) = heard.entry(&id.0).or_default();
                *statements += 1;
                articles.extend(self.view.article(&statement.article));
            }
        }
        let heard_of = |source: &Source| heard.get(source.id.0.as_str()).map_or(0, |(n, _)| *n);
        let mut sources: Vec<&Source> = ledger.sources.iter().collect();
        sources.sort_by_key(|source| Reverse(heard_of(source)));
        html! {
            @if !sources.is_empty() {
                section #sources aria-labelledby="h-sources" {
                    h2 #h-sources { "Sources" }
                    div.scroll tabindex="0" role="region" aria-label="Sources; scrolls sideways" {
                        table.plain {
                            caption { "Who is heard, how often, and where" }
                            thead {
                                tr {
                                    th scope="col" { "Source" }
                                    th scope="col" { "Kind" }
                                    th.n scope="col" { "Statements" }
                                    th scope="col" { "In" }
                                }
                            }
                            tbody {
                                @for source in sources.iter().take(LIST_ROWS / 2) {
                                    tr {
                                        th scope="row" {
                                            bdi { (words::one_line(&source.name)) }
                                            @if let Some(description) = &source.description { span.by { (words::one_line(description)) } }
                                            @if let Some(body) = &source.speaks_for { span.by { "speaks for " (self.view.source_name(body)) } }
                                            @if !source.aliases.is_empty() {
                                                span.by { "also: " (words::one_line(&source.aliases.join("; "))) }
                                            }
                                        }
                                        td { (words::source_kind(source.kind)) }
                                        td.n { (heard_of(source)) }
                                        td {
                                            @if let Some((_, articles)) = heard.get(source.id.0.as_str()) {
                                                (articles.iter().map(|&i| self.view.names[i].as_str()).collect::<Vec<_>>().join("; "))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    (more(sources.len(), LIST_ROWS / 2, "sources"))
                }
            }
        }
    }

    fn reuse(&self) -> Markup {
        let reuse = &self.view.ledger.reuse;
        html! {
            @if !reuse.is_empty() {
                section #reuse aria-labelledby="h-reuse" {
                    h2 #h-reuse { "Reuse" }
                    p.note { "Passages that stand in two articles. The order says nothing about who copied." }
                    @for pair in reuse.iter().take(LIST_ROWS / 5) {
                        article.dispute {
                            h3 {
                                span.badge { (words::reuse_kind(pair.kind)) }
                                " " span.why { (percent(pair.similarity)) " of the words in common" }
                            }
                            div.sides {
                                @for passage in [&pair.a, &pair.b] {
                                    section.side {
                                        h4 { (self.view.name(&passage.article)) }
                                        p { q dir="auto" {
                                            (self.open(&passage.article, passage.span, self.view.quote(&passage.article, passage.span)
                                                .map_or_else(|| "the passage is not at hand".to_owned(), |q| words::clip(&q, QUOTE))))
                                        } }
                                    }
                                }
                            }
                        }
                    }
                    (more(reuse.len(), LIST_ROWS / 5, "passages"))
                }
            }
        }
    }

    fn skipped(&self) -> Markup {
        let skipped = &self.view.ledger.skipped;
        html! {
            @if !skipped.is_empty() {
                section #skipped aria-labelledby="h-skipped" {
                    h2 #h-skipped { "Skipped" }
                    ul {
                        @for file in skipped.iter().take(LIST_ROWS) {
                            li { code dir="auto" { (words::visible(&file.path)) } " " span.by { (words::one_line(&file.reason)) } }
                        }
                    }
                    (more(skipped.len(), LIST_ROWS, "files"))
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let generator = &self.view.ledger.generator;
        html! {
            footer.foot {
                p {
                    "Made by " (words::one_line(&generator.name)) " " (words::one_line(&generator.version))
                    ", language model " (words::one_line(&generator.model)) ". "
                    "Every grade here is a machine's suggestion: open the sentence before you rely on it."
                }
                dl.meanings {
                    @for support in words::SUPPORTS { dt { (badge(support)) } dd { (words::meaning(support)) } }
                }
            }
        }
    }
}

fn place(article: usize, span: Span) -> Place {
    (article, span.start, Reverse(span.end))
}

fn badge(support: crosswire_model::Support) -> Markup {
    html! {
        span class={ "badge " (words::support(support)) } {
            span.sign aria-hidden="true" { (words::sign(support)) } " " (words::support(support))
        }
    }
}

fn disputed() -> Markup {
    html! { span.badge.disputed { span.sign aria-hidden="true" { "≠" } " disputed" } }
}

/// Says what a list leaves out.
fn more(all: usize, shown: usize, what: &str) -> Markup {
    html! {
        @if all > shown {
            p.note { "Showing the first " (shown) " of " (all) " " (what) "; the JSON file has all." }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn plural<'s>(n: usize, one: &'s str, many: &'s str) -> &'s str {
    if n == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_the_hash_in_base64() {
        assert_eq!(integrity(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(integrity("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
