//! A story as files.

use crate::places::{Place, ada, article, ferry, note};
use crosswire_model::Decision;

checks!(a_story_is_exported, names_are_safe_and_unlike);

fn a_story_is_exported(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    store.add_article(&story, article("post.html", "<p>x"), ada(1)).unwrap();
    store.add_article(&story, article("courier.txt", "y"), ada(2)).unwrap();
    let decisions = [note("d1", "one\nline"), note("d2", "two")];
    for decision in &decisions {
        store.add_decision(&story, decision, None, ada(3)).unwrap();
    }
    let export = store.export_story(&story).unwrap();
    assert_eq!((export.story.title.as_str(), export.story.revision), ("The ferry", 4));
    let files: Vec<_> = export.files().map(|file| file.unwrap()).collect();
    assert_eq!(files[..2], [("post.html", b"<p>x".to_vec()), ("courier.txt", b"y".to_vec())]);
    let (name, lines) = &files[2];
    let read: Vec<Decision> =
        std::str::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((*name, read), ("decisions.jsonl", decisions.to_vec()));
}

fn names_are_safe_and_unlike(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let given =
        ["a.txt", "A.TXT", "x/a.txt", "../../a.txt", "decisions.jsonl", "C:\\Decisions.jsonl", "", "a-2.txt"];
    for (n, name) in given.iter().enumerate() {
        store.add_article(&story, article(name, &n.to_string()), ada(1)).unwrap();
    }
    let export = store.export_story(&story).unwrap();
    let names: Vec<&str> = export.articles.iter().map(|a| a.file.as_str()).collect();
    let expected = [
        "a.txt",
        "A-2.TXT",
        "a-3.txt",
        "a-4.txt",
        "decisions-2.jsonl",
        "Decisions-3.jsonl",
        "article-e7f6c011776e",
        "a-2-2.txt",
    ];
    assert_eq!(names, expected);
    // The store keeps them as they were given.
    assert_eq!(export.articles[3].article.name, "../../a.txt");
}
