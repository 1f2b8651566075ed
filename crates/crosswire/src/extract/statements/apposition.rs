//! "X, a spokesman, said", "a spokesman, X, told reporters", "according to the mayor, X, …": a name and a role side by side
//! between commas, found by position where the tree hangs one of them on another word.
//!
//! Fails on a list of two people of whom one has no name ("said X, the cook").

use super::super::figures::people;
use crate::annotate::tree::Tree;
use crate::group::sources::roles;
use crosswire_lang::{NameKind, Upos, WordRange};

/// A name and a role that are one person's.
pub(super) struct Apposition {
    /// From the first word of the one to the last of the other.
    pub(super) words: WordRange,
    /// The first word of the name.
    pub(super) name: usize,
}

/// How many words a role may have: "the head of the university's department of public health".
const LONGEST: usize = 14;

/// The pair that a comma before a word closes: "…, X, a spokesman," and "…, a spokesman, X,".
pub(super) fn before(tree: &Tree, word: usize) -> Option<Apposition> {
    let sentence = tree.sentence(word);
    let close = word.checked_sub(1).filter(|&i| i > sentence.start && tree.word(i) == ",")?;
    let first = sentence.start.max(close.saturating_sub(2 * LONGEST));
    let middle = (first..close).rev().find(|&i| ends_part(tree, i)).filter(|&i| tree.word(i) == ",")?;
    let begins = (first..middle).rev().find(|&i| ends_part(tree, i)).map_or(first, |i| i + 1);
    pair(tree, WordRange::new(begins, middle), WordRange::new(middle + 1, close))
}

/// Words and what a comma after them adds: "the mayor" and the "X" of "the mayor, X, …". Only where a comma follows that too,
/// and a clause that has a subject of its own.
pub(super) fn widened(tree: &Tree, words: WordRange) -> Option<Apposition> {
    let sentence = tree.sentence(words.start);
    if words.end >= sentence.end || tree.word(words.end) != "," {
        return None;
    }
    let begins = words.end + 1;
    let close = (begins..sentence.end.min(begins + LONGEST)).find(|&i| ends_part(tree, i))?;
    let ends = close + 1 == sentence.end;
    let opens = |i: usize| {
        (matches!(
            tree.upos(i),
            Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::Adv
        ) || tree.upos(i) == Upos::Adp && !matches!(tree.lower(i), "of" | "from"))
            && tree.word(i + 1) != ","
            && !matches!(tree.lower(i), "who" | "whose" | "which")
    };
    let goes_on = tree.word(close) == "," && close + 1 < sentence.end && opens(close + 1);
    pair(tree, words, WordRange::new(begins, close)).filter(|_| ends || goes_on)
}

/// A name and a role, in either order.
fn pair(tree: &Tree, first: WordRange, second: WordRange) -> Option<Apposition> {
    let words = WordRange::new(first.start, second.end);
    let name = match (name(tree, first), name(tree, second)) {
        (Some(name), None) => is_role(tree, second).then_some(name),
        (None, Some(name)) => (is_role(tree, first) && first.len() > 1).then_some(name),
        _ => None,
    }?;
    Some(Apposition { words, name })
}

/// Whether a part of a list or an apposition ends before a word.
fn ends_part(tree: &Tree, i: usize) -> bool {
    tree.is_mark(i) && !matches!(tree.word(i), "'" | "’" | "-" | ".")
        || matches!(tree.word(i), "—" | "–" | "--")
}

/// The first word of the name, where words are a person's name or end in one after titles: "Gen. X".
fn name(tree: &Tree, words: WordRange) -> Option<usize> {
    let names = &tree.annotation.language.names;
    let first = names.partition_point(|n| n.words.end <= words.start);
    let named = names[first..].iter().take_while(|n| n.words.start < words.end).last();
    if let Some(name) = named
        && name.kind == NameKind::Person
        && name.words.end == words.end
    {
        let plain = |i: usize| tree.is_capital(i) || roles::is_title(tree.word(i));
        return (words.start..name.words.start).all(plain).then_some(name.words.start);
    }
    // A name in which the language layer saw none, or a place.
    let proper =
        |i: usize| tree.upos(i) == Upos::Propn && tree.is_capital(i) && !roles::is_body(tree.word(i));
    let body = named.is_some_and(|n| n.kind == NameKind::Organisation);
    (matches!(words.len(), 2..=4) && words.iter().all(proper) && !body).then_some(words.start)
}

/// Whether words say who one is: "a spokesman", "its director", "45".
fn is_role(tree: &Tree, words: WordRange) -> bool {
    if words.is_empty()
        || words.len() > LONGEST
        || words.iter().any(|i| tree.is_finite(i) && is_main(tree, words, i))
    {
        return false;
    }
    let core = words
        .iter()
        .find(|&i| i > words.start && tree.upos(i) == Upos::Adp && !matches!(tree.lower(i), "'s" | "’s"));
    let last = core.unwrap_or(words.end) - 1;
    let noun = tree.lower(last);
    let age = words.len() == 1 && tree.upos(words.start) == Upos::Num;
    age || matches!(tree.upos(last), Upos::Noun | Upos::Propn | Upos::Adj)
        && (people::is_person_noun(noun)
            || roles::is_speaker(noun)
            || roles::is_title(noun)
            || is_definite(tree, words.start))
}

/// Whether a finite verb stands outside a clause with "who".
fn is_main(tree: &Tree, words: WordRange, verb: usize) -> bool {
    !(words.start..verb).any(|i| matches!(tree.lower(i), "who" | "whose"))
}

/// "the", "its", "a": what follows names or describes one.
fn is_definite(tree: &Tree, i: usize) -> bool {
    tree.upos(i) == Upos::Det || tree.tag(i) == "PRP$"
}
