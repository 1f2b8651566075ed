//! On whose word a side rests, in words; and whether two sources are one voice.

use crate::story::Story;
use crosswire_model::{ArticleId, Side, Source, SourceId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// The names of sources and of outlets.
pub(super) struct Voices<'a> {
    sources: BTreeMap<&'a SourceId, &'a Source>,
    outlets: BTreeMap<&'a ArticleId, String>,
    order: BTreeMap<&'a ArticleId, usize>,
    speakers: BTreeMap<&'a StatementId, &'a SourceId>,
}

/// Names that are given before the rest is only counted.
const NAMED: usize = 2;

impl<'a> Voices<'a> {
    pub(super) fn new(story: &'a Story) -> Self {
        let outlet = |n: usize, article: &'a crate::text::Article| {
            (&article.id, article.document.outlet.clone().unwrap_or_else(|| format!("article {}", n + 1)))
        };
        Voices {
            sources: story.sources.iter().map(|s| (&s.id, s)).collect(),
            outlets: story.reports.iter().enumerate().map(|(n, r)| outlet(n, &r.article)).collect(),
            order: story.reports.iter().enumerate().map(|(n, r)| (r.id(), n)).collect(),
            speakers: story.statements().filter_map(|s| Some((&s.id, s.source.as_ref()?))).collect(),
        }
    }

    pub(super) fn source(&self, id: &SourceId) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// On whose word a statement is.
    pub(super) fn speaker(&self, statement: &StatementId) -> Option<&'a SourceId> {
        self.speakers.get(statement).copied()
    }

    /// Index of an article.
    pub(super) fn order(&self, article: &ArticleId) -> usize {
        self.order.get(article).copied().unwrap_or(usize::MAX)
    }

    /// "Runa Askvik", "two coast guard officers and 1 other", else the outlets: "The Halvik Post".
    pub(super) fn of(&self, side: &Side) -> String {
        let mut names: Vec<&str> =
            side.sources.iter().filter_map(|s| self.sources.get(s)).map(|s| s.name.as_str()).collect();
        if names.is_empty() {
            let mut articles: Vec<&ArticleId> = side.evidence.iter().map(|p| &p.article).collect();
            articles.sort_by_key(|a| self.order(a));
            names = articles.iter().filter_map(|a| self.outlets.get(*a)).map(String::as_str).collect();
        }
        let mut seen = BTreeSet::new();
        names.retain(|n| seen.insert(*n));
        let rest = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let joined = names.join(if rest > 0 { ", " } else { " and " });
        match rest {
            0 => joined,
            1 => format!("{joined} and 1 other"),
            n => format!("{joined} and {n} others"),
        }
    }

    /// "According to Runa Askvik “sound”; according to The Halvik Post “breached”."
    pub(super) fn against(&self, sides: &[Side]) -> String {
        let one = |(n, s): (usize, &Side)| {
            format!("{} to {} “{}”", if n == 0 { "According" } else { "according" }, self.of(s), s.label)
        };
        let all: Vec<String> = sides.iter().enumerate().map(one).collect();
        format!("{}.", all.join("; "))
    }

    /// Whether two sources are one voice: the same, a body and one who speaks for it, two who speak for one.
    pub(super) fn one(&self, a: &SourceId, b: &SourceId) -> bool {
        let speaks = |id: &SourceId| self.sources.get(id).and_then(|s| s.speaks_for.as_ref());
        let (x, y) = (speaks(a), speaks(b));
        a == b || x == Some(b) || y == Some(a) || x.is_some() && x == y
    }

    /// Whether two passages rest on voices that may disagree: of two articles, or of two sources in one.
    pub(super) fn apart(&self, a: &super::Place, b: &super::Place) -> bool {
        match (&a.source, &b.source) {
            (Some(x), Some(y)) => !self.one(x, y) || a.passage.article != b.passage.article,
            _ => a.passage.article != b.passage.article,
        }
    }
}
