//! Explanations of small stories.

use super::{Explanation, explain};
use crate::decide::Decisions;
use crate::{Document, Frames, Model};

fn explained(texts: &[&str], at: &str, and: Option<&str>) -> Explanation {
    let model = Model::builtin().expect("the model is sound");
    let head = |text: &str| if text.starts_with("outlet: ") { text.find("\n\n").unwrap_or(0) } else { 0 };
    let document = |(n, text): (usize, &&str)| Document {
        body: head(text),
        ..Document::from_text(format!("{}.txt", (b'a' + n as u8) as char), *text)
    };
    let documents = texts.iter().enumerate().map(document).collect();
    explain(&model, &Frames::builtin(), documents, Decisions::default(), at, and)
        .expect("the place is there")
        .value
}

/// Checks that the explanation of a place holds each of these, in this order.
#[track_caller]
fn check(texts: &[&str], at: &str, expect: &[&str]) {
    holds(&explained(texts, at, None).to_string(), expect);
}

/// The same of the part that compares two places.
#[track_caller]
fn check_pair(texts: &[&str], at: &str, and: &str, expect: &[&str]) {
    let text = explained(texts, at, Some(and)).to_string();
    holds(&text[text.find("\nPAIR").expect("it compares")..], expect);
}

#[track_caller]
fn holds(text: &str, expect: &[&str]) {
    let mut from = 0;
    for words in expect {
        match text[from..].find(words) {
            Some(at) => from += at + words.len(),
            None => panic!("{words:?} does not stand here, or not in this order:\n{text}"),
        }
    }
}

const POST: &str = "outlet: Halvik Post\n\nThe ferry ran aground at Halvik on Tuesday, harbour master Runa Askvik said. \
                    Divers found a hole in the hull.";

#[test]
fn a_tree_has_heads_labels_and_depth() {
    let text = ["The ferry sank."];
    check(
        &text,
        "a.txt:1",
        &["        The  DET   DT    det of ferry\n", "      ferry  NOUN  NN    nsubj of sank"],
    );
    check(&text, "a.txt:1", &["    sank     VERB  VBD   root  [sink]"]);
}

#[test]
fn every_stage_is_told() {
    let expect = [
        "a.txt:3 “ran aground”",
        "SENTENCE",
        "STATEMENTS",
        "statement “The ferry ran aground at Halvik on Tuesday”",
        "cue: said; source: harbour master Runa Askvik; who that is: Runa Askvik (person)",
        "refused “ran”",
        "TIMES",
        "Tuesday",
        "EVENTS",
        "PASSAGES",
        "CLAIMS",
        "support: single",
    ];
    check(&[POST], "ran aground", &expect);
}

#[test]
fn a_refusal_says_which_condition_failed() {
    let cases = [
        ("It was quipped on Tuesday that the ferry was slow.", "quipped"),
        (
            "This said that the ferry was slow.",
            "refused “said”  every pattern: it has no subject that can speak",
        ),
        ("The owners vowed to pay for the hull.", "left out of the ledger: an aim: nobody can bear it out"),
        (
            "Critics blamed the crew. He did not say whether it sank.",
            "left out of the ledger: it leaves open what it speaks of",
        ),
        ("The crew left “in some haste indeed” before noon.", "quotation: nobody is seen to speak it"),
        ("A 34-year-old sailor stayed.", "figures: it is an age"),
        ("A third of the sailors stayed.", "figures: it is a share and no count"),
    ];
    for (text, expect) in cases {
        check(&[text], "a.txt:1", &[expect]);
    }
}

#[test]
fn what_is_no_evidence_says_why() {
    check(&[POST], "a.txt:1", &["head line  evidence: no", "PASSAGES\n  none"]);
    check(
        &["THE FERRY IS LOST\n\nThe ferry sank."],
        "a.txt:1",
        &["heading  evidence: no: only paragraphs are"],
    );
}

#[test]
fn a_pair_of_one_claim() {
    let texts = [POST, "outlet: Times\n\nThe ferry ran aground at Halvik on Tuesday, the owners said."];
    let expect = [
        "PAIR: one claim",
        "words       1.000",
        "sum",
        "score",
        "copies",
        "on whose word",
        "first: Runa Askvik; second: owners",
        "independence",
        "relation: ",
    ];
    check_pair(&texts, "a.txt:ran aground", "b.txt:3", &expect);
    check(
        &texts,
        "a.txt:ran aground",
        &["CLAIMS", "said too b.txt:3 “The ferry ran aground at Halvik on Tuesday”"],
    );
}

#[test]
fn a_pair_of_two_claims() {
    let texts = [POST, "outlet: Times\n\nThe school in Tolm opened its hall to forty guests."];
    check_pair(
        &texts,
        "ran aground",
        "opened its hall",
        &["PAIR: two claims", "parted", "mean likeness of the two claims: 0"],
    );
}

#[test]
fn a_place_without_a_passage_makes_no_pair() {
    let explained = explained(&[POST], "a.txt:1", Some("ran aground"));
    assert_eq!(explained.pair, None);
    assert!(explained.to_string().ends_with("PAIR\n  one of the places holds no passage to compare\n"));
}

#[test]
fn the_order_of_documents_changes_nothing() {
    let model = Model::builtin().expect("the model is sound");
    let mut documents = vec![
        Document::from_text("a.txt", POST),
        Document::from_text("b.txt", "The ferry ran aground off Halvik, owners said."),
    ];
    let run = |documents| {
        explain(&model, &Frames::builtin(), documents, Decisions::default(), "ran aground", Some("b.txt:1"))
    };
    let first = run(documents.clone());
    documents.reverse();
    assert_eq!(first, run(documents));
}
