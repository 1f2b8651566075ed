//! The scorers on small texts worked out by hand, and against the reference scorer on damaged treebanks.

use super::{F1, names, parse};
use crate::root;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Words as `form:head`, `/` between sentences, `[` before and `]` behind a token of several words.
fn rows(words: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for sentence in words.split(" / ") {
        let mut number = 0;
        let mut token: Option<(usize, usize, String)> = None;
        for word in sentence.split(' ') {
            if word == "[" {
                token = Some((number + 1, rows.len(), String::new()));
                continue;
            }
            if word == "]" {
                let (first, at, form) = token.take().unwrap();
                rows.insert(at, format!("{first}-{number}\t{form}{}", "\t_".repeat(8)));
                continue;
            }
            number += 1;
            let (form, head) = word.split_once(':').unwrap();
            let (head, relation) = head.split_once(':').unwrap_or((head, "dep:sub"));
            if let Some((_, _, whole)) = &mut token {
                whole.push_str(form);
            }
            rows.push(format!(
                "{number}\t{form}\t{}\tX\tNN\t_\t{head}\t{relation}\t_\t_",
                form.to_lowercase()
            ));
        }
        rows.push(String::new());
    }
    rows
}

fn lines(rows: &[String]) -> Vec<&str> {
    rows.iter().map(String::as_str).collect()
}

/// `expect` holds the rows that are not 1, with how often each is hit, in what is found and in the gold.
#[track_caller]
fn check(gold: &str, found: &str, expect: &[(&str, [usize; 3])]) {
    let scores = parse::score(&lines(&rows(gold)), &lines(&rows(found))).unwrap();
    for (name, f1) in scores {
        let [hits, of_found, of_gold] =
            expect.iter().find(|(row, _)| *row == name).map_or([1, 1, 1], |e| e.1);
        assert_eq!(f1, F1::new(hits, of_found, of_gold), "{name}");
    }
}

const GOLD: &str = "He:4 [ did:4 n't:4 ] go:0 .:4 / Rain:2 fell:0";

#[test]
fn what_the_gold_says_scores_one() {
    check(GOLD, GOLD, &[]);
    check("a:0", "a:0:other", &[("las", [0, 1, 1])]);
    check("a:0:x:y", "a:0:x:z", &[]);
}

#[test]
fn a_wrong_head_costs_a_head() {
    check(GOLD, &GOLD.replace("He:4", "He:2"), &[("uas", [6, 7, 7]), ("las", [6, 7, 7])]);
}

#[test]
fn two_sentences_taken_for_one() {
    let joined = "He:4 [ did:4 n't:4 ] go:0 .:4 Rain:7 fell:0";
    check(GOLD, joined, &[("sentences", [0, 1, 2])]);
}

#[test]
fn a_token_that_is_not_split() {
    let whole = "He:3 didn't:3 go:0 .:3 / Rain:2 fell:0";
    let words = [5, 6, 7];
    let rows = ["words", "upos", "xpos", "feats", "lemmas", "uas", "las"].map(|row| (row, words));
    check(GOLD, whole, &rows);
}

#[test]
fn other_texts_are_no_score() {
    let error = parse::score(&lines(&rows("a:0 b:1")), &lines(&rows("a:0 c:1"))).unwrap_err();
    assert!(error.contains("from character 1") && error.contains("\"b\" and \"c\""), "{error}");
    assert!(parse::score(&["1\ta"], &[]).unwrap_err().contains("a row with 2 columns"));
}

const NAMES: [&str; 9] = [
    "# sent_id = a",
    "# text = Mr. Zoë Dahl left Port Halvik.",
    "1\tMr.\tO\t-\t-",
    "2\tZoë\tB-PER\t-\t-",
    "3\tDahl\tI-PER\t-\t-",
    "4\tleft\tO\t-\t-",
    "5\tPort\tB-LOC\t-\t-",
    "6\tHalvik\tI-LOC\t-\t-",
    "7\t.\tO\t-\t-",
];

