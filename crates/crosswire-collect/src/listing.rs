//! What a feed or a sitemap lists, whatever it is written in.

use crate::decode::{self, Decoded};
use crate::{json_feed, xml_feed};
use jiff::Timestamp;
use url::Url;

/// Characters of a title, a name or a summary that are kept.
pub(crate) const TITLE: usize = 1_000;
pub(crate) const SUMMARY: usize = 4_000;
/// Bytes of an article's text that are kept, as a feed carries it.
pub(crate) const TEXT: usize = 1 << 20;

/// One thing that a feed lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its link, as written.
    pub link: Option<String>,
    /// What relative links are relative to, where the feed says so.
    pub base: Option<String>,
    /// Its own name, by which two entries of one thing are known.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it came out, by the feed.
    pub published: Option<Timestamp>,
    /// When it was last changed, by the feed.
    pub updated: Option<Timestamp>,
    /// Whose it is where the feed names another than itself.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What the feed says of it.
    pub summary: Option<String>,
    /// The whole of it as HTML, where the feed carries that.
    pub text: Option<String>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The feed's title.
    pub title: Option<String>,
    /// What it lists, in its order.
    pub items: Vec<Item>,
    /// Further sitemaps that it lists, as written, and when they were changed.
    pub sitemaps: Vec<(String, Option<Timestamp>)>,
    /// What was mended, and what could not be had.
    pub words: Vec<String>,
}

/// Why there is no listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoListing {
    /// It is a page; its text.
    Page(String),
    /// It is something else, or nothing.
    Other(String),
}

/// Reads a feed or a sitemap. `charset` is what the server says; of more than `most` bytes the rest is left.
pub fn read(bytes: &[u8], charset: Option<&str>, most: usize) -> Result<Listing, NoListing> {
    if bytes.is_empty() {
        return Err(NoListing::Other("it is empty".to_owned()));
    }
    let Decoded { text, words } = decode::decode(bytes, charset, most);
    let begin = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut listing = match begin.chars().next() {
        None => return Err(NoListing::Other("it is empty".to_owned())),
        Some('{' | '[') => json_feed::read(begin).map_err(NoListing::Other)?,
        // Something may stand before the feed that should not: a blank line, a warning of the program that made it.
        _ => match xml_feed::read(begin) {
            Some(listing) => listing,
            None if is_page(begin) => return Err(NoListing::Page(text)),
            None => {
                return Err(NoListing::Other(format!("it is no feed: it begins “{}”", decode::short(begin))));
            }
        },
    };
    listing.words.splice(0..0, words);
    Ok(listing)
}

/// Whether a text is a page of the web.
pub(crate) fn is_page(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(4_096)].to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<title"].iter().any(|tag| head.contains(tag))
}

/// Shortens what somebody else wrote to so many characters; blanks and line breaks become one blank.
pub(crate) fn line(text: &str, most: usize) -> Option<String> {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= most {
                out.push('…');
                return Some(out);
            }
            out.push(c);
            count += 1;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The text of a few tags: a summary is mostly written as HTML.
pub(crate) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len().min(1 << 14));
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // "5 < 6" has no tag.
        let is_tag =
            rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') || rest.starts_with("<!--");
        match rest.find('>').filter(|_| is_tag) {
            Some(end) => {
                out.push(' ');
                rest = &rest[end + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    crate::xml_feed::unescape(&out)
}

/// The addresses of a file that holds one a line; `#` begins a comment.
pub fn addresses(text: &str) -> Vec<(usize, String)> {
    let of = |(n, line): (usize, &str)| {
        let line = line.trim_start_matches('\u{feff}').trim();
        // A fragment follows an address at once; a comment stands alone or after a blank.
        let line =
            if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or_default().trim() };
        (!line.is_empty()).then(|| (n + 1, line.to_owned()))
    };
    text.lines().enumerate().filter_map(of).collect()
}

/// What a page says of itself in its head.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The feeds that it links, the first first.
    pub(crate) feeds: Vec<Url>,
    /// True if it says that it is an article.
    pub(crate) article: bool,
}

/// Bytes of a page in which its head is looked for.
const HEAD: usize = 256 << 10;

/// Looks at the head of a page: does it link a feed, is it an article?
pub(crate) fn head(html: &str, base: &Url) -> Head {
    let html = &html[..html.floor_char_boundary(HEAD)];
    let mut head = Head::default();
    for (at, _) in html.match_indices('<') {
        let tag = &html[at + 1..];
        let name: String = tag
            .chars()
            .take(5)
            .take_while(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !matches!(name.as_str(), "link" | "meta") {
            continue;
        }
        let tag = &tag[..tag.find('>').unwrap_or(tag.len()).min(8_192).min(tag.len())];
        let tag = tag.trim_end_matches('/');
        let attributes = xml_feed::attributes(&tag[name.len()..]);
        let value = |key: &str| {
            attributes
                .iter()
                .find(|(k, _)| k.eq_ignore_ascii_case(key))
                .map_or("", |(_, value)| value.as_str())
        };
        if name == "meta" {
            let kind = value("property").eq_ignore_ascii_case("og:type");
            head.article |= kind && value("content").eq_ignore_ascii_case("article");
            head.article |= value("property").eq_ignore_ascii_case("article:published_time");
            continue;
        }
        let is_alternate = value("rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
        let kind = value("type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let kinds =
            ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];
        if is_alternate && kinds.contains(&kind.as_str()) {
            head.feeds.extend(crate::address::of_link(value("href"), Some(base)).ok());
        }
    }
    let told = ["NewsArticle", "ReportageNewsArticle", "LiveBlogPosting", "BlogPosting", "Article"];
    head.article |= told.iter().any(|kind| {
        html.contains(&format!("\"@type\":\"{kind}\"")) || html.contains(&format!("\"@type\": \"{kind}\""))
    });
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_addresses() {
        let text = "# the wire\nhttps://a.example/1\n\n  https://a.example/2#x # why\r\nb.example\n";
        let found: Vec<_> = addresses(text);
        assert_eq!(
            found,
            [
                (2, "https://a.example/1".to_owned()),
                (4, "https://a.example/2#x".to_owned()),
                (5, "b.example".to_owned())
            ]
        );
    }

    #[test]
    fn a_page_links_its_feed() {
        let base = Url::parse("https://post.example/world/").unwrap();
        let page = r#"<!DOCTYPE html><html><head><LINK REL="stylesheet Alternate" TYPE='application/rss+xml; charset=utf-8'
            HREF=/feed?a=1&amp;b=2><link rel=alternate hreflang=fr href=/fr></head>"#;
        let found = head(page, &base);
        assert_eq!(
            found.feeds.iter().map(Url::as_str).collect::<Vec<_>>(),
            ["https://post.example/feed?a=1&b=2"]
        );
        assert!(!found.article);
        assert!(head(r#"<meta property="og:type" content="article" />"#, &base).article);
        assert!(head(r#"<script>{"@type": "NewsArticle"}</script>"#, &base).article);
        let _ = head(&"<link ".repeat(50_000), &base);
    }

    #[test]
    fn what_others_write_is_shortened() {
        assert_eq!(line(" a \n b ", 10).as_deref(), Some("a b"));
        assert_eq!(line("abcdef", 3).as_deref(), Some("abc…"));
        assert_eq!(line(" \n", 3), None);
        assert_eq!(
            without_tags("<p>84 &amp; <b>more</b></p>").split_whitespace().collect::<Vec<_>>().join(" "),
            "84 & more"
        );
    }
}
