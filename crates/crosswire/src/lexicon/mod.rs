//! The lexicon: every word list and table of the pipeline, read from `data/`.
//!
//! Words are data and stand in no code. To add a list: write `[name of the list]` with a comment above it that says what
//! its words do, and its words below it, parted by commas, into the file of its notion in `data/`; name it in [`lists!`]
//! below (`NAME_OF_THE_LIST`); ask `lexicon::NAME_OF_THE_LIST.has(word)`. A test reads every file and names the line that is
//! wrong: a word that stands twice, an empty entry, a section that nothing names.
//!
//! Three shapes of line: words and phrases between commas; `key: word, word`; and, in files that a command writes, fields
//! between blanks. `#` begins a comment; a file begins with one that says what it is and where it comes from. What has
//! more structure than a list is a table: [`tables`], [`names`], [`cues`], [`branches`], [`event_nouns`].

mod read;
mod words;
mod names;
mod tables;
mod branches;
mod event_nouns;
pub(crate) mod cues;

pub(crate) use branches::BRANCHES;
pub(crate) use event_nouns::{EVENT_NOUNS, EventNouns};
pub(crate) use names::{agencies, country, media};
pub(crate) use read::File;
use read::file;
pub(crate) use tables::*;
pub(crate) use words::Words;
use words::lists;
use words::section_of;

/// Kinds of event and who takes what part, in the form in which a user adds them.
pub(crate) const FRAMES: File = file!("frames.txt");

lists! {
    "nouns.txt": NOUNS_OF_IDLE_ABSENCE;
    "persons.txt": PERSONAL_NOUNS UNDISTINGUISHED_PERSONS;
    "roles.txt": TITLES BODIES DOCUMENTS SPEAKERS BODY_MODIFIERS MEDIA_NOUNS WORDS_OF_OUTLET_NAMES;
    "verbs.txt": SCHEDULING_VERBS PROSPECTIVE_VERBS POSTPONING_VERBS REPORTING_VERBS VERBS_WITHOUT_AN_EVENT;
}

#[cfg(test)]
mod tests;
