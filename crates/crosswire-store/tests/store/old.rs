//! Stores and backups of earlier schemas are opened by this program, and nothing in them is lost.
//!
//! `tests/stores/` holds one of each schema that was released. `WRITE_STORES=1` writes those of the newest schema anew, which
//! may be done until it is released, and never after that.

use crate::backup::{assert_same, fill};
use crate::places::{Place, Server, Sync, ada, at, note};
use crosswire_store::{Audited, Store};
use std::path::{Path, PathBuf};
use std::process::Command;

checks!(an_old_backup_is_restored);

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

/// What was filled then is what would be filled today, and one may go on.
fn check(store: &Store) {
    let today = Place::file();
    fill(&today.open());
    assert_same(store, &today.open());
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
    let story = store.stories(false).unwrap().remove(0).id;
    assert_eq!(store.add_decision(&story, &note("later", "x"), None, ada(99)).unwrap().seq, 3);
    assert_eq!(store.search("halvik", 9).unwrap().len(), 1);
}

fn an_old_backup_is_restored(place: &Place) {
    let store = place.open();
    store.restore(&stores().join("backup-1.zip"), ada(50)).unwrap();
    check(&store);
}

#[test]
fn an_old_file_is_opened() {
    let place = Place::file();
    std::fs::copy(stores().join("sqlite-1.db"), place.path()).unwrap();
    check(&place.open());
}

#[test]
fn an_old_database_is_opened() {
    let Some(server) = Server::start(Sync::Off) else { return };
    let place = server.place();
    place.tell(&std::fs::read_to_string(stores().join("postgres-1.sql")).unwrap());
    check(&place.open());
}

/// Writes the stores of the newest schema, where it is asked to.
#[test]
fn stores_are_written_when_asked() {
    if std::env::var_os("WRITE_STORES").is_none() {
        return;
    }
    let place = Place::file();
    let store = place.open();
    fill(&store);
    let newest = store.schema_version();
    store.backup(&stores().join(format!("backup-{newest}.zip")), at(20)).unwrap();
    drop(store);
    // Without what is written ahead, and in as few pages as may be.
    place.tell("PRAGMA journal_mode = DELETE; VACUUM;");
    std::fs::copy(place.path(), stores().join(format!("sqlite-{newest}.db"))).unwrap();
    let server = Server::start(Sync::Off).unwrap();
    let place = server.place();
    fill(&place.open());
    let dumped = Command::new("pg_dump").args(["--no-owner", "--inserts"]).arg(place.url()).output().unwrap();
    // Lines that begin so are for the program `psql`.
    let dump: String = String::from_utf8(dumped.stdout)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('\\'))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(stores().join(format!("postgres-{newest}.sql")), dump).unwrap();
}
