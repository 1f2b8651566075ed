//! The parts of short articles about events that never happened.

use super::*;
use proptest::prelude::*;

fn document(path: &str, text: &str) -> Document {
    Document { path: path.to_owned(), text: text.to_owned(), ..Document::default() }
}

fn article(text: &str) -> Article {
    read(vec![document("a.txt", text)]).value.remove(0)
}

/// The parts of a text, each after the first letter of its kind.
fn check(text: &str, parts: &[&str]) {
    let article = article(text);
    let letter = |kind| match kind {
        BlockKind::Paragraph => 'P',
        BlockKind::Heading => 'H',
        BlockKind::Dateline => 'D',
        BlockKind::Credit => 'C',
        BlockKind::Correction => 'N',
        BlockKind::Furniture => 'F',
    };
    let found: Vec<String> =
        article.blocks.iter().map(|b| format!("{}:{}", letter(b.kind), article.text(b.bytes))).collect();
    assert_eq!(found, parts);
}

fn check_date(text: &str, date: Option<&str>) {
    let published = article(text).published;
    assert_eq!(
        published.map(|(date, basis)| (date.to_string(), basis)),
        date.map(|d| (d.to_owned(), Basis::Text))
    );
}

fn check_agencies(text: &str, agencies: &[&str]) {
    assert_eq!(article(text).agencies, agencies);
}

#[test]
fn paragraphs_stand_apart_by_blank_lines_or_line_by_line() {
    check("One sank.\n\nTwo came.", &["P:One sank.", "P:Two came."]);
    check("One sank.\nTwo came.\r\nThree left.", &["P:One sank.", "P:Two came.", "P:Three left."]);
    check("It sank near the quay\nand was gone.", &["P:It sank near the quay\nand was gone."]);
    check("", &[]);
}

#[test]
fn a_wrapped_paragraph_is_one() {
    let wrapped = "The ferry left the quay at six and went\ndown within the hour. Eleven people were\naboard, the harbour office said, and nine\nof them swam ashore.";
    check(wrapped, &[&format!("P:{wrapped}")]);
    let second = "Two are still missing.";
    check(&format!("{wrapped}\n{second}"), &[&format!("P:{wrapped}"), &format!("P:{second}")]);
}

#[test]
fn a_heading_has_no_mark_at_its_end() {
    check("# The ferry\n\nIt sank.", &["H:# The ferry", "P:It sank."]);
    check("It sank.\n\nNINE SAVED\n\nAll swam.", &["P:It sank.", "H:NINE SAVED", "P:All swam."]);
    check("It sank.\n\nWhat is known\n\nNothing.", &["P:It sank.", "H:What is known", "P:Nothing."]);
    check("It sank.\n\nThe mayor said:\n\nNothing.", &["P:It sank.", "P:The mayor said:", "P:Nothing."]);
    check("It sank.\n\nNothing more is known", &["P:It sank.", "P:Nothing more is known"]);
    check(
        "Saved:\n\nOla Moe\n\nAnna Lund\n\nRita Vik",
        &["P:Saved:", "P:Ola Moe", "P:Anna Lund", "P:Rita Vik"],
    );
}

#[test]
fn a_title_is_a_heading_with_a_full_stop_too() {
    let title = Some("Ferry sinks, nine saved".to_owned());
    let read =
        read(vec![Document { title, ..document("a", "Ferry sinks, nine saved.\n\nIt went down at six.") }]);
    assert_eq!(read.value[0].blocks[0].kind, BlockKind::Heading);
}

#[test]
fn a_dateline_stands_before_the_first_sentence() {
    check("HALVIK, Norway (AP) — A ferry sank.", &["D:HALVIK, Norway (AP) —", "P:A ferry sank."]);
    check("LONDON (Reuters) – It sank.", &["D:LONDON (Reuters) –", "P:It sank."]);
    check("SUND, Oct 1 (Reuters) - It sank.", &["D:SUND, Oct 1 (Reuters) -", "P:It sank."]);
    check("Halvik (AFP) - It sank.", &["D:Halvik (AFP) -", "P:It sank."]);
    check("NEW HALVIK — It sank.", &["D:NEW HALVIK —", "P:It sank."]);
    check("(Reuters) - It sank.", &["D:(Reuters) -", "P:It sank."]);
    check("GOP — the party — won.", &["P:GOP — the party — won."]);
    check("Halvik (population 900) - It sank.", &["P:Halvik (population 900) - It sank."]);
    check("FILE PHOTO - A ferry sinks.", &["P:FILE PHOTO - A ferry sinks."]);
}

