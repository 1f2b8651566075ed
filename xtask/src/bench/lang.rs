//! How fast the language layer is: words a second, start and memory, with spaCy beside it where there is one.

use super::measure::{Cost, once, quiet};
use crate::eval::lines;
use crate::{Result, root};
use crosswire_lang::Model;
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What is annotated unless something else is named.
const TEXTS: &str = "bench/polnear/dev.jsonl.gz";
/// Times spaCy.
const SCRIPT: &str = include_str!("spacy_speed.py");
/// How often the model is loaded.
const LOADS: usize = 21;

/// A line of the data.
#[derive(Deserialize)]
struct Text {
    text: String,
}

/// What the script says of one run of spaCy; times are in seconds.
#[derive(Deserialize)]
struct Spacy {
    version: String,
    pipeline: Vec<String>,
    import: f64,
    load: f64,
    annotate: f64,
    annotate_cpu: f64,
}

/// The best of the rounds, in seconds where nothing else is said.
struct Row {
    name: String,
    threads: usize,
    /// The texts alone; for crosswire the whole process, in which they are not apart.
    texts: f64,
    /// The same in processor time, which a busy machine lengthens less.
    cpu: f64,
    start: f64,
    process: Cost,
}

impl Row {
    fn better(self, other: Option<Row>) -> Row {
        let Some(other) = other else { return self };
        Row {
            texts: self.texts.min(other.texts),
            cpu: self.cpu.min(other.cpu),
            start: self.start.min(other.start),
            process: self.process.better(Some(other.process)),
            ..self
        }
    }
}

/// One run of what is timed.
type Round<'a> = Box<dyn Fn() -> Result<Row> + 'a>;

/// Times crosswire, and spaCy in a Python that has it.
pub(crate) fn run(data: Option<&Path>, spacy: Option<&Path>, rounds: usize) -> Result {
    let default = root::shared(TEXTS);
    let file = data.unwrap_or(&default);
    if data.is_none() && !file.is_file() {
        println!("skipped: no texts at {}", file.display());
        return Ok(());
    }
    let all = lines::read(file)?;
    let parse = |(n, line)| {
        serde_json::from_str::<Text>(line).map_err(|e| format!("{}, line {}: {e}", file.display(), n + 1))
    };
    let texts: Vec<Text> = all.lines().enumerate().map(parse).collect::<Result<_>>()?;
    let words: usize = texts.iter().map(|t| t.text.split_whitespace().count()).sum();

    let scratch = tempfile::tempdir().map_err(|e| format!("no place for the texts: {e}"))?;
    let place = |name: &str, text: &str| {
        let path = scratch.path().join(name);
        std::fs::write(&path, text).map(|()| path).map_err(|e| format!("cannot write {name}: {e}"))
    };
    let texts_file = place("texts.jsonl", &all)?;
    let one_word = place("word.txt", "Rain.")?;
    let script = place("spacy_speed.py", SCRIPT)?;
    let figures = scratch.path().join("figures.json");

    let program = root::build_crosswire(true)?;
    let mut timed: Vec<Round<'_>> = Vec::new();
    for threads in [1, 2] {
        let annotate = {
            let (program, threads) = (program.clone(), threads.to_string());
            move |file: &Path| once(quiet(&program).args(["annotate", "--threads", &threads]).arg(file))
        };
        let (texts_file, one_word) = (&texts_file, &one_word);
        timed.push(Box::new(move || {
            let start = annotate(one_word)?.seconds;
            let process = annotate(texts_file)?;
            let cpu = process.cpu_seconds.unwrap_or(f64::NAN);
            let name = "crosswire".to_owned();
            Ok(Row { name, threads, texts: process.seconds, cpu, start, process })
        }));
    }
    if spacy.is_none() {
        println!("skipped: spaCy, which is timed with --spacy PYTHON");
    }
    for (python, size) in spacy.iter().flat_map(|python| ["sm", "md"].map(|size| (*python, size))) {
        if !quiet(python).arg(&script).arg(size).status().is_ok_and(|s| s.success()) {
            println!("skipped: {} has no spaCy with its English model {size}", python.display());
            continue;
        }
        let (script, texts_file, figures) = (&script, &texts_file, &figures);
        timed.push(Box::new(move || {
            let mut command = Command::new(python);
            command.arg(script).arg(size).arg(texts_file).arg(figures).stdout(Stdio::null());
            let process = once(&mut command)?;
            let found: Spacy = serde_json::from_str(&root::read(figures)?).map_err(|e| e.to_string())?;
            let name = format!("spaCy {} {size}: {}", found.version, found.pipeline.join(", "));
            let (texts, cpu, start) = (found.annotate, found.annotate_cpu, found.import + found.load);
            Ok(Row { name, threads: 1, texts, cpu, start, process })
        }));
    }

    let mut rows: Vec<Option<Row>> = timed.iter().map(|_| None).collect();
    for _ in 0..rounds {
        for (row, round) in rows.iter_mut().zip(&timed) {
            *row = Some(round()?.better(row.take()));
        }
    }
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    println!("{} texts, {words} words; the best of {rounds} rounds", texts.len());
    println!("Model::builtin: {:.1} ms, the median of {LOADS} in this process", 1000.0 * load()?);
    print(&rows, words as f64);
    Ok(())
}

/// How long the model takes to load, in seconds.
fn load() -> Result<f64> {
    let mut times = Vec::with_capacity(LOADS);
    for _ in 0..LOADS {
        let start = Instant::now();
        std::hint::black_box(Model::builtin().map_err(|e| e.to_string())?);
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[LOADS / 2])
}

fn print(rows: &[Row], words: f64) {
    println!(
        "{:16} {:>7} {:>9} {:>11} {:>9} {:>9} {:>9}",
        "", "threads", "words/s", "words/cpu s", "start s", "process s", "MiB"
    );
    for Row { name, threads, texts, cpu, start, process } in rows {
        let short = name.split(':').next().unwrap_or(name);
        let memory = process.peak_mib.map_or("-".to_owned(), |m| format!("{m:.1}"));
        println!(
            "{short:16} {threads:>7} {:>9.0} {:>11.0} {start:>9.3} {:>9.3} {memory:>9}",
            words / texts,
            words / cpu,
            process.seconds
        );
    }
    println!(
        "words/s, words/cpu s: crosswire's with its start, reading and writing; spaCy's of the texts alone"
    );
    println!("start: crosswire's whole process on a text of one word; spaCy's import and load");
    println!("on a machine that does other work, compare words/cpu s");
    let Some(crosswire) = rows.first() else { return };
    for spacy in rows.iter().filter(|row| row.name.starts_with("spaCy")) {
        println!("{}", spacy.name);
        println!("  crosswire / spaCy, words/s {:.2}", spacy.texts / crosswire.texts);
        println!("  crosswire / spaCy, words/cpu s {:.2}", spacy.cpu / crosswire.cpu);
        if let (Some(ours), Some(theirs)) = (crosswire.process.peak_mib, spacy.process.peak_mib) {
            println!("  crosswire / spaCy, memory {:.3}", ours / theirs);
        }
    }
}
