//! The words of an article as they are compared.

use crate::annotate::WordKind;
use crate::group::terms;
use crate::lexicon;
use crate::story::Report;
use crosswire_lang::ByteRange;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

/// "— Runa Askvik (@askvik) March 4, 2031": the paragraph is a post that the article shows, and someone's own words.
static POST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[—–-]\s*[^\n]{1,60}\(@\w+\)").expect("the pattern is fixed"));

/// A paragraph of more bytes holds more than a post.
const LONGEST_POST: usize = 800;

/// Words less rare than this say nothing by themselves: they stand in every third article.
const CONTENT: f64 = 1.0;

/// The words of an article that can be copied, in order: those of running text that stands there for the first time.
pub(super) struct Running {
    pub(super) words: Vec<Word>,
}

/// A word; equal hashes are taken for equal words.
pub(super) struct Word {
    /// Where it stands.
    pub(super) bytes: ByteRange,
    /// As it is written, but for capitals and the kind of apostrophe.
    pub(super) written: u64,
    /// In one spelling, American.
    pub(super) form: u64,
    /// Without its ending.
    pub(super) stem: u64,
    /// Whether it says something by itself.
    pub(super) content: bool,
    /// Whether it is a number or begins with a capital: who reports the same must use the same.
    pub(super) name: bool,
    /// Whether it stands within quotation marks.
    pub(super) quoted: bool,
    /// The words of its sentence, as places among those of the article.
    pub(super) sentence: (u32, u32),
}

/// The words of an article that can be copied.
pub(super) fn running(report: &Report) -> Running {
    let (tree, article, annotation) = (report.tree(), &report.article, &report.annotation);
    let mut quotations = tree.quotations.iter().map(|q| tree.bytes(q.inside)).peekable();
    let mut words = Vec::new();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let from = words.len();
        let block = article.blocks[sentence.block].bytes;
        let post = block.len() < LONGEST_POST && POST.is_match(article.text(block));
        for word in annotation.words[sentence.words].iter().filter(|w| w.kind != WordKind::Mark) {
            while quotations.next_if(|q| q.end <= word.bytes.start).is_some() {}
            let quoted = post || quotations.peek().is_some_and(|q| q.start <= word.bytes.start);
            let first = word.bytes.start == sentence.bytes.start;
            words.push(of(article.text(word.bytes), word.bytes, first, quoted));
        }
        let to = words.len() as u32;
        words[from..].iter_mut().for_each(|word: &mut Word| word.sentence = (from as u32, to));
    }
    Running { words }
}

fn of(text: &str, bytes: ByteRange, first: bool, quoted: bool) -> Word {
    let written = text.to_lowercase().replace('’', "'");
    let form = spelling(&written);
    let stem = terms::stem(&form);
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    Word {
        bytes,
        written: hash(&written),
        form: hash(&form),
        content: number || terms::rarity(&stem) >= CONTENT,
        stem: hash(&stem),
        name: number || !first && text.starts_with(char::is_uppercase),
        quoted,
        sentence: (0, 0),
    }
}

/// Spellings that differ between British and American English, and small numbers in letters.
static SPELLINGS: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| lexicon::SPELLINGS.iter().copied().collect());

/// Endings of British spelling and what stands for them in American: after a stem of so many letters.
const ENDINGS: [(&str, &str, usize); 10] = [
    ("isation", "ization", 3),
    ("isations", "izations", 3),
    ("ise", "ize", 4),
    ("ised", "ized", 4),
    ("ises", "izes", 4),
    ("ising", "izing", 4),
    ("yse", "yze", 3),
    ("ysed", "yzed", 3),
    ("lled", "led", 4),
    ("lling", "ling", 4),
];

/// A word in lower case in its one spelling. It need not be right, only the same for both.
fn spelling(word: &str) -> String {
    let joined = word.replace('-', "");
    if let Some(one) = SPELLINGS.get(joined.as_str()) {
        return (*one).to_owned();
    }
    for (ending, instead, least) in ENDINGS {
        if let Some(stem) = joined.strip_suffix(ending).filter(|stem| stem.len() >= least) {
            return format!("{stem}{instead}");
        }
    }
    joined
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::spelling;

    #[test]
    fn british_and_american_spellings_are_one() {
        for (british, american) in [
            ("organised", "organized"),
            ("harbour", "harbor"),
            ("harbours", "harbors"),
            ("travelling", "traveling"),
            ("co-operation", "cooperation"),
            ("defence", "defense"),
            ("eight", "8"),
        ] {
            assert_eq!(spelling(british), spelling(american));
        }
        assert_ne!(spelling("raise"), "raize");
    }
}
