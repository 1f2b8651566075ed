//! How much a call may ask.

use std::time::Duration;

/// How much a call may ask, and how long it may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Articles of a story.
    pub articles: usize,
    /// Bytes of one article, as it is given or as its file has it.
    pub article_bytes: usize,
    /// Bytes of the texts of a story, all together.
    pub story_bytes: usize,
    /// Paths in a call.
    pub paths: usize,
    /// Files and folders that a folder may hold.
    pub entries: usize,
    /// The time for an answer, waiting included.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            articles: 100,
            article_bytes: 1 << 20,
            story_bytes: 8 << 20,
            paths: 100,
            entries: 10_000,
            time: Duration::from_secs(120),
        }
    }
}

impl Limits {
    /// Bytes of a call at most: texts grow where JSON spells characters out.
    pub(crate) fn call_bytes(&self) -> usize {
        2 * self.story_bytes
    }
}
