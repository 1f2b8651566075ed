//! What a collection is given: addresses, files of addresses, files that are feeds.

use crate::listing::{self, Listing, NoListing};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use url::Url;

/// Bytes of a file at most, and of what it unpacks to.
const LARGEST: u64 = 64 << 20;

/// One thing that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// An address: of a feed, a sitemap, a page that links one, or an article.
    Address(String),
    /// A file: a feed or a sitemap, or addresses, one a line.
    File(PathBuf),
}

impl Given {
    /// What an argument means: an address has a scheme, all else is a file.
    pub fn of(argument: &str) -> Self {
        let scheme = argument.split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some_and(|s| {
            !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        }) {
            // As some readers of feeds write it.
            let address = argument.strip_prefix("feed://").map(|rest| format!("https://{rest}"));
            Given::Address(address.unwrap_or_else(|| argument.to_owned()))
        } else {
            Given::File(argument.into())
        }
    }
}

/// What a file holds.
#[derive(Debug)]
pub(crate) enum Held {
    Feed(Listing),
    /// Addresses and the lines that they stand in.
    Addresses(Vec<(usize, String)>),
}

/// Reads a file. `Err` says what is wrong and what to try.
pub(crate) fn read(file: &Path) -> Result<Held, (String, String)> {
    let wrong = |why: &str, hint: String| Err((why.to_owned(), hint));
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    if let Err(error) = opened {
        let name = file.to_string_lossy();
        let address = Url::parse(&format!("https://{name}"))
            .is_ok_and(|url| url.domain().is_some_and(|d| d.contains('.')));
        let hint = if address && error.kind() == std::io::ErrorKind::NotFound {
            format!("for an address: https://{name}")
        } else {
            "name a file with a feed or with addresses, one a line".to_owned()
        };
        return Err((error.to_string(), hint));
    }
    if bytes.len() as u64 > LARGEST {
        return wrong(&format!("it has more than {LARGEST} bytes"), "cut it into several files".to_owned());
    }
    match listing::read(&bytes, None, LARGEST as usize) {
        Ok(listing) => Ok(Held::Feed(listing)),
        Err(NoListing::Page(_)) => {
            let hint = format!("read it as an article: crosswire brief {}", file.display());
            wrong("it is a page, not a feed", hint)
        }
        Err(NoListing::Other(why)) => {
            let text = String::from_utf8_lossy(&bytes);
            let lines = listing::addresses(&text);
            let address =
                |(_, line): &(usize, String)| line.starts_with("http://") || line.starts_with("https://");
            if lines.iter().any(address) {
                return Ok(Held::Addresses(lines));
            }
            wrong(&why, "name a file with a feed or with addresses, one a line".to_owned())
        }
    }
}
