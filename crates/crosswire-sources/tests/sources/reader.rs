//! Texts in the order in which they stand, some at a time.

use crate::{folder, page, write};
use crosswire_sources::{Input, Options, Reader};
use std::path::Path;

/// What a reader gives in all: name, path and text of each text, and the reasons of the warnings.
struct Given {
    texts: Vec<(Option<String>, String, String)>,
    warnings: Vec<String>,
    batches: usize,
}

impl Given {
    fn of(mut reader: Reader) -> Given {
        let mut given = Given { texts: Vec::new(), warnings: Vec::new(), batches: 0 };
        while let Some(batch) = reader.next_texts() {
            let texts = batch.value.into_iter().map(|t| (t.id, t.document.path, t.document.text));
            given.texts.extend(texts);
            given.warnings.extend(batch.warnings.into_iter().map(|w| w.reason));
            given.batches += 1;
        }
        assert!(reader.next_texts().is_none(), "what has ended goes on");
        given
    }

    fn inputs(inputs: Vec<Input>) -> Given {
        Given::of(Reader::new(inputs, Options::default(), None))
    }

    fn lines(lines: &str) -> Given {
        Given::inputs(vec![Input::Lines("-".to_owned(), Box::new(std::io::Cursor::new(lines.to_owned())))])
    }

    fn ids(&self) -> Vec<&str> {
        self.texts.iter().map(|(id, _, _)| id.as_deref().unwrap_or("-")).collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.texts.iter().map(|(_, _, text)| text.as_str()).collect()
    }
}

#[test]
fn records_keep_their_order_and_none_is_left_out() {
    let given = Given::lines(concat!(
        "\u{feff}{\"id\": \"b\", \"text\": \"Two.\"}\n",
        "{\"id\": 1, \"text\": \" One.\\n\"}\r\n\n",
        "{\"id\": \"b\", \"text\": \"Two.\"}\n",
        "{\"id\": \"b\", \"text\": \"Other.\"}\n",
        "{\"text\": \"Three.\", \"url\": \"https://post.example/3\"}",
    ));
    assert_eq!(given.ids(), ["b", "1", "b", "b", "-"]);
    assert_eq!(given.texts(), ["Two.", " One.\n", "Two.", "Other.", "Three."]);
    assert_eq!(given.texts[4].1, "-#https://post.example/3");
    assert_eq!(given.warnings, Vec::<String>::new());
}

#[test]
fn an_array_keeps_its_order_too() {
    let folder = folder();
    write(
        folder.path(),
        "a.json",
        r#"[{"id": "z", "text": "One."}, {"id": "a", "text": "Two."}, {"id": "z", "text": "One."}]"#,
    );
    let given = Given::inputs(vec![folder.path().join("a.json").into()]);
    assert_eq!((given.ids(), given.texts()), (vec!["z", "a", "z"], vec!["One.", "Two.", "One."]));
    assert_eq!(given.warnings, Vec::<String>::new());
}

