//! Who is hidden, and that nothing of the name is left.

use crate::{Brief, Document, Model};
use crosswire_model::{ArticleId, Ledger};
use serde_json::Value;
use std::collections::BTreeMap;

/// Articles about a fire, by file name.
const FIRE: [(&str, &str); 3] = [
    (
        "tom-ashby.txt",
        "A fire in the Torvik cannery killed two people on Wednesday, the mayor, Ute Brandl, said. “Everything is gone,” said \
         neighbour Tom Ashby, 41. Ashby’s daughter Lina was taken to hospital. Police inspector Kari Vik is looking for a \
         witness. TOM ASHBY had called the fire brigade.",
    ),
    (
        "post.txt",
        "Two people died in a fire at the Torvik cannery, Ute Brandl said on Thursday. Tom Ashby, who lives next door, told \
         the Orlund Post that “Lina is alive”. The dead are Signe Moe and Arne Moe. Signe Moe was 19.",
    ),
    (
        "times.txt",
        "The blaze at the cannery was put out at dawn, said Ivar Solheim, who heads the fire brigade. Mr Ashby thanked him. \
         Brandl called it a black day.",
    ),
];

fn made(articles: &[(&str, &str)], hide: bool) -> Brief {
    let document = |(path, text): &(&str, &str)| {
        let mut document = Document::from_text(*path, *text).outlet("Orlund Post");
        document.url = Some(format!("https://orlund.example/news/{}", path.replace(".txt", "-speaks")));
        document.title = text.split(", ").next().map(str::to_owned);
        document
    };
    let model = Model::builtin().expect("the model is sound");
    Brief::builder().documents(articles.iter().map(document)).hide_private(hide).build(&model).value
}

/// All that a ledger and its texts hold, in small letters.
fn all(brief: &Brief) -> String {
    let ledger = serde_json::to_string(&brief.ledger).expect("a ledger can be written");
    brief.texts.values().fold(ledger, |all, text| all + "\n" + text).to_lowercase()
}

/// The texts in which names were hidden.
fn texts(articles: &[(&str, &str)]) -> String {
    made(articles, true).texts.into_values().collect::<Vec<_>>().join("\n")
}

#[test]
fn private_persons_are_hidden_and_officials_stay() {
    let all = all(&made(&FIRE, true));
    for name in ["ashby", "lina", "signe", "arne", "moe"] {
        assert!(!all.contains(name), "{name} is left: {all}");
    }
    for name in ["ute brandl", "kari vik", "ivar solheim", "torvik", "orlund post", "[person 1]"] {
        assert!(all.contains(name), "{name} is gone: {all}");
    }
}

#[test]
fn one_person_has_one_number_everywhere() {
    let all = texts(&FIRE);
    assert!(all.contains("neighbour [person 1], 41. [person 1]’s daughter"), "{all}");
    assert!(all.contains("Mr [person 1] thanked"), "{all}");
    assert!(all.contains("[person 1] had called"), "{all}");
    assert_eq!(made(&FIRE, true).ledger, made(&FIRE, true).ledger);
}

#[test]
fn who_shares_a_name_is_told_apart_or_not_named() {
    let both = [(
        "a.txt",
        "The mayor, Ute Brandl, opened the bridge. Her cousin Nils Brandl fell from it. Brandl was taken to hospital.",
    )];
    let text = texts(&both);
    assert!(text.contains("Ute Brandl, opened"), "{text}");
    assert!(!text.contains("Nils"), "{text}");
    assert!(text.contains("[a person] was taken"), "{text}");
    let titled =
        [("c.txt", "Mayor Ute Brandl and her cousin Nils Brandl came. Mayor Brandl spoke of a happy day.")];
    assert!(texts(&titled).contains("Mayor Brandl spoke"), "{}", texts(&titled));
    let apart =
        [both[0], ("b.txt", "The mayor, Ute Brandl, came late. Brandl spoke of a happy day for the town.")];
    assert!(texts(&apart).contains("Brandl spoke of"), "{}", texts(&apart));
}

#[test]
fn a_month_and_a_place_keep_their_names() {
    let text = texts(&[(
        "a.txt",
        "Ida May and Ola Torvik were hurt when a bus hit a wall in Torvik on 5 May, police said. The wall at Torvik is old. \
         Torvik has two such walls.",
    )]);
    assert!(text.contains("in Torvik on 5 May"), "{text}");
    assert!(!text.contains("Ida") && !text.contains("Ola"), "{text}");
}

/// Every span lies in its article's text, and holds the words that stand beside it.
fn check(value: &Value, article: Option<&str>, texts: &BTreeMap<ArticleId, String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| check(value, article, texts)),
        Value::Object(fields) => {
            let named = |field: &str| fields.get(field).and_then(Value::as_str);
            let own = named("id").filter(|_| fields.contains_key("sha256"));
            let article = own.or(named("article")).or(article);
            let number = |field: &str| fields.get(field).and_then(Value::as_u64).map(|n| n as usize);
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let id = ArticleId(article.expect("a span belongs to an article").to_owned());
                let words: String = texts[&id].chars().skip(start).take(end - start).collect();
                assert_eq!(words.chars().count(), end - start);
                assert!(
                    named("text").is_none_or(|text| text == words),
                    "{words:?} is not {:?}",
                    named("text")
                );
            }
            fields.values().for_each(|value| check(value, article, texts));
        }
        _ => {}
    }
}

#[test]
fn spans_are_those_of_the_texts_that_are_shown() {
    for hide in [false, true] {
        let brief = made(&FIRE, hide);
        check(&serde_json::to_value(&brief.ledger).expect("a ledger can be written"), None, &brief.texts);
        assert_eq!(brief.ledger.statements.len(), made(&FIRE, false).ledger.statements.len());
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let Ledger { sources, statements, claims, origins, .. } = made(&FIRE, true).ledger;
    let known = |id| sources.iter().any(|s| s.id == id);
    assert!(statements.iter().filter_map(|s| s.source.clone()).all(known));
    assert!(origins.iter().all(|o| known(o.source.clone())));
    assert!(statements.iter().flat_map(|s| &s.claims).all(|id| claims.iter().any(|c| c.id == *id)));
    assert!(claims.iter().flat_map(|c| &c.origins).all(|id| origins.iter().any(|o| o.id == *id)));
}
