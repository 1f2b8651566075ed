//! Who decided what, when and why; and undo.

use super::{hidden, page, strip, when};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::guard::Who;
use crate::reading::{Read, read};
use crate::rulings::Fields;
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use crosswire_model::{Decided, Ruling, State as Became};
use crosswire_report::words;
use crosswire_store::{Exported, Kept, Role, StoryId};
use maud::{Markup, html};
use std::sync::Arc;

enum Entry<'a> {
    Article(&'a Exported),
    Decision(&'a Kept, Option<&'a Decided>),
}

/// `GET /stories/ID/history`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Markup, Failure> {
    let id = StoryId(id);
    let fields = Fields::read(uri.query().unwrap_or_default().as_bytes());
    let since: Option<u64> = fields.one("since").and_then(|n| n.parse().ok());
    let read = read(&desk, &id, who.names).await?;
    let became = |kept: &Kept| read.ledger().decisions.iter().find(|d| d.decision.id == kept.decision.id);
    let decisions = read.decisions.iter().map(|kept| (kept.revision, Entry::Decision(kept, became(kept))));
    let mut entries: Vec<(u64, Entry)> =
        decisions.chain(read.articles.iter().map(|a| (a.article.revision, Entry::Article(a)))).collect();
    entries.sort_by_key(|(revision, _)| std::cmp::Reverse(*revision));
    Ok(page(
        &who,
        "History",
        &html! {
            div #desk-top data-story=(id) data-revision=(read.revision()) data-form=(who.csrf) data-edits[who.may(Role::Editor)] {
                (strip(&id, &read.story.title, None, "history"))
                p #desk-live role="status" aria-live="polite" hidden {}
            }
            h1 { "History" }
            @if let Some(since) = since {
                p.desk-note { "What is new since you last looked is marked. " a href={ "/stories/" (id) "/history" } { "All alike" } }
                form method="post" action={ "/stories/" (id) "/seen" } {
                    (hidden(&who))
                    input type="hidden" name="revision" value=(read.revision());
                    button { "I have seen it" }
                }
                p.desk-hidden { "New are those after number " (since) "." }
            }
            @if entries.is_empty() { p.desk-note { "Nothing yet." } }
            ol.desk-history {
                @for (revision, entry) in &entries {
                    li.new[since.is_some_and(|since| *revision > since)] id={ "r-" (revision) } {
                        @match entry {
                            Entry::Article(exported) => (article(exported)),
                            Entry::Decision(kept, became) => (decision(&who, &read, kept, *became)),
                        }
                    }
                }
            }
        },
    ))
}

fn article(exported: &Exported) -> Markup {
    let article = &exported.article;
    html! {
        p { strong { (article.added_by) } " added " bdi { (words::visible(&article.name)) } @if let Some(outlet) = &article.outlet { " of " (words::one_line(outlet)) } }
        p.desk-note { (when(article.added_at)) }
    }
}

fn decision(who: &Who, read: &Read, kept: &Kept, became: Option<&Decided>) -> Markup {
    let made = &kept.decision;
    let state = became.map(|d| d.state);
    let gone = state == Some(Became::Withdrawn);
    let of = match &made.ruling {
        Ruling::Withdraw { withdrawn } => read.decisions.iter().find(|k| k.decision.id == *withdrawn),
        _ => None,
    };
    html! {
        p.gone[gone] {
            strong { (made.by) } " decided " (words::one_line(&words::ruling(&made.ruling)))
            @if let Some(of) = of { ": " (of.decision.by) " had decided " (words::one_line(&words::ruling(&of.decision.ruling))) }
        }
        @if let Some(why) = &made.why { p.desk-why { "“" (words::one_line(why)) "”" } }
        @if let Some(became) = became && !became.touches.claims.is_empty() {
            ul.desk-touched { @for claim in read.ledger().claims.iter().filter(|c| became.touches.claims.contains(&c.id)).take(4) {
                li { a href={ "/stories/" (read.story.id) "/on/claim/" (claim.id) } { (words::clip(&words::one_line(&crate::rulings::read_as(claim)), 140)) } }
            } }
        }
        @if let Some(became) = became && !became.lost.is_empty() {
            p.desk-note { "No longer found: “" (words::clip(&words::one_line(&became.lost.join("”, “")), 200)) "”" }
        }
        p.desk-note {
            (when(made.at)) @if made.by != kept.kept_by { ", handed in by " (kept.kept_by) }
            @if let Some(state) = state { " · " (words::state(state)) }
        }
        @if who.may(Role::Editor) && !gone {
            form method="post" action={ "/stories/" (read.story.id) "/decide" } data-decide {
                (hidden(who))
                input type="hidden" name="seen" value=(read.revision());
                input type="hidden" name="to" value={ "/stories/" (read.story.id) "/history" };
                input type="hidden" name="decision" value=(made.id);
                button.plain name="verb" value="withdraw" aria-label={ "Withdraw: " (made.by) " decided " (words::one_line(&words::ruling(&made.ruling))) } {
                    @if matches!(made.ruling, Ruling::Withdraw { .. }) { "Bring it back" } @else { "Withdraw" }
                }
            }
        }
    }
}
