//! On whose word: root sources of claims, what is independent of what, and how well a claim is borne out.
//!
//! Counting goes by origin, never by article: ten papers that carry one agency's text weigh as one. What an outlet says
//! in its own voice adds no origin, nor does a sentence after an attributed one that names nobody. Different wording proves nothing.
//!
//! In reading order: [`grounds`] (what is shown of two passages), `affiliation` (which body a source is of), `details` (what only
//! two articles hold), `pairs` (which passages of a claim are compared, and what of it is listed), `refusals` (why two named
//! sources are not taken for independent all the same), then [`reconcile`].

pub mod grounds;
mod affiliation;
mod details;
mod pairs;
mod refusals;

use crate::group::claims::Claim;
use crate::group::sets::Sets;
use crate::hash;
use affiliation::Verdict;
use crosswire_model::{
    Ground, Independence, Origin, OriginId, OriginPath, Relation, Source, SourceId, SourceKind, Statement,
    Support,
};
pub use grounds::Grounds;
use grounds::Relays;
use pairs::Compared;
use rayon::prelude::*;
use refusals::Ties;
use std::collections::{BTreeMap, BTreeSet};

/// Origins of a claim beyond which the largest set of independent ones is sought step by step.
const MOST: usize = 12;

/// On whose word the claims of a story are.
pub struct Origins {
    /// For each claim, in order, how well it is borne out.
    pub corroborations: Vec<Corroboration>,
    /// The origins of all claims, in order of id.
    pub origins: Vec<Origin>,
    /// What was shown of pairs of passages, claim by claim.
    pub independence: Vec<Independence>,
}

/// How well one claim is borne out.
#[derive(Debug, Clone, PartialEq)]
pub struct Corroboration {
    /// The root sources that it rests on.
    pub origins: Vec<OriginId>,
    /// What they amount to.
    pub support: Support,
    /// How many of them were shown to be independent of one another.
    pub independent: usize,
}

/// Finds the origins, the support and the pairwise independence of every claim.
pub fn reconcile(claims: &[Claim], grounds: &Grounds) -> Origins {
    let of_claims: Vec<_> = claims.par_iter().map(|claim| of_claim(claim, grounds)).collect();
    let mut origins: BTreeMap<OriginId, Origin> = BTreeMap::new();
    let (mut corroborations, mut independence) = (Vec::with_capacity(claims.len()), Vec::new());
    for (corroboration, mut found, rows) in of_claims {
        corroborations.push(corroboration);
        for origin in &mut found {
            let paths = std::mem::take(&mut origin.paths);
            origins.entry(origin.id.clone()).or_insert_with(|| origin.clone()).paths.extend(paths);
        }
        independence.extend(rows);
    }
    for origin in origins.values_mut() {
        origin.paths.sort();
        origin.paths.dedup();
    }
    Origins { corroborations, origins: origins.into_values().collect(), independence }
}

/// How well one claim is borne out; its origins, with their ways to it; and the rows that the ledger lists.
fn of_claim(claim: &Claim, grounds: &Grounds) -> (Corroboration, Vec<Origin>, Vec<Independence>) {
    let relays = Relays::new(claim, grounds);
    let ties = Ties::new(claim);
    let relations = pairs::compare(claim, &ties, &relays, grounds);
    let rows = pairs::listed(claim, &relations, &ties, &relays, grounds);
    let groups = origin_groups(claim, &relations, grounds);
    let origin = |group: &Group| {
        let chief = chief(group, grounds)?;
        Some(Origin {
            id: OriginId(hash::id('o', &[&chief.id.0])),
            source: chief.id.clone(),
            name: chief.name.clone(),
            paths: paths(claim, group, grounds),
        })
    };
    let origins: Vec<Origin> = groups.iter().filter_map(origin).collect();
    let mut ids: Vec<OriginId> = origins.iter().map(|o| o.id.clone()).collect();
    ids.sort();
    ids.dedup();
    let independent = independent(claim, &groups, &relations, grounds);
    let corroboration = Corroboration {
        support: support(claim, ids.len(), independent, &relations),
        origins: ids,
        independent,
    };
    (corroboration, origins, rows)
}

/// The ways from the sources of an origin to the articles.
fn paths(claim: &Claim, group: &Group, grounds: &Grounds) -> Vec<OriginPath> {
    let rests = |s: &&Statement| s.source.as_ref().is_some_and(|id| group.contains(id));
    let path = |s: &Statement| OriginPath {
        article: s.article.clone(),
        via: s.via.clone(),
        statement: s.id.clone(),
    };
    claim.evidence.iter().filter_map(|e| grounds.statement(e)).filter(rests).map(path).collect()
}

