//! Stories.

use crate::places::{Place, ada, article, at, ferry, note};
use crosswire_store::StoryId;

checks!(
    a_story_is_kept,
    stories_are_listed,
    a_story_is_renamed_and_archived,
    a_revision_counts,
    none_is_not_found
);

fn a_story_is_kept(place: &Place) {
    let made = place.open().create_story("The ferry", ada(0)).unwrap();
    assert_eq!((made.title.as_str(), made.created_by.as_str(), made.created_at), ("The ferry", "Ada", at(0)));
    assert_eq!((made.archived, made.revision, made.articles, made.decisions), (false, 0, 0, 0));
    assert_eq!(place.open().story(&made.id).unwrap(), made);
    assert_eq!(place.open().created_by().unwrap().as_deref(), Some("crosswire 0.1.0"));
    assert_eq!(place.open().schema_version(), 1);
}

fn stories_are_listed(place: &Place) {
    let store = place.open();
    // The same title, person and time: two stories all the same.
    let titles = [("b", 1), ("a", 2), ("a", 2), ("c", 0)];
    let made = titles.map(|(title, seconds)| store.create_story(title, ada(seconds)).unwrap());
    let listed = store.stories(false).unwrap();
    assert_eq!(listed.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["a", "a", "b", "c"]);
    assert_ne!(made[1].id, made[2].id);
    store.archive_story(&made[0].id, true, ada(3)).unwrap();
    assert_eq!((store.stories(false).unwrap().len(), store.stories(true).unwrap().len()), (3, 4));
}

fn a_story_is_renamed_and_archived(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    assert_eq!(store.rename_story(&story, "The ship", ada(1)).unwrap().title, "The ship");
    assert!(store.archive_story(&story, true, ada(2)).unwrap().archived);
    store.add_decision(&story, &note("d1", "kept as before"), None, ada(3)).unwrap();
    let story = store.archive_story(&story, false, ada(4)).unwrap();
    assert_eq!((story.archived, story.title.as_str(), story.decisions), (false, "The ship", 1));
}

fn a_revision_counts(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let first = store.add_article(&story, article("a.txt", "one"), ada(1)).unwrap().article;
    let second = store.add_decision(&story, &note("d1", "two"), None, ada(2)).unwrap();
    let third = store.add_article(&story, article("b.txt", "three"), ada(3)).unwrap().article;
    assert_eq!((first.revision, second.revision, third.revision), (1, 2, 3));
    let story = store.story(&story).unwrap();
    assert_eq!((story.revision, story.articles, story.decisions), (3, 2, 1));
}

fn none_is_not_found(place: &Place) {
    let store = place.open();
    let none = StoryId("s0".to_owned());
    assert!(store.story(&none).unwrap_err().not_found());
    assert!(store.articles(&none).unwrap_err().not_found());
    assert!(store.decisions(&none).unwrap_err().not_found());
    assert!(store.rename_story(&none, "x", ada(0)).unwrap_err().not_found());
    assert!(store.add_article(&none, article("a", "b"), ada(0)).unwrap_err().not_found());
    assert!(store.add_decision(&none, &note("d", "x"), None, ada(0)).unwrap_err().not_found());
    let error = store.export_story(&none).unwrap_err();
    assert_eq!(error.to_string(), "there is no story `s0`");
    assert!(store.audit(0, 10).unwrap().is_empty(), "what was refused leaves no trace");
}
