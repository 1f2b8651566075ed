//! A value together with what went wrong while it was made.

use crosswire_model::Skipped;

/// Something that a stage could not do for one article. The stage goes on without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The file that it is about.
    pub path: String,
    /// What went wrong, and where.
    pub reason: String,
    /// Whether the file was left out because of it.
    pub skipped: bool,
}

impl From<&Warning> for Skipped {
    fn from(warning: &Warning) -> Self {
        Skipped { path: warning.path.clone(), reason: warning.reason.clone() }
    }
}

/// A value, and the warnings that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned<T> {
    /// What was made.
    pub value: T,
    /// What could not be done, in the order of path.
    pub warnings: Vec<Warning>,
}
