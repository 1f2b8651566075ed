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
mod ledger;

pub use document::Document;
pub use warned::{Warned, Warning};

pub use crosswire_lang::Model;
use crosswire_model::{
    ArticleId, Figure, Ledger, SchemaName, Series, Skipped, Source, Statement, TimeExpression,
};
pub use extract::propositions::Frames;
use extract::{figures, statements, times};
use group::alignment::{self, Alignment};
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
    brief_with(model, &Frames::builtin(), documents, skipped)
}

/// As [`brief`], with event frames of one's own.
pub fn brief_with(
    model: &Model,
    frames: &Frames,
    documents: Vec<Document>,
    skipped: Vec<Skipped>,
) -> Warned<Brief> {
    let Warned { value: read, warnings } = read(model, documents);
    let alignment = read.alignment(model);
    let groups = claims::group(&alignment);
    let Read { articles, annotations, attributions, times, figures, series, sources, mut statements } = read;
    let wordings = wording::find(model, &articles, &annotations, &attributions, &sources, &statements);
    let reuse = reuse::find(&articles, &annotations);

    // Reconcile: on whose word, and what cannot all be so.
    let mut claims = ledger::claims(&articles, &alignment.units, &groups, &mut statements);
    let events = events(&articles, &annotations, frames);
    let propositions =
        ledger::propositions(&articles, &alignment.units, &events, &statements, &figures, &mut claims);
    let mut statements: Vec<_> = statements.into_iter().flatten().collect();
    relays::infer(&mut statements, &wordings, &sources, &articles);
    let grounds = origins::Grounds::new(&sources, &statements, &reuse, &articles, &annotations);
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
        propositions,
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

/// The events of each article.
fn events(
    articles: &[text::Article],
    annotations: &[annotate::Annotation],
    frames: &Frames,
) -> Vec<Vec<extract::propositions::Event>> {
    let each = articles.par_iter().zip(annotations);
    each.map(|(a, n)| extract::propositions::find(a, n, frames)).collect()
}

/// What is read off the articles of a story, before anything is said of what belongs together but who is who.
pub struct Read {
    /// The articles, in the order of path.
    pub articles: Vec<text::Article>,
    /// `annotations[i]` is that of `articles[i]`; so with `attributions` and `statements`.
    pub annotations: Vec<annotate::Annotation>,
    /// What each article attributes.
    pub attributions: Vec<Vec<statements::Attribution>>,
    /// Every time expression.
    pub times: Vec<TimeExpression>,
    /// Every figure, with the statement that it stands in.
    pub figures: Vec<Figure>,
    /// Figures that count the same thing.
    pub series: Vec<Series>,
    /// Who is heard.
    pub sources: Vec<Source>,
    /// What each article attributes, with the sources named.
    pub statements: Vec<Vec<Statement>>,
}

/// The stages that read: text, annotate, extract, and who is who.
pub fn read(model: &Model, documents: Vec<Document>) -> Warned<Read> {
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

    // Who is who, across articles.
    let sources::Sources { sources, named } = sources::resolve(&articles, &annotations, &attributions);
    let statements = ledger::statements(&articles, &attributions, &named);
    ledger::attribute(&mut figures, &statements);
    let speaker = ledger::speaker(&statements, &sources);
    let series = series::series(&articles, &annotations, &mut figures, &speaker);
    drop(speaker);
    let value = Read { articles, annotations, attributions, times, figures, series, sources, statements };
    Warned { value, warnings }
}

impl Read {
    /// The passages of the story, ready to be compared.
    pub fn alignment(&self, model: &Model) -> Alignment {
        Alignment::new(alignment::Story {
            model,
            articles: &self.articles,
            annotations: &self.annotations,
            attributions: &self.attributions,
            statements: &self.statements,
            figures: &self.figures,
            times: &self.times,
        })
    }
}
