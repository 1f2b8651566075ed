//! Files and folders: what is read, and as what.

use crate::head::Head;
use crate::{Found, Options, Text, dates, decode, html, record, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Markdown,
    Html,
    Json,
    Lines,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Lines,
            _ => return None,
        })
    }

    /// What a text without a telling name looks like.
    fn sniff(text: &str) -> Self {
        let start: String = text.trim_start().chars().take(1024).collect::<String>().to_ascii_lowercase();
        let opens = ["<!doctype html", "<html", "<head", "<body", "<article", "<?xml", "<!--"];
        if opens.iter().any(|tag| start.starts_with(tag)) {
            Self::Html
        } else if record::looks_like_json(text) {
            Self::Json
        } else {
            Self::Text
        }
    }
}

/// A file to read, under the name that it has in the ledger.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// A file that has been opened.
pub(crate) enum Open {
    /// One record a line, to be read one by one.
    Lines(Box<dyn BufRead + Send>),
    /// All that is in it.
    Bytes(Vec<u8>),
}

/// A path as text; bytes that are no UTF-8 become `\xNN`, so that two names stay two.
fn name(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02x}")));
    }
    name
}

/// The files that `paths` name or hold, each once, in the order of their names.
pub(crate) fn list(paths: Vec<PathBuf>, found: &mut Found) -> Vec<File> {
    // By true path, so that two ways to a file are one; the shortest of its names stays.
    let mut files: BTreeMap<PathBuf, File> = BTreeMap::new();
    let mut add = |path: PathBuf| {
        let file = File { name: name(&path), path };
        let key = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
        match files.get(&key) {
            Some(other) if other.rank() <= file.rank() => {}
            _ => drop(files.insert(key, file)),
        }
    };
    for path in paths {
        if path.is_dir() {
            folder(&path, found, &mut add);
        } else {
            add(path);
        }
    }
    let mut files: Vec<File> = files.into_values().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn folder(path: &Path, found: &mut Found, add: &mut impl FnMut(PathBuf)) {
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let (mut read, mut trouble) = (0, false);
    let mut other: BTreeMap<String, usize> = BTreeMap::new();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if Kind::of(entry.path()).is_some() => {
                read += 1;
                add(entry.into_path());
            }
            Ok(entry) => {
                let extension = entry.path().extension().map(|e| format!(".{}", e.to_string_lossy()));
                *other.entry(extension.unwrap_or_else(|| "no extension".to_owned())).or_default() += 1;
            }
            Err(error) => {
                let at = name(error.path().unwrap_or(path));
                if error.loop_ancestor().is_some() {
                    found.warn(&at, "leads back to a folder above it and was not followed".to_owned(), false);
                } else {
                    trouble = true;
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    found.warn(&at, format!("cannot be read: {why}"), true);
                }
            }
        }
    }
    let total: usize = other.values().sum();
    if total > 0 {
        let kinds: Vec<String> = other.keys().take(5).cloned().collect();
        let more = if other.len() > 5 { ", …" } else { "" };
        let why = format!(
            "{total} files passed over, by their extension ({}{more}); name a file itself to have it read",
            kinds.join(", ")
        );
        found.warn(&name(path), why, false);
    }
    if read == 0 && !trouble {
        let why = "the folder holds no .txt, .md, .html, .json or .jsonl file; nothing in it was read";
        found.warn(&name(path), why.to_owned(), true);
    }
}

impl File {
    fn rank(&self) -> (usize, &str) {
        (self.path.components().count(), &self.name)
    }

    /// What it gives: documents, and warnings.
    pub(crate) fn read(&self, options: &Options) -> Found {
        self.try_read(options).unwrap_or_else(|why| Found::nothing(&self.name, why))
    }

    fn try_read(&self, options: &Options) -> Result<Found, String> {
        Ok(match self.open(options)? {
            Open::Lines(lines) => record::lines(&self.name, lines, options),
            Open::Bytes(bytes) => content(&self.name, &self.path, &bytes, options),
        })
    }

    /// Whether it is called a file with one record a line.
    pub(crate) fn holds_lines(&self) -> bool {
        Kind::of(&self.path) == Some(Kind::Lines)
    }

