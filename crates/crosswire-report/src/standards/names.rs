//! What things are called outside of the ledger.
//!
//! A name is the ledger's own id behind `urn:crosswire:`, so that the same articles give the same names and no web address is made
//! up. What a name of a person or the words of a claim give is a name within the story: two people of one name, in two stories, are not
//! one.

use crate::view::View;
use crosswire_model::{Article, ArticleId, ClaimId, Source, SourceId, SourceKind, Span, StatementId};
use std::fmt::Write;

/// The names of a story.
pub(super) struct Names<'a> {
    view: &'a View<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn of(view: &'a View<'a>) -> Names<'a> {
        Names { view }
    }

    pub(super) fn story(&self) -> String {
        format!("urn:crosswire:{}", escaped(&self.view.ledger.story.id))
    }

    pub(super) fn article(&self, id: &ArticleId) -> String {
        format!("urn:crosswire:{}", escaped(&id.0))
    }

    pub(super) fn passage(&self, article: &ArticleId, span: Span) -> String {
        format!("{}:{}-{}", self.article(article), span.start, span.end)
    }

    pub(super) fn statement(&self, id: &StatementId) -> String {
        format!("urn:crosswire:{}", escaped(&id.0))
    }

    pub(super) fn claim(&self, id: &ClaimId) -> String {
        format!("{}:{}", self.story(), escaped(&id.0))
    }

    /// A source; an outlet that has articles in the story is called as they call it.
    pub(super) fn source(&self, id: &SourceId) -> String {
        let outlet = self.view.source(id).and_then(|source| self.as_outlet(source));
        outlet.map_or_else(|| format!("{}:{}", self.story(), escaped(&id.0)), outlet_name)
    }

    /// The outlet of an article that a source is.
    pub(super) fn as_outlet(&self, source: &Source) -> Option<&'a str> {
        if !matches!(source.kind, SourceKind::Outlet | SourceKind::Agency) {
            return None;
        }
        let mut outlets = self.view.ledger.articles.iter().filter_map(|article| article.outlet.as_deref());
        outlets.find(|outlet| *outlet == source.name || source.aliases.iter().any(|alias| alias == outlet))
    }

    /// Who published an article, where that is known.
    pub(super) fn outlet(&self, article: &Article) -> Option<String> {
        article.outlet.as_deref().map(outlet_name)
    }
}

fn outlet_name(outlet: &str) -> String {
    format!("urn:crosswire:outlet:{}", escaped(outlet))
}

/// A text as a part of a URN may hold it.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            // A string takes what is written to it.
            other => drop(write!(out, "%{other:02X}")),
        }
        out
    })
}

/// A web address as it may stand in a form that knows addresses from other text; none where it is no whole one.
pub(super) fn address(url: &str) -> Option<&str> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && !r#"<>"{}|^`\"#.contains(c);
    (web && url.chars().all(plain)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_in_a_name_is_escaped() {
        assert_eq!(outlet_name("Halvik Post"), "urn:crosswire:outlet:Halvik%20Post");
        assert_eq!(escaped("é<>\n"), "%C3%A9%3C%3E%0A");
    }

    #[test]
    fn an_address_is_a_whole_one() {
        for (url, is) in [
            ("https://halvik-post.example/a?b=1#c", true),
            ("https://halvik-post.example/a> <urn:x> <urn:y", false),
            ("javascript:alert(1)", false),
            ("https://a.example/a b", false),
            ("https://a.example/\n", false),
        ] {
            assert_eq!(address(url).is_some(), is, "{url:?}");
        }
    }
}
