//! Runs the Markdown cases under `cases/`: prose beside article beside expectation.
//!
//! `UPDATE_CASES=1` rewrites the expectations in place; `CASES=text/repeats` runs only files whose path holds that.
//! `cases/README.md` describes the format.
#![allow(clippy::disallowed_methods, reason = "the test reads the cases; the pipeline itself reads nothing")]

mod case;
mod ledger;
mod render;

use case::CaseFile;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Every `.md` file below a folder except READMEs, in order of path.
fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("cases/ can be read") {
        let path = entry.expect("cases/ can be read").path();
        if path.is_dir() {
            found.extend(markdown_below(&path));
        } else if path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines that differ, with the ones that the case expects after `-` and the ones that came out after `+`.
fn difference(expected: &[String], actual: &[String]) -> String {
    let head = expected.iter().zip(actual).take_while(|(a, b)| a == b).count();
    let tail =
        expected[head..].iter().rev().zip(actual[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    for (sign, lines) in [("-", expected), ("+", actual)] {
        for line in &lines[head..lines.len() - tail] {
            let _ = writeln!(out, "      {sign} {line}");
        }
    }
    out
}

#[test]
fn every_case_gives_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let only = std::env::var("CASES").unwrap_or_default();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut cases, mut failures) = (0, String::new());
    for path in markdown_below(&root) {
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        if !name.contains(&only) {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a case file is UTF-8");
        let mut file = CaseFile::parse(&source).unwrap_or_else(|reason| panic!("cases/{name}: {reason}"));
        cases += file.cases.len();
        for case in &file.cases {
            for expectation in &case.expectations {
                let actual = render::render(&expectation.about, &case.documents)
                    .unwrap_or_else(|| panic!("cases/{name}:{}: unknown block", expectation.line));
                let expected = &file.lines[expectation.lines.clone()];
                if expected != actual {
                    let _ = write!(
                        failures,
                        "  cases/{name}:{} “{}”, {}\n{}",
                        expectation.line,
                        case.heading,
                        expectation.about,
                        difference(expected, &actual)
                    );
                }
            }
        }
        if update {
            file.update(render::render);
            if file.text() != source {
                std::fs::write(&path, file.text()).expect("a case file can be written");
            }
        }
    }
    println!("{cases} cases");
    assert!(cases > 0, "no case found below {} that holds {only:?}", root.display());
    assert!(
        failures.is_empty() || update,
        "cases differ (- expected, + found; UPDATE_CASES=1 takes what was found):\n{failures}"
    );
}
