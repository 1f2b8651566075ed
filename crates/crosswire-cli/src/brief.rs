//! The main job: read, brief, write.

use crate::args::Brief;
use crate::error::Error;
use crate::judge::Judge;
use crate::progress::Progress;
use crate::{form, input, many, output};
use crosswire::{Document, Frames, Memory, Warned};
use crosswire_report::{EXPORTS, Export, INCIDENTS, View, tables, write_csv};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Brief) -> Result<bool, Error> {
    input::refuse_addresses(&args.paths)?;
    if let (Some(stories), Some(folder)) = (&args.stories, &args.output) {
        return many::run(args, stories, folder);
    }
    let target = target(args)?;
    let pool = input::threads(args.threads)?;
    let Warned { value: brief, warnings } = pool.install(|| brief(args))?;
    if !args.quiet {
        input::tell(&warnings);
    }
    pool.install(|| write(args, &target, &brief))?;
    Ok(warnings.iter().any(|w| w.skipped))
}

/// What is written, and where.
enum Target<'a> {
    /// A report, to a file or to standard output.
    Report(&'static Export, Option<&'a Path>),
    /// The tables, to a folder.
    Tables(&'a Path),
}

/// The forms that can be asked for.
fn forms(args: &Brief) -> &'static [&'static Export] {
    if args.incidents { INCIDENTS } else { EXPORTS }
}

/// What the arguments ask for; what is wrong with it is told before the long work.
fn target(args: &Brief) -> Result<Target<'_>, Error> {
    if let Some(file) = &args.page {
        output::check(file)?;
    }
    let forms = forms(args);
    let named =
        args.format.map(|f| Export::of_name(forms, f.name).ok_or(Error::NoIncidents { form: f.name }));
    let named = named.transpose()?;
    let file = args.output.as_deref();
    if let (Some(folder), Some("csv"), false) = (file, named.map(|f| f.name), args.incidents)
        && is_for_tables(folder)
    {
        output::check_folder(folder, &table_files())?;
        unused(args, "csv")?;
        return Ok(Target::Tables(folder));
    }
    if let Some(file) = file {
        output::check(file)?;
    }
    let terminal = file.is_none() && std::io::stdout().is_terminal();
    let unasked = if terminal {
        "terminal"
    } else if args.incidents {
        "csv"
    } else {
        "json"
    };
    let form = form::asked(forms, named, file)?.or(Export::of_name(forms, unasked)).unwrap_or(Export::JSON);
    if form.name == "xlsx" && terminal {
        return Err(Error::Workbook);
    }
    unused(args, form.name)?;
    Ok(Target::Report(if args.texts { Export::JSON_WITH_TEXTS } else { form }, file))
}

/// Whether tables go to this path: a folder, or what may become one.
fn is_for_tables(path: &Path) -> bool {
    output::is_folder(path) || (path.extension().is_none() && !output::is_device(path))
}

/// Says of an option that it would do nothing.
fn unused(args: &Brief, form: &'static str) -> Result<(), Error> {
    if args.texts && form != "json" {
        return Err(Error::TextsUnused { form });
    }
    if args.profile.is_some() && form == "json" && args.page.is_none() && !args.incidents {
        return Err(Error::ProfileUnused);
    }
    Ok(())
}

