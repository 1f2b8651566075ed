//! A story's ledger: made of its articles and decisions, and kept while the story stays as it is.
//!
//! The last ledgers are kept, by the story's revision: a form names things as the page showed them from which it was sent.

use crate::adding::Jobs;
use crate::desk::{Desk, blocking, lock};
use crate::failure::Failure;
use crate::live::Event;
use crate::pages;
use axum::http::StatusCode;
use crosswire::{Brief, Document, Memory, Warned};
use crosswire_model::{Basis, Decision, Ledger};
use crosswire_report::View;
use crosswire_sources::{Limits, Options};
use crosswire_store::{Digest, Exported, Kept, Story, StoryId};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::broadcast;

/// Ledgers of a story that are kept.
const KEPT: usize = 4;
/// What happened and was not yet told to a page, at most.
const EVENTS: usize = 64;

/// What is seen of private persons' names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// All of them.
    Shown,
    /// None: `[person 1]` stands for each, in the texts as well.
    Hidden,
}

/// A story as it was at one revision.
pub(crate) struct Read {
    pub(crate) story: Story,
    names: Names,
    pub(crate) brief: Brief,
    /// Its articles, each with the name that its file has in the ledger and in an export.
    pub(crate) articles: Vec<Exported>,
    pub(crate) decisions: Vec<Kept>,
    page: OnceLock<Vec<String>>,
}

impl Read {
    pub(crate) fn revision(&self) -> u64 {
        self.story.revision
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.brief.ledger
    }

    /// What is looked up of its ledger.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(&self.brief.ledger, &self.brief.texts, None)
    }

    /// The page in pieces, between which the desk puts what differs from one who looks to another.
    pub(crate) fn page(&self) -> &[String] {
        self.page.get_or_init(|| pages::story::pieces(&self.brief))
    }
}

/// What a file gave: articles, and what is wrong with it.
type Given = Warned<Vec<Document>>;

/// What is at hand of a story.
pub(crate) struct Shelf {
    reads: Mutex<VecDeque<Arc<Read>>>,
    /// Held while a ledger is made, so that the same is not made twice.
    making: tokio::sync::Mutex<()>,
    /// What the file of each article gave.
    documents: Mutex<HashMap<(Digest, String), Arc<Given>>>,
    /// What each article says by itself, so that after a decision none is read again.
    memory: Memory,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) jobs: Mutex<Jobs>,
    asked: AtomicU64,
}

impl Default for Shelf {
    fn default() -> Shelf {
        Shelf {
            reads: Mutex::default(),
            making: tokio::sync::Mutex::default(),
            documents: Mutex::default(),
            memory: Memory::default(),
            events: broadcast::Sender::new(EVENTS),
            jobs: Mutex::default(),
            asked: AtomicU64::new(0),
        }
    }
}

static ASKED: AtomicU64 = AtomicU64::new(0);

