//! Where tests keep stores: files, and databases of a server that is started for them.

pub(crate) use crate::server::{Server, Sync};
use crosswire_model::{Decision, DecisionId, Ruling};
use crosswire_store::{Act, Location, NewArticle, Store, StoryId};
use jiff::Timestamp;
use std::path::Path;
use tempfile::TempDir;

/// A place for one store, empty at first.
pub(crate) struct Place {
    pub(crate) location: Location,
    _folder: Option<TempDir>,
}

impl Place {
    pub(crate) fn file() -> Place {
        let folder = tempfile::tempdir().unwrap();
        Place { location: Location::File(folder.path().join("store.db")), _folder: Some(folder) }
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.location).unwrap()
    }

    pub(crate) fn is_file(&self) -> bool {
        matches!(self.location, Location::File(_))
    }

    pub(crate) fn path(&self) -> &Path {
        match &self.location {
            Location::File(path) => path,
            Location::Url(url) => panic!("{url} is no file"),
        }
    }

    pub(crate) fn url(&self) -> &str {
        match &self.location {
            Location::Url(url) => url,
            Location::File(path) => panic!("{} is no address", path.display()),
        }
    }

    /// Tells the database something behind the store's back.
    pub(crate) fn tell(&self, sql: &str) {
        match &self.location {
            Location::File(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
            Location::Url(url) => connect(url).batch_execute(sql).unwrap(),
        }
    }

    /// Asks the database for a number behind the store's back.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        match &self.location {
            Location::File(path) => {
                rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
            }
            Location::Url(url) => connect(url).query_one(sql, &[]).unwrap().get(0),
        }
    }
}

fn connect(url: &str) -> postgres::Client {
    postgres::Client::connect(url, postgres::NoTls).unwrap()
}

impl Server {
    /// A new database.
    pub(crate) fn place(&self) -> Place {
        Place { location: Location::Url(self.database()), _folder: None }
    }
}

/// So many seconds after a day's beginning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_759_276_800 + seconds).unwrap()
}

/// What Ada does at that time.
pub(crate) fn ada(seconds: i64) -> Act<'static> {
    Act::new("Ada", at(seconds))
}

/// A decision, as small as one may be.
pub(crate) fn note(id: &str, text: &str) -> Decision {
    Decision {
        id: DecisionId(id.to_owned()),
        by: "Ada".to_owned(),
        at: at(1),
        why: None,
        question: None,
        ruling: Ruling::Note { on: Vec::new(), text: text.to_owned() },
    }
}

/// An article, as small as one may be.
pub(crate) fn article<'a>(name: &'a str, text: &'a str) -> NewArticle<'a> {
    NewArticle { bytes: text.as_bytes(), name, ..NewArticle::default() }
}

/// A story to add to.
pub(crate) fn ferry(store: &Store) -> StoryId {
    store.create_story("The ferry", ada(0)).unwrap().id
}
