//! The tables of `--format csv -o FOLDER` and `-o story.xlsx`, and `docs/codebook.md`.

use crate::{Ran, brief, crosswire, ferry, folder, root, story};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;
use std::{fs, io::Read};

/// `brief` of the example to this place.
fn to(place: &Path, more: &[&str]) -> Ran {
    let args: [OsString; 3] = [ferry().into(), "-o".into(), place.into()];
    brief(args.into_iter().chain(more.iter().map(OsString::from)))
}

type Rows = Vec<BTreeMap<String, String>>;

/// The rows of a table by the names of their columns.
fn rows(file: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let head = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        head.iter().zip(&row).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The tables of a folder by name.
fn tables(folder: &Path) -> BTreeMap<String, Rows> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.file_stem().unwrap().to_str().unwrap().to_owned(), rows(&file))).collect()
}

#[test]
fn a_folder_has_a_table_a_noun_and_they_join() {
    let folder = folder();
    let place = folder.path().join("tables");
    let ran = to(&place, &["-f", "csv"]).code(0).says(&["wrote ", "tables (26 files, ", " kB)"]);
    assert_eq!(ran.stdout, "");
    let tables = tables(&place);
    let names: BTreeSet<&str> = tables.keys().map(String::as_str).collect();
    assert_eq!(names, crosswire_report::table_names().into_iter().collect());
    let mut keys: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for entry in tables["codebook"].iter().filter(|e| e["type"].starts_with("key")) {
        let cells = tables[&entry["table"]].iter().map(|row| row[&entry["column"]].as_str());
        keys.insert((&entry["table"], &entry["column"]), cells.collect());
    }
    // Every id names a row of its table.
    let mut joined = 0;
    for entry in &tables["codebook"] {
        let Some((_, table)) = entry["type"].split_once("→ ") else { continue };
        let known: BTreeSet<&str> =
            keys.iter().filter(|((t, _), _)| *t == table).flat_map(|(_, ids)| ids.iter().copied()).collect();
        for row in &tables[&entry["table"]] {
            let id = row[&entry["column"]].as_str();
            assert!(id.is_empty() || known.contains(id), "{}.{}: {id}", entry["table"], entry["column"]);
            joined += usize::from(!id.is_empty());
        }
    }
    assert!(joined > 500, "{joined}");
    // A key names one row.
    for table in tables.keys() {
        let key: Vec<&str> = keys.keys().filter(|(t, _)| t == table).map(|(_, column)| *column).collect();
        let all: Vec<Vec<&str>> = tables[table]
            .iter()
            .map(|row| key.iter().map(|column| row[*column].as_str()).collect())
            .collect();
        let once: BTreeSet<_> = all.iter().collect();
        assert!(key.is_empty() || once.len() == all.len(), "{table}: {key:?}");
    }
    let row = tables["evidence"]
        .iter()
        .find(|row| row["text"].contains("84") && !row["source_name"].is_empty())
        .unwrap();
    assert!(
        ["outlet", "published", "url", "start"].iter().all(|column| row.contains_key(*column)),
        "{row:?}"
    );
}

#[test]
fn a_folder_that_is_there_keeps_what_else_it_holds() {
    let folder = folder();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    fs::write(folder.path().join("claims.csv"), "an old one").unwrap();
    to(folder.path(), &["-f", "csv"]).code(0);
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).unwrap(), "mine");
    assert!(
        fs::read_to_string(folder.path().join("claims.csv"))
            .unwrap()
            .starts_with("claim,text,title,support,")
    );
    let hidden = fs::read_dir(folder.path())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
    // The articles' own folder too.
    let story = story();
    let run = || {
        brief([
            story.path().as_os_str(),
            "-fcsv".as_ref(),
            "-o".as_ref(),
            story.path().join("tables").as_ref(),
        ])
        .code(0);
        fs::read_to_string(story.path().join("tables/claims.csv")).unwrap()
    };
    assert_eq!(run(), run());
}

