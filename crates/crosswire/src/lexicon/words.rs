//! Word lists: sections of data files, each read once, when it is first asked for.

use super::read::{File, Table};
use rustc_hash::FxHashSet;
use std::ops::Deref;

/// One list: its words and phrases in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Words {
    list: Vec<&'static str>,
    set: FxHashSet<&'static str>,
}

impl Words {
    /// Whether it holds a word or phrase, in lower case.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.set.contains(word)
    }

    /// The list of a section.
    pub(super) fn of(file: File, section: &str) -> Words {
        let rows = sections(file);
        let list: Vec<_> =
            rows.iter().filter(|(name, _)| *name == section).flat_map(|(_, words)| words.clone()).collect();
        Words { set: list.iter().copied().collect(), list }
    }
}

impl Deref for Words {
    type Target = [&'static str];
    fn deref(&self) -> &[&'static str] {
        &self.list
    }
}

/// The rows of a file of word lists, each with its section.
pub(super) fn sections(file: File) -> Table<(&'static str, Vec<&'static str>)> {
    file.table(|row| match row.section {
        "" => Err("a list begins with `[name]`".to_owned()),
        section => Ok((section, row.words()?)),
    })
}

/// Declares the lists of each file: `NEGATORS` is the section `[negators]`.
macro_rules! lists {
    ($($file:literal: $($name:ident)*;)*) => {
        $($(
            pub(crate) static $name: std::sync::LazyLock<Words> = std::sync::LazyLock::new(|| {
                Words::of(file!($file), &section_of(stringify!($name)))
            });
        )*)*

        /// Every file of word lists with the names of its sections.
        #[cfg(test)]
        pub(super) fn declared() -> Vec<(File, Vec<String>)> {
            vec![$((file!($file), vec![$(section_of(stringify!($name))),*])),*]
        }
    };
}
pub(super) use lists;

/// The section that a list of this name is.
pub(super) fn section_of(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}
