//! The story: each article with all that is read off it, computed once, and who is who across them.
//!
//! Every later stage takes a [`Story`]. What is said of an article stands in its [`Report`], so that no two lists have to be
//! kept in the same order.

use crate::annotate::tree::Tree;
use crate::annotate::{Annotation, annotate};
use crate::decide::Decisions;
use crate::extract::events::{self, Event};
use crate::extract::statements::{self, Attribution};
use crate::extract::{figures, times};
use crate::group::{relays, sources, wording};
use crate::reconcile::{changes, series};
use crate::text::{self, Article};
use crate::{Document, Frames, Memory, Warned, ledger};
use crosswire_lang::Model;
use crosswire_model::{
    ArticleId, Change, Figure, Series, Source, SourceId, Statement, StatementId, TimeExpression, Wording,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Articles beyond which a story is told by groups: what holds of every two copies, or of every claim and every article,
/// is listed of each and the first of its group alone, so that a ledger grows as its articles do.
pub(crate) const MANY: usize = 100;

/// One article of a story, with all that is read off it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The article and its parts.
    pub article: Article,
    /// Its sentences, words and syntax.
    pub annotation: Annotation,
    /// What it attributes, in its own words.
    pub attributions: Vec<Attribution>,
    /// The same, with sources named: `statements[i]` is of `attributions[i]`.
    pub statements: Vec<Statement>,
    /// Its counts of people and things, in order.
    pub figures: Vec<Figure>,
    /// Its time expressions, in order.
    pub times: Vec<TimeExpression>,
    /// What it says to happen, in order.
    pub events: Vec<Event>,
    /// What changed in it from version to version, oldest first.
    pub changes: Vec<Change>,
}

impl Report {
    /// Reads off one article all that it says by itself. Its statements wait for the names of their sources, and its earlier versions
    /// are not looked at.
    pub fn new(article: Article, annotation: Annotation, frames: &Frames) -> Self {
        let (attributions, times) = rayon::join(
            || statements::statements(&article, &annotation),
            || times::find(&article, &annotation),
        );
        let (figures, events) = rayon::join(
            || figures::find(&article, &annotation, &times),
            || events::find(&article, &annotation, &attributions, &times, frames),
        );
        Report {
            article,
            annotation,
            attributions,
            statements: Vec::new(),
            figures,
            times,
            events,
            changes: Vec::new(),
        }
    }

    /// The name of its article.
    pub fn id(&self) -> &ArticleId {
        &self.article.id
    }

    /// Its words with their syntax.
    pub(crate) fn tree(&self) -> Tree<'_> {
        Tree::new(&self.article, &self.annotation)
    }
}

/// The articles of one event, in the order of path.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// One for each article.
    pub reports: Vec<Report>,
    /// Who is heard.
    pub sources: Vec<Source>,
    /// Figures that count the same thing.
    pub series: Vec<Series>,
    /// Sayings that several articles give in their own words.
    pub wordings: Vec<Wording>,
    reports_by_id: FxHashMap<ArticleId, usize>,
    sources_by_id: FxHashMap<SourceId, usize>,
    statements_by_id: FxHashMap<StatementId, (usize, usize)>,
}

impl Story {
    /// Reads the articles: text, annotate, extract, and who is who across them.
    pub fn read(model: &Model, frames: &Frames, documents: Vec<Document>) -> Warned<Story> {
        Self::decided(model, frames, documents, None, &mut Decisions::default())
    }

