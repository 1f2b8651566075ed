//! What is kept, and what is known of it: WARC files, and a journal beside them that says how far they go.
//!
//! A record is written and made lasting first, and the journal's line about it then. Whenever the process ends, at whatever
//! moment, the next one finds a journal whose last line may be torn, and a WARC file that may go on beyond what the journal tells:
//! the line is dropped, the file is cut. So a page is either in both or in neither. WARC files that the journal does not name are
//! somebody else's and are never touched.
//!
//! The lock is the system's, on a file of its own: it goes away with the process that held it.

use crate::error::{Error, Result};
use crate::warc::Record;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The journal's name within the folder.
pub const JOURNAL: &str = ".collected.jsonl";
/// The lock's name.
const LOCK: &str = ".collected.lock";
/// The form of the journal.
const SCHEMA: &str = "crosswire.collected/1";
/// Bytes of a WARC file after which another is begun.
const FULL: u64 = 1 << 30;

/// What a feed said of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The feed's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// Whose the article is: as the item says, or else the feed's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// What the feed says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// What became of an address when it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was kept for the first time.
    New,
    /// It is another text than the one before, and was kept beside it.
    Changed,
    /// It is what it was; nothing was kept.
    Unchanged,
    /// The page could not be had, and the text that the feed carries was kept.
    Text,
    /// It is not fetched: the address is none of the open web, or the site does not want it.
    Refused,
    /// It is not to be had.
    Failed,
    /// It could not be had this time.
    Later,
}

/// Where in a WARC file the records of a page are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// Where the `response` or `resource` begins.
    pub offset: u64,
    /// Bytes that it takes there, packed.
    pub length: u64,
    /// Where all records of the page end.
    pub end: u64,
}

/// What is known of an address after it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// The address.
    pub address: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The server's status, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where it was found in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// What the server calls this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says that it was changed, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Hash of what came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Why there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Line {
    /// The first line.
    Journal {
        /// The form of the lines that follow.
        schema: String,
    },
    /// A WARC file is about to be begun.
    File {
        /// Its name.
        name: String,
    },
    /// An article was seen in a feed and is to be fetched.
    Seen {
        /// When.
        at: Timestamp,
        /// Its address.
        address: String,
        /// What the feed says of it.
        #[serde(flatten)]
        told: Told,
    },
    /// An article was asked for.
    Page(Asked),
    /// A feed was read, and all that it listed is seen to.
    Feed(Asked),
}

/// What is known of an article's address.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the feed said of it when it was last seen.
    pub told: Told,
    /// True if it is to be fetched.
    pub pending: bool,
    /// How often it could not be had, one after the other.
    pub failures: u32,
    /// Since when it cannot be had.
    pub failing: Option<Timestamp>,
    /// When it was last asked, and what became of it.
    pub asked: Option<(Timestamp, Outcome)>,
    /// The last time that it was kept.
    pub kept: Option<Asked>,
}

/// All that the journal tells.
#[derive(Debug, Default)]
pub struct State {
    /// Articles, by address.
    pub pages: BTreeMap<String, Known>,
    /// Feeds, by address.
    pub feeds: BTreeMap<String, Asked>,
    /// Where pages were found in the end, and by which address of `pages`.
    found: BTreeMap<String, String>,
    /// WARC files and where they end.
    files: BTreeMap<String, u64>,
    begun: bool,
}

impl State {
    /// The hash of what is kept of the page that is found at an address, by whatever address it was asked for.
    pub fn kept_at(&self, found: &str) -> Option<&str> {
        self.pages.get(self.found.get(found)?)?.kept.as_ref()?.sha256.as_deref()
    }

