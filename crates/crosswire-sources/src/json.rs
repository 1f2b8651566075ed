//! JSON and JSON Lines: records with `url, title, outlet, published, as_of, author`, `text` or `html`, and perhaps an `id`.

use crate::format::{Article, Format, Read};
use crate::records::{self, Content, Fields, Item, Items, Named, Record, Stream};
use crate::{Found, Options};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read as _};

/// A file that is one JSON value.
pub(crate) const JSON: Format = Format {
    endings: &["json"],
    looks_like: Some(looks_like_json),
    names_charset: false,
    read: Read::Whole(json),
};

/// A file with one JSON value a line.
pub(crate) const LINES: Format = Format {
    endings: &["jsonl", "ndjson"],
    looks_like: None,
    names_charset: false,
    read: Read::Records(lines),
};

/// Reads a file that is one JSON value: an object, or an array of objects. A sequence of objects is read as JSON Lines.
fn json(article: Article, options: &Options) -> Found {
    let (path, text) = (article.name, &article.text);
    let invalid =
        |error| Found::nothing(path, format!("not valid JSON: {error}; check how the file was written"));
    match serde_json::from_str::<&RawValue>(text) {
        Ok(value) if value.get().starts_with('[') => {
            match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
                Ok(values) => {
                    let items = values.iter().enumerate().map(|(i, value)| {
                        Item::Record(record(value.get().as_bytes().to_vec(), format!("item {}", i + 1)))
                    });
                    // How many there can be is bounded by the size of the file.
                    records::all(path, items, usize::MAX, options)
                }
                Err(error) => invalid(error),
            }
        }
        // One article alone needs no name within its file.
        Ok(value) => match read(value.get().as_bytes(), path, options) {
            Ok(one) => one.found,
            Err(why) => Found::nothing(path, why),
        },
        // JSON Lines under the name .json; perhaps cut off.
        Err(_) if a_record_a_line(text) => {
            let items = Lines::new(text.as_bytes(), options.limits.file_bytes);
            records::all(path, items, options.limits.articles, options)
        }
        Err(error) => invalid(error),
    }
}

fn a_record_a_line(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok())
}

/// The records of a stream, one a line.
pub(crate) fn lines(input: Stream, options: &Options) -> Items {
    Box::new(Lines::new(input, options.limits.file_bytes))
}

fn record(bytes: Vec<u8>, place: String) -> Record {
    Record { place, bytes: bytes.len(), read: Box::new(move |options| read(&bytes, "", options)) }
}

/// The lines of a file with one record each, one after another, those that hold nothing left out.
struct Lines<R> {
    input: R,
    /// Bytes of a line, at most.
    limit: usize,
    number: usize,
    stopped: bool,
}

impl<R: BufRead> Lines<R> {
    fn new(input: R, limit: usize) -> Self {
        Self { input, limit, number: 0, stopped: false }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.stopped {
            let line = match line(&mut self.input, self.limit) {
                Ok(line) => line?,
                Err(error) => {
                    self.stopped = true;
                    let number = self.number;
                    return Some(Item::Stopped(format!("reading stopped after line {number}: {error}")));
                }
            };
            self.number += 1;
            let (number, limit) = (self.number, self.limit);
            let Some(mut line) = line else {
                return Some(Item::Bad(format!("line {number} is longer than the limit of {limit} bytes")));
            };
            if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            let trimmed = line.trim_ascii();
            if !trimmed.is_empty() {
                return Some(Item::Record(record(trimmed.to_vec(), format!("line {number}"))));
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

/// One record, its document with path `path`.
fn read(bytes: &[u8], path: &str, options: &Options) -> Result<Named, String> {
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
                warn(format!("\"{key}\" is no text and was left out"));
                None
            }
        }
    };
    let (id, url, title, outlet) = (field("id"), field("url"), field("title"), field("outlet"));
    let (author, published, as_of) = (field("author"), field("published"), field("as_of"));
    let content = match (object.get("text"), object.get("html")) {
        (Some(Value::String(text)), _) if !text.trim().is_empty() => Content::Text(text.clone()),
        (_, Some(Value::String(html))) if !html.trim().is_empty() => Content::Html(html.clone()),
        (None, None) => Content::None,
        (Some(Value::String(_)), _) | (_, Some(Value::String(_))) => {
            return Err("its text is empty".to_owned());
        }
        _ => return Err("its \"text\" is no text".to_owned()),
    };
    Fields { id, url, title, outlet, author, published, as_of, content }.document(bytes, path, found, options)
}

/// Whether `text` is one JSON value or begins with one on a line of its own.
fn looks_like_json(text: &str) -> bool {
    let start = text.trim_start();
    match start.as_bytes().first() {
        Some(b'{') => true,
        Some(b'[') => Vec::<&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(start)).is_ok(),
        _ => false,
    }
}
