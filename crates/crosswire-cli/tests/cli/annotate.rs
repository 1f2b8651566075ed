//! `crosswire annotate`: every text, whole and in its order, in lines that any reader of the form can read.

use crate::{FERRY, Ran, crosswire, ferry, folder, inert, run_stdin, story};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

/// `crosswire annotate` with these arguments.
fn annotate<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Ran {
    Ran::of(crosswire().arg("annotate").args(args))
}

/// `crosswire annotate -` with these arguments and records on standard input.
fn annotate_records(args: &[&str], records: &[Value]) -> Ran {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    run_stdin("annotate", [&["-"], args].concat(), lines.join("\n"))
}

fn record(id: impl Into<Value>, text: &str) -> Value {
    json!({ "id": id.into(), "text": text })
}

/// A text as CoNLL-U gives it.
struct Written {
    id: String,
    /// Its characters but white space.
    characters: String,
    sentences: usize,
    paragraphs: usize,
}

/// The texts in CoNLL-U; panics where it is not well formed.
#[track_caller]
fn texts(conllu: &str) -> Vec<Written> {
    assert!(conllu.ends_with("\n\n"), "the last sentence is not closed");
    assert!(!conllu.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    let (mut texts, mut ids) = (Vec::<Written>::new(), BTreeSet::new());
    for block in conllu.trim_end_matches('\n').split("\n\n") {
        let (comments, rows): (Vec<&str>, Vec<&str>) = block.lines().partition(|line| line.starts_with("# "));
        let value = |key: &str| comments.iter().find_map(|c| c.strip_prefix(&format!("# {key} = ")[..]));
        if let Some(id) = value("newdoc id") {
            texts.push(Written { id: id.into(), characters: String::new(), sentences: 0, paragraphs: 0 });
        }
        let text = texts.last_mut().expect("a text begins");
        text.sentences += 1;
        text.paragraphs += usize::from(comments.contains(&"# newpar"));
        let id = value("sent_id").expect("a sentence has an id");
        assert!(!id.contains(char::is_whitespace) && id.ends_with(&format!("-{}", text.sentences)), "{id}");
        assert!(ids.insert(id.to_owned()) || texts.len() > 1, "{id} stands twice");
        let shown = sentence(&rows);
        assert_eq!(value("text").expect("a sentence has a text"), shown);
        let text = texts.last_mut().expect("a text has begun");
        text.characters.extend(shown.chars().filter(|c| !c.is_whitespace()));
    }
    texts
}

/// The text that the rows of one sentence spell; panics where they are not well formed.
#[track_caller]
fn sentence(rows: &[&str]) -> String {
    let (mut text, mut number, mut token_end, mut heads) = (String::new(), 0, 0, Vec::new());
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        assert_eq!(columns.len(), 10, "{row:?}");
        assert!(columns.iter().all(|c| !c.is_empty() && c.trim() == *c), "{row:?}");
        let space = if columns[9].split('|').any(|misc| misc == "SpaceAfter=No") { "" } else { " " };
        if let Some((first, last)) = columns[0].split_once('-') {
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            assert!(first == number + 1 && last > first && number >= token_end, "{row:?}");
            assert_eq!(columns[2..9], ["_"; 7]);
            token_end = last;
            text += &format!("{}{space}", columns[1]);
            continue;
        }
        number += 1;
        assert_eq!(columns[0], number.to_string());
        if number > token_end {
            text += &format!("{}{space}", columns[1]);
        } else {
            assert!(!columns[9].contains("SpaceAfter"), "{row:?}");
        }
        assert!(columns[3].chars().all(|c| c.is_ascii_uppercase()), "{row:?}");
        assert_eq!(columns[8], "_");
        let head: usize = columns[6].parse().unwrap();
        assert_eq!(columns[7] == "root", head == 0, "{row:?}");
        heads.push(head);
    }
    assert!(number > 0 && token_end <= number && heads.iter().all(|head| *head <= number));
    assert_eq!(heads.iter().filter(|head| **head == 0).count(), 1, "{heads:?}");
    for mut word in 1..=number {
        // Each word leads to the root, in no more steps than there are words.
        for _ in 0..number {
            word = if word == 0 { 0 } else { heads[word - 1] };
        }
        assert_eq!(word, 0, "a circle in {heads:?}");
    }
    text.trim_end().to_owned()
}

/// The characters of a text that CoNLL-U shows.
fn inked(text: &str) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().filter(|c| !c.is_whitespace()).map(shown).collect()
}

