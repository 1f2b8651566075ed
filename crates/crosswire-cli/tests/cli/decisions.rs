//! What people decided, read from a file, and the ledger that follows.

use crate::{brief, ferry, root, story};
use std::fs;

/// Decisions on the ferry; the third names words that nobody wrote, the fourth is none.
const LINES: &str = r#"{"id":"one","by":"Runa","at":"2031-03-05T09:00:00Z","why":"she spoke for the port","decision":"same-source","sources":[{"name":"Runa Askvik"},{"name":"officials in the port of Halvik"}]}
{"by":"Idun","at":"2031-03-05T09:05:00Z","decision":"sign-off"}
{"by":"Idun","at":"2031-03-05T09:06:00Z","decision":"reject","claim":[{"exact":"the captain had jumped ship"}]}
{"by":"Idun","at":"2031-03-05T09:07:00Z","decision":"confuse"}
"#;

#[test]
fn a_ledger_follows_what_was_decided_wherever_the_file_lies() {
    let story = story();
    let file = story.path().join("decisions.jsonl");
    fs::write(&file, LINES).unwrap();
    let args =
        [story.path().as_os_str(), "--decisions".as_ref(), file.as_os_str(), "-f".as_ref(), "json".as_ref()];
    let told = brief(args).code(2).says(&[
        "decisions.jsonl:4: no decision: unknown variant `confuse`",
        "Idun decided that a claim counts for nothing, and nothing that it is about is found",
    ]);
    let ledger = told.ledger();
    let states: Vec<_> =
        ledger["decisions"].as_array().unwrap().iter().map(|d| d["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["applied", "applied", "lost"]);
    assert_eq!(ledger["story"]["signed"][0]["by"], "Idun");
    assert_eq!(ledger["articles"].as_array().unwrap().len(), 5, "the decisions are no article");
    let names: Vec<_> =
        ledger["sources"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Runa Askvik") && !names.contains(&"officials in the port of Halvik"));
}

#[test]
fn a_file_that_is_not_there_is_an_error_that_helps() {
    let folder = ferry();
    let args = [folder.as_os_str(), "--decisions".as_ref(), "none.jsonl".as_ref()];
    brief(args).code(1).says(&["cannot read the decisions of none.jsonl", "docs/decisions.md"]);
}

#[test]
fn every_line_of_the_documents_is_a_decision() {
    let document = fs::read_to_string(root().join("docs/decisions.md")).unwrap();
    let lines: Vec<_> = document.lines().map(str::trim).filter(|l| l.starts_with("{\"by\"")).collect();
    assert_eq!(lines.len(), 3);
    for line in lines {
        serde_json::from_str::<crosswire_model::Decision>(line).unwrap();
    }
}
