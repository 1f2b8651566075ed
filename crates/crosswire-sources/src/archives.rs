//! Archives of files: each member is read by its own format, as `archive#member`, and one after another, so that an archive
//! of any size takes the memory of its largest member.
//!
//! A name within an archive is a name and nothing else: nothing is written, so that `../a.txt` leads nowhere.

use crate::format::{self, Format};
use crate::records::{Item, Items, Named, Record, Stream};
use crate::unpack::{self, Depth, Open, Source};
use crate::{Options, files};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is in an archive, one after another.
pub(crate) trait Archive: Send {
    /// The next member; what was given before is read no more. `Err` says why no more can be read.
    fn next(&mut self) -> Option<Result<Member, String>>;

    /// The names of all members, where they are known before they are read.
    fn names(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// A file in an archive.
pub(crate) struct Member {
    pub(crate) name: String,
    /// What is in it, or why it cannot be read.
    pub(crate) content: Result<Stream, String>,
}

/// Which members of an archive are articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All whose name tells a format.
    Files,
    /// Those of a web archive's collection (WACZ): what was fetched, without the lists and indexes beside it.
    Collection,
}

impl Kind {
    pub(crate) fn of(path: &Path) -> Self {
        let is = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        if is("wacz") { Self::Collection } else { Self::Files }
    }
}

/// The records of an archive's members.
pub(crate) struct Members {
    archive: Box<dyn Archive>,
    kind: Kind,
    depth: Depth,
    options: Options,
    /// The member at hand that holds records, with its name.
    records: Option<(String, Items)>,
    /// Names of pages so far, beside which folders with their pictures may stand.
    names: BTreeSet<PathBuf>,
    began: bool,
    read: usize,
    /// Endings that no format has, and how often.
    other: BTreeMap<String, usize>,
    ended: bool,
}

impl Members {
    pub(crate) fn new(archive: Box<dyn Archive>, kind: Kind, depth: Depth, options: &Options) -> Self {
        Self {
            archive,
            kind,
            depth,
            options: options.clone(),
            records: None,
            names: BTreeSet::new(),
            began: false,
            read: 0,
            other: BTreeMap::new(),
            ended: false,
        }
    }

    fn note_name(&mut self, name: &str) {
        self.names.extend(page(name));
    }

    /// Whether a member is to be read. What a folder would leave out is left out here too.
    fn is_wanted(&mut self, name: &str) -> bool {
        let path = Path::new(name);
        if is_hidden(path) || name.ends_with('/') {
            return false;
        }
        if self.kind == Kind::Collection {
            return name.starts_with("archive/");
        }
        if belongs_to_page(path, &self.names) {
            return false;
        }
        let known = Format::of(path).is_some();
        if !known {
            let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
            *self.other.entry(ending.unwrap_or_else(|| "no extension".to_owned())).or_default() += 1;
        }
        known
    }

    fn open(&mut self, member: Member) -> Option<Item> {
        let Member { name, content } = member;
        self.note_name(&name);
        if !self.is_wanted(&name) {
            return None;
        }
        self.read += 1;
        let opened = content.and_then(|stream| {
            unpack::open(Path::new(&name), Source::Stream(stream), self.depth, &self.options)
        });
        match opened {
            Ok(Open::Records(items)) => {
                self.records = Some((name, items));
                None
            }
            Ok(Open::Bytes(path, bytes)) => Some(Item::Record(Record {
                place: name.clone(),
                bytes: bytes.len(),
                read: Box::new(move |options| {
                    let found = files::content("", &path, &bytes, options);
                    Ok(Named { name, found })
                }),
            })),
            Err(why) => Some(Item::Bad(format!("{name}: {why}"))),
        }
    }

