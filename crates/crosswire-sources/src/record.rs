//! JSON and JSON Lines: records with `url, title, outlet, published, author`, `text` or `html`, and perhaps an `id`.

use crate::{Found, Options, dates, html, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Read};

/// Bad lines that are named one by one; the others are counted.
const NAMED: usize = 20;
/// Records that are worked on at once, at most, and their bytes.
const BATCH: usize = 4096;
const BATCH_BYTES: usize = 32 << 20;

/// A record's bytes, and where they stand ("line 3"), for messages.
type Piece = (Vec<u8>, String);

/// Reads a file that is one JSON value: an object, or an array of objects. A sequence of objects is read as JSON Lines.
pub(crate) fn json(path: &str, text: &str, options: &Options) -> Found {
    let whole: Result<&RawValue, _> = serde_json::from_str(text);
    let pieces: Vec<Piece> = match whole {
        Ok(value) if value.get().starts_with('[') => {
            match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
                Ok(values) => {
                    let name = |(i, value): (usize, &&RawValue)| {
                        (value.get().as_bytes().to_vec(), format!("item {}", i + 1))
                    };
                    values.iter().enumerate().map(name).collect()
                }
                Err(error) => {
                    return Found::nothing(
                        path,
                        format!("not valid JSON: {error}; check how the file was written"),
                    );
                }
            }
        }
        Ok(value) => {
            // One article alone needs no name within its file.
            let mut found = Found::default();
            match record(value.get().as_bytes(), path, options) {
                Ok((_, one)) => found.add(one),
                Err(why) => found.warn(path, why, true),
            }
            return found;
        }
        // JSON Lines under the name .json; perhaps cut off.
        Err(_) if a_record_a_line(text) => return lines(path, text.as_bytes(), options),
        Err(error) => {
            return Found::nothing(path, format!("not valid JSON: {error}; check how the file was written"));
        }
    };
    let mut collector = Collector::new(path, options);
    for batch in pieces.chunks(BATCH) {
        collector.take(batch);
    }
    collector.finish()
}

fn a_record_a_line(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok())
}

/// Reads one record a line until `input` ends or fails. Bad lines are reported, the good ones kept.
pub(crate) fn lines(path: &str, mut input: impl BufRead, options: &Options) -> Found {
    let mut collector = Collector::new(path, options);
    let (mut batch, mut bytes, mut number, mut records) = (Vec::new(), 0, 0usize, 0usize);
    loop {
        let line = match line(&mut input, options.limits.file_bytes) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(error) => {
                collector.warn(format!("reading stopped after line {number}: {error}"), true);
                break;
            }
        };
        number += 1;
        let Some(mut line) = line else {
            let limit = options.limits.file_bytes;
            collector.bad(format!("line {number} is longer than the limit of {limit} bytes"));
            continue;
        };
        if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        let trimmed = line.trim_ascii();
        if trimmed.is_empty() {
            continue;
        }
        records += 1;
        if records > options.limits.articles {
            collector.warn(
                format!("only the first {} records were read; split the file", options.limits.articles),
                true,
            );
            break;
        }
        bytes += trimmed.len();
        batch.push((trimmed.to_vec(), format!("line {number}")));
        if batch.len() == BATCH || bytes > BATCH_BYTES {
            collector.take(&batch);
            batch.clear();
            bytes = 0;
        }
    }
    collector.take(&batch);
    collector.finish()
}

/// The next line; `Some(None)` for one of more than `limit` bytes, which is passed over without being kept.
fn line(input: &mut impl BufRead, limit: usize) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    if input.by_ref().take(limit as u64 + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() <= limit || line.ends_with(b"\n") {
        return Ok(Some(Some(line)));
    }
    drop(line);
    input.skip_until(b'\n')?;
    Ok(Some(None))
}

/// Puts together what the records of one file give.
struct Collector<'a> {
    path: &'a str,
    options: &'a Options,
    found: Found,
    named: Vec<(String, Found)>,
    bad: usize,
}

impl<'a> Collector<'a> {
    fn new(path: &'a str, options: &'a Options) -> Self {
        Self { path, options, found: Found::default(), named: Vec::new(), bad: 0 }
    }

    fn warn(&mut self, why: String, skipped: bool) {
        self.found.warn(self.path, why, skipped);
    }

    fn bad(&mut self, why: String) {
        self.bad += 1;
        if self.bad <= NAMED {
            self.warn(why, true);
        }
    }

    fn take(&mut self, pieces: &[Piece]) {
        let read = |(bytes, place): &Piece| {
            let read = record(bytes, "", self.options);
            read.map_err(|why| format!("{place}: {why}"))
        };
        let results: Vec<Result<(String, Found), String>> = pieces.par_iter().map(read).collect();
        for result in results {
            match result {
                Ok(named) => self.named.push(named),
                Err(why) => self.bad(why),
            }
        }
    }

