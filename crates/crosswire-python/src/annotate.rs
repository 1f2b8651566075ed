//! The language layer alone: texts in, words, tags, syntax and names out, some texts at a time.

use crate::articles::inputs;
use crate::failure::{Failure, Told, told};
use crate::job;
use crosswire::Warned;
use crosswire_lang::write::{conllu, json};
use crosswire_sources::{Options, Reader, Text};
use pyo3::prelude::*;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Annotations, some at a time.
#[pyclass(frozen, module = "crosswire._native")]
pub(crate) struct Annotations {
    pool: ThreadPool,
    reader: Arc<Mutex<Reader>>,
    conllu: bool,
}

#[pymethods]
impl Annotations {
    fn __iter__(slf: PyRef<Self>) -> PyRef<Self> {
        slf
    }

    /// The next ones, perhaps none, and what was wrong with others.
    fn __next__(&self, py: Python) -> PyResult<Option<(Vec<String>, Vec<Told>)>> {
        let (reader, conllu) = (self.reader.clone(), self.conllu);
        job::run(py, &self.pool, move |_| {
            let next = reader.lock().unwrap_or_else(PoisonError::into_inner).next_texts();
            let Some(Warned { value: texts, warnings }) = next else { return Ok(None) };
            let written: Result<Vec<String>, Failure> =
                texts.par_iter().map(|text| annotated(text, conllu)).collect();
            Ok(Some((written?, told(warnings))))
        })
    }
}

/// One text, annotated and written down.
fn annotated(text: &Text, as_conllu: bool) -> Result<String, Failure> {
    if !as_conllu {
        return as_json(text);
    }
    let body = text.document.text.get(text.document.body..).unwrap_or_default();
    Ok(conllu::write(text.name(), body, &job::model()?.annotate(body)))
}

/// One text, annotated and written as JSON.
pub(crate) fn as_json(text: &Text) -> Result<String, Failure> {
    let (before, body) = text.document.text.split_at(text.document.body);
    let document = job::model()?.annotate(body);
    let value = json::Annotation::new(text.name(), body, before.chars().count(), &document);
    serde_json::to_string(&value).map_err(|e| Failure::new(Some(text.name()), e, None))
}

/// Annotates the texts of articles, as JSON or CoNLL-U.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, conllu, threads))]
pub(crate) fn annotate(
    paths: Vec<PathBuf>,
    lines: &[u8],
    conllu: bool,
    threads: Option<usize>,
) -> PyResult<Annotations> {
    let reader = Reader::new(inputs(paths, lines), Options::default(), None);
    Ok(Annotations { pool: job::threads(threads)?, reader: Arc::new(Mutex::new(reader)), conllu })
}
