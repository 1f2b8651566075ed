//! Explain: what each stage made of a place, and why two passages are one claim or two.
//!
//! For whoever mends a rule, and for an editor who asks why. In reading order: `place` (which place is asked for), `stages`
//! (what each stage made of it, a function each), `pair` (how two passages compare), `text` (the explanation for a terminal). Nothing here decides anything: it reads what the stages made and what they refused.

mod place;
mod stages;
mod pair;
mod text;

pub use pair::{Pair, Signal};
pub use place::{Nearest, PlaceError};

use crate::annotate::tree::Tree;
use crate::decide::{Decisions, Pins};
use crate::group::alignment::{Alignment, Weights};
use crate::group::claims::Groups;
use crate::story::{Report, Story};
use crate::text::one_line;
use crate::{Document, Frames, Warned, ledger, run};
use crosswire_lang::{ByteRange, Model, WordRange};
use crosswire_model::{Ledger, Span};
use serde::{Serialize, Serializer};

/// What every stage made of one or two places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The places that were asked for.
    pub places: Vec<Place>,
    /// How they compare, where two were asked for.
    pub pair: Option<Pair>,
}

/// A place, and what every stage made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// What was asked for.
    pub asked: String,
    /// The place.
    #[serde(flatten)]
    pub passage: Passage,
    /// Other places that have the phrase that was asked for.
    pub also: Vec<Passage>,
    /// The sentences that the place touches, with their trees.
    pub sentences: Vec<Sentence>,
    /// What each stage made of these sentences, in the order of the stages.
    pub stages: Vec<Stage>,
}

/// Some words of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The article's path.
    pub path: String,
    /// The line of its text in which the words begin.
    pub line: usize,
    /// Where they stand, in code points.
    #[serde(flatten)]
    pub span: Span,
    /// The words, in one line.
    pub text: String,
}

/// A sentence and its tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Its words, in one line.
    pub text: String,
    /// Its words with their syntax.
    pub words: Vec<Word>,
}

/// A word with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// The word as it stands.
    pub text: String,
    /// The form that a dictionary lists.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Penn Treebank tag.
    pub xpos: &'static str,
    /// How it depends on its head.
    pub relation: &'static str,
    /// Index of its head among the sentence's words; none for the root.
    pub head: Option<usize>,
    /// Whether it stands within quotation marks.
    pub quoted: bool,
}

/// What one stage made of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// The stage.
    pub name: &'static str,
    /// What it found, and what it refused.
    pub notes: Vec<Note>,
}

/// One thing that a stage found or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is: `statement`, `refused`, `figure`.
    pub what: String,
    /// Where it stands.
    #[serde(flatten)]
    pub passage: Option<Passage>,
    /// What is known of it, in order.
    #[serde(serialize_with = "as_map")]
    pub details: Vec<(&'static str, String)>,
}

/// Details are an object in JSON, in their own order.
fn as_map<S: Serializer>(details: &[(&'static str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(details.iter().map(|(name, value)| (name, value)))
}

impl Note {
    /// Adds a detail, unless there is nothing to it.
    pub(crate) fn with(&mut self, name: &'static str, value: impl ToString) -> &mut Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.details.push((name, value));
        }
        self
    }

    /// Adds to a detail of this name, after a comma.
    pub(crate) fn and(&mut self, name: &'static str, value: &str) -> &mut Self {
        match self.details.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = format!("{known}, {value}"),
            None => self.details.push((name, value.to_owned())),
        }
        self
    }
}

