//! To be checked: disputes that nobody resolved, corroborations that nobody confirmed, claims held together by weak ties.

use super::{hidden, page, strip};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::guard::Who;
use crate::reading::{Read, read};
use crate::rulings::{passage_key, read_as};
use axum::extract::{Extension, Path, State};
use crosswire_model::{ArticleId, Claim, Dispute, Link, Nature, Span, Strength, Support};
use crosswire_report::{View, summary, words};
use crosswire_store::{Role, StoryId};
use maud::{Markup, html};
use std::sync::Arc;

/// Items that are shown at once.
const SHOWN: usize = 60;
/// Characters of a passage.
const QUOTE: usize = 400;
/// Characters before and after it.
const AROUND: usize = 80;

/// One thing to look at.
pub(crate) enum Item<'a> {
    /// Sides that cannot all hold.
    Dispute(&'a Dispute),
    /// A claim that several independent origins bear out, so the ledger says.
    Corroborated(&'a Claim),
    /// A claim of which two passages may not say the same: its weakest tie.
    Weak(&'a Claim, &'a Link),
}

/// What is to be checked, what matters most first. What was decided is gone from it.
pub(crate) fn items(read: &Read) -> Vec<Item<'_>> {
    let ledger = read.ledger();
    let open = |d: &&Dispute| d.nature == Nature::Contradiction && d.resolution.is_none();
    let undecided = || ledger.claims.iter().filter(|c| c.review.as_ref().is_none_or(|r| r.verdict.is_none()));
    let by_person = |c: &Claim| c.links.iter().all(|l| l.parts.iter().any(|p| p.signal == "decision"));
    let weakest = |c: &'_ Claim| -> Option<usize> {
        let weak = c.links.iter().enumerate().filter(|(_, l)| l.strength < Strength::Sure);
        weak.min_by(|a, b| a.1.score.total_cmp(&b.1.score)).map(|(n, _)| n)
    };
    let disputes = ledger.disputes.iter().filter(open).map(Item::Dispute);
    let borne_out = undecided().filter(|c| c.support == Support::Corroborated).map(Item::Corroborated);
    let weak = undecided().filter(|c| c.support != Support::Corroborated && !by_person(c));
    let mut weak: Vec<(&Claim, &Link)> = weak.filter_map(|c| Some((c, &c.links[weakest(c)?]))).collect();
    weak.sort_by(|a, b| a.1.score.total_cmp(&b.1.score));
    disputes.chain(borne_out).chain(weak.into_iter().map(|(c, l)| Item::Weak(c, l))).collect()
}

/// `GET /stories/ID/queue`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let id = StoryId(id);
    let read = read(&desk, &id, who.names).await?;
    let items = items(&read);
    let view = read.view();
    let first = html! {
        h1 { "To be checked" }
        @if items.is_empty() {
            p { "Nothing. Every dispute is resolved, every corroboration confirmed, every weak tie looked at." }
        } @else {
            p.desk-note {
                (words::count(items.len(), "thing", "things")) ": disputes first, then corroborations that nobody has confirmed, then weak ties. "
                "Keys: " kbd { "j" } " next, " kbd { "k" } " back, " kbd { "c" } " confirm, " kbd { "r" } " reject, "
                kbd { "1" } "–" kbd { "9" } " a side of a dispute, " kbd { "u" } " undo your last."
            }
        }
    };
    Ok(page(
        &who,
        "To be checked",
        &html! {
            div #desk-top data-story=(id) data-revision=(read.revision()) data-form=(who.csrf) data-edits[who.may(Role::Editor)] {
                (strip(&id, &read.story.title, Some(items.len()), "queue"))
                p #desk-live role="status" aria-live="polite" hidden {}
            }
            (first)
            @if who.may(Role::Editor) {
                form.desk-undo #desk-undo method="post" action={ "/stories/" (id) "/decide" } data-decide {
                    (fields(&who, &read))
                    button.plain name="verb" value="undo" data-key="u" { "Undo my last decision" }
                }
            }
            ol.desk-queue { @for (n, item) in items.iter().take(SHOWN).enumerate() { (shown(&who, &read, &view, n, item)) } }
            @if items.len() > SHOWN { p.desk-note { "The first " (SHOWN) " are shown." } }
        },
    ))
}

