//! Fetches.

pub mod error;
pub mod listing;
pub mod guard;
pub mod robots;
pub mod dates;
pub mod warc;
pub mod journal;

mod address;
mod decode;
mod xml_feed;
mod json_feed;
