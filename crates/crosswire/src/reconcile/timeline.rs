//! What happened when: claims by the dates that stand in their passages.

use crate::story::Story;
use crate::text::overlaps::Overlaps;
use crosswire_model::{Claim, Moment, Span, TimeExpression, TimeType};
use std::collections::BTreeMap;

/// Claims by date, the earliest first; a claim stands at the date that most of its passages name.
pub fn timeline(claims: &[Claim], story: &Story) -> Vec<Moment> {
    let mut dates: BTreeMap<_, Vec<(Span, &TimeExpression)>> = BTreeMap::new();
    for time in story.times().filter(|t| matches!(t.r#type, TimeType::Date | TimeType::Time)) {
        dates.entry(&time.article).or_default().push((time.span, time));
    }
    let by_place = dates.into_iter().map(|(article, times)| (article, Overlaps::from_iter(times)));
    let dates: BTreeMap<_, _> = by_place.collect();
    let mut moments: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for claim in claims {
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for evidence in &claim.evidence {
            let times = dates.get(&evidence.article).map(|times| times.with(evidence.span));
            for time in times.into_iter().flatten() {
                if let Some(value) =
                    time.value.as_deref().filter(|v| v.starts_with(|c: char| c.is_ascii_digit()))
                {
                    *named.entry(value).or_default() += 1;
                }
            }
        }
        if let Some((when, _)) = named.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))) {
            moments.entry(when.to_string()).or_default().push(claim.id.clone());
        }
    }
    moments.into_iter().map(|(when, claims)| Moment { when, claims }).collect()
}
