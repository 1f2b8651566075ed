//! Extract: statements, figures, times and what is said to happen, of one article.

use crosswire_lang::ByteRange;
pub(crate) mod pieces;
pub(crate) mod numerals;
pub mod statements;
pub mod quantities;
pub mod figures;
pub mod times;
pub mod events;

/// A place where a stage looked for something and found nothing that belongs in a ledger.
///
/// A stage that can say why it refuses a place gives these beside what it finds, so that [`crate::explain`] can show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The words that were refused. Byte offsets into the article's text.
    pub bytes: ByteRange,
    /// What refused them: a family of patterns, or a later step.
    pub by: &'static str,
    /// Why.
    pub why: &'static str,
}
