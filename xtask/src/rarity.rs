//! `cargo xtask rarity`: counts in how many news articles a stem stands, and writes the table that weighs words.
//!
//! Only counts leave the texts, and only of stems that stand in at least [`LEAST`] articles: no sentence can be put
//! together from them.

use crosswire::group::terms::stem;
use flate2::read::MultiGzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Articles that a stem must stand in to be kept.
const LEAST: u32 = 25;

/// Counts `articles` (gzipped JSON Lines with a `text` field) and writes the table to `to`.
pub(crate) fn write(articles: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut total = 0u32;
    for line in BufReader::new(MultiGzDecoder::new(std::fs::File::open(articles)?)).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default().to_lowercase().replace('’', "'");
        let stems: BTreeSet<String> = text
            .split(|c: char| !c.is_ascii_alphabetic() && c != '\'' && c != '-')
            .map(|w| w.trim_matches(|c| c == '\'' || c == '-'))
            .filter(|w| w.len() > 1 && w.chars().all(|c| c.is_ascii_lowercase()))
            .map(stem)
            .collect();
        total += 1;
        for stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
    }
    // Rarities are rounded to a fifth: enough to weigh by, and it keeps the file small.
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (stem, count) in counts.into_iter().filter(|(_, n)| *n >= LEAST) {
        let rarity = (f64::from(total) / f64::from(count)).ln();
        rows.entry((rarity * 5.0).round() as u32).or_default().push(stem);
    }
    let mut table = String::from(
        "# How rare stems are in news: the natural logarithm of one over the share of articles that hold them, then the stems.\n\
         # Counted by `cargo xtask rarity`; see training/README.md for the origin of the articles.\n",
    );
    for (rarity, stems) in rows {
        table.push_str(&format!("{:.1} {}\n", f64::from(rarity) / 5.0, stems.join(" ")));
    }
    std::fs::write(to, table)?;
    Ok(())
}
