//! What changed from version to version, and since an earlier ledger.

use crate::args::{Changes, Telling};
use crate::error::Error;
use crate::progress::Progress;
use crate::{form, input, output};
use clap::ValueEnum;
use crosswire::{Brief, Model, Warned, Warning};
use crosswire_model::Ledger;
use crosswire_report::{News, Style, View, changes, news};
use serde_json::json;
use std::path::Path;

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Changes) -> Result<bool, Error> {
    input::refuse_addresses(&args.paths)?;
    if let Some(file) = &args.output {
        output::check(file)?;
    }
    let file = args.output.as_deref();
    let telling = form::asked(Telling::value_variants(), args.format, file)?.unwrap_or(Telling::Text);
    let earlier = args.since.as_deref().map(ledger).transpose()?;
    let pool = input::threads(args.run.threads)?;
    let progress = Progress::new(args.run.quiet);
    let mut warnings = Vec::new();
    let read = pool.install(|| brief(args, &progress, &mut warnings));
    progress.end();
    if !args.run.quiet {
        input::tell(&warnings);
    }
    let brief = read?;
    let since = earlier.map(|earlier| News::between(&earlier, &brief.ledger));
    let written = output::report(file, |out| match telling {
        Telling::Text => {
            let style = output::style(args.color, file);
            let view = View::new(&brief.ledger, &brief.texts, None);
            out.write_all(changes(&view, style).as_bytes())?;
            since.as_ref().map_or(Ok(()), |since| out.write_all(told(since, style).as_bytes()))
        }
        Telling::Json => {
            let (articles, changes) = (&brief.ledger.articles, &brief.ledger.changes);
            let mut told = json!({"articles": articles, "changes": changes});
            if let Some(since) = &since {
                told["since"] = json!(since);
            }
            serde_json::to_writer_pretty(&mut *out, &told)?;
            writeln!(out)
        }
    })?;
    if let (Some(bytes), Some(file), false) = (written, file, args.run.quiet) {
        output::wrote(file, 1, bytes);
    }
    Ok(warnings.iter().any(|w| w.skipped))
}

fn told(since: &News, style: Style) -> String {
    let told = news(since, style);
    let told = if told.is_empty() { "  nothing is new\n" } else { &told };
    format!("\nSince the earlier ledger\n{told}")
}

/// Reads a ledger that was written before.
pub(crate) fn ledger(file: &Path) -> Result<Ledger, Error> {
    let failed = |why: String| Error::Ledger { file: file.to_owned(), why };
    let bytes = std::fs::read(file).map_err(|e| failed(e.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|e| failed(e.to_string()))
}

fn brief(args: &Changes, progress: &Progress, warnings: &mut Vec<Warning>) -> Result<Brief, Error> {
    // An earlier ledger often lies beside the articles.
    let passed_over: Vec<&Path> = args.since.iter().map(|file| file.as_path()).collect();
    let read = input::articles(&args.paths, None, None, &passed_over, progress);
    let Warned { value: documents, warnings: more } = read;
    warnings.extend(more);
    if documents.is_empty() {
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    progress.work(documents.len());
    let Warned { value, warnings: more } = Brief::builder().documents(documents).build(&Model::builtin()?);
    // That one article is a version of another is what was asked.
    warnings.extend(more.into_iter().filter(|warning| warning.skipped));
    Ok(value)
}
