//! Ranges of a text's bytes and of a document's words, which are never mixed.

use std::fmt;
use std::ops::{Index, IndexMut, Range};

/// Bytes of a text, from `start` up to `end`. It holds nothing where `start` is not below `end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteRange {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// Words of a document, by their index in it, from `start` up to `end`. It holds nothing where `start` is not below `end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordRange {
    /// First word.
    pub start: usize,
    /// The word after the last one.
    pub end: usize,
}

/// What both can do.
macro_rules! range {
    ($name:ident) => {
        impl $name {
            /// From `start` up to `end`.
            pub const fn new(start: usize, end: usize) -> Self {
                $name { start, end }
            }

            /// As a plain range, for what takes no other.
            pub fn range(self) -> Range<usize> {
                self.start..self.end
            }

            /// How many it holds.
            pub fn len(self) -> usize {
                self.end.saturating_sub(self.start)
            }

            /// Whether it holds nothing.
            pub fn is_empty(self) -> bool {
                self.start >= self.end
            }

            /// Whether a position lies in it.
            pub fn contains(self, at: usize) -> bool {
                self.start <= at && at < self.end
            }

            /// Whether `other` lies wholly inside.
            pub fn covers(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether each begins before the other ends.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// How many both hold.
            pub fn overlap(self, other: Self) -> usize {
                self.end.min(other.end).saturating_sub(self.start.max(other.start))
            }
        }

        impl From<Range<usize>> for $name {
            fn from(range: Range<usize>) -> Self {
                $name::new(range.start, range.end)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.range().fmt(f)
            }
        }
    };
}

range!(ByteRange);
range!(WordRange);

impl ByteRange {
    /// What stands there in a text; nothing where the text has no such part.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl WordRange {
    /// One word.
    pub fn one(word: usize) -> Self {
        WordRange::new(word, word + 1)
    }

    /// The indexes of its words, in order.
    pub fn iter(self) -> Range<usize> {
        self.range()
    }
}

impl IntoIterator for WordRange {
    type Item = usize;
    type IntoIter = Range<usize>;

    fn into_iter(self) -> Range<usize> {
        self.range()
    }
}

impl Index<ByteRange> for str {
    type Output = str;

    fn index(&self, bytes: ByteRange) -> &str {
        &self[bytes.range()]
    }
}

impl Index<ByteRange> for String {
    type Output = str;

    fn index(&self, bytes: ByteRange) -> &str {
        &self.as_str()[bytes]
    }
}

impl<T> Index<WordRange> for [T] {
    type Output = [T];

    fn index(&self, words: WordRange) -> &[T] {
        &self[words.range()]
    }
}

impl<T> IndexMut<WordRange> for [T] {
    fn index_mut(&mut self, words: WordRange) -> &mut [T] {
        &mut self[words.range()]
    }
}

impl<T> Index<WordRange> for Vec<T> {
    type Output = [T];

    fn index(&self, words: WordRange) -> &[T] {
        &self.as_slice()[words]
    }
}

impl<T> IndexMut<WordRange> for Vec<T> {
    fn index_mut(&mut self, words: WordRange) -> &mut [T] {
        &mut self.as_mut_slice()[words]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_does_not_overlap() {
        let [a, b, c] = [WordRange::new(0, 3), WordRange::new(3, 5), WordRange::new(2, 4)];
        assert!(!a.overlaps(b) && a.overlaps(c) && c.overlaps(b));
        assert_eq!((a.overlap(b), a.overlap(c)), (0, 1));
        assert!(a.covers(a) && WordRange::new(0, 5).covers(c) && !a.covers(c));
        assert!(a.contains(2) && !a.contains(3));
    }

    #[test]
    fn a_range_that_runs_backward_holds_nothing() {
        let none = WordRange::new(3, 1);
        assert_eq!((none.len(), none.is_empty(), none.iter().next()), (0, true, None));
    }

    #[test]
    fn a_part_of_a_text() {
        let bytes = ByteRange::from(1..3);
        assert_eq!((&"aéb"[bytes], bytes.of("aéb"), bytes.of("é")), ("é", "é", ""));
        assert_eq!(format!("{bytes:?}"), "1..3");
    }
}
