//! Any text through the whole pipeline, as one to three articles. The first two bytes choose how many, what is known
//! of them, and whether private persons are hidden; a NUL ends an article.

#![no_main]

use crosswire::{Brief, Document, Model};
use crosswire_model::{Basis, Ledger};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::collections::BTreeMap;

fuzz_target!(|bytes: &[u8]| {
    let [flags, body, bytes @ ..] = bytes else { return };
    let text = String::from_utf8_lossy(bytes);
    let documents: Vec<Document> = text
        .splitn(1 + usize::from(flags % 3), '\0')
        .enumerate()
        .map(|(i, text)| {
            let set = |bit: u8| flags & bit != 0;
            Document {
                path: format!("{i}.txt"),
                text: text.to_owned(),
                body: if i == 0 { usize::from(*body).min(text.len()) } else { 0 },
                outlet: set(4).then(|| ["The Ardal Times", "Coast Courier", "Skerri"][i].to_owned()),
                title: set(8).then(|| text.lines().next().unwrap_or_default().to_owned()),
                published: set(16).then(|| (jiff::civil::date(2031, 3, 1 + i as i8), Basis::Metadata)),
                ..Document::default()
            }
        })
        .collect();
    let reversed: Vec<Document> = documents.iter().rev().cloned().collect();

    let model = Model::builtin().expect("the model is sound");
    let hide = flags & 32 != 0;
    let brief = |documents| Brief::builder().documents(documents).hide_private(hide).build(&model).value;
    let made = brief(documents);
    let texts: BTreeMap<&str, Vec<char>> =
        made.texts.iter().map(|(id, text)| (id.0.as_str(), text.chars().collect())).collect();
    let json = serde_json::to_value(&made.ledger).expect("a ledger can be written");
    check(&json, None, &texts);
    let read: Ledger = serde_json::from_value(json).expect("and read back");
    assert!(read == made.ledger, "a ledger is read back as it was written");
    assert!(brief(reversed) == made, "the order of the documents makes no difference");
});

/// Every span lies in its article's text, and holds the words that stand beside it.
fn check(value: &Value, article: Option<&str>, texts: &BTreeMap<&str, Vec<char>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| check(value, article, texts)),
        Value::Object(fields) => {
            let named = |field: &str| fields.get(field).and_then(Value::as_str);
            // Within an entry of `articles` spans count in the article itself.
            let own = named("id").filter(|_| fields.contains_key("sha256"));
            let article = own.or(named("article")).or(article);
            let number = |field: &str| fields.get(field).and_then(Value::as_u64);
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let text = &texts[article.expect("a span belongs to an article")];
                assert!(start <= end && end as usize <= text.len(), "{start}..{end} of {}", text.len());
                let words: String = text[start as usize..end as usize].iter().collect();
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
