//! Fetches the articles that feeds, sitemaps and addresses name, politely and on guard, and keeps them as WARC.
//!
//! [`Collector::round`] is the way in. In reading order: what is [`given`], what a feed lists ([`listing`], over [`xml_feed`] and
//! [`json_feed`], with [`decode`] and [`dates`]), the [`address`] of a link, which addresses may be asked ([`guard`]), what sites ask
//! of programs ([`robots`]), how often they are asked ([`pace`]), the asking ([`fetch`]), how a page is kept ([`warc`], [`records`]) and
//! what is known of it ([`journal`]), who writes that down ([`keeper`]), many addresses at once ([`workers`]), and a round of it all
//! ([`collect`]).
//!
//! What is wrong with an address or a feed is a [`Word`] to whoever calls; only what ends the whole is an [`Error`]. The time is
//! asked of [`Manners::now`], names of [`Manners::lookup`] where one is given, so that tests need neither a clock nor a network.

pub mod given;
pub mod listing;
mod xml_feed;
mod json_feed;
mod decode;
pub mod dates;
mod address;
pub mod guard;
pub mod robots;
mod pace;
mod fetch;
pub mod warc;
pub mod journal;
mod records;
mod report;
mod keeper;
mod workers;
mod collect;
pub mod error;

pub use collect::{Collector, Options};
pub use error::{Error, Result};
pub use fetch::Manners;
pub use given::Given;
pub use guard::{AllowedHost, Guard, Lookup};
pub use report::{Event, Report, Word};
