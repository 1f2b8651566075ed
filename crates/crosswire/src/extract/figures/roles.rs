//! Roles: what happens to those who are counted ("deported", "killed"), by syntax over data/events.txt.
//!
//! A participle of the counted noun says it ("miners killed"), else the verb or noun on which the count depends ("12 were
//! arrested", "the death of 12"), else the nearest such word of its clause.
//!
//! Where it fails: "12 of the injured died" reads as injured; a role told in another sentence is not seen.

use super::{Found, persons};
use crate::extract::quantities::Scan;
use crate::lexicon;
use crate::lexicon::{FATES, Fate};
use std::ops::Range;

/// The event that the ledger calls so.
pub(crate) fn named(name: &str) -> Option<&'static Fate> {
    FATES.iter().find(|e| e.name == name)
}

/// The first event one of whose words or phrases begins at word `i`; `word` gives words in lower case.
pub(crate) fn event_at<'w>(word: impl Fn(usize) -> &'w str, i: usize) -> Option<&'static Fate> {
    let begins = |start: &str| {
        let mut parts = start.split(' ').enumerate().peekable();
        let mut all = true;
        while let Some((n, part)) = parts.next() {
            all = all
                && if parts.peek().is_some() { word(i + n) == part } else { word(i + n).starts_with(part) };
        }
        all
    };
    FATES.iter().find(|e| e.starts.iter().any(|s| begins(s)))
}

/// Pieces on each side of a figure among which the word of its own clause is looked for, where syntax says nothing.
const CLAUSE: usize = 8;

/// Steps that are climbed from a noun to what governs it.
const CLIMB: usize = 6;

/// The figures of one sentence.
pub(super) struct Roles<'a> {
    pub(super) scan: &'a Scan<'a>,
    /// Whether a figure takes up a piece.
    taken: Vec<bool>,
    /// Pieces of figures that count some of the figure after them: "two of the six people".
    takers: Vec<Range<usize>>,
    /// The sentence's words with the word on which each depends, in the order of these.
    children: Vec<(usize, usize)>,
}

impl<'a> Roles<'a> {
    /// One sentence and its figures.
    pub(super) fn new(scan: &'a Scan<'a>, here: &[Found]) -> Self {
        if here.is_empty() {
            return Roles { scan, taken: Vec::new(), takers: Vec::new(), children: Vec::new() };
        }
        let mut taken = vec![false; scan.p.len()];
        for figure in here {
            taken[figure.pieces.clone()].fill(true);
        }
        let all = scan.p.first().map_or(0, |p| p.word)..scan.p.last().map_or(0, |p| p.word + 1);
        let mut children: Vec<_> = all.filter_map(|word| Some((scan.head(word)?, word))).collect();
        children.sort_unstable();
        let takers = here.iter().filter(|f| f.of_next).map(|f| f.pieces.clone()).collect();
        Roles { scan, taken, takers, children }
    }

