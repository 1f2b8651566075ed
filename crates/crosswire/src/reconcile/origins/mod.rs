//! On whose word: root sources of claims, what is independent of what, and how well a claim is borne out.
//!
//! Counting goes by origin, never by article: ten papers that carry one agency's text weigh as one. What an outlet says
//! in its own voice adds no origin, nor does a sentence after an attributed one that names nobody. Different wording proves nothing.
//!
//! In reading order: [`grounds`] (what is shown of two passages), `standing` (which body a source is of), `details` (what only
//! two articles hold), then [`reconcile`].

pub mod grounds;
mod standing;
mod details;

use crate::hash;
use crosswire_model::{
    Claim, Ground, Independence, Origin, OriginId, OriginPath, Relation, Source, SourceId, SourceKind,
    Statement, Support,
};
pub use grounds::Grounds;
use standing::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// Passages of a claim beyond which not every two of them are listed.
const MANY: usize = 40;
/// Origins of a claim beyond which the largest set of independent ones is sought step by step.
const MOST: usize = 12;

/// Fills in the origins, the support and the pairwise independence of every claim.
pub fn reconcile(claims: &mut [Claim], grounds: &Grounds) -> (Vec<Origin>, Vec<Independence>) {
    let mut origins: BTreeMap<OriginId, Origin> = BTreeMap::new();
    let mut independence = Vec::new();
    for claim in claims.iter_mut() {
        let relations = pairs(claim, grounds);
        let groups = origin_groups(claim, &relations, grounds);
        for group in &groups {
            let Some(chief) = chief(group, grounds) else { continue };
            let id = OriginId(hash::id('o', &[&chief.id.0]));
            let origin = origins.entry(id.clone()).or_insert_with(|| Origin {
                id: id.clone(),
                source: chief.id.clone(),
                name: chief.name.clone(),
                paths: Vec::new(),
            });
            origin.paths.extend(paths(claim, group, grounds));
            claim.origins.push(id);
        }
        claim.origins.sort();
        claim.origins.dedup();
        claim.independent = independent(claim, &groups, &relations, grounds);
        claim.support = support(claim, &relations);
        independence.extend(relations);
    }
    for origin in origins.values_mut() {
        origin.paths.sort();
        origin.paths.dedup();
    }
    (origins.into_values().collect(), independence)
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
fn origin_groups<'a>(claim: &Claim, relations: &[Independence], grounds: &Grounds<'a>) -> Vec<Group<'a>> {
    let mut roots: BTreeMap<&'a SourceId, &'a Source> =
        claim.evidence.iter().filter_map(|e| grounds.root(e)).map(|s| (&s.id, s)).collect();
    let relayed = relays(claim, &roots, grounds);
    roots.retain(|id, _| !relayed.contains(*id));
    let passed_on: BTreeSet<(&SourceId, &SourceId)> = relations
        .iter()
        .filter(|r| r.relation == Relation::SameOrigin && r.ground == Ground::Relay)
        .filter_map(|r| Some((grounds.root(&claim.evidence[r.a])?, grounds.root(&claim.evidence[r.b])?)))
        .map(|(a, b)| (&a.id, &b.id))
        .collect();
    let one = |a: &Source, b: &Source| {
        passed_on.contains(&(&a.id, &b.id))
            || passed_on.contains(&(&b.id, &a.id))
            || matches!(grounds.compare(a, b), Verdict::One(..))
    };
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (id, source) in &roots {
        let fits = |g: &Group| g.iter().any(|other| roots.get(*other).is_some_and(|o| one(source, o)));
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| fits(g));
        groups = apart;
        groups.push(joined.into_iter().flatten().chain([*id]).collect());
    }
    groups.sort();
    groups
}

