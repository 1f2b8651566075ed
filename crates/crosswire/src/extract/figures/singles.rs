//! Singles: persons who are counted without a number, "a woman was killed and 19 were hurt", "killing a farmer and his son".
//!
//! One is counted where the words say what befell that person, as a fact: in the past, not denied, not wished or feared. A row
//! of those whom it befell is followed: "The dead include a couple and their child".
//!
//! Where it fails: a person of whom two sentences tell is counted in both; who befell what is told only by a noun ("the death
//! of a diver").

use super::people::{is_people, is_person};
use super::roles::event_at;
use super::{Found, PERSON, scope};
use crate::extract::quantities::Scan;
use crate::lexicon;
use crosswire_lang::Word;
use crosswire_model::Qualifier;

/// The figures of a sentence for persons who stand there without a number, in order. `here` are its figures with one.
pub(super) fn find(scan: &Scan, here: &[Found]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in 0..scan.p.len() {
        let piece = &scan.p[at];
        // Cheap ones first: most words are no nouns, and most nouns have no article.
        let Some(start) = determiner(scan, at) else { continue };
        let Some(value) = value(scan, at) else { continue };
        let row = |word: usize| {
            here.iter().chain(&found).any(|f| f.is_person() && f.anchor == word && f.value < 100.0)
        };
        let listed = scan.is(piece.word, "conj") && scan.head(piece.word).is_some_and(row);
        if !listed && !befalls(scan, piece.word) {
            continue;
        }
        let pieces = start..at + 1;
        if here.iter().any(|f| f.pieces.start < pieces.end && pieces.start < f.pieces.end) {
            continue;
        }
        let of = piece.bytes;
        let names = scope::names(&scan.text[of]);
        found.push(Found {
            value,
            unit: Some(PERSON.to_owned()),
            of: Some(of),
            names,
            anchor: piece.word,
            ..Found::new(scan, pieces, Qualifier::Exact)
        });
    }
    found
}

/// How many persons the noun at a piece stands for.
fn value(scan: &Scan, at: usize) -> Option<f64> {
    let piece = &scan.p[at];
    // The head of its noun phrase: no noun follows that it modifies.
    let modifies = scan
        .p
        .get(at + 1)
        .is_some_and(|next| next.tag.starts_with("NN") && scan.head(piece.word) == Some(next.word));
    match piece.lower.as_str() {
        _ if modifies => None,
        "couple" | "pair" | "duo" if !scan.p.get(at + 1).is_some_and(|p| p.is("of")) => Some(2.0),
        _ if matches!(piece.tag, "NN" | "NNP") && is_person(piece) && !is_people(piece) => Some(1.0),
        _ => None,
    }
}

/// The piece of the article before a noun, if it is one, with its modifiers between: "a former navy diver". A child of somebody may be the only one; "a
/// fourth person" is in a count of others.
fn determiner(scan: &Scan, at: usize) -> Option<usize> {
    if !scan.p[at].tag.starts_with("NN") {
        return None;
    }
    let modifier = |i: &usize| {
        let tag = scan.p[*i].tag;
        matches!(tag, "JJ" | "JJR" | "JJS" | "NN" | "NNP" | "HYPH" | "CD" | "VBN" | "VBG" | "RB")
            || scan.p[*i].is_dash()
    };
    let from = at.saturating_sub(8);
    let first = (from..at).rev().take_while(modifier).last().unwrap_or(at);
    let start = first.checked_sub(1)?;
    let ordinal = (start + 1..at).any(|i| scan.p[i].among(&["first", "second", "third", "fourth", "fifth"]));
    let article = scan.p[start].among(&["a", "an"]) && !ordinal;
    let owned = scan.p[start].tag == "PRP$" && scan.is(scan.p[at].word, "conj");
    (article || owned).then_some(start)
}

/// Whether the clause of a noun says as a fact what befell whom it names.
fn befalls(scan: &Scan, noun: usize) -> bool {
    let Some(verb) = scan.head(noun) else { return false };
    let Some(word) = scan.words.get(verb) else { return false };
    let lower = scan.text[word.bytes].to_lowercase();
    let befalls = match scan.words[noun].relation.as_str() {
        "nsubj:pass" => lexicon::PARTICIPLES_OF_FATE.has(&lower) && event_at(|_| &lower, 0).is_some(),
        "nsubj" => lexicon::VERBS_OF_DYING.contains(&&*word.lemma),
        "obj" => lexicon::VERBS_DONE_TO_PERSONS.contains(&&*word.lemma),
        _ => false,
    };
    befalls && is_fact(scan, verb, word)
}

/// Whether a verb tells of something that happened. "Charged with killing a man" and "killing a man is a crime" do not.
fn is_fact(scan: &Scan, verb: usize, word: &Word) -> bool {
    let (Some(first), Some(last)) = (scan.p.first(), scan.p.last()) else { return false };
    let participle = word.xpos.as_str() == "VBG";
    let open = |i: usize| {
        let lower = scan.text[scan.words[i].bytes].to_lowercase();
        scan.words[i].xpos.as_str() == "MD"
            || scan.is(i, "mark")
                && (participle || matches!(lower.as_str(), "if" | "whether" | "unless" | "to"))
            || lexicon::NEGATORS.contains(&lower.as_str())
    };
    let told = match word.xpos.as_str() {
        "VBD" | "VBN" => true,
        "VBG" => scan.is(verb, "advcl") || scan.is(verb, "conj"),
        _ => false,
    };
    told && !(first.word..=last.word).filter(|&i| scan.head(i) == Some(verb)).any(open)
}
