//! How long it takes to find quantities, times and figures beside the language layer, on one thread, and how long Python's
//! quantulum3 and dateparser take where there are such.

use super::measure::quiet;
use super::statements::articles;
use crate::{Result, root};
use crosswire::extract::{figures, quantities, times};
use crosswire::text::Article;
use crosswire::{Model, annotate};
use serde::Deserialize;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Times the Python packages.
const SCRIPT: &str = include_str!("numbers_speed.py");
/// How long each package reads in a round: until the end of the article in which these seconds are over.
const ENOUGH: &str = "20";

/// What is timed of crosswire. The language layer comes first, the others read what it wrote.
const PARTS: [&str; 4] = ["annotate", "quantities::find", "times::find", "figures::find"];
/// Their places in [`PARTS`].
const ANNOTATE: usize = 0;
const QUANTITIES: usize = 1;
const TIMES: usize = 2;
const FIGURES: usize = 3;

/// One round of crosswire, part by part.
#[derive(Default)]
struct Round {
    /// The seconds that each article took.
    seconds: [Vec<f64>; PARTS.len()],
    /// How much was found; of the language layer its words.
    found: [usize; PARTS.len()],
}

impl Round {
    fn run(model: &Model, articles: &[Article]) -> Self {
        let mut round = Round::default();
        let read = round.time(ANNOTATE, articles, |_, a| annotate::annotate(model, a));
        let quantities = round.time(QUANTITIES, articles, |n, a| quantities::find(a, &read[n]));
        let times = round.time(TIMES, articles, |n, a| times::find(a, &read[n]));
        let figures = round.time(FIGURES, articles, |n, a| figures::find(a, &read[n], &times[n]));
        round.found = [
            read.iter().map(|annotation| annotation.language.words.len()).sum(),
            quantities.iter().map(Vec::len).sum(),
            times.iter().map(Vec::len).sum(),
            figures.iter().map(Vec::len).sum(),
        ];
        round
    }

    /// Reads every article, one after the other.
    fn time<T>(&mut self, part: usize, articles: &[Article], read: impl Fn(usize, &Article) -> T) -> Vec<T> {
        let timed = articles.iter().enumerate().map(|(n, article)| {
            let start = Instant::now();
            let found = black_box(read(n, article));
            self.seconds[part].push(start.elapsed().as_secs_f64());
            found
        });
        timed.collect()
    }
}

/// What the script says of one package.
#[derive(Deserialize)]
struct Package {
    version: String,
    /// How many of the articles it was given, from the first on.
    texts: usize,
    /// Those of them on which it raised, by number; nothing else counts them.
    failed: Vec<usize>,
    found: usize,
    seconds: f64,
}

impl Package {
    fn reads(&self, article: usize) -> bool {
        article < self.texts && !self.failed.contains(&article)
    }
}

/// What the script writes.
#[derive(Deserialize)]
struct Packages {
    quantulum3: Package,
    dateparser: Package,
}

/// The Python packages, the articles' texts before them.
struct Python<'a> {
    python: &'a Path,
    script: PathBuf,
    texts: PathBuf,
    figures: PathBuf,
    /// What was read in the first round, and is read again.
    first: Option<Packages>,
}

impl<'a> Python<'a> {
    /// None where the Python does not have them.
    fn new(python: &'a Path, articles: &[Article], scratch: &Path) -> Result<Option<Self>> {
        let place = |name: &str, text: &str| {
            let path = scratch.join(name);
            std::fs::write(&path, text).map(|()| path).map_err(|e| format!("cannot write {name}: {e}"))
        };
        let line = |a: &Article| format!("{}\n", serde_json::json!({ "text": a.document.text }));
        let script = place("numbers_speed.py", SCRIPT)?;
        let texts = place("texts.jsonl", &articles.iter().map(line).collect::<String>())?;
        let figures = scratch.join("figures.json");
        if !quiet(python).arg(&script).status().is_ok_and(|s| s.success()) {
            let name = python.display();
            println!(
                "skipped: {name} has no quantulum3 and dateparser: `{name} -m pip install quantulum3 dateparser`"
            );
            return Ok(None);
        }
        Ok(Some(Python { python, script, texts, figures, first: None }))
    }

