//! What third passages tell of two: who says what one says mostly says what the other says, too.
//!
//! A claim is told many times over, so that two passages in other words are often both near to a third. The likelihoods of
//! the pairs are the weights of a graph; signals of two passages are taken from their neighbours in it, as in link
//! prediction (Liben-Nowell & Kleinberg, The Link-Prediction Problem for Social Networks, 2007: common neighbours, Jaccard).

use super::signals::BESIDE;
use super::{Pair, rivals};
use rayon::prelude::*;

/// Likelier third passages than this say nothing more, as a sum.
const THIRDS: f64 = 3.0;
/// The same of others that say what one of the two says.
const OTHERS: f64 = 6.0;
/// A sum of likelihoods below this is no ground for a share.
const LEAST: f64 = 0.3;

/// Fills in the signals of neighbours, and of rivals by the likeness that is reached before. `pairs` have the
/// lower place first, in order; `likeness` says how alike each two are, in logits.
pub(super) fn fill(pairs: &mut [Pair], likeness: &[f64], article: impl Fn(usize) -> usize + Sync) {
    let places = pairs.iter().map(|p| p.b + 1).max().unwrap_or(0);
    // How likely each two say the same; a pair within one article is no edge of the graph.
    let edge = |(&Pair { a, b, .. }, &likeness): (&Pair, &f64)| {
        if article(a) == article(b) { 0.0 } else { super::weights::likelihood(likeness) }
    };
    let edges: Vec<f64> = pairs.iter().zip(likeness).map(edge).collect();
    // For each passage those of other articles, in order, and how likely they say the same.
    let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); places];
    for (&Pair { a, b, .. }, &p) in pairs.iter().zip(&edges) {
        if article(a) != article(b) {
            near[a].push((b, p));
            near[b].push((a, p));
        }
    }
    near.iter_mut().for_each(|n| n.sort_unstable_by_key(|(other, _)| *other));
    let total: Vec<f64> = near.iter().map(|n| n.iter().map(|(_, p)| p).sum()).collect();
    let best: Vec<f64> = near.iter().map(|n| n.iter().map(|(_, p)| *p).fold(0.0, f64::max)).collect();
    pairs.par_iter_mut().zip(likeness).zip(&edges).for_each(|((pair, &likeness), &p)| {
        let (a, b) = (pair.a, pair.b);
        let (mut third, mut thirds, mut shared) = (0.0_f64, 0.0, 0.0);
        let (mut x, mut y) = (near[a].iter().peekable(), near[b].iter().peekable());
        while let (Some((c, pa)), Some((d, pb))) = (x.peek(), y.peek()) {
            match c.cmp(d) {
                std::cmp::Ordering::Less => drop(x.next()),
                std::cmp::Ordering::Greater => drop(y.next()),
                std::cmp::Ordering::Equal => {
                    third = third.max(pa.min(*pb));
                    thirds += pa * pb;
                    shared += pa.min(*pb);
                    x.next();
                    y.next();
                }
            }
        }
        // Of both rows the larger likelihoods; the pair itself stands in each.
        let either = total[a] + total[b] - shared - 2.0 * p;
        let signal = [
            third,
            thirds.min(THIRDS) / THIRDS,
            if either > LEAST { shared / either } else { 0.0 },
            (total[a] + total[b] - 2.0 * p).min(OTHERS) / OTHERS,
            p,
            best[a] - p + best[b] - p,
            likeness,
        ];
        pair.signals[BESIDE..BESIDE + signal.len()].copy_from_slice(&signal.map(|s| s as f32));
    });
    rivals::fill(pairs, likeness, BESIDE + 7, article);
}
