//! Every file of `data/` is read here, as the program reads it, and named with its line where it is wrong.

use super::read::DataError;
use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with each file that has a reader.
fn read_all() -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    macro_rules! tables {
        ($($file:literal $table:expr;)*) => {
            $(found.insert($file, $table.errors.iter().map(DataError::to_string).collect());)*
        };
    }
    tables! {
        "alignment.txt" ALIGNMENT;
        "antonyms.txt" ANTONYMS;
        "branches.txt" branches::ROWS;
        "countries.txt" names::COUNTRIES;
        "cues.txt" cues::ROWS;
        "currencies.txt" CURRENCIES;
        "event-nouns.txt" event_nouns::ROWS;
        "events.txt" FATES;
        "holidays.txt" HOLIDAYS;
        "inherent-negatives.txt" INHERENT_NEGATIVES;
        "kin.txt" KIN;
        "loaded.txt" LOADED;
        "media.txt" names::MEDIA;
        "opposed.txt" OPPOSED;
        "rarity.txt" RARITY;
        "spellings.txt" SPELLINGS;
        "units.txt" UNITS;
        "vague-times.txt" VAGUE_TIMES;
    }
    for (file, sections) in declared() {
        found.insert(file.name, lists_of(file, &sections));
    }
    let frames = crate::Frames::default().add(FRAMES.text);
    found.insert("frames.txt", frames.err().map(|e| format!("data/frames.txt: {e}")).into_iter().collect());
    found
}

/// What is wrong with a file of word lists, of which these sections are asked for.
fn lists_of(file: File, sections: &[String]) -> Vec<String> {
    let mut errors: Vec<String> = words::sections(file).errors.iter().map(DataError::to_string).collect();
    let mut seen = BTreeSet::new();
    for row in file.rows() {
        if !sections.iter().any(|s| s == row.section) {
            errors.push(format!("data/{}:{}: no list is named `{}`", file.name, row.line, row.section));
        }
        for word in row.words().unwrap_or_default() {
            if !seen.insert((row.section, word)) {
                errors.push(format!("data/{}:{}: `{word}` stands twice", file.name, row.line));
            }
        }
    }
    let empty = sections.iter().filter(|s| !seen.iter().any(|(section, _)| section == s));
    errors.extend(empty.map(|s| format!("data/{}: no list `[{s}]`", file.name)));
    errors
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test lists the folder of the files that are compiled in")]
fn every_file_has_a_reader_and_is_sound() {
    let read = read_all();
    let mut errors: Vec<String> = read.values().flatten().cloned().collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !read.contains_key(name.as_str()) {
            errors.push(format!("data/{name}: nothing reads it"));
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let head: Vec<&str> = text.lines().take_while(|l| l.starts_with('#')).collect();
        let head = head.join(" ").to_lowercase();
        if !["compiled", "counted by", "sets them"].iter().any(|origin| head.contains(origin)) {
            errors.push(format!("data/{name}:1: its head does not say what it is and where it comes from"));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn a_wrong_line_is_named() {
    let file = File { name: "x.txt", text: "# Words.\n[boats]\nferry, barge\nferry,, Raft\n" };
    let errors = words::sections(file).errors;
    assert_eq!(errors[0].to_string(), "data/x.txt:4: nothing stands before or after a `,`");
    let errors = lists_of(File { text: "[boats]\nferry\nbarge, ferry", ..file }, &["boats".to_owned()]);
    assert_eq!(errors, ["data/x.txt:3: `ferry` stands twice"]);
    let errors = lists_of(File { text: "[boots]\nferry", ..file }, &["boats".to_owned()]);
    assert_eq!(errors, ["data/x.txt:2: no list is named `boots`", "data/x.txt: no list `[boats]`"]);
    let key = File { text: "[boats]\nkind: ferry", ..file };
    assert!(words::sections(key).errors[0].what.contains("no word in lower case"));
}
