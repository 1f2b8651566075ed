//! Shows a ledger: as a page, in a terminal, as Markdown, as a table.
//!
//! Every view is a pure function of a [`Ledger`] and the articles' texts: it reads and writes no file, decides nothing
//! about the story, and gives the same bytes for the same input. `view` looks things up in a ledger, `words` puts its
//! values into words; the four views stand on these two.
//!
//! What a ledger and its articles say is never trusted: a span that points nowhere shows nothing, an id that names
//! nothing is left out, and neither markup nor control characters of an article take effect in any view.

mod csv;
mod html;
mod markdown;
mod profiles;
mod terminal;
mod view;
mod words;

use crosswire_model::{ArticleId, Ledger};
pub use profiles::{Estimate, Profile, estimates};
use std::collections::BTreeMap;
use view::View;

/// How a terminal view is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to write ANSI colour codes.
    pub color: bool,
    /// Columns to wrap at; below 40 it counts as 40.
    pub width: usize,
}

/// One self-contained page: no network, no other file, readable without scripts, printable.
///
/// `texts` gives each article's text, which the ledger's spans count code points of. An article without a text is named
/// and its passages are not linked.
pub fn html(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>) -> String {
    html::page(&View::new(ledger, texts))
}

/// What an editor reads in twenty seconds: disputes, claims by support, figures, skipped files.
///
/// No control character of an article or a file name reaches the terminal.
pub fn terminal(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>, style: Style) -> String {
    terminal::write(&View::new(ledger, texts), style)
}

/// The same as [`terminal()`], with the words of each passage, for pasting into a document.
pub fn markdown(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>) -> String {
    markdown::write(&View::new(ledger, texts))
}

/// One table that opens in a spreadsheet: one row per passage of a claim, then one row per figure.
///
/// The column `row` tells them apart. `start` and `end` count code points of the article's text. A text that a
/// spreadsheet would read as a formula is given a leading apostrophe.
pub fn csv(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>) -> String {
    csv::write(&View::new(ledger, texts))
}
