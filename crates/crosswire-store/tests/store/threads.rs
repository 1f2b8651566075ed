//! Many at once: nothing is lost, nothing is there twice, and the order does not matter.

use crate::places::{Place, ada, article, ferry, note};
use crosswire_store::{Audited, Error, Store, StoryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::thread;

checks!(
    eight_threads_add,
    two_programs_add,
    each_conflict_is_seen,
    one_name_is_given_once,
    any_interleaving_reads_the_same,
    many_open_a_new_store_at_once,
);

/// What is in a story, without the order in which it was added. Fails the test where the story does not agree with itself.
pub(crate) fn reading(store: &Store, id: &StoryId) -> (BTreeSet<String>, BTreeSet<String>) {
    let (story, articles, decisions) =
        (store.story(id).unwrap(), store.articles(id).unwrap(), store.decisions(id).unwrap());
    let mut revisions: Vec<u64> =
        articles.iter().map(|a| a.revision).chain(decisions.iter().map(|d| d.revision)).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=story.revision).collect::<Vec<_>>(), "each change has a revision of its own");
    let seqs: Vec<u64> = decisions.iter().map(|d| d.seq).collect();
    assert_eq!(seqs, (1..=decisions.len() as u64).collect::<Vec<_>>());
    let bytes = |a: &crosswire_store::Article| String::from_utf8(store.original(&a.sha256).unwrap()).unwrap();
    (articles.iter().map(bytes).collect(), decisions.into_iter().map(|d| d.json).collect())
}

fn eight_threads_add(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    thread::scope(|scope| {
        for t in 0..8 {
            let (store, story) = (&store, &story);
            scope.spawn(move || {
                for n in 0..10 {
                    let name = format!("{t}-{n}");
                    let sha256 =
                        store.add_article(story, article(&name, &name), ada(n)).unwrap().article.sha256;
                    store.set_text(story, &sha256, &name, &format!("word {name}"), ada(n)).unwrap();
                    store.add_decision(story, &note(&name, &name), None, ada(n)).unwrap();
                    // Each reads its own writing, whoever else writes.
                    assert!(store.articles(story).unwrap().iter().any(|a| a.name == name));
                    assert_eq!(store.search(&format!("\"word {name}\""), 5).unwrap().len(), 1);
                }
            });
        }
    });
    let (articles, decisions) = reading(&store, &story);
    assert_eq!((articles.len(), decisions.len()), (80, 80));
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { rows: 241, .. }));
}

fn two_programs_add(place: &Place) {
    let stores = [place.open(), place.open()];
    let story = ferry(&stores[0]);
    thread::scope(|scope| {
        for (t, store) in stores.iter().enumerate() {
            let story = &story;
            scope.spawn(move || {
                for n in 0..30 {
                    let name = format!("{t}-{n}");
                    store.add_article(story, article(&name, &name), ada(n)).unwrap();
                    store.add_decision(story, &note(&name, &name), None, ada(n)).unwrap();
                }
            });
        }
    });
    let (articles, decisions) = reading(&stores[1], &story);
    assert_eq!((articles.len(), decisions.len()), (60, 60));
    assert!(matches!(stores[0].verify_audit().unwrap(), Audited::Whole { rows: 121, .. }));
}

fn each_conflict_is_seen(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    // Each decides on what it has seen, and looks anew when told of others: so it has seen all that came before its own.
    let told: Vec<(u64, usize)> = thread::scope(|scope| {
        let work = |t: usize| {
            let (store, story) = (&store, &story);
            scope.spawn(move || {
                let (mut seen, mut shown) = (0, 0);
                loop {
                    match store.add_decision(story, &note(&t.to_string(), "x"), Some(seen), ada(1)) {
                        Ok(kept) => return (kept.seq, shown),
                        Err(Error::Conflict { revision, since, .. }) => {
                            shown += since.len();
                            seen = revision;
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        };
        let threads: Vec<_> = (0..8).map(work).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (seq, shown) in told {
        assert_eq!(shown as u64, seq - 1);
    }
}

fn one_name_is_given_once(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let kept: usize = thread::scope(|scope| {
        let work = |t: usize| {
            let (store, story) = (&store, &story);
            let decision = note("same", &t.to_string());
            scope.spawn(move || match store.add_decision(story, &decision, None, ada(1)) {
                Ok(_) => 1,
                Err(error) => {
                    assert!(error.is_taken(), "{error}");
                    0
                }
            })
        };
        let threads: Vec<_> = (0..8).map(work).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(kept, 1);
    assert_eq!(store.decisions(&story).unwrap().len(), 1);
}

/// Something that is added: an article, or a decision, by number. The same number is the same thing.
#[derive(Debug, Clone, Copy)]
enum Add {
    Article(u8),
    Decision(u8),
}

fn add(store: &Store, story: &StoryId, add: Add) {
    match add {
        Add::Article(n) => drop(store.add_article(story, article("a", &n.to_string()), ada(1)).unwrap()),
        Add::Decision(n) => {
            drop(store.add_decision(story, &note(&n.to_string(), "x"), None, ada(1)).unwrap())
        }
    }
}

fn any_interleaving_reads_the_same(place: &Place) {
    let adds = prop::collection::vec(
        prop_oneof![(0..12_u8).prop_map(Add::Article), (0..12_u8).prop_map(Add::Decision)],
        1..24,
    );
    let cases = (adds.clone(), adds.prop_shuffle(), prop::collection::vec(0..4_usize, 24));
    let store = place.open();
    let config = Config { failure_persistence: None, cases: 12, max_shrink_iters: 40, ..Config::default() };
    TestRunner::new(config)
        .run(&cases, |(some, others, threads)| {
            let all: Vec<Add> = some.iter().chain(&others).copied().collect();
            let one_by_one = ferry(&store);
            all.iter().for_each(|&one| add(&store, &one_by_one, one));
            let at_once = ferry(&store);
            thread::scope(|scope| {
                for t in 0..4 {
                    let (store, story, all, threads) = (&store, &at_once, &all, &threads);
                    scope.spawn(move || {
                        let own = all.iter().rev().zip(threads.iter().cycle()).filter(|(_, of)| **of == t);
                        own.for_each(|(&one, _)| add(store, story, one));
                    });
                }
            });
            prop_assert_eq!(reading(&store, &one_by_one), reading(&store, &at_once));
            Ok(())
        })
        .unwrap();
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
}

fn many_open_a_new_store_at_once(place: &Place) {
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| ferry(&place.open()));
        }
    });
    assert_eq!(place.open().stories(false).unwrap().len(), 6);
}
