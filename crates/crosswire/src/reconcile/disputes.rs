//! What cannot all be so.
//!
//! In reading order: `passages` (what the claims' passages say), figures (here, from the series), `status` (done or yet to
//! come), `assertion` (opposed predicates, and sentences that say that one contradicts the other).

mod assertion;
mod passages;
mod status;

pub use passages::Reading;

use crate::hash;
use crosswire_model::{
    Agreement, Claim, Dispute, DisputeId, DisputeKind, Evidence, Figure, FigureId, Passage, Qualifier,
    Series, Side,
};
use passages::Said;
use std::collections::{BTreeMap, BTreeSet};

/// Finds the disputes of a story and marks the claims that they touch.
pub fn find(claims: &mut [Claim], series: &[Series], reading: Reading) -> Vec<Dispute> {
    let figures = reading.figures;
    let mut disputes: Vec<Dispute> = series
        .iter()
        .filter(|s| s.relation == Agreement::Conflict)
        .map(|s| figure(s, figures, claims))
        .collect();
    let said = passages::all(claims, reading);
    disputes.extend(status::find(&said));
    disputes.extend(assertion::find(&said));
    disputes.extend(assertion::contradictions(reading, &said));
    for dispute in &mut disputes {
        let passages = dispute
            .sides
            .iter()
            .flat_map(|s| &s.evidence)
            .map(|p| format!("{}:{}:{}", p.article, p.span.start, p.span.end));
        let parts: Vec<String> = std::iter::once(format!("{:?}", dispute.kind)).chain(passages).collect();
        dispute.id = DisputeId(hash::id('d', &parts.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    let touched: BTreeSet<_> =
        disputes.iter().flat_map(|d| &d.sides).flat_map(|s| s.claims.clone()).collect();
    for claim in claims.iter_mut() {
        claim.disputed = touched.contains(&claim.id);
    }
    disputes
}

/// A series whose figures cannot all hold: a side for each number and reading of it.
fn figure(series: &Series, figures: &[Figure], claims: &[Claim]) -> Dispute {
    let by_id: BTreeMap<&FigureId, &Figure> = figures.iter().map(|f| (&f.id, f)).collect();
    let mut sides: BTreeMap<(crosswire_model::Number, bool), Vec<&Figure>> = BTreeMap::new();
    for figure in series.figures.iter().filter_map(|id| by_id.get(id)) {
        sides.entry((figure.value, figure.qualifier == Qualifier::Additional)).or_default().push(figure);
    }
    let sides = sides
        .into_values()
        .map(|of_side| {
            let passages: Vec<(Passage, Vec<_>)> = of_side.iter().map(|f| around(f, claims)).collect();
            let mut ids: Vec<_> = passages.iter().flat_map(|(_, ids)| ids.clone()).collect();
            ids.sort();
            ids.dedup();
            Side {
                label: of_side[0].text.clone(),
                claims: ids,
                evidence: passages.into_iter().map(|(p, _)| p).collect(),
                sources: Vec::new(),
            }
        })
        .collect();
    dispute(DisputeKind::Figure, series.why.clone(), sides)
}

/// The passage that a figure stands in, and the claims that it is evidence for.
fn around(figure: &Figure, claims: &[Claim]) -> (Passage, Vec<crosswire_model::ClaimId>) {
    let holds = |e: &Evidence| e.article == figure.article && e.span.overlap(figure.span) > 0;
    let ids = claims.iter().filter(|c| c.evidence.iter().any(holds)).map(|c| c.id.clone()).collect();
    let span = claims
        .iter()
        .flat_map(|c| &c.evidence)
        .filter(|e| holds(e))
        .map(|e| e.span)
        .min_by_key(|s| (s.len(), s.start));
    (Passage { article: figure.article.clone(), span: span.unwrap_or(figure.span) }, ids)
}

/// A dispute that has no name yet.
fn dispute(kind: DisputeKind, why: String, sides: Vec<Side>) -> Dispute {
    Dispute { id: DisputeId(String::new()), kind, sides, why, nature: Default::default() }
}

/// A side that some passages hold.
fn side<'a>(label: &str, said: impl Iterator<Item = &'a Said>) -> Side {
    let (mut claims, mut evidence) = (BTreeSet::new(), Vec::new());
    for passage in said {
        claims.extend(passage.claims.iter().cloned());
        evidence.push(passage.place.clone());
    }
    Side { label: label.to_owned(), claims: claims.into_iter().collect(), evidence, sources: Vec::new() }
}
