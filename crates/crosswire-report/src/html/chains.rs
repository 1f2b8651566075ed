//! Chains: from each origin through its relays to the articles, left to right.

use super::{LIST_ROWS, Page, more};
use crate::view::hull;
use crate::words;
use crosswire_model::{ArticleId, Origin, SourceId, StatementId};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Origins and articles that the picture shows at most; the list below it has more.
const PICTURED: usize = 30;
/// Sizes in the units of the picture's view box, which are CSS pixels.
const ROW: usize = 34;
const BOX_HEIGHT: usize = 26;
const BOX_WIDTH: usize = 176;
const GAP: usize = 72;

/// A relay within the chains of one origin: how many relays stand before it, and who it is.
type Relay<'a> = (usize, &'a SourceId);

impl Page<'_> {
    pub(super) fn chains(&self) -> Markup {
        let mut origins: Vec<&Origin> = self.view.ledger.origins.iter().collect();
        let reach = |origin: &Origin| origin.paths.iter().map(|p| &p.article).collect::<BTreeSet<_>>().len();
        origins.sort_by_cached_key(|origin| Reverse(reach(origin)));
        html! {
            @if !origins.is_empty() {
                section #chains aria-labelledby="h-chains" {
                    h2 #h-chains { "Chains" }
                    p.note { "From the origin on whose word something is reported, through relays, to the article. A dashed line is inferred: the article leaves out a relay that another, with the same words, names." }
                    (self.picture(&origins[..origins.len().min(PICTURED)]))
                    (more(origins.len(), PICTURED, "origins in the picture"))
                    details.detail {
                        summary { "The same as a list, each link with its sentence" }
                        ul.list {
                            @for origin in origins.iter().take(LIST_ROWS / 5) { (self.origin(origin)) }
                        }
                        (more(origins.len(), LIST_ROWS / 5, "origins"))
                    }
                }
            }
        }
    }

    fn origin(&self, origin: &Origin) -> Markup {
        html! {
            li {
                b { bdi { (words::one_line(&origin.name)) } }
                ul {
                    @for path in origin.paths.iter().take(LIST_ROWS / 5) {
                        li {
                            @for (relay, shown_by) in self.view.relays(path) {
                                "→ " (self.view.source_name(relay)) " "
                                @if let Some(shown_by) = shown_by { (self.inferred(shown_by)) " " }
                            }
                            "→ " (self.view.name(&path.article))
                            @if let Some(statement) = self.view.statement(&path.statement) && let Some(hull) = hull(statement) {
                                ": " q dir="auto" {
                                    (self.open(&statement.article, hull, self.view.quote(&statement.article, hull)
                                        .map_or_else(|| "the passage is not available".to_owned(), |q| words::clip(&q, 240))))
                                }
                            }
                        }
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
                    Some((s, hull)) => { "(" (self.open(&s.article, hull, format!("inferred from {}", self.view.name(&s.article)))) ")" },
                    None => "(inferred)",
                }
            }
        }
    }

    /// The picture. Relays are drawn anew for each origin, so that no two chains run together in one.
    fn picture(&self, origins: &[&Origin]) -> Markup {
        let layers = origins
            .iter()
            .flat_map(|o| &o.paths)
            .map(|p| self.view.relays(p).len())
            .max()
            .unwrap_or(0)
            .min(6)
            + 2;
        let column = |layer: usize| layer * (BOX_WIDTH + GAP);
        let width = column(layers - 1) + BOX_WIDTH;

        // Each origin takes as many rows as its fullest layer of relays, below one for what it told articles itself: so
        // no line runs behind a relay that it does not pass.
        let mut relays: Vec<BTreeMap<Relay, usize>> = Vec::new();
        let mut origin_rows = Vec::new();
        let mut row = 0;
        for origin in origins {
            let mut rows: BTreeMap<Relay, usize> = BTreeMap::new();
            let direct = origin.paths.iter().any(|path| self.view.relays(path).is_empty());
            let mut used = [usize::from(direct); 6];
            for path in &origin.paths {
                for (layer, (relay, _)) in self.view.relays(path).into_iter().take(6).enumerate() {
                    rows.entry((layer, relay)).or_insert_with(|| {
                        used[layer] += 1;
                        row + used[layer] - 1
                    });
                }
            }
            origin_rows.push(row);
            row += used.into_iter().max().unwrap_or(0).max(1);
            relays.push(rows);
        }

        // Articles stand at the height of the origins that reach them, so that lines cross little.
        let mut heights: BTreeMap<&ArticleId, Vec<usize>> = BTreeMap::new();
        for (origin, &row) in origins.iter().zip(&origin_rows) {
            for path in &origin.paths {
                heights.entry(&path.article).or_default().push(row);
            }
        }
        let mut articles: Vec<(&ArticleId, Vec<usize>)> = heights.into_iter().collect();
        articles.sort_by_key(|(id, rows)| {
            (rows.iter().sum::<usize>() * 1000 / rows.len().max(1), self.view.article(id))
        });
        articles.truncate(2 * PICTURED);
        let all = row.max(articles.len()).max(1);
        // The shorter column is spread over the height of the longer one.
        let place = |i: usize, of: usize| (2 * i + 1) * all * ROW / (2 * of.max(1));
        let article_at: BTreeMap<&ArticleId, usize> =
            articles.iter().enumerate().map(|(i, (id, _))| (*id, place(i, articles.len()))).collect();
        let height = all * ROW;

        html! {
            div.scroll tabindex="0" role="region" aria-label="Picture of the chains; scrolls sideways" {
                svg.chains viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-labelledby="chains-title chains-desc" {
                    title #chains-title { "Chains from origins to articles" }
                    desc #chains-desc {
                        (words::count(origins.len(), "origin", "origins")) " on the left, "
                        (words::count(articles.len(), "article", "articles")) " on the right. The list below says the same in words."
                    }
                    @for ((origin, &row), relays) in origins.iter().zip(&origin_rows).zip(&relays) {
                        g.origin {
                            @let start = place(row, all);
                            @for path in &origin.paths {
                                @if let Some(&end) = article_at.get(&path.article) {
                                    @let passed = self.view.relays(path);
                                    @let inferred = passed.iter().any(|(_, shown_by)| shown_by.is_some());
                                    @let rows = passed.iter().take(6).enumerate().filter_map(|(n, (relay, _))| relays.get(&(n, *relay)));
                                    @let stops = stops(start, rows.map(|&r| place(r, all)), end, layers);
                                    @for ((from, y1), (to, y2)) in stops.iter().zip(&stops[1..]) {
                                        (edge(column(*from) + BOX_WIDTH, *y1, column(*to), *y2, inferred))
                                    }
                                }
                            }
                            (boxed(column(0), start, &origin.name, "root"))
                            @for ((layer, relay), row) in relays {
                                (boxed(column(layer + 1), place(*row, all), &self.view.source_name(relay), "relay"))
                            }
                        }
                    }
                    @for (id, y) in &article_at { (boxed(column(layers - 1), *y, self.view.name(id), "end")) }
                }
            }
        }
    }
}

