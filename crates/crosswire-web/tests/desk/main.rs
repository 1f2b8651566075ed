//! The desk as a browser and as an attacker use it: over HTTP within the process ([`http`], [`attacks`], [`accounts`]), and in
//! real Chromium ([`browser`]).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and say what they skip"
)]

// The server on which the store is tried as well, and what drives a browser.
#[path = "../../../crosswire-store/tests/store/server.rs"]
mod server;
#[path = "../../../crosswire-report/tests/webdriver/mod.rs"]
mod webdriver;
mod client;
mod http;
mod attacks;
mod accounts;
mod browser;
