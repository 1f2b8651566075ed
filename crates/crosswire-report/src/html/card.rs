//! A ledger in a few lines of markup, for a place that has a style of its own, such as a notebook.

use super::first_screen::sides;
use crate::view::View;
use crate::{summary, words};
use maud::html;

/// Disputes and root sources that are named.
const NAMED: usize = 6;
/// Characters of what a side of a dispute holds, and of what a source is.
const SIDE: usize = 80;
const NAME: usize = 60;

/// The headline, the story in numbers, what is in dispute, and on whose word the rest hangs: without script, style sheet or
/// link, as part of a page.
pub fn card(view: &View) -> String {
    let roots = summary::roots(view);
    let disputes: Vec<_> = view.disputes().into_iter().filter(|d| d.resolution.is_none()).collect();
    let more = |all: usize| {
        html! { @if all > NAMED { li { "and " (all - NAMED) " more" } } }
    };
    let markup = html! {
        div.crosswire {
            h3 dir="auto" { (view.title()) }
            p { (summary::sentences(view, &roots).join(" ")) }
            @if !disputes.is_empty() {
                p { b { "In dispute" } }
                ul {
                    @for dispute in disputes.iter().take(NAMED) {
                        li { (summary::subject(view, dispute)) ": " (sides(dispute, SIDE)) " (" (words::nature(dispute.nature)) ")" }
                    }
                    (more(disputes.len()))
                }
            }
            @if !roots.is_empty() {
                p { b { "On whose word" } }
                ul {
                    @for root in roots.iter().take(NAMED) {
                        li { bdi { (super::short(&words::name(&root.name()), NAME)) } ": " (root.to_words()) }
                    }
                    (more(roots.len()))
                }
            }
        }
    };
    markup.into_string()
}
