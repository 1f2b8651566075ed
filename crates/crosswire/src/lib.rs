//! crosswire: reads what many outlets report about one event and gives back a ledger of who says what, and on whose word.
//!
//! This crate is the pipeline and nothing else: it opens no file, asks no clock and no network. [`brief`] is the whole of
//! it on one screen; each stage is a module, in the order in which they run.

pub mod document;
pub mod warned;
pub mod hash;
pub mod text;
pub mod annotate;
pub mod extract;
pub mod group;
pub mod reconcile;
mod ledger;

pub use document::Document;
pub use warned::{Warned, Warning};

pub use crosswire_lang::Model;
use crosswire_model::{ArticleId, Ledger, SchemaName, Skipped};
use extract::{figures, statements, times};
use group::{claims, relays, reuse, sources, wording};
use rayon::prelude::*;
use reconcile::{coverage, disputes, origins, series, timeline};
use std::collections::BTreeMap;

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
pub fn brief(model: &Model, documents: Vec<Document>, skipped: Vec<Skipped>) -> Warned<Brief> {
    // Text and annotate: what each article consists of, and when it was published.
    let Warned { value: mut articles, warnings } = text::read(documents);
    let annotations: Vec<_> = articles.par_iter().map(|a| annotate::annotate(model, a)).collect();
    times::infer_publication(&mut articles, &annotations);

    // Extract: article by article.
    let each = || articles.par_iter().zip(&annotations);
    let attributions: Vec<_> = each().map(|(a, n)| statements::statements(a, n)).collect();
    let times: Vec<_> = each().map(|(a, n)| times::find(a, n)).collect();
    let figures = each().zip(&times).flat_map_iter(|((a, n), times)| figures::find(a, n, times));
    let mut figures: Vec<_> = figures.collect();
    let times: Vec<_> = times.into_iter().flatten().collect();

    // Group: across articles.
    let sources::Sources { sources, named } = sources::resolve(&articles, &annotations, &attributions);
    let mut statements = ledger::statements(&articles, &attributions, &named);
    ledger::attribute(&mut figures, &statements);
    let series =
        series::series(&articles, &annotations, &mut figures, &ledger::speaker(&statements, &sources));
    let wordings = wording::find(model, &articles, &annotations, &attributions, &sources, &statements);
    let reuse = reuse::find(&articles, &annotations);
    let groups = claims::group(&articles, &annotations, &attributions, &figures);

    // Reconcile: on whose word, and what cannot all be so.
    let mut claims = ledger::claims(&articles, &groups, &mut statements);
    let mut statements: Vec<_> = statements.into_iter().flatten().collect();
    relays::infer(&mut statements, &wordings, &sources, &articles);
    let grounds = origins::Grounds::new(&sources, &statements, &reuse, &articles);
    let (origins, independence) = origins::reconcile(&mut claims, &grounds);
    let reading = disputes::Reading {
        articles: &articles,
        annotations: &annotations,
        statements: &statements,
        figures: &figures,
        sources: &sources,
        times: &times,
    };
    let disputes = disputes::find(&mut claims, &series, &reading);
    let story = ledger::story(&articles, &claims);
    let texts = articles.iter().map(|a| (a.id.clone(), a.document.text.clone())).collect();
    let articles: Vec<_> = articles.iter().zip(&annotations).map(|(a, n)| ledger::article(a, n)).collect();
    let coverage = coverage::coverage(&claims, &disputes, &articles);
    let timeline = timeline::timeline(&claims, &times);

    let (schema, generator) = (SchemaName::V1, ledger::generator());
    let ledger = Ledger {
        schema,
        generator,
        story,
        articles,
        skipped,
        sources,
        statements,
        wordings,
        figures,
        series,
        times,
        propositions: Vec::new(),
        claims,
        origins,
        independence,
        disputes,
        reuse,
        coverage,
        timeline,
    };
    Warned { value: Brief { ledger, texts }, warnings }
}
