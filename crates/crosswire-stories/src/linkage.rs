//! What is joined first: the two groups that are most alike, then the next, until no two are alike enough.

use crate::cluster::Cluster;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Two groups that may be joined. Older versions of either make it void.
struct Pair {
    likeness: f64,
    groups: (u32, u32),
    versions: (u32, u32),
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        // The most alike first; of equals those that came first.
        self.likeness.total_cmp(&other.likeness).then_with(|| other.groups.cmp(&self.groups))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pair {}

/// Joins groups of which `alike` are the pairs that may be joined, each with its likeness. The lower number stays.
/// Gives back the groups that were joined to.
pub(crate) fn join(groups: &mut BTreeMap<u32, Cluster>, alike: &[(u32, u32, f64)]) -> BTreeSet<u32> {
    let mut versions: BTreeMap<u32, u32> = BTreeMap::new();
    let mut near: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut heap = BinaryHeap::new();
    for &(a, b, likeness) in alike {
        let groups = (a.min(b), a.max(b));
        near.entry(a).or_default().insert(b);
        near.entry(b).or_default().insert(a);
        heap.push(Pair { likeness, groups, versions: (0, 0) });
    }
    let mut touched = BTreeSet::new();
    while let Some(Pair { groups: (a, b), versions: (va, vb), .. }) = heap.pop() {
        let version = |n| versions.get(&n).copied().unwrap_or(0);
        if version(a) != va || version(b) != vb {
            continue;
        }
        let Some(other) = groups.remove(&b) else { continue };
        let Some(group) = groups.get_mut(&a) else { continue };
        group.join(other);
        touched.remove(&b);
        touched.insert(a);
        *versions.entry(a).or_default() += 1;
        *versions.entry(b).or_default() += 1;
        let mut around = near.remove(&b).unwrap_or_default();
        around.extend(near.remove(&a).unwrap_or_default());
        around.remove(&a);
        around.remove(&b);
        for &other in &around {
            let Some(likeness) = groups.get(&a).zip(groups.get(&other)).and_then(|(x, y)| x.likeness(y))
            else {
                continue;
            };
            let version = |n| versions.get(&n).copied().unwrap_or(0);
            let groups = (a.min(other), a.max(other));
            heap.push(Pair { likeness, groups, versions: (version(groups.0), version(groups.1)) });
            let others = near.entry(other).or_default();
            others.remove(&b);
            others.insert(a);
        }
        near.insert(a, around);
    }
    touched
}