    fn apply(&mut self, line: Line) -> std::result::Result<(), String> {
        match line {
            Line::Journal { schema } if schema == SCHEMA => self.begun = true,
            Line::Journal { schema } => {
                return Err(format!("it has the form {schema}, and this program knows {SCHEMA}"));
            }
            Line::File { name } => {
                if !is_name(&name) {
                    return Err(format!("`{name}` is no name of a WARC file"));
                }
                self.files.entry(name).or_default();
            }
            Line::Seen { address, told, .. } => {
                let known = self.pages.entry(address).or_default();
                (known.told, known.pending, known.failures, known.failing) = (told, true, 0, None);
            }
            Line::Page(asked) => {
                if let Some(place) = &asked.place {
                    let end = self.files.get_mut(&place.file).ok_or("it names a file that was not begun")?;
                    *end = (*end).max(place.end);
                }
                if asked.place.is_some() {
                    let found = asked.location.as_ref().unwrap_or(&asked.address);
                    self.found.insert(found.clone(), asked.address.clone());
                }
                let known = self.pages.entry(asked.address.clone()).or_default();
                known.asked = Some((asked.at, asked.outcome));
                known.pending = asked.outcome == Outcome::Later;
                if known.pending {
                    known.failures += 1;
                    known.failing.get_or_insert(asked.at);
                } else {
                    (known.failures, known.failing) = (0, None);
                    // What else the feed said is kept beside the page; a later change is told anew.
                    known.told = Told { updated: known.told.updated, ..Told::default() };
                }
                if asked.place.is_some() {
                    known.kept = Some(asked);
                } else if asked.outcome == Outcome::Unchanged
                    && let Some(kept) = &mut known.kept
                {
                    // What the server calls it may change while it stays the same.
                    kept.etag = asked.etag.clone().or(kept.etag.take());
                    kept.last_modified = asked.last_modified.clone().or(kept.last_modified.take());
                }
            }
            Line::Feed(asked) => {
                self.feeds.insert(asked.address.clone(), asked);
            }
        }
        Ok(())
    }
}

/// Whether a name is one that this program gives to a WARC file: nothing else is opened, whatever the journal says.
fn is_name(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("crosswire-").and_then(|n| n.strip_suffix(".warc.gz")) else {
        return false;
    };
    !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// The folder, open for one process.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    journal: File,
    warc: Option<Warc>,
    /// What a `warcinfo` says.
    info: String,
    /// What is known.
    pub state: State,
    /// What was mended when it was opened.
    pub words: Vec<String>,
    _lock: File,
}

/// The WARC file that is written to.
#[derive(Debug)]
struct Warc {
    name: String,
    path: PathBuf,
    file: File,
    end: u64,
}

impl Journal {
    /// Opens a folder, or makes it; mends what a process left that was killed. `info` says who collects, for the WARC files.
    pub fn open(folder: &Path, info: &str) -> Result<Journal> {
        std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        let path = folder.join(LOCK);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(Error::file(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(folder.to_owned())),
            Err(TryLockError::Error(why)) => return Err(Error::File { file: path, why }),
        }
        let path = folder.join(JOURNAL);
        let failed = Error::file(&path);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(&failed)?;
        let (state, good) = replay(&mut file, &path)?;
        let mut words = Vec::new();
        let length = file.metadata().map_err(&failed)?.len();
        if good < length {
            file.set_len(good).map_err(&failed)?;
            file.sync_all().map_err(&failed)?;
            words.push("the last run was ended in the middle of a line; what it told was dropped and is fetched again".to_owned());
        }
        file.seek(SeekFrom::Start(good)).map_err(&failed)?;
        sync_folder(folder)?;
        let mut journal = Journal {
            folder: folder.to_owned(),
            journal: file,
            warc: None,
            info: info.to_owned(),
            state,
            words,
            _lock: lock,
        };
        if !journal.state.begun {
            journal.append(&[Line::Journal { schema: SCHEMA.to_owned() }])?;
        }
        journal.mend()?;
        Ok(journal)
    }

