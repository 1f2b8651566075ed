//! Articles of a story, and the bytes that were added.
//!
//! An article is never taken out: a decision leaves it out of the ledger. Several texts at one address are several articles,
//! of which the pipeline reads the last published and calls the others its versions.

use crate::audit::Act;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Row, Tx, values};
use crate::stories::StoryId;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use jiff::Timestamp;
use serde_json::json;
use std::io::Read;

/// The largest file that is kept, in bytes: what both databases take with room to spare.
const MOST: usize = 256 << 20;

/// An article to add.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewArticle<'a> {
    /// The file, as it was read.
    pub bytes: &'a [u8],
    /// Its file name. It is kept as it is given and never used as a path.
    pub name: &'a str,
    /// Who published it, where someone said so.
    pub outlet: Option<&'a str>,
    /// Its web address, where someone said so.
    pub url: Option<&'a str>,
    /// When it was published, where someone said so.
    pub published: Option<&'a str>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The story.
    pub story: StoryId,
    /// The SHA-256 of its bytes: its name within the story.
    pub sha256: Digest,
    /// How many bytes.
    pub size: u64,
    /// The revision that the story had with it.
    pub revision: u64,
    /// Its file name.
    pub name: String,
    /// Who published it, where someone said so.
    pub outlet: Option<String>,
    /// Its web address, where someone said so.
    pub url: Option<String>,
    /// When it was published, where someone said so.
    pub published: Option<String>,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
}

/// What adding an article came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The article.
    pub article: Article,
    /// False if the story had the same bytes already; then nothing was changed.
    pub new: bool,
}

const SELECT: &str =
    "SELECT a.story, a.sha256, o.size, a.revision, a.name, a.outlet, a.url, a.published, a.added_by,
    a.added_at FROM articles a JOIN originals o ON o.sha256 = a.sha256";

impl Store {
    /// Adds an article to a story. The same bytes are one article, as they were added first.
    ///
    /// Fails where there is no such story, and on files of more than 256 MiB.
    pub fn add_article(&self, story: &StoryId, new: NewArticle<'_>, act: Act<'_>) -> Result<Added> {
        if new.bytes.len() > MOST {
            return Err(Error::invalid("an article", format!("it is larger than {} MiB", MOST >> 20)));
        }
        // Done before the transaction, in which others wait.
        let sha256 = Digest::of(new.bytes);
        let packed = pack(new.bytes)?;
        self.write(|tx| {
            tx.revision(story)?;
            if let Some(article) = tx.article(story, &sha256)? {
                return Ok(Added { article, new: false });
            }
            tx.add_original(&sha256, new.bytes.len() as u64, packed)?;
            let revision = tx.advance(story)?;
            tx.execute(
                "INSERT INTO articles (story, sha256, revision, name, outlet, url, published, added_by, added_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                values![
                    story.0.as_str(),
                    sha256,
                    revision,
                    new.name,
                    new.outlet,
                    new.url,
                    new.published,
                    act.by,
                    act.at
                ],
            )?;
            let details = json!({"story": story.0, "sha256": sha256.to_string(), "name": new.name,
                "outlet": new.outlet, "url": new.url, "published": new.published, "revision": revision});
            tx.audit(act, "add-article", &details)?;
            let article = tx.article(story, &sha256)?;
            Ok(Added { article: article.ok_or_else(|| Error::missing("article", sha256))?, new: true })
        })
    }

    /// The articles of a story, in the order in which they were added. Fails where there is no such story.
    pub fn articles(&self, story: &StoryId) -> Result<Vec<Article>> {
        self.read(|tx| tx.articles(story))
    }

    /// An article of a story. Fails where there is none of that SHA-256.
    pub fn article(&self, story: &StoryId, sha256: &Digest) -> Result<Article> {
        self.read(|tx| tx.article(story, sha256))?.ok_or_else(|| Error::missing("article", sha256))
    }

    /// The bytes of an article, in whichever story. Fails where there are none, and where they are not those that were added.
    pub fn original(&self, sha256: &Digest) -> Result<Vec<u8>> {
        let kept = self.read(|tx| {
            tx.first("SELECT size, packed FROM originals WHERE sha256 = ?1", values![*sha256], |mut row| {
                Ok((row.number(0)?, row.bytes(1)?))
            })
        })?;
        let (size, packed) = kept.ok_or_else(|| Error::missing("original", sha256))?;
        unpack(sha256, size, &packed)
    }
}

impl Tx<'_> {
    pub(crate) fn add_original(&mut self, sha256: &Digest, size: u64, packed: Vec<u8>) -> Result<u64> {
        self.execute(
            "INSERT INTO originals (sha256, size, packed) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            values![*sha256, size, packed],
        )
    }

    pub(crate) fn article(&mut self, story: &StoryId, sha256: &Digest) -> Result<Option<Article>> {
        let sql = format!("{SELECT} WHERE a.story = ?1 AND a.sha256 = ?2");
        self.first(&sql, values![story.0.as_str(), *sha256], article)
    }

    pub(crate) fn articles(&mut self, story: &StoryId) -> Result<Vec<Article>> {
        self.revision(story)?;
        let sql = format!("{SELECT} WHERE a.story = ?1 ORDER BY a.revision");
        self.all(&sql, values![story.0.as_str()], article)
    }
}

fn article(mut row: Row) -> Result<Article> {
    Ok(Article {
        story: StoryId(row.text(0)?),
        sha256: row.digest(1)?,
        size: row.number(2)?,
        revision: row.number(3)?,
        name: row.text(4)?,
        outlet: row.optional(5)?,
        url: row.optional(6)?,
        published: row.optional(7)?,
        added_by: row.text(8)?,
        added_at: row.time(9)?,
    })
}

pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    ZlibEncoder::new(bytes, Compression::default())
        .read_to_end(&mut packed)
        .map_err(|e| Error::broken("an article", e))?;
    Ok(packed)
}

pub(crate) fn unpack(sha256: &Digest, size: u64, packed: &[u8]) -> Result<Vec<u8>> {
    let broken = |why: String| Error::broken(format!("the original {sha256}"), why);
    let mut bytes = Vec::new();
    // A byte more than there should be is enough to know.
    ZlibDecoder::new(packed)
        .take(size.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| broken(e.to_string()))?;
    if bytes.len() as u64 != size || Digest::of(&bytes) != *sha256 {
        return Err(broken("its bytes are not those that were added".to_owned()));
    }
    Ok(bytes)
}
