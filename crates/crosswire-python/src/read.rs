//! The articles of files as a table, so that archives, pages and exports can be worked on as a data frame.

use crate::articles::{each, over};
use crate::failure::Told;
use crate::table::{Filling, Table};
use crosswire_report::{Cell, Type};
use crosswire_sources::Text;
use pyo3::prelude::*;
use std::path::PathBuf;

/// The columns, which are the fields of a record.
pub(crate) const COLUMNS: [(&str, Type); 8] = [
    ("id", Type::Text),
    ("url", Type::Text),
    ("title", Type::Text),
    ("outlet", Type::Text),
    ("author", Type::Text),
    ("published", Type::Day),
    ("as_of", Type::Text),
    ("text", Type::Text),
];

/// Reads all articles into a table.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, threads))]
pub(crate) fn read(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    threads: Option<usize>,
) -> PyResult<(Table, Vec<Told>)> {
    over(py, (paths, lines), threads, |inputs, wanted| {
        let mut filling = Filling::with("articles", &COLUMNS);
        let warnings = each(inputs, wanted, |texts| {
            texts.into_iter().for_each(|text| filling.push(row(text)));
            Ok(())
        })?;
        Ok((filling.finish()?, warnings))
    })
}

/// An article as a row. What a file's head lines say stands in its columns, and not in the text.
pub(crate) fn row(text: Text) -> [Cell; 8] {
    let words = |words: Option<String>| words.map_or(Cell::Empty, Cell::Text);
    let id = text.name().to_owned();
    let document = text.document;
    let body = document.text.get(document.body..).unwrap_or(&document.text).to_owned();
    [
        Cell::Text(id),
        words(document.url),
        words(document.title),
        words(document.outlet),
        words(document.author),
        words(document.published.map(|(day, _)| day.to_string())),
        words(document.as_of.map(|moment| moment.to_string())),
        Cell::Text(body),
    ]
}
