//! Which of many ranges share something with a place, found without asking every one.

use crosswire_lang::ByteRange;
use crosswire_model::Span;

/// A stretch of a text in one unit.
pub trait Stretch: Copy {
    /// Where it begins and where it ends.
    fn ends(self) -> (usize, usize);
}

impl Stretch for ByteRange {
    fn ends(self) -> (usize, usize) {
        (self.start, self.end)
    }
}

impl Stretch for Span {
    fn ends(self) -> (usize, usize) {
        (self.start, self.end)
    }
}

/// Things by where they begin. They may overlap.
#[derive(Debug, Clone)]
pub struct Overlaps<R, T> {
    /// Start, place in the list that was given, stretch and thing, in order.
    by_start: Vec<(usize, usize, R, T)>,
    longest: usize,
}

impl<R: Stretch, T: Copy> Overlaps<R, T> {
    /// The things whose stretches share something with `place`, in the order in which they were given.
    pub fn with(&self, place: R) -> Vec<T> {
        let (start, end) = place.ends();
        let first = self.by_start.partition_point(|one| one.0 + self.longest <= start);
        let here = self.by_start[first..].iter().take_while(|one| one.0 < end);
        let mut here: Vec<_> = here.filter(|one| one.2.ends().1.min(end) > one.0.max(start)).collect();
        here.sort_unstable_by_key(|one| one.1);
        here.into_iter().map(|one| one.3).collect()
    }
}

impl<R: Stretch, T> FromIterator<(R, T)> for Overlaps<R, T> {
    fn from_iter<I: IntoIterator<Item = (R, T)>>(all: I) -> Self {
        let all = all.into_iter().enumerate();
        let mut by_start: Vec<_> = all.map(|(place, (at, thing))| (at.ends().0, place, at, thing)).collect();
        by_start.sort_unstable_by_key(|one| (one.0, one.1));
        let length = |(start, end): (usize, usize)| end.saturating_sub(start);
        let longest = by_start.iter().map(|one| length(one.2.ends())).max().unwrap_or(0);
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
            let ranges: Vec<_> =
                ranges.into_iter().map(|(at, length)| ByteRange::new(at, at + length)).collect();
            let place = ByteRange::new(start, start + length);
            let asked: Vec<usize> = (0..ranges.len()).filter(|&n| ranges[n].overlap(place) > 0).collect();
            let overlaps: Overlaps<_, _> = ranges.into_iter().enumerate().map(|(n, r)| (r, n)).collect();
            prop_assert_eq!(overlaps.with(place), asked);
        }
    }
}
