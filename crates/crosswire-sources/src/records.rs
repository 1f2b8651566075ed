//! Files of many articles: what every format of that kind shares.
//!
//! A format cuts a file into [`Item`]s, one after another; a record is worked out later, beside others. Here records are
//! read together, named `file#record`, and the bad ones reported without loss of the good ones.

use crate::{Found, Options, Text, dates, html, mojibake, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// Bad records that are named one by one; the others are counted.
pub(crate) const NAMED: usize = 20;
/// Records that are worked on at once, at most, and their bytes.
const BATCH: usize = 4096;
const BATCH_BYTES: usize = 32 << 20;

/// A file's bytes, read as far as they are needed.
pub(crate) type Stream = Box<dyn BufRead + Send>;
/// A file's records, one after another.
pub(crate) type Items = Box<dyn Iterator<Item = Item> + Send>;

/// What stands next in a file of records.
pub(crate) enum Item {
    /// A record, for all that can be said before it is looked into.
    Record(Record),
    /// No record, for this reason.
    Bad(String),
    /// No more can be read, for this reason; nothing but notes follows.
    Stopped(String),
    /// No record, and none lost: what a reader should know of the file.
    Note(String),
}

/// Reads one record: its name and its document, or why it is none.
type Read = Box<dyn FnOnce(&Options) -> Result<Named, String> + Send>;

/// A record that is still to be worked out.
pub(crate) struct Record {
    /// Where it stands, for messages: `line 3`, `item 3`.
    pub(crate) place: String,
    /// About how many bytes it has.
    pub(crate) bytes: usize,
    /// Works it out. `Err` says what is wrong with it.
    pub(crate) read: Read,
}

/// The fields of a record, as its file gives them.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) content: Content,
}

/// The article itself.
#[derive(Debug, Default)]
pub(crate) enum Content {
    #[default]
    None,
    Text(String),
    Html(String),
}

/// What one record gives.
pub(crate) struct Named {
    /// What its file calls it: its `id` or address, else its hash.
    pub(crate) name: String,
    /// Its document, and warnings, whose paths say where in the record they stand: nothing, or `#member` and the like.
    pub(crate) found: Found,
}

impl Record {
    fn named(self, options: &Options) -> Result<Named, String> {
        let place = self.place;
        (self.read)(options).map_err(|why| format!("{place}: {why}"))
    }

    /// What it gives, under a name of its own in the file `path`.
    pub(crate) fn found(self, path: &str, options: &Options) -> Result<Found, String> {
        let Named { name, mut found } = self.named(options)?;
        found.put_under(&format!("{path}#{name}"));
        Ok(found)
    }
}

impl Fields {
    /// The document of these fields, with path `path`; `bytes` are those of the record, for its hash, and `found` holds what
    /// was warned of so far.
    pub(crate) fn document(
        self,
        bytes: &[u8],
        path: &str,
        mut found: Found,
        options: &Options,
    ) -> Result<Named, String> {
        let mut wrong = BTreeSet::new();
        let mut mended = |text: String| mojibake::mended(text, options, &mut wrong);
        let Fields { id, url, title, outlet, author, published, as_of, content } = self;
        let (title, outlet, author) =
            (title.map(&mut mended), outlet.map(&mut mended), author.map(&mut mended));
        let content = match content {
            Content::Text(text) => Content::Text(mended(text)),
            Content::Html(html) => Content::Html(mended(html)),
            Content::None => Content::None,
        };
        wrong.into_iter().for_each(|what| found.warn(path, what, false));
        let sha256 = sha256(bytes);
        let name = id.clone().or_else(|| url.clone()).unwrap_or_else(|| sha256[..12].to_owned());
        let mut document =
            Document { path: path.to_owned(), title, outlet, author, url, sha256, ..Document::default() };
        if let Some(written) = published {
            match dates::parse(&written) {
                Some(date) => document.published = Some((date, Basis::Metadata)),
                None => found.warn(path, crate::no_date(&written), false),
            }
        }
        if let Some(written) = as_of {
            match dates::moment(&written) {
                Some(moment) => document.as_of = Some(moment),
                None => found.warn(path, crate::no_date(&written), false),
            }
        }
        match content {
            Content::Text(text) => document.text = text,
            Content::Html(html) => {
                let page = html::extract(&html, document.url.as_deref(), &options.limits);
                crate::fill(&mut document, page.map_err(|error| error.to_string())?);
            }
            Content::None => return Err("no article: neither \"text\" nor \"html\" in it".to_owned()),
        }
        crate::settle(&mut document, options);
        found.texts.push(Text { id, document });
        Ok(Named { name, found })
    }
}

/// Reads all records of the file `path`, at most `most`. Bad ones are reported, the good ones kept.
pub(crate) fn all(path: &str, items: impl Iterator<Item = Item>, most: usize, options: &Options) -> Found {
    let mut collector = Collector::new(path, options);
    let (mut batch, mut bytes, mut records) = (Vec::new(), 0, 0usize);
    for item in items {
        let record = match item {
            Item::Record(record) => record,
            Item::Bad(why) => {
                collector.bad(why);
                continue;
            }
            Item::Stopped(why) => {
                collector.warn(why, true);
                continue;
            }
            Item::Note(why) => {
                collector.warn(why, false);
                continue;
            }
        };
        records += 1;
        if records > most {
            collector.warn(format!("only the first {most} records were read; split the file"), true);
            break;
        }
        bytes += record.bytes;
        batch.push(record);
        if batch.len() == BATCH || bytes > BATCH_BYTES {
            collector.take(std::mem::take(&mut batch));
            bytes = 0;
        }
    }
    collector.take(batch);
    collector.finish()
}

/// Puts together what the records of one file give.
struct Collector<'a> {
    path: &'a str,
    options: &'a Options,
    found: Found,
    named: Vec<Named>,
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

    fn take(&mut self, records: Vec<Record>) {
        let read = |record: Record| record.named(self.options);
        let results: Vec<Result<Named, String>> = records.into_par_iter().map(read).collect();
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
        for Named { name, mut found } in self.named {
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
            found.put_under(&path);
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
