//! What is new, changed and unchanged from one round to the next, and what becomes of what cannot be had.

use crate::server::{Reply, Request, Server, article, noon, numbers, options, round, rss};
use crosswire_collect::journal::Outcome;
use crosswire_collect::{Collector, Given};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A site whose feed and pages a test may change.
type Site = Arc<Mutex<Vec<(String, Reply)>>>;

fn site(pages: &[(&str, Reply)]) -> (Server, Site) {
    let site: Site = Arc::new(Mutex::new(pages.iter().map(|(p, r)| ((*p).to_owned(), r.clone())).collect()));
    let pages = Arc::clone(&site);
    let server = Server::start(move |request: &Request| {
        let pages = pages.lock().unwrap();
        let Some((_, reply)) = pages.iter().find(|(path, _)| *path == request.path) else {
            return Reply::none();
        };
        let etag = reply.headers.iter().find(|(name, _)| name == "ETag").map(|(_, value)| value.as_str());
        if etag.is_some() && request.header("If-None-Match") == etag {
            return Reply::new(304, "text/html", "");
        }
        reply.clone()
    });
    (server, site)
}

fn set(site: &Site, path: &str, reply: Reply) {
    let mut pages = site.lock().unwrap();
    pages.retain(|(p, _)| p != path);
    pages.push((path.to_owned(), reply));
}

fn item(path: &str, rest: &str) -> (String, String) {
    (path.to_owned(), rest.to_owned())
}

#[test]
fn only_what_is_new_is_fetched() {
    let feed =
        |items: &[(String, String)], etag: &str| Reply::xml(rss("Halvik Post", items)).with("ETag", etag);
    let (server, site) = site(&[
        ("/feed", feed(&[item("/a", ""), item("b", ""), item("/a?utm_source=x#top", "")], "\"1\"")),
        ("/a", Reply::html(&article("a"))),
        ("/b", Reply::html(&article("b"))),
        ("/c", Reply::html(&article("c"))),
    ]);
    let (folder, options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let given = server.url("/feed");
    let (report, words) = round(folder.path(), &options, &[&given]);
    assert_eq!((numbers(&report), words.len()), ([2, 0, 0, 0, 0], 0), "{words:?}");
    let asked = server.asked();
    assert_eq!(asked.iter().map(|r| r.path.as_str()).collect::<Vec<_>>(), ["/feed", "/a", "/b"]);
    assert!(asked[0].header("user-agent").unwrap().starts_with("crosswire/0.1.0 (+https://"), "{asked:?}");
    // Nothing new: one question, by the feed's own mark.
    let (report, _) = round(folder.path(), &options, &[&given]);
    let asked = server.asked();
    assert_eq!((numbers(&report), asked.len()), ([0; 5], 1));
    assert_eq!(asked[0].header("if-none-match"), Some("\"1\""));
    // One more.
    set(&site, "/feed", feed(&[item("/c", ""), item("/a", "")], "\"2\""));
    let (report, _) = round(folder.path(), &options, &[&given]);
    assert_eq!(numbers(&report), [1, 0, 0, 0, 0]);
    assert_eq!(server.asked().iter().map(|r| r.path.clone()).collect::<Vec<_>>(), ["/feed", "/c"]);
}

#[test]
fn a_change_is_a_version() {
    let updated = |day: u8| format!("<atom:updated>2031-03-0{day}T09:00:00Z</atom:updated>");
    let feed = |day| Reply::xml(rss("Halvik Post", &[item("/a", &updated(day))]));
    let (server, site) =
        site(&[("/feed", feed(1)), ("/a", Reply::html(&article("a")).with("ETag", "\"a1\""))]);
    let (folder, mut options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let given = server.url("/feed");
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [1, 0, 0, 0, 0]);
    // The feed says that it changed, and it did not.
    set(&site, "/feed", feed(2));
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0, 0, 1, 0, 0]);
    assert_eq!(server.asked().last().unwrap().header("if-none-match"), Some("\"a1\""));
    // It did.
    set(&site, "/feed", feed(3));
    set(&site, "/a", Reply::html(&article("a, corrected")).with("ETag", "\"a2\""));
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0, 1, 0, 0, 0]);
    // Nobody says anything, and enough time has passed.
    set(&site, "/a", Reply::html(&article("a, corrected twice")));
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0; 5]);
    options.again = Some(SignedDuration::from_hours(24));
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0; 5]);
    options.manners.now = || noon() + SignedDuration::from_hours(25);
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0, 1, 0, 0, 0]);
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0; 5]);
}

