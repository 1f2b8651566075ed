//! The store as a program uses it, the same on both databases.
//!
//! A check is a function that is given a [`places::Place`]. Each is a test of its own on a file; [`postgres`] does all of them
//! on a server, where one can be started. In reading order: the nouns ([`stories`], [`articles`], [`decisions`], [`search`],
//! [`users`], [`audit`], [`backup`], [`export`]), [`threads`] (many at once), [`hostile`] (texts that mean harm), [`trouble`]
//! (full, gone, of something else), [`old`] (stores of earlier schemas), [`kill`] (ended without warning), [`rates`] (how fast).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and say what they skip"
)]

mod server;
mod places;

/// Each check as a test on a file, and a list of them for the server.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        mod on_a_file {
            $(#[test]
            fn $name() {
                super::$name(&crate::places::Place::file());
            })*
        }

        pub(crate) const ALL: &[(&str, fn(&crate::places::Place))] = &[$((stringify!($name), $name)),*];
    };
}

mod stories;
mod articles;
mod decisions;
mod search;
mod users;
mod audit;
mod backup;
mod export;
mod threads;
mod hostile;
mod trouble;
mod old;
mod kill;
mod rates;
mod postgres;