    /// What happens to those whom the figure counts.
    pub(super) fn of(&self, figure: &Found) -> Option<&'static Fate> {
        let within = || figure.pieces.clone().find_map(|i| self.at_piece(i));
        if figure.counts_state || self.does(figure.anchor) {
            return within();
        }
        let back = |n: usize| figure.pieces.start.checked_sub(n).map_or("", |i| self.scan.word(i));
        if back(1) == "the" && back(2) == "of" && back(3) == "none" {
            return None;
        }
        // "Two of the six people on the raft drowned": the six did not.
        let whole = |f: &Range<usize>| *f != figure.pieces && f.contains(&figure.pieces.start);
        if self.takers.iter().any(whole) {
            let participle = self.scan.p.get(figure.pieces.end).is_some_and(|p| p.tag == "VBN");
            return self.beside(&figure.pieces).filter(|_| participle).or_else(within);
        }
        self.beside(&figure.pieces)
            .or_else(|| self.governing(figure.anchor))
            .or_else(|| self.told_of(figure.anchor))
            .or_else(within)
            .or_else(|| self.nearest(&figure.pieces))
    }

    /// The participle right after a figure or the verb right before it: "11 others wounded", "killing 12".
    fn beside(&self, figure: &Range<usize>) -> Option<&'static Fate> {
        let after = persons::happens(self.scan, figure.end).and_then(|stop| self.at_piece(stop - 1));
        let did =
            figure.start.checked_sub(1).filter(|&i| self.scan.p[i].among(&lexicon::VERBS_BEFORE_PERSONS));
        after.or_else(|| self.at_piece(did?))
    }

    /// Whether those counted do it to others: "200 officers arrested the leaders", "60 volunteers helped to rescue the crew".
    fn does(&self, anchor: usize) -> bool {
        if self.scan.words.get(anchor).is_none_or(|w| w.relation.as_str() != "nsubj") {
            return false;
        }
        let Some(verb) = self.scan.head(anchor) else { return false };
        let acts = |i: usize| {
            self.scan.words.get(i).is_some_and(|w| lexicon::VERBS_DONE_TO_PERSONS.contains(&&*w.lemma))
                && self.children(i).any(|c| self.scan.is(c, "obj"))
        };
        acts(verb) || self.children(verb).any(|i| self.scan.is(i, "xcomp") && acts(i))
    }

    fn at_piece(&self, i: usize) -> Option<&'static Fate> {
        event_at(|i| self.scan.word(i), i)
    }

    /// The event that a word of the language layer names.
    fn at_word(&self, word: usize) -> Option<&'static Fate> {
        let piece = self.scan.p.partition_point(|p| p.word < word);
        self.at_piece(Some(piece).filter(|&i| self.scan.p.get(i).is_some_and(|p| p.word == word))?)
    }

    /// The words of the sentence that depend on a word.
    fn children(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        let first = self.children.partition_point(|(head, _)| *head < word);
        self.children[first..].iter().take_while(move |(head, _)| *head == word).map(|(_, child)| *child)
    }

    /// The first event of several words, in the order of the file: who is shot and killed is killed.
    fn gravest(&self, words: impl Iterator<Item = usize>) -> Option<&'static Fate> {
        let events = words.filter_map(|w| self.at_word(w));
        events.min_by_key(|e| FATES.iter().position(|other| std::ptr::eq(other, *e)))
    }

    /// What is said to be a number: "the death toll is 12".
    fn told_of(&self, anchor: usize) -> Option<&'static Fate> {
        self.children(anchor).find(|&i| self.scan.is(i, "cop"))?;
        self.under(self.children(anchor).find(|&i| self.scan.is(i, "nsubj"))?)
    }

    /// The event that syntax ties to the noun or number at `anchor`.
    fn governing(&self, anchor: usize) -> Option<&'static Fate> {
        let mut word = anchor;
        // "nine of those who were hurt"
        let those = |i: &usize| {
            self.scan.is(*i, "nmod") && self.scan.words.get(*i).is_some_and(|w| w.xpos.as_str() == "DT")
        };
        if let Some(event) = self.children(anchor).find(those).and_then(|those| self.under(those)) {
            return Some(event);
        }
        for _ in 0..CLIMB {
            // "miners killed", "who were killed"
            let says = |i: &usize| self.scan.is(*i, "acl") || self.scan.is(*i, "amod") && *i > word;
            let said =
                self.children(word).filter(says).flat_map(|i| self.with_company(i)).collect::<Vec<_>>();
            if let Some(event) = self.gravest(said.into_iter()) {
                return Some(event);
            }
            let head = self.scan.head(word)?;
            if let Some(event) = self.gravest(self.with_company(head).into_iter()) {
                return Some(event);
            }
            if self.scan.words.get(head)?.xpos.as_str().starts_with("VB") && !self.scan.is(word, "conj") {
                // "the number of people killed rose to 14"
                let subject = self.children(head).find(|&i| self.scan.is(i, "nsubj"))?;
                return if subject == word { None } else { self.under(subject) };
            }
            word = head;
        }
        None
    }

    /// A verb with what is said along with it: "shot and killed", "found dead", "left dead". A verb with a subject or an
    /// object of its own speaks of others.
    fn with_company(&self, verb: usize) -> Vec<usize> {
        let own = |i: usize| self.children(i).any(|c| self.scan.is(c, "nsubj") || self.scan.is(c, "obj"));
        let company = self.children(verb).filter(|&i| {
            self.scan.is(i, "xcomp") || self.scan.is(i, "advmod") || self.scan.is(i, "conj") && !own(i)
        });
        std::iter::once(verb).chain(company).collect()
    }

    /// The event that a noun phrase names: "the death toll", "the number of miners killed".
    fn under(&self, noun: usize) -> Option<&'static Fate> {
        let mut found = vec![noun];
        let mut at = 0;
        while at < found.len() && found.len() < 30 {
            let more: Vec<usize> = self.children(found[at]).collect();
            found.extend(more);
            at += 1;
        }
        self.gravest(found.into_iter())
    }

    /// The event told nearest to a figure in its clause.
    fn nearest(&self, figure: &Range<usize>) -> Option<&'static Fate> {
        let stops = |i: &usize| !self.taken[*i] && !matches!(self.scan.word(*i), ";" | "including");
        let joint = |i: &usize| {
            !matches!(self.scan.word(*i), "and" | "but" | "while" | "after" | "when" | "who" | ",")
        };
        let last = (figure.end + CLAUSE).min(self.scan.p.len());
        let right = (figure.end..last).take_while(stops).take_while(joint).enumerate();
        let left = (figure.start.saturating_sub(CLAUSE)..figure.start).rev().take_while(stops).enumerate();
        let first = |mut side: Box<dyn Iterator<Item = (usize, usize)> + '_>| {
            side.find_map(|(far, i)| Some((far, self.at_piece(i)?)))
        };
        match (first(Box::new(left)), first(Box::new(right))) {
            (Some((far, _)), Some((near, event))) if near <= far => Some(event),
            (Some((_, event)), _) | (None, Some((_, event))) => Some(event),
            (None, None) => None,
        }
    }
}
