//! Search over the texts of all stories.
//!
//! The databases' indexes (FTS5, tsvector) tell which texts have all the words; the phrases are looked for here. So both
//! find the same, in the same order: what was added last comes first.

use crate::audit::Act;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Dialect, Tx, values};
use crate::stories::StoryId;
use crate::words::{Query, Word, words};
use serde_json::json;
use std::collections::BTreeSet;
use std::ops::{ControlFlow, Range};

/// How many words a piece shows before the first place, and in all.
const BEFORE: usize = 8;
const SHOWN: usize = 36;

/// The index holds the words of a text up to so many bytes of different ones, which PostgreSQL takes; it is the text of a
/// thick book. Words that come first only after that are not found.
const INDEXED: usize = 700_000;

/// The index is asked for so many words of a query. The others are looked for in what it finds.
const ASKED: usize = 32;

/// An article that says what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its story.
    pub story: StoryId,
    /// Its name within the story.
    pub sha256: Digest,
    /// Its title.
    pub title: String,
    /// A passage that shows the first place, piece by piece. It is text: whoever shows it as HTML escapes it.
    pub pieces: Vec<Piece>,
    /// The first code point of the passage in the text.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// How many places of the text say what was asked.
    pub places: usize,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// True if it is what was asked for.
    pub found: bool,
}

impl Store {
    /// Keeps the text of an article, so that it is found. A text that was kept before is replaced; the same one changes nothing.
    ///
    /// Fails where the story has no such article.
    pub fn set_text(
        &self,
        story: &StoryId,
        sha256: &Digest,
        title: &str,
        text: &str,
        act: Act<'_>,
    ) -> Result<()> {
        // No text has the character NUL, and positions stay as they are.
        let (title, text) = (title.replace('\0', " "), text.replace('\0', " "));
        self.write(|tx| {
            tx.article(story, sha256)?.ok_or_else(|| Error::missing("article", sha256))?;
            let same =
                "SELECT count(*) FROM texts WHERE story = ?1 AND sha256 = ?2 AND title = ?3 AND body = ?4";
            if tx.number(same, values![story.0.as_str(), *sha256, title.as_str(), text.as_str()])? > 0 {
                return Ok(());
            }
            let old = "SELECT n FROM texts WHERE story = ?1 AND sha256 = ?2";
            let old = tx.first(old, values![story.0.as_str(), *sha256], |mut row| row.number(0))?;
            let n = match old {
                Some(n) => n,
                None => tx.number("SELECT n FROM texts ORDER BY n DESC LIMIT 1", values![])? + 1,
            };
            if old.is_some() {
                tx.remove_text(n)?;
            }
            tx.insert_text(n, story, sha256, &title, &text)?;
            let details = json!({"story": story.0, "article": sha256.to_string(),
                "sha256": Digest::of(&text).to_string()});
            tx.audit(act, "set-text", &details)
        })
    }

    /// The text of an article; none where none was kept. Fails where the store cannot be read.
    pub fn text(&self, story: &StoryId, sha256: &Digest) -> Result<Option<String>> {
        self.read(|tx| {
            let sql = "SELECT body FROM texts WHERE story = ?1 AND sha256 = ?2";
            tx.first(sql, values![story.0.as_str(), *sha256], |mut row| row.text(0))
        })
    }

