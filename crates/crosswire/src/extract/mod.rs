//! Extract: statements, figures and times of one article.

pub(crate) mod tree;
pub mod statements;
pub mod figures;
pub mod times;
