//! JSON and JSON Lines: records with `url, title, outlet, published, author`, `text` or `html`, and perhaps an `id`.

use crate::{Found, Options, Text, dates, html, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Read};

/// Bad lines that are named one by one; the others are counted.
pub(crate) const NAMED: usize = 20;
/// Records that are worked on at once, at most, and their bytes.
const BATCH: usize = 4096;
const BATCH_BYTES: usize = 32 << 20;

/// A record's bytes, and where they stand ("line 3"), for messages.
pub(crate) type Piece = (Vec<u8>, String);

/// What one record gives.
pub(crate) struct Record {
    /// What its file calls it: its `id` or address, else its hash.
    name: String,
    /// Its document, and warnings.
    pub(crate) found: Found,
}

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
                Ok(one) => found.add(one.found),
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
pub(crate) fn lines(path: &str, input: impl BufRead, options: &Options) -> Found {
    let mut collector = Collector::new(path, options);
    let (mut batch, mut bytes, mut records) = (Vec::new(), 0, 0usize);
    for line in Lines::new(input, options.limits.file_bytes) {
        let piece = match line {
            Line::Record(piece) => piece,
            Line::Bad(why) => {
                collector.bad(why);
                continue;
            }
            Line::Stopped(why) => {
                collector.warn(why, true);
                continue;
            }
        };
        records += 1;
        if records > options.limits.articles {
            collector.warn(
                format!("only the first {} records were read; split the file", options.limits.articles),
                true,
            );
            break;
        }
        bytes += piece.0.len();
        batch.push(piece);
        if batch.len() == BATCH || bytes > BATCH_BYTES {
            collector.take(&batch);
            batch.clear();
            bytes = 0;
        }
    }
    collector.take(&batch);
    collector.finish()
}

/// What a line of a file of records is.
pub(crate) enum Line {
    /// A record, for all that can be said before it is looked into.
    Record(Piece),
    /// No record, for this reason.
    Bad(String),
    /// The last, since no more can be read, for this reason.
    Stopped(String),
}

/// The lines of a file with one record each, one after another, those that hold nothing left out.
pub(crate) struct Lines<R> {
    input: R,
    /// Bytes of a line, at most.
    limit: usize,
    number: usize,
    stopped: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, number: 0, stopped: false }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while !self.stopped {
            let line = match line(&mut self.input, self.limit) {
                Ok(line) => line?,
                Err(error) => {
                    self.stopped = true;
                    let number = self.number;
                    return Some(Line::Stopped(format!("reading stopped after line {number}: {error}")));
                }
            };
            self.number += 1;
            let (number, limit) = (self.number, self.limit);
            let Some(mut line) = line else {
                return Some(Line::Bad(format!("line {number} is longer than the limit of {limit} bytes")));
            };
            if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            let trimmed = line.trim_ascii();
            if !trimmed.is_empty() {
                return Some(Line::Record((trimmed.to_vec(), format!("line {number}"))));
            }
        }
        None
    }
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
    named: Vec<Record>,
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
        let results: Vec<Result<Record, String>> = pieces.par_iter().map(read).collect();
        for result in results {
            match result {
                Ok(named) => self.named.push(named),
                Err(why) => self.bad(why),
            }
        }
    }

    /// Names the records: two with the same name and different content get their hash into the name, since a line's
    /// number would change with the order; of two with the same content one is enough, unless both are asked for.
    fn finish(mut self) -> Found {
        if self.bad > NAMED {
            self.warn(format!("{} more bad records", self.bad - NAMED), true);
        }
        if self.named.is_empty() && self.found.warnings.is_empty() {
            self.warn("holds no record".to_owned(), true);
        }
        let hash =
            |found: &Found| found.texts.first().map(|one| one.document.sha256.clone()).unwrap_or_default();
        let mut hashes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in &self.named {
            hashes.entry(one.name.clone()).or_default().insert(hash(&one.found));
        }
        let (mut seen, mut repeated) = (BTreeSet::new(), 0);
        for Record { name, mut found } in self.named {
            let hash = hash(&found);
            if !seen.insert((name.clone(), hash.clone())) && !self.options.repeats {
                repeated += 1;
                continue;
            }
            let alone = hashes.get(&name).is_none_or(|hashes| hashes.len() == 1);
            let path = if alone {
                format!("{}#{name}", self.path)
            } else {
                format!("{}#{name}#{}", self.path, hash.get(..12).unwrap_or_default())
            };
            found.rename(&path);
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

/// One line's record, as [`Lines`] gives it, under a name of its own in the file `path`.
pub(crate) fn of_line(path: &str, (bytes, place): &Piece, options: &Options) -> Result<Found, String> {
    let Record { name, mut found } = record(bytes, "", options).map_err(|why| format!("{place}: {why}"))?;
    found.rename(&format!("{path}#{name}"));
    Ok(found)
}

/// One record, its document with path `path`.
fn record(bytes: &[u8], path: &str, options: &Options) -> Result<Record, String> {
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
    let name = id.clone().or_else(|| url.clone()).unwrap_or_else(|| sha256[..12].to_owned());
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
    found.texts.push(Text { id, document });
    Ok(Record { name, found })
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
