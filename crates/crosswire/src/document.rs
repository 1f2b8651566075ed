//! What the pipeline is given: one text with what its file says about it.

use crosswire_model::Basis;
use jiff::civil::Date;

/// One article as it was read, before anything is done to its text.
///
/// `crosswire-sources` makes these; anyone else may.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// SHA-256 of the bytes that were read for it, in lower-case hexadecimal.
    pub sha256: String,
}
