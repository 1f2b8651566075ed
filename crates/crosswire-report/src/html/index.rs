//! The page that leads to the pages of many stories.

use super::first_screen::sides;
use super::{integrity, style};
use crate::view::View;
use crate::{summary, words};
use crosswire_model::{Dispute, Support};
use maud::{DOCTYPE, PreEscaped, html};
use std::collections::BTreeSet;

/// Disputes of a story that its row names.
const NAMED: usize = 2;
/// Characters of a title or a dispute in a row.
const TEXT: usize = 140;
/// Characters of what a side of a dispute holds.
const SIDE: usize = 60;

/// A row of the page: one story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The file of the story's own page, beside this one.
    pub file: String,
    title: String,
    dates: String,
    articles: usize,
    outlets: usize,
    supports: Vec<(Support, usize)>,
    /// Subjects, each with what its sides hold, as markup.
    disputes: Vec<(String, String)>,
    more: usize,
}

impl Row {
    /// The row of a story whose page is this file.
    pub fn new(view: &View, file: String) -> Self {
        let ledger = view.ledger;
        let outlets: BTreeSet<&str> = ledger.articles.iter().filter_map(|a| a.outlet.as_deref()).collect();
        let disputes = view.disputes();
        let dispute = |dispute: &&Dispute| {
            (words::clip(&summary::subject(view, dispute), TEXT), sides(dispute, SIDE).into_string())
        };
        Row {
            file,
            title: words::clip(&view.title(), TEXT),
            dates: view.dates().unwrap_or_default(),
            articles: ledger.articles.len(),
            outlets: outlets.len(),
            supports: view.tally().into_iter().filter(|(s, n)| *n > 0 && *s != Support::Single).collect(),
            disputes: disputes.iter().take(NAMED).map(dispute).collect(),
            more: disputes.len().saturating_sub(NAMED),
        }
    }
}

/// One page with a row for each story, in their order. It needs nothing but the pages beside it.
pub fn index(rows: &[Row]) -> String {
    let css = style();
    let policy = format!("default-src 'none'; style-src '{}'; img-src data:", integrity(&css));
    let title = words::count(rows.len(), "story", "stories");
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(&css)) }
            }
            body {
                main tabindex="-1" {
                    h1 { (title) }
                    ul.roots {
                        @for row in rows {
                            li {
                                h2 { a href=(row.file) { (row.title) } }
                                p.by {
                                    @if !row.dates.is_empty() { (row.dates) " · " }
                                    (words::count(row.articles, "article", "articles"))
                                    @if row.outlets > 1 { " of " (row.outlets) " outlets" }
                                    @for (support, claims) in &row.supports {
                                        " · " (claims) " " (words::support(*support))
                                    }
                                }
                                @for (subject, sides) in &row.disputes {
                                    p.note { span.versus { "In dispute: " } (subject) ": " (PreEscaped(sides)) }
                                }
                                @if row.more > 0 { p.note { "and " (row.more) " more in dispute" } }
                            }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}
