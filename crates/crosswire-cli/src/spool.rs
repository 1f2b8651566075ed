//! What was read of a stream, kept in a file: so that articles may come in any order, take no memory while they wait, and are not
//! read again after a stop.
//!
//! A head line, then the features of an article after those of another: their length, a checksum, the features. What an interrupted run
//! left half-written at the end is cut off.

use crate::error::Error;
use crosswire_stories::{Features, Key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Features of another version of the program are not those of this one.
const HEAD: &str = concat!("crosswire stories 1 ", env!("CARGO_PKG_VERSION"), "\n");
/// No features have so many bytes; a length above is damage.
const MOST: u32 = 1 << 22;

#[derive(Serialize, Deserialize)]
struct Record {
    key: Key,
    features: Features,
}

/// Features in a file.
pub(crate) struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
    /// Where the next ones go.
    end: u64,
    /// Where the features of an article are, and its day.
    places: BTreeMap<Key, Place>,
    /// Those asked for in this run, in the order in which they came.
    asked: Vec<Place>,
}

/// Where the features of an article are.
#[derive(Clone, Copy)]
struct Place {
    day: Option<jiff::civil::Date>,
    offset: u64,
}

impl Spool {
    /// Opens a file, with what an earlier run left in it.
    pub(crate) fn open(path: &Path) -> Result<Spool, Error> {
        let failed = |e| Error::State(path.to_owned(), e);
        let file =
            File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        file.try_lock().map_err(|e| match e {
            std::fs::TryLockError::WouldBlock => Error::StateTaken(path.to_owned()),
            std::fs::TryLockError::Error(e) => failed(e),
        })?;
        Spool::read(path, file).map_err(failed)?.ok_or_else(|| Error::StateOther(path.to_owned()))
    }

    /// A file that is gone when the job is.
    pub(crate) fn temporary() -> Result<Spool, Error> {
        let folder = std::env::temp_dir();
        let file = tempfile::tempfile().map_err(|e| Error::State(folder.clone(), e))?;
        Spool::read(&folder, file)
            .map_err(|e| Error::State(folder.clone(), e))?
            .ok_or(Error::StateOther(folder))
    }

    /// Reads what a file holds; nothing where it is not ours.
    fn read(path: &Path, mut file: File) -> std::io::Result<Option<Spool>> {
        let mut reader = BufReader::with_capacity(1 << 20, &file);
        let mut head = Vec::new();
        reader.by_ref().take(HEAD.len() as u64).read_to_end(&mut head)?;
        let mut places = BTreeMap::new();
        let mut end = HEAD.len() as u64;
        // A run may have ended within the head line.
        if !HEAD.as_bytes().starts_with(&head) {
            return Ok(None);
        }
        if head.len() == HEAD.len() {
            while let Some((record, bytes)) = next(&mut reader)? {
                places.insert(record.key, Place { day: record.features.day, offset: end });
                end += bytes;
            }
            file.set_len(end)?;
        } else {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(HEAD.as_bytes())?;
        }
        file.seek(SeekFrom::Start(end))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        Ok(Some(Spool { path: path.to_owned(), file, end, places, asked: Vec::new() }))
    }

    /// Whether an article's features are there.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.places.contains_key(key)
    }

    /// How many articles of this run there are.
    pub(crate) fn asked(&self) -> usize {
        self.asked.len()
    }

    /// The article is one of this run; its features are there.
    pub(crate) fn ask(&mut self, key: &Key) {
        self.asked.extend(self.places.get(key));
    }

    /// Keeps features.
    pub(crate) fn add(&mut self, key: Key, features: Features) -> Result<(), Error> {
        let failed = |e| Error::State(self.path.clone(), e);
        let record = Record { key, features };
        let bytes = postcard::to_stdvec(&record).map_err(|e| failed(std::io::Error::other(e)))?;
        let place = Place { day: record.features.day, offset: self.end };
        for part in [&(bytes.len() as u32).to_le_bytes()[..], &crc32fast::hash(&bytes).to_le_bytes(), &bytes]
        {
            self.file.write_all(part).map_err(failed)?;
            self.end += part.len() as u64;
        }
        self.places.insert(key, place);
        Ok(())
    }

    /// What is kept so far outlasts the program.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.file.flush().map_err(|e| Error::State(self.path.clone(), e))
    }

    /// The features of this run's articles, a day's after another's, those without a day first.
    pub(crate) fn days(mut self) -> Result<impl Iterator<Item = Result<Vec<Features>, Error>>, Error> {
        self.flush()?;
        let path = self.path;
        let failed = move |e| Error::State(path.clone(), e);
        let file = self.file.into_inner().map_err(|e| failed(e.into_error()))?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut days: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for place in self.asked {
            days.entry(place.day).or_default().push(place.offset);
        }
        let mut features = move |mut offsets: Vec<u64>| {
            offsets.sort_unstable();
            offsets.dedup();
            let mut all = Vec::with_capacity(offsets.len());
            let mut at = None;
            for offset in offsets {
                // What follows at once is in the buffer.
                if at != Some(offset) {
                    reader.seek(SeekFrom::Start(offset))?;
                }
                let (record, bytes) = next(&mut reader)?.ok_or(ErrorKind::UnexpectedEof)?;
                at = Some(offset + bytes);
                all.push(record.features);
            }
            Ok(all)
        };
        Ok(days.into_values().map(move |offsets| features(offsets).map_err(&failed)))
    }
}

/// The next record and how many bytes it has; nothing at the end, or where the rest is damaged.
fn next(reader: &mut impl Read) -> std::io::Result<Option<(Record, u64)>> {
    let mut head = [0; 8];
    match reader.read_exact(&mut head) {
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [a, b, c, d, rest @ ..] = head;
    let (length, checksum) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes(rest));
    if length > MOST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(length as usize);
    reader.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() != length as usize || crc32fast::hash(&bytes) != checksum {
        return Ok(None);
    }
    Ok(postcard::from_bytes(&bytes).ok().map(|record| (record, 8 + u64::from(length))))
}
