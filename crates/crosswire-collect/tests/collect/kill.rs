//! Ended without warning: the same stories as without, nothing twice, nothing lost.
//!
//! The test starts itself as another process, which collects from a server of the test, and kills it (SIGKILL) at some moment,
//! again and again, until a collection is whole; then the next one. `CROSSWIRE_KILLS=1000` kills so often. A second test cuts the
//! journal at a hundred places, as a kill in the middle of a line would leave it, beside WARC files that go on beyond it.

use crate::kept::records;
use crate::server::{Reply, Request, Server, article, options_for, round, rss};
use crosswire_collect::{Collector, Given};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const SERVER: &str = "CROSSWIRE_COLLECT_KILLED_SERVER";
const FOLDER: &str = "CROSSWIRE_COLLECT_KILLED_FOLDER";

/// A site with two feeds, a sitemap and pages, some of which are not to be had.
fn site() -> Server {
    let long =
        format!("<content:encoded><![CDATA[<p>{}</p>]]></content:encoded>", "84 were rescued. ".repeat(60));
    let items = |name: &str, count: usize| -> Vec<(String, String)> {
        (0..count).map(|n| (format!("/{name}{n}"), long.clone())).collect()
    };
    let (one, two) = (rss("Halvik Post", &items("a", 25)), rss("Coast Wire", &items("b", 12)));
    let map: String = (0..10).map(|n| format!("<url><loc>/c{n}</loc></url>")).collect();
    Server::start(move |r: &Request| {
        // So that a collection takes its time, and kills meet it everywhere.
        thread::sleep(Duration::from_micros(500));
        match r.path.as_str() {
            "/robots.txt" => Reply::none(),
            "/one" => Reply::xml(one.clone()).with("ETag", "\"1\""),
            "/two" => Reply::xml(two.clone()).with("ETag", "\"2\""),
            "/map" => Reply::xml(format!("<urlset>{map}</urlset>")),
            "/a3" | "/a7" | "/c5" => Reply::none(),
            path => Reply::html(&article(path)),
        }
    })
}

fn collect(server: &str, folder: &Path) {
    let options = options_for(vec![server.parse().unwrap()]);
    let mut collector = Collector::open(folder, options, Default::default()).unwrap();
    let given = ["one", "two", "map", "d0"].map(|path| Given::of(&format!("http://{server}/{path}")));
    collector.round(&given, &|_| {}).unwrap();
}

/// The process that is killed. Without being asked it does nothing.
#[test]
fn worker() {
    let (Ok(server), Ok(folder)) = (std::env::var(SERVER), std::env::var(FOLDER)) else { return };
    collect(&server, Path::new(&folder));
}

/// What is kept: kind, address and what it holds. Fails if anything is there twice or broken.
fn stories(folder: &Path) -> BTreeSet<(String, String, Vec<u8>)> {
    let (mut stories, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for record in records(folder) {
        if record.kind == "warcinfo" {
            continue;
        }
        assert!(ids.insert(record.id.clone()), "{record:?} is there twice");
        assert!(
            stories.insert((record.kind.clone(), record.target.clone(), record.body.clone())),
            "{record:?} is there twice"
        );
    }
    stories
}

#[test]
fn killed_at_random() {
    let kills: u32 = std::env::var("CROSSWIRE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let begun = Instant::now();
    let server = site();
    let at = server.at.to_string();
    let whole = tempfile::tempdir().unwrap();
    collect(&at, whole.path());
    let expect = stories(whole.path());
    // 25 + 12 + 10 + 1 pages, one of which is nowhere, two of which are texts of the feed.
    assert_eq!(expect.len(), 45 * 3 + 2 * 2);
    let start = |folder: &Path| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::worker", "--nocapture"])
            .env(SERVER, &at)
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // How long a whole collection takes in a process of its own.
    let (timed, watch) = (tempfile::tempdir().unwrap(), Instant::now());
    assert!(start(timed.path()).wait().unwrap().success());
    let length = u64::try_from(watch.elapsed().as_micros()).unwrap();
    let (mut killed, mut folders, mut state, mut mended) = (0, 0, 99_u64, 0);
    while killed < kills {
        let folder = tempfile::tempdir().unwrap();
        folders += 1;
        loop {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Half of them soon after the process has begun, so that a collection meets many.
            let most = if killed % 2 == 0 { length / 4 } else { length };
            let mut child = start(folder.path());
            thread::sleep(Duration::from_micros((state >> 33) % most.max(1)));
            let ended = child.try_wait().unwrap();
            if ended.is_none() {
                child.kill().unwrap();
                killed += 1;
            }
            let ended = child.wait().unwrap();
            if ended.success() {
                break;
            }
            assert_eq!(ended.code(), None, "the collection failed by itself");
            if killed >= kills {
                assert!(start(folder.path()).wait().unwrap().success());
                break;
            }
        }
        let collector = Collector::open(folder.path(), options_for(Vec::new()), Default::default()).unwrap();
        mended += collector.mended().len();
        drop(collector);
        let got = stories(folder.path());
        assert_eq!(got.len(), expect.len());
        assert!(got == expect, "another set of stories");
    }
    assert_eq!(mended, 0, "a collection that ended by itself leaves nothing to mend");
    println!(
        "{killed} kills in {folders} collections, none with another set of stories, {:.1} s",
        begun.elapsed().as_secs_f64()
    );
}

#[test]
fn a_journal_cut_anywhere() {
    let server = site();
    let at = server.at.to_string();
    let whole = tempfile::tempdir().unwrap();
    collect(&at, whole.path());
    let expect = stories(whole.path());
    let journal = std::fs::read(whole.path().join(".collected.jsonl")).unwrap();
    let warc = whole.path().join("crosswire-20310305-00001.warc.gz");
    let mut cuts = 0;
    for end in (0..journal.len()).step_by(journal.len() / 60) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".collected.jsonl"), &journal[..end]).unwrap();
        // What the journal does not name yet cannot be there.
        if String::from_utf8_lossy(&journal[..end]).contains("00001.warc.gz\"}\n") {
            std::fs::copy(&warc, folder.path().join("crosswire-20310305-00001.warc.gz")).unwrap();
        }
        collect(&at, folder.path());
        assert!(stories(folder.path()) == expect, "cut at {end}");
        cuts += 1;
    }
    println!("{cuts} cuts");
    // And once more nothing is fetched.
    server.asked();
    let given = ["/one", "/two", "/map", "/d0"].map(|path| server.url(path));
    let (report, _) =
        round(whole.path(), &options_for(vec![at.parse().unwrap()]), &given.each_ref().map(String::as_str));
    assert_eq!((report.new, server.asked().len()), (0, 3));
}
