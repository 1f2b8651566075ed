//! A story's ledger: made by the pipeline, shown by the report.

use crate::articles::inputs;
use crate::failure::{Failure, Told, told};
use crate::job;
use crate::table::{Filling, Table};
use crosswire::{Brief, Date, Frames, Warned};
use crosswire_report::{EXPORTS, Export, Profile, Style, View, card, table, table_names, tables};
use crosswire_sources::Options;
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Who says what in the articles of one story, on whose word, and what is in dispute.
///
/// Each kind of row is a table: `claims`, `statements`, `sources`, `figures`, `disputes` … `tables()` lists them all, and the
/// table `codebook` says what their columns mean.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Ledger {
    brief: Arc<Brief>,
}

impl Ledger {
    fn view<'a>(&'a self, profile: Option<&'static Profile>) -> View<'a> {
        View::new(&self.brief.ledger, &self.brief.texts, profile)
    }

    /// Writes it in a form, beside Python.
    fn written(
        &self,
        py: Python,
        form: &'static Export,
        profile: Option<&'static Profile>,
    ) -> Result<Vec<u8>, Failure> {
        py.detach(|| {
            let mut out = Vec::new();
            form.write((&self.brief.ledger, &self.brief.texts), profile, Style::PLAIN, &mut out)
                .map_err(|e| Failure::new(None, format!("cannot write {}: {e}", form.name), None))?;
            Ok(out)
        })
    }

    fn text(&self, py: Python, form: &'static Export) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.written(py, form, None)?).into_owned())
    }
}

/// The names of all tables.
fn nouns() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&str>> = OnceLock::new();
    NAMES.get_or_init(table_names)
}

#[pymethods]
impl Ledger {
    /// The headline.
    #[getter]
    fn title(&self) -> String {
        self.view(None).title()
    }

    /// The tables by name.
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let made = py.detach(|| {
            let view = self.view(None);
            let filled = |table: &Box<_>| filled(&**table);
            tables(&view).iter().map(filled).collect::<Result<Vec<Table>, Failure>>()
        });
        let by_name = PyDict::new(py);
        for table in made? {
            by_name.set_item(table.name(), table)?;
        }
        Ok(by_name)
    }

    fn __getattr__(&self, py: Python, name: &str) -> PyResult<Table> {
        let Some(noun) = nouns().iter().find(|noun| **noun == name) else {
            return Err(PyAttributeError::new_err(format!("a ledger has no {name}")));
        };
        let made = py.detach(|| {
            let view = self.view(None);
            if let Some(table) = table(&view, noun) {
                return filled(table.as_ref());
            }
            // The codebook tells of all the others.
            let all = tables(&view);
            all.iter().find(|table| table.name() == *noun).map_or_else(
                || Err(Failure::new(None, format!("a ledger has no {noun}"), None)),
                |table| filled(table.as_ref()),
            )
        });
        Ok(made?)
    }

    fn __dir__(slf: &Bound<Self>) -> PyResult<Vec<String>> {
        let own: Vec<String> = slf.py().get_type::<Self>().dir()?.extract()?;
        Ok(own.into_iter().chain(nouns().iter().map(|noun| (*noun).to_owned())).collect())
    }

    /// The JSON, byte for byte as `crosswire brief --format json` writes it; with the words of every passage and the texts of
    /// the articles where `texts` says so.
    #[pyo3(signature = (*, texts = false))]
    fn to_json(&self, py: Python, texts: bool) -> PyResult<String> {
        Ok(self.text(py, if texts { Export::JSON_WITH_TEXTS } else { Export::JSON })?)
    }

    /// The JSON as dicts and lists.
    #[pyo3(signature = (*, texts = false))]
    fn to_dict<'py>(&self, py: Python<'py>, texts: bool) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json(py, texts)?,))
    }

    /// Writes a page that opens every sentence. It needs nothing else, and no network.
    #[pyo3(signature = (file, *, profile = None))]
    fn page(&self, py: Python, file: PathBuf, profile: Option<&str>) -> PyResult<()> {
        write(py, file, &self.written(py, Export::HTML, named(profile)?)?)
    }

    /// Writes a file in the form that its ending names: `.json`, `.html`, `.md`, `.csv`, `.xlsx`.
    #[pyo3(signature = (file, *, profile = None))]
    fn write(&self, py: Python, file: PathBuf, profile: Option<&str>) -> PyResult<()> {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let Some(form) = Export::of_ending(ending) else {
            let known: Vec<String> =
                EXPORTS.iter().flat_map(|form| form.endings).map(|ending| format!(".{ending}")).collect();
            let hint = format!("one of {}", known.join(", "));
            let path = file.display().to_string();
            return Err(Failure::new(Some(&path), "has the ending of no form", Some(&hint)).into());
        };
        write(py, file, &self.written(py, form, named(profile)?)?)
    }

    fn _repr_html_(&self, py: Python) -> String {
        py.detach(|| card(&self.view(None)))
    }

    fn __repr__(&self) -> String {
        let ledger = &self.brief.ledger;
        let (articles, claims, disputes) =
            (ledger.articles.len(), ledger.claims.len(), ledger.disputes.len());
        let title = self.title();
        format!("<crosswire.Ledger {title:?}: {articles} articles, {claims} claims, {disputes} disputes>")
    }

    /// What `crosswire brief` shows in a terminal.
    fn __str__(&self, py: Python) -> PyResult<String> {
        Ok(self.text(py, Export::TERMINAL)?)
    }
}

