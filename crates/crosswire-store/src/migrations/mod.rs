//! The schema, and how an older one becomes the newest. Forward only.
//!
//! A migration that was released is never edited: the store remembers what it was. A new one gets the next number, a file, a
//! line in [`STEPS`], and a store of the schema before it under `tests/stores/`.

use crate::error::{Error, Result};
use crate::sql::Dialect;
use refinery::{Migrate, Migration, Runner};
use std::error::Error as StdError;

/// One step: its name, what both databases are told, and what only one of them is.
struct Step {
    name: &'static str,
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const STEPS: &[Step] = &[Step {
    name: "V1__first",
    both: include_str!("v1.sql"),
    sqlite: include_str!("v1-sqlite.sql"),
    postgres: include_str!("v1-postgres.sql"),
}];

/// The newest schema.
pub(crate) const NEWEST: u32 = 1;

/// Applies what is missing, all of it or nothing. `fault` makes an error of what the database said.
pub(crate) fn run<C: Migrate>(
    connection: &mut C,
    dialect: Dialect,
    place: &str,
    fault: impl Fn(&(dyn StdError + 'static)) -> Option<Error>,
) -> Result<()> {
    let other = |why: String| Error::Database { place: place.to_owned(), why, hint: None };
    let mut steps = Vec::new();
    for step in STEPS {
        let sql = match dialect {
            Dialect::Sqlite => format!("{}\n{}", step.both, step.sqlite),
            Dialect::Postgres => format!("{}\n{}", in_postgres(step.both), step.postgres),
        };
        steps.push(Migration::unapplied(step.name, &sql).map_err(|e| other(e.to_string()))?);
    }
    let done = Runner::new(&steps).set_grouped(true).run(connection);
    done.map(drop).map_err(|error| match error.kind() {
        refinery::error::Kind::MissingVersion(found) => {
            Error::Newer { place: place.to_owned(), found: found.to_string(), known: NEWEST }
        }
        refinery::error::Kind::Connection(_, cause) => {
            fault(&**cause).unwrap_or_else(|| other(error.to_string()))
        }
        _ => other(error.to_string()),
    })
}

/// The schema is written as SQLite reads it. PostgreSQL has other names for the types; its texts are compared byte by byte,
/// as SQLite's are, so that both give the same order.
fn in_postgres(sql: &str) -> String {
    sql.replace("INTEGER", "BIGINT")
        .replace("TEXT", "TEXT COLLATE \"C\"")
        .replace("BLOB", "BYTEA")
        .replace(") STRICT;", ");")
}
