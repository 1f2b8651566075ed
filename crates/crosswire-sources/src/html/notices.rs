//! Consent notices and offers of a subscription, of which some pages hold more than of their article.

use dom_smoothie::Readability;

/// Elements that sites name after what they are.
const NAMED: &str = "[id*=consent],[class*=consent],[id*=cookie],[class*=cookie],[id*=gdpr],[class*=gdpr],\
    [id*=paywall],[class*=paywall],[id*=subscri],[class*=subscri]";

/// What they say.
static PHRASES: &str = include_str!("../../data/notices.txt");

/// Words of a text that holds no article beside a notice, at most.
const SHORT: usize = 120;

/// Whether a page holds a notice or an offer at all.
pub(super) fn holds_one(page: &Readability) -> bool {
    is_said(&page.doc.select("body").text().to_lowercase())
}

/// Whether a text is a notice or an offer and nothing else.
pub(super) fn is_one(text: &str) -> bool {
    text.split_whitespace().count() <= SHORT && is_said(&text.to_lowercase())
}

fn is_said(text: &str) -> bool {
    crate::entries(PHRASES).filter(|phrase| text.contains(phrase)).nth(1).is_some()
}

/// Takes them out of a page; whether there were any. An element of such a name that says no such thing stays, as does one that
/// holds the article: sites wrap what is paid for in one.
pub(super) fn remove(page: &Readability) -> bool {
    let mut removed = false;
    for element in page.doc.select(NAMED).iter() {
        let holds_article =
            element.is("html, body, main, article") || element.select("article, main, h1").exists();
        if holds_article {
            continue;
        }
        if is_said(&element.text().to_lowercase()) {
            element.remove();
            removed = true;
        }
    }
    removed
}
