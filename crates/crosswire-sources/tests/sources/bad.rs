//! The table of bad inputs. Beside each stands a good article, which must be read all the same.

use crate::{folder, page, read_all, read_one, write};
use crosswire_sources::{Input, Options, read};
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a bad input gives: its documents' texts, and its warnings as `skipped: reason` or `note: reason`.
struct Given {
    texts: Vec<String>,
    warnings: Vec<String>,
}

/// Reads what `make` puts into a folder beside a good article: once as a folder, once each file by name. The good article
/// must come through both times, within ten seconds on a slow machine.
fn beside_a_good_one(make: impl FnOnce(&Path) -> Vec<std::path::PathBuf>) -> [Given; 2] {
    let folder = folder();
    let good = folder.path().join("good.txt");
    let text = "The ferry Marigold ran aground at dawn. Nobody was hurt.";
    std::fs::write(&good, text).unwrap();
    let mut named = make(folder.path());
    named.push(good.clone());
    let named: Vec<Input> = named.into_iter().map(Input::from).collect();
    [vec![folder.path().into()], named].map(|inputs| {
        let started = Instant::now();
        let mut warned = read_all(inputs);
        assert!(started.elapsed() < Duration::from_secs(60), "took {:?}", started.elapsed());
        let at = warned.value.iter().position(|one| one.path == good.to_str().unwrap());
        assert_eq!(warned.value.remove(at.expect("the good article is read")).text, text);
        for one in &warned.value {
            assert!(one.text.is_char_boundary(one.body), "{one:?}");
            assert_eq!(one.sha256.len(), 64);
        }
        Given {
            texts: warned.value.into_iter().map(|one| one.text).collect(),
            warnings: warned
                .warnings
                .into_iter()
                .map(|one| format!("{}: {}", if one.skipped { "skipped" } else { "note" }, one.reason))
                .collect(),
        }
    })
}

/// A file of this name gives no article, and one warning that begins with `reason`, in a folder and by name.
fn skipped(name: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>, reason: &str) {
    let name = Path::new(name.as_ref());
    for given in beside_a_good_one(|folder| {
        write(folder, name, &bytes);
        vec![folder.join(name)]
    }) {
        assert_eq!(given.texts, [""; 0]);
        assert_eq!(given.warnings.len(), 1, "{:?}", given.warnings);
        assert!(given.warnings[0].starts_with(&format!("skipped: {reason}")), "{:?}", given.warnings);
    }
}

/// A file of this name gives articles with these texts, and notes that begin with these reasons.
fn kept(name: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>, texts: &[&str], reasons: &[&str]) {
    let name = Path::new(name.as_ref());
    for given in beside_a_good_one(|folder| {
        write(folder, name, &bytes);
        vec![folder.join(name)]
    }) {
        assert_eq!(given.texts, texts);
        assert_eq!(given.warnings.len(), reasons.len(), "{:?}", given.warnings);
        for (warning, reason) in given.warnings.iter().zip(reasons) {
            assert!(warning.starts_with(reason), "{warning:?} is not {reason:?}");
        }
    }
}

/// A page of this name may give an article or none, and one warning at most.
fn survived(html: impl AsRef<[u8]>) {
    for given in beside_a_good_one(|folder| {
        write(folder, "bad.html", &html);
        vec![folder.join("bad.html")]
    }) {
        assert!(given.texts.len() + given.warnings.len() >= 1, "silently lost");
        assert!(given.texts.len() <= 1 && given.warnings.len() <= 1, "{:?}", given.warnings);
    }
}

const DEEP: &str = "elements are nested more than 512 deep";
const MANY: &str = "the page has more than 100000 elements";
const NO_TEXT: &str = "no article text found";
const BINARY: &str = "not text but ";

#[test]
fn thirty_thousand_nested_tags() {
    for tag in [
        "div",
        "b",
        "i id=a",
        "font size=1",
        "span",
        "section",
        "blockquote",
        "ul><li",
        "svg><g",
        "x-y",
        "article",
    ] {
        let nested = match tag {
            // Three alike are kept open at most, but others are others.
            "b" => (0..30_000).map(|i| format!("<b id={i}>")).collect(),
            "i id=a" => (0..30_000).map(|i| format!("<i id=a{i}><p>")).collect(),
            tag => format!("<{tag}>").repeat(30_000),
        };
        skipped("deep.html", page("", &nested), DEEP);
    }
}

