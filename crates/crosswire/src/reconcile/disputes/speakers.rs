//! On whose word a side rests, in words; and whether two sources are one voice.

use crate::group::terms;
use crate::story::Story;
use crosswire_model::{ArticleId, Side, SourceId};
use std::collections::BTreeSet;

/// The sources and outlets of a story, by name.
pub(super) struct Speakers<'a> {
    pub(super) story: &'a Story,
}

/// Names that are given before the rest is only counted.
const NAMED: usize = 2;

impl Speakers<'_> {
    /// An outlet's name, else the number of its article.
    fn outlet(&self, article: &ArticleId) -> Option<String> {
        let n = self.story.place(article)?;
        let outlet = self.story.reports[n].article.document.outlet.clone();
        Some(outlet.unwrap_or_else(|| format!("article {}", n + 1)))
    }

    /// "Runa Askvik", "two coast guard officers and 1 other", else the outlets: "The Halvik Post".
    pub(super) fn of(&self, side: &Side) -> String {
        let mut names: Vec<String> =
            side.sources.iter().filter_map(|s| self.story.source(s)).map(|s| s.name.clone()).collect();
        if names.is_empty() {
            let mut articles: Vec<&ArticleId> = side.evidence.iter().map(|p| &p.article).collect();
            articles.sort_by_key(|a| self.story.place(a));
            names = articles.into_iter().filter_map(|a| self.outlet(a)).collect();
        }
        let mut seen = BTreeSet::new();
        names.retain(|n| seen.insert(n.clone()));
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

    /// The terms of a source's name, and of that of the body that it speaks for.
    pub(super) fn terms(&self, source: &SourceId) -> BTreeSet<String> {
        let source = self.story.source(source);
        let body = source.and_then(|s| self.story.source(s.speaks_for.as_ref()?));
        let mut terms = BTreeSet::new();
        for name in source.into_iter().chain(body).map(|s| s.name.to_lowercase()) {
            terms.extend(name.split_whitespace().filter_map(terms::of_word));
        }
        terms
    }

    /// Whether two sources are one voice: the same, a body and one who speaks for it, two who speak for one.
    pub(super) fn one(&self, a: &SourceId, b: &SourceId) -> bool {
        let speaks = |id: &SourceId| self.story.source(id).and_then(|s| s.speaks_for.as_ref());
        let (x, y) = (speaks(a), speaks(b));
        a == b || x == Some(b) || y == Some(a) || x.is_some() && x == y
    }

    /// Whether two passages rest on speakers that may disagree: of two articles, or of two sources in one.
    pub(super) fn apart(&self, a: &super::Place, b: &super::Place) -> bool {
        match (&a.source, &b.source) {
            (Some(x), Some(y)) => !self.one(x, y) || a.passage.article != b.passage.article,
            _ => a.passage.article != b.passage.article,
        }
    }
}
