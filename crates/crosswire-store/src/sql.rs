//! What both databases understand: values, rows, and a transaction to ask.
//!
//! Statements are written once, with `?1` for the first value; PostgreSQL reads `$1` instead.

use crate::digest::Digest;
use crate::error::{Error, Result};
use jiff::Timestamp;
use std::ops::ControlFlow;

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Integer(value)
    }
}

impl From<u64> for Value {
    /// No counter grows so far that it does not fit.
    fn from(value: u64) -> Value {
        Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Integer(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Value {
        Value::Bytes(value)
    }
}

impl From<Digest> for Value {
    fn from(value: Digest) -> Value {
        Value::Text(value.to_string())
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Value {
        Value::Text(value.to_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// The values of a statement, in the order of their numbers.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Value::from($value)),*] };
}
pub(crate) use values;

/// A row that was found.
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    fn take(&mut self, column: usize) -> Value {
        self.0.get_mut(column).map_or(Value::Null, |value| std::mem::replace(value, Value::Null))
    }

    pub(crate) fn optional(&mut self, column: usize) -> Result<Option<String>> {
        match self.take(column) {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(unexpected("text", &other)),
        }
    }

    pub(crate) fn text(&mut self, column: usize) -> Result<String> {
        self.optional(column)?.ok_or_else(|| unexpected("text", &Value::Null))
    }

    pub(crate) fn number(&mut self, column: usize) -> Result<u64> {
        match self.take(column) {
            Value::Integer(number) => u64::try_from(number)
                .map_err(|_| Error::broken("a row", format!("a count is {number}, below nothing"))),
            other => Err(unexpected("a number", &other)),
        }
    }

    pub(crate) fn flag(&mut self, column: usize) -> Result<bool> {
        Ok(self.number(column)? != 0)
    }

    pub(crate) fn bytes(&mut self, column: usize) -> Result<Vec<u8>> {
        match self.take(column) {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(unexpected("bytes", &other)),
        }
    }

    pub(crate) fn digest(&mut self, column: usize) -> Result<Digest> {
        self.text(column)?.parse().map_err(|why: String| Error::broken("a row", why))
    }

    pub(crate) fn time(&mut self, column: usize) -> Result<Timestamp> {
        self.text(column)?.parse().map_err(|why: jiff::Error| Error::broken("a row", why))
    }
}

fn unexpected(expected: &str, found: &Value) -> Error {
    Error::broken("a row", format!("{expected} was expected and {} found", kind(found)))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Integer(_) => "a number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    }
}

/// Which of the two databases it is, for the few statements that they do not share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// What is done with each row: go on, or ask for no more.
pub(crate) type Each<'a> = &'a mut dyn FnMut(Row) -> Result<ControlFlow<()>>;

/// A connection within a transaction.
pub(crate) trait Connection {
    fn dialect(&self) -> Dialect;

    /// Gives the number of rows that were changed.
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64>;

    fn query(&mut self, sql: &str, values: &[Value], each: Each<'_>) -> Result<()>;
}

/// A transaction, as the nouns' files use it.
pub(crate) struct Tx<'a>(pub(crate) &'a mut dyn Connection);

impl Tx<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        without_nul(values)?;
        self.0.execute(sql, values)
    }

    /// Hands over row by row, so that a large table is never in memory as a whole.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        mut each: impl FnMut(Row) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        without_nul(values)?;
        self.0.query(sql, values, &mut each)
    }

    pub(crate) fn all<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut make: impl FnMut(Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, values, |row| {
            found.push(make(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    pub(crate) fn first<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut make: impl FnMut(Row) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, values, |row| {
            found = Some(make(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The number that a statement such as `SELECT count(*)` gives; 0 where it gives none.
    pub(crate) fn number(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        Ok(self.first(sql, values, |mut row| row.number(0))?.unwrap_or_default())
    }
}

/// PostgreSQL keeps no NUL in a text, so neither database does.
fn without_nul(values: &[Value]) -> Result<()> {
    if values.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0'))) {
        return Err(Error::invalid("a text", "it holds the character NUL, which no text has"));
    }
    Ok(())
}
