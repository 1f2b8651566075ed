//! Copies: texts whose sketches are alike, found without comparing each with each.
//!
//! A sketch is cut into bands; texts that agree in a whole band are compared (locality-sensitive hashing: Leskovec, Rajaraman and
//! Ullman, Mining of Massive Datasets, chapter 3). Of texts that share three fifths of their runs one in 10,000 pairs is missed.

use crate::sketch::{BINS, Sketch, mix};
use rustc_hash::FxHashMap;

/// Bins in a band.
const ROWS: usize = 4;
const BANDS: usize = BINS / ROWS;
/// Texts that one band may share, at most: where more do, it is a template or boilerplate.
const MOST: usize = 200;

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

    /// Adds a text under this number.
    pub fn add(&mut self, number: u32, sketch: &Sketch) {
        for band in bands(sketch) {
            let texts = self.bands.entry(band).or_default();
            if texts.len() < MOST {
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

fn bands(sketch: &Sketch) -> impl Iterator<Item = u64> {
    let band =
        |(n, rows): (usize, &[u32])| rows.iter().fold(n as u64, |hash, row| mix(hash ^ u64::from(*row)));
    debug_assert!(sketch.is_empty() || sketch.0.len() == BANDS * ROWS);
    sketch.0.chunks_exact(ROWS).enumerate().map(band)
}
