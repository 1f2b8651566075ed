//! Articles come in: files, pasted text, a folder of this machine. Each is read before it is kept; what cannot be read is
//! told of and not kept.

use crate::desk::{Desk, lock};
use crate::failure::Failure;
use crate::guard::{Who, too_large};
use crate::live::Event;
use crate::pages;
use crate::reading::{Names, documents, kept_story};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_report::words;
use crosswire_store::{Act, NewArticle, StoryId};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::VecDeque;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// Bytes of a file at most.
pub(crate) const FILE: usize = 20 << 20;
/// Files of one upload, or of a folder, at most.
const FILES: usize = 2_000;
/// Jobs of a story of which is told.
const JOBS: usize = 20;
/// Endings of files that a folder is searched for.
const ENDINGS: &[&str] = &[
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "mhtml", "mht", "eml", "json", "jsonl", "ndjson",
];

/// A file as it came.
struct Incoming {
    name: String,
    bytes: Vec<u8>,
    url: Option<String>,
}

/// How an upload goes on.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Job {
    pub(crate) files: Vec<Taken>,
    /// What is being done: `keeping`, `reading`, `done`.
    pub(crate) phase: &'static str,
    /// What went wrong with all of it.
    pub(crate) failed: Option<String>,
}

/// What became of a file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Taken {
    pub(crate) name: String,
    /// `waiting`, `kept`, `known`, `failed`.
    pub(crate) state: &'static str,
    /// Why it was not kept, or what a reader should know.
    pub(crate) why: Option<String>,
}

/// The jobs of a story, the newest last, each with its number.
#[derive(Default)]
pub(crate) struct Jobs {
    last: u64,
    jobs: VecDeque<(u64, watch::Sender<Job>)>,
}

impl Jobs {
    fn begin(&mut self, job: Job) -> (u64, watch::Sender<Job>) {
        self.last += 1;
        let sender = watch::Sender::new(job);
        self.jobs.push_back((self.last, sender.clone()));
        if self.jobs.len() > JOBS {
            self.jobs.pop_front();
        }
        (self.last, sender)
    }

    /// A job by its number, to be watched.
    pub(crate) fn watch(&self, number: u64) -> Option<watch::Receiver<Job>> {
        self.jobs.iter().find(|(n, _)| *n == number).map(|(_, sender)| sender.subscribe())
    }
}

/// What was sent: files, and fields that hold for all of them.
#[derive(Default)]
struct Sent {
    files: Vec<Incoming>,
    text: String,
    folder: String,
    outlet: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

/// `POST /stories/ID/articles`
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(story): Path<String>,
    upload: Multipart,
) -> Result<Response, Failure> {
    let id = StoryId(story);
    // Before anything is read: there may be no such story.
    kept_story(&desk, &id).await?;
    let mut sent = receive(upload).await?;
    if !sent.folder.is_empty() {
        if who.accounts {
            return Err(Failure::refused("A folder of the server can be named only where nobody logs in."));
        }
        let folder = PathBuf::from(std::mem::take(&mut sent.folder));
        let found = crate::desk::blocking(&desk, move |_| in_folder(&folder)).await?;
        sent.files.extend(found);
    }
    if let Some(pasted) = pasted(std::mem::take(&mut sent.text), sent.url.take()) {
        sent.files.push(pasted);
    }
    if sent.files.is_empty() {
        return Err(Failure::wrong("Nothing was sent.").hint("Choose files, paste a text, or name a folder."));
    }
    if let Some(day) = &sent.published
        && day.parse::<jiff::civil::Date>().is_err()
    {
        return Err(Failure::wrong("That is no day.").hint("Write it as 2025-10-01."));
    }
    let number = begin(&desk, &id, who, sent);
    Ok(Redirect::to(&format!("/stories/{id}/reading/{number}")).into_response())
}

/// Reads what was sent, up to what is allowed.
async fn receive(mut upload: Multipart) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    while let Some(field) = upload.next_field().await.map_err(|e| cut(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let file = sanitised(field.file_name().unwrap_or_default());
            let bytes = limited(field).await?;
            // A browser sends an empty file where none was chosen.
            if !file.is_empty() || !bytes.is_empty() {
                sent.files.push(Incoming { name: file, bytes, url: None });
            }
            if sent.files.len() > FILES {
                return Err(too_large());
            }
            continue;
        }
        let text = String::from_utf8_lossy(&limited(field).await?).trim().to_owned();
        let some = |text: String| (!text.is_empty()).then_some(text);
        match name.as_str() {
            "text" => sent.text = text,
            "folder" => sent.folder = text,
            "outlet" => sent.outlet = some(words::clip(&words::one_line(&text), 200)),
            "url" => sent.url = some(text).filter(|u| u.starts_with("https://") || u.starts_with("http://")),
            "published" => sent.published = some(text),
            _ => {}
        }
    }
    Ok(sent)
}

