//! The wheel for Python: how large it is, how long its import takes, and how long the first ledger of a process.
//!
//! Each is timed in a process of its own, the shortest of some runs, in an environment that has nothing but the wheel. A Python that
//! imports nothing is timed beside them, and the command on the same articles.

use super::measure::{measure, quiet};
use crate::root::at;
use crate::{Result, python, root};
use std::process::Command;

/// The most that a wheel may have, in bytes.
const LARGEST: u64 = 30_000_000;
/// The most that an import and a first ledger of the example may take, in seconds.
const IMPORT: f64 = 0.050;
const LEDGER: f64 = 0.300;

/// Each in a process of its own: its name, and what is timed.
const TIMED: [(&str, &str, f64); 2] = [
    ("import", "import crosswire", IMPORT),
    ("import and first ledger", "import crosswire; crosswire.brief('examples/ferry')", LEDGER),
];

/// Builds a release wheel and times it.
pub(crate) fn run() -> Result {
    let Some(made) = python::tested()? else { return Ok(()) };
    let wheel = python::wheel(&made, true)?;
    python::install(&made, &wheel)?;
    let size = std::fs::metadata(&wheel).map_err(|e| e.to_string())?.len();
    println!("the wheel: {:.1} MB, at most {:.0}", size as f64 / 1e6, LARGEST as f64 / 1e6);
    let mut over = if size > LARGEST { vec!["the wheel".to_owned()] } else { Vec::new() };
    for (name, code, most) in TIMED {
        // Within the process, so that what Python itself takes to start is not counted.
        let code =
            format!("import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)");
        let mut best = f64::INFINITY;
        for _ in 0..RUNS {
            let output = Command::new(&made)
                .args(["-I", "-c", &code])
                .current_dir(root::root())
                .output()
                .map_err(|e| format!("cannot run {}: {e}", made.display()))?;
            let told = String::from_utf8_lossy(&output.stdout);
            let seconds = told.trim().parse::<f64>();
            best = best.min(seconds.map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?);
        }
        println!("{name}: {:.0} ms, at most {:.0}", best * 1e3, most * 1e3);
        if best > most {
            over.push(name.to_owned());
        }
    }
    let program = root::build_crosswire(true)?;
    let whole = measure(quiet(&program).args(["brief", "--format", "json"]).arg(at("examples/ferry")))?;
    println!("the command on the same articles, as a whole process: {:.0} ms", whole.seconds * 1e3);
    if over.is_empty() { Ok(()) } else { Err(format!("over: {}", over.join(", "))) }
}

/// How often each is run; the shortest counts.
const RUNS: usize = 7;
