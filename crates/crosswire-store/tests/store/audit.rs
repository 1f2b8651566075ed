//! The audit log: every change leaves a row, and a row that was changed is found.

use crate::places::{Place, ada, article, at, ferry, note};
use crosswire_store::{Audited, Digest, NewUser, Role, Store};

checks!(
    every_change_leaves_a_row,
    the_hash_is_as_it_is_described,
    a_changed_row_is_found,
    a_missing_row_is_found,
    a_row_put_in_is_found,
    a_changed_decision_is_found,
    an_empty_log_is_whole,
);

fn some_changes(store: &Store) {
    let story = ferry(store);
    store.add_article(&story, article("a.txt", "x"), ada(1)).unwrap();
    for n in 2..6 {
        store.add_decision(&story, &note(&format!("d{n}"), "x"), None, ada(n)).unwrap();
    }
}

fn broken(place: &Place, sql: &str) -> (u64, String) {
    let store = place.open();
    some_changes(&store);
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { rows: 6, .. }));
    place.tell(sql);
    match store.verify_audit().unwrap() {
        Audited::Broken { seq, why } => (seq, why),
        whole => panic!("{whole:?}"),
    }
}

fn every_change_leaves_a_row(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let sha256 = store.add_article(&story, article("a.txt", "x"), ada(1)).unwrap().article.sha256;
    store.set_text(&story, &sha256, "t", "x", ada(2)).unwrap();
    store.add_decision(&story, &note("d1", "x"), None, ada(3)).unwrap();
    store.rename_story(&story, "t", ada(4)).unwrap();
    store.archive_story(&story, true, ada(5)).unwrap();
    store.create_user(NewUser { name: "Bo", role: Role::Reader, password: "x" }, ada(6)).unwrap();
    store.set_password("Bo", "y", ada(7)).unwrap();
    store.set_role("Bo", Role::Admin, ada(8)).unwrap();
    store.open_session(&Digest::of("s"), "Bo", at(100), ada(9)).unwrap();
    store.revoke_session(&Digest::of("s"), ada(10)).unwrap();
    store.revoke_sessions("Bo", ada(11)).unwrap();
    store.disable_user("Bo", true, ada(12)).unwrap();
    store.invite(&Digest::of("i"), Role::Reader, at(100), ada(13)).unwrap();
    store.accept_invitation(&Digest::of("i"), "Cy", "x", at(14)).unwrap();
    store.see("Cy", &story, 1, at(15)).unwrap();
    let log = store.audit(0, 100).unwrap();
    let what: Vec<&str> = log.iter().map(|row| row.what.as_str()).collect();
    let expected = [
        "create-story",
        "add-article",
        "set-text",
        "add-decision",
        "rename-story",
        "archive-story",
        "create-user",
        "set-password",
        "set-role",
        "open-session",
        "revoke-session",
        "revoke-sessions",
        "disable-user",
        "invite",
        "create-user",
        "accept-invitation",
        "see",
    ];
    assert_eq!(what, expected);
    assert_eq!((log[3].seq, log[3].who.as_str(), log[3].at), (4, "Ada", at(3)));
    assert_eq!(log[15].who, "Cy");
    assert!(log[0].details.contains(&story.0), "{}", log[0].details);
    assert_eq!(store.audit(15, 1).unwrap(), log[15..16]);
    assert!(
        matches!(store.verify_audit().unwrap(), Audited::Whole { rows: 17, last } if last == log[16].hash)
    );
}

fn the_hash_is_as_it_is_described(place: &Place) {
    let store = place.open();
    store.create_story("a \"quoted\" \n title", ada(0)).unwrap();
    let row = store.audit(0, 1).unwrap().remove(0);
    let text = |text: &str| serde_json::to_string(text).unwrap();
    let canonical = format!(
        "[1,\"2025-10-01T00:00:00Z\",\"Ada\",\"create-story\",{},\"{}\"]",
        text(&row.details),
        "0".repeat(64)
    );
    assert_eq!(Digest::of(canonical), row.hash);
}

fn a_changed_row_is_found(place: &Place) {
    let (seq, why) = broken(place, "UPDATE audit SET who = 'Eve' WHERE seq = 3");
    assert_eq!((seq, why.as_str()), (3, "it is not as it was written"));
}

fn a_missing_row_is_found(place: &Place) {
    let (seq, why) = broken(place, "DELETE FROM audit WHERE seq = 4");
    assert_eq!((seq, why.as_str()), (4, "row 4 is missing"));
}

fn a_row_put_in_is_found(place: &Place) {
    let sql = "UPDATE audit SET seq = seq + 100 WHERE seq > 2; UPDATE audit SET seq = seq - 99 WHERE seq > 2;
        INSERT INTO audit SELECT 3, at, who, what, details, previous, hash FROM audit WHERE seq = 2";
    assert_eq!(broken(place, sql).0, 3);
}

fn a_changed_decision_is_found(place: &Place) {
    let (seq, why) = broken(place, "UPDATE decisions SET body = replace(body, 'Ada', 'Eve') WHERE id = 'd3'");
    assert_eq!((seq, why.as_str()), (4, "decision `d3` is not as it was kept"));
    place.tell("UPDATE decisions SET body = replace(body, 'Eve', 'Ada') WHERE id = 'd3'");
    let store = place.open();
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
    place.tell("DELETE FROM decisions WHERE id = 'd5'");
    assert!(matches!(store.verify_audit().unwrap(), Audited::Broken { seq: 6, .. }));
    place.tell("INSERT INTO decisions SELECT story, 9, 9, 'd9', body, kept_by, kept_at FROM decisions WHERE id = 'd2'");
    assert!(matches!(store.verify_audit().unwrap(), Audited::Broken { seq: 6, .. }));
}

fn an_empty_log_is_whole(place: &Place) {
    let whole = Audited::Whole { rows: 0, last: Digest([0; 32]) };
    assert_eq!(place.open().verify_audit().unwrap(), whole);
}
