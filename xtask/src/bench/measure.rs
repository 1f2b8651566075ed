//! Wall time and peak memory of one run of the program.

use crate::Result;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a run cost.
pub(crate) struct Cost {
    /// Wall time, the shortest of the runs.
    pub(crate) seconds: f64,
    /// The most memory resident at once, where the system tells: Linux does.
    pub(crate) peak_mib: Option<f64>,
}

/// Short runs are repeated, since the shortest is the one least disturbed.
const RUNS: usize = 3;
/// A run longer than this is not repeated.
const LONG: Duration = Duration::from_secs(10);

/// Runs the program over a folder, its ledger going nowhere.
pub(crate) fn measure(program: &Path, folder: &Path) -> Result<Cost> {
    let mut cost = Cost { seconds: f64::INFINITY, peak_mib: None };
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut child = Command::new(program)
            .args(["brief", "--format", "json"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("cannot run {}: {e}", program.display()))?;
        let (taken, peak) = wait(&mut child, start)?;
        cost.seconds = cost.seconds.min(taken.as_secs_f64());
        cost.peak_mib = larger(cost.peak_mib, peak);
        if taken > LONG {
            break;
        }
    }
    Ok(cost)
}

/// Waits for the end, reading the high-water mark of memory on the way: it is gone when the process is.
fn wait(child: &mut Child, start: Instant) -> Result<(Duration, Option<f64>)> {
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        let now = std::fs::read_to_string(&status_file).ok().and_then(|s| high_water_mib(&s));
        peak = larger(peak, now);
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            let taken = start.elapsed();
            return if status.success() {
                Ok((taken, peak))
            } else {
                Err(format!("crosswire gave {status}"))
            };
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// `VmHWM:     12345 kB` in MiB.
fn high_water_mib(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

fn larger(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}
