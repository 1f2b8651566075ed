//! Decisions of a story: append only, word for word.

use crate::audit::{ADD_DECISION, Act};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Row, Tx, values};
use crate::stories::StoryId;
use crate::users::named;
use crosswire_model::Decision;
use jiff::Timestamp;
use serde_json::json;

/// A decision that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its number among the story's decisions, from 1.
    pub seq: u64,
    /// The revision that the story had with it.
    pub revision: u64,
    /// Who handed it in: whoever was logged in, where the decision's own `by` may be another.
    pub kept_by: String,
    /// When it was handed in.
    pub kept_at: Timestamp,
    /// Its JSON, as it was kept.
    pub json: String,
    /// The decision.
    pub decision: Decision,
}

const SELECT: &str = "SELECT seq, revision, kept_by, kept_at, body FROM decisions WHERE story = ?1";

impl Store {
    /// Adds a decision to a story. The same decision once more is no other: what was kept then is given.
    ///
    /// `seen` is the revision that the caller had looked at. Where someone has decided since, nothing is kept and the
    /// error is a [`Error::Conflict`] with what was decided; articles added since are none. To add it all the same, give the
    /// revision of that error, or none at all.
    ///
    /// Fails also where there is no such story, where another decision has the name, and where the name is empty.
    pub fn add_decision(
        &self,
        story: &StoryId,
        decision: &Decision,
        seen: Option<u64>,
        act: Act<'_>,
    ) -> Result<Kept> {
        let id = decision.id.0.as_str();
        named("a decision's id", id)?;
        let body =
            serde_json::to_string(decision).map_err(|e| Error::invalid("a decision", e.to_string()))?;
        self.write(|tx| {
            let revision = tx.revision(story)?;
            let sql = format!("{SELECT} AND id = ?2");
            if let Some(old) = tx.first(&sql, values![story.0.as_str(), id], kept)? {
                let same = old.json == body;
                return if same {
                    Ok(old)
                } else {
                    Err(Error::Taken { what: "decision", name: id.to_owned() })
                };
            }
            if let Some(seen) = seen {
                let since = tx.decisions_since(story, seen)?;
                if !since.is_empty() {
                    return Err(Error::Conflict { story: story.0.clone(), seen, revision, since });
                }
            }
            let last = "SELECT seq FROM decisions WHERE story = ?1 ORDER BY seq DESC LIMIT 1";
            let seq = tx.number(last, values![story.0.as_str()])? + 1;
            let revision = tx.advance(story)?;
            tx.execute(
                "INSERT INTO decisions (story, seq, revision, id, body, kept_by, kept_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                values![story.0.as_str(), seq, revision, id, body.as_str(), act.by, act.at],
            )?;
            let details = json!({"story": story.0, "decision": id, "seq": seq, "revision": revision,
                "sha256": Digest::of(&body).to_string()});
            tx.audit(act, ADD_DECISION, &details)?;
            let (kept_by, kept_at) = (act.by.to_owned(), act.at);
            Ok(Kept { seq, revision, kept_by, kept_at, json: body, decision: decision.clone() })
        })
    }

    /// The decisions of a story, in the order in which they were added. Fails where there is no such story.
    pub fn decisions(&self, story: &StoryId) -> Result<Vec<Kept>> {
        self.decisions_since(story, 0)
    }

    /// The decisions that were added after a revision, oldest first. Fails where there is no such story.
    pub fn decisions_since(&self, story: &StoryId, revision: u64) -> Result<Vec<Kept>> {
        self.read(|tx| {
            tx.revision(story)?;
            tx.decisions_since(story, revision)
        })
    }
}

impl Tx<'_> {
    pub(crate) fn decisions_since(&mut self, story: &StoryId, revision: u64) -> Result<Vec<Kept>> {
        let sql = format!("{SELECT} AND revision > ?2 ORDER BY seq");
        self.all(&sql, values![story.0.as_str(), revision], kept)
    }
}

fn kept(mut row: Row) -> Result<Kept> {
    let (seq, json) = (row.number(0)?, row.text(4)?);
    let decision =
        serde_json::from_str(&json).map_err(|e| Error::broken(format!("decision {seq} of a story"), e))?;
    Ok(Kept { seq, revision: row.number(1)?, kept_by: row.text(2)?, kept_at: row.time(3)?, json, decision })
}
