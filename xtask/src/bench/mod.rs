//! How fast the program is, as a whole process: start, reading, pipeline, writing.
//!
//! In reading order: [`mod@measure`] (a program's time and memory), [`generate`] (articles for the pipeline), which is timed
//! here; [`lang`] times the language layer alone, [`statements`] finding who says what beside it, [`numbers`] finding how many
//! and when, [`story`] everything for one story, rewritten by [`rewrite`], [`desk`] many people at once, [`stories`] grouping a stream, [`warc`] reading web
//! archives, [`python`] the wheel, [`engines`] the wheel inside Spark and Daft.

mod measure;
mod generate;
pub(crate) mod lang;
pub(crate) mod statements;
pub(crate) mod numbers;
mod rewrite;
pub(crate) mod story;
pub(crate) mod copies;
pub(crate) mod desk;
pub(crate) mod warc;
pub(crate) mod stories;
pub(crate) mod python;
pub(crate) mod engines;

use crate::{Result, root};
use generate::Shape;
use measure::{Cost, measure, quiet};
use std::path::Path;

/// Times the example and generated articles in both shapes, or only writes these to `keep`.
pub(crate) fn run(sizes: &[usize], keep: Option<&Path>) -> Result {
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for generated articles: {e}"))?;
    let folder = keep.unwrap_or(scratch.path());
    let mut generated = Vec::new();
    for shape in [Shape::OneStory, Shape::ManyStories] {
        for &articles in sizes {
            let to = folder.join(format!("{}-{articles}", shape.name()));
            generate::write(shape, articles, &to)?;
            generated.push((shape, articles, to));
        }
    }
    if let Some(folder) = keep {
        println!("wrote the generated articles to {}", folder.display());
        return Ok(());
    }
    let program = root::build_crosswire(true)?;
    // The ledger goes nowhere.
    let brief = |folder: &Path| measure(quiet(&program).args(["brief", "--format", "json"]).arg(folder));
    println!(
        "{:22} {:>8} {:>9} {:>12} {:>9} {:>7}",
        "articles", "number", "seconds", "ms/article", "MiB", "growth"
    );
    let example = root::at("examples/ferry");
    let articles = crate::gold::article_files(&example)?.len();
    print_row("the example", articles, &brief(&example)?, None);
    let mut last: Option<(Shape, usize, Cost)> = None;
    for (shape, articles, folder) in generated {
        let cost = brief(&folder)?;
        let before = last.as_ref().filter(|(s, _, _)| *s == shape).map(|(_, n, c)| (*n, c));
        print_row(shape.label(), articles, &cost, before);
        last = Some((shape, articles, cost));
    }
    println!(
        "growth: 1 means that twice the articles take twice as long, 2 that they take four times as long"
    );
    Ok(())
}

fn print_row(label: &str, articles: usize, cost: &Cost, before: Option<(usize, &Cost)>) {
    let growth = before.map_or(String::new(), |(n, c)| {
        let exponent = (cost.seconds / c.seconds).ln() / (articles as f64 / n as f64).ln();
        format!("{exponent:.2}")
    });
    let memory = cost.peak_mib.map_or("-".to_owned(), |m| format!("{m:.1}"));
    println!(
        "{label:22} {articles:>8} {:>9.3} {:>12.2} {memory:>9} {growth:>7}",
        cost.seconds,
        1000.0 * cost.seconds / articles as f64
    );
}

/// Runs `cargo xtask bench` once more in the release build, in which alone a time says something.
fn in_release(task: &[&str], places: &[(&str, Option<&Path>)]) -> Result {
    let mut args: Vec<String> =
        ["run", "--quiet", "--release", "--package", "xtask", "--", "bench"].map(str::to_owned).into();
    args.extend(task.iter().map(|&word| word.to_owned()));
    for (option, place) in places {
        let Some(place) = place else { continue };
        // What is run next starts at the root. A program's name alone is no place.
        let place = if place.exists() { std::path::absolute(place) } else { Ok((*place).to_owned()) };
        let place = place.map_err(|e| e.to_string())?;
        let place = place.to_str().ok_or(format!("the name after {option} is not UTF-8"))?;
        args.extend([(*option).to_owned(), place.to_owned()]);
    }
    root::run("cargo", &args.iter().map(String::as_str).collect::<Vec<_>>())
}
