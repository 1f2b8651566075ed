//! Who may come in: the address that is asked for, the page that asks, the cookie, the role, the form's own token.
//!
//! A web page elsewhere can make a browser send requests here. It cannot choose the `Host` of its own name (a name that leads
//! to this machine is refused), cannot send changes from its own `Origin`, has no cookie (`SameSite=Strict`), and does not
//! know what the forms carry.

use crate::accounts::{csrf, is_same};
use crate::desk::{Access, Desk, blocking};
use crate::failure::Failure;
use crate::hosts::is_same_page;
use crate::reading::Names;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_store::{Digest, Role};
use jiff::Timestamp;
use std::sync::Arc;

/// Bytes of a form that is no upload at most.
pub(crate) const FORM: usize = 1 << 20;
/// Bytes of an upload at most.
pub(crate) const UPLOAD: usize = 100 << 20;
/// The header in which a script gives what forms carry in a field.
const CSRF: &str = "x-crosswire-form";

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// What forms carry.
    pub(crate) csrf: String,
    /// Whether people log in here.
    pub(crate) accounts: bool,
    /// Whether they see the names of private persons.
    pub(crate) names: Names,
}

impl Who {
    /// Refuses what cannot be shown without the names that its owner does not see.
    pub(crate) fn sees_names(&self) -> Result<(), Failure> {
        match self.names {
            Names::Shown => Ok(()),
            Names::Hidden => Err(Failure::refused(
                "This holds the names of private persons, which readers do not see here.",
            )
            .hint("Whoever runs the desk can give you the role of an editor.")),
        }
    }

    /// Whether this role is theirs, or more.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.role >= role
    }
}

/// What a page may load: what the desk itself serves, and the page's own style and script by their hashes.
pub(crate) fn policy() -> String {
    let (style, script) = crosswire_report::page_policy();
    format!(
        "default-src 'none'; style-src 'self' '{style}'; script-src 'self' '{script}'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
}

/// Puts on every answer what keeps browsers from doing anything else with it.
pub(crate) async fn headers(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let set = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // To nobody else; and without it browsers would send forms from nowhere (`Origin: null`).
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = response.headers_mut();
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&desk.policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets a request through, with [`Who`] asks, or says why not.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    match admit(&desk, request).await {
        Ok(Admitted::In(request)) => next.run(*request).await,
        Ok(Admitted::Answered(response)) => response,
        Err(failure) => failure.into_response(),
    }
}

enum Admitted {
    In(Box<Request>),
    Answered(Response),
}

async fn admit(desk: &Arc<Desk>, request: Request) -> Result<Admitted, Failure> {
    let origin = host(desk, &request)?;
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads {
        if !is_same_page(request.headers(), &origin) {
            return Err(Failure::refused("Another page sent this. Nothing was changed."));
        }
        bounded(&request)?;
    }
    let path = request.uri().path();
    // Files that say nothing of any story, and what one needs to log in.
    let open = matches!(path, "/desk.css" | "/desk.js");
    let login = desk.has_accounts() && (path == "/login" || path.starts_with("/invitation/"));
    if open || login {
        return Ok(Admitted::In(Box::new(request)));
    }
    let (who, secret) = match &desk.access {
        Access::Token { token, cookie, name } => {
            if let Some(given) = query_field(&request, "token").filter(|_| reads) {
                return first_visit(desk, &request, token, cookie, &given).map(Admitted::Answered);
            }
            let given = cookie_of(request.headers(), &desk.cookie_name());
            if !given.is_some_and(|given| is_same(&given, cookie)) {
                return Err(Failure::new(StatusCode::UNAUTHORIZED, "This desk opens by the address that it printed.")
                    .hint("Look in the terminal in which it was started, and open the address that ends in a token."));
            }
            let called = cookie_of(request.headers(), NAME).and_then(|name| called(&name));
            let name = called.unwrap_or_else(|| name.clone());
            let who =
                Who { name, role: Role::Admin, csrf: csrf(cookie), accounts: false, names: Names::Shown };
            (who, cookie.clone())
        }
        Access::Accounts { .. } => {
            let Some(token) = cookie_of(request.headers(), &desk.cookie_name()) else {
                return Ok(Admitted::Answered(to_login(&request, reads)));
            };
            let digest = Digest::of(&token);
            let session = blocking(desk, move |d| Ok(d.store.session(&digest, Timestamp::now())?)).await?;
            let Some(session) = session else { return Ok(Admitted::Answered(to_login(&request, reads))) };
            let (name, role) = (session.user.name, session.user.role);
            let names = if role < Role::Editor { desk.readers } else { Names::Shown };
            (Who { name, role, csrf: csrf(&token), accounts: true, names }, token)
        }
    };
    let mut request = if reads { request } else { own_form(request, &csrf(&secret)).await? };
    request.extensions_mut().insert(who);
    Ok(Admitted::In(Box::new(request)))
}

/// The origin of the desk as this request names it.
fn host(desk: &Desk, request: &Request) -> Result<String, Failure> {
    desk.hosts.origin_asked(request.headers()).ok_or_else(|| {
        Failure::refused("The desk does not answer under this name.")
            .hint("Behind a proxy, start it with --public and the address that people open.")
    })
}

/// Refuses what says that it is too large, before it is read.
fn bounded(request: &Request) -> Result<(), Failure> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length: usize = length.and_then(|l| l.to_str().ok()?.parse().ok()).unwrap_or(0);
    if length > most(request.uri().path()) { Err(too_large()) } else { Ok(()) }
}

