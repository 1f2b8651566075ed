//! The scorer on a text worked out by hand, and against the reference scorer on damaged gold.

use super::errors::{Class, Unpaired};
use super::{Attribution, Compared, Score, quotations, score, tokens};
use crate::eval::attribution::Article;
use crate::eval::lines;
use crate::root;
use std::process::Command;

const TEXT: &str = "He said \"it rains a lot\". Police believe nothing of it.";

fn rain() -> Attribution {
    Attribution { source: vec![(0, 2)], cue: vec![(3, 7)], content: vec![(8, 24)] }
}

fn police() -> Attribution {
    Attribution { source: vec![(26, 32)], cue: vec![(33, 40)], content: vec![(41, 54)] }
}

/// Scores what was found against both; `expect` is the F1 of exact, ov50 and ov50-nosrc.
#[track_caller]
fn check(found: &[Attribution], expect: [f64; 3]) -> Score {
    let score = score(&[Compared::new(TEXT, &[rain(), police()], found)]);
    let f1: Vec<f64> = score.rows[3..].iter().map(|(_, f1)| f1.f1).collect();
    assert_eq!(f1, expect);
    score
}

#[test]
fn gold_against_itself_is_all_right() {
    let score = check(&[police(), rain()], [1.0; 3]);
    assert!(score.rows.iter().all(|(_, f1)| f1.f1 == 1.0), "{:?}", score.rows);
    let kinds: Vec<_> = score.kinds.into_iter().collect();
    assert_eq!(kinds, [("direct", (1, 1)), ("indirect", (1, 1)), ("source named", (2, 2))]);
}

#[test]
fn a_third_of_the_content_is_not_enough() {
    let part = Attribution { source: vec![(0, 2)], content: vec![(41, 48)], ..police() };
    check(&[rain(), part], [0.5; 3]);
}

#[test]
fn a_wrong_source_counts_only_where_it_is_not_looked_at() {
    let wrong = Attribution { source: vec![(0, 2)], ..police() };
    check(&[rain(), wrong], [0.5, 0.5, 1.0]);
}

#[test]
fn nothing_found_scores_nothing() {
    let score = check(&[], [0.0; 3]);
    assert!(score.rows.iter().all(|(_, f1)| f1.f1 == 0.0));
}

#[test]
fn two_of_three_tokens_overlap_and_are_not_exact() {
    check(&[rain(), Attribution { content: vec![(41, 51)], ..police() }], [0.5, 1.0, 1.0]);
}

#[test]
fn the_better_of_two_is_the_partner() {
    let gold = [rain(), police()];
    let part = Attribution { content: vec![(41, 51)], ..police() };
    let compared = Compared::new(TEXT, &gold, &[part, rain(), police()]);
    assert_eq!(compared.partners(), (vec![Some(1), Some(2)], vec![None, Some(0), Some(1)]));
    assert_eq!(compared.extra(), [Unpaired { own: 0, other: Some(1), class: Class::Taken }]);
}

#[test]
fn what_has_no_partner_is_classed() {
    let missed = |found: &[Attribution]| -> Vec<Class> {
        Compared::new(TEXT, &[rain(), police()], found).missed().iter().map(|m| m.class).collect()
    };
    assert_eq!(missed(&[]), [Class::Nothing; 2]);
    let unnamed = Attribution { source: vec![], ..rain() };
    let other = Attribution { source: vec![(0, 2)], ..police() };
    assert_eq!(missed(&[unnamed.clone(), other]), [Class::SourceMissing, Class::SourceWrong]);
    let part = Attribution { content: vec![(41, 48)], ..police() };
    assert_eq!(missed(&[rain(), part.clone()]), [Class::Boundary]);
    let extra =
        |gold: &[Attribution], found: Attribution| Compared::new(TEXT, gold, &[found]).extra()[0].class;
    assert_eq!(extra(&[police()], part), Class::Boundary);
    assert_eq!(extra(std::slice::from_ref(&unnamed), rain()), Class::SourceExtra);
    assert_eq!(extra(&[rain()], unnamed), Class::SourceMissing);
    assert_eq!(extra(&[rain()], police()), Class::Nothing);
}

