//! What cannot all be so, or differs in a way that an editor must know.
//!
//! In reading order: `passages` (what the claims' passages say), `deeds` (what happens in them, to whom, when and where),
//! `voices` (on whose word a side rests), a file for each kind, then `merge` (one disagreement, told once, and the order).
//! Each kind asks first whether both passages speak of one thing: a list full of false alarms is not read.

mod passages;
mod deeds;
mod voices;
mod figures;
mod nobody;
mod status;
mod occasion;
mod assertion;
mod absence;
mod denial;
mod blame;
mod attribution;
mod loaded;
mod merge;

use crate::hash;
use crate::story::Story;
use crosswire_model::{Claim, Dispute, DisputeId, DisputeKind, Nature, Passage, Side};
use passages::Place;
use rayon::prelude::*;
use std::collections::BTreeSet;
use voices::Voices;

/// Finds the disputes of a story, fills in on whose word each side rests, and marks the claims that they touch.
///
/// Contradictions come first, and those that most articles have a part in.
pub fn find(claims: &mut [Claim], story: &Story) -> Vec<Dispute> {
    let (said, deeds) = rayon::join(|| passages::all(claims, story), || deeds::all(claims, story));
    let telling = deeds::Telling::new(&deeds);
    let voices = Voices::new(story);
    let held = passages::Held::new(claims);
    let kinds: [&(dyn Fn() -> Vec<Dispute> + Sync); 11] = [
        &|| figures::find(&story.series, story, &held, &voices),
        &|| nobody::find(story, &held, &voices),
        &|| status::find(story, &deeds, &telling, &voices),
        &|| occasion::find(story, &deeds, &telling, &voices),
        &|| assertion::find(&said, &deeds, &voices),
        &|| assertion::contradictions(story, &said),
        &|| absence::find(&deeds, &voices),
        &|| denial::find(story, &deeds, &telling, &voices),
        &|| blame::find(&deeds, &telling, &voices),
        &|| attribution::find(story, &voices),
        &|| loaded::find(story, &deeds, &voices),
    ];
    let mut disputes = merge::merge(kinds.par_iter().flat_map_iter(|find| find()).collect());
    for dispute in &mut disputes {
        dispute.id = id(dispute);
    }
    let touched: BTreeSet<_> = disputes
        .iter()
        .filter(|d| d.nature == Nature::Contradiction)
        .flat_map(|d| &d.sides)
        .flat_map(|s| s.claims.clone())
        .collect();
    for claim in claims.iter_mut() {
        claim.disputed = touched.contains(&claim.id);
    }
    disputes
}

fn id(dispute: &Dispute) -> DisputeId {
    let passage = |p: &Passage| format!("{}:{}:{}", p.article, p.span.start, p.span.end);
    let passages = dispute.sides.iter().flat_map(|s| &s.evidence).map(passage);
    let parts: Vec<String> = std::iter::once(format!("{:?}", dispute.kind)).chain(passages).collect();
    DisputeId(hash::id('d', &parts.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// A dispute that has no name yet.
fn dispute(kind: DisputeKind, nature: Nature, why: String, sides: Vec<Side>) -> Dispute {
    Dispute { id: DisputeId(String::new()), kind, sides, why, nature }
}

/// A side that some passages hold. Each passage comes once, in the order of articles and place.
fn side<'a>(label: &str, places: impl Iterator<Item = &'a Place>) -> Side {
    let (mut claims, mut evidence, mut sources) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for place in places {
        claims.extend(place.claims.iter().cloned());
        evidence.insert(place.passage.clone());
        sources.extend(place.source.clone());
    }
    Side {
        label: label.to_owned(),
        claims: claims.into_iter().collect(),
        evidence: evidence.into_iter().collect(),
        sources: sources.into_iter().collect(),
    }
}
