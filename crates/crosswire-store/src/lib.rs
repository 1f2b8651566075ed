//! What is kept: stories, the articles of each with their originals, decisions, users, and an audit log of every change.
//!
//! One schema and two databases: a file (SQLite) or a server (PostgreSQL). [`Store`] is the way to both; its methods may be
//! called from many threads. They block, so that an asynchronous program calls them on a thread of their own. What a
//! call has acknowledged is lasting; what it refused has changed nothing.
//!
//! Nothing here asks a clock or makes a random number: the caller says who does something and when ([`Act`]), and makes
//! tokens and passwords' hashes.
//!
//! Each noun is a file, and its part of [`Store`] stands there.

pub mod error;
pub mod digest;
pub mod open;
pub mod audit;
pub mod stories;
pub mod articles;
pub mod decisions;
pub mod search;
pub mod users;
pub mod backup;
pub mod export;

mod words;
mod sql;
mod pool;
mod migrations;
mod sqlite;
mod postgres;

pub use articles::{Added, Article, NewArticle};
pub use audit::{Act, Audited, Entry};
pub use backup::Backup;
pub use decisions::Kept;
pub use digest::Digest;
pub use error::{Error, Result};
pub use export::{Export, Exported};
pub use open::{Location, Store};
pub use search::{Hit, Piece};
pub use stories::{Story, StoryId};
pub use users::{Invitation, NewUser, Role, Session, User};
