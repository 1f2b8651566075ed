//! Coverage: claims against articles, each cell a link to the sentence that it rests on.

use super::{LIST_ROWS, Page, badge, disputed, more};
use crate::words;
use crosswire_model::{Claim, CoverageState, Evidence};
use maud::{Markup, html};

/// Cells that the matrix shows at most; more make a page that no browser scrolls well.
const MATRIX_CELLS: usize = 20_000;
/// Characters of a claim at the head of its row.
const CLAIM: usize = 120;
/// Articles up to which a cell of the matrix has room to name the speaker.
const NAMED_CELLS: usize = 8;
/// Articles above which the matrix is folded: it is then wider than any screen.
const OPEN_COLUMNS: usize = 40;

impl Page<'_> {
    pub(super) fn coverage(&self) -> Markup {
        let (claims, _) = self.view.ranked();
        let articles = self.view.ledger.articles.len();
        let rows = (MATRIX_CELLS / articles.max(1)).clamp(10, LIST_ROWS);
        html! {
            @if !claims.is_empty() && articles > 0 {
                section #coverage aria-labelledby="h-coverage" {
                    h2 #h-coverage { "Coverage" }
                    p.key {
                        span.cell.says { span.dot aria-hidden="true" { "●" } " says" }
                        span.cell.contradicts { span.dot aria-hidden="true" { "≠" } " says otherwise" }
                        span.cell.may { span.dot aria-hidden="true" { "○" } " may say it" }
                        span.cell.silent { span.dot aria-hidden="true" { "·" } " silent" }
                        span.cell.silent { span.dot aria-hidden="true" { "‹" } " silent, published before it was known" }
                        span { "A cell opens the sentence that it rests on." }
                    }
                    @if articles > OPEN_COLUMNS {
                        details.fold { summary { (words::count(claims.len().min(rows), "claim", "claims")) " by " (articles) " articles" } (self.matrix(&claims[..claims.len().min(rows)])) }
                    } @else {
                        (self.matrix(&claims[..claims.len().min(rows)]))
                    }
                    (more(claims.len(), rows, "claims"))
                }
            }
        }
    }

    fn matrix(&self, claims: &[usize]) -> Markup {
        let ledger = self.view.ledger;
        let named = ledger.articles.len() <= NAMED_CELLS;
        html! {
            div.scroll.boxed tabindex="0" role="region" aria-label="Claims by articles; scrolls by itself" {
                table.matrix.many[!named] {
                    caption { "Which article says what, and on whose word" }
                    thead {
                        tr {
                            th scope="col" { "Claim" }
                            @for i in 0..ledger.articles.len() {
                                th scope="col" title=(self.called(i)) { span.no { (i + 1) } @if let Some(name) = self.name(i) { " " span.outlet { (words::clip(name, 40)) } } }
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
        let tags = self.claim_tags(claim);
        html! {
            tr data-k="row" data-s=(words::support(claim.support)) data-a=(tags.articles()) data-o=(tags.sources()) {
                th scope="row" id={ "m-" (i + 1) } {
                    (badge(claim.support))
                    @if claim.disputed { " " (disputed()) }
                    span.claim dir="auto" { (self.to_card(i, words::clip(&self.view.claim_text(claim), CLAIM))) }
                }
                @for article in 0..self.view.ledger.articles.len() { (self.cell(claim, article, named)) }
            }
        }
    }

    fn cell(&self, claim: &Claim, nth: usize, named: bool) -> Markup {
        let (article, name) = (&self.view.ledger.articles[nth].id, self.called(nth));
        let said = claim.evidence.iter().enumerate().filter(|(_, e)| e.article == *article);
        let (may, says): (Vec<(usize, &Evidence)>, Vec<_>) =
            said.partition(|(at, _)| self.view.only_may(claim, *at));
        let only_may = says.is_empty() && !may.is_empty();
        let evidence: Vec<&Evidence> =
            if only_may { may } else { says }.into_iter().map(|(_, e)| e).collect();
        let against = self.view.against(claim, article);
        let (class, sign, says, passage, speaker) = match (self.view.state(claim, article), evidence.first())
        {
            (CoverageState::Silent, _) if self.view.before_known(claim, article) => {
                ("silent", "‹", "silent, published before it was known", None, None)
            }
            (CoverageState::Silent, _) | (CoverageState::Says, None) => ("silent", "·", "silent", None, None),
            (CoverageState::Says, Some(e)) => (
                if only_may { "may" } else { "says" },
                if only_may { "○" } else { "●" },
                if only_may { "may say so" } else { "says so" },
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
            return html! { td.cell.silent { span.dot role="img" aria-label=(says) { (sign) } } };
        }
        let face = html! {
            span.dot aria-hidden="true" { (sign) }
            @if evidence.len() > 1 && class == "says" { span.times aria-hidden="true" { "×" (evidence.len()) } }
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
}
