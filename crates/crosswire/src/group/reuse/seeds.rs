//! Where two articles may carry one passage: words that say something and follow each other in both.
//!
//! A seed is three out of four such words in a row, the first among them: one of the four may have been changed, and what
//! stands between them does not count. A third of the words changed still leaves some seed in nearly every sentence.

use super::words::Running;
use super::{COMMON, LEADERS};
use crosswire_lang::WordRange;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Which of four words make up the seeds.
const PATTERNS: [[usize; 3]; 3] = [[0, 1, 2], [0, 1, 3], [0, 2, 3]];
/// Running words that a seed reaches over at most.
const REACH: usize = 16;
/// Running words between one hit and the next of a chain, at most.
const STEP: usize = 40;
/// Words that may be put in or left out between two hits of a chain.
const SHIFT: usize = 14;
/// Hits of a chain at least: by chance there is mostly one. Four words that are all the same make three, at one place.
pub(super) const HITS: usize = 2;
/// Chains looked back over for one that a hit goes on.
const OPEN: usize = 8;

/// Where each seed stands.
pub(super) struct Index {
    /// For each article its seeds, each with the place of its first word.
    seeds: Vec<Vec<(u64, u32)>>,
    /// For each article, how many of its seeds up to each one stand in more than [`COMMON`] places.
    common: Vec<Vec<u32>>,
    /// Article and place of every seed that stands in two articles, seed by seed.
    places: Vec<(u32, u32)>,
    /// Those of one seed.
    of_seed: FxHashMap<u64, Range<u32>>,
}

/// Hits that lie along one line: a word's place in one article, and in the other.
pub(super) struct Chain {
    /// The earlier article.
    pub(super) article: usize,
    /// Places in the earlier article and in the later, in the order of the later.
    pub(super) hits: Vec<(usize, usize)>,
}

impl Chain {
    /// The words of the later article from the first hit to the last.
    pub(super) fn in_b(&self) -> WordRange {
        WordRange::new(self.hits[0].1, self.hits[self.hits.len() - 1].1 + 1)
    }
}

impl Index {
    pub(super) fn new(running: &[Running]) -> Self {
        let seeds: Vec<Vec<(u64, u32)>> = running.par_iter().map(seeds).collect();
        let entry = |(n, of): (usize, &Vec<(u64, u32)>)| {
            of.iter().map(move |&(seed, at)| (seed, n as u32, at)).collect::<Vec<_>>()
        };
        let mut all: Vec<(u64, u32, u32)> = seeds.par_iter().enumerate().flat_map_iter(entry).collect();
        all.par_sort_unstable();
        let (mut places, mut of_seed) = (Vec::new(), FxHashMap::default());
        for same in all.chunk_by(|x, y| x.0 == y.0) {
            if same[0].1 != same[same.len() - 1].1 {
                let from = places.len() as u32;
                places.extend(same.iter().map(|&(_, article, at)| (article, at)));
                of_seed.insert(same[0].0, from..places.len() as u32);
            }
        }
        let is_common =
            |(seed, _): &(u64, u32)| of_seed.get(seed).is_some_and(|r: &Range<u32>| r.len() > COMMON);
        let counted = |of: &Vec<(u64, u32)>| {
            let sum = of.iter().scan(0, |sum, seed| {
                *sum += u32::from(is_common(seed));
                Some(*sum)
            });
            std::iter::once(0).chain(sum).collect()
        };
        let common = seeds.par_iter().map(counted).collect();
        Index { seeds, common, places, of_seed }
    }

    /// Whether most seeds in a range of an article's words stand in very many places.
    pub(super) fn is_common(&self, article: usize, words: WordRange) -> bool {
        let at = |word: usize| self.seeds[article].partition_point(|&(_, at)| (at as usize) < word);
        let (from, to) = (at(words.start), at(words.end));
        let common = self.common[article][to] - self.common[article][from];
        2 * common as usize >= to - from
    }

    /// The chains that an article makes with earlier ones, in the order of these.
    pub(super) fn chains(&self, b: usize) -> Vec<Chain> {
        let mut hits: Vec<(u32, u32, u32)> = Vec::new();
        for &(seed, at) in &self.seeds[b] {
            let Some(range) = self.of_seed.get(&seed) else { continue };
            let places = &self.places[range.start as usize..range.end as usize];
            let most = if places.len() > COMMON { LEADERS } else { places.len() };
            let earlier = places.iter().take(most).take_while(|(article, _)| (*article as usize) < b);
            hits.extend(earlier.map(|&(article, place)| (article, at, place)));
        }
        hits.sort_unstable();
        hits.chunk_by(|x, y| x.0 == y.0).flat_map(chained).collect()
    }
}

/// The chains among the hits with one article.
fn chained(hits: &[(u32, u32, u32)]) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    for &(article, j, i) in hits {
        let (i, j) = (i as usize, j as usize);
        let from = chains.len().saturating_sub(OPEN);
        let next = chains[from..].iter_mut().filter_map(|chain| {
            let &(last_i, last_j) = chain.hits.last()?;
            let shift = (i + last_j).abs_diff(j + last_i);
            let goes_on = j <= last_j + STEP && last_i <= i && i <= last_i + STEP && shift <= SHIFT;
            goes_on.then_some((shift, chain))
        });
        match next.min_by_key(|(shift, _)| *shift) {
            Some((_, chain)) => chain.hits.push((i, j)),
            None => chains.push(Chain { article: article as usize, hits: vec![(i, j)] }),
        }
    }
    chains.retain(|chain| chain.hits.len() >= HITS);
    chains
}

/// The seeds of an article, in order of place.
fn seeds(running: &Running) -> Vec<(u64, u32)> {
    let words = &running.words;
    let content: Vec<usize> = (0..words.len()).filter(|&i| words[i].content).collect();
    let mut seeds = Vec::with_capacity(PATTERNS.len() * content.len());
    for four in content.windows(4) {
        for pattern in PATTERNS {
            let [first, _, last] = pattern.map(|p| four[p]);
            if last - first < REACH {
                seeds.push((hash(pattern.map(|p| words[four[p]].stem)), first as u32));
            }
        }
    }
    seeds
}

fn hash(stems: [u64; 3]) -> u64 {
    let mut hasher = FxHasher::default();
    stems.hash(&mut hasher);
    hasher.finish()
}
