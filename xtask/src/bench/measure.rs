//! Wall time and peak memory of a program's runs.

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
    /// Processor time of all threads, the shortest, where the system tells. A busy machine lengthens it less.
    pub(crate) cpu_seconds: Option<f64>,
}

impl Cost {
    /// The shorter time and the larger memory of two runs.
    pub(crate) fn better(self, other: Option<Cost>) -> Cost {
        let Some(other) = other else { return self };
        Cost {
            seconds: self.seconds.min(other.seconds),
            peak_mib: combined(self.peak_mib, other.peak_mib, f64::max),
            cpu_seconds: combined(self.cpu_seconds, other.cpu_seconds, f64::min),
        }
    }
}

/// Short runs are repeated, since the shortest is the one least disturbed.
const RUNS: usize = 3;
/// A run longer than this is not repeated.
const LONG: Duration = Duration::from_secs(10);

/// A program to be run from which nothing is to be heard.
pub(crate) fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Runs a program some times, unless that takes long.
pub(crate) fn measure(command: &mut Command) -> Result<Cost> {
    let mut cost: Option<Cost> = None;
    for _ in 0..RUNS {
        let run = once(command)?;
        let long = run.seconds > LONG.as_secs_f64();
        cost = Some(run.better(cost));
        if long {
            break;
        }
    }
    cost.ok_or("nothing was run".to_owned())
}

/// Runs a program once.
pub(crate) fn once(command: &mut Command) -> Result<Cost> {
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let mut child = command.spawn().map_err(|e| format!("cannot run {program}: {e}"))?;
    wait(&mut child, start).map_err(|why| format!("{program}: {why}"))
}

/// Waits for the end, reading memory and processor time on the way: they are gone when the process is.
fn wait(child: &mut Child, start: Instant) -> Result<Cost> {
    let id = child.id();
    let read = |file: &str| std::fs::read_to_string(format!("/proc/{id}/{file}")).ok();
    let (mut peak_mib, mut cpu_seconds) = (None, None);
    loop {
        peak_mib = combined(peak_mib, read("status").and_then(|s| high_water_mib(&s)), f64::max);
        cpu_seconds = combined(cpu_seconds, read("stat").and_then(|s| processor_seconds(&s)), f64::max);
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            let seconds = start.elapsed().as_secs_f64();
            return if status.success() {
                Ok(Cost { seconds, peak_mib, cpu_seconds })
            } else {
                Err(format!("it gave {status}"))
            };
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The most memory that this process had resident at once so far, where the system tells.
pub(super) fn peak_mib() -> Option<f64> {
    high_water_mib(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// `VmHWM:     12345 kB` in MiB.
fn high_water_mib(status: &str) -> Option<f64> {
    status_mib(status, "VmHWM:")
}

/// A size of a process's `status` in MiB.
pub(super) fn status_mib(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|l| l.strip_prefix(name))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

/// The 14th and 15th field of a process's `stat`, in hundredths of a second; the second may hold spaces.
pub(super) fn processor_seconds(stat: &str) -> Option<f64> {
    let (_, behind) = stat.rsplit_once(')')?;
    let mut fields = behind.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / 100.0)
}

fn combined(a: Option<f64>, b: Option<f64>, which: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(which(a, b)),
        (a, b) => a.or(b),
    }
}
