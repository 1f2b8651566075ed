//! What a job is given: inputs, threads, and warnings of what could not be read.

use crate::error::Error;
use crate::visible;
use crosswire::Warning;
use crosswire_sources::Input;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The inputs that these paths name; `-` is standard input.
pub(crate) fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    let input = |p: &PathBuf| if p == Path::new("-") { Input::stdin() } else { Input::Path(p.clone()) };
    paths.iter().map(input).collect()
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
    let mut stderr = std::io::stderr().lock();
    for warning in warnings {
        let what = if warning.skipped { "skipped" } else { "warning" };
        let _ = writeln!(stderr, "{what}: {}: {}", visible(&warning.path), visible(&warning.reason));
    }
}
