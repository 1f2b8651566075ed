//! The audit log: who changed what, and when.
//!
//! Every change appends a row in its own transaction. A row holds the hash of the one before it, so that a row which was
//! altered, left out or put in later is found. The hash of a row is the SHA-256 of a JSON array without spaces:
//!
//! ```text
//! [seq,"at","who","what","details","previous"]
//! ```
//!
//! `seq` counts from 1; `at` is the time as it is kept; `details` is the JSON text as it is kept, in a string; `previous` is
//! the hash of the row before, 64 zeros for the first. Rows cut off at the end leave a chain that is whole, so a backup
//! states the last hash; keep it elsewhere.

use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Row, Tx, values};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Who does something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'a> {
    /// A person's name, or a program's.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

impl<'a> Act<'a> {
    /// What someone does at some time.
    pub fn new(by: &'a str, at: Timestamp) -> Act<'a> {
        Act { by, at }
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What was done, such as `add-article`.
    pub what: String,
    /// To what, as JSON.
    pub details: String,
    /// The hash of the row before.
    pub previous: Digest,
    /// The hash of this one.
    pub hash: Digest,
}

/// What became of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audited {
    /// It is as it was written.
    Whole {
        /// How many rows it has.
        rows: u64,
        /// The hash of the last; zeros where there is none.
        last: Digest,
    },
    /// It was changed.
    Broken {
        /// The first row that is not as it was written.
        seq: u64,
        /// What shows it.
        why: String,
    },
}

/// What the log calls the adding of a decision, of which the details give the SHA-256.
pub(crate) const ADD_DECISION: &str = "add-decision";

const SELECT: &str =
    "SELECT seq, at, who, what, details, previous, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2";

const NOTHING: Digest = Digest([0; 32]);

impl Store {
    /// Rows of the log after the given number, oldest first, and not more than `most`. Fails where the store cannot be read.
    pub fn audit(&self, after: u64, most: usize) -> Result<Vec<Entry>> {
        self.read(|tx| tx.all(SELECT, values![after, most as u64], entry))
    }

    /// Looks through the whole log for the first row that is not as it was written, then for the first that tells of a
    /// decision which is not as it was kept. Fails where the store cannot be read.
    pub fn verify_audit(&self) -> Result<Audited> {
        self.read(verify)
    }
}

impl Tx<'_> {
    /// Appends a row.
    pub(crate) fn audit(&mut self, act: Act<'_>, what: &str, details: &serde_json::Value) -> Result<()> {
        let last =
            self.first("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", values![], |mut row| {
                Ok((row.number(0)?, row.digest(1)?))
            })?;
        let (seq, previous) = last.unwrap_or((0, NOTHING));
        let (seq, at, details) = (seq + 1, act.at.to_string(), details.to_string());
        let hash = hash(seq, &at, act.by, what, &details, &previous.to_string());
        self.execute(
            "INSERT INTO audit (seq, at, who, what, details, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            values![seq, at, act.by, what, details, previous, hash],
        )?;
        Ok(())
    }

    /// The number that the next row will have.
    pub(crate) fn next_audit(&mut self) -> Result<u64> {
        Ok(self.number("SELECT seq FROM audit ORDER BY seq DESC LIMIT 1", values![])? + 1)
    }
}

fn hash(seq: u64, at: &str, who: &str, what: &str, details: &str, previous: &str) -> Digest {
    Digest::of(serde_json::json!([seq, at, who, what, details, previous]).to_string())
}

fn entry(mut row: Row) -> Result<Entry> {
    Ok(Entry {
        seq: row.number(0)?,
        at: row.time(1)?,
        who: row.text(2)?,
        what: row.text(3)?,
        details: row.text(4)?,
        previous: row.digest(5)?,
        hash: row.digest(6)?,
    })
}

pub(crate) fn verify(tx: &mut Tx<'_>) -> Result<Audited> {
    let mut decisions = BTreeMap::new();
    tx.each("SELECT story, id, body FROM decisions", values![], |mut row| {
        decisions.insert((row.text(0)?, row.text(1)?), Digest::of(row.text(2)?).to_string());
        Ok(ControlFlow::Continue(()))
    })?;
    let (mut rows, mut last, mut broken, mut altered) = (0, NOTHING, None, None);
    tx.each(SELECT, values![0_u64, i64::MAX], |mut row| {
        let seq = row.number(0)?;
        let [at, who, what, details, previous, kept] =
            [row.text(1)?, row.text(2)?, row.text(3)?, row.text(4)?, row.text(5)?, row.text(6)?];
        let made = hash(seq, &at, &who, &what, &details, &previous);
        let why = if seq != rows + 1 {
            Some(format!("row {} is missing", rows + 1))
        } else if previous != last.to_string() {
            Some("it does not follow the row before".to_owned())
        } else if kept != made.to_string() {
            Some("it is not as it was written".to_owned())
        } else {
            None
        };
        if let Some(why) = why {
            broken = Some(Audited::Broken { seq: rows + 1, why });
            return Ok(ControlFlow::Break(()));
        }
        if what == ADD_DECISION && altered.is_none() {
            let told: Told = serde_json::from_str(&details).map_err(|e| Error::broken("the audit log", e))?;
            if decisions.remove(&(told.story, told.decision.clone())) != Some(told.sha256) {
                let why = format!("decision `{}` is not as it was kept", told.decision);
                altered = Some(Audited::Broken { seq, why });
            }
        }
        (rows, last) = (seq, made);
        Ok(ControlFlow::Continue(()))
    })?;
    let untold = decisions
        .into_keys()
        .next()
        .map(|(_, id)| Audited::Broken { seq: rows + 1, why: format!("no row tells of decision `{id}`") });
    Ok(broken.or(altered).or(untold).unwrap_or(Audited::Whole { rows, last }))
}

/// What a row says of a decision that was added.
#[derive(serde::Deserialize)]
struct Told {
    story: String,
    decision: String,
    sha256: String,
}
