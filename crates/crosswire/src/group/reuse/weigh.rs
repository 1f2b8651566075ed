//! Whether what two passages have in common is copying, or what any two reports of one fact have in common.
//!
//! Two who report one fact use the same names, numbers and many of the same words; that these also follow each other in the
//! same way is what tells a copy. So what counts is how often a word is followed in both by the same next word; a name or a
//! number followed by another counts for nothing. And a copy tends to have whole sentences, where a set phrase such as who
//! somebody is stands within one: there more is asked for.

use super::align::Pair;
use super::words::Word;

/// Words of a passage that stand in both, at least. Fewer are titles, names and set phrases.
const LEAST: usize = 12;
/// Halves of steps from a word to the next that are the same in both, at least: of whole sentences, and of less.
const ORDER: usize = 14;
const ORDER_WITHIN: usize = 24;
/// Of a hundred words of the sentences that a passage touches, those that stand in both, where they are taken for whole.
const WHOLE: usize = 60;
/// Of a hundred words of the longer passage, those that stand in both, at least.
const SHARE: usize = 55;

/// What speaks for a copy.
pub(super) struct Weight {
    /// Words that stand in both; for these an other spelling is the same.
    pub(super) same: usize,
    /// Words of the longer passage.
    longer: usize,
    /// Steps from a word to the next that are the same in both, in halves.
    pub(super) order: usize,
    /// Those of them outside quotation marks.
    outside: usize,
    /// How many of the words stand within quotation marks in one of them.
    quoted: usize,
    /// Steps that are asked for.
    needed: usize,
    /// Whether nothing differs.
    pub(super) verbatim: bool,
}

/// Weighs words that agree, in their order.
pub(super) fn weigh(a: &[Word], b: &[Word], pairs: &[Pair]) -> Weight {
    let same: Vec<Pair> = pairs.iter().copied().filter(|&(i, j)| a[i].form == b[j].form).collect();
    // Where one of them quotes, the words are a speaker's, whom the other may have heard.
    let quoted = |&(i, j): &Pair| a[i].quoted || b[j].quoted;
    let (mut order, mut outside) = (0, 0);
    for step in same.windows(2).filter(|s| s[0].0 + 1 == s[1].0 && s[0].1 + 1 == s[1].1) {
        let [x, y] = [&a[step[0].0], &a[step[1].0]];
        let worth = match (x.name && y.name, x.content || y.content) {
            (true, _) => 0,
            (_, true) => 2,
            _ => 1,
        };
        order += worth;
        outside += if step.iter().all(quoted) { 0 } else { worth };
    }
    let length = |of: fn(&Pair) -> usize| match (pairs.first(), pairs.last()) {
        (Some(first), Some(last)) => of(last) + 1 - of(first),
        _ => 0,
    };
    let longer = length(|p| p.0).max(length(|p| p.1));
    let whole = match (pairs.first(), pairs.last()) {
        (Some(first), Some(last)) => {
            let shorter = touched(a, first.0, last.0).min(touched(b, first.1, last.1));
            100 * same.len() >= WHOLE * shorter
        }
        _ => false,
    };
    Weight {
        needed: if whole { ORDER } else { ORDER_WITHIN },
        same: same.len(),
        longer,
        order,
        outside,
        quoted: same.iter().filter(|pair| quoted(pair)).count(),
        verbatim: same.len() == longer && same.iter().all(|&(i, j)| a[i].written == b[j].written),
    }
}

/// The words of the sentences from that of one place to that of another.
fn touched(words: &[Word], first: usize, last: usize) -> usize {
    (words[last].sentence.1 - words[first].sentence.0) as usize
}

impl Weight {
    /// Whether it is a copy.
    pub(super) fn is_enough(&self) -> bool {
        self.same >= LEAST && self.order >= self.needed && 100 * self.same >= SHARE * self.longer
    }

    /// Whether it would be none without the words of a quotation, which both may have from whoever spoke.
    pub(super) fn is_quotation(&self) -> bool {
        2 * self.quoted >= self.same && self.outside < self.needed
    }
}