/// How many bytes an address takes.
fn most(path: &str) -> usize {
    if path.ends_with("/articles") { UPLOAD } else { FORM }
}

pub(crate) fn too_large() -> Failure {
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "This is too large. Nothing was kept.").hint(format!(
        "A file may have {} MB, and all of one upload {} MB: add the articles in parts.",
        crate::adding::FILE >> 20,
        UPLOAD >> 20
    ))
}

/// Sees that a form is one of the desk's own. What is no upload is read for it, and given on as it was.
async fn own_form(request: Request, wanted: &str) -> Result<Request, Failure> {
    let refused = || {
        Failure::refused("The form is not of this visit. Nothing was changed.")
            .hint("Load the page again and send the form once more.")
    };
    let by_header = request.headers().get(CSRF).and_then(|v| v.to_str().ok()).map(str::to_owned);
    // A form with files has it in its address, since its fields are read as they come.
    if let Some(given) = by_header.or_else(|| query_field(&request, "form")) {
        return if is_same(&given, wanted) { Ok(request) } else { Err(refused()) };
    }
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(refused());
    }
    let bytes: Bytes = axum::body::to_bytes(body, FORM).await.map_err(|_| too_large())?;
    let given = crate::rulings::Fields::read(&bytes).one("form").map(str::to_owned);
    if !given.is_some_and(|given| is_same(&given, wanted)) {
        return Err(refused());
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Answers the address that was printed: the cookie is set, and the token goes out of sight.
fn first_visit(
    desk: &Desk,
    request: &Request,
    token: &str,
    cookie: &str,
    given: &str,
) -> Result<Response, Failure> {
    if !is_same(given, token) {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "This token is not that of the desk which is running.",
        )
        .hint("Each start has its own: open the address that the last one printed."));
    }
    let path = request.uri().path().to_owned();
    let mut response = Redirect::to(&path).into_response();
    set_cookie(&mut response, &desk.cookie(cookie, None));
    Ok(response)
}

fn to_login(request: &Request, reads: bool) -> Response {
    if !reads {
        return Failure::new(StatusCode::UNAUTHORIZED, "You are not logged in. Nothing was changed.")
            .hint("Log in in another tab, then send it again.")
            .into_response();
    }
    let path = request.uri().path();
    let to = if path == "/" { "/login".to_owned() } else { format!("/login?to={path}") };
    Redirect::to(&to).into_response()
}

/// Lets through whoever has a role, or more.
pub(crate) async fn require(State(role): State<Role>, request: Request, next: Next) -> Response {
    match request.extensions().get::<Who>() {
        Some(who) if who.may(role) => next.run(request).await,
        _ => Failure::refused(format!("This takes the role {role}. Nothing was changed."))
            .hint("Whoever runs the desk can give it to you.")
            .into_response(),
    }
}

/// The cookie with what someone is called who did not log in.
pub(crate) const NAME: &str = "crosswire-name";

impl Desk {
    /// The name of the cookie. Browsers do not tell ports apart, so that each desk of a machine has one of its own.
    pub(crate) fn cookie_name(&self) -> String {
        match self.access {
            Access::Accounts { secure: true } => "__Host-crosswire".to_owned(),
            _ => format!("crosswire-{}", self.hosts.port()),
        }
    }

    /// The cookie that lets one in; for so many seconds, or while the browser runs.
    pub(crate) fn cookie(&self, value: &str, seconds: Option<i64>) -> String {
        let secure = if matches!(self.access, Access::Accounts { secure: true }) { "; Secure" } else { "" };
        let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
        format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}", self.cookie_name())
    }
}

pub(crate) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The cookie of this name.
pub(crate) fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// A name as its cookie holds it, in hexadecimal; none where it is no name.
pub(crate) fn called(cookie: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> =
        (0..cookie.len()).step_by(2).map(|at| u8::from_str_radix(cookie.get(at..at + 2)?, 16).ok()).collect();
    let name = String::from_utf8(bytes?).ok()?;
    is_name(&name).then_some(name)
}

/// Whether a person may be called so.
pub(crate) fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (1..=100).contains(&length) && name.trim() == name && !name.chars().any(char::is_control)
}

/// A field of the address.
fn query_field(request: &Request, name: &str) -> Option<String> {
    let query = request.uri().query()?;
    crate::rulings::Fields::read(query.as_bytes()).one(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_into_a_cookie_and_comes_back() {
        assert_eq!(called("52756e61").as_deref(), Some("Runa"));
        assert_eq!(called("0a"), None);
        assert_eq!(called("zz"), None);
        assert_eq!(called("5"), None);
        assert_eq!(called(""), None);
    }
}
