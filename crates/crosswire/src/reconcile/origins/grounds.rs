//! What is shown of two passages: whether they rest on one origin, by what, in which words.

use super::affiliation::{self, Affiliation, Verdict};
use super::details::Details;
use crate::decide::Relations;
use crate::group::claims::{Claim, Evidence};
use crate::group::relays;
use crate::story::{MANY, Story};
use crate::text::{self, BlockKind};
use crosswire_model::{
    ArticleId, Ground, Passage, Relation, Reuse, Source, SourceId, SourceKind, Span, Statement, StatementId,
};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The parts of a ledger that origins are read off.
pub struct Grounds<'a> {
    /// Sources by id.
    sources: FxHashMap<&'a SourceId, &'a Source>,
    /// The affiliation of each source.
    affiliations: FxHashMap<&'a SourceId, Affiliation>,
    /// Statements by id.
    statements: FxHashMap<&'a StatementId, &'a Statement>,
    /// Passages that stand in two articles, by those articles.
    copies: FxHashMap<(&'a ArticleId, &'a ArticleId), Vec<(Span, Span)>>,
    /// In a story of many articles, for each the passages that it has from an earlier one: where they stand here and there.
    earlier: FxHashMap<&'a ArticleId, Vec<(Span, &'a ArticleId, Span)>>,
    /// For each article the outlet that published it, as a source.
    outlets: FxHashMap<&'a ArticleId, &'a SourceId>,
    /// The agencies that each article says it draws on.
    agencies: FxHashMap<&'a ArticleId, &'a [String]>,
    /// The lines of each article that name them.
    credit_lines: FxHashMap<&'a ArticleId, Vec<Passage>>,
    /// For each source those whose word it passes on, in any article of the story.
    passed_on: FxHashMap<&'a SourceId, BTreeSet<&'a SourceId>>,
    /// How often each source is heard in the story.
    heard: FxHashMap<&'a SourceId, usize>,
    /// The copied passages of each article, with the articles that share them.
    shared: FxHashMap<&'a ArticleId, Vec<(Span, &'a ArticleId)>>,
    /// For each source a number that it has in common with those that are told of in the same words.
    portraits: FxHashMap<&'a SourceId, usize>,
    details: Details<'a>,
    /// What people have decided.
    decided: &'a Relations,
    /// Whether the story is of many articles.
    pub(super) many: bool,
}

/// What was shown of two passages.
pub(super) struct Shown {
    pub(super) relation: Relation,
    pub(super) ground: Ground,
    pub(super) reason: String,
    pub(super) passages: Vec<Passage>,
}

/// For each relay of a claim the sources behind it, each with the first passage that tells so.
pub(super) struct Relays<'a>(BTreeMap<&'a SourceId, Vec<(&'a Source, &'a Evidence)>>);

impl<'a> Relays<'a> {
    pub(super) fn new(claim: &'a Claim, grounds: &Grounds<'a>) -> Self {
        let mut relays: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for evidence in &claim.evidence {
            let (Some(statement), Some(root)) = (grounds.statement(evidence), grounds.root(evidence)) else {
                continue;
            };
            for via in statement.via.iter().filter(|via| seen.insert((*via, &root.id))) {
                relays.entry(via).or_default().push((root, evidence));
            }
        }
        Relays(relays)
    }
}

