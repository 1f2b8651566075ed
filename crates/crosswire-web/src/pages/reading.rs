//! Articles come in: what became of each file so far.

use super::strip;
use crate::adding::{Job, Taken};
use crate::guard::Who;
use crosswire_report::words;
use crosswire_store::Story;
use maud::{Markup, html};

fn page_body(story: &Story, number: u64, job: &Job) -> Markup {
    let id = &story.id;
    let failed = job.files.iter().filter(|f| f.state == "failed").count();
    html! {
        (strip(id, &story.title, None, "add"))
        h1 { "Reading" }
        // Without scripts the page asks again by itself.
        @if job.phase != "done" { noscript { p { a href={ "/stories/" (id) "/reading/" (number) } { "How far is it now?" } } } }
        div #desk-job data-story=(id) data-job=(number) {
            p #desk-phase role="status" { (phase(job)) }
            progress #desk-progress max=(job.files.len() + 1) value=(job.files.iter().filter(|f| f.state != "waiting").count() + usize::from(job.phase == "done")) aria-label="Files read" {}
            ul.desk-files { @for file in &job.files { (file_line(file)) } }
            p.desk-failure #desk-job-failed role="alert" hidden[job.failed.is_none()] { (job.failed.as_deref().unwrap_or_default()) }
            p #desk-open hidden[job.phase != "done"] {
                @if failed > 0 { "What could not be read was not kept. " }
                a href={ "/stories/" (id) } { "Open the story" }
            }
        }
    }
}

pub(crate) fn page(who: &Who, story: &Story, number: u64, job: &Job) -> Markup {
    super::page(who, "Reading", &page_body(story, number, job))
}

fn phase(job: &Job) -> String {
    match job.phase {
        "done" => "Done.".to_owned(),
        "reading" => "Comparing what the articles say …".to_owned(),
        _ => format!("Reading {} …", words::count(job.files.len(), "file", "files")),
    }
}

fn file_line(file: &Taken) -> Markup {
    let told = match file.state {
        "kept" => "✓ read and kept",
        "known" => "= there already",
        "failed" => "✗ not kept",
        _ => "… waiting",
    };
    html! {
        li data-state=(file.state) {
            bdi { (words::visible(&file.name)) } ": " span.state { (told) }
            span.why { @if let Some(why) = &file.why { " – " (words::one_line(why)) } }
        }
    }
}
