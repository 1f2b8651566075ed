//! crosswire: reads what many outlets report about one event and gives back a ledger of who says what, and on whose word.
//!
//! This crate is the pipeline and nothing else: it opens no file, asks no clock and no network. [`brief`] runs
//! it, `run` is the whole of it on one screen; each stage is a module, in the order in which they run. [`Builder::explain`] says
//! what each stage made of a place.

mod document;
mod warned;
#[doc(hidden)]
pub mod hash;
mod lexicon;
// The stages are public for the project's own measurements, and change as the stages do.
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod annotate;
#[doc(hidden)]
pub mod extract;
#[doc(hidden)]
pub mod group;
#[doc(hidden)]
pub mod reconcile;
mod decide;
#[doc(hidden)]
pub mod story;
mod ledger;
mod private;
mod memory;
mod doubts;
mod builder;
pub mod explain;

pub use builder::Builder;
pub use decide::{anchor, name as name_decision};
pub use document::Document;
pub use doubts::{Doubt, Doubted};
pub use memory::Memory;
pub use warned::{Warned, Warning};

pub use crosswire_lang::{Model, ModelError};
/// The nouns of the ledger.
pub use crosswire_model as model;
use crosswire_model::{ArticleId, Ledger, Skipped};
use decide::Decisions;
pub use extract::events::{FrameError, Frames};
use group::alignment::{Alignment, Weights};
use group::claims::{self, Groups};
use group::{reuse, strangers};
/// A day of the calendar, such as the one on which an article was published.
pub use jiff::civil::Date;
use ledger::Found;
use reconcile::changes;
use reconcile::disputes::{self, AtOdds};
use reconcile::origins;
use std::collections::BTreeMap;
use story::Story;

/// What [`brief`] gives back: the ledger, and the texts that its spans count in.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Who says what, on whose word.
    pub ledger: Ledger,
    /// The text of each article. They are no part of the ledger, since they are other people's.
    pub texts: BTreeMap<ArticleId, String>,
}

/// Reads the articles of one story and gives back its ledger.
///
/// The same documents and model give the same ledger, whatever their order and the number of threads of the surrounding
/// rayon pool.
/// `skipped` is what was found and could not be read: it is written into the ledger, so that a reader knows of it.
///
/// ```
/// use crosswire::{Document, Model, brief};
///
/// let model = Model::builtin()?;
/// let documents = vec![
///     Document::from_text("post.txt", "The ferry ran aground at Halvik, harbour master Runa Askvik said."),
///     Document::from_text("times.txt", "“The ferry is aground,” Runa Askvik said."),
/// ];
/// let ledger = brief(&model, documents, Vec::new()).value.ledger;
/// assert_eq!(ledger.sources[0].name, "Runa Askvik");
/// assert!(ledger.statements.iter().all(|s| s.source.as_ref() == Some(&ledger.sources[0].id)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn brief(model: &Model, documents: Vec<Document>, skipped: Vec<Skipped>) -> Warned<Brief> {
    Brief::builder().documents(documents).skipped(skipped).build(model)
}

/// The stages, in order, but for the last: [`ledger::write`] writes down what they found. Each heeds what people decided.
///
/// `keep` takes what it wants of the passages that were compared and of their groups, which take much room: the rest is let
/// go before origins and disputes are sought.
fn run<Kept>(
    model: &Model,
    frames: &Frames,
    weights: &Weights,
    documents: Vec<Document>,
    memory: Option<&Memory>,
    decisions: &mut Decisions,
    keep: impl FnOnce(Alignment, Groups) -> Kept,
) -> Warned<(Story, Found, Kept)> {
    let Warned { value: story, mut warnings } = Story::decided(model, frames, documents, memory, decisions);

    // Group: what says the same, and what was copied.
    let aligned = || {
        let alignment = Alignment::new(model, &story).with_weights(weights.clone());
        let groups = claims::group(&alignment, &decisions.pins(&alignment.units));
        (alignment, groups)
    };
    let ((alignment, groups), reuse) = rayon::join(aligned, || reuse::find(&story.reports));
    let mut claims = claims::claims(&story, &alignment.units, &groups);
    decisions.review(&story, &alignment.units, &groups, &mut claims);
    let counted = claims::rejected_last(&mut claims);
    warnings.extend(strangers::find(&story));
    let propositions = ledger::propositions(&story, &alignment.units, &claims);
    let passage = |n: usize| {
        let unit = &alignment.units[n];
        story.reports[unit.article].article.passage(unit.bytes)
    };
    let at_odds = |o: &claims::Odds| AtOdds { passages: [passage(o.a), passage(o.b)], part: o.part };
    let odds: Vec<AtOdds> = groups.odds.iter().map(at_odds).collect();
    let kept = keep(alignment, groups);

    // Reconcile: on whose word, and what cannot all be so.
    // What was laid out for origins is let go before disputes are sought.
    let origins =
        origins::reconcile(&claims, &origins::Grounds::new(&story, &reuse, &decisions.relations(&story)));
    let mut disputes = disputes::find(&claims[..counted], &odds, &story);
    decisions.settle(&story, &claims, &mut disputes);

    let changes = changes::find(&story, &claims);
    let found = Found { claims, propositions, reuse, origins, disputes, changes };
    Warned { value: (story, found, kept), warnings }
}
