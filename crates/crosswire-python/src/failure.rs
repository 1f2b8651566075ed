//! Errors and warnings as Python has them: `crosswire.Error`, with the file and the next thing to try.

use crosswire::Warning;
use pyo3::prelude::*;

/// Why nothing could be done.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The file or argument that it is about.
    pub(crate) path: Option<String>,
    /// What went wrong.
    pub(crate) reason: String,
    /// The next thing to try.
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(path: Option<&str>, reason: impl ToString, hint: Option<&str>) -> Self {
        Failure { path: path.map(Into::into), reason: reason.to_string(), hint: hint.map(Into::into) }
    }

    /// Nothing was read, for the reasons that the warnings give.
    pub(crate) fn nothing_read(warnings: &[Warning]) -> Self {
        let mut reason = "no article could be read".to_owned();
        let skipped: Vec<&Warning> = warnings.iter().filter(|w| w.skipped).collect();
        for warning in skipped.iter().take(NAMED) {
            reason += &format!("\n  {}: {}", warning.path, warning.reason);
        }
        if skipped.len() > NAMED {
            reason += &format!("\n  and {} more", skipped.len() - NAMED);
        }
        let path = match skipped[..] {
            [one] => Some(one.path.clone()),
            _ => None,
        };
        let hint = "give files or folders with articles, or dicts and tables with a text or html";
        Failure { path, reason, hint: Some(hint.to_owned()) }
    }
}

/// Skipped files that an error names one by one.
const NAMED: usize = 5;

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| {
            let made = py.import("crosswire._errors").and_then(|module| {
                module.getattr("Error")?.call1((failure.reason, failure.path, failure.hint))
            });
            made.map_or_else(|e| e, PyErr::from_value)
        })
    }
}

/// What Python is told of a warning: the file, the reason, and whether the file was left out.
pub(crate) type Told = (String, String, bool);

pub(crate) fn told(warnings: Vec<Warning>) -> Vec<Told> {
    warnings.into_iter().map(|w| (w.path, w.reason, w.skipped)).collect()
}
