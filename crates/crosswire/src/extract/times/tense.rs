//! Tense: whether what a time expression dates is past or to come, by the verb that governs it.
//!
//! From the expression the heads are walked up to the first predicate, whose auxiliaries tell its time; an infinitive takes it
//! from the predicate above it ("is to sail", "was scheduled to sail"), a participle too ("the meeting planned for Friday").
//! Where it fails: a noun's own time is not known, so that "the March figures will be checked" reads as March to come.

use super::Context;
use crate::lexicon::{POSTPONING_VERBS, PROSPECTIVE_VERBS, REPORTING_VERBS, SCHEDULING_VERBS, Words};
use crosswire_lang::{Upos, Word};

/// The time that a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// "departed", "had said", "was towed".
    Past,
    /// "sails", "is closed": of a day that is named beside it mostly one to come.
    Present,
    /// "will", "is expected to".
    Future,
    /// "was scheduled to": to come when seen from a past that may be near.
    FutureInPast,
    /// No predicate was found.
    Unknown,
}

/// How many heads are walked up.
const FAR: usize = 12;
/// How many words before a predicate its auxiliaries are looked for.
const NEAR: usize = 12;

fn is(list: &Words, word: &Word) -> bool {
    list.has(&word.lemma)
}

/// What the predicate over the pieces `start..end` says.
pub(super) fn tense(cx: &Context, start: usize, end: usize) -> Tense {
    let Some(top) = top(cx, start, end) else { return Tense::Unknown };
    let Some((predicate, nouns)) = governor(cx, top) else { return Tense::Unknown };
    let found = cx.time(predicate, FAR);
    // In "until noon on Tuesday" the day hangs on the hour.
    let noun = cx.words[top].head.filter(|&h| h < top && h + 4 > top).unwrap_or(top);
    let until = (top.saturating_sub(8)..top).any(|i| {
        cx.words[i].head.is_some_and(|h| h == top || h == noun)
            && matches!(&*cx.words[i].lemma, "until" | "till")
    });
    let infinitive = cx.auxiliaries(predicate).to;
    match found {
        // "They planned a march for Saturday", but "on Saturday they planned a march".
        Tense::Past if predicate < top && nouns <= 1 && is(&SCHEDULING_VERBS, &cx.words[predicate]) => {
            Tense::FutureInPast
        }
        // "To get around the Wednesday ruling": of the noun it says when, not of the verb.
        Tense::Future if infinitive && matches!(cx.relation(top), "compound" | "nmod:poss") => Tense::Unknown,
        Tense::Past if until && is(&POSTPONING_VERBS, &cx.words[predicate]) => Tense::Future,
        Tense::Present if cx.heading => Tense::Past,
        // "The March figures show": the verb dates the showing, not the figures.
        Tense::Present if nouns > 0 => Tense::Unknown,
        _ => found,
    }
}

/// Whether the expression hangs on a noun, and only through it on a predicate.
pub(super) fn of_noun(cx: &Context, start: usize, end: usize) -> bool {
    top(cx, start, end).and_then(|top| governor(cx, top)).is_some_and(|(_, nouns)| nouns > 0)
}

/// Whether the predicate over piece `at` reports: "confirmed on Monday".
pub(super) fn reports(cx: &Context, at: usize) -> bool {
    let governor = top(cx, at, at + 1).and_then(|top| governor(cx, top));
    governor.is_some_and(|(verb, nouns)| nouns == 0 && is(&REPORTING_VERBS, &cx.words[verb]))
}

/// The word of the pieces `start..end` whose head lies outside them.
fn top(cx: &Context, start: usize, end: usize) -> Option<usize> {
    let (first, last) = (cx.p.get(start)?.word, cx.p.get(end.checked_sub(1)?)?.word);
    (first..=last).find(|&i| {
        cx.words
            .get(i)
            .is_some_and(|w| w.upos != Upos::Punct && !w.head.is_some_and(|h| (first..=last).contains(&h)))
    })
}