#[test]
fn tokens_hold_marks_inside_and_none_at_their_ends() {
    let found = |text: &str| {
        let text: Vec<char> = text.chars().collect();
        tokens(&text).into_iter().map(|(s, e)| text[s..e].iter().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(
        found("“Don’t,” AT&T's U.S. arm—5,000 at_all_"),
        ["Don’t", "AT&T's", "U.S", "arm", "5,000", "at_all"]
    );
    assert_eq!(found("'' - é"), ["é"]);
}

#[test]
fn a_quotation_ends_at_an_empty_line() {
    let found = |text: &str| quotations(&text.chars().collect::<Vec<_>>());
    assert_eq!(found("“a” \"b\""), [(0, 3), (4, 7)]);
    assert_eq!(found("“a\n \nb” “c\nd”"), [(8, 13)]);
    assert_eq!(found("“a “b”"), [(3, 6)]);
    assert_eq!(found("a” b"), []);
}

/// Where the data and a Python are, both scorers say the same of gold that was damaged in every way that counts.
#[test]
fn the_reference_scorer_says_the_same() {
    let folder = root::shared("bench/polnear");
    let (script, file) = (folder.join("score_attributions.py"), folder.join("dev.jsonl.gz"));
    if !script.is_file() || !file.is_file() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no reference scorer in {}", folder.display());
        return;
    }
    let text = lines::read(&file).unwrap();
    let articles: Vec<Article> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut compared, mut lines) = (Vec::new(), String::new());
    for article in &articles {
        let gold = article.gold();
        let found: Vec<Attribution> =
            gold.iter().enumerate().flat_map(|(n, a)| damaged(n, a, &gold)).collect();
        lines += &article.line(&found);
        compared.push(Compared::new(&article.text, &gold, &found));
    }
    let scratch = tempfile::tempdir().unwrap();
    let predictions = scratch.path().join("found.jsonl");
    std::fs::write(&predictions, lines).unwrap();
    let output =
        Command::new("python3").arg(script).arg(file).arg(predictions).arg("--json").output().unwrap();
    let theirs: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let ours = score(&compared);
    assert_eq!(
        [&theirs["documents"], &theirs["gold"], &theirs["predicted"]],
        [ours.documents, ours.gold, ours.found]
    );
    for (n, (row, f1)) in ours.rows.iter().enumerate() {
        let row = &theirs[if n < 3 { "token" } else { "attribution" }][row];
        let of = |name: &str| row[name].as_f64().unwrap();
        for (ours, theirs) in [(f1.precision, of("p")), (f1.recall, of("r")), (f1.f1, of("f1"))] {
            assert!((ours - theirs).abs() < 1e-12, "{row}: {ours}");
        }
    }
    for (kind, (hits, all)) in ours.kinds {
        let theirs = &theirs["ov50_recall_by_kind"][kind];
        assert_eq!(theirs["n"], all);
        assert!((theirs["r"].as_f64().unwrap() - hits as f64 / all as f64).abs() < 1e-12, "{kind}");
    }
}

/// One attribution left out, shortened, moved, doubled, or with another source.
fn damaged(n: usize, gold: &Attribution, all: &[Attribution]) -> Vec<Attribution> {
    let shorter =
        |part: usize| gold.content.iter().map(|&(s, e)| (s, e - (e - s) / part)).collect::<Vec<_>>();
    let of = |content: Vec<super::Span>| Attribution { content, ..gold.clone() };
    match n % 8 {
        0 => vec![],
        1 => vec![of(shorter(3)), gold.clone()],
        2 => vec![of(shorter(2)), of(shorter(4))],
        3 => vec![Attribution { source: vec![], ..gold.clone() }],
        4 => vec![Attribution { source: all[n - 1].source.clone(), cue: vec![], ..gold.clone() }],
        5 => vec![of(gold.content.iter().map(|&(s, e)| (s + 20, e + 20)).collect())],
        _ => vec![gold.clone()],
    }
}
