//! Figures that count the same thing.

use crate::annotate::Annotation;
use crate::text::Article;
use crosswire_model::{Figure, Series};

/// Joins figures that count the same thing into series, and names the series in each figure.
pub fn series(articles: &[Article], annotations: &[Annotation], figures: &mut [Figure]) -> Vec<Series> {
    let _ = (articles, annotations, figures);
    Vec::new()
}
