//! Claims by support: what is corroborated and why, what is only echo and through whom, what is not shown to be either.

use super::{LIST_ROWS, Page, QUOTE, REASONS, badge, folded, more, short, tied};
use crate::words;
use crosswire_model::{
    Claim, CoverageState, Evidence, Ground, Independence, Link, Origin, Polarity, Relation, SourceId, Support,
};
use maud::{Markup, Render, html};
use std::collections::BTreeSet;

/// Claims of one support before the fold.
const FIRST: usize = 3;
/// Passages in the list of a card, and on the face of it for each origin.
const LISTED: usize = 60;
const FACE: usize = 12;
/// What gave less than this to a score, in logits, tells a reader nothing.
const TELLING: f64 = 0.05;
/// Silent articles that a claim names.
const SILENT: usize = 60;
/// Origins, passages of one origin, and reasons before the fold.
const BESIDE: usize = 3;
const OPEN: usize = 2;
const DECIDING: usize = 2;

impl Page<'_> {
    pub(super) fn supported(&self, support: Support) -> Markup {
        let claims = &self.sections[&support];
        let shown = &claims[..claims.len().min(super::CARDS)];
        let first =
            if matches!(support, Support::Corroborated | Support::Echoed) { FIRST } else { FIRST - 1 };
        let id = words::support(support);
        html! {
            @if !claims.is_empty() {
                section id=(id) aria-labelledby={ "h-" (id) } {
                    h2 id={ "h-" (id) } { (words::heading(support)) span.n-of { (claims.len()) } }
                    p.note { (badge(support)) " " (words::meaning(support)) @if support == Support::Unclear { " Different wording proves nothing." } }
                    (folded(shown, first, "claim", "claims", |i| self.card(*i)))
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
        let tags = self.claim_tags(claim);
        html! {
            li id={ "c-" (i + 1) } data-claim=[self.hook(&claim.id.0)] data-k="claim" data-s=(words::support(claim.support)) data-a=(tags.articles()) data-o=(tags.sources()) {
                @match claim.evidence.first() {
                    Some(evidence) => (self.evidence(claim, evidence)),
                    None => (self.view.claim_text(claim)),
                }
                @if claim.disputed { " " (self.in_disputes(claim)) }
                (self.reviewed(claim))
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
        // Origins of one name are told apart in the ledger only.
        let mut seen = BTreeSet::new();
        let names: Vec<String> = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
        format!("{independent}: {} · in {articles}", words::clip(&names.join("; "), 120))
    }

    pub(super) fn card(&self, i: usize) -> Markup {
        let claim = &self.view.ledger.claims[i];
        let (tags, (_, may)) = (self.claim_tags(claim), self.view.held(claim));
        html! {
            article class={ "card " (words::support(claim.support)) } aria-labelledby={ "c-" (i + 1) } data-claim=[self.hook(&claim.id.0)] data-k="claim" data-s=(words::support(claim.support)) data-a=(tags.articles()) data-o=(tags.sources()) {
                h3 #{ "c-" (i + 1) } dir="auto" { (words::clip(&self.view.claim_text(claim), QUOTE)) }
                p.by { (self.gist(i)) @if claim.disputed { " " (self.in_disputes(claim)) } }
                (self.reviewed(claim))
                @match claim.support {
                    Support::Echoed => (self.tree(claim)),
                    Support::Corroborated | Support::Unclear => (self.columns(claim)),
                    Support::Single | Support::Unattributed => ul.passages {
                        @for evidence in self.view.held(claim).0.iter().take(FACE) { li { (self.leaf(claim, evidence, None)) } }
                    },
                }
                @if !may.is_empty() {
                    details.may {
                        summary { (words::count(may.len(), "passage", "passages")) " may say the same" }
                        ul.passages { @for evidence in may.iter().take(FACE) { li { (self.evidence(claim, evidence)) } } }
                        (more(may.len(), FACE, "passages"))
                    }
                }
                (self.because(claim))
                (self.detail(claim))
            }
        }
    }

    /// The passages of each origin beside those of the others.
    fn columns(&self, claim: &Claim) -> Markup {
        let origins = self.view.by_origin(claim);
        let (first, rest) = origins.split_at(origins.len().min(BESIDE));
        let sides = |origins: &[(Option<&Origin>, Vec<&Evidence>)]| {
            html! { div.sides { @for (origin, passages) in origins { (self.side_of(claim, *origin, passages)) } } }
        };
        html! {
            (sides(first))
            @if !rest.is_empty() {
                details.fold {
                    summary { "Show " (words::count(rest.len(), "more origin", "more origins")) }
                    (sides(&rest[..rest.len().min(REASONS)]))
                    (more(origins.len(), BESIDE + REASONS, "origins"))
                }
            }
        }
    }

    fn side_of(&self, claim: &Claim, origin: Option<&Origin>, passages: &[&Evidence]) -> Markup {
        let shown = &passages[..passages.len().min(FACE)];
        let description = || words::description(self.view.source(&origin?.source)?.description.as_deref()?);
        html! {
            section.side {
                h4 { @match origin {
                    Some(origin) => (short(&words::name(&origin.name), 70)),
                    None => (self.untraced(passages)),
                } }
                @if let Some(d) = description() { p.by { (short(&d, 90)) } }
                (folded(shown, OPEN, "passage", "passages", |e| html! { div.leaf { (self.leaf(claim, e, origin)) } }))
                (more(passages.len(), shown.len(), "passages"))
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
            .take(if wanted == Relation::Unknown { 1 } else { DECIDING })
            .collect();
        html! {
            @if !reasons.is_empty() {
                ul.because { @for reason in reasons { li { (self.reason(claim, reason)) } } }
            }
        }
    }

    /// The article of a passage of a claim.
    fn outlet(&self, claim: &Claim, at: usize) -> Markup {
        claim.evidence.get(at).map_or_else(|| html! { "no passage" }, |e| self.named(&e.article))
    }

    /// What could be shown of two passages, why, and the passages that show it.
    fn reason(&self, claim: &Claim, reason: &Independence) -> Markup {
        let ground = words::ground(reason.ground);
        html! {
            b { (words::relation(reason.relation)) } @if !ground.is_empty() { ", " (ground) } ": "
            (self.outlet(claim, reason.a)) " and " (self.outlet(claim, reason.b)) " – " (words::one_line(&reason.reason))
            @for passage in reason.passages.iter().take(super::SHOWN_BY) {
                @let quote = self.view.quote(&passage.article, passage.span).unwrap_or_else(|| "the passage is not available".to_owned());
                span.shown-by { (self.named(&passage.article)) ": " q dir="auto" { (self.open(&passage.article, passage.span, words::clip(&quote, QUOTE / 2))) } }
            }
        }
    }

    /// Every passage of a claim, why they were taken to say the same, and what could be shown of each two.
    fn detail(&self, claim: &Claim) -> Markup {
        let reasons = self.view.independence_of(claim);
        let (silent, before) = self.silent(claim);
        html! {
            details.detail {
                summary { (words::count(claim.evidence.len(), "passage", "passages")) ", and why they are grouped" }
                ol { @for evidence in claim.evidence.iter().take(LISTED) { li { (self.evidence(claim, evidence)) } } }
                (more(claim.evidence.len(), LISTED, "passages"))
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
                @if !silent.is_empty() { p.by { b { "Silent: " } (short(&silent, QUOTE)) } }
                @if !before.is_empty() { p.by { b { "Silent, published before it was known: " } (short(&before, QUOTE)) } }
            }
        }
    }

    /// The articles that are silent of a claim, by number and name, and those that were so before it was known.
    fn silent(&self, claim: &Claim) -> (String, String) {
        let said: BTreeSet<_> = claim.evidence.iter().map(|e| &e.article).collect();
        let (mut silent, mut before) = (Vec::new(), Vec::new());
        for (i, article) in
            self.view.ledger.articles.iter().enumerate().filter(|(_, a)| !said.contains(&a.id))
        {
            if self.view.before_known(claim, &article.id) {
                before.push(self.called(i));
            } else if self.view.state(claim, &article.id) == CoverageState::Silent {
                silent.push(self.called(i));
            }
        }
        let most = |names: Vec<String>| names[..names.len().min(SILENT)].join("; ");
        (most(silent), most(before))
    }

    /// Why passages were taken to say the same: how strong the tie is, what speaks for it and what against.
    fn links(&self, claim: &Claim) -> Markup {
        html! {
            @if !claim.links.is_empty() {
                h4 { "Why they say the same" }
                ul.links {
                    @for link in claim.links.iter().take(REASONS) {
                        li {
                            (self.outlet(claim, link.a)) " and " (self.outlet(claim, link.b)) ": " (tied(link.strength))
                            (self.compared(link, "For it: ", |gave| gave >= TELLING))
                            (self.compared(link, "Against it: ", |gave| gave <= -TELLING))
                        }
                    }
                }
                (more(claim.links.len(), REASONS, "links"))
            }
        }
    }

    /// What was compared and gave a score that is wanted, in words, what weighs most first.
    fn compared(&self, link: &Link, what: &str, wanted: impl Fn(f64) -> bool) -> Markup {
        let mut parts: Vec<_> = link.parts.iter().filter(|p| wanted(p.gave)).collect();
        parts.sort_by(|a, b| b.gave.abs().total_cmp(&a.gave.abs()));
        let source = |name: &str| self.view.source(&SourceId(name.to_owned())).map(|s| s.name.clone());
        let side =
            |name: &str| words::clip(&words::one_line(&source(name).unwrap_or_else(|| name.to_owned())), 80);
        let told: Vec<_> =
            parts.iter().filter_map(|p| Some((words::signal(&p.signal)?, p))).take(FACE / 2).collect();
        html! {
            @if !told.is_empty() {
                span.parts {
                    (what)
                    @for (n, (signal, part)) in told.iter().enumerate() {
                        @if n > 0 { "; " }
                        b { (words::one_line(signal)) }
                        @if !part.a.is_empty() && part.a == part.b { " (" q { (side(&part.a)) } ")" }
                        @else if !part.a.is_empty() && !part.b.is_empty() { " (" q { (side(&part.a)) } ", " q { (side(&part.b)) } ")" }
                    }
                    "."
                }
            }
        }
    }

    fn evidence(&self, claim: &Claim, evidence: &Evidence) -> Markup {
        let quote = self.view.quote(&evidence.article, evidence.span);
        let quote =
            quote.map_or_else(|| "the passage is not available".to_owned(), |q| words::clip(&q, QUOTE));
        html! {
            q dir="auto" { (self.open(&evidence.article, evidence.span, quote)) }
            " " span.by {
                (self.named(&evidence.article)) ", "
                (short(&self.view.speaker(evidence.statement.as_ref()).to_words(), 90)) ", "
                (words::status(evidence.status))
                @if evidence.polarity == Polarity::Negative { ", says that it is not so" }
                (self.tie(claim, evidence))
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
