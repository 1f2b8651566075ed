//! Articles and their originals.

use crate::places::{Place, ada, article, at, ferry};
use crosswire_store::{Digest, NewArticle};

checks!(
    an_article_is_kept,
    the_same_bytes_are_one,
    one_original_in_two_stories,
    versions_of_an_address_are_kept,
    any_bytes_come_back,
    a_damaged_original_is_told,
);

fn an_article_is_kept(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let new = NewArticle {
        bytes: b"<p>The ferry sank.</p>",
        name: "post.html",
        outlet: Some("Halvik Post"),
        url: Some("https://halvik-post.example/1"),
        published: Some("2025-10-01"),
    };
    let added = store.add_article(&story, new, ada(5)).unwrap();
    assert!(added.new);
    let kept = place.open().article(&story, &Digest::of(new.bytes)).unwrap();
    assert_eq!(kept, added.article);
    assert_eq!((kept.size, kept.revision, kept.name.as_str()), (22, 1, "post.html"));
    assert_eq!((kept.outlet.as_deref(), kept.url.as_deref()), (new.outlet, new.url));
    assert_eq!((kept.published.as_deref(), kept.added_by.as_str()), (new.published, "Ada"));
    assert_eq!(kept.added_at, at(5));
    assert_eq!(store.original(&kept.sha256).unwrap(), new.bytes);
    assert!(store.original(&Digest::of("other")).unwrap_err().not_found());
    assert!(store.article(&story, &Digest::of("other")).unwrap_err().not_found());
}

fn the_same_bytes_are_one(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let first = store.add_article(&story, article("a.txt", "same"), ada(1)).unwrap();
    let second = store.add_article(&story, article("b.txt", "same"), ada(2)).unwrap();
    assert_eq!((second.new, second.article), (false, first.article));
    assert_eq!(store.articles(&story).unwrap().len(), 1);
    assert_eq!(store.story(&story).unwrap().revision, 1);
}

fn one_original_in_two_stories(place: &Place) {
    let store = place.open();
    for story in [ferry(&store), ferry(&store)] {
        assert!(store.add_article(&story, article("a.txt", "same"), ada(1)).unwrap().new);
    }
    assert_eq!(place.count("SELECT count(*) FROM originals"), 1);
}

fn versions_of_an_address_are_kept(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    for text in ["84 passengers", "86 passengers"] {
        let new = NewArticle { url: Some("https://halvik-post.example/1"), ..article("post.txt", text) };
        store.add_article(&story, new, ada(1)).unwrap();
    }
    let names: Vec<_> = store.articles(&story).unwrap().into_iter().map(|a| (a.name, a.revision)).collect();
    assert_eq!(names, [("post.txt".to_owned(), 1), ("post.txt".to_owned(), 2)]);
}

fn any_bytes_come_back(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let every: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    for bytes in [&[][..], &[0], &every] {
        let new = NewArticle { bytes, ..article("a", "") };
        let kept = store.add_article(&story, new, ada(1)).unwrap().article;
        assert_eq!(store.original(&kept.sha256).unwrap(), bytes);
    }
}

fn a_damaged_original_is_told(place: &Place) {
    let store = place.open();
    let story = ferry(&store);
    let a = store.add_article(&story, article("a.txt", "one"), ada(1)).unwrap().article.sha256;
    let b = store.add_article(&story, article("b.txt", "two"), ada(1)).unwrap().article.sha256;
    place.tell(&format!(
        "UPDATE originals SET packed = (SELECT packed FROM originals WHERE sha256 = '{b}') WHERE sha256 = '{a}'"
    ));
    let error = store.original(&a).unwrap_err();
    assert!(error.is_broken() && error.to_string().contains(&a.to_string()), "{error}");
    let folder = tempfile::tempdir().unwrap();
    assert!(store.backup(&folder.path().join("b.zip"), at(1)).unwrap_err().is_broken());
    assert_eq!(store.original(&b).unwrap(), b"two");
}
