//! The people of a story: every name of a person in its articles, full names told apart from each other.
//!
//! Fails where two people share first and last name.

use super::text::{is_capital, plain_name};
use crate::annotate::tree::Tree;
use crosswire_lang::NameKind;
use std::collections::{BTreeMap, BTreeSet};

/// The full names of a story, by last name: "clinton" is "hillary clinton" and "bill clinton".
#[derive(Debug, Default)]
pub(super) struct People {
    by_last: BTreeMap<String, BTreeSet<String>>,
    /// The fullest form of each.
    forms: BTreeMap<String, String>,
}

impl People {
    /// Takes in the people whom an article names.
    pub(super) fn learn(&mut self, tree: &Tree) {
        for name in tree.annotation.language.names.iter().filter(|n| n.kind == NameKind::Person) {
            let name = plain_name(tree.between(&name.bytes));
            let Some((first, last)) = ends(&name) else { continue };
            let key = format!("{first} {last}");
            self.by_last.entry(last).or_default().insert(key.clone());
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

    /// The key of a name that has a first and a last part.
    pub(super) fn key(name: &str) -> Option<String> {
        ends(name).map(|(first, last)| format!("{first} {last}"))
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
