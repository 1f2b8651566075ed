//! Sentences and words of short texts; whatever the text, every character has its place.

use super::*;
use crate::Document;
use crosswire_lang::ByteRange;
use proptest::prelude::*;

fn article(text: &str) -> Article {
    crate::text::read(vec![Document { text: text.to_owned(), ..Document::default() }]).value.remove(0)
}

/// Where sentences end (`|`) and words do (` `), in running text.
fn check(text: &str, sentences: &[&str]) {
    let article = article(text);
    let annotation = annotate_alone(&article);
    let found: Vec<&str> = annotation.sentences.iter().map(|s| article.text(s.bytes)).collect();
    assert_eq!(found, sentences);
}

fn check_words(text: &str, words: &str) {
    let article = article(text);
    let annotation = annotate_alone(&article);
    let found: Vec<&str> = annotation.words.iter().map(|w| article.text(w.bytes)).collect();
    assert_eq!(found.join(" "), words);
}

#[test]
fn a_full_stop_a_question_and_an_exclamation_end_a_sentence() {
    check("The ferry sank. Nobody drowned.", &["The ferry sank.", "Nobody drowned."]);
    check(
        "Who knew? The harbour office did! It said so.",
        &["Who knew?", "The harbour office did!", "It said so."],
    );
    check("It went down; the crew swam: all of them.", &["It went down; the crew swam: all of them."]);
    check("The search ended.The next began.", &["The search ended.", "The next began."]);
    check("Nine were found.\n\nTwo were not.", &["Nine were found.", "Two were not."]);
}

#[test]
fn a_title_an_initial_and_a_number_do_not() {
    check("Mr. Berg met Lt. Col. Anna Lund.", &["Mr. Berg met Lt. Col. Anna Lund."]);
    check("Sens. J. K. Moe and Ola P. Vik left.", &["Sens. J. K. Moe and Ola P. Vik left."]);
    check("He took No. 3 to St. Olav. It left.", &["He took No. 3 to St. Olav.", "It left."]);
    check("He said no. The mate agreed.", &["He said no.", "The mate agreed."]);
    check("It cost $2.5 million, i.e. too much.", &["It cost $2.5 million, i.e. too much."]);
    check("Halvik vs. Sund et al. was heard.", &["Halvik vs. Sund et al. was heard."]);
    check("On Jan. 3 and Tues. 5 it sailed.", &["On Jan. 3 and Tues. 5 it sailed."]);
    check(
        "Rita Moe, R-Ariz., and Ola Vik, D-N.Y., agreed.",
        &["Rita Moe, R-Ariz., and Ola Vik, D-N.Y., agreed."],
    );
    check("Rita Moe, D-N.Y., agreed.", &["Rita Moe, D-N.Y., agreed."]);
}

#[test]
fn an_abbreviation_ends_a_sentence_before_a_word_that_begins_one() {
    check("They live in the U.S. The rest left.", &["They live in the U.S.", "The rest left."]);
    check("The U.S. Senate met in the U.S. Capitol.", &["The U.S. Senate met in the U.S. Capitol."]);
    check(
        "It sailed at 6 a.m. Rescuers came at 7 p.m. Monday.",
        &["It sailed at 6 a.m.", "Rescuers came at 7 p.m. Monday."],
    );
    check("She runs Lund Inc. He does not.", &["She runs Lund Inc.", "He does not."]);
    check("She runs Lund Inc. Chief Executive Moe left.", &["She runs Lund Inc. Chief Executive Moe left."]);
    check("He was in Salem, Ore. But she was not.", &["He was in Salem, Ore.", "But she was not."]);
    check("The U.S.-chartered boat left.", &["The U.S.-chartered boat left."]);
}

#[test]
fn a_closing_quotation_mark_belongs_to_the_sentence_that_it_closes() {
    check("“One sank. Two came back,” he said.", &["“One sank.", "Two came back,” he said."]);
    check("“Stop!” he said. “Why?” Captain Moe asked.", &["“Stop!” he said.", "“Why?” Captain Moe asked."]);
    check("\"It sank.\" The mate wept.", &["\"It sank.\"", "The mate wept."]);
    check("He said \"it sank.\" \"It did,\" she said.", &["He said \"it sank.\"", "\"It did,\" she said."]);
    check("It sank (the mate said so.) Nobody wept.", &["It sank (the mate said so.)", "Nobody wept."]);
    check("He wept … and left. “Gone.”", &["He wept … and left.", "“Gone.”"]);
    check("It sank... The mate wept.", &["It sank...", "The mate wept."]);
}

#[test]
fn an_item_keeps_its_number() {
    check("1. The ferry left late. It sank.", &["1. The ferry left late.", "It sank."]);
    check("See www.halvik.example/a.B?c=D. It says so.", &["See www.halvik.example/a.B?c=D.", "It says so."]);
}