fn found(spans: &[(usize, usize, &str)]) -> BTreeMap<String, BTreeSet<names::Span>> {
    let spans = spans.iter().map(|(start, end, kind)| (*start, *end, (*kind).to_owned())).collect();
    BTreeMap::from([("a".to_owned(), spans)])
}

#[test]
fn names_are_right_where_span_and_kind_are() {
    let gold = names::load(&NAMES).unwrap();
    let score = |spans: &[_]| names::score(&gold, &found(spans)).into_iter().collect::<BTreeMap<_, _>>();
    let right = score(&[(4, 12, "PER"), (18, 29, "LOC")]);
    assert!(right.values().all(|f1| f1.f1 == 1.0), "{right:?}");
    let wrong = score(&[(4, 12, "ORG"), (18, 22, "LOC"), (18, 29, "LOC")]);
    assert_eq!((wrong["all"], wrong["span only"]), (F1::new(1, 3, 2), F1::new(2, 3, 2)));
    assert_eq!((wrong["PER"], wrong["LOC"]), (F1::new(0, 0, 1), F1::new(1, 2, 1)));
    assert!(names::load(&["# text = a", "1\tb\tO"]).is_err_and(|why| why.contains("\"b\" does not stand")));
}

/// A generator whose numbers are the same on every machine.
struct Random(u64);

impl Random {
    fn one_in(&mut self, n: u64) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).is_multiple_of(n)
    }
}

/// The rows with about every tenth thing made wrong: columns, sentences, tokens. The characters stay.
fn damaged(rows: &[&str]) -> Vec<String> {
    let mut random = Random(7);
    let (mut out, mut number, mut token_end, mut dropped) = (Vec::<String>::new(), 0, 0, false);
    for row in rows.iter().filter(|row| !row.starts_with('#')) {
        let mut columns: Vec<String> = row.split('\t').map(str::to_owned).collect();
        if row.is_empty() {
            // Two sentences become one.
            if !random.one_in(10) {
                out.push(String::new());
                number = 0;
            }
            continue;
        }
        if columns[0].contains('.') {
            continue;
        }
        if let Some((first, last)) = columns[0].split_once('-') {
            let words = last.parse::<usize>().unwrap() - first.parse::<usize>().unwrap() + 1;
            dropped = random.one_in(4);
            if dropped {
                // One word instead of several.
                (columns[0], columns[3], columns[6]) = ((number + 1).to_string(), "X".into(), "1".into());
                number += 1;
                (token_end, out) = (words, pushed(out, &columns));
            } else {
                columns[0] = format!("{}-{}", number + 1, number + words);
                (token_end, out) = (words, pushed(out, &columns));
            }
            continue;
        }
        let in_token = token_end > 0;
        token_end = token_end.saturating_sub(1);
        if in_token && dropped {
            continue;
        }
        number += 1;
        columns[0] = number.to_string();
        for (n, wrong) in [(2, "_"), (3, "X"), (4, "FW"), (5, "Wrong=Yes"), (6, "3"), (6, "0"), (7, "dep")] {
            if random.one_in(10) {
                columns[n] = wrong.to_owned();
            }
        }
        let cut = columns[1].char_indices().nth(2).map(|(at, _)| at);
        match cut {
            // One word becomes two, with or without a token around them.
            Some(at) if !in_token && random.one_in(10) => {
                let (a, b) = columns[1].split_at(at);
                let (a, b) = (a.to_owned(), b.to_owned());
                if random.one_in(2) {
                    let mut token = vec!["_".to_owned(); 10];
                    (token[0], token[1]) = (format!("{number}-{}", number + 1), columns[1].clone());
                    out = pushed(out, &token);
                }
                columns[1] = a;
                out = pushed(out, &columns);
                number += 1;
                (columns[0], columns[1]) = (number.to_string(), b);
                out = pushed(out, &columns);
            }
            _ => out = pushed(out, &columns),
        }
    }
    out
}

fn pushed(mut rows: Vec<String>, columns: &[String]) -> Vec<String> {
    rows.push(columns.join("\t"));
    rows
}

