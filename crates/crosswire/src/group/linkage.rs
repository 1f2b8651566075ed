//! Average linkage: joins what is alike, from the most alike pair down, as long as each group stays alike on average.

use rustc_hash::FxHashMap;
use std::collections::{BTreeSet, BinaryHeap};

/// Joins `len` things into groups, in order. `pairs` are those that are alike at all, each once, with their likeness and the
/// lower index first; two groups are joined where their mean likeness is at least `least` and they `may` be. A
/// likeness of minus infinity keeps two things apart for good. Each of `together` is a group from the beginning, whatever is
/// between its members; nothing is in two of them.
pub(crate) fn join(
    len: usize,
    pairs: &[(f64, usize, usize)],
    together: &[Vec<usize>],
    least: f64,
    may: impl Fn(&[usize], &[usize]) -> bool,
) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..len).map(|i| vec![i]).collect();
    let mut group_of: Vec<usize> = (0..len).collect();
    for set in together {
        for &member in &set[1..] {
            groups[member].clear();
            group_of[member] = set[0];
        }
        groups[set[0]].clone_from(set);
    }
    let key = |a: usize, b: usize| (a.min(b), a.max(b));
    // Sum of the likenesses between two groups; what is absent is zero.
    let mut between: FxHashMap<(usize, usize), f64> = FxHashMap::default();
    let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); len];
    for &(likeness, a, b) in pairs {
        let (a, b) = key(group_of[a], group_of[b]);
        if a != b {
            *between.entry((a, b)).or_insert(0.0) += likeness;
            near[a].insert(b);
            near[b].insert(a);
        }
    }
    let size = |n: usize| groups[n].len();
    let mut heap: BinaryHeap<Candidate> = between
        .iter()
        .map(|(&(a, b), sum)| Candidate {
            score: sum / (size(a) * size(b)) as f64,
            a,
            b,
            sizes: (size(a), size(b)),
        })
        .filter(|candidate| candidate.score >= least)
        .collect();
    while let Some(Candidate { a, b, sizes, .. }) = heap.pop() {
        if (groups[a].len(), groups[b].len()) != sizes {
            continue; // One of them has grown or is gone since.
        }
        if !may(&groups[a], &groups[b]) {
            continue;
        }
        let gone = std::mem::take(&mut groups[b]);
        groups[a].extend(gone);
        let others: Vec<usize> = near[b].iter().copied().filter(|&o| o != a).collect();
        for o in others {
            let moved = between.remove(&key(b, o)).unwrap_or(0.0);
            *between.entry(key(a, o)).or_insert(0.0) += moved;
            near[o].remove(&b);
            near[o].insert(a);
            near[a].insert(o);
        }
        near[a].remove(&b);
        for &o in &near[a] {
            if groups[o].is_empty() {
                continue;
            }
            let mean =
                between.get(&key(a, o)).copied().unwrap_or(0.0) / (groups[a].len() * groups[o].len()) as f64;
            if mean >= least {
                let (x, y) = key(a, o);
                heap.push(Candidate { score: mean, a: x, b: y, sizes: (groups[x].len(), groups[y].len()) });
            }
        }
    }
    groups.retain(|g| !g.is_empty());
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_by_key(|g| g[0]);
    groups
}

/// Two groups that may be joined; the most alike first, then the first in order, so that the result is always the same.
struct Candidate {
    score: f64,
    a: usize,
    b: usize,
    sizes: (usize, usize),
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score.total_cmp(&other.score).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}
