//! What Spark and Daft cost beside the wheel alone, and what a second core gives them: statements and near-duplicates of a stream.

use super::measure::{processor_seconds, status_mib};
use super::stories::STREAM;
use crate::{Result, engines, python, root};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Does it one way, and says what it took.
const SCRIPT: &str = include_str!("engines_speed.py");
/// The ways, the measure of the others first.
const WAYS: [&str; 3] = ["plain", "spark", "daft"];
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// What the script says first.
#[derive(Deserialize)]
struct Time {
    /// Seconds until the engine could begin.
    start: f64,
    /// Seconds with these.
    seconds: f64,
}

/// What it says of each table.
#[derive(Deserialize, PartialEq)]
struct Rows {
    rows: usize,
    hash: String,
}

/// What one way took and gave.
struct Run {
    time: Time,
    statements: Rows,
    copies: Rows,
    peak_mib: Option<f64>,
    /// Processor time of all its processes, each as it was last seen.
    cpu_seconds: f64,
}

/// Times all ways on the first articles of a stream, or on all.
pub(crate) fn run(data: Option<&Path>, most: Option<usize>, wheel: Option<PathBuf>) -> Result {
    let default = root::shared(STREAM);
    let file = data.unwrap_or(&default);
    if !file.is_file() {
        println!("skipped: no articles at {}", file.display());
        return Ok(());
    }
    let Some(python) = engines::environment()? else { return Ok(()) };
    let wheel = match wheel {
        Some(wheel) => std::path::absolute(wheel).map_err(|e| e.to_string())?,
        None => {
            let Some(builder) = python::tested()? else { return Ok(()) };
            python::wheel(&builder, true)?
        }
    };
    python::install(&python, &wheel)?;
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for articles: {e}"))?;
    let articles = scratch.path().join("articles.jsonl");
    let count = unpack(file, &articles, most).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("{count} articles: statements, figures and near-duplicates, into Parquet");
    println!(
        "{:6} {:>6} {:>9} {:>8} {:>8} {:>11} {:>9} {:>11} {:>7} {:>5}",
        "way", "cores", "seconds", "start", "cpu s", "articles/s", "peak MiB", "statements", "pairs", "same"
    );
    let (mut all, mut broken): (Vec<(&str, usize, Run)>, Vec<String>) = (Vec::new(), Vec::new());
    for way in WAYS {
        if way == "spark" && !engines::has_java() {
            println!("skipped: no Java, so Spark is not timed");
            continue;
        }
        for cores in [1, 2] {
            let place = scratch.path().join(format!("{way}-{cores}"));
            std::fs::create_dir(&place).map_err(|e| format!("{}: {e}", place.display()))?;
            // An engine that breaks off is told of at the end; the others are timed all the same.
            let run = match timed(&python, way, cores, &articles, &place) {
                Ok(run) => run,
                Err(why) => {
                    println!("{why}");
                    broken.push(why);
                    continue;
                }
            };
            let first = all.first().map_or(&run, |(_, _, first)| first);
            let same = run.statements == first.statements && run.copies == first.copies;
            println!(
                "{way:6} {cores:>6} {:>9.1} {:>8.1} {:>8.1} {:>11.0} {:>9} {:>11} {:>7} {:>5}",
                run.time.seconds,
                run.time.start,
                run.cpu_seconds,
                count as f64 / run.time.seconds,
                run.peak_mib.map_or("-".to_owned(), |mib| format!("{mib:.0}")),
                run.statements.rows,
                run.copies.rows,
                if same { "yes" } else { "NO" }
            );
            if !same {
                return Err(format!("{way} on {cores} cores gives other rows"));
            }
            all.push((way, cores, run));
        }
    }
    let seconds: BTreeMap<(&str, usize), f64> =
        all.iter().map(|(way, cores, run)| ((*way, *cores), run.time.seconds)).collect();
    for way in WAYS {
        let of = |way, cores| seconds.get(&(way, cores)).copied();
        let (Some(one), Some(two)) = (of(way, 1), of(way, 2)) else { continue };
        let over = |cores, own: f64| of("plain", cores).map_or(0.0, |plain| 100.0 * (own / plain - 1.0));
        println!(
            "{way}: {:.2} times as fast on two cores; beside the wheel alone {:+.0} % on one, {:+.0} % on two",
            one / two,
            over(1, one),
            over(2, two)
        );
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ")) }
}

/// Writes the first lines of a packed file, and counts them.
fn unpack(from: &Path, to: &Path, most: Option<usize>) -> std::io::Result<usize> {
    let (mut out, mut count) = (std::io::BufWriter::new(File::create(to)?), 0);
    for line in
        BufReader::new(MultiGzDecoder::new(File::open(from)?)).lines().take(most.unwrap_or(usize::MAX))
    {
        writeln!(out, "{}", line?)?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}

/// Does it one way, and looks at the memory of all its processes meanwhile.
fn timed(python: &Path, way: &str, cores: usize, articles: &Path, place: &Path) -> Result<Run> {
    let failed = |why: String| format!("{way} on {cores} cores: {why}");
    let script = |way: &str| {
        let mut command = Command::new(python);
        command.args(["-c", SCRIPT, way, &cores.to_string()]).args([articles, place]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        command
    };
    let mut child = script(way).spawn().map_err(|e| failed(e.to_string()))?;
    let (mut peak_mib, mut cpu) = (None, BTreeMap::new());
    while child.try_wait().map_err(|e| failed(e.to_string()))?.is_none() {
        let processes = processes(child.id());
        let held: Vec<f64> = processes.iter().filter_map(|(id, _)| held_mib(*id)).collect();
        peak_mib = (!held.is_empty()).then(|| held.iter().sum()).into_iter().chain(peak_mib).reduce(f64::max);
        cpu.extend(processes);
        std::thread::sleep(LOOK);
    }
    let ways = [child.wait_with_output(), script("rows").output()];
    let mut told = Vec::new();
    for output in ways {
        let output = output.map_err(|e| failed(e.to_string()))?;
        if !output.status.success() {
            return Err(failed(format!("it gave {}", output.status)));
        }
        told.push(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let mut lines = told.iter().flat_map(|told| told.lines()).filter(|line| line.starts_with('{'));
    let mut next = || lines.next().unwrap_or_default();
    let wrong = |e: serde_json::Error| failed(e.to_string());
    Ok(Run {
        time: serde_json::from_str(next()).map_err(wrong)?,
        statements: serde_json::from_str(next()).map_err(wrong)?,
        copies: serde_json::from_str(next()).map_err(wrong)?,
        peak_mib,
        cpu_seconds: cpu.values().sum(),
    })
}

/// A process and those that it began, each with its processor time so far, where the system tells.
fn processes(root: u32) -> Vec<(u32, f64)> {
    let about = |id: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()?;
        Some((id, (parent, processor_seconds(&stat)?)))
    };
    let all = std::fs::read_dir("/proc").into_iter().flatten();
    let ids = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let all: BTreeMap<u32, (u32, f64)> = ids.filter_map(about).collect();
    let descends = |mut id: u32| loop {
        if id == root {
            return true;
        }
        match all.get(&id) {
            Some(&(parent, _)) if parent != 0 => id = parent,
            _ => return false,
        }
    };
    all.iter().filter(|(id, _)| descends(**id)).map(|(id, (_, cpu))| (*id, *cpu)).collect()
}

/// What a process holds now, of a page that it shares its part.
fn held_mib(id: u32) -> Option<f64> {
    status_mib(&std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?, "Pss:")
}
