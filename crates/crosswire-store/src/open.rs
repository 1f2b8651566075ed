//! Where a store is, and opening it.

use crate::error::{Error, Result};
use crate::migrations;
use crate::postgres::Postgres;
use crate::sql::{Connection, Tx, values};
use crate::sqlite::Sqlite;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a store is. It is written as a path, or as `postgres://user:password@host:port/database`.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file, which SQLite reads.
    File(PathBuf),
    /// The address of a PostgreSQL database.
    Url(String),
}

impl FromStr for Location {
    type Err = std::convert::Infallible;

    /// Never fails: what is no address is a path.
    fn from_str(text: &str) -> std::result::Result<Location, Self::Err> {
        let is_url = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        Ok(if is_url { Location::Url(text.to_owned()) } else { Location::File(text.into()) })
    }
}

impl fmt::Display for Location {
    /// An address is written without user, password and options, which are nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File(path) => path.display().fmt(f),
            Location::Url(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", ""));
                let rest = rest.split('?').next().unwrap_or_default();
                let rest = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                write!(f, "{scheme}://{rest}")
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Everything that is kept.
pub struct Store {
    location: Location,
    backend: Backend,
}

enum Backend {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Store {
    /// Opens a store, makes it where there is none, and brings an older one up to date.
    ///
    /// A file's folder must exist, and so must a server's database. Fails where they do not, where what is there is no store
    /// of crosswire or one of a newer program, and where it cannot be reached.
    pub fn open(location: &Location) -> Result<Store> {
        let backend = match location {
            Location::File(path) => Backend::Sqlite(Sqlite::open(path)?),
            Location::Url(url) => Backend::Postgres(Box::new(Postgres::open(url, location.to_string())?)),
        };
        let store = Store { location: location.clone(), backend };
        let made_by = concat!("crosswire ", env!("CARGO_PKG_VERSION"));
        if store.created_by()?.is_none() {
            store.write(|tx| {
                tx.execute(
                    "INSERT INTO meta (name, value) VALUES ('created-by', ?1) ON CONFLICT DO NOTHING",
                    values![made_by],
                )
            })?;
        }
        Ok(store)
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The number of its schema.
    pub fn schema_version(&self) -> u32 {
        migrations::NEWEST
    }

    /// The program that made it, such as `crosswire 0.1.0`. Fails where the store cannot be read.
    pub fn created_by(&self) -> Result<Option<String>> {
        self.read(|tx| {
            tx.first("SELECT value FROM meta WHERE name = 'created-by'", values![], |mut row| row.text(0))
        })
    }

    /// Lets a file grow to so many pages (of 4096 bytes) and no further, while this store is open. A call that would need
    /// more fails with an error that [`Error::is_full`]. On a server, where space is given out otherwise, it does nothing.
    ///
    /// Fails where the store cannot be reached.
    pub fn limit_pages(&self, most: Option<u32>) -> Result<()> {
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.limit_pages(most),
            Backend::Postgres(_) => Ok(()),
        }
    }

    /// Reads in one transaction: all that is read is of one moment.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.run(false, work)
    }

    /// Changes in one transaction: all or nothing. Nobody else changes anything meanwhile.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.run(true, work)
    }

    fn run<T>(&self, writes: bool, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let (mut work, mut made) = (Some(work), None);
        let mut once = |connection: &mut dyn Connection| {
            if let Some(work) = work.take() {
                made = Some(work(&mut Tx(connection))?);
            }
            Ok(())
        };
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.run(writes, &mut once)?,
            Backend::Postgres(postgres) => postgres.run(writes, &mut once)?,
        }
        made.ok_or_else(|| Error::broken(self.location.to_string(), "a transaction ended before its work"))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.location)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_path_or_an_address_that_hides_its_password() {
        let check = |text: &str, shown: &str, url: bool| {
            let location: Location = text.parse().unwrap();
            assert_eq!((location.to_string(), matches!(location, Location::Url(_))), (shown.to_owned(), url));
        };
        check("desk/store.db", "desk/store.db", false);
        check("postgres://localhost/desk", "postgres://localhost/desk", true);
        check(
            "postgresql://jo:se@cret@db.example:5433/desk?password=x",
            "postgresql://db.example:5433/desk",
            true,
        );
    }
}
