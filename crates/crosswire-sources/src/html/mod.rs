//! The article in a web page: its text, and what the page says about it.
//!
//! Why these crates, and what the guard is for: `docs/decisions/02-html-extraction.md`.

pub(crate) mod guard;
mod in_time;
mod links;
mod metadata;
mod notices;
mod text;

use crate::format::{Article, Format, Read};
use crate::{Found, Options, Text, sha256};
use crosswire::Document;
use crosswire_model::Basis;
use dom_smoothie::{Config, Readability, ReadabilityError, TextMode};
use jiff::Timestamp;
use jiff::civil::Date;
use std::time::Duration;

/// A page; one article a file.
pub(crate) const FORMAT: Format = Format {
    endings: &["html", "htm", "xhtml"],
    looks_like: Some(looks_like_page),
    names_charset: true,
    read: Read::Whole(document),
};

fn looks_like_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(1024).collect::<String>().to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head", "<body", "<article", "<?xml", "<!--"];
    opens.iter().any(|tag| start.starts_with(tag))
}

fn document(article: Article, options: &Options) -> Found {
    let Article { name, bytes, text: html } = article;
    let page = match extract(&html, None, &options.limits) {
        Ok(page) => page,
        Err(Error::Own) => return Found::own(name, "a page"),
        Err(error) => return Found::nothing(name, error.to_string()),
    };
    let mut document = Document { path: name.to_owned(), sha256: sha256(bytes), ..Document::default() };
    crate::fill(&mut document, page);
    crate::settle(&mut document, options);
    Found { texts: vec![Text { id: None, document }], warnings: Vec::new() }
}

/// How much of a page is worth the trouble. A page beyond a limit is refused before it can overflow a stack or fill memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page, decoded.
    pub page_bytes: usize,
    /// Levels of nested elements, `html` being the first.
    pub depth: usize,
    /// Elements and comments of the page's tree.
    pub elements: usize,
    /// Time for one page, from measuring its tree to its text. A page that takes longer is given up; since no thread can
    /// be ended from outside, its work may go on in the background.
    pub page_time: Duration,
    /// Bytes of a file that is read at once; of a record, where a file holds many; of a member of an archive.
    pub file_bytes: usize,
    /// Bytes that come of a packed file or an archive. However many these are, what grows far more than articles do is refused.
    pub unpacked_bytes: u64,
    /// Articles of one file.
    pub articles: usize,
    /// Files and folders that are looked at in one folder and those below it.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes: 4 << 20,
            depth: 512,
            elements: 100_000,
            page_time: Duration::from_secs(10),
            file_bytes: 64 << 20,
            unpacked_bytes: u64::MAX,
            articles: 100_000,
            entries: usize::MAX,
        }
    }
}

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The article's text without its headline; a blank line between paragraphs.
    pub text: String,
    /// Its headline.
    pub title: Option<String>,
    /// The site that published it.
    pub outlet: Option<String>,
    /// Its authors, with commas between them.
    pub author: Option<String>,
    /// Its web address: the one given, else the one that the page names as its own.
    pub url: Option<String>,
    /// When the page says that it was last changed.
    pub as_of: Option<Timestamp>,
    /// The day it was published: from the page's metadata, else from its address.
    pub published: Option<(Date, Basis)>,
}

/// Why a page gave no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More bytes than [`Limits::page_bytes`].
    #[error("the page is {bytes} bytes long, over the limit of {limit}; save the article alone, or its text")]
    TooLarge {
        /// Bytes of the page.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Deeper than [`Limits::depth`].
    #[error("elements are nested more than {limit} deep; save the article's text as .txt")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More than [`Limits::elements`].
    #[error("the page has more than {limit} elements; save the article's text as .txt")]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
    /// Neither too deep nor too many, but too many that are deep.
    #[error("too many elements are deeply nested; save the article's text as .txt")]
    TooTangled,
    /// A tag has more attributes than a tag of a page that anyone reads.
    #[error("a tag has more than {limit} attributes; save the article's text as .txt")]
    TooManyAttributes {
        /// The limit.
        limit: usize,
    },
    /// Longer than [`Limits::page_time`].
    #[error("finding the article took more than {limit:?} and was given up; save the article's text as .txt")]
    TooSlow {
        /// The limit.
        limit: Duration,
    },
    /// The page holds no paragraph that looks like an article's.
    #[error(
        "no article text found in the page; if it is filled in by scripts, save it from a browser or as .txt"
    )]
    NoText,
    /// Where the article should be, there is an offer of a subscription or a consent notice.
    #[error(
        "an offer of a subscription or a consent notice stands where the article should; save the page while it shows the article"
    )]
    Notice,
    /// The page lists articles.
    #[error("the page lists articles and is none; save each article")]
    Index,
    /// crosswire wrote the page.
    #[error("a page that crosswire wrote; it was passed over")]
    Own,
    /// A crate that reads pages gave up on this one, or the thread for it could not be had.
    #[error("the page could not be read ({why}); save the article's text as .txt")]
    Failed {
        /// What it said.
        why: String,
    },
}

/// The article in `html`, a page that was found at `url`.
///
/// # Errors
/// Where the page passes a limit, holds no article, or makes a crate below panic.
pub fn extract(html: &str, url: Option<&str>, limits: &Limits) -> Result<Page, Error> {
    if html.len() > limits.page_bytes {
        return Err(Error::TooLarge { bytes: html.len(), limit: limits.page_bytes });
    }
    // The crates below know nothing of NUL, and a page is no place for it.
    let (html, url) = (html.replace('\0', ""), url.map(str::to_owned));
    in_time::in_time(limits, move |limits, is_late| {
        guard::check(&html, limits, is_late)?;
        read(&html, url.as_deref())
    })
}

fn read(whole: &str, url: Option<&str>) -> Result<Page, Error> {
    let mut tree = parsed(whole)?;
    if metadata::is_own(&tree) {
        return Err(Error::Own);
    }
    let mut page = metadata::page(&tree, whole, url);
    let without = notices::remove(&tree).then(|| tree.doc.html().to_string());
    let html = without.as_deref().unwrap_or(whole);
    page.text = text(&mut tree, html, page.title.as_deref());
    // What stands aside is seldom the article, and is read where nothing else is.
    if page.text.is_empty() && html.contains("<aside") {
        let html = html.replace("<aside", "<div").replace("</aside", "</div");
        page.text = text(&mut parsed(&html)?, &html, page.title.as_deref());
    }
    // The tree that was read has lost its notices, so the page is read anew; few come here.
    let is_doubtful = page.text.is_empty() || notices::is_one(&page.text);
    if is_doubtful && notices::holds_one(&parsed(whole)?) {
        return Err(Error::Notice);
    }
    if links::is_list(&tree, &page.text) {
        return Err(Error::Index);
    }
    if page.text.is_empty() { Err(Error::NoText) } else { Ok(page) }
}

fn parsed(html: &str) -> Result<Readability, Error> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let failed = |error: ReadabilityError| Error::Failed { why: error.to_string() };
    Readability::new(html, None, Some(config)).map_err(failed)
}

/// The article's text; empty where none is found.
fn text(tree: &mut Readability, html: &str, title: Option<&str>) -> String {
    // Finding no article is an error to it; the other extractor may still find one.
    let second = tree.parse().map(|article| article.text_content.to_string()).unwrap_or_default();
    text::article(html, &second, title)
}
