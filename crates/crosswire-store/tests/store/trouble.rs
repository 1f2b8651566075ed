//! What a store says when something is wrong, and that it goes on afterwards.

use crate::places::{Place, Server, Sync, ada, article, ferry, note};
use crate::threads::reading;
use crosswire_store::{Audited, Location, NewArticle, Store};
use std::path::PathBuf;
use std::time::Duration;

checks!(a_panic_in_a_thread_harms_no_other);

fn a_panic_in_a_thread_harms_no_other(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let panicked = std::thread::scope(|scope| {
        scope.spawn(|| store.export_story(&story).map(|_| panic!("meant to")).unwrap()).join().is_err()
    });
    assert!(panicked);
    store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap();
}

/// Bytes that cannot be packed.
fn noise(n: u64) -> Vec<u8> {
    let mut state = n + 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..50_000).map(next).collect()
}

#[test]
fn a_full_disk_is_told_and_work_goes_on() {
    let place = Place::file();
    let store = place.open();
    let story = ferry(&store);
    store.limit_pages(Some(150)).unwrap();
    let mut kept = 0;
    let error = loop {
        let bytes = noise(kept);
        let new = NewArticle { bytes: &bytes, name: "noise", ..NewArticle::default() };
        match store.add_article(&story, new, ada(1)) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1000);
    };
    assert!(error.is_full() && error.hint().is_some(), "{error}");
    assert!(error.to_string().contains("store.db is full"), "{error}");
    // What was kept is there, nothing half is, and reading goes on.
    assert!(kept > 0);
    assert_eq!(store.articles(&story).unwrap().len() as u64, kept);
    assert_eq!(place.count("SELECT count(*) FROM originals") as u64, kept);
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { rows, .. } if rows == kept + 1));
    // Large things are refused again; once there is room, they are kept.
    let bytes = noise(kept);
    let new = NewArticle { bytes: &bytes, name: "noise", ..NewArticle::default() };
    assert!(store.add_article(&story, new, ada(2)).unwrap_err().is_full());
    store.limit_pages(None).unwrap();
    store.add_article(&story, new, ada(3)).unwrap();
    store.add_decision(&story, &note("d1", "x"), None, ada(4)).unwrap();
    assert_eq!(store.story(&story).unwrap().revision, kept + 2);
}

#[test]
fn what_is_no_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.db");
    let open = || Store::open(&Location::File(file.clone())).unwrap_err();
    std::fs::write(&file, "this is a text and no database ".repeat(200)).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert!(open().to_string().contains("x.db is no store of crosswire"), "{}", open());
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::remove_file(&file).unwrap();
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE other (x); ").unwrap();
    let before = std::fs::read(&file).unwrap();
    assert!(open().to_string().contains("a database of another program"), "{}", open());
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn a_place_that_is_not_there_is_told() {
    let open = |path: PathBuf| Store::open(&Location::File(path)).unwrap_err();
    let folder = tempfile::tempdir().unwrap();
    let error = open(folder.path().join("none").join("x.db"));
    assert!(
        error.to_string().contains("x.db: No such file") && error.hint().unwrap().contains("folder"),
        "{error}"
    );
    open(folder.path().to_owned());
    // Nothing listens there.
    let error = Store::open(&"postgres://ada:secret@127.0.0.1:1/desk".parse().unwrap()).unwrap_err();
    assert!(error.is_unavailable(), "{error}");
    assert!(error.to_string().starts_with("postgres://127.0.0.1:1/desk is not available"), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    let error = Store::open(&"postgres://127.0.0.1:x/desk".parse().unwrap()).unwrap_err();
    assert!(error.hint().is_some(), "{error}");
}

#[test]
fn a_newer_store_is_refused() {
    let place = Place::file();
    drop(place.open());
    place.tell("INSERT INTO refinery_schema_history VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')");
    let error = Store::open(&place.location).unwrap_err();
    assert!(
        error.to_string().contains("was written by a newer crosswire: its schema is V99__later"),
        "{error}"
    );
}

#[test]
fn a_file_that_another_program_holds_is_told() {
    let place = Place::file();
    let store = place.open();
    let story = ferry(&store);
    let other = rusqlite::Connection::open(place.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Reading goes on; writing waits for a while.
    assert_eq!(store.stories(false).unwrap().len(), 1);
    let error = store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap_err();
    assert!(error.is_unavailable(), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap();
}

#[test]
#[cfg(unix)]
fn a_new_file_is_only_its_owners() {
    let place = Place::file();
    ferry(&place.open());
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let mode = std::os::unix::fs::PermissionsExt::mode(&entry.unwrap().metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_server_that_goes_away_is_told_and_work_goes_on() {
    let Some(server) = Server::start(Sync::Full) else { return };
    let place = server.place();
    let store = place.open();
    let story = ferry(&store);
    // Several connections are open when it goes.
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (store, story) = (&store, &story);
            scope.spawn(move || store.add_article(story, article("a", &n.to_string()), ada(1)).unwrap());
            scope.spawn(move || store.articles(story).unwrap());
        }
    });
    server.stop();
    for _ in 0..3 {
        let error = store.add_decision(&story, &note("d1", "x"), None, ada(2)).unwrap_err();
        assert!(error.is_unavailable() && error.hint().is_some(), "{error}");
        assert!(store.stories(false).unwrap_err().is_unavailable());
    }
    assert!(Store::open(&place.location).unwrap_err().is_unavailable());
    server.begin();
    store.add_decision(&story, &note("d1", "x"), None, ada(3)).unwrap();
    // Restarted in between: whoever calls then notices nothing.
    server.stop();
    server.begin();
    store.add_decision(&story, &note("d2", "x"), None, ada(4)).unwrap();
    assert_eq!(store.articles(&story).unwrap().len(), 8);
    // It goes while many write. Each hears that it went, and what was acknowledged is there.
    let acknowledged: Vec<String> = std::thread::scope(|scope| {
        let work = |t: usize| {
            let (store, story) = (&store, &story);
            scope.spawn(move || {
                let mut acknowledged = Vec::new();
                for n in 0.. {
                    let decision = note(&format!("t{t}-{n}"), "x");
                    match store.add_decision(story, &decision, None, ada(5)) {
                        Ok(kept) => acknowledged.push(kept.json),
                        Err(error) => {
                            assert!(error.is_unavailable(), "{error}");
                            break;
                        }
                    }
                }
                acknowledged
            })
        };
        let threads: Vec<_> = (0..4).map(work).collect();
        std::thread::sleep(Duration::from_millis(400));
        server.stop();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    server.begin();
    assert!(!acknowledged.is_empty());
    let (_, decisions) = reading(&store, &story);
    assert!(acknowledged.iter().all(|json| decisions.contains(json)));
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
    // Without a database of that name, and with one that keeps no UTF-8.
    let url = place.url();
    let none = Store::open(&Location::Url(url.replace("/t0", "/none"))).unwrap_err();
    assert!(none.hint().unwrap().contains("createdb"), "{none}");
    place.tell("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    let latin = Store::open(&Location::Url(url.replace("/t0", "/latin"))).unwrap_err();
    assert!(latin.to_string().contains("LATIN1"), "{latin}");
    // A newer one.
    drop(store);
    place.tell("INSERT INTO refinery_schema_history VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')");
    let error = Store::open(&place.location).unwrap_err();
    assert!(error.to_string().contains("was written by a newer crosswire"), "{error}");
}