#[test]
fn thirty_thousand_nested_tags_that_are_closed() {
    let nested = "<div>".repeat(30_000) + "at sea" + &"</div>".repeat(30_000);
    skipped("deep.html", page("", &nested), DEEP);
}

#[test]
fn nested_tables_and_cells() {
    skipped("deep.html", page("", &"<table><tr><td>".repeat(30_000)), DEEP);
    // Unclosed tables close each other and stand side by side.
    survived(page("", &"<table>".repeat(30_000)));
}

#[test]
fn nesting_where_a_count_of_tags_does_not_see_it() {
    let nested = "<g>".repeat(30_000);
    skipped("deep.html", page("", &format!("<svg><style>{nested}")), DEEP);
    survived(page("", &format!("<svg><desc></svg></desc><style>{nested}")));
    skipped("deep.html", page("", &format!("<math><annotation-xml>{nested}")), DEEP);
    skipped("deep.html", page("", &format!("<template>{}", "<div>".repeat(30_000))), DEEP);
    skipped("deep.html", page("", &format!("<noscript>{}", "<div>".repeat(30_000))), DEEP);
    survived(format!("<frameset>{}", "<frameset>".repeat(30_000)));
}

#[test]
fn nesting_just_under_the_limit() {
    for tag in ["div", "span", "section", "blockquote", "ul><li", "table><tr><td"] {
        let levels = 500 / (1 + tag.matches("><").count() + tag.matches("><tr").count());
        survived(page("", &format!("<{tag}>").repeat(levels)));
        survived(page("", &format!("<{tag}><p>The ferry sank, he said.</p>").repeat(levels)));
    }
}

#[test]
fn unclosed_formatting_that_every_paragraph_opens_again() {
    let open: String = (0..400).map(|i| format!("<b id={i}>")).collect();
    skipped("open.html", page("", &format!("<p>{open}{}", "<p>x".repeat(100_000))), MANY);
}

#[test]
fn misnested_formatting_and_tables() {
    survived(page("", &"<a><b><p></a></b>x".repeat(2_000)));
    survived(page("", &"<table><b><tr><i>x</b></table>".repeat(2_000)));
    survived(page("", &"<b><i><u><p>x</b></i></u>".repeat(3_000)));
}

#[test]
fn side_by_side_elements_without_end() {
    skipped("wide.html", page("", &"<br>".repeat(200_000)), MANY);
    survived(page("", &"<p>One more line.</p>".repeat(20_000)));
    survived(page("", &"<a href=x>y</a> ".repeat(20_000)));
    survived(page("", &"<br>".repeat(20_000)));
}

#[test]
fn wide_and_deep_together() {
    let tangled = "too many elements are deeply nested";
    skipped("both.html", page("", &("<div>".repeat(240) + &"<p>One more.".repeat(40_000))), tangled);
    let comb = "<div>".repeat(400) + "x" + &"</div>".repeat(400);
    skipped("comb.html", page("", &comb.repeat(200)), tangled);
}

#[test]
fn a_page_over_the_limit() {
    skipped("big.html", page("", &"The ferry sank. ".repeat(600_000)), "the page is ");
}

#[test]
fn html_with_a_huge_attribute() {
    survived(page("", &format!("<p title=\"{}\">One more.</p>", "x".repeat(3_000_000))));
    survived(page(
        "",
        &format!("<p {}>One more.</p>", (0..1_900).map(|i| format!("a{i}=1 ")).collect::<String>()),
    ));
}

#[test]
fn html_with_attributes_without_end() {
    let many: String = (0..400_000).map(|i| format!("a{i} ")).collect();
    skipped(
        "many.html",
        page("", &format!("<p {many}>One more.</p>")),
        "a tag has more than 2000 attributes",
    );
}

#[test]
fn html_cut_off() {
    let whole = page("<title>Aground</title>", "");
    for cut in [
        "<p cla",
        "<p class=\"x",
        "<!-- ",
        "<script>var x = \"",
        "</",
        "<",
        "&am",
        "<style>",
        "<textarea>",
        "<![CDATA[",
    ] {
        survived(whole.replace("</article></body></html>", cut));
    }
}

