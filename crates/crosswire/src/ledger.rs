//! The last step: what the stages found, written down as a ledger.

use crate::Document;
use crate::annotate::Annotation;
use crate::extract::events::{Argument, Event, Kind};
use crate::extract::statements::Attribution;
use crate::group::alignment::Unit;
use crate::group::claims::{Claim, Evidence};
use crate::group::sources::Named;
use crate::hash;
use crate::reconcile::origins::{Corroboration, Origins};
use crate::reconcile::{coverage, timeline};
use crate::story::{Report, Story};
use crate::text::overlaps::Overlaps;
use crate::text::{Article, one_line};
use crosswire_lang::ByteRange;
use crosswire_model as model;
use crosswire_model::{
    ArticleId, Change, ClaimId, Dispute, Figure, Generator, Ledger, Nature, Participant, Proposition,
    PropositionId, Quoted, Reuse, SchemaName, Skipped, Span, Statement, StatementId, Support,
};
use std::collections::{BTreeMap, BTreeSet};

/// An article as the ledger lists it.
fn article(article: &Article, annotation: &Annotation) -> model::Article {
    let document = &article.document;
    model::Article {
        id: article.id.clone(),
        path: document.path.clone(),
        outlet: document.outlet.clone(),
        title: document.title.clone(),
        url: document.url.clone(),
        author: document.author.clone(),
        language: article.language.clone(),
        sha256: document.sha256.clone(),
        words: annotation.body_words(),
        published: article.published.map(|(date, _)| date),
        published_basis: article.published.map(|(_, basis)| basis),
        agencies: article.agencies.clone(),
        repeated: article
            .repeats
            .iter()
            .map(|r| model::Repeat { span: article.span(r.bytes), of: article.span(r.of) })
            .collect(),
        as_of: document.as_of,
        versions: article.versions.iter().map(version).collect(),
    }
}

/// An earlier version as the ledger lists it.
fn version(document: &Document) -> model::Version {
    model::Version {
        path: document.path.clone(),
        sha256: document.sha256.clone(),
        title: document.title.clone(),
        url: document.url.clone(),
        published: document.published.map(|(date, _)| date),
        as_of: document.as_of,
    }
}

/// The statements of an article: each attribution with who it names. Where a statement stands is part of its name.
pub(crate) fn statements(article: &Article, attributions: &[Attribution], named: &[Named]) -> Vec<Statement> {
    attributions
        .iter()
        .zip(named)
        .map(|(attribution, named)| statement(article, attribution, named))
        .collect()
}

fn statement(article: &Article, attribution: &Attribution, named: &Named) -> Statement {
    let content: Vec<_> = attribution.content.iter().map(|c| article.span(*c)).collect();
    let place: Vec<String> = content.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
    let quoted = |bytes| Quoted { span: article.span(bytes), text: article.text(bytes).to_string() };
    Statement {
        id: StatementId(hash::id('s', &[&article.id.0, &place.join(",")])),
        article: article.id.clone(),
        content,
        cue: attribution.cue.map(|c| article.span(c)).into_iter().collect(),
        source_spans: attribution.source.map(quoted).into_iter().collect(),
        source: named.source.clone(),
        via: named.via.clone(),
        inferred: Vec::new(),
        quote: attribution.quote,
        claims: Vec::new(),
    }
}

/// Names for each figure the statement whose content it stands in.
pub(crate) fn attribute(figures: &mut [Figure], statements: &[Statement]) {
    let contents = statements.iter().flat_map(|s| s.content.iter().map(move |c| (*c, (s, *c))));
    let contents: Overlaps<_, _> = contents.collect();
    for figure in figures {
        let holds = contents.with(figure.span).into_iter().find(|(_, c)| c.contains(figure.span));
        figure.statement = holds.map(|(s, _)| s.id.clone());
    }
}

/// What the stages found, before it is written down.
pub(crate) struct Found {
    pub(crate) claims: Vec<Claim>,
    pub(crate) propositions: Vec<Proposition>,
    pub(crate) reuse: Vec<Reuse>,
    pub(crate) origins: Origins,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) changes: Vec<Change>,
}

/// Writes down what was found.
pub(crate) fn write(story: &Story, found: Found, skipped: Vec<Skipped>, warnings: Vec<Skipped>) -> Ledger {
    let Found { claims, propositions, reuse, origins, disputes, changes } = found;
    let Origins { corroborations, origins, independence } = origins;
    let statements = statements_with_claims(story, &claims);
    let claims = corroborated_claims(claims, corroborations, &propositions, &disputes);
    let articles: Vec<_> = story.reports.iter().map(|r| article(&r.article, &r.annotation)).collect();
    Ledger {
        schema: SchemaName::V1,
        generator: generator(),
        story: about(story, &claims),
        skipped,
        warnings,
        coverage: coverage::coverage(&claims, &disputes, &articles),
        timeline: timeline::timeline(&claims, story),
        statements,
        figures: story.figures().cloned().collect(),
        times: story.times().cloned().collect(),
        sources: story.sources.clone(),
        wordings: story.wordings.clone(),
        series: story.series.clone(),
        articles,
        propositions,
        claims,
        origins,
        independence,
        disputes,
        reuse,
        changes,
        decisions: Vec::new(),
    }
}

/// The statements, each with the claims that it carries.
fn statements_with_claims(story: &Story, claims: &[Claim]) -> Vec<Statement> {
    let mut carried: BTreeMap<&StatementId, Vec<ClaimId>> = BTreeMap::new();
    for claim in claims {
        for statement in claim.evidence.iter().filter_map(|e| e.statement.as_ref()) {
            let all = carried.entry(statement).or_default();
            if all.last() != Some(&claim.id) {
                all.push(claim.id.clone());
            }
        }
    }
    let with = |s: &Statement| Statement { claims: carried.remove(&s.id).unwrap_or_default(), ..s.clone() };
    story.statements().map(with).collect()
}

