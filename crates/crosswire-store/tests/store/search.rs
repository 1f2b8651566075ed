//! Search: the same is found in both databases.

use crate::places::{Place, ada, article, ferry};
use crosswire_store::{Digest, Piece, Store, StoryId};

checks!(
    words_are_found,
    a_passage_is_shown,
    a_text_is_replaced,
    archived_stories_are_left_out,
    the_last_added_comes_first,
    large_texts_are_kept,
);

/// Title and text of articles, by which the tests call them.
pub(crate) const TEXTS: [(&str, &str); 6] = [
    ("ferry", "The ferry MS Halvik sank on Monday. “84 passengers landed”, the harbour master said."),
    ("truce", "A cease-fire was agreed; the ceasefire line is O'Brien's. Don't cross it."),
    ("accents", "Zoë Çelik met the Łódź élite in a cafe\u{301} on Straße 3.5"),
    ("sql", "DROP TABLE stories; SELECT * FROM users WHERE name = 'x' OR 1=1 -- NOT near AND OR"),
    ("order", "passengers 84, monday: on sank"),
    ("greek", "Ο ΠΛΟΙΑΡΧΟΣ είδε το πλοίο. Паром затонул. العبارة غرقت"),
];

/// Keeps a text, and gives the article's name.
pub(crate) fn keep(store: &Store, story: &StoryId, title: &str, text: &str) -> Digest {
    let sha256 = store.add_article(story, article(title, text), ada(1)).unwrap().article.sha256;
    store.set_text(story, &sha256, title, text, ada(2)).unwrap();
    sha256
}

/// The titles that a query finds.
pub(crate) fn titles(store: &Store, query: &str) -> Vec<String> {
    store.search(query, 50).unwrap().into_iter().map(|hit| hit.title).collect()
}

