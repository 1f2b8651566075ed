//! Near-duplicates of a stream, by the measure and the threshold that `crosswire stories` has.

use crate::articles::{each, over};
use crate::failure::{Failure, Told};
use crate::table::{Filling, Table};
use crosswire_report::{Cell, Type};
use crosswire_sources::Text;
use crosswire_stories::{Sketch, pairs};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use rayon::prelude::*;
use std::path::PathBuf;

/// All pairs of articles that are near-duplicates, each with its similarity.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, threads))]
pub(crate) fn copies(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    threads: Option<usize>,
) -> PyResult<(Table, Vec<Told>)> {
    over(py, (paths, lines), threads, |inputs, wanted| {
        let mut sketches: Vec<(String, Sketch)> = Vec::new();
        let warnings = each(inputs, wanted, |texts| {
            let of_text = |text: &Text| (text.name().to_owned(), sketch(text));
            sketches.par_extend(texts.par_iter().map(of_text));
            Ok(())
        })?;
        let columns = [("a", Type::Text), ("b", Type::Text), ("similarity", Type::Real)];
        let mut filling = Filling::with("copies", &columns);
        for (a, b, similarity) in pairs(sketches.iter().map(|(id, sketch)| (id.as_str(), sketch))) {
            filling.push([Cell::Text(a.to_owned()), Cell::Text(b.to_owned()), Cell::from(similarity)]);
        }
        Ok((filling.finish()?, warnings))
    })
}

/// The similarity of each two sketches that stand at the same place; 0 where one is none.
#[pyfunction]
pub(crate) fn similarities(
    a: Vec<Option<PyBackedBytes>>,
    b: Vec<Option<PyBackedBytes>>,
) -> Result<Vec<f64>, Failure> {
    let sketch = |bytes: &Option<PyBackedBytes>| {
        let wrong = || Failure::new(None, "these bytes are no sketch", Some("those of the column `sketch`"));
        Sketch::from_bytes(bytes.as_deref().unwrap_or_default()).ok_or_else(wrong)
    };
    a.iter().zip(&b).map(|(a, b)| Ok(sketch(a)?.similarity(&sketch(b)?))).collect()
}

/// The sketch of an article.
pub(crate) fn sketch(text: &Text) -> Sketch {
    Sketch::new(text.document.text.get(text.document.body..).unwrap_or_default())
}
