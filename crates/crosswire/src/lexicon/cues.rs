//! The words that attribute, from `data/cues.txt`, which says what each frame is.

use super::read::{Table, file};
use crosswire_lang::Upos;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The ways in which a cue takes its content, as `data/cues.txt` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Frame {
    Quote = 1 << 0,
    Clause = 1 << 1,
    To = 1 << 2,
    ObjectTo = 1 << 3,
    Ing = 1 << 4,
    Object = 1 << 5,
    Hearer = 1 << 6,
    As = 1 << 7,
    Call = 1 << 8,
    Passive = 1 << 9,
    Never = 1 << 10,
    Chain = 1 << 11,
    Light = 1 << 12,
    That = 1 << 13,
    Seems = 1 << 14,
    Thinks = 1 << 15,
}

/// A word that attributes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cue {
    frames: u32,
    /// The prepositions of what is said: "warned of".
    prepositions: Vec<&'static str>,
}

impl Cue {
    /// Whether `data/cues.txt` lists the word at all.
    pub(crate) fn is_known(&self) -> bool {
        self.frames != 0 || !self.prepositions.is_empty()
    }

    pub(crate) fn takes(&self, frame: Frame) -> bool {
        self.frames & frame as u32 != 0
    }

    pub(crate) fn takes_preposition(&self, preposition: &str) -> bool {
        self.prepositions.contains(&preposition)
    }
}

/// The cues of each class, by lemma.
type Lexicon = FxHashMap<&'static str, FxHashMap<&'static str, Cue>>;

/// A row: the class of its words, the frames that they take, the words.
type CueRow = (&'static str, Cue, Vec<&'static str>);

pub(super) static ROWS: LazyLock<Table<CueRow>> = LazyLock::new(|| {
    file!("cues.txt").table(|row| {
        let (class, frames) = row.section.split_once(": ").ok_or("a list begins with `[verb: FRAMES]`")?;
        if !["verb", "noun", "adjective"].contains(&class) {
            return Err(format!("`{class}` is none of verb, noun, adjective"));
        }
        let mut cue = Cue::default();
        for name in frames.split(' ') {
            match name.strip_prefix('+') {
                Some(preposition) => cue.prepositions.push(preposition),
                None => cue.frames |= frame(name).ok_or(format!("no frame is named `{name}`"))? as u32,
            }
        }
        Ok((class, cue, row.words()?))
    })
});

/// All cues.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for (class, row, lemmas) in ROWS.iter() {
        for lemma in lemmas {
            let cue = lexicon.entry(class).or_default().entry(lemma).or_default();
            cue.frames |= row.frames;
            cue.prepositions.extend(&row.prepositions);
        }
    }
    lexicon
});

/// A word that takes no frame.
static NONE: Cue = Cue { frames: 0, prepositions: Vec::new() };

fn frame(name: &str) -> Option<Frame> {
    Some(match name {
        "quote" => Frame::Quote,
        "clause" => Frame::Clause,
        "to" => Frame::To,
        "object-to" => Frame::ObjectTo,
        "ing" => Frame::Ing,
        "object" => Frame::Object,
        "hearer" => Frame::Hearer,
        "as" => Frame::As,
        "call" => Frame::Call,
        "passive" => Frame::Passive,
        "never" => Frame::Never,
        "chain" => Frame::Chain,
        "light" => Frame::Light,
        "that" => Frame::That,
        "seems" => Frame::Seems,
        "thinks" => Frame::Thinks,
        _ => return None,
    })
}

fn cue(class: &str, lemma: &str) -> &'static Cue {
    LEXICON.get(class).and_then(|cues| cues.get(lemma)).unwrap_or(&NONE)
}

/// How a verb attributes.
pub(crate) fn verb(lemma: &str) -> &'static Cue {
    let found = cue("verb", lemma);
    // The language layer makes "chim" of "chimed".
    if found.is_known() || lemma.ends_with('e') { found } else { cue("verb", &format!("{lemma}e")) }
}

/// How a noun attributes.
pub(crate) fn noun(lemma: &str) -> &'static Cue {
    cue("noun", lemma)
}

/// How an adjective attributes.
pub(crate) fn adjective(lemma: &str) -> &'static Cue {
    cue("adjective", lemma)
}

/// Whether a word is a verb that can attribute at all.
pub(crate) fn is_verb(upos: Upos, lemma: &str) -> bool {
    matches!(upos, Upos::Verb | Upos::Aux) && verb(lemma).is_known()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        assert!(verb("say").takes(Frame::Quote) && verb("say").takes(Frame::Clause));
        assert!(verb("warn").takes_preposition("of"));
        assert!(noun("claim").takes(Frame::That));
        assert!(adjective("critical").takes_preposition("of"));
        assert!(!verb("sink").takes(Frame::Clause));
    }
}