/// The root sources that only pass on what another root says: a paper that is a relay elsewhere in the claim, and an outlet
/// whose own article is here and names its source.
fn relays<'a>(
    claim: &Claim,
    roots: &BTreeMap<&'a SourceId, &'a Source>,
    grounds: &Grounds<'a>,
) -> BTreeSet<&'a SourceId> {
    let named: BTreeSet<&SourceId> =
        claim.evidence.iter().filter_map(|e| grounds.statement(e)).flat_map(relays_of).collect();
    let others = roots.keys().any(|root| !named.contains(*root));
    let cited = |id: &SourceId| {
        let elsewhere = |s: &Source| s.id != *id;
        claim.evidence.iter().any(|e| grounds.published(id, e) && grounds.root(e).is_some_and(elsewhere))
    };
    roots.keys().copied().filter(|id| named.contains(*id) && others || cited(id)).collect()
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

/// The relation of every two passages of different articles; in a claim of more than [`MANY`] passages, of those that are
/// the first of their root source, and of every other passage with the first of its own.
fn pairs(claim: &Claim, grounds: &Grounds) -> Vec<Independence> {
    let evidence = &claim.evidence;
    let firsts: Vec<usize> = if evidence.len() <= MANY {
        (0..evidence.len()).collect()
    } else {
        let mut first: BTreeMap<Option<&SourceId>, usize> = BTreeMap::new();
        (0..evidence.len())
            .map(|n| *first.entry(grounds.root(&evidence[n]).map(|s| &s.id)).or_insert(n))
            .collect()
    };
    let mut relations = Vec::new();
    let mut relate = |a: usize, b: usize| {
        if evidence[a].article != evidence[b].article {
            let shown = grounds.relation(claim, &evidence[a], &evidence[b]);
            relations.push(Independence {
                claim: claim.id.clone(),
                a,
                b,
                relation: shown.relation,
                ground: shown.ground,
                reason: shown.reason,
                passages: shown.passages,
            });
        }
    };
    for b in 0..evidence.len() {
        if firsts[b] == b {
            (0..b).filter(|a| firsts[*a] == *a).for_each(|a| relate(a, b));
        } else {
            relate(firsts[b], b);
        }
    }
    relations.sort_by_key(|r| (r.a, r.b));
    relations
}

/// How many origins of a claim are shown to be independent: the largest set of which every two are, by some pair of
/// passages, and by none the same.
fn independent(claim: &Claim, groups: &[Group], relations: &[Independence], grounds: &Grounds) -> usize {
    let group = |n: usize| {
        let root = grounds.root(&claim.evidence[n])?;
        groups.iter().position(|g| g.contains(&root.id))
    };
    let (mut apart, mut one) = (BTreeSet::new(), BTreeSet::new());
    for relation in relations {
        let (Some(a), Some(b)) = (group(relation.a), group(relation.b)) else { continue };
        let pair = (a.min(b), a.max(b));
        match relation.relation {
            Relation::Independent => drop(apart.insert(pair)),
            Relation::SameOrigin => drop(one.insert(pair)),
            Relation::Unknown => {}
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
        apart.contains(&pair) && !one.contains(&pair) && !met()
    };
    largest(groups.len(), &shown)
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
    let members = |bits: usize| (0..n).filter(move |i| bits & (1 << i) != 0).collect::<Vec<_>>();
    let sets = (0..1_usize << n).map(members);
    sets.filter(|set| (0..set.len()).all(|i| fits(&set[..i], set[i]))).map(|set| set.len()).max().unwrap_or(0)
}

/// How well a claim is borne out.
fn support(claim: &Claim, relations: &[Independence]) -> Support {
    let articles: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
    match (articles.len(), claim.origins.len()) {
        (0 | 1, _) => Support::Single,
        (_, 0) if relations.iter().any(|r| r.relation == Relation::SameOrigin) => Support::Echoed,
        (_, 0) => Support::Unattributed,
        (_, 1) => Support::Echoed,
        _ if claim.independent > 1 => Support::Corroborated,
        _ => Support::Unclear,
    }
}

#[cfg(test)]
mod tests;
