//! Keeping a decision, and two who decide at once.
//!
//! A form says which revision its page showed. What others decided since is no hindrance where it is about other things;
//! where it is about the same, nothing is kept and both are shown, so that whoever came second chooses.

use crate::desk::{Desk, blocking};
use crate::failure::Failure;
use crate::guard::Who;
use crate::live::Event;
use crate::pages;
use crate::reading::{Names, read};
use crate::rulings::{Fields, ruling, written};
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_model::{Anchor, Decision, DecisionId, Ruling};
use crosswire_report::words;
use crosswire_store::{Act, Error, Kept, StoryId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;

/// The header by which the script asks for an answer to itself instead of a page.
pub(crate) const PART: &str = "x-crosswire-part";

/// `POST /stories/ID/decide`
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(story): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let id = StoryId(story);
    let mut form = Fields::read(&body);
    let now = read(&desk, &id, Names::Shown).await?;
    let seen = form.one("seen").and_then(|n| n.parse().ok()).unwrap_or(now.revision()).min(now.revision());
    if form.one("verb") == Some("undo") {
        let last = last_of(&now.decisions, &who.name)
            .ok_or_else(|| Failure::wrong("You have decided nothing that stands."))?;
        form.0.push(("decision".to_owned(), last.0));
        form.0
            .iter_mut()
            .filter(|(key, _)| key == "verb")
            .for_each(|(_, verb)| *verb = "withdraw".to_owned());
    }
    // What the page showed, if it is still known; else what is there now, where most things have kept their names.
    let shown = desk.shelf(&id).at(seen, Names::Shown).unwrap_or_else(|| Arc::clone(&now));
    let ruling = ruling(&shown, &form)?;
    let why = form.one("why").map(written).transpose()?;
    let mut decision = Decision {
        id: DecisionId(String::new()),
        by: who.name.clone(),
        at: Timestamp::now(),
        why,
        question: None,
        ruling,
    };
    let known = form.one("knows").and_then(|n| n.parse().ok()).map_or(seen, |knows: u64| knows.max(seen));
    let (story, by) = (id.clone(), who.name.clone());
    let kept = blocking(&desk, move |desk| {
        let before = desk.store.decisions(&story)?;
        // Of two decisions the later holds, also where a clock went back.
        if let Some(last) = before.iter().map(|kept| kept.decision.at).max() {
            decision.at = decision.at.max(last + SignedDuration::from_micros(1));
        }
        decision.id = crosswire::name_decision(&decision);
        keep(desk, &story, &decision, known, &by, &before)
    })
    .await?;
    let part = headers.contains_key(PART);
    match kept {
        Outcome::Kept(kept) => {
            let what = format!("decided {}", words::ruling(&kept.decision.ruling));
            let event = Event { revision: kept.revision, by: who.name.clone(), what: what.clone() };
            let _ = desk.shelf(&id).events.send(event);
            if part {
                let told = json!({"revision": kept.revision, "told": format!("You {what}."), "decision": kept.decision.id.0});
                return Ok(axum::Json(told).into_response());
            }
            Ok(Redirect::to(&back(&id, form.one("to"))).into_response())
        }
        Outcome::Conflict { since, revision, own } => {
            let body = pages::conflict::body(&who, &id, &form, &since, revision, &own);
            let page = if part { body } else { pages::page(&who, "Somebody decided on the same", &body) };
            Err(Failure { page: Some(page), ..Failure::new(StatusCode::CONFLICT, String::new()) })
        }
    }
}

enum Outcome {
    Kept(Box<Kept>),
    Conflict { since: Vec<Kept>, revision: u64, own: Box<Decision> },
}

