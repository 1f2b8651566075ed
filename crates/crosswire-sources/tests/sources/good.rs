//! What good files give.

use crate::{folder, page, read_all, read_one, write};
use crosswire_model::Basis;
use crosswire_sources::{Input, Options, Progress, read};
use jiff::civil::date;
use std::sync::Mutex;

#[test]
fn head_lines_of_a_text() {
    let text = "outlet: Harbour Post\r\ntitle: Aground\r\npublished: 1 October 2025\r\nauthor: Ada Quill\r\nurl: https://post.example/a\r\n\r\nThe ferry sank.\r\n";
    let warned = read_one("a.txt", text);
    let one = &warned.value[0];
    assert_eq!(one.text, text);
    assert_eq!(&one.text[one.body..], "The ferry sank.\r\n");
    assert_eq!(one.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(one.title.as_deref(), Some("Aground"));
    assert_eq!(one.author.as_deref(), Some("Ada Quill"));
    assert_eq!(one.url.as_deref(), Some("https://post.example/a"));
    assert_eq!(one.published, Some((date(2025, 10, 1), Basis::Metadata)));
    assert_eq!(warned.warnings, []);
}

#[test]
fn the_day_that_a_page_shows() {
    let day = |time: &str| {
        let body = page("<title>Aground</title>", "").replacen("<p>", &format!("{time}<p>"), 1);
        read_one("a.html", body).value[0].published
    };
    let shown = Some((date(2031, 5, 5), Basis::Metadata));
    let changed = r#"<time itemprop="dateModified" datetime="2031-05-09T19:20">5 May 2031 06:57 | Updated 9 May 2031</time>"#;
    assert_eq!(day(changed), shown);
    assert_eq!(day(r#"<time datetime="2031-05-05T06:57:00Z">this morning</time>"#), shown);
    assert_eq!(day(r#"<time datetime="2031-05-05">Updated this morning</time>"#), None);
}

#[test]
fn notices_are_no_part_of_an_article() {
    let offer = r#"<div class="paywall"><p>Log in to read on with G+.</p><p>Already a subscriber? 2,000 are, for 3 euros a week.</p></div>"#;
    let consent = r#"<div id="consent"><p>We and our partners store cookies and personal data on your device.</p></div>"#;
    let body = page("<title>Aground</title>", "").replacen("<p>", &format!("{consent}{offer}<p>"), 1);
    let text = read_one("a.html", body).value[0].text.clone();
    assert!(text.contains("ran aground") && !text.contains("2,000") && !text.contains("cookies"), "{text}");
}

#[test]
fn what_a_page_says_about_itself() {
    let head = r#"<title>Aground | Harbour Post</title><link rel=canonical href="https://post.example/2024/09/30/a">
        <meta property="og:site_name" content="Harbour Post"><script type="application/ld+json">{"@context":"https://schema.org",
        "@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"headline":"Ferry aground &amp; safe","datePublished":
        "2025-10-01T07:00:00Z","author":[{"name":"Ada Quill"},{"name":"Ben Ink"}]}]}</script>"#;
    let warned = read_one("a.html", page(head, ""));
    let one = &warned.value[0];
    assert_eq!(one.title.as_deref(), Some("Ferry aground & safe"));
    assert_eq!(one.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(one.author.as_deref(), Some("Ada Quill, Ben Ink"));
    assert_eq!(one.url.as_deref(), Some("https://post.example/2024/09/30/a"));
    assert_eq!(one.published, Some((date(2025, 10, 1), Basis::Metadata)));
    let paragraphs: Vec<&str> = one.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 2, "{paragraphs:?}");
    assert!(paragraphs[0].starts_with("The ferry Marigold ran aground"));
    assert!(paragraphs[1].ends_with("until it was over."));
}

#[test]
fn a_date_from_the_address_where_the_page_gives_none() {
    let head = r#"<link rel=canonical href="https://post.example/2025/10/01/a">"#;
    assert_eq!(read_one("a.html", page(head, "")).value[0].published, Some((date(2025, 10, 1), Basis::Url)));
    let record = r#"{"text": "Sunk.", "url": "https://post.example/2025/10/01/a"}"#;
    assert_eq!(read_one("a.json", record).value[0].published, Some((date(2025, 10, 1), Basis::Url)));
}

#[test]
fn records_are_named_by_id_address_or_content() {
    let lines = [
        r#"{"id": 7, "text": "One.", "outlet": "Post", "published": "2025-10-01"}"#,
        r#"{"url": "https://post.example/b", "text": "Two."}"#,
        r#"{"text": "Three."}"#,
    ];
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    let names = |lines: &[&str]| -> Vec<(String, String)> {
        write(folder.path(), "a.jsonl", lines.join("\n"));
        let warned = read_all(vec![path.clone().into()]);
        assert_eq!(warned.warnings, []);
        warned
            .value
            .into_iter()
            .map(|one| (one.path.split_once('#').unwrap().1.to_owned(), one.text))
            .collect()
    };
    let first = names(&lines);
    assert!(first[0].0.len() == 12 && first[0].1 == "Three.", "{first:?}");
    assert_eq!(first[1], ("7".to_owned(), "One.".to_owned()));
    assert_eq!(first[2], ("https://post.example/b".to_owned(), "Two.".to_owned()));
    assert_eq!(first, names(&[lines[2], lines[0], lines[1]]), "the order of lines changes nothing");
}

#[test]
fn records_of_one_name_are_told_apart_and_repeats_dropped() {
    let lines = "{\"id\":1,\"text\":\"One.\"}\n{\"id\":1,\"text\":\"Two.\"}\n{\"id\":1,\"text\":\"One.\"}\n";
    let warned = read_one("a.jsonl", lines);
    let mut texts: Vec<&str> = warned.value.iter().map(|one| one.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["One.", "Two."]);
    assert!(warned.value.iter().all(|one| one.path.contains("a.jsonl#1#")));
    assert_ne!(warned.value[0].path, warned.value[1].path);
    assert_eq!(warned.warnings.len(), 1);
}

#[test]
fn an_array_and_a_lone_object() {
    let array =
        read_one("a.json", r#"[{"id": "x", "text": "One."}, {"id": "y", "html": "nothing here"}, 3]"#);
    assert_eq!(array.value.iter().filter(|one| one.path.ends_with("a.json#x")).count(), 1);
    assert!(
        array.warnings.iter().any(|warning| warning.reason.starts_with("item 3: ")),
        "{:?}",
        array.warnings
    );
    let alone = read_one("a.json", r#"{"id": "x", "text": "One.", "author": ["Ada", "Ben"]}"#);
    assert!(alone.value[0].path.ends_with("a.json"));
    assert_eq!(alone.value[0].author.as_deref(), Some("Ada, Ben"));
}

#[test]
fn what_the_user_gives_counts_more() {
    let folder = folder();
    write(folder.path(), "a.txt", "outlet: Post\npublished: 2025-10-01\n\nSunk.");
    write(folder.path(), "b.json", r#"{"text": "Sunk.", "outlet": "Post"}"#);
    let options =
        Options { outlet: Some("Wire".to_owned()), published: Some(date(2024, 1, 2)), ..Options::default() };
    let warned = read(vec![folder.path().into()], &options, &|_| {});
    assert_eq!(warned.value.len(), 2);
    for one in warned.value {
        assert_eq!(
            (one.outlet.as_deref(), one.published),
            (Some("Wire"), Some((date(2024, 1, 2), Basis::Given)))
        );
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let warned = read_one("a.txt", "\u{feff}title: Aground\n\nSunk.");
    assert_eq!(warned.value[0].text, "title: Aground\n\nSunk.");
    assert_eq!(warned.value[0].title.as_deref(), Some("Aground"));
}

#[test]
fn neither_order_nor_threads_nor_naming_twice_change_the_result() {
    let folder = folder();
    for i in 0..20 {
        write(folder.path(), format!("{:02}.txt", (i * 7) % 20), format!("Article {i}."));
    }
    write(folder.path(), "sub/page.html", page("", ""));
    write(folder.path(), "sub/bad.json", "{");
    let base = folder.path();
    let whole = read_all(vec![base.into()]);
    assert_eq!(whole.value.len(), 21);
    assert!(whole.value.is_sorted_by_key(|one| &one.path));
    let inputs = || -> Vec<Input> {
        vec![base.join("sub").into(), base.join("03.txt").into(), base.into(), base.into()]
    };
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| read_all(inputs())), whole);
    }
}

#[test]
fn progress_counts_every_file_once() {
    let folder = folder();
    for i in 0..5 {
        write(folder.path(), format!("{i}.txt"), "Sunk.");
    }
    let seen = Mutex::new(Vec::new());
    read(vec![folder.path().into()], &Options::default(), &|progress| seen.lock().unwrap().push(progress));
    let mut seen = seen.into_inner().unwrap();
    seen.sort_by_key(|progress| progress.done);
    assert_eq!(seen, (1..=5).map(|done| Progress { done, files: 5 }).collect::<Vec<_>>());
}

#[test]
fn a_page_saved_by_a_browser_names_its_address() {
    let saved = "<!-- saved from url=(0031)https://news.post.example/2031/a -->\n";
    let body = page("<title>Aground</title>", "").replacen("<html", &format!("{saved}<html"), 1);
    let one = &read_one("a.html", body).value[0];
    assert_eq!(one.url.as_deref(), Some("https://news.post.example/2031/a"));
    assert_eq!(one.outlet.as_deref(), Some("post.example"));
}

#[test]
fn a_headline_is_no_outlet() {
    let head = r#"<title>Ferry aground</title><meta property="og:title" content="Ferry aground">
        <meta property="og:site_name" content="Ferry aground">"#;
    assert_eq!(read_one("a.html", page(head, "")).value[0].outlet, None);
}

#[test]
fn what_a_browser_saved_beside_a_page_is_passed_over() {
    let folder = folder();
    write(folder.path(), "Aground.html", page("<title>Aground</title>", ""));
    for other in ["Aground_files", "notes_files"] {
        std::fs::create_dir(folder.path().join(other)).expect("a folder");
        write(folder.path(), format!("{other}/frame.html"), page("<title>Frame</title>", ""));
    }
    let warned = read_all(vec![folder.path().into()]);
    let titles: Vec<_> = warned.value.iter().filter_map(|one| one.title.as_deref()).collect();
    assert_eq!(titles, ["Aground", "Frame"]);
    assert_eq!(warned.warnings, []);
}

#[test]
fn a_page_in_one_file() {
    let html = page("<title>Aground</title>", "").replace('=', "=3D");
    let file = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.post.example/a\r\nSubject: Aground\r\n\
         Date: Mon, 8 Mar 2032 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; \
         boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: https://www.post.example/a\r\n\r\n{html}\r\n--b\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    );
    let one = &read_one("a.mhtml", &file).value[0];
    assert!(one.text.starts_with("The ferry Marigold ran aground"), "{}", one.text);
    assert_eq!(
        (one.url.as_deref(), one.outlet.as_deref()),
        (Some("https://www.post.example/a"), Some("post.example"))
    );
    // The day on which it was saved is not the one on which it was published.
    assert_eq!(one.published, None);
}

#[test]
fn a_mail() {
    let mail = "From: Harbour Post <news@post.example>\r\nTo: Desk <desk@wire.example>\r\nSubject: Fwd: Ferry aground\r\n\
        Date: Wed, 5 Mar 2031 06:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe ferry ran aground.\r\n";
    let one = &read_one("a.eml", mail).value[0];
    assert_eq!(one.text.trim(), "The ferry ran aground.");
    assert_eq!((one.title.as_deref(), one.outlet.as_deref()), (Some("Ferry aground"), Some("Harbour Post")));
    assert_eq!(one.published, Some((date(2031, 3, 5), Basis::Metadata)));
}

#[test]
fn words_that_a_line_parts_are_put_together() {
    let text = "They evacu-\nated the hall on Thurs-\nday, the minis-\nter said.";
    let warned = read_one("a.txt", text);
    assert_eq!(warned.value[0].text, "They evacuated the hall on Thursday, the minister said.");
    assert_eq!(warned.warnings.len(), 1);
}

#[test]
fn reports_of_an_earlier_run_are_passed_over() {
    let folder = folder();
    write(folder.path(), "a.txt", "The ferry sank.");
    write(folder.path(), "ledger.json", "{\n  \"schema\": \"crosswire.ledger/1\", \"articles\": []\n}");
    write(
        folder.path(),
        "story.md",
        "# Ferry sinks\n\n| support | claims | means |\n|---|---:|---|\n| single | 1 | one article |\n",
    );
    let own = page(r#"<title>Aground</title><meta name="generator" content="crosswire 0.1.0">"#, "");
    write(folder.path(), "story.html", own);
    let warned = read_all(vec![folder.path().into()]);
    assert_eq!(warned.value.len(), 1);
    let passed: Vec<_> =
        warned.warnings.iter().map(|one| (one.reason.contains("passed over"), one.skipped)).collect();
    assert_eq!(passed, [(true, false); 3]);
}
