//! Claims by support: what is corroborated and why, what is only echo and through whom, what is not shown to be either.

use super::{LIST_ROWS, Page, QUOTE, REASONS, badge, more};
use crate::words;
use crosswire_model::{Claim, Evidence, Ground, Independence, Polarity, Relation, Support};
use maud::{Markup, Render, html};
use std::collections::BTreeSet;

/// Claims of one support before the fold.
const FIRST: usize = 5;
/// Passages shown on the face of a card; its list has more.
const FACE: usize = 12;

impl Page<'_> {
    pub(super) fn supported(&self, support: Support) -> Markup {
        let claims = &self.sections[&support];
        let shown = &claims[..claims.len().min(super::CARDS)];
        let (first, rest) = shown.split_at(shown.len().min(FIRST));
        let id = words::support(support);
        html! {
            @if !claims.is_empty() {
                section id=(id) aria-labelledby={ "h-" (id) } {
                    h2 id={ "h-" (id) } { (words::heading(support)) span.n-of { (claims.len()) } }
                    p.note { (badge(support)) " " (words::meaning(support)) @if support == Support::Unclear { " Different wording proves nothing." } }
                    @for &i in first { (self.card(i)) }
                    @if !rest.is_empty() {
                        details.fold {
                            summary { (words::count(rest.len(), "more claim", "more claims")) }
                            @for &i in rest { (self.card(i)) }
                        }
                    }
                    (more(claims.len(), super::CARDS, "claims"))
                }
            }
        }
    }

    /// What one article says alone, folded.
    pub(super) fn singles(&self) -> Markup {
        let claims = &self.sections[&Support::Single];
        html! {
            @if !claims.is_empty() {
                section #single aria-labelledby="h-single" {
                    h2 #h-single { (words::heading(Support::Single)) span.n-of { (claims.len()) } }
                    details.fold {
                        summary { (words::count(claims.len(), "claim that one article makes alone", "claims that one article makes alone")) }
                        ul.singles { @for &i in claims.iter().take(LIST_ROWS) { (self.single(i)) } }
                        (more(claims.len(), LIST_ROWS, "claims"))
                    }
                }
            }
        }
    }

    fn single(&self, i: usize) -> Markup {
        let claim = &self.view.ledger.claims[i];
        html! {
            li id={ "c-" (i + 1) } {
                @match claim.evidence.first() {
                    Some(evidence) => (self.evidence(evidence)),
                    None => (words::one_line(&claim.text)),
                }
                @if claim.disputed { " " (self.in_disputes(claim)) }
            }
        }
    }

    /// A link to a claim's card; plain words where the page does not hold it.
    pub(super) fn to_card(&self, i: usize, label: impl Render) -> Markup {
        html! { @if self.carded[i] { a href={ "#c-" (i + 1) } { (label) } } @else { (label) } }
    }

    /// "2 independent origins: two crew members; harbour log · in 4 articles". Origins come first: articles prove nothing.
    pub(super) fn gist(&self, i: usize) -> String {
        let claim = &self.view.ledger.claims[i];
        let (independent, names) = (self.view.independent(claim), self.view.origin_names(claim));
        let articles = words::count(self.view.spread(claim), "article", "articles");
        if independent.is_empty() {
            return format!("no source named · in {articles}");
        }
        format!("{independent}: {} · in {articles}", words::clip(&names.join("; "), 120))
    }

    fn card(&self, i: usize) -> Markup {
        let claim = &self.view.ledger.claims[i];
        html! {
            article class={ "card " (words::support(claim.support)) } aria-labelledby={ "c-" (i + 1) } {
                h3 #{ "c-" (i + 1) } dir="auto" { (words::clip(&words::one_line(&claim.text), QUOTE)) }
                p.by { (self.gist(i)) @if claim.disputed { " " (self.in_disputes(claim)) } }
                @match claim.support {
                    Support::Echoed => (self.tree(claim)),
                    Support::Corroborated | Support::Unclear => (self.columns(claim)),
                    Support::Single | Support::Unattributed => ul.passages {
                        @for evidence in claim.evidence.iter().take(FACE) { li { (self.leaf(claim, evidence, None)) } }
                    },
                }
                (self.because(claim))
                (self.detail(claim))
            }
        }
    }

    /// The passages of each origin beside those of the others.
    fn columns(&self, claim: &Claim) -> Markup {
        html! {
            div.sides {
                @for (origin, passages) in self.view.by_origin(claim) {
                    section.side {
                        h4 { @match origin {
                            Some(origin) => bdi { (words::one_line(&origin.name)) },
                            None => (self.untraced(&passages)),
                        } }
                        @if let Some(d) = origin.and_then(|o| self.view.source(&o.source)?.description.as_deref()) { p.by { (words::one_line(d)) } }
                        ul {
                            @for evidence in passages.iter().take(FACE) { li { (self.leaf(claim, evidence, origin)) } }
                        }
                        (more(passages.len(), FACE, "passages"))
                    }
                }
            }
        }
    }

    /// The reasons that decide a claim's support: each pair of origins once.
    fn because(&self, claim: &Claim) -> Markup {
        let wanted = match claim.support {
            Support::Corroborated => Relation::Independent,
            Support::Echoed => Relation::SameOrigin,
            _ => Relation::Unknown,
        };
        let origins = self.view.origins_of(claim);
        let origin = |at: usize| origins.get(at).copied().flatten().map(|o| &o.id);
        let mut told = BTreeSet::new();
        let reasons = self.view.independence_of(claim).iter().copied();
        // What the tree of an echo shows already is told in the list only.
        let drawn = |r: &Independence| !matches!(r.ground, Ground::Copied | Ground::SharedDetail);
        let reasons =
            reasons.filter(|r| r.relation == wanted && !(claim.support == Support::Echoed && drawn(r)));
        let reasons: Vec<&Independence> = reasons
            .filter(|r| {
                // What is not shown is told once: it is the same for all.
                let unknown = r.relation == Relation::Unknown;
                let (a, b) = if unknown { (None, None) } else { (origin(r.a), origin(r.b)) };
                told.insert((a.min(b), a.max(b), r.ground, &r.reason))
            })
            .take(FACE / 3)
            .collect();
        html! {
            @if !reasons.is_empty() {
                ul.because { @for reason in reasons { li { (self.reason(claim, reason)) } } }
            }
        }
    }

    /// What could be shown of two passages, why, and the passages that show it.
    fn reason(&self, claim: &Claim, reason: &Independence) -> Markup {
        let outlet =
            |at: usize| claim.evidence.get(at).map(|e| self.view.name(&e.article)).unwrap_or("no passage");
        let ground = words::ground(reason.ground);
        html! {
            b { (words::relation(reason.relation)) } @if !ground.is_empty() { ", " (ground) } ": "
            (outlet(reason.a)) " and " (outlet(reason.b)) " – " (words::one_line(&reason.reason))
            @for passage in reason.passages.iter().take(super::SHOWN_BY) {
                @let quote = self.view.quote(&passage.article, passage.span).unwrap_or_else(|| "the passage is not available".to_owned());
                span.shown-by { (self.view.name(&passage.article)) ": " q dir="auto" { (self.open(&passage.article, passage.span, words::clip(&quote, QUOTE / 2))) } }
            }
        }
    }

    /// Every passage of a claim, why they were taken to say the same, and what could be shown of each two.
    fn detail(&self, claim: &Claim) -> Markup {
        let reasons = self.view.independence_of(claim);
        let (silent, before) = self.view.silent(claim);
        html! {
            details.detail {
                summary { (words::count(claim.evidence.len(), "passage", "passages")) ", and why they are grouped" }
                ol { @for evidence in claim.evidence.iter().take(LIST_ROWS / 10) { li { (self.evidence(evidence)) } } }
                (more(claim.evidence.len(), LIST_ROWS / 10, "passages"))
                (self.links(claim))
                @if !reasons.is_empty() {
                    h4 { "Independence, pair by pair" }
                    ul.reasons {
                        @for reason in reasons.iter().take(REASONS) {
                            li { (self.reason(claim, reason)) }
                        }
                    }
                    (more(reasons.len(), REASONS, "reasons"))
                }
                @if !silent.is_empty() { p.by { b { "Silent: " } (words::clip(&silent.join("; "), QUOTE)) } }
                @if !before.is_empty() { p.by { b { "Silent, published before it was known: " } (words::clip(&before.join("; "), QUOTE)) } }
            }
        }
    }

    /// Why passages were taken to say the same: the score, and what each thing that was compared gave to it.
    fn links(&self, claim: &Claim) -> Markup {
        let outlet =
            |at: usize| claim.evidence.get(at).map(|e| self.view.name(&e.article)).unwrap_or("no passage");
        html! {
            @if !claim.links.is_empty() {
                h4 { "Why they say the same" }
                ul.links {
                    @for link in claim.links.iter().take(REASONS) {
                        li {
                            (outlet(link.a)) " and " (outlet(link.b)) ", score " (format!("{:.2}", link.score))
                            @if !link.parts.is_empty() {
                                ul.parts {
                                    @for part in link.parts.iter().take(FACE) {
                                        li {
                                            b { (words::one_line(&part.signal)) } " "
                                            q { (words::clip(&words::one_line(&part.a), 80)) } " ↔ " q { (words::clip(&words::one_line(&part.b), 80)) }
                                            " " span.gave { (format!("{:+.2}", part.gave).replace('-', "−")) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                (more(claim.links.len(), REASONS, "links"))
            }
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Markup {
        let quote = self.view.quote(&evidence.article, evidence.span);
        let quote =
            quote.map_or_else(|| "the passage is not available".to_owned(), |q| words::clip(&q, QUOTE));
        html! {
            q dir="auto" { (self.open(&evidence.article, evidence.span, quote)) }
            " " span.by {
                (self.view.name(&evidence.article)) ", "
                (self.view.speaker(evidence.statement.as_ref()).to_words()) ", "
                (words::status(evidence.status))
                @if evidence.polarity == Polarity::Negative { ", says that it is not so" }
            }
            @for proposition in self.view.propositions(evidence).take(FACE) {
                span.event {
                    @if let Some(frame) = &proposition.frame { (words::one_line(frame)) ": " }
                    b { (words::one_line(&proposition.trigger.text)) }
                    @for part in proposition.roles.iter().take(FACE) {
                        " · " (part.role.word()) " " q { (words::clip(&words::one_line(&part.words.text), 80)) }
                    }
                }
            }
        }
    }

    /// That a claim is in dispute, as a link to the first dispute that touches it.
    fn in_disputes(&self, claim: &Claim) -> Markup {
        let touching = self.view.disputes_of(claim).first();
        let place = touching.and_then(|d| self.disputes.iter().position(|other| other.id == d.id));
        html! {
            @match place.filter(|n| *n < LIST_ROWS / 5) {
                Some(n) => a href={ "#d-" (n + 1) } { (super::disputed()) },
                None => (super::disputed()),
            }
        }
    }
}
