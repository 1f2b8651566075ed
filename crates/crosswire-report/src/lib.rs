//! Shows a ledger: as a page, in a terminal, as Markdown, as tables, and in the forms of other worlds (`standards/`).
//!
//! Every view is a pure function of a [`Ledger`] and the articles' texts: it reads and writes no file, decides nothing
//! about the story, and gives the same bytes for the same input. [`View`] looks things up in a ledger, [`words`] puts its
//! values into words, [`summary`] counts what is corroborated, only echo, in dispute; every export is written from these
//! three, and [`EXPORTS`] lists them all. A [`Profile`] makes a monitor's numbers of the reports of a count;
//! a view shows them beside the reports, never in their place. `docs/howto.md` says how to add an export or a profile.
//!
//! What a ledger and its articles say is never trusted: a span that points nowhere shows nothing, an id that names
//! nothing is left out, and neither markup nor control characters of an article take effect in any view.

mod view;
mod text;
pub mod words;
pub mod summary;
mod course;
mod since;
mod profiles;
mod export;
mod terminal;
mod html;
mod markdown;
mod csv;
mod tables;
mod incidents;
mod standards;
mod json;

use crosswire_model::{ArticleId, Ledger};
pub use export::{EXPORTS, Export, Style, Writer};
pub use html::card::card;
pub use html::index::{Row, index};
pub use html::{Desk, integrity, page_policy};
pub use incidents::INCIDENTS;
pub use profiles::{Estimate, Profile, estimates};
pub use since::{ArticleNews, Became, ClaimNews, DisputeNews, News, SeriesNews};
use std::collections::BTreeMap;
pub use tables::codebook::markdown as codebook;
pub use tables::{Cell, Column, Kind, Meaning, Table, Type, table, table_names, tables, write_csv};
pub use view::{Copied, Speaker, View, hull};

/// One self-contained page: no network, no other file, readable without scripts, printable.
///
/// `texts` gives each article's text, which the ledger's spans count code points of. An article without a text is named
/// and its passages are not linked. The page holds the numbers of every profile; `profile` says which it shows at first.
pub fn html(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>, profile: Option<&Profile>) -> String {
    html::page(&View::new(ledger, texts, profile))
}

/// The same page as part of a desk: claims, passages, sources, figures and disputes carry their names in the attributes
/// `data-claim`, `data-passage` (`ARTICLE:START-END`), `data-source`, `data-figure` and `data-dispute`, and the desk's own
/// markup stands around the ledger. It names no content security policy, which the desk sends: [`page_policy`] has what it
/// must let through.
pub fn desk_page(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>, desk: &Desk) -> String {
    html::desk_page(&View::new(ledger, texts, None), desk)
}

/// What an editor reads in twenty seconds: a first screen that says what is corroborated, what is only echo, what is in
/// dispute, and on whose word the story rests; then the same in more words, figures, copies, skipped files. Long lists end
/// with how much more there is.
///
/// No control character of an article or a file name reaches the terminal. With a profile its numbers follow the reports
/// that they were made from.
pub fn terminal(
    ledger: &Ledger,
    texts: &BTreeMap<ArticleId, String>,
    profile: Option<&Profile>,
    style: Style,
) -> String {
    terminal::write(&View::new(ledger, texts, profile), style)
}

/// What changed in articles from version to version, for a terminal: article by article, the course of each count first.
pub fn changes(view: &View, style: Style) -> String {
    terminal::changes::versions(view, style)
}

/// What is new in a story since an earlier ledger, for a terminal; empty where nothing is.
pub fn news(news: &News, style: Style) -> String {
    terminal::changes::news(news, style)
}

/// The same as [`terminal()`], with the words of each passage, for pasting into a document.
pub fn markdown(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>, profile: Option<&Profile>) -> String {
    markdown::write(&View::new(ledger, texts, profile))
}

/// One table that opens in a spreadsheet: one row per passage of a claim, then one row per figure; with a profile, one row
/// per count after them, and at the end the columns that the profile fills.
///
/// The column `row` tells them apart: `claim`, `figure`, `count`. `start` and `end` count code points of the article's text. A text that a
/// spreadsheet would read as a formula is given a leading apostrophe.
pub fn csv(ledger: &Ledger, texts: &BTreeMap<ArticleId, String>, profile: Option<&Profile>) -> String {
    csv::write(&View::new(ledger, texts, profile))
}
