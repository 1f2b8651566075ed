//! Disputes, as people say: resolved ones, such as are none, and those that no rule has found.

use super::{Decisions, made};
use crate::group::claims::Claim;
use crate::story::Story;
use crosswire_lang::ByteRange;
use crosswire_model::{
    Anchor, Dispute, DisputeId, Nature, NewSide, Passage, Resolution, Ruling, Side, SourceId,
};
use std::collections::BTreeSet;

impl Decisions {
    /// Adds, resolves and drops disputes. What is added comes first.
    pub(crate) fn settle(&mut self, story: &Story, claims: &[Claim], disputes: &mut Vec<Dispute>) {
        let mut last = std::collections::BTreeMap::new();
        for n in 0..self.all.len() {
            if !self.all[n].stands() {
                continue;
            }
            let decision = self.all[n].decision.clone();
            match &decision.ruling {
                Ruling::NewDispute { kind, sides } => {
                    let sides: Vec<Side> = sides.iter().map(|s| self.new_side(story, claims, s)).collect();
                    if sides.iter().filter(|s| !s.evidence.is_empty()).count() < 2 {
                        self.all[n].lose_all();
                        continue;
                    }
                    let id = DisputeId(made('d', &decision, ""));
                    let why = decision.why.clone();
                    let why =
                        why.unwrap_or_else(|| format!("{} says that these cannot all be so", decision.by));
                    let nature = Nature::Contradiction;
                    disputes.insert(
                        0,
                        Dispute { id: id.clone(), kind: *kind, sides, why, nature, resolution: None },
                    );
                    self.all[n].touches.disputes.push(id);
                }
                Ruling::ResolveDispute { sides, .. } | Ruling::DismissDispute { sides } => {
                    let sides = self.sides(story, sides);
                    let Some((at, order)) =
                        disputes.iter().enumerate().find_map(|(at, d)| Some((at, same(d, &sides)?)))
                    else {
                        self.all[n].lose_all();
                        continue;
                    };
                    let id = disputes[at].id.clone();
                    self.all[n].touches.disputes.push(id.clone());
                    if let Some(earlier) = last.insert(id, n) {
                        self.overrule(earlier);
                    }
                    match &decision.ruling {
                        Ruling::ResolveDispute { holds, .. } => {
                            let holds = holds.and_then(|side| order.get(side).copied().flatten());
                            disputes[at].resolution =
                                Some(Resolution { holds, decision: decision.id.clone() });
                        }
                        _ => drop(disputes.remove(at)),
                    }
                }
                _ => {}
            }
        }
    }

    /// The passages of each side that are found.
    fn sides(&self, story: &Story, sides: &[Vec<Anchor>]) -> Vec<Vec<Passage>> {
        sides.iter().map(|side| self.placed(side).into_iter().map(|p| passage(story, p)).collect()).collect()
    }

    fn new_side(&self, story: &Story, claims: &[Claim], side: &NewSide) -> Side {
        let evidence: BTreeSet<Passage> =
            self.placed(&side.passages).into_iter().map(|p| passage(story, p)).collect();
        let mut held = BTreeSet::new();
        let mut sources: BTreeSet<SourceId> = BTreeSet::new();
        for claim in claims {
            for told in &claim.evidence {
                let here = |p: &Passage| {
                    p.article == told.article && 2 * p.span.overlap(told.span) >= told.span.len()
                };
                if evidence.iter().any(here) {
                    held.insert(claim.id.clone());
                    let statement = told.statement.as_ref().and_then(|id| story.statement(id));
                    sources.extend(statement.and_then(|s| s.source.clone()));
                }
            }
        }
        Side {
            label: side.label.clone(),
            claims: held.into_iter().collect(),
            evidence: evidence.into_iter().collect(),
            sources: sources.into_iter().collect(),
        }
    }
}

fn passage(story: &Story, (article, bytes): (usize, ByteRange)) -> Passage {
    story.reports[article].article.passage(bytes)
}

/// Whether a dispute is the one with these sides: for each of them the dispute's side that holds it, where two at least are told
/// apart.
fn same(dispute: &Dispute, sides: &[Vec<Passage>]) -> Option<Vec<Option<usize>>> {
    let meets = |a: &Passage, b: &Passage| {
        a.article == b.article && 2 * a.span.overlap(b.span) >= a.span.len().min(b.span.len()).max(1)
    };
    let of = |side: &Vec<Passage>| {
        let shared = |n: usize| {
            let held = &dispute.sides[n].evidence;
            side.iter().filter(|p| held.iter().any(|e| meets(e, p))).count()
        };
        let best = (0..dispute.sides.len()).max_by_key(|&n| (shared(n), std::cmp::Reverse(n)))?;
        (shared(best) > 0).then_some(best)
    };
    let order: Vec<Option<usize>> = sides.iter().map(of).collect();
    let met: BTreeSet<usize> = order.iter().flatten().copied().collect();
    (met.len() > 1).then_some(order)
}
