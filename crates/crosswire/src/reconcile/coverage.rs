//! Which article says what, contradicts it, or is silent.

use crate::story::MANY;
use crosswire_model::{Article, Claim, Coverage, CoverageState, Dispute};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What each article has to say about each claim.
///
/// Silence is listed for claims that two articles speak of or that are disputed; that the others are silent on a claim of
/// a single article goes without saying. In a story of more than [`MANY`] articles it is not listed at all: an article that
/// is not named is silent, and listing it would make ledgers grow with the square of their articles.
///
/// A silence counts as before the claim was known where every article that says it was published on a later day. Days are all
/// that is told: of two articles of one day, neither is before the other.
pub fn coverage(claims: &[Claim], disputes: &[Dispute], articles: &[Article]) -> Vec<Coverage> {
    let mut coverage = Vec::new();
    let order: BTreeMap<_, usize> = articles.iter().enumerate().map(|(n, a)| (&a.id, n)).collect();
    let mut touching: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for (n, dispute) in disputes.iter().enumerate() {
        for claim in dispute.sides.iter().flat_map(|s| &s.claims) {
            touching.entry(claim).or_default().insert(n);
        }
    }
    for claim in claims {
        let says: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
        let known = first_day(says.iter().filter_map(|id| order.get(id)).map(|&n| &articles[n]));
        let touching = touching.get(&claim.id).into_iter().flatten().map(|&n| &disputes[n]);
        let against: BTreeSet<_> = touching
            .flat_map(|d| d.sides.iter().filter(|s| !s.claims.contains(&claim.id)))
            .flat_map(|s| s.evidence.iter().map(|p| &p.article))
            .collect();
        let shared = articles.len() <= MANY && (says.len() > 1 || claim.disputed);
        let told = says.union(&against).filter_map(|id| order.get(id)).copied();
        let listed: BTreeSet<usize> = if shared { (0..articles.len()).collect() } else { told.collect() };
        for article in listed.into_iter().map(|n| &articles[n]) {
            let state = if says.contains(&article.id) {
                CoverageState::Says
            } else if against.contains(&article.id) {
                CoverageState::Contradicts
            } else {
                CoverageState::Silent
            };
            coverage.push(Coverage {
                claim: claim.id.clone(),
                article: article.id.clone(),
                state,
                before_known: state == CoverageState::Silent
                    && article.published.zip(known).is_some_and(|(here, first)| here < first),
            });
        }
    }
    coverage
}

/// The first day on which one of some articles was published; none where the day of any is not known.
fn first_day<'a>(mut articles: impl Iterator<Item = &'a Article>) -> Option<Date> {
    let first = articles.next()?.published?;
    articles.try_fold(first, |day, article| Some(day.min(article.published?)))
}

#[cfg(test)]
mod tests {
    use super::first_day;
    use crosswire_model::{Article, ArticleId};

    fn published(day: Option<&str>) -> Article {
        Article {
            id: ArticleId("a".into()),
            path: String::new(),
            outlet: None,
            title: None,
            url: None,
            author: None,
            language: None,
            sha256: String::new(),
            words: 0,
            published: day.and_then(|day| day.parse().ok()),
            published_basis: None,
            agencies: Vec::new(),
            repeated: Vec::new(),
            as_of: None,
            versions: Vec::new(),
        }
    }

    #[test]
    fn the_first_day_is_known_only_where_all_days_are() {
        let (late, early, none) =
            (published(Some("2031-03-05")), published(Some("2031-03-04")), published(None));
        assert_eq!(first_day([&late, &early].into_iter()), early.published);
        assert_eq!(first_day([&early, &none].into_iter()), None);
        assert_eq!(first_day([].into_iter()), None);
    }
}
