//! The first screen: the story in a few sentences, on whose word it rests, and the three things that an editor asks first.

use super::{Page, nature_badge, plural};
use crate::summary;
use crate::words;
use crosswire_model::{Dispute, Nature, Support};
use maud::{Markup, html};

/// Items of each of the three columns; origins before the fold, and within it.
const TOP: usize = 3;
const ROOTS: usize = 4;
const FOLDED_ROOTS: usize = 60;
/// Characters of a claim in a column.
const SHORT: usize = 110;

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
                    @if !ledger.skipped.is_empty() {
                        " · " a.warn href="#skipped" { (words::count(ledger.skipped.len(), "file was skipped", "files were skipped")) }
                    }
                }
                h1 dir="auto" { (title) }
                p.lede { (summary::sentences(self.view, &roots).join(" ")) }
                @if !ledger.claims.is_empty() || !ledger.disputes.is_empty() {
                    div.three {
                        (self.column(Support::Corroborated))
                        (self.column(Support::Echoed))
                        (self.dispute_column())
                    }
                }
                (self.roots(&roots))
                (self.contents())
            }
        }
    }

    /// The claims of one support in a few lines.
    fn column(&self, support: Support) -> Markup {
        let claims = &self.sections[&support];
        let class = words::support(support);
        html! {
            section class={ "column " (class) } aria-labelledby={ "t-" (class) } {
                h2 id={ "t-" (class) } {
                    span.count { (claims.len()) } " "
                    (whole(class, words::sign(support), words::heading(support), claims.len()))
                }
                @if claims.is_empty() {
                    p.by { @if support == Support::Corroborated { "Nothing rests on two or more origins that are shown to be independent." } @else { "Nothing rests on one origin behind several articles." } }
                }
                ul {
                    @for &i in claims.iter().take(TOP) {
                        @let claim = &self.view.ledger.claims[i];
                        li {
                            (self.to_card(i, words::clip(&words::one_line(&claim.text), SHORT)))
                            span.by { (self.gist(i)) }
                        }
                    }
                }
                @if claims.len() > TOP { p.all { a href={ "#" (class) } { "All " (claims.len()) } } }
            }
        }
    }

    fn dispute_column(&self) -> Markup {
        let disputes = &self.disputes;
        html! {
            section.column.disputed aria-labelledby="t-disputed" {
                h2 #t-disputed {
                    span.count { (disputes.len()) } " "
                    (whole("disputes", words::nature_sign(Nature::Contradiction), "In dispute", disputes.len()))
                }
                @if disputes.is_empty() { p.by { "No dispute was found. That is no proof that there is none." } }
                ul {
                    @for (n, dispute) in disputes.iter().take(TOP).enumerate() {
                        li {
                            a href={ "#d-" (n + 1) } { (sides(dispute, SHORT / 2)) }
                            span.by { (words::nature(dispute.nature)) " · " (words::dispute_kind(dispute.kind)) }
                        }
                    }
                }
                @if disputes.len() > TOP { p.all { a href="#disputes" { "All " (disputes.len()) } } }
            }
        }
    }

    /// The root sources, each with a bar for how much of the story rests on it.
    fn roots(&self, roots: &[summary::Root]) -> Markup {
        let most = roots.first().map_or(0, |r| r.claims).max(1);
        let list = |roots: &[summary::Root]| {
            html! {
                ol.roots {
                    @for root in roots {
                        li {
                            span.root { bdi { (words::clip(&root.name(), 60)) } @if let Some(d) = &root.description { span.by { (words::clip(d, 70)) } } }
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
            @if !roots.is_empty() {
                section.rooted aria-labelledby="t-roots" {
                    h2 #t-roots { "On whose word" span.by { " root sources by the claims that rest on them; the coloured part of a bar is only echo" } }
                    (list(&roots[..roots.len().min(ROOTS)]))
                    @if roots.len() > ROOTS {
                        details.fold {
                            summary { (words::count(roots.len() - ROOTS, "more root source", "more root sources")) }
                            (list(&roots[ROOTS..roots.len().min(ROOTS + FOLDED_ROOTS)]))
                            (super::more(roots.len(), ROOTS + FOLDED_ROOTS, "root sources"))
                        }
                    }
                }
            }
        }
    }

    fn contents(&self) -> Markup {
        let ledger = self.view.ledger;
        html! {
            nav.contents aria-label="Parts of the ledger" {
                @for support in [Support::Corroborated, Support::Echoed] {
                    @if !self.sections[&support].is_empty() { a href={ "#" (words::support(support)) } { (words::heading(support)) } }
                }
                @if !ledger.disputes.is_empty() { a href="#disputes" { "In dispute" } }
                @for support in [Support::Unclear, Support::Unattributed] {
                    @if !self.sections[&support].is_empty() { a href={ "#" (words::support(support)) } { (words::heading(support)) } }
                }
                @for (id, name, shown) in [
                    ("figures", "Figures", !ledger.figures.is_empty()),
                    ("coverage", "Coverage", !self.view.ranked().0.is_empty() && !ledger.articles.is_empty()),
                    ("wording", "Wording", !ledger.wordings.is_empty()),
                    ("reuse", "Copies", !ledger.reuse.is_empty()),
                    ("chains", "Chains", !ledger.origins.is_empty()),
                    ("timeline", "Timeline", !ledger.timeline.is_empty()),
                    ("sources", "Sources", !ledger.sources.is_empty()),
                    ("single", "One article", !self.sections[&Support::Single].is_empty()),
                    ("reader", "Articles", !ledger.articles.is_empty()),
                ] {
                    @if shown { a href={ "#" (id) } { (name) } }
                }
            }
        }
    }
}

/// The head of a column as a link to its part of the page, where there is one.
fn whole(id: &str, sign: &str, name: &str, count: usize) -> Markup {
    let face = html! { span.sign aria-hidden="true" { (sign) } " " (name) };
    html! { @if count > 0 { a href={ "#" (id) } { (face) } } @else { span { (face) } } }
}

/// What the sides of a dispute hold, side by side: "84 passengers ≠ About 70 people".
pub(super) fn sides(dispute: &Dispute, most: usize) -> Markup {
    let sign = words::nature_sign(dispute.nature);
    let versus = match dispute.nature {
        Nature::Contradiction => "against",
        Nature::Update => "then",
        Nature::Difference => "beside",
    };
    html! {
        @for (n, side) in dispute.sides.iter().take(4).enumerate() {
            @if n > 0 { " " span.versus { span aria-hidden="true" { (sign) } span.quiet { (versus) } } " " }
            bdi { (words::clip(&words::one_line(&side.label), most)) }
        }
        @if dispute.sides.len() > 4 { " " (plural(dispute.sides.len() - 4, "and one more", "and others")) }
    }
}

/// What a dispute is: its nature and its kind.
pub(super) fn kind(dispute: &Dispute) -> Markup {
    html! { (nature_badge(dispute.nature)) " " span.by { (words::dispute_kind(dispute.kind)) } }
}
