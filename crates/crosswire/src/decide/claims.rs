//! Which passages say the same, as people say, and what they say of claims as a whole.

use super::Decisions;
use crate::group::alignment::Unit;
use crate::group::claims::{Claim, Groups};
use crate::story::Story;
use crosswire_lang::ByteRange;
use crosswire_model::{Anchor, Decision, Review, Ruling, SignedOff, Verdict};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Passages that people have set together or apart, as indices of passages.
#[derive(Debug, Default)]
pub(crate) struct Pins {
    /// Those that say the same: two or more each, in order; no passage is in two.
    pub(crate) together: Vec<Vec<usize>>,
    /// Those that do not, each two in order.
    pub(crate) apart: BTreeSet<(usize, usize)>,
    /// For each passage that was set together with others who said so last.
    pub(crate) by: BTreeMap<usize, String>,
}

impl Pins {
    /// Every passage of which people have decided, some of them twice.
    pub(crate) fn units(&self) -> impl Iterator<Item = usize> {
        self.together.iter().flatten().copied().chain(self.apart.iter().flat_map(|(a, b)| [*a, *b]))
    }

    /// Whether two passages were set together.
    pub(crate) fn are_together(&self, a: usize, b: usize) -> bool {
        self.together.iter().any(|set| set.contains(&a) && set.contains(&b))
    }
}

/// Passages set together so far, while decisions are taken one after the other.
#[derive(Default)]
struct Table {
    /// The set of each passage, by a number of its own.
    set_of: BTreeMap<usize, usize>,
    sets: usize,
    apart: BTreeSet<(usize, usize)>,
    by: BTreeMap<usize, String>,
}

impl Table {
    fn together(&mut self, units: &[usize], by: &str) {
        let Some(&first) = units.first() else { return };
        let to = self.set(first);
        for &unit in units {
            let from = self.set(unit);
            self.set_of.values_mut().filter(|set| **set == from).for_each(|set| *set = to);
            self.by.insert(unit, by.to_owned());
        }
        let set_of = &self.set_of;
        let one = |a: &usize, b: &usize| set_of.get(a).is_some_and(|set| Some(set) == set_of.get(b));
        self.apart.retain(|(a, b)| !one(a, b));
    }

    fn set(&mut self, unit: usize) -> usize {
        *self.set_of.entry(unit).or_insert_with(|| {
            self.sets += 1;
            self.sets
        })
    }

    fn leave(&mut self, units: impl IntoIterator<Item = usize>) {
        for unit in units {
            self.set_of.remove(&unit);
            self.by.remove(&unit);
        }
    }

    fn part(&mut self, a: usize, b: usize) {
        if a != b {
            self.apart.insert((a.min(b), a.max(b)));
        }
    }
}

impl Decisions {
    /// What is pinned of these passages.
    pub(crate) fn pins(&self, units: &[Unit]) -> Pins {
        let mut table = Table::default();
        for (n, ruling) in self.open() {
            let by = &self.all[n].decision.by;
            let of = |anchors: &[Anchor]| self.units(units, anchors);
            match ruling {
                Ruling::Confirm { claim } => table.together(&of(claim), by),
                Ruling::Merge { claims } => {
                    table.together(&claims.iter().flat_map(|c| of(c)).collect::<Vec<_>>(), by);
                }
                Ruling::Split { parts } => {
                    let parts: Vec<Vec<usize>> = parts.iter().map(|p| of(p)).collect();
                    table.leave(parts.iter().flatten().copied());
                    for (k, part) in parts.iter().enumerate() {
                        table.together(part, by);
                        for &b in part {
                            parts[..k].iter().flatten().for_each(|&a| table.part(a, b));
                        }
                    }
                }
                Ruling::Move { passage, from, to } => {
                    let Some(&moved) = of(std::slice::from_ref(passage)).first() else { continue };
                    table.leave([moved]);
                    of(from).into_iter().for_each(|other| table.part(moved, other));
                    let mut joined = of(to);
                    if !joined.is_empty() {
                        joined.push(moved);
                        table.together(&joined, by);
                    }
                }
                _ => {}
            }
        }
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        table.set_of.iter().for_each(|(unit, set)| sets.entry(*set).or_default().push(*unit));
        let mut together: Vec<Vec<usize>> = sets.into_values().filter(|set| set.len() > 1).collect();
        together.sort();
        Pins { together, apart: table.apart, by: table.by }
    }

