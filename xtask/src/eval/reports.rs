//! Runs the small invented stories after public bug reports, which are no part of the repository, and counts what is right.

use super::floors::Floors;
use crate::{Result, root};
use clap::Args;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where the stories' scripts lie.
const FOLDER: &str = "reports";

/// The cases that take longer than all others together: thousands of articles.
const SLOW: [u32; 1] = [81];

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Run the slow cases too.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    floors: Floors,
}

impl Options {
    /// Only the check, without the slow cases.
    pub(crate) fn check_only() -> Self {
        Options { all: false, floors: Floors::check_only() }
    }
}

/// What the script of the cases says.
#[derive(serde::Deserialize)]
struct Cases {
    cases: usize,
    passed: usize,
    checks: usize,
    checks_ok: usize,
    by_kind: BTreeMap<String, (usize, usize)>,
    failed: Vec<String>,
}

/// What the script of the sweeps says: hits and tries, and in the last two then how many were wrong the other way.
#[derive(serde::Deserialize)]
struct Sweeps {
    speakers: (usize, usize),
    pronouns: (usize, usize),
    opposites: (usize, usize, usize),
    agreements: (usize, usize, usize),
}

/// Runs the cases and the sweeps.
pub(crate) fn run(options: &Options) -> Result {
    let folder = root::shared(FOLDER);
    if !folder.join("run.py").is_file() {
        println!("skipped: no reports at {}", folder.display());
        return Ok(());
    }
    let crosswire = root::build_crosswire(false)?;

    // Both start hundreds of processes, one after the other.
    let (cases, sweeps) = rayon::join(
        || script::<Cases>(&folder.join("run.py"), &crosswire, options.all),
        || script::<Sweeps>(&folder.join("sweeps.py"), &crosswire, true),
    );
    let cases = cases?;
    println!(
        "reports: {} of {} cases, {} of {} checks",
        cases.passed, cases.cases, cases.checks_ok, cases.checks
    );
    for (kind, (passed, of)) in &cases.by_kind {
        println!("  {passed:3} of {of:3}  {kind}");
    }
    println!("  failed: {}", cases.failed.join(", "));
    if !options.all {
        println!("  left out as slow: {SLOW:?}; `--all` runs them");
    }

    let Sweeps { speakers, pronouns, opposites, agreements } = sweeps?;
    let sweeps = [
        ("speakers", speakers),
        ("pronouns", pronouns),
        ("opposites in dispute", (opposites.0, opposites.1)),
        ("opposites not corroborated", (opposites.1.saturating_sub(opposites.2), opposites.1)),
        ("agreements corroborated", (agreements.0, agreements.1)),
        ("agreements not in dispute", (agreements.1.saturating_sub(agreements.2), agreements.1)),
    ];
    for (row, (hits, of)) in sweeps {
        println!("  {hits:3} of {of:3}  {row}");
    }

    let scores =
        [("passed", share(cases.passed, cases.cases)), ("checks", share(cases.checks_ok, cases.checks))];
    let below = [
        options.floors.apply("reports cases", &scores),
        options.floors.apply("reports sweeps", &sweeps.map(|(row, (hits, of))| (row, share(hits, of)))),
    ];
    let below: Vec<_> = below.into_iter().filter_map(Result::err).collect();
    if below.is_empty() { Ok(()) } else { Err(below.join("\n")) }
}

fn share(hits: usize, of: usize) -> f64 {
    hits as f64 / of.max(1) as f64
}

/// What a script prints with `--json`.
fn script<T: serde::de::DeserializeOwned>(file: &Path, crosswire: &Path, all: bool) -> Result<T> {
    let mut command = Command::new("python3");
    command.arg(file).arg("--json").env("CROSSWIRE", crosswire).current_dir(root::root());
    command.stderr(Stdio::inherit());
    if all {
        command.env_remove("ONLY");
    } else {
        let quick: Vec<_> = (1..1000).filter(|n| !SLOW.contains(n)).map(|n: u32| n.to_string()).collect();
        command.env("ONLY", quick.join(","));
    }
    let output = command.output().map_err(|e| format!("cannot run python3: {e}"))?;
    if !output.status.success() {
        return Err(format!("{} failed", file.display()));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("{}: {e}", file.display()))
}