/// Writes all that is asked for, and says what was written.
fn write(args: &Brief, target: &Target, brief: &crosswire::Brief) -> Result<(), Error> {
    let made = (&brief.ledger, &brief.texts);
    let report = |export: &Export, file: Option<&Path>| -> Result<(), Error> {
        let written = output::report(file, |out| {
            export.write(made, args.profile, output::style(args.color, args.output.as_deref()), out)
        })?;
        if let (Some(bytes), Some(file), false) = (written, file, args.quiet) {
            output::wrote(file, 1, bytes);
        }
        Ok(())
    };
    if let Some(file) = &args.page {
        report(Export::HTML, Some(file))?;
    }
    match target {
        Target::Report(export, file) => {
            report(export, *file)?;
            if file.is_none() && args.format.is_none() && !args.quiet && !std::io::stdout().is_terminal() {
                tell_form(export, forms(args));
            }
        }
        Target::Tables(folder) => {
            let view = View::new(&brief.ledger, &brief.texts, args.profile);
            let tables = tables(&view);
            let files = tables
                .iter()
                .map(|table| (file_of(table.name()), |out: &mut dyn Write| write_csv(table.as_ref(), out)));
            let bytes = output::folder_of(folder, files.collect())?;
            if !args.quiet {
                output::wrote(folder, tables.len(), bytes);
            }
        }
    }
    Ok(())
}

/// Says which form a pipe was given, since nobody asked for it.
fn tell_form(export: &Export, forms: &[&Export]) {
    let others: Vec<&str> = forms.iter().map(|e| e.name).filter(|name| *name != export.name).collect();
    let (name, others) = (export.name, others.join(", "));
    let _ = writeln!(
        std::io::stderr().lock(),
        "wrote {name}, as standard output is no terminal; --format {name} says that it is meant, others are {others}"
    );
}

/// The names of the files that the tables have.
fn table_files() -> Vec<String> {
    crosswire_report::table_names().into_iter().map(file_of).collect()
}

fn file_of(table: &str) -> String {
    format!("{table}.csv")
}

/// The files that the job writes.
fn written(args: &Brief) -> impl Iterator<Item = &PathBuf> {
    args.output.iter().chain(&args.page)
}
/// Reads the articles and makes their ledger.
fn brief(args: &Brief) -> Result<Warned<crosswire::Brief>, Error> {
    let frames = frames(args.frames.as_deref())?;
    let decided: Vec<&Path> = args.decisions.iter().chain(&args.judgements).map(PathBuf::as_path).collect();
    let mut decisions = input::decisions(args.decisions.as_deref())?;
    let judge = Judge::of(args)?;
    let mut judged =
        input::decisions(args.judgements.as_deref().filter(|file| judge.is_none() || file.exists()))?;
    let progress = Progress::new(args.quiet);
    let read = input::articles(&args.paths, args.outlet.as_ref(), args.published, &decided, &progress);
    let Warned { value: documents, mut warnings } = without_reports(read, args);
    if documents.is_empty() {
        progress.end();
        if !args.quiet {
            input::tell(&warnings);
        }
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    progress.work(documents.len());
    let model = crosswire::Model::builtin()?;
    // Articles are read once, though they are asked for twice.
    let memory = judge.is_some().then(Memory::default);
    // Not in the ledger, which is the same when the answers are read from their file.
    let mut told = Vec::new();
    if let (Some(judge), Some(memory)) = (judge, &memory) {
        // What people decided is not asked about; what was answered before is.
        let doubts = crosswire::Brief::builder()
            .frames(frames.clone())
            .documents(documents.iter().cloned())
            .decisions(decisions.value.iter().cloned())
            .memory(memory.clone())
            .doubts(&model);
        let answers;
        (answers, told) = judge.ask(&doubts, &judged.value, &progress)?;
        judged.value.extend(answers);
    }
    decisions.value.append(&mut judged.value);
    decisions.warnings.append(&mut judged.warnings);
    let mut story = crosswire::Brief::builder()
        .frames(frames)
        .hide_private(args.hide_private)
        .documents(documents)
        .told(&warnings)
        .decisions(decisions.value);
    if let Some(memory) = memory {
        story = story.memory(memory);
    }
    let mut brief = story.build(&model);
    warnings.append(&mut brief.warnings);
    warnings.append(&mut decisions.warnings);
    warnings.append(&mut told);
    warnings.append(&mut input::lost(&brief.value.ledger.decisions));
    brief.value.ledger.generator.frames = args.frames.as_ref().map(|file| file.display().to_string());
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
