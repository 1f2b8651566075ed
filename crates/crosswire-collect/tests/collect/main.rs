//! A collection as a program uses it, from servers of the test's own on this machine: nothing leaves it.
//!
//! In reading order: [`server`] (what is asked), [`feeds`] (broken and hostile ones), [`refusals`] (addresses that are not
//! fetched), [`rounds`] (what is new, changed, unchanged), [`manners`] (robots.txt, busy servers, sizes), [`kept`] (the WARC files
//! as another library reads them), [`kill`] (ended without warning), [`rates`] (how fast).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and say what they skip"
)]

mod server;
mod feeds;
mod refusals;
mod rounds;
mod manners;
mod kept;
mod kill;
mod rates;
