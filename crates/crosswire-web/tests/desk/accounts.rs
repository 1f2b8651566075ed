//! Where others can reach the desk: logins, roles, invitations, sessions.

use crate::client::{Client, HOST, ORIGIN, Place, encoded, send};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use crosswire_store::{Act, NewUser, Role, Store, StoryId};
use crosswire_web::{Desk, Settings, accounts::hash_password};
use jiff::Timestamp;

const PASSWORD: &str = "a ferry at the quay";

fn users(store: &Store) {
    let hash = hash_password(PASSWORD).unwrap();
    for (name, role) in [("Ida", Role::Admin), ("Runa", Role::Editor), ("Teodor", Role::Reader)] {
        store
            .create_user(NewUser { name, role, password: &hash }, Act::new("test", Timestamp::now()))
            .unwrap();
    }
}

fn place() -> Place {
    Place::new(|settings| settings.accounts = true, users)
}

async fn login(place: &Place, name: &str, password: &str) -> crate::client::Answer {
    let body = format!("name={}&password={}", encoded(name), encoded(password));
    let request = Request::post("/login").header(header::HOST, HOST).header(header::ORIGIN, ORIGIN);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(&place.desk, request.body(Body::from(body)).unwrap()).await
}

async fn comes_in(place: &Place, name: &str) -> Client {
    let answer = login(place, name, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    Client::with(&place.desk, answer.cookie()).await
}

#[test]
fn nobody_listens_to_others_without_an_admin() {
    let folder = tempfile::tempdir().unwrap();
    for (listen, public) in
        [("0.0.0.0:4711", None), ("127.0.0.1:4711", Some("https://desk.example".to_owned()))]
    {
        let store = Store::open(&crosswire_store::Location::File(folder.path().join("store.db"))).unwrap();
        let settings = Settings {
            listen: listen.parse().unwrap(),
            public,
            accounts: false,
            name: "x".into(),
            hide_private: false,
        };
        let refused = Desk::open(store, &settings).err().unwrap();
        assert!(matches!(refused, crosswire_web::Error::NoAdmin), "{refused}");
    }
}

#[tokio::test]
async fn each_role_may_what_it_may() {
    let place = place();
    let story = place.story();
    let outside =
        send(&place.desk, Request::get("/").header(header::HOST, HOST).body(Body::empty()).unwrap()).await;
    assert_eq!((outside.status, outside.to()), (StatusCode::SEE_OTHER, "/login"));
    let (ida, runa, teodor) =
        (comes_in(&place, "ida").await, comes_in(&place, "Runa").await, comes_in(&place, "Teodor").await);
    for client in [&ida, &runa, &teodor] {
        assert_eq!(client.get(&format!("/stories/{story}")).await.status, StatusCode::OK);
    }
    let decide = format!("/stories/{story}/decide");
    for path in
        [&decide, "/stories", &format!("/stories/{story}/rename"), &format!("/stories/{story}/archive")]
    {
        assert_eq!(
            teodor.post(path, &[("verb", "sign-off"), ("title", "x")]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(teodor.upload(&story, &[("a.txt", b"The ferry.")]).await.status, StatusCode::FORBIDDEN);
    assert!(place.store().decisions(&StoryId(story.clone())).unwrap().is_empty());
    assert_eq!(runa.post(&decide, &[("verb", "sign-off")]).await.status, StatusCode::SEE_OTHER);
    for client in [&runa, &teodor] {
        assert_eq!(client.get("/users").await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            client.post("/users", &[("do", "role"), ("name", "Teodor"), ("role", "admin")]).await.status,
            StatusCode::FORBIDDEN
        );
    }
    // One's form is no other's.
    let stolen = Client { form: ida.form.clone(), cookie: runa.cookie.clone(), desk: runa.desk.clone() };
    assert_eq!(stolen.post(&decide, &[("verb", "sign-off")]).await.status, StatusCode::FORBIDDEN);
    // A folder of the server is nobody's to name, and the last admin stays one.
    assert_eq!(
        ida.post("/users", &[("do", "disable"), ("name", "Ida")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(ida.post("/users", &[("do", "sessions"), ("name", "Runa")]).await.status, StatusCode::OK);
    assert_eq!(runa.get("/").await.status, StatusCode::SEE_OTHER, "the login was ended");
}

#[tokio::test]
async fn an_invitation_makes_one_account() {
    let place = place();
    let ida = comes_in(&place, "Ida").await;
    let page = ida.post("/users", &[("do", "invite"), ("role", "editor")]).await.text();
    let path =
        format!("/invitation/{}", page.split("/invitation/").nth(1).unwrap().split('<').next().unwrap());
    let accept = |name: &str, password: &str| {
        let body = format!("name={}&password={}", encoded(name), encoded(password));
        let request = Request::post(&path).header(header::HOST, HOST).header(header::ORIGIN, ORIGIN);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        send(&place.desk, request.body(Body::from(body)).unwrap())
    };
    assert_eq!(accept("Lunde", "short").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(accept("RUNA", PASSWORD).await.status, StatusCode::CONFLICT);
    let answer = accept("Lunde", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(
        Client::with(&place.desk, answer.cookie()).await.get("/").await.text().contains("Lunde (editor)")
    );
    assert!(accept("Other", PASSWORD).await.status.is_client_error());
}

#[tokio::test]
async fn whoever_guesses_waits() {
    let place = place();
    for name in ["Runa", "nobody"] {
        for _ in 0..10 {
            assert_eq!(login(&place, name, "a wrong password").await.status, StatusCode::UNAUTHORIZED);
        }
        let answer = login(&place, name, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
    comes_in(&place, "Ida").await;
}

#[tokio::test]
async fn readers_see_no_private_names_where_they_are_hidden() {
    const NAME: &str = "Brennvik";
    let place = Place::new(|settings| (settings.accounts, settings.hide_private) = (true, true), users);
    let story = place.story();
    let (runa, teodor) = (comes_in(&place, "Runa").await, comes_in(&place, "Teodor").await);
    let article = b"outlet: Tolm News\ntitle: Oda Brennvik saved\n\nThe ferry Maren ran aground at Halvik. Oda Brennvik, a nurse \
        who was aboard, said the crew gave out no life jackets. \"Nobody told us anything,\" Brennvik said.";
    runa.add(&story, &[("oda-brennvik-saved.txt", article)]).await;
    let ledger = runa.ledger(&story).await;
    let claims = ledger["claims"].as_array().unwrap();
    let said = claims.iter().find(|c| c["text"].as_str().unwrap().contains("life jackets")).unwrap();
    let note = [
        ("verb", "title"),
        ("claim", said["id"].as_str().unwrap()),
        ("title", "Oda Brennvik got no life jacket."),
        ("why", "Brennvik called."),
    ];
    let decide = format!("/stories/{story}/decide");
    assert_eq!(runa.post(&decide, &note).await.status, StatusCode::SEE_OTHER);

    let own = format!("/stories/{story}");
    let shown =
        ["", "/queue", "/history", "/export", "/on/story", "/ledger.json"].map(|path| format!("{own}{path}"));
    let files =
        ["json", "html", "md", "csv", "json-texts", "terminal"].map(|name| format!("{own}/export/{name}"));
    let hidden = teodor.ledger(&story).await;
    assert_eq!(hidden["claims"].as_array().unwrap().len(), claims.len(), "the same ledger");
    let of_claims = hidden["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| format!("{own}/on/claim/{}", c["id"].as_str().unwrap()));
    for path in shown.iter().chain(&files).cloned().chain(of_claims) {
        let answer = teodor.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.text().to_lowercase().contains(&NAME.to_lowercase()), "{path}");
    }
    let sha256 = ledger["articles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["path"] == "oda-brennvik-saved.txt")
        .unwrap();
    let original = format!("{own}/originals/{}", sha256["sha256"].as_str().unwrap());
    let refused = [
        original,
        format!("{own}/export/story"),
        format!("{own}/export/decisions"),
        format!("{own}/add"),
        "/search?q=Brennvik".to_owned(),
    ];
    for path in &refused {
        assert_eq!(teodor.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        let answer = runa.get(path).await;
        assert!(
            answer.status == StatusCode::OK && answer.text().contains("rennvik") || path.ends_with("story"),
            "{path}"
        );
    }
    // Whoever sees the names may write files without them.
    for name in ["json", "tables", "md"] {
        let path = format!("{own}/export/{name}");
        let open = runa.get(&path).await.body;
        let without = runa.get(&format!("{path}?names=hidden")).await;
        assert!(without.status == StatusCode::OK && without.body != open, "{name}");
        assert!(!without.text().contains(NAME), "{name}");
    }
    assert!(runa.get(&own).await.text().contains(NAME));
    // Other desks show them to readers, as before.
    let open = Place::new(|settings| settings.accounts = true, users);
    let (ida, teodor) = (comes_in(&open, "Ida").await, comes_in(&open, "Teodor").await);
    ida.add(&open.story(), &[("oda.txt", article)]).await;
    assert!(teodor.get(&format!("/stories/{}", open.story())).await.text().contains(NAME));
}
