//! Chains: from each origin through its relays to the articles, as a table that stays legible however many there are.

use super::{LIST_ROWS, Page, folded, more, short};
use crate::view::hull;
use crate::words;
use crosswire_model::{ArticleId, Origin, OriginPath, SourceId, StatementId};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Origins before the fold.
const FIRST: usize = 6;
/// Ways of an origin, and articles of a way, before the fold.
const WAYS: usize = 3;
const ENDS: usize = 6;

/// The relays of a way, each with the statement that shows it where it is inferred.
type Way<'a> = Vec<(&'a SourceId, Option<&'a StatementId>)>;

impl Page<'_> {
    pub(super) fn chains(&self) -> Markup {
        let mut origins: Vec<&Origin> = self.view.ledger.origins.iter().collect();
        let reach = |origin: &Origin| origin.paths.iter().map(|p| &p.article).collect::<BTreeSet<_>>().len();
        origins.sort_by_cached_key(|origin| Reverse(reach(origin)));
        html! {
            @if !origins.is_empty() {
                section #chains aria-labelledby="h-chains" {
                    h2 #h-chains { "Chains" }
                    p.note { "Who heard it from whom: the origin on whose word something is reported, the relays, the articles. A dashed relay is inferred: the article leaves it out, and another with the same words names it. An article opens the sentence that shows it." }
                    (folded(&origins[..origins.len().min(LIST_ROWS / 5)], FIRST, "origin", "origins", |origin| self.chain(origin)))
                    (more(origins.len(), LIST_ROWS / 5, "origins"))
                }
            }
        }
    }

    /// One origin: a line for each way by which its word came to articles. An article opens the sentence that shows it.
    fn chain(&self, origin: &Origin) -> Markup {
        let mut ways: BTreeMap<Way, BTreeMap<&ArticleId, &OriginPath>> = BTreeMap::new();
        for path in &origin.paths {
            ways.entry(self.view.relays(path)).or_default().entry(&path.article).or_insert(path);
        }
        let ways: Vec<(Way, Vec<_>)> = ways
            .into_iter()
            .take(LIST_ROWS / 20)
            .map(|(way, ends)| (way, ends.into_iter().collect()))
            .collect();
        html! {
            div.chain {
                div.from { span.node { (short(&words::name(&origin.name), 70)) } }
                div.ways {
                    (folded(&ways, WAYS, "way", "ways", |(relays, ends)| self.way(relays, ends)))
                }
            }
        }
    }

    /// One way: its relays, then the articles at its end.
    fn way(&self, relays: &Way, ends: &[(&ArticleId, &OriginPath)]) -> Markup {
        let (first, rest) = ends.split_at(ends.len().min(ENDS));
        let articles = |ends: &[(&ArticleId, &OriginPath)]| {
            html! {
                @for (n, (article, path)) in ends.iter().enumerate() {
                    @if n > 0 { ", " }
                    @match self.view.statement(&path.statement).and_then(hull) {
                        Some(hull) => (self.open(article, hull, self.named(article))),
                        None => (self.named(article)),
                    }
                }
            }
        };
        html! {
            div.way {
                @for (relay, shown_by) in relays {
                    span.arrow { span aria-hidden="true" { "→" } span.quiet { "through" } } " "
                    span.node.inferred[shown_by.is_some()] { (short(&words::name(&self.view.source_name(relay)), 50)) } " "
                    @if let Some(shown_by) = shown_by { (self.inferred(shown_by)) " " }
                }
                span.arrow { span aria-hidden="true" { "→" } span.quiet { "to" } } " "
                (articles(first))
                @if !rest.is_empty() {
                    details.fold {
                        summary { "Show " (words::count(rest.len(), "more article", "more articles")) }
                        (articles(&rest[..rest.len().min(LIST_ROWS / 5)]))
                        (more(ends.len(), ENDS + LIST_ROWS / 5, "articles"))
                    }
                }
            }
        }
    }

    /// That a relay is inferred, as a link to the statement that shows it.
    fn inferred(&self, shown_by: &StatementId) -> Markup {
        html! {
            span.by {
                @match self.view.statement(shown_by).and_then(|s| Some((s, hull(s)?))) {
                    Some((s, hull)) => { "(" (self.open(&s.article, hull, html! { "inferred from " (self.named(&s.article)) })) ")" },
                    None => "(inferred)",
                }
            }
        }
    }
}