/// The texts in JSON Lines; panics where one is not as it should be.
#[track_caller]
fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Panics unless the value's positions lie in the text, in order, and its words are all of it.
#[track_caller]
fn fits(value: &Value, text: &str, before: usize) {
    let points: Vec<char> = text.chars().collect();
    let span = |v: &Value| {
        let at = |key: &str| v[key].as_u64().unwrap() as usize;
        (at("start"), at("end"))
    };
    let list = |key: &str| value[key].as_array().unwrap();
    let mut end = before;
    for (i, word) in list("words").iter().enumerate() {
        let (start, stop) = span(word);
        assert!(start < stop && stop <= points.len(), "{word}");
        assert!(points[end..start].iter().all(|c| c.is_whitespace()), "characters are lost before {word}");
        assert_eq!(points[start..stop].iter().collect::<String>(), word["form"].as_str().unwrap());
        assert!(!word["fused"].as_bool().unwrap() || start == end, "{word}");
        let head = word["head"].as_u64();
        assert!(head.is_none_or(|head| (head as usize) < list("words").len() && head as usize != i));
        for key in ["tag_confidence", "head_confidence"] {
            assert!((0.0..=1.0).contains(&word[key].as_f64().unwrap()), "{word}");
        }
        for key in ["lemma", "upos", "xpos", "feats", "deprel"] {
            assert!(!word[key].as_str().unwrap().is_empty(), "{word}");
        }
        end = stop;
    }
    assert!(points[end..].iter().all(|c| c.is_whitespace()), "the end is lost");
    for (key, kinds) in
        [("sentences", &[][..]), ("entities", &["PER", "ORG", "LOC"][..]), ("groups", &["NORP"][..])]
    {
        let mut end = before;
        for one in list(key) {
            let (start, stop) = span(one);
            assert!(end <= start && start < stop && stop <= points.len(), "{one}");
            assert!(kinds.is_empty() || kinds.contains(&one["type"].as_str().unwrap()), "{one}");
            assert!((0.0..=1.0).contains(&one["confidence"].as_f64().unwrap()), "{one}");
            end = stop;
        }
    }
}

const TEXT: &str = "The ferry didn't leave Halvik.\n\nRuna Askvik, who\nruns the port's office, said so.";

#[test]
fn a_text_in_both_forms() {
    let written = texts(&annotate_records(&[], &[record("post/7", TEXT)]).code(0).silent().stdout);
    assert_eq!(written.len(), 1);
    let Written { id, characters, sentences, paragraphs } = &written[0];
    assert_eq!((id.as_str(), *sentences, *paragraphs), ("post/7", 2, 2));
    assert_eq!(*characters, inked(TEXT));
    let ran = annotate_records(&["--format", "json"], &[record("post/7", TEXT)]).code(0).silent();
    let value = &values(&ran.stdout)[0];
    assert_eq!(value["id"], "post/7");
    fits(value, TEXT, 0);
}

#[test]
fn a_token_of_two_words_has_a_line_of_its_own() {
    let ran = annotate_records(&[], &[record(1, TEXT)]).code(0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("3-4\tdidn't\t_\t")).unwrap();
    assert!(
        lines[at + 1].starts_with("3\tdid\tdo\tAUX\t") && lines[at + 2].starts_with("4\tn't\tnot\tPART\t")
    );
    assert!(ran.stdout.contains("# text = Runa Askvik, who runs the port's office, said so.\n"));
    assert!(ran.stdout.contains("\tName=B-PER\n") && ran.stdout.contains("\tName=I-PER|SpaceAfter=No\n"));
}

#[test]
fn texts_keep_their_order_and_none_is_left_out() {
    let story = "Rain fell on Port Halvik.";
    let records = [record("b", story), record(2, story), record("a", "Go."), record("b", story)];
    let ran = annotate_records(&[], &records).code(0).says(&["warning: -#b: ", "is called \"b\" as well"]);
    let ids: Vec<String> = texts(&ran.stdout).into_iter().map(|text| text.id).collect();
    assert_eq!(ids, ["b", "2", "a", "b"]);
    assert_eq!(ran.stdout.matches("# text = Rain fell").count(), 3);
    annotate_records(&["-q"], &records).code(0).silent();
}

