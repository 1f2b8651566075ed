//! On whose word: root sources of claims, what is independent of what, and how well a claim is borne out.
//!
//! Counting goes by origin, never by article: ten papers that carry one agency's text weigh as one. What an outlet says
//! in its own voice adds no origin. Different wording proves nothing.

use crate::group::relays;
use crate::{hash, text};
use crosswire_model::{
    ArticleId, Claim, Evidence, Independence, Origin, OriginId, OriginPath, Relation, Reuse, Source,
    SourceId, SourceKind, Span, Statement, StatementId, Support,
};
use std::collections::{BTreeMap, BTreeSet};

/// Passages of a claim beyond which not every two of them are listed.
const MANY: usize = 40;

/// The parts of a ledger that origins are read off.
pub struct Grounds<'a> {
    /// Sources by id.
    sources: BTreeMap<&'a SourceId, &'a Source>,
    /// Statements by id.
    statements: BTreeMap<&'a StatementId, &'a Statement>,
    /// Passages that stand in two articles, by those articles.
    reuse: BTreeMap<(&'a ArticleId, &'a ArticleId), Vec<(Span, Span)>>,
    /// For each article the outlet that published it, as a source.
    outlets: BTreeMap<&'a ArticleId, &'a SourceId>,
    /// How often each source is heard in the story.
    heard: BTreeMap<&'a SourceId, usize>,
}

impl<'a> Grounds<'a> {
    /// Lays out what is known of the story.
    pub fn new(
        sources: &'a [Source],
        statements: &'a [Statement],
        reuse: &'a [Reuse],
        articles: &'a [text::Article],
    ) -> Self {
        let mut heard = BTreeMap::new();
        for source in statements.iter().filter_map(|s| s.source.as_ref()) {
            *heard.entry(source).or_insert(0) += 1;
        }
        let mut copies: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for Reuse { a, b, .. } in reuse {
            copies.entry((&a.article, &b.article)).or_default().push((a.span, b.span));
            copies.entry((&b.article, &a.article)).or_default().push((b.span, a.span));
        }
        Grounds {
            sources: sources.iter().map(|s| (&s.id, s)).collect(),
            statements: statements.iter().map(|s| (&s.id, s)).collect(),
            reuse: copies,
            outlets: relays::outlets(articles, sources),
            heard,
        }
    }

