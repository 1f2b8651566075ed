//! What each stage made of a place: for whoever mends a rule, and for an editor who asks why.

use crate::args::{Explain, Telling};
use crate::error::Error;
use crate::progress::Progress;
use crate::{brief, form, input, output, visible};
use clap::ValueEnum;
use crosswire::explain::Explanation;
use crosswire::{Brief, Model, Warned, Warning};
use std::io::{self, Write};

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Explain) -> Result<bool, Error> {
    if args.at.len() > 2 {
        return Err(Error::Places { count: args.at.len() });
    }
    input::refuse_addresses(&args.paths)?;
    if let Some(file) = &args.output {
        output::check(file)?;
    }
    let telling = form::asked(Telling::value_variants(), args.format, args.output.as_deref())?;
    let pool = input::threads(args.run.threads)?;
    let progress = Progress::new(args.run.quiet);
    let mut warnings = Vec::new();
    let explained = pool.install(|| explain(args, &progress, &mut warnings));
    progress.end();
    if !args.run.quiet {
        input::tell(&warnings);
    }
    let explained = explained?;
    let telling = telling.unwrap_or(Telling::Text);
    let written = output::report(args.output.as_deref(), |out| write(&explained, telling, out))?;
    if let (Some(bytes), Some(file), false) = (written, &args.output, args.run.quiet) {
        output::wrote(file, 1, bytes);
    }
    Ok(warnings.iter().any(|w| w.skipped))
}

fn explain(args: &Explain, progress: &Progress, warnings: &mut Vec<Warning>) -> Result<Explanation, Error> {
    let frames = brief::frames(args.frames.as_deref())?;
    let model = Model::builtin()?;
    let decided = args.decisions.as_deref();
    let decisions = input::decisions(decided)?;
    warnings.extend(decisions.warnings);
    let read =
        input::articles(&args.paths, args.outlet.as_ref(), args.published, decided.as_slice(), progress);
    let Warned { value: documents, warnings: more } = read;
    warnings.extend(more);
    if documents.is_empty() {
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    progress.work(documents.len());
    let and = args.at.get(1).map(String::as_str);
    let story = Brief::builder().frames(frames).documents(documents).decisions(decisions.value);
    let Warned { value, warnings: more } = story.explain(&model, &args.at[0], and)?;
    warnings.extend(more);
    Ok(value)
}

/// The explanation in the form that is asked for. What the articles hold cannot drive a terminal.
fn write(explanation: &Explanation, telling: Telling, out: &mut dyn Write) -> io::Result<()> {
    match telling {
        Telling::Text => {
            explanation.to_string().lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
        }
        Telling::Json => {
            serde_json::to_writer_pretty(&mut *out, explanation)?;
            writeln!(out)
        }
    }
}
