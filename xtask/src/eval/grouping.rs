//! How well a stream is grouped into stories: B-cubed (Bagga and Baldwin, Algorithms for scoring coreference chains, 1998) over
//! groups of ECB+, whose topics are two alike events each, and over the shared stories among them.

use super::floors::Floors;
use super::lines;
use crate::{Result, root};
use crosswire::Model;
use crosswire_sources::{Input, Options, Reader, Text};
use crosswire_stories::{Features, Grouping, Window};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Articles with the names of the events that they tell of.
const ECB: &str = "bench/ecbplus/ecbplus.jsonl.gz";

#[derive(Deserialize)]
struct Labelled {
    id: String,
    subtopic: String,
}

/// Groups ECB+ together with the shared stories, and scores either.
pub(crate) fn run(worst: usize, floors: &Floors) -> Result {
    let ecb = root::shared(ECB);
    if !ecb.is_file() {
        println!("skipped: no articles at {}", ecb.display());
        return Ok(());
    }
    let mut events: BTreeMap<String, String> =
        lines::parse::<Labelled>(&ecb)?.into_iter().map(|l| (l.id, l.subtopic)).collect();
    let mut inputs: Vec<Input> = vec![Input::Path(ecb)];
    for (_, stories) in
        super::stories::sets("grouping", &[]).into_iter().filter(|(name, _)| *name == "shared")
    {
        for folder in stories {
            let story = super::file_name(&folder);
            for file in crate::gold::article_files(&folder)? {
                events.insert(file.display().to_string(), story.clone());
                inputs.push(Input::Path(file));
            }
        }
    }
    let clusters = group(inputs)?;
    let ecb = |event: &str| event.ends_with("ecb") || event.ends_with("ecbplus");
    let mut below = Vec::new();
    for (name, in_set) in [("ecbplus", true), ("stories", false)] {
        let gold: BTreeMap<&str, &str> = events
            .iter()
            .filter(|(_, event)| ecb(event) == in_set)
            .map(|(id, event)| (id.as_str(), event.as_str()))
            .collect();
        let (precision, recall) = bcubed(&gold, &clusters);
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        println!(
            "grouping {name:8} P {:6.2}  R {:6.2}  B³ F1 {:6.2}",
            100.0 * precision,
            100.0 * recall,
            100.0 * f1
        );
        show(&gold, &clusters, worst);
        below.extend(floors.apply(&format!("grouping {name}"), &[("bcubed", f1)]).err());
    }
    if below.is_empty() { Ok(()) } else { Err(below.join("\n")) }
}

/// The story of each article, by its id or else its path.
fn group(inputs: Vec<Input>) -> Result<BTreeMap<String, String>> {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut reader = Reader::new(inputs, Options::default(), None::<PathBuf>);
    let mut articles: Vec<Features> = Vec::new();
    while let Some(read) = reader.next_texts() {
        let features = |text: Text| Features::new(&model, &text.document, text.name().to_owned());
        articles.par_extend(read.value.into_par_iter().map(features));
    }
    let stories = Grouping::all(articles, Window::default());
    let member = |story: crosswire_stories::Story| {
        let id = story.id;
        story.articles.into_iter().map(move |article| (article.id, id.clone()))
    };
    Ok(stories.into_iter().flat_map(member).collect())
}

/// Per article the share of its cluster that is of its event, and the share of its event that is in its cluster; their means over
/// the articles of the gold.
fn bcubed(gold: &BTreeMap<&str, &str>, clusters: &BTreeMap<String, String>) -> (f64, f64) {
    fn cluster<'a>(clusters: &'a BTreeMap<String, String>, id: &'a str) -> &'a str {
        clusters.get(id).map_or(id, String::as_str)
    }
    let mut cells: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let (mut events, mut found): (BTreeMap<&str, f64>, BTreeMap<&str, f64>) = Default::default();
    for (id, event) in gold {
        *cells.entry((event, cluster(clusters, id))).or_default() += 1.0;
        *events.entry(event).or_default() += 1.0;
        *found.entry(cluster(clusters, id)).or_default() += 1.0;
    }
    let all = (gold.len() as f64).max(1.0);
    let precision = cells.iter().map(|((_, cluster), n)| n * n / found[cluster]).sum::<f64>() / all;
    let recall = cells.iter().map(|((event, _), n)| n * n / events[event]).sum::<f64>() / all;
    (precision, recall)
}

/// Names the events that broke most, with the sizes of their parts.
fn show(gold: &BTreeMap<&str, &str>, clusters: &BTreeMap<String, String>, worst: usize) {
    let mut parts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (id, event) in gold {
        *parts.entry(event).or_default().entry(clusters.get(*id).map_or(id, String::as_str)).or_default() +=
            1;
    }
    let share = |parts: &BTreeMap<&str, usize>| {
        let all: usize = parts.values().sum();
        parts.values().map(|n| n * n).sum::<usize>() as f64 / (all * all) as f64
    };
    let mut rows: Vec<_> = parts.iter().collect();
    rows.sort_by(|a, b| share(a.1).total_cmp(&share(b.1)).then(a.0.cmp(b.0)));
    for (event, parts) in rows.into_iter().take(worst).filter(|(_, parts)| parts.len() > 1) {
        let mut sizes: Vec<usize> = parts.values().copied().collect();
        sizes.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
        println!("  {event}: {sizes:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::bcubed;

    /// The example of the scorer beside the stream.
    #[test]
    fn one_article_that_strayed() {
        let ids = ["0", "1", "2", "3", "4", "5"];
        let gold = ids.into_iter().zip(["a", "a", "a", "b", "b", "c"]).collect();
        let clusters = ids.into_iter().map(str::to_owned).zip("xxyyyz".chars().map(String::from)).collect();
        let (precision, recall) = bcubed(&gold, &clusters);
        assert!((precision - (1.0 + 1.0 + 1.0 / 3.0 + 2.0 / 3.0 + 2.0 / 3.0 + 1.0) / 6.0).abs() < 1e-9);
        assert!((recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0 + 1.0 + 1.0) / 6.0).abs() < 1e-9);
    }
}
