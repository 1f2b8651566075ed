//! The main job: read, brief, write.

use crate::args::{Brief, Color};
use crate::error::Error;
use crate::progress::Progress;
use crate::{input, output};
use crosswire::{Document, Frames, Warned, Warning};
use crosswire_model::Skipped;
use crosswire_report::{Export, Style};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Brief) -> Result<bool, Error> {
    let export = export(args);
    for file in written(args) {
        output::check(file)?;
    }
    let pool = input::threads(args.threads)?;
    let Warned { value: brief, warnings } = pool.install(|| brief(args))?;
    if !args.quiet {
        input::tell(&warnings);
    }
    let made = (&brief.ledger, &brief.texts);
    let write = |export: &Export, file| {
        pool.install(|| output::report(file, |out| export.write(made, args.profile, style(args), out)))
    };
    if let Some(file) = &args.page {
        write(Export::HTML, Some(file))?;
    }
    write(export, args.output.as_deref())?;
    Ok(warnings.iter().any(|w| w.skipped))
}

/// The files that the job writes.
fn written(args: &Brief) -> impl Iterator<Item = &PathBuf> {
    args.output.iter().chain(&args.page)
}

/// Reads the articles and makes their ledger.
fn brief(args: &Brief) -> Result<Warned<crosswire::Brief>, Error> {
    let frames = frames(args.frames.as_deref())?;
    let progress = Progress::new(args.quiet);
    let read = input::articles(&args.paths, args.outlet.as_ref(), args.published, &progress);
    let Warned { value: documents, mut warnings } = without_reports(read, args);
    if documents.is_empty() {
        progress.end();
        if !args.quiet {
            input::tell(&warnings);
        }
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    progress.work(documents.len());
    let (skipped, known): (Vec<&Warning>, Vec<_>) = warnings.iter().partition(|w| w.skipped);
    let rows = |all: Vec<&Warning>| {
        all.into_iter().map(|w| Skipped { path: w.path.clone(), reason: w.reason.clone() })
    };
    let story = crosswire::Brief::builder()
        .frames(frames)
        .documents(documents)
        .skipped(rows(skipped).collect::<Vec<_>>())
        .warnings(rows(known).collect::<Vec<_>>());
    let mut brief = story.build(&crosswire::Model::builtin()?);
    warnings.append(&mut brief.warnings);
    progress.end();
    Ok(Warned { value: brief.value, warnings })
}

/// The frames that come with the program, and those of a file.
pub(crate) fn frames(file: Option<&Path>) -> Result<Frames, Error> {
    let mut frames = Frames::builtin();
    if let Some(file) = file {
        let failed = |reason: String| Error::Frames { file: file.to_owned(), reason };
        let text = std::fs::read_to_string(file).map_err(|e| failed(e.to_string()))?;
        frames.add(&text).map_err(|e| failed(e.to_string()))?;
    }
    Ok(frames)
}

/// What was read, less the reports that an earlier run wrote among the articles.
fn without_reports(read: Warned<Vec<Document>>, args: &Brief) -> Warned<Vec<Document>> {
    let reports: Vec<PathBuf> = written(args).filter_map(|file| file.canonicalize().ok()).collect();
    let is_report = |path: &str| Path::new(path).canonicalize().is_ok_and(|p| reports.contains(&p));
    Warned {
        value: read.value.into_iter().filter(|d| !is_report(&d.path)).collect(),
        warnings: read.warnings.into_iter().filter(|w| !is_report(&w.path)).collect(),
    }
}

/// The form that is asked for: by name, by the ending of the file, by whether anyone looks on.
fn export(args: &Brief) -> &'static Export {
    let by_ending = args.output.as_ref().and_then(|f| Export::of_ending(f.extension()?.to_str()?));
    let terminal = args.output.is_none() && std::io::stdout().is_terminal();
    args.format.or(by_ending).unwrap_or(if terminal { Export::TERMINAL } else { Export::JSON })
}

/// Colour and width, as the terminal and the user want them.
fn style(args: &Brief) -> Style {
    let terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
            terminal && !refused && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    };
    let width = if terminal { console::Term::stdout().size().1.into() } else { 100 };
    Style { color, width }
}
