//! Search and filter: the form, and what it knows of each entry. The script does the finding; without it the form is not shown.
//!
//! An entry is what can be found by itself: a claim, a dispute, a figure … It says in `data-k` what it is, in `data-s` its
//! support, in `data-a` the numbers of its articles, in `data-o` those of its sources.

use super::Page;
use crate::words;
use crosswire_model::{ArticleId, Claim, Dispute, SourceId, StatementId};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Sources that one can choose from; the text finds the others.
const SOURCES: usize = 300;

/// What an entry can be, as `data-k` has it and as it is shown.
const KINDS: [(&str, &str); 6] = [
    ("claim", "claims"),
    ("dispute", "disputes"),
    ("figure", "figures"),
    ("wording", "wordings"),
    ("copy", "copies"),
    ("source", "sources"),
];

/// The articles and the sources of an entry, by their numbers.
#[derive(Default)]
pub(super) struct Tags {
    articles: BTreeSet<usize>,
    sources: BTreeSet<usize>,
}

impl Tags {
    pub(super) fn articles(&self) -> String {
        listed(&self.articles)
    }

    pub(super) fn sources(&self) -> String {
        listed(&self.sources)
    }
}

fn listed(numbers: &BTreeSet<usize>) -> String {
    numbers.iter().map(|n| n.to_string()).collect::<Vec<_>>().join(" ")
}

impl Page<'_> {
    pub(super) fn find(&self) -> Markup {
        let ledger = self.view.ledger;
        html! {
            form #find role="search" aria-label="Find in the ledger" {
                label.words { span { "Search " kbd { "/" } } input #q type="search" name="q" autocomplete="off" spellcheck="false"; }
                label { "What" select name="kind" {
                    option value="" { "everything" }
                    @for (kind, name) in KINDS { option value=(kind) { (name) } }
                } }
                label { "Support" select name="support" {
                    option value="" { "any" }
                    @for support in words::SUPPORTS { option value=(words::support(support)) { (words::support(support)) } }
                } }
                @if ledger.articles.len() > 1 {
                    label { "Article" select name="article" {
                        option value="" { "any" }
                        @for i in 0..ledger.articles.len() { option value=(i + 1) { (words::clip(&self.called(i), 60)) } }
                    } }
                }
                @if !ledger.sources.is_empty() {
                    label { "Source" select name="source" {
                        option value="" { "any" }
                        @for (i, name) in self.choices() { option value=(i + 1) { (words::clip(&name, 60)) } }
                    } }
                }
                button type="reset" { "Clear" }
                p #hits role="status" aria-live="polite" {}
            }
        }
    }

    /// The sources with a statement, by name.
    fn choices(&self) -> Vec<(usize, String)> {
        let heard = self.view.ledger.statements.iter().flat_map(|s| s.source.iter().chain(&s.via));
        let heard: BTreeSet<usize> = heard.filter_map(|id| self.source_numbers.get(id).copied()).collect();
        let name = |i: usize| (i, words::name(&self.view.ledger.sources[i].name));
        let mut choices: Vec<_> = heard.into_iter().take(SOURCES).map(name).collect();
        choices.sort_by_cached_key(|(i, name)| (name.to_lowercase(), *i));
        choices
    }

    pub(super) fn tags<'t>(
        &self,
        articles: impl IntoIterator<Item = &'t ArticleId>,
        statements: impl IntoIterator<Item = &'t StatementId>,
        sources: impl IntoIterator<Item = &'t SourceId>,
    ) -> Tags {
        let mut tags = Tags::default();
        tags.articles.extend(articles.into_iter().filter_map(|id| self.view.article(id)).map(|i| i + 1));
        let number = |id: &SourceId| self.source_numbers.get(id).map(|i| i + 1);
        tags.sources.extend(sources.into_iter().filter_map(number));
        for statement in statements.into_iter().filter_map(|id| self.view.statement(id)) {
            tags.sources.extend(statement.source.iter().chain(&statement.via).filter_map(number));
        }
        tags
    }

    pub(super) fn claim_tags(&self, claim: &Claim) -> Tags {
        let (passages, _) = self.view.held(claim);
        self.tags(
            passages.iter().map(|e| &e.article),
            passages.iter().filter_map(|e| e.statement.as_ref()),
            self.view.origins(claim).map(|o| &o.source),
        )
    }

    pub(super) fn dispute_tags(&self, dispute: &Dispute) -> Tags {
        let passages = || dispute.sides.iter().flat_map(|s| &s.evidence);
        self.tags(passages().map(|p| &p.article), None, dispute.sides.iter().flat_map(|s| &s.sources))
    }
}