#[test]
fn a_credit_line_is_no_evidence_and_names_agencies() {
    check("By JANE MOE\n\nIt sank.", &["C:By JANE MOE", "P:It sank."]);
    check("By Monday, it sank.\n\nIt rose.", &["P:By Monday, it sank.", "P:It rose."]);
    check(
        "It sank.\nAgencies contributed to this report",
        &["P:It sank.", "C:Agencies contributed to this report"],
    );
    check(
        "It sank.\n\n(Reporting by A. Moe; editing by B. Lund)",
        &["P:It sank.", "C:(Reporting by A. Moe; editing by B. Lund)"],
    );
    check("It sank. (Reuters)", &["P:It sank.", "C:(Reuters)"]);
    check(
        "He said, “All of us contributed to this report.”",
        &["P:He said, “All of us contributed to this report.”"],
    );
    check("The budget cuts money for agencies.", &["P:The budget cuts money for agencies."]);
    check_agencies("It sank.\n\nAgencies contributed to this report", &["Agencies"]);
    check_agencies(
        "It sank.\n\nWith files from the Associated Press and AFP.",
        &["Associated Press", "Agence France-Presse"],
    );
    check_agencies("HALVIK (AP) — It sank.\n\n© Reuters", &["Associated Press", "Reuters"]);
    check_agencies("It sank.\n\nThis report includes material from dpa.", &["Deutsche Presse-Agentur"]);
    check_agencies("It sank, Reuters reported.", &[]);
}

#[test]
fn furniture_is_no_evidence() {
    check("It sank.\n\nAdvertisement\n\nIt rose.", &["P:It sank.", "F:Advertisement", "P:It rose."]);
    check("Read more: A ferry sinks\n\nIt sank.", &["F:Read more: A ferry sinks", "P:It sank."]);
    check("It sank.\n\nShare this article", &["P:It sank.", "F:Share this article"]);
    check("It sank.\n\nClick here to read on.", &["P:It sank.", "F:Click here to read on."]);
    check("It sank.\n\nShare prices fell.", &["P:It sank.", "P:Share prices fell."]);
    check("It sank.\n\nPhotos showed the wreck.", &["P:It sank.", "P:Photos showed the wreck."]);
}

#[test]
fn a_stray_date_at_the_head_is_the_day_of_publication() {
    check(
        " date 2031-03-04 The harbour office spoke.",
        &["F:date 2031-03-04", "P:The harbour office spoke."],
    );
    check_date(" date 2031-03-04 The harbour office spoke.", Some("2031-03-04"));
    check_date("March 4, 2031\n\nIt sank.", Some("2031-03-04"));
    check_date("Published: 4 March 2031 10:22 GMT\nIt sank.", Some("2031-03-04"));
    check_date("Updated Tue., Mar. 4, 2031, 6:05 p.m. ET\n\nIt sank.", Some("2031-03-04"));
    check_date("FERRY SINKS\n\n2031-03-04T10:22:00Z\n\nIt sank.", Some("2031-03-04"));
    check_date("24/3/2031\n\nIt sank.", Some("2031-03-24"));
    check_date("4/3/2031\n\nIt sank.", None);
    check_date("March 4, 2031, was the day when it sank.", None);
    check_date("On March 4 the ferry sank.", None);
    check_date("March 4 was calm.", None);
    check_date("2031 people came.", None);
    check_date("9999-99-99\n\nIt sank.", None);
    check_date("February 30, 2031\n\nIt sank.", None);
    check_date("It sank.\n\nMarch 4, 2031\n\nIt rose.", None);
}

#[test]
fn the_date_of_the_file_comes_before_the_date_of_the_text() {
    let published = Some((jiff::civil::date(2031, 3, 1), Basis::Metadata));
    let read = read(vec![Document { published, ..document("a", "4 March 2031\n\nIt sank.") }]);
    assert_eq!(read.value[0].published, published);
}

const PASSAGE: &str = "The harbour office said on Monday that nine of the eleven people aboard the ferry were alive. \
                       Two were missing, it said.";

#[test]
fn a_passage_that_stands_twice_is_one_repetition() {
    let text = format!(
        "Fog came early. {PASSAGE}\n\nDivers went out at noon.\n\n{}",
        PASSAGE.replace(". Two", ".\n\nTwo")
    );
    let article = article(&text);
    assert_eq!(article.repeats.len(), 1);
    let repetition = &article.repeats[0];
    assert_eq!(article.text(repetition.of), PASSAGE);
    assert_eq!(repetition.bytes.end, text.len());
    assert!(article.text(repetition.bytes).starts_with("The harbour"));
}

