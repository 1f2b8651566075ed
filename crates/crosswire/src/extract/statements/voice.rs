//! Sentences that go on in someone's voice: "He said that most had been held for months. Others faced …".
//!
//! Only where the sentence sets the rest of a group beside what was said of a part of it: everything else might be the
//! outlet's own.

use super::Found;
use crate::annotate::tree::Tree;
use crate::lexicon;
use crosswire_lang::{ByteRange, WordRange};
use rustc_hash::{FxHashMap, FxHashSet};

/// Adds the sentences after an indirect statement that speak of the rest of those it speaks of.
pub(super) fn go_on(tree: &Tree, found: &mut Vec<Found>) {
    let heads: FxHashSet<usize> = found.iter().map(|f| f.head).collect();
    // The statement that ends with each sentence and speaks of a part of something, by the sentence's first word.
    let mut spoken: FxHashMap<usize, Found> = FxHashMap::default();
    for one in found.iter().filter(|f| !f.nested && f.source.is_some()) {
        if let Some(last) = one.content.last()
            && one.words().any(|i| is_part(tree, i))
        {
            spoken.insert(tree.sentence(last.end - 1).start, one.clone());
        }
    }
    for sentence in &tree.annotation.language.sentences {
        let first = sentence.words.start;
        if first == 0
            || !is_rest(tree, first)
            || !same_block(tree, first - 1, first)
            || sentence.words.iter().any(|word| heads.contains(&word))
        {
            continue;
        }
        let Some(before) = spoken.get(&tree.sentence(first - 1).start) else { continue };
        let mut this = Found::new(sentence.words.iter().collect(), WordRange::new(first, first), first);
        (this.source, this.antecedent) = (before.source, before.antecedent);
        (this.via, this.relayed) = (before.via.clone(), before.relayed);
        spoken.insert(first, this.clone());
        found.push(this);
    }
}

/// A paragraph's first sentence goes on with nothing.
fn same_block(tree: &Tree, a: usize, b: usize) -> bool {
    let between = ByteRange::new(tree.words[a].bytes.end, tree.words[b].bytes.start);
    tree.between(between).bytes().filter(|&c| c == b'\n').count() < 2
}

/// "Others", "the rest", "the remaining 20".
fn is_rest(tree: &Tree, first: usize) -> bool {
    let rest = |i: usize| matches!(tree.lower(i), "others" | "rest" | "remaining" | "remainder" | "other");
    let head = if tree.lower(first) == "the" { first + 1 } else { first };
    // "others in the crowd" are the rest of something else.
    let bare = !lexicon::WORDS_AFTER_A_PART_OF_A_CROWD.has(tree.lower(head + 1));
    bare && rest(head) && (head > first || tree.lower(first) != "other")
}

fn is_part(tree: &Tree, i: usize) -> bool {
    lexicon::PARTITIVES.has(tree.lower(i))
}
