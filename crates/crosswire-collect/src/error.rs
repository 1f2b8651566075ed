//! What ends a collection, and what to try then. What is wrong with one address ends nothing: it is a word of the report.

use std::path::{Path, PathBuf};

/// What a call gives where it may fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Why nothing can be collected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another crosswire collects into the same folder.
    #[error("another crosswire collects into {}", .0.display())]
    Busy(PathBuf),
    /// A file or the folder cannot be read or written.
    #[error("cannot use {}: {why}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The journal holds something that this program did not write.
    #[error("{}:{line}: {why}", file.display())]
    Journal {
        /// The journal.
        file: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl Error {
    /// What to try next.
    pub fn hint(&self) -> String {
        match self {
            Error::Busy(_) => "wait for it to end, or name another folder with --into".to_owned(),
            Error::File { why, .. } if why.kind() == std::io::ErrorKind::StorageFull => {
                "make room on the disk and start again; what was kept before is safe".to_owned()
            }
            Error::File { .. } => {
                "see that the folder can be written to and the disk is not full; what was kept before is safe"
                    .to_owned()
            }
            Error::Journal { .. } => {
                "begin in a new folder; the WARC files of this one stay as they are and can be read"
                    .to_owned()
            }
        }
    }

    pub(crate) fn file(file: &Path) -> impl Fn(std::io::Error) -> Error + use<> {
        let file = file.to_owned();
        move |why| Error::File { file: file.clone(), why }
    }
}
