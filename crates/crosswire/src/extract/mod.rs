//! Extract: statements, figures and times of one article.

mod tree;
pub mod statements;
pub mod figures;
pub mod times;
