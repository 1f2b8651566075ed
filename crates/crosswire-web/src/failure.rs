//! What a request gets that cannot be answered: a status, words, and what to try.

use crate::pages;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// Why a request got no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) words: String,
    pub(crate) hint: Option<String>,
    /// A page of its own, in place of the words.
    pub(crate) page: Option<Markup>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, words: impl Into<String>) -> Failure {
        Failure { status, words: words.into(), hint: None, page: None }
    }

    pub(crate) fn not_found(what: &str) -> Failure {
        Failure::new(StatusCode::NOT_FOUND, format!("There is no such {what}."))
    }

    pub(crate) fn refused(words: impl Into<String>) -> Failure {
        Failure::new(StatusCode::FORBIDDEN, words)
    }

    pub(crate) fn wrong(words: impl Into<String>) -> Failure {
        Failure::new(StatusCode::UNPROCESSABLE_ENTITY, words)
    }

    pub(crate) fn broken(words: impl Into<String>) -> Failure {
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, words)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }
}

impl From<crosswire_store::Error> for Failure {
    fn from(error: crosswire_store::Error) -> Failure {
        let status = if error.not_found() {
            StatusCode::NOT_FOUND
        } else if error.is_conflict() || error.is_taken() {
            StatusCode::CONFLICT
        } else if error.is_invalid() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else if error.is_unavailable() || error.is_full() {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        let hint = error.hint().map(str::to_owned);
        Failure { status, words: sentence(&error.to_string()), hint, page: None }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let page = match self.page {
            Some(page) => page,
            None => pages::failure(self.status, &self.words, self.hint.as_deref()),
        };
        (self.status, page).into_response()
    }
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