#[test]
fn words_are_those_of_the_treebanks_with_hyphens_kept() {
    check_words("Norway's ferry, the crew’s boat.", "Norway 's ferry , the crew ’s boat .");
    check_words("They don't and can’t; he'd go.", "They do n't and ca n’t ; he 'd go .");
    check_words("A 20-year-old paid $400m—twice.", "A 20-year-old paid $ 400m — twice .");
    check_words("1,200 of 2.5 at 10:30 on the 3rd", "1,200 of 2.5 at 10:30 on the 3rd");
    check_words("the 1970s... \"well-known\"", "the 1970s ... \" well-known \"");
    check_words("The U.S.-led U.N. force, O'Brien’s", "The U.S.-led U.N. force , O'Brien ’s");
    check_words(
        "Write to ola@halvik.example, or http://halvik.example/a.",
        "Write to ola@halvik.example , or http://halvik.example/a .",
    );
    check_words("Gov. Moe and J. Lund", "Gov. Moe and J. Lund");
    check_words(
        "e\u{301}t\u{e9} \u{1f468}\u{200d}\u{1f469} \u{1f1f3}\u{1f1f4}!",
        "e\u{301}t\u{e9} \u{1f468}\u{200d}\u{1f469} \u{1f1f3}\u{1f1f4} !",
    );
}

#[test]
fn a_word_is_of_the_kind_that_it_looks_like() {
    let article = article("Nine paid 1,200 in 1970s kroner…");
    let kinds: Vec<WordKind> = annotate_alone(&article).words.iter().map(|w| w.kind).collect();
    use WordKind::{Mark, Number, Word};
    assert_eq!(kinds, [Word, Word, Number, Word, Number, Word, Mark]);
}

#[test]
fn a_repeated_passage_is_no_evidence_and_counts_once() {
    let once =
        "The harbour office said on Monday that nine of the eleven people aboard the ferry were alive.";
    let article = article(&format!("{once}\n\nThe search went on.\n\n{once}"));
    let annotation = annotate_alone(&article);
    assert_eq!(
        annotation.sentences.iter().map(Sentence::is_evidence).collect::<Vec<_>>(),
        [true, true, false]
    );
    assert_eq!(annotation.body_words(), 17 + 4);
}

/// Text with the marks that decisions hang on, beside whatever else there is.
fn newsy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
            4 => "[A-Z]?[a-z]{1,7}",
            2 => proptest::sample::select(vec![
                ".", "! ", "? ", "…", "...", "\"", "“", "”", "’s", "'", "(", ")", " ", "  ", "\n", "\n\n", "\r\n", "U.S.", "a.m. ", "Mr. ", "No. 5",
                "D-N.Y.", "HALVIK (Reuters) - ", "By Ola Moe\n", "4 March 2031 ", "# ", "$4.5m", "n't", "\0", "\u{301}", "\u{200d}", "👩‍🚒", "שלום", "。", "http://a.b/",
            ])
    .prop_map(str::to_owned),
            1 => "\\PC{0,6}",
            1 => any::<String>(),
        ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_character_lies_in_one_word_and_one_sentence(text in newsy(), body in 0usize..20) {
        let document = Document { text: text.clone(), body, ..Document::default() };
        let article = crate::text::read(vec![document]).value.remove(0);
        let annotation = annotate_alone(&article);
        let body = article.document.body;
        let solid = |range: ByteRange| text[range].chars().filter(|c| !c.is_whitespace()).count();
        let mut at = body;
        for block in &article.blocks {
            prop_assert!(at <= block.bytes.start && block.bytes.start < block.bytes.end);
            prop_assert_eq!(solid(ByteRange::new(at, block.bytes.start)), 0);
            prop_assert_eq!(text[block.bytes].trim(), &text[block.bytes]);
            at = block.bytes.end;
        }
        prop_assert_eq!(solid(ByteRange::new(at, text.len())), 0);
        let (mut word, mut byte) = (0, body);
        for sentence in &annotation.sentences {
            let block = &article.blocks[sentence.block];
            prop_assert!(block.bytes.covers(sentence.bytes));
            prop_assert_eq!(sentence.words.start, word);
            prop_assert!(!sentence.words.is_empty());
            prop_assert_eq!(annotation.words[sentence.words.start].bytes.start, sentence.bytes.start);
            prop_assert_eq!(annotation.words[sentence.words.end - 1].bytes.end, sentence.bytes.end);
            word = sentence.words.end;
        }
        prop_assert_eq!(word, annotation.words.len());
        for word in &annotation.words {
            prop_assert!(byte <= word.bytes.start && word.bytes.start < word.bytes.end);
            prop_assert_eq!(solid(ByteRange::new(byte, word.bytes.start)), 0);
            prop_assert_eq!(solid(word.bytes), text[word.bytes].chars().count());
            byte = word.bytes.end;
        }
        prop_assert_eq!(solid(ByteRange::new(byte, text.len())), 0);
        prop_assert_eq!(annotate_alone(&article), annotation);
    }
}
