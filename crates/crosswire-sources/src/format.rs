//! The formats in which articles are read: one entry each, by the ending of a file's name or by how its text looks.

use crate::records::{Items, Stream};
use crate::{Found, Options, csv, factiva, gzip, html, json, lexisnexis, mail, plain, tar, warc, zip};
use std::path::Path;

/// A format in which articles are written.
pub(crate) struct Format {
    /// Endings of its files, in small letters and without a dot; messages name the first.
    pub(crate) endings: &'static [&'static str],
    /// Whether the text of a file without a known ending looks like it; none where it never does.
    pub(crate) looks_like: Option<fn(&str) -> bool>,
    /// Whether its text may name its own charset, as a page does in a `<meta>`.
    pub(crate) names_charset: bool,
    /// How it is read.
    pub(crate) read: Read,
}

/// How a format is read.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    /// All at once. A file of many records gives them to [`records::all`](crate::records::all).
    Whole(fn(Article, &Options) -> Found),
    /// Record by record, so that a file of any length takes little memory.
    Records(fn(Stream, &Options) -> Items),
    /// As what is packed in it, which [`unpack`](crate::unpack) tells by how it begins.
    Packed,
}

/// A file that has been read and decoded.
pub(crate) struct Article<'a> {
    /// Its name in the ledger.
    pub(crate) name: &'a str,
    /// What it held, for its hash.
    pub(crate) bytes: &'a [u8],
    pub(crate) text: String,
}

/// Every format. A new one needs its file, its `mod` line in `lib.rs`, and its line here. Where two look alike, the
/// first is taken.
pub(crate) const FORMATS: &[&Format] = &[
    &plain::TEXT,
    &plain::MARKDOWN,
    &html::FORMAT,
    &mail::FORMAT,
    &json::JSON,
    &json::LINES,
    &csv::FORMAT,
    &warc::FORMAT,
    &zip::FORMAT,
    &tar::FORMAT,
    &gzip::FORMAT,
];

/// Exports of press databases. They come under the endings of texts and pages, and are told by how they look.
const EXPORTS: &[&Format] = &[&lexisnexis::FORMAT, &factiva::FORMAT];

impl Format {
    /// The format of a text, whose file's name may tell it.
    pub(crate) fn of_text(named: Option<&'static Format>, text: &str) -> &'static Format {
        // Of those that an export may be called.
        let may_be_export = named.is_none_or(|format| {
            [&plain::TEXT, &plain::MARKDOWN, &html::FORMAT].iter().any(|one| one.endings == format.endings)
        });
        let export = || EXPORTS.iter().copied().find(|f| f.looks_like.is_some_and(|like| like(text)));
        let export = if may_be_export { export() } else { None };
        export.or(named).unwrap_or_else(|| Self::sniff(text))
    }

    /// The format that a file's name tells: of `a.html.gz` what is packed, of `a.png.gz` none.
    pub(crate) fn of(path: &Path) -> Option<&'static Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let format = FORMATS.iter().copied().find(|f| f.endings.contains(&ending.as_str()))?;
        let inner = path.with_extension("");
        let names_inner = gzip::FORMAT.endings.contains(&ending.as_str()) && inner.extension().is_some();
        if names_inner { Self::of(&inner) } else { Some(format) }
    }

    /// The format that a text looks like whose name tells none; else plain text.
    fn sniff(text: &str) -> &'static Format {
        FORMATS.iter().copied().find(|f| f.looks_like.is_some_and(|like| like(text))).unwrap_or(&plain::TEXT)
    }

    /// Whether its files are read record by record, or may hold such files.
    pub(crate) fn streams(&self) -> bool {
        matches!(self.read, Read::Records(_) | Read::Packed)
    }
}

/// The usual endings of the files that can be read, for messages: ".txt, .md, .html, .json or .jsonl".
pub fn endings() -> String {
    let endings: Vec<String> =
        FORMATS.iter().filter_map(|f| f.endings.first()).map(|ending| format!(".{ending}")).collect();
    match endings.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => endings.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_formats_share_an_ending() {
        let endings: Vec<_> = FORMATS.iter().flat_map(|f| f.endings).collect();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len(), "{endings:?}");
    }
}
