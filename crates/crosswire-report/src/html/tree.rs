//! Echo as a tree: the origin at the root, the relays as branches, at the end of each the passages in the articles.

use super::{LIST_ROWS, Page, QUOTE, more, short};
use crate::view::Copied;
use crate::words;
use crosswire_model::{Claim, Evidence, Origin, SourceKind, Span, Support};
use maud::{Markup, html};
use std::cmp::Reverse;

/// Passages at one end before the fold.
const OPEN: usize = 5;
/// Relays on the way to one article that are drawn.
const DEEPEST: usize = 6;

/// A relay, the relays behind it, and the passages of the articles that have it from there.
#[derive(Default)]
struct Branch<'a> {
    relay: String,
    inferred: bool,
    branches: Vec<Branch<'a>>,
    leaves: Vec<&'a Evidence>,
}

impl<'a> Branch<'a> {
    fn add(&mut self, relays: &[(String, bool)], leaf: &'a Evidence) {
        let Some(((relay, inferred), rest)) = relays.split_first() else {
            self.leaves.push(leaf);
            return;
        };
        let known = self.branches.iter().position(|b| b.relay == *relay && b.inferred == *inferred);
        let at = known.unwrap_or_else(|| {
            self.branches.push(Branch { relay: relay.clone(), inferred: *inferred, ..Branch::default() });
            self.branches.len() - 1
        });
        self.branches[at].add(rest, leaf);
    }
}

impl Page<'_> {
    /// The ways by which a claim came from its origin into the articles.
    pub(super) fn tree(&self, claim: &Claim) -> Markup {
        html! {
            @for (origin, passages) in self.view.by_origin(claim) {
                @let shown = &passages[..passages.len().min(LIST_ROWS / 40)];
                ul.tree {
                    li.root.lost[origin.is_none()] {
                        span.node { @match origin {
                            Some(origin) => (short(&words::name(&origin.name), 70)),
                            None if claim.origins.is_empty() => "one text, no source named",
                            None => (self.untraced(&passages)),
                        } }
                        (self.branch(claim, origin, &self.grown(origin, shown)))
                    }
                }
                (more(passages.len(), shown.len(), "passages"))
            }
        }
    }

    /// What the passages have in common that lead to no origin.
    pub(super) fn untraced(&self, passages: &[&Evidence]) -> &'static str {
        if passages.iter().all(|e| e.statement.is_none()) {
            "names no source"
        } else {
            "not traced to an origin"
        }
    }

    /// The agency or outlet on whose word a passage stands.
    fn relay(&self, evidence: &Evidence) -> Option<String> {
        let statement = self.view.statement(evidence.statement.as_ref()?)?;
        let source = self.view.source(statement.source.as_ref()?)?;
        matches!(source.kind, SourceKind::Agency | SourceKind::Outlet).then(|| words::one_line(&source.name))
    }

    fn grown<'e>(&self, origin: Option<&Origin>, passages: &[&'e Evidence]) -> Branch<'e> {
        let mut root = Branch::default();
        for evidence in passages {
            let speaker = self.view.speaker(evidence.statement.as_ref());
            let inferred = speaker.via.is_empty();
            let relays = if inferred { speaker.inferred } else { speaker.via };
            let mut relays: Vec<_> =
                relays.into_iter().take(DEEPEST).map(|relay| (relay, inferred)).collect();
            // Who stands on the word of an agency or an outlet has it through these.
            if let Some(relay) = self
                .relay(evidence)
                .filter(|relay| origin.is_some_and(|o| *relay != words::one_line(&o.name)))
            {
                relays.insert(0, (relay, false));
            }
            root.add(&relays, evidence);
        }
        root
    }

    fn branch(&self, claim: &Claim, origin: Option<&Origin>, branch: &Branch) -> Markup {
        html! {
            ul {
                @for inner in &branch.branches {
                    li.inferred[inner.inferred] {
                        span.node { (short(&words::name(&inner.relay), 60)) } @if inner.inferred { span.by { " inferred" } }
                        (self.branch(claim, origin, inner))
                    }
                }
                @let (first, rest) = branch.leaves.split_at(branch.leaves.len().min(OPEN));
                @for leaf in first { li { (self.leaf(claim, leaf, origin)) } }
                @if !rest.is_empty() {
                    li {
                        details.fold {
                            summary { "Show " (words::count(rest.len(), "more passage", "more passages")) }
                            ul { @for leaf in rest { li { (self.leaf(claim, leaf, origin)) } } }
                        }
                    }
                }
            }
        }
    }

    /// A passage beneath its origin: outlet, words with what is copied marked, and what the origin's name does not say yet.
    pub(super) fn leaf(&self, claim: &Claim, evidence: &Evidence, origin: Option<&Origin>) -> Markup {
        let speaker = self.view.speaker(evidence.statement.as_ref());
        let known =
            origin.is_some_and(|o| speaker.name.as_deref() == Some(words::one_line(&o.name).as_str()));
        let relayed = !speaker.via.is_empty() || !speaker.inferred.is_empty();
        let tree = claim.support == Support::Echoed;
        let said = match (&speaker.name, known) {
            (Some(name), _) if tree => (!known && self.relay(evidence).is_none()).then(|| name.clone()),
            (_, true) if !relayed => None,
            // That it names no source stands above.
            (None, _) if origin.is_none() => None,
            _ => Some(speaker.to_words()),
        };
        let copy = self.copy(evidence);
        let differ = claim.evidence.iter().any(|e| e.status != claim.evidence[0].status);
        let status = differ.then(|| words::status(evidence.status).to_owned());
        let notes: Vec<String> = said.into_iter().chain(status).collect();
        html! {
            b.outlet { (self.named(&evidence.article)) } " "
            (self.copied(evidence, copy))
            @if !notes.is_empty() { " " span.by { (short(&notes.join(" · "), 120)) } }
            @if let Some(copy) = copy {
                " " span.by { (self.open(&copy.other.article, copy.other.span, self.view.copied_words(&evidence.article, copy))) }
            }
            (self.tie(claim, evidence))
        }
    }

    /// The copy that takes in most of a passage; a few words within one are no copy of it.
    fn copy(&self, evidence: &Evidence) -> Option<Copied<'_>> {
        let copies = self.view.copies(&evidence.article, evidence.span).into_iter();
        let copies = copies.filter(|c| c.span.len() >= evidence.span.len() / 2);
        copies.max_by_key(|c| (c.span.len(), Reverse(c.other)))
    }

    /// A passage with the words marked that stand in another article too.
    fn copied(&self, evidence: &Evidence, copy: Option<Copied>) -> Markup {
        let (article, span) = (&evidence.article, evidence.span);
        let text = self.view.article(article).and_then(|i| self.view.texts[i].as_ref());
        let (Some(text), Some(copy)) = (text, copy) else {
            let quote = self.view.quote(article, span);
            let quote =
                quote.map_or_else(|| "the passage is not available".to_owned(), |q| words::clip(&q, QUOTE));
            return html! { q dir="auto" { (self.open(article, span, quote)) } };
        };
        let part = |start: usize, end: usize| {
            words::clip(&words::spaced(text.slice(Span { start, end: end.max(start) })), QUOTE)
        };
        html! {
            q dir="auto" { (self.open(article, span, html! {
                (part(span.start, copy.span.start))
                mark.copied { (part(copy.span.start, copy.span.end)) }
                (part(copy.span.end, span.end))
            })) }
        }
    }
}
