//! Tools for agents, over the Model Context Protocol: what a story's articles say, on whose word, and what is in dispute.
//!
//! Six tools read articles that are given in the call, or files in folders that were allowed, and answer in short with the
//! passages that each answer rests on. Nothing is fetched, kept or written.
//!
//! In reading order: [`limits`] (how much a call may ask), [`roots`] (which folders may be read), [`given`] (the articles of a
//! call), [`stories`] (their ledger), [`quoted`] (words of articles, marked as such), [`find`] (what a call asks about), [`tools`]
//! (a file each), [`server`] (the tools under their names), [`http`] (who may ask over HTTP).

mod limits;
mod roots;
mod given;
mod stories;
mod quoted;
mod find;
mod tools;
mod server;
mod http;

pub use http::serve as serve_http;
pub use limits::Limits;
pub use server::{Server, serve_stdio};

use std::net::SocketAddr;
use std::path::PathBuf;

/// How the tools are opened.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folders that may be read. Without any, articles come with the call alone.
    pub roots: Vec<PathBuf>,
    /// Whether no answer has the name of a private person.
    pub hide_private: bool,
    /// How many threads work on a story; 0 for one for each processor.
    pub threads: usize,
    /// How much a call may ask.
    pub limits: Limits,
}

/// Why the tools cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder that may be read is none.
    #[error("{} is no folder that can be read: {}", .0.display(), .1)]
    Root(PathBuf, std::io::Error),
    /// Others could reach it.
    #[error("{0} is an address that other machines reach, and the tools are for this one")]
    NotLoopback(SocketAddr),
    /// It cannot listen.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The server ended.
    #[error("the server ended: {0}")]
    Served(String),
    /// The threads.
    #[error("cannot start the threads: {0}")]
    Threads(String),
    /// The language model.
    #[error(transparent)]
    Model(#[from] crosswire::ModelError),
}
