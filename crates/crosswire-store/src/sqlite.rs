//! The store in a file: SQLite.
//!
//! One connection writes, several read beside it (WAL). `synchronous=FULL`: what a call has acknowledged is on the disk.

use crate::error::{Error, Result};
use crate::migrations;
use crate::pool::Pool;
use crate::sql::{Connection, Dialect, Each, Row, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection as Handle, ErrorCode, OpenFlags, params_from_iter};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How many may read at the same time.
const READERS: usize = 8;

/// For how long another program may hold the file before a call gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// For how long a store is looked at again where it could not be made or brought up to date.
const SECOND_LOOK: Duration = Duration::from_secs(3);

/// The four bytes by which a file is known as ours: `crsw`.
const APPLICATION: i64 = 0x6372_7377;

/// The most pages that SQLite can count, which is as good as no limit.
const NO_LIMIT: u32 = 4_294_967_294;

pub(crate) struct Sqlite {
    path: PathBuf,
    place: String,
    writer: Pool<Handle>,
    readers: Pool<Handle>,
    most_pages: AtomicU32,
}

impl Sqlite {
    /// Opens the file or makes it, and brings its schema up to date.
    pub(crate) fn open(path: &Path) -> Result<Sqlite> {
        let store = Sqlite {
            path: path.to_owned(),
            place: path.display().to_string(),
            writer: Pool::new(1),
            readers: Pool::new(READERS),
            most_pages: AtomicU32::new(NO_LIMIT),
        };
        store.make()?;
        // Two programs may make a new store at once. The one that comes second finds its first look out of date, and looks again.
        let begun = Instant::now();
        loop {
            match store.migrate() {
                Err(Error::Unavailable { .. } | Error::Database { .. }) if begun.elapsed() < SECOND_LOOK => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                done => return done.map(|()| store),
            }
        }
    }

    /// Makes the file so that nobody else may read it: it will hold passwords' hashes.
    fn make(&self) -> Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path).map(drop).map_err(|source| Error::file(&self.path, source))
    }

    fn migrate(&self) -> Result<()> {
        let mut handle = Handle::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| self.fault(&e))?;
        handle.busy_timeout(PATIENCE).map_err(|e| self.fault(&e))?;
        handle.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.fault(&e))?;
        let number =
            |sql: &str| handle.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|e| self.fault(&e));
        let (application, tables) =
            (number("PRAGMA application_id")?, number("SELECT count(*) FROM sqlite_schema")?);
        if application == 0 && tables == 0 {
            handle.pragma_update(None, "application_id", APPLICATION).map_err(|e| self.fault(&e))?;
        } else if application != APPLICATION {
            return Err(Error::Foreign {
                place: self.place.clone(),
                why: "the file is a database of another program".to_owned(),
            });
        }
        handle
            .execute_batch("COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            .map_err(|e| self.fault(&e))?;
        migrations::run(&mut handle, Dialect::Sqlite, &self.place, |e| {
            e.downcast_ref::<rusqlite::Error>().map(|e| self.fault(e))
        })
    }

    fn connect(&self, writes: bool) -> Result<Handle> {
        let open = || -> rusqlite::Result<Handle> {
            // Never made anew: a store that was moved away while it was open is not replaced by an empty one.
            let handle = Handle::open_with_flags(
                &self.path,
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            handle.busy_timeout(PATIENCE)?;
            handle.set_prepared_statement_cache_capacity(64);
            handle.pragma_update(None, "synchronous", "FULL")?;
            // Only macOS heeds it, where the disk may keep what it was told to write for later.
            handle.pragma_update(None, "fullfsync", true)?;
            handle.pragma_update(None, "foreign_keys", true)?;
            handle.pragma_update(None, "trusted_schema", false)?;
            handle.pragma_update(None, "query_only", !writes)?;
            if writes {
                self.apply_limit(&handle)?;
            }
            Ok(handle)
        };
        open().map_err(|e| self.fault(&e))
    }

    fn apply_limit(&self, handle: &Handle) -> rusqlite::Result<()> {
        let pages = self.most_pages.load(Ordering::Relaxed);
        handle.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
    }

    /// Lets the file grow to so many pages and no further; without a number, as far as the disk has room.
    pub(crate) fn limit_pages(&self, most: Option<u32>) -> Result<()> {
        self.most_pages.store(most.unwrap_or(NO_LIMIT), Ordering::Relaxed);
        let lent = self.writer.lend(|| self.connect(true))?;
        self.apply_limit(&lent.connection).map_err(|e| self.fault(&e))?;
        lent.give_back();
        Ok(())
    }

    /// Does the work in a transaction.
    pub(crate) fn run(
        &self,
        writes: bool,
        work: &mut dyn FnMut(&mut dyn Connection) -> Result<()>,
    ) -> Result<()> {
        let pool = if writes { &self.writer } else { &self.readers };
        let lent = pool.lend(|| self.connect(writes))?;
        let handle = &lent.connection;
        handle.execute_batch(if writes { "BEGIN IMMEDIATE" } else { "BEGIN" }).map_err(|e| self.fault(&e))?;
        let done = work(&mut Session { store: self, handle })
            .and_then(|()| handle.execute_batch("COMMIT").map_err(|e| self.fault(&e)));
        // A full disk has ended the transaction already.
        if handle.is_autocommit() || handle.execute_batch("ROLLBACK").is_ok() {
            lent.give_back();
        }
        done
    }

    fn fault(&self, error: &rusqlite::Error) -> Error {
        let place = self.place.clone();
        let why = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::Full { place, why },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::CannotOpen) => {
                Error::Unavailable { place, why, unsure: false }
            }
            Some(ErrorCode::SystemIoFailure) => Error::Unavailable { place, why, unsure: true },
            Some(ErrorCode::NotADatabase) => Error::Foreign { place, why },
            Some(ErrorCode::DatabaseCorrupt) => Error::broken(place, why),
            Some(ErrorCode::TooBig) => Error::invalid("a value", "it is larger than the database takes"),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                let hint = Some("see that you may write to the file and to the folder that it is in");
                Error::Database { place, why, hint }
            }
            _ => Error::Database { place, why, hint: None },
        }
    }
}

struct Session<'a> {
    store: &'a Sqlite,
    handle: &'a Handle,
}

impl Connection for Session<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        self.handle
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)))
            .map(|rows| rows as u64)
            .map_err(|e| self.store.fault(&e))
    }

    fn query(&mut self, sql: &str, values: &[Value], each: Each<'_>) -> Result<()> {
        let fault = |e: rusqlite::Error| self.store.fault(&e);
        let mut statement = self.handle.prepare_cached(sql).map_err(fault)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(values)).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let read = (0..columns).map(|column| read(row.get_ref(column).map_err(fault)?));
            if each(Row(read.collect::<Result<_>>()?))? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}

fn read(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(_) => return Err(Error::broken("a row", "a fraction where none is kept")),
        ValueRef::Text(text) => Value::Text(
            String::from_utf8(text.to_vec()).map_err(|_| Error::broken("a row", "a text is no UTF-8"))?,
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
