//! Web archives (WARC, ISO 28500): pages as they were fetched, one record after another.
//!
//! Read are the pages and plain texts of `response` records with status 200 and of `resource` records. A `metadata` record in
//! JSON that refers to one of them and follows it soon fills in what the page does not say: `{"publisher": …, "title": …,
//! "author": …, "published": …}`. The day on which a page was fetched is no day of publication; it stands in the record's name, as
//! in the addresses of the Wayback Machine: `story.warc.gz#20310305090000/https://post.example/ferry`.

use crate::decode::Decoded;
use crate::format::{Format, Read as Way};
use crate::html::Page;
use crate::http::{self, Head};
use crate::records::{Item, Items, Named, Record, Stream};
use crate::{Found, Options, Text, dates, decode, gzip, html, mojibake, sha256, unpack};
use crosswire::Document;
use crosswire_model::Basis;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};

/// A web archive, packed by gzip or not.
pub(crate) const FORMAT: Format =
    Format { endings: &["warc"], looks_like: None, names_charset: false, read: Way::Records(records) };

/// Bytes of a line of a record's head, and of all of it, at most; so many of an HTTP head too.
const HEAD: usize = 64 << 10;
/// Pages that wait for what a later record says of them, at most.
const WAITING: usize = 8;
/// Bytes of a `metadata` record, at most.
const ABOUT: u64 = 1 << 20;

/// The pages of a web archive.
pub(crate) fn records(input: Stream, options: &Options) -> Items {
    Box::new(Pages::new(input, options))
}

struct Pages {
    input: Stream,
    /// Bytes of a record, and of all that wait, at most.
    limit: usize,
    number: usize,
    waiting: VecDeque<Fetched>,
    bytes: usize,
    /// What is to be given before anything else.
    said: VecDeque<Item>,
    /// What records were that are no pages, and how many.
    passed: BTreeMap<String, usize>,
    ended: bool,
    /// Why it ended early.
    stopped: Option<String>,
}

/// A page as it was fetched, or a text.
struct Fetched {
    number: usize,
    id: Option<String>,
    url: String,
    /// When, to the second and in digits only.
    when: String,
    /// Why the archive has only its beginning.
    cut: Option<String>,
    block: Vec<u8>,
    head: Head,
    about: Option<Map<String, Value>>,
}

/// The fields of a record's head.
#[derive(Default)]
struct Fields {
    kind: String,
    id: Option<String>,
    refers_to: Vec<String>,
    url: String,
    date: String,
    content_type: String,
    cut: Option<String>,
    length: u64,
}

/// An id without the brackets that some write around it.
fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

impl Fields {
    /// `None` where no length is told.
    fn read(head: &[u8]) -> Option<Self> {
        let (lines, _) = http::fields(head)?;
        let mut fields = Self::default();
        let mut length = None;
        for (key, value) in lines {
            match key.to_ascii_lowercase().as_str() {
                "warc-type" => fields.kind = value.to_ascii_lowercase(),
                "warc-record-id" => fields.id = Some(bare(&value)),
                "warc-concurrent-to" | "warc-refers-to" => fields.refers_to.push(bare(&value)),
                "warc-target-uri" => fields.url = bare(&value),
                "warc-date" => fields.date = value.into_owned(),
                "warc-truncated" => fields.cut = Some(value.into_owned()),
                "content-type" => fields.content_type = value.into_owned(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        fields.length = length?;
        Some(fields)
    }
}

/// Whether what is of this kind is read.
fn is_read(kind: &str) -> bool {
    matches!(kind, "text/html" | "application/xhtml+xml" | "text/plain" | "")
}

/// Whether an address may be that of an article: crawlers keep their own notes under others.
fn is_article_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let scheme = scheme.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "ftp" | "file") && !rest.ends_with("/robots.txt")
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends within it, so it was cut off; get it again")
}

impl Pages {
    fn new(input: Stream, options: &Options) -> Self {
        Self {
            input,
            limit: options.limits.file_bytes,
            number: 0,
            waiting: VecDeque::new(),
            bytes: 0,
            said: VecDeque::new(),
            passed: BTreeMap::new(),
            ended: false,
            stopped: None,
        }
    }

