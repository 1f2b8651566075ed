//! A desk over a store of its own, and someone who asks it.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use crosswire_store::{Location, Store};
use crosswire_web::{Desk, Settings, example, router};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const HOST: &str = "127.0.0.1:4711";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:4711";

/// A desk with the example, on a file.
pub(crate) struct Place {
    pub(crate) desk: Arc<Desk>,
    pub(crate) folder: TempDir,
}

impl Place {
    pub(crate) fn new(settings: impl FnOnce(&mut Settings), before: impl FnOnce(&Store)) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("store.db"))).unwrap();
        before(&store);
        let mut with = Settings {
            listen: HOST.parse().unwrap(),
            public: None,
            accounts: false,
            name: "Runa".to_owned(),
            hide_private: false,
        };
        settings(&mut with);
        let desk = Desk::open(store, &with).unwrap();
        example::fill(&desk).unwrap();
        Place { desk, folder }
    }

    /// The same store, opened by the side of the desk.
    pub(crate) fn store(&self) -> Store {
        Store::open(&Location::File(self.folder.path().join("store.db"))).unwrap()
    }

    pub(crate) fn story(&self) -> String {
        self.store().stories(true).unwrap()[0].id.0.clone()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn to(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    pub(crate) fn cookie(&self) -> String {
        self.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
    }
}

/// Sends a request as it is.
pub(crate) async fn send(desk: &Arc<Desk>, request: Request<Body>) -> Answer {
    let response = router(desk).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 28).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Someone who is in.
pub(crate) struct Client {
    pub(crate) desk: Arc<Desk>,
    pub(crate) cookie: String,
    pub(crate) form: String,
}

impl Client {
    /// Comes in by the token.
    pub(crate) async fn by_token(place: &Place) -> Client {
        let address = place.desk.address();
        let path = address.strip_prefix(ORIGIN).unwrap();
        let answer =
            send(&place.desk, Request::get(path).header(header::HOST, HOST).body(Body::empty()).unwrap())
                .await;
        assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, "/"));
        Client::with(&place.desk, answer.cookie()).await
    }

    /// Comes in by a cookie.
    pub(crate) async fn with(desk: &Arc<Desk>, cookie: String) -> Client {
        let mut client = Client { desk: Arc::clone(desk), cookie, form: String::new() };
        let page = client.get("/").await.text();
        client.form =
            page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        client
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method.clone()).uri(path).header(header::HOST, HOST);
        let request = if method == Method::GET { request } else { request.header(header::ORIGIN, ORIGIN) };
        request.header(header::COOKIE, &self.cookie)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(&self.desk, self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, with what makes it one of the desk's own.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("form={}", self.form);
        for (name, value) in fields {
            body += &format!("&{name}={}", encoded(value));
        }
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        send(&self.desk, request.body(Body::from(body)).unwrap()).await
    }

    /// Sends files, and waits until they are read; gives the page that tells of them.
    pub(crate) async fn add(&self, story: &str, files: &[(&str, &[u8])]) -> Answer {
        let answer = self.upload(story, files).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer;
        }
        for _ in 0..600 {
            let page = self.get(answer.to()).await;
            if page.text().contains(">Done.<") {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("it is not read");
    }

    pub(crate) async fn upload(&self, story: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!(
                "--xyz\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xyz--\r\n");
        let path = format!("/stories/{story}/articles?form={}", self.form);
        let request = self
            .request(Method::POST, &path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
        send(&self.desk, request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn ledger(&self, story: &str) -> serde_json::Value {
        serde_json::from_slice(&self.get(&format!("/stories/{story}/ledger.json")).await.body).unwrap()
    }
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}
