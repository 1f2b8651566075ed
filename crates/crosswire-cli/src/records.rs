//! Records in a file, each under the name of what it is of: written behind one another, and outlasting a kill at any moment.
//!
//! A head line, then a record after another: its length, a checksum, the record. What an interrupted run left half-written at the
//! end is cut off.

use crate::error::Error;
use crosswire_stories::Key;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// No record has so many bytes; a length above is damage.
const MOST: u32 = 1 << 28;

#[derive(Serialize, Deserialize)]
struct Record<T> {
    key: Key,
    value: T,
}

/// A file of records.
pub(crate) struct Records<T> {
    path: PathBuf,
    file: BufWriter<File>,
    /// Where the next one goes.
    end: u64,
    /// Whether the file was read, so that the next write has to find its place.
    moved: bool,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Records<T> {
    /// Opens a file that no other process has open. `head` is its first line, which says who wrote it; `each` is told of what an earlier
    /// run left in it.
    pub(crate) fn open(path: &Path, head: &str, each: impl FnMut(Key, T, u64)) -> Result<Self, Error> {
        let failed = |e| Error::State(path.to_owned(), e);
        let file =
            File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        file.try_lock().map_err(|e| match e {
            std::fs::TryLockError::WouldBlock => Error::StateTaken(path.to_owned()),
            std::fs::TryLockError::Error(e) => failed(e),
        })?;
        Self::read(path, file, head, each).map_err(failed)?.ok_or_else(|| Error::StateOther(path.to_owned()))
    }

    /// A file that is gone when the job is.
    pub(crate) fn temporary(head: &str) -> Result<Self, Error> {
        let folder = std::env::temp_dir();
        let file = tempfile::tempfile().map_err(|e| Error::State(folder.clone(), e))?;
        Self::read(&folder, file, head, |_, _, _| ())
            .map_err(|e| Error::State(folder.clone(), e))?
            .ok_or(Error::StateOther(folder))
    }

    /// Reads what a file holds; nothing where it is not ours.
    fn read(
        path: &Path,
        mut file: File,
        head: &str,
        mut each: impl FnMut(Key, T, u64),
    ) -> std::io::Result<Option<Self>> {
        let mut reader = BufReader::with_capacity(1 << 20, &file);
        let mut begins = Vec::new();
        reader.by_ref().take(head.len() as u64).read_to_end(&mut begins)?;
        let mut end = head.len() as u64;
        // A run may have ended within the head line.
        if !head.as_bytes().starts_with(&begins) {
            return Ok(None);
        }
        if begins.len() == head.len() {
            while let Some((record, bytes)) = next::<T>(&mut reader)? {
                each(record.key, record.value, end);
                end += bytes;
            }
            file.set_len(end)?;
        } else {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(head.as_bytes())?;
        }
        file.seek(SeekFrom::Start(end))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        Ok(Some(Records { path: path.to_owned(), file, end, moved: false, of: PhantomData }))
    }

    /// Adds a record and gives back where it stands.
    pub(crate) fn add(&mut self, key: Key, value: &T) -> Result<u64, Error> {
        let failed = |e| Error::State(self.path.clone(), e);
        let record = Record { key, value };
        let bytes = postcard::to_stdvec(&record).map_err(|e| failed(std::io::Error::other(e)))?;
        if std::mem::take(&mut self.moved) {
            self.file.seek(SeekFrom::Start(self.end)).map_err(failed)?;
        }
        let place = self.end;
        for part in [&(bytes.len() as u32).to_le_bytes()[..], &crc32fast::hash(&bytes).to_le_bytes(), &bytes]
        {
            self.file.write_all(part).map_err(failed)?;
            self.end += part.len() as u64;
        }
        Ok(place)
    }

    /// What is kept so far outlasts the program.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.file.flush().map_err(|e| Error::State(self.path.clone(), e))
    }

    /// The records that stand at these places, in the order of the places.
    pub(crate) fn at(&mut self, mut places: Vec<u64>) -> Result<Vec<T>, Error> {
        self.flush()?;
        self.moved = true;
        let mut reader = BufReader::with_capacity(1 << 16, self.file.get_ref());
        let mut read = || {
            places.sort_unstable();
            places.dedup();
            let mut all = Vec::with_capacity(places.len());
            let mut at = None;
            for &place in &places {
                // What follows at once is in the buffer.
                if at != Some(place) {
                    reader.seek(SeekFrom::Start(place))?;
                }
                let (record, bytes) = next::<T>(&mut reader)?.ok_or(ErrorKind::UnexpectedEof)?;
                at = Some(place + bytes);
                all.push(record.value);
            }
            Ok(all)
        };
        read().map_err(|e| Error::State(self.path.clone(), e))
    }
}

/// The next record and how many bytes it has; nothing at the end, or where the rest is damaged.
fn next<T: DeserializeOwned>(reader: &mut impl Read) -> std::io::Result<Option<(Record<T>, u64)>> {
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
    let mut bytes = Vec::new();
    reader.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() != length as usize || crc32fast::hash(&bytes) != checksum {
        return Ok(None);
    }
    Ok(postcard::from_bytes(&bytes).ok().map(|record| (record, 8 + u64::from(length))))
}
