//! Every verb for one thing of the page, as plain forms: the script shows them beside the thing, and without it they are pages.

use super::queue::{outlet, quoted, titled};
use super::{hidden, page, strip, when};
use crate::deciding::PART;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::guard::Who;
use crate::reading::{Read, read};
use crate::rulings::{find_claim, find_dispute, find_figure, find_source, passage, passage_key, read_as};
use axum::extract::{Extension, Path, State};
use axum::http::HeaderMap;
use crosswire_model::{Claim, DecisionId, Dispute, DisputeKind, Evidence, Figure, Passage, Source, Support};
use crosswire_report::words;
use crosswire_store::{Role, StoryId};
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Entries of a list to choose from.
const CHOICES: usize = 400;
/// Characters of an entry.
const LABEL: usize = 120;

/// What the forms of one thing have in common.
struct Bench<'a> {
    who: &'a Who,
    read: &'a Read,
}

/// `GET /stories/ID/on/KIND/NAME`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path((id, kind, name)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Markup, Failure> {
    let id = StoryId(id);
    let read = read(&desk, &id, who.names).await?;
    let bench = Bench { who: &who, read: &read };
    let (title, body) = match kind.as_str() {
        "claim" => bench.claim(find_claim(&read, &name)?),
        "passage" => bench.passage(&passage(&name)?),
        "source" => bench.source(find_source(&read, &name)?),
        "figure" => bench.figure(find_figure(&read, &name)?),
        "dispute" => bench.dispute(find_dispute(&read, &name)?),
        _ => return Err(Failure::not_found("page")),
    };
    Ok(bench.shown(&id, &title, &body, headers.contains_key(PART)))
}

