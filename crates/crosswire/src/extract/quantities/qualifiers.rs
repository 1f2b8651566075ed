//! Qualifiers: the words around a number that make another report of it.
//!
//! "As many as 400", "another 400" and "nearly 400" are three different reports of 400. Where two qualifiers meet
//! ("at least another 12"), the one that says what the number is added to wins, since the other matters less.

use crate::extract::pieces::Piece;
use crate::lexicon;
use crosswire_model::Qualifier::{self, *};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Phrases before a number, longest first where one ends another.
const BEFORE: &[(&str, Qualifier)] = &[
    ("no fewer than", AtLeast),
    ("no less than", AtLeast),
    ("not fewer than", AtLeast),
    ("not less than", AtLeast),
    ("a minimum of", AtLeast),
    ("as few as", AtLeast),
    ("at least", AtLeast),
    ("at the least", AtLeast),
    ("no more than", AtMost),
    ("not more than", AtMost),
    ("a maximum of", AtMost),
    ("as many as", AtMost),
    ("as much as", AtMost),
    ("at most", AtMost),
    ("at the most", AtMost),
    ("up to", AtMost),
    ("upwards of", Above),
    ("upward of", Above),
    ("in excess of", Above),
    ("more than", Above),
    ("greater than", Above),
    ("north of", Above),
    ("over", Above),
    ("above", Above),
    ("exceeding", Above),
    ("just shy of", Below),
    ("shy of", Below),
    ("close to", Below),
    ("lower than", Below),
    ("smaller than", Below),
    ("sub -", Below),
    ("<", Below),
    (">", Above),
    ("higher than", Above),
    ("larger than", Above),
    ("\u{2265}", AtLeast),
    ("\u{2264}", AtMost),
    ("~", About),
    ("\u{2248}", About),
    ("fewer than", Below),
    ("less than", Below),
    ("nearly", Below),
    ("almost", Below),
    ("under", Below),
    ("below", Below),
    ("an estimated", About),
    ("estimated", About),
    ("approximately", About),
    ("roughly", About),
    ("around", About),
    ("about", About),
    ("circa", About),
    ("some", About),
    ("an additional", Additional),
    ("additional", Additional),
    ("a further", Additional),
    ("further", Additional),
    ("another", Additional),
];

/// A phrase by the words before its last, the nearest first.
type Phrase = (Vec<&'static str>, Qualifier);

/// The phrases by their last word: most numbers have none before them, and need no second look.
static BY_LAST: LazyLock<FxHashMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<&str, Vec<Phrase>> = FxHashMap::default();
    for (phrase, qualifier) in BEFORE {
        let mut words = phrase.rsplit(' ');
        let last = words.next().unwrap_or_default();
        phrases.entry(last).or_default().push((words.collect(), *qualifier));
    }
    phrases
});

/// Where the qualifiers before piece `at` begin, and what they say.
pub(crate) fn before(p: &[Piece], at: usize) -> (usize, Qualifier) {
    let (mut start, mut qualifier) = (at, Exact);
    for _ in 0..3 {
        let Some(last) = start.checked_sub(1) else { break };
        let Some((words, found)) = BY_LAST.get(p[last].lower.as_str()).and_then(|phrases| {
            let stand = |words: &[&str]| {
                words.len() <= last && words.iter().zip(p[..last].iter().rev()).all(|(w, piece)| piece.is(w))
            };
            phrases.iter().find(|(words, _)| stand(words))
        }) else {
            break;
        };
        let found = *found;
        start = last - words.len();
        if qualifier == Exact || found == Additional {
            qualifier = found;
        }
        if start > 0 && found != Additional && p[start - 1].among(&lexicon::SOFTENERS) {
            start -= 1;
        }
    }
    (start, qualifier)
}

/// Where the qualifiers after a number that ends at `at` end, and what they say.
pub(crate) fn after(p: &[Piece], at: usize) -> (usize, Qualifier) {
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    let glued = |i: usize| p.get(i).is_some_and(|p| p.glued);
    let alone = p.get(at + 2).is_none_or(|p| p.tag != "CD");
    match (word(at), word(at + 1)) {
        ("at", "least") if alone => (at + 2, AtLeast),
        ("at", "most") if alone => (at + 2, AtMost),
        ("or", "more") => (at + 2, AtLeast),
        ("or", "so") => (at + 2, About),
        ("or", "fewer" | "less") => (at + 2, AtMost),
        ("-", "plus") if glued(at) => (at + 2, AtLeast),
        ("-", "odd") if glued(at) => (at + 2, About),
        ("+", _) if glued(at) => (at + 1, AtLeast),
        ("more", next) if next != "than" => (at + 1, Additional),
        ("additional" | "further", _) => (at + 1, Additional),
        _ => (at, Exact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    fn check(text: &str, expect: (usize, Qualifier)) {
        let p = of_text(text);
        assert_eq!(before(&p, p.len()), expect, "{text}");
    }

    #[test]
    fn the_words_before() {
        check("there are", (2, Exact));
        check("as many as", (0, AtMost));
        check("no more than", (0, AtMost));
        check("more than", (0, Above));
        check("with just over", (1, Above));
        check("at least another", (0, Additional));
        check("an estimated", (0, About));
    }

    #[test]
    fn the_words_after() {
        for (text, expect) in [
            ("or more sheep", (2, AtLeast)),
            ("or so", (2, About)),
            ("at least", (2, AtLeast)),
            ("more sheep", (1, Additional)),
            ("more than last year", (0, Exact)),
        ] {
            assert_eq!(after(&of_text(text), 0), expect, "{text}");
        }
    }
}
