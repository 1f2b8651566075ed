//! Events: what an article says to happen or to be so, who takes part, when and where, and how real it is.
//!
//! In reading order: `clauses` (which parts of a sentence say something each), [`predicates`] (the words that name events),
//! [`modality`] (done, under way, planned, possible, negated), `participants` (agent and patient), `circumstances` (where,
//! whence, when), [`frames`] (kinds of event, from data files).
//!
//! This is the one place that reads events. Whatever asks who did what to whom, or whether it was done, asks an [`Event`].

pub(crate) mod clauses;
mod predicates;
pub(crate) mod modality;
mod participants;
mod circumstances;
pub mod frames;

pub use frames::{FrameError, Frames};
pub use modality::Modality;
pub(crate) use participants::antecedent;
pub use predicates::{Kind, Predicate};

use crate::annotate::Annotation;
use crate::annotate::tree::Tree;
use crate::extract::statements::Attribution;
use crate::text::Article;
use circumstances::Times;
use crosswire_lang::{ByteRange, WordRange};
use crosswire_model::{Polarity, Role, Status, TimeExpression};

/// An event of an article, with those who take part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The words that name it, as indices of the language layer's words, and their key.
    pub predicate: Predicate,
    /// Its frame; none where only the general one fits.
    pub frame: Option<String>,
    /// Who and what takes part, where and when, in order of place.
    pub arguments: Vec<Argument>,
    /// How real it is told to be.
    pub modality: Modality,
    /// Whether it is said to be, or not to be.
    pub polarity: Polarity,
}

/// Who or what takes a part in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The noun phrase that names it, in bytes of the article's text.
    pub bytes: ByteRange,
    /// The part that it takes.
    pub role: Role,
    /// The word on which the others of the phrase depend, as an index of the language layer's words; several where the parser
    /// parts one phrase. Of a relative pronoun it is what the pronoun stands for.
    pub heads: Vec<usize>,
}

impl Argument {
    /// What orders arguments: their place, then their part.
    fn place(&self) -> (usize, usize, Role) {
        (self.bytes.start, self.bytes.end, self.role)
    }
}

impl Event {
    /// How real it is, as the ledger has it.
    pub fn status(&self) -> Status {
        self.modality.status(self.polarity)
    }

    /// From the first to the last of the words that name it, as bytes.
    pub(crate) fn trigger(&self, tree: &Tree) -> ByteRange {
        let words = &self.predicate.words;
        let word = self.predicate.word;
        tree.bytes(WordRange::new(
            words.first().copied().unwrap_or(word),
            words.last().copied().unwrap_or(word) + 1,
        ))
    }

    /// Those who take one part in it.
    pub(crate) fn in_role(&self, role: Role) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(move |a| a.role == role)
    }
}

/// The events of an article in order of place. Those that only say on whose word something is reported are among them.
pub fn find(
    article: &Article,
    annotation: &Annotation,
    attributions: &[Attribution],
    times: &[TimeExpression],
    frames: &Frames,
) -> Vec<Event> {
    let tree = Tree::new(article, annotation);
    let denying: Vec<Option<usize>> = attributions.iter().map(|a| denying_verb(&tree, a)).collect();
    let each = || attributions.iter().enumerate();
    let said_in = tree.covering(each().flat_map(|(n, a)| a.content.iter().map(move |c| (n, *c))));
    let said_by = tree.covering(each().filter_map(|(n, a)| Some((n, a.source?))));
    let times = Times::new(&tree, article, times);
    let event = |predicate: Predicate| {
        let (mut modality, mut polarity) = modality::of_predicate(&tree, &predicate);
        let said = &said_in[predicate.word];
        // "She denied it: the hull was never torn."
        if said.iter().filter_map(|&n| denying[n]).any(|verb| !tree.is_within(predicate.word, verb)) {
            polarity = Polarity::Negative;
        }
        let (frame, mut arguments) = participants::of(&tree, &predicate, frames);
        circumstances::add(&tree, &predicate, frames, frame, &times, &mut arguments);
        // Whoever says it has no part in it: "Four men were arrested, a spokesman said."
        let own = |h: usize| tree.head(h).is_some_and(|head| predicate.words.contains(&head));
        let says = |h: &usize| own(*h) && said_by[*h].iter().any(|n| said.contains(n));
        arguments.retain(|a| !a.heads.iter().any(says));
        arguments.sort_by_key(Argument::place);
        arguments.dedup();
        if modality == Modality::UnderWay && times.is_to_come(article, &arguments) {
            modality = Modality::Planned;
        }
        Event { frame: frame.map(str::to_owned), predicate, arguments, modality, polarity }
    };
    predicates::predicates(&tree).into_iter().map(event).collect()
}

/// The word of an attribution's cue that denies, if one does and is not itself negated: "denied", not "did not deny".
pub(crate) fn denying_verb(tree: &Tree, attribution: &Attribution) -> Option<usize> {
    let cue = attribution.cue?;
    let mut denying = tree.within(cue).iter().filter(|&w| modality::denies(tree, w));
    denying.find(|&w| modality::of(tree, w).1 == Polarity::Positive)
}

/// The words of an article that name events, each with its trigger's bytes: a run of neighbouring words a range.
pub fn triggers(article: &Article, annotation: &Annotation) -> Vec<(Vec<ByteRange>, Predicate)> {
    let tree = Tree::new(article, annotation);
    let bytes = |p: &Predicate| tree.runs(&p.words).iter().map(|run| tree.bytes(*run)).collect();
    let named = predicates::predicates(&tree).into_iter().filter(|p| p.kind != Kind::State);
    named.map(|p| (bytes(&p), p)).collect()
}
