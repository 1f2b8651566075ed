//! The last step: what the stages found, written down as a ledger.

use crate::annotate::Annotation;
use crate::extract::events::{Event, Kind};
use crate::extract::statements::Attribution;
use crate::group::alignment::Unit;
use crate::group::claims::Groups;
use crate::group::sources::Named;
use crate::hash;
use crate::story::{Report, Story};
use crate::text::{Article, one_line};
use crosswire_model as model;
use crosswire_model::{
    ArticleId, Claim, ClaimId, Evidence, Figure, Generator, Participant, Proposition, PropositionId, Quoted,
    Span, Statement, StatementId, Support,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// An article as the ledger lists it.
pub(crate) fn article(article: &Article, annotation: &Annotation) -> model::Article {
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
            .map(|r| model::Repeat { span: article.span(&r.bytes), of: article.span(&r.of) })
            .collect(),
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
    let content: Vec<_> = attribution.content.iter().map(|c| article.span(c)).collect();
    let place: Vec<String> = content.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
    let quoted = |bytes| Quoted { span: article.span(bytes), text: article.text(bytes).to_string() };
    Statement {
        id: StatementId(hash::id('s', &[&article.id.0, &place.join(",")])),
        article: article.id.clone(),
        content,
        cue: attribution.cue.iter().map(|c| article.span(c)).collect(),
        source_spans: attribution.source.iter().map(quoted).collect(),
        source: named.source.clone(),
        via: named.via.clone(),
        inferred: Vec::new(),
        quote: attribution.quote,
        claims: Vec::new(),
    }
}

/// Names for each figure the statement whose content it stands in.
pub(crate) fn attribute(figures: &mut [Figure], statements: &[Statement]) {
    for figure in figures {
        let holds = |s: &&Statement| s.content.iter().any(|c| c.contains(figure.span));
        figure.statement = statements.iter().find(holds).map(|s| s.id.clone());
    }
}

/// The claims of the groups, and in each statement the claims that it carries.
pub(crate) fn claims(story: &mut Story, passages: &[Unit], groups: &Groups) -> Vec<Claim> {
    let mut ids: BTreeMap<ClaimId, usize> = BTreeMap::new();
    let mut claims = Vec::with_capacity(groups.groups.len());
    for (group, links) in groups.groups.iter().zip(&groups.links) {
        let units = || group.iter().map(|&u| &passages[u]);
        // The plainest passage: the one nearest to twelve words, the first of those.
        let plainest = units().min_by_key(|u| {
            story.reports[u.article].article.text(&u.bytes).split_whitespace().count().abs_diff(12)
        });
        let text =
            plainest.map_or_else(String::new, |u| one_line(story.reports[u.article].article.text(&u.bytes)));
        let key = text.to_lowercase();
        let mut id = ClaimId(hash::id('c', &[&key]));
        let seen = ids.entry(id.clone()).or_insert(0);
        *seen += 1;
        if *seen > 1 {
            // Two claims in the same words: alike passages that their numbers or their denial keep apart.
            id = ClaimId(hash::id('c', &[&key, &seen.to_string()]));
        }
        let evidence: Vec<Evidence> = units()
            .map(|u| {
                let Report { article, statements, .. } = &mut story.reports[u.article];
                let statement = u.attribution.and_then(|a| statements.get_mut(a));
                let statement = statement.map(|s| {
                    if !s.claims.contains(&id) {
                        s.claims.push(id.clone());
                    }
                    s.id.clone()
                });
                Evidence {
                    article: article.id.clone(),
                    span: article.span(&u.bytes),
                    statement,
                    status: u.status,
                    polarity: u.polarity,
                    propositions: Vec::new(),
                }
            })
            .collect();
        claims.push(Claim {
            id,
            text,
            evidence,
            origins: Vec::new(),
            support: Support::Single,
            disputed: false,
            independent: 0,
            links: links.clone(),
        });
    }
    // What most articles speak of comes first.
    let breadth = |c: &Claim| {
        let mut articles: Vec<_> = c.evidence.iter().map(|e| &e.article).collect();
        articles.dedup();
        articles.len()
    };
    claims.sort_by_key(|c| std::cmp::Reverse(breadth(c)));
    claims
}

/// What is said to happen: the events of each passage that its predicate or a frame names, with the statement of the passage.
/// Names them in the evidence of `claims`.
pub(crate) fn propositions(story: &Story, passages: &[Unit], claims: &mut [Claim]) -> Vec<Proposition> {
    let mut evidence: BTreeMap<(ArticleId, Span), (usize, usize)> = BTreeMap::new();
    for (c, claim) in claims.iter().enumerate() {
        for (e, of) in claim.evidence.iter().enumerate() {
            evidence.insert((of.article.clone(), of.span), (c, e));
        }
    }
    let mut propositions = Vec::new();
    for passage in passages {
        let report = &story.reports[passage.article];
        let article = &report.article;
        let span = article.span(&passage.bytes);
        let place = evidence.get(&(article.id.clone(), span)).copied();
        let events = &report.events;
        let tree = report.tree();
        let word = |e: &Event| tree.words[e.predicate.word].bytes.clone();
        let first = events.partition_point(|e| word(e).start < passage.bytes.start);
        let here = events[first..].iter().take_while(|e| word(e).start < passage.bytes.end);
        let named = |e: &&Event| {
            let told = !e.predicate.reporting && e.predicate.kind != Kind::State;
            told && (e.frame.is_some() || word(e) == passage.predicate)
        };
        for event in here.filter(named) {
            let quoted =
                |bytes: &Range<usize>| Quoted { span: article.span(bytes), text: article.text(bytes).into() };
            let roles: Vec<Participant> = event
                .arguments
                .iter()
                .map(|a| Participant { role: a.role, words: quoted(&a.bytes) })
                .collect();
            let counts = |f: &&Figure| roles.iter().any(|r| r.words.span.overlap(f.span) > 0);
            let figures = report.figures.iter().filter(counts).map(|f| f.id.clone());
            let (first, last) = (event.predicate.words.first(), event.predicate.words.last());
            let Some((&first, &last)) = first.zip(last) else { continue };
            let trigger = quoted(&tree.bytes(&(first..last + 1)));
            let at = format!("{}-{}:{}", span.start, span.end, article.span(&word(event)).start);
            let id = PropositionId(hash::id('p', &[&article.id.0, &at]));
            if let Some((c, e)) = place {
                claims[c].evidence[e].propositions.push(id.clone());
            }
            propositions.push(Proposition {
                id,
                article: article.id.clone(),
                span,
                trigger,
                frame: event.frame.clone(),
                figures: figures.collect(),
                roles,
                status: event.status(),
                polarity: event.polarity,
                statement: passage.attribution.and_then(|a| report.statements.get(a)).map(|s| s.id.clone()),
                claim: place.map(|(c, _)| claims[c].id.clone()),
            });
        }
    }
    propositions
}

/// What the articles are about: the headline of the article that shares most claims, else the claim that most articles share.
pub(crate) fn story(story: &Story, claims: &[Claim]) -> model::Story {
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
        None => claims.first().map_or_else(|| "No claims".to_string(), |c| c.text.clone()),
    };
    let dates = || articles().filter_map(|a| a.published.map(|(date, _)| date));
    let mut ids: Vec<&str> = articles().map(|a| a.id.0.as_str()).collect();
    ids.sort_unstable();
    model::Story { id: hash::id('y', &ids), title, from: dates().min(), to: dates().max() }
}

/// What wrote the ledger.
pub(crate) fn generator() -> Generator {
    Generator { name: "crosswire".into(), version: env!("CARGO_PKG_VERSION").into(), model: "rules-1".into() }
}
