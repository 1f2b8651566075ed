//! Which article says what, contradicts it, or is silent.

use crosswire_model::{Article, Claim, Coverage, CoverageState, Dispute};
use std::collections::BTreeSet;

/// Articles in a story beyond which silence is not listed.
const MANY: usize = 100;

/// What each article has to say about each claim.
///
/// Silence is listed for claims that two articles speak of or that are disputed; that the others are silent on a claim of
/// a single article goes without saying. In a story of more than [`MANY`] articles it is not listed at all: an article that
/// is not named is silent, and listing it would make ledgers grow with the square of their articles.
pub fn coverage(claims: &[Claim], disputes: &[Dispute], articles: &[Article]) -> Vec<Coverage> {
    let mut coverage = Vec::new();
    for claim in claims {
        let says: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
        let against: BTreeSet<_> = disputes
            .iter()
            .filter(|d| d.sides.iter().any(|s| s.claims.contains(&claim.id)))
            .flat_map(|d| d.sides.iter().filter(|s| !s.claims.contains(&claim.id)))
            .flat_map(|s| s.evidence.iter().map(|p| &p.article))
            .collect();
        let shared = articles.len() <= MANY && (says.len() > 1 || claim.disputed);
        for article in articles {
            let state = if says.contains(&article.id) {
                CoverageState::Says
            } else if against.contains(&article.id) {
                CoverageState::Contradicts
            } else if shared {
                CoverageState::Silent
            } else {
                continue;
            };
            coverage.push(Coverage {
                claim: claim.id.clone(),
                article: article.id.clone(),
                state,
                before_known: false,
            });
        }
    }
    coverage
}
