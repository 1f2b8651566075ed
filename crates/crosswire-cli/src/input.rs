//! What a job is given: inputs, threads, and warnings of what could not be read.

use crate::args::Running;
use crate::error::Error;
use crate::output;
use crate::progress::Progress;
use crate::visible;
use crosswire::{Document, Warned, Warning};
use crosswire_model::{Decided, Decision, State};
use crosswire_report::words;
use crosswire_sources::{Input, Options};
use jiff::civil::Date;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The inputs that these paths name; `-` is standard input.
pub(crate) fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    let input = |p: &PathBuf| if p == Path::new("-") { Input::stdin() } else { Input::Path(p.clone()) };
    paths.iter().map(input).collect()
}

/// Says of a web address that it is none of a file, before a file of that name is looked for.
pub(crate) fn refuse_addresses(paths: &[PathBuf]) -> Result<(), Error> {
    let address = |path: &&PathBuf| {
        let path = path.to_string_lossy();
        path.starts_with("https://") || path.starts_with("http://")
    };
    match paths.iter().find(address) {
        Some(path) => Err(Error::Address { address: path.display().to_string() }),
        None => Ok(()),
    }
}

/// Reads the articles of a story, with what the user says of all of them.
pub(crate) fn articles(
    paths: &[PathBuf],
    outlet: Option<&String>,
    published: Option<Date>,
    decisions: &[&Path],
    progress: &Progress,
) -> Warned<Vec<Document>> {
    // They often lie among the articles.
    let passed_over = decisions.iter().map(|file| file.to_path_buf()).collect();
    let options = Options { outlet: outlet.cloned(), published, passed_over, ..Options::default() };
    crosswire_sources::read(inputs(paths), &options, &|p| progress.read(p.done, p.files))
}

/// Reads what people decided, where a file is named.
pub(crate) fn decisions(file: Option<&Path>) -> Result<Warned<Vec<Decision>>, Error> {
    let none = || Warned { value: Vec::new(), warnings: Vec::new() };
    let read = |file: &Path| {
        crosswire_sources::decisions(file).map_err(|why| Error::Decisions { file: file.to_owned(), why })
    };
    file.map_or_else(|| Ok(none()), read)
}

/// Names what people decided and the articles no longer show.
pub(crate) fn lost(decided: &[Decided]) -> Vec<Warning> {
    let lost = |d: &&Decided| matches!(d.state, State::Partly | State::Lost);
    let told = |d: &Decided| {
        let what = if d.state == State::Lost {
            "nothing that it is about is found"
        } else {
            "not all is found that it is about"
        };
        let words = d.lost.first().map_or_else(String::new, |words| format!(": “{words}”"));
        let reason =
            format!("{} decided {}, and {what}{words}", d.decision.by, words::ruling(&d.decision.ruling));
        Warning { path: format!("decision {}", d.decision.id), reason, skipped: false }
    };
    decided.iter().filter(lost).map(told).collect()
}

/// As many threads as are asked for, or one for each processor.
pub(crate) fn threads(number: Option<NonZeroUsize>) -> Result<rayon::ThreadPool, Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(number.map_or(0, usize::from))
        .build()
        .map_err(|e| Error::Threads(e.to_string()))
}

/// Names on standard error what could not be read.
pub(crate) fn tell(warnings: &[Warning]) {
    warnings.iter().for_each(|w| tell_of(&w.path, &w.reason, w.skipped));
}

/// Says on standard error what is wrong with something, and whether it was left out for that.
pub(crate) fn tell_of(place: &str, what: &str, skipped: bool) {
    let kind = if skipped { "skipped" } else { "warning" };
    let _ = writeln!(std::io::stderr().lock(), "{kind}: {}: {}", visible(place), visible(what));
}

/// Runs a job that reads texts and writes lines, which give back how many bytes a file has; says what was wrong and what was
/// written, and gives back whether files were skipped.
pub(crate) fn streamed(
    paths: &[PathBuf],
    output: Option<&Path>,
    run: &Running,
    job: impl FnOnce(&Progress, &mut Vec<Warning>) -> Result<Option<u64>, Error> + Send,
) -> Result<bool, Error> {
    refuse_addresses(paths)?;
    if let Some(file) = output {
        output::check(file)?;
    }
    let pool = threads(run.threads)?;
    let progress = Progress::new(run.quiet);
    let mut warnings = Vec::new();
    let result = pool.install(|| job(&progress, &mut warnings));
    progress.end();
    if !run.quiet {
        tell(&warnings);
    }
    if let (Some(bytes), Some(file), false) = (result?, output, run.quiet) {
        output::wrote(file, 1, bytes);
    }
    Ok(warnings.iter().any(|w| w.skipped))
}