    /// The head of the next record; `None` at the end. What stands between records and is no record is passed over.
    fn head(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut noise = false;
        loop {
            let Some(line) = http::next_line(&mut self.input, HEAD)? else {
                if noise {
                    self.said.push_back(Item::Bad("its end is no record and was passed over".to_owned()));
                }
                return Ok(None);
            };
            if line.starts_with(b"WARC/") {
                break;
            }
            noise |= !line.is_empty();
        }
        self.number += 1;
        if noise {
            let why = format!("before record {}: bytes that are no record were passed over", self.number);
            self.said.push_back(Item::Bad(why));
        }
        let mut head = Vec::new();
        loop {
            let line = http::next_line(&mut self.input, HEAD)?.ok_or_else(cut_off)?;
            let is_last = line.is_empty();
            if head.len() + line.len() < HEAD {
                head.extend_from_slice(&line);
                head.push(b'\n');
            }
            if is_last {
                if !head.ends_with(b"\n\n") {
                    head.push(b'\n');
                }
                return Ok(Some(head));
            }
        }
    }

    /// Reads up to `most` bytes of a block, of which `left` are to come, onto `block`.
    fn take(&mut self, block: &mut Vec<u8>, left: &mut u64, most: u64) -> io::Result<()> {
        let most = most.min(*left);
        // Sizes may be told that are not there.
        block.reserve(usize::try_from(most).unwrap_or(usize::MAX).min(1 << 20));
        let read = self.input.by_ref().take(most).read_to_end(block)? as u64;
        *left -= read;
        if read < most { Err(cut_off()) } else { Ok(()) }
    }

    fn skip(&mut self, left: u64) -> io::Result<()> {
        if unpack::skip(&mut self.input, left)? < left { Err(cut_off()) } else { Ok(()) }
    }

    fn pass(&mut self, what: impl Into<String>, left: u64) -> io::Result<()> {
        *self.passed.entry(what.into()).or_default() += 1;
        self.skip(left)
    }

    /// Reads the next record; whether there was one.
    fn advance(&mut self) -> io::Result<bool> {
        let Some(head) = self.head()? else { return Ok(false) };
        let Some(fields) = Fields::read(&head) else {
            self.said.push_back(Item::Bad(format!("record {}: its head tells no length", self.number)));
            return Ok(true);
        };
        match fields.kind.as_str() {
            "response" | "resource" => self.fetched(fields)?,
            "metadata" => self.about(fields)?,
            "revisit" => self.pass("revisits, whose page was kept elsewhere", fields.length)?,
            _ => self.skip(fields.length)?,
        }
        Ok(true)
    }

    fn fetched(&mut self, fields: Fields) -> io::Result<()> {
        let mut left = fields.length;
        if !is_article_address(&fields.url) {
            return self.pass("notes of a crawler", left);
        }
        let mut block = Vec::new();
        let (outer, charset) = http::content_type(&fields.content_type);
        let head = if fields.kind == "resource" && outer != "application/http" {
            Head::of_body(outer, charset)
        } else {
            self.take(&mut block, &mut left, HEAD as u64)?;
            match Head::read(&block) {
                Some(head) => head,
                None => {
                    let why = "no answer of a web server begins in it";
                    self.said.push_back(Item::Bad(format!("record {} ({}): {why}", self.number, fields.url)));
                    return self.skip(left);
                }
            }
        };
        if head.status != 200 {
            return self.pass(format!("answers with status {}", head.status), left);
        }
        if !is_read(&head.kind) {
            return self.pass(head.kind, left);
        }
        if fields.length > self.limit as u64 {
            let why = format!("longer than the limit of {} bytes", self.limit);
            self.said.push_back(Item::Bad(format!("record {} ({}): {why}", self.number, fields.url)));
            return self.skip(left);
        }
        let rest = left;
        self.take(&mut block, &mut left, rest)?;
        let when = fields.date.chars().filter(char::is_ascii_digit).take(14).collect();
        self.bytes += block.len();
        let Fields { id, url, cut, .. } = fields;
        self.waiting.push_back(Fetched { number: self.number, id, url, when, cut, block, head, about: None });
        Ok(())
    }