/// The claims, each with what was found of it.
fn corroborated_claims(
    claims: Vec<Claim>,
    corroborations: Vec<Corroboration>,
    propositions: &[Proposition],
    disputes: &[Dispute],
) -> Vec<model::Claim> {
    let open = |d: &&Dispute| d.nature == Nature::Contradiction && d.resolution.is_none();
    let contradictions = disputes.iter().filter(open);
    let disputed: BTreeSet<&ClaimId> =
        contradictions.flat_map(|d| &d.sides).flat_map(|s| &s.claims).collect();
    let mut told: BTreeMap<(&ArticleId, Span), Vec<PropositionId>> = BTreeMap::new();
    for p in propositions {
        told.entry((&p.article, p.span)).or_default().push(p.id.clone());
    }
    let evidence = |e: Evidence| model::Evidence {
        propositions: told.get(&(&e.article, e.span)).cloned().unwrap_or_default(),
        article: e.article,
        span: e.span,
        statement: e.statement,
        status: e.status,
        polarity: e.polarity,
    };
    let claim = |(claim, corroboration): (Claim, Corroboration)| model::Claim {
        disputed: disputed.contains(&claim.id),
        id: claim.id,
        text: claim.text,
        title: claim.title,
        evidence: claim.evidence.into_iter().map(evidence).collect(),
        origins: corroboration.origins,
        support: corroboration.support,
        independent: corroboration.independent,
        links: claim.links,
        review: claim.review,
    };
    claims.into_iter().zip(corroborations).map(claim).collect()
}

/// What is said to happen: the events of each passage that its predicate or a frame names, with the statement of the passage
/// and the claim that it says.
pub(crate) fn propositions(story: &Story, passages: &[Unit], claims: &[Claim]) -> Vec<Proposition> {
    let mut said: BTreeMap<(&ArticleId, Span), &ClaimId> = BTreeMap::new();
    for claim in claims {
        said.extend(claim.evidence.iter().map(|e| ((&e.article, e.span), &claim.id)));
    }
    let counted = |r: &Report| r.figures.iter().enumerate().map(|(n, f)| (f.span, n)).collect();
    let counted: Vec<Overlaps<Span, usize>> = story.reports.iter().map(counted).collect();
    let mut propositions = Vec::new();
    for passage in passages {
        let report = &story.reports[passage.article];
        let article = &report.article;
        let span = article.span(passage.bytes);
        let events = &report.events;
        let tree = report.tree();
        let word = |e: &Event| tree.words[e.predicate.word].bytes;
        let first = events.partition_point(|e| word(e).start < passage.bytes.start);
        let here = events[first..].iter().take_while(|e| word(e).start < passage.bytes.end);
        let named = |e: &&Event| {
            let told = !e.predicate.reporting && e.predicate.kind != Kind::State;
            told && (e.frame.is_some() || word(e) == passage.predicate)
        };
        for event in here.filter(named) {
            let quoted =
                |bytes: ByteRange| Quoted { span: article.span(bytes), text: article.text(bytes).into() };
            let participant = |a: &Argument| Participant { role: a.role, words: quoted(a.bytes) };
            let roles: Vec<Participant> = event.arguments.iter().map(participant).collect();
            let counted = |r: &Participant| counted[passage.article].with(r.words.span);
            let figures: BTreeSet<usize> = roles.iter().flat_map(counted).collect();
            let figures = figures.into_iter().map(|n| report.figures[n].id.clone());
            let at = format!("{}-{}:{}", span.start, span.end, article.span(word(event)).start);
            propositions.push(Proposition {
                id: PropositionId(hash::id('p', &[&article.id.0, &at])),
                article: article.id.clone(),
                span,
                trigger: quoted(event.trigger(&tree)),
                frame: event.frame.clone(),
                figures: figures.collect(),
                roles,
                status: event.status(),
                polarity: event.polarity,
                statement: passage.attribution.and_then(|a| report.statements.get(a)).map(|s| s.id.clone()),
                claim: said.get(&(&article.id, span)).map(|id| (*id).clone()),
            });
        }
    }
    propositions
}

/// What the articles are about: the headline of the article that shares most claims, else the claim that most articles share.
fn about(story: &Story, claims: &[model::Claim]) -> model::Story {
    let articles = || story.reports.iter().map(|r| &r.article);
    let mut shared: BTreeMap<_, usize> = BTreeMap::new();
    for claim in claims.iter().filter(|c| c.support != Support::Single) {
        for evidence in &claim.evidence {
            *shared.entry(&evidence.article).or_default() += 1;
        }
    }
    let titled = articles().filter(|a| a.document.title.is_some());
    let best = titled.max_by_key(|a| (shared.get(&a.id).copied().unwrap_or(0), std::cmp::Reverse(&a.id)));
    let title = match best.and_then(|a| a.document.title.clone()) {
        Some(title) => one_line(&title),
        None => claims.first().map_or_else(|| "No claims".to_string(), |c| c.title.clone()),
    };
    let dates = || articles().filter_map(|a| a.published.map(|(date, _)| date));
    let mut ids: Vec<&str> = articles().map(|a| a.id.0.as_str()).collect();
    ids.sort_unstable();
    model::Story {
        id: hash::id('y', &ids),
        title,
        from: dates().min(),
        to: dates().max(),
        signed: Vec::new(),
    }
}

/// What wrote the ledger.
fn generator() -> Generator {
    Generator {
        name: "crosswire".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        model: "rules-1".into(),
        frames: None,
        hidden_persons: None,
    }
}