    /// One round in a process of its own; of all rounds the best is kept.
    fn round(&mut self) -> Result {
        let mut command = quiet(self.python);
        command.arg(&self.script).args([&self.texts, &self.figures]).arg(ENOUGH);
        if let Some(Packages { quantulum3, dateparser }) = &self.first {
            command.args([quantulum3.texts, dateparser.texts].map(|n| n.to_string()));
        }
        let status = command.status().map_err(|e| format!("cannot run {}: {e}", self.python.display()))?;
        if !status.success() {
            return Err(format!("{}: it gave {status}", self.python.display()));
        }
        let read: Packages = serde_json::from_str(&root::read(&self.figures)?).map_err(|e| e.to_string())?;
        match &mut self.first {
            None => self.first = Some(read),
            Some(best) => {
                best.quantulum3.seconds = best.quantulum3.seconds.min(read.quantulum3.seconds);
                best.dateparser.seconds = best.dateparser.seconds.min(read.dateparser.seconds);
            }
        }
        Ok(())
    }
}

/// Times everything in rounds that alternate; of each the best counts.
pub(crate) fn run(data: Option<&Path>, python: Option<&Path>, rounds: usize) -> Result {
    if cfg!(debug_assertions) {
        let places = [("--data", data), ("--python", python)];
        return super::in_release(&["numbers", "--rounds", &rounds.to_string()], &places);
    }
    let articles = articles(data)?;
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for the texts: {e}"))?;
    let mut python = match python {
        Some(python) => Python::new(python, &articles, scratch.path())?,
        None => {
            println!("skipped: quantulum3 and dateparser, which are timed with --python PYTHON");
            None
        }
    };
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut ours: Vec<Round> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        ours.push(Round::run(&model, &articles));
        python.as_mut().map_or(Ok(()), Python::round)?;
    }
    println!("the best of {rounds} rounds, each on one thread");
    print(&articles, &ours, python.and_then(|p| p.first).as_ref());
    Ok(())
}

fn print(articles: &[Article], ours: &[Round], packages: Option<&Packages>) {
    let counted: Vec<usize> = articles.iter().map(|a| a.document.text.split_whitespace().count()).collect();
    let words = |package: &Package| -> usize {
        counted.iter().enumerate().filter(|(n, _)| package.reads(*n)).map(|(_, words)| words).sum()
    };
    println!(
        "{:18} {:>8} {:>7} {:>10} {:>11} {:>9} {:>7}",
        "", "articles", "words", "ms", "ms/article", "words/s", "found"
    );
    let row = |name: &str, articles: usize, words: usize, seconds: f64, found: usize| {
        let (ms, speed) = (1000.0 * seconds, words as f64 / seconds);
        let each = ms / articles as f64;
        println!("{name:18} {articles:>8} {words:>7} {ms:>10.1} {each:>11.3} {speed:>9.0} {found:>7}");
    };
    for (part, name) in PARTS.iter().enumerate() {
        let found = ours.first().map_or(0, |round| round.found[part]);
        row(name, articles.len(), counted.iter().sum(), best(ours, part, |_| true), found);
    }
    let Some(Packages { quantulum3, dateparser }) = packages else { return };
    let beside = [("quantulum3", quantulum3, QUANTITIES), ("dateparser", dateparser, TIMES)];
    for (name, package, _) in beside {
        let read = package.texts - package.failed.len();
        row(&format!("{name} {}", package.version), read, words(package), package.seconds, package.found);
    }
    for (name, package, _) in beside.iter().filter(|(_, package, _)| !package.failed.is_empty()) {
        println!(
            "{name} raised on {} of {} articles, which are left out",
            package.failed.len(),
            package.texts
        );
    }
    println!("words/s of crosswire over words/s of the package, on the articles that the package read:");
    for (name, package, part) in beside {
        let ours = |part| best(ours, part, |n| package.reads(n));
        let (alone, layer) = (ours(part), ours(ANNOTATE));
        let find = PARTS[part];
        println!("  {find} / {name} {:.1}", package.seconds / alone);
        println!("  (annotate + {find}) / {name} {:.1}", package.seconds / (layer + alone));
    }
}

/// The seconds of a part for some of the articles, in the round in which they are fewest.
fn best(rounds: &[Round], part: usize, of: impl Fn(usize) -> bool) -> f64 {
    let sum = |round: &Round| -> f64 {
        round.seconds[part].iter().enumerate().filter(|(n, _)| of(*n)).map(|(_, seconds)| seconds).sum()
    };
    rounds.iter().map(sum).fold(f64::INFINITY, f64::min)
}
