//! Extract: statements, figures, times and what is said to happen, of one article.

pub(crate) mod pieces;
pub(crate) mod numerals;
pub mod statements;
pub mod quantities;
pub mod figures;
pub mod times;
pub mod events;
