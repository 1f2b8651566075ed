//! Copies: texts whose sketches are alike, found without comparing each with each.
//!
//! A sketch is cut into bands; texts that agree in a whole band are compared (locality-sensitive hashing: Leskovec, Rajaraman and
//! Ullman, Mining of Massive Datasets, chapter 3). Of texts that share three fifths of their runs one in 10,000 pairs is missed.

use crate::sketch::{BINS, Sketch, mix};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How alike two sketches are whose texts are copies.
pub const COPY: f64 = 0.6;
/// Texts that one band may share, at most: where more do, it is a template or boilerplate, and each of the others is compared with
/// these first ones alone.
pub const MOST: usize = 200;
/// Bins in a band.
const ROWS: usize = 4;
const BANDS: usize = BINS / ROWS;

/// Texts among which copies are sought.
#[derive(Debug, Default)]
pub struct Copies {
    bands: FxHashMap<u64, Vec<u32>>,
}

impl Copies {
    /// The texts that may be copies of this one, in order of their numbers.
    pub fn candidates(&self, sketch: &Sketch) -> Vec<u32> {
        let mut found: Vec<u32> =
            bands(sketch).filter_map(|band| self.bands.get(&band)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds a text under this number. One of several sketches, such as an article of several versions, is added once for each.
    pub fn add(&mut self, number: u32, sketch: &Sketch) {
        for band in bands(sketch) {
            let texts = self.bands.entry(band).or_default();
            if texts.len() < MOST && texts.last() != Some(&number) {
                texts.push(number);
            }
        }
    }

    /// Forgets the texts that are not to be kept.
    pub(crate) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.bands.retain(|_, texts| {
            texts.retain(|text| keep(*text));
            !texts.is_empty()
        });
    }
}

/// The keys of a sketch's bands, none of an empty one: texts that may be copies share one. A key tells its band as well.
pub fn bands(sketch: &Sketch) -> impl Iterator<Item = u64> {
    let band =
        |(n, rows): (usize, &[u32])| rows.iter().fold(n as u64, |hash, row| mix(hash ^ u64::from(*row)));
    debug_assert!(sketch.is_empty() || sketch.0.len() == BANDS * ROWS);
    sketch.0.chunks_exact(ROWS).enumerate().map(band)
}

/// All pairs of near-duplicates, in order of their names, each with its similarity. The order of `texts` does not matter; of a
/// name that comes several times, with other texts, the most similar two count.
pub fn pairs<'a>(texts: impl IntoIterator<Item = (&'a str, &'a Sketch)>) -> Vec<(&'a str, &'a str, f64)> {
    let mut by_name: BTreeMap<&str, Vec<&Sketch>> = BTreeMap::new();
    texts.into_iter().for_each(|(name, sketch)| by_name.entry(name).or_default().push(sketch));
    let by_name: Vec<(&str, Vec<&Sketch>)> = by_name.into_iter().collect();
    let (mut copies, mut found) = (Copies::default(), Vec::new());
    for ((number, (name, sketches)), at) in by_name.iter().enumerate().zip(0u32..) {
        let mut candidates: Vec<u32> = sketches.iter().flat_map(|sketch| copies.candidates(sketch)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        for (other, others) in candidates.into_iter().filter_map(|n| by_name[..number].get(n as usize)) {
            let each = sketches.iter().flat_map(|a| others.iter().map(|b| a.similarity(b)));
            let similarity = each.fold(0.0, f64::max);
            if similarity >= COPY {
                found.push((*other, *name, similarity));
            }
        }
        sketches.iter().for_each(|sketch| copies.add(at, sketch));
    }
    found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(from: usize, to: usize) -> Sketch {
        Sketch::new(&(from..to).map(|n| format!("word{n} ")).collect::<String>())
    }

    #[test]
    fn pairs_do_not_depend_on_the_order_of_texts() {
        let texts =
            [("b", sketch(0, 300)), ("a", sketch(20, 300)), ("c", sketch(400, 700)), ("d", sketch(2, 4))];
        let mut given: Vec<(&str, &Sketch)> = texts.iter().map(|(name, sketch)| (*name, sketch)).collect();
        let found = pairs(given.iter().copied());
        assert!(matches!(found[..], [("a", "b", similarity)] if similarity >= COPY), "{found:?}");
        given.reverse();
        assert_eq!(pairs(given), found);
    }

    #[test]
    fn a_name_with_several_texts_is_one() {
        let texts =
            [("a", sketch(0, 300)), ("a", sketch(0, 299)), ("b", sketch(500, 800)), ("b", sketch(0, 300))];
        assert_eq!(pairs(texts.iter().map(|(name, sketch)| (*name, sketch))), [("a", "b", 1.0)]);
    }

    #[test]
    fn of_boilerplate_each_is_compared_with_the_first_ones() {
        let names: Vec<String> = (0..MOST + 3).map(|n| format!("{n:04}")).collect();
        let same = sketch(0, 100);
        let found = pairs(names.iter().map(|name| (name.as_str(), &same)));
        assert_eq!(found.len(), MOST * (MOST - 1) / 2 + 3 * MOST);
    }
}