/// The first predicate above a word, and how many nouns are in between.
fn governor(cx: &Context, top: usize) -> Option<(usize, usize)> {
    let mut at = cx.words.get(top)?.head?;
    let mut nouns = 0;
    for _ in 0..FAR {
        if cx.is_predicate(at) {
            return Some((at, nouns));
        }
        nouns += usize::from(matches!(cx.words.get(at)?.upos, Upos::Noun | Upos::Propn));
        at = cx.words.get(at)?.head?;
    }
    None
}

/// What stands with a predicate: its auxiliaries and "to".
#[derive(Default)]
struct Auxiliaries {
    modal: Option<bool>,
    have: Option<bool>,
    be: Option<bool>,
    does: Option<bool>,
    to: bool,
    copula: bool,
}

impl Context<'_> {
    fn tag(&self, at: usize) -> &'static str {
        self.words.get(at).map_or("", |w| w.xpos.as_str())
    }

    fn relation(&self, at: usize) -> &'static str {
        self.words.get(at).map_or("", |w| w.relation.as_str())
    }

    fn is_predicate(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let verb =
            matches!(word.upos, Upos::Verb | Upos::Aux) && !matches!(word.relation.as_str(), "amod" | "case");
        verb || self.auxiliaries(at).copula
    }

    /// True stands for past forms: "would", "had", "was", "did".
    fn auxiliaries(&self, of: usize) -> Auxiliaries {
        let mut out = Auxiliaries::default();
        for at in of.saturating_sub(NEAR)..of {
            let Some(word) = self.words.get(at).filter(|w| w.head == Some(of)) else { continue };
            let relation = word.relation.as_str();
            let copula = relation == "cop";
            out.copula |= copula;
            let past = word.xpos.as_str() == "VBD";
            match word.xpos.as_str() {
                "TO" if relation == "mark" => out.to = true,
                "MD" => {
                    let lower = word.bytes.of(self.text);
                    out.modal = Some(
                        ["would", "could", "might", "'d", "’d"].iter().any(|w| lower.eq_ignore_ascii_case(w)),
                    );
                }
                _ if !copula && !relation.starts_with("aux") => {}
                tag => match &*word.lemma {
                    // "been" and "being" tell no time.
                    "be" if !matches!(tag, "VBN" | "VBG" | "VB") => out.be = Some(past),
                    "have" => out.have = Some(past),
                    "do" => out.does = Some(past),
                    _ => {}
                },
            }
        }
        out
    }

    /// The time of the predicate above `at`, however many words that are none lie between.
    fn above(&self, at: usize, left: usize) -> Option<(usize, Tense)> {
        let mut up = self.words.get(at)?.head?;
        for _ in 0..left {
            if self.is_predicate(up) {
                return Some((up, self.time(up, left - 1)));
            }
            up = self.words.get(up)?.head?;
        }
        None
    }

    /// The time of a predicate. `left` bounds how far it is looked for.
    fn time(&self, at: usize, left: usize) -> Tense {
        let Some(word) = self.words.get(at).filter(|_| left > 0) else { return Tense::Unknown };
        let with = self.auxiliaries(at);
        let relation = self.relation(at);
        if let Some(past) = with.modal {
            return match (with.have.is_some(), past) {
                (true, true) => Tense::Past,
                (true, false) if !self.will(at) => Tense::Past,
                // What someone said would be lies ahead of the saying, which is news.
                (_, true) if !relation.starts_with("ccomp") => Tense::FutureInPast,
                _ => Tense::Future,
            };
        }
        let ahead = |past: bool| if past { Tense::FutureInPast } else { Tense::Future };
        if with.to {
            // "It was to be towed"
            return with.be.map_or_else(|| self.infinitive(at, with.have.is_some(), left), ahead);
        }
        let now = |past: bool| if past { Tense::Past } else { Tense::Present };
        if with.copula {
            let plan = is(&PROSPECTIVE_VERBS, word);
            return match with.be {
                Some(past) if plan => ahead(past),
                Some(past) => now(past),
                None => with.have.map_or(Tense::Unknown, |_| Tense::Past),
            };
        }
        if with.have.is_some() {
            return Tense::Past;
        }
        match self.tag(at) {
            "VBD" => Tense::Past,
            "VBN" => match with.be {
                Some(past) if is(&SCHEDULING_VERBS, word) => ahead(past),
                Some(past) => now(past),
                None if relation == "conj" => self.above(at, left).map_or(Tense::Past, |(_, t)| t),
                None if is(&SCHEDULING_VERBS, word) => Tense::FutureInPast,
                None => Tense::Past,
            },
            "VBG" => match with.be {
                Some(past) => {
                    if past {
                        Tense::Past
                    } else {
                        Tense::Future
                    }
                }
                None => self.above(at, left).map_or(Tense::Unknown, |(_, t)| t),
            },
            "VBZ" | "VBP" if is(&REPORTING_VERBS, word) => Tense::Past,
            "VBZ" | "VBP" => Tense::Present,
            _ => match with.does {
                Some(past) => now(past),
                None if matches!(relation, "conj" | "xcomp" | "ccomp") => {
                    self.above(at, left).map_or(Tense::Unknown, |(_, t)| t)
                }
                None => Tense::Future,
            },
        }
    }

    /// Whether the modal is "will", after which "have" does not make it past.
    fn will(&self, of: usize) -> bool {
        let modal = |at: usize| self.words[at].head == Some(of) && self.tag(at) == "MD";
        (of.saturating_sub(NEAR)..of).any(|at| modal(at) && &*self.words[at].lemma == "will")
    }

    /// "To sail": as far ahead as what it hangs on says.
    fn infinitive(&self, at: usize, have: bool, left: usize) -> Tense {
        let purpose = !self.relation(at).starts_with("xcomp");
        // "due to appear", whatever the infinitive was hung on.
        let to = (at.saturating_sub(NEAR)..at)
            .rev()
            .find(|&i| self.tag(i) == "TO" && self.words[i].head == Some(at));
        let before = to.and_then(|to| to.checked_sub(1));
        let due = before.filter(|&b| is(&PROSPECTIVE_VERBS, &self.words[b]) && self.auxiliaries(b).copula);
        match due.map(|due| (due, self.time(due, left - 1))).or_else(|| self.above(at, left)) {
            _ if have => Tense::Past,
            None => Tense::Future,
            Some((up, time)) => {
                let plan = purpose || is(&PROSPECTIVE_VERBS, &self.words[up]);
                match time {
                    Tense::Past if plan => Tense::FutureInPast,
                    Tense::Present | Tense::Unknown if plan => Tense::Future,
                    time => time,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::times::testing::with_context;

    #[test]
    fn the_governing_verb_decides() {
        for (text, expect) in [
            ("The boat left port on Monday", Tense::Past),
            ("The boat will leave port on Monday", Tense::Future),
            ("The boat was scheduled to leave on Monday", Tense::FutureInPast),
            ("The boat is to leave on Monday", Tense::Future),
            ("The boat leaves port on Monday", Tense::Present),
            ("The boat will be towed to the yard on Monday", Tense::Future),
            ("The boat is to be fully repaired at high water on Monday", Tense::Future),
            ("The boat was to be towed on Monday", Tense::FutureInPast),
            ("The boat was towed on Monday", Tense::Past),
            ("The owners said they would sail on Monday", Tense::Future),
            ("The owners, who will sail soon, met on Monday", Tense::Past),
            ("Talks on Monday", Tense::Unknown),
        ] {
            with_context(text, |cx| {
                assert_eq!(tense(cx, cx.p.len() - 1, cx.p.len()), expect, "{text}");
            });
        }
        with_context("The port office confirmed on Monday", |cx| assert!(reports(cx, 5)));
        with_context("The boat departed on Monday", |cx| assert!(!reports(cx, 4)));
    }
}
