//! What the pipeline makes of a case's articles, each part of it found once, when the first block asks for it.

use crosswire::annotate::{self, Annotation};
use crosswire::extract::times;
use crosswire::text::{self, Article};
use crosswire::{Brief, Document, Model};
use std::cell::OnceCell;
use std::sync::OnceLock;

/// The articles of a case, and what is found in them.
pub(crate) struct Found<'a> {
    documents: &'a [Document],
    articles: OnceCell<Vec<(Article, Annotation)>>,
    brief: OnceCell<Brief>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(documents: &'a [Document]) -> Self {
        Found { documents, articles: OnceCell::new(), brief: OnceCell::new() }
    }

    /// What the first stages find, in the pipeline's order.
    pub(crate) fn articles(&self) -> &[(Article, Annotation)] {
        self.articles.get_or_init(|| {
            let mut articles = text::read(self.documents.to_vec()).value;
            let annotations: Vec<_> = articles.iter().map(|a| annotate::annotate(model(), a)).collect();
            times::infer_publication(&mut articles, &annotations);
            articles.into_iter().zip(annotations).collect()
        })
    }

    /// What the whole pipeline finds.
    pub(crate) fn brief(&self) -> &Brief {
        self.brief.get_or_init(|| crosswire::brief(model(), self.documents.to_vec(), Vec::new()).value)
    }
}

/// The model, which all cases of a process share.
fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::builtin().expect("the model is sound"))
}