#[test]
fn html_without_text() {
    skipped(
        "bare.html",
        "<!doctype html><html><head><title>Aground</title></head><body></body></html>",
        NO_TEXT,
    );
    skipped("tags.html", "<html><body><div><img src=x><br></div></body></html>", NO_TEXT);
    skipped("comment.html", "<!-- The ferry -->", NO_TEXT);
}

#[test]
fn html_of_scripts_only() {
    let script =
        "<script>document.write('<p>The ferry ran aground at dawn, he said.</p>')</script>".repeat(100);
    skipped("scripts.html", format!("<html><body>{script}</body></html>"), NO_TEXT);
}

#[test]
fn json_ld_that_is_deep_or_broken() {
    for value in [
        "[".repeat(100_000),
        "{\"@graph\":".repeat(50_000),
        "{\"@type\":\"NewsArticle\",\"author\":[[[".to_owned(),
    ] {
        survived(page(&format!("<script type='application/ld+json'>{value}</script>"), ""));
    }
}

#[test]
fn markup_that_declares_entities() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>]>";
    survived(format!("{bomb}{}", page("", "<p>&a;</p>")));
    survived(page("", &"&amp;".repeat(200_000)));
    survived(page("", &"&#x110000;&#0;&#xd800;&nosuch;".repeat(1_000)));
}

#[test]
fn empty_and_blank_files() {
    for name in ["empty.txt", "empty.md", "empty.html", "empty.json"] {
        skipped(name, "", "the file is empty");
        skipped(name, " \n\t\r\n ", "the file is empty");
    }
    skipped("empty.jsonl", "\n\n", "holds no record");
    skipped("space.txt", "\u{feff}\u{2003}\u{a0}\n", "no article in it");
}

#[test]
fn head_lines_without_a_body() {
    skipped(
        "head.txt",
        "title: Aground\noutlet: Harbour Post\n",
        "no article in it: nothing follows its head lines",
    );
    skipped("head.md", "---\ntitle: Aground\n---\n\n# Aground\n", "no article in it");
}

#[test]
fn very_many_head_lines_are_no_head() {
    let text = (0..100_000).map(|i| format!("title: {i}\n")).collect::<String>() + "\nThe ferry.";
    kept("many.txt", &text, &[&text], &[]);
    let text = format!("---\n{text}\n---\n");
    kept("many.md", &text, &[&text], &[]);
}

#[test]
fn absurd_dates() {
    for date in [
        "0000-01-01",
        "99999-01-01",
        "2025-02-30",
        "the day after",
        "-1",
        "9".repeat(1_000).as_str(),
        "２０２５-10-01",
    ] {
        let text = format!("published: {date}\n\nThe ferry sank.");
        kept("date.txt", &text, &[&text], &["note: no date in "]);
        kept(
            "date.json",
            format!("{{\"text\":\"Sunk.\",\"published\":\"{date}\"}}"),
            &["Sunk."],
            &["note: no date in "],
        );
        survived(page(&format!("<meta property='article:published_time' content='{date}'>"), ""));
    }
}

