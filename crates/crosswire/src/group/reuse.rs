//! What was copied: runs of words that stand in two articles.
//!
//! Runs of [`SHINGLE`] words are looked up by hash; each match is grown both ways; matches that follow each other on both
//! sides with a few changed words between are one passage, nearly the same. The cost grows with the words read and the
//! passages found, not with the pairs of articles.

use crate::annotate::{Annotation, WordKind};
use crate::text::Article;
use crosswire_model::{Reuse, ReuseKind};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Words that a run has at least. Shorter ones are names, titles and set phrases.
const SHINGLE: usize = 8;
/// Words of a passage at least.
const LEAST: usize = 12;
/// Words that may be changed, left out or put in between two runs of one passage.
const GAP: usize = 4;
/// Places of the same run beyond which each is compared with the first only: so many copies have one text behind them, and
/// listing every two of them would grow with their square.
const COMMON: usize = 64;

/// The words of an article that can be copied, in lower case, with where they stand.
struct Running {
    words: Vec<String>,
    bytes: Vec<Range<usize>>,
}

/// Passages that stand in two articles, in the order of the articles.
pub fn find(articles: &[Article], annotations: &[Annotation]) -> Vec<Reuse> {
    let running: Vec<Running> = articles.iter().zip(annotations).map(|(a, n)| running(a, n)).collect();
    let mut places: FxHashMap<u64, Vec<(usize, usize)>> = FxHashMap::default();
    for (a, run) in running.iter().enumerate() {
        for (i, shingle) in run.words.windows(SHINGLE).enumerate() {
            places.entry(hash(shingle)).or_default().push((a, i));
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for a in 0..running.len() {
        // For each other article and diagonal, how far the last run reaches: what lies within it was grown already.
        let mut grown: FxHashMap<(usize, isize), usize> = FxHashMap::default();
        for (i, shingle) in running[a].words.windows(SHINGLE).enumerate() {
            let Some(others) = places.get(&hash(shingle)) else { continue };
            if others.len() > COMMON && others[0] != (a, i) {
                continue;
            }
            for &(b, j) in others.iter().filter(|(b, _)| *b > a) {
                let diagonal = j as isize - i as isize;
                if grown.get(&(b, diagonal)).is_some_and(|&end| i < end)
                    || running[b].words[j..j + SHINGLE] != *shingle
                {
                    continue;
                }
                let same = running[a].words[i..]
                    .iter()
                    .zip(&running[b].words[j..])
                    .take_while(|(x, y)| x == y)
                    .count();
                grown.insert((b, diagonal), i + same);
                runs.push(Run { articles: (a, b), a: i..i + same, b: j..j + same, same });
            }
        }
    }
    runs.sort_by_key(|r| (r.articles, r.a.start, r.b.start));
    join(runs)
        .into_iter()
        .filter(|r| r.same >= LEAST)
        .map(|r| {
            let (a, b) = r.articles;
            let longer = r.a.len().max(r.b.len());
            let bytes = |n: usize, words: &Range<usize>| {
                running[n].bytes[words.start].start..running[n].bytes[words.end - 1].end
            };
            Reuse {
                a: articles[a].passage(&bytes(a, &r.a)),
                b: articles[b].passage(&bytes(b, &r.b)),
                direction: None,
                agency: None,
                kind: if r.same == longer { ReuseKind::Verbatim } else { ReuseKind::Near },
                similarity: (r.same as f64 / longer as f64 * 100.0).round() / 100.0,
            }
        })
        .collect()
}

/// A passage while it is being found: word ranges in both articles, and how many words are the same.
struct Run {
    articles: (usize, usize),
    a: Range<usize>,
    b: Range<usize>,
    same: usize,
}

/// Joins runs that follow each other in both articles with at most [`GAP`] words between.
fn join(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        let near = |last: &Run| {
            last.articles == run.articles
                && (last.a.end..=last.a.end + GAP).contains(&run.a.start)
                && (last.b.end..=last.b.end + GAP).contains(&run.b.start)
        };
        match joined.iter_mut().rev().take(4).find(|last| near(last)) {
            Some(last) => {
                last.a.end = run.a.end;
                last.b.end = run.b.end;
                last.same += run.same;
            }
            None => joined.push(run),
        }
    }
    joined
}

fn running(article: &Article, annotation: &Annotation) -> Running {
    let mut running = Running { words: Vec::new(), bytes: Vec::new() };
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        for word in &annotation.words[sentence.words.clone()] {
            if word.kind != WordKind::Mark {
                running.words.push(article.text(&word.bytes).to_lowercase().replace('’', "'"));
                running.bytes.push(word.bytes.clone());
            }
        }
    }
    running
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}
