//! What was read of articles before, so that a story is told again without reading them again.
//!
//! What one article says by itself follows from it alone, and is most of the work. A desk that takes a decision or adds an
//! article reads nothing twice: only what is across articles is done again.

use crate::Frames;
use crate::annotate::Annotation;
use crate::story::Report;
use crate::text::Article;
use crosswire_model::ArticleId;
use rustc_hash::FxHashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was read of the articles of a story when it was last told. Clones share it.
///
/// The ledger is the same with it and without. It holds the articles of the last run and no others.
///
/// ```
/// use crosswire::{Brief, Document, Memory, Model};
///
/// let model = Model::builtin()?;
/// let memory = Memory::default();
/// let post = || Document::from_text("post.txt", "The ferry is aground, harbour master Runa Askvik said.");
/// let times = Document::from_text("times.txt", "“The ferry is aground,” Runa Askvik said.");
/// Brief::builder().document(post()).memory(memory.clone()).build(&model);
/// // Only the second article is read.
/// let brief = Brief::builder().documents([post(), times]).memory(memory).build(&model).value;
/// assert_eq!(brief.ledger.articles.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// By which events were read.
    frames: Frames,
    reports: FxHashMap<ArticleId, Arc<Report>>,
}

impl Memory {
    /// The sentences and words of an article, if they were read before.
    pub(crate) fn annotation(&self, article: &Article) -> Option<Annotation> {
        let before = self.kept().reports.get(&article.id)?.clone();
        let same = before.article.document.text == article.document.text
            && before.article.blocks == article.blocks
            && before.article.repeats == article.repeats;
        same.then(|| before.annotation.clone())
    }

    /// All that an article says by itself, if it was read before by these frames.
    pub(crate) fn report(&self, article: &Article, frames: &Frames) -> Option<Report> {
        let before = {
            let kept = self.kept();
            kept.reports.get(&article.id).filter(|_| kept.frames == *frames)?.clone()
        };
        (before.article == *article).then(|| Report::clone(&before))
    }

    /// Keeps what was read, and lets go of all else. Nothing across articles is in it yet.
    pub(crate) fn keep(&self, reports: &[Report], frames: &Frames) {
        let reports = reports.iter().map(|r| (r.id().clone(), Arc::new(r.clone()))).collect();
        *self.kept() = Kept { frames: frames.clone(), reports };
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memory of {} articles", self.kept().reports.len())
    }
}
