//! What the pipeline is given: one text with what its file says about it.

use crosswire_model::Basis;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One article as it was read, before anything is done to its text.
///
/// `crosswire-sources` makes these; anyone else may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The file it was read from; for one record of a file of many, `file#record`.
    pub path: String,
    /// The text that spans count in: a plain-text file as it stands, a JSON article's text, an HTML page's extracted text.
    pub text: String,
    /// Byte offset in `text` at which the article begins, after head lines such as `outlet: …`.
    pub body: usize,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// The day it was published, and what that rests on.
    pub published: Option<(Date, Basis)>,
    /// The moment of which this is the state: when it was fetched, or when its page says that it was last changed. It puts the
    /// versions of an article in order.
    pub as_of: Option<Timestamp>,
    /// SHA-256 of the bytes that were read for it, in lower-case hexadecimal.
    pub sha256: String,
}

impl Document {
    /// An article of which only the text is known; the other fields can be set afterwards. `path` is the name by which
    /// messages and the ledger call it.
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Document {
            path: path.into(),
            sha256: crate::hash::sha256(text.as_bytes()),
            text,
            ..Document::default()
        }
    }

    /// The same, published by this outlet.
    ///
    /// ```
    /// use crosswire::{Date, Document};
    ///
    /// let day: Date = "2031-03-04".parse()?;
    /// let document = Document::from_text("post.txt", "The ferry ran aground.").outlet("Halvik Post").published(day);
    /// assert_eq!(document.outlet.as_deref(), Some("Halvik Post"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn outlet(self, name: impl Into<String>) -> Self {
        Document { outlet: Some(name.into()), ..self }
    }

    /// The same, published on this day.
    #[must_use]
    pub fn published(self, day: Date) -> Self {
        Document { published: Some((day, Basis::Metadata)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn the_hash_is_of_the_text() {
        let document = Document::from_text("a.txt", "abc");
        // The first example of FIPS 180-2.
        assert_eq!(document.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((document.path.as_str(), document.body), ("a.txt", 0));
    }
}