/// What a part of an upload holds; refused where it is larger than a file may be.
async fn limited(mut field: Field<'_>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| cut(&e))? {
        if bytes.len() + chunk.len() > FILE {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn cut(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Failure::new(StatusCode::BAD_REQUEST, "The upload broke off. Nothing was kept.")
            .hint("Send it again.")
    }
}

/// The last part of a file's name, without what could be taken for anything but a name.
pub(crate) fn sanitised(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| {
            if c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            {
                '_'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, Some(ending)),
        _ => (clean, None),
    };
    let stem: String = stem.chars().take(120).collect();
    ending.map_or(stem.clone(), |ending| format!("{stem}.{ending}"))
}

/// A pasted text as a file: JSON and JSON Lines by what they look like, else plain text.
fn pasted(text: String, url: Option<String>) -> Option<Incoming> {
    if text.is_empty() {
        return None;
    }
    let first: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect();
    let is_json =
        serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() && text.starts_with(['{', '[']);
    let first_line = text.lines().next().unwrap_or_default();
    let is_lines = text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(first_line).is_ok();
    let is_page = text.trim_start().starts_with('<');
    let (stem, ending) = match (is_json, is_lines, is_page) {
        (true, ..) => ("pasted".to_owned(), "json"),
        (_, true, _) => ("pasted".to_owned(), "jsonl"),
        (.., true) => ("pasted".to_owned(), "html"),
        _ => {
            let words: Vec<&str> = first.split_whitespace().take(6).collect();
            (if words.is_empty() { "pasted".to_owned() } else { words.join("-").to_lowercase() }, "txt")
        }
    };
    Some(Incoming { name: sanitised(&format!("{stem}.{ending}")), bytes: text.into_bytes(), url })
}

/// The files of a folder of this machine, and of those within it.
fn in_folder(folder: &FilePath) -> Result<Vec<Incoming>, Failure> {
    let refused = |e: std::io::Error| {
        Failure::wrong(format!("{} cannot be read: {e}.", words::visible(&folder.display().to_string())))
    };
    let (mut files, mut open, mut bytes) = (Vec::new(), vec![(folder.to_owned(), 0)], 0);
    while let Some((folder, depth)) = open.pop() {
        let mut entries: Vec<_> = match std::fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(Result::ok).map(|e| e.path()).collect(),
            Err(error) if depth == 0 => return Err(refused(error)),
            Err(_) => continue,
        };
        entries.sort();
        for path in entries {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let kind = std::fs::symlink_metadata(&path).map_err(refused)?;
            if name.starts_with('.') || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                if depth < 8 {
                    open.push((path, depth + 1));
                }
                continue;
            }
            let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            if !kind.is_file() || !ENDINGS.contains(&ending.as_str()) {
                continue;
            }
            bytes += kind.len();
            if kind.len() > FILE as u64 || bytes > crate::guard::UPLOAD as u64 || files.len() >= FILES {
                return Err(too_large());
            }
            files.push(Incoming {
                name: sanitised(&name),
                bytes: std::fs::read(&path).map_err(refused)?,
                url: None,
            });
        }
    }
    if files.is_empty() {
        return Err(Failure::wrong("The folder holds no file that can be read.")
            .hint(format!("Files end in {}.", crosswire_sources::endings())));
    }
    Ok(files)
}

/// Begins to read what was sent; gives the number of the job.
fn begin(desk: &Arc<Desk>, id: &StoryId, who: Who, sent: Sent) -> u64 {
    let files =
        sent.files.iter().map(|f| Taken { name: f.name.clone(), state: "waiting", why: None }).collect();
    let shelf = desk.shelf(id);
    let (number, job) = lock(&shelf.jobs).begin(Job { files, phase: "keeping", failed: None });
    let (desk, id) = (Arc::clone(desk), id.clone());
    tokio::spawn(async move {
        let (story, by, progress) = (id.clone(), who.name.clone(), job.clone());
        let kept = crate::desk::blocking(&desk, move |desk| keep(desk, &story, &by, &sent, &progress)).await;
        let done = match kept {
            Ok((_, 0)) => Ok(()),
            Ok((revision, n)) => {
                job.send_modify(|job| job.phase = "reading");
                let what = format!("added {}", words::count(n, "article", "articles"));
                let read = crate::reading::read(&desk, &id, Names::Shown).await;
                let _ = desk.shelf(&id).events.send(Event { revision, by: who.name, what });
                read.map(drop)
            }
            Err(failure) => Err(failure),
        };
        job.send_modify(|job| {
            job.phase = "done";
            job.failed = done.err().map(|failure| failure.words);
        });
    });
    number
}