    /// The statement that carries a passage.
    fn statement(&self, evidence: &Evidence) -> Option<&'a Statement> {
        evidence.statement.as_ref().and_then(|id| self.statements.get(id).copied())
    }

    /// The source on whose word a passage rests: the last in its chain.
    fn root(&self, evidence: &Evidence) -> Option<&'a Source> {
        let source = self.statement(evidence)?.source.as_ref()?;
        self.sources.get(source).copied()
    }

    /// Whether two sources are one origin: the same; a body and one who speaks for it; two who speak for the same.
    fn one_origin(&self, a: &'a Source, b: &'a Source) -> Option<String> {
        if a.id == b.id {
            return Some(format!("both rest on {}", a.name));
        }
        let name = |id: &SourceId| self.sources.get(id).map_or_else(|| id.to_string(), |s| s.name.clone());
        match (&a.speaks_for, &b.speaks_for) {
            (Some(body), _) if *body == b.id => return Some(format!("{} speaks for {}", a.name, b.name)),
            (_, Some(body)) if *body == a.id => return Some(format!("{} speaks for {}", b.name, a.name)),
            (Some(x), Some(y)) if x == y => {
                return Some(format!("{} and {} both speak for {}", a.name, b.name, name(x)));
            }
            _ => {}
        }
        // "Iran says" and "Iran's foreign ministry says": the state speaks through its ministries.
        let body = |s: &'a Source| s.speaks_for.as_ref().and_then(|id| self.sources.get(id).copied());
        let (of_a, of_b) = (body(a).unwrap_or(a), body(b).unwrap_or(b));
        for (state, part, whole, member) in [(of_a, of_b, a, b), (of_b, of_a, b, a)] {
            if let Some(country) = country_of_state(&state.name)
                && of_country(&part.name, country)
            {
                return Some(format!("{} speaks for {}, as {} does", member.name, country, whole.name));
            }
        }
        // "the harbour master" and "the harbour office": of one house, as far as their words tell.
        let words = |s: &Source| {
            let text =
                [Some(s.name.as_str()), s.description.as_deref()].into_iter().flatten().collect::<Vec<_>>();
            house(&text.join(" "))
        };
        let named = |s: &Source| s.kind == SourceKind::Organisation || s.description.is_some();
        let shared = words(a).intersection(&words(b)).next().cloned();
        let shared = shared.filter(|_| named(a) && named(b));
        shared.map(|word| format!("{} and {} may be of one house: both are called “{word}”", a.name, b.name))
    }

    /// Whether one of two statements relays the other's source.
    fn relayed(&self, a: &Evidence, b: &Evidence) -> Option<String> {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(root) = self.root(x).filter(|r| self.cited_article(&r.id, y)) {
                return Some(format!("one has it from {}, which published the other", root.name));
            }
        }
        let (sa, sb) = (self.statement(a)?, self.statement(b)?);
        for (x, y) in [(sa, sb), (sb, sa)] {
            if let Some(relay) = x.via.iter().find(|v| y.source.as_ref() == Some(v)) {
                let name = self.sources.get(relay).map_or("the relay", |s| s.name.as_str());
                return Some(format!("one has it through {name}, on whom the other rests"));
            }
            let shown = x.inferred.iter().find(|i| y.source.as_ref() == Some(&i.via));
            if let Some(relay) = shown.and_then(|i| self.sources.get(&i.via)) {
                return Some(format!(
                    "one has it through {}, on whom the other rests, as inferred from another article with the same words",
                    relay.name
                ));
            }
        }
        None
    }

    /// Whether a source is the outlet in which another passage stands: the article that others cite.
    fn cited_article(&self, source: &SourceId, evidence: &Evidence) -> bool {
        self.outlets.get(&evidence.article).is_some_and(|outlet| *outlet == source)
    }

    /// Whether the passages of two articles are copies of each other.
    fn copied(&self, a: &Evidence, b: &Evidence) -> bool {
        let holds = |part: Span, whole: &Evidence| part.overlap(whole.span) * 2 >= whole.span.len();
        let copies = self.reuse.get(&(&a.article, &b.article));
        copies.is_some_and(|all| all.iter().any(|&(x, y)| holds(x, a) && holds(y, b)))
    }

    /// Whether two passages rest on the same origin, and why.
    fn relation(&self, a: &Evidence, b: &Evidence) -> (Relation, String) {
        if let Some(reason) = self.relayed(a, b) {
            return (Relation::SameOrigin, reason);
        }
        if self.copied(a, b) {
            return (
                Relation::SameOrigin,
                "one passage is copied from the other, or both from a third".into(),
            );
        }
        match (self.root(a), self.root(b)) {
            (Some(x), Some(y)) => {
                if let Some(reason) = self.one_origin(x, y) {
                    return (Relation::SameOrigin, reason);
                }
                let named = |s: &Source| matches!(s.kind, SourceKind::Person | SourceKind::Organisation);
                if named(x) && named(y) {
                    (
                        Relation::Independent,
                        format!(
                            "{} and {} are different sources, and neither relays the other",
                            x.name, y.name
                        ),
                    )
                } else {
                    let vague = if named(x) { y } else { x };
                    let why = match vague.kind {
                        SourceKind::Unnamed => format!("{} is not named and may be the other", vague.name),
                        _ => format!("{} does not say on whose word it reports", vague.name),
                    };
                    (Relation::Unknown, why)
                }
            }
            (None, None) => (Relation::Unknown, "neither article says on whose word".into()),
            _ => (Relation::Unknown, "one article does not say on whose word".into()),
        }
    }
}

/// Fills in the origins, the support and the pairwise independence of every claim.
pub fn reconcile(claims: &mut [Claim], grounds: &Grounds) -> (Vec<Origin>, Vec<Independence>) {
    let mut origins: BTreeMap<OriginId, Origin> = BTreeMap::new();
    let mut independence = Vec::new();
    for claim in claims.iter_mut() {
        let roots = origin_groups(claim, grounds);
        for group in &roots {
            let Some(chief) = chief(group, grounds) else { continue };
            let id = OriginId(hash::id('o', &[&chief.id.0]));
            let origin = origins.entry(id.clone()).or_insert_with(|| Origin {
                id: id.clone(),
                source: chief.id.clone(),
                name: chief.name.clone(),
                paths: Vec::new(),
            });
            for evidence in &claim.evidence {
                let Some(statement) = grounds.statement(evidence) else { continue };
                if statement.source.as_ref().is_some_and(|s| group.contains(s)) {
                    origin.paths.push(OriginPath {
                        article: evidence.article.clone(),
                        via: statement.via.clone(),
                        statement: statement.id.clone(),
                    });
                }
            }
            claim.origins.push(id);
        }
        claim.origins.sort();
        claim.origins.dedup();
        let relations = pairs(claim, grounds);
        claim.support = support(claim, &relations);
        independence.extend(relations);
    }
    for origin in origins.values_mut() {
        origin.paths.sort();
        origin.paths.dedup();
    }
    (origins.into_values().collect(), independence)
}

