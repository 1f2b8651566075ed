//! A row for each row of a data frame, so that an engine may part the frame as it likes: what is found in an article, or what is
//! wrong with it.

use crate::articles::{Row, any, inputs, rows};
use crate::failure::Failure;
use crate::job;
use crate::read;
use crate::statements::{empty, of_one};
use crate::table::{Columns, Filling, Table, lists};
use arrow_array::builder::{ArrayBuilder, Int64Builder, LargeBinaryBuilder};
use arrow_array::{ArrayRef, LargeStringArray};
use crosswire::Warning;
use crosswire_report::{Cell, Type};
use crosswire_stories::{Sketch, bands};
use pyo3::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;

/// The articles of files, and a row for each file or record that could not be read.
#[pyfunction]
#[pyo3(signature = (paths, *, threads))]
pub(crate) fn documents(py: Python, paths: Vec<PathBuf>, threads: Option<usize>) -> PyResult<Table> {
    let pool = job::threads(threads)?;
    job::run(py, &pool, move |wanted| {
        let (mut rows, mut by_path) = (Vec::new(), BTreeMap::<String, usize>::new());
        let told = any(inputs(paths, &[]), wanted, |texts| {
            for text in texts {
                by_path.insert(text.document.path.clone(), rows.len());
                let id = Some(text.name().to_owned());
                rows.push(Row { id, text: Some(text), warnings: Vec::new() });
            }
            Ok(())
        })?;
        for warning in told {
            let at = *by_path.entry(warning.path.clone()).or_insert_with(|| {
                rows.push(Row { id: Some(warning.path.clone()), text: None, warnings: Vec::new() });
                rows.len() - 1
            });
            rows[at].warnings.push(warning);
        }
        let warnings = warnings(&rows)?;
        let mut filling = Filling::with("articles", &read::COLUMNS);
        for Row { id, text, .. } in rows {
            match text {
                Some(text) => filling.push(read::row(text)),
                None => filling
                    .push(iter::once(id.map_or(Cell::Empty, Cell::Text)).chain(iter::repeat(Cell::Empty))),
            }
        }
        let mut columns = filling.columns();
        columns.push(("warnings", warnings));
        Table::of("articles", columns)
    })
}

/// The statements and figures of each row's article, in one reading of it.
#[pyfunction]
#[pyo3(signature = (lines, *, threads))]
pub(crate) fn extract(py: Python, lines: &[u8], threads: Option<usize>) -> PyResult<Table> {
    const NOUNS: [&str; 2] = ["statements", "figures"];
    let of_text = |row: &mut Row| {
        let Some(text) = row.text.take() else { return Ok(Default::default()) };
        let (cells, warnings) = of_one(text, NOUNS)?;
        row.warnings.extend(warnings);
        Ok(cells)
    };
    each_row(py, "articles", lines, threads, of_text, |found| {
        let column = |n: usize| {
            let mut filling = empty(NOUNS[n])?;
            let counts: Vec<usize> = found.iter().map(|cells| cells[n].len()).collect();
            found.iter_mut().for_each(|cells| {
                std::mem::take(&mut cells[n]).into_iter().for_each(|row| filling.push(row));
            });
            Ok((NOUNS[n], filling.finish()?.lists(&counts)?))
        };
        (0..NOUNS.len()).map(column).collect()
    })
}

/// The annotation of each row's article, as `crosswire annotate` writes it.
#[pyfunction]
#[pyo3(signature = (lines, *, threads))]
pub(crate) fn annotations(py: Python, lines: &[u8], threads: Option<usize>) -> PyResult<Table> {
    let of_text = |row: &mut Row| row.text.as_ref().map(crate::annotate::as_json).transpose();
    each_row(py, "annotations", lines, threads, of_text, |found| {
        let column = LargeStringArray::from_iter(std::mem::take(found));
        Ok(vec![("annotation", Arc::new(column) as ArrayRef)])
    })
}

/// The sketch of each row's article, by which near-duplicates are found, and the keys of its bands.
#[pyfunction]
#[pyo3(signature = (lines, *, threads))]
pub(crate) fn sketches(py: Python, lines: &[u8], threads: Option<usize>) -> PyResult<Table> {
    let of_text = |row: &mut Row| Ok(row.text.as_ref().map_or_else(Sketch::default, crate::copies::sketch));
    each_row(py, "sketches", lines, threads, of_text, |found| {
        let (mut sketches, mut keys, mut counts) =
            (LargeBinaryBuilder::new(), Int64Builder::new(), Vec::new());
        for sketch in found.iter() {
            sketches.append_option((!sketch.is_empty()).then(|| sketch.to_bytes()));
            // Data frames have no unsigned numbers; a key is a hash, of which the bits count.
            let before = keys.len();
            bands(sketch).for_each(|key| keys.append_value(key.cast_signed()));
            counts.push(keys.len() - before);
        }
        let keys = lists(Arc::new(keys.finish()), &counts).map_err(|e| Failure::new(None, e, None))?;
        Ok(vec![("sketch", Arc::new(sketches.finish()) as ArrayRef), ("bands", keys)])
    })
}

/// Reads each row by itself. Before the columns of what was found stands the name of the article, behind them what was wrong with it.
fn each_row<T: Send + 'static>(
    py: Python,
    name: &'static str,
    lines: &[u8],
    threads: Option<usize>,
    find: impl Fn(&mut Row) -> Result<T, Failure> + Send + Sync + 'static,
    columns: impl Fn(&mut Vec<T>) -> Result<Columns, Failure> + Send + 'static,
) -> PyResult<Table> {
    let lines = lines.to_vec();
    let pool = job::threads(threads)?;
    job::run(py, &pool, move |wanted| {
        let one = |line: &[u8]| {
            wanted.check()?;
            let mut row = Row::read(line);
            let found = find(&mut row)?;
            Ok((row, found))
        };
        let read: Vec<(Row, T)> = rows(&lines).into_par_iter().map(one).collect::<Result<_, Failure>>()?;
        let (rows, mut found): (Vec<Row>, Vec<T>) = read.into_iter().unzip();
        let ids = LargeStringArray::from_iter(rows.iter().map(|row| row.id.as_deref()));
        let mut all: Columns = vec![("id", Arc::new(ids))];
        all.extend(columns(&mut found)?);
        all.push(("warnings", warnings(&rows)?));
        Table::of(name, all)
    })
}

/// What was wrong with each row, and whether the article was left out for it.
fn warnings(rows: &[Row]) -> Result<ArrayRef, Failure> {
    let mut filling = Filling::with("warnings", &[("reason", Type::Text), ("skipped", Type::Flag)]);
    let cells = |warning: &Warning| [Cell::Text(warning.reason.clone()), Cell::Flag(warning.skipped)];
    rows.iter().flat_map(|row| &row.warnings).for_each(|warning| filling.push(cells(warning)));
    filling.finish()?.lists(&rows.iter().map(|row| row.warnings.len()).collect::<Vec<_>>())
}
