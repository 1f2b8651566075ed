//! Who is who, as people say: sources that are one, that are two, that are called otherwise.

use super::{Decisions, made};
use crate::story::Report;
use crosswire_model::{Ruling, Source, SourceAnchor, SourceId, SourceKind, Statement};
use std::collections::{BTreeMap, BTreeSet};

impl Decisions {
    /// Joins, parts and renames sources, before anything is read off them. Statements and sources are changed in place.
    pub(crate) fn name_sources(&mut self, sources: &mut Vec<Source>, reports: &mut [Report]) {
        for n in 0..self.all.len() {
            if !self.all[n].stands() {
                continue;
            }
            // One at a time: a later decision meets the sources as the earlier ones left them.
            let ruling = self.all[n].decision.ruling.clone();
            let touched = match &ruling {
                Ruling::SameSource { sources: same } => self.join(n, same, sources, reports),
                Ruling::DistinctSources { a, b } => self.part(n, [a, b], sources, reports),
                Ruling::RenameSource { source, name } => self.rename(n, source, name, sources, reports),
                _ => continue,
            };
            self.all[n].touches.sources = touched;
        }
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        self.see_what_holds(sources, reports);
    }

    /// The source that is named, or a note that it is lost.
    fn named(
        &mut self,
        n: usize,
        anchor: &SourceAnchor,
        sources: &[Source],
        reports: &[Report],
    ) -> Option<SourceId> {
        let found = self.source(anchor, sources, reports);
        if found.is_none() {
            self.all[n].lose(&anchor.name);
        }
        found
    }

    /// The source on whose word most of the passages are, else the one of this name.
    fn source(&self, anchor: &SourceAnchor, sources: &[Source], reports: &[Report]) -> Option<SourceId> {
        let mut heard: BTreeMap<&SourceId, usize> = BTreeMap::new();
        for statement in self.statements(anchor, reports) {
            if let Some(id) = &reports[statement.0].statements[statement.1].source {
                *heard.entry(id).or_default() += 1;
            }
        }
        let known = |id: &SourceId| sources.iter().any(|s| s.id == *id);
        let by_passage = heard.into_iter().filter(|(id, _)| known(id));
        if let Some((id, _)) = by_passage.max_by_key(|(id, times)| (*times, std::cmp::Reverse(*id))) {
            return Some(id.clone());
        }
        let name = anchor.name.to_lowercase();
        let called = |s: &&Source| s.name.to_lowercase() == name;
        let also = |s: &&Source| s.aliases.iter().any(|a| a.to_lowercase() == name);
        // Many a source without a name is told of in the same words.
        only(sources.iter().filter(called))
            .or_else(|| only(sources.iter().filter(also)))
            .map(|s| s.id.clone())
    }

    /// The statements that passages are part of, or that name their source there: articles' places and statements'.
    fn statements(&self, anchor: &SourceAnchor, reports: &[Report]) -> BTreeSet<(usize, usize)> {
        let mut found = BTreeSet::new();
        for (article, bytes) in self.placed(&anchor.passages) {
            let report = &reports[article];
            let span = report.article.span(bytes);
            let names = |s: &Statement| s.source_spans.iter().any(|q| q.span.overlap(span) > 0);
            let says = |s: &Statement| {
                s.content.iter().any(|c| 2 * c.overlap(span) >= c.len().min(span.len()).max(1))
            };
            let all = || report.statements.iter().enumerate();
            let naming: Vec<_> = all().filter(|(_, s)| names(s)).map(|(m, _)| (article, m)).collect();
            if naming.is_empty() {
                found.extend(all().filter(|(_, s)| says(s)).map(|(m, _)| (article, m)));
            } else {
                found.extend(naming);
            }
        }
        found
    }

    /// Makes sources one.
    fn join(
        &mut self,
        n: usize,
        same: &[SourceAnchor],
        sources: &mut Vec<Source>,
        reports: &mut [Report],
    ) -> Vec<SourceId> {
        let ids: Vec<SourceId> = same.iter().filter_map(|a| self.named(n, a, sources, reports)).collect();
        let [kept, _, ..] = &ids[..] else {
            // One source alone is none of several.
            same.iter().for_each(|anchor| self.all[n].lose(&anchor.name));
            return ids;
        };
        for gone in ids.iter().filter(|id| *id != kept) {
            let Some(at) = sources.iter().position(|s| s.id == *gone) else { continue };
            let other = sources.remove(at);
            let Some(source) = sources.iter_mut().find(|s| s.id == *kept) else { continue };
            source.aliases.extend(std::iter::once(other.name).chain(other.aliases));
            source.aliases.sort();
            source.aliases.dedup();
            let name = source.name.clone();
            source.aliases.retain(|a| *a != name);
            source.described.extend(other.described);
            source.described.sort();
            source.described.dedup();
            source.description = source.description.take().or(other.description);
            source.speaks_for = source.speaks_for.take().or(other.speaks_for);
            if source.kind == SourceKind::Unnamed {
                source.kind = other.kind;
            }
            for source in sources.iter_mut() {
                if source.speaks_for.as_ref() == Some(gone) {
                    source.speaks_for = Some(kept.clone());
                }
            }
            for statement in reports.iter_mut().flat_map(|r| &mut r.statements) {
                rename_in(statement, gone, kept);
            }
            self.distinct.retain(|(a, b)| a != gone && b != gone);
        }
        if let Some(source) = sources.iter_mut().find(|s| s.id == *kept) {
            source.speaks_for = source.speaks_for.take().filter(|body| body != kept);
        }
        vec![kept.clone()]
    }

