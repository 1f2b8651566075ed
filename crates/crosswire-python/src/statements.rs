//! The statements of each article by itself: who says what in a stream, whatever it tells of.

use crate::articles::{each, inputs};
use crate::failure::{Failure, Told, told};
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
    let inputs = inputs(paths, lines);
    let pool = job::threads(threads)?;
    job::run(py, &pool, move |wanted| {
        job::model()?;
        let mut filling = Filling::of("statements")?.led_by("id");
        let mut of_texts = Vec::new();
        let mut warnings = each(inputs, wanted, |texts| {
            let read: Vec<(Vec<Vec<Cell>>, Vec<Warning>)> =
                texts.into_par_iter().map(of_one).collect::<Result<_, _>>()?;
            for (rows, more) in read {
                rows.into_iter().for_each(|row| filling.push(row));
                of_texts.extend(more);
            }
            Ok(())
        })?;
        warnings.append(&mut of_texts);
        Ok((filling.finish()?, told(warnings)))
    })
}

/// The rows of one article, and what could not be done.
fn of_one(text: Text) -> Result<(Vec<Vec<Cell>>, Vec<Warning>), Failure> {
    let name = text.name().to_owned();
    let Warned { value: brief, warnings } = Brief::builder().document(text.document).build(job::model()?);
    let view = View::new(&brief.ledger, &brief.texts, None);
    let rows = table(&view, "statements").map_or_else(Vec::new, |table| {
        table.rows().map(|row| [Cell::from(name.as_str())].into_iter().chain(row).collect()).collect()
    });
    Ok((rows, warnings))
}