    /// Cuts WARC files to what the journal tells of them; of those that are shorter, forgets what is gone.
    fn mend(&mut self) -> Result<()> {
        let mut damaged = Vec::new();
        for (name, end) in &self.state.files {
            let path = self.folder.join(name);
            let failed = Error::file(&path);
            let length = match std::fs::metadata(&path) {
                Ok(metadata) => metadata.len(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
                Err(error) => return Err(failed(error)),
            };
            if length > *end {
                let file = OpenOptions::new().write(true).open(&path).map_err(&failed)?;
                file.set_len(*end).map_err(&failed)?;
                file.sync_all().map_err(&failed)?;
            } else if length < *end {
                damaged.push((name.clone(), length));
            }
        }
        for (name, length) in damaged {
            let mut lost = 0;
            for known in self.state.pages.values_mut() {
                let gone =
                    |asked: &Asked| asked.place.as_ref().is_some_and(|p| p.file == name && p.end > length);
                if known.kept.as_ref().is_some_and(gone) {
                    (known.kept, known.pending, lost) = (None, true, lost + 1);
                }
            }
            if lost > 0 {
                self.words.push(format!(
                    "{name} is shorter than the journal tells; {lost} pages that it lost are fetched again"
                ));
            }
        }
        Ok(())
    }

    /// Writes lines and makes them lasting.
    pub fn append(&mut self, lines: &[Line]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let path = self.folder.join(JOURNAL);
        let mut bytes = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut bytes, line)
                .map_err(|e| Error::File { file: path.clone(), why: e.into() })?;
            bytes.push(b'\n');
        }
        self.journal.write_all(&bytes).and_then(|()| self.journal.sync_data()).map_err(Error::file(&path))?;
        for line in lines {
            self.state.apply(line.clone()).map_err(|why| Error::Journal {
                file: path.clone(),
                line: 0,
                why,
            })?;
        }
        Ok(())
    }

    /// Keeps the records of a page, of which `main` is the one that holds it, and says where they are. They count only once a
    /// line of the journal names the place.
    pub fn keep(&mut self, records: &[Record], main: usize, at: Timestamp) -> Result<Place> {
        self.warc(at)?;
        let folder = self.folder.clone();
        let Some(warc) = &mut self.warc else {
            return Err(Error::File { file: folder, why: io::Error::other("no WARC file is open") });
        };
        let failed = Error::file(&warc.path);
        let (mut bytes, mut offset, mut length) = (Vec::new(), 0, 0);
        for (n, record) in records.iter().enumerate() {
            let packed = record.packed().map_err(&failed)?;
            if n == main {
                (offset, length) = (warc.end + bytes.len() as u64, packed.len() as u64);
            }
            bytes.extend(packed);
        }
        warc.file.write_all(&bytes).and_then(|()| warc.file.sync_data()).map_err(&failed)?;
        warc.end += bytes.len() as u64;
        Ok(Place { file: warc.name.clone(), offset, length, end: warc.end })
    }

    /// Opens the WARC file of the day, or begins one.
    fn warc(&mut self, at: Timestamp) -> Result<()> {
        let day = at.to_zoned(TimeZone::UTC).strftime("crosswire-%Y%m%d-").to_string();
        if self.warc.as_ref().is_some_and(|warc| warc.name.starts_with(&day) && warc.end < FULL) {
            return Ok(());
        }
        let mut of_day = self.state.files.iter().filter(|(name, _)| name.starts_with(&day));
        let length = |name: &str| std::fs::metadata(self.folder.join(name)).map_or(0, |m| m.len());
        let last = of_day.next_back().map(|(name, end)| (name.clone(), *end));
        let name = match &last {
            // One that lost its end is left as it is.
            Some((name, end)) if *end < FULL && length(name) == *end => name.clone(),
            _ => {
                let number =
                    last.as_ref().and_then(|(name, _)| name.get(day.len()..day.len() + 5)?.parse().ok());
                let mut number: u32 = number.unwrap_or(0);
                // A file of that name that the journal does not know is somebody else's.
                loop {
                    number += 1;
                    let name = format!("{day}{number:05}.warc.gz");
                    if !self.folder.join(&name).exists() {
                        break name;
                    }
                }
            }
        };
        if !self.state.files.contains_key(&name) {
            self.append(&[Line::File { name: name.clone() }])?;
        }
        let path = self.folder.join(&name);
        let failed = Error::file(&path);
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(&failed)?;
        let mut end = file.metadata().map_err(&failed)?.len();
        if end == 0 {
            let info = Record {
                kind: "warcinfo",
                target: None,
                at,
                content_type: "application/warc-fields",
                fields: vec![("WARC-Filename", name.clone())],
                block: self.info.clone().into_bytes(),
                payload: 0,
            };
            let packed = info.packed().map_err(&failed)?;
            file.write_all(&packed).and_then(|()| file.sync_all()).map_err(&failed)?;
            end = packed.len() as u64;
        }
        sync_folder(&self.folder)?;
        self.warc = Some(Warc { name, path, file, end });
        Ok(())
    }
}