    /// Makes sources two: those that were one are parted by their passages.
    fn part(
        &mut self,
        n: usize,
        [a, b]: [&SourceAnchor; 2],
        sources: &mut Vec<Source>,
        reports: &mut [Report],
    ) -> Vec<SourceId> {
        let (Some(one), Some(mut other)) =
            (self.named(n, a, sources, reports), self.named(n, b, sources, reports))
        else {
            return Vec::new();
        };
        if one == other {
            let places = self.statements(b, reports);
            let Some(whole) = sources.iter().find(|s| s.id == one).filter(|_| !places.is_empty()) else {
                self.all[n].lose(&b.name);
                return vec![one];
            };
            other = SourceId(made('n', &self.all[n].decision, "other"));
            let mut part = Source { id: other.clone(), name: b.name.clone(), ..whole.clone() };
            (part.aliases, part.described, part.description) = (Vec::new(), Vec::new(), None);
            sources.push(part);
            for (article, m) in places {
                let statement = &mut reports[article].statements[m];
                if statement.source.as_ref() == Some(&one) {
                    statement.source = Some(other.clone());
                }
            }
        }
        for (of, body) in [(&one, &other), (&other, &one)] {
            if let Some(source) = sources.iter_mut().find(|s| s.id == *of) {
                source.speaks_for = source.speaks_for.take().filter(|id| id != body);
            }
        }
        self.distinct.insert((one.clone().min(other.clone()), one.clone().max(other.clone())));
        vec![one, other]
    }

    /// Calls a source otherwise; its old name stays beside the new one.
    fn rename(
        &mut self,
        n: usize,
        anchor: &SourceAnchor,
        name: &str,
        sources: &mut [Source],
        reports: &[Report],
    ) -> Vec<SourceId> {
        let Some(id) = self.named(n, anchor, sources, reports) else { return Vec::new() };
        if let Some(source) = sources.iter_mut().find(|s| s.id == id) {
            let old = std::mem::replace(&mut source.name, name.to_owned());
            source.aliases.push(old);
            source.aliases.sort();
            source.aliases.dedup();
            source.aliases.retain(|a| a != name);
        }
        vec![id]
    }

    /// Marks what later decisions have undone.
    fn see_what_holds(&mut self, sources: &[Source], reports: &[Report]) {
        let mut undone = Vec::new();
        for (n, ruling) in self.open() {
            let source = |anchor: &SourceAnchor| self.source(anchor, sources, reports);
            let holds = match ruling {
                Ruling::SameSource { sources: same } => {
                    let ids: BTreeSet<SourceId> = same.iter().filter_map(source).collect();
                    ids.len() < 2
                }
                Ruling::DistinctSources { a, b } => match (source(a), source(b)) {
                    (Some(x), Some(y)) => {
                        let kept = &self.all[n].touches.sources;
                        x != y || kept.len() > 1 && kept.iter().all(|id| sources.iter().any(|s| s.id == *id))
                    }
                    _ => true,
                },
                Ruling::RenameSource { name, .. } => {
                    let now =
                        |id: &SourceId| sources.iter().find(|s| s.id == *id).is_none_or(|s| s.name == *name);
                    self.all[n].touches.sources.iter().all(now)
                }
                _ => continue,
            };
            if !holds {
                undone.push(n);
            }
        }
        undone.into_iter().for_each(|n| self.overrule(n));
    }
}

/// The only one of several; none where there are more.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let one = all.next()?;
    all.next().is_none().then_some(one)
}

/// Has a statement name a source by another id.
fn rename_in(statement: &mut Statement, old: &SourceId, new: &SourceId) {
    let named = statement
        .source
        .iter_mut()
        .chain(&mut statement.via)
        .chain(statement.inferred.iter_mut().map(|i| &mut i.via));
    for id in named.filter(|id| *id == old) {
        *id = new.clone();
    }
    let source = statement.source.clone();
    // Nobody is a relay of what they say themselves, nor two relays in a row.
    statement.via.retain(|via| Some(via) != source.as_ref());
    statement.via.dedup();
    statement.inferred.retain(|i| Some(&i.via) != source.as_ref());
}
