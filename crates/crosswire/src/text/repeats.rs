//! Repeats: passages that an article contains twice.

use super::{Block, BlockKind, Repetition};
use crosswire_lang::ByteRange;
use crosswire_lang::abbreviations::abbreviation;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// A repetition has at least this many words: fewer are a refrain.
const WORDS: usize = 12;

/// A repetition has at least this many bytes.
const BYTES: usize = 60;

/// Finds the whole sentences that stand a second time in the running text, as the longest passages that they make up.
///
/// Verbatim apart from white space and the style of quotation marks. Each run of [`WORDS`] words is looked up where it
/// first stood, so that the cost grows with the length of the text.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Repetition> {
    let words = words(text, blocks);
    let keys: Vec<u32> = words.iter().map(|word| word.key).collect();
    let mut first: FxHashMap<&[u32], usize> = FxHashMap::default();
    let mut repeats = Vec::new();
    let mut entered = 0;
    let mut at = 0;
    while at + WORDS <= keys.len() {
        while entered + WORDS <= at {
            first.entry(&keys[entered..entered + WORDS]).or_insert(entered);
            entered += 1;
        }
        let Some(&of) = first.get(&keys[at..at + WORDS]) else {
            at += 1;
            continue;
        };
        // The earlier passage ends where the later one begins, at the latest.
        let len = (0..at - of).take_while(|&n| at + n < keys.len() && keys[of + n] == keys[at + n]).count();
        if let Some(cut) = sentences(&words, at, of, len) {
            let later = ByteRange::new(words[at + cut.start].bytes.start, words[at + cut.end - 1].bytes.end);
            let earlier =
                ByteRange::new(words[of + cut.start].bytes.start, words[of + cut.end - 1].bytes.end);
            if cut.len() >= WORDS && later.len() >= BYTES {
                repeats.push(Repetition { bytes: later, of: earlier });
            }
        }
        at += len;
    }
    repeats
}

struct Chunk {
    bytes: ByteRange,
    /// The same for the same characters.
    key: u32,
    /// Whether a sentence begins here.
    begins: bool,
    /// Whether a sentence ends here.
    ends: bool,
}

/// The words of the running text, as white space separates them.
fn words(text: &str, blocks: &[Block]) -> Vec<Chunk> {
    let mut keys: FxHashMap<Cow<str>, u32> = FxHashMap::default();
    let mut chunks: Vec<Chunk> = Vec::new();
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
        let mut begins = true;
        let within = &text[block.bytes];
        for word in within.split_whitespace() {
            let start = block.bytes.start + (word.as_ptr() as usize - within.as_ptr() as usize);
            let next = keys.len() as u32;
            let key = *keys.entry(plain_quotes(word)).or_insert(next);
            let ends = ends_sentence(word);
            chunks.push(Chunk { bytes: ByteRange::new(start, start + word.len()), key, begins, ends });
            begins = ends;
        }
        if let Some(last) = chunks.last_mut() {
            last.ends = true;
        }
    }
    chunks
}

fn plain_quotes(word: &str) -> Cow<'_, str> {
    if word.contains(['‘', '’', '“', '”']) {
        Cow::Owned(word.replace(['‘', '’'], "'").replace(['“', '”'], "\""))
    } else {
        Cow::Borrowed(word)
    }
}

fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    word.ends_with(['!', '?', '…', '。']) || word.ends_with('.') && abbreviation(word).is_none()
}

/// The part of a run of `len` equal words, at `at` and at `of`, that is whole sentences in both places.
fn sentences(words: &[Chunk], at: usize, of: usize, len: usize) -> Option<Range<usize>> {
    let start = (0..len).find(|n| words[at + n].begins && words[of + n].begins)?;
    let end = (start..len).rev().find(|n| words[at + n].ends && words[of + n].ends)? + 1;
    Some(start..end)
}