    /// The passages that are compared where these stand, each once, in order.
    fn units(&self, units: &[Unit], anchors: &[Anchor]) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.placed(anchors).into_iter().filter_map(|place| unit_at(units, place)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Writes on claims what was said of them, and marks decisions on passages that later ones have undone.
    pub(crate) fn review(&mut self, story: &Story, units: &[Unit], groups: &Groups, claims: &mut [Claim]) {
        if self.is_empty() {
            return;
        }
        let claim_of = claims_of_units(story, units, groups, claims);
        let (mut undone, mut said) = (Vec::new(), Vec::new());
        for (n, ruling) in self.open() {
            let of = |anchors: &[Anchor]| -> Vec<usize> {
                self.units(units, anchors).into_iter().map(|unit| claim_of[unit]).collect()
            };
            let all = |lists: &[Vec<Anchor>]| -> Vec<usize> { lists.iter().flat_map(|l| of(l)).collect() };
            let one = |claims: &[usize]| claims.windows(2).all(|w| w[0] == w[1]);
            let (on, holds) = match ruling {
                Ruling::Confirm { claim } => (of(claim), one(&of(claim))),
                Ruling::Merge { claims } => (all(claims), one(&all(claims))),
                Ruling::Split { parts } => {
                    let parts: Vec<BTreeSet<usize>> =
                        parts.iter().map(|p| of(p).into_iter().collect()).collect();
                    let shared = |k: usize| parts[..k].iter().any(|other| !other.is_disjoint(&parts[k]));
                    let holds = !(0..parts.len()).any(shared);
                    (parts.into_iter().flatten().collect(), holds)
                }
                Ruling::Move { passage, from, to } => {
                    let (moved, from, to) = (of(std::slice::from_ref(passage)), of(from), of(to));
                    let away = from.iter().all(|c| !moved.contains(c) || to.contains(c));
                    let holds = away && to.iter().all(|c| moved.contains(c));
                    (moved.into_iter().chain(from).chain(to).collect(), holds)
                }
                Ruling::Reject { claim }
                | Ruling::Title { claim, .. }
                | Ruling::SignOff { claim, .. }
                | Ruling::Note { on: claim, .. } => (most(&of(claim)).into_iter().collect(), true),
                Ruling::Independent { a, b } | Ruling::SameOrigin { a, b } => {
                    let both = of(&[a.clone(), b.clone()]);
                    let holds = one(&both);
                    (both, holds)
                }
                _ => continue,
            };
            let on: BTreeSet<usize> = on.into_iter().collect();
            if !holds {
                undone.push(n);
            }
            said.push((n, holds, on));
        }
        undone.into_iter().for_each(|n| self.overrule(n));
        let mut last = BTreeMap::new();
        for (n, holds, on) in said {
            self.all[n].touches.claims = on.iter().map(|c| claims[*c].id.clone()).collect();
            if on.is_empty() {
                // The words are there, and say nothing that is compared.
                self.all[n].lose_all();
            }
            for c in on.into_iter().filter(|_| holds) {
                let decision = &self.all[n].decision;
                write(&mut claims[c], decision);
                // What can be said of a claim but once: the later decision holds.
                let kind = match &decision.ruling {
                    Ruling::Confirm { .. } | Ruling::Reject { .. } => Once::Verdict,
                    Ruling::Title { .. } => Once::Title,
                    Ruling::SignOff { .. } => Once::Signature(decision.by.clone()),
                    Ruling::Independent { a, b } | Ruling::SameOrigin { a, b } => {
                        Once::Origins(self.units(units, &[a.clone(), b.clone()]))
                    }
                    _ => continue,
                };
                if let Some(earlier) = last.insert((c, kind), n)
                    && contradicts(&self.all[earlier].decision.ruling, &self.all[n].decision.ruling)
                {
                    self.overrule(earlier);
                }
            }
        }
    }

    /// Who signed the whole story off: of each the last signature, in order of time.
    pub(crate) fn signed(&mut self) -> Vec<SignedOff> {
        let signs = |ruling: &Ruling| matches!(ruling, Ruling::SignOff { claim, .. } if claim.is_empty());
        let all: Vec<usize> = self.open().filter(|(_, r)| signs(r)).map(|(n, _)| n).collect();
        let mut signed = Vec::new();
        for n in all {
            let earlier = sign(&mut signed, &self.all[n].decision);
            if let Some(at) = earlier {
                let same = |e: &super::Entry| e.decision.at == at && signs(&e.decision.ruling);
                let earlier =
                    self.all[..n].iter().position(|e| same(e) && e.decision.by == self.all[n].decision.by);
                earlier.into_iter().for_each(|n| self.overrule(n));
            }
        }
        signed
    }
}

/// What can be said of a claim but once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Once {
    Verdict,
    Title,
    /// By each signer.
    Signature(String),
    /// Of each two passages.
    Origins(Vec<usize>),
}

