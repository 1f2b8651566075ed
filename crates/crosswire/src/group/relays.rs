//! Relays that an article leaves out and another, with the same words, names.
//!
//! “The hull is whole,” the harbour master told Skerri, says one paper; “the hull is whole,” she said, says the other: as far
//! as the texts tell, it reached both through Skerri. Where the articles name different relays, only what their chains have
//! in common from the source on is taken over, since each may have been told. An article that says elsewhere through whom it
//! has the source is left as it is; so is what an outlet, an agency or a document says, which everyone can read.
//!
//! Fails where the source told two at the same time and only one is named, and where [`super::wording`] takes two sayings for
//! one.

use crate::story::{Report, Story};
use crosswire_model::{ArticleId, Inferred, Source, SourceId, SourceKind, Statement, StatementId};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Fills in the inferred relays of statements that name none.
pub(crate) fn infer(story: &mut Story) {
    let inferred = inferred(story);
    let statements = story.reports.iter_mut().flat_map(|r| &mut r.statements);
    for (statement, relays) in statements.zip(inferred) {
        statement.inferred = relays;
    }
}

/// The inferred relays of each statement.
fn inferred(story: &Story) -> Vec<Vec<Inferred>> {
    let outlets = outlets(story);
    let statements: Vec<&Statement> = story.statements().collect();
    let mut found = vec![Vec::new(); statements.len()];
    let public =
        |s: &&Source| matches!(s.kind, SourceKind::Outlet | SourceKind::Agency | SourceKind::Document);
    let public: BTreeSet<&SourceId> = story.sources.iter().filter(public).map(|s| &s.id).collect();
    let places: BTreeMap<StatementId, usize> =
        statements.iter().enumerate().map(|(n, s)| (s.id.clone(), n)).collect();
    let told: BTreeSet<(ArticleId, SourceId)> = statements
        .iter()
        .filter(|s| !s.via.is_empty())
        .filter_map(|s| Some((s.article.clone(), s.source.clone()?)))
        .collect();
    for wording in story.wordings.iter().filter(|w| !public.contains(&w.source)) {
        let set: Vec<usize> = wording.statements.iter().filter_map(|id| places.get(id)).copied().collect();
        let mut named = set.iter().map(|&n| statements[n]).filter(|s| !s.via.is_empty());
        let Some(first) = named.next() else { continue };
        let shared = |length: usize, other: &Statement| {
            length.min(first.via.iter().zip(&other.via).take_while(|(a, b)| a == b).count())
        };
        let chain = first.via[..named.fold(first.via.len(), shared)].to_vec();
        let shown_by = first.id.clone();
        for n in set {
            let statement = statements[n];
            let Some(source) = &statement.source else { continue };
            if told.contains(&(statement.article.clone(), source.clone())) {
                continue;
            }
            // What an outlet has from a source reached it before it went on from there.
            let own = [Some(source), outlets.get(&statement.article).copied()];
            let before = chain.iter().take_while(|relay| !own.contains(&Some(*relay)));
            let inferred = |via: &SourceId| Inferred { via: via.clone(), statement: shown_by.clone() };
            found[n] = before.map(inferred).collect();
        }
    }
    found
}

/// For each article the outlet that published it, where that is one of the sources.
pub(crate) fn outlets(story: &Story) -> FxHashMap<&ArticleId, &SourceId> {
    let plain = |name: &str| name.to_lowercase().trim_start_matches("the ").to_string();
    let mut called: BTreeMap<String, &SourceId> = BTreeMap::new();
    for source in &story.sources {
        for name in std::iter::once(&source.name).chain(&source.aliases) {
            called.entry(plain(name)).or_insert(&source.id);
        }
    }
    let by = |r: &Report| called.get(&plain(r.article.document.outlet.as_deref()?)).copied();
    story.reports.iter().filter_map(|r| Some((r.id(), by(r)?))).collect()
}