#[test]
fn files_come_as_they_are_named_and_folders_by_name() {
    let paths = |names: &[&str]| names.iter().map(|name| ferry().join(name)).collect::<Vec<_>>();
    let ids = |paths: Vec<std::path::PathBuf>| {
        let written = texts(&annotate(paths).code(0).silent().stdout);
        written.into_iter().map(|t| t.id.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let names = FERRY.map(|(name, _)| name);
    assert_eq!(ids(vec![ferry()]), names);
    assert_eq!(ids(paths(&[names[4], names[0], names[2]])), [names[4], names[0], names[2]]);
}

#[test]
fn head_lines_are_no_part_of_a_text_but_count() {
    let folder = folder();
    let (head, body) = ("title: “Zoë” aground\noutlet: Post\n\n", "The Zoë ran aground off Halvik.\n");
    let file = folder.path().join("a.txt");
    fs::write(&file, format!("{head}{body}")).unwrap();
    let ran = annotate([&file]).code(0).silent();
    assert_eq!(texts(&ran.stdout)[0].characters, inked(body));
    let ran = annotate([file.as_os_str(), "-f".as_ref(), "json".as_ref()]).code(0);
    fits(&values(&ran.stdout)[0], &format!("{head}{body}"), head.chars().count());
}

#[test]
fn many_texts_are_the_same_on_any_number_of_threads() {
    let records: Vec<Value> = (0..150)
        .map(|i| {
            record(
                i,
                &format!("Ship {i} didn't leave Port Halvik on Monday. {}", "It rained. ".repeat(i % 7)),
            )
        })
        .collect();
    for form in ["conllu", "json"] {
        let [one, two] = ["1", "5"]
            .map(|n| annotate_records(&["--format", form, "--threads", n], &records).code(0).silent().stdout);
        assert!(one == two, "{form} differs with the threads");
        let count = if form == "json" { one.lines().count() } else { texts(&one).len() };
        assert_eq!(count, records.len());
    }
}

#[test]
fn text_of_any_script_is_kept_whole() {
    let pieces = [
        "جنحت العبّارة فجر الاثنين، وقال ربّانها إن ٨٤ راكبا نزلوا.",
        "e\u{301}te\u{301} a\u{308}\u{323}\u{30a} \u{1112}\u{1161}\u{11ab} 𝔉𝔢𝔯𝔯𝔶 👩‍👩‍👧 🇳🇴",
        "\u{202e}abc\u{202c} \u{200f}\u{feff} \u{2067}x\u{2069} \u{ad} \u{200b}",
        "one\r\ntwo\rthree\u{2028}four\u{85}five\u{a0}six\u{3000}seven\u{b}eight\u{c}nine\u{2029}ten",
        "nul\u{0}bell\u{7}esc\u{1b}[31m del\u{7f} c1\u{9b} \u{1c}\u{1f} end",
        "\t# text = x\n1\tword\t_\t_\n\n# newdoc id = x\n\n1-2\tdon't",
        "渡船星期一搁浅。フェリーが座礁した。",
        "… 5 – 7 … !!! \u{301}\u{301} ,,, “”\"'’ ( cannot gonna 'tis _ - | = don’t",
    ];
    let records: Vec<Value> = pieces.iter().enumerate().map(|(i, text)| record(i, text)).collect();
    let written = texts(&annotate_records(&[], &records).code(0).stdout);
    let found = values(&annotate_records(&["-f", "json"], &records).code(0).stdout);
    assert_eq!((written.len(), found.len()), (pieces.len(), pieces.len()));
    for ((text, written), value) in pieces.iter().zip(written).zip(found) {
        assert_eq!(written.characters, inked(text));
        fits(&value, text, 0);
    }
}

#[test]
fn names_that_mean_harm_do_none() {
    let ids =
        ["two\nlines", "a\tb", "\u{1b}[31mred", "\u{202e}txt.exe", "x y\u{a0}z", "#", "a = b", "\u{2028}"];
    let records: Vec<Value> =
        ids.iter().map(|id| record(format!("<{id}>"), "Rain fell. It was cold.")).collect();
    let ran = annotate_records(&[], &records).code(0).silent();
    inert(&ran.stdout.replace('\t', " "));
    let written = texts(&ran.stdout);
    assert_eq!(written.len(), ids.len());
    assert!(written.iter().all(|text| text.sentences == 2));
    let found = values(&annotate_records(&["-f", "json"], &records).code(0).stdout);
    assert!(found.iter().zip(&records).all(|(value, record)| value["id"] == record["id"]));
    // Of skipped files as well.
    let folder = folder();
    fs::write(folder.path().join("good.txt"), "Rain fell.").unwrap();
    if cfg!(unix) {
        fs::write(folder.path().join("\x1b[31m\n.txt"), "").unwrap();
        let ran = annotate([folder.path()]).code(2).says(&["the file is empty"]);
        inert(&ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1);
    }
}

#[test]
fn the_ending_of_the_file_tells_the_form() {
    let folder = folder();
    for (ending, form) in [("conllu", "conllu"), ("CoNLL", "conllu"), ("json", "json"), ("JSONL", "json")] {
        let file = folder.path().join(format!("out.{ending}"));
        let to = [ferry().into_os_string(), "-o".into(), file.clone().into()];
        assert_eq!(annotate(to).code(0).silent().stdout, "");
        let ran = annotate([ferry().into_os_string(), "-f".into(), form.into()]).code(0);
        assert!(fs::read_to_string(&file).unwrap() == ran.stdout, ".{ending} is {form}");
    }
    let to = |name: &str| [ferry().into_os_string(), "-o".into(), folder.path().join(name).into()];
    annotate(to("out.txt")).code(1).says(&["out.txt has the ending of no form", ".conllu, .conll, .json"]);
}

#[test]
fn what_was_written_before_is_no_text() {
    let story = story();
    let file = story.path().join("out.jsonl");
    let run = || {
        annotate([story.path(), Path::new("-o"), &file]).code(0).silent();
        fs::read_to_string(&file).unwrap()
    };
    let first = run();
    assert_eq!(values(&first).len(), FERRY.len());
    assert!(run() == first, "the second run differs");
    assert_eq!(fs::read_dir(story.path()).unwrap().count(), FERRY.len() + 1);
}

#[test]
fn what_was_there_stays_where_the_run_fails() {
    let folder = folder();
    let file = folder.path().join("out.conllu");
    fs::write(&file, "as it was").unwrap();
    let end = ["error: no article could be read from the 1 path given", "  try: give .txt, .md, .html"];
    let ran = annotate([Path::new("nowhere.txt"), Path::new("-o"), &file]).code(1).says(&end);
    assert_eq!(ran.stdout, "");
    assert_eq!(fs::read_to_string(&file).unwrap(), "as it was");
    let other = folder.path().join("other.conllu");
    annotate([Path::new("nowhere.txt"), Path::new("-o"), &other]).code(1);
    annotate([Path::new("nowhere.txt"), Path::new("-o"), folder.path()]).code(1).says(&[" is a folder"]);
    annotate_records(&[], &[]).code(1).says(&end).says(&["skipped: -: holds no record"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_go_on() {
    let story = story();
    fs::write(story.path().join("bad.txt"), "").unwrap();
    let ran = annotate([story.path()]).code(2).says(&["skipped: ", "bad.txt: the file is empty"]);
    assert_eq!(texts(&ran.stdout).len(), FERRY.len());
    let quiet = annotate([story.path().as_os_str(), "--quiet".as_ref()]).code(2).silent();
    assert!(quiet.stdout == ran.stdout);
    let bad = run_stdin("annotate", ["-"], "no\n{\"id\": 1, \"text\": \"Go.\"}\n{\"text\": \"\"}").code(2);
    let bad = bad.says(&["skipped: -: line 1: not valid JSON", "skipped: -: line 3: its text is empty"]);
    assert_eq!(texts(&bad.stdout).len(), 1);
}

#[test]
fn wrong_options_and_help() {
    for (args, says) in [
        (&["annotate"][..], "<PATH>..."),
        (&["annotate", "x", "--format", "xml"], "[possible values: conllu, json]"),
        (&["annotate", "x", "--threads", "0"], "--threads <N>"),
        (&["annotate", "x", "--page", "y"], "unexpected argument '--page'"),
    ] {
        assert_eq!(Ran::of(crosswire().args(args)).code(1).says(&[says]).stdout, "");
    }
    let help = Ran::of(crosswire().args(["annotate", "--help"])).code(0).silent().stdout;
    // However it is wrapped.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["Examples:", "crosswire annotate article.txt", "Exit codes:", "CoNLL-U", "code points"] {
        assert!(help.contains(part), "{part:?} is not in: {help}");
    }
}

/// Whether `score_treebank.py` reads what is written, on a treebank made here.
#[test]
fn the_reference_scorer_reads_what_is_written() {
    let shared = std::env::var_os("CROSSWIRE_SHARED").map_or(crate::root().join("../shared"), Into::into);
    let scorer = shared.join("bench/treebanks/score_treebank.py");
    if !scorer.is_file() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no reference scorer at {}, or no python3", scorer.display());
        return;
    }
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let python = |args: &[&OsStr]| Ran::of(Command::new("python3").arg(&scorer).args(args)).code(0).stdout;
    let records = [record("a", TEXT), record("b-1", "Go. \"Don't!\" (He won't.) $5m"), record("a", "Rain.")];
    let gold = annotate_records(&[], &records).stdout;
    fs::write(at("gold.conllu"), &gold).unwrap();
    fs::write(at("raw.jsonl"), python(&["text".as_ref(), at("gold.conllu").as_os_str()])).unwrap();
    fs::write(at("found.conllu"), annotate([at("raw.jsonl")]).code(0).stdout).unwrap();
    let scores = python(&["parse".as_ref(), at("gold.conllu").as_os_str(), at("found.conllu").as_os_str()]);
    assert!(scores.lines().count() == 9 && scores.starts_with("tokens     P 100.00"), "{scores}");
}
