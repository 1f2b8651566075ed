//! What others did, as it happens: server-sent events.

use crate::desk::{Desk, lock};
use crate::failure::Failure;
use crate::guard::Who;
use crate::reading::{Names, kept_story};
use axum::extract::{Extension, Path, State};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use crosswire_store::StoryId;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// How often the store is asked whether another program changed the story.
const LOOK: Duration = Duration::from_secs(5);

/// What is told of a change of which no more is known, or may be told.
const CHANGED: &str = "changed the story";

/// Something that someone did to a story.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Event {
    /// The revision that the story had with it.
    pub(crate) revision: u64,
    /// Who.
    pub(crate) by: String,
    /// What, as the end of a sentence that begins with who.
    pub(crate) what: String,
}

/// `GET /stories/ID/events`
pub(crate) async fn events(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(story): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Sent, Infallible>>>, Failure> {
    let id = StoryId(story);
    let story = kept_story(&desk, &id).await?;
    // What was decided has the words of the articles.
    let hides = who.names == Names::Hidden;
    let state = (desk.shelf(&id).events.subscribe(), desk.closing.subscribe(), story.revision, desk, id);
    let events = stream::unfold(state, move |(mut events, mut closing, mut told, desk, id)| async move {
        let event = loop {
            tokio::select! {
                event = events.recv() => match event {
                    Ok(event) => break event,
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep(LOOK) => {
                    let now = kept_story(&desk, &id).await;
                    if let Ok(now) = now && now.revision > told {
                        break Event { revision: now.revision, by: "Someone".to_owned(), what: CHANGED.to_owned() };
                    }
                }
                () = closed(&mut closing) => return None,
            }
        };
        told = told.max(event.revision);
        let event = if hides { Event { what: CHANGED.to_owned(), ..event } } else { event };
        let sent = Sent::default().event("change").json_data(&event).unwrap_or_default();
        Some((Ok(sent), (events, closing, told, desk, id)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// Waits until the desk closes.
async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// `GET /stories/ID/reading/N/events`
pub(crate) async fn job(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path((story, number)): Path<(String, u64)>,
) -> Result<Sse<impl Stream<Item = Result<Sent, Infallible>>>, Failure> {
    who.sees_names()?;
    let watch = lock(&desk.shelf(&StoryId(story)).jobs).watch(number);
    let mut watch = watch.ok_or_else(|| Failure::not_found("upload"))?;
    watch.mark_changed();
    let state = (watch, desk.closing.subscribe(), false);
    let events = stream::unfold(state, |(mut watch, mut closing, over)| async move {
        if over {
            return None;
        }
        tokio::select! {
            changed = watch.changed() => changed.ok()?,
            () = closed(&mut closing) => return None,
        }
        let job = watch.borrow_and_update().clone();
        let sent = Sent::default().event("progress").json_data(&job).unwrap_or_default();
        Some((Ok(sent), (watch, closing, job.phase == "done")))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}
