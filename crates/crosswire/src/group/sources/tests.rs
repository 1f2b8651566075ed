//! Tests of who is who: mentions taken apart, bodies told from each other.

use super::mention::{Mention, Pronoun, Reader, body_of};
use super::*;
use crate::annotate::annotate_alone;
use crate::text::read;
use crosswire_lang::ByteRange;

/// Takes a sentence apart whose subject is the mention.
fn mention(sentence: &str, words: &str) -> Mention {
    let document = crate::Document { text: sentence.to_string(), ..Default::default() };
    let article = read(vec![document]).value.remove(0);
    let annotation = annotate_alone(&article);
    let tree = Tree::new(&article, &annotation);
    let (people, outlets) = (People::default(), Outlets::default());
    let start = sentence.find(words).unwrap_or_default();
    Reader { tree, people: &people, outlets: &outlets }.read(ByteRange::new(start, start + words.len()))
}

#[test]
fn a_role_tells_the_body_it_speaks_for() {
    assert_eq!(
        body_of("the Halvik Harbour Office's deputy director").as_deref(),
        Some("Halvik Harbour Office")
    );
    assert_eq!(body_of("Norwegian foreign ministry official").as_deref(), Some("Norwegian foreign ministry"));
    assert_eq!(body_of("senior official from Norway").as_deref(), Some("Norway"));
    assert_eq!(body_of("a fisherman from Norway"), None);
}

#[test]
fn a_body_has_one_key_however_its_name_is_turned() {
    assert_eq!(words_key("Foreign Ministry of Norway"), words_key("Norway's foreign ministry"));
    assert_eq!(words_key("Norwegian Foreign Ministry"), words_key("Norway's foreign ministry"));
    assert_ne!(words_key("Norwegian Foreign Ministry"), words_key("Norwegian Health Ministry"));
}

#[test]
fn mentions_are_taken_apart() {
    assert_eq!(mention("Yesterday he said it sank.", "he"), Mention::Pronoun(Pronoun::He));
    assert!(
        matches!(mention("President Ada Holm said the ferry sank.", "President Ada Holm"), Mention::Person { name, .. } if name == "Ada Holm")
    );
    assert!(
        matches!(mention("Ada Holm, a harbour official, said the ferry sank.", "Ada Holm, a harbour official"), Mention::Person { name, role: Some(_), .. } if name == "Ada Holm")
    );
    let one = mention("Smith said the ferry sank.", "Smith");
    assert!(matches!(one, Mention::Person { .. } | Mention::Body { .. }), "{one:?}");
    assert!(matches!(
        mention("The Halvik Times said the ferry sank.", "The Halvik Times"),
        Mention::Body { kind: SourceKind::Outlet, .. }
    ));
    assert!(matches!(
        mention("Iran said the ferry sank.", "Iran"),
        Mention::Body { kind: SourceKind::Organisation, .. }
    ));
    let officials = "officials familiar with the rescue";
    assert!(matches!(
        mention("On Monday officials familiar with the rescue said it sank.", officials),
        Mention::Unnamed { .. }
    ));
    assert!(matches!(mention("Then the ministry said it sank.", "the ministry"), Mention::Definite { .. }));
}