fn fields(who: &Who, read: &Read) -> Markup {
    html! {
        (hidden(who))
        input type="hidden" name="seen" value=(read.revision());
        input type="hidden" name="to" value={ "/stories/" (read.story.id) "/queue" };
    }
}

fn shown(who: &Who, read: &Read, view: &View, n: usize, item: &Item) -> Markup {
    let id = &read.story.id;
    let action = format!("/stories/{id}/decide");
    let why = html! {
        label.desk-hidden for={ "why-" (n) } { "Why" }
        input id={ "why-" (n) } name="why" placeholder="Why (optional)" maxlength="1000";
    };
    let body = match item {
        Item::Dispute(dispute) => html! {
            h2 id={ "item-h-" (n) } { span.desk-kind { "Dispute: " (words::dispute_kind(dispute.kind)) } " " (titled(view, dispute)) }
            p.desk-note { (words::one_line(&dispute.why)) }
            div.desk-sides { @for (s, side) in dispute.sides.iter().enumerate() {
                div { h3 { (s + 1) ". " (words::one_line(&side.label)) }
                    @for p in side.evidence.iter().take(3) { (quoted(read, &p.article, p.span)) } }
            } }
            @if who.may(Role::Editor) {
                form.desk-verbs method="post" action=(action) data-decide {
                    (fields(who, read))
                    input type="hidden" name="verb" value="resolve";
                    input type="hidden" name="dispute" value=(dispute.id);
                    (why)
                    @for s in 0..dispute.sides.len() { button name="holds" value=(s) data-key=(s + 1) { "Side " (s + 1) " holds" } }
                    button name="holds" value="none" data-key="c" { "None, or each in its way" }
                }
                form.desk-verbs method="post" action=(action) data-decide {
                    (fields(who, read))
                    input type="hidden" name="dispute" value=(dispute.id);
                    button name="verb" value="dismiss" data-key="r" { "It is no dispute" }
                }
            }
            (more(id, "dispute", &dispute.id.0))
        },
        Item::Corroborated(claim) => html! {
            h2 id={ "item-h-" (n) } { span.desk-kind { "Corroborated" } " " (words::one_line(&read_as(claim))) }
            p.desk-note { (words::count(claim.independent, "independent origin", "independent origins")) ", so the articles say. Is it one claim?" }
            @for e in claim.evidence.iter().take(6) { (quoted(read, &e.article, e.span)) }
            @if who.may(Role::Editor) { (verdict(who, read, claim, &action, &why)) }
            (more(id, "claim", &claim.id.0))
        },
        Item::Weak(claim, link) => html! {
            h2 id={ "item-h-" (n) } { span.desk-kind { "Weak tie: " (words::strength(link.strength)) } " Do these two say the same?" }
            @for at in [link.a, link.b] { @if let Some(e) = claim.evidence.get(at) { (quoted(read, &e.article, e.span)) } }
            p.desk-note { "The claim: " (words::one_line(&read_as(claim))) " (" (words::count(claim.evidence.len(), "passage", "passages")) ")" }
            @if who.may(Role::Editor) {
                form.desk-verbs method="post" action=(action) data-decide {
                    (fields(who, read))
                    input type="hidden" name="claim" value=(claim.id);
                    @if let Some(e) = claim.evidence.get(link.b) { input type="hidden" name="passage" value=(passage_key(&e.article, e.span)); }
                    (why)
                    button name="verb" value="confirm" data-key="c" { "They say the same" }
                    button name="verb" value="move" data-key="r" { "They do not: part them" }
                }
            }
            (more(id, "claim", &claim.id.0))
        },
    };
    html! { li.desk-item id={ "item-" (n) } tabindex="-1" aria-labelledby={ "item-h-" (n) } { (body) } }
}

