//! Copies of articles, made by edits that are known.

use crate::random::Random;
use crate::score::reuse::Spans;
use crate::{Result, gold};
use std::path::Path;

/// How a copy differs from what was copied. Between its sentences stand some of other articles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// Nothing is changed.
    None,
    /// The half in the middle is left.
    Cut,
    /// The sentences stand in another order.
    Reorder,
    /// So many words in a hundred are others.
    Swap(usize),
    /// A word is put in after every eighth, about.
    Insert,
    /// One word in eight, about, is left out.
    Drop,
    /// Spelling, quotation marks and numbers are others.
    Spelling,
    /// All of it: half is left, in another order, one word in ten another, some more put in.
    Mixed,
}

/// A pair of texts, and what the second has from the first.
pub(super) struct Copied {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) spans: Vec<Spans>,
}

/// Words that may be put in anywhere.
const FILLERS: [&str; 12] = [
    "also",
    "reportedly",
    "still",
    "now",
    "then",
    "already",
    "quickly",
    "however",
    "later",
    "again",
    "there",
    "apparently",
];

impl Edit {
    pub(super) const ALL: [Edit; 11] = [
        Edit::None,
        Edit::Cut,
        Edit::Reorder,
        Edit::Swap(5),
        Edit::Swap(10),
        Edit::Swap(20),
        Edit::Swap(30),
        Edit::Insert,
        Edit::Drop,
        Edit::Spelling,
        Edit::Mixed,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Edit::None => "none",
            Edit::Cut => "cut",
            Edit::Reorder => "reorder",
            Edit::Swap(5) => "swap-5",
            Edit::Swap(10) => "swap-10",
            Edit::Swap(20) => "swap-20",
            Edit::Swap(_) => "swap-30",
            Edit::Insert => "insert",
            Edit::Drop => "drop",
            Edit::Spelling => "spelling",
            Edit::Mixed => "mixed",
        }
    }
}

/// The sentences of each article of a folder, roughly: each ends with a full stop before a space, and is no head line, no
/// heading, and no repetition.
pub(crate) fn originals(folder: &Path) -> Result<Vec<Vec<String>>> {
    let sentences = |text: &String| {
        let lines = text.lines().filter(|l| !l.starts_with('#') && l.trim_end().ends_with(['.', '”']));
        let mut sentences: Vec<String> = Vec::new();
        for sentence in lines.flat_map(|line| line.split_inclusive(". ")).map(str::trim) {
            if !sentences.iter().any(|s| s == sentence) {
                sentences.push(sentence.to_owned());
            }
        }
        sentences
    };
    let texts = gold::texts(folder)?;
    Ok(texts.iter().filter(|(name, _)| !name.ends_with(".toml")).map(|(_, text)| sentences(text)).collect())
}

/// A copy of an article's sentences by an edit, with about as many foreign sentences among them.
pub(super) fn edited(original: &[String], foreign: &[String], edit: Edit, random: &mut Random) -> Copied {
    let mut a = Writer::default();
    let mut taken: Vec<(&String, [usize; 2])> = original.iter().map(|s| (s, a.write(s))).collect();
    if matches!(edit, Edit::Cut | Edit::Mixed) {
        taken = taken[original.len() / 4..original.len() - original.len() / 4].to_vec();
    }
    if matches!(edit, Edit::Reorder | Edit::Mixed) {
        random.shuffle(&mut taken);
    }
    let words: Vec<&str> = original.iter().flat_map(|s| s.split(' ')).collect();
    let (mut b, mut spans) = (Writer::default(), Vec::new());
    for (sentence, [start, end]) in taken {
        // Three foreign ones together at times, so that copies stand in runs as well as alone.
        if random.percent(30) {
            for _ in 0..3 {
                b.write(random.of::<String>(foreign));
            }
        }
        let [from, to] = b.write(&changed(sentence, edit, &words, random));
        spans.push([start, end, from, to]);
    }
    Copied { a: a.text, b: b.text, spans }
}

/// A sentence with some of its words changed.
fn changed(sentence: &str, edit: Edit, words: &[&str], random: &mut Random) -> String {
    let (swap, insert, drop) = match edit {
        Edit::Swap(share) => (share, 0, 0),
        Edit::Insert => (0, 12, 0),
        Edit::Drop => (0, 0, 12),
        Edit::Mixed => (10, 5, 5),
        _ => (0, 0, 0),
    };
    let mut out: Vec<String> = Vec::new();
    for word in sentence.split(' ') {
        if random.percent(drop) {
            continue;
        }
        let other = random.of::<&str>(words).trim_matches(|c: char| !c.is_alphanumeric());
        let mark = word.trim_start_matches(|c: char| c.is_alphanumeric() || c == '“');
        out.push(if random.percent(swap) { format!("{other}{mark}") } else { word.to_owned() });
        if random.percent(insert) {
            out.push(random.of::<&str>(&FILLERS).to_string());
        }
    }
    if matches!(edit, Edit::Spelling | Edit::Mixed) { spelled(&out.join(" ")) } else { out.join(" ") }
}

/// A sentence in other spelling, with other marks and other numbers.
fn spelled(sentence: &str) -> String {
    let pairs = [
        ("our", "or"),
        ("ise", "ize"),
        ("metres", "meters"),
        ("centre", "center"),
        ("“", "\""),
        ("”", "\""),
        ("’", "'"),
    ];
    let british =
        |word: &str| ["arbour", "abour", "eighbour", "isation", "ised"].iter().any(|w| word.contains(w));
    let word = |word: &str| {
        let mut word = word.to_owned();
        for (from, to) in pairs {
            if from.len() > 3 || !from.is_ascii() || british(&word) {
                word = word.replace(from, to);
            }
        }
        match word.parse::<u32>() {
            Ok(n) if n < 1000 => (n + 3).to_string(),
            _ => word,
        }
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A text that is written sentence by sentence.
#[derive(Default)]
struct Writer {
    text: String,
    length: usize,
    sentences: usize,
}

impl Writer {
    /// Adds a sentence and says where it stands, in code points.
    fn write(&mut self, sentence: &str) -> [usize; 2] {
        let between = match self.sentences {
            0 => "",
            n if n.is_multiple_of(3) => "\n\n",
            _ => " ",
        };
        self.sentences += 1;
        self.text += between;
        self.text += sentence;
        let start = self.length + between.len();
        self.length = start + sentence.chars().count();
        [start, self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_hold_the_sentence_and_its_copy() {
        let original =
            ["The “Maren” is whole.", "Nobody was hurt.", "It is dark.", "All is well."].map(str::to_owned);
        let foreign = ["A market burned.".to_owned()];
        let Copied { a, b, spans } = edited(&original, &foreign, Edit::Reorder, &mut Random(3));
        let cut =
            |text: &str, from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
        assert_eq!(spans.len(), 4);
        for [a0, a1, b0, b1] in spans {
            assert_eq!(cut(&a, a0, a1), cut(&b, b0, b1));
        }
    }
}