    /// Reads what a record says of one that waits.
    fn about(&mut self, fields: Fields) -> io::Result<()> {
        let (kind, _) = http::content_type(&fields.content_type);
        let of = |page: &Fetched| page.id.as_ref().is_some_and(|id| fields.refers_to.contains(id));
        let place = self.waiting.iter().rposition(of);
        let Some(place) = place.filter(|_| kind == "application/json" && fields.length <= ABOUT) else {
            return self.skip(fields.length);
        };
        let (mut block, mut left) = (Vec::new(), fields.length);
        self.take(&mut block, &mut left, fields.length)?;
        match (serde_json::from_slice(&block), self.waiting.get_mut(place)) {
            (Ok(Value::Object(about)), Some(page)) => page.about = Some(about),
            _ => {
                let why = format!("record {}: what it says of a page is no JSON object", self.number);
                self.said.push_back(Item::Note(why));
            }
        }
        Ok(())
    }

    /// What was passed over, in words.
    fn passed(&mut self) -> Option<Item> {
        let passed = std::mem::take(&mut self.passed);
        let total: usize = passed.values().sum();
        let kinds: Vec<String> =
            passed.iter().take(5).map(|(kind, count)| format!("{count} {kind}")).collect();
        let more = if passed.len() > 5 { ", …" } else { "" };
        (total > 0).then(|| {
            let records = if total == 1 { "1 record is".to_owned() } else { format!("{total} records are") };
            Item::Note(format!("{records} no page that could be read: {}{more}", kinds.join(", ")))
        })
    }

    /// The next page, or what else is to be said.
    fn step(&mut self) -> Option<Result<Fetched, Item>> {
        loop {
            if let Some(item) = self.said.pop_front() {
                return Some(Err(item));
            }
            let full = self.waiting.len() > WAITING || self.bytes > self.limit;
            if full || self.ended {
                if let Some(page) = self.waiting.pop_front() {
                    self.bytes -= page.block.len();
                    return Some(Ok(page));
                }
                if self.ended {
                    return self.stopped.take().map(Item::Stopped).or_else(|| self.passed()).map(Err);
                }
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    self.stopped = Some(format!("reading stopped at record {}: {error}", self.number));
                }
            }
        }
    }
}

impl Iterator for Pages {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        Some(self.step()?.map_or_else(|item| item, |page| Item::Record(page.record())))
    }
}

impl Fetched {
    fn record(self) -> Record {
        Record {
            place: format!("record {} ({})", self.number, self.url),
            bytes: self.block.len(),
            read: Box::new(move |options| self.read(options)),
        }
    }

    /// The page in characters, with what a reader should know, and what it was in bytes.
    fn text(&self, options: &Options) -> Result<(Decoded, Cow<'_, [u8]>), String> {
        let mut notes = Vec::new();
        if let Some(why) = &self.cut {
            notes.push(format!("the page was cut off when it was fetched ({why})"));
        }
        let body = self.block.get(self.head.length..).unwrap_or_default();
        let body = self.head.body(body, options.limits.file_bytes, &mut notes)?;
        if body.trim_ascii().is_empty() {
            return Err("the page is empty".to_owned());
        }
        let names_charset = self.head.kind != "text/plain";
        let mut decoded = decode::decode_as(&body, self.head.charset.as_deref(), names_charset)?;
        decoded.notes.splice(0..0, notes);
        Ok((decoded, body))
    }

