//! Backups: whole, the same from both databases, and restored only where nothing is mixed or lost.

use crate::places::{Place, ada, article, at, ferry, note};
use crate::search::{keep, titles};
use crosswire_store::{Audited, Digest, NewArticle, NewUser, Role, Store};
use std::io::{Cursor, Read, Write};
use std::path::Path;

checks!(
    a_backup_is_restored,
    equal_stores_give_equal_files,
    it_is_restored_only_where_nothing_is,
    a_changed_backup_is_refused,
    nothing_half_written_stands,
    a_newer_or_foreign_file_is_refused,
);

/// Something of everything.
pub(crate) fn fill(store: &Store) {
    let story = ferry(store);
    let new = NewArticle {
        outlet: Some("Halvik Post"),
        url: Some("https://halvik-post.example/1"),
        ..article("post.txt", "The ferry sank.")
    };
    let sha256 = store.add_article(&story, new, ada(1)).unwrap().article.sha256;
    store.set_text(&story, &sha256, "Post", "The ferry “Halvik” sank.", ada(2)).unwrap();
    store.add_decision(&story, &note("d1", "one\nline \u{1f6a2}"), None, ada(3)).unwrap();
    store.add_decision(&story, &note("d2", "two"), None, ada(4)).unwrap();
    let other = store.create_story("Put away", ada(5)).unwrap().id;
    store.add_article(&other, article("a.txt", "The ferry sank."), ada(6)).unwrap();
    store.archive_story(&other, true, ada(7)).unwrap();
    store.create_user(NewUser { name: "Bo", role: Role::Admin, password: "$argon2id$x" }, ada(8)).unwrap();
    store.open_session(&Digest::of("session"), "Bo", at(1000), ada(9)).unwrap();
    store.invite(&Digest::of("open"), Role::Reader, at(1000), ada(10)).unwrap();
    store.invite(&Digest::of("used"), Role::Editor, at(1000), ada(11)).unwrap();
    store.accept_invitation(&Digest::of("used"), "Cy", "$argon2id$y", at(12)).unwrap();
    store.see("Bo", &story, 2, at(13)).unwrap();
}

/// All that can be read is the same in both.
pub(crate) fn assert_same(a: &Store, b: &Store) {
    let stories = a.stories(true).unwrap();
    assert_eq!(stories, b.stories(true).unwrap());
    for story in &stories {
        let articles = a.articles(&story.id).unwrap();
        assert_eq!(articles, b.articles(&story.id).unwrap());
        assert_eq!(a.decisions(&story.id).unwrap(), b.decisions(&story.id).unwrap());
        for article in articles {
            assert_eq!(a.original(&article.sha256).unwrap(), b.original(&article.sha256).unwrap());
            assert_eq!(
                a.text(&story.id, &article.sha256).unwrap(),
                b.text(&story.id, &article.sha256).unwrap()
            );
        }
        for name in ["Bo", "Cy"] {
            assert_eq!(a.seen(name, &story.id).unwrap(), b.seen(name, &story.id).unwrap());
        }
    }
    assert_eq!(a.search("ferry", 10).unwrap(), b.search("ferry", 10).unwrap());
    assert_eq!(a.users().unwrap(), b.users().unwrap());
    for token in ["open", "used"] {
        let token = Digest::of(token);
        assert_eq!(a.invitation(&token).unwrap(), b.invitation(&token).unwrap());
    }
}

/// Restores a backup of one place in the other, and compares.
pub(crate) fn across(from: &Place, to: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.zip");
    let (from, to) = (from.open(), to.open());
    fill(&from);
    let made = from.backup(&file, at(20)).unwrap();
    assert_eq!(to.restore(&file, ada(30)).unwrap(), made);
    assert_same(&from, &to);
    assert_eq!(made.rows["decisions"], 2);
    assert_eq!(made.originals, 1);
    assert!(to.session(&Digest::of("session"), at(40)).unwrap().is_none(), "sessions end");
    // The log goes on where it was.
    let (log, before) = (to.audit(0, 100).unwrap(), from.audit(0, 100).unwrap());
    assert_eq!(log[..before.len()], before);
    assert_eq!((log.len(), log.last().unwrap().what.as_str()), (before.len() + 1, "restore"));
    assert!(matches!(to.verify_audit().unwrap(), Audited::Whole { .. }));
    // And one may go on working.
    let story = to.stories(false).unwrap().remove(0).id;
    keep(&to, &story, "new", "another ferry");
    assert_eq!(titles(&to, "ferry"), ["new", "Post"]);
    assert_eq!(to.add_decision(&story, &note("d3", "x"), None, ada(41)).unwrap().seq, 3);
}