/// The root sources of a claim, those that are one origin together.
fn origin_groups<'a>(claim: &Claim, grounds: &Grounds<'a>) -> Vec<BTreeSet<&'a SourceId>> {
    let relays: BTreeSet<&SourceId> =
        claim.evidence.iter().filter_map(|e| grounds.statement(e)).flat_map(relays_of).collect();
    let roots: BTreeMap<&SourceId, &Source> =
        claim.evidence.iter().filter_map(|e| grounds.root(e)).map(|s| (&s.id, s)).collect();
    let mut groups: Vec<BTreeSet<&'a SourceId>> = Vec::new();
    for (id, source) in &roots {
        // A paper that is a relay elsewhere in the claim is no second root.
        let relay = relays.contains(*id) && roots.keys().any(|r| !relays.contains(*r));
        // Nor is the outlet whose own article is here and names its source.
        let cited = claim
            .evidence
            .iter()
            .any(|e| grounds.cited_article(id, e) && grounds.root(e).is_some_and(|r| r.id != **id));
        if relay || cited {
            continue;
        }
        let fits = |g: &BTreeSet<&SourceId>| {
            g.iter().any(|other| roots.get(*other).is_some_and(|o| grounds.one_origin(source, o).is_some()))
        };
        let (mut joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| fits(g));
        let mut group: BTreeSet<&SourceId> = joined.drain(..).flatten().collect();
        group.extend(grounds.sources.get_key_value(*id).map(|(k, _)| *k));
        groups = apart;
        groups.push(group);
    }
    groups.sort();
    groups
}

/// The relays of a statement, named or inferred.
fn relays_of(statement: &Statement) -> impl Iterator<Item = &SourceId> {
    statement.via.iter().chain(statement.inferred.iter().map(|i| &i.via))
}

/// The source that stands for an origin: one with a name, and the one heard most.
fn chief<'a>(group: &BTreeSet<&'a SourceId>, grounds: &Grounds<'a>) -> Option<&'a Source> {
    let rank = |s: &&Source| (s.kind != SourceKind::Unnamed, grounds.heard.get(&s.id).copied().unwrap_or(0));
    let sources = group.iter().filter_map(|id| grounds.sources.get(*id).copied());
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
        let (x, y) = (&evidence[a], &evidence[b]);
        if x.article != y.article {
            let (relation, reason) = grounds.relation(x, y);
            let (ground, passages) = (Default::default(), Vec::new());
            relations.push(Independence {
                claim: claim.id.clone(),
                a,
                b,
                relation,
                ground,
                reason,
                passages,
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

/// How well a claim is borne out.
fn support(claim: &Claim, relations: &[Independence]) -> Support {
    let articles: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
    match (articles.len(), claim.origins.len()) {
        (0 | 1, _) => Support::Single,
        (_, 0) if relations.iter().any(|r| r.relation == Relation::SameOrigin) => Support::Echoed,
        (_, 0) => Support::Unattributed,
        (_, 1) => Support::Echoed,
        _ if relations.iter().any(|r| r.relation == Relation::Independent) => Support::Corroborated,
        _ => Support::Unclear,
    }
}

/// The words of a name or role that tell one house from another: neither titles nor countries nor small words.
fn house(text: &str) -> BTreeSet<String> {
    const COMMON: &[&str] = &[
        "official", "spokes", "director", "minister", "ministri", "chief", "head", "depart", "offic",
        "senior", "deput", "former", "presid", "general", "state", "news", "agenc", "nation", "local",
        "govern", "council", "servic", "author", "polic", "leader", "member", "public",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).filter(|w| w.len() > 3);
    words
        .filter(|w| crate::group::lexicon::country(w).is_none())
        .map(|w| crate::group::terms::stem(&w))
        .filter(|s| !COMMON.iter().any(|c| s.starts_with(c)) && crate::group::terms::rarity(s) > 2.0)
        .collect()
}

/// The country, where a name is that of a state or its government and no more.
fn country_of_state(name: &str) -> Option<&'static str> {
    let plain = name.trim_start_matches("the ").trim_start_matches("The ");
    let plain = plain.strip_suffix(" government").or_else(|| plain.strip_suffix(" regime")).unwrap_or(plain);
    crate::group::lexicon::country(plain.trim_end_matches("'s").trim_end_matches("’s"))
}

/// Whether a body's name says that it is of a country.
fn of_country(name: &str, country: &str) -> bool {
    let words: Vec<&str> =
        name.split_whitespace().map(|w| w.trim_end_matches("'s").trim_end_matches("’s")).collect();
    (0..words.len()).any(|i| {
        (1..=2).any(|n| {
            i + n <= words.len()
                && crate::group::lexicon::country(&words[i..i + n].join(" ")) == Some(country)
        })
    })
}
