//! What is new in a story: two of its ledgers, an earlier and a later one, side by side.
//!
//! A claim is the one that bears the same name, else the one that shares most passages with it; likewise series and disputes.

use crate::words;
use crosswire_model::{
    Agreement, Article, ArticleId, Change, Claim, Dispute, DisputeKind, Ledger, Nature, Passage, Series,
    Span, Support,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is new in a story since an earlier ledger of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct News {
    /// Articles that came, were published anew, or are no longer there.
    pub articles: Vec<ArticleNews>,
    /// Claims of several articles, or that were such, whose support is another.
    pub claims: Vec<ClaimNews>,
    /// How many claims of one article alone came, and went.
    pub single: [usize; 2],
    /// Series whose numbers or whose agreement are others.
    pub series: Vec<SeriesNews>,
    /// Disputes that came and went.
    pub disputes: Vec<DisputeNews>,
    /// What changed in articles that were published anew.
    pub changes: Vec<Change>,
}

/// An article that came, changed or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleNews {
    /// What became of it.
    pub what: Became,
    /// The file.
    pub path: String,
    /// Its outlet, where known.
    pub outlet: Option<String>,
    /// Its headline, where known.
    pub title: Option<String>,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It was not there.
    New,
    /// It is there, and another.
    Changed,
    /// It is no longer there.
    Gone,
}

/// A claim whose support is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimNews {
    /// The claim, as a sentence.
    pub claim: String,
    /// Its support before; absent of a new one.
    pub before: Option<Support>,
    /// Its support now; absent of one that is gone.
    pub after: Option<Support>,
}

/// A series that is another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesNews {
    /// What is counted.
    pub label: String,
    /// The numbers before: “2 to 5”; absent of a new series.
    pub before: Option<String>,
    /// The numbers now.
    pub after: String,
    /// How the figures stand to each other now.
    pub relation: Agreement,
}

/// A dispute that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisputeNews {
    /// What became of it.
    pub what: Became,
    /// What it is about.
    pub kind: DisputeKind,
    /// How its sides stand to one another.
    pub nature: Nature,
    /// What its sides hold.
    pub sides: Vec<String>,
    /// One sentence that explains it.
    pub why: String,
}

impl News {
    /// What is new in `after`, the later ledger.
    pub fn between(before: &Ledger, after: &Ledger) -> News {
        let mut news =
            News { articles: articles(before, after), changes: changes(before, after), ..News::default() };
        claims(before, after, &mut news);
        series(before, after, &mut news);
        disputes(before, after, &mut news);
        news
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        *self == News::default()
    }
}

fn articles(before: &Ledger, after: &Ledger) -> Vec<ArticleNews> {
    let told = |what, article: &Article| ArticleNews {
        what,
        path: article.path.clone(),
        outlet: article.outlet.clone(),
        title: article.title.clone(),
    };
    let known: BTreeSet<&str> = before.articles.iter().map(|a| a.sha256.as_str()).collect();
    let now: BTreeSet<&str> = after.articles.iter().map(|a| a.sha256.as_str()).collect();
    // An article whose earlier version was read before, or that stands in the same file, is no new one.
    let earlier: BTreeSet<&str> =
        after.articles.iter().flat_map(|a| &a.versions).map(|version| version.sha256.as_str()).collect();
    let paths: BTreeSet<&str> = before.articles.iter().map(|a| a.path.as_str()).collect();
    let mut news = Vec::new();
    for article in after.articles.iter().filter(|a| !known.contains(a.sha256.as_str())) {
        let anew = article.versions.iter().any(|version| known.contains(version.sha256.as_str()));
        let what = if anew || paths.contains(article.path.as_str()) { Became::Changed } else { Became::New };
        news.push(told(what, article));
    }
    let still: BTreeSet<&str> = after.articles.iter().map(|a| a.path.as_str()).collect();
    for article in &before.articles {
        let hash = article.sha256.as_str();
        if !now.contains(hash) && !earlier.contains(hash) && !still.contains(article.path.as_str()) {
            news.push(told(Became::Gone, article));
        }
    }
    news.sort_by(|a, b| (a.what, &a.path).cmp(&(b.what, &b.path)));
    news
}

/// What changed in articles since versions of which the earlier ledger did not know.
fn changes(before: &Ledger, after: &Ledger) -> Vec<Change> {
    let known: BTreeSet<(&Option<String>, &str)> =
        before.changes.iter().map(|change| (&change.from, change.to.as_str())).collect();
    let read: BTreeSet<&str> = before.articles.iter().map(|a| a.sha256.as_str()).collect();
    // A note of an article that is itself new tells nothing of a change that anybody here saw.
    let seen = |change: &&Change| {
        let article = after.articles.iter().find(|article| article.id == change.article);
        article.is_some_and(|a| !a.versions.is_empty() || read.contains(a.sha256.as_str()))
    };
    let new = after.changes.iter().filter(|change| !known.contains(&(&change.from, change.to.as_str())));
    new.filter(seen).cloned().collect()
}