/// Keeps a decision, unless one on the same things came after the revision that its author knows.
fn keep(
    desk: &Desk,
    id: &StoryId,
    own: &Decision,
    known: u64,
    by: &str,
    before: &[Kept],
) -> Result<Outcome, Failure> {
    let mut seen = known;
    loop {
        match desk.store.add_decision(id, own, Some(seen), Act::new(by, Timestamp::now())) {
            Ok(kept) => return Ok(Outcome::Kept(Box::new(kept))),
            Err(Error::Conflict { since, revision, .. }) => {
                let all: Vec<&Decision> = before.iter().chain(&since).map(|kept| &kept.decision).collect();
                let same: Vec<Kept> = since
                    .iter()
                    .filter(|kept| meet(&kept.decision.ruling, &own.ruling, &all))
                    .cloned()
                    .collect();
                if !same.is_empty() {
                    return Ok(Outcome::Conflict { since: same, revision, own: Box::new(own.clone()) });
                }
                seen = revision;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The last decision of someone that stands and is no withdrawal.
fn last_of(decisions: &[Kept], name: &str) -> Option<DecisionId> {
    let gone: Vec<&DecisionId> = decisions
        .iter()
        .filter_map(|kept| match &kept.decision.ruling {
            Ruling::Withdraw { withdrawn } => Some(withdrawn),
            _ => None,
        })
        .collect();
    let own =
        decisions.iter().rev().filter(|kept| kept.decision.by == name && !gone.contains(&&kept.decision.id));
    own.filter(|kept| !matches!(kept.decision.ruling, Ruling::Withdraw { .. }))
        .map(|kept| kept.decision.id.clone())
        .next()
}

/// What a ruling is about, so far as two can be about the same.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Matter {
    Claims,
    Sources,
    Origins,
    Disputes,
    Figures,
    Articles,
    /// It hinders nobody.
    Nothing,
}

fn matter(ruling: &Ruling) -> Matter {
    match ruling {
        Ruling::Confirm { .. }
        | Ruling::Reject { .. }
        | Ruling::Merge { .. }
        | Ruling::Split { .. }
        | Ruling::Move { .. }
        | Ruling::Title { .. }
        | Ruling::SignOff { .. } => Matter::Claims,
        Ruling::SameSource { .. } | Ruling::DistinctSources { .. } | Ruling::RenameSource { .. } => {
            Matter::Sources
        }
        Ruling::Independent { .. } | Ruling::SameOrigin { .. } => Matter::Origins,
        Ruling::ResolveDispute { .. } | Ruling::DismissDispute { .. } | Ruling::NewDispute { .. } => {
            Matter::Disputes
        }
        Ruling::Figure { .. } => Matter::Figures,
        Ruling::LeaveOut { .. } => Matter::Articles,
        Ruling::Note { .. } | Ruling::Withdraw { .. } => Matter::Nothing,
    }
}

/// Whether two rulings are about the same things and do not say the same of them. A withdrawal is about what it withdraws.
fn meet(earlier: &Ruling, own: &Ruling, all: &[&Decision]) -> bool {
    let of = |ruling: &Ruling| match ruling {
        Ruling::Withdraw { withdrawn } => {
            all.iter().find(|d| d.id == *withdrawn).map_or_else(|| ruling.clone(), |d| d.ruling.clone())
        }
        ruling => ruling.clone(),
    };
    if earlier == own {
        return false;
    }
    let (a, b) = (of(earlier), of(own));
    if matter(&a) != matter(&b) || matter(&a) == Matter::Nothing {
        return false;
    }
    let (a, b) = (named(&a), named(&b));
    a.names.iter().any(|name| b.names.contains(name))
        || a.passages.iter().any(|p| b.passages.iter().any(|q| is_same_place(p, q)))
}

/// What a ruling names.
#[derive(Default)]
struct Named {
    passages: Vec<Anchor>,
    /// Names of sources, and of articles.
    names: Vec<String>,
}

fn named(ruling: &Ruling) -> Named {
    let mut named = Named::default();
    collect(&serde_json::to_value(ruling).unwrap_or_default(), &mut named);
    named
}

/// Whatever has words is a passage, whatever has a name is a source, and an article that stands alone has a hash.
fn collect(value: &Value, named: &mut Named) {
    match value {
        Value::Array(all) => all.iter().for_each(|each| collect(each, named)),
        Value::Object(fields) if fields.contains_key("exact") => {
            named.passages.extend(serde_json::from_value::<Anchor>(value.clone()).ok());
        }
        Value::Object(fields) if fields.contains_key("passages") || fields.contains_key("sha256") => {
            let name = fields.get("name").or(fields.get("sha256")).and_then(Value::as_str);
            named.names.extend(name.map(str::to_lowercase));
            if fields.contains_key("label") {
                fields.values().for_each(|each| collect(each, named));
            }
        }
        // A source of which no passage is known.
        Value::Object(fields) if fields.len() == 1 && fields.contains_key("name") => {
            named.names.extend(fields["name"].as_str().map(str::to_lowercase));
        }
        Value::Object(fields) => fields.values().for_each(|each| collect(each, named)),
        _ => {}
    }
}

/// Whether two passages share words of one article.
fn is_same_place(a: &Anchor, b: &Anchor) -> bool {
    let one = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let same_article = one(&a.article.sha256, &b.article.sha256)
        || one(&a.article.url, &b.article.url)
        || one(&a.article.path, &b.article.path);
    let share = match (a.start, a.end, b.start, b.end) {
        (Some(a_start), Some(a_end), Some(b_start), Some(b_end)) => a_start < b_end && b_start < a_end,
        _ => a.exact == b.exact,
    };
    same_article && share
}

/// Where to go after a decision: a page of this story, and nowhere else.
fn back(id: &StoryId, to: Option<&str>) -> String {
    let own = format!("/stories/{id}");
    match to {
        Some(to)
            if to
                .strip_prefix(&own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
                && !to.contains(['\\', '\n', '\r']) =>
        {
            to.to_owned()
        }
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswire_model::{ArticleAnchor, SourceAnchor};

    fn place(start: usize, end: usize) -> Anchor {
        Anchor {
            article: ArticleAnchor { sha256: Some("ab".into()), ..ArticleAnchor::default() },
            exact: "words".into(),
            prefix: String::new(),
            suffix: String::new(),
            start: Some(start),
            end: Some(end),
        }
    }

    #[test]
    fn rulings_meet_where_they_are_about_the_same() {
        let check = |a: &Ruling, b: &Ruling, expect: bool| assert_eq!(meet(a, b, &[]), expect, "{a:?} {b:?}");
        let confirm = |start| Ruling::Confirm { claim: vec![place(start, start + 10)] };
        let reject = |start| Ruling::Reject { claim: vec![place(start, start + 10)] };
        check(&confirm(0), &reject(5), true);
        check(&confirm(0), &reject(10), false);
        check(&confirm(0), &confirm(0), false);
        check(&confirm(0), &Ruling::Merge { claims: vec![vec![place(50, 60)], vec![place(2, 4)]] }, true);
        check(&confirm(0), &Ruling::Note { on: vec![place(0, 10)], text: "x".into() }, false);
        let source = |name: &str| SourceAnchor { name: name.into(), passages: vec![place(0, 10)] };
        let rename = |name: &str, to: &str| Ruling::RenameSource { source: source(name), name: to.into() };
        check(&rename("Runa", "R."), &rename("runa", "Runa A."), true);
        check(&rename("Runa", "R."), &rename("Teodor", "T."), false);
        check(&rename("Runa", "R."), &confirm(0), false);
        let gone = Decision {
            id: DecisionId("k1".into()),
            by: "Runa".into(),
            at: Timestamp::UNIX_EPOCH,
            why: None,
            question: None,
            ruling: confirm(0),
        };
        let withdraw = Ruling::Withdraw { withdrawn: gone.id.clone() };
        assert!(meet(&withdraw, &reject(0), &[&gone]));
        assert!(!meet(&withdraw, &reject(50), &[&gone]));
    }

    #[test]
    fn one_goes_back_to_the_same_story_only() {
        let id = StoryId("s1".into());
        let check = |to: &str, expect: &str| assert_eq!(back(&id, Some(to)), expect, "{to}");
        check("/stories/s1/queue#item-2", "/stories/s1/queue#item-2");
        check("/stories/s1", "/stories/s1");
        check("/stories/s12", "/stories/s1");
        check("//evil.example/stories/s1", "/stories/s1");
        check("https://evil.example", "/stories/s1");
        check("/stories/s1/\\evil", "/stories/s1");
    }
}
