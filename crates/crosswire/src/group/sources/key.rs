//! What a source is filed under while a story is read: its name reduced to what stays the same from text to text.

use crosswire_model::ArticleId;
use std::fmt;
use std::ops::Bound;

/// What a source is filed under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// A body or an outlet: the words of its name, sorted.
    Body(String),
    /// A person: first and last name, or one name where the text has no other.
    Person(String),
    /// One without a name, who is someone else in each article: "two officials".
    Unnamed(ArticleId, String),
}

impl Key {
    /// The words, without what sets apart kinds and articles.
    pub(super) fn words(&self) -> &str {
        match self {
            Key::Body(words) | Key::Person(words) | Key::Unnamed(_, words) => words,
        }
    }

    /// Whether a word is one of the name's.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words().split(' ').any(|w| w == word)
    }

    pub(super) fn is_body(&self) -> bool {
        matches!(self, Key::Body(_))
    }

    pub(super) fn is_unnamed(&self) -> bool {
        matches!(self, Key::Unnamed(..))
    }

    /// Whether it is a person's of whom first and last name are known.
    pub(super) fn is_full_name(&self) -> bool {
        matches!(self, Key::Person(name) if name.contains(' '))
    }

    /// The keys of all bodies.
    pub(super) fn bodies() -> (Bound<Key>, Bound<Key>) {
        (Bound::Unbounded, Bound::Excluded(Key::Person(String::new())))
    }

    /// The keys of all persons.
    pub(super) fn persons() -> (Bound<Key>, Bound<Key>) {
        let unnamed = Key::Unnamed(ArticleId(String::new()), String::new());
        (Bound::Included(Key::Person(String::new())), Bound::Excluded(unnamed))
    }
}

/// What the source's id in the ledger is made of: it may not change.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Key::Body(words) => write!(f, "b:{words}"),
            Key::Person(name) => write!(f, "p:{name}"),
            Key::Unnamed(article, words) => write!(f, "u:{article}:{words}"),
        }
    }
}
