//! The `crosswire` command: options in, the pipeline between, a report out.
//!
//! In reading order: [`args`] (what can be asked), [`brief`] (the main job), [`many`] (the same for many stories), [`judge`] (a second reader), [`annotate`] (the language layer alone),
//! [`explain`] (what each stage made of a place), [`collect`] (articles from the web), [`stories`] (a stream into stories, with what [`spool`]
//! keeps of it in [`records`]), [`changes`] (from version to version), [`watch`] (ledgers that are kept up to date), [`desk`] (where people correct the ledger), [`mcp`] (tools for agents), [`help`] (completions and manual pages), [`form`] (in which form),
//! [`input`] (what both are given), [`progress`] (what is seen meanwhile), [`output`] (where the report goes), [`error`]
//! (what is said when nothing could be done).

mod args;
mod brief;
mod many;
mod judge;
mod annotate;
mod explain;
mod collect;
mod stories;
mod records;
mod spool;
mod changes;
mod watch;
mod desk;
mod mcp;
mod help;
mod form;
mod input;
mod progress;
mod output;
mod error;

use args::{Args, Command};
use clap::Parser;
use error::Error;
use std::io::Write;
use std::process::ExitCode;

/// All files were read.
const DONE: u8 = 0;
/// Nothing could be done.
const FAILED: u8 = 1;
/// The report was written, but some files were skipped.
const SKIPPED: u8 = 2;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Clap's own code for a wrong option is 2, which here says that files were skipped.
            if !error.use_stderr() {
                let _ = error.print();
                return ExitCode::from(DONE);
            }
            let mut stderr = std::io::stderr().lock();
            for line in error.render().to_string().lines() {
                let _ = writeln!(stderr, "{}", visible(line));
            }
            return ExitCode::from(FAILED);
        }
    };
    // These end in their own way: what is open is answered first, what is being fetched is kept.
    let own =
        matches!(args.command, Command::Desk(_) | Command::Mcp(_) | Command::Collect(_) | Command::Watch(_));
    let ready = if own { Ok(()) } else { output::on_interrupt() };
    let result = ready.and_then(|()| match &args.command {
        Command::Brief(options) => brief::run(options),
        Command::Annotate(options) => annotate::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Collect(options) => collect::run(options),
        Command::Stories(options) => stories::run(options),
        Command::Changes(options) => changes::run(options),
        Command::Watch(options) => watch::run(options),
        Command::Desk(options) => desk::run(options),
        Command::Mcp(options) => mcp::run(options),
        Command::Completions(options) => help::completions(options),
        Command::Man(options) => help::man(options),
    });
    match result {
        Ok(skipped) => ExitCode::from(if skipped { SKIPPED } else { DONE }),
        Err(error) => {
            report(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// Says what went wrong and what to try. A standard error that is closed is nobody's loss.
fn report(error: &Error) {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "error: {}", visible(&error.to_string()));
    if let Some(hint) = error.hint() {
        let _ = writeln!(stderr, "  try: {}", visible(&hint));
    }
}

/// A text with its control characters spelled out, so that a file's name cannot drive the terminal.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let spelled = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if spelled { c.escape_default().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}
