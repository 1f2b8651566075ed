//! Users, sessions, invitations, and what was seen.

use crate::places::{Place, ada, at, ferry, note};
use crosswire_store::{Digest, NewUser, Role, Store, User};

checks!(
    a_user_is_kept,
    names_are_unique_in_any_case,
    a_user_is_changed,
    a_session_lasts_until_it_ends,
    a_change_ends_sessions,
    an_invitation_is_good_for_one,
    what_was_seen_never_goes_back,
    no_log_has_a_secret,
);

fn bo(store: &Store) -> User {
    store.create_user(NewUser { name: "Bo", role: Role::Editor, password: "$argon2id$x" }, ada(0)).unwrap()
}

fn a_user_is_kept(place: &Place) {
    let made = bo(&place.open());
    let store = place.open();
    assert_eq!(store.user("bO").unwrap(), made);
    assert_eq!((made.name.as_str(), made.role, made.disabled), ("Bo", Role::Editor, false));
    assert_eq!(
        (made.password.as_str(), made.created_by.as_str(), made.created_at),
        ("$argon2id$x", "Ada", at(0))
    );
    assert!(store.user("Cy").unwrap_err().not_found());
    store.create_user(NewUser { name: "Al", role: Role::Reader, password: "" }, ada(1)).unwrap();
    let names: Vec<_> = store.users().unwrap().into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Al", "Bo"]);
}

fn names_are_unique_in_any_case(place: &Place) {
    let store = place.open();
    bo(&store);
    let add = |name: &str| store.create_user(NewUser { name, role: Role::Reader, password: "x" }, ada(1));
    assert!(add("BO").unwrap_err().is_taken());
    add("Zoë").unwrap();
    assert!(add("ZOE\u{308}").unwrap_err().is_taken());
    for name in ["", " Bo", "a\u{7}b", &"x".repeat(201)] {
        assert!(add(name).unwrap_err().is_invalid(), "{name:?}");
    }
    assert!(add("a\0b").unwrap_err().is_invalid());
}

fn a_user_is_changed(place: &Place) {
    let store = place.open();
    bo(&store);
    assert_eq!(store.set_role("bo", Role::Admin, ada(1)).unwrap().role, Role::Admin);
    assert_eq!(store.set_password("BO", "$new", ada(2)).unwrap().password, "$new");
    assert!(store.disable_user("Bo", true, ada(3)).unwrap().disabled);
    assert!(!store.disable_user("Bo", false, ada(4)).unwrap().disabled);
    assert!(store.set_role("Cy", Role::Admin, ada(5)).unwrap_err().not_found());
}

fn a_session_lasts_until_it_ends(place: &Place) {
    let store = place.open();
    bo(&store);
    let token = Digest::of("secret");
    store.open_session(&token, "BO", at(100), ada(10)).unwrap();
    let session = store.session(&token, at(99)).unwrap().unwrap();
    assert_eq!((session.user.name.as_str(), session.created_at, session.expires_at), ("Bo", at(10), at(100)));
    assert_eq!(store.session(&token, at(100)).unwrap(), None);
    assert_eq!(store.session(&Digest::of("other"), at(20)).unwrap(), None);
    assert!(store.open_session(&token, "Bo", at(100), ada(11)).unwrap_err().is_taken());
    assert!(store.open_session(&Digest::of("x"), "Cy", at(100), ada(11)).unwrap_err().not_found());
    store.revoke_session(&token, ada(12)).unwrap();
    store.revoke_session(&token, ada(13)).unwrap();
    assert_eq!(store.session(&token, at(20)).unwrap(), None);
}

fn a_change_ends_sessions(place: &Place) {
    let store = place.open();
    bo(&store);
    let token = |n: i64| Digest::of(n.to_string());
    let open = |n: i64| store.open_session(&token(n), "Bo", at(1000), ada(n)).unwrap();
    let is_open = |n: i64| store.session(&token(n), at(500)).unwrap().is_some();
    open(1);
    store.set_role("Bo", Role::Reader, ada(2)).unwrap();
    assert!(is_open(1), "a role changes what the session may do");
    store.set_password("Bo", "$new", ada(3)).unwrap();
    assert!(!is_open(1));
    open(4);
    store.disable_user("Bo", true, ada(5)).unwrap();
    assert!(!is_open(4));
    store.disable_user("Bo", false, ada(6)).unwrap();
    assert!(!is_open(4));
    open(7);
    store.revoke_sessions("Bo", ada(8)).unwrap();
    assert!(!is_open(7));
}

fn an_invitation_is_good_for_one(place: &Place) {
    let store = place.open();
    let token = Digest::of("invitation");
    store.invite(&token, Role::Editor, at(100), ada(1)).unwrap();
    assert!(store.invite(&token, Role::Admin, at(100), ada(1)).unwrap_err().is_taken());
    assert!(store.accept_invitation(&Digest::of("other"), "Bo", "$x", at(2)).unwrap_err().not_found());
    assert!(store.accept_invitation(&token, "Bo", "$x", at(100)).unwrap_err().is_invalid());
    let user = store.accept_invitation(&token, "Bo", "$x", at(99)).unwrap();
    assert_eq!((user.name.as_str(), user.role), ("Bo", Role::Editor));
    let error = store.accept_invitation(&token, "Cy", "$x", at(99)).unwrap_err();
    assert_eq!(error.to_string(), "the invitation: it was used already; nothing was kept");
    assert_eq!(store.invitation(&token).unwrap().used_by.as_deref(), Some("Bo"));
    // A name that is taken leaves the invitation as it was.
    let second = Digest::of("second");
    store.invite(&second, Role::Reader, at(100), ada(3)).unwrap();
    assert!(store.accept_invitation(&second, "bo", "$x", at(4)).unwrap_err().is_taken());
    assert_eq!(store.invitation(&second).unwrap().used_by, None);
    store.accept_invitation(&second, "Cy", "$x", at(5)).unwrap();
}

fn what_was_seen_never_goes_back(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    for n in 0..3 {
        store.add_decision(&story, &note(&format!("d{n}"), "x"), None, ada(n)).unwrap();
    }
    assert_eq!(store.seen("Bo", &story).unwrap(), 0);
    for (revision, expected) in [(2, 2), (1, 2), (3, 3), (9, 3), (9, 3)] {
        store.see("bo", &story, revision, at(5)).unwrap();
        assert_eq!(store.seen("Bo", &story).unwrap(), expected);
    }
    assert_eq!(store.audit(0, 100).unwrap().iter().filter(|row| row.what == "see").count(), 2);
}

fn no_log_has_a_secret(place: &Place) {
    let store = place.open();
    let token = Digest::of("token");
    bo(&store);
    store.set_password("Bo", "$argon2id$y", ada(1)).unwrap();
    store.open_session(&token, "Bo", at(100), ada(2)).unwrap();
    store.invite(&token, Role::Reader, at(100), ada(3)).unwrap();
    let log = format!("{:?}", store.audit(0, 100).unwrap());
    assert!(!log.contains("argon2id") && !log.contains(&token.to_string()), "{log}");
    assert!(!format!("{:?}", store.session(&token, at(3)).unwrap()).contains("argon2id"));
}
