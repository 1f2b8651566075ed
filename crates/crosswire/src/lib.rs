//! crosswire: reads what many outlets report about one event and gives back a ledger of who says what, and on whose word.
//!
//! This crate is the pipeline and nothing else: it opens no file, asks no clock and no network. [`brief`] is the whole of
//! it on one screen; each stage is a module, in the order in which they run.

pub mod annotate;
pub mod document;
pub mod extract;
pub mod hash;
pub mod reconcile;
pub mod text;
pub mod warned;

pub use document::Document;
pub use warned::{Warned, Warning};

use crosswire_model::{ArticleId, Ledger};
use std::collections::BTreeMap;

/// What [`brief`] gives back: the ledger, and the texts that its spans count in.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Who says what, on whose word.
    pub ledger: Ledger,
    /// The text of each article. They are no part of the ledger, since they are other people's.
    pub texts: BTreeMap<ArticleId, String>,
}