fn a_backup_is_restored(place: &Place) {
    across(place, &Place::file());
    let (from, folder) = (Place::file(), tempfile::tempdir().unwrap());
    fill(&from.open());
    let file = folder.path().join("b.zip");
    from.open().backup(&file, at(20)).unwrap();
    // The place has something by now.
    assert!(place.open().restore(&file, ada(30)).unwrap_err().hint().unwrap().contains("new"));
}

fn equal_stores_give_equal_files(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |place: &Place, name: &str| {
        fill(&place.open());
        let file = folder.path().join(name);
        place.open().backup(&file, at(20)).unwrap();
        std::fs::read(file).unwrap()
    };
    assert!(bytes(place, "a") == bytes(&Place::file(), "b"));
}

fn it_is_restored_only_where_nothing_is(place: &Place) {
    let (from, folder) = (Place::file(), tempfile::tempdir().unwrap());
    let file = folder.path().join("b.zip");
    from.open().backup(&file, at(1)).unwrap();
    let store = place.open();
    ferry(&store);
    let error = store.restore(&file, ada(2)).unwrap_err();
    assert!(error.to_string().ends_with("is not empty; nothing was restored"), "{error}");
    assert_eq!(store.audit(0, 10).unwrap().len(), 1);
}

fn a_changed_backup_is_refused(place: &Place) {
    let (from, folder) = (Place::file(), tempfile::tempdir().unwrap());
    let file = folder.path().join("b.zip");
    fill(&from.open());
    from.open().backup(&file, at(1)).unwrap();
    let entries = entries(&file);
    let store = place.open();
    let refused = |changed: &[(String, Vec<u8>)]| {
        write(&file, changed);
        let error = store.restore(&file, ada(2)).unwrap_err();
        assert!(error.is_broken() && error.to_string().contains("b.zip"), "{error}");
        assert!(store.stories(true).unwrap().is_empty() && store.audit(0, 1).unwrap().is_empty());
        assert_eq!(place.count("SELECT count(*) FROM originals"), 0);
    };
    for n in 0..entries.len() {
        let (name, bytes) = &entries[n];
        if name == "manifest.json" {
            continue;
        }
        // Left out.
        let mut changed = entries.clone();
        changed.remove(n);
        refused(&changed);
        // Altered in one byte, and cut off.
        for middle in [bytes.len() / 2, bytes.len().saturating_sub(2)] {
            let mut changed = entries.clone();
            if let Some(byte) = changed[n].1.get_mut(middle) {
                *byte ^= 1;
                refused(&changed);
            }
            let mut changed = entries.clone();
            changed[n].1.truncate(middle);
            if changed[n].1 != *bytes {
                refused(&changed);
            }
        }
    }
    // As it was, it is taken.
    write(&file, &entries);
    store.restore(&file, ada(3)).unwrap();
}

fn entries(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(file).unwrap())).unwrap();
    let entries = archive.len();
    let read = |n| {
        let mut entry = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..entries).map(read).collect()
}

fn write(file: &Path, entries: &[(String, Vec<u8>)]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(file).unwrap());
    for (name, bytes) in entries {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn nothing_half_written_stands(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let store = place.open();
    fill(&store);
    let file = folder.path().join("b.zip");
    store.backup(&file, at(1)).unwrap();
    let good = std::fs::read(&file).unwrap();
    place.tell("UPDATE audit SET who = 'Eve' WHERE seq = 2");
    assert!(store.backup(&file, at(2)).unwrap_err().is_broken());
    assert_eq!(std::fs::read(&file).unwrap(), good, "the older backup still stands");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("none").join("b.zip");
    let error = store.backup(&nowhere, at(3)).unwrap_err();
    assert!(error.to_string().contains("b.zip") && error.hint().is_some(), "{error}");
    assert!(store.restore(&nowhere, ada(4)).unwrap_err().to_string().contains("b.zip"));
    // It holds passwords' hashes.
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}

fn a_newer_or_foreign_file_is_refused(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.zip");
    let store = place.open();
    let refused = |manifest: &str, expected: &str| {
        write(&file, &[("manifest.json".to_owned(), manifest.into())]);
        let error = store.restore(&file, ada(1)).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    refused("{\"format\":\"crosswire.backup/1\",\"schema\":99}", "by a newer crosswire: its schema is 99");
    refused("{\"format\":\"other\"}", "is no store of crosswire");
    refused("[]", "is no store of crosswire");
    refused("{", "is no store of crosswire");
    write(&file, &[]);
    assert!(store.restore(&file, ada(1)).unwrap_err().to_string().contains("is no store of crosswire"));
    std::fs::write(&file, "no archive").unwrap();
    assert!(store.restore(&file, ada(1)).unwrap_err().to_string().contains("is no store of crosswire"));
}
