//! `crosswire explain`: the place that is asked for, what is said where there is none, both forms.

use crate::{Ran, brief, crosswire, ferry, folder, inert, story};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;

/// `crosswire explain` with these arguments.
fn explain<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Ran {
    Ran::of(crosswire().arg("explain").args(args))
}

/// `crosswire explain` of the example at these places.
fn explain_ferry(places: &[&str], options: &[&str]) -> Ran {
    let ferry = ferry();
    let places = places.iter().flat_map(|place| ["--at", place]).map(OsStr::new);
    explain([ferry.as_os_str()].into_iter().chain(places).chain(options.iter().map(OsStr::new)))
}

const LANDED: &str = "coast-courier.md:landed 84 passengers";
const SAVED: &str = "number of passengers saved at 84";

#[test]
fn help_has_examples() {
    let ran = explain(["--help"]).code(0).silent();
    for words in ["Examples:", "--at post.txt:12", "Exit codes:"] {
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
}

#[test]
fn a_place_is_told_stage_by_stage() {
    let ran = explain_ferry(&[LANDED], &[]).code(0).silent();
    let is_heading = |line: &&str| line.starts_with(|c: char| c.is_ascii_uppercase());
    let headings: Vec<&str> = ran.stdout.lines().filter(is_heading).collect();
    let stages = ["SENTENCE", "TEXT", "NAMES", "STATEMENTS", "FIGURES", "EVENTS", "PASSAGES", "CLAIMS"];
    assert_eq!(headings[..stages.len()], stages, "{}", ran.stdout);
    for words in ["examples/ferry/coast-courier.md:", "statement “We have landed 84 passengers", "value: 84;"]
    {
        assert!(ran.stdout.contains(words), "{words:?} is not in: {}", ran.stdout);
    }
}

#[test]
fn a_pair_has_every_signal_and_agrees_with_the_ledger() {
    let ran = explain_ferry(&[LANDED, SAVED], &["--format", "json"]).code(0).silent();
    let explained: Value = serde_json::from_str(&ran.stdout).unwrap();
    let pair = &explained["pair"];
    assert_eq!(pair["signals"].as_array().unwrap().len(), 45);
    let gave =
        |key: &str| pair["signals"].as_array().unwrap().iter().map(|s| s[key].as_f64().unwrap()).sum::<f64>();
    assert!((gave("gave") - pair["sum"].as_f64().unwrap()).abs() < 0.02);
    let ledger = brief([ferry()]).ledger();
    let span = |p: &Value| (p["start"].as_u64(), p["end"].as_u64());
    let claim = |p: &Value| {
        let claims = ledger["claims"].as_array().unwrap().iter();
        let mut holding =
            claims.filter(|c| c["evidence"].as_array().unwrap().iter().any(|e| span(e) == span(p)));
        holding.next().map(|c| c["id"].clone())
    };
    assert!(claim(&pair["a"]).is_some());
    assert_eq!(pair["same_claim"], claim(&pair["a"]) == claim(&pair["b"]));
    assert_eq!(explained["places"].as_array().unwrap().len(), 2);
    assert_eq!(explained["places"][0]["stages"][0]["name"], "text");
}

#[test]
fn a_place_that_is_not_there() {
    let hint = "  try: a line of an article or words that it has: --at FILE:LINE";
    let cases = [
        ("84 passengers were landed", "no article has the words “84 passengers were landed”; "),
        ("coast-courier.md:999", "coast-courier.md has no line 999: its text has "),
        ("coast-courier.md:5", "line 5 of "),
        ("courier.md:3", "no article is called courier.md; there are "),
        ("", "the place is empty"),
    ];
    for (place, says) in cases {
        let ran = explain_ferry(&[place], &[]).code(1).says(&["error: ", says, hint]);
        assert_eq!(ran.stdout, "", "{place}");
    }
    explain_ferry(&[SAVED; 3], &[])
        .code(1)
        .says(&["3 places are given, and no more than two can be compared"]);
    explain([ferry()]).code(1).says(&["--at <PLACE>"]);
    explain(["nowhere.txt", "--at", "x"]).code(1).says(&["no article could be read", "nowhere.txt"]);
}

#[test]
fn a_name_of_two_articles_is_told() {
    let folder = folder();
    for name in ["a", "b"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("post.txt"), format!("The ferry sank off {name}.")).unwrap();
    }
    let path = folder.path().as_os_str();
    let ran = explain([path, "--at".as_ref(), "post.txt:1".as_ref()]).code(1);
    ran.says(&["several articles are called post.txt: ", "  try: more of its path"]);
    explain([path, "--at".as_ref(), "b/post.txt:1".as_ref()]).code(0).silent();
}

#[test]
fn a_skipped_file_changes_the_exit_code() {
    let story = story();
    fs::write(story.path().join("bad.txt"), "").unwrap();
    let args = [story.path().as_os_str(), "--at".as_ref(), SAVED.as_ref()];
    explain(args).code(2).says(&["bad.txt: the file is empty"]);
}

#[test]
fn threads_and_order_change_nothing() {
    let one = explain_ferry(&[LANDED, SAVED], &["--threads", "1"]).code(0);
    assert_eq!(one.stdout, explain_ferry(&[LANDED, SAVED], &["--threads", "4"]).stdout);
}

#[test]
fn a_file_takes_the_form_of_its_ending() {
    let folder = folder();
    let file = folder.path().join("why.json");
    explain_ferry(&[SAVED], &["-o", file.to_str().unwrap()]).code(0).silent();
    let explained: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(explained["pair"], Value::Null);
}

#[test]
fn an_article_cannot_drive_the_terminal() {
    let folder = folder();
    let text = "The \u{1b}[31mferry\u{7} sank, \u{202e}he said. “It is \u{1b}]0;x\u{7}lost”, she said.";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let path = folder.path().as_os_str();
    inert(&explain([path, "--at".as_ref(), "a.txt:1".as_ref()]).code(0).stdout);
}
