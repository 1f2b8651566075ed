//! Pages that a browser saved as one file (MHTML), and mails: both are MIME (RFC 2045, RFC 2557).

use crate::format::{Article, Format, Read};
use crate::html::Page;
use crate::{Found, Options, Text, html, mojibake, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use jiff::civil::Date;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

/// A page with what it shows, or a mail; one article a file.
pub(crate) const FORMAT: Format = Format {
    endings: &["mhtml", "mht", "eml"],
    looks_like: None,
    names_charset: false,
    read: Read::Whole(document),
};

fn document(article: Article, options: &Options) -> Found {
    let Article { name, bytes, .. } = article;
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Found::nothing(name, "no MIME message: neither a saved page nor a mail".to_owned());
    };
    let mut notes = Vec::new();
    let page = match page(&message, options, &mut notes) {
        Ok(page) => page,
        Err(why) => return Found::nothing(name, why),
    };
    let mut document = Document { path: name.to_owned(), sha256: sha256(bytes), ..Document::default() };
    crate::fill(&mut document, page);
    if !is_saved_page(&message) {
        mail(&message, &mut document);
    }
    crate::settle(&mut document, options);
    let mut found = Found { texts: vec![Text { id: None, document }], warnings: Vec::new() };
    notes.into_iter().for_each(|note| found.warn(name, note, false));
    found
}

/// Whether a browser saved it.
fn is_saved_page(message: &Message) -> bool {
    address(message).is_some()
}

/// The address of the page that a browser saved.
fn address(message: &Message) -> Option<String> {
    let part = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)));
    let of_part = || part?.content_location();
    let header = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let address = header.or_else(of_part)?;
    address.starts_with("http").then(|| address.trim().to_owned())
}

/// The article, from the page within it, else from its plain text.
fn page(message: &Message, options: &Options, notes: &mut Vec<String>) -> Result<Page, String> {
    let parts = || message.parts.iter().map(|part| &part.body);
    let html = parts().find_map(|part| match part {
        PartType::Html(html) => Some(html.clone().into_owned()),
        _ => None,
    });
    let text = parts().find_map(|part| match part {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.clone().into_owned()),
        _ => None,
    });
    match (html, text) {
        (Some(html), text) => {
            let html = mojibake::mended(html, options, notes);
            let page = html::extract(&html, address(message).as_deref(), &options.limits);
            page.or_else(|error| match text {
                Some(text) => Ok(Page { text, ..Page::default() }),
                None => Err(error.to_string()),
            })
        }
        (None, Some(text)) => Ok(Page { text: mojibake::mended(text, options, notes), ..Page::default() }),
        (None, None) => Err("neither a page nor a text in it".to_owned()),
    }
}

/// What a mail says of its text: its subject and its day, and who sent it.
fn mail(message: &Message, document: &mut Document) {
    let subject = message.subject().map(|subject| {
        let mut subject = subject.trim();
        while let Some((first, rest)) = subject.split_once(':')
            && matches!(first.to_ascii_lowercase().as_str(), "fw" | "fwd" | "re")
        {
            subject = rest.trim();
        }
        subject.to_owned()
    });
    document.title = subject.filter(|subject| !subject.is_empty()).or(document.title.take());
    let sender = message.from().and_then(|from| from.first()).and_then(|from| from.name());
    document.outlet = document.outlet.take().or(sender.map(str::to_owned));
    let sent = message.date().and_then(|date| {
        Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
    });
    document.published = document.published.or(sent.map(|date| (date, Basis::Metadata)));
}
