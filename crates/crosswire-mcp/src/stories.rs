//! The ledger of the articles of a call. The last ones are kept: an agent asks several things of one story.

use crate::given::{Given, Wrong};
use crate::roots::Roots;
use crate::{Error, Limits, Settings};
use crosswire::{Brief, Document, Model, Warned, Warning};
use crosswire_report::View;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Stories that are kept.
const KEPT: usize = 4;

/// What answers are made from.
pub(crate) struct Stories {
    model: Model,
    roots: Roots,
    pub(crate) limits: Limits,
    hide_private: bool,
    pool: rayon::ThreadPool,
    kept: Mutex<VecDeque<Arc<Told>>>,
}

/// A story that was read.
pub(crate) struct Told {
    documents: Vec<Document>,
    pub(crate) hidden: bool,
    pub(crate) brief: Brief,
    pub(crate) warnings: Vec<Warning>,
}

impl Told {
    /// What is looked up of its ledger.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(&self.brief.ledger, &self.brief.texts, None)
    }

    pub(crate) fn documents(&self) -> &[Document] {
        &self.documents
    }
}

impl Stories {
    pub(crate) fn new(settings: &Settings) -> Result<Stories, Error> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(settings.threads).build();
        Ok(Stories {
            model: Model::builtin()?,
            roots: Roots::new(&settings.roots)?,
            limits: settings.limits.clone(),
            hide_private: settings.hide_private,
            pool: pool.map_err(|e| Error::Threads(e.to_string()))?,
            kept: Mutex::default(),
        })
    }

    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    /// Reads the articles of a call and makes their ledger, unless it is at hand.
    pub(crate) fn tell(&self, given: &Given) -> Result<Arc<Told>, Wrong> {
        self.pool.install(|| {
            let Warned { value: documents, warnings } = given.read(&self.roots, &self.limits)?;
            let hidden = self.hide_private || given.hide_private;
            let same = |told: &&Arc<Told>| {
                told.hidden == hidden && told.documents == documents && told.warnings.starts_with(&warnings)
            };
            if let Some(told) = self.kept().iter().find(same) {
                return Ok(Arc::clone(told));
            }
            let told = Arc::new(self.read(documents, warnings, hidden));
            let mut kept = self.kept();
            kept.push_front(Arc::clone(&told));
            kept.truncate(KEPT);
            Ok(told)
        })
    }

    fn read(&self, documents: Vec<Document>, mut warnings: Vec<Warning>, hidden: bool) -> Told {
        let story =
            Brief::builder().hide_private(hidden).documents(documents.iter().cloned()).told(&warnings);
        let Warned { value: brief, warnings: mut more } = story.build(&self.model);
        warnings.append(&mut more);
        Told { documents, hidden, brief, warnings }
    }

    /// Does something with the threads of the stories.
    pub(crate) fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<Told>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
