//! A stream of articles into stories, as `crosswire stories` groups it.

use crate::articles::{each, over};
use crate::failure::{Failure, Told};
use crate::job;
use crosswire_sources::Text;
use crosswire_stories::{Features, Grouping, Key, Window, key};
use pyo3::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Groups articles into stories; gives the lines that the command writes.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, window, least, threads))]
pub(crate) fn stories(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    window: Option<u32>,
    least: usize,
    threads: Option<usize>,
) -> PyResult<(Vec<String>, Vec<Told>)> {
    let window = window.map_or_else(Window::default, |days| Window { days });
    over(py, (paths, lines), threads, move |inputs, wanted| {
        let model = job::model()?;
        let (mut features, mut seen) = (Vec::new(), BTreeSet::<Key>::new());
        let warnings = each(inputs, wanted, |mut texts| {
            texts.retain(|text| seen.insert(key(&text.document)));
            let read = |text: &Text| Features::new(model, &text.document, text.name().to_owned());
            features.par_extend(texts.par_iter().map(read));
            Ok(())
        })?;
        let stories = Grouping::all(features, window);
        let line = |story| serde_json::to_string(story).map_err(|e| Failure::new(None, e, None));
        let lines: Result<Vec<String>, Failure> =
            stories.iter().filter(|story| story.articles.len() >= least).map(line).collect();
        Ok((lines?, warnings))
    })
}
