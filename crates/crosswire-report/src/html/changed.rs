//! What articles said before, and say now.

use super::{LIST_ROWS, Page, more, short};
use crate::course::{Course, courses};
use crate::words;
use crosswire_model::{Article, Change, ChangeKind};
use maud::{Markup, html};

impl Page<'_> {
    /// The changes from version to version, article by article; what only came is folded.
    pub(super) fn changes(&self) -> Markup {
        let ledger = self.view.ledger;
        let of = |article: &Article| -> Vec<&Change> {
            ledger.changes.iter().filter(|change| change.article == article.id).collect()
        };
        html! {
            @if !ledger.changes.is_empty() {
                section #changes aria-labelledby="h-changes" {
                    h2 #h-changes { "What articles said before" }
                    p.note { "An article that stood at one address in several versions counts once, as its last version has it." }
                    @for article in &ledger.articles {
                        @let changes = of(article);
                        @if !changes.is_empty() { (self.changed(article, &changes)) }
                    }
                }
            }
        }
    }

    fn changed(&self, article: &Article, changes: &[&Change]) -> Markup {
        let (heavy, light): (Vec<&Change>, Vec<&Change>) =
            changes.iter().take(LIST_ROWS).copied().partition(|change| change.kind < ChangeKind::Headline);
        html! {
            article.pair {
                h3 {
                    (self.named(&article.id))
                    @if !article.versions.is_empty() {
                        " " span.by { (words::count(article.versions.len() + 1, "version", "versions")) }
                    }
                }
                @for course in courses(changes) { (self::course(&course)) }
                @if !heavy.is_empty() { ul.changes { @for change in &heavy { (self.change(article, change)) } } }
                @if !light.is_empty() {
                    details.fold {
                        summary { (words::count(light.len(), "sentence or headline that came or has other words", "sentences and headlines that came or have other words")) }
                        ul.changes { @for change in &light { (self.change(article, change)) } }
                    }
                }
                (more(changes.len(), LIST_ROWS, "changes"))
            }
        }
    }

    fn change(&self, article: &Article, change: &Change) -> Markup {
        let files = |change: &Change| match &change.from {
            Some(from) => format!("{} → {}", words::visible(from), words::visible(&change.to)),
            None => words::visible(&change.to),
        };
        html! {
            li {
                span.badge title=(files(change)) { (words::change(change.kind)) }
                @if let Some(counts) = &change.counts { " " span.by { (words::one_line(counts)) } }
                @if let Some(before) = &change.before { " " q.before dir="auto" { (short(&words::one_line(&before.text), 240)) } }
                @if change.before.is_some() && change.after.is_some() { " → " }
                @if let Some(after) = &change.after {
                    " " q dir="auto" {
                        @match after.span.filter(|_| change.to == article.path) {
                            Some(span) => (self.open(&article.id, span, short(&words::one_line(&after.text), 240))),
                            None => (short(&words::one_line(&after.text), 240)),
                        }
                    }
                }
            }
        }
    }
}

fn course(course: &Course) -> Markup {
    html! {
        p.course {
            span.by { (words::one_line(course.counts)) } " "
            @for (n, text) in course.words.iter().enumerate() {
                @if n > 0 { " → " }
                bdi { (words::clip(&words::one_line(text), 80)) }
            }
        }
    }
}
