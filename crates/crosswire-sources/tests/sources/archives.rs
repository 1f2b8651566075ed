//! Archives of every kind: what is read of them, whole, cut off anywhere, and made to do harm.

use crate::{folder, page, read_all, write};
use crosswire_sources::{Limits, Options, Reader, read, read_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

/// Bytes of a file, and where each of its articles ends within them.
#[derive(Default, Clone)]
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    ends: Vec<usize>,
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One gzip member in which each of `parts` can be read as soon as it is there.
fn gz_of(parts: &[String]) -> Made {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let mut ends = Vec::new();
    for part in parts {
        encoder.write_all(part.as_bytes()).unwrap();
        encoder.flush().unwrap();
        ends.push(encoder.get_ref().len());
    }
    Made { bytes: encoder.finish().unwrap(), ends }
}

/// A record of a web archive.
fn record(kind: &str, fields: &[(&str, &str)], block: &[u8]) -> Vec<u8> {
    let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\n");
    for (key, value) in fields {
        head += &format!("{key}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

const DATE: &str = "2031-03-06T10:00:00Z";

/// A response with these headers.
fn response(id: &str, url: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {headers}\r\n\r\n").as_bytes(), body].concat();
    let id = format!("<urn:uuid:{id}>");
    let kind = "application/http; msgtype=response";
    record(
        "response",
        &[("WARC-Record-ID", &id), ("WARC-Target-URI", url), ("WARC-Date", DATE), ("Content-Type", kind)],
        &block,
    )
}

fn article(number: usize) -> String {
    page(
        &format!("<title>Report {number}</title>"),
        &format!(
            "<p>Report number {number} says that {} people were saved by the boats of the village.</p>",
            number + 2
        ),
    )
}

fn ok(number: usize) -> Vec<u8> {
    let url = format!("https://post{number}.example/{number}");
    response(
        &number.to_string(),
        &url,
        "200 OK\r\nContent-Type: text/html; charset=utf-8",
        article(number).as_bytes(),
    )
}

pub(crate) fn warc(count: usize, packed: bool) -> Made {
    let mut made = Made::default();
    let info = record("warcinfo", &[("Content-Type", "application/warc-fields")], b"software: none\r\n");
    made.bytes.extend(if packed { gz(&info) } else { info });
    for number in 0..count {
        let one = ok(number);
        made.bytes.extend(if packed { gz(&one) } else { one });
        // The blank lines behind a record are not missed.
        made.ends.push(made.bytes.len() - if packed { 0 } else { 4 });
    }
    made
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Made {
    zip_as(members, zip::CompressionMethod::Deflated)
}

fn zip_as(members: &[(&str, &[u8])], method: zip::CompressionMethod) -> Made {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    // A member ends where the next header, or the directory, begins.
    let starts: Vec<usize> = (0..bytes.len() - 4)
        .filter(|&at| bytes[at..].starts_with(b"PK\x03\x04") || bytes[at..].starts_with(b"PK\x01\x02"))
        .collect();
    let ends = starts.iter().skip(1).take(members.len()).copied().collect();
    Made { bytes, ends }
}

fn tar_header(name: &str, size: &str, kind: u8) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..124 + size.len()].copy_from_slice(size.as_bytes());
    header[156] = kind;
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

pub(crate) fn tar(members: &[(&str, &[u8])]) -> Made {
    let mut made = Made::default();
    let mut add = |name: &str, bytes: &[u8], kind: u8, counts: bool| {
        made.bytes.extend(tar_header(name, &format!("{:011o}", bytes.len()), kind));
        made.bytes.extend(bytes);
        if counts {
            made.ends.push(made.bytes.len());
        }
        made.bytes.resize(made.bytes.len().next_multiple_of(512), 0);
    };
    for (name, bytes) in members {
        if name.len() > 100 {
            add("././@LongLink", name.as_bytes(), b'L', false);
        }
        add(&name[..name.len().min(99)], bytes, b'0', true);
    }
    made.bytes.resize(made.bytes.len() + 1024, 0);
    made
}

fn lines(count: usize) -> Vec<String> {
    // What does not repeat, so that a part of the file is a part of the articles.
    let mut state = 7u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{state:x}")
    };
    (0..count)
        .map(|i| {
            format!(
                "{{\"id\": \"r{i}\", \"text\": \"Ship {i} sank. {} {} {}\"}}\n",
                noise(),
                noise(),
                noise()
            )
        })
        .collect()
}

/// Names and texts of what a file gives, and what is said: `read` and [`Reader`] must agree.
fn given(name: &str, bytes: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let folder = folder();
    write(folder.path(), name, bytes);
    let path = folder.path().join(name);
    let within = |path: &str| path.split_once(name).unwrap().1.to_owned();
    let whole = read_all(vec![path.clone().into()]);
    let mut texts: Vec<_> = whole.value.into_iter().map(|one| (within(&one.path), one.text)).collect();
    texts.sort();
    let said = |skipped: bool| if skipped { "skipped" } else { "note" };
    let warnings: Vec<_> = whole
        .warnings
        .iter()
        .map(|one| format!("{}: {}: {}", said(one.skipped), within(&one.path), one.reason))
        .collect();
    let mut reader = Reader::new(vec![path.into()], Options::default(), None);
    let (mut onward, mut count) = (Vec::new(), 0);
    while let Some(batch) = reader.next_texts() {
        onward.extend(batch.value.into_iter().map(|one| (within(&one.document.path), one.document.text)));
        count += batch.warnings.len();
    }
    onward.sort();
    assert_eq!(onward, texts);
    assert!((count > 0) != warnings.is_empty(), "one says what the other does not: {count}, {warnings:?}");
    // The same bytes, as a server has them.
    let held = read_bytes(name, bytes, &Options::default());
    assert_eq!(held.value.len(), texts.len());
    (texts, warnings)
}

/// What `expect` has, a name a line.
fn check(name: &str, bytes: &[u8], names: &[&str], said: &[&str]) {
    let (texts, warnings) = given(name, bytes);
    assert_eq!(
        texts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        names,
        "{name}: {warnings:?}"
    );
    assert_eq!(warnings.len(), said.len(), "{name}: {warnings:?}");
    for (warning, said) in warnings.iter().zip(said) {
        assert!(warning.starts_with(said), "{name}: {warning:?} is not {said:?}");
    }
}

#[test]
fn a_web_archive() {
    let url = "https://post.example/ferry";
    let chunked = {
        let packed = gz(article(1).as_bytes());
        let (a, b) = packed.split_at(100);
        [
            format!("{:x}\r\n", a.len()).as_bytes(),
            a,
            b"\r\n",
            format!("{:x}\r\n", b.len()).as_bytes(),
            b,
            b"\r\n0\r\n\r\n",
        ]
        .concat()
    };
    let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked";
    let about = r#"{"publisher": "Halvik Post", "title": "Not this", "published": "2031-03-05", "author": ["Runa Dahl"]}"#;
    let latin = page(
        "",
        "<p>The Fähre Ringelblume lief auf Grund, sagte der Hafenmeister, und alle wurden gerettet.</p>",
    );
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&latin);
    let records = [
        record("warcinfo", &[], b"software: none"),
        record("request", &[("WARC-Target-URI", url)], b"GET /ferry HTTP/1.1\r\n\r\n"),
        response("1", url, head, &chunked),
        record("request", &[("WARC-Concurrent-To", "<urn:uuid:1>")], b"GET /ferry HTTP/1.1\r\n\r\n"),
        record(
            "metadata",
            &[("WARC-Concurrent-To", "<urn:uuid:1>"), ("Content-Type", "application/json")],
            about.as_bytes(),
        ),
        response("2", url, "200 OK\r\nContent-Type: text/html", article(2).as_bytes()),
        response("3", "https://b.example/l", "200 OK\r\nContent-Type: text/html; charset=iso-8859-1", &latin),
        record(
            "resource",
            &[
                ("WARC-Target-URI", "https://c.example/t.txt"),
                ("WARC-Date", DATE),
                ("Content-Type", "text/plain"),
            ],
            b"The pier burned.",
        ),
        response("4", "https://d.example/404", "404 Not Found\r\nContent-Type: text/html", b"<p>No."),
        response("5", "https://d.example/a.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("6", "https://d.example/robots.txt", "200 OK\r\nContent-Type: text/plain", b"User-agent: *"),
        record("revisit", &[("WARC-Target-URI", url)], b"HTTP/1.1 200 OK\r\n\r\n"),
        response(
            "7",
            "https://d.example/none",
            "200 OK\r\nContent-Type: text/html",
            b"<html><body></body></html>",
        ),
    ];
    for (name, bytes) in [
        ("a.warc", records.concat()),
        ("a.warc.gz", records.iter().flat_map(|one| gz(one)).collect()),
        ("all-in-one.warc.gz", gz(&records.concat())),
        ("no-name", records.concat()),
    ] {
        let folder = folder();
        write(folder.path(), name, &bytes);
        let read = read_all(vec![folder.path().join(name).into()]);
        let at = format!("{}#20310306100000/", folder.path().join(name).display());
        let paths: Vec<_> = read.value.iter().map(|one| one.path.strip_prefix(&at).unwrap()).collect();
        assert_eq!(paths.len(), 4, "{name}: {paths:?} {:?}", read.warnings);
        assert_eq!(paths[..2], ["https://b.example/l", "https://c.example/t.txt"]);
        // Two at one address and one second are told apart.
        assert!(
            paths[2] != paths[3]
                && paths[2..].iter().all(|path| path.starts_with("https://post.example/ferry#"))
        );
        assert!(read.value[0].text.contains("Fähre"), "{}", read.value[0].text);
        assert_eq!(read.value[1].text, "The pier burned.");
        let first = read.value.iter().find(|one| one.text.contains("number 1")).unwrap();
        assert_eq!(
            (first.outlet.as_deref(), first.author.as_deref(), first.title.as_deref(), first.url.as_deref()),
            (Some("Halvik Post"), Some("Runa Dahl"), Some("Report 1"), Some(url))
        );
        assert_eq!(first.published.unwrap().0.to_string(), "2031-03-05");
        let second = read.value.iter().find(|one| one.text.contains("number 2")).unwrap();
        assert_eq!((second.outlet.as_deref(), second.published), (Some("post.example"), None));
        let said: Vec<_> = read.warnings.iter().map(|one| (one.skipped, one.reason.as_str())).collect();
        assert_eq!(
            said,
            [
                (
                    false,
                    "4 records are no page that could be read: 1 answers with status 404, 1 image/png, 1 notes of a crawler, 1 revisits, \
                     whose page was kept elsewhere"
                ),
                (
                    true,
                    "record 13 (https://d.example/none): no article text found in the page; if it is filled in by scripts, save it from a browser or as .txt"
                ),
            ]
        );
    }
}

#[test]
fn damage_between_records_costs_no_record() {
    let bytes = [ok(0), b"noise\r\nmore noise\0\xff".repeat(50), b"\r\n".to_vec(), ok(1), ok(2)].concat();
    let at = |n: usize| format!("#20310306100000/https://post{n}.example/{n}");
    let names = [at(0), at(1), at(2)];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    check(
        "a.warc",
        &bytes,
        &names,
        &["skipped: : before record 2: bytes that are no record were passed over"],
    );
}

#[test]
fn archives_of_files() {
    let html = article(3);
    let json = r#"[{"id": "x", "text": "Two."}, {"id": "y", "text": "Three."}]"#;
    let long = format!("{}/long.txt", "folder/".repeat(20));
    let inner = zip(&[("in.txt", b"Within.")]);
    let deeper = zip(&[("deep.zip", &zip(&[("deepest.zip", &inner.bytes)]).bytes)]);
    let web = warc(1, true);
    let members: &[(&str, &[u8])] = &[
        ("a.txt", b"One."),
        ("b.json", json.as_bytes()),
        ("c.jsonl", b"{\"id\": \"z\", \"text\": \"Four.\"}\nno\n"),
        ("d/page.html", html.as_bytes()),
        ("d/page_files/frame.html", html.as_bytes()),
        ("e.txt.gz", &gz(b"Five.")),
        ("f.zip", &inner.bytes),
        ("g.zip", &deeper.bytes),
        ("h.warc.gz", &web.bytes),
        ("../../up.txt", b"Six."),
        ("/etc/root.txt", b"Seven."),
        (&long, b"Eight."),
        ("logo.png", b"\x89PNG"),
        (".hidden.txt", b"No."),
        ("__MACOSX/._a.txt", b"No."),
        ("empty.txt", b""),
        ("i.csv", b"id,text\nq,Nine.\n"),
    ];
    let eight = format!("#{long}");
    let mut names = vec![
        "#../../up.txt",
        "#/etc/root.txt",
        "#a.txt",
        "#b.json#x",
        "#b.json#y",
        "#c.jsonl#z",
        "#d/page.html",
        "#e.txt.gz",
        "#f.zip#in.txt",
        eight.as_str(),
        "#h.warc.gz#20310306100000/https://post0.example/0",
        "#i.csv#q",
    ];
    names.sort_unstable();
    let said = [
        "note: : 1 member not read because of its extension (.png)",
        "skipped: : c.jsonl, line 2: not valid JSON",
        "skipped: : g.zip: deep.zip: an archive in an archive in an archive",
        "skipped: #empty.txt: the file is empty",
    ];
    let made = zip(members);
    for name in ["a.zip", "no-name"] {
        check(name, &made.bytes, &names, &[said[0], said[1], said[2], said[3]]);
    }
    check(
        "self-extracting.zip",
        &[b"PK\x03\x04", &b"MZ\x90 a program"[..], &made.bytes].concat(),
        &names,
        &[said[0], said[1], said[2], said[3]],
    );
    let made = tar(members);
    for (name, bytes) in
        [("a.tar", made.bytes.clone()), ("a.tar.gz", gz(&made.bytes)), ("a.tgz", gz(&made.bytes))]
    {
        check(name, &bytes, &names, &[said[0], said[1], said[2], said[3]]);
    }
}

#[test]
fn a_zip_archive_as_it_was_sent() {
    // Written onward, it tells sizes behind each member; with its directory lost these have to be found.
    let mut writer = zip::ZipWriter::new_stream(Vec::new());
    for (name, text) in [("a.txt", "One."), ("b.png", "picture"), ("c.txt", "Three, three, three.")] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    check("a.zip", &bytes, &["#a.txt", "#c.txt"], &["note: : 1 member not read"]);
    let cut = &bytes[..bytes.len() - 30];
    check("a.zip", cut, &["#a.txt", "#c.txt"], &["skipped: : the archive is cut off within its directory"]);
}

#[test]
fn a_collection_of_web_archives() {
    let web = warc(2, true);
    let made = zip(&[
        ("archive/data.warc.gz", &web.bytes),
        ("indexes/index.cdx.gz", &gz(b"post 2031")),
        (
            "pages/pages.jsonl",
            b"{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://post0.example/0\", \"text\": \"No.\"}\n",
        ),
        ("datapackage.json", b"{\"profile\": \"data-package\"}"),
    ]);
    let names = [0, 1].map(|n| format!("#archive/data.warc.gz#20310306100000/https://post{n}.example/{n}"));
    check("a.wacz", &made.bytes, &[&names[0], &names[1]], &[]);
    check("b.wacz", &zip(&[("a.txt", b"One.")]).bytes, &[], &["skipped: : a collection without archive/"]);
}

#[test]
fn any_format_packed_by_gzip() {
    check("a.html.gz", &gz(article(1).as_bytes()), &[""], &[]);
    check("a.txt.gz", &gz(b"One."), &[""], &[]);
    check("a.gz", &gz(b"One."), &[""], &[]);
    check("a.json.gz", &gz(b"{\"text\": \"One.\"}"), &[""], &[]);
    check("a.csv.gz", &gz(b"id;text\n1;One."), &["#1"], &[]);
    let lines = lines(3);
    let members: Vec<u8> = lines.iter().flat_map(|line| gz(line.as_bytes())).collect();
    check("a.jsonl.gz", &members, &["#r0", "#r1", "#r2"], &[]);
    // By what it is, whatever it is called.
    check("a.jsonl", &gz(lines.concat().as_bytes()), &["#r0", "#r1", "#r2"], &[]);
    check("a.jsonl.gz", lines.concat().as_bytes(), &["#r0", "#r1", "#r2"], &[]);
    check(
        "a.jsonl.gz",
        &[&members[..], b"noise"].concat(),
        &["#r0", "#r1", "#r2"],
        &["skipped: : reading stopped after line 3"],
    );
    check("a.txt.gz", &gz(&gz(&gz(b"One."))), &[], &["skipped: : packed by gzip again and again"]);
}

#[test]
fn what_is_called_an_archive_and_is_none() {
    check("a.zip", b"One.", &[], &["skipped: : called .zip, but it does not begin as such a file"]);
    check("a.tar", b"One.", &[], &["skipped: : called .tar"]);
    check("a.zip", b"", &[], &["skipped: : the file is empty"]);
    check("a.zip", &zip(&[]).bytes_or_empty(), &[], &["skipped: : holds no record"]);
    check(
        "a.zip",
        &zip(&[("a.png", b"x"), ("b", b"x")]).bytes,
        &[],
        &["skipped: : the archive holds no .txt"],
    );
    check(
        "a.txt",
        &zip(&[("[Content_Types].xml", b"<x/>"), ("word/a.xml", b"")]).bytes,
        &[],
        &["skipped: : not text but an office"],
    );
    check(
        "a.rtf.txt",
        b"{\\rtf1 One.}",
        &[],
        &["skipped: : not text but an RTF document, which is not read; export"],
    );
}

impl Made {
    fn bytes_or_empty(self) -> Vec<u8> {
        self.bytes
    }
}

#[test]
fn encrypted_and_strangely_packed_members() {
    let mut bytes = zip(&[("a.txt", b"One, one, one, one, one."), ("b.txt", b"Two.")]).bytes;
    // The first is said to be encrypted, in its header and in the directory; then packed by LZMA.
    let entry = (0..bytes.len()).find(|&at| bytes[at..].starts_with(b"PK\x01\x02")).unwrap();
    for (at, value, said) in [(6, 1, "encrypted"), (8, 14, "packed by LZMA"), (8, 77, "packed by method 77")]
    {
        let mut bytes = bytes.clone();
        bytes[at] |= value;
        bytes[entry + at + 2] |= value;
        if at == 8 {
            (bytes[at], bytes[entry + at + 2]) = (value, value);
        }
        check("a.zip", &bytes, &["#b.txt"], &[&format!("skipped: : a.txt: {said}")]);
    }
    // Its checksum is another's.
    bytes[entry + 16] ^= 0xff;
    check(
        "a.zip",
        &bytes,
        &["#b.txt"],
        &["skipped: : a.txt: cannot be read: it is not what the archive's checksum says"],
    );
}

/// Cuts a file at every twentieth of its length: each article that is whole is read, and no other, and the cut is told of unless it
/// falls between two records.
fn cut(name: &str, made: &Made) {
    let (all, said) = given(name, &made.bytes);
    assert_eq!((all.len(), said.len()), (made.ends.len(), 0), "{name}: {said:?}");
    let order = |name: &str| all.iter().position(|(own, _)| own == name);
    for n in 0..20 {
        let at = made.bytes.len() * n / 20;
        let (texts, said) = given(name, &made.bytes[..at]);
        let whole = made.ends.iter().filter(|end| **end <= at).count();
        // What is packed may be there a few bytes before its end.
        let early = usize::from(name.ends_with("l.gz") || name.ends_with("v.gz"));
        let is_right = (whole..=whole + early).contains(&texts.len());
        assert!(is_right, "{name} cut at {at} of {}: {} of {whole}, {said:?}", made.bytes.len(), texts.len());
        assert!(texts.iter().all(|(name, text)| order(name).is_some_and(|at| all[at].1 == *text)), "{name}");
        assert!(
            !said.is_empty() || made.ends.iter().any(|end| (*end..=end + 4).contains(&at)),
            "{name}: nothing is said of the cut at {at}"
        );
    }
}

#[test]
fn web_archives_cut_off_anywhere() {
    cut("a.warc", &warc(7, false));
    cut("a.warc.gz", &warc(7, true));
}

#[test]
fn archives_cut_off_anywhere() {
    let pages: Vec<(String, String)> = (0..7).map(|n| (format!("{n}.html"), article(n))).collect();
    let members: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, page)| (name.as_str(), page.as_bytes())).collect();
    cut("a.zip", &zip(&members));
    cut("a.tar", &tar(&members));
    // Web archives within one: those whose member is cut off give what is whole.
    let web = warc(5, true);
    let made = zip_as(&[("archive/a.warc.gz", &web.bytes)], zip::CompressionMethod::Stored);
    for n in 1..20 {
        let (texts, said) = given("a.wacz", &made.bytes[..made.bytes.len() * n / 20]);
        assert!(
            !said.is_empty() && texts.len() <= 5 && (n < 15 || texts.len() >= 3),
            "{n}: {texts:?} {said:?}"
        );
    }
    let packed = gz(&tar(&members).bytes);
    for n in 1..20 {
        let (texts, said) = given("a.tar.gz", &packed[..packed.len() * n / 20]);
        assert!(!said.is_empty() && texts.len() <= 7 && (n < 18 || texts.len() >= 3), "{n}: {said:?}");
    }
}

#[test]
fn packed_files_cut_off_anywhere() {
    cut("a.jsonl.gz", &gz_of(&lines(20)));
    let mut rows = vec!["id,text\n".to_owned()];
    rows.extend((0..20).map(|i| format!("{i},\"Ship {i}, the Marigold number {}, sank.\"\n", i * i * 7919)));
    let mut made = gz_of(&rows);
    made.ends.remove(0);
    cut("a.csv.gz", &made);
    for name in ["a.html.gz", "a.json.gz"] {
        let bytes =
            gz(if name == "a.html.gz" { article(1) } else { format!("[{}]", lines(9).join(",")) }.as_bytes());
        for n in 1..20 {
            let (texts, said) = given(name, &bytes[..bytes.len() * n / 20]);
            assert_eq!((texts.len(), said.len()), (0, 1), "{said:?}");
            assert!(said[0].contains("the packed data ends early"), "{said:?}");
        }
    }
}

#[test]
fn exports_cut_off_anywhere() {
    let (mut newer, mut older, mut factiva) = (Made::default(), Made::default(), Made::default());
    let add = |made: &mut Made, text: String| {
        made.bytes.extend(text.bytes());
        made.ends.push(made.bytes.len());
    };
    for n in 1..=6 {
        add(
            &mut newer,
            format!(
                "Ferry {n} runs aground\nThe Halvik Post\nMarch {n}, 2031\n\nLength: 9 words\n\nBody\n\nThe ferry number {n} sank.\n\n\
                 Load-Date: March 7, 2031\n\nEnd of Document\n"
            ),
        );
        add(
            &mut older,
            format!(
                "\n   {n} of 6 DOCUMENTS\n\n   The Halvik Post\n\n   March {n}, 2031 Wednesday\n\nFerry {n}\n\nLENGTH: 9 words\n\n\
                 The ferry number {n} sank.\n\nLOAD-DATE: March 7, 2031\n"
            ),
        );
        add(
            &mut factiva,
            format!(
                "HD\nFerry {n}\nWC\n9 words\nPD\n{n} March 2031\nSN\nHalvik Post\nLP\nThe ferry number {n} sank.\n\nAN\nDocument \
                 HALVPO0020310305er350000{n}\n\n"
            ),
        );
    }
    for (name, made) in [("a.txt", newer), ("b.txt", older), ("c.txt", factiva)] {
        let (all, said) = given(name, &made.bytes);
        assert_eq!((all.len(), said.len()), (6, 0), "{name}: {said:?}");
        // Before the first article is whole it is a text like another.
        let first = made.ends[0] * 20 / made.bytes.len() + 1;
        for n in first..20 {
            let at = made.bytes.len() * n / 20;
            let (texts, said) = given(name, &made.bytes[..at]);
            let whole = made.ends.iter().filter(|end| **end <= at + 1).count();
            assert!(
                texts.len() == whole || texts.len() == whole + 1,
                "{name} at {at}: {} of {whole}, {said:?}",
                texts.len()
            );
        }
    }
}

/// What a harmful file gives, in a time that is bounded.
fn refused(name: &str, bytes: &[u8], texts: usize, said: &str) {
    let started = Instant::now();
    let (got, warnings) = given(name, bytes);
    assert!(started.elapsed() < Duration::from_secs(30), "{name}: {:?}", started.elapsed());
    assert_eq!(got.len(), texts, "{name}: {warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains(said)), "{name}: {warnings:?}");
}

/// As many zeros, packed as small as they get.
fn zeros(mib: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let some = vec![0; 1 << 20];
    (0..mib).for_each(|_| encoder.write_all(&some).unwrap());
    encoder.finish().unwrap()
}

const BOMB: &str = "it unpacks to more than 200 times its size";

#[test]
fn bombs_of_gzip() {
    let bomb = zeros(600);
    assert!(bomb.len() < 1 << 20);
    for name in ["a.jsonl.gz", "a.csv.gz", "a.html.gz", "a.warc.gz", "a.tar.gz", "a"] {
        let started = Instant::now();
        let held = read_bytes(name, &bomb, &Options::default());
        assert!(started.elapsed() < Duration::from_secs(10), "{name}: {:?}", started.elapsed());
        assert!(held.value.is_empty() && !held.warnings.is_empty(), "{name}: {:?}", held.warnings);
    }
    let lines = [gz(b"{\"id\": 1, \"text\": \"One.\"}\n"), bomb].concat();
    refused("b.jsonl.gz", &lines, 1, BOMB);
}

#[test]
fn bombs_in_zip_archives() {
    let half = vec![0u8; 60 << 20];
    let made = zip(&[("a.txt", b"One."), ("b.jsonl", &half), ("c.jsonl", &half), ("d.txt", b"Two.")]);
    refused("a.zip", &made.bytes, 1, BOMB);
    // Many entries of the directory share one member.
    let mut bytes = zip(&[("a.txt", &vec![b' '; 1 << 20])]).bytes;
    let start = (0..bytes.len()).find(|&at| bytes[at..].starts_with(b"PK\x01\x02")).unwrap();
    let end = (0..bytes.len()).find(|&at| bytes[at..].starts_with(b"PK\x05\x06")).unwrap();
    let entry = bytes[start..end].to_vec();
    let mut last = bytes[end..].to_vec();
    bytes.truncate(start);
    let entries = 20_000;
    (0..entries).for_each(|_| bytes.extend(&entry));
    last[12..16].copy_from_slice(&u32::try_from(entry.len() * entries).unwrap().to_le_bytes());
    bytes.extend(last);
    let started = Instant::now();
    let held = read_bytes("a.zip", &bytes, &Options::default());
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert!(held.warnings.iter().any(|one| one.reason.contains(BOMB)), "{:?}", held.warnings);
}

#[test]
fn sizes_that_are_not_there() {
    let mut bytes = tar(&[("a.txt", b"One.")]).bytes;
    bytes.truncate(1024);
    bytes.extend(tar_header("huge.jsonl", "77777777777", b'0'));
    bytes.extend(b"{\"id\": 1, \"text\": \"Two.\"}\n");
    refused("a.tar", &bytes, 2, "the archive ends within it");
    let mut bytes = tar(&[("a.txt", b"One.")]).bytes;
    bytes.truncate(1024);
    bytes.extend(tar_header("sparse.txt", "77777777777", b'S'));
    refused("b.tar", &bytes, 1, "a sparse file");
    let huge = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 18446744073709551615\r\n\r\n";
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>";
    refused(
        "a.warc",
        &[ok(0), format!("{huge}{answer}").into_bytes()].concat(),
        1,
        "the file ends within it",
    );
    let long = response("1", "http://a.example/", "200 OK\r\nContent-Type: text/html", &vec![b' '; 70 << 20]);
    refused("b.warc", &[ok(0), long, ok(1)].concat(), 2, "longer than the limit of 67108864 bytes");
    let packed = response(
        "1",
        "http://a.example/",
        "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
        &zeros(100),
    );
    refused("c.warc", &[ok(0), packed, ok(1)].concat(), 2, "it unpacks to more than the limit");
}

#[test]
fn limits_hold_within_archives() {
    let folder = folder();
    let made = zip(&[("a.txt", &[b'x'; 2_000]), ("b.txt", b"Two.")]);
    write(folder.path(), "a.zip", &made.bytes);
    let options = Options { limits: Limits { file_bytes: 1_000, ..Limits::default() }, ..Options::default() };
    let read = read(vec![folder.path().into()], &options, &|_| {});
    assert_eq!(read.value.len(), 1);
    assert!(
        read.warnings[0].reason.starts_with("a.txt: longer than the limit of 1000 bytes"),
        "{:?}",
        read.warnings
    );
    let options =
        Options { limits: Limits { unpacked_bytes: 1_000, ..Limits::default() }, ..Options::default() };
    for (name, bytes) in [("a.zip", made.bytes), ("a.txt.gz", gz(&[b'x'; 2_000]))] {
        let held = read_bytes(name, &bytes, &options);
        let said =
            |one: &crosswire::Warning| one.reason.contains("it unpacks to more than the limit of 1000");
        assert!(held.value.is_empty() && held.warnings.iter().any(said), "{name}: {:?}", held.warnings);
    }
}

#[test]
fn the_same_whatever_the_threads() {
    let folder = folder();
    write(folder.path(), "a.warc.gz", warc(40, true).bytes);
    write(folder.path(), "b.zip", zip(&[("a.jsonl", lines(50).concat().as_bytes())]).bytes);
    let results = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| read_all(vec![folder.path().into()]))
    });
    assert_eq!(results[0].value.len(), 90);
    assert!(results.iter().all(|one| one.value == results[0].value && one.warnings == results[0].warnings));
}
