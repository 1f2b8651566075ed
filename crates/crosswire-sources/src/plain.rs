//! Plain text and Markdown: one article a file, perhaps with head lines.

use crate::format::{Article, Format, Read};
use crate::head::Head;
use crate::{Found, Options, Text, dates, hyphens, sha256};
use crosswire::Document;
use crosswire_model::Basis;

/// Plain text, and what looks like nothing else.
pub(crate) const TEXT: Format = Format {
    endings: &["txt", "text"],
    looks_like: None,
    names_charset: false,
    read: Read::Whole(|article, options| read(article, false, options)),
};

/// Markdown; only its heading and its fences are understood.
pub(crate) const MARKDOWN: Format = Format {
    endings: &["md", "markdown"],
    looks_like: None,
    names_charset: false,
    read: Read::Whole(|article, options| read(article, true, options)),
};

fn read(article: Article, markdown: bool, options: &Options) -> Found {
    let Article { name, bytes, text } = article;
    let mut found = Found::default();
    let mut notes = Vec::new();
    let text = hyphens::joined(text, options, &mut notes);
    notes.into_iter().for_each(|note| found.warn(name, note, false));
    let head = Head::read(&text, markdown);
    if text[head.body..].trim().is_empty() {
        return Found::nothing(name, "no article in it: nothing follows its head lines".to_owned());
    }
    let mut document = Document {
        path: name.to_owned(),
        body: head.body,
        outlet: head.outlet,
        title: head.title,
        url: head.url,
        author: head.author,
        sha256: sha256(bytes),
        text,
        ..Document::default()
    };
    if let Some(written) = head.published {
        match dates::parse(&written) {
            Some(date) => document.published = Some((date, Basis::Metadata)),
            None => found.warn(name, crate::no_date(&written), false),
        }
    }
    if let Some(written) = head.as_of {
        match dates::moment(&written) {
            Some(moment) => document.as_of = Some(moment),
            None => found.warn(name, crate::no_date(&written), false),
        }
    }
    crate::settle(&mut document, options);
    found.texts.push(Text { id: None, document });
    found
}
