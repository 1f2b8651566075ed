//! Sentences that go on in someone's voice: "He said that most had been held for months. Others faced …".
//!
//! Only where the sentence sets the rest of a group beside what was said of a part of it: everything else might be the
//! outlet's own.

use super::super::tree::Tree;
use super::Found;

/// Adds the sentences after an indirect statement that speak of the rest of those it speaks of.
pub(super) fn go_on(tree: &Tree, found: &mut Vec<Found>) {
    let mut more: Vec<Found> = Vec::new();
    for sentence in &tree.annotation.language.sentences {
        let first = sentence.words.start;
        if first == 0 || !is_rest(tree, first) || found.iter().any(|f| sentence.words.contains(&f.head)) {
            continue;
        }
        let before = tree.sentence(first - 1);
        // A paragraph's first sentence goes on with nothing.
        if tree.annotation.language.sentences.iter().all(|s| s.words != before)
            || !same_block(tree, first - 1, first)
        {
            continue;
        }
        let spoken = found
            .iter()
            .chain(&more)
            .filter(|f| {
                !f.nested
                    && f.source.is_some()
                    && f.content.last().is_some_and(|p| before.contains(&(p.end - 1)))
            })
            .filter(|f| f.content.iter().flat_map(Clone::clone).any(|i| is_part(tree, i)))
            .last();
        if let Some(spoken) = spoken {
            let mut this = Found::new(sentence.words.clone().collect(), first..first, first);
            (this.source, this.antecedent) = (spoken.source.clone(), spoken.antecedent.clone());
            (this.via, this.relayed) = (spoken.via.clone(), spoken.relayed);
            more.push(this);
        }
    }
    found.extend(more);
}

fn same_block(tree: &Tree, a: usize, b: usize) -> bool {
    let between = tree.words[a].bytes.end..tree.words[b].bytes.start;
    tree.between(&between).bytes().filter(|&c| c == b'\n').count() < 2
}

/// "Others", "the rest", "the remaining 20".
fn is_rest(tree: &Tree, first: usize) -> bool {
    let rest = |i: usize| matches!(tree.lower(i), "others" | "rest" | "remaining" | "remainder" | "other");
    let head = if tree.lower(first) == "the" { first + 1 } else { first };
    // "others in the crowd" are the rest of something else.
    let bare = !matches!(tree.lower(head + 1), "in" | "on" | "at" | "from" | "outside" | "near" | "who");
    bare && rest(head) && (head > first || tree.lower(first) != "other")
}

fn is_part(tree: &Tree, i: usize) -> bool {
    matches!(tree.lower(i), "most" | "some" | "many" | "half" | "several" | "few" | "majority" | "part")
}
