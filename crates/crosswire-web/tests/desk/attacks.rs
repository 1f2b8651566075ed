//! What must not get in: foreign hosts and pages, no token, foreign forms, paths in names, uploads without end, scripts in
//! texts, SQL in searches.

use crate::client::{Client, HOST, ORIGIN, Place, encoded, send};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use crosswire_store::StoryId;

fn place() -> Place {
    Place::new(|_| {}, |_| {})
}

#[tokio::test]
async fn who_has_no_token_or_comes_from_elsewhere_gets_nothing() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let get = |host: &str, path: &str, cookie: &str| {
        Request::get(path)
            .header(header::HOST, host)
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap()
    };
    let paths = [
        "/".to_owned(),
        format!("/stories/{story}"),
        format!("/stories/{story}/ledger.json"),
        "/search?q=ferry".to_owned(),
    ];
    for path in &paths {
        for (host, cookie, expect) in [
            ("evil.example:4711", runa.cookie.as_str(), StatusCode::FORBIDDEN),
            ("evil.example", &runa.cookie, StatusCode::FORBIDDEN),
            ("127.0.0.1:80", &runa.cookie, StatusCode::FORBIDDEN),
            (HOST, "", StatusCode::UNAUTHORIZED),
            (HOST, "crosswire-4711=0000", StatusCode::UNAUTHORIZED),
            (HOST, &runa.cookie, StatusCode::OK),
        ] {
            let answer = send(&place.desk, get(host, path, cookie)).await;
            assert_eq!(answer.status, expect, "{host} {path}");
            assert_eq!(
                answer.status == StatusCode::OK,
                answer.text().to_lowercase().contains("ferry"),
                "{path}"
            );
        }
    }
    for token in ["", "?token=", "?token=0", &format!("?token={}", "0".repeat(64))] {
        let answer = send(&place.desk, get(HOST, &format!("/{token}"), "")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
    }
    let none = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(send(&place.desk, none).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_page_changes_nothing() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let decide = format!("/stories/{story}/decide");
    let send_with = |origin: Option<&'static str>, form: String, kind: &'static str| {
        let request = Request::post(&decide).header(header::HOST, HOST).header(header::COOKIE, &runa.cookie);
        let request = origin
            .map(|o| {
                Request::post(&decide)
                    .header(header::HOST, HOST)
                    .header(header::COOKIE, &runa.cookie)
                    .header(header::ORIGIN, o)
            })
            .unwrap_or(request);
        let body = format!("form={form}&verb=sign-off");
        send(&place.desk, request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap())
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    for (origin, form, kind) in [
        (Some("http://evil.example"), runa.form.clone(), FORM),
        (Some("null"), runa.form.clone(), FORM),
        (Some("http://127.0.0.1:4712"), runa.form.clone(), FORM),
        (None, runa.form.clone(), FORM),
        (Some(ORIGIN), String::new(), FORM),
        (Some(ORIGIN), "0".repeat(32), FORM),
        (Some(ORIGIN), runa.form.clone(), "text/plain"),
    ] {
        let answer = send_with(origin, form, kind).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin:?} {kind}");
    }
    assert!(place.store().decisions(&StoryId(story.clone())).unwrap().is_empty());
    assert_eq!(send_with(Some(ORIGIN), runa.form.clone(), FORM).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_path_in_a_name_stays_a_name() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let text = |n: usize| {
        format!("Article {n}: the ferry ran aground at Halvik on Monday night, they said.").into_bytes()
    };
    let (a, b, c) = (text(1), text(2), text(3));
    runa.add(
        &story,
        &[("../../../../outside.txt", &a), ("..\\..\\outside.txt", &b), ("/etc/outside.txt", &c)],
    )
    .await;
    let names: Vec<String> =
        place.store().articles(&StoryId(story.clone())).unwrap().into_iter().map(|a| a.name).collect();
    assert_eq!(names[5..], ["outside.txt", "outside.txt", "outside.txt"]);
    for path in [
        "originals/..%2f..%2fstore.db",
        "originals/../../../store.db",
        "export/..%2fstory",
        "reading/x",
        "on/claim/..%2f..",
    ] {
        let answer = runa.get(&format!("/stories/{story}/{path}")).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    assert!(!place.folder.path().join("outside.txt").exists());
    let zip = runa.get(&format!("/stories/{story}/export/story")).await.body;
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    assert!(
        zip.file_names()
            .map(Result::unwrap)
            .all(|name| !name.contains(['/', '\\']) && !name.starts_with('.'))
    );
}

#[tokio::test]
async fn an_upload_without_end_is_refused_with_words() {
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let large = vec![b'x'; 21 << 20];
    let answer = runa.upload(&story, &[("large.txt", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("20 MB"), "{}", answer.text());
    // All together, and one that says so before it is sent.
    let part = vec![b'x'; 18 << 20];
    let parts = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt"].map(|name| (name, part.as_slice()));
    let answer = runa.upload(&story, &parts).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let path = format!("/stories/{story}/articles?form={}", runa.form);
    let announced = runa.request(Method::POST, &path).header(header::CONTENT_LENGTH, 1_u64 << 40);
    let announced =
        announced.header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz").body(Body::empty());
    assert_eq!(send(&place.desk, announced.unwrap()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let form = "x".repeat(2 << 20);
    let answer = runa.post(&format!("/stories/{story}/decide"), &[("verb", "note"), ("text", &form)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(place.store().articles(&StoryId(story)).unwrap().len(), 5, "nothing of it was kept");
}

#[tokio::test]
async fn scripts_in_texts_are_texts() {
    const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let place = place();
    let (runa, story) = (Client::by_token(&place).await, place.story());
    let ledger = runa.ledger(&story).await;
    let claim = ledger["claims"][0]["id"].as_str().unwrap();
    let source = ledger["sources"][0]["id"].as_str().unwrap();
    let decide = format!("/stories/{story}/decide");
    for fields in [
        &[("verb", "title"), ("claim", claim), ("title", SCRIPT), ("why", SCRIPT)][..],
        &[("verb", "note"), ("text", SCRIPT), ("why", SCRIPT)],
        &[("verb", "rename-source"), ("source", source), ("name", SCRIPT)],
    ] {
        assert_eq!(runa.post(&decide, fields).await.status, StatusCode::SEE_OTHER);
    }
    runa.post(&format!("/stories/{story}/rename"), &[("title", SCRIPT)]).await;
    let article = format!(
        "outlet: {SCRIPT}\ntitle: {SCRIPT}\n\nThe ferry {SCRIPT} ran aground at Halvik, {SCRIPT} said."
    );
    let page = format!(
        "<html><head><title>{SCRIPT}</title></head><body><p>The ferry ran aground at Halvik on Monday night, Runa Askvik said to reporters.</p>{SCRIPT}</body></html>"
    );
    runa.add(&story, &[("<script>alert(1)<script>.txt", article.as_bytes()), ("page.html", page.as_bytes())])
        .await;
    let named = Client {
        desk: runa.desk.clone(),
        cookie: format!(
            "{}; crosswire-name={}",
            runa.cookie,
            SCRIPT.bytes().map(|b| format!("{b:02x}")).collect::<String>()
        ),
        form: runa.form.clone(),
    };
    let paths = [
        "/".to_owned(),
        format!("/search?q={}", encoded(SCRIPT)),
        "/search?q=aground".to_owned(),
        format!("/stories/{story}"),
        format!("/stories/{story}/queue"),
        format!("/stories/{story}/history?since=0"),
        format!("/stories/{story}/add"),
        format!("/stories/{story}/export"),
        format!("/stories/{story}/on/story"),
        format!("/stories/{story}/on/claim/{claim}"),
        format!("/stories/{story}/on/source/{source}"),
        format!("/stories/{story}/on/claim/{}", encoded("<script>alert(1)</script>")),
    ];
    for path in &paths {
        for client in [&runa, &named] {
            let answer = client.get(path).await;
            let text = answer.text();
            assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}");
            assert!(!answer.status.is_server_error(), "{path}");
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(answer.headers["x-content-type-options"], "nosniff");
            assert_eq!(answer.headers["referrer-policy"], "same-origin");
        }
    }
    let export = runa.get(&format!("/stories/{story}/export/html")).await;
    assert_eq!(export.headers["content-type"], "application/octet-stream");
}

#[tokio::test]
async fn sql_in_a_search_is_words() {
    let place = place();
    let runa = Client::by_token(&place).await;
    for query in [
        "'; DROP TABLE stories; --",
        "\" OR 1=1 --",
        "ferry* NEAR(a b)",
        "title:ferry AND NOT x",
        "(",
        "\"",
        "{}^",
        "\u{0}",
        "%00",
        "ferry')) UNION SELECT password FROM users",
    ] {
        let answer = runa.get(&format!("/search?q={}", encoded(query))).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
    assert_eq!(place.store().stories(true).unwrap().len(), 1);
    assert!(runa.get("/search?q=ferry").await.text().contains("<mark>"));
}