/// Root sources that are one origin.
type Group<'a> = BTreeSet<&'a SourceId>;

/// The root sources of a claim, those that are one origin together.
fn origin_groups<'a>(claim: &Claim, relations: &[Compared], grounds: &Grounds<'a>) -> Vec<Group<'a>> {
    let mut roots: BTreeMap<&'a SourceId, &'a Source> =
        claim.evidence.iter().filter_map(|e| grounds.root(e)).map(|s| (&s.id, s)).collect();
    let relayed = relays(claim, &roots, grounds);
    roots.retain(|id, _| !relayed.contains(*id));
    let passed_on: BTreeSet<(&'a SourceId, &'a SourceId)> = relations
        .iter()
        .filter(|r| {
            r.relation == Relation::SameOrigin && matches!(r.ground, Ground::Relay | Ground::Decision)
        })
        .filter_map(|r| Some((grounds.root(&claim.evidence[r.a])?, grounds.root(&claim.evidence[r.b])?)))
        .map(|(a, b)| (&a.id, &b.id))
        .collect();
    // Sources told of in the same words stand alike to all others: hundreds of "a teacher" are compared once.
    let mut alike: BTreeMap<usize, Vec<&'a SourceId>> = BTreeMap::new();
    roots.keys().for_each(|id| alike.entry(grounds.portrait(id)).or_default().push(id));
    let one = |x: &[&SourceId], y: &[&SourceId]| {
        let (Some(a), Some(b)) = (roots.get(x[0]), roots.get(y[y.len() - 1])) else { return false };
        a.id != b.id && matches!(grounds.compare(a, b), Verdict::One(..))
    };
    let ids: Vec<&'a SourceId> = roots.keys().copied().collect();
    let place: BTreeMap<&SourceId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    let mut sets = Sets::new(ids.len());
    let kinds: Vec<&Vec<&SourceId>> = alike.values().collect();
    let (one, kinds) = (&one, &kinds);
    let joined = |n: usize| (0..=n).filter(move |&m| one(kinds[n], kinds[m])).map(move |m| (n, m));
    let joined: Vec<(usize, usize)> = (0..kinds.len()).into_par_iter().flat_map_iter(joined).collect();
    for (n, m) in joined {
        let both = || kinds[n].iter().chain(kinds[m]).map(|id| place[id]);
        for (a, b) in both().zip(both().skip(1)) {
            sets.join(a, b);
        }
    }
    for (a, b) in passed_on {
        if let (Some(&a), Some(&b)) = (place.get(a), place.get(b)) {
            sets.join(a, b);
        }
    }
    let mut groups: Vec<Group<'a>> =
        sets.members().into_iter().map(|set| set.into_iter().map(|n| ids[n]).collect()).collect();
    groups.sort();
    groups
}

/// The root sources that only pass on what another root says: a paper that is a relay elsewhere in the claim, an outlet whose
/// own article is here and names its source, and an outlet or a document that passes on another root elsewhere in the story.
fn relays<'a>(
    claim: &Claim,
    roots: &BTreeMap<&'a SourceId, &'a Source>,
    grounds: &Grounds<'a>,
) -> BTreeSet<&'a SourceId> {
    let named: BTreeSet<&SourceId> =
        claim.evidence.iter().filter_map(|e| grounds.statement(e)).flat_map(relays_of).collect();
    // A paper or a document that elsewhere has it from another root of the claim.
    let passes_on = |id: &SourceId| {
        let kind = grounds.source(id).map(|s| s.kind);
        matches!(kind, Some(SourceKind::Outlet | SourceKind::Agency | SourceKind::Document))
            && roots.keys().any(|root| *root != id && grounds.passes_on(id, root))
    };
    let others = roots.keys().any(|root| !named.contains(*root));
    let citing = |e| grounds.outlet(e).filter(|id| grounds.root(e).is_some_and(|s| s.id != **id));
    let cited: BTreeSet<&SourceId> = claim.evidence.iter().filter_map(citing).collect();
    let only = |id: &&SourceId| named.contains(*id) && others || cited.contains(*id) || passes_on(id);
    roots.keys().copied().filter(only).collect()
}

