//! crosswire: reads what many outlets report about one event and gives back a ledger of who says what, and on whose word.
//!
//! This crate is the pipeline and nothing else: it opens no file, asks no clock and no network. [`brief`] is the whole of
//! it on one screen; each stage is a module, in the order in which they run.

pub mod document;
pub mod warned;
pub mod hash;
mod lexicon;
pub mod text;
pub mod annotate;
pub mod extract;
pub mod group;
pub mod reconcile;
pub mod story;
mod ledger;

pub use document::Document;
pub use warned::{Warned, Warning};

pub use crosswire_lang::Model;
/// The nouns of the ledger.
pub use crosswire_model as model;
use crosswire_model::{ArticleId, Ledger, SchemaName, Skipped};
pub use extract::propositions::Frames;
use group::alignment::Alignment;
use group::{claims, reuse};
use reconcile::{coverage, disputes, origins, timeline};
use std::collections::BTreeMap;
use story::{Report, Story};

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
    brief_with(model, &Frames::builtin(), documents, skipped)
}

/// As [`brief`], with event frames of one's own.
pub fn brief_with(
    model: &Model,
    frames: &Frames,
    documents: Vec<Document>,
    skipped: Vec<Skipped>,
) -> Warned<Brief> {
    let Warned { value: mut story, warnings } = Story::read(model, frames, documents);

    // Group: what says the same, and what was copied.
    let aligned = || {
        let alignment = Alignment::new(model, &story);
        let groups = claims::group(&alignment);
        (alignment, groups)
    };
    let ((alignment, groups), reuse) = rayon::join(aligned, || reuse::find(&story.reports));

    // Reconcile: on whose word, and what cannot all be so.
    let mut claims = ledger::claims(&mut story, &alignment.units, &groups);
    let propositions = ledger::propositions(&story, &alignment.units, &mut claims);
    drop((alignment, groups)); // The meaning of every passage takes much room.
    let grounds = origins::Grounds::new(&story, &reuse);
    let (origins, independence) = origins::reconcile(&mut claims, &grounds);
    let disputes = disputes::find(&mut claims, &story);

    let articles: Vec<_> = story.reports.iter().map(|r| ledger::article(&r.article, &r.annotation)).collect();
    let ledger = Ledger {
        schema: SchemaName::V1,
        generator: ledger::generator(),
        story: ledger::story(&story, &claims),
        skipped,
        coverage: coverage::coverage(&claims, &disputes, &articles),
        timeline: timeline::timeline(&claims, &story),
        statements: story.statements().cloned().collect(),
        figures: story.figures().cloned().collect(),
        times: story.times().cloned().collect(),
        sources: story.sources,
        wordings: story.wordings,
        series: story.series,
        articles,
        propositions,
        claims,
        origins,
        independence,
        disputes,
        reuse,
    };
    let text = |r: Report| (r.article.id, r.article.document.text);
    let texts = story.reports.into_iter().map(text).collect();
    Warned { value: Brief { ledger, texts }, warnings }
}
