//! Decisions that people have written down: JSON Lines, one decision a line.

use crosswire::{Warned, Warning};
use crosswire_model::Decision;
use std::io;
use std::path::Path;

/// Reads a file of decisions. Lines that hold none are told of and skipped; empty lines count for nothing.
///
/// # Errors
///
/// The file cannot be read.
pub fn decisions(file: &Path) -> io::Result<Warned<Vec<Decision>>> {
    let bytes = std::fs::read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut read = Warned { value: Vec::new(), warnings: Vec::new() };
    for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(decision) => read.value.push(decision),
            Err(error) => read.warnings.push(Warning {
                path: format!("{}:{}", file.display(), n + 1),
                reason: format!("no decision: {}", why(&error)),
                skipped: true,
            }),
        }
    }
    Ok(read)
}

/// What is wrong with a line, without the place in it, which is always in line 1.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_holds_no_decision_costs_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("decisions.jsonl");
        let lines = "{\"by\":\"runa\",\"at\":\"2031-03-05T09:00:00Z\",\"decision\":\"reject\",\"claim\":[{\"exact\":\"It sank.\"}]}\n\
                     \n{\"by\":\"runa\",\"at\":\"yesterday\",\"decision\":\"reject\",\"claim\":[]}\nnot JSON\n";
        std::fs::write(&file, lines).expect("the file is written");
        let read = decisions(&file).expect("the file is read");
        assert_eq!(read.value.len(), 1);
        assert_eq!(read.value[0].by, "runa");
        let places: Vec<_> =
            read.warnings.iter().map(|w| w.path.rsplit(':').next().unwrap_or_default()).collect();
        assert_eq!(places, ["3", "4"]);
        assert!(decisions(&folder.path().join("none.jsonl")).is_err());
    }
}
