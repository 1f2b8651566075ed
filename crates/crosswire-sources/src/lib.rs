//! Reads articles from files: plain text, Markdown, HTML, JSON, tables, exports of press databases, web archives, and archives of
//! all of these. The only crate that reads from outside.
//!
//! [`read`] takes files and folders and gives [`Document`]s in the order of their paths, with a [`Warning`] for
//! everything that could not be read; no input panics, hangs, or keeps another from being read. [`Reader`] gives them
//! some at a time, in the order in which they stand.

mod files;
mod unpack;
mod gzip;
mod archives;
mod zip;
mod tar;
mod decode;
mod mojibake;
mod hyphens;
mod format;
mod plain;
mod head;
pub mod html;
mod mail;
mod json;
mod csv;
mod lexisnexis;
mod factiva;
mod tags;
mod warc;
mod http;
mod records;
mod dates;
mod outlets;
mod reader;
mod decisions;

pub use archives::wanted;
pub use decisions::decisions;
pub use format::endings;
pub use html::{Error, Limits, Page, extract};
pub use reader::Reader;
#[doc(hidden)]
pub use warc::{Fetches, warc_fetches};

use crosswire::hash::sha256;
use crosswire::{Document, Warned, Warning};
use crosswire_model::Basis;
use jiff::civil::Date;
use rayon::prelude::*;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the user gives for all articles, and how much is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Who published them, whatever the files say.
    pub outlet: Option<String>,
    /// The day they were published, whatever the files say.
    pub published: Option<Date>,
    /// How much of a file or page is read.
    pub limits: Limits,
    /// Files that hold no articles, wherever they are met.
    pub passed_over: Vec<PathBuf>,
    /// The folders beyond which nothing is read, links resolved; without it, all that is named is read.
    pub within: Option<Vec<PathBuf>>,
    /// Whether a record that stands in a file twice is given twice.
    pub repeats: bool,
    /// Whether a text is given as it stands, though it looks as if it had been decoded wrongly before.
    pub as_is: bool,
}

/// A document under the name that it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The `id` of a record that has one.
    pub id: Option<String>,
    /// What was read.
    pub document: Document,
}

impl Text {
    /// What it is called: by its record's `id`, or else by its path.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.document.path)
    }
}

/// Something to read.
pub enum Input {
    /// A file, or a folder with all that is in it.
    Path(PathBuf),
    /// JSON Lines, under the name that stands in [`Document::path`] before `#`.
    Lines(String, Box<dyn Read + Send>),
}

impl Input {
    /// JSON Lines on standard input, under the name `-`.
    pub fn stdin() -> Self {
        Self::Lines("-".to_owned(), Box::new(std::io::stdin()))
    }
}

impl<T: Into<PathBuf>> From<T> for Input {
    fn from(path: T) -> Self {
        Self::Path(path.into())
    }
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to read.
    pub files: usize,
}

/// Reads `inputs` with the threads of the current rayon pool; calls `progress` after each file, from any of them.
///
/// The documents come in the order of their paths, the warnings likewise, whatever the order of `inputs` and the number
/// of threads. A file that is named twice, or reached by two ways, is read once.
pub fn read(
    inputs: Vec<Input>,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Warned<Vec<Document>> {
    let mut found = Found::default();
    let (mut paths, mut streams) = (Vec::new(), Vec::new());
    for input in inputs {
        match input {
            Input::Path(path) => paths.push(path),
            Input::Lines(name, stream) => streams.push((name, stream)),
        }
    }
    let files = files::list(paths, options, &mut found);
    let (count, done) = (files.len() + streams.len(), AtomicUsize::new(0));
    let tick = || progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, files: count });
    for (name, stream) in streams {
        let items = json::lines(Box::new(BufReader::new(stream)), options);
        found.add(records::all(&name, items, options.limits.articles, options));
        tick();
    }
    let read = |file: &files::File| {
        let found = file.read(options);
        tick();
        found
    };
    let each: Vec<Found> = files.par_iter().map(read).collect();
    each.into_iter().for_each(|one| found.add(one));
    together([found.into()])
}

