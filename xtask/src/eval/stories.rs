//! Runs the pipeline over story folders and scores its ledgers against their gold.
//!
//! A story on which the weights of alignment were set is compared by those that the other stories give.

use super::floors::Floors;
use crate::score::gold::Gold;
use crate::score::story;
use crate::{Result, gold, root};
use crosswire::{Brief, Document, Model};
use crosswire_model::Ledger;
use std::path::{Path, PathBuf};

/// Scores every story below the folders given.
pub(crate) fn run(data: &[PathBuf], misses: bool, floors: &Floors) -> Result {
    let default = [root::at("eval/stories"), root::shared("stories")];
    let folders = if data.is_empty() { &default[..] } else { data };
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut below = Vec::new();
    for folder in folders {
        let stories = stories(folder);
        if stories.is_empty() {
            println!("skipped: no story in {}", folder.display());
        }
        for story in stories {
            let gold = gold(&story)?;
            let score = story::score(&ledger(&model, &story, &gold.story)?, &gold);
            println!("{}", gold.story);
            for row in &score.rows {
                let share = row.score().map_or("    -".to_owned(), |s| format!("{s:.3}"));
                println!("  {:15} {share}  ({}/{})", row.name, row.hits, row.total);
            }
            if misses {
                score.misses.iter().for_each(|miss| println!("  {miss}"));
            }
            let scores: Vec<_> = score.rows.iter().filter_map(|r| Some((r.name, r.score()?))).collect();
            if let Err(reason) = floors.apply(&format!("story {}", gold.story), &scores) {
                below.push(reason);
            }
        }
    }
    if below.is_empty() { Ok(()) } else { Err(below.join("\n")) }
}

/// The folders with a `gold.json`: this one, or those directly in it, in order of name.
pub(crate) fn stories(folder: &Path) -> Vec<PathBuf> {
    if folder.join("gold.json").is_file() {
        return vec![folder.to_owned()];
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
    let mut found: Vec<_> = entries.filter(|p| p.join("gold.json").is_file()).collect();
    found.sort();
    found
}

/// The stories to measure, with what the floors of each set are kept under: those below the folders named, or the project's own
/// and the shared ones. A set without stories is told as skipped.
pub(crate) fn sets(what: &str, folders: &[PathBuf]) -> Vec<(&'static str, Vec<PathBuf>)> {
    let sets: Vec<(&str, Vec<PathBuf>)> = match folders {
        [] => vec![("own", vec![root::at("eval/stories")]), ("shared", vec![root::shared("stories")])],
        folders => vec![("named", folders.to_vec())],
    };
    let mut sets: Vec<_> =
        sets.into_iter().map(|(name, all)| (name, all.iter().flat_map(|f| stories(f)).collect())).collect();
    sets.retain(|(name, all): &(_, Vec<_>)| {
        if all.is_empty() {
            println!("skipped: no stories for {what} {name}");
        }
        !all.is_empty()
    });
    sets
}

/// A story's gold.
pub(crate) fn gold(folder: &Path) -> Result<Gold> {
    let file = folder.join("gold.json");
    serde_json::from_str(&root::read(&file)?).map_err(|e| format!("{}: {e}", file.display()))
}

/// A story's articles.
pub(crate) fn documents(folder: &Path) -> Vec<Document> {
    let articles = vec![gold::articles(folder).into()];
    crosswire_sources::read(articles, &crosswire_sources::Options::default(), &|_| ()).value
}

/// The ledger of a story.
pub(crate) fn ledger(model: &Model, folder: &Path, story: &str) -> Result<Ledger> {
    let weights = super::pairs::weights_without(story)?;
    Ok(Brief::builder().documents(documents(folder)).weights(weights).build(model).value.ledger)
}
