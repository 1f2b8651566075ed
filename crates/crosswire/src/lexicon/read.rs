//! The one reader of data files: rows with the section and the line in which they stand, and errors that name the line.

use rustc_hash::FxHashSet;
use std::ops::Deref;

/// A data file, compiled in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// The file of this name in `data/`.
macro_rules! file {
    ($name:literal) => {
        $crate::lexicon::File {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $name)),
        }
    };
}
pub(crate) use file;

/// A line that is neither blank nor a comment nor the head of a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Counted from one.
    pub(crate) line: usize,
    /// The name of its section; empty before the first.
    pub(crate) section: &'static str,
    pub(crate) text: &'static str,
}

/// A line that says nothing its file may say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/{file}:{line}: {what}")]
pub(crate) struct DataError {
    pub(crate) file: &'static str,
    pub(crate) line: usize,
    pub(crate) what: String,
}

/// What a file says, an entry a row. A row that cannot be read is left out and told in `errors`; a test holds that the
/// files that come with the program have none.
#[derive(Debug)]
pub(crate) struct Table<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) errors: Vec<DataError>,
}

impl<T> Deref for Table<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl File {
    /// Its rows.
    pub(crate) fn rows(self) -> impl Iterator<Item = Row> {
        let mut section = "";
        self.text.lines().enumerate().filter_map(move |(n, line)| {
            let text = line.trim();
            if text.is_empty() || text.starts_with('#') {
                return None;
            }
            if let Some(name) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
                section = name;
                return None;
            }
            Some(Row { line: n + 1, section, text })
        })
    }

    /// Its rows as `read` takes them.
    pub(crate) fn table<T>(self, read: impl Fn(&Row) -> Result<T, String>) -> Table<T> {
        let mut table = Table { rows: Vec::new(), errors: Vec::new() };
        for row in self.rows() {
            match read(&row) {
                Ok(value) => table.rows.push(value),
                Err(what) => table.errors.push(DataError { file: self.name, line: row.line, what }),
            }
        }
        table
    }
}

impl Row {
    /// "KEY: REST"; nothing may stand after the colon.
    pub(crate) fn keyed(&self) -> Result<(&'static str, &'static str), String> {
        let (key, rest) = self.text.split_once(':').ok_or("`key: word, word` is wanted here")?;
        if key.trim().is_empty() {
            Err("no key before the colon".into())
        } else {
            Ok((key.trim(), rest.trim()))
        }
    }

    /// The words and phrases of the row, in lower case.
    pub(crate) fn words(&self) -> Result<Vec<&'static str>, String> {
        words(self.text)
    }

    /// The fields of a row that a command writes, between blanks.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split_whitespace()
    }
}

/// Words and phrases in lower case between commas.
pub(crate) fn words(text: &'static str) -> Result<Vec<&'static str>, String> {
    let words = forms(text, ',')?;
    match words.iter().find(|w| w.contains(char::is_uppercase) || w.contains([':', '|', ';', '[', ']'])) {
        Some(word) => Err(format!("`{word}` is no word in lower case; words are parted by commas")),
        None => Ok(words),
    }
}

/// Forms as written, between `mark`: none empty, none twice.
pub(crate) fn forms(text: &'static str, mark: char) -> Result<Vec<&'static str>, String> {
    let forms: Vec<&str> = text.split(mark).map(str::trim).collect();
    let mut seen = FxHashSet::default();
    for form in &forms {
        if form.is_empty() {
            return Err(format!("nothing stands before or after a `{mark}`"));
        }
        if !seen.insert(*form) {
            return Err(format!("`{form}` stands twice"));
        }
    }
    Ok(forms)
}
