//! The command as a user runs it: the built program, its files, its words, its exit codes.
//!
//! In reading order: [`ledger`] (what it writes, always the same), [`formats`] (in which form), [`codes`] (what it says
//! when something is wrong), [`output`] (where it writes), [`tables`] and [`incidents`] (forms of their own), [`private`] (whose names are hidden), [`decisions`] (what people decided), [`judge`] (what a second reader answers), [`recipes`]
//! (what the documents do with them), [`help`] (completions and manual pages), [`signals`] (when it is cut short), [`bad`] (files that are no
//! articles), [`hostile`] (articles and names that mean harm), [`large`] (files beyond all measure), [`annotate`] (the
//! language layer alone), [`explain`] (what each stage made of a place), [`collect`] (articles from the web, here [`site`]'s),
//! [`stories`] (a stream into stories), [`changes`] (what articles said before, ledgers that are kept up to date), [`mcp`]
//! (tools for agents).
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../../../crosswire-store/tests/store/server.rs"]
mod server;
#[path = "../../../crosswire-collect/tests/collect/server.rs"]
#[allow(dead_code, reason = "the crate's own tests use all of it")]
mod site;
mod ledger;
mod formats;
mod codes;
mod output;
mod tables;
mod incidents;
mod private;
mod decisions;
mod recipes;
mod help;
mod signals;
mod bad;
mod hostile;
mod large;
mod annotate;
mod explain;
mod collect;
mod stories;
mod changes;
mod desk;
mod mcp;
mod judge;

use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// The headlines of the example's articles, by file.
const FERRY: [(&str, &str); 5] = [
    ("ardal-times.txt", "Coast guard counts fewer rescued as ferry lies on reef"),
    ("coast-courier.md", "Ferry runs aground off Halvik, 84 taken off in the dark"),
    ("halvik-post.html", "Ferry passengers spend the night in school hall"),
    ("northern-line.json", "Grounded ferry towed away as officials argue over numbers"),
    ("seaway-today.txt", "Rescue at Halvik: what we know about the stranded ferry"),
];

/// The root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The folder of the example.
fn ferry() -> PathBuf {
    root().join("examples/ferry")
}

/// An empty folder of the test's own.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A folder with the example's articles in it.
fn story() -> tempfile::TempDir {
    let folder = folder();
    for (name, _) in FERRY {
        std::fs::copy(ferry().join(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// The command, in an environment that has no wishes of its own.
fn crosswire() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswire"));
    command.env_remove("NO_COLOR").env("TERM", "xterm").stdin(Stdio::null());
    command
}

/// `crosswire brief` with these arguments.
fn brief<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Ran {
    Ran::of(crosswire().arg("brief").args(args))
}

/// `crosswire brief` with these arguments and this on standard input.
fn brief_stdin<I: IntoIterator<Item: AsRef<OsStr>>>(args: I, input: impl AsRef<[u8]> + Send) -> Ran {
    run_stdin("brief", args, input)
}

/// `crosswire JOB` with these arguments and this on standard input.
fn run_stdin<I>(job: &str, args: I, input: impl AsRef<[u8]> + Send) -> Ran
where
    I: IntoIterator<Item: AsRef<OsStr>>,
{
    let mut command = crosswire();
    command.arg(job).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // A child that ends early closes the pipe, which is its right.
        scope.spawn(move || drop(stdin.write_all(input.as_ref())));
        Ran::from(child.wait_with_output().unwrap())
    })
}

/// What the command says of a value that is none of these names.
fn possible<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("[possible values: {}]", names.collect::<Vec<_>>().join(", "))
}

/// What a run gave.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn of(command: &mut Command) -> Ran {
        command.output().unwrap().into()
    }

    /// Panics unless the run ended with this code.
    #[track_caller]
    fn code(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        self
    }

    /// Panics unless standard error holds all of these.
    #[track_caller]
    fn says(self, words: &[&str]) -> Ran {
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in: {}", self.stderr);
        }
        self
    }

    /// Panics unless standard error is empty, but for what was written.
    #[track_caller]
    fn silent(self) -> Ran {
        let told: Vec<&str> = self.stderr.lines().filter(|line| !line.starts_with("wrote ")).collect();
        assert!(told.is_empty(), "{told:?}");
        self
    }

    /// The ledger on standard output; panics where it is no valid one.
    #[track_caller]
    fn ledger(&self) -> Value {
        ledger_of(&self.stdout)
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("only text is written");
        let ran =
            Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        ran
    }
}

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = std::fs::read_to_string(root().join("docs/ledger.schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
});

/// A ledger as JSON; panics where it is no valid one.
#[track_caller]
fn ledger_of(json: &str) -> Value {
    let ledger: Value = serde_json::from_str(json).unwrap();
    let errors: Vec<String> =
        SCHEMA.iter_errors(&ledger).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    ledger
}

/// The headlines of a ledger's articles.
fn titles(ledger: &Value) -> Vec<&str> {
    ledger["articles"].as_array().unwrap().iter().filter_map(|a| a["title"].as_str()).collect()
}

/// Panics unless all of the example's articles are in the ledger.
#[track_caller]
fn has_ferry(ledger: &Value) {
    let titles = titles(ledger);
    for (_, title) in FERRY {
        assert!(titles.contains(&title), "{title:?} is lost; there are {titles:?}");
    }
}

/// Panics where a text holds anything that drives a terminal.
#[track_caller]
fn inert(text: &str) {
    let drives = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(at) = text.find(drives) {
        let near: String = text[at..].chars().take(40).collect();
        panic!("a control character stands at {near:?}");
    }
}
