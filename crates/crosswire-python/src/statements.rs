//! The statements and the figures of each article by itself: who says what and how many in a stream, whatever it tells of.

use crate::articles::{each, over};
use crate::failure::{Failure, Told};
use crate::job;
use crate::table::{Filling, Table};
use crosswire::{Brief, Warned, Warning};
use crosswire_report::{Cell, View, table};
use crosswire_sources::Text;
use pyo3::prelude::*;
use rayon::prelude::*;
use std::path::PathBuf;

/// The statements of each article, as the ledger of that article alone has them. The first column, `id`, is what the stream
/// calls the article.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, threads))]
pub(crate) fn statements(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    threads: Option<usize>,
) -> PyResult<(Table, Vec<Told>)> {
    of_each(py, "statements", (paths, lines), threads)
}

/// The figures of each article, likewise.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, threads))]
pub(crate) fn figures(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    threads: Option<usize>,
) -> PyResult<(Table, Vec<Told>)> {
    of_each(py, "figures", (paths, lines), threads)
}

fn of_each(
    py: Python,
    noun: &'static str,
    given: (Vec<PathBuf>, &[u8]),
    threads: Option<usize>,
) -> PyResult<(Table, Vec<Told>)> {
    over(py, given, threads, move |inputs, wanted| {
        job::model()?;
        let mut filling = empty(noun)?;
        let mut of_texts = Vec::new();
        let mut warnings = each(inputs, wanted, |texts| {
            let read: Vec<([Cells; 1], Vec<Warning>)> =
                texts.into_par_iter().map(|text| of_one(text, [noun])).collect::<Result<_, _>>()?;
            for ([rows], more) in read {
                rows.into_iter().for_each(|row| filling.push(row));
                of_texts.extend(more);
            }
            Ok(())
        })?;
        warnings.append(&mut of_texts);
        Ok((filling.finish()?, warnings))
    })
}

/// The cells of some rows.
pub(crate) type Cells = Vec<Vec<Cell>>;

/// A table of this noun without rows, led by the name of the article.
pub(crate) fn empty(noun: &str) -> Result<Filling, Failure> {
    Ok(Filling::of(noun)?.led_by("id"))
}

/// The rows of one article for each noun, and what could not be done.
pub(crate) fn of_one<const N: usize>(
    text: Text,
    nouns: [&str; N],
) -> Result<([Cells; N], Vec<Warning>), Failure> {
    let name = text.name().to_owned();
    let Warned { value: brief, warnings } = Brief::builder().document(text.document).build(job::model()?);
    let view = View::new(&brief.ledger, &brief.texts, None);
    let rows = |noun| {
        table(&view, noun).map_or_else(Vec::new, |table| {
            table.rows().map(|row| [Cell::from(name.as_str())].into_iter().chain(row).collect()).collect()
        })
    };
    Ok((nouns.map(rows), warnings))
}