    /// The same, as people have decided. What `memory` has is not read again.
    pub(crate) fn decided(
        model: &Model,
        frames: &Frames,
        documents: Vec<Document>,
        memory: Option<&Memory>,
        decisions: &mut Decisions,
    ) -> Warned<Story> {
        let documents = decisions.leave_out(documents);
        let Warned { value: mut articles, warnings } = text::read(documents);
        let annotated =
            |a: &Article| memory.and_then(|m| m.annotation(a)).unwrap_or_else(|| annotate(model, a));
        let annotations: Vec<_> = articles.par_iter().map(annotated).collect();
        times::infer_publication(&mut articles, &annotations);
        let both = articles.into_par_iter().zip(annotations);
        let report = |(article, annotation): (Article, Annotation)| {
            let before = memory.and_then(|m| m.report(&article, frames));
            before.unwrap_or_else(|| {
                let mut report = Report::new(article, annotation, frames);
                report.changes = changes::of_article(model, frames, &report);
                report
            })
        };
        let reports: Vec<Report> = both.map(report).collect();
        memory.into_iter().for_each(|m| m.keep(&reports, frames));
        let mut story = Story { reports, ..Story::default() };
        decisions.locate(&story.reports);
        decisions.correct_figures(&mut story.reports);
        story.name_sources(decisions);
        story.wordings = wording::find(model, &story);
        relays::infer(&mut story);
        Warned { value: story, warnings }
    }

    /// Says who each attribution is of, and which figures count the same thing.
    fn name_sources(&mut self, decisions: &mut Decisions) {
        let sources::Sources { mut sources, named } = sources::resolve(&self.reports);
        for (report, named) in self.reports.iter_mut().zip(&named) {
            report.statements = ledger::statements(&report.article, &report.attributions, named);
            ledger::attribute(&mut report.figures, &report.statements);
        }
        decisions.name_sources(&mut sources, &mut self.reports);
        self.sources = sources;
        self.index();
        self.series = series::series(self);
        let in_series: FxHashMap<_, _> =
            self.series.iter().flat_map(|s| s.figures.iter().map(|f| (f.clone(), s.id.clone()))).collect();
        for figure in self.reports.iter_mut().flat_map(|r| &mut r.figures) {
            figure.series = in_series.get(&figure.id).cloned();
        }
    }

    /// Lets go of words, syntax, attributions and events; statements, figures and times stay.
    pub(crate) fn forget_syntax(&mut self) {
        for report in &mut self.reports {
            report.annotation.forget_syntax();
            (report.attributions, report.events) = (Vec::new(), Vec::new());
        }
    }

    /// Looks up articles, sources and statements by their names from now on.
    pub(crate) fn index(&mut self) {
        let reports = self.reports.iter().enumerate();
        self.reports_by_id = reports.clone().map(|(n, r)| (r.id().clone(), n)).collect();
        self.sources_by_id = self.sources.iter().enumerate().map(|(n, s)| (s.id.clone(), n)).collect();
        let places = |(n, r): (usize, &Report)| {
            r.statements.iter().enumerate().map(|(m, s)| (s.id.clone(), (n, m))).collect::<Vec<_>>()
        };
        self.statements_by_id = reports.flat_map(places).collect();
    }

    /// Every statement, article by article.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.reports.iter().flat_map(|r| &r.statements)
    }

    /// Every figure, article by article.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.reports.iter().flat_map(|r| &r.figures)
    }

    /// Every time expression, article by article.
    pub fn times(&self) -> impl Iterator<Item = &TimeExpression> {
        self.reports.iter().flat_map(|r| &r.times)
    }

    /// Place of an article's report in [`Story::reports`].
    pub fn place(&self, article: &ArticleId) -> Option<usize> {
        self.reports_by_id.get(article).copied()
    }

    /// The report of an article.
    pub fn report(&self, article: &ArticleId) -> Option<&Report> {
        self.reports.get(self.place(article)?)
    }

    /// A source by its name in the ledger.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(*self.sources_by_id.get(id)?)
    }

    /// A statement by its name in the ledger.
    pub fn statement(&self, id: &StatementId) -> Option<&Statement> {
        let (report, statement) = *self.statements_by_id.get(id)?;
        self.reports.get(report)?.statements.get(statement)
    }
}

#[cfg(test)]
impl Story {
    /// The story of some documents, with the model and the frames that are built in.
    pub(crate) fn of(documents: Vec<Document>) -> Story {
        let model = Model::builtin().expect("the model is sound");
        Story::read(&model, &Frames::builtin(), documents).value
    }
}
