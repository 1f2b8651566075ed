//! Extract: statements, figures and times of one article.

pub mod figures;
pub mod times;
