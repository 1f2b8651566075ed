//! Decisions, and two people who decide at once.

use crate::places::{Place, ada, article, at, ferry, note};
use crosswire_model::{Anchor, ArticleAnchor, Decision, DecisionId, Ruling};
use crosswire_store::{Act, Error};

checks!(
    a_decision_is_kept_word_for_word,
    the_same_decision_is_one,
    another_of_the_same_name_is_refused,
    a_later_decision_is_shown,
    an_article_is_no_conflict,
    a_name_is_needed,
    the_same_name_in_two_stories,
);

fn a_decision_is_kept_word_for_word(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let anchor = Anchor {
        article: ArticleAnchor { path: Some("a.txt".to_owned()), ..ArticleAnchor::default() },
        exact: "landed “84” passengers\u{0}".to_owned(),
        prefix: String::new(),
        suffix: "\n🚢".to_owned(),
        start: Some(3),
        end: None,
    };
    let decision = Decision {
        id: DecisionId("d1".to_owned()),
        by: "Second reader".to_owned(),
        at: at(7),
        why: Some("it's so".to_owned()),
        question: None,
        ruling: Ruling::Confirm { claim: vec![anchor] },
    };
    let kept = store.add_decision(&story, &decision, None, ada(9)).unwrap();
    assert_eq!((kept.seq, kept.revision, kept.kept_by.as_str(), kept.kept_at), (1, 1, "Ada", at(9)));
    assert_eq!(kept.json, serde_json::to_string(&decision).unwrap());
    assert_eq!(kept.decision, decision);
    assert_eq!(place.open().decisions(&story).unwrap(), [kept]);
}

fn the_same_decision_is_one(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let first = store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap();
    store.add_decision(&story, &note("d2", "y"), None, ada(2)).unwrap();
    // Whoever did not hear that it was kept sends it once more, and is told of no conflict.
    let again = store.add_decision(&story, &note("d1", "x"), Some(0), ada(3)).unwrap();
    assert_eq!(again, first);
    assert_eq!(store.story(&story).unwrap().revision, 2);
}

fn another_of_the_same_name_is_refused(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap();
    let error = store.add_decision(&story, &note("d1", "y"), None, ada(2)).unwrap_err();
    assert!(error.is_taken(), "{error}");
    assert_eq!(error.to_string(), "there is another decision called `d1`; nothing was kept");
    assert_eq!(store.decisions(&story).unwrap().len(), 1);
}

fn a_later_decision_is_shown(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    store.add_decision(&story, &note("d1", "seen by both"), None, ada(1)).unwrap();
    let seen = store.story(&story).unwrap().revision;
    let bo = Act::new("Bo", at(2));
    store.add_decision(&story, &note("bo", "one"), Some(seen), bo).unwrap();
    let error = store.add_decision(&story, &note("ada", "other"), Some(seen), ada(3)).unwrap_err();
    assert!(error.is_conflict() && error.hint().is_some(), "{error}");
    let Error::Conflict { since, revision, .. } = error else { unreachable!() };
    assert_eq!(
        since.iter().map(|k| (k.decision.id.0.as_str(), k.kept_by.as_str())).collect::<Vec<_>>(),
        [("bo", "Bo")]
    );
    assert_eq!(store.decisions(&story).unwrap().len(), 2);
    // Whoever has seen it may decide all the same.
    let kept = store.add_decision(&story, &note("ada", "other"), Some(revision), ada(4)).unwrap();
    assert_eq!((kept.seq, kept.revision), (3, 3));
    assert_eq!(store.decisions_since(&story, seen).unwrap().len(), 2);
    store.add_decision(&story, &note("without", "looking"), None, ada(5)).unwrap();
}

fn an_article_is_no_conflict(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    store.add_article(&story, article("a.txt", "x"), ada(1)).unwrap();
    store.add_decision(&story, &note("d1", "x"), Some(0), ada(2)).unwrap();
}

fn a_name_is_needed(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    for name in ["", " ", "a\nb", &"x".repeat(201)] {
        assert!(
            store.add_decision(&story, &note(name, "x"), None, ada(1)).unwrap_err().is_invalid(),
            "{name:?}"
        );
    }
}

fn the_same_name_in_two_stories(place: &Place) {
    let store = place.open();
    for story in [ferry(&store), ferry(&store)] {
        assert_eq!(store.add_decision(&story, &note("d1", "x"), None, ada(1)).unwrap().seq, 1);
    }
}