fn verdict(who: &Who, read: &Read, claim: &Claim, action: &str, why: &Markup) -> Markup {
    html! {
        form.desk-verbs method="post" action=(action) data-decide {
            (fields(who, read))
            input type="hidden" name="claim" value=(claim.id);
            (why)
            button name="verb" value="confirm" data-key="c" { "Confirm" }
            button name="verb" value="reject" data-key="r" { "Reject: it counts for nothing" }
        }
    }
}

fn more(id: &StoryId, kind: &str, of: &str) -> Markup {
    html! { p.desk-note { a href={ "/stories/" (id) "/on/" (kind) "/" (of) } { "All that can be decided" } } }
}

/// What a dispute is about, and its sides: "Passengers rescued: about 70 people or 84 passengers".
pub(crate) fn titled(view: &View, dispute: &Dispute) -> String {
    let between = match dispute.nature {
        Nature::Contradiction => " or ",
        Nature::Update => " then ",
        Nature::Difference => " and ",
    };
    let sides: Vec<String> = dispute.sides.iter().map(|side| words::one_line(&side.label)).collect();
    format!("{}: {}", summary::subject(view, dispute), sides.join(between))
}

/// A passage in its article's words, with those of its paragraph around it.
pub(crate) fn quoted(read: &Read, article: &ArticleId, span: Span) -> Markup {
    let text = read.brief.texts.get(article);
    let words_of = |from: usize, to: usize| {
        text.map(|t| t.chars().skip(from).take(to.saturating_sub(from)).collect::<String>())
            .unwrap_or_default()
    };
    let before = words_of(span.start.saturating_sub(AROUND), span.start);
    let after = words_of(span.end, span.end + AROUND);
    html! {
        blockquote.desk-quote dir="auto" {
            span.around { (words::spaced(&lead(&before, span.start > AROUND))) }
            strong { (words::clip(&words::spaced(&words_of(span.start, span.end)), QUOTE)) }
            span.around { (words::spaced(&tail(&after))) }
            footer { (outlet(read, article)) }
        }
    }
}

/// The end of a text, from a word on and within the last paragraph; `cut` where more stood before it.
fn lead(text: &str, cut: bool) -> String {
    match text.rsplit_once('\n') {
        Some((_, last)) => last.trim_start().to_owned(),
        None if cut => format!("… {}", text.split_once(' ').map_or("", |(_, rest)| rest)),
        None => text.to_owned(),
    }
}

/// The beginning of a text, to a word and within the first paragraph.
fn tail(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => first.trim_end().to_owned(),
        None if text.chars().count() < AROUND => text.to_owned(),
        None => format!("{} …", text.rsplit_once(' ').map_or("", |(rest, _)| rest)),
    }
}

/// What an article is called.
pub(crate) fn outlet(read: &Read, article: &ArticleId) -> String {
    let found = read.ledger().articles.iter().find(|a| a.id == *article);
    found.map_or_else(
        || "an article".to_owned(),
        |a| words::one_line(a.outlet.as_deref().or(a.title.as_deref()).unwrap_or(&a.path)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_shown_within_its_paragraph_and_whole_words() {
        assert_eq!(lead("url: https://post.example\n\nHe said ", true), "He said ");
        assert_eq!(lead("ck a reef, and ", true), "… a reef, and ");
        assert_eq!(lead("The ", false), "The ");
        assert_eq!(tail(" in the dark.\n\nThe ferry"), " in the dark.");
        assert_eq!(tail(" in the dark."), " in the dark.");
        let long = " word".repeat(30);
        let long: String = long.chars().take(AROUND).collect();
        assert!(tail(&long).ends_with("word …") && !tail(&long).contains("wo …"));
    }
}
