//! What people decided, put to work: the ledger is a function of articles and decisions.
//!
//! The stages ask here what was decided before they go on. In reading order: [`anchors`] (finding a passage again by its words),
//! [`standing`] (which decisions stand), then what the stages ask, in their order: [`figures`], [`sources`], [`claims`],
//! [`origins`], [`disputes`]. What became of each decision is written into the ledger last; one that finds nothing is told of,
//! not dropped.
//!
//! Decisions are taken in order of time, so neither the order in which they are given nor that of the articles matters. Of
//! two that contradict each other the later one holds.

mod anchors;
mod standing;
mod figures;
mod sources;
mod claims;
mod origins;
mod disputes;

pub use anchors::anchor;
pub(crate) use claims::Pins;
pub(crate) use claims::counts;
pub(crate) use origins::Relations;
pub use standing::name;

use crate::story::Report;
use crate::{Document, hash};
use anchors::Texts;
use crosswire_lang::ByteRange;
use crosswire_model::{Anchor, ArticleAnchor, Decided, Decision, Ruling, SourceId, State, Touched};
use std::collections::{BTreeMap, BTreeSet};

/// The decisions on a story, in order of time.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    all: Vec<Entry>,
    /// Where each passage that a decision names stands: the article's place and its bytes there.
    places: BTreeMap<Anchor, (usize, ByteRange)>,
    /// Sources that are not one, each two in order.
    distinct: BTreeSet<(SourceId, SourceId)>,
}

/// A decision and what became of it so far.
#[derive(Debug)]
struct Entry {
    decision: Decision,
    /// None until it is known.
    state: Option<State>,
    /// Words and names that are not found, and how many times one was not.
    lost: BTreeSet<String>,
    misses: usize,
    touches: Touched,
}

impl Entry {
    /// Notes words or a name that are not found.
    fn lose(&mut self, words: &str) {
        self.lost.insert(words.to_owned());
        self.misses += 1;
    }

    /// Notes that what the decision is about is not found, though its words may be.
    fn lose_all(&mut self) {
        let words: Vec<String> = anchors::of(&self.decision.ruling).map(|a| a.exact.clone()).collect();
        words.iter().for_each(|words| self.lose(words));
    }

    fn stands(&self) -> bool {
        self.state.is_none()
    }
}

impl Decisions {
    /// Takes decisions in order of time; those that were withdrawn do not stand.
    pub(crate) fn new(decisions: Vec<Decision>) -> Self {
        let entry = |(decision, stands): (Decision, bool)| Entry {
            decision,
            state: (!stands).then_some(State::Withdrawn),
            lost: BTreeSet::new(),
            misses: 0,
            touches: Touched::default(),
        };
        let mut all: Vec<Entry> = standing::standing(decisions).into_iter().map(entry).collect();
        let known: BTreeSet<_> = all.iter().map(|e| e.decision.id.clone()).collect();
        for entry in all.iter_mut().filter(|e| e.stands()) {
            if let Ruling::Withdraw { withdrawn } = &entry.decision.ruling
                && !known.contains(withdrawn)
            {
                let unknown = withdrawn.0.clone();
                entry.lose(&unknown);
            }
        }
        Decisions { all, ..Self::default() }
    }

    /// Whether nothing was decided.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The documents without those that are left out.
    pub(crate) fn leave_out(&mut self, mut documents: Vec<Document>) -> Vec<Document> {
        for entry in self.all.iter_mut().filter(|e| e.stands()) {
            let Ruling::LeaveOut { article } = &entry.decision.ruling else { continue };
            let before = documents.len();
            documents.retain(|d| !is_named(article, d));
            if before == documents.len() {
                let article = called(article);
                entry.lose(&article);
            }
        }
        documents
    }

    /// Finds the passages that decisions name.
    pub(crate) fn locate(&mut self, reports: &[Report]) {
        if self.is_empty() {
            return;
        }
        let texts = Texts::new(reports);
        for entry in self.all.iter_mut().filter(|e| e.stands()) {
            let anchors: Vec<Anchor> = anchors::of(&entry.decision.ruling).cloned().collect();
            for anchor in anchors {
                match texts.find(&anchor) {
                    Some(place) => drop(self.places.insert(anchor, place)),
                    None => entry.lose(&anchor.exact),
                }
            }
        }
    }

    /// The decisions that stand and of which something is found, with their places in the list.
    fn open(&self) -> impl Iterator<Item = (usize, &Ruling)> {
        self.all.iter().enumerate().filter(|(_, e)| e.stands()).map(|(n, e)| (n, &e.decision.ruling))
    }

    /// Where passages stand, of those that are found.
    fn placed<'a>(&'a self, anchors: impl IntoIterator<Item = &'a Anchor>) -> Vec<(usize, ByteRange)> {
        anchors.into_iter().filter_map(|a| self.places.get(a).copied()).collect()
    }

    /// A later decision says otherwise than this one.
    fn overrule(&mut self, n: usize) {
        self.all[n].state = Some(State::Overruled);
    }

    /// What became of a decision.
    fn outcome(entry: Entry) -> Decided {
        let Entry { decision, state, lost, misses, touches } = entry;
        let named = anchors::of(&decision.ruling).count()
            + match &decision.ruling {
                Ruling::LeaveOut { .. } | Ruling::Withdraw { .. } | Ruling::RenameSource { .. } => 1,
                Ruling::SameSource { sources } => sources.len(),
                Ruling::DistinctSources { .. } => 2,
                _ => 0,
            };
        let state = state.unwrap_or(match misses {
            0 => State::Applied,
            n if n < named => State::Partly,
            _ => State::Lost,
        });
        Decided { decision, state, lost: lost.into_iter().collect(), touches }
    }

    /// What became of every decision, oldest first.
    pub(crate) fn finish(self) -> Vec<Decided> {
        self.all.into_iter().map(Self::outcome).collect()
    }
}

/// A document as a decision names it.
pub(crate) fn article_anchor(document: &Document) -> ArticleAnchor {
    ArticleAnchor {
        sha256: Some(document.sha256.clone()),
        url: document.url.clone(),
        path: Some(document.path.clone()),
    }
}

/// Whether a document is the article that is named: by its bytes, else by its address, else by its path.
fn is_named(article: &ArticleAnchor, document: &Document) -> bool {
    let is = |named: &Option<String>, here: Option<&str>| {
        Some(named.as_deref() == here).filter(|_| named.is_some())
    };
    let by_bytes = is(&article.sha256, Some(&document.sha256));
    let by_address = || is(&article.url, document.url.as_deref());
    let by_path = || is(&article.path, Some(&document.path));
    match by_bytes {
        Some(true) => true,
        _ => by_address().or_else(by_path).unwrap_or(false),
    }
}

/// What a message calls an article.
fn called(article: &ArticleAnchor) -> String {
    let name = article.path.as_ref().or(article.url.as_ref()).or(article.sha256.as_ref());
    name.cloned().unwrap_or_else(|| "an article without a name".to_owned())
}

/// A name for what a decision makes, from the decision's own.
fn made(letter: char, decision: &Decision, more: &str) -> String {
    hash::id(letter, &[&decision.id.0, more])
}
