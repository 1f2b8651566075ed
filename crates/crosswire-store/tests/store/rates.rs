//! How many decisions a second are acknowledged, where it is asked for: `CROSSWIRE_RATES=1`, with `--no-capture`.

use crate::places::{Place, Server, Sync, ada, article, ferry, note};
use std::thread;
use std::time::Instant;

/// How many of each are added.
const MANY: usize = 1000;

#[test]
fn rates_are_told_when_asked() {
    if std::env::var_os("CROSSWIRE_RATES").is_none() {
        return;
    }
    tell("SQLite", &Place::file());
    if let Some(server) = Server::start(Sync::Full) {
        tell("PostgreSQL", &server.place());
    }
}

fn tell(name: &str, place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let rate = |what: &str, begun: Instant| {
        println!("{name}: {:.0} {what} a second", MANY as f64 / begun.elapsed().as_secs_f64());
    };
    for threads in [1, 8] {
        let begun = Instant::now();
        thread::scope(|scope| {
            for t in 0..threads {
                let (store, story) = (&store, &story);
                scope.spawn(move || {
                    for n in 0..MANY / threads {
                        let id = format!("{threads}-{t}-{n}");
                        store
                            .add_decision(story, &note(&id, "The number was misread."), None, ada(1))
                            .unwrap();
                    }
                });
            }
        });
        rate(&format!("decisions by {threads} thread(s)"), begun);
    }
    let text =
        |n: usize| format!("article {n}: the ferry sank on Monday, the harbour master said. ").repeat(60);
    let begun = Instant::now();
    let texts: Vec<String> = (0..MANY).map(text).collect();
    for (n, text) in texts.iter().enumerate() {
        let sha256 = store.add_article(&story, article(&n.to_string(), text), ada(1)).unwrap().article.sha256;
        store.set_text(&story, &sha256, &n.to_string(), text, ada(2)).unwrap();
    }
    rate("articles of 4 kB, with their texts,", begun);
    let begun = Instant::now();
    for n in 0..MANY {
        assert!(!store.search(&format!("\"article {n}\""), 20).unwrap().is_empty());
    }
    rate("searches", begun);
    let begun = Instant::now();
    store.verify_audit().unwrap();
    println!("{name}: the log of {} rows verified in {:.0?}", MANY * 4 + 1, begun.elapsed());
    if place.is_file() {
        let bytes = std::fs::metadata(place.path()).unwrap().len();
        println!("{name}: {bytes} bytes");
    }
}