/// What files gave each by itself, as [`read`] gives it: in the order of their names.
pub fn together(each: impl IntoIterator<Item = Warned<Vec<Document>>>) -> Warned<Vec<Document>> {
    let (mut value, mut warnings) = (Vec::new(), Vec::new());
    for one in each {
        value.extend(one.value);
        warnings.extend(one.warnings);
    }
    value.sort_by(|a, b| (&a.path, &a.sha256).cmp(&(&b.path, &b.sha256)));
    warnings.sort();
    warnings.dedup();
    Warned { value, warnings }
}

/// The files that [`read`] would read of these paths, by name, and what is to be said of others.
pub fn list(paths: Vec<PathBuf>, options: &Options) -> Warned<Vec<PathBuf>> {
    let mut found = Found::default();
    let files = files::list(paths, options, &mut found).into_iter().map(|file| file.path).collect();
    Warned { value: files, warnings: found.warnings }
}

/// What one file gave.
#[derive(Debug, Default)]
struct Found {
    texts: Vec<Text>,
    warnings: Vec<Warning>,
}

impl Found {
    fn add(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.warnings.extend(other.warnings);
    }

    /// Puts all of it under the name `path`, below which names that it has already stay.
    fn put_under(&mut self, path: &str) {
        self.texts.iter_mut().for_each(|one| one.document.path.insert_str(0, path));
        self.warnings.iter_mut().for_each(|one| one.path.insert_str(0, path));
    }

    fn warn(&mut self, path: &str, reason: String, skipped: bool) {
        self.warnings.push(Warning { path: path.to_owned(), reason, skipped });
    }

    /// What crosswire wrote itself, and passes over without counting it as skipped.
    fn own(path: &str, what: &str) -> Self {
        let mut found = Self::default();
        found.warn(path, format!("{what} that crosswire wrote; it was passed over"), false);
        found
    }

    fn nothing(path: &str, reason: String) -> Self {
        let mut found = Self::default();
        found.warn(path, reason, true);
        found
    }
}

impl From<Found> for Warned<Vec<Document>> {
    fn from(found: Found) -> Self {
        let documents = found.texts.into_iter().map(|text| text.document).collect();
        Warned { value: documents, warnings: found.warnings }
    }
}

/// The entries of a data file, one a line, without its comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn no_date(written: &str) -> String {
    let short: String = written.chars().take(40).collect();
    format!("no date in {short:?}, so none was taken; write it as 2025-10-01")
}

/// Takes from `page` what the record around it left open.
fn fill(document: &mut Document, page: Page) {
    document.text = page.text;
    document.title = document.title.take().or(page.title);
    document.outlet = document.outlet.take().or(page.outlet);
    document.author = document.author.take().or(page.author);
    document.url = document.url.take().or(page.url);
    document.published = document.published.or(page.published);
    document.as_of = document.as_of.or(page.as_of);
}

/// Puts in what the user gave, and from the address what nothing else gave.
fn settle(document: &mut Document, options: &Options) {
    if options.outlet.is_some() {
        document.outlet.clone_from(&options.outlet);
    }
    // A page whose template names no site may have its headline there.
    if document.outlet == document.title {
        document.outlet = None;
    }
    document.outlet = document.outlet.take().or_else(|| outlets::of(document.url.as_deref()?));
    let from_url = || Some((dates::in_url(document.url.as_deref()?)?, Basis::Url));
    document.published =
        options.published.map(|date| (date, Basis::Given)).or(document.published).or_else(from_url);
}

/// Reads what stands in a file of this name that somebody else has opened, such as a browser.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Warned<Vec<Document>> {
    files::from_bytes(name, bytes, options).into()
}
