//! How fast it is, where `CROSSWIRE_RATES=1` asks: pages kept a second from a server of this machine, and opening a large folder.

use crate::server::{Reply, Request, Server, article, options, round, rss};
use crosswire_collect::Collector;
use std::fmt::Write as _;
use std::time::Instant;

#[test]
fn rates() {
    if std::env::var("CROSSWIRE_RATES").is_err() {
        return;
    }
    let feed = rss("x", &(0..1_000).map(|n| (format!("/{n}"), String::new())).collect::<Vec<_>>());
    let page = article("rates").repeat(200);
    let bytes = page.len();
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/robots.txt" => Reply::none(),
        "/feed" => Reply::xml(feed.clone()),
        _ => Reply::html(&page),
    });
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let (report, _) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{} pages of {} KB from one host: {:.0} a second",
        report.new,
        bytes / 1_000,
        report.new as f64 / seconds
    );

    let folder = tempfile::tempdir().unwrap();
    let mut journal = String::from("{\"what\":\"journal\",\"schema\":\"crosswire.collected/1\"}\n");
    let summary = "The ferry ran aground at dawn. ".repeat(10);
    for n in 0..100_000 {
        let address = format!("https://post.example/world/2031/03/05/the-ferry-ran-aground-{n}");
        let _ = writeln!(
            journal,
            "{{\"what\":\"seen\",\"at\":\"2031-03-05T09:00:00Z\",\"address\":\"{address}\",\"title\":\"Ferry {n}\",\"summary\":\"{summary}\"}}"
        );
        let _ = writeln!(
            journal,
            "{{\"what\":\"page\",\"at\":\"2031-03-05T09:00:00Z\",\"address\":\"{address}\",\"outcome\":\"refused\",\"etag\":\"{n}\"}}"
        );
    }
    std::fs::write(folder.path().join(".collected.jsonl"), &journal).unwrap();
    let begun = Instant::now();
    let collector = Collector::open(folder.path(), options(&[&server]), Default::default()).unwrap();
    println!(
        "a journal of {} pages, {} MB: {:.2} s to open",
        collector.pages().len(),
        journal.len() / 1_000_000,
        begun.elapsed().as_secs_f64()
    );
}
