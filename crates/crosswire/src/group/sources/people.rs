//! The people of a story: every name of a person in its articles, full names told apart from each other.
//!
//! Two spellings of one name are one person: first and last name are the same or nearly so, as transliterations and accents
//! differ ("Mohammed Haddad", "Mohamed al-Hadad"), or the first is short for the other ("Rudy", "Rudolph"), and no article
//! has both. Fails where two people share first and last name.

use super::text::{distance, is_capital, plain_letters, plain_name};
use crate::annotate::tree::Tree;
use crosswire_lang::NameKind;
use std::collections::{BTreeMap, BTreeSet};

/// The full names of a story, by last name: "clinton" is "hillary clinton" and "bill clinton".
#[derive(Debug, Default)]
pub(super) struct People {
    by_last: BTreeMap<String, BTreeSet<String>>,
    /// The fullest form of each.
    forms: BTreeMap<String, String>,
    /// How often each is named.
    counts: BTreeMap<String, usize>,
    /// The articles that name each, by number.
    articles: BTreeMap<String, BTreeSet<usize>>,
    /// For a spelling the one that stands for it.
    spellings: BTreeMap<String, String>,
}

impl People {
    /// Takes in the people whom an article names.
    pub(super) fn learn(&mut self, tree: &Tree, article: usize) {
        for name in tree.annotation.language.names.iter().filter(|n| n.kind == NameKind::Person) {
            let name = plain_name(tree.between(&name.bytes));
            let Some((first, last)) = ends(&name) else { continue };
            let key = format!("{first} {last}");
            self.by_last.entry(last).or_default().insert(key.clone());
            *self.counts.entry(key.clone()).or_default() += 1;
            self.articles.entry(key.clone()).or_default().insert(article);
            let form = self.forms.entry(key).or_default();
            if name.len() > form.len() || name.len() == form.len() && name < *form {
                *form = name;
            }
        }
    }

    /// Takes in one more full name.
    pub(super) fn add(&mut self, name: &str) {
        let Some((first, last)) = ends(name) else { return };
        let key = format!("{first} {last}");
        self.by_last.entry(last).or_default().insert(key.clone());
        self.forms.entry(key).or_insert_with(|| name.to_string());
    }

    /// Takes spellings of one name together under the one that is used most.
    pub(super) fn join_spellings(&mut self) {
        let mut keys: Vec<&String> = self.counts.keys().collect();
        keys.sort_by_key(|key| (std::cmp::Reverse(self.counts[*key]), (*key).clone()));
        let mut chief: Vec<&String> = Vec::new();
        // By initials: only names with the same can be one.
        let mut spellings = BTreeMap::new();
        for key in keys {
            let apart = |other: &str| self.articles[key].is_disjoint(&self.articles[other]);
            match chief.iter().find(|other| is_one_name(key, other) && apart(other)) {
                Some(other) => drop(spellings.insert(key.clone(), (*other).clone())),
                None => chief.push(key),
            }
        }
        for (spelling, of) in &spellings {
            for keys in self.by_last.values_mut() {
                if keys.remove(spelling) {
                    keys.insert(of.clone());
                }
            }
        }
        self.spellings = spellings;
    }

    /// The key of a name that has a first and a last part.
    pub(super) fn key(&self, name: &str) -> Option<String> {
        let key = ends(name).map(|(first, last)| format!("{first} {last}"))?;
        Some(self.spellings.get(&key).cloned().unwrap_or(key))
    }

    /// The one person of the story with this last name, or with this name as the first.
    pub(super) fn only(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        let mut all = self.by_last.get(&word)?.iter();
        all.next().filter(|_| all.next().is_none()).map(String::as_str)
    }

    /// Whether somebody of the story has this last name.
    pub(super) fn is_last_name(&self, word: &str) -> bool {
        self.by_last.contains_key(&word.to_lowercase())
    }

    /// The fullest form in which the story names someone.
    pub(super) fn form(&self, key: &str) -> Option<&str> {
        self.forms.get(key).map(String::as_str)
    }
}

/// First and last word of a name of several words, in lower case; "jr" goes with the last: son and father are two.
fn ends(name: &str) -> Option<(String, String)> {
    let mut words = name.split(' ').filter(|w| is_capital(w) || w.len() > 2);
    let first = words.next()?.to_lowercase();
    let last = words.next_back()?.to_lowercase();
    let last = match suffix(&last) {
        Some("sr") => words.next_back()?.to_lowercase(),
        Some(suffix) => format!("{} {suffix}", words.next_back()?.to_lowercase()),
        None => last,
    };
    (first != last).then_some((first, last))
}

/// Letters of a last name that two spellings of it have at least.
const SHORTEST: usize = 5;

/// Whether two keys are spellings of one name.
fn is_one_name(a: &str, b: &str) -> bool {
    let (Some((first_a, last_a)), Some((first_b, last_b))) = (a.split_once(' '), b.split_once(' ')) else {
        return false;
    };
    let (first_a, first_b) = (letters(first_a), letters(first_b));
    let (last_a, last_b) = (letters(last_a), letters(last_b));
    let near = |x: &str, y: &str| {
        let shorter = x.len().min(y.len());
        x == y || shorter >= SHORTEST && x[..1] == y[..1] && distance(x, y) <= shorter / 4
    };
    // "Rudy" and "Rudolph", not "Jan" and "Janet".
    let short = || {
        let (short, long) =
            if first_a.len() <= first_b.len() { (&first_a, &first_b) } else { (&first_b, &first_a) };
        let stem = short.trim_end_matches(['y', 'i', 'e']);
        stem.len() >= 3 && stem.len() < short.len() && long.len() > short.len() && long.starts_with(stem)
    };
    if first_a.is_empty() || first_b.is_empty() || last_a.is_empty() || last_b.is_empty() {
        return false;
    }
    // A long first name in common leaves more room for the last.
    let far = || {
        let shorter = last_a.len().min(last_b.len());
        first_a.len() > SHORTEST
            && shorter > SHORTEST
            && last_a[..1] == last_b[..1]
            && distance(&last_a, &last_b) <= shorter / 3
    };
    last_a == last_b && (near(&first_a, &first_b) || short())
        || first_a == first_b && (near(&last_a, &last_b) || far())
        || near(&first_a, &first_b)
            && near(&last_a, &last_b)
            && distance(&first_a, &first_b) + distance(&last_a, &last_b) <= 2
}

/// A name's letters without accents, articles and marks: "al-Hadad" and "Hadad" are one.
fn letters(name: &str) -> String {
    let plain = plain_letters(name);
    let plain =
        ["al-", "el-", "al ", "el "].iter().find_map(|start| plain.strip_prefix(start)).unwrap_or(&plain);
    plain.chars().filter(char::is_ascii_lowercase).collect()
}

/// What a word in lower case adds to a name to tell a father from his namesake.
pub(super) fn suffix(word: &str) -> Option<&'static str> {
    match word.trim_matches(['.', ',']) {
        "jr" => Some("jr"),
        "sr" => Some("sr"),
        "ii" => Some("ii"),
        "iii" => Some("iii"),
        _ => None,
    }
}
