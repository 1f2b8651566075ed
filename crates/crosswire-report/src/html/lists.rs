//! The rest of the ledger: figures, wordings, who copied from whom, timeline, sources, what was skipped.

use super::{LIST_ROWS, Page, QUOTE, REASONS, badge, more, nature_badge, percent, plot};
use crate::view::hull;
use crate::words;
use crosswire_model::{Figure, Nature, Reuse, Source, Wording};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Page<'_> {
    pub(super) fn figures(&self) -> Markup {
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
                            summary { (words::count(alone.len(), "figure not compared with another", "figures not compared with another")) }
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

    pub(super) fn wordings(&self) -> Markup {
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
            article.pair {
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
                                    @if pieces.is_empty() { "the passage is not available" }
                                    @for (words, own) in &pieces { @if *own { mark.word { (words) } } @else { (words) } }
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

    pub(super) fn reuse(&self) -> Markup {
        let reuse = &self.view.ledger.reuse;
        html! {
            @if !reuse.is_empty() {
                section #reuse aria-labelledby="h-reuse" {
                    h2 #h-reuse { "Who copied from whom" }
                    p.note { "Passages that stand in two articles. Where neither names the other, and both came out on one day, the texts do not say which is the copy." }
                    @for pair in reuse.iter().take(LIST_ROWS / 5) { (self.pair(pair)) }
                    (more(reuse.len(), LIST_ROWS / 5, "passages"))
                }
            }
        }
    }

    /// The original on the left, where the ledger tells which it is.
    fn pair(&self, pair: &Reuse) -> Markup {
        let copy = pair.direction.as_ref().map(|d| &d.copy);
        let (left, right) =
            if copy == Some(&pair.a.article) { (&pair.b, &pair.a) } else { (&pair.a, &pair.b) };
        html! {
            article.pair {
                h3 {
                    (self.view.name(&left.article))
                    @if copy.is_some() { span.way { " → " span.quiet { "copied by " } } } @else { span.way { " = " span.quiet { "the same as " } } }
                    (self.view.name(&right.article))
                }
                p.by {
                    (words::reuse_kind(pair.kind)) ", " (percent(pair.similarity)) " of the words in common"
                    @if let Some(direction) = &pair.direction {
                        "; " (self.view.name(&direction.copy)) " is the copy: " (words::direction_basis(direction.basis))
                    }
                    @if let Some(agency) = &pair.agency { "; both carry the text of " (words::one_line(agency)) }
                }
                div.sides {
                    @for passage in [left, right] {
                        section.side {
                            h4 { (self.view.name(&passage.article)) @if copy == Some(&passage.article) { span.by { " copy" } } }
                            p { q dir="auto" {
                                (self.open(&passage.article, passage.span, self.view.quote(&passage.article, passage.span)
                                    .map_or_else(|| "the passage is not available".to_owned(), |q| words::clip(&q, QUOTE))))
                            } }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn timeline(&self) -> Markup {
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

    pub(super) fn sources(&self) -> Markup {
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

    pub(super) fn skipped(&self) -> Markup {
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

    pub(super) fn foot(&self) -> Markup {
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
                    @for nature in [Nature::Contradiction, Nature::Update, Nature::Difference] {
                        dt { (nature_badge(nature)) } dd { (words::nature_meaning(nature)) }
                    }
                }
            }
        }
    }
}