    /// Names the records: two with the same name and different content get their hash into the name, since a line's
    /// number would change with the order; of two with the same content one is enough.
    fn finish(mut self) -> Found {
        if self.bad > NAMED {
            self.warn(format!("{} more bad records", self.bad - NAMED), true);
        }
        if self.named.is_empty() && self.found.warnings.is_empty() {
            self.warn("holds no record".to_owned(), true);
        }
        let hash = |found: &Found| found.documents.first().map(|one| one.sha256.clone()).unwrap_or_default();
        let mut hashes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, found) in &self.named {
            hashes.entry(name.clone()).or_default().insert(hash(found));
        }
        let (mut seen, mut repeated) = (BTreeSet::new(), 0);
        for (name, mut found) in self.named {
            let hash = hash(&found);
            if !seen.insert((name.clone(), hash.clone())) {
                repeated += 1;
                continue;
            }
            let alone = hashes.get(&name).is_none_or(|hashes| hashes.len() == 1);
            let path = if alone {
                format!("{}#{name}", self.path)
            } else {
                format!("{}#{name}#{}", self.path, hash.get(..12).unwrap_or_default())
            };
            found.documents.iter_mut().for_each(|one| one.path.clone_from(&path));
            found.warnings.iter_mut().for_each(|one| one.path.clone_from(&path));
            self.found.add(found);
        }
        if repeated > 0 {
            self.found.warn(
                self.path,
                format!("{repeated} records stand in it twice; one of each was read"),
                false,
            );
        }
        self.found
    }
}

/// One record: its name within the file, and its document with path `path`.
fn record(bytes: &[u8], path: &str, options: &Options) -> Result<(String, Found), String> {
    let lossy;
    let (text, broken) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(_) => {
            lossy = String::from_utf8_lossy(bytes);
            (&*lossy, true)
        }
    };
    let object: Map<String, Value> = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err("a JSON value, but no object with a \"text\" or \"html\"".to_owned()),
        Err(error) => return Err(format!("not valid JSON: {error}")),
    };
    let mut found = Found::default();
    let mut warn = |why: String| found.warn(path, why, false);
    if broken {
        warn("not valid UTF-8 in places; each now reads \u{FFFD}".to_owned());
    }
    let mut field = |key: &str| -> Option<String> {
        match object.get(key)? {
            Value::Null => None,
            Value::String(value) => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
            Value::Number(value) if key == "id" => Some(value.to_string()),
            Value::Array(values) if key == "author" => {
                let names: Vec<&str> = values.iter().filter_map(Value::as_str).map(str::trim).collect();
                Some(names.join(", ")).filter(|names| !names.is_empty())
            }
            _ => {
                warn(format!("\"{key}\" is no text and was passed over"));
                None
            }
        }
    };
    let (id, url, title, outlet) = (field("id"), field("url"), field("title"), field("outlet"));
    let (author, published) = (field("author"), field("published"));
    let sha256 = sha256(bytes);
    let name = id.or_else(|| url.clone()).unwrap_or_else(|| sha256[..12].to_owned());
    let mut document =
        Document { path: path.to_owned(), title, outlet, author, url, sha256, ..Document::default() };
    if let Some(written) = published {
        match dates::parse(&written) {
            Some(date) => document.published = Some((date, Basis::Metadata)),
            None => warn(crate::no_date(&written)),
        }
    }
    match (object.get("text"), object.get("html")) {
        (Some(Value::String(text)), _) if !text.trim().is_empty() => document.text.clone_from(text),
        (_, Some(Value::String(html))) if !html.trim().is_empty() => {
            let page = html::extract(html, document.url.as_deref(), &options.limits);
            crate::fill(&mut document, page.map_err(|error| error.to_string())?);
        }
        (None, None) => return Err("no article: neither \"text\" nor \"html\" in it".to_owned()),
        (Some(Value::String(_)), _) | (_, Some(Value::String(_))) => {
            return Err("its text is empty".to_owned());
        }
        _ => return Err("its \"text\" is no text".to_owned()),
    }
    crate::settle(&mut document, options);
    found.documents.push(document);
    Ok((name, found))
}

/// Whether `text` is one JSON value or begins with one on a line of its own.
pub(crate) fn looks_like_json(text: &str) -> bool {
    let start = text.trim_start();
    match start.as_bytes().first() {
        Some(b'{') => true,
        Some(b'[') => Vec::<&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(start)).is_ok(),
        _ => false,
    }
}