/// `GET /stories/ID/on/story`
pub(crate) async fn whole(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Markup, Failure> {
    let id = StoryId(id);
    let read = read(&desk, &id, who.names).await?;
    let bench = Bench { who: &who, read: &read };
    let body = bench.story();
    Ok(bench.shown(&id, "The whole story", &body, headers.contains_key(PART)))
}

impl Bench<'_> {
    /// As a page, or as a part of one for the script.
    fn shown(&self, id: &StoryId, title: &str, body: &Markup, part: bool) -> Markup {
        let inner = html! {
            section.desk-work {
                h1 #desk-dialog-title tabindex="-1" { (words::clip(&words::one_line(title), 240)) }
                @if !self.who.may(Role::Editor) { p.desk-note { "You may read, and not decide." } }
                (body)
            }
        };
        if part {
            return inner;
        }
        page(
            self.who,
            title,
            &html! {
                div #desk-top data-story=(id) data-revision=(self.read.revision()) data-form=(self.who.csrf) {
                    (strip(id, &self.read.story.title, None, "work"))
                    p #desk-live role="status" aria-live="polite" hidden {}
                }
                (inner)
            },
        )
    }

    /// A form for one verb, folded; what it needs stands within.
    fn verb(&self, label: &str, verb: &str, inner: &Markup, button: &str) -> Markup {
        html! {
            @if self.who.may(Role::Editor) {
                details.desk-verb data-verb=(verb) {
                    summary { (label) }
                    (self.form(&html! {
                        input type="hidden" name="verb" value=(verb);
                        (inner)
                        (self.why(verb))
                        button.first { (button) }
                    }))
                }
            }
        }
    }

    fn form(&self, inner: &Markup) -> Markup {
        html! {
            form.desk-form method="post" action={ "/stories/" (self.read.story.id) "/decide" } data-decide {
                (hidden(self.who))
                input type="hidden" name="seen" value=(self.read.revision());
                (inner)
            }
        }
    }

    fn why(&self, key: &str) -> Markup {
        html! {
            label for={ "why-" (key) } { "Why (kept with the decision)" }
            input id={ "why-" (key) } name="why" maxlength="1000";
        }
    }

    /// Verbs that need nothing but a click.
    fn at_once(&self, field: &str, id: &str, verbs: &[(&str, &str)]) -> Markup {
        html! {
            @if self.who.may(Role::Editor) {
                (self.form(&html! {
                    input type="hidden" name=(field) value=(id);
                    (self.why("at-once"))
                    p.desk-buttons { @for (verb, label) in verbs { button name="verb" value=(verb) { (label) } } }
                }))
            }
        }
    }

    /// Other claims to choose from, those with the same words first.
    fn other_claims(&self, claim: &Claim, name: &str, label: &str, several: bool) -> Markup {
        let own = terms(&read_as(claim));
        let alike = |other: &Claim| {
            let theirs = terms(&read_as(other));
            let shared = own.intersection(&theirs).count() as f64;
            shared / (own.len() + theirs.len()).max(1) as f64
        };
        let mut others: Vec<(&Claim, f64)> =
            self.read.ledger().claims.iter().filter(|c| c.id != claim.id).map(|c| (c, alike(c))).collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        html! {
            label for={ "s-" (name) } { (label) }
            select id={ "s-" (name) } name=(name) size="8" multiple[several] required {
                @for (other, _) in others.iter().take(CHOICES) {
                    option value=(other.id) { (words::clip(&words::one_line(&read_as(other)), LABEL)) " (" (words::support(other.support)) ")" }
                }
            }
            p.desk-note { "Those that are most alike come first." @if several { " Ctrl or ⌘ chooses several." } }
        }
    }

    fn claim(&self, claim: &Claim) -> (String, Markup) {
        let id = claim.id.0.as_str();
        let given = html! { input type="hidden" name="claim" value=(id); };
        let passages = |name: &str, first: usize| {
            html! {
                select id={ "p-" (name) } name=(name) {
                    @for (n, e) in claim.evidence.iter().enumerate() {
                        option value=(key(e)) selected[n == first] { (self.label(e)) }
                    }
                }
            }
        };
        let body = html! {
            p.desk-note {
                (words::support(claim.support)) " · " (words::count(claim.evidence.len(), "passage", "passages"))
                @if claim.disputed { " · disputed" }
            }
            (self.decided(claim.review.as_ref().map(|r| r.decisions.as_slice()).unwrap_or_default()))
            (self.at_once("claim", id, &[("confirm", "Confirm: they say the same"), ("reject", "Reject: it counts for nothing")]))
            (self.verb("Merge with another claim", "merge", &html! { (given) (self.other_claims(claim, "with", "It says the same as", true)) }, "Merge"))
            @if claim.evidence.len() > 1 {
                (self.verb("Split: these passages say something else", "split", &html! {
                    (given)
                    fieldset {
                        legend { "These are a claim of their own" }
                        @for (n, e) in claim.evidence.iter().enumerate() {
                            label.desk-check for={ "split-" (n) } { input id={ "split-" (n) } type="checkbox" name="passage" value=(key(e)); " " (self.label(e)) }
                        }
                    }
                }, "Split"))
            }
            (self.verb("Rename", "title", &html! {
                (given)
                label for="w-title" { "It reads" }
                textarea #w-title name="title" rows="2" maxlength="2000" required { (read_as(claim)) }
            }, "Rename"))
            (self.sign_off(&given))
            (self.note(&given))
            @if claim.evidence.len() > 1 {
                (self.verb("Two passages rest on independent sources", "independent", &html! {
                    (given)
                    label for="p-a" { "One passage" } (passages("a", 0))
                    label for="p-b" { "The other" } (passages("b", 1))
                }, "They are independent"))
                (self.verb("Two passages rest on one origin", "same-origin", &html! {
                    (given)
                    label for="p-a" { "One passage" } (passages("a", 0))
                    label for="p-b" { "The other" } (passages("b", 1))
                }, "They have one origin"))
            }
            (self.verb("It is in dispute with another claim", "new-dispute", &html! {
                (given)
                (self.other_claims(claim, "other", "These cannot both be so", false))
                label for="w-kind" { "What it is about" }
                select #w-kind name="kind" {
                    @for (kind, word) in KINDS { option value=(word) selected[kind == DisputeKind::Assertion] { (words::dispute_kind(kind)) } }
                }
                label for="w-a" { "This side in few words" } input #w-a name="label-a" maxlength="200";
                label for="w-b" { "The other side in few words" } input #w-b name="label-b" maxlength="200";
            }, "They are in dispute"))
            h2 { "Its passages" }
            ul.desk-passages { @for e in &claim.evidence {
                li { (quoted(self.read, &e.article, e.span)) p { (self.to("passage", &key(e), "Move it, or leave its article out")) } }
            } }
        };
        (read_as(claim), body)
    }

    fn sign_off(&self, given: &Markup) -> Markup {
        self.verb(
            "Sign off",
            "sign-off",
            &html! {
                (given)
                label for="w-grade" { "How well it is borne out" }
                select #w-grade name="grade" {
                    option value="" { "as the ledger grades it" }
                    @for (support, word) in GRADES { option value=(word) { (words::support(support)) } }
                }
            },
            "Sign off",
        )
    }

    fn note(&self, given: &Markup) -> Markup {
        self.verb(
            "Note",
            "note",
            &html! {
                (given)
                label for="w-note" { "Something to know" }
                textarea #w-note name="text" rows="3" maxlength="4000" required {}
            },
            "Keep the note",
        )
    }

    /// A passage in one line.
    fn label(&self, e: &Evidence) -> String {
        let text = self.read.brief.texts.get(&e.article);
        let quote: String =
            text.map(|t| t.chars().skip(e.span.start).take(e.span.len()).collect()).unwrap_or_default();
        format!("{}: “{}”", outlet(self.read, &e.article), words::clip(&words::one_line(&quote), LABEL))
    }

    fn to(&self, kind: &str, of: &str, label: &str) -> Markup {
        html! { a href={ "/stories/" (self.read.story.id) "/on/" (kind) "/" (crate::rulings::encoded(of)) } data-on { (label) } }
    }

    /// What people decided of it so far.
    fn decided(&self, ids: &[DecisionId]) -> Markup {
        let kept: Vec<_> = self.read.decisions.iter().filter(|k| ids.contains(&k.decision.id)).collect();
        html! {
            @if !kept.is_empty() {
                ul.desk-decided { @for k in kept {
                    li {
                        strong { (k.decision.by) } " decided " (words::one_line(&words::ruling(&k.decision.ruling))) ", " (when(k.decision.at))
                        @if let Some(why) = &k.decision.why { ": “" (words::one_line(why)) "”" }
                    }
                } }
            }
        }
    }

    fn passage(&self, passage: &Passage) -> (String, Markup) {
        let ledger = self.read.ledger();
        let here =
            |c: &&Claim| c.evidence.iter().any(|e| e.article == passage.article && e.span == passage.span);
        let claims: Vec<&Claim> = ledger.claims.iter().filter(here).collect();
        let article = ledger.articles.iter().find(|a| a.id == passage.article);
        let key = passage_key(&passage.article, passage.span);
        let body = html! {
            (quoted(self.read, &passage.article, passage.span))
            @for claim in &claims {
                p { "It says: " (self.to("claim", &claim.id.0, &words::clip(&words::one_line(&read_as(claim)), 200))) }
                (self.verb("Move: it does not say this claim", "move", &html! {
                    input type="hidden" name="claim" value=(claim.id);
                    input type="hidden" name="passage" value=(key);
                    label for="s-to-claim" { "It says" }
                    select #s-to-claim name="to-claim" size="8" required {
                        option value="own" selected { "a claim of its own" }
                        @for other in ledger.claims.iter().filter(|c| c.id != claim.id).take(CHOICES) {
                            option value=(other.id) { (words::clip(&words::one_line(&read_as(other)), LABEL)) }
                        }
                    }
                }, "Move"))
            }
            @if claims.is_empty() { p.desk-note { "It is evidence for no claim." } }
            @if let Some(article) = article {
                (self.verb("Leave its article out of the story", "leave-out", &html! {
                    input type="hidden" name="article" value=(article.id);
                    p { (outlet(self.read, &article.id)) ": “" (words::one_line(article.title.as_deref().unwrap_or(&article.path))) "”. The ledger is then as if it had not been there; withdrawing the decision brings it back." }
                }, "Leave it out"))
            }
        };
        ("A passage".to_owned(), body)
    }

    fn source(&self, source: &Source) -> (String, Markup) {
        let id = source.id.0.as_str();
        let given = html! { input type="hidden" name="source" value=(id); };
        let own = terms(&source.name);
        let mut others: Vec<&Source> =
            self.read.ledger().sources.iter().filter(|s| s.id != source.id).collect();
        others.sort_by_key(|s| {
            (std::cmp::Reverse(own.intersection(&terms(&s.name)).count()), s.name.to_lowercase())
        });
        let choices = |name: &str, label: &str, several: bool| {
            html! {
                label for={ "s-" (name) } { (label) }
                select id={ "s-" (name) } name=(name) size="8" multiple[several] required {
                    @for other in others.iter().take(CHOICES) {
                        option value=(other.id) { (words::clip(&words::one_line(&other.name), LABEL)) " (" (words::source_kind(other.kind)) ")" }
                    }
                }
            }
        };
        let body = html! {
            p.desk-note {
                (words::source_kind(source.kind))
                @if let Some(description) = &source.description { " · " (words::one_line(description)) }
                @if !source.aliases.is_empty() { " · also " (words::one_line(&source.aliases.join(", "))) }
            }
            (self.verb("It is the same as another", "same-source", &html! { (given) (choices("with", "It is the same as", true)) }, "They are one"))
            (self.verb("It is not another, nor speaks for it", "distinct-sources", &html! { (given) (choices("other", "It is not", false)) }, "They are two"))
            (self.verb("Rename", "rename-source", &html! {
                (given)
                label for="w-name" { "It is called" }
                input #w-name name="name" value=(source.name) maxlength="300" required;
            }, "Rename"))
        };
        (source.name.clone(), body)
    }

    fn figure(&self, figure: &Figure) -> (String, Markup) {
        let body = html! {
            (quoted(self.read, &figure.article, figure.span))
            @if self.who.may(Role::Editor) {
                (self.form(&html! {
                    input type="hidden" name="verb" value="figure";
                    input type="hidden" name="figure" value=(figure.id);
                    p.desk-note { "What is left as it is stays as it was read." }
                    label for="w-value" { "Number" } input #w-value name="value" inputmode="decimal" value=(words::plain_number(figure.value)) maxlength="40";
                    label for="w-qualifier" { "What the words around it make of it" }
                    select #w-qualifier name="qualifier" {
                        @for word in QUALIFIERS { option value=(word) selected[figure.qualifier.as_str() == word] { (word) } }
                    }
                    label for="w-of" { "What it counts" } input #w-of name="of" value=(figure.of.as_deref().unwrap_or_default()) maxlength="200";
                    label for="w-role" { "What happens to those counted, such as killed, injured, rescued" }
                    input #w-role name="role" value=(figure.role.as_deref().unwrap_or_default()) maxlength="100";
                    (self.why("figure"))
                    button.first { "Correct it" }
                }))
            }
        };
        (format!("The figure “{}”", words::one_line(&figure.text)), body)
    }

    fn dispute(&self, dispute: &Dispute) -> (String, Markup) {
        let given = html! { input type="hidden" name="dispute" value=(dispute.id); };
        let holds = dispute.resolution.as_ref().map(|r| r.holds);
        let body = html! {
            p.desk-note { (words::dispute_kind(dispute.kind)) " · " (words::nature(dispute.nature)) }
            p.desk-note { (words::one_line(&dispute.why)) }
            @if let Some(resolution) = &dispute.resolution { (self.decided(std::slice::from_ref(&resolution.decision))) }
            @if self.who.may(Role::Editor) {
                (self.form(&html! {
                    input type="hidden" name="verb" value="resolve";
                    (given)
                    fieldset {
                        legend { "Resolve: which side holds?" }
                        @for (n, side) in dispute.sides.iter().enumerate() {
                            label.desk-check for={ "side-" (n) } {
                                input id={ "side-" (n) } type="radio" name="holds" value=(n) required checked[holds == Some(Some(n))]; " " (words::one_line(&side.label))
                            }
                        }
                        label.desk-check for="side-none" { input #side-none type="radio" name="holds" value="none" checked[holds == Some(None)]; " No side, or each in its way" }
                    }
                    (self.why("resolve"))
                    button.first { "Resolve" }
                }))
            }
            (self.verb("It is no dispute", "dismiss", &given, "It is no dispute"))
            (self.note(&given))
            @for (n, side) in dispute.sides.iter().enumerate() {
                h2 { "Side " (n + 1) ": " (words::one_line(&side.label)) }
                @for p in side.evidence.iter().take(8) { (quoted(self.read, &p.article, p.span)) }
            }
        };
        (titled(&self.read.view(), dispute), body)
    }

    fn story(&self) -> Markup {
        let given = html! {};
        html! {
            @let signed = &self.read.ledger().story.signed;
            @if !signed.is_empty() {
                ul.desk-decided { @for s in signed {
                    li { strong { (s.by) } " signed the story off, " (when(s.at)) @if let Some(grade) = s.grade { " as " (words::support(grade)) } }
                } }
            }
            (self.sign_off(&given))
            (self.note(&given))
            h2 { "Leave an article out" }
            ul.desk-list { @for article in &self.read.ledger().articles {
                li {
                    (self.verb(&format!("Leave out: {} – {}", outlet(self.read, &article.id), words::clip(article.title.as_deref().unwrap_or(&article.path), LABEL)), "leave-out",
                        &html! { input type="hidden" name="article" value=(article.id); }, "Leave it out"))
                }
            } }
        }
    }
}

const KINDS: [(DisputeKind, &str); 7] = [
    (DisputeKind::Assertion, "assertion"),
    (DisputeKind::Figure, "figure"),
    (DisputeKind::Status, "status"),
    (DisputeKind::Time, "time"),
    (DisputeKind::Place, "place"),
    (DisputeKind::Wording, "wording"),
    (DisputeKind::Attribution, "attribution"),
];

const GRADES: [(Support, &str); 5] = [
    (Support::Corroborated, "corroborated"),
    (Support::Echoed, "echoed"),
    (Support::Unclear, "unclear"),
    (Support::Single, "single"),
    (Support::Unattributed, "unattributed"),
];

const QUALIFIERS: [&str; 8] =
    ["exact", "about", "above", "below", "at least", "at most", "additional", "between"];

fn key(e: &Evidence) -> String {
    passage_key(&e.article, e.span)
}

/// The longer words of a text, in small letters.
fn terms(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3);
    words.map(str::to_lowercase).collect()
}
