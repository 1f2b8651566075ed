//! Extract: statements, figures and times of one article.

mod sheet;
pub mod statements;
pub mod figures;
pub mod times;
