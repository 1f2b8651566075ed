//! Which pairs of passages are worth comparing.
//!
//! Passages meet by the terms that they share, or that mean nearly the same, through an inverted index. Terms that very many
//! passages hold find none; of what a passage meets, the most alike are kept. So the cost grows with the passages, not with
//! their square.

use super::unit::Unit;
use super::vocabulary::{Term, Vocabulary};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Terms that more passages than this hold are not used to find others, unless a passage has no rarer ones.
const FREQUENT: usize = 200;
/// Others that a passage is compared with, at most.
const KEPT: usize = 60;

/// Pairs of places in `of`, the lower first, in order.
pub(super) fn find(units: &[Unit], of: &[usize], vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); vocabulary.len()];
    for (place, &unit) in of.iter().enumerate() {
        for &(term, weight) in &units[unit].vector.0 {
            holders[term as usize].push((place as u32, weight));
        }
    }
    let partners = |place: usize| {
        let mut terms: Vec<(Term, f32)> = units[of[place]].vector.0.clone();
        terms.sort_by_key(|(t, _)| (holders[*t as usize].len(), *t));
        let few = terms.iter().take_while(|(t, _)| holders[*t as usize].len() <= FREQUENT).count().max(2);
        let mut met: FxHashMap<u32, f32> = FxHashMap::default();
        let mut meet = |term: Term, weight: f32| {
            for &(other, other_weight) in &holders[term as usize] {
                if other as usize != place {
                    *met.entry(other).or_default() += weight * other_weight;
                }
            }
        };
        for &(term, weight) in terms.iter().take(few) {
            meet(term, weight);
            for &(near, cosine) in vocabulary.near(term) {
                if holders[near as usize].len() <= FREQUENT {
                    meet(near, weight * cosine);
                }
            }
        }
        let mut met: Vec<(u32, f32)> = met.into_iter().collect();
        met.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        met.truncate(KEPT);
        met.into_iter().map(move |(other, _)| (place.min(other as usize), place.max(other as usize)))
    };
    let mut pairs: Vec<(usize, usize)> = (0..of.len()).into_par_iter().flat_map_iter(partners).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}