    /// Articles whose title or text has all words of the query, those first whose text was added last; not more than `most`.
    ///
    /// Case and accents do not count. What stands in quotation marks must stand so in the text, and `cease-fire` is found in
    /// "cease-fire" and "cease fire". There are no operators. A query without a word finds nothing. Archived stories are left out.
    ///
    /// Fails where the store cannot be read.
    pub fn search(&self, query: &str, most: usize) -> Result<Vec<Hit>> {
        let query = Query::parse(query);
        let mut hits = Vec::new();
        if query.needed().is_empty() || most == 0 {
            return Ok(hits);
        }
        self.read(|tx| {
            let sql = match tx.dialect() {
                Dialect::Sqlite => {
                    "SELECT t.story, t.sha256, t.title, t.body FROM words w JOIN texts t ON t.n = w.rowid
                     JOIN stories s ON s.id = t.story WHERE words MATCH ?1 AND s.archived = 0 ORDER BY w.rowid DESC"
                }
                Dialect::Postgres => {
                    "SELECT t.story, t.sha256, t.title, t.body FROM texts t JOIN stories s ON s.id = t.story
                     WHERE t.words @@ CAST(CAST(?1 AS text) AS tsquery) AND s.archived = 0 ORDER BY t.n DESC"
                }
            };
            let asked = asked(&query, tx.dialect());
            tx.each(sql, values![asked], |mut row| {
                let (story, sha256, title, body) =
                    (StoryId(row.text(0)?), row.digest(1)?, row.text(2)?, row.text(3)?);
                hits.extend(hit(&query, story, sha256, title, &body));
                Ok(if hits.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            })?;
            Ok(hits)
        })
    }
}

/// The query as the index reads it. A word is letters and digits only, so that it needs no more than quotation marks.
fn asked(query: &Query, dialect: Dialect) -> String {
    let (mark, and) = match dialect {
        Dialect::Sqlite => ('"', " AND "),
        Dialect::Postgres => ('\'', " & "),
    };
    let words: Vec<String> =
        query.needed().into_iter().take(ASKED).map(|word| format!("{mark}{word}{mark}")).collect();
    words.join(and)
}

fn hit(query: &Query, story: StoryId, sha256: Digest, title: String, body: &str) -> Option<Hit> {
    // The title is searched with the text, and a phrase does not run from one into the other but by chance of their words.
    let whole = format!("{title}\n{body}");
    let all: Vec<Word> = words(&whole).collect();
    let found = query.find(&all)?;
    let offset = title.len() + 1;
    let in_body = all.iter().position(|word| word.start >= offset).unwrap_or(all.len());
    let places = found.len();
    let found: Vec<Range<usize>> = found
        .into_iter()
        .filter(|range| range.start >= in_body)
        .map(|range| range.start - in_body..range.end - in_body)
        .collect();
    let body_words: Vec<Word> = all.into_iter().skip(in_body).collect();
    let (pieces, bytes) = pieces(body, offset, &body_words, &found);
    let start = body[..bytes.start].chars().count();
    let end = start + body[bytes].chars().count();
    Some(Hit { story, sha256, title, pieces, start, end, places })
}

/// The passage around the first place, cut where places begin and end; the beginning of the text where it has none.
fn pieces(body: &str, offset: usize, words: &[Word], found: &[Range<usize>]) -> (Vec<Piece>, Range<usize>) {
    let first = found.first().map_or(0, |range| range.start.saturating_sub(BEFORE));
    let last = (first + SHOWN).min(words.len());
    let at = |word: usize| words.get(word).map_or(body.len(), |w| w.start - offset);
    let start = if first == 0 { 0 } else { at(first) };
    let end = if last == words.len() { body.len() } else { words[last - 1].end - offset };
    // A text without words may be as long as it likes.
    let end = if words.is_empty() { start } else { end };
    let mut pieces = Vec::new();
    let mut done = start;
    let mut push = |text: &str, found: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), found });
        }
    };
    for range in found {
        let (from, to) = (at(range.start).max(done), words[range.end - 1].end - offset);
        if to > end {
            break;
        }
        if to > done {
            push(&body[done..from], false);
            push(&body[from..to], true);
            done = to;
        }
    }
    push(&body[done..end], false);
    (pieces, start..end)
}

impl Tx<'_> {
    fn remove_text(&mut self, n: u64) -> Result<()> {
        if self.dialect() == Dialect::Sqlite {
            self.execute("DELETE FROM words WHERE rowid = ?1", values![n])?;
        }
        self.execute("DELETE FROM texts WHERE n = ?1", values![n])?;
        Ok(())
    }

    pub(crate) fn insert_text(
        &mut self,
        n: u64,
        story: &StoryId,
        sha256: &Digest,
        title: &str,
        body: &str,
    ) -> Result<()> {
        let different = index(title, body);
        let row = [n.into(), story.0.as_str().into(), (*sha256).into(), title.into(), body.into()];
        match self.dialect() {
            Dialect::Sqlite => {
                self.execute(
                    "INSERT INTO texts (n, story, sha256, title, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                    &row,
                )?;
                self.execute("INSERT INTO words (rowid, body) VALUES (?1, ?2)", values![n, different])?;
            }
            Dialect::Postgres => {
                let mut row = row.to_vec();
                row.push(different.into());
                self.execute(
                    "INSERT INTO texts (n, story, sha256, title, body, words) VALUES (?1, ?2, ?3, ?4, ?5,
                     array_to_tsvector(string_to_array(CAST(?6 AS text), ' ')))",
                    &row,
                )?;
            }
        }
        Ok(())
    }
}

/// The different words of a text, with a space between.
fn index(title: &str, body: &str) -> String {
    let mut different = BTreeSet::new();
    let mut bytes = 0;
    for word in words(title).chain(words(body)) {
        let length = word.folded.len();
        if bytes + length <= INDEXED && different.insert(word.folded) {
            bytes += length + 1;
        }
    }
    different.into_iter().collect::<Vec<_>>().join(" ")
}