impl<'a> Grounds<'a> {
    /// Lays out what is known of the story.
    pub(crate) fn new(story: &'a Story, reuse: &'a [Reuse], decided: &'a Relations) -> Self {
        let sources = story.sources.as_slice();
        let articles = || story.reports.iter().map(|r| &r.article);
        let mut heard = FxHashMap::default();
        for source in story.statements().filter_map(|s| s.source.as_ref()) {
            *heard.entry(source).or_insert(0) += 1;
        }
        let mut passed_on: FxHashMap<_, BTreeSet<_>> = FxHashMap::default();
        for statement in story.statements() {
            let inferred = statement.inferred.iter().map(|i| &i.via);
            for relay in statement.via.iter().chain(inferred) {
                passed_on.entry(relay).or_default().extend(&statement.source);
            }
        }
        let mut copies: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut shared: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut earlier: FxHashMap<_, Vec<_>> = FxHashMap::default();
        // Two who quote the same words may both have heard them.
        for Reuse { a, b, .. } in reuse.iter().filter(|r| !r.quotation) {
            copies.entry((&a.article, &b.article)).or_default().push((a.span, b.span));
            copies.entry((&b.article, &a.article)).or_default().push((b.span, a.span));
            shared.entry(&a.article).or_default().push((a.span, &b.article));
            shared.entry(&b.article).or_default().push((b.span, &a.article));
            if story.reports.len() > MANY {
                earlier.entry(&b.article).or_default().push((b.span, &a.article, a.span));
            }
        }
        let bodies: BTreeSet<&SourceId> = sources.iter().filter_map(|s| s.speaks_for.as_ref()).collect();
        let mut known = BTreeMap::new();
        let portrait = |s: &'a Source| {
            let described: Vec<&str> = s.described.iter().map(|d| d.text.as_str()).collect();
            let next = known.len();
            let body = Some(&s.id).filter(|id| bodies.contains(id));
            let words = (&s.name, s.kind, &s.description, described, &s.aliases, &s.speaks_for, body);
            (&s.id, *known.entry(words).or_insert(next))
        };
        let portraits = sources.iter().map(portrait).collect();
        let by_id: FxHashMap<&SourceId, &Source> = sources.iter().map(|s| (&s.id, s)).collect();
        let body = |s: &Source| s.speaks_for.as_ref().and_then(|id| by_id.get(id).copied());
        Grounds {
            affiliations: sources.iter().map(|s| (&s.id, Affiliation::new(s, body(s)))).collect(),
            sources: by_id,
            statements: story.statements().map(|s| (&s.id, s)).collect(),
            copies,
            earlier,
            outlets: relays::outlets(story),
            agencies: articles().map(|a| (&a.id, a.agencies.as_slice())).collect(),
            credit_lines: articles().map(|a| (&a.id, credit_lines(a))).collect(),
            passed_on,
            heard,
            shared,
            portraits,
            details: Details::new(&story.reports),
            decided,
            many: story.reports.len() > MANY,
        }
    }

    /// What people have decided of two passages, and who, and why.
    pub(super) fn decided(&self, a: &Evidence, b: &Evidence) -> Option<(Relation, &str)> {
        self.decided.of((&a.article, a.span), (&b.article, b.span))
    }

    /// The attributions of two passages.
    pub(super) fn attributed(&self, a: &Evidence, b: &Evidence) -> Vec<Passage> {
        [a, b].into_iter().flat_map(|e| self.attribution(e)).collect()
    }

    /// How often a source is heard in the story.
    pub(super) fn heard(&self, source: &SourceId) -> usize {
        self.heard.get(source).copied().unwrap_or(0)
    }

    pub(super) fn source(&self, id: &SourceId) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// The statement that carries a passage.
    pub(super) fn statement(&self, evidence: &Evidence) -> Option<&'a Statement> {
        evidence.statement.as_ref().and_then(|id| self.statements.get(id).copied())
    }

    /// The source on whose word a passage rests: the last in its chain.
    pub(super) fn root(&self, evidence: &Evidence) -> Option<&'a Source> {
        self.source(self.statement(evidence)?.source.as_ref()?)
    }

    /// Whether a source is somebody, or a service that speaks with one voice.
    pub(super) fn is_named(&self, id: &SourceId) -> bool {
        self.affiliations.get(id).is_some_and(Affiliation::is_named)
    }

    fn name(&self, id: &SourceId) -> &'a str {
        self.source(id).map_or("the relay", |s| s.name.as_str())
    }

    /// The outlet in which a passage stands.
    pub(super) fn outlet(&self, evidence: &Evidence) -> Option<&'a SourceId> {
        self.outlets.get(&evidence.article).copied()
    }

    /// A number that a source has in common with those that are told of in the same words.
    pub(super) fn portrait(&self, id: &SourceId) -> usize {
        self.portraits.get(id).copied().unwrap_or_default()
    }

    /// The articles that share words of a passage; in a story of many articles those from which it is found to have them.
    pub(super) fn sharing(&self, evidence: &Evidence) -> impl Iterator<Item = &'a ArticleId> {
        let span = evidence.span;
        let direct = self.shared.get(&evidence.article).filter(|_| !self.many).into_iter().flatten();
        let direct = direct.filter(move |(part, _)| part.overlap(span) > 0).map(|(_, article)| *article);
        direct.chain(self.earlier(evidence))
    }

    /// In a story of many articles, those from which a passage is found to have words.
    pub(super) fn earlier(&self, evidence: &Evidence) -> impl Iterator<Item = &'a ArticleId> {
        let span = evidence.span;
        let all = self.earlier.get(&evidence.article).into_iter().flatten();
        all.filter(move |(part, ..)| part.overlap(span) > 0).map(|(_, article, _)| *article)
    }

    /// Whether a source is the outlet in which a passage stands.
    pub(super) fn published(&self, source: &SourceId, evidence: &Evidence) -> bool {
        self.outlet(evidence) == Some(source)
    }

    /// What is shown of two sources.
    pub(super) fn compare(&self, a: &Source, b: &Source) -> Verdict {
        if a.id == b.id {
            return Verdict::One(Ground::SameSource, format!("both rest on {}", a.name));
        }
        if self.decided.are_distinct(&a.id, &b.id) {
            return Verdict::Apart;
        }
        let speaks =
            |who: &str, body: &str| Verdict::One(Ground::SpeaksFor, format!("{who} speaks for {body}"));
        match (&a.speaks_for, &b.speaks_for) {
            (Some(body), _) if *body == b.id => speaks(&a.name, &b.name),
            (_, Some(body)) if *body == a.id => speaks(&b.name, &a.name),
            (Some(x), Some(y)) if x == y => {
                speaks(&format!("{} as well as {}", a.name, b.name), self.name(x))
            }
            _ => match (self.affiliations.get(&a.id), self.affiliations.get(&b.id)) {
                (Some(x), Some(y)) => affiliation::compare((a, x), (b, y)),
                _ => Verdict::Open(Ground::Affiliation, "one is not known".into()),
            },
        }
    }

    /// Whether two passages of a claim rest on the same origin, by what, and why.
    pub(super) fn relation(&self, relays: &Relays, a: &Evidence, b: &Evidence) -> Shown {
        let attributed = || self.attributed(a, b);
        let shown = |relation, ground, reason: String, mut passages: Vec<Passage>| {
            let mut seen = BTreeSet::new();
            passages.retain(|passage| seen.insert(passage.clone()));
            Shown { relation, ground, reason, passages }
        };
        let roots = (self.root(a), self.root(b));
        let verdict = match roots {
            (Some(x), Some(y)) => Some(self.compare(x, y)),
            _ => None,
        };
        if let Some(Verdict::One(ground, reason)) = verdict {
            return shown(Relation::SameOrigin, ground, reason, attributed());
        }
        if let Some((reason, third)) = self.relayed(relays, a, b) {
            let passages = attributed().into_iter().chain(third).collect();
            return shown(Relation::SameOrigin, Ground::Relay, reason, passages);
        }
        if let Some(passages) = self.copied(a, b) {
            let reason = "one passage is copied from the other, or both from a third".into();
            return shown(Relation::SameOrigin, Ground::Copied, reason, passages);
        }
        if matches!(verdict, Some(Verdict::Apart))
            && let (Some(x), Some(y)) = roots
        {
            if let Some(reason) = self.may_have_it(x, y).or_else(|| self.may_have_it(y, x)) {
                return shown(Relation::Unknown, Ground::Relay, reason, attributed());
            }
            let reason = format!(
                "{} and {} are different sources, and neither relays the other or speaks for it",
                x.name, y.name
            );
            return shown(Relation::Independent, Ground::DifferentSources, reason, attributed());
        }
        // Only where an article keeps its source to itself does a detail tell that it has one.
        if verdict.is_none()
            && let Some((words, passages)) = self.details.shared(a, b)
        {
            let reason = format!("only these two articles have “{words}”");
            return shown(Relation::SameOrigin, Ground::SharedDetail, reason, passages);
        }
        let (ground, reason) = match (verdict, roots) {
            (Some(Verdict::Open(ground, reason)), _) => (ground, reason),
            (_, (None, None)) => (Ground::Unattributed, "neither article says on whose word".into()),
            (_, (x, y)) => {
                let known = x.or(y).map_or("the other", |s| s.name.as_str());
                (Ground::Unattributed, format!("one rests on {known}, the other does not say on whose word"))
            }
        };
        shown(Relation::Unknown, ground, reason, attributed())
    }

    /// Whether a source passes on another's word anywhere in the story.
    pub(super) fn passes_on(&self, relay: &SourceId, source: &SourceId) -> bool {
        self.passed_on.get(relay).is_some_and(|of| of.contains(source))
    }

    /// Why a source may have what it says from another: elsewhere in the story it passes on that one's word, or both pass on a
    /// third's.
    fn may_have_it(&self, x: &Source, y: &Source) -> Option<String> {
        let behind = |source: &Source| self.passed_on.get(&source.id);
        let theirs = behind(x)?;
        if theirs.contains(&y.id) {
            return Some(format!("elsewhere {} passes on what {} says", x.name, y.name));
        }
        let third = theirs.intersection(behind(y)?).next()?;
        Some(format!("elsewhere both {} and {} pass on what {} says", x.name, y.name, self.name(third)))
    }

    /// The words that attribute a passage.
    fn attribution(&self, evidence: &Evidence) -> Vec<Passage> {
        let statement = self.statement(evidence);
        let spans = statement.into_iter().flat_map(|s| s.source_spans.iter().map(|q| q.span));
        spans.map(|span| Passage { article: evidence.article.clone(), span }).collect()
    }

    /// Whether one of two passages has it through the other's source, article or agency; with the words of a third passage
    /// where that shows it.
    fn relayed(&self, relays: &Relays, a: &Evidence, b: &Evidence) -> Option<(String, Vec<Passage>)> {
        let here = |reason: String| Some((reason, Vec::new()));
        for (x, y) in [(a, b), (b, a)] {
            if let Some(reason) = self.cites(x, y) {
                return here(reason);
            }
        }
        if self.root(a).is_none() && self.root(b).is_none() {
            let both = self.credits(b);
            let agency = self.credits(a).into_iter().find(|agency| both.contains(agency))?;
            let lines = [a, b].into_iter().filter_map(|e| self.credit_lines.get(&e.article)).flatten();
            return Some((format!("both articles say that they draw on {agency}"), lines.cloned().collect()));
        }
        let (sa, sb) = (self.statement(a)?, self.statement(b)?);
        for (x, y) in [(sa, sb), (sb, sa)] {
            let source = y.source.as_ref()?;
            if x.via.contains(source) {
                return here(format!("one has it through {}, on whom the other rests", self.name(source)));
            }
            if x.inferred.iter().any(|i| i.via == *source) {
                return here(format!(
                    "one has it through {}, on whom the other rests, as inferred from another article with the same words",
                    self.name(source)
                ));
            }
        }
        if let Some(relay) =
            sa.via.iter().find(|relay| sb.via.contains(relay)).filter(|_| self.both_unnamed(a, b))
        {
            return here(format!("both have it through {}, from people without a name", self.name(relay)));
        }
        [(a, b), (b, a)].into_iter().find_map(|(x, y)| self.relayed_by_others(relays, x, y))
    }

    /// Whether a passage cites the article in which another stands, or the agency that this article draws on.
    fn cites(&self, x: &Evidence, y: &Evidence) -> Option<String> {
        let statement = self.statement(x)?;
        let root = self.root(x)?;
        if self.published(&root.id, y) {
            return Some(format!("one has it from {}, which published the other", root.name));
        }
        if self.root(y).is_none() && self.credits(y).iter().any(|agency| is_called(root, agency)) {
            return Some(format!("one has it from {}, on which the other draws", root.name));
        }
        let outlet = self.outlet(y)?;
        let told = statement.via.contains(outlet) && (self.root(y).is_none() || self.both_unnamed(x, y));
        told.then(|| format!("one has it through {}, which published the other", self.name(outlet)))
    }

    /// The agencies with a name on which the article of a passage draws.
    fn credits(&self, evidence: &Evidence) -> Vec<&'a str> {
        let all = self.agencies.get(&evidence.article).copied().unwrap_or_default();
        all.iter().map(String::as_str).filter(|agency| *agency != "Agencies").collect()
    }

    fn both_unnamed(&self, a: &Evidence, b: &Evidence) -> bool {
        let nameless = |s: &Source| s.kind == SourceKind::Unnamed && !self.is_named(&s.id);
        [a, b].into_iter().all(|e| self.root(e).is_some_and(nameless))
    }

    /// Whether other passages show that the source of one has it from that of the other: a paper rests on a broadcaster, the
    /// broadcaster, another paper tells, on the agency, and the agency, as a third tells, on the minister.
    fn relayed_by_others(
        &self,
        relays: &Relays,
        x: &Evidence,
        y: &Evidence,
    ) -> Option<(String, Vec<Passage>)> {
        let (relay, root) = (self.root(x)?, self.root(y)?);
        let (mut behind, mut shown_by) = (vec![&relay.id], Vec::new());
        let mut at = 0;
        while let Some(&through) = behind.get(at) {
            at += 1;
            for (source, evidence) in relays.0.get(through).into_iter().flatten() {
                if behind.contains(&&source.id) {
                    continue;
                }
                shown_by.extend(self.attribution(evidence));
                if matches!(self.compare(source, root), Verdict::One(..)) {
                    let reason = format!("{} has it from {}, as other articles tell", relay.name, root.name);
                    return Some((reason, shown_by));
                }
                behind.push(&source.id);
            }
        }
        None
    }

    /// The passages that two articles have in common, where they hold most of both passages of a claim. Where each names a
    /// root of its own, a short clause in the same words is a set phrase: they have to share a longer one.
    pub(super) fn copied(&self, a: &Evidence, b: &Evidence) -> Option<Vec<Passage>> {
        let holds = |part: Span, whole: &Evidence| part.overlap(whole.span) * 2 >= whole.span.len();
        let named = matches!((self.root(a), self.root(b)), (Some(x), Some(y)) if x.id != y.id);
        let enough = |part: Span, whole: &Evidence| !named || part.overlap(whole.span) >= LONG;
        let fits = |x: Span, y: Span| holds(x, a) && holds(y, b) && enough(x, a);
        let passage = |article: &ArticleId, span: Span| Passage { article: article.clone(), span };
        let direct = self.copies.get(&(&a.article, &b.article)).into_iter().flatten();
        if let Some(&(x, y)) = direct.into_iter().find(|&&(x, y)| fits(x, y)) {
            return Some(vec![passage(&a.article, x), passage(&b.article, y)]);
        }
        // Both from a third, in which the two passages are mostly one.
        let one = |x: Span, y: Span| 2 * x.overlap(y) >= x.len().min(y.len());
        self.earlier.get(&a.article)?.iter().find_map(|&(x, third, in_third)| {
            let from_there =
                |&&(y, of, at): &&(Span, &ArticleId, Span)| of == third && one(in_third, at) && fits(x, y);
            let (y, ..) = *self.earlier.get(&b.article)?.iter().find(from_there)?;
            Some(vec![passage(&a.article, x), passage(&b.article, y), passage(third, in_third)])
        })
    }
}

/// Code points in the same words that are no set phrase.
const LONG: usize = 80;

/// Whether a source goes by a name.
fn is_called(source: &Source, name: &str) -> bool {
    std::iter::once(&source.name).chain(&source.aliases).any(|n| n.eq_ignore_ascii_case(name))
}

/// The datelines and credit lines of an article.
fn credit_lines(article: &text::Article) -> Vec<Passage> {
    let lines = article.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Dateline | BlockKind::Credit));
    lines.map(|b| article.passage(b.bytes)).collect()
}
