//! The ledger: valid, and the same byte for byte whatever the order of its articles and the number of threads.

use crate::{FERRY, brief, brief_stdin, ferry, has_ferry, ledger_of, root};
use crosswire_model::Ledger;
use crosswire_report::{Export, Style};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn the_example_has_a_valid_ledger() {
    let ran = brief([ferry()]).code(0);
    let ledger = ran.ledger();
    has_ferry(&ledger);
    for part in
        ["sources", "statements", "figures", "series", "times", "claims", "origins", "coverage", "timeline"]
    {
        assert!(!ledger[part].as_array().unwrap().is_empty(), "no {part}");
    }
    assert_eq!(ledger["story"]["from"], "2031-03-04");
    let read: Ledger = serde_json::from_str(&ran.stdout).unwrap();
    let mut again = Vec::new();
    let none = BTreeMap::new();
    Export::JSON.write((&read, &none), None, Style::PLAIN, &mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), ran.stdout);
    // A row of each list has a line of its own.
    let rows = |list: &Value| list.as_array().map_or(0, Vec::len);
    let ledger = ledger.as_object().unwrap();
    let lists = ledger.values().filter(|part| rows(part) > 0);
    let lines = 2 + ledger.len() + lists.map(|list| rows(list) + 1).sum::<usize>();
    assert_eq!(ran.stdout.lines().count(), lines);
}

#[test]
fn the_committed_schema_is_that_of_the_types() {
    let committed = std::fs::read_to_string(root().join("docs/ledger.schema.json")).unwrap();
    let made = serde_json::to_string_pretty(&schemars::schema_for!(Ledger)).unwrap() + "\n";
    assert_eq!(committed, made, "write it anew: cargo xtask schema");
}

#[test]
fn a_ledger_that_breaks_the_schema_is_noticed() {
    let whole = brief([ferry()]).ledger();
    let breaks: [fn(&mut Value); 4] = [
        |l| l["schema"] = json!("crosswire.ledger/0"),
        |l| l["figures"][0]["qualifier"] = json!("roughly"),
        |l| l["articles"][0]["words"] = json!("many"),
        |l| drop(l.as_object_mut().unwrap().remove("claims")),
    ];
    for (i, make_wrong) in breaks.into_iter().enumerate() {
        let mut ledger = whole.clone();
        make_wrong(&mut ledger);
        assert!(std::panic::catch_unwind(|| ledger_of(&ledger.to_string())).is_err(), "break {i} passes");
    }
}

#[test]
fn the_order_of_files_and_the_threads_make_no_difference() {
    let expected = brief([ferry()]).code(0).stdout;
    for threads in ["1", "2", "7"] {
        let ran = brief([ferry().into_os_string(), "--threads".into(), threads.into()]);
        assert!(ran.stdout == expected, "with {threads} threads");
    }
    let mut files: Vec<_> = FERRY.map(|(name, _)| ferry().join(name)).into();
    for (turn, threads) in (0..5).zip(["1", "2", "7", "3", "2"]) {
        files.rotate_left(turn);
        files.swap(0, 3);
        let args = files.iter().map(|f| f.into()).chain(["--threads".into(), threads.into()]);
        let ran = brief(args.collect::<Vec<std::ffi::OsString>>());
        assert!(ran.stdout == expected, "files in the order {files:?}");
    }
    // The folder and some of its files again: each is read once.
    let ran = brief([ferry(), files[0].clone(), ferry(), files[1].clone()]).code(0);
    assert!(ran.stdout == expected, "files that are named twice");
}

#[test]
fn the_order_of_lines_makes_no_difference() {
    let text = "Harbour master Runa Askvik said on Monday that 84 passengers were landed. The ferry will be towed on \
                Wednesday, the port said.";
    let mut lines: Vec<String> = (0..12)
        .map(|i| {
            let text = format!("{text} Line {} carried {} cars that night.", i % 4, 30 + i % 3);
            let mut record =
                json!({"text": text, "outlet": format!("Outlet {i}"), "published": "2031-03-04"});
            // Names of all kinds: an id, an address, none; two records share theirs.
            match i % 3 {
                0 => record["id"] = json!(i / 6),
                1 => record["url"] = json!(format!("https://outlet.example/{i}")),
                _ => {}
            }
            record.to_string()
        })
        .collect();
    lines.push("{\"text\": 5}".to_owned());
    let expected = brief_stdin(["-"], lines.join("\n")).code(2);
    assert_eq!(expected.ledger()["articles"].as_array().unwrap().len(), 12);
    for (turn, threads) in (1..6).zip(["1", "2", "7", "2", "1"]) {
        // The last line stays where it is: a bad line is named by its number.
        lines[..12].rotate_left(turn);
        lines.swap(1, 7);
        let ran = brief_stdin(["-", "--threads", threads], lines.join("\n"));
        assert!(ran.stdout == expected.stdout, "turn {turn}");
    }
}

#[test]
fn what_the_user_gives_comes_first() {
    let args = [ferry().into_os_string(), "--outlet".into(), "The Wire".into()];
    let ledger = brief(args.into_iter().chain(["--published".into(), "2031-05-06".into()])).ledger();
    for article in ledger["articles"].as_array().unwrap() {
        assert_eq!((&article["outlet"], &article["published"]), (&json!("The Wire"), &json!("2031-05-06")));
        assert_eq!(article["published_basis"], "given");
    }
}
