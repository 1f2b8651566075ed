//! Whether two passages say the same, apart from how passages are found and grouped: the gold's own passages are compared.
//!
//! Two passages of different articles are a pair; it is one that says the same where the gold has both in one claim. Pairs whose
//! passages meet in a claim in other words are left out. Scored as by `score_pairs.py` beside the stories: average precision,
//! and the best F1 over one bar for all.

use super::floors::Floors;
use crate::score::gold::{Gold, Member};
use crate::{Result, root};
use crosswire::group::alignment::{Alignment, Weights};
use crosswire::story::Story;
use crosswire::{Frames, Model};
use crosswire_model::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A pair of the gold's passages.
struct Judged {
    same: bool,
    score: f64,
}

/// How well scores tell the pairs that say the same.
struct Score {
    pairs: usize,
    same: usize,
    average_precision: f64,
    f1: f64,
    recall: f64,
    precision: f64,
    bar: f64,
}

/// Compares the passages of these stories, or of the project's and the shared ones, each by the weights that the others give.
pub(crate) fn run(folders: &[PathBuf], floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut failed = Vec::new();
    for (name, stories) in super::stories::sets("pairs", folders) {
        let mut all = Vec::new();
        for folder in stories {
            let (story, judged) = judge(&model, &folder)?;
            print(&story, &score(&judged));
            all.extend(judged);
        }
        let score = score(&all);
        print(name, &score);
        let rows = [("AP", score.average_precision), ("F1", score.f1)];
        failed.extend(floors.apply(&format!("pairs {name}"), &rows).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn print(name: &str, s: &Score) {
    println!(
        "pairs {name:18} {:6} pairs {:5} same  AP {:.3}  F1 {:.3} (r {:.2} p {:.2} at {:.2})",
        s.pairs, s.same, s.average_precision, s.f1, s.recall, s.precision, s.bar
    );
}

/// A story's gold, and its articles as the program reads them.
pub(crate) fn read(model: &Model, folder: &Path) -> Result<(Gold, Story)> {
    let (gold, documents) = (super::stories::gold(folder)?, super::stories::documents(folder));
    Ok((gold, Story::read(model, &Frames::builtin(), documents).value))
}

/// The passages of a story's gold, and the pairs of them of which the gold tells whether they say the same.
pub(crate) struct GoldPairs {
    pub(crate) story: String,
    pub(crate) alignment: Alignment,
    /// The places of two passages, the lower first, and whether they say the same.
    pub(crate) pairs: Vec<((usize, usize), bool)>,
}

/// Reads the pairs of a story's gold.
pub(crate) fn pairs(model: &Model, folder: &Path) -> Result<GoldPairs> {
    let (gold, story) = read(model, folder)?;
    let reports = story.reports.iter().enumerate();
    let place: BTreeMap<String, usize> = reports
        .filter_map(|(n, r)| Some((Path::new(&r.article.document.path).file_name()?.to_str()?.to_owned(), n)))
        .collect();
    let members: Vec<(&str, &Member)> =
        gold.claims.iter().flat_map(|c| c.members.iter().map(move |m| (c.id.as_str(), m))).collect();
    let mut passages = Vec::with_capacity(members.len());
    for (_, member) in &members {
        let n = *place
            .get(&member.article)
            .ok_or_else(|| format!("{}: no {}", folder.display(), member.article))?;
        passages.push((n, story.reports[n].article.bytes(Span::new(member.span.0, member.span.1))));
    }
    // The claims that a passage meets, in whichever words.
    let meets = |m: &Member| -> BTreeSet<&str> {
        let here = |x: &Member| x.article == m.article && x.span.overlap(m.span.0, m.span.1) > 0;
        members.iter().filter(|(_, x)| here(x)).map(|(claim, _)| *claim).collect()
    };
    let met: Vec<BTreeSet<&str>> = members.iter().map(|(_, m)| meets(m)).collect();
    let told = |&(i, j): &(usize, usize)| {
        let ((c, m), (d, x)) = (members[i], members[j]);
        m.article != x.article && (c == d || met[i].is_disjoint(&met[j]))
    };
    let every = (0..members.len()).flat_map(|i| (i + 1..members.len()).map(move |j| (i, j)));
    let pairs = every.filter(told).map(|(i, j)| ((i, j), members[i].0 == members[j].0)).collect();
    let alignment = Alignment::of(model, &story, &passages);
    Ok(GoldPairs { story: gold.story.clone(), alignment, pairs })
}

/// The weights by which a story is measured: those that the other stories give, where the weights were set on it; else those
/// that ship.
pub(crate) fn weights_without(story: &str) -> Result<Weights> {
    let file = root::at(&format!("eval/weights/{story}.txt"));
    if file.is_file() {
        Weights::read(&root::read(&file)?).map_err(|e| format!("{}: {e}", file.display()))
    } else {
        Ok(Weights::builtin().clone())
    }
}

/// The pairs of a story's gold, compared; and the story's name.
fn judge(model: &Model, folder: &Path) -> Result<(String, Vec<Judged>)> {
    let GoldPairs { story, alignment, pairs } = pairs(model, folder)?;
    let alignment = alignment.with_weights(weights_without(&story)?);
    let all: Vec<usize> = (0..alignment.units.len()).collect();
    let same: Vec<bool> = pairs.iter().map(|(_, same)| *same).collect();
    let judged = alignment.judge(pairs.into_iter().map(|(pair, _)| pair).collect(), &all);
    let judged = judged.into_iter().zip(same).map(|(pair, same)| Judged { same, score: pair.score });
    Ok((story, judged.collect()))
}

/// Average precision (pairs of one score count as one step) and the best F1.
fn score(judged: &[Judged]) -> Score {
    let mut order: Vec<&Judged> = judged.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score));
    let same = order.iter().filter(|j| j.same).count();
    let mut best = Score {
        pairs: order.len(),
        same,
        average_precision: 0.0,
        f1: 0.0,
        recall: 0.0,
        precision: 0.0,
        bar: 0.0,
    };
    let (mut found, mut seen, mut before) = (0, 0, 0.0);
    for step in order.chunk_by(|a, b| a.score == b.score) {
        found += step.iter().filter(|j| j.same).count();
        seen += step.len();
        let (precision, recall) = (found as f64 / seen as f64, found as f64 / same.max(1) as f64);
        best.average_precision += precision * (recall - before);
        before = recall;
        let f1 = if found == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        if f1 > best.f1 {
            (best.f1, best.recall, best.precision, best.bar) = (f1, recall, precision, step[0].score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_one_score_are_one_step() {
        let pair = |score: f64, same: bool| Judged { same, score };
        let all = [pair(0.9, true), pair(0.5, true), pair(0.5, false), pair(0.1, false)];
        let score = score(&all);
        assert!((score.average_precision - (0.5 + 0.5 * 2.0 / 3.0)).abs() < 1e-9);
        assert!((score.f1 - 0.8).abs() < 1e-9 && score.bar == 0.5);
    }
}
