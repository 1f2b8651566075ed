//! Whether two passages are each other's best, or others are nearer.
//!
//! It is asked twice: of the likeness of two passages by themselves, and of that which takes the first answer in.
//!
//! An article tells most things once, so a passage has at most one true counterpart in another article: a likeness that is
//! the best on both sides is worth more, one that others surpass less.

use super::Pair;
use rustc_hash::FxHashMap;

/// How far a lead or a lag counts, in logits.
const FAR: f64 = 4.0;
/// The likeness, in logits, that a rival has at least where there is none.
const NONE: f64 = -4.0;

/// Fills in the four signals of rivals from `at` on. `likeness` says how alike each two are, in logits, and `article` in
/// which article a place lies.
pub(super) fn fill(pairs: &mut [Pair], likeness: &[f64], at: usize, article: impl Fn(usize) -> usize) {
    // For each passage and other article the two best.
    let mut best: FxHashMap<(usize, usize), [f64; 2]> = FxHashMap::default();
    for (&Pair { a, b, .. }, &likeness) in pairs.iter().zip(likeness) {
        for key in [(a, article(b)), (b, article(a))] {
            let [first, second] = best.entry(key).or_insert([NONE; 2]);
            if likeness > *first {
                *second = *first;
                *first = likeness;
            } else if likeness > *second {
                *second = likeness;
            }
        }
    }
    for (pair, &likeness) in pairs.iter_mut().zip(likeness) {
        let lead = |key: (usize, usize)| {
            let [first, second] = best[&key];
            likeness - if likeness < first { first } else { second }
        };
        let (x, y) = (lead((pair.a, article(pair.b))), lead((pair.b, article(pair.a))));
        let yes = |x: bool| f32::from(u8::from(x));
        let share = |x: f64| (x.clamp(-FAR, FAR) / FAR) as f32;
        let rivals = [yes(x >= 0.0 && y >= 0.0), share(x.min(y)), share(x.max(y)), yes(x >= 0.0 || y >= 0.0)];
        pair.signals[at..at + rivals.len()].copy_from_slice(&rivals);
    }
}