/// Says what every stage made of a place, and, where a second one is given, why the two are one claim or two.
pub(crate) fn explain(
    model: &Model,
    frames: &Frames,
    documents: Vec<Document>,
    mut decisions: Decisions,
    at: &str,
    and: Option<&str>,
) -> Result<Warned<Explanation>, PlaceError> {
    let keep = |alignment, groups| (alignment, groups);
    let read = run(model, frames, Weights::builtin(), documents, None, &mut decisions, keep);
    let Warned { value: (story, found, (alignment, groups)), warnings } = read;
    let ledger = ledger::write(&story, found, Vec::new(), Vec::new());
    let pins = decisions.pins(&alignment.units);
    let run = Run { story, alignment, groups, pins, ledger };
    let asked: Vec<&str> = std::iter::once(at).chain(and).collect();
    let found = asked.iter().map(|asked| place::find(&run.story, asked)).collect::<Result<Vec<_>, _>>()?;
    let seen: Vec<Seen> = found.iter().map(|found| Seen::new(&run, found)).collect();
    let places = asked.iter().zip(&seen).zip(&found).map(|((asked, seen), found)| Place {
        asked: one_line(asked),
        passage: seen.passage(seen.bytes),
        also: found.also.iter().map(|(n, bytes)| passage(&run.story.reports[*n], *bytes)).collect(),
        sentences: seen.sentences.iter().map(|words| sentence(&seen.tree, *words)).collect(),
        stages: stages::all(seen),
    });
    let places = places.collect();
    let pair = match &seen[..] {
        [a, b] => pair::compare(a, b),
        _ => None,
    };
    Ok(Warned { value: Explanation { places, pair }, warnings })
}

/// All that the stages made of the story.
struct Run {
    story: Story,
    alignment: Alignment,
    groups: Groups,
    pins: Pins,
    ledger: Ledger,
}

/// A place with all that the stages made of the story, for a function to look at.
pub(super) struct Seen<'a> {
    run: &'a Run,
    report: &'a Report,
    tree: Tree<'a>,
    /// The place itself.
    bytes: ByteRange,
    /// The words of each sentence that it touches.
    sentences: Vec<WordRange>,
    /// The bytes from the first of these sentences to the last; the place itself where it touches none.
    around: ByteRange,
    /// The passages that the place touches, as the alignment counts them; without any, those of its sentences.
    passages: Vec<usize>,
}

impl<'a> Seen<'a> {
    fn new(run: &'a Run, found: &place::Found) -> Self {
        let report = &run.story.reports[found.report];
        let bytes = found.bytes;
        let touched = report.annotation.language.sentences.iter().filter(|s| s.bytes.overlaps(bytes));
        let mut around = bytes;
        let mut sentences = Vec::new();
        for sentence in touched {
            sentences.push(sentence.words);
            around =
                ByteRange::new(around.start.min(sentence.bytes.start), around.end.max(sentence.bytes.end));
        }
        let units = || run.alignment.units.iter().enumerate().filter(|(_, u)| u.article == found.report);
        let of = |range: ByteRange| -> Vec<usize> {
            units().filter(|(_, u)| u.bytes.overlaps(range)).map(|(n, _)| n).collect()
        };
        let mut passages = of(bytes);
        if passages.is_empty() {
            passages = of(around);
        }
        Seen { run, report, tree: report.tree(), bytes, sentences, around, passages }
    }

    /// Whether some bytes of the article touch the sentences of the place.
    fn touches(&self, bytes: ByteRange) -> bool {
        bytes.overlaps(self.around)
    }

    /// Whether a span of the article touches the sentences of the place.
    fn touches_span(&self, span: Span) -> bool {
        self.touches(self.report.article.bytes(span))
    }

    fn passage(&self, bytes: ByteRange) -> Passage {
        passage(self.report, bytes)
    }

    /// A passage of the alignment.
    fn unit(&self, unit: usize) -> Passage {
        let unit = &self.run.alignment.units[unit];
        passage(&self.run.story.reports[unit.article], unit.bytes)
    }
}

/// Some bytes of an article as a passage.
fn passage(report: &Report, bytes: ByteRange) -> Passage {
    let article = &report.article;
    Passage {
        path: article.document.path.clone(),
        line: place::line_of(&article.document.text, bytes.start),
        span: article.span(bytes),
        text: one_line(article.text(bytes)),
    }
}

/// A sentence with its tree.
fn sentence(tree: &Tree, words: WordRange) -> Sentence {
    let word = |i: usize| Word {
        text: tree.word(i).to_owned(),
        lemma: tree.lemma(i).to_owned(),
        upos: tree.upos(i).as_str(),
        xpos: tree.tag(i),
        relation: tree.relation(i),
        head: tree.head(i).and_then(|head| head.checked_sub(words.start)),
        quoted: tree.quotation(i).is_some(),
    };
    Sentence { text: one_line(tree.between(tree.bytes(words))), words: words.iter().map(word).collect() }
}

#[cfg(test)]
mod tests;