#[test]
fn inputs_come_as_given_and_a_folder_by_name() {
    let folder = folder();
    let at = |name: &str| Input::from(folder.path().join(name));
    write(folder.path(), "in/c.txt", "C.");
    write(folder.path(), "in/a.jsonl", "{\"id\": 2, \"text\": \"A2.\"}\n{\"id\": 1, \"text\": \"A1.\"}\n");
    write(folder.path(), "in/b.md", "# Title\n\nB.");
    write(folder.path(), "z.json", r#"{"id": "z", "text": "Z."}"#);
    write(folder.path(), "page.html", page("", ""));
    let lines = Input::Lines("-".to_owned(), Box::new(&b"{\"id\": 5, \"text\": \"Five.\"}"[..]));
    let given = Given::inputs(vec![at("z.json"), lines, at("in"), at("page.html"), at("in/c.txt")]);
    assert_eq!(given.ids(), ["z", "5", "2", "1", "-", "-", "-", "-"]);
    let texts = given.texts();
    assert_eq!(
        (&texts[..4], texts[4], texts[5]),
        (&["Z.", "Five.", "A2.", "A1."][..], "# Title\n\nB.", "C.")
    );
    assert!(texts[6].starts_with("The ferry Marigold") && texts[7] == "C.");
    assert!(given.texts[5].1.ends_with("in/c.txt"));
}

#[test]
fn many_records_come_some_at_a_time() {
    let lines: String = (0..1_000).map(|i| format!("{{\"id\": {i}, \"text\": \"Ship {i}.\"}}\n")).collect();
    let given = Given::lines(&lines);
    assert!(given.batches > 10, "{} batches", given.batches);
    assert!(given.ids().iter().enumerate().all(|(i, id)| *id == i.to_string()));
    // Few, where they are long.
    let long = "x".repeat(100_000);
    let lines: String = (0..30).map(|i| format!("{{\"id\": {i}, \"text\": \"{long}\"}}\n")).collect();
    assert_eq!(Given::lines(&lines).batches, 11);
}

#[test]
fn bad_records_are_named_up_to_a_number_file_by_file() {
    let folder = folder();
    write(folder.path(), "a.jsonl", "no\n".repeat(200) + "{\"id\": 1, \"text\": \"One.\"}");
    write(folder.path(), "b.jsonl", "no\n{\"id\": 2, \"text\": \"Two.\"}\n{\"id\": 3, \"text\": \" \"}");
    write(folder.path(), "c.jsonl", "\n\n");
    write(folder.path(), "d.jsonl", "{\"id\": 4, \"text\": \"Four.\"}");
    let given = Given::inputs(vec![folder.path().into()]);
    assert_eq!(given.ids(), ["1", "2", "4"]);
    assert_eq!(given.warnings.len(), 20 + 1 + 2 + 1, "{:?}", given.warnings);
    assert!(given.warnings[19].starts_with("line 20: not valid JSON"));
    assert_eq!(given.warnings[20], "180 more bad records");
    assert!(given.warnings[21].starts_with("line 1: not valid JSON"));
    assert_eq!(given.warnings[22..], ["line 3: its text is empty", "holds no record"]);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder();
    let at = |name: &str| Input::from(folder.path().join(name));
    write(folder.path(), "empty.txt", "");
    write(folder.path(), "packed.jsonl", b"\x1f\x8b\x08\0\0\0");
    write(folder.path(), "good.txt", "Good.");
    let inputs = vec![at("no.jsonl"), at("no.txt"), at("empty.txt"), at("packed.jsonl"), at("good.txt")];
    let given = Given::inputs(inputs);
    assert_eq!(given.texts(), ["Good."]);
    let reasons =
        ["cannot be read: ", "cannot be read: ", "the file is empty", "cannot be read: the packed data"];
    assert_eq!(given.warnings.len(), reasons.len());
    for (warning, reason) in given.warnings.iter().zip(reasons) {
        assert!(warning.starts_with(reason), "{warning}");
    }
    let given = Given::lines("");
    assert_eq!(given.warnings, ["holds no record"]);
}

#[test]
fn one_file_can_be_passed_over() {
    let folder = folder();
    write(folder.path(), "a.json", r#"{"text": "A."}"#);
    write(folder.path(), "out.json", r#"{"text": "Out."}"#);
    let around = folder.path().join(".").join("out.json");
    let read = |inputs: &[&Path]| {
        let inputs = inputs.iter().map(|path| Input::from(*path)).collect();
        let given = Given::of(Reader::new(inputs, Options::default(), Some(around.clone())));
        assert_eq!(given.texts(), ["A."]);
        given.warnings
    };
    assert_eq!(read(&[folder.path()]), Vec::<String>::new());
    // A file that is not there is still told of.
    let missing = folder.path().join("missing.txt");
    assert_eq!(read(&[&folder.path().join("out.json"), &folder.path().join("a.json"), &missing]).len(), 1);
}