#[test]
fn pages_lists_files_and_sitemaps() {
    let packed = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(
            &mut packed,
            b"<urlset><url><loc>/d</loc></url><url><loc>/a</loc></url></urlset>",
        )
        .unwrap();
        packed.finish().unwrap()
    };
    let linking = "<!DOCTYPE html><html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed\"></head></html>";
    let (server, _) = site(&[
        ("/", Reply::html(linking)),
        ("/feed", Reply::xml(rss("Halvik Post", &[item("/a", "")]))),
        (
            "/index.xml",
            Reply::xml(
                "<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>",
            ),
        ),
        ("/map.xml.gz", Reply::new(200, "application/x-gzip", packed)),
        ("/a", Reply::html(&article("a"))),
        ("/b", Reply::html(&format!("{linking}<meta property=\"og:type\" content=\"article\">"))),
        ("/c", Reply::html(linking)),
        ("/d", Reply::html(&article("d"))),
        ("/e", Reply::html(&article("e"))),
    ]);
    let (folder, options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let list = folder.path().join("list.txt");
    std::fs::write(
        &list,
        format!(
            "# the wire\n{}\n{} # it links a feed, and is taken as it is\n{}\nnonsense\n",
            server.url("/a"),
            server.url("/c"),
            server.url("/a")
        ),
    )
    .unwrap();
    let file = folder.path().join("feed.xml");
    std::fs::write(&file, rss("Kept", &[item(&server.url("/e"), ""), item("/relative", "")])).unwrap();
    let given = [
        server.url("/"),
        server.url("/index.xml"),
        server.url("/b"),
        list.display().to_string(),
        file.display().to_string(),
    ];
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let (report, words) = round(folder.path(), &options, &given);
    // a, b, c, d, e; the relative link of a file, and nonsense.
    assert_eq!(numbers(&report), [5, 0, 0, 1, 1], "{words:#?}");
    assert!(words.iter().any(|w| w.text.contains("the feed is taken")), "{words:#?}");
    assert!(words.iter().any(|w| w.place.ends_with("list.txt:5")), "{words:#?}");
    let times = |path: &str, asked: &[Request]| asked.iter().filter(|r| r.path == path).count();
    let asked = server.asked();
    for path in ["/a", "/b", "/c", "/d", "/e", "/index.xml", "/map.xml.gz"] {
        assert_eq!(times(path, &asked), 1, "{path}");
    }
    let (report, _) = round(folder.path(), &options, &given);
    assert_eq!(numbers(&report)[..3], [0, 0, 0]);
    assert_eq!(server.asked().iter().filter(|r| r.path.len() == 2).count(), 0);
}

#[test]
fn what_cannot_be_had_is_asked_again_and_then_the_feeds_text_is_kept() {
    let long =
        format!("<content:encoded><![CDATA[<p>{}</p>]]></content:encoded>", "84 were rescued. ".repeat(60));
    let feed = rss(
        "Halvik Post",
        &[item("/gone", &long), item("/busy", &long), item("/lost", ""), item("/picture", "")],
    );
    let (server, site) = site(&[
        ("/feed", Reply::xml(feed).with("ETag", "\"1\"")),
        ("/busy", Reply::new(500, "text/html", "")),
        ("/picture", Reply::new(200, "image/png", "x")),
    ]);
    let (folder, options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let given = server.url("/feed");
    let (report, words) = round(folder.path(), &options, &[&given]);
    assert_eq!((numbers(&report), report.texts), ([1, 0, 0, 0, 3], 1), "{words:#?}");
    assert!(
        words.iter().all(|w| !w.missed || w.text.contains("server says") || w.text.contains("image/png")),
        "{words:#?}"
    );
    // What is gone is gone; what was busy is asked again, and the feed is read again for its text.
    server.asked();
    let (report, _) = round(folder.path(), &options, &[&given]);
    assert_eq!(numbers(&report), [0, 0, 0, 0, 1]);
    let asked = server.asked();
    assert_eq!(asked.iter().map(|r| r.path.as_str()).collect::<Vec<_>>(), ["/feed", "/busy"]);
    assert_eq!(asked[0].header("if-none-match"), None);
    let (report, _) = round(folder.path(), &options, &[&given]);
    assert_eq!((numbers(&report), report.texts), ([1, 0, 0, 0, 0], 1));
    let (report, _) = round(folder.path(), &options, &[&given]);
    assert_eq!(numbers(&report), [0; 5]);
    set(&site, "/lost", Reply::html(&article("found")));
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [0; 5]);
    let collector = Collector::open(folder.path(), options, Arc::default()).unwrap();
    let outcome = |path: &str| collector.pages()[&server.url(path)].asked.unwrap().1;
    assert_eq!(
        [outcome("/gone"), outcome("/busy"), outcome("/lost")],
        [Outcome::Text, Outcome::Text, Outcome::Failed]
    );
}