/// Reads each file and keeps it; gives the story's revision then, and how many were new.
fn keep(
    desk: &Desk,
    id: &StoryId,
    by: &str,
    sent: &Sent,
    job: &watch::Sender<Job>,
) -> Result<(u64, usize), Failure> {
    let (mut revision, mut new) = (0, 0);
    for (at, file) in sent.files.iter().enumerate() {
        let tell = |state: &'static str, why: Option<String>| {
            job.send_modify(|job| (job.files[at].state, job.files[at].why) = (state, why));
        };
        let name = if file.name.is_empty() { "article.txt" } else { &file.name };
        let read = documents(name, &file.bytes, sent.outlet.as_deref(), sent.published.as_deref());
        let why: Vec<&str> = read.warnings.iter().map(|w| w.reason.as_str()).collect();
        if read.value.is_empty() {
            tell(
                "failed",
                Some(if why.is_empty() { "it holds no article".to_owned() } else { why.join("; ") }),
            );
            continue;
        }
        let article = NewArticle {
            bytes: &file.bytes,
            name,
            outlet: sent.outlet.as_deref(),
            url: file.url.as_deref(),
            published: sent.published.as_deref(),
        };
        let act = Act::new(by, Timestamp::now());
        let added = desk.store.add_article(id, article, act)?;
        let title = read.value.iter().find_map(|d| d.title.clone()).unwrap_or_else(|| name.to_owned());
        let texts: Vec<&str> = read.value.iter().map(|d| &d.text[d.body.min(d.text.len())..]).collect();
        desk.store.set_text(id, &added.article.sha256, &title, &texts.join("\n\n"), act)?;
        revision = revision.max(added.article.revision);
        new += usize::from(added.new);
        tell(if added.new { "kept" } else { "known" }, (!why.is_empty()).then(|| why.join("; ")));
    }
    Ok((revision, new))
}

/// Adds the files of an example to a story, as an upload does. Fails where the store does.
pub(crate) fn add_files(desk: &Desk, id: &StoryId, by: &str, files: &[(&str, &[u8])]) -> Result<(), Failure> {
    let files = files.iter().map(|(name, bytes)| Incoming {
        name: (*name).to_owned(),
        bytes: bytes.to_vec(),
        url: None,
    });
    let sent = Sent { files: files.collect(), ..Sent::default() };
    let taken =
        sent.files.iter().map(|f| Taken { name: f.name.clone(), state: "waiting", why: None }).collect();
    let job = watch::Sender::new(Job { files: taken, ..Job::default() });
    keep(desk, id, by, &sent, &job).map(drop)
}

/// `GET /stories/ID/reading/N`
pub(crate) async fn progress(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path((story, number)): Path<(String, u64)>,
) -> Result<Response, Failure> {
    who.sees_names()?;
    let id = StoryId(story);
    let story = kept_story(&desk, &id).await?;
    let watch = lock(&desk.shelf(&id).jobs).watch(number);
    Ok(match watch {
        Some(job) => pages::reading::page(&who, &story, number, &job.borrow().clone()).into_response(),
        // The desk was started anew: what was kept is there.
        None => Redirect::to(&format!("/stories/{id}")).into_response(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_what_cannot_be_seen() {
        let check = |name: &str, expect: &str| assert_eq!(sanitised(name), expect, "{name}");
        check("ferry.html", "ferry.html");
        check("../../etc/passwd", "passwd");
        check("..\\..\\boot.ini", "boot.ini");
        check("/etc/cron.d/x", "x");
        check("..", "");
        check(".bashrc", "bashrc");
        check("a\u{202e}txt.exe", "a_txt.exe");
        check("a\u{0}b\n.txt", "a_b_.txt");
        assert_eq!(sanitised(&"x".repeat(500)).len(), 120);
    }

    #[test]
    fn what_is_pasted_is_named_by_what_it_looks_like() {
        let check = |text: &str, expect: &str| {
            assert_eq!(pasted(text.to_owned(), None).map(|p| p.name).as_deref(), Some(expect), "{text}");
        };
        check("The ferry ran aground at Halvik, they said.\nMore.", "the-ferry-ran-aground-at-halvik.txt");
        check("{\"text\": \"The ferry.\"}", "pasted.json");
        check("{\"text\": \"The ferry.\"}\n{\"text\": \"A boat.\"}", "pasted.jsonl");
        check("[{\"text\": \"The ferry.\"}]", "pasted.json");
        check("<!doctype html><p>The ferry.", "pasted.html");
        check("…", "pasted.txt");
        assert!(pasted(String::new(), None).is_none());
    }
}
