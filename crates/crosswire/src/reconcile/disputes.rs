//! What cannot all be so: first form, over figures, over what is done or only planned, and over what is denied.

use crate::hash;
use crosswire_model::{
    Agreement, ArticleId, Claim, Dispute, DisputeId, DisputeKind, Evidence, Figure, FigureId, Passage,
    Polarity, Qualifier, Series, Side, Status,
};
use std::collections::{BTreeMap, BTreeSet};

/// Finds the disputes of a story and marks the claims that they touch.
pub fn find(claims: &mut [Claim], series: &[Series], figures: &[Figure]) -> Vec<Dispute> {
    let mut disputes: Vec<Dispute> = series
        .iter()
        .filter(|s| s.relation == Agreement::Conflict)
        .map(|s| figure(s, figures, claims))
        .collect();
    let mut people: BTreeMap<&ArticleId, Vec<&Figure>> = BTreeMap::new();
    for figure in figures.iter().filter(|f| f.unit.as_deref() == Some("person")) {
        people.entry(&figure.article).or_default().push(figure);
    }
    disputes.extend(claims.iter().filter_map(|c| status(c, &people)));
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
            }
        })
        .collect();
    Dispute { id: DisputeId(String::new()), kind: DisputeKind::Figure, sides, why: series.why.clone() }
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

/// A claim that one article reports as done and another as yet to come. Only claims with a figure of their own: elsewhere
/// two passages that are alike often speak of different steps of one event.
fn status(claim: &Claim, people: &BTreeMap<&ArticleId, Vec<&Figure>>) -> Option<Dispute> {
    let counted: Vec<&Evidence> = claim
        .evidence
        .iter()
        .filter(|e| {
            e.polarity == Polarity::Positive
                && people.get(&e.article).is_some_and(|all| all.iter().any(|f| e.span.overlap(f.span) > 0))
        })
        .collect();
    let of =
        |wanted: fn(Status) -> bool| counted.iter().filter(|e| wanted(e.status)).copied().collect::<Vec<_>>();
    let done = of(|s| s == Status::Done);
    let not_yet = of(|s| matches!(s, Status::Planned | Status::UnderWay | Status::Possible));
    let articles =
        |side: &[&Evidence]| side.iter().map(|e| e.article.clone()).collect::<BTreeSet<ArticleId>>();
    // An article that says both tells two steps, not two stories.
    let both: BTreeSet<ArticleId> = articles(&done).intersection(&articles(&not_yet)).cloned().collect();
    let only = |side: Vec<&Evidence>| {
        side.into_iter()
            .filter(|e| !both.contains(&e.article))
            .map(|e| Passage { article: e.article.clone(), span: e.span })
            .collect::<Vec<_>>()
    };
    let (done, not_yet) = (only(done), only(not_yet));
    if done.is_empty() || not_yet.is_empty() {
        return None;
    }
    let side = |label: &str, evidence: Vec<Passage>| Side {
        label: label.into(),
        claims: vec![claim.id.clone()],
        evidence,
    };
    Some(Dispute {
        id: DisputeId(String::new()),
        kind: DisputeKind::Status,
        why: "Some report it as done, others as planned or under way.".into(),
        sides: vec![side("done", done), side("planned or under way", not_yet)],
    })
}
