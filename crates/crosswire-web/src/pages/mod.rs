//! What is seen: plain pages with plain forms, in the look of the report. The script only brings them nearer.
//!
//! In reading order: [`stories`] (the list, search, a new story), [`story`] (the report, live), [`reading`] (articles come
//! in), [`work`] (every verb for a thing on the page), [`conflict`] (two who decided on the same), [`queue`] (to be checked),
//! [`history`] (who, when, why, undo), [`account`] (log in, invitations, users).

pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod reading;
pub(crate) mod work;
pub(crate) mod conflict;
pub(crate) mod queue;
pub(crate) mod history;
pub(crate) mod account;

use crate::guard::Who;
use axum::http::StatusCode;
use crosswire_store::{Role, StoryId};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, html};

pub(crate) const CSS: &str = include_str!("desk.css");
pub(crate) const JS: &str = include_str!("desk.js");

/// A page of the desk.
pub(crate) fn page(who: &Who, title: &str, body: &Markup) -> Markup {
    whole(title, &html! { (bar(who)) main #desk-main tabindex="-1" { (body) } })
}

/// A page for someone who is not in.
pub(crate) fn outside(title: &str, body: &Markup) -> Markup {
    whole(
        title,
        &html! {
            header.desk-bar { p.desk-name { "crosswire desk" } }
            main #desk-main.narrow tabindex="-1" { (body) }
        },
    )
}

fn whole(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · crosswire" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/desk.css";
                script src="/desk.js" defer {}
            }
            body.desk { a.desk-skip href="#desk-main" { "Skip to the page" } (body) }
        }
    }
}

/// The line above every page: where one is, search, who one is.
pub(crate) fn bar(who: &Who) -> Markup {
    html! {
        header.desk-bar {
            p.desk-name { a href="/" { "crosswire desk" } }
            form.desk-search role="search" action="/search" {
                label.desk-hidden for="desk-q" { "Search all stories" }
                input #desk-q type="search" name="q" placeholder="Search all stories" maxlength="300";
                button { "Search" }
            }
            div.desk-who {
                @if who.accounts {
                    span { (who.name) " (" (who.role) ")" }
                    @if who.may(Role::Admin) { a href="/users" { "Users" } }
                    form method="post" action="/logout" { (hidden(who)) button.plain { "Log out" } }
                } @else {
                    details.desk-menu {
                        summary { "You are " (who.name) }
                        form method="post" action="/name" {
                            (hidden(who))
                            label for="desk-you" { "Decisions are kept under this name" }
                            input #desk-you name="name" value=(who.name) maxlength="100" required;
                            button { "That is me" }
                        }
                    }
                }
            }
        }
    }
}

/// What makes a form one of the desk's own.
pub(crate) fn hidden(who: &Who) -> Markup {
    html! { input type="hidden" name="form" value=(who.csrf); }
}

/// The links within a story.
pub(crate) fn strip(id: &StoryId, title: &str, to_check: Option<usize>, here: &str) -> Markup {
    let link = |name: &str, address: &str, label: Markup| {
        html! { a href={ "/stories/" (id) (address) } aria-current=[(name == here).then_some("page")] { (label) } }
    };
    html! {
        nav.desk-strip aria-label="Story" {
            strong.desk-title { (title) }
            (link("story", "", html! { "Ledger" }))
            (link("queue", "/queue", html! { "To be checked" @if let Some(n) = to_check { " (" (n) ")" } }))
            (link("history", "/history", html! { "History" }))
            (link("add", "/add", html! { "Add articles" }))
            (link("export", "/export", html! { "Export" }))
            (link("whole", "/on/story", html! { "Note, sign off" }))
        }
    }
}

/// A page that says why there is no other.
pub(crate) fn failure(status: StatusCode, words: &str, hint: Option<&str>) -> Markup {
    let title = status.canonical_reason().unwrap_or("It failed");
    outside(
        title,
        &html! {
            h1 { (title) }
            p.desk-failure role="alert" { (words) }
            @if let Some(hint) = hint { p { (hint) } }
            p { a href="/" { "To the stories" } }
        },
    )
}

/// A time, to the minute.
pub(crate) fn when(at: Timestamp) -> Markup {
    html! { time datetime=(at) { (at.strftime("%Y-%m-%d %H:%M")) " UTC" } }
}
