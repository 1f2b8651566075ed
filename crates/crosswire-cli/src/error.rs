//! What is said when nothing could be done: what went wrong, where, what to try.

use crosswire::explain::PlaceError;
use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("no article could be read from the {inputs} path(s) given")]
    NothingRead { inputs: usize },
    #[error("cannot write {}: {}", .0.display(), .1)]
    Write(PathBuf, io::Error),
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    #[error("{} is a folder", .0.display())]
    OutputIsFolder(PathBuf),
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    #[error("cannot start the threads: {0}")]
    Threads(String),
    #[error("cannot listen for Ctrl-C: {0}")]
    Signals(String),
    #[error("cannot write {name}: {why}")]
    Export { name: &'static str, why: String },
    #[error("cannot use the frames of {}: {reason}", file.display())]
    Frames { file: PathBuf, reason: String },
    #[error("{count} places are given, and no more than two can be compared")]
    Places { count: usize },
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Model(#[from] crosswire_lang::ModelError),
}

impl Error {
    /// The next thing to try.
    pub(crate) fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NothingRead { .. } => {
                let endings = crosswire_sources::endings();
                format!("give {endings} files with articles, or a folder that holds some")
            }
            Error::Write(..) => "see that the folder can be written to and the disk is not full".into(),
            Error::OutputIsFolder(path) => {
                format!("name a file in it: -o {}", path.join("story.html").display())
            }
            Error::NoFolder(path) => format!("make it first: mkdir -p {}", path.display()),
            Error::Threads(_) => "a smaller number: --threads 1".into(),
            Error::Frames { .. } => {
                "a frame is `frame NAME`, then lines such as `does: verb, verb` or `undergoes: verb`".into()
            }
            Error::Places { .. } => "--at once for a place, twice for a pair".into(),
            Error::Place(PlaceError::ManyArticles { .. }) => "more of its path: --at FOLDER/FILE:LINE".into(),
            Error::Place(_) => {
                "a line of an article or words that it has: --at FILE:LINE, --at \"ran aground\"".into()
            }
            Error::Model(_) => "install crosswire again".into(),
            Error::Stdout(_) | Error::Signals(_) | Error::Export { .. } => return None,
        })
    }
}
