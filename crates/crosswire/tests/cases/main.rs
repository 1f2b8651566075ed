//! Runs the Markdown cases under `cases/`, each as a test of its own: prose beside article beside expectation.
//!
//! A test is called after its file and heading: `disputes/status.md: Towed, or to be towed`. `UPDATE_CASES=1` first rewrites
//! the expectations of the chosen cases in place. `cases/README.md` describes the format.
#![allow(clippy::disallowed_methods, reason = "the test reads the cases; the pipeline itself reads nothing")]
#![allow(clippy::print_stderr, reason = "standard output is the list of tests")]

mod case;
mod found;
mod ledger;
mod render;

use case::{Case, CaseFile};
use found::Found;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files = match read(&root) {
        Ok(files) => files,
        Err(reason) => {
            eprintln!("{reason}");
            return ExitCode::FAILURE;
        }
    };
    // A runner that starts a process for each test asks for the list first, once without `--ignored`, and then for one exact
    // name at a time.
    if std::env::var_os("UPDATE_CASES").is_some() && !arguments.exact && !arguments.ignored {
        update(&mut files, &arguments);
    }
    let mut trials = Vec::new();
    for file in files {
        for case in file.cases {
            let name = format!("{}: {}", file.name, case.heading);
            trials.push(Trial::test(name, move || check(&case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// All files of cases; an error says which is wrong and why.
fn read(root: &Path) -> Result<Vec<CaseFile>, String> {
    let paths = markdown_below(root);
    let file = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let source = std::fs::read_to_string(&path).map_err(|e| format!("cases/{name}: {e}"))?;
        CaseFile::parse(path, name.clone(), &source).map_err(|reason| format!("cases/{name}: {reason}"))
    };
    paths.into_iter().map(file).collect()
}

/// Puts what is found in place of what is expected, in the cases that the arguments choose.
fn update(files: &mut [CaseFile], arguments: &Arguments) {
    let chosen = |name: &str| {
        arguments.filter.as_ref().is_none_or(|part| name.contains(part))
            && !arguments.skip.iter().any(|part| name.contains(part))
    };
    for file in files {
        if file.update(chosen) {
            std::fs::write(&file.path, file.text()).expect("a case file can be written");
            eprintln!("updated cases/{}", file.name);
        }
    }
}

/// Whether everything is found that a case expects, and nothing else.
fn check(case: &Case) -> Result<(), Failed> {
    let found = Found::new(&case.documents);
    let mut failures = String::new();
    for expectation in &case.expectations {
        let (about, line) = (&expectation.about, expectation.line);
        let actual = render::render(about, &found).ok_or(format!("line {line}: {about:?} is no block"))?;
        if expectation.expected != actual {
            let _ =
                write!(failures, "  line {line}, {about}\n{}", difference(&expectation.expected, &actual));
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(format!("(- expected, + found; UPDATE_CASES=1 takes what was found)\n{failures}").into())
}

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
