//! What people decided: on the claim or dispute that it is about, and as a list.

use super::{LIST_ROWS, Page, more, short};
use crate::words;
use crosswire_model::{Claim, Decided, DecisionId, Dispute, SignedOff, State, Verdict};
use maud::{Markup, html};

impl Page<'_> {
    /// What people said of a claim as a whole.
    pub(super) fn reviewed(&self, claim: &Claim) -> Markup {
        let Some(review) = &claim.review else { return html! {} };
        html! {
            p.by.reviewed {
                @match review.verdict {
                    Some(Verdict::Confirmed) => span.badge.confirmed { span.sign aria-hidden="true" { "✓" } " confirmed" },
                    Some(Verdict::Rejected) => span.badge.rejected { span.sign aria-hidden="true" { "✗" } " rejected" },
                    None => span.badge { "decided on" },
                }
                @for signed in &review.signed { " " (signature(signed)) }
                @for id in &review.decisions { @if let Some(decided) = self.decided(id) {
                    " " span.decision { (short(&words::decided(decided), 160)) }
                } }
            }
        }
    }

    /// What people say holds of a dispute.
    pub(super) fn resolved(&self, dispute: &Dispute) -> Markup {
        let Some(resolution) = &dispute.resolution else { return html! {} };
        let side = resolution.holds.and_then(|n| dispute.sides.get(n));
        let by = self.decided(&resolution.decision);
        html! {
            p.by.reviewed {
                span.badge.confirmed { span.sign aria-hidden="true" { "✓" } " resolved" } " "
                @match side {
                    Some(side) => { "It holds: " b { (short(&words::one_line(&side.label), 120)) } },
                    None => { "No side holds, or each in its way" },
                }
                @if let Some(decided) = by { " · " (short(&signer(decided), 160)) }
            }
        }
    }

    fn decided(&self, id: &DecisionId) -> Option<&Decided> {
        self.view.ledger.decisions.iter().find(|d| d.decision.id == *id)
    }

    /// Who signed the story off.
    pub(super) fn signed_off(&self) -> Markup {
        html! { @for signed in &self.view.ledger.story.signed { " · " (signature(signed)) } }
    }

    /// The claims that people have rejected, folded.
    pub(super) fn rejected(&self) -> Markup {
        let claims = self.view.rejected();
        html! {
            @if !claims.is_empty() {
                section #rejected aria-labelledby="h-rejected" {
                    h2 #h-rejected { "Rejected" span.n-of { (claims.len()) } }
                    details.fold {
                        summary { (words::count(claims.len(), "claim that counts for nothing", "claims that count for nothing")) }
                        @for &i in claims.iter().take(super::CARDS) { (self.card(i)) }
                        (more(claims.len(), super::CARDS, "claims"))
                    }
                }
            }
        }
    }

    /// Every decision, the last first; those that find nothing any more stand out.
    pub(super) fn decisions(&self) -> Markup {
        let decisions = &self.view.ledger.decisions;
        html! {
            @if !decisions.is_empty() {
                section #decisions aria-labelledby="h-decisions" {
                    h2 #h-decisions { "What people decided" span.n-of { (decisions.len()) } }
                    details.fold {
                        summary { (words::count(decisions.len(), "decision", "decisions")) }
                        ol.decisions {
                            @for decided in decisions.iter().rev().take(LIST_ROWS) {
                                li {
                                    (words::decided(decided)) " "
                                    @if decided.state != State::Applied { span.badge { (words::state(decided.state)) } }
                                    @for words in decided.lost.iter().take(4) { " " span.by { "not found: " q { (short(&words::one_line(words), 90)) } } }
                                }
                            }
                        }
                        (more(decisions.len(), LIST_ROWS, "decisions"))
                    }
                }
            }
        }
    }
}

/// "Runa, 2031-03-05 09:00 UTC: the desk called".
fn signer(decided: &Decided) -> String {
    let why = decided.decision.why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
    format!("{}, {}{why}", decided.decision.by, words::minute(decided.decision.at))
}

fn signature(signed: &SignedOff) -> Markup {
    html! {
        span.badge.confirmed {
            span.sign aria-hidden="true" { "✓" } " signed off by " (words::one_line(&signed.by))
            @if let Some(grade) = signed.grade { " as " (words::support(grade)) }
            ", " (words::minute(signed.at))
        }
    }
}