/// Reads the journal; gives also where its last whole line ends.
fn replay(file: &mut File, path: &Path) -> Result<(State, u64)> {
    let mut state = State::default();
    let mut reader = BufReader::new(file);
    let (mut good, mut number, mut bytes) = (0, 0, Vec::new());
    loop {
        bytes.clear();
        let length = reader.read_until(b'\n', &mut bytes).map_err(Error::file(path))? as u64;
        number += 1;
        if length == 0 {
            return Ok((state, good));
        }
        let whole = bytes.last() == Some(&b'\n');
        let wrong = |why: String| Error::Journal { file: path.to_owned(), line: number, why };
        match serde_json::from_slice::<Line>(&bytes) {
            Ok(line) if whole => {
                if !state.begun && !matches!(line, Line::Journal { .. }) {
                    return Err(wrong("it is no journal of crosswire".to_owned()));
                }
                state.apply(line).map_err(wrong)?;
                good += length;
            }
            // A line that stands last and is torn was being written when the process ended.
            _ if ends(&mut reader).map_err(Error::file(path))? && (state.begun || is_begun(&bytes)) => {
                return Ok((state, good));
            }
            Ok(_) => return Err(wrong("it ends in the middle".to_owned())),
            Err(error) => return Err(wrong(error.to_string())),
        }
    }
}

/// Whether bytes are what a process left that was ended while it wrote the first line.
fn is_begun(bytes: &[u8]) -> bool {
    let first = serde_json::to_vec(&Line::Journal { schema: SCHEMA.to_owned() });
    first.is_ok_and(|first| first.starts_with(bytes) || bytes.iter().all(|byte| *byte == 0))
}

/// Whether nothing follows but zeros, which a disk may leave after a loss of power.
fn ends(reader: &mut impl Read) -> io::Result<bool> {
    let mut rest = Vec::new();
    reader.take(1 << 20).read_to_end(&mut rest)?;
    Ok(rest.iter().all(|byte| *byte == 0))
}