/// For each of `after` the one of `before` that it was: the one of the same name, else the one with which it has most in common.
fn pairs<'a, T, Id: Ord + 'a, Part: Ord>(
    before: &'a [T],
    after: &'a [T],
    id: impl Fn(&'a T) -> &'a Id,
    parts: impl Fn(&'a T) -> Vec<Part>,
) -> Vec<Option<usize>> {
    let names: BTreeMap<&Id, usize> = before.iter().enumerate().map(|(n, one)| (id(one), n)).collect();
    let mut of: Vec<Option<usize>> = after.iter().map(|one| names.get(id(one)).copied()).collect();
    let mut taken: BTreeSet<usize> = of.iter().flatten().copied().collect();
    let mut holders: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
    for (n, one) in before.iter().enumerate() {
        parts(one).into_iter().for_each(|part| holders.entry(part).or_default().push(n));
    }
    let mut likely: Vec<(usize, usize, usize)> = Vec::new();
    for (n, one) in after.iter().enumerate().filter(|(n, _)| of[*n].is_none()) {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for part in parts(one) {
            holders.get(&part).into_iter().flatten().for_each(|&o| *shared.entry(o).or_default() += 1);
        }
        likely.extend(shared.into_iter().map(|(o, count)| (count, o, n)));
    }
    likely.sort_by_key(|&(count, o, n)| (std::cmp::Reverse(count), o, n));
    for (_, o, n) in likely {
        if of[n].is_none() && taken.insert(o) {
            of[n] = Some(o);
        }
    }
    of
}

fn place(article: &ArticleId, span: Span) -> (String, usize, usize) {
    (article.0.clone(), span.start, span.end)
}

fn claims(before: &Ledger, after: &Ledger, news: &mut News) {
    let parts = |claim: &Claim| claim.evidence.iter().map(|e| place(&e.article, e.span)).collect::<Vec<_>>();
    let of = pairs(&before.claims, &after.claims, |claim| &claim.id, parts);
    let title = |claim: &Claim| {
        let title = if claim.title.is_empty() { &claim.text } else { &claim.title };
        words::one_line(title)
    };
    let graded = |support: Support| support != Support::Single;
    for (claim, of) in after.claims.iter().zip(&of) {
        let old = of.map(|n| before.claims[n].support);
        match old {
            Some(support) if support == claim.support => {}
            None if !graded(claim.support) => news.single[0] += 1,
            _ => news.claims.push(ClaimNews { claim: title(claim), before: old, after: Some(claim.support) }),
        }
    }
    let still: BTreeSet<usize> = of.into_iter().flatten().collect();
    for (_, claim) in before.claims.iter().enumerate().filter(|(n, _)| !still.contains(n)) {
        if graded(claim.support) {
            news.claims.push(ClaimNews { claim: title(claim), before: Some(claim.support), after: None });
        } else {
            news.single[1] += 1;
        }
    }
    // What is corroborated now comes first, then what no longer is.
    news.claims.sort_by_key(|claim| (claim.after.is_none(), claim.after, claim.before));
}

fn series(before: &Ledger, after: &Ledger, news: &mut News) {
    let parts = |series: &Series| series.figures.clone();
    let of = pairs(&before.series, &after.series, |series| &series.id, parts);
    for (series, of) in after.series.iter().zip(of) {
        let range = |series: &Series| words::range(series.low, series.high).unwrap_or_default();
        let old = of.map(|n| &before.series[n]);
        if old.is_none_or(|old| range(old) != range(series) || old.relation != series.relation) {
            news.series.push(SeriesNews {
                label: words::one_line(&series.label),
                before: old.map(range),
                after: range(series),
                relation: series.relation,
            });
        }
    }
}

fn disputes(before: &Ledger, after: &Ledger, news: &mut News) {
    let parts = |dispute: &Dispute| {
        let passages = dispute.sides.iter().flat_map(|side| &side.evidence);
        passages.map(|p: &Passage| place(&p.article, p.span)).collect::<Vec<_>>()
    };
    let of = pairs(&before.disputes, &after.disputes, |dispute| &dispute.id, parts);
    let told = |what, dispute: &Dispute| DisputeNews {
        what,
        kind: dispute.kind,
        nature: dispute.nature,
        sides: dispute.sides.iter().map(|side| words::one_line(&side.label)).collect(),
        why: words::one_line(&dispute.why),
    };
    for (dispute, of) in after.disputes.iter().zip(&of) {
        if of.is_none() {
            news.disputes.push(told(Became::New, dispute));
        }
    }
    let still: BTreeSet<usize> = of.into_iter().flatten().collect();
    for (_, dispute) in before.disputes.iter().enumerate().filter(|(n, _)| !still.contains(n)) {
        news.disputes.push(told(Became::Gone, dispute));
    }
}
