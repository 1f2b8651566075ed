//! Branches of public life, by which it is told whether two sources may be one body.

use super::read::{Table, file, words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What the word lists say.
#[derive(Default)]
pub(crate) struct Branches {
    /// For a word, the word that it stands for and its branches.
    pub(crate) words: FxHashMap<String, (&'static str, BTreeSet<&'static str>)>,
    /// Words of two that stand together: "coast guard".
    pub(crate) pairs: FxHashMap<String, String>,
    pub(crate) tasks: FxHashSet<&'static str>,
    pub(crate) plain: FxHashSet<&'static str>,
    /// Branches whose bodies are arms of a government.
    pub(crate) executive: FxHashSet<&'static str>,
    /// Words that begin a clause.
    pub(crate) clause: FxHashSet<&'static str>,
    /// Words for people by which a whole service speaks.
    pub(crate) collective: FxHashSet<&'static str>,
    /// Words that end the head of a description, those that begin a clause among them.
    pub(crate) bend: FxHashSet<&'static str>,
}

pub(super) static ROWS: LazyLock<Table<(&str, Vec<&str>)>> = LazyLock::new(|| {
    file!("branches.txt").table(|row| {
        let (name, list) = row.keyed()?;
        Ok((name, words(list)?))
    })
});

pub(crate) static BRANCHES: LazyLock<Branches> = LazyLock::new(|| {
    let mut branches = Branches::default();
    for (name, words) in ROWS.iter() {
        match *name {
            "tasks" => branches.tasks.extend(words),
            "plain" => branches.plain.extend(words),
            "collective" => branches.collective.extend(words),
            "executive" => branches.executive.extend(words),
            "clause" => branches.clause.extend(words),
            "bend" => branches.bend.extend(words),
            _ => words.iter().for_each(|word| {
                let (form, stands_for) = word.split_once('=').unwrap_or((word, word));
                if form.contains('-') {
                    branches.pairs.insert(form.replace('-', " "), form.to_string());
                }
                let entry = branches.words.entry(form.to_string());
                entry.or_insert((stands_for, BTreeSet::new())).1.insert(name);
            }),
        }
    }
    branches.bend.extend(branches.clause.clone());
    branches
});
