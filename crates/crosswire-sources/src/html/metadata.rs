//! What a page says about its article: JSON-LD first, then meta tags, then the page's title.

use super::Page;
use crate::dates;
use crosswire_model::Basis;
use dom_smoothie::Readability;
use jiff::civil::Date;
use serde_json::Value;

/// What `page`, found at `url`, says about its article; no text yet. `html` is the page as it stands.
pub(super) fn page(page: &Readability, html: &str, url: Option<&str>) -> Page {
    // The crate's own JSON-LD reader knows neither `@graph` nor lists of authors.
    let linked = json_ld(page);
    let meta = page.get_article_metadata(None);
    let url = url.map(str::to_owned).or_else(|| own_address(page)).or_else(|| saved_from(html));
    let written = [linked.published, meta.published_time, page_time(page)];
    let published = written.into_iter().flatten().find_map(|written| dates::parse(&written));
    let published = published.or_else(|| shown(page));
    let published = published
        .map(|date| (date, Basis::Metadata))
        .or_else(|| Some((dates::in_url(url.as_deref()?)?, Basis::Url)));
    let changed = [linked.modified, page_change(page)].into_iter().flatten();
    let as_of = changed.filter_map(|written| dates::moment(&written)).next();
    Page {
        text: String::new(),
        title: linked.title.or_else(|| clean(&meta.title)),
        outlet: meta.site_name.as_deref().and_then(clean).or(linked.outlet),
        author: linked.author.or_else(|| meta.byline.as_deref().and_then(clean)),
        url,
        as_of,
        published,
    }
}

/// White space run together; `None` where nothing is left, or a byline is an address.
fn clean(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && !text.starts_with("http")).then_some(text)
}

fn own_address(page: &Readability) -> Option<String> {
    let attribute = |selector: &str, name: &str| page.doc.select_single(selector).attr(name);
    [("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")].into_iter().find_map(
        |(at, name)| {
            let address = attribute(at, name)?.trim().to_owned();
            (address.starts_with("http://") || address.starts_with("https://")).then_some(address)
        },
    )
}

/// Where browsers and their extensions say that they had a page from: `<!-- saved from url=(0024)https://… -->`, and “url: https://…”
/// in the first comment.
fn saved_from(html: &str) -> Option<String> {
    let (_, comment) = html[..html.floor_char_boundary(4096)].split_once("<!--")?;
    let comment = comment.split("-->").next()?;
    let (_, after) = comment.split_once("saved from url=(").or_else(|| comment.split_once("url:"))?;
    let address = &after[after.find("http")?..];
    let address = address.split(|c: char| c.is_whitespace() || c == '"').next()?;
    (address.starts_with("http://") || address.starts_with("https://")).then(|| address.to_owned())
}

/// Whether crosswire wrote the page.
pub(super) fn is_own(page: &Readability) -> bool {
    let generator = page.doc.select_single("meta[name=generator]").attr("content");
    generator.is_some_and(|by| by.starts_with("crosswire "))
}

/// Dates that sites put elsewhere. A `<time>` counts only where it says that it is the article's.
fn page_time(page: &Readability) -> Option<String> {
    [
        ("meta[property='article:published_time']", "content"),
        ("meta[itemprop=datePublished]", "content"),
        ("time[itemprop=datePublished]", "datetime"),
        ("meta[name=date]", "content"),
        ("meta[name=pubdate]", "content"),
        ("meta[name='parsely-pub-date']", "content"),
        ("meta[name='DC.date.issued']", "content"),
    ]
    .into_iter()
    .find_map(|(at, name)| page.doc.select_single(at).attr(name).map(|value| value.to_string()))
}

/// When a page says outside JSON-LD that it was last changed.
fn page_change(page: &Readability) -> Option<String> {
    [
        ("meta[property='article:modified_time']", "content"),
        ("meta[property='og:updated_time']", "content"),
        ("meta[itemprop=dateModified]", "content"),
        ("time[itemprop=dateModified]", "datetime"),
    ]
    .into_iter()
    .find_map(|(at, name)| page.doc.select_single(at).attr(name).map(|value| value.to_string()))
}

/// The day that the first `<time>` of the article shows, where its words give one that is not of a change: “5 May 2031 06:57 |
/// Updated 9 May 2031”. Its attribute counts only if it is not said to be of a change.
fn shown(page: &Readability) -> Option<Date> {
    let time = page.doc.select("article time, main time").iter().next()?;
    let text = time.text().replace(['|', '·', '•', '–', '—', '('], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let changed = |word: &str| {
        let word = word.trim_end_matches(':').to_lowercase();
        matches!(word.as_str(), "updated" | "update" | "modified" | "edited" | "changed" | "corrected")
    };
    let first = words.iter().take_while(|word| !changed(word)).count();
    let dates = words[..first].windows(3).map(|words| words.join(" "));
    let written = dates.chain(words[..first].iter().map(|&word| word.to_owned()));
    let written = written.into_iter().find_map(|date| dates::parse(date.trim_end_matches([',', '.'])));
    let change =
        time.attr("itemprop").is_some_and(|of| of.to_lowercase().contains("modified")) || first < words.len();
    let machine = || dates::parse(&time.attr("datetime").filter(|_| !change)?);
    written.or_else(machine)
}

#[derive(Default)]
struct Linked {
    title: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    published: Option<String>,
    modified: Option<String>,
}

/// The first article that the page's JSON-LD describes.
fn json_ld(page: &Readability) -> Linked {
    let mut found = Linked::default();
    for script in page.doc.select("script[type='application/ld+json']").iter() {
        let text = script.text();
        // Deep nesting is an error of serde_json's, no overflow.
        let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
        let Some(article) = article(&value) else { continue };
        found.title = found.title.or_else(|| string(article.get("headline")?));
        found.outlet = found.outlet.or_else(|| names(article.get("publisher")?));
        found.author = found.author.or_else(|| names(article.get("author")?));
        found.published =
            found.published.or_else(|| Some(article.get("datePublished")?.as_str()?.trim().to_owned()));
        found.modified =
            found.modified.or_else(|| Some(article.get("dateModified")?.as_str()?.trim().to_owned()));
    }
    found
}

/// The first object with a `datePublished` or `headline` whose `@type` is an article's, however it is wrapped.
fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(values) => values.iter().find_map(article),
        Value::Object(object) => {
            let is_article = |kind: &Value| {
                kind.as_str().is_some_and(|kind| {
                    kind.ends_with("Article") || kind.ends_with("Posting") || kind.ends_with("Report")
                })
            };
            let typed = match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_article),
                Some(kind) => is_article(kind),
                None => false,
            };
            if typed && (object.contains_key("headline") || object.contains_key("datePublished")) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| article(object.get(*key)?))
        }
        _ => None,
    }
}

fn string(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    if !text.contains('&') {
        return clean(text);
    }
    // Some sites escape the values as if they stood in the page.
    clean(
        &Readability::new(format!("<p>{}", text.replace('<', "&lt;")), None, None)
            .ok()?
            .doc
            .select("p")
            .text(),
    )
}

/// A name, an object with a name, or a list of such.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let mut all: Vec<String> = values.iter().filter_map(names).collect();
            let mut seen = std::collections::BTreeSet::new();
            all.retain(|name| seen.insert(name.clone()));
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Object(object) => match object.get("name") {
            Some(Value::Array(values)) => values.iter().find_map(string),
            name => string(name?),
        },
        value => string(value),
    }
}
