//! The words of a story's passages as numbers: how rare each is, what it means, which others mean nearly the same.

use crate::group::terms;
use crate::lexicon;
use crosswire_lang::Model;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A term that no other article holds would else decide alone; weights are no higher than this.
const CAP: f64 = 5.0;
/// The least cosine at which two words are near in meaning. Opposites are near too: “opened”, “closed”.
const NEAR: f32 = 0.38;
/// Cosines between which nearness grows from nothing to [`NEAREST`]; unlike words have some likeness too.
const SCALE: (f32, f32) = (0.2, 0.75);
/// How near two different words are at most, where a word and itself are 1.
const NEAREST: f32 = 0.9;
/// Words so common that being near to one of them tells nothing.
const COMMON: f64 = 1.2;

/// Beginnings that turn a word into its opposite.
const UNDOING: [&str; 3] = ["un", "dis", "non"];
/// The fewest letters that follow such a beginning.
const UNDONE: usize = 4;

/// For each stem those of words that stand in a relation to it.
type Related = FxHashMap<String, Vec<String>>;

/// Stems of words that mean the opposite of each other, both ways.
static OPPOSITES: LazyLock<Related> = LazyLock::new(|| {
    let mut opposites = Related::default();
    for (a, b) in lexicon::ANTONYMS.iter() {
        let (a, b) = (terms::stem(a), terms::stem(b));
        opposites.entry(a.clone()).or_default().push(b.clone());
        opposites.entry(b).or_default().push(a);
    }
    opposites
});

/// Stems of words that describe one thing with another stance.
static LOADED: LazyLock<Related> = LazyLock::new(|| {
    let mut loaded = Related::default();
    for row in lexicon::LOADED.iter() {
        let stems: Vec<String> = row.members.iter().flatten().map(|word| terms::stem(word)).collect();
        stems.iter().for_each(|a| loaded.entry(a.clone()).or_default().extend(stems.iter().cloned()));
    }
    loaded
});

/// A term of a story, by number.
pub(super) type Term = u32;

/// The terms of a story.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<String, Term>,
    /// For each term the first form in which it was met.
    forms: Vec<String>,
    stems: Vec<String>,
    rarity: Vec<f64>,
    /// For each term those near in meaning, in order, and how near.
    near: Vec<Vec<(Term, f32)>>,
    /// For each term those that mean the opposite, in order.
    opposites: Vec<Vec<Term>>,
}

impl Vocabulary {
    /// The number of a stem that stands in a text in this form.
    pub(super) fn number(&mut self, stem: &str, form: &str) -> Term {
        if let Some(&known) = self.numbers.get(stem) {
            return known;
        }
        let next = self.stems.len() as Term;
        self.numbers.insert(stem.to_owned(), next);
        self.stems.push(stem.to_owned());
        self.forms.push(form.to_owned());
        self.rarity.push(terms::rarity(stem).min(CAP));
        next
    }

    /// How rare a term is in news at large: the logarithm of one over the share of articles that hold it, cut at a cap.
    pub(super) fn rarity(&self, term: Term) -> f64 {
        self.rarity[term as usize]
    }

    /// The form in which a term was first met.
    pub(super) fn form(&self, term: Term) -> &str {
        &self.forms[term as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.stems.len()
    }

    /// Terms that mean nearly the same, in order, and how near, 0 to 1; a term itself is not among them.
    pub(super) fn near(&self, term: Term) -> &[(Term, f32)] {
        self.near.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// How near two terms are in meaning, 0 to 1.
    pub(super) fn nearness(&self, a: Term, b: Term) -> f64 {
        if a == b {
            return 1.0;
        }
        let near = self.near(a);
        near.binary_search_by_key(&b, |(term, _)| *term).map_or(0.0, |at| f64::from(near[at].1))
    }

    /// The number of a stem that some passage holds.
    pub(super) fn known(&self, stem: &str) -> Option<Term> {
        self.numbers.get(stem).copied()
    }

    /// The terms that mean the opposite of one, in order.
    pub(super) fn opposites(&self, term: Term) -> &[Term] {
        self.opposites.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a term may stand for anyone: “people”, “a man”.
    pub(super) fn is_anyone(&self, term: Term) -> bool {
        let form = self.forms[term as usize].to_lowercase();
        lexicon::GENERAL_PERSONAL_NOUNS.has(&form) || matches!(form.as_str(), "people" | "person" | "persons")
    }

    /// Whether two terms describe one thing with another stance.
    pub(super) fn loaded(&self, a: Term, b: Term) -> bool {
        LOADED.get(&self.stems[a as usize]).is_some_and(|others| others.contains(&self.stems[b as usize]))
    }

    /// Finds for each term those that mean the opposite: by the list of antonyms, or by what is put before it.
    pub(super) fn learn_opposites(&mut self) {
        let mut opposites = vec![Vec::new(); self.len()];
        for (term, stem) in self.stems.iter().enumerate() {
            let listed = OPPOSITES.get(stem).into_iter().flatten();
            opposites[term].extend(listed.filter_map(|other| self.known(other)));
            let undone = UNDOING.iter().filter_map(|u| stem.strip_prefix(u));
            for other in undone.filter(|rest| rest.len() >= UNDONE).filter_map(|rest| self.known(rest)) {
                opposites[term].push(other);
                opposites[other as usize].push(term as Term);
            }
        }
        for others in &mut opposites {
            others.sort_unstable();
            others.dedup();
        }
        self.opposites = opposites;
    }

    /// Finds for each term those near in meaning, by the language layer's vectors of words.
    pub(super) fn learn_meanings(&mut self, model: &Model) {
        let plain = |i: usize| {
            self.rarity[i] >= COMMON
                && !self.forms[i].starts_with(char::is_uppercase)
                && !self.forms[i].contains(|c: char| c.is_ascii_digit())
        };
        let words: Vec<usize> = (0..self.len()).filter(|&i| plain(i)).collect();
        let vectors: Vec<_> = words.par_iter().map(|&i| model.word_vector(&self.forms[i])).collect();
        let near: Vec<Vec<(Term, f32)>> = (0..words.len())
            .into_par_iter()
            .map(|a| {
                let with = |b: usize| (words[b] as Term, vectors[a].similarity(&vectors[b]));
                let nearness =
                    |cosine: f32| ((cosine - SCALE.0) / (SCALE.1 - SCALE.0)).clamp(0.0, 1.0) * NEAREST;
                (0..words.len())
                    .filter(|&b| b != a)
                    .map(with)
                    .filter(|(_, cosine)| *cosine >= NEAR)
                    .map(|(word, cosine)| (word, nearness(cosine)))
                    .collect()
            })
            .collect();
        self.near = vec![Vec::new(); self.len()];
        for (word, near) in words.into_iter().zip(near) {
            self.near[word] = near;
        }
    }
}

/// The sum of products, in sixteen lanes and then across them: the same whatever a machine's vectors hold.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    for (x, y) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            *lane += x * y;
        }
    }
    lanes.iter().sum()
}
