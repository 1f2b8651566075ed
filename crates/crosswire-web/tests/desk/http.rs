//! What the desk does for someone who is in: articles, decisions, two at once, history, exports.

use crate::client::{Client, Place};
use axum::http::StatusCode;
use serde_json::Value;
use std::io::{Cursor, Read};

fn place() -> Place {
    Place::new(|_| {}, |_| {})
}

/// A claim of several passages, and another.
fn claims(ledger: &Value) -> (Value, Value) {
    let all = ledger["claims"].as_array().unwrap();
    let several = all.iter().find(|c| c["evidence"].as_array().unwrap().len() > 1).unwrap();
    let other = all.iter().find(|c| c["id"] != several["id"]).unwrap();
    (several.clone(), other.clone())
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

fn state(ledger: &Value, n: usize) -> &str {
    ledger["decisions"][n]["state"].as_str().unwrap_or("none")
}

#[tokio::test]
async fn every_verb_is_kept_and_applied() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let ledger = runa.ledger(&story).await;
    let (several, other) = claims(&ledger);
    let passage = |n: usize| {
        let e = &several["evidence"][n];
        format!("{}:{}-{}", e["article"].as_str().unwrap(), e["start"], e["end"])
    };
    let (first, second) = (passage(0), passage(1));
    let sources = ledger["sources"].as_array().unwrap();
    let (one, two) = (id(&sources[0]), id(&sources[1]));
    let dispute = id(&ledger["disputes"][0]);
    let figure = id(&ledger["figures"][0]);
    let claim = id(&several);
    let cases: &[&[(&str, &str)]] = &[
        &[("verb", "confirm"), ("claim", claim)],
        &[("verb", "reject"), ("claim", claim)],
        &[("verb", "merge"), ("claim", claim), ("with", id(&other))],
        &[("verb", "split"), ("claim", claim), ("passage", &first)],
        &[("verb", "move"), ("claim", claim), ("passage", &second), ("to-claim", id(&other))],
        &[("verb", "move"), ("claim", claim), ("passage", &second), ("to-claim", "own")],
        &[("verb", "title"), ("claim", claim), ("title", "It reads better so.")],
        &[("verb", "note"), ("claim", claim), ("text", "Ask the harbour.")],
        &[("verb", "note"), ("text", "About all of it.")],
        &[("verb", "sign-off"), ("claim", claim), ("grade", "single")],
        &[("verb", "sign-off")],
        &[("verb", "independent"), ("claim", claim), ("a", &first), ("b", &second)],
        &[("verb", "same-origin"), ("claim", claim), ("a", &first), ("b", &second)],
        &[
            ("verb", "new-dispute"),
            ("claim", claim),
            ("other", id(&other)),
            ("kind", "figure"),
            ("label-a", "so"),
        ],
        &[("verb", "resolve"), ("dispute", dispute), ("holds", "0")],
        &[("verb", "resolve"), ("dispute", dispute), ("holds", "none")],
        &[("verb", "dismiss"), ("dispute", dispute)],
        &[("verb", "figure"), ("figure", figure), ("value", "12345"), ("qualifier", "about")],
        &[("verb", "same-source"), ("source", one), ("with", two)],
        &[("verb", "distinct-sources"), ("source", one), ("other", two)],
        &[("verb", "rename-source"), ("source", one), ("name", "The harbour office")],
        &[("verb", "leave-out"), ("article", ledger["articles"][0]["id"].as_str().unwrap())],
    ];
    let decide = format!("/stories/{story}/decide");
    for case in cases {
        let answer = runa.post(&decide, &[*case, &[("why", "the desk called")]].concat()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{case:?}: {}", answer.text());
        let after = runa.ledger(&story).await;
        let last = after["decisions"].as_array().unwrap().len() - 1;
        let made = &after["decisions"][last];
        assert_eq!(made["by"], "Runa");
        assert!(made["at"].is_string() && made["why"] == "the desk called", "{made}");
        assert_eq!(state(&after, last), "applied", "{case:?}: {made}");
        // And back: each is tried on the ledger as it was.
        let answer = runa.post(&decide, &[("verb", "undo")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let back = runa.ledger(&story).await;
    assert_eq!(back["claims"], ledger["claims"], "what was withdrawn left nothing behind");
    assert_eq!(back["disputes"], ledger["disputes"]);
    for wrong in [
        &[("verb", "merge"), ("claim", claim)][..],
        &[("verb", "merge"), ("claim", "c000000000000"), ("with", claim)],
        &[("verb", "split"), ("claim", claim)],
        &[("verb", "nonsense")],
        &[("verb", "figure"), ("figure", figure), ("value", "many")],
        &[("verb", "resolve"), ("dispute", dispute), ("holds", "9")],
        &[],
    ] {
        let answer = runa.post(&decide, wrong).await;
        assert!(answer.status.is_client_error(), "{wrong:?}: {}", answer.status);
    }
    assert_eq!(place.store().decisions(&crosswire_store::StoryId(story)).unwrap().len(), 2 * cases.len());
}

#[tokio::test]
async fn two_who_decide_on_the_same_see_both_and_choose() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let teodor = Client {
        desk: std::sync::Arc::clone(&place.desk),
        cookie: format!("{}; crosswire-name={}", runa.cookie, "54656f646f72"),
        form: runa.form.clone(),
    };
    let ledger = runa.ledger(&story).await;
    let (several, other) = claims(&ledger);
    let seen = place.store().stories(true).unwrap()[0].revision.to_string();
    let decide = format!("/stories/{story}/decide");
    let confirm = [("verb", "confirm"), ("claim", id(&several)), ("seen", seen.as_str())];
    assert_eq!(teodor.post(&decide, &confirm).await.status, StatusCode::SEE_OTHER);
    // Something else is no hindrance.
    let elsewhere = [("verb", "title"), ("claim", id(&other)), ("title", "Else."), ("seen", seen.as_str())];
    assert_eq!(runa.post(&decide, &elsewhere).await.status, StatusCode::SEE_OTHER);
    // The same is.
    let reject = [("verb", "reject"), ("claim", id(&several)), ("seen", seen.as_str()), ("why", "<b>no</b>")];
    let answer = runa.post(&decide, &reject).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.text();
    assert!(
        page.contains("Teodor") && page.contains("&lt;b&gt;no&lt;/b&gt;") && !page.contains("<b>no"),
        "{page}"
    );
    let knows = page.split("name=\"knows\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = runa.post(&decide, &[&reject[..], &[("knows", knows)]].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let history = runa.get(&format!("/stories/{story}/history")).await.text();
    for words in ["Teodor", "Runa", "overruled", "Withdraw"] {
        assert!(history.contains(words), "{words}");
    }
    // Teodor is told that others decided since he looked.
    teodor.get(&format!("/stories/{story}")).await;
    let dismiss = [("verb", "note"), ("text", "New.")];
    runa.post(&decide, &dismiss).await;
    assert!(teodor.get(&format!("/stories/{story}")).await.text().contains("Since you last looked"));
}

#[tokio::test]
async fn articles_are_added_read_and_found() {
    let place = place();
    let runa = Client::by_token(&place).await;
    let answer = runa.post("/stories", &[("title", "The barge")]).await;
    let story = answer.to().rsplit('/').next().unwrap().to_owned();
    assert!(runa.get(&format!("/stories/{story}")).await.text().contains("No article yet"));
    let page = runa
        .add(&story, &[
            ("post.txt", b"outlet: Halvik Post\n\nThe barge sank at Tolm on Monday. Harbour master Runa Askvik said nobody was hurt."),
            ("empty.txt", b"  \n"),
            ("times.json", b"{\"outlet\": \"Ardal Times\", \"text\": \"The barge sank at Tolm on Monday, Runa Askvik said.\"}"),
        ])
        .await
        .text();
    assert!(page.contains("data-state=\"failed\"") && page.contains("the file is empty"), "{page}");
    assert_eq!(place.store().articles(&crosswire_store::StoryId(story.clone())).unwrap().len(), 2);
    assert!(runa.get("/search?q=barge+tolm").await.text().contains("The barge"));
    assert_eq!(runa.ledger(&story).await["articles"].as_array().unwrap().len(), 2);
    let again = runa.add(&story, &[("post.txt", b"outlet: Halvik Post\n\nThe barge sank at Tolm on Monday. Harbour master Runa Askvik said nobody was hurt.")]).await;
    assert!(again.text().contains("there already"));
}

#[tokio::test]
async fn everything_is_exported_and_every_page_is_shown() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let ledger = runa.ledger(&story).await;
    runa.post(&format!("/stories/{story}/decide"), &[("verb", "confirm"), ("claim", id(&claims(&ledger).0))])
        .await;
    for name in
        ["terminal", "json", "html", "md", "csv", "xlsx", "json-texts", "tables", "story", "decisions"]
    {
        let answer = runa.get(&format!("/stories/{story}/export/{name}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        let disposition = answer.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\"the-ferry-at-halvik"), "{disposition}");
        if name == "story" {
            let mut zip = zip::ZipArchive::new(Cursor::new(answer.body)).unwrap();
            let mut lines = String::new();
            zip.by_name("decisions.jsonl").unwrap().read_to_string(&mut lines).unwrap();
            assert!(lines.contains("\"decision\":\"confirm\""), "{lines}");
            assert_eq!(zip.len(), 6);
        }
    }
    let claim = id(&ledger["claims"][0]);
    for path in ["", "/queue", "/history", "/add", "/export", "/on/story", &format!("/on/claim/{claim}")] {
        let answer = runa.get(&format!("/stories/{story}{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    let nothing = runa.get("/stories/s000000000000").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
