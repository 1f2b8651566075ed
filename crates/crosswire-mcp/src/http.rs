//! The tools over HTTP, for programs of this machine: the desk's checks of host and page, and a token that each request bears.

use crate::{Error, Server};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use crosswire_web::accounts::is_same;
use crosswire_web::hosts::{Hosts, is_from_a_page, is_same_page};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The path under which the tools answer.
const PATH: &str = "/mcp";

/// How long open requests have when the server closes.
const CLOSING: Duration = Duration::from_secs(2);

/// Who may ask.
struct Gate {
    hosts: Hosts,
    token: String,
}

/// Answers under `/mcp` what is asked with this token, until `closed`. Fails where others than this machine could reach it.
pub async fn serve(
    server: Server,
    listener: TcpListener,
    token: &str,
    closed: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let at = listener.local_addr().map_err(|e| Error::Served(e.to_string()))?;
    if !at.ip().is_loopback() {
        return Err(Error::NotLoopback(at));
    }
    let config = StreamableHttpServerConfig::default().with_max_request_body_bytes(server.longest());
    let closing = config.cancellation_token.clone();
    let sessions = Arc::new(LocalSessionManager::default());
    let tools = StreamableHttpService::new(move || Ok(server.clone()), sessions, config);
    let gate = Arc::new(Gate { hosts: Hosts::new(at, None), token: token.to_owned() });
    let router = Router::new().route_service(PATH, tools).layer(middleware::from_fn_with_state(gate, guard));
    let late = closing.clone();
    let closed = async move {
        closed.await;
        closing.cancel();
    };
    // What is open for long ends with the sessions; what does not end is not waited for.
    let late = async move {
        late.cancelled().await;
        tokio::time::sleep(CLOSING).await;
    };
    let served = axum::serve(listener, router).with_graceful_shutdown(closed);
    tokio::select! {
        served = served => served.map_err(|e| Error::Served(e.to_string())),
        () = late => Ok(()),
    }
}

async fn guard(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    match gate.admit(request.headers()) {
        Ok(()) => {
            let mut response = next.run(request).await;
            response
                .headers_mut()
                .insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            response
        }
        Err((status, words)) => (status, words).into_response(),
    }
}

impl Gate {
    fn admit(&self, headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
        let Some(origin) = self.hosts.origin_asked(headers) else {
            return Err((StatusCode::FORBIDDEN, "The tools do not answer under this name.\n"));
        };
        // Programs that are no browsers tell of no page.
        if is_from_a_page(headers) && !is_same_page(headers, &origin) {
            return Err((StatusCode::FORBIDDEN, "A web page sent this.\n"));
        }
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        match token {
            Some(token) if is_same(token, &self.token) => Ok(()),
            _ => Err((StatusCode::UNAUTHORIZED, "Send the token: Authorization: Bearer TOKEN\n")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_of_this_machine_that_have_the_token_come_in() {
        let hosts = Hosts::new("127.0.0.1:4712".parse().unwrap(), None);
        let gate = Gate { hosts, token: "secret".into() };
        let check = |given: &[(&'static str, &'static str)], status: Option<StatusCode>| {
            let mut headers = HeaderMap::new();
            for (name, value) in given {
                headers.append(*name, HeaderValue::from_static(value));
            }
            assert_eq!(gate.admit(&headers).err().map(|(status, _)| status), status, "{given:?}");
        };
        let (host, token) = (("host", "127.0.0.1:4712"), ("authorization", "Bearer secret"));
        check(&[host, token], None);
        check(&[("host", "localhost:4712"), ("authorization", "bearer  secret")], None);
        check(&[host, token, ("origin", "http://127.0.0.1:4712")], None);
        check(&[host], Some(StatusCode::UNAUTHORIZED));
        check(&[host, ("authorization", "Bearer other")], Some(StatusCode::UNAUTHORIZED));
        check(&[host, ("authorization", "Basic secret")], Some(StatusCode::UNAUTHORIZED));
        check(&[host, ("authorization", "secret")], Some(StatusCode::UNAUTHORIZED));
        check(&[token], Some(StatusCode::FORBIDDEN));
        check(&[host, host, token], Some(StatusCode::FORBIDDEN));
        check(&[("host", "evil.example:4712"), token], Some(StatusCode::FORBIDDEN));
        check(&[("host", "127.0.0.1:4713"), token], Some(StatusCode::FORBIDDEN));
        check(&[host, token, ("origin", "http://evil.example")], Some(StatusCode::FORBIDDEN));
        check(&[host, token, ("origin", "null")], Some(StatusCode::FORBIDDEN));
        check(&[host, token, ("sec-fetch-site", "cross-site")], Some(StatusCode::FORBIDDEN));
    }
}
