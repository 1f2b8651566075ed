//! The report, live: the page of the ledger as it is now, with the desk around it.

use super::{bar, hidden, page, queue, strip, when};
use crate::adding::FILE;
use crate::desk::{Desk, blocking};
use crate::exports::{HIDDEN, WITH_NAMES};
use crate::failure::Failure;
use crate::guard::{UPLOAD, Who};
use crate::reading::{Names, Read, kept_story, read};
use crate::rulings::Fields;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use crosswire::Brief;
use crosswire_report::words;
use crosswire_store::{Kept, Role, StoryId};
use jiff::Timestamp;
use maud::{Markup, html};
use std::sync::Arc;

/// What stands where the desk puts something in: no article has it, since it is made anew at each start.
fn marker() -> &'static str {
    static MARKER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    MARKER.get_or_init(|| {
        crate::accounts::random_token().unwrap_or_else(|_| "crosswire-desk-marker".to_owned())
    })
}

/// The report's page in four pieces: what goes into its head, before it and after it stands between them.
pub(crate) fn pieces(brief: &Brief) -> Vec<String> {
    let marker = marker();
    let around = crosswire_report::Desk { head: marker, before: marker, after: marker };
    let page = crosswire_report::desk_page(&brief.ledger, &brief.texts, &around);
    page.split(marker).map(str::to_owned).collect()
}

/// `GET /stories/ID`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = StoryId(id);
    let read = read(&desk, &id, who.names).await?;
    if read.articles.is_empty() {
        return Ok(empty(&who, &read).into_response());
    }
    let (name, asked) = (who.name.clone(), id.clone());
    let revision = read.revision();
    let seen = blocking(&desk, move |desk| {
        let seen = desk.store.seen(&name, &asked)?;
        if seen == 0 {
            // What is new to someone who never looked is everything; it is not told of.
            desk.store.see(&name, &asked, revision, Timestamp::now())?;
        }
        Ok(if seen == 0 { revision } else { seen })
    })
    .await?;
    let kept = Arc::clone(&read);
    let pieces = blocking(&desk, move |_| Ok(kept.page().to_vec())).await?;
    let head = html! {
        // As on every page of the desk: see `guard::headers`.
        meta name="referrer" content="same-origin";
        link rel="stylesheet" href="/desk.css";
        script src="/desk.js" defer {}
    };
    let before = html! {
        div #desk-top data-story=(id) data-revision=(revision) data-form=(who.csrf) data-edits[who.may(Role::Editor)] {
            (bar(&who))
            (strip(&id, &read.story.title, Some(queue::items(&read).len()), "story"))
            (since(&who, &read, seen))
            p #desk-live role="status" aria-live="polite" hidden {}
        }
    };
    let after = html! {
        dialog #desk-dialog aria-labelledby="desk-dialog-title" {
            form method="dialog" { button.desk-close aria-label="Close" { "✕" } }
            div #desk-part {}
        }
    };
    let filled = [head.into_string(), before.into_string(), after.into_string()];
    let mut out = String::with_capacity(pieces.iter().map(String::len).sum::<usize>() + 8_000);
    for (n, piece) in pieces.iter().enumerate() {
        out.push_str(piece);
        out.push_str(filled.get(n).map_or("", String::as_str));
    }
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], out).into_response())
}

/// What others did since someone last looked.
fn since(who: &Who, read: &Read, seen: u64) -> Markup {
    let decided = others(&read.decisions, who, seen);
    let added =
        read.articles.iter().filter(|a| a.article.revision > seen && a.article.added_by != who.name).count();
    html! {
        @if !decided.is_empty() || added > 0 {
            div.desk-since {
                p {
                    "Since you last looked: "
                    @if added > 0 { (words::count(added, "article", "articles")) " added" @if !decided.is_empty() { ", " } }
                    @if !decided.is_empty() { (words::count(decided.len(), "decision", "decisions")) " by others" }
                    ". "
                    a href={ "/stories/" (read.story.id) "/history?since=" (seen) } { "Show" }
                }
                form method="post" action={ "/stories/" (read.story.id) "/seen" } {
                    (hidden(who))
                    input type="hidden" name="revision" value=(read.revision());
                    button.plain { "I have seen it" }
                }
            }
        }
    }
}

pub(crate) fn others<'a>(decisions: &'a [Kept], who: &Who, seen: u64) -> Vec<&'a Kept> {
    decisions.iter().filter(|kept| kept.revision > seen && kept.kept_by != who.name).collect()
}

