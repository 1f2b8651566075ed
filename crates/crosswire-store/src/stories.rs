//! Stories: what articles and decisions belong to.

use crate::audit::Act;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Row, Tx, Value, values};
use jiff::Timestamp;
use serde_json::json;
use std::fmt;

/// Names a story: `s` and twelve hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub String);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its name in addresses.
    pub id: StoryId,
    /// Its title.
    pub title: String,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// True if it was put away: it is kept, and stands in no list and no search.
    pub archived: bool,
    /// How many articles and decisions were added. It grows by one with each.
    pub revision: u64,
    /// How many articles it has.
    pub articles: u64,
    /// How many decisions it has.
    pub decisions: u64,
}

const SELECT: &str = "SELECT id, title, created_by, created_at, archived, revision,
    (SELECT count(*) FROM articles WHERE story = id) FROM stories";

impl Store {
    /// Begins a story. Fails where the store cannot be written.
    pub fn create_story(&self, title: &str, act: Act<'_>) -> Result<Story> {
        self.write(|tx| {
            // The log's next number makes the name unlike any other.
            let next = tx.next_audit()?;
            let digest = Digest::of(json!([title, act.by, act.at.to_string(), next]).to_string()).to_string();
            let id = StoryId(format!("s{}", &digest[..12]));
            tx.execute(
                "INSERT INTO stories (id, title, created_by, created_at, archived, revision)
                 VALUES (?1, ?2, ?3, ?4, 0, 0)",
                values![id.0.as_str(), title, act.by, act.at],
            )?;
            tx.audit(act, "create-story", &json!({"story": id.0, "title": title}))?;
            tx.story(&id)
        })
    }

    /// A story, archived or not. Fails where there is none of that name.
    pub fn story(&self, id: &StoryId) -> Result<Story> {
        self.read(|tx| tx.story(id))
    }

    /// All stories, the newest first; archived ones only if asked for. Fails where the store cannot be read.
    pub fn stories(&self, archived_too: bool) -> Result<Vec<Story>> {
        let sql = format!("{SELECT} WHERE archived <= ?1 ORDER BY created_at DESC, id");
        self.read(|tx| tx.all(&sql, values![archived_too], story))
    }

    /// Gives a story another title. Fails where there is no such story.
    pub fn rename_story(&self, id: &StoryId, title: &str, act: Act<'_>) -> Result<Story> {
        let details = json!({"story": id.0, "title": title});
        self.change_story(id, "title", title.into(), act, "rename-story", &details)
    }

    /// Puts a story away, or takes it out again. Nothing of it is lost. Fails where there is no such story.
    pub fn archive_story(&self, id: &StoryId, archived: bool, act: Act<'_>) -> Result<Story> {
        let details = json!({"story": id.0, "archived": archived});
        self.change_story(id, "archived", archived.into(), act, "archive-story", &details)
    }

    fn change_story(
        &self,
        id: &StoryId,
        column: &'static str,
        value: Value,
        act: Act<'_>,
        what: &str,
        details: &serde_json::Value,
    ) -> Result<Story> {
        self.write(|tx| {
            let sql = format!("UPDATE stories SET {column} = ?2 WHERE id = ?1");
            if tx.execute(&sql, &[id.0.as_str().into(), value])? == 0 {
                return Err(Error::missing("story", id));
            }
            tx.audit(act, what, details)?;
            tx.story(id)
        })
    }
}

impl Tx<'_> {
    pub(crate) fn story(&mut self, id: &StoryId) -> Result<Story> {
        let sql = format!("{SELECT} WHERE id = ?1");
        self.first(&sql, values![id.0.as_str()], story)?.ok_or_else(|| Error::missing("story", id))
    }

    /// The revision that a story has now.
    pub(crate) fn revision(&mut self, id: &StoryId) -> Result<u64> {
        let sql = "SELECT revision FROM stories WHERE id = ?1";
        self.first(sql, values![id.0.as_str()], |mut row| row.number(0))?
            .ok_or_else(|| Error::missing("story", id))
    }

    /// Counts one more article or decision, and gives the revision that the story has then.
    pub(crate) fn advance(&mut self, id: &StoryId) -> Result<u64> {
        self.execute("UPDATE stories SET revision = revision + 1 WHERE id = ?1", values![id.0.as_str()])?;
        self.revision(id)
    }
}

fn story(mut row: Row) -> Result<Story> {
    let (revision, articles) = (row.number(5)?, row.number(6)?);
    Ok(Story {
        id: StoryId(row.text(0)?),
        title: row.text(1)?,
        created_by: row.text(2)?,
        created_at: row.time(3)?,
        archived: row.flag(4)?,
        revision,
        articles,
        // Each raised the revision by one.
        decisions: revision.saturating_sub(articles),
    })
}
