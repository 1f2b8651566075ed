//! Extract: statements, figures and times of one article.

pub mod figures;
mod sheet;
pub mod statements;
pub mod times;
