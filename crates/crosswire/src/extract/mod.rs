//! Extract: statements, figures and times of one article.

pub(crate) mod tree;
pub(crate) mod pieces;
pub(crate) mod numerals;
pub mod statements;
pub mod quantities;
pub mod figures;
pub mod times;
pub mod propositions;
