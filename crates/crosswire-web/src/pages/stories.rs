//! The list of stories, search over all of them, a new one.

use super::{hidden, page, when};
use crate::desk::{Desk, blocking};
use crate::failure::Failure;
use crate::guard::Who;
use crate::rulings::{Fields, written};
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_report::words;
use crosswire_store::{Act, Hit, Role, Story, StoryId};
use jiff::Timestamp;
use maud::{Markup, html};
use std::sync::Arc;

/// Hits that are shown.
const HITS: usize = 100;

/// `GET /`
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    uri: Uri,
) -> Result<Markup, Failure> {
    let away = uri.query() == Some("archived");
    let name = who.name.clone();
    let stories = blocking(&desk, move |desk| {
        let stories = desk.store.stories(away)?.into_iter().filter(|story| story.archived == away);
        stories
            .map(|story| Ok((desk.store.seen(&name, &story.id)?, story)))
            .collect::<Result<Vec<_>, Failure>>()
    })
    .await?;
    Ok(page(
        &who,
        "Stories",
        &html! {
            h1 { @if away { "Stories put away" } @else { "Stories" } }
            @if who.may(Role::Editor) && !away { (new_story(&who)) }
            @if stories.is_empty() { p.desk-note { @if away { "None is put away." } @else { "No story yet. Give the first one a title, then add its articles." } } }
            ul.desk-list { @for (seen, story) in &stories { li { (entry(&who, story, *seen)) } } }
            p.desk-note { @if away { a href="/" { "The others" } } @else { a href="/?archived" { "Stories put away" } } }
        },
    ))
}

fn entry(who: &Who, story: &Story, seen: u64) -> Markup {
    let new = if seen == 0 { 0 } else { story.revision.saturating_sub(seen) };
    html! {
        h2 { a href={ "/stories/" (story.id) } { (story.title) } }
        p.desk-note {
            (words::count(count(story.articles), "article", "articles")) " · " (words::count(count(story.decisions), "decision", "decisions"))
            " · begun by " (story.created_by) ", " (when(story.created_at))
            @if new > 0 { " · " strong { (words::count(count(new), "change", "changes")) " since you last looked" } }
        }
        @if who.may(Role::Editor) {
            details.desk-menu {
                summary { "Rename, put away" }
                form method="post" action={ "/stories/" (story.id) "/rename" } {
                    (hidden(who))
                    label for={ "t-" (story.id) } { "Title" }
                    input id={ "t-" (story.id) } name="title" value=(story.title) maxlength="300" required;
                    button { "Rename" }
                }
                form method="post" action={ "/stories/" (story.id) "/archive" } {
                    (hidden(who))
                    input type="hidden" name="archived" value=(if story.archived { "no" } else { "yes" });
                    button { @if story.archived { "Take out again" } @else { "Put away" } }
                }
            }
        }
    }
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn new_story(who: &Who) -> Markup {
    html! {
        form.desk-form.desk-row method="post" action="/stories" {
            (hidden(who))
            label for="new-title" { "A new story" }
            input #new-title name="title" maxlength="300" required placeholder="What it is about";
            button.first { "Begin" }
        }
    }
}

fn title(body: &[u8]) -> Result<String, Failure> {
    let title = words::one_line(&written(Fields::read(body).one("title").unwrap_or_default())?);
    if title.is_empty() || title.chars().count() > 300 {
        return Err(Failure::wrong("A story has a title of 1 to 300 characters."));
    }
    Ok(title)
}

/// `POST /stories`
pub(crate) async fn create(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    body: Bytes,
) -> Result<Response, Failure> {
    let title = title(&body)?;
    let story = blocking(&desk, move |desk| {
        Ok(desk.store.create_story(&title, Act::new(&who.name, Timestamp::now()))?)
    })
    .await?;
    Ok(Redirect::to(&format!("/stories/{}", story.id)).into_response())
}

/// `POST /stories/ID/rename`
pub(crate) async fn rename(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let title = title(&body)?;
    blocking(&desk, move |desk| {
        Ok(desk.store.rename_story(&StoryId(id), &title, Act::new(&who.name, Timestamp::now()))?)
    })
    .await?;
    Ok(Redirect::to("/").into_response())
}

/// `POST /stories/ID/archive`
pub(crate) async fn archive(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let away = Fields::read(&body).one("archived") == Some("yes");
    blocking(&desk, move |desk| {
        Ok(desk.store.archive_story(&StoryId(id), away, Act::new(&who.name, Timestamp::now()))?)
    })
    .await?;
    Ok(Redirect::to("/").into_response())
}

/// `GET /search?q=…`
pub(crate) async fn search(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    uri: Uri,
) -> Result<Markup, Failure> {
    who.sees_names()?;
    let fields = Fields::read(uri.query().unwrap_or_default().as_bytes());
    let query: String =
        fields.one("q").unwrap_or_default().chars().filter(|c| !c.is_control()).take(300).collect();
    let asked = query.clone();
    let (hits, stories) =
        blocking(&desk, move |desk| Ok((desk.store.search(&asked, HITS)?, desk.store.stories(true)?)))
            .await?;
    let title_of =
        |id: &StoryId| stories.iter().find(|s| s.id == *id).map_or("a story", |s| s.title.as_str());
    Ok(page(
        &who,
        "Search",
        &html! {
            h1 { "Search" }
            form.desk-form.desk-row role="search" aria-label="All stories" action="/search" {
                label for="search-q" { "All words must be there; “words in quotation marks” as they stand" }
                input #search-q type="search" name="q" value=(query) maxlength="300";
                button.first { "Search" }
            }
            @if !query.is_empty() {
                p role="status" {
                    @match hits.len() {
                        0 => "No article has all these words.",
                        HITS.. => { "The " (HITS) " articles that were added last." },
                        n => (words::count(n, "article", "articles")),
                    }
                }
            }
            ul.desk-list { @for hit in &hits { li { (found(hit, &query, title_of(&hit.story))) } } }
        },
    ))
}

fn found(hit: &Hit, query: &str, story: &str) -> Markup {
    html! {
        h2 { a href={ "/stories/" (hit.story) "#q=" (crate::rulings::encoded(&query.replace('"', ""))) } { (hit.title) } }
        p.desk-quote dir="auto" { @for piece in &hit.pieces { @if piece.found { mark { (piece.text) } } @else { (piece.text) } } }
        p.desk-note {
            a href={ "/stories/" (hit.story) } { (story) } " · " (words::count(hit.places, "place", "places")) " · "
            a href={ "/stories/" (hit.story) "/originals/" (hit.sha256) } { "the file as it was added" }
        }
    }
}
