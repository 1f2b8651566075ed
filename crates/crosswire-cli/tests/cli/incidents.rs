//! `--incidents`: the story's main event as a row under a monitor's columns.

use crate::{Ran, brief, ferry, folder};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

/// An invented strike of two outlets.
fn strike() -> (tempfile::TempDir, PathBuf) {
    let folder = folder();
    let story = folder.path().join("story");
    fs::create_dir(&story).unwrap();
    let write = |name: &str, text: &str| fs::write(story.join(name), text).unwrap();
    write(
        "post.txt",
        "outlet: Halvik Post\ntitle: Strike on Tarn kills 12\npublished: 2031-05-06\nurl: https://halvik-post.example/strike\n\n\
         An air strike killed 12 people in Tarn on Monday, the ministry of health said. Five children were killed. \
         Nine people were injured, the ministry said.\n\nMarten Holm, 34, was killed.\n",
    );
    write(
        "times.txt",
        "outlet: Ardal Times\ntitle: At least 14 dead in Tarn\npublished: 2031-05-06\n\n\
         At least 14 people were killed in Tarn on Monday, the mayor, Ida Brandt, said. \
         Nine people were injured.\n",
    );
    (folder, story)
}

fn incident(more: &[&str]) -> Ran {
    let (_folder, story) = strike();
    let args = [story.into_os_string(), "--incidents".into()];
    brief(args.into_iter().chain(more.iter().map(OsString::from))).code(0)
}

fn row(more: &[&str]) -> Value {
    let ran = incident(&[more, &["-f", "json"]].concat());
    serde_json::from_str::<Value>(&ran.stdout).unwrap()[0].clone()
}

#[track_caller]
fn check(profile: &[&str], expect: &[(&str, Value)]) {
    let row = row(profile);
    for (column, value) in expect {
        assert_eq!(&row[column], value, "{column} of {row:#}");
    }
}

#[test]
fn without_a_profile_the_columns_are_plain() {
    check(
        &[],
        &[
            ("event", "killed".into()),
            ("date", "2031-05-05".into()),
            ("place", "Tarn".into()),
            ("killed_min", 12.into()),
            ("children_killed_min", 5.into()),
            ("injured_max", 9.into()),
            ("women_killed_min", Value::Null),
            ("victims", "Marten Holm, 34".into()),
            (
                "sources",
                "Halvik Post, 2031-05-06: https://halvik-post.example/strike; Ardal Times, 2031-05-06".into(),
            ),
        ],
    );
}

#[test]
fn each_monitor_has_its_own_columns() {
    check(
        &["--profile", "acled"],
        &[
            ("event_date", "2031-05-05".into()),
            ("year", 2031.into()),
            ("location", "Tarn".into()),
            ("fatalities", 12.into()),
            ("source", "Halvik Post; Ardal Times".into()),
            ("country", Value::Null),
        ],
    );
    check(
        &["--profile", "airwars"],
        &[("children_killed_min", 5.into()), ("num_victim_names", 1.into()), ("strike_status", Value::Null)],
    );
    check(
        &["--profile", "ucdp"],
        &[
            ("best", 12.into()),
            ("low", 12.into()),
            ("date_start", "2031-05-05".into()),
            ("number_of_sources", 2.into()),
        ],
    );
    check(
        &["--profile", "ccc"],
        &[
            ("date", "2031-05-05".into()),
            ("participant_deaths", 12.into()),
            ("size_low", Value::Null),
            ("source_1", "https://halvik-post.example/strike".into()),
            ("source_2", "Ardal Times".into()),
        ],
    );
}

#[test]
fn the_forms_of_an_incident() {
    let csv = incident(&["--profile", "acled"]);
    assert!(csv.stdout.starts_with("event_id_cnty,event_date,year,") && csv.stdout.lines().count() == 2);
    let terminal = incident(&["-f", "terminal"]).stdout;
    assert!(terminal.starts_with("event ") && terminal.contains("\nNot known: "), "{terminal}");
    let folder = folder();
    let file = folder.path().join("incident.xlsx");
    incident(&["-o", file.to_str().unwrap()]).says(&["wrote ", "incident.xlsx ("]);
    brief([ferry().as_os_str(), "--incidents".as_ref(), "-fhtml".as_ref()])
        .code(1)
        .says(&["an incident has no form html", "terminal, csv, json, xlsx"]);
}

#[test]
fn a_story_without_claims_has_no_incident() {
    let folder = folder();
    let file = folder.path().join("a.txt");
    fs::write(&file, "Weather\n").unwrap();
    let run = |form: &str| {
        brief([file.as_os_str(), "--incidents".as_ref(), "-f".as_ref(), form.as_ref()]).code(0).stdout
    };
    assert_eq!(run("json"), "[]\n");
    assert_eq!(run("csv").lines().count(), 1);
    assert!(run("terminal").contains("no claim"));
}
