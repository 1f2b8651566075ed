//! The store on a server: PostgreSQL.
//!
//! One connection writes, several read. A connection that was lost is replaced at the next call. The connection is not
//! encrypted (no TLS): the server is meant to be on the same machine, or behind a tunnel.

use crate::error::{Error, Result};
use crate::migrations;
use crate::pool::{Lent, Pool};
use crate::sql::{Connection, Dialect, Each, Row, Value};
use ::postgres::error::SqlState;
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{ToSql, Type};
use ::postgres::{Client, Config, NoTls, Statement};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::ops::ControlFlow;
use std::time::Duration;

/// How many may read at the same time.
const READERS: usize = 7;

/// Whoever writes holds this lock until the transaction's end, in whichever program: rows of the audit log follow one another.
/// The number is `crosswire` in ASCII, as far as it fits.
const LOCK: i64 = 0x63_726f_7373_7769;

/// What each connection is told first. A server may be set to acknowledge before it has written; this one must not.
const GREETING: &str = "SET synchronous_commit = on;
    SET lock_timeout = '30s';
    SET idle_in_transaction_session_timeout = '5min';
    SET client_min_messages = warning;";

pub(crate) struct Postgres {
    config: Config,
    place: String,
    writer: Pool<Session>,
    readers: Pool<Session>,
}

impl Drop for Postgres {
    /// A client waits for the end of its connection, which no thread may do that drives asynchronous tasks; another does.
    fn drop(&mut self) {
        let idle = [self.writer.drain(), self.readers.drain()];
        let closing = std::thread::Builder::new().spawn(move || drop(idle));
        let _ = closing.map(std::thread::JoinHandle::join);
    }
}

/// A connection, and the statements that it knows.
struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
    place: String,
}

impl Postgres {
    /// Connects, and brings the schema up to date.
    pub(crate) fn open(url: &str, place: String) -> Result<Postgres> {
        let mut config: Config = url.parse().map_err(|e: ::postgres::Error| Error::Database {
            place: place.clone(),
            why: whole(&e),
            hint: Some("an address is written postgres://user:password@host:port/database"),
        })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(60));
        }
        config.application_name("crosswire");
        let store = Postgres { config, place, writer: Pool::new(1), readers: Pool::new(READERS) };
        store.migrate()?;
        Ok(store)
    }

    fn migrate(&self) -> Result<()> {
        let mut session = self.connect()?;
        let fault = |e: ::postgres::Error| fault(&self.place, &e, false);
        let encoding: String = session.client.query_one("SHOW server_encoding", &[]).map_err(fault)?.get(0);
        if encoding != "UTF8" {
            return Err(Error::Database {
                place: self.place.clone(),
                why: format!("the database is encoded in {encoding}, and texts need UTF8"),
                hint: Some("make one with: createdb --encoding UTF8 --template template0 NAME"),
            });
        }
        // The lock of a session, since migrations are transactions of their own. It ends with the connection.
        session.client.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).map_err(fault)?;
        migrations::run(&mut session.client, Dialect::Postgres, &self.place, |e| {
            e.downcast_ref::<::postgres::Error>().map(|e| crate::postgres::fault(&self.place, e, false))
        })
    }

    fn connect(&self) -> Result<Session> {
        let mut client = self.config.connect(NoTls).map_err(|e| fault(&self.place, &e, false))?;
        client.batch_execute(GREETING).map_err(|e| fault(&self.place, &e, false))?;
        Ok(Session { client, statements: HashMap::new(), place: self.place.clone() })
    }

    /// Begins a transaction. A connection that the server has closed meanwhile shows it here, before anything was done, so
    /// that another can take its place.
    fn begin(&self, writes: bool) -> Result<Lent<'_, Session>> {
        let pool = if writes { &self.writer } else { &self.readers };
        let begin = if writes {
            format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK})")
        } else {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned()
        };
        loop {
            let mut lent = pool.lend(|| self.connect())?;
            match lent.connection.client.batch_execute(&begin) {
                Ok(()) => return Ok(lent),
                Err(error) => {
                    let error = fault(&self.place, &error, lent.connection.client.is_closed());
                    if lent.fresh || !error.is_unavailable() {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Does the work in a transaction.
    pub(crate) fn run(
        &self,
        writes: bool,
        work: &mut dyn FnMut(&mut dyn Connection) -> Result<()>,
    ) -> Result<()> {
        let mut lent = self.begin(writes)?;
        let done = work(&mut lent.connection);
        let client = &mut lent.connection.client;
        match done {
            Ok(()) => {
                client.batch_execute("COMMIT").map_err(|e| {
                    match fault(&self.place, &e, client.is_closed()) {
                        Error::Unavailable { place, why, .. } => {
                            Error::Unavailable { place, why, unsure: writes }
                        }
                        other => other,
                    }
                })?;
                lent.give_back();
                Ok(())
            }
            Err(error) => {
                if client.batch_execute("ROLLBACK").is_ok() {
                    lent.give_back();
                }
                Err(error)
            }
        }
    }
}

impl Session {
    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let numbered = sql.replace('?', "$");
        let statement = match self.client.prepare(&numbered) {
            Ok(statement) => statement,
            Err(error) => return Err(self.fault(&error)),
        };
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn fault(&self, error: &::postgres::Error) -> Error {
        fault(&self.place, error, self.client.is_closed())
    }
}

impl Connection for Session {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        self.client
            .execute(&statement, &driven(values))
            .map_err(|e| fault(&self.place, &e, self.client.is_closed()))
    }

    fn query(&mut self, sql: &str, values: &[Value], each: Each<'_>) -> Result<()> {
        let statement = self.statement(sql)?;
        let mut rows = match self.client.query_raw(&statement, driven(values)) {
            Ok(rows) => rows,
            Err(error) => return Err(fault(&self.place, &error, false)),
        };
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(()),
                Err(error) => return Err(fault(&self.place, &error, false)),
            };
            let read =
                (0..row.len()).map(|column| read(&row, column).map_err(|e| fault(&self.place, &e, false)));
            if each(Row(read.collect::<Result<_>>()?))? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
    }
}

fn read(row: &::postgres::Row, column: usize) -> std::result::Result<Value, ::postgres::Error> {
    Ok(match *row.columns()[column].type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column)?.into(),
        _ => row.try_get::<_, Option<String>>(column)?.into(),
    })
}