impl Shelf {
    /// Notes that it was asked for.
    pub(crate) fn touch(&self) {
        self.asked.store(ASKED.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
    }

    /// When it was asked for last, as a number that grows.
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// A ledger of this revision, if it is still at hand.
    pub(crate) fn at(&self, revision: u64, names: Names) -> Option<Arc<Read>> {
        let reads = lock(&self.reads);
        reads.iter().find(|read| read.revision() == revision && read.names == names).map(Arc::clone)
    }

    /// The ledger of the story as it is, if it is at hand.
    fn now(&self, story: &Story, names: Names) -> Option<Arc<Read>> {
        self.at(story.revision, names).filter(|read| read.story.title == story.title)
    }

    fn keep(&self, read: &Arc<Read>) {
        let mut reads = lock(&self.reads);
        reads.retain(|other| other.revision() != read.revision() || other.names != read.names);
        reads.push_back(Arc::clone(read));
        while reads.len() > KEPT {
            reads.pop_front();
        }
    }

    /// What the file of an article gives, read once.
    fn documents(&self, desk: &Desk, exported: &Exported) -> Result<Arc<Given>, Failure> {
        let key = (exported.article.sha256, exported.file.clone());
        if let Some(read) = lock(&self.documents).get(&key) {
            return Ok(Arc::clone(read));
        }
        let bytes = desk.store.original(&exported.article.sha256)?;
        let mut read = documents(
            &exported.file,
            &bytes,
            exported.article.outlet.as_deref(),
            exported.article.published.as_deref(),
        );
        for document in &mut read.value {
            document.url = document.url.take().or_else(|| exported.article.url.clone());
        }
        let read = Arc::new(read);
        lock(&self.documents).insert(key, Arc::clone(&read));
        Ok(read)
    }
}

/// Bytes that may come of a packed file, at most.
const UNPACKED: u64 = 256 << 20;

/// What a file gives: articles, and what is wrong with it. A reader that fails is one more thing that is wrong.
pub(crate) fn documents(
    name: &str,
    bytes: &[u8],
    outlet: Option<&str>,
    published: Option<&str>,
) -> Warned<Vec<Document>> {
    // A desk is others' to fill, too.
    let limits = Limits { unpacked_bytes: UNPACKED, ..Limits::default() };
    let options = Options { outlet: outlet.map(str::to_owned), limits, ..Options::default() };
    let mut read = std::panic::catch_unwind(|| crosswire_sources::read_bytes(name, bytes, &options))
        .unwrap_or_else(|_| {
            let reason = "it could not be read".to_owned();
            Warned {
                value: Vec::new(),
                warnings: vec![crosswire::Warning { path: name.to_owned(), reason, skipped: true }],
            }
        });
    if let Some(day) = published.and_then(|day| day.parse().ok()) {
        read.value.iter_mut().for_each(|document| document.published = Some((day, Basis::Given)));
    }
    read
}

/// A story as the store has it now, without its ledger. Fails where there is none.
pub(crate) async fn kept_story(desk: &Arc<Desk>, id: &StoryId) -> Result<Story, Failure> {
    let id = id.clone();
    blocking(desk, move |desk| Ok(desk.store.story(&id)?)).await
}

/// A story as it is now.
pub(crate) async fn read(desk: &Arc<Desk>, id: &StoryId, names: Names) -> Result<Arc<Read>, Failure> {
    let story = kept_story(desk, id).await?;
    let shelf = desk.shelf(id);
    if let Some(read) = shelf.now(&story, names) {
        return Ok(read);
    }
    let _held = shelf.making.lock().await;
    // Somebody may have made it meanwhile, and the story may have gone on.
    let story = kept_story(desk, id).await?;
    if let Some(read) = shelf.now(&story, names) {
        return Ok(read);
    }
    let closed = || Failure::new(StatusCode::SERVICE_UNAVAILABLE, "The desk is closing.");
    let _one = desk.making.acquire().await.map_err(|_| closed())?;
    let (asked, kept) = (id.clone(), Arc::clone(&shelf));
    let read = blocking(desk, move |desk| make(desk, &kept, &asked, names)).await?;
    let read = Arc::new(read);
    shelf.keep(&read);
    Ok(read)
}

fn make(desk: &Desk, shelf: &Shelf, id: &StoryId, names: Names) -> Result<Read, Failure> {
    let export = desk.store.export_story(id)?;
    let (story, mut articles) = (export.story, export.articles);
    // Decisions that came since belong to the next revision.
    let mut decisions = desk.store.decisions(id)?;
    decisions.retain(|kept| kept.revision <= story.revision);
    let (mut documents, mut warnings) = (Vec::new(), Vec::new());
    for exported in &articles {
        let read = shelf.documents(desk, exported)?;
        documents.extend(read.value.iter().cloned());
        warnings.extend(read.warnings.iter().cloned());
    }
    let decided = decisions.iter().map(|kept| kept.decision.clone()).collect();
    let brief = brief(desk, shelf.memory.clone(), documents, &warnings, decided, names);
    if names == Names::Hidden {
        hide(&brief.ledger, &mut articles, &mut decisions);
    }
    Ok(Read { story, names, brief, articles, decisions, page: OnceLock::new() })
}

/// Puts what the ledger shows of articles and decisions for what was kept of them.
fn hide(ledger: &Ledger, articles: &mut [Exported], decisions: &mut Vec<Kept>) {
    for exported in articles {
        let sha256 = exported.article.sha256.to_string();
        let shown = ledger.articles.iter().find(|article| article.sha256 == sha256);
        exported.article.name = shown.map_or_else(|| "an article".to_owned(), |article| article.path.clone());
        exported.article.outlet = shown.and_then(|article| article.outlet.clone());
        exported.article.url = None;
        exported.file.clone_from(&exported.article.name);
    }
    decisions.retain_mut(|kept| {
        let shown = ledger.decisions.iter().find(|decided| decided.decision.id == kept.decision.id);
        shown.is_some_and(|decided| {
            kept.decision = decided.decision.clone();
            kept.json.clear();
            true
        })
    });
}

fn brief(
    desk: &Desk,
    memory: Memory,
    documents: Vec<Document>,
    warnings: &[crosswire::Warning],
    decisions: Vec<Decision>,
    names: Names,
) -> Brief {
    Brief::builder()
        .documents(documents)
        .told(warnings)
        .decisions(decisions)
        .memory(memory)
        .hide_private(names == Names::Hidden)
        .build(&desk.model)
        .value
}
