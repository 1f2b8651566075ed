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
            let name = plain_name(tree.between(name.bytes));
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
        keys.sort_by_key(|key| (std::cmp::Reverse(self.counts[*key]), *key));
        // Spellings of one name begin alike: by the initials of first and last name.
        let mut chiefs: BTreeMap<(char, char), Vec<(&String, Spelling)>> = BTreeMap::new();
        let mut spellings = BTreeMap::new();
        for key in keys {
            let Some(spelling) = Spelling::of(key) else { continue };
            let alike = chiefs.entry(spelling.initials()).or_default();
            let apart = |other: &String| self.articles[key].is_disjoint(&self.articles[other]);
            match alike.iter().find(|(other, chief)| spelling.is_one_with(chief) && apart(other)) {
                Some((other, _)) => drop(spellings.insert(key.clone(), (*other).clone())),
                None => alike.push((key, spelling)),
            }
        }
        for (spelling, of) in &spellings {
            if let Some(keys) = spelling.split_once(' ').and_then(|(_, last)| self.by_last.get_mut(last))
                && keys.remove(spelling)
            {
                keys.insert(of.clone());
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

/// Letters that a name has at least, where another spelling of it may differ.
const SHORTEST: usize = 5;

/// The plain letters of a first and a last name, none of them empty.
struct Spelling {
    first: String,
    last: String,
}

impl Spelling {
    fn of(key: &str) -> Option<Spelling> {
        let (first, last) = key.split_once(' ')?;
        let (first, last) = (letters(first), letters(last));
        (!first.is_empty() && !last.is_empty()).then_some(Spelling { first, last })
    }

    fn initials(&self) -> (char, char) {
        let initial = |name: &str| name.chars().next().unwrap_or_default();
        (initial(&self.first), initial(&self.last))
    }

    /// Whether two are spellings of one name. Their initials are the same.
    fn is_one_with(&self, other: &Spelling) -> bool {
        let firsts = near(&self.first, &other.first, 4);
        let lasts = near(&self.last, &other.last, 4);
        // A long first name in common leaves more room for the last.
        let far = || {
            self.first.len() > SHORTEST
                && self.last.len().min(other.last.len()) > SHORTEST
                && near(&self.last, &other.last, 3)
        };
        self.last == other.last && (firsts || is_short_for(&self.first, &other.first))
            || self.first == other.first && (lasts || far())
            || firsts && lasts && distance(&self.first, &other.first) + distance(&self.last, &other.last) <= 2
    }
}

/// Whether two names that begin alike are the same but for one letter in so many.
fn near(x: &str, y: &str, letters: usize) -> bool {
    let shorter = x.len().min(y.len());
    x == y || shorter >= SHORTEST && distance(x, y) <= shorter / letters
}

/// "Rudy" and "Rudolph", not "Jan" and "Janet".
fn is_short_for(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let stem = short.trim_end_matches(['y', 'i', 'e']);
    stem.len() >= 3 && stem.len() < short.len() && short.len() < long.len() && long.starts_with(stem)
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
