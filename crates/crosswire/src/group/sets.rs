//! Sets that are joined two by two (union by the lowest member, with path halving; Tarjan and van Leeuwen 1984).

use std::collections::BTreeMap;

/// A partition of `0..n`.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// Each by itself.
    pub(crate) fn new(n: usize) -> Self {
        Sets((0..n).collect())
    }

    /// The lowest member of the set of one.
    pub(crate) fn lowest(&mut self, mut one: usize) -> usize {
        while self.0[one] != one {
            self.0[one] = self.0[self.0[one]];
            one = self.0[one];
        }
        one
    }

    /// Makes the sets of two one set; whether they were two.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.lowest(a), self.lowest(b));
        self.0[a.max(b)] = a.min(b);
        a != b
    }

    /// The sets, in order of their lowest members, each in order.
    pub(crate) fn members(mut self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for one in 0..self.0.len() {
            sets.entry(self.lowest(one)).or_default().push(one);
        }
        sets.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Sets;

    #[test]
    fn sets_are_joined_through_a_third() {
        let mut sets = Sets::new(6);
        [(4, 1), (5, 4), (2, 3), (2, 2)].into_iter().for_each(|(a, b)| {
            sets.join(a, b);
        });
        assert!(!sets.join(5, 1));
        assert_eq!(sets.members(), [vec![0], vec![1, 4, 5], vec![2, 3]]);
    }
}
