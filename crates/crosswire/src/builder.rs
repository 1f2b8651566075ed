//! A run of the pipeline, put together piece by piece.

use crate::decide::Decisions;
use crate::explain::{Explanation, PlaceError, explain};
use crate::group::alignment::Weights;
use crate::private::{Mask, hide};
use crate::story::Report;
use crate::{Brief, Document, Doubt, Frames, Memory, Warned, Warning, doubts, ledger, run};
use crosswire_lang::Model;
use crosswire_model::{ArticleId, Decision, Skipped};

/// The articles of one story and how to read them; [`Brief::builder`] begins one.
#[derive(Debug, Clone)]
#[must_use = "nothing is read until `build`"]
pub struct Builder {
    documents: Vec<Document>,
    skipped: Vec<Skipped>,
    warnings: Vec<Skipped>,
    decisions: Vec<Decision>,
    frames: Frames,
    weights: Weights,
    memory: Option<Memory>,
    hide_private: bool,
}

impl Brief {
    /// Begins a story without articles, with the event frames that are built in.
    ///
    /// ```
    /// use crosswire::{Brief, Document, Model};
    ///
    /// let model = Model::builtin()?;
    /// let brief = Brief::builder()
    ///     .document(Document::from_text("post.txt", "The ferry is aground, Runa Askvik said.").outlet("Halvik Post"))
    ///     .document(Document::from_text("times.txt", "“The ferry is aground,” Runa Askvik said."))
    ///     .build(&model)
    ///     .value;
    /// for claim in &brief.ledger.claims {
    ///     println!("{} ({} passages)", claim.text, claim.evidence.len());
    /// }
    /// assert_eq!(brief.ledger.claims[0].evidence.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder() -> Builder {
        Builder {
            documents: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            decisions: Vec::new(),
            frames: Frames::builtin(),
            weights: Weights::builtin().clone(),
            memory: None,
            hide_private: false,
        }
    }
}

impl Builder {
    /// Adds an article.
    pub fn document(mut self, document: Document) -> Self {
        self.documents.push(document);
        self
    }

    /// Adds articles.
    pub fn documents(mut self, documents: impl IntoIterator<Item = Document>) -> Self {
        self.documents.extend(documents);
        self
    }

    /// Adds what was found and could not be read: it is written into the ledger, so that a reader knows of it.
    pub fn skipped(mut self, skipped: impl IntoIterator<Item = Skipped>) -> Self {
        self.skipped.extend(skipped);
        self
    }

    /// Adds what a reader should know of articles that were read: it is written into the ledger.
    pub fn warnings(mut self, warnings: impl IntoIterator<Item = Skipped>) -> Self {
        self.warnings.extend(warnings);
        self
    }

    /// Adds what was said while the articles were read: of those that were left out, and of those that were not.
    pub fn told<'a>(self, warnings: impl IntoIterator<Item = &'a Warning>) -> Self {
        let (skipped, read): (Vec<&Warning>, Vec<_>) = warnings.into_iter().partition(|w| w.skipped);
        self.skipped(skipped.into_iter().map(Skipped::from)).warnings(read.into_iter().map(Skipped::from))
    }

    /// Adds what people decided. Their order does not matter: they are taken by the times that they bear.
    pub fn decisions(mut self, decisions: impl IntoIterator<Item = Decision>) -> Self {
        self.decisions.extend(decisions);
        self
    }

    /// Reads no article again that the memory has, and keeps in it what is read.
    pub fn memory(mut self, memory: Memory) -> Self {
        self.memory = Some(memory);
        self
    }

    /// Reads events by these frames.
    pub fn frames(mut self, frames: Frames) -> Self {
        self.frames = frames;
        self
    }

    /// Compares passages by these weights: to measure a story by weights that were not set on it.
    #[doc(hidden)]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// Whether the names of private persons are hidden, in the ledger and in the texts: of all for whom no article gives an
    /// office, a rank or another public function. “[person 1]” stands for the same person everywhere.
    pub fn hide_private(mut self, hide: bool) -> Self {
        self.hide_private = hide;
        self
    }

    /// Reads the articles and gives back their ledger, with warnings of what could not be done.
    ///
    /// The same articles and model give the same ledger, whatever their order and the number of threads of the
    /// surrounding rayon pool.
    pub fn build(self, model: &Model) -> Warned<Brief> {
        let mut decisions = Decisions::new(self.decisions);
        let memory = self.memory.as_ref();
        let read = run(model, &self.frames, &self.weights, self.documents, memory, &mut decisions, |_, _| ());
        let Warned { value: (mut story, found, ()), mut warnings } = read;
        let mask = self.hide_private.then(|| Mask::of(&story));
        // The ledger takes much room, and the syntax is not asked for again.
        story.forget_syntax();
        let mut all = self.warnings;
        all.extend(warnings.iter().filter(|w| !w.skipped).map(Skipped::from));
        all.sort();
        let mut ledger = ledger::write(&story, found, self.skipped, all);
        ledger.story.signed = decisions.signed();
        ledger.decisions = decisions.finish();
        let order: Vec<ArticleId> = story.reports.iter().map(|r| r.id().clone()).collect();
        let text = |r: Report| (r.article.id, r.article.document.text);
        let texts = story.reports.into_iter().map(text).collect();
        let mut brief = Brief { ledger, texts };
        if let Some(mask) = mask {
            brief = hide(&mask, brief, &order, &mut warnings);
        }
        Warned { value: brief, warnings }
    }

    /// The pairs of passages of different articles of which the comparer does not know whether they say the same, the greatest
    /// doubt first: those that a second reader may be asked of. On whose passages somebody has decided, none.
    pub fn doubts(self, model: &Model) -> Vec<Doubt> {
        let mut decisions = Decisions::new(self.decisions);
        let memory = self.memory.as_ref();
        doubts::find(model, &self.frames, &self.weights, self.documents, memory, &mut decisions)
    }

    /// Says what every stage made of a place, and, where a second one is given, why the two are one claim or two.
    ///
    /// A place is `FILE:LINE`, a phrase of the articles, or `FILE:PHRASE`; lines are those of an article's text. The same
    /// articles and places give the same explanation. It prints as text, and serialises.
    ///
    /// ```
    /// use crosswire::{Brief, Document, Model};
    ///
    /// let model = Model::builtin()?;
    /// let post = Document::from_text("post.txt", "The ferry is aground, harbour master Runa Askvik said.");
    /// let explanation = Brief::builder().document(post).explain(&model, "is aground", None)?.value;
    /// assert!(explanation.to_string().contains("cue: said; source: harbour master Runa Askvik"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A place that no article has.
    pub fn explain(
        self,
        model: &Model,
        at: &str,
        and: Option<&str>,
    ) -> Result<Warned<Explanation>, PlaceError> {
        explain(model, &self.frames, self.documents, Decisions::new(self.decisions), at, and)
    }
}
