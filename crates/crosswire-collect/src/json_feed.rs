//! JSON Feed, versions 1 and 1.1, and what comes near it.

use crate::dates;
use crate::listing::{Item, Listing, SUMMARY, TEXT, TITLE, line, without_tags};
use serde_json::{Map, Value};

/// Reads a feed; what has a wrong type is passed over, of a feed that ends early the items before that are read.
pub(crate) fn read(text: &str) -> Result<Listing, String> {
    let mut listing = Listing::default();
    let (feed, items) = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(mut feed)) => {
            let items = feed.remove("items");
            (feed, items)
        }
        Ok(_) => return Err("it is JSON, and no JSON Feed".to_owned()),
        Err(error) => {
            let items = begun(text).ok_or_else(|| format!("it is no JSON: {error}"))?;
            listing.words.push(format!("its JSON is broken ({error}); what stands before that is read"));
            (Map::new(), Some(Value::Array(items)))
        }
    };
    listing.title = words(feed.get("title"), TITLE);
    let own = authors(&feed);
    let items = match items {
        Some(Value::Array(items)) => items,
        Some(_) => return Err("its `items` are no list".to_owned()),
        None => return Err("it is JSON, and no JSON Feed: it has no `items`".to_owned()),
    };
    let (mut odd, mut wrong) = (0, 0);
    for item in &items {
        let Value::Object(item) = item else {
            odd += 1;
            continue;
        };
        for (key, value) in item {
            let text = matches!(
                key.as_str(),
                "url"
                    | "external_url"
                    | "title"
                    | "summary"
                    | "content_html"
                    | "content_text"
                    | "date_published"
            );
            wrong += usize::from(text && !value.is_string() && !value.is_null());
        }
        let html = item.get("content_html").and_then(Value::as_str).map(str::to_owned);
        let plain = || item.get("content_text").and_then(Value::as_str).map(crate::xml_feed::as_html);
        let date = |key: &str| item.get(key).and_then(Value::as_str).and_then(dates::parse);
        // A feed that links to another's article names it so.
        let link = ["url", "external_url", "id"].iter().find_map(|key| {
            let link = words(item.get(*key), usize::MAX)?;
            (*key != "id" || link.starts_with("http")).then_some(link)
        });
        listing.items.push(Item {
            link,
            base: None,
            id: words(item.get("id"), TITLE),
            title: words(item.get("title"), TITLE),
            published: date("date_published"),
            updated: date("date_modified"),
            publisher: None,
            author: authors(item).or_else(|| own.clone()),
            summary: words(item.get("summary"), SUMMARY).and_then(|s| line(&without_tags(&s), SUMMARY)),
            text: html.or_else(plain).filter(|text| text.len() <= TEXT),
        });
    }
    if odd > 0 {
        listing.words.push(format!("{odd} items are no objects and were passed over"));
    }
    if wrong > 0 {
        listing.words.push(format!("{wrong} fields have a wrong type and were passed over"));
    }
    Ok(listing)
}

/// The names of the authors, of version 1.1 or 1.
fn authors(of: &Map<String, Value>) -> Option<String> {
    let name = |author: &Value| words(author.get("name"), TITLE);
    let many = of.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let names: Vec<String> = many.iter().take(20).chain(of.get("author")).filter_map(name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// A text, or a number in the place of one.
fn words(value: Option<&Value>, most: usize) -> Option<String> {
    match value? {
        Value::String(text) => line(text, most),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The whole items at the beginning of a feed that is cut off or broken.
fn begun(text: &str) -> Option<Vec<Value>> {
    let (_, after) = text.split_once("\"items\"")?;
    let mut rest = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let mut items = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => items.push(value),
            _ => return Some(items),
        }
        rest = &rest[values.byte_offset()..];
    }
}
