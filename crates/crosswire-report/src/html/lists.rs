//! The rest of the ledger: figures, wordings, who copied from whom, timeline, sources, what was skipped.

use super::{LIST_ROWS, Page, QUOTE, REASONS, badge, folded, more, nature_badge, percent, plot, short, tied};
use crate::view::hull;
use crate::words;
use crosswire_model::{ArticleId, Figure, Moment, Nature, Reuse, Source, Statement, Strength, Wording};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Entries of a list before the fold, and rows of a table.
const FIRST: usize = 3;
const ROWS: usize = 6;
/// Articles of a source that are named.
const IN: usize = 12;

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
                    (folded(&series[..series.len().min(LIST_ROWS / 5)], FIRST, "count", "counts", |series| self.series(series)))
                    (more(series.len(), LIST_ROWS / 5, "series"))
                    @if !counted.is_empty() {
                        div.series {
                            h3 { "Reported once" }
                            (folded(&counted[..counted.len().min(LIST_ROWS / 5)], FIRST, "figure", "figures", |figure| html! {
                                div.leaf data-k="figure" data-a=(self.figure_articles(figure)) data-o=(self.figure_sources(figure)) {
                                    (self.report(figure)) (self.estimates(&figure.id.0))
                                }
                            }))
                            (more(counted.len(), LIST_ROWS / 5, "figures"))
                        }
                    }
                    @if !alone.is_empty() {
                        details.singles {
                            summary { (words::count(alone.len(), "figure not compared with another", "figures not compared with another")) }
                            ul {
                                @for figure in alone.iter().take(LIST_ROWS) {
                                    li data-k="figure" data-a=(self.figure_articles(figure)) data-o=(self.figure_sources(figure)) { (self.report(figure)) }
                                }
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
            q dir="auto" data-figure=[self.hook(&figure.id.0)] { (self.open(&figure.article, figure.span, words::clip(&words::one_line(&figure.text), QUOTE))) }
            " " span.by {
                (self.named(&figure.article)) ", "
                (short(&self.view.speaker(figure.statement.as_ref()).to_words(), 90))
            }
        }
    }

    fn figure_articles(&self, figure: &Figure) -> String {
        self.tags([&figure.article], None, None).articles()
    }

    fn figure_sources(&self, figure: &Figure) -> String {
        self.tags(None, figure.statement.as_ref(), None).sources()
    }

    pub(super) fn wordings(&self) -> Markup {
        let wordings = self.view.wordings();
        html! {
            @if !wordings.is_empty() {
                section #wording aria-labelledby="h-wording" {
                    h2 #h-wording { "Wording" }
                    p.note { "One saying in several articles’ words. What only one of them has is marked, and numbers and negations that not all have." }
                    (folded(&wordings[..wordings.len().min(LIST_ROWS / 5)], FIRST - 1, "saying", "sayings", |wording| self.wording(wording)))
                    (more(wordings.len(), LIST_ROWS / 5, "wordings"))
                }
            }
        }
    }

    fn wording(&self, wording: &Wording) -> Markup {
        let said = || wording.statements.iter().filter_map(|id| self.view.statement(id));
        let tags = self.tags(said().map(|s| &s.article), &wording.statements, [&wording.source]);
        let statements: Vec<&Statement> = said().take(REASONS).collect();
        let (first, rest) = statements.split_at(statements.len().min(2 * FIRST));
        let sides = |statements: &[&Statement]| {
            html! { div.sides { @for statement in statements { (self.variant(wording, statement)) } } }
        };
        html! {
            article.pair data-k="wording" data-a=(tags.articles()) data-o=(tags.sources()) {
                h3 {
                    span.badge { (words::wording_kind(wording.kind)) }
                    " " (short(&words::name(&self.view.source_name(&wording.source)), 80))
                }
                (sides(first))
                @if !rest.is_empty() {
                    details.fold { summary { "Show " (words::count(rest.len(), "more wording", "more wordings")) } (sides(rest)) }
                }
                (more(wording.statements.len(), REASONS, "statements"))
            }
        }
    }

    /// One article's words for a saying, with what it has to itself marked.
    fn variant(&self, wording: &Wording, statement: &Statement) -> Markup {
        let pieces = self.view.variant(wording, statement);
        html! {
            section.side {
                h4 { (self.named(&statement.article)) }
                p { q dir="auto" {
                    (self.open(&statement.article, hull(statement).unwrap_or_default(), html! {
                        @if pieces.is_empty() { "the passage is not available" }
                        @for (words, own) in &pieces { @if *own { mark.word { (words) } } @else { (words) } }
                    }))
                } }
                span.by { (short(&self.view.speaker(Some(&statement.id)).to_words(), 90)) }
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
                    (folded(&reuse[..reuse.len().min(LIST_ROWS / 5)], FIRST - 1, "passage", "passages", |pair| self.pair(pair)))
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
        let tags = self.tags([&left.article, &right.article], None, None);
        html! {
            article.pair data-k="copy" data-a=(tags.articles()) data-o=(tags.sources()) {
                h3 {
                    (self.named(&left.article))
                    @if copy.is_some() { span.way { " → " span.quiet { "copied by " } } } @else { span.way { " = " span.quiet { "the same as " } } }
                    (self.named(&right.article))
                }
                p.by {
                    (words::reuse_kind(pair.kind)) ", " (percent(pair.similarity)) " of the words in common"
                    @if let Some(direction) = &pair.direction {
                        "; " (self.named(&direction.copy)) " is the copy: " (words::direction_basis(direction.basis))
                    }
                    @if let Some(agency) = &pair.agency { "; both carry the text of " (words::one_line(agency)) }
                }
                div.sides {
                    @for passage in [left, right] {
                        section.side {
                            h4 { (self.named(&passage.article)) @if copy == Some(&passage.article) { span.by { " copy" } } }
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

    /// What happened when, from the event on; what lies before it is folded.
    pub(super) fn timeline(&self) -> Markup {
        let mut moments: Vec<&Moment> = self.view.ledger.timeline.iter().collect();
        moments.sort_by_cached_key(|m| sortable(&m.when));
        let of_event = |m: &&&Moment| {
            m.claims.iter().filter_map(|id| self.view.claim(id)).any(|i| self.happened.contains(&i))
        };
        let begins = moments
            .iter()
            .map(|m| sortable(&m.when))
            .zip(&moments)
            .filter(|(_, m)| of_event(m))
            .map(|(at, _)| at);
        // A claim on the event may hold a date long past; the event is what is nearest to the first report.
        let reported = self.view.ledger.story.from.map(|day| day.to_string()).unwrap_or_default();
        let event = begins.min_by_key(|at| (at.get(..7) < reported.get(..7), at.clone())).unwrap_or_default();
        let (before, since) = moments.split_at(moments.partition_point(|m| sortable(&m.when) < event));
        let ends = |moments: &[&Moment]| {
            Some((words::when(&moments.first()?.when), words::when(&moments.last()?.when)))
        };
        html! {
            @if !moments.is_empty() {
                section #timeline aria-labelledby="h-timeline" {
                    h2 #h-timeline { "Timeline" }
                    @if let Some((first, last)) = ends(before) {
                        details.fold {
                            summary { "Show what lies before: " (first) @if first != last { " to " (last) } }
                            @for moment in before.iter().take(LIST_ROWS / 5) { (self.moment(moment)) }
                        }
                    }
                    (folded(&since[..since.len().min(LIST_ROWS / 5)], ROWS, "time", "times", |moment| self.moment(moment)))
                    (more(moments.len(), LIST_ROWS / 5, "times"))
                }
            }
        }
    }

    fn moment(&self, moment: &Moment) -> Markup {
        let claims: Vec<usize> = moment.claims.iter().filter_map(|id| self.view.claim(id)).take(20).collect();
        html! {
            div.moment {
                h3.when { (words::when(&moment.when)) }
                div {
                    (folded(&claims, FIRST, "claim", "claims", |&i| {
                        let claim = &self.view.ledger.claims[i];
                        let text = words::clip(&self.view.claim_text(claim), QUOTE / 2);
                        html! {
                            p {
                                (badge(claim.support)) " "
                                @match claim.evidence.first() {
                                    Some(e) => (self.open(&e.article, e.span, text)),
                                    None => (text),
                                }
                            }
                        }
                    }))
                    (more(moment.claims.len(), 20, "claims"))
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
                    @let shown = &sources[..sources.len().min(LIST_ROWS / 2)];
                    (folded(shown, ROWS, "source", "sources", |source| self.source(source, heard.get(source.id.0.as_str()))))
                    (more(sources.len(), LIST_ROWS / 2, "sources"))
                }
            }
        }
    }

    /// A source: who it is, how often and where it is heard.
    fn source(&self, source: &Source, heard: Option<&(usize, BTreeSet<usize>)>) -> Markup {
        let said = heard.map_or(0, |(n, _)| *n);
        let articles: Vec<&ArticleId> = heard
            .iter()
            .flat_map(|(_, articles)| articles)
            .map(|&i| &self.view.ledger.articles[i].id)
            .collect();
        let tags = self.tags(articles.iter().copied(), None, [&source.id]);
        let aliases = words::one_line(&source.aliases.join("; "));
        html! {
            div.source data-source=[self.hook(&source.id.0)] data-k="source" data-a=(tags.articles()) data-o=(tags.sources()) {
                h3 { (short(&words::name(&source.name), 80)) }
                p.by {
                    (words::source_kind(source.kind)) ", " (words::count(said, "statement", "statements"))
                    @if let Some(d) = source.description.as_deref().and_then(words::description) { " · " (short(&d, 90)) }
                    @if let Some(body) = &source.speaks_for { " · speaks for " (short(&self.view.source_name(body), 60)) }
                    @if !aliases.is_empty() { " · also: " (short(&aliases, 90)) }
                }
                p.by {
                    @for (n, id) in articles.iter().take(IN).enumerate() { @if n > 0 { "; " } (self.named(id)) }
                    @if articles.len() > IN { " and " (articles.len() - IN) " more" }
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
                details.detail {
                    summary { "What the words mean" }
                dl.meanings {
                    @for support in words::SUPPORTS { dt { (badge(support)) } dd { (words::meaning(support)) } }
                    @for strength in [Strength::Sure, Strength::Likely, Strength::Possible] {
                        dt { (tied(strength)) } dd { (words::strength_meaning(strength)) }
                    }
                    @for nature in [Nature::Contradiction, Nature::Update, Nature::Difference] {
                        dt { (nature_badge(nature)) } dd { (words::nature_meaning(nature)) }
                    }
                }
                }
            }
        }
    }
}

/// A time so that the order of letters is that of time: a week stands where its first day would.
fn sortable(when: &str) -> String {
    let first = when.split('/').next().unwrap_or_default();
    let week = first.split_once("-W").and_then(|(year, week)| Some((year, week.parse::<usize>().ok()?)));
    match week {
        Some((year, week)) => {
            let day = week.saturating_sub(1) * 7;
            format!("{year}-{:02}-{:02}", day * 12 / 365 + 1, day * 12 % 365 / 12 + 1)
        }
        None => first.to_owned(),
    }
}
