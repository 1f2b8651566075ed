//! From bytes to code points and back.

use crosswire_lang::ByteRange;
use crosswire_model::Span;

/// The code points of a text, so that byte ranges and [`Span`]s can be turned into each other.
///
/// Inside a stage, positions are byte offsets, as Rust's strings want them; whatever leaves a stage is a [`Span`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offsets {
    /// Byte offset of every `STRIDE`-th code point.
    marks: Vec<usize>,
    /// Number of code points in the whole text.
    len: usize,
}

/// A look-up walks at most this many code points; a mark is kept for each such run.
const STRIDE: usize = 64;

impl Offsets {
    /// Counts the code points of `text`.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut len = 0;
        for (byte, _) in text.char_indices() {
            if len % STRIDE == 0 {
                marks.push(byte);
            }
            len += 1;
        }
        Offsets { marks, len }
    }

    /// The span of a byte range of the same text. A bound inside a code point counts as after it.
    pub fn span(&self, text: &str, bytes: ByteRange) -> Span {
        Span::new(self.code_point(text, bytes.start), self.code_point(text, bytes.end))
    }

    /// The byte range of a span of the same text. Spans beyond the end are cut there.
    pub fn bytes(&self, text: &str, span: Span) -> ByteRange {
        ByteRange::new(self.byte(text, span.start), self.byte(text, span.end))
    }

    fn code_point(&self, text: &str, byte: usize) -> usize {
        if byte >= text.len() {
            return self.len;
        }
        let mark = self.marks.partition_point(|&m| m <= byte) - 1;
        mark * STRIDE
            + text[self.marks[mark]..].char_indices().take_while(|(i, _)| self.marks[mark] + i < byte).count()
    }

    fn byte(&self, text: &str, code_point: usize) -> usize {
        if code_point >= self.len {
            return text.len();
        }
        let from = self.marks[code_point / STRIDE];
        text[from..].char_indices().nth(code_point % STRIDE).map_or(text.len(), |(i, _)| from + i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_comes_back(text in "\\PC{0,300}") {
            let offsets = Offsets::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                let span = offsets.span(&text, ByteRange::new(byte, text.len()));
                prop_assert_eq!(span, Span::new(n, text.chars().count()));
                prop_assert_eq!(offsets.bytes(&text, span), ByteRange::new(byte, text.len()));
            }
        }
    }
}
