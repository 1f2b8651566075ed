//! Which of many ranges share something with a place, found without asking every one.

/// Ranges of one unit – bytes, words or code points –, by where they begin. They may overlap.
#[derive(Debug, Clone, Default)]
pub struct Overlaps {
    /// Start, end and place in the list that was given, in order.
    by_start: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl Overlaps {
    /// Those that share something with `start..end`, by their places in the list that was given, in its order.
    pub fn with(&self, start: usize, end: usize) -> Vec<usize> {
        let first = self.by_start.partition_point(|r| r.0 + self.longest <= start);
        let here = self.by_start[first..].iter().take_while(|r| r.0 < end);
        let mut places: Vec<usize> = here.filter(|r| r.1.min(end) > r.0.max(start)).map(|r| r.2).collect();
        places.sort_unstable();
        places
    }
}

impl FromIterator<(usize, usize)> for Overlaps {
    fn from_iter<I: IntoIterator<Item = (usize, usize)>>(ranges: I) -> Self {
        let mut by_start: Vec<_> =
            ranges.into_iter().enumerate().map(|(place, (start, end))| (start, end, place)).collect();
        by_start.sort_unstable();
        let longest = by_start.iter().map(|r| r.1.saturating_sub(r.0)).max().unwrap_or(0);
        Overlaps { by_start, longest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// As asking every one.
        #[test]
        fn finds_what_asking_every_one_finds(
            ranges in prop::collection::vec((0_usize..60, 0_usize..12), 0..30),
            (start, length) in (0_usize..60, 0_usize..15),
        ) {
            let ranges: Vec<_> = ranges.into_iter().map(|(at, length)| (at, at + length)).collect();
            let end = start + length;
            let shares = |&n: &usize| ranges[n].1.min(end) > ranges[n].0.max(start);
            let asked: Vec<usize> = (0..ranges.len()).filter(shares).collect();
            prop_assert_eq!(ranges.iter().copied().collect::<Overlaps>().with(start, end), asked);
        }
    }
}
