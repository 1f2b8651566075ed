//! The first screen: what happened, what is in dispute, on whose word it rests; then the story in numbers.

use super::{Page, badge, nature_badge, plural};
use crate::summary;
use crate::words;
use crosswire_model::{Dispute, Nature, Support};
use maud::{Markup, html};

/// Items of each of the three columns; root sources within the fold.
const TOP: usize = 4;
const FOLDED_ROOTS: usize = 60;
/// Characters of a claim in a column, and of a side of a dispute.
const SHORT: usize = 130;
const SIDE: usize = 48;

impl Page<'_> {
    pub(super) fn head(&self, title: &str) -> Markup {
        let ledger = self.view.ledger;
        let dates = self.view.dates();
        let roots = summary::roots(self.view);
        html! {
            header.head {
                p.kicker {
                    "Ledger of one story"
                    @if let Some(dates) = dates { " · " (dates) }
                    (self.signed_off())
                    @if !ledger.skipped.is_empty() {
                        " · " a.warn href="#skipped" { (words::count(ledger.skipped.len(), "file was skipped", "files were skipped")) }
                    }
                }
                h1 dir="auto" { (title) }
                @if !ledger.claims.is_empty() || !ledger.disputes.is_empty() {
                    div.three {
                        (self.happened())
                        (self.disputed())
                        (self.rooted(&roots))
                    }
                }
                p.lede { (summary::sentences(self.view, &roots).join(" ")) }
                (self.contents())
                (self.find())
            }
        }
    }

    /// The claims that tell the event, best supported and earliest told first.
    fn happened(&self) -> Markup {
        html! {
            section.column.happened aria-labelledby="t-happened" {
                h2 #t-happened { "What happened" }
                @if self.happened.is_empty() { p.by { "No two articles were found to say the same." } }
                ul {
                    @for &i in &self.happened {
                        @let claim = &self.view.ledger.claims[i];
                        li {
                            (self.to_card(i, words::clip(&self.view.claim_text(claim), SHORT)))
                            span.by { (badge(claim.support)) " " (self.gist(i)) }
                        }
                    }
                }
            }
        }
    }

    fn disputed(&self) -> Markup {
        let open = self.disputes.iter().filter(|d| d.resolution.is_none());
        let disputes: Vec<&&Dispute> = open.collect();
        html! {
            section.column.disputed aria-labelledby="t-disputed" {
                h2 #t-disputed {
                    @if disputes.is_empty() { "In dispute" } @else { a href="#disputes" { "In dispute" } span.n-of { (disputes.len()) } }
                }
                @if disputes.is_empty() { p.by { "No dispute was found. That is no proof that there is none." } }
                ul {
                    @for (n, dispute) in disputes.iter().take(TOP).enumerate() {
                        li {
                            a href={ "#d-" (n + 1) } { b { (summary::subject(self.view, dispute)) ": " } (sides(dispute, SIDE)) }
                            span.by { (words::nature(dispute.nature)) ", " (words::dispute_kind(dispute.kind)) }
                        }
                    }
                }
                @if disputes.len() > TOP { p.all { a href="#disputes" { "All " (disputes.len()) } } }
            }
        }
    }

    /// The root sources, each with a bar for how much of the story rests on it.
    fn rooted(&self, roots: &[summary::Root]) -> Markup {
        let most = roots.first().map_or(0, |r| r.claims).max(1);
        let list = |roots: &[summary::Root]| {
            html! {
                ol.roots {
                    @for root in roots {
                        li {
                            span.root { (super::short(&words::name(&root.name()), 60)) }
                            @if let Some(d) = &root.description { span.by.desc { (super::short(d, 70)) } }
                            svg.gauge viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                                rect.rail width="100" height="8" {}
                                rect.full width=(root.claims * 100 / most) height="8" {}
                                // What is only echo, laid over it.
                                rect.part width=(root.echoed * 100 / most) height="8" {}
                            }
                            span.by { (root.to_words()) }
                        }
                    }
                }
            }
        };
        html! {
            section.column.rooted aria-labelledby="t-roots" {
                h2 #t-roots { "On whose word" }
                @if roots.is_empty() { p.by { "No article says on whose word." } }
                (list(&roots[..roots.len().min(TOP)]))
                @if roots.len() > TOP {
                    details.fold {
                        summary { "Show " (words::count(roots.len() - TOP, "more root source", "more root sources")) }
                        (list(&roots[TOP..roots.len().min(TOP + FOLDED_ROOTS)]))
                        (super::more(roots.len(), TOP + FOLDED_ROOTS, "root sources"))
                    }
                }
                @if !roots.is_empty() { p.by { "A bar is the claims that rest on a source; its coloured part is only echo." } }
            }
        }
    }

    fn contents(&self) -> Markup {
        let ledger = self.view.ledger;
        let held = |support: &Support| self.sections[support].len();
        html! {
            nav.contents aria-label="Parts of the ledger" {
                @for support in [Support::Corroborated, Support::Echoed] {
                    @if held(&support) > 0 { a href={ "#" (words::support(support)) } { (words::heading(support)) } span.n-of { (held(&support)) } }
                }
                @if !ledger.disputes.is_empty() { a href="#disputes" { "In dispute" } span.n-of { (ledger.disputes.len()) } }
                @for support in [Support::Unclear, Support::Unattributed] {
                    @if held(&support) > 0 { a href={ "#" (words::support(support)) } { (words::heading(support)) } span.n-of { (held(&support)) } }
                }
                @for (id, name, shown) in [
                    ("figures", "Figures", !ledger.figures.is_empty()),
                    ("changes", "Changes", !ledger.changes.is_empty()),
                    ("coverage", "Coverage", !self.view.ranked().0.is_empty() && !ledger.articles.is_empty()),
                    ("wording", "Wording", !ledger.wordings.is_empty()),
                    ("reuse", "Copies", !ledger.reuse.is_empty()),
                    ("chains", "Chains", !ledger.origins.is_empty()),
                    ("timeline", "Timeline", !ledger.timeline.is_empty()),
                    ("sources", "Sources", !ledger.sources.is_empty()),
                    ("decisions", "Decisions", !ledger.decisions.is_empty()),
                    ("single", "One article", held(&Support::Single) > 0),
                    ("reader", "Articles", !ledger.articles.is_empty()),
                ] {
                    @if shown { a href={ "#" (id) } { (name) } }
                }
            }
        }
    }
}

/// What the sides of a dispute hold, side by side: "84 passengers or about 70 people".
pub(super) fn sides(dispute: &Dispute, most: usize) -> Markup {
    let versus = match dispute.nature {
        Nature::Contradiction => "or",
        Nature::Update => "then",
        Nature::Difference => "and",
    };
    html! {
        @for (n, side) in dispute.sides.iter().take(4).enumerate() {
            @if n > 0 { " " span.versus { (versus) } " " }
            bdi { (words::clip(&words::one_line(&side.label), most)) }
        }
        @if dispute.sides.len() > 4 { " " (plural(dispute.sides.len() - 4, "and one more", "and others")) }
    }
}

/// What a dispute is: its nature and its kind.
pub(super) fn kind(dispute: &Dispute) -> Markup {
    html! { (nature_badge(dispute.nature)) " " span.by { (words::dispute_kind(dispute.kind)) } }
}