#[test]
fn two_links_of_one_page_are_one_page() {
    let (server, _) = site(&[
        ("/feed", Reply::xml(rss("x", &[item("/a", ""), item("/link?id=1", ""), item("/link?id=2", "")]))),
        ("/a", Reply::html(&article("a"))),
        ("/link?id=1", Reply::to("/a")),
        ("/link?id=2", Reply::to("/a")),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!(numbers(&report), [1, 0, 2, 0, 0]);
    assert_eq!(crate::kept::records(folder.path()).iter().filter(|r| r.kind == "response").count(), 1);
}

#[test]
fn a_site_that_is_down_for_hours_loses_nothing() {
    let (server, site) = site(&[("/feed", Reply::xml(rss("x", &[item("/a", "")])).with("ETag", "\"1\""))]);
    set(&site, "/a", Reply::new(500, "text/html", ""));
    let (folder, mut options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let given = server.url("/feed");
    for now in [
        noon,
        noon,
        noon,
        noon,
        || noon() + SignedDuration::from_mins(41),
        || noon() + SignedDuration::from_hours(7),
    ] {
        options.manners.now = now;
        round(folder.path(), &options, &[&given]);
    }
    // Three times at once; the fourth only after a while.
    assert_eq!(server.asked().iter().filter(|r| r.path == "/a").count(), 5);
    set(&site, "/a", Reply::html(&article("a")));
    options.manners.now = || noon() + SignedDuration::from_hours(30);
    assert_eq!(numbers(&round(folder.path(), &options, &[&given]).0), [1, 0, 0, 0, 0]);
}

#[test]
fn a_feed_of_too_many_is_cut_to_the_newest() {
    let dated = |n: u8| (format!("/{n}"), format!("<pubDate>2031-03-{n:02}</pubDate>"));
    let (server, _) = site(&[("/feed", Reply::xml(rss("x", &(1..=9).map(dated).collect::<Vec<_>>())))]);
    let (folder, mut options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    options.most = 2;
    let (_, words) = round(folder.path(), &options, &[&server.url("/feed")]);
    assert!(
        words[0].text.contains("lists 9") && words[0].hint.as_deref() == Some("more with --most N"),
        "{words:?}"
    );
    assert_eq!(server.asked()[1..].iter().map(|r| r.path.as_str()).collect::<Vec<_>>(), ["/8", "/9"]);
}

#[test]
fn a_stop_ends_a_round_and_the_next_goes_on() {
    let items: Vec<_> = (0..20).map(|n| item(&format!("/{n}"), "")).collect();
    let feed = rss("Halvik Post", &items);
    let stop = Arc::new(AtomicBool::new(false));
    let (seen, stopping) = (AtomicUsize::new(0), Arc::clone(&stop));
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::none(),
        "/feed" => Reply::xml(feed.clone()).with("ETag", "\"1\""),
        path => {
            if seen.fetch_add(1, Ordering::Relaxed) == 7 {
                stopping.store(true, Ordering::Relaxed);
            }
            Reply::html(&article(path))
        }
    });
    let (folder, options) = (tempfile::tempdir().unwrap(), options(&[&server]));
    let given = server.url("/feed");
    let mut collector = Collector::open(folder.path(), options.clone(), stop).unwrap();
    let report = collector.round(&[Given::of(&given)], &|_| {}).unwrap();
    assert!(report.stopped && report.new < 10, "{report:?}");
    let begun = Instant::now();
    collector.sleep(Duration::from_secs(60));
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(collector);
    let (after, _) = round(folder.path(), &options, &[&given]);
    assert_eq!(report.new + after.new, 20);
}

#[test]
fn two_at_once_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let options = crate::server::options_for(Vec::new());
    let _one = Collector::open(folder.path(), options.clone(), Arc::default()).unwrap();
    let other = Collector::open(folder.path(), options, Arc::default()).err().unwrap();
    assert!(other.to_string().contains("another crosswire collects"), "{other}");
}

#[test]
fn the_same_answers_leave_the_same_bytes() {
    let items: Vec<_> = (0..9).map(|n| item(&format!("/{n}"), "<title>x</title>")).collect();
    let feed = rss("Halvik Post", &items);
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::none(),
        "/feed" => Reply::xml(feed.clone()),
        path => Reply::html(&article(path)),
    });
    let bytes = || {
        let folder = tempfile::tempdir().unwrap();
        round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        (read(".collected.jsonl"), read("crosswire-20310305-00001.warc.gz"))
    };
    assert_eq!(bytes(), bytes());
    let _: Timestamp = noon();
}
