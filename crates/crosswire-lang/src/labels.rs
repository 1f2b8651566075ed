//! The tags, features and relations that words are given.

use std::fmt;
use std::sync::LazyLock;

/// Universal part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the standard's own: universaldependencies.org/u/pos")]
#[rustfmt::skip]
pub enum Upos { Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb, X }

impl Upos {
    /// All of them, in the order in which the model numbers them.
    #[rustfmt::skip]
    pub const ALL: [Upos; 17] = [
        Upos::Adj, Upos::Adp, Upos::Adv, Upos::Aux, Upos::Cconj, Upos::Det, Upos::Intj, Upos::Noun, Upos::Num,
        Upos::Part, Upos::Pron, Upos::Propn, Upos::Punct, Upos::Sconj, Upos::Sym, Upos::Verb, Upos::X,
    ];

    /// As CoNLL-U writes it: `NOUN`.
    pub fn as_str(self) -> &'static str {
        const NAMES: [&str; 17] = [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
            "PUNCT", "SCONJ", "SYM", "VERB", "X",
        ];
        NAMES[self as usize]
    }
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The lines of a list in `data/`, in the order in which the model numbers them.
fn lines(file: &'static str) -> Vec<&'static str> {
    file.lines().filter(|line| !line.starts_with("# ") && !line.is_empty()).collect()
}

macro_rules! label {
    ($(#[$doc:meta])* $name:ident, $list:ident, $file:literal) => {
        static $list: LazyLock<Vec<&'static str>> = LazyLock::new(|| lines(include_str!($file)));

        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub struct $name(u8);

        impl $name {
            /// How many there are.
            pub fn count() -> usize {
                $list.len()
            }

            /// The one with this number, if there is one.
            pub fn from_index(index: usize) -> Option<Self> {
                (index < $list.len()).then_some($name(index as u8))
            }

            /// The one that is written so.
            pub fn from_name(name: &str) -> Option<Self> {
                $list.iter().position(|&n| n == name).and_then(Self::from_index)
            }

            /// As CoNLL-U writes it.
            pub fn as_str(self) -> &'static str {
                $list[self.0 as usize]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

label!(
    /// A Penn Treebank tag: `NNS`.
    Xpos, XPOS, "../data/xpos.txt"
);
label!(
    /// A bundle of morphological features: `Number=Sing|Person=3|Tense=Pres|VerbForm=Fin`; `_` is none.
    Features, FEATURES, "../data/features.txt"
);
label!(
    /// A relation of Universal Dependencies, with its subtype: `nsubj:pass`.
    Relation, RELATIONS, "../data/relations.txt"
);

impl Features {
    /// The value of one feature: that of "Tense" is "Past".
    pub fn get(self, feature: &str) -> Option<&'static str> {
        self.as_str().split('|').find_map(|pair| pair.strip_prefix(feature)?.strip_prefix('='))
    }
}

impl Relation {
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn base(self) -> &'static str {
        self.as_str().split(':').next().unwrap_or_default()
    }
}
