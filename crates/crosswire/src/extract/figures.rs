//! How many: numbers with their qualifiers and what they count.

use crate::annotate::Annotation;
use crate::text::Article;
use crosswire_model::Figure;

/// Finds the figures of an article, in order. Their series and statements are not known yet.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Figure> {
    let _ = (article, annotation);
    Vec::new()
}