/// Whether the later of two decisions of one kind on one claim takes the earlier one's place.
fn contradicts(earlier: &Ruling, later: &Ruling) -> bool {
    match later {
        Ruling::Confirm { .. } => matches!(earlier, Ruling::Reject { .. }),
        Ruling::Reject { .. } => matches!(earlier, Ruling::Confirm { .. }),
        _ => earlier != later,
    }
}

/// Writes a decision on a claim.
fn write(claim: &mut Claim, decision: &Decision) {
    let review = claim.review.get_or_insert_with(Review::default);
    review.decisions.push(decision.id.clone());
    match &decision.ruling {
        Ruling::Confirm { .. } => review.verdict = Some(Verdict::Confirmed),
        Ruling::Reject { .. } => review.verdict = Some(Verdict::Rejected),
        Ruling::Title { title, .. } => claim.title.clone_from(title),
        Ruling::SignOff { .. } => drop(sign(&mut review.signed, decision)),
        _ => {}
    }
}

/// Adds a signature in place of the signer's earlier one; gives back when that was.
fn sign(signed: &mut Vec<SignedOff>, decision: &Decision) -> Option<Timestamp> {
    let Ruling::SignOff { grade, .. } = &decision.ruling else { return None };
    let before = signed.iter().position(|s| s.by == decision.by).map(|at| signed.remove(at).at);
    signed.push(SignedOff { by: decision.by.clone(), at: decision.at, grade: *grade });
    before
}

/// The passage that is compared where words stand: that which shares most with them.
fn unit_at(units: &[Unit], (article, bytes): (usize, ByteRange)) -> Option<usize> {
    let from = units.partition_point(|u| u.article < article);
    let to = units.partition_point(|u| u.article <= article);
    let shared = |n: usize| units[n].bytes.overlap(bytes);
    // Of two that hold the words, the shorter one says no more than they do.
    let best = (from..to)
        .max_by_key(|&n| (shared(n), std::cmp::Reverse(units[n].bytes.len()), std::cmp::Reverse(n)))?;
    (2 * shared(best) >= units[best].bytes.len().min(bytes.len()).max(1)).then_some(best)
}

/// The claim of each passage, as indices.
fn claims_of_units(story: &Story, units: &[Unit], groups: &Groups, claims: &[Claim]) -> Vec<usize> {
    let mut at: BTreeMap<_, usize> = BTreeMap::new();
    for (n, claim) in claims.iter().enumerate() {
        at.extend(claim.evidence.iter().map(|e| ((&e.article, e.span), n)));
    }
    let mut of = vec![0; units.len()];
    for group in &groups.groups {
        for &unit in group {
            let report = &story.reports[units[unit].article];
            let span = report.article.span(units[unit].bytes);
            of[unit] = at.get(&(report.id(), span)).copied().unwrap_or_default();
        }
    }
    of
}

/// The claim that most passages say, of two the first.
fn most(claims: &[usize]) -> Option<usize> {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    claims.iter().for_each(|c| *times.entry(*c).or_default() += 1);
    times.into_iter().max_by_key(|&(claim, times)| (times, std::cmp::Reverse(claim))).map(|(claim, _)| claim)
}

/// Whether a claim counts: nobody has rejected it.
pub(crate) fn counts(claim: &Claim) -> bool {
    claim.review.as_ref().is_none_or(|r| r.verdict != Some(Verdict::Rejected))
}