    /// Opens it, unless it is too large or nothing that can be opened; `Err` says why.
    pub(crate) fn open(&self, options: &Options) -> Result<Open, String> {
        let limit = options.limits.file_bytes;
        let cannot = |error: std::io::Error| {
            let hint = match error.kind() {
                std::io::ErrorKind::NotFound => "; check the path",
                std::io::ErrorKind::PermissionDenied => "; check its permissions",
                _ => "",
            };
            format!("cannot be read: {error}{hint}")
        };
        let about = std::fs::metadata(&self.path).map_err(cannot)?;
        // Opening a pipe waits for its writer; a device may never end.
        if !about.is_file() {
            return Err(
                "not a file but a pipe, socket or device; give JSON Lines to it by `-` instead".to_owned()
            );
        }
        let mut file = std::fs::File::open(&self.path).map_err(cannot)?;
        let mut head = Vec::with_capacity(4);
        file.by_ref().take(4).read_to_end(&mut head).map_err(cannot)?;
        let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let gzip = head.starts_with(b"\x1f\x8b");
        if self.holds_lines() && !utf16 && !gzip {
            return Ok(Open::Lines(Box::new(BufReader::new(std::io::Cursor::new(head).chain(file)))));
        }
        let mut bytes = head;
        let room = (limit as u64 + 1).saturating_sub(bytes.len() as u64);
        file.take(room).read_to_end(&mut bytes).map_err(cannot)?;
        if bytes.len() > limit {
            return Err(format!(
                "longer than the limit of {limit} bytes; split it, or make it JSON Lines (.jsonl)"
            ));
        }
        Ok(Open::Bytes(bytes))
    }
}

/// What the `bytes` of a file give that is called `name` in the ledger.
pub(crate) fn content(name: &str, path: &Path, bytes: &[u8], options: &Options) -> Found {
    if bytes.trim_ascii().is_empty() {
        return Found::nothing(name, "the file is empty".to_owned());
    }
    let kind = Kind::of(path);
    let guess_html =
        kind.map_or_else(|| bytes.trim_ascii_start().starts_with(b"<"), |kind| kind == Kind::Html);
    let decoded = match decode::decode(bytes, guess_html) {
        Ok(decoded) => decoded,
        Err(why) => return Found::nothing(name, why),
    };
    let mut found = match kind.unwrap_or_else(|| Kind::sniff(&decoded.text)) {
        Kind::Html => page(name, bytes, &decoded.text, options),
        Kind::Json => record::json(name, &decoded.text, options),
        Kind::Lines => record::lines(name, decoded.text.as_bytes(), options),
        kind => text(name, bytes, decoded.text, kind == Kind::Markdown, options),
    };
    decoded.notes.into_iter().for_each(|note| found.warn(name, note, false));
    found
}

fn text(name: &str, bytes: &[u8], text: String, markdown: bool, options: &Options) -> Found {
    let head = Head::read(&text, markdown);
    if text[head.body..].trim().is_empty() {
        return Found::nothing(name, "no article in it: nothing follows its head lines".to_owned());
    }
    let mut found = Found::default();
    let mut document = Document {
        path: name.to_owned(),
        body: head.body,
        outlet: head.outlet,
        title: head.title,
        url: head.url,
        author: head.author,
        sha256: sha256(bytes),
        text,
        ..Document::default()
    };
    if let Some(written) = head.published {
        match dates::parse(&written) {
            Some(date) => document.published = Some((date, Basis::Metadata)),
            None => found.warn(name, crate::no_date(&written), false),
        }
    }
    crate::settle(&mut document, options);
    found.texts.push(Text { id: None, document });
    found
}

fn page(name: &str, bytes: &[u8], html: &str, options: &Options) -> Found {
    let page = match html::extract(html, None, &options.limits) {
        Ok(page) => page,
        Err(error) => return Found::nothing(name, error.to_string()),
    };
    let mut document = Document { path: name.to_owned(), sha256: sha256(bytes), ..Document::default() };
    crate::fill(&mut document, page);
    crate::settle(&mut document, options);
    Found { texts: vec![Text { id: None, document }], warnings: Vec::new() }
}
