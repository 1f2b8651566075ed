//! When: time expressions and their values; the publication date where no one gives it.

use crate::annotate::Annotation;
use crate::text::Article;
use crosswire_model::TimeExpression;

/// Finds the time expressions of an article, in order, and resolves them from its publication date.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<TimeExpression> {
    let _ = (article, annotation);
    Vec::new()
}

/// Gives each article without a publication date the one that its weekdays and months and the other articles' dates suggest,
/// marked [`Basis::Inferred`](crosswire_model::Basis::Inferred). Leaves it without one where nothing suggests any.
pub fn infer_publication(articles: &mut [Article], annotations: &[Annotation]) {
    let _ = (articles, annotations);
}
