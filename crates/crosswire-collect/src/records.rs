//! What stands in a WARC about a page: the request and the response as HTTP writes them, and what the feed said of it.

use crate::fetch::Answer;
use crate::journal::Told;
use crate::warc::Record;
use jiff::Timestamp;
use serde_json::json;
use url::Url;

/// A response as a WARC holds it, and where its body begins. The body is unpacked and in one piece, so what spoke of its form on
/// the way gets the name that Common Crawl gives it.
pub(crate) fn response(answer: &Answer) -> (Vec<u8>, usize) {
    let reason = ureq::http::StatusCode::from_u16(answer.status).ok();
    let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut block = format!("HTTP/1.1 {} {reason}\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        let of_the_way = ["content-encoding", "transfer-encoding", "content-length"].contains(&name.as_str());
        if of_the_way {
            block.extend_from_slice(b"x-crawler-");
        }
        block.extend_from_slice(name.as_bytes());
        block.extend_from_slice(b": ");
        block.extend_from_slice(value);
        block.extend_from_slice(b"\r\n");
    }
    block.extend_from_slice(format!("content-length: {}\r\n\r\n", answer.body.len()).as_bytes());
    let payload = block.len();
    block.extend_from_slice(&answer.body);
    (block, payload)
}

/// What the feed said of a page, as a record beside it.
pub(crate) fn metadata<'a>(
    target: &'a str,
    address: &str,
    via: &[Url],
    at: Timestamp,
    told: &Told,
    of: &str,
    why: Option<&str>,
) -> Record<'a> {
    let mut value = json!(told);
    value["address"] = json!(address);
    if !via.is_empty() {
        value["via"] = json!(via.iter().map(Url::as_str).collect::<Vec<_>>());
    }
    if let Some(why) = why {
        value["instead_of_the_page"] = json!(why);
    }
    Record {
        kind: "metadata",
        target: Some(target),
        at,
        content_type: "application/json",
        fields: vec![("WARC-Concurrent-To", of.to_owned()), ("WARC-Refers-To", of.to_owned())],
        block: value.to_string().into_bytes(),
        payload: 0,
    }
}