/// `POST /stories/ID/seen`
pub(crate) async fn see(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let revision = Fields::read(&body).one("revision").and_then(|n| n.parse().ok()).unwrap_or(0);
    let id = StoryId(id);
    let asked = id.clone();
    blocking(&desk, move |desk| Ok(desk.store.see(&who.name, &asked, revision, Timestamp::now())?)).await?;
    Ok(Redirect::to(&format!("/stories/{id}")).into_response())
}

fn empty(who: &Who, read: &Read) -> Markup {
    page(
        who,
        &read.story.title,
        &html! {
            (strip(&read.story.id, &read.story.title, None, "story"))
            h1 { (read.story.title) }
            p.desk-note { "No article yet." }
            @if who.may(Role::Editor) { (form(who, &read.story.id)) }
        },
    )
}

/// `GET /stories/ID/add`
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    who.sees_names()?;
    let id = StoryId(id);
    let asked = id.clone();
    let (story, articles) =
        blocking(&desk, move |desk| Ok((desk.store.story(&asked)?, desk.store.articles(&asked)?))).await?;
    Ok(page(
        &who,
        "Add articles",
        &html! {
            (strip(&id, &story.title, None, "add"))
            h1 { "Add articles" }
            @if who.may(Role::Editor) { (form(&who, &id)) } @else { p.desk-note { "You may read, and not add." } }
            @if !articles.is_empty() {
                h2 { (words::count(articles.len(), "article", "articles")) " so far" }
                div.desk-scroll tabindex="0" role="region" aria-label="Articles" {
                    table {
                        thead { tr { th { "File" } th { "Added by" } th { "When" } th { "SHA-256" } } }
                        tbody {
                            @for article in articles.iter().rev() {
                                tr {
                                    td { a href={ "/stories/" (id) "/originals/" (article.sha256) } { (words::visible(&article.name)) } }
                                    td { (article.added_by) }
                                    td { (when(article.added_at)) }
                                    td { code { (article.sha256.to_string().chars().take(16).collect::<String>()) "…" } }
                                }
                            }
                        }
                    }
                }
            }
        },
    ))
}

fn form(who: &Who, id: &StoryId) -> Markup {
    html! {
        form.desk-form #desk-add method="post" enctype="multipart/form-data" data-file=(FILE) data-all=(UPLOAD)
            action={ "/stories/" (id) "/articles?form=" (who.csrf) } {
            div.desk-drop {
                label for="files" { "Files: drop them here, or choose them" }
                input #files type="file" name="files" multiple;
                p.desk-note #desk-chosen role="status" {
                    (crosswire_sources::endings()) ", or mails and pages as a browser saves them; up to " (FILE >> 20) " MB a file, " (UPLOAD >> 20) " MB together"
                }
            }
            label for="text" { "Or paste a text, a page’s source, JSON or JSON Lines" }
            textarea #text name="text" rows="6" {}
            @if !who.accounts {
                label for="folder" { "Or name a folder of this machine" }
                input #folder name="folder" autocomplete="off" placeholder="/path/of/the/folder";
            }
            details.desk-menu {
                summary { "What holds for all of them, whatever the files say" }
                div.desk-grid {
                    label { "Outlet " input name="outlet" maxlength="200"; }
                    label { "Day of publication " input type="date" name="published"; }
                    label { "Web address of the pasted text " input type="url" name="url" maxlength="2000"; }
                }
            }
            p.desk-failure #desk-too-large role="alert" hidden {}
            button.first { "Add and read" }
        }
    }
}

/// `GET /stories/ID/export`
pub(crate) async fn exports(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let id = StoryId(id);
    let story = kept_story(&desk, &id).await?;
    Ok(page(
        &who,
        "Export",
        &html! {
            (strip(&id, &story.title, None, "export"))
            h1 { "Export" }
            p.desk-note { "Each is made of the ledger as it is now, with the decisions that stand. “Without private names” hides the names of victims, witnesses and all others who have no office." }
            dl.desk-exports {
                @for (name, help) in crate::exports::all() {
                    @let with_names = WITH_NAMES.contains(&name.as_str());
                    @if who.names == Names::Shown || !with_names {
                        dt {
                            a href={ "/stories/" (id) "/export/" (name) } { (name) }
                            @if who.names == Names::Shown && !with_names {
                                " · " a href={ "/stories/" (id) "/export/" (name) "?" (HIDDEN) } aria-label={ (name) " without private names" } { "without private names" }
                            }
                        }
                        dd { (help) }
                    }
                }
            }
            p.desk-note { "Programs read " a href={ "/stories/" (id) "/ledger.json" } { "/stories/" (id) "/ledger.json" } "." }
        },
    ))
}
