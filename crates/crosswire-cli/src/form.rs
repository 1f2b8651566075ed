//! In which form something is written: as it is asked for by name, else as the ending of the file says.

use crate::args::{Layout, Telling};
use crate::error::Error;
use crate::output;
use clap::ValueEnum;
use crosswire_report::Export;
use std::path::Path;

/// A form in which a command writes.
pub(crate) trait Form: Copy {
    /// Its name on the command line.
    fn name(self) -> String;
    /// Endings of its files, in small letters and without a dot.
    fn endings(self) -> &'static [&'static str];
}

impl Form for &'static Export {
    fn name(self) -> String {
        self.name.to_owned()
    }

    fn endings(self) -> &'static [&'static str] {
        self.endings
    }
}

impl Form for Layout {
    fn name(self) -> String {
        value_name(self)
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Layout::Conllu => &["conllu", "conll"],
            Layout::Json => &["json", "jsonl", "ndjson"],
        }
    }
}

impl Form for Telling {
    fn name(self) -> String {
        value_name(self)
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Telling::Text => &["txt"],
            Telling::Json => &["json"],
        }
    }
}

fn value_name(form: impl ValueEnum) -> String {
    form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// The form that is asked for by name or by the ending of the file; none where neither says. An error where the ending is
/// that of no form, or of another than the one that is named.
pub(crate) fn asked<F: Form>(forms: &[F], named: Option<F>, file: Option<&Path>) -> Result<Option<F>, Error> {
    let Some(file) = file.filter(|file| !output::is_device(file)) else { return Ok(named) };
    let ending = file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let ended = forms.iter().copied().find(|f| f.endings().contains(&ending.as_str()));
    match (named, ended) {
        (Some(named), Some(ended)) if !named.endings().contains(&ending.as_str()) => {
            let ending = named.endings().first().copied().unwrap_or_default();
            let better = file.with_extension(ending);
            Err(Error::AtOdds { file: file.into(), ended: ended.name(), named: named.name(), better })
        }
        (None, None) => {
            let mut known: Vec<String> = Vec::new();
            for ending in forms.iter().flat_map(|f| f.endings()).map(|e| format!(".{e}")) {
                if !known.contains(&ending) {
                    known.push(ending);
                }
            }
            Err(Error::UnknownEnding { file: file.into(), known: known.join(", ") })
        }
        (named, ended) => Ok(named.or(ended)),
    }
}
