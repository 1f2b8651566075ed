//! Reads data files, gzipped where their name says so.

use crate::Result;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A file's text; the error names it.
pub(crate) fn read(path: &Path) -> Result<String> {
    let failed = |e: std::io::Error| format!("cannot read {}: {e}", path.display());
    let mut file = File::open(path).map_err(failed)?;
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        MultiGzDecoder::new(file).read_to_string(&mut text).map_err(failed)?;
    } else {
        file.read_to_string(&mut text).map_err(failed)?;
    }
    Ok(text)
}

/// The records of a file of JSON Lines, gzipped or not; empty lines are passed over.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let text = read(file)?;
    let parse = |(n, line)| {
        serde_json::from_str(line).map_err(|e| format!("{}, line {}: {e}", file.display(), n + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}