fn words_are_found(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    for (title, text) in TEXTS {
        keep(&store, &story, title, text);
    }
    let check = |query: &str, expected: &[&str]| {
        let mut found = titles(&store, query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    };
    // Case and accents.
    check("FERRY", &["ferry"]);
    check("zoe celik", &["accents"]);
    check("ZOË ÇELİK", &["accents"]);
    check("lodz elite café", &["accents"]);
    check("strasse", &["accents"]);
    check("Πλοίαρχος", &["greek"]);
    check("ПАРОМ العبارة", &["greek"]);
    // Hyphens and apostrophes.
    check("cease-fire", &["truce"]);
    check("cease fire", &["truce"]);
    check("ceasefire", &["truce"]);
    check("fire-cease", &[]);
    check("o’brien", &["truce"]);
    check("don't", &["truce"]);
    check("3.5", &["accents"]);
    // All words, in any order; whole words.
    check("monday sank", &["ferry", "order"]);
    check("monday sank harbour", &["ferry"]);
    check("monday sank nowhere", &[]);
    check("harb", &[]);
    // Phrases.
    check("\"sank on monday\"", &["ferry"]);
    check("“84 passengers”", &["ferry"]);
    check("\"84 passengers\" \"harbour master\"", &["ferry"]);
    check("\"monday sank\"", &[]);
    check("\"passengers 84", &["ferry", "order"]);
    // Nothing is an operator.
    check("ferry OR truce", &[]);
    check("NOT ferry", &[]);
    check("near AND not or", &["sql"]);
    check("ferry*", &["ferry"]);
    check("title:ferry", &[]);
    check("^ferry", &["ferry"]);
    check("(ferry", &["ferry"]);
    check("ferry & !sank | <-> :*", &["ferry"]);
    check("'; DROP TABLE stories; --", &["sql"]);
    check("' OR 1=1 --", &["sql"]);
    check("\\ferry\\ 'ferry'' ferry", &["ferry"]);
    check("ferry\0ms", &["ferry"]);
    // Titles are searched, too.
    check("accents", &["accents"]);
    // Nothing finds nothing.
    for query in ["", "   ", "\"\"", "*", "-- ;", "\"", "\u{301}", "🚢"] {
        check(query, &[]);
    }
    let long = "ferry ".repeat(5000);
    check(&long, &["ferry"]);
    let many: Vec<String> = (0..500).map(|n| format!("w{n}")).collect();
    check(&many.join(" "), &[]);
}

fn a_passage_is_shown(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let text =
        format!("{}The Fähre “Halvik” sank & <b>burnt</b>. {}", "é word ".repeat(50), "later ".repeat(50));
    let sha256 = keep(&store, &story, "passage", &text);
    let hits = store.search("\"FAHRE Halvik\" burnt", 10).unwrap();
    let hit = &hits[0];
    assert_eq!((hit.story.clone(), hit.sha256, hit.places), (story.clone(), sha256, 2));
    let found: Vec<&str> = hit.pieces.iter().filter(|p| p.found).map(|p| p.text.as_str()).collect();
    assert_eq!(found, ["Fähre “Halvik", "burnt"]);
    let shown: String = hit.pieces.iter().map(|p| p.text.as_str()).collect();
    let expected: String = text.chars().skip(hit.start).take(hit.end - hit.start).collect();
    assert_eq!(shown, expected);
    assert!(
        shown.starts_with("word é word é word é word The") || shown.contains("word The Fähre"),
        "{shown}"
    );
    assert!(shown.contains("& <b>burnt</b>"), "it is text: {shown}");
    // Where only the title says it, the text's beginning is shown.
    let hit = store.search("passage", 10).unwrap().remove(0);
    assert_eq!((hit.start, hit.pieces.len(), hit.places), (0, 1, 1));
    assert!(!hit.pieces[0].found);
    // Two words that stand side by side.
    keep(&store, &story, "t", "alpha beta");
    let hit = store.search("beta alpha", 10).unwrap().remove(0);
    let piece = |text: &str, found| Piece { text: text.to_owned(), found };
    assert_eq!(hit.pieces, [piece("alpha", true), piece(" ", false), piece("beta", true)]);
    // An empty text.
    keep(&store, &story, "nothing", "");
    assert!(store.search("nothing", 10).unwrap()[0].pieces.is_empty());
}

fn a_text_is_replaced(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let sha256 = keep(&store, &story, "a", "the ferry sank");
    keep(&store, &story, "b", "the ferry landed");
    store.set_text(&story, &sha256, "a", "the ship sank\0today", ada(3)).unwrap();
    assert_eq!(store.text(&story, &sha256).unwrap().as_deref(), Some("the ship sank today"));
    assert_eq!(
        (titles(&store, "ferry"), titles(&store, "ship")),
        (vec!["b".to_owned()], vec!["a".to_owned()])
    );
    let rows = store.audit(0, 100).unwrap().len();
    store.set_text(&story, &sha256, "a", "the ship sank\0today", ada(4)).unwrap();
    assert_eq!(store.audit(0, 100).unwrap().len(), rows, "the same text once more changes nothing");
    assert!(store.set_text(&story, &Digest::of("none"), "x", "y", ada(5)).unwrap_err().not_found());
    assert_eq!(store.text(&story, &Digest::of("none")).unwrap(), None);
}

fn archived_stories_are_left_out(place: &Place) {
    let store = place.open();
    let (kept, away) = (ferry(&store), ferry(&store));
    for story in [&kept, &away] {
        keep(&store, story, "t", "the ferry sank");
    }
    store.archive_story(&away, true, ada(3)).unwrap();
    let found: Vec<_> = store.search("ferry", 10).unwrap().into_iter().map(|hit| hit.story).collect();
    assert_eq!(found, [kept]);
}

fn the_last_added_comes_first(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    for n in 0..12 {
        keep(&store, &story, &format!("t{n}"), &format!("ferry {n}"));
    }
    let found: Vec<_> = store.search("ferry", 3).unwrap().into_iter().map(|hit| hit.title).collect();
    assert_eq!(found, ["t11", "t10", "t9"]);
    assert!(store.search("ferry", 0).unwrap().is_empty());
}

fn large_texts_are_kept(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let many: Vec<String> = (0..400_000).map(|n| format!("w{n}")).collect();
    keep(&store, &story, "many", &many.join(" "));
    keep(&store, &story, "long", &"x".repeat(3_000_000));
    assert_eq!(titles(&store, "w7 \"w1000 w1001\""), ["many"]);
    assert_eq!(titles(&store, &"x".repeat(100)), ["long"]);
}
