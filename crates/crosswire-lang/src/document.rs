//! What is found in a text: words, sentences, names.

use crate::labels::{Features, Relation, Upos, Xpos};
use crate::ranges::{ByteRange, WordRange};

/// What the language layer says of one text. All positions are bytes of that text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Every word, in order. No word holds white space, and every other character belongs to one word.
    pub words: Vec<Word>,
    /// Every sentence, in order. Each word belongs to one sentence.
    pub sentences: Vec<Sentence>,
    /// Every name, in order. Names do not overlap.
    pub names: Vec<Name>,
}

impl Document {
    /// Appends what was found in a later part of the same text.
    pub(crate) fn append(&mut self, mut later: Document) {
        let offset = self.words.len();
        let moved = |words: WordRange| WordRange::new(words.start + offset, words.end + offset);
        later.words.iter_mut().flat_map(|word| &mut word.head).for_each(|head| *head += offset);
        later.sentences.iter_mut().for_each(|sentence| sentence.words = moved(sentence.words));
        later.names.iter_mut().for_each(|name| name.words = moved(name.words));
        self.words.append(&mut later.words);
        self.sentences.append(&mut later.sentences);
        self.names.append(&mut later.names);
    }
}

/// A syntactic word, in the sense of Universal Dependencies: "don't" is the words "do" and "n't".
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Where it stands.
    pub bytes: ByteRange,
    /// Whether it is one token with the word before it: the "n't" of "don't", the "'s" of "Iran's".
    pub fused: bool,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Xpos,
    /// Morphological features.
    pub features: Features,
    /// The form that a dictionary lists.
    pub lemma: Box<str>,
    /// The word that it depends on, as an index into [`Document::words`]; none for a sentence's root.
    pub head: Option<usize>,
    /// How it depends on it.
    pub relation: Relation,
    /// How sure the model is of `upos`, 0..1.
    pub tag_confidence: f32,
    /// How sure the model is of `head`, 0..1.
    pub head_confidence: f32,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Where it stands, without white space around it.
    pub bytes: ByteRange,
    /// Its words, as indices into [`Document::words`].
    pub words: WordRange,
    /// How sure the model is that a sentence begins here, 0..1. At the head of a block it is 1.
    pub confidence: f32,
}

/// A name: of a person, an organisation, a place, a people or group.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Where it stands.
    pub bytes: ByteRange,
    /// Its words, as indices into [`Document::words`].
    pub words: WordRange,
    /// What it is the name of.
    pub kind: NameKind,
    /// How sure the model is of the whole name, 0..1.
    pub confidence: f32,
}

/// What something is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person, without title: "Hossein Noushabadi".
    Person,
    /// An organisation: an agency, a ministry, a company, a party, a gang, a team.
    Organisation,
    /// A place: a country, a town, a river, an airport.
    Location,
    /// A nationality, a religious or a political group, as adjective or noun: "Iranian", "Republicans".
    Group,
}

impl NameKind {
    /// The label that named-entity corpora use: `PER`, `ORG`, `LOC`, `NORP`.
    pub fn label(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Location => "LOC",
            NameKind::Group => "NORP",
        }
    }
}