#[test]
fn a_refrain_and_half_a_sentence_are_none() {
    assert_eq!(article("Nobody knows why.\n\nThe ferry sank.\n\nNobody knows why.").repeats, []);
    let quoted = PASSAGE
        .replace("The harbour", "A man in a hat said that the harbour")
        .replace("alive.", "alive and well.");
    assert_eq!(article(&format!("{PASSAGE}\n\n{quoted}")).repeats, []);
}

#[test]
fn the_same_text_is_one_article_unless_outlets_differ() {
    let outlet =
        |path, outlet: &str| Document { outlet: Some(outlet.to_owned()), ..document(path, "It sank.") };
    let one = read(vec![outlet("b", "Post"), document("a", "It sank."), document("c", "It sank.")]);
    assert_eq!(one.value.len(), 1);
    assert_eq!(one.value[0].document.path, "a");
    assert_eq!(one.value[0].document.outlet.as_deref(), Some("Post"));
    let warned: Vec<&str> = one.warnings.iter().map(|w| w.path.as_str()).collect();
    assert_eq!(warned, ["b", "c"]);
    assert!(one.warnings.iter().all(|w| w.reason.contains(" a,") && !w.skipped));
    let two = read(vec![outlet("a", "Post"), outlet("b", "Times")]);
    assert_eq!((two.value.len(), two.warnings.len()), (2, 0));
    assert_ne!(two.value[0].id, two.value[1].id);
}

#[test]
fn two_records_of_one_file_have_two_names() {
    let read = read(vec![document("a#1", "It sank."), document("a#2", "It rose.")]);
    assert_ne!(read.value[0].id, read.value[1].id);
}

#[test]
fn a_language_is_told_from_enough_words_only() {
    assert_eq!(article("It sank.").language, None);
    assert_eq!(article(PASSAGE).language.as_deref(), Some("en"));
    let german = "Die Fähre sank am Montag vor dem Hafen. Neun von elf Menschen an Bord wurden gerettet, teilte das Hafenamt mit, zwei werden noch vermisst.";
    assert_eq!(article(german).language.as_deref(), Some("de"));
}

proptest! {
    #[test]
    fn a_second_copy_is_a_repetition(sentences in proptest::collection::vec("[A-Z][a-z]{4,8}( [a-z]{4,8}){5,12}\\.", 2..8)) {
        let once = sentences.join("\n\n");
        let twice = article(&format!("{once}\n\n{once}"));
        prop_assert!(!twice.repeats.is_empty());
        let second = ByteRange::new(once.len() + 2, 2 * once.len() + 2);
        prop_assert!(twice.repeats.iter().any(|r| r.bytes == second && r.of == ByteRange::new(0, once.len())), "{:?}", twice.repeats);
    }

    #[test]
    fn the_order_of_documents_changes_nothing(texts in proptest::collection::vec("[A-C]( sank\\.)?", 1..6), by in 0usize..6) {
        let documents: Vec<Document> =
            texts.iter().enumerate().map(|(i, text)| document(&(i / 2).to_string(), text)).collect();
        let mut turned = documents.clone();
        turned.rotate_left(by % documents.len());
        let key = |documents| {
            let read = read(documents);
            (read.value.iter().map(|a| (a.id.clone(), a.document.clone())).collect::<Vec<_>>(), read.warnings)
        };
        prop_assert_eq!(key(documents), key(turned));
    }
}

#[test]
fn what_is_longer_than_any_article_is_read_to_its_hundred_thousandth_word() {
    let read_words = |words: usize, between: &str| {
        let paragraph = format!("The ferry ran aground at Halvik on Monday night.{between}");
        let text: String = paragraph.repeat(words / 9);
        let crate::Warned { value, warnings } = read(vec![Document::from_text("log.txt", text)]);
        let words = value[0].document.text.split_whitespace().count();
        (words, warnings.first().map(|w| w.reason.clone()))
    };
    let long = "is longer than any article: its last";
    assert_eq!(read_words(MOST_WORDS - 10, "\n\n"), (MOST_WORDS - 10, None));
    let (words, reason) = read_words(MOST_WORDS + 900, "\n\n");
    assert!(words <= MOST_WORDS && words % 9 == 0 && words > MOST_WORDS - 10, "{words}");
    assert!(reason.is_some_and(|r| r.starts_with(long) && r.ends_with(" words are left out")));
    // One paragraph is cut between two words.
    let (words, reason) = read_words(MOST_WORDS + 900, " ");
    assert_eq!(words, MOST_WORDS);
    assert!(reason.is_some_and(|r| r.starts_with(long)));
}
