//! Sketches of texts, by which near-duplicates are found: MinHash with one permutation.
//!
//! A text's runs of words are hashed once; the hashes fall into [`BINS`] bins, and each bin keeps the smallest (Li, Owen and Zhang,
//! One permutation hashing, NIPS 2012). A bin that none fell into takes that of another bin, chosen by the bin alone
//! (Shrivastava, Optimal densification for fast and accurate minwise hashing, ICML 2017). The share of bins in which two texts
//! agree is near to the Jaccard index of their runs: 128 bins err by .04 at most in two of three cases.

use serde::{Deserialize, Serialize};

/// Words in a run.
pub(crate) const RUN: usize = 5;
/// Bins of a sketch.
pub(crate) const BINS: usize = 128;
/// Fewer runs are no text.
const FEWEST: usize = 8;
/// How often an empty bin looks elsewhere.
const TRIES: u64 = 64;

/// The sketch of a text; none of one of few words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sketch(pub(crate) Vec<u32>);

impl Sketch {
    /// The sketch of the words of a text, whatever their case and what stands between them.
    pub fn new(text: &str) -> Self {
        let mut bins = [u32::MAX; BINS];
        let mut ring = [0u64; RUN];
        let (mut words, mut filled) = (0usize, 0usize);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            ring[words % RUN] = hash_lower(word);
            words += 1;
            if words < RUN {
                continue;
            }
            let mut run = 0u64;
            for place in 0..RUN {
                run = mix(run ^ ring[(words + place) % RUN]);
            }
            let bin = (run >> 57) as usize;
            // The highest value says that a bin is empty.
            let value = (run as u32).min(u32::MAX - 1);
            filled += usize::from(bins[bin] == u32::MAX);
            bins[bin] = bins[bin].min(value);
        }
        if words < RUN + FEWEST - 1 {
            return Sketch::default();
        }
        let mut dense = bins;
        if filled < BINS {
            for (bin, value) in dense.iter_mut().enumerate().filter(|(_, value)| **value == u32::MAX) {
                let elsewhere = |n: u64| bins[(mix((bin as u64) << 32 | n) >> 57) as usize];
                *value = (1..=TRIES).map(elsewhere).find(|v| *v != u32::MAX).unwrap_or(u32::MAX);
            }
        }
        Sketch(dense.to_vec())
    }

    /// Whether there was too little text for a sketch.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// About which share of the runs of both texts stands in both, 0..1; 0 where one has no sketch.
    pub fn similarity(&self, other: &Sketch) -> f64 {
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / BINS as f64
    }
}

/// Mixes the bits of a number (the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014).
pub(crate) fn mix(number: u64) -> u64 {
    let mut n = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// FNV-1a of some bytes, mixed. It is written down here so that it is the same in every version of the program.
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed;
    mix(bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)))
}

/// The hash of a word in lower case, without writing it down where it is ASCII.
fn hash_lower(word: &str) -> u64 {
    if word.is_ascii() {
        let step =
            |hash: u64, byte: u8| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3);
        return word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01b3))
}
