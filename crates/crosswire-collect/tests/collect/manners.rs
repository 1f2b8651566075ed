//! How servers are asked: by their robots.txt, not too often, not for too long, not for too much.

use crate::server::{Reply, Request, Server, article, numbers, options, round, rss};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[test]
fn robots_txt_is_asked_once_and_heeded() {
    let feed = rss(
        "x",
        &[
            ("/open/a".into(), String::new()),
            ("/closed/b".into(), String::new()),
            ("/closed/but/c".into(), String::new()),
        ],
    );
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::new(
            200,
            "text/plain",
            "User-agent: *\nDisallow: /\n\nUser-agent: crosswire\nDisallow: /closed\nAllow: /closed/but\n",
        ),
        "/feed" => Reply::xml(feed.clone()),
        path => Reply::html(&article(path)),
    });
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!(numbers(&report), [2, 0, 0, 1, 0]);
    assert!(words[0].text.contains("robots.txt"), "{words:?}");
    assert_eq!(server.count(), 4);
}

#[test]
fn a_robots_txt_that_cannot_be_read_forbids_all() {
    let server = Server::start(|r: &Request| {
        if r.path == "/robots.txt" { Reply::new(500, "text/plain", "") } else { Reply::html("<html>x") }
    });
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/a"), &server.url("/b")]);
    assert_eq!(numbers(&report), [0, 0, 0, 0, 2]);
    assert!(words[0].text.contains("forbids all"), "{words:?}");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_host_is_asked_no_more_often_than_it_wants() {
    let feed = rss("x", &(0..4).map(|n| (format!("/{n}"), String::new())).collect::<Vec<_>>());
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::new(200, "text/plain", "User-agent: *\nCrawl-delay: 0.2\n"),
        "/feed" => Reply::xml(feed.clone()),
        path => Reply::html(&article(path)),
    });
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert!(begun.elapsed() >= Duration::from_millis(800), "{:?}", begun.elapsed());
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/a" if count.fetch_add(1, Ordering::Relaxed) == 0 => {
            Reply::new(429, "text/plain", "").with("Retry-After", "1")
        }
        "/a" => Reply::html(&article("a")),
        "/b" => Reply::new(503, "text/plain", "").with("Retry-After", "600"),
        "/c" => Reply::html(&article("c")),
        _ => Reply::none(),
    });
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let given = [server.url("/a"), server.url("/b"), server.url("/c")];
    let (report, words) = round(folder.path(), &options(&[&server]), &given.each_ref().map(String::as_str));
    assert!(begun.elapsed() >= Duration::from_secs(1) && begun.elapsed() < Duration::from_secs(10));
    // Who asks for ten minutes is left alone, with all else that was to be asked.
    assert_eq!(numbers(&report), [1, 0, 0, 0, 2], "{words:?}");
    assert!(
        words[1].text.contains("left alone for 600 seconds") && words[1].place == "127.0.0.1",
        "{words:?}"
    );
    assert_eq!(server.asked().iter().map(|r| r.path.clone()).collect::<Vec<_>>(), ["/a", "/a", "/b"]);
}

#[test]
fn redirects_are_followed_five_times_and_not_in_a_circle() {
    let server = Server::start(|r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::none(),
        "/circle" => Reply::to("/circle2"),
        "/circle2" => Reply::to("/circle"),
        "/nowhere" => Reply::new(302, "text/plain", ""),
        path => match path.trim_start_matches('/').parse::<u32>() {
            Ok(0) => Reply::html(&article("found")),
            Ok(n) => Reply::to(&format!("{}#x", n - 1)),
            Err(_) => Reply::none(),
        },
    });
    let folder = tempfile::tempdir().unwrap();
    let given = ["/5", "/6", "/circle", "/nowhere"].map(|path| server.url(path));
    let (report, words) = round(folder.path(), &options(&[&server]), &given.each_ref().map(String::as_str));
    assert_eq!(numbers(&report), [1, 0, 0, 0, 3], "{words:?}");
    for text in ["more than 5 times", "circle", "nowhere"] {
        assert!(words.iter().any(|w| w.text.contains(text)), "{text}: {words:?}");
    }
}

#[test]
fn nothing_is_read_beyond_a_size() {
    let packed = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(b"<html>").unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), 100 << 20), &mut packed).unwrap();
        packed.finish().unwrap()
    };
    let good = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(article("packed").as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let cut = good[..good.len() / 2].to_vec();
    let html = "text/html";
    let feed = rss(
        "x",
        &["/large", "/bomb", "/good", "/cut", "/brotli"].map(|path| (path.to_owned(), String::new())),
    );
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/feed" => Reply::xml(feed.clone()),
        "/large" => Reply::new(200, html, vec![b'x'; 3 << 20]),
        "/bomb" => Reply::new(200, html, packed.clone()).with("Content-Encoding", "gzip"),
        "/good" => Reply::new(200, html, good.clone()).with("Content-Encoding", "gzip"),
        "/cut" => Reply::new(200, html, cut.clone()).with("Content-Encoding", "gzip"),
        "/brotli" => Reply::new(200, html, "x").with("Content-Encoding", "br"),
        _ => Reply::none(),
    });
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!(numbers(&report), [1, 0, 0, 0, 4], "{words:#?}");
}

#[test]
fn nothing_is_waited_for_beyond_a_time() {
    let server = Server::start(|r: &Request| {
        if r.path == "/slow" {
            std::thread::sleep(Duration::from_secs(20));
        }
        if r.path == "/robots.txt" {
            Reply::none()
        } else {
            Reply::html(&article("x")).with("Content-Length", "100000")
        }
    });
    let mut options = options(&[&server]);
    options.manners.time = Duration::from_secs(1);
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let (report, words) = round(folder.path(), &options, &[&server.url("/slow"), &server.url("/broken-off")]);
    assert_eq!(numbers(&report), [0, 0, 0, 0, 2]);
    assert!(words[0].text.contains("too long") && words[1].text.contains("broke off"), "{words:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn nobody_there() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut options = crate::server::options_for(vec![closed.to_string().parse().unwrap()]);
    options.manners.lookup = None;
    let folder = tempfile::tempdir().unwrap();
    let (report, words) =
        round(folder.path(), &options, &[&format!("http://{closed}/a"), "no-such-file.txt"]);
    assert_eq!(numbers(&report), [0, 0, 0, 0, 2]);
    assert!(words.iter().any(|w| w.text.contains("nobody answers")), "{words:?}");
    assert!(words.iter().all(|w| w.hint.is_some()), "{words:?}");
}