    /// What is to be said at the end.
    fn end(&mut self) -> Option<Item> {
        self.ended = true;
        let other = files::not_read(&self.other, "member");
        if self.read == 0 && self.kind == Kind::Collection {
            return Some(Item::Stopped(
                "a collection without archive/*.warc.gz; nothing in it was read".to_owned(),
            ));
        }
        if self.read == 0 && !self.other.is_empty() {
            return Some(Item::Stopped(format!(
                "the archive holds no {} file; nothing in it was read",
                format::endings()
            )));
        }
        other.map(Item::Note)
    }
}

/// Of the files in a folder, by their names within it, those that [`read`](crate::read) would read if it were given the folder: no
/// hidden files, no pictures and scripts of saved pages, nothing whose ending no format has.
pub fn wanted(names: Vec<String>) -> Vec<String> {
    let pages: BTreeSet<PathBuf> = names.iter().filter_map(|name| page(name)).collect();
    let is_wanted =
        |path: &Path| !is_hidden(path) && !belongs_to_page(path, &pages) && Format::of(path).is_some();
    names.into_iter().filter(|name| is_wanted(Path::new(name))).collect()
}

/// A page without its ending, as the folder beside it is called.
fn page(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    files::is_page(path).then(|| path.with_extension(""))
}

fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().as_encoded_bytes();
        part.starts_with(b".") && part != b"." && part != b".." || part == b"__MACOSX"
    })
}

/// Whether a file is a picture or script of one of these pages, which a browser saved beside it.
fn belongs_to_page(file: &Path, pages: &BTreeSet<PathBuf>) -> bool {
    file.ancestors().skip(1).any(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        files::page_of_folder(name).is_some_and(|page| pages.contains(&folder.with_file_name(page)))
    })
}

/// An item of the member `name`, as one of its archive.
fn within(name: &str, item: Item) -> Item {
    match item {
        Item::Record(Record { place, bytes, read }) => {
            let member = name.to_owned();
            let read = Box::new(move |options: &Options| {
                let Named { name, found } = read(options)?;
                Ok(Named { name: format!("{member}#{name}"), found })
            });
            Item::Record(Record { place: format!("{name}, {place}"), bytes, read })
        }
        Item::Bad(why) | Item::Stopped(why) => Item::Bad(format!("{name}: {why}")),
        Item::Note(why) => Item::Note(format!("{name}: {why}")),
    }
}

impl Iterator for Members {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if !self.began {
            self.began = true;
            for name in self.archive.names() {
                self.note_name(&name);
            }
        }
        loop {
            if let Some((name, items)) = &mut self.records {
                if let Some(item) = items.next() {
                    return Some(within(name, item));
                }
                self.records = None;
            }
            if self.ended {
                return None;
            }
            match self.archive.next() {
                Some(Ok(member)) => {
                    if let Some(item) = self.open(member) {
                        return Some(item);
                    }
                }
                Some(Err(why)) => {
                    self.ended = true;
                    return Some(Item::Stopped(why));
                }
                None => return self.end(),
            }
        }
    }
}

/// An archive that is read onward only, which its member at hand and the archive itself take turns to read.
pub(crate) struct Shared<T>(Arc<Mutex<T>>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Shared<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self(Arc::new(Mutex::new(inner)))
    }

    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What stands onward in a stream, up to the end of its member.
pub(crate) struct Onward {
    pub(crate) input: Stream,
    /// Bytes of the member that are not read yet.
    pub(crate) left: u64,
}

impl Shared<Onward> {
    /// The member at hand.
    pub(crate) fn member(&self) -> Stream {
        Box::new(BufReader::with_capacity(64 << 10, Part(self.clone())))
    }

    /// Goes past what is left of the member at hand; whether all of it was there.
    pub(crate) fn skip_rest(&self) -> io::Result<bool> {
        self.with(|onward| {
            let left = std::mem::take(&mut onward.left);
            Ok(unpack::skip(&mut onward.input, left)? == left)
        })
    }
}

struct Part(Shared<Onward>);

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.with(|Onward { input, left }| {
            if *left == 0 || buffer.is_empty() {
                return Ok(0);
            }
            let here = input.fill_buf()?;
            let most = usize::try_from(*left).unwrap_or(usize::MAX).min(here.len()).min(buffer.len());
            if most == 0 {
                let why = "the archive ends within it, so it was cut off; get it again";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
            }
            buffer[..most].copy_from_slice(&here[..most]);
            input.consume(most);
            *left -= most as u64;
            Ok(most)
        })
    }
}
