//! What is installed beside the program: completions for a shell, manual pages. Both are made from the options.

use crate::args::{Args, Completions, Man};
use crate::error::Error;
use crate::output;
use clap::CommandFactory;
use std::fs;

/// Writes completions to standard output; nothing is ever skipped.
pub(crate) fn completions(args: &Completions) -> Result<bool, Error> {
    output::report(None, |out| {
        // It panics where nobody reads on, so it writes into memory.
        let mut script = Vec::new();
        clap_complete::generate(args.shell, &mut Args::command(), "crosswire", &mut script);
        out.write_all(&script)
    })?;
    Ok(false)
}

/// Writes manual pages, to a folder or to standard output; nothing is ever skipped.
pub(crate) fn man(args: &Man) -> Result<bool, Error> {
    match &args.folder {
        None => drop(output::report(None, |out| clap_mangen::Man::new(Args::command()).render(out))?),
        Some(folder) => {
            let failed = |e| Error::Write(folder.clone(), e);
            fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(Args::command(), folder).map_err(failed)?;
        }
    }
    Ok(false)
}
