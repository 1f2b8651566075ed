//! Which passages of a claim are set against each other, and which of these comparisons the ledger lists.
//!
//! Passages on one root source are a group, and so are copies of a text that names no source. In a claim of up to [`MANY`]
//! passages every two are compared. The ledger lists one row for two groups, by the passages that show most of them, and one
//! for each further passage of a group.
//!
//! In a larger claim groups are compared by their first passages: each with the [`COMPARED`] that have the most passages; of
//! passages on one named source the first [`ALIKE`] are. Of a larger claim, and of any in a story of many articles, the ledger
//! lists every two of the [`LARGEST`] groups, but not two that are one origin through a third, and of a further group the row
//! that shows most, unless nothing is shown. So rows grow as passages do.

use super::Grounds;
use super::grounds::Relays;
use super::refusals::{self, Ties};
use crate::group::claims::Claim;
use crate::group::sets::Sets;
use crosswire_model::{Ground, Independence, Relation, SourceId};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Passages of a claim beyond which not every two of them are compared.
const MANY: usize = 40;
/// Groups of a larger claim with which each is compared: those with the most passages.
const COMPARED: usize = 60;
/// Those of them of which every two are listed.
const LARGEST: usize = 8;
/// Passages of a larger claim on one named source that are listed beside the first.
const ALIKE: usize = 4;

/// What is shown of two passages of a claim, by their places in its evidence. Its words are written for the rows that are listed.
pub(super) struct Compared {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) relation: Relation,
    pub(super) ground: Ground,
}

/// What is shown of the passages of a claim that are compared, in order.
pub(super) fn compare(claim: &Claim, ties: &Ties, relays: &Relays, grounds: &Grounds) -> Vec<Compared> {
    let evidence = &claim.evidence;
    let mut pairs = Vec::new();
    if evidence.len() <= MANY {
        pairs.extend((0..evidence.len()).flat_map(|b| (0..b).map(move |a| (a, b))));
    } else {
        let groups = large_groups(claim, grounds);
        for (n, group) in groups.iter().enumerate() {
            let first = group[0];
            let larger = &groups[..n.min(COMPARED)];
            pairs.extend(larger.iter().map(|other| (first.min(other[0]), first.max(other[0]))));
            let named = grounds.root(&evidence[first]).is_some();
            let members = if named { ALIKE } else { group.len() };
            pairs.extend(group[1..].iter().take(members).map(|&member| (first, member)));
        }
    }
    pairs.retain(|&(a, b)| evidence[a].article != evidence[b].article);
    pairs.sort_unstable();
    let relate = |(a, b): (usize, usize)| {
        let shown = refusals::relation(claim, ties, relays, grounds, (a, b));
        Compared { a, b, relation: shown.relation, ground: shown.ground }
    };
    // One claim may hold most of a story's passages.
    pairs.into_par_iter().map(relate).collect()
}

/// The groups of a claim of many passages, the one with the most passages first.
fn large_groups(claim: &Claim, grounds: &Grounds) -> Vec<Vec<usize>> {
    let mut by_root: BTreeMap<&SourceId, Vec<usize>> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // The groups that have words of an article.
    let mut place: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for (n, evidence) in claim.evidence.iter().enumerate() {
        if let Some(root) = grounds.root(evidence) {
            by_root.entry(&root.id).or_default().push(n);
            continue;
        }
        let before = |article| place.get(article).into_iter().flatten().copied();
        let met: BTreeSet<usize> = grounds.sharing(evidence).flat_map(before).collect();
        let of = met
            .into_iter()
            .find(|&of| grounds.copied(&claim.evidence[groups[of][0]], evidence).is_some())
            .unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        groups[of].push(n);
        // Two that have it from one article meet there.
        for article in grounds.earlier(evidence).chain([&evidence.article]) {
            place.entry(article).or_default().insert(of);
        }
    }
    groups.extend(by_root.into_values());
    groups.sort_by_key(|g| (Reverse(g.len()), g[0]));
    groups
}

/// Those of the comparisons that the ledger lists.
pub(super) fn listed(
    claim: &Claim,
    relations: &[Compared],
    ties: &Ties,
    relays: &Relays,
    grounds: &Grounds,
) -> Vec<Independence> {
    let same = |r: &Compared| r.relation == Relation::SameOrigin;
    let mut group: Vec<usize> = Vec::with_capacity(claim.evidence.len());
    let mut first_of: BTreeMap<&SourceId, usize> = BTreeMap::new();
    let mut earlier: BTreeMap<usize, usize> = BTreeMap::new();
    for relation in relations.iter().filter(|r| same(r)) {
        earlier.entry(relation.b).or_insert(relation.a);
    }
    for (n, evidence) in claim.evidence.iter().enumerate() {
        let of = match grounds.root(evidence) {
            Some(root) => *first_of.entry(&root.id).or_insert(n),
            None => earlier.get(&n).map_or(n, |&a| group[a]),
        };
        group.push(of);
    }
    // Of two groups the row that shows most: one origin before independence, and that before nothing.
    let rank = |r: &Compared| match r.relation {
        Relation::SameOrigin => 0,
        Relation::Independent => 1,
        Relation::Unknown => 2,
    };
    let mut order: Vec<usize> = (0..relations.len()).collect();
    order.sort_by_key(|&n| (rank(&relations[n]), relations[n].a, relations[n].b));
    let large = claim.evidence.len() > MANY || grounds.many;
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    group.iter().for_each(|&of| *sizes.entry(of).or_default() += 1);
    let mut largest: Vec<usize> = sizes.keys().copied().collect();
    largest.sort_by_key(|of| (Reverse(sizes[of]), *of));
    let largest: BTreeSet<usize> = largest.into_iter().take(LARGEST).collect();
    // Groups that listed rows make one origin, by their first passages.
    let mut one_origin = Sets::new(claim.evidence.len());
    let (mut across, mut within, mut further) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut kept = vec![false; relations.len()];
    for n in order {
        let row = &relations[n];
        let (a, b) = (group[row.a], group[row.b]);
        kept[n] = if a == b {
            same(row) && within.insert(row.b)
        } else if !large {
            across.insert((a.min(b), a.max(b)))
        } else if largest.contains(&a) && largest.contains(&b) {
            if same(row) {
                one_origin.join(a, b)
            } else {
                let (x, y) = (one_origin.lowest(a), one_origin.lowest(b));
                x != y && across.insert((x.min(y), x.max(y)))
            }
        } else {
            let one = if largest.contains(&a) { b } else { a };
            row.relation != Relation::Unknown && further.insert(one)
        };
    }
    let row = |&Compared { a, b, relation, ground }: &Compared| {
        let shown = refusals::relation(claim, ties, relays, grounds, (a, b));
        let (reason, passages) = (shown.reason, shown.passages);
        Independence { claim: claim.id.clone(), a, b, relation, ground, reason, passages }
    };
    relations.iter().zip(kept).filter(|(_, kept)| *kept).map(|(compared, _)| row(compared)).collect()
}
