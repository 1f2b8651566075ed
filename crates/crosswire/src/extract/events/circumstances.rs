//! Circumstances: where, whence, whither, by way of what, and when.
//!
//! A preposition leads to a place as the frame says; what the time expressions hold is when, whatever leads to it. Of "from
//! Norva to Sund" the parser hangs the second on the first: phrases below a place are read as the place is.
//!
//! Where it fails: "by the river", which is read as the agent; places that are no place ("in anger").

use super::Argument;
use super::frames::Frames;
use super::participants::phrase;
use super::predicates::Predicate;
use crate::annotate::tree::Tree;
use crate::extract::figures::people::is_person_noun;
use crate::text::Article;
use crosswire_lang::{ByteRange, Upos};
use crosswire_model::{Role, TimeExpression};

/// Adds the circumstances of an event to its arguments, and turns into times what was taken for a participant.
pub(super) fn add(
    tree: &Tree,
    predicate: &Predicate,
    frames: &Frames,
    frame: Option<&str>,
    times: &Times,
    arguments: &mut Vec<Argument>,
) {
    for argument in arguments.iter_mut() {
        if let Some(bytes) = argument.heads.iter().find_map(|&h| times.at(h)) {
            (argument.bytes, argument.role) = (bytes, Role::When);
        }
    }
    let bearers = std::iter::once(predicate.word).chain(predicate.light.iter().copied());
    let mut open: Vec<usize> = bearers.flat_map(|b| tree.children(b)).collect();
    // "was shot by soldiers in Torvik": places beside persons are the event's.
    let persons = arguments.iter().filter(|a| {
        a.role != Role::When && a.heads.iter().any(|&h| is_person_noun(&tree.lemma(h).to_lowercase()))
    });
    open.extend(
        persons.flat_map(|a| &a.heads).flat_map(|&h| tree.children(h)).filter(|&c| tree.is(c, &["nmod"])),
    );
    while let Some(child) = open.pop() {
        if predicate.words.contains(&child) {
            continue;
        }
        let oblique = tree.is(child, &["obl", "nmod", "advmod"]);
        if oblique && let Some(bytes) = times.at(child) {
            arguments.push(Argument { bytes, role: Role::When, heads: vec![child] });
            continue;
        }
        let led = tree.preposition(child);
        let noun = matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
        if !matches!(tree.relation(child), "obl" | "nmod" | "conj") || !noun {
            continue;
        }
        let Some(role) = frames.lead(frame, led) else { continue };
        let inner: Vec<usize> = tree
            .children(child)
            .filter(|&c| {
                let way = matches!(
                    frames.lead(frame, tree.preposition(c)),
                    Some(Role::From | Role::To | Role::Via)
                );
                tree.is(c, &["nmod"]) && way && role != Role::Where
            })
            .collect();
        let mut words = phrase(tree, child);
        if let Some(first) = inner.iter().map(|&c| tree.subtree(c, |_| false)[0]).min() {
            words.end = words.end.min(first.max(words.start + 1));
        }
        arguments.push(Argument { bytes: tree.bytes(words), role, heads: vec![child] });
        open.extend(inner);
    }
}

/// The time expressions of an article, by word.
pub(super) struct Times<'a> {
    all: Vec<(ByteRange, &'a TimeExpression)>,
    /// For each word the places in `all` of those that hold it.
    at: Vec<Vec<usize>>,
}

impl<'a> Times<'a> {
    pub(super) fn new(tree: &Tree, article: &Article, times: &'a [TimeExpression]) -> Self {
        let all: Vec<_> = times.iter().map(|t| (article.bytes(t.span), t)).collect();
        let at = tree.covering(all.iter().map(|(bytes, _)| *bytes).enumerate());
        Times { all, at }
    }

    /// Where the time expression stands that a word is of.
    fn at(&self, word: usize) -> Option<ByteRange> {
        self.at[word].first().map(|&n| self.all[n].0)
    }

    /// Whether what goes on has a day that is yet to come: "are meeting on Friday".
    pub(super) fn is_to_come(&self, article: &Article, arguments: &[Argument]) -> bool {
        let Some((published, _)) = article.published else { return false };
        let published = published.to_string();
        let when = arguments.iter().filter(|a| a.role == Role::When).flat_map(|a| &a.heads);
        let values = when.flat_map(|&h| &self.at[h]).filter_map(|&n| self.all[n].1.value.as_deref());
        values
            .filter_map(|v| v.get(..10))
            .any(|day| day.starts_with(|c: char| c.is_ascii_digit()) && *day > *published)
    }
}
