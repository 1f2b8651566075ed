//! What the built-in model says of short texts; whatever the text, every character has its place and every sentence a tree.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::builtin().expect("the model is sound"));

/// Checks the sentences, each as its words with their tag and the word that they depend on.
fn check(text: &str, expected: &[&str]) {
    let document = MODEL.annotate(text);
    let form = |i: usize| &text[document.words[i].bytes];
    let sentences: Vec<String> = document
        .sentences
        .iter()
        .map(|sentence| {
            let word = |i: usize| {
                let word = &document.words[i];
                format!("{}/{}/{}:{}", form(i), word.upos, word.relation, word.head.map_or("", form))
            };
            sentence.words.iter().map(word).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(sentences, expected);
}

/// Checks the names of a text.
fn check_names(text: &str, expected: &[(&str, NameKind)]) {
    let found = MODEL.annotate(text).names;
    let found: Vec<_> = found.iter().map(|name| (&text[name.bytes], name.kind)).collect();
    assert_eq!(found, expected);
}

use crate::NameKind::{self, Group, Location, Organisation, Person};

#[test]
fn a_sentence_has_tags_and_a_tree() {
    check(
        "The ferry didn't sink.",
        &[
            "The/DET/det:ferry ferry/NOUN/nsubj:sink did/AUX/aux:sink n't/PART/advmod:sink sink/VERB/root: ./PUNCT/punct:sink",
        ],
    );
}

#[test]
fn words_have_lemmas_and_features() {
    let document = MODEL.annotate("Officials were quoted as saying so.");
    let word = |i: usize| &document.words[i];
    assert_eq!([0, 1, 2, 4].map(|i| word(i).lemma.as_ref()), ["official", "be", "quote", "say"]);
    assert_eq!(word(0).features.get("Number"), Some("Plur"));
    assert_eq!(word(1).features.get("Tense"), Some("Past"));
    assert_eq!(word(2).features.get("Voice"), Some("Pass"));
    assert_eq!(word(1).relation.base(), "aux");
}

#[test]
fn names_are_found_with_their_kind() {
    check_names(
        "President Anna Lund told the Associated Press that Iranian officials had met in Oslo.",
        &[("Anna Lund", Person), ("Associated Press", Organisation), ("Iranian", Group), ("Oslo", Location)],
    );
}

#[test]
fn blocks_are_read_on_their_own() {
    let text = "Ferry aground\nNobody was hurt. The crew swam.";
    let document = MODEL.annotate_blocks(text, &[ByteRange::new(0, 13), ByteRange::new(14, text.len())]);
    let sentences: Vec<_> = document.sentences.iter().map(|s| &text[s.bytes]).collect();
    assert_eq!(sentences, ["Ferry aground", "Nobody was hurt.", "The crew swam."]);
    // A range that does not lie on characters' bounds, or beyond the text, has nothing.
    assert_eq!(
        MODEL.annotate_blocks("é", &[ByteRange::new(1, 2), ByteRange::new(5, 9)]),
        Document::default()
    );
}

#[test]
fn many_texts_give_the_same_on_any_number_of_threads() {
    let texts: Vec<String> = (0..40).map(|i| format!("Ship {i} left Halvik. Captain Moe said so.")).collect();
    let alone: Vec<Document> = texts.iter().map(|text| MODEL.annotate(text)).collect();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        assert_eq!(pool.install(|| MODEL.annotate_many(&texts)), alone);
    }
}

#[test]
fn a_long_text_without_any_end_is_cut() {
    let text = "the ferry and ".repeat(2_000);
    let document = MODEL.annotate(&text);
    sound(&text, &document);
    assert!(document.sentences.iter().all(|s| s.words.len() <= LONGEST_SENTENCE));
}

#[test]
fn a_damaged_file_is_refused() {
    let lengths = (0..200).chain((0..40).map(|i| BUILTIN.len() * i / 40));
    for length in lengths.chain([BUILTIN.len() - 1]) {
        assert!(Model::from_bytes(&BUILTIN[..length]).is_err(), "{length}");
    }
    // The name, the place and the length of the first section.
    for at in [36, 63, 67] {
        let mut bytes = BUILTIN.to_vec();
        bytes[at] ^= 0x5A;
        assert!(Model::from_bytes(bytes.leak()).is_err(), "{at}");
    }
}

/// Every character that is no white space lies in one word, every word in one sentence, and every sentence is a tree.
fn sound(text: &str, document: &Document) {
    let mut covered = vec![0; text.len()];
    for word in &document.words {
        covered[word.bytes.range()].iter_mut().for_each(|n| *n += 1);
        assert!(!text[word.bytes].is_empty() && !text[word.bytes].contains(char::is_whitespace));
        assert!(
            (0.0..=1.0001).contains(&word.tag_confidence) && (0.0..=1.0001).contains(&word.head_confidence)
        );
    }
    for (i, c) in text.char_indices() {
        assert_eq!(covered[i], u8::from(!c.is_whitespace()), "{i} of {text:?}");
    }
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.words.start, next);
        next = sentence.words.end;
        let words = &document.words[sentence.words];
        assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), 1);
        for i in sentence.words {
            assert_eq!(document.words[i].head.is_none(), document.words[i].relation.as_str() == "root");
            let mut at = i;
            let steps = std::iter::from_fn(|| {
                at = document.words[at].head?;
                Some(at)
            });
            let up: Vec<usize> = steps.take(words.len()).collect();
            assert!(up.len() < words.len() && up.iter().all(|head| sentence.words.contains(*head)));
        }
    }
    assert_eq!(next, document.words.len());
    for pair in document.names.windows(2) {
        assert!(pair[0].words.end <= pair[1].words.start);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_analysed_whole(text in "(\\PC|[ \n.\"'’“”A-Za-z]){0,120}") {
        sound(&text, &MODEL.annotate(&text));
    }

    #[test]
    fn odd_characters_are_too(text in "[\u{0}-\u{20}\u{85}\u{a0}\u{ad}\u{200b}-\u{200f}\u{2028}\u{feff}\u{1f600}a.é中]{0,60}") {
        sound(&text, &MODEL.annotate(&text));
    }
}