#[test]
fn binary_under_the_name_of_a_text() {
    for name in ["file.txt", "file.html", "file.md", "file.json"] {
        skipped(name, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text but a PNG picture");
        skipped(name, b"\x7fELF\x02\x01\x01\0", "not text but a program");
        skipped(name, b"PK\x03\x04\x14\0", "the archive ends early");
        skipped(name, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not text but a PDF; save its text first");
        skipped(name, b"\x1f\x8b\x08\0\0\0", "cannot be read: the packed data ends early");
    }
    skipped("file.jsonl", b"\x1f\x8b\x08\0\0\0", "cannot be read: the packed data ends early");
}

#[test]
fn random_bytes() {
    let mut state = 1u64;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(100_000)
    .collect();
    skipped("noise.txt", &bytes, BINARY);
    skipped("noise.html", &bytes, BINARY);
    skipped("zeros.txt", [0u8; 10_000], BINARY);
}

#[test]
fn a_file_without_a_telling_name_is_read_where_it_is_named() {
    let [in_folder, by_name] = beside_a_good_one(|folder| {
        write(folder, "story", "The ferry sank.");
        write(folder, "picture.png", b"\x89PNG\r\n\x1a\n");
        write(folder, "page.asp", page("", ""));
        write(folder, "record.data", r#"{"text": "The pier burned."}"#);
        write(folder, ".hidden.txt", "Not for reading.");
        ["story", "picture.png", "page.asp", "record.data"].map(|name| folder.join(name)).to_vec()
    });
    assert_eq!(in_folder.texts, [""; 0]);
    assert_eq!(
        in_folder.warnings,
        [
            "note: 4 files not read because of their extension (.asp, .data, .png, no extension); name a file itself to have it read"
        ]
    );
    assert_eq!(by_name.texts.len(), 3);
    assert!(by_name.texts[0].starts_with("The ferry Marigold") && !by_name.texts[0].contains('<'));
    assert_eq!(by_name.texts[1..], ["The pier burned.", "The ferry sank."]);
    assert_eq!(by_name.warnings, ["skipped: not text but a PNG picture"]);
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    // A sparse file: all zeros, and no room taken.
    for (name, reason) in
        [("long.txt", "longer than the limit"), ("long.jsonl", "line 1 is longer than the limit")]
    {
        for given in beside_a_good_one(|folder| {
            std::fs::File::create(folder.join(name)).unwrap().set_len(100 << 20).unwrap();
            vec![folder.join(name)]
        }) {
            assert_eq!(given.texts.len(), 0);
            assert!(given.warnings[0].starts_with(&format!("skipped: {reason}")), "{:?}", given.warnings);
        }
    }
}

#[test]
fn a_hundred_megabytes_in_one_line_of_a_stream() {
    let input =
        std::io::repeat(b'x').take(100 << 20).chain(&b"\n{\"id\": 1, \"text\": \"The ferry sank.\"}\n"[..]);
    let warned = read_all(vec![Input::Lines("-".to_owned(), Box::new(input))]);
    assert_eq!(warned.value.len(), 1);
    assert_eq!(warned.value[0].path, "-#1");
    assert!(warned.warnings[0].reason.starts_with("line 1 is longer than the limit"));
}

#[test]
fn a_long_line_under_the_limit() {
    let text = "The ferry sank. ".repeat(1 << 20);
    kept("long.txt", &text, &[&text], &[]);
}

#[test]
fn invalid_utf8() {
    kept(
        "cafe.txt",
        b"The caf\xc3\xa9 na\xc3\xafve \xff sank in all the noise",
        &["The café naïve \u{FFFD} sank in all the noise"],
        &["note: 1 places are no valid UTF-8"],
    );
    kept(
        "latin.txt",
        b"Die F\xe4hre lief am Morgen auf, sagte der Hafenmeister von \xd6stersund.",
        &["Die Fähre lief am Morgen auf, sagte der Hafenmeister von Östersund."],
        &["note: not UTF-8"],
    );
    kept(
        "line.jsonl",
        b"{\"text\": \"The caf\xff sank.\"}",
        &["The caf\u{FFFD} sank."],
        &["note: not valid UTF-8 in places"],
    );
    kept(
        "cut.txt",
        &"Nobody was hurt on the Fähr".as_bytes()[..25],
        &["Nobody was hurt on the F\u{FFFD}"],
        &["note: "],
    );
}

#[test]
fn utf16() {
    let text = "The ferry „Marigold“ sank.";
    let bytes = |big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    kept("le.txt", bytes(false), &[text], &[]);
    kept("be.txt", bytes(true), &[text], &[]);
    kept("mark.txt", [b"\xff\xfe".to_vec(), bytes(false)].concat(), &[text], &[]);
    kept("mark.txt", [b"\xfe\xff".to_vec(), bytes(true)].concat(), &[text], &[]);
    let odd = [b"\xff\xfe".to_vec(), bytes(false), vec![b'x']].concat();
    kept("odd.txt", odd, &[&format!("{text}\u{FFFD}")], &["note: 1 places are no valid UTF-16LE"]);
    let json: Vec<u8> = r#"{"text": "Sunk."}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
    kept("mark.jsonl", [b"\xff\xfe".to_vec(), json.clone()].concat(), &["Sunk."], &[]);
    kept("mark.json", [b"\xff\xfe".to_vec(), json].concat(), &["Sunk."], &[]);
}

#[test]
fn charsets_unknown_and_wrong() {
    survived(page("<meta charset=klingon>", ""));
    survived(page("<meta charset=utf-16>", ""));
    survived(page(
        "<meta charset=windows-1252>",
        "<p>Die Fähre lief auf, sagte er, und niemand wurde verletzt.</p>",
    ));
    let mut wrong = page("<meta charset=utf-8>", "<p>F#hre</p>").into_bytes();
    wrong.iter_mut().filter(|byte| **byte == b'#').for_each(|byte| *byte = 0xe4);
    survived(wrong);
}

#[test]
fn nul_characters() {
    let text = "The ferry \0 ran aground at dawn, the harbour master said.";
    kept("nul.txt", text, &[text], &["note: the text holds 1 NUL"]);
    kept("nul.json", r#"{"text": "a\u0000b"}"#, &["a\0b"], &[]);
    survived(page("", "<p>The \0ferry</p>"));
}

#[test]
fn right_to_left_and_combining_text() {
    let text = "title: العبّارة\n\nجنحت العبّارة فجرا. e\u{301}te\u{301} \u{202e}abc\u{202c} 👩‍👩‍👧 النهاية.";
    let warned = crate::read_one("rtl.txt", text);
    let one = &warned.value[0];
    assert_eq!((one.text.as_str(), one.title.as_deref()), (text, Some("العبّارة")));
    assert!(one.text[one.body..].starts_with("جنحت"));
    assert_eq!(warned.warnings, []);
}

#[test]
fn json_that_is_cut_off() {
    skipped("cut.json", r#"{"text": "The ferry sa"#, "not valid JSON: EOF while parsing");
    skipped("cut.json", r#"[{"text": "The ferry sank."}, {"te"#, "not valid JSON: EOF while parsing");
    kept(
        "cut.jsonl",
        "{\"text\": \"One.\"}\n{\"text\": \"Tw",
        &["One."],
        &["skipped: line 2: not valid JSON"],
    );
    kept(
        "cut.json",
        "{\"text\": \"One.\"}\n{\"text\": \"Tw",
        &["One."],
        &["skipped: line 2: not valid JSON"],
    );
}

#[test]
fn json_of_other_things() {
    for value in ["null", "1", "\"The ferry\"", "true"] {
        skipped("odd.json", value, "a JSON value, but no object");
        skipped("odd.jsonl", value, "line 1: a JSON value, but no object");
    }
    skipped("gold.json", r#"{"claims": [{"id": 1}]}"#, "no article: neither \"text\" nor \"html\"");
    skipped("none.json", "[]", "holds no record");
    skipped("empty.json", r#"{"text": "  "}"#, "its text is empty");
    skipped("wrong.json", r#"{"text": 5}"#, "its \"text\" is no text");
    skipped("wrong.json", r#"{"html": {"a": 1}}"#, "its \"text\" is no text");
    kept(
        "wrong.json",
        r#"{"text": "Sunk.", "title": 5, "url": ["x"]}"#,
        &["Sunk."],
        &["note: \"title\" is no text", "note: \"url\" is no text"],
    );
}

#[test]
fn json_that_is_deeply_nested() {
    for open in ["[", "{\"a\":"] {
        skipped("deep.json", open.repeat(100_000), "not valid JSON");
        skipped("deep.jsonl", open.repeat(100_000), "line 1: not valid JSON");
        let inside = format!("{{\"text\": \"Sunk.\", \"more\": {}", open.repeat(100_000));
        skipped("deep.json", inside, "not valid JSON");
    }
    let deep = format!("{{\"text\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    skipped("deep.json", deep, "not valid JSON: recursion limit");
}

#[test]
fn lone_surrogates_in_json() {
    skipped("lone.json", r#"{"text": "The \ud800 ferry"}"#, "not valid JSON");
    kept(
        "lone.jsonl",
        "{\"text\": \"\\udc00\"}\n{\"text\": \"Sunk \\ud83d\\ude00.\"}",
        &["Sunk 😀."],
        &["skipped: line 1: not valid JSON"],
    );
}

#[test]
fn duplicate_keys_in_json() {
    kept("twice.json", r#"{"text": "One.", "text": "Two."}"#, &["Two."], &[]);
}

#[test]
fn one_bad_line_among_good_ones() {
    let lines =
        "{\"id\": \"a\", \"text\": \"One.\"}\nnot json\n\n{\"id\": \"b\", \"text\": \"Two.\"}\r\n[]\n";
    kept(
        "some.jsonl",
        lines,
        &["One.", "Two."],
        &["skipped: line 2: not valid JSON", "skipped: line 5: a JSON value"],
    );
}

#[test]
fn bad_lines_without_end() {
    let given = beside_a_good_one(|folder| {
        write(folder, "all.jsonl", "oops\n".repeat(50_000));
        vec![folder.join("all.jsonl")]
    });
    for given in given {
        assert_eq!(given.warnings.len(), 21);
        assert!(given.warnings.contains(&"skipped: 49980 more bad records".to_owned()));
    }
}

#[test]
fn json_with_bad_html() {
    let deep = serde_json::json!({"id": 1, "html": "<div>".repeat(30_000)});
    skipped("deep.json", deep.to_string(), DEEP);
    skipped("deep.jsonl", deep.to_string(), "line 1: elements are nested");
}

#[test]
fn a_path_that_does_not_exist() {
    let [_, by_name] =
        beside_a_good_one(|folder| vec![folder.join("nowhere.txt"), folder.join("no/where"), "".into()]);
    assert_eq!(by_name.warnings.len(), 3);
    assert!(
        by_name
            .warnings
            .iter()
            .all(|w| w.starts_with("skipped: cannot be read: ") && w.ends_with("check the path"))
    );
}

#[test]
fn an_empty_folder() {
    let [_, by_name] = beside_a_good_one(|folder| {
        std::fs::create_dir(folder.join("empty")).unwrap();
        vec![folder.join("empty")]
    });
    assert_eq!(by_name.texts.len(), 0);
    assert!(by_name.warnings[0].starts_with("skipped: the folder holds no .txt"), "{:?}", by_name.warnings);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn no_permission() {
        let mut as_root = false;
        for given in beside_a_good_one(|folder| {
            let path = folder.join("closed.txt");
            std::fs::write(&path, "Secret.").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
            as_root = std::fs::File::open(&path).is_ok();
            vec![path]
        }) {
            if as_root {
                println!("skipped: this user may read everything");
                continue;
            }
            assert!(
                given.warnings[0].starts_with("skipped: cannot be read: Permission denied"),
                "{:?}",
                given.warnings
            );
        }
    }

    #[test]
    fn a_loop_of_folders() {
        let [in_folder, by_name] = beside_a_good_one(|folder| {
            std::fs::create_dir_all(folder.join("a/b")).unwrap();
            symlink(folder, folder.join("a/b/up")).unwrap();
            symlink(folder.join("a"), folder.join("a/self")).unwrap();
            symlink(folder.join("itself"), folder.join("itself")).unwrap();
            write(folder, "a/b/more.txt", "The pier burned.");
            vec![folder.join("a"), folder.join("itself")]
        });
        assert_eq!(in_folder.texts, ["The pier burned."]);
        assert_eq!(in_folder.warnings.len(), 3, "{:?}", in_folder.warnings);
        assert_eq!(by_name.texts, ["The pier burned."]);
    }

    #[test]
    fn nothing_is_read_beyond_the_folders_that_may_be() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        write(folder.path(), "open/a.txt", "The pier burned.");
        write(folder.path(), "open/deep/b.txt", "The pier fell.");
        write(folder.path(), "shut/secret.txt", "The secret is out.");
        write(folder.path(), "shut/notes.docx", "x");
        symlink(at("shut"), at("open/shut")).unwrap();
        symlink(at("shut/secret.txt"), at("open/link.txt")).unwrap();
        symlink(at("open/deep/b.txt"), at("open/inside.txt")).unwrap();
        let options = Options { within: Some(vec![at("open")]), ..Options::default() };
        let named =
            [at("open"), at("shut"), at("open/../shut/secret.txt"), at("open/link.txt"), at("none.txt")];
        let given = read(named.map(Input::from).into(), &options, &|_| {});
        let texts: Vec<&str> = given.value.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, ["The pier burned.", "The pier fell."]);
        assert!(
            given.warnings.iter().all(|w| w.skipped && w.reason == "is not in a folder that may be read")
        );
        let told: Vec<&str> = given.warnings.iter().filter_map(|w| w.path.rsplit('/').next()).collect();
        assert_eq!(told, ["none.txt", "secret.txt", "link.txt", "shut", "shut"], "{:?}", given.warnings);
    }

    #[test]
    fn a_folder_that_holds_too_much_is_read_in_part_and_told_of() {
        let folder = folder();
        (0..20).for_each(|n| write(folder.path(), format!("{n:02}.txt"), format!("The pier {n} burned.")));
        let limits = crosswire_sources::Limits { entries: 10, ..Default::default() };
        let options = Options { limits, ..Options::default() };
        let given = read(vec![folder.path().into()], &options, &|_| {});
        assert_eq!(given.value.len(), 10);
        assert!(given.warnings.len() == 1 && given.warnings[0].reason.contains("more than 10 files"));
    }

    #[test]
    fn a_link_to_nowhere() {
        for given in beside_a_good_one(|folder| {
            symlink(folder.join("nowhere"), folder.join("link.txt")).unwrap();
            vec![folder.join("link.txt")]
        }) {
            assert_eq!(given.warnings.len(), 1);
            assert!(given.warnings[0].starts_with("skipped: cannot be read: "), "{:?}", given.warnings);
        }
    }

    #[test]
    fn a_pipe_nobody_writes_to() {
        for given in beside_a_good_one(|folder| {
            let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.txt")).status();
            assert!(made.unwrap().success());
            vec![folder.join("pipe.txt")]
        }) {
            assert_eq!(given.warnings.len(), 1);
            assert!(given.warnings[0].starts_with("skipped: not a file but a pipe"), "{:?}", given.warnings);
        }
    }

    #[test]
    fn a_device_that_never_ends() {
        for given in beside_a_good_one(|folder| {
            symlink("/dev/zero", folder.join("zero.txt")).unwrap();
            vec!["/dev/zero".into(), folder.join("zero.txt")]
        }) {
            assert_eq!(given.texts.len(), 0);
            assert!(
                given.warnings.iter().all(|w| w.starts_with("skipped: not a file but")),
                "{:?}",
                given.warnings
            );
        }
    }

    #[test]
    fn names_that_are_hard_to_print() {
        for name in [
            &b"two\nlines.txt"[..],
            b"<script>alert(1)<\\script>.txt",
            b"-rf.txt",
            b"\xff\xfe.txt",
            b"a\tb\x1b[31m.txt",
            b"%s#1.txt",
            "فرات.txt".as_bytes(),
        ] {
            kept(OsStr::from_bytes(name), "The ferry sank.", &["The ferry sank."], &[]);
        }
        // Two names that differ only in bytes that are no text stay two.
        let [given, _] = beside_a_good_one(|folder| {
            write(folder, OsStr::from_bytes(b"\xff.txt"), "One.");
            write(folder, OsStr::from_bytes(b"\xfe.txt"), "Two.");
            vec![]
        });
        assert_eq!(given.texts, ["Two.", "One."]);
    }
}

#[test]
fn a_notice_in_place_of_an_article() {
    let notice = "<p>To continue reading, subscribe for 3 euros a month. Already a subscriber? Log in to your account here.</p>";
    let html = format!(
        "<!doctype html><html><head><title>Aground</title></head><body><main>{notice}{notice}</main></body></html>"
    );
    let warned = read_one("a.html", html);
    assert!(warned.value.is_empty());
    assert!(warned.warnings[0].reason.contains("offer of a subscription"), "{:?}", warned.warnings);
}

#[test]
fn a_list_of_articles() {
    let item = |n: usize| {
        format!(
            "<article><h2><a href=\"/{n}\">Ferry number {n} runs aground off Halvik</a></h2><p>It is still there.</p></article>"
        )
    };
    let items: String = (0..20).map(item).collect();
    let html = format!(
        "<!doctype html><html><head><title>News</title></head><body><main>{items}</main></body></html>"
    );
    let warned = read_one("a.html", html);
    assert!(warned.value.is_empty());
    assert!(warned.warnings[0].reason.contains("lists articles"), "{:?}", warned.warnings);
}
