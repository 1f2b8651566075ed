//! What is read: paths, and records as JSON Lines, by the readers of the command.

use crate::failure::{Failure, Told, told};
use crate::job::{self, Wanted};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_json::LineDelimitedWriter;
use arrow_schema::ArrowError;
use crosswire::{Warned, Warning};
use crosswire_sources::{Input, Options, Reader, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};
use std::io::Cursor;
use std::path::PathBuf;

/// The inputs: files and folders, and lines under the name that standard input has.
pub(crate) fn inputs(paths: Vec<PathBuf>, lines: &[u8]) -> Vec<Input> {
    let lines = (!lines.is_empty()).then(|| {
        let lines = Cursor::new(lines.to_vec());
        Input::Lines("-".to_owned(), Box::new(lines))
    });
    paths.into_iter().map(Input::Path).chain(lines).collect()
}

/// Does a job over inputs, in threads of its own, and tells Python what was wrong with them.
pub(crate) fn over<T: Send + 'static>(
    py: Python,
    (paths, lines): (Vec<PathBuf>, &[u8]),
    threads: Option<usize>,
    work: impl FnOnce(Vec<Input>, &Wanted) -> Result<(T, Vec<Warning>), Failure> + Send + 'static,
) -> PyResult<(T, Vec<Told>)> {
    let inputs = inputs(paths, lines);
    let pool = job::threads(threads)?;
    job::run(py, &pool, move |wanted| {
        let (made, warnings) = work(inputs, wanted)?;
        Ok((made, told(warnings)))
    })
}

/// Reads all texts, some at a time, so that a file of any length takes little memory; gives what was wrong with others. It is a
/// failure that there are none.
pub(crate) fn each(
    inputs: Vec<Input>,
    wanted: &Wanted,
    mut take: impl FnMut(Vec<Text>) -> Result<(), Failure>,
) -> Result<Vec<Warning>, Failure> {
    let mut read = false;
    let warnings = any(inputs, wanted, |texts| {
        read |= !texts.is_empty();
        take(texts)
    })?;
    if read { Ok(warnings) } else { Err(Failure::nothing_read(&warnings)) }
}

/// The same where there may be none.
pub(crate) fn any(
    inputs: Vec<Input>,
    wanted: &Wanted,
    mut take: impl FnMut(Vec<Text>) -> Result<(), Failure>,
) -> Result<Vec<Warning>, Failure> {
    let mut reader = Reader::new(inputs, Options::default(), None);
    let mut warnings = Vec::new();
    while let Some(Warned { value: texts, warnings: more }) = reader.next_texts() {
        wanted.check()?;
        warnings.extend(more);
        take(texts)?;
    }
    Ok(warnings)
}

/// A row of a data frame: an article, or why it is none, whatever rows stand beside it.
pub(crate) struct Row {
    /// What the article is called; none where there is none and its row has no `id`.
    pub(crate) id: Option<String>,
    /// The article.
    pub(crate) text: Option<Text>,
    /// What is wrong with it.
    pub(crate) warnings: Vec<Warning>,
}

impl Row {
    /// Reads the line of one row as a stream of its own.
    pub(crate) fn read(line: &[u8]) -> Self {
        let mut reader = Reader::new(inputs(Vec::new(), line), Options::default(), None);
        let mut row = Row { id: None, text: None, warnings: Vec::new() };
        while let Some(Warned { value: texts, warnings }) = reader.next_texts() {
            row.text = row.text.or(texts.into_iter().next());
            row.warnings.extend(warnings);
        }
        // Which line of which stream it is says nothing here.
        for warning in &mut row.warnings {
            if let Some(reason) = warning.reason.strip_prefix("line 1: ") {
                warning.reason = reason.to_owned();
            }
        }
        row.id = match &row.text {
            Some(text) => Some(text.name().to_owned()),
            None => serde_json::from_slice::<serde_json::Value>(line).ok().and_then(|row| {
                let id = row.get("id")?;
                id.as_str().map(str::to_owned).or_else(|| id.as_number().map(ToString::to_string))
            }),
        };
        row
    }
}

/// The lines of a data frame's rows, one a row.
pub(crate) fn rows(lines: &[u8]) -> Vec<&[u8]> {
    lines.split_inclusive(|byte| *byte == b'\n').collect()
}

/// The rows of an Arrow stream as JSON Lines; what a row leaves empty its line leaves out.
#[pyfunction]
pub(crate) fn lines<'py>(stream: &Bound<'py, PyCapsule>) -> PyResult<Bound<'py, PyBytes>> {
    let pointer = stream.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // The capsule's name says what it points to; what is taken out of it the capsule no longer releases.
    #[expect(unsafe_code, reason = "the C interface is a pointer, whose type the capsule's name vouches for")]
    let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr()) };
    let written = || -> Result<Vec<u8>, ArrowError> {
        let mut out = LineDelimitedWriter::new(Vec::new());
        for batch in reader? {
            out.write(&batch?)?;
        }
        out.finish()?;
        Ok(out.into_inner())
    };
    let hint = "leave out the columns that hold no text, such as lists";
    let lines =
        written().map_err(|e| Failure::new(None, format!("cannot read the table: {e}"), Some(hint)))?;
    Ok(PyBytes::new(stream.py(), &lines))
}
