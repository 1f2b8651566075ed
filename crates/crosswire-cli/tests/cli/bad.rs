//! The table of bad inputs at the command: each beside the example's good articles, none of which it may cost.

use crate::{FERRY, Ran, brief, crosswire, has_ferry, inert, story};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

type Make = dyn Fn(&Path) -> Vec<PathBuf> + Send + Sync;

/// A bad input.
struct Bad {
    /// What it is.
    name: &'static str,
    /// Puts it into the folder; gives the paths to name beside the folder.
    make: Box<Make>,
    /// How the run must end: 2 where something is skipped, 0 where all is read.
    code: i32,
    /// What standard error must say.
    says: &'static str,
}

fn row(
    name: &'static str,
    code: i32,
    says: &'static str,
    make: impl Fn(&Path) -> Vec<PathBuf> + Send + Sync + 'static,
) -> Bad {
    Bad { name, make: Box::new(make), code, says }
}

/// A file with these bytes is skipped, and this is said of it.
fn skipped(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Bad {
    let bytes = bytes.into();
    row(name, 2, says, move |folder| {
        std::fs::write(folder.join(file), &bytes).unwrap();
        vec![]
    })
}

/// A file with these bytes is read; this is said of it, or nothing.
fn read(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Bad {
    Bad { code: 0, ..skipped(name, file, bytes, says) }
}

fn page(body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=utf-8><title>Pier</title></head><body><article><h1>Pier</h1><p>The pier \
         at Tolm burned for two hours before the crew of the harbour tug put the fire out, the port said on Tuesday.</p>\
         <p>Nobody was hurt, and the quay was opened again at noon, it said.</p>{body}</article></body></html>"
    )
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

const NOT_TEXT: &str = ": not text but ";
const NO_TEXT: &str = ": no article text found";

fn table() -> Vec<Bad> {
    let noise: Vec<u8> = (0..50_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let attributes: String = (0..5_000).map(|i| format!(" a{i}")).collect();
    let mut rows = vec![
        skipped("an empty file", "a.txt", "", ": the file is empty"),
        skipped("a blank page", "a.html", " \n\t ", ": the file is empty"),
        skipped(
            "head lines alone",
            "a.txt",
            "title: Pier\noutlet: Post\n",
            ": no article in it: nothing follows its head",
        ),
        skipped("front matter alone", "a.md", "---\ntitle: Pier\n---\n", ": no article in it"),
        skipped(
            "30,000 nested tags",
            "a.html",
            page(&"<div>".repeat(30_000)),
            "elements are nested more than 512 deep",
        ),
        skipped(
            "30,000 nested tables",
            "a.html",
            page(&"<table><tr><td>".repeat(30_000)),
            "nested more than 512 deep",
        ),
        skipped(
            "nesting within SVG",
            "a.html",
            page(&format!("<svg><style>{}", "<g>".repeat(30_000))),
            "512 deep",
        ),
        skipped("elements without end", "a.html", page(&"<br>".repeat(200_000)), "more than 100000 elements"),
        skipped(
            "attributes without end",
            "a.html",
            page(&format!("<p{attributes}>x</p>")),
            "more than 2000 attributes",
        ),
        skipped(
            "a page of 5 MB",
            "a.html",
            page(&"The pier. ".repeat(500_000)),
            "bytes long, over the limit",
        ),
        skipped("a page without text", "a.html", "<html><body><img src=x></body></html>", NO_TEXT),
        skipped(
            "a page of scripts",
            "a.html",
            format!("<html><body>{}", "<script>f()</script>".repeat(99)),
            NO_TEXT,
        ),
        read("a page cut off in a tag", "a.html", page("").replace("</article></body></html>", "<p cla"), ""),
        read(
            "a page with broken JSON-LD",
            "a.html",
            page("<script type='application/ld+json'>{[[[</script>"),
            "",
        ),
        read("a page of no known charset", "a.html", page("<p>x</p>").replace("utf-8", "klingon"), ""),
        skipped(
            "a picture called text",
            "a.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            ": not text but a PNG picture",
        ),
        skipped(
            "a PDF called a page",
            "a.html",
            b"%PDF-1.7\n%\xe2\xe3",
            ": not text but a PDF; save its text first",
        ),
        skipped("a zip archive called Markdown", "a.md", b"PK\x03\x04\x14\0", ": the archive ends early"),
        skipped(
            "gzip data called JSON Lines",
            "a.jsonl",
            b"\x1f\x8b\x08\0\0\0",
            ": cannot be read: the packed data ends early",
        ),
        skipped("noise", "a.txt", noise, NOT_TEXT),
        skipped("zeros", "a.txt", [0; 10_000], NOT_TEXT),
        read(
            "invalid UTF-8",
            "a.txt",
            b"The caf\xc3\xa9 na\xc3\xafve \xff sank in all the noise",
            "are no valid UTF-8",
        ),
        read(
            "legacy bytes",
            "a.txt",
            b"Die F\xe4hre lief am Morgen auf, sagte er in \xd6stersund.",
            ": not UTF-8",
        ),
        read("UTF-16 without a mark", "a.txt", utf16("The pier at Tolm burned for two hours."), ""),
        read("NUL characters", "a.txt", "The pier \0 burned for two hours, the port said.", "holds 1 NUL"),
        skipped("JSON cut off", "a.json", "{\"text\": \"The pier", ": not valid JSON: EOF while parsing"),
        skipped(
            "JSON without an article",
            "a.json",
            "{\"claims\": []}",
            ": no article: neither \"text\" nor \"html\"",
        ),
        skipped("a JSON number", "a.json", "17", ": a JSON value, but no object"),
        skipped("an empty array", "a.json", "[]", ": holds no record"),
        skipped("a text that is no text", "a.json", "{\"text\": [1]}", ": its \"text\" is no text"),
        skipped("JSON nested 100,000 deep", "a.json", "[".repeat(100_000), ": not valid JSON"),
        skipped("a lone surrogate", "a.json", "{\"text\": \"\\ud800 sank\"}", ": not valid JSON"),
        skipped(
            "bad HTML within JSON",
            "a.json",
            format!("{{\"html\": \"{}\"}}", "<div>".repeat(30_000)),
            "512 deep",
        ),
        read(
            "a title that is no text",
            "a.json",
            "{\"text\": \"Sunk.\", \"title\": 5}",
            "\"title\" is no text",
        ),
        skipped(
            "a bad line among good ones",
            "a.jsonl",
            "{\"text\": \"One.\"}\nno\n",
            ": line 2: not valid JSON",
        ),
        skipped("bad lines without end", "a.jsonl", "no\n".repeat(50_000), ": 49980 more bad records"),
        read(
            "a day that is none",
            "a.txt",
            "published: 2025-02-30\n\nThe pier burned.",
            "no date in \"2025-02-30\"",
        ),
        read(
            "a year far away",
            "a.txt",
            "published: 99999-01-01\n\nThe pier burned.",
            "write it as 2025-10-01",
        ),
        read(
            "absurd dates in the text",
            "a.txt",
            "On 99 May 20310, on 31 February, at 25:99 and 10,000,000,000 years ago on 0000-00-00 the pier burned, on the \
             400th of Monday, said Ole Holm. It was 9999999999999999999 weeks before 1 January -9999.",
            "",
        ),
        read(
            "absurd numbers in the text",
            "a.txt",
            format!(
                "He counted {0} people, 1e999 ships, {1} cars, -0 dogs, between {0} and 1 goats, 1,2,3,4,5.6.7 geese, NaN \
                 percent and 1/0 of a million billion trillion trillion trillion cats, said Ole Holm.",
                "9".repeat(400),
                "one hundred thousand million ".repeat(200),
            ),
            "",
        ),
        read("an article without a letter", "a.txt", "… 5 – 7 … !!! \u{301}\u{301}\u{301} ,,, “”\"'’ (", ""),
        read("quotation marks without end", "a.txt", format!("{}he said", "“\"‘".repeat(2_000)), ""),
        read("one word without end", "a.txt", "x".repeat(2_000_000), ""),
        read("a text of full stops", "a.txt", ". ".repeat(20_000), ""),
        read(
            "the same article twice",
            "b.txt",
            std::fs::read(crate::ferry().join("ardal-times.txt")).unwrap(),
            "same text",
        ),
        row("two files of the same content", 0, "has the same text as", |folder| {
            std::fs::write(folder.join("a.txt"), "The pier burned, the port said.").unwrap();
            std::fs::write(folder.join("b.md"), "The pier burned, the port said.\n").unwrap();
            vec![]
        }),
        row("a path that does not exist", 2, "nowhere.txt: cannot be read: ", |folder| {
            vec![folder.join("nowhere.txt"), folder.join("no/where.json")]
        }),
        row("an empty folder", 2, ": the folder holds no .txt", |folder| {
            let empty = folder.join("empty");
            std::fs::create_dir(&empty).unwrap();
            vec![empty]
        }),
        row("a file that is no folder", 2, "cannot be read: ", |folder| {
            vec![folder.join("ardal-times.txt/more.txt")]
        }),
    ];
    if cfg!(unix) {
        rows.extend(unix());
    }
    rows
}

#[cfg(not(unix))]
fn unix() -> [Bad; 0] {
    []
}

#[cfg(unix)]
fn unix() -> [Bad; 7] {
    use std::os::unix::fs::{PermissionsExt, symlink};
    // Root may read everything.
    let probe = tempfile::NamedTempFile::new().unwrap();
    std::fs::set_permissions(probe.path(), std::fs::Permissions::from_mode(0o0)).unwrap();
    let closed = std::fs::File::open(probe.path()).is_err();
    [
        row(
            "no permission",
            if closed { 2 } else { 0 },
            if closed { "check its permissions" } else { "" },
            |folder| {
                let path = folder.join("closed.txt");
                std::fs::write(&path, "The pier burned.").unwrap();
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
                vec![path]
            },
        ),
        row("a loop of folders", 0, "leads back to a folder above it", |folder| {
            std::fs::create_dir_all(folder.join("a/b")).unwrap();
            symlink(folder, folder.join("a/b/up")).unwrap();
            vec![folder.join("a")]
        }),
        row("a link to itself", 2, "itself.txt: cannot be read: ", |folder| {
            symlink("itself.txt", folder.join("itself.txt")).unwrap();
            vec![folder.join("itself.txt")]
        }),
        row("a link to nowhere", 2, "link.txt: cannot be read: ", |folder| {
            symlink("nowhere", folder.join("link.txt")).unwrap();
            vec![]
        }),
        row("a pipe nobody writes to", 2, "pipe.txt: not a file but a pipe", |folder| {
            assert!(
                std::process::Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap().success()
            );
            vec![]
        }),
        row("a device that never ends", 2, "/dev/zero: not a file but", |_| vec!["/dev/zero".into()]),
        row("a name that is no text", 0, "", |folder| {
            use std::os::unix::ffi::OsStrExt;
            let path = folder.join(std::ffi::OsStr::from_bytes(b"\xff\xfe.txt"));
            std::fs::write(&path, "The pier burned.").unwrap();
            vec![path]
        }),
    ]
}

#[test]
fn bad_inputs_cost_no_good_article() {
    let (table, done) = (table(), AtomicUsize::new(0));
    assert!(table.len() >= 30, "only {}", table.len());
    table.par_iter().for_each(|bad| {
        let folder = story();
        let named = (bad.make)(folder.path());
        let started = std::time::Instant::now();
        let args = [vec![folder.path().into(), "--threads".into(), "2".into()], named].concat();
        let ran = brief(args);
        assert_eq!(ran.code, Some(bad.code), "{}: {}", bad.name, ran.stderr);
        assert!(ran.stderr.contains(bad.says), "{}: {:?} is not in: {}", bad.name, bad.says, ran.stderr);
        assert_eq!(ran.stderr.contains("skipped: "), bad.code == 2, "{}: {}", bad.name, ran.stderr);
        inert(&ran.stderr);
        let ledger = ran.ledger();
        has_ferry(&ledger);
        assert_eq!(!ledger["skipped"].as_array().unwrap().is_empty(), bad.code == 2, "{}", bad.name);
        println!("{}: {:?}", bad.name, started.elapsed());
        done.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(done.into_inner(), table.len());
}

/// What only the pipeline says.
const OF_THE_PIPELINE: [&str; 2] = ["same text", "has the same text as"];

#[test]
fn bad_inputs_cost_no_text_that_is_annotated() {
    table().par_iter().for_each(|bad| {
        let folder = story();
        let named = (bad.make)(folder.path());
        let args =
            [vec!["annotate".into(), folder.path().into(), "--threads".into(), "1".into()], named].concat();
        let ran = Ran::of(crosswire().args(args));
        assert_eq!(ran.code, Some(bad.code), "{}: {}", bad.name, ran.stderr);
        let says = if OF_THE_PIPELINE.contains(&bad.says) { "" } else { bad.says };
        assert!(ran.stderr.contains(says), "{}: {says:?} is not in: {}", bad.name, ran.stderr);
        inert(&ran.stderr);
        for (file, _) in FERRY {
            let id = format!("/{file}\n");
            let begins = ran.stdout.lines().filter(|line| line.starts_with("# newdoc id = ")).count();
            assert!(ran.stdout.contains(&id) && begins >= FERRY.len(), "{}: {file} is lost", bad.name);
        }
    });
}
