//! Nouns and adjectives that name an event, and the verbs that lend a noun of action its tense.

use super::read::{Table, file, words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// `data/event-nouns.txt`.
#[derive(Default)]
pub(crate) struct EventNouns {
    /// The key of each noun.
    pub(crate) nouns: FxHashMap<&'static str, &'static str>,
    /// The key of each adjective.
    pub(crate) adjectives: FxHashMap<&'static str, &'static str>,
    /// What verbs the nouns and adjectives are grouped under.
    pub(crate) keys: FxHashSet<&'static str>,
    pub(crate) not: FxHashSet<&'static str>,
    pub(crate) light: FxHashSet<&'static str>,
    pub(crate) auxiliary: FxHashSet<&'static str>,
    pub(crate) particles: FxHashSet<&'static str>,
}

/// A row: its section, its key where it has one, its words.
pub(super) type EventRow = (&'static str, Option<&'static str>, Vec<&'static str>);

pub(super) static ROWS: LazyLock<Table<EventRow>> = LazyLock::new(|| {
    file!("event-nouns.txt").table(|row| {
        let keyless = match row.section {
            "" | "adjectives" => false,
            "not" | "light" | "auxiliary" | "particles" => true,
            section => return Err(format!("unknown section `{section}`")),
        };
        let (key, list) = match row.keyed() {
            Ok((key, list)) => (Some(key), list),
            Err(_) => (None, row.text),
        };
        if key.is_some() && keyless {
            Err("no key is wanted here".into())
        } else {
            Ok((row.section, key, words(list)?))
        }
    })
});

pub(crate) static EVENT_NOUNS: LazyLock<EventNouns> = LazyLock::new(|| {
    let mut lexicon = EventNouns::default();
    for (section, key, words) in ROWS.iter() {
        for word in words {
            let key = key.unwrap_or(word);
            match *section {
                "not" => drop(lexicon.not.insert(word)),
                "light" => drop(lexicon.light.insert(word)),
                "particles" => drop(lexicon.particles.insert(word)),
                "auxiliary" => drop(lexicon.auxiliary.insert(word)),
                "adjectives" => drop(lexicon.adjectives.insert(word, key)),
                _ => drop(lexicon.nouns.entry(word).or_insert(key)),
            }
            lexicon.keys.insert(key);
        }
    }
    lexicon
});
