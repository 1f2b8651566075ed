//! "X: it sank", "Poll: most want it", "X: “…”": a name with a colon before what it says, as headlines, captions and interviews
//! have it.

use super::{Found, NOT_HERE, Tried};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crosswire_lang::{Upos, WordRange};

/// A label longer than this is a sentence.
const LONGEST: usize = 5;

/// The attribution of a sentence that begins with a label. The language layer may end the sentence at the colon; `block` is
/// where its paragraph ends.
pub(super) fn find(tree: &Tree, words: WordRange, block: usize) -> Tried {
    let colon = words.iter().take(LONGEST + 1).find(|&i| tree.word(i) == ":").ok_or(NOT_HERE)?;
    let label = WordRange::new(words.start, colon);
    if label.is_empty() {
        return Err("nothing stands before the colon");
    }
    let name = |i: usize| {
        let noun = matches!(tree.upos(i), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num);
        noun && tree.is_capital(i) || matches!(tree.lower(i), "of" | "the" | "and" | "for")
    };
    let text = |i: usize| lexicon::SOURCE_NOUNS_OF_HEADINGS.has(tree.lower(i));
    let named = label.iter().all(|i| name(i) || text(i) || tree.is_mark(i));
    let end = if words.end > colon + 1 { words.end } else { block.min(tree.sentence(colon + 1).end) };
    let said = colon + 1..end;
    let is_name =
        tree.upos(colon - 1) == Upos::Propn || text(colon - 1) || tree.quotation(colon + 1).is_some();
    if !named || !is_name || !tree.is_capital(label.start) {
        return Err("what stands before the colon names no source");
    }
    if !said.clone().any(|i| tree.is_finite(i)) {
        return Err("what stands after the colon has no verb with a tense");
    }
    let mut found = Found::new(said.collect(), WordRange::one(colon), colon);
    found.source = Some(label);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::{Document, story::Story};

    #[test]
    fn a_text_that_begins_with_a_colon_has_no_label() {
        for text in [": it sank.", "It sank.\n\n: “It sank,” she said.", ":", "::: a: B sank."] {
            Story::of(vec![Document::from_text("a.txt", text)]);
        }
    }
}
