//! Which address is what, and what it takes to ask for it.

use crate::desk::{Desk, Error};
use crate::failure::Failure;
use crate::guard::{self, UPLOAD};
use crate::pages::{account, history, queue, stories, story, work};
use crate::{adding, deciding, exports, live, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crosswire_store::Role;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

/// How long open requests may go on after the desk was told to close.
const CLOSING: Duration = Duration::from_secs(5);

/// All addresses of a desk.
pub fn router(desk: &Arc<Desk>) -> Router {
    let readers = Router::new()
        .route("/", get(stories::list))
        .route("/search", get(stories::search))
        .route("/stories/{id}", get(story::show))
        .route("/stories/{id}/seen", post(story::see))
        .route("/stories/{id}/add", get(story::add))
        .route("/stories/{id}/queue", get(queue::show))
        .route("/stories/{id}/history", get(history::show))
        .route("/stories/{id}/on/story", get(work::whole))
        .route("/stories/{id}/on/{kind}/{name}", get(work::show))
        .route("/stories/{id}/reading/{number}", get(adding::progress))
        .route("/stories/{id}/reading/{number}/events", get(live::job))
        .route("/stories/{id}/events", get(live::events))
        .route("/stories/{id}/export", get(story::exports))
        .route("/stories/{id}/export/{name}", get(exports::export))
        .route("/stories/{id}/ledger.json", get(exports::ledger))
        .route("/stories/{id}/originals/{sha256}", get(exports::original))
        .route("/name", post(account::name))
        .route("/logout", post(account::logout))
        .layer(from_fn_with_state(Role::Reader, guard::require));
    let editors = Router::new()
        .route("/stories", post(stories::create))
        .route("/stories/{id}/rename", post(stories::rename))
        .route("/stories/{id}/archive", post(stories::archive))
        .route("/stories/{id}/decide", post(deciding::decide))
        .route("/stories/{id}/articles", post(adding::add).layer(DefaultBodyLimit::max(UPLOAD)))
        .layer(from_fn_with_state(Role::Editor, guard::require));
    let admins = Router::new()
        .route("/users", get(account::users).post(account::change_users))
        .layer(from_fn_with_state(Role::Admin, guard::require));
    let open = Router::new()
        .route("/desk.css", get(|| fixed("text/css; charset=utf-8", pages::CSS)))
        .route("/desk.js", get(|| fixed("text/javascript; charset=utf-8", pages::JS)))
        .route("/login", get(account::login_page).post(account::login))
        .route("/invitation/{token}", get(account::invitation_page).post(account::accept));
    readers
        .merge(editors)
        .merge(admins)
        .merge(open)
        .fallback(async || Failure::not_found("page"))
        .layer(DefaultBodyLimit::max(guard::FORM))
        .layer(map_response(plain_failures))
        .layer(CatchPanicLayer::custom(failed))
        .layer(from_fn_with_state(Arc::clone(desk), guard::guard))
        .layer(from_fn_with_state(Arc::clone(desk), guard::headers))
        .with_state(Arc::clone(desk))
}

async fn fixed(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// A request that failed within takes no other with it.
fn failed(_: Box<dyn std::any::Any + Send>) -> Response {
    Failure::broken("The desk failed at this. What was kept before is safe.").into_response()
}

/// Refusals of the framework become pages as well.
async fn plain_failures(response: Response) -> Response {
    let status = response.status();
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if status == 413 && !html {
        return guard::too_large().into_response();
    }
    if (status.is_client_error() || status.is_server_error()) && !html {
        return Failure::new(status, "This cannot be answered.").into_response();
    }
    response
}

/// Answers until `until` comes to an end; then lets open requests end, but not for long. Fails where the server does.
pub async fn serve(
    desk: Arc<Desk>,
    listener: TcpListener,
    until: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let closing = Arc::clone(&desk);
    let signal = async move {
        until.await;
        closing.closing.send_replace(true);
    };
    let mut told = desk.closing.subscribe();
    let late = async {
        let _ = told.wait_for(|closing| *closing).await;
        tokio::time::sleep(CLOSING).await;
    };
    let served = axum::serve(listener, router(&desk)).with_graceful_shutdown(signal);
    tokio::select! {
        served = served => served.map_err(Error::Served),
        () = late => Ok(()),
    }
}
