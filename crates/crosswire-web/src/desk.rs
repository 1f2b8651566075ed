//! What all requests share: the store, the model, the stories at hand, and how one comes in.

use crate::accounts::{Attempts, random_token};
use crate::failure::Failure;
use crate::hosts::Hosts;
use crate::reading::{Names, Shelf};
use crosswire::Model;
use crosswire_store::{Role, Store, StoryId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, watch};

/// Stories whose ledgers are kept in memory at most. The others are made again when they are asked for.
const SHELVES: usize = 24;

/// How a desk is opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address under which a proxy shows it, such as `https://desk.example`.
    pub public: Option<String>,
    /// Whether people log in though it listens on this machine alone.
    pub accounts: bool,
    /// What whoever comes in without a login is called.
    pub name: String,
    /// Whether readers see no names of private persons, as with `crosswire brief --hide-private`.
    pub hide_private: bool,
}

/// Why a desk cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Others could reach it, and nobody could log in.
    #[error("a desk that others can reach needs accounts, and no admin can log in")]
    NoAdmin,
    /// The address of a proxy is none.
    #[error("{0} is no address under which a desk can be shown")]
    Public(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// It cannot listen.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The server ended.
    #[error("the server ended: {0}")]
    Served(std::io::Error),
    /// The example cannot be put in.
    #[error("the example cannot be put into the store: {0}")]
    Example(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] crosswire_store::Error),
    /// The language model.
    #[error(transparent)]
    Model(#[from] crosswire::ModelError),
}

/// How one comes in.
pub(crate) enum Access {
    /// By the token of this start, on this machine alone.
    Token {
        /// The token.
        token: String,
        /// What the cookie holds.
        cookie: String,
        /// What whoever comes in is called until they say otherwise.
        name: String,
    },
    /// By name and password.
    Accounts {
        /// Whether browsers reach it by HTTPS alone.
        secure: bool,
    },
}

/// A desk: what all requests share.
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) model: Model,
    pub(crate) access: Access,
    pub(crate) hosts: Hosts,
    /// What readers see of private persons' names.
    pub(crate) readers: Names,
    pub(crate) attempts: Attempts,
    /// The header that says what a page may load.
    pub(crate) policy: String,
    /// Ledgers are made one after the other, since each takes every processor.
    pub(crate) making: Semaphore,
    /// Passwords are hashed so many at a time, since each takes memory.
    pub(crate) hashing: Semaphore,
    /// Becomes true when the desk closes, so that what is open for long ends.
    pub(crate) closing: watch::Sender<bool>,
    shelves: Mutex<HashMap<StoryId, Arc<Shelf>>>,
}

impl Desk {
    /// Opens a desk over a store. Fails where others could reach it and no admin could log in.
    pub fn open(store: Store, settings: &Settings) -> Result<Arc<Desk>, Error> {
        let public = settings.public.as_deref().map(public).transpose()?;
        let accounts = settings.accounts || public.is_some() || !settings.listen.ip().is_loopback();
        let access = if accounts {
            let admins = store.users()?.into_iter().filter(|u| u.role == Role::Admin && !u.disabled).count();
            if admins == 0 {
                return Err(Error::NoAdmin);
            }
            Access::Accounts { secure: public.as_ref().is_some_and(|p| p.starts_with("https://")) }
        } else {
            let random = || random_token().map_err(|e| Error::Random(e.to_string()));
            Access::Token { token: random()?, cookie: random()?, name: settings.name.clone() }
        };
        Ok(Arc::new(Desk {
            store,
            model: Model::builtin()?,
            access,
            hosts: Hosts::new(settings.listen, public),
            readers: if settings.hide_private { Names::Hidden } else { Names::Shown },
            attempts: Attempts::default(),
            policy: crate::guard::policy(),
            making: Semaphore::new(1),
            hashing: Semaphore::new(2),
            closing: watch::Sender::new(false),
            shelves: Mutex::new(HashMap::new()),
        }))
    }

    /// The address to open first: with the token of this start, where there is one.
    pub fn address(&self) -> String {
        let origin = self.hosts.origin();
        match &self.access {
            Access::Token { token, .. } => format!("{origin}/?token={token}"),
            Access::Accounts { .. } => format!("{origin}/"),
        }
    }

    /// Whether people log in.
    pub fn has_accounts(&self) -> bool {
        matches!(self.access, Access::Accounts { .. })
    }

    /// What is at hand of a story.
    pub(crate) fn shelf(&self, story: &StoryId) -> Arc<Shelf> {
        let mut shelves = lock(&self.shelves);
        if !shelves.contains_key(story) && shelves.len() >= SHELVES {
            // One that nobody looks at and that was not asked for longest.
            let idle = shelves.iter().filter(|(_, shelf)| Arc::strong_count(shelf) == 1);
            let oldest = idle.min_by_key(|(_, shelf)| shelf.asked()).map(|(id, _)| id.clone());
            oldest.map(|id| shelves.remove(&id));
        }
        let shelf = Arc::clone(shelves.entry(story.clone()).or_default());
        shelf.touch();
        shelf
    }
}

/// Does something that blocks on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let desk = Arc::clone(desk);
    match tokio::task::spawn_blocking(move || work(&desk)).await {
        Ok(done) => done,
        Err(_) => {
            Err(Failure::broken("The desk failed at this. Nothing was kept; what was kept before is safe."))
        }
    }
}

/// A lock that a thread which failed leaves usable: what it guards is replaced whole, never half.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The origin of a public address, without anything behind it.
fn public(address: &str) -> Result<String, Error> {
    let refused = || Error::Public(address.to_owned());
    let (scheme, rest) = address.split_once("://").ok_or_else(refused)?;
    let host = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    if !matches!(scheme, "http" | "https") || host.is_empty() || !plain {
        return Err(refused());
    }
    Ok(format!("{scheme}://{host}"))
}