/// The layers and heights that a chain passes.
fn stops(
    start: usize,
    relays: impl Iterator<Item = usize>,
    end: usize,
    layers: usize,
) -> Vec<(usize, usize)> {
    let relays = relays.enumerate().map(|(i, y)| (i + 1, y));
    [(0, start)].into_iter().chain(relays).chain([(layers - 1, end)]).collect()
}

/// A line that keeps its height until the last gap, so that it passes beside what stands between.
fn edge(x1: usize, y1: usize, x2: usize, y2: usize, inferred: bool) -> Markup {
    let turn = x2.saturating_sub(GAP);
    let bend = turn + GAP / 2;
    html! { path.inferred[inferred] d={ "M" (x1) " " (y1) "H" (turn) "C" (bend) " " (y1) " " (bend) " " (y2) " " (x2) " " (y2) } { @if inferred { title { "inferred" } } } }
}

fn boxed(x: usize, y: usize, name: &str, class: &str) -> Markup {
    let name = words::one_line(name);
    html! {
        g class=(class) {
            title { (name) }
            rect x=(x) y=(y.saturating_sub(BOX_HEIGHT / 2)) width=(BOX_WIDTH) height=(BOX_HEIGHT) rx="4" {}
            text x=(x + 10) y=(y + 4) { (words::clip(&name, 21)) }
        }
    }
}
