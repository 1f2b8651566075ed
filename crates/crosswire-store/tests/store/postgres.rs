//! All checks on a server, and that both databases find and keep the same.

use crate::places::{Place, Server, Sync, ferry};
use crate::search::{TEXTS, keep};
use crate::{
    articles, audit, backup, decisions, export, hostile, old, search, stories, threads, trouble, users,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One test, for a server takes a while to start.
#[test]
fn all_checks_on_a_server() {
    let Some(server) = Server::start(Sync::Off) else { return };
    let all = [
        ("stories", stories::ALL),
        ("articles", articles::ALL),
        ("decisions", decisions::ALL),
        ("search", search::ALL),
        ("users", users::ALL),
        ("audit", audit::ALL),
        ("backup", backup::ALL),
        ("export", export::ALL),
        ("threads", threads::ALL),
        ("hostile", hostile::ALL),
        ("trouble", trouble::ALL),
        ("old", old::ALL),
    ];
    let mut failed = Vec::new();
    for (of, checks) in all {
        for (name, check) in checks {
            let place = server.place();
            if catch_unwind(AssertUnwindSafe(|| check(&place))).is_err() {
                failed.push(format!("{of}::{name}"));
            }
        }
    }
    assert!(failed.is_empty(), "on PostgreSQL: {failed:?}");
    backup::across(&Place::file(), &server.place());
    backup::across(&server.place(), &Place::file());
    the_same_is_found(&server.place());
}

/// Queries made of pieces of the texts, of marks and of operators.
fn the_same_is_found(place: &Place) {
    let stores = [place.open(), Place::file().open()];
    for store in &stores {
        let story = ferry(store);
        for (title, text) in TEXTS {
            keep(store, &story, title, text);
        }
    }
    let marks =
        ["\"", "“", "'", "-", "*", "AND", "&", "|", "!", "(", ":*", "\\", "NEAR(", "^", "--", "\u{301}"];
    let (mut state, mut found) = (7_usize, 0);
    for n in 0..600 {
        let pieces: Vec<&str> = TEXTS[n % TEXTS.len()].1.split(' ').chain(marks).collect();
        let mut query = String::new();
        for _ in 0..=n % 4 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            query += pieces[(state >> 33) % pieces.len()];
            query += if state >> 62 == 0 { "" } else { " " };
        }
        let [a, b] = [&stores[0], &stores[1]].map(|store| store.search(&query, 50).unwrap());
        assert_eq!(a, b, "{query}");
        found += a.len();
    }
    assert!(found > 200, "many queries find something: {found}");
}