#[test]
fn where_tables_cannot_go() {
    let folder = folder();
    let file = folder.path().join("tables");
    fs::write(&file, "mine").unwrap();
    to(&file, &["-f", "csv"]).code(1).says(&["tables is a file", "-o ", "tables.csv"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    to(&folder.path().join("no/tables/"), &["-f", "csv"]).code(1).says(&["there is no folder ", "mkdir -p"]);
    let taken = folder.path().join("taken");
    fs::create_dir_all(taken.join("sides.csv")).unwrap();
    to(&taken, &["-f", "csv"]).code(1).says(&["sides.csv is a folder"]);
    assert_eq!(fs::read_dir(&taken).unwrap().count(), 1);
    to(&folder.path().join("x/"), &["-f", "html"]).code(1).says(&["is a folder"]);
    if Path::new("/proc").is_dir() {
        to(Path::new("/proc/tables"), &["-f", "csv"]).code(1).says(&["cannot write /proc/tables: "]);
    }
}

#[test]
fn one_table_where_a_file_is_named() {
    let folder = folder();
    let file = folder.path().join("x.csv");
    to(&file, &[]).code(0);
    assert!(fs::read_to_string(&file).unwrap() == brief([ferry().as_os_str(), "-fcsv".as_ref()]).stdout);
}

/// The parts of a workbook, unpacked.
fn parts(file: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut part = archive.by_index(n).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn a_workbook_has_them_as_sheets_and_is_the_same_each_time() {
    let folder = folder();
    let [one, two] = ["one", "two"].map(|name| folder.path().join(format!("{name}.xlsx")));
    to(&one, &["--threads", "1"]).code(0).says(&["one.xlsx (", " kB)"]);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    to(&two, &["--format", "xlsx"]).code(0);
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap());
    let parts = parts(&one);
    for name in crosswire_report::table_names() {
        assert!(parts["xl/workbook.xml"].contains(&format!("<sheet name=\"{name}\"")), "{name}");
    }
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    for (name, sheet) in sheets {
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter "), "{name}");
        assert!(!sheet.contains("<f>"), "{name} has a formula");
    }
    assert!(parts["xl/sharedStrings.xml"].contains("Harbour master"));
    assert!(parts["docProps/core.xml"].contains("1980-01-01"));
}

#[test]
fn the_committed_codebook_is_that_of_the_tables() {
    let committed = fs::read_to_string(root().join("docs/codebook.md")).unwrap_or_default();
    assert!(committed == crosswire_report::codebook(), "write it anew: cargo xtask codebook");
}

#[test]
fn what_articles_hold_does_no_harm_in_a_cell() {
    let folder = folder();
    let long = "word ".repeat(8_000);
    let article = format!(
        "title: =HYPERLINK(\"x\")\n\n\u{1}The mayor, Ida Brandt, said \"12 people, were killed\r\nin \u{ffff}Halvik\" on Monday.\n\n\
         Ida Brandt said that the {long} was lost.\n"
    );
    let text = folder.path().join("a.txt");
    fs::write(&text, article).unwrap();
    for place in ["tables/", "x.xlsx"] {
        let place = folder.path().join(place);
        let form = if place.extension().is_some() { "xlsx" } else { "csv" };
        brief([text.as_os_str(), "-f".as_ref(), form.as_ref(), "-o".as_ref(), place.as_os_str()]).code(0);
    }
    let tables = tables(&folder.path().join("tables"));
    let cells = || tables.values().flatten().flat_map(BTreeMap::values);
    assert!(cells().all(|cell| !cell.starts_with('=') && !cell.contains(['\n', '\r', '\u{1}'])));
    assert!(cells().any(|cell| cell.starts_with("'=HYPERLINK")));
    let strings = &parts(&folder.path().join("x.xlsx"))["xl/sharedStrings.xml"];
    assert!(strings.contains(">=HYPERLINK(") && !strings.contains('\u{ffff}') && !strings.contains('\u{1}'));
}

#[test]
fn a_workbook_is_not_shown_in_a_terminal() {
    let command = format!("'{}' brief '{}' -f xlsx", env!("CARGO_BIN_EXE_crosswire"), ferry().display());
    let mut script = std::process::Command::new("script");
    let Ok(ran) = script.args(["-qec", &command, "/dev/null"]).stdin(std::process::Stdio::null()).output()
    else {
        println!("skipped: no program `script`");
        return;
    };
    let shown = String::from_utf8_lossy(&ran.stdout);
    assert!(
        shown.contains("a terminal cannot show a workbook") && shown.contains("-o story.xlsx"),
        "{shown}"
    );
    let ran = crosswire().arg("brief").arg(ferry()).args(["-f", "xlsx"]).output().unwrap();
    assert!(ran.stdout.starts_with(b"PK"));
}