/// The values as the driver wants them. Only texts are ever without a value.
fn driven(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    const NULL: Option<&str> = None;
    values
        .iter()
        .map(|value| -> &(dyn ToSql + Sync) {
            match value {
                Value::Null => &NULL,
                Value::Integer(number) => number,
                Value::Text(text) => text,
                Value::Bytes(bytes) => bytes,
            }
        })
        .collect()
}

fn fault(place: &str, error: &::postgres::Error, closed: bool) -> Error {
    let place = place.to_owned();
    let why = whole(error);
    let unavailable = Error::Unavailable { place: place.clone(), why: why.clone(), unsure: false };
    let Some(code) = error.code() else {
        // No answer of the server but a broken connection, or none at all.
        let system = error.source().is_some_and(|source| source.is::<std::io::Error>());
        return if closed || error.is_closed() || system {
            unavailable
        } else {
            Error::Database { place, why, hint: None }
        };
    };
    let class = code.code().get(..2).unwrap_or_default();
    match code {
        &SqlState::DISK_FULL => Error::Full { place, why },
        // Too large for the server's memory or for a column.
        &SqlState::PROGRAM_LIMIT_EXCEEDED => {
            Error::invalid("a value", "it is larger than the database takes")
        }
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::TOO_MANY_CONNECTIONS | &SqlState::QUERY_CANCELED => {
            unavailable
        }
        &SqlState::INVALID_CATALOG_NAME => {
            Error::Database { place, why, hint: Some("make the database first: createdb NAME") }
        }
        &SqlState::INSUFFICIENT_PRIVILEGE => Error::Database {
            place,
            why,
            hint: Some("let the user own the database: ALTER DATABASE name OWNER TO user"),
        },
        // Connections, shutdowns and crashes, transactions that only have to be done again.
        _ if matches!(class, "08" | "57" | "40") => unavailable,
        _ if class == "28" => {
            Error::Database { place, why, hint: Some("see that user and password in the address are right") }
        }
        _ => Error::Database { place, why, hint: None },
    }
}

/// What the server said, or all that is known of why it said nothing.
fn whole(error: &::postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.message().to_owned();
    }
    let mut why = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !why.contains(&cause_text) {
            why = format!("{why}: {cause_text}");
        }
        source = cause.source();
    }
    why
}