    /// When it was fetched.
    fn as_of(&self) -> Option<Timestamp> {
        DateTime::strptime("%Y%m%d%H%M%S", &self.when)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|at| at.timestamp())
    }

    fn read(self, options: &Options) -> Result<Named, String> {
        let (Decoded { text, mut notes }, body) = self.text(options)?;
        let text = mojibake::mended(text, options, &mut notes);
        let is_page = match self.head.kind.as_str() {
            "text/plain" => false,
            "" => body.trim_ascii_start().starts_with(b"<"),
            _ => true,
        };
        let mut document = Document {
            url: Some(self.url.clone()),
            sha256: sha256(&body),
            as_of: self.as_of(),
            ..Document::default()
        };
        let page = if is_page {
            html::extract(&text, Some(&self.url), &options.limits)
        } else {
            Ok(Page { text, ..Page::default() })
        };
        let name =
            if self.when.is_empty() { self.url.clone() } else { format!("{}/{}", self.when, self.url) };
        match page {
            Ok(page) => crate::fill(&mut document, page),
            Err(html::Error::Own) => return Ok(Named { name, found: Found::own("", "a page") }),
            Err(error) => return Err(error.to_string()),
        }
        if let Some(about) = &self.about {
            add(&mut document, about, &mut notes);
        }
        crate::settle(&mut document, options);
        let mut found = Found { texts: vec![Text { id: None, document }], warnings: Vec::new() };
        notes.into_iter().for_each(|note| found.warn("", note, false));
        Ok(Named { name, found })
    }
}

/// Adds what a record says of a page and the page does not.
fn add(document: &mut Document, about: &Map<String, Value>, notes: &mut Vec<String>) {
    let field = |key: &str| -> Option<String> {
        let text = match about.get(key)? {
            Value::Array(values) => {
                values.iter().filter_map(Value::as_str).map(str::trim).collect::<Vec<_>>().join(", ")
            }
            value => value.as_str()?.trim().to_owned(),
        };
        Some(text).filter(|text| !text.is_empty())
    };
    document.title = document.title.take().or_else(|| field("title"));
    // A page whose template names no site may have its headline there.
    let outlet = document.outlet.take().filter(|outlet| Some(outlet) != document.title.as_ref());
    document.outlet = outlet.or_else(|| field("publisher")).or_else(|| field("outlet"));
    document.author = document.author.take().or_else(|| field("author"));
    // What stands in the address is weaker than what is said.
    if !matches!(document.published, Some((_, Basis::Metadata)))
        && let Some(written) = field("published")
    {
        match dates::parse(&written) {
            Some(date) => document.published = Some((date, Basis::Metadata)),
            None => notes.push(crate::no_date(&written)),
        }
    }
}

/// What a web archive holds, read up to where the article would be looked for in each page.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fetches {
    /// Pages.
    pub pages: usize,
    /// Bytes of their records.
    pub bytes: usize,
    /// Characters of the pages, where they were asked for.
    pub characters: usize,
}

/// Reads a web archive that is packed by gzip without looking for articles; with `text`, the pages are unpacked and decoded as
/// well. For the benchmark.
///
/// # Errors
/// Something in it cannot be read.
#[doc(hidden)]
pub fn warc_fetches(path: &std::path::Path, text: bool, options: &Options) -> Result<Fetches, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let input = gzip::unpacked(unpack::Source::File(file).stream(), &options.limits);
    let mut pages = Pages::new(input, options);
    let mut all = Fetches::default();
    while let Some(step) = pages.step() {
        match step {
            Ok(page) => {
                all.pages += 1;
                all.bytes += page.block.len();
                if text {
                    all.characters += page.text(options)?.0.text.len();
                }
            }
            Err(Item::Bad(why) | Item::Stopped(why)) => return Err(why),
            Err(_) => {}
        }
    }
    Ok(all)
}