/// A table with all its rows.
fn filled(table: &dyn crosswire_report::Table) -> Result<Table, Failure> {
    let mut filling = Filling::new(table.name(), table.columns());
    table.rows().for_each(|row| filling.push(row));
    filling.finish()
}

/// The monitor's rule of this name.
fn named(profile: Option<&str>) -> Result<Option<&'static Profile>, Failure> {
    let find = |name: &str| {
        let known: Vec<&str> = Profile::ALL.iter().map(|profile| profile.name).collect();
        let hint = format!("one of {}", known.join(", "));
        let unknown = || Failure::new(None, format!("there is no profile {name:?}"), Some(&hint));
        Profile::named(name).ok_or_else(unknown)
    };
    profile.map(find).transpose()
}

/// Writes a file as Python does, so that what goes wrong is an `OSError` that names it.
fn write(py: Python, file: PathBuf, bytes: &[u8]) -> PyResult<()> {
    py.import("pathlib")?.getattr("Path")?.call1((file,))?.call_method1("write_bytes", (bytes,))?;
    Ok(())
}

/// Reads the articles of one story and makes their ledger.
#[pyfunction]
#[pyo3(signature = (paths, lines, *, outlet, published, decisions, frames, hide_private, threads))]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
pub(crate) fn brief(
    py: Python,
    paths: Vec<PathBuf>,
    lines: &[u8],
    outlet: Option<String>,
    published: Option<&str>,
    decisions: Option<PathBuf>,
    frames: Option<PathBuf>,
    hide_private: bool,
    threads: Option<usize>,
) -> PyResult<(Ledger, Vec<Told>)> {
    let inputs = inputs(paths, lines);
    let published = published.map(day).transpose()?;
    let pool = job::threads(threads)?;
    let job = move |wanted: &job::Wanted| {
        let read = frames.as_deref().map_or_else(|| Ok(Frames::builtin()), with_frames)?;
        let no_decisions = || Ok(Warned { value: Vec::new(), warnings: Vec::new() });
        let mut decided = decisions.as_deref().map_or_else(no_decisions, decided)?;
        let options =
            Options { outlet, published, passed_over: decisions.into_iter().collect(), ..Options::default() };
        let Warned { value: documents, mut warnings } = crosswire_sources::read(inputs, &options, &|_| ());
        if documents.is_empty() {
            return Err(Failure::nothing_read(&warnings));
        }
        wanted.check()?;
        let story = Brief::builder()
            .frames(read)
            .hide_private(hide_private)
            .documents(documents)
            .told(&warnings)
            .decisions(decided.value);
        let mut made = story.build(job::model()?);
        made.value.ledger.generator.frames = frames.map(|file| file.display().to_string());
        warnings.append(&mut made.warnings);
        warnings.append(&mut decided.warnings);
        Ok((Ledger { brief: Arc::new(made.value) }, told(warnings)))
    };
    job::run(py, &pool, job)
}

fn day(written: &str) -> Result<Date, Failure> {
    let wrong = |_| Failure::new(None, format!("{written:?} is no day"), Some("published=\"2031-03-04\""));
    written.parse().map_err(wrong)
}

fn with_frames(file: &Path) -> Result<Frames, Failure> {
    let hint = "a frame is `frame NAME`, then lines such as `does: verb, verb` or `undergoes: verb`";
    let failed = |why: String| {
        Failure::new(Some(&file.display().to_string()), format!("cannot use the frames: {why}"), Some(hint))
    };
    let text = std::fs::read_to_string(file).map_err(|e| failed(e.to_string()))?;
    let mut frames = Frames::builtin();
    frames.add(&text).map_err(|e| failed(e.to_string()))?;
    Ok(frames)
}

fn decided(file: &Path) -> Result<Warned<Vec<crosswire_model::Decision>>, Failure> {
    let hint = "name a file of JSON Lines, one decision a line: docs/decisions.md";
    crosswire_sources::decisions(file).map_err(|e| {
        Failure::new(Some(&file.display().to_string()), format!("cannot read the decisions: {e}"), Some(hint))
    })
}
