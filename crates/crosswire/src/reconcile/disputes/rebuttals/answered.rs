//! What a denial answers: the passages that say what it denies.
//!
//! A denial says what it denies ("denied that he paid in cash"), or stands right behind it ("…, which he has denied"). One that does
//! neither ("called the story false") is left alone: what it answers cannot be told from words.

use super::super::passages::Said;
use super::super::{Input, speakers::Speakers};
use super::denials::Denial;
use crate::group::terms;
use crosswire_model::{ArticleId, ClaimId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What share of the weight of what is denied a passage says at least, and in how many terms.
const COVERED: f64 = 0.5;
const SHARED: usize = 2;
/// The least sum of signals. Of the disputes above it on the shared stories six in seven are right.
const LEAST: f64 = 1.1;
/// Passages that come up to this share of the best one's sum say the same.
const ALIKE: f64 = 0.9;
/// How many code points before a denial a passage may end that still counts as near.
const NEAR: usize = 1200;
/// How many may stand between a passage and a denial that only points back to it: ", which he".
const ADJACENT: usize = 24;

pub(super) struct Reader<'a> {
    said: &'a [Said],
    speakers: &'a Speakers<'a>,
    signals: Vec<Signals<'a>>,
    /// The passages that hold a term: a large story's denials are not held against all that it says.
    by_term: BTreeMap<&'a str, Vec<usize>>,
}

/// What bears on whether a passage is what someone denies.
struct Signals<'a> {
    terms: BTreeSet<&'a str>,
    /// Whether it affirms what it tells, and denies nothing itself.
    affirms: bool,
    /// How many of the story's articles tell it, on a scale from one (0) to all (1).
    prominence: f64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(input: &'a Input<'a>, denials: &[Denial]) -> Self {
        let mut articles: BTreeMap<&ClaimId, BTreeSet<&ArticleId>> = BTreeMap::new();
        for place in input.said.iter().map(|s| &s.place) {
            for claim in &place.claims {
                articles.entry(claim).or_default().insert(&place.passage.article);
            }
        }
        let mut denying: BTreeMap<&ArticleId, Vec<Span>> = BTreeMap::new();
        for denial in denials {
            denying.entry(&denial.place.passage.article).or_default().push(denial.at);
        }
        let all = input.story.reports.len().max(2) as f64;
        let signals = |said: &'a Said| {
            let passage = &said.place.passage;
            let denies = denying
                .get(&passage.article)
                .is_some_and(|d| d.iter().any(|at| at.overlap(passage.span) > 0));
            let told = said.place.claims.iter().map(|c| articles[c].len()).max().unwrap_or(1);
            Signals {
                terms: said.terms.iter().flatten().map(|(term, _)| term.as_str()).collect(),
                affirms: !said.negative && !denies,
                prominence: (told as f64).ln() / all.ln(),
            }
        };
        let signals: Vec<Signals> = input.said.iter().map(signals).collect();
        let mut by_term: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, signals) in signals.iter().enumerate() {
            signals.terms.iter().for_each(|term| by_term.entry(term).or_default().push(n));
        }
        Reader { said: &input.said, speakers: &input.speakers, signals, by_term }
    }

    /// The passages that say what is denied, the likeliest first.
    pub(super) fn answered(&self, denial: &Denial) -> Vec<&'a Said> {
        // One shares a word at least that is no name, or stands right before a denial that hangs on it.
        let candidates: BTreeSet<usize> = match denial.what.is_empty() {
            true if denial.relative => (0..self.said.len()).collect(),
            true => BTreeSet::new(),
            false => {
                denial.deeds.iter().filter_map(|t| self.by_term.get(t.as_str())).flatten().copied().collect()
            }
        };
        let mut found: Vec<(f64, &Said)> = candidates
            .into_iter()
            .filter(|&n| self.signals[n].affirms && self.may_answer(denial, &self.said[n]))
            .filter_map(|n| Some((self.likelihood(denial, &self.said[n], &self.signals[n])?, &self.said[n])))
            .collect();
        // The sort keeps the order of place among equals.
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = found.first().map_or(0.0, |f| f.0);
        found.into_iter().take_while(|(sum, _)| *sum >= ALIKE * best).map(|(_, said)| said).collect()
    }

    /// The sum of what speaks for a passage as what is denied; none where too little does.
    fn likelihood(&self, denial: &Denial, said: &Said, signals: &Signals) -> Option<f64> {
        let before = before(denial, said);
        if denial.what.is_empty() {
            let adjacent = before.is_some_and(|b| b <= ADJACENT) && signals.terms.len() > 2;
            return adjacent.then_some(LEAST);
        }
        let shared = || denial.what.iter().filter(|t| signals.terms.contains(t.as_str()));
        let weight = |all: &mut dyn Iterator<Item = &String>| all.map(|t| terms::rarity(t)).sum::<f64>();
        let covered = weight(&mut shared()) / weight(&mut denial.what.iter()).max(f64::MIN_POSITIVE);
        if covered < COVERED || shared().count() < SHARED {
            return None;
        }
        let source = said.place.source.as_ref();
        let teller = !denial.teller.is_empty()
            && source.is_some_and(|s| !self.speakers.terms(s).is_disjoint(&denial.teller));
        let accuses = denial.who.iter().any(|t| signals.terms.contains(t.as_str()));
        let near = before.map_or(0.0, |b| (1.0 - b as f64 / NEAR as f64).max(0.0));
        let sum = covered
            + 0.4 * near
            + 0.4 * signals.prominence
            + if teller { 0.5 } else { 0.0 }
            + if accuses { 0.3 } else { 0.0 }
            + if source.is_some() { 0.15 } else { 0.0 };
        (sum >= LEAST).then_some(sum)
    }

    /// Whether a passage may be what a denial answers: of another voice, and not the denial's own words.
    fn may_answer(&self, denial: &Denial, said: &Said) -> bool {
        let (own, other) = (&denial.place, &said.place);
        let inside =
            own.passage.article == other.passage.article && own.passage.span.overlap(other.passage.span) > 0;
        let one_voice =
            own.source.as_ref().zip(other.source.as_ref()).is_some_and(|(a, b)| self.speakers.one(a, b));
        !inside && !one_voice
    }
}

/// How many code points before the denying word a passage of the same article ends.
fn before(denial: &Denial, said: &Said) -> Option<usize> {
    let passage = &said.place.passage;
    let one = passage.article == denial.place.passage.article;
    one.then(|| denial.at.start.checked_sub(passage.span.end)).flatten()
}
