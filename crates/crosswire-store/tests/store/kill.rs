//! Ended without warning: what was acknowledged is there, and nothing is half there.
//!
//! The test starts itself as another process, which adds things and says so, and kills it (SIGKILL) at some moment. On a
//! server, the server is stopped at once every few times as well. `CROSSWIRE_KILLS=200` kills so often.

use crate::places::{Place, Server, Sync, ada, article, note};
use crate::threads::reading;
use crosswire_store::{Audited, Digest, Store, StoryId};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const PLACE: &str = "CROSSWIRE_STORE_KILLED_PLACE";
const STORY: &str = "CROSSWIRE_STORE_KILLED_STORY";

#[test]
fn a_file_survives() {
    let mut places = std::iter::repeat_with(Place::file);
    survives(&mut places, None);
}

#[test]
fn a_server_survives() {
    let Some(server) = Server::start(Sync::Full) else { return };
    let mut places = std::iter::repeat_with(|| server.place());
    survives(&mut places, Some(&server));
}

/// The process that is killed. Without being asked it does nothing.
#[test]
fn worker() {
    let (Ok(place), Ok(story)) = (std::env::var(PLACE), std::env::var(STORY)) else { return };
    let store = Store::open(&place.parse().unwrap()).unwrap();
    let story = match story.as_str() {
        "" => store.create_story("killed", ada(0)).unwrap().id,
        story => StoryId(story.to_owned()),
    };
    let say = |what: &str, name: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nkept {what} {name}.").unwrap();
        out.flush().unwrap();
    };
    say("story", &story.0);
    for n in 0.. {
        let name = format!("{}-{n}", std::process::id());
        let text = format!("ferry w{}x{n} ", std::process::id()).repeat(n % 400 + 1);
        let sha256 = store.add_article(&story, article(&name, &text), ada(1)).unwrap().article.sha256;
        say("article", &sha256.to_string());
        store.set_text(&story, &sha256, &name, &text, ada(2)).unwrap();
        say("text", &sha256.to_string());
        store.add_decision(&story, &note(&name, "x"), None, ada(3)).unwrap();
        say("decision", &name);
    }
}

/// What the process said before it ended, line by line; a line that was cut off says nothing.
fn run(place: &Place, story: &str, after: Duration, server: Option<&Server>) -> Vec<(String, String)> {
    let location = if place.is_file() { place.path().display().to_string() } else { place.url().to_owned() };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::worker", "--nocapture"])
        .env(PLACE, location)
        .env(STORY, story)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let reader = thread::spawn(move || {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap();
        said
    });
    thread::sleep(after);
    if let Some(server) = server {
        server.stop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    if let Some(server) = server {
        server.begin();
    }
    let said = reader.join().unwrap();
    let whole =
        said.lines().filter_map(|line| line.strip_prefix("kept ")?.strip_suffix('.')?.split_once(' '));
    whole.map(|(what, name)| (what.to_owned(), name.to_owned())).collect()
}

fn survives(places: &mut dyn Iterator<Item = Place>, server: Option<&Server>) {
    let kills: u32 = std::env::var("CROSSWIRE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let (mut place, mut said) = (places.next().unwrap(), Vec::new());
    let (mut acknowledged, mut early, mut state) = (0, 0, 99_u64);
    for kill in 0..kills {
        // A new store every few times, so that some are killed while it is made.
        if kill % 10 == 9 {
            place = places.next().unwrap();
            said.clear();
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The first moments, in which the process starts and opens the store, are met more often than others.
        let after = Duration::from_millis((state >> 33) % if kill % 3 == 0 { 60 } else { 400 });
        let story =
            said.iter().find(|(what, _)| what == "story").map_or("", |(_, name): &(String, String)| name);
        let new = run(&place, story, after, server.filter(|_| kill % 5 == 4));
        acknowledged += new.len();
        early += u32::from(new.is_empty());
        said.extend(new);
        check(&place, &said);
    }
    println!(
        "{kills} kills, {early} before anything was acknowledged, {acknowledged} acknowledgements, none lost"
    );
    assert!(acknowledged > 0);
}

fn check(place: &Place, said: &[(String, String)]) {
    let store = place.open();
    let of = |kind: &'static str| said.iter().filter(move |(what, _)| what == kind).map(|(_, name)| name);
    for story in of("story") {
        let id = StoryId(story.clone());
        let articles = store.articles(&id).unwrap().into_iter().map(|a| a.sha256.to_string());
        let articles: BTreeSet<String> = articles.collect();
        for sha256 in of("article") {
            assert!(articles.contains(sha256), "the article {sha256} is lost");
        }
        let decisions = store.decisions(&id).unwrap().into_iter().map(|d| d.decision.id.0);
        let decisions: BTreeSet<String> = decisions.collect();
        for name in of("decision") {
            assert!(decisions.contains(name), "the decision {name} is lost");
        }
        for sha256 in of("text") {
            let sha256: Digest = sha256.parse().unwrap();
            assert!(store.text(&id, &sha256).unwrap().is_some(), "the text of {sha256} is lost");
        }
        // Reads each original, too.
        reading(&store, &id);
    }
    // Nothing is half there: each thing has its row in the log, and each row its thing.
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
    let rows = |sql: &str| place.count(sql);
    for (what, table) in [
        ("create-story", "stories"),
        ("add-article", "articles"),
        ("set-text", "texts"),
        ("add-decision", "decisions"),
    ] {
        let told = rows(&format!("SELECT count(*) FROM audit WHERE what = '{what}'"));
        assert_eq!(told, rows(&format!("SELECT count(*) FROM {table}")), "{table}");
    }
    assert_eq!(rows("SELECT count(*) FROM originals"), rows("SELECT count(DISTINCT sha256) FROM articles"));
    assert_eq!(store.search("ferry", 100_000).unwrap().len() as i64, rows("SELECT count(*) FROM texts"));
    if place.is_file() {
        assert_eq!(rows("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        assert_eq!(rows("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }
}