/// The relays of a statement, named or inferred.
fn relays_of(statement: &Statement) -> impl Iterator<Item = &SourceId> {
    statement.via.iter().chain(statement.inferred.iter().map(|i| &i.via))
}

/// The source that stands for an origin: one with a name, and the one heard most.
fn chief<'a>(group: &Group<'a>, grounds: &Grounds<'a>) -> Option<&'a Source> {
    let rank = |s: &&Source| (s.kind != SourceKind::Unnamed, grounds.heard(&s.id));
    let sources = group.iter().filter_map(|id| grounds.source(id));
    sources.max_by(|a, b| rank(a).cmp(&rank(b)).then(b.id.cmp(&a.id)))
}

/// How many origins of a claim are shown to be independent: the largest set of which every two are, by some pair of
/// passages, and by none the same. Of a claim whose passages are not all compared it is the least that is shown.
fn independent(claim: &Claim, groups: &[Group], relations: &[Compared], grounds: &Grounds) -> usize {
    let of: BTreeMap<&SourceId, usize> =
        groups.iter().enumerate().flat_map(|(n, g)| g.iter().map(move |id| (*id, n))).collect();
    let group = |n: usize| of.get(&grounds.root(&claim.evidence[n])?.id).copied();
    let (mut apart, mut one, mut decided) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for relation in relations {
        let (Some(a), Some(b)) = (group(relation.a), group(relation.b)) else { continue };
        let pair = (a.min(b), a.max(b));
        match relation.relation {
            Relation::Independent => drop(apart.insert(pair)),
            Relation::SameOrigin => drop(one.insert(pair)),
            Relation::Unknown => {}
        }
        if relation.ground == Ground::Decision && relation.relation == Relation::Independent {
            decided.insert(pair);
        }
    }
    // Two origins are apart only if all their sources with a name are, in whichever articles they stand.
    let named = |id: &SourceId| grounds.source(id).filter(|_| grounds.is_named(id));
    let open = |a: &SourceId, b: &SourceId| match (named(a), named(b)) {
        (Some(a), Some(b)) => !matches!(grounds.compare(a, b), Verdict::Apart),
        _ => false,
    };
    let shown = |a: usize, b: usize| {
        let pair = (a.min(b), a.max(b));
        let met = || groups[a].iter().any(|x| groups[b].iter().any(|y| open(x, y)));
        decided.contains(&pair) || apart.contains(&pair) && !one.contains(&pair) && !met()
    };
    let unattributed = |r: &Compared| group(r.a).is_none() || group(r.b).is_none();
    let seen = |r: &&Compared| {
        r.ground == Ground::Decision && r.relation == Relation::Independent && unattributed(r)
    };
    // Who tells in its own voice is a source of its own where people say so.
    largest(groups.len(), &shown).max(if relations.iter().any(|r| seen(&r)) { 2 } else { 0 })
}

/// The size of the largest set of `0..n` every two of which are shown to be apart; of more than [`MOST`], of one that
/// cannot be made larger.
fn largest(n: usize, apart: &dyn Fn(usize, usize) -> bool) -> usize {
    let fits = |set: &[usize], next: usize| set.iter().all(|&one| apart(one, next));
    if n > MOST {
        let set = (0..n).fold(Vec::new(), |mut set, next| {
            if fits(&set, next) {
                set.push(next);
            }
            set
        });
        return set.len();
    }
    // A set is a number: its bits are the members.
    let before: Vec<u32> = (0..n).map(|b| (0..b).filter(|&a| apart(a, b)).map(|a| 1 << a).sum()).collect();
    let every_two = |set: &u32| (0..n).all(|b| set & 1 << b == 0 || set & ((1 << b) - 1) & !before[b] == 0);
    (0..1_u32 << n).filter(every_two).map(u32::count_ones).max().unwrap_or(0) as usize
}

/// How well a claim of so many origins, so many of them independent, is borne out.
fn support(claim: &Claim, origins: usize, independent: usize, relations: &[Compared]) -> Support {
    let articles: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
    match (articles.len(), origins) {
        (0 | 1, _) => Support::Single,
        _ if independent > 1 => Support::Corroborated,
        (_, 0) if relations.iter().any(|r| r.relation == Relation::SameOrigin) => Support::Echoed,
        (_, 0) => Support::Unattributed,
        (_, 1) => Support::Echoed,
        _ => Support::Unclear,
    }
}

#[cfg(test)]
mod tests;
