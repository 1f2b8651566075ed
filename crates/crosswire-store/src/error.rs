//! What can go wrong with a store, and what to try then.

use crate::decisions::Kept;

/// What a call gives where it may fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong. [`Error::hint`] says what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Someone decided on the story after the caller had looked.
    #[error("{} decision(s) were added to story {story} since revision {seen}; nothing was kept", since.len())]
    Conflict {
        /// The story.
        story: String,
        /// The revision that the caller had seen.
        seen: u64,
        /// The revision that the story has now.
        revision: u64,
        /// What was decided since, oldest first.
        since: Vec<Kept>,
    },
    /// A name that must be unique is in use.
    #[error("there is another {what} called `{name}`; nothing was kept")]
    Taken {
        /// What it would have named.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// There is nothing of that name.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// What was given cannot be kept.
    #[error("{what}: {why}; nothing was kept")]
    Invalid {
        /// What was given.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The database does not answer, or another program holds it.
    #[error("{place} is not available: {why}{}", if *unsure { "; whether the last change was kept is not known" } else { "" })]
    Unavailable {
        /// Where the store is.
        place: String,
        /// What the database said.
        why: String,
        /// True if the connection broke while a change was being made lasting: it may have been kept.
        unsure: bool,
    },
    /// There is no room for more.
    #[error("{place} is full: {why}; nothing was kept")]
    Full {
        /// Where the store is.
        place: String,
        /// What the database said.
        why: String,
    },
    /// A newer crosswire wrote the store or the backup.
    #[error(
        "{place} was written by a newer crosswire: its schema is {found}, and this program knows {known}"
    )]
    Newer {
        /// Where the store is.
        place: String,
        /// The schema found.
        found: String,
        /// The newest schema known.
        known: u32,
    },
    /// It is a database, or a file, of something else.
    #[error("{place} is no store of crosswire: {why}")]
    Foreign {
        /// Where it is.
        place: String,
        /// What shows it.
        why: String,
    },
    /// What was read is not what was written.
    #[error("{what} is damaged: {why}")]
    Broken {
        /// What was read.
        what: String,
        /// What shows it.
        why: String,
    },
    /// A backup would have been mixed with what is there.
    #[error("{place} is not empty; nothing was restored")]
    NotEmpty {
        /// Where the store is.
        place: String,
    },
    /// A file cannot be read or written.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else that the database refused.
    #[error("{place}: {why}")]
    Database {
        /// Where the store is.
        place: String,
        /// What the database said.
        why: String,
        /// What to try.
        hint: Option<&'static str>,
    },
}

impl Error {
    /// True if someone else decided in between: show the caller [`Error::Conflict`]'s decisions and let them choose.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Error::Conflict { .. })
    }

    /// True if the same call may work later: the database went away, or another program holds it.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Error::Unavailable { .. })
    }

    /// True if there is no room; a call works again once there is.
    pub fn is_full(&self) -> bool {
        match self {
            Error::Full { .. } => true,
            Error::File { source, .. } => {
                matches!(source.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            }
            _ => false,
        }
    }

    /// True if there is nothing of the name that was asked for.
    pub fn not_found(&self) -> bool {
        matches!(self, Error::NotFound { .. })
    }

    /// True if a name was in use already.
    pub fn is_taken(&self) -> bool {
        matches!(self, Error::Taken { .. })
    }

    /// True if what was given cannot be kept, whatever the state of the store.
    pub fn is_invalid(&self) -> bool {
        matches!(self, Error::Invalid { .. })
    }

    /// True if what was read is not what was written.
    pub fn is_broken(&self) -> bool {
        matches!(self, Error::Broken { .. })
    }

    /// What to try next, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::Conflict { .. } => Some(
                "look at those decisions; then send yours again with the revision that the story has now",
            ),
            Error::Taken { .. } => Some("choose another name"),
            Error::NotFound { .. } | Error::Invalid { .. } => None,
            Error::Unavailable { unsure: true, .. } => {
                Some("look whether the change is there before you make it again")
            }
            Error::Unavailable { .. } => {
                Some("see that the database runs and that no other program holds it; then try again")
            }
            Error::Full { .. } => Some("make room on the disk, then try again; what was kept before is safe"),
            Error::Newer { .. } => Some("use the newer crosswire"),
            Error::Foreign { .. } => Some("name another file or database; this one was left as it is"),
            Error::Broken { .. } => Some("restore the last backup into an empty store"),
            Error::NotEmpty { .. } => Some("restore into a new file or a new database"),
            Error::File { .. } => {
                Some("see that the file or its folder is there, and that you may read and write it")
            }
            Error::Database { hint, .. } => *hint,
        }
    }

    pub(crate) fn invalid(what: &'static str, why: impl Into<String>) -> Error {
        Error::Invalid { what, why: why.into() }
    }

    pub(crate) fn missing(what: &'static str, name: impl ToString) -> Error {
        Error::NotFound { what, name: name.to_string() }
    }

    pub(crate) fn broken(what: impl Into<String>, why: impl ToString) -> Error {
        Error::Broken { what: what.into(), why: why.to_string() }
    }

    pub(crate) fn file(file: &std::path::Path, source: impl Into<std::io::Error>) -> Error {
        Error::File { file: file.display().to_string(), source: source.into() }
    }
}