/// Makes the names in a folder lasting, where the system has a way to.
fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::file(folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        "2031-03-05T09:00:00Z".parse().unwrap()
    }

    fn page(journal: &mut Journal, address: &str, body: &str) {
        let record = Record {
            kind: "resource",
            target: Some(address),
            at: at(),
            content_type: "text/html",
            fields: Vec::new(),
            block: body.as_bytes().to_vec(),
            payload: 0,
        };
        let place = journal.keep(&[record], 0, at()).unwrap();
        let line = Line::Page(Asked {
            at: at(),
            address: address.to_owned(),
            outcome: Outcome::New,
            status: Some(200),
            location: None,
            etag: None,
            last_modified: None,
            sha256: None,
            place: Some(place),
            why: None,
        });
        journal.append(&[line]).unwrap();
    }

    #[test]
    fn it_remembers_and_locks() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), "software: test\r\n").unwrap();
        assert!(matches!(Journal::open(folder.path(), ""), Err(Error::Busy(_))));
        page(&mut journal, "https://a.example/1", "one");
        drop(journal);
        let mut journal = Journal::open(folder.path(), "software: test\r\n").unwrap();
        assert_eq!(journal.state.pages.len(), 1);
        page(&mut journal, "https://a.example/2", "two");
        assert_eq!(journal.state.files.len(), 1);
        let places: Vec<&Place> =
            journal.state.pages.values().filter_map(|k| k.kept.as_ref()?.place.as_ref()).collect();
        assert!(places[0].end <= places[1].offset);
    }

    #[test]
    fn what_is_torn_is_cut_and_what_is_others_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), "").unwrap();
        page(&mut journal, "https://a.example/1", "one");
        drop(journal);
        let warc = folder.path().join("crosswire-20310305-00001.warc.gz");
        let length = std::fs::metadata(&warc).unwrap().len();
        let append = |path: &Path, bytes: &[u8]| {
            OpenOptions::new().append(true).create(true).open(path).unwrap().write_all(bytes).unwrap();
        };
        let others = folder.path().join("crosswire-20310305-00002.warc.gz");
        append(&others, b"somebody else's");
        for torn in [
            "{\"what\":\"page\",\"at",
            "{\"what\":\"page\"}\n",
            "\0\0\0\0",
            "{\"what\":\"file\",\"name\":\"x",
        ] {
            append(&warc, b"half a record");
            append(&folder.path().join(JOURNAL), torn.as_bytes());
            let journal = Journal::open(folder.path(), "").unwrap();
            assert_eq!((journal.state.pages.len(), journal.words.len()), (1, 1), "{torn:?}");
            assert_eq!(std::fs::metadata(&warc).unwrap().len(), length);
        }
        assert_eq!(std::fs::read(&others).unwrap(), b"somebody else's");
        // A line in the middle was not torn by the end of a process.
        append(
            &folder.path().join(JOURNAL),
            b"nonsense\n{\"what\":\"file\",\"name\":\"crosswire-1.warc.gz\"}\n",
        );
        assert!(matches!(Journal::open(folder.path(), ""), Err(Error::Journal { line: 4, .. })));
    }

    #[test]
    fn a_file_that_lost_its_end_is_left_and_its_pages_are_fetched_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), "").unwrap();
        page(&mut journal, "https://a.example/1", "one");
        page(&mut journal, "https://a.example/2", "two");
        let end =
            journal.state.pages["https://a.example/1"].kept.as_ref().unwrap().place.as_ref().unwrap().end;
        drop(journal);
        let warc = folder.path().join("crosswire-20310305-00001.warc.gz");
        OpenOptions::new().write(true).open(&warc).unwrap().set_len(end + 3).unwrap();
        let mut journal = Journal::open(folder.path(), "").unwrap();
        let pending = |j: &Journal| j.state.pages.values().filter(|k| k.pending).count();
        assert_eq!((pending(&journal), journal.words.len()), (1, 1));
        page(&mut journal, "https://a.example/2", "two");
        drop(journal);
        let journal = Journal::open(folder.path(), "").unwrap();
        assert_eq!(pending(&journal), 0, "{:?}", journal.words);
        assert_eq!(journal.state.files.len(), 2);
    }

    #[test]
    fn another_file_is_no_journal() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "{\"what\":\"seen\"}\n{}\n",
            "hello\n",
            "{\"what\":\"journal\",\"schema\":\"crosswire.collected/9\"}\n",
        ] {
            std::fs::write(folder.path().join(JOURNAL), text).unwrap();
            assert!(matches!(Journal::open(folder.path(), ""), Err(Error::Journal { .. })), "{text}");
            assert_eq!(std::fs::read_to_string(folder.path().join(JOURNAL)).unwrap(), text);
        }
        let named = "{\"what\":\"journal\",\"schema\":\"crosswire.collected/1\"}\n{\"what\":\"file\",\"name\":\"../x\"}\n";
        std::fs::write(folder.path().join(JOURNAL), named).unwrap();
        assert!(Journal::open(folder.path(), "").is_err());
    }
}