/// What the reference scorer says, or none where it is not there.
fn reference(args: &[&str], files: [&Path; 2]) -> Option<BTreeMap<String, Value>> {
    let scorer = root::shared("bench/treebanks/score_treebank.py");
    let python = Command::new("python3").arg("--version").output();
    if !scorer.is_file() || python.is_err() {
        println!("skipped: no reference scorer at {}, or no python3", scorer.display());
        return None;
    }
    let output = Command::new("python3").arg(&scorer).args(args).args(files).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[track_caller]
fn same(ours: &[(impl AsRef<str>, F1)], theirs: &BTreeMap<String, Value>) {
    assert_eq!(ours.len(), theirs.len());
    for (row, f1) in ours {
        let row = row.as_ref();
        let number = |key: &str| theirs[row][key].as_f64().unwrap();
        let pairs = [(f1.precision, "p"), (f1.recall, "r"), (f1.f1, "f1")];
        for (ours, key) in pairs {
            assert!((ours - number(key)).abs() < 1e-12, "{row} {key}: {ours}, reference {}", number(key));
        }
    }
}

#[test]
fn the_reference_scorer_gives_the_same_scores_of_trees() {
    let folder = tempfile::tempdir().unwrap();
    let own = rows(&[GOLD; 40].join(" / ")).join("\n");
    let treebanks = ["ewt-dev", "gum-dev"].map(|name| format!("bench/treebanks/{name}.conllu.gz"));
    let texts = treebanks.iter().filter_map(|path| crate::eval::lines::read(&root::shared(path)).ok());
    for text in [own].into_iter().chain(texts) {
        let gold: Vec<&str> = text.lines().collect();
        let wrong = damaged(&gold);
        let (gold_file, wrong_file) = (folder.path().join("gold.conllu"), folder.path().join("wrong.conllu"));
        std::fs::write(&gold_file, gold.join("\n") + "\n").unwrap();
        std::fs::write(&wrong_file, wrong.join("\n") + "\n").unwrap();
        let Some(theirs) = reference(&["parse"], [&gold_file, &wrong_file]) else { return };
        let ours = parse::score(&gold, &lines(&wrong)).unwrap();
        assert!(ours.iter().all(|(_, f1)| f1.f1 < 1.0 && f1.f1 > 0.3), "{ours:?}");
        same(&ours, &theirs);
    }
}

#[test]
fn the_reference_scorer_gives_the_same_scores_of_names() {
    let folder = tempfile::tempdir().unwrap();
    let dev = crate::eval::lines::read(&root::shared("bench/treebanks/uner-ewt-dev.iob2.gz")).ok();
    for text in [NAMES.join("\n") + "\n"].into_iter().chain(dev) {
        let rows: Vec<&str> = text.lines().collect();
        let gold = names::load(&rows).unwrap();
        let mut random = Random(3);
        let mut found = BTreeMap::new();
        for sentence in &gold {
            let mut spans = BTreeSet::new();
            for (start, end, kind) in &sentence.names {
                let kind = if random.one_in(5) { "ORG" } else { kind };
                let end = if random.one_in(5) { end + 2 } else { *end };
                if !random.one_in(5) {
                    spans.insert((*start, end, kind.to_owned()));
                }
            }
            if random.one_in(9) {
                spans.insert((0, 1, "NORP".to_owned()));
            }
            found.insert(sentence.id.clone(), spans);
        }
        let line = |(id, spans): (&String, &BTreeSet<names::Span>)| {
            let entity =
                |(start, end, kind): &names::Span| json!({ "start": start, "end": end, "type": kind });
            json!({ "id": id, "entities": spans.iter().map(entity).collect::<Vec<_>>() }).to_string()
        };
        let (gold_file, found_file) = (folder.path().join("gold.iob2"), folder.path().join("found.jsonl"));
        std::fs::write(&gold_file, &text).unwrap();
        std::fs::write(&found_file, found.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let Some(theirs) = reference(&["names"], [&gold_file, &found_file]) else { return };
        same(&names::score(&gold, &found), &theirs);
    }
}
