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
    "function-words.txt": STOP_WORDS SMALL_WORDS_OF_NAMES WORDS_LEFT_OUT_OF_ACRONYMS WORDS_THAT_BEGIN_SENTENCES EMPTY_WORDS_BESIDE_A_FIGURE INDEFINITE_DETERMINERS;
    "reality.txt": MARKS_OF_DENIAL MARKS_OF_PLANS MARKS_OF_PROGRESS MODALS WORDS_BETWEEN_NO_AND_A_FATE NEGATORS_BEFORE_A_PREDICATE NEGATORS DENYING_VERBS;
    "clauses.txt": HEADS_OF_SET_OFF_PARTS CLAUSE_LINKERS CONTRASTIVE_CONJUNCTIONS ADVERBS_OF_ANOTHER_OCCASION;
    "speech.txt": ACCORDED_NOUNS OPINION_NOUNS NOUNS_OF_WHAT_IS_TOLD INTERROGATIVES SOURCE_NOUNS_OF_HEADINGS VERBS_OF_ASKING_FOR OCCASIONS_OF_SPEECH VERBS_OF_PUBLISHING TEXTS_OF_A_SOURCE VERBS_OF_ISSUING PRONOUNS_OF_NO_SOURCE ADVERBS_OF_CONTENT COMPLEMENTISERS CIRCUMSTANCES_OF_SPEECH WORDS_AFTER_A_PART_OF_A_CROWD PARTITIVES VERBS_OF_CONTRADICTION;
    "numerals.txt": SMALL_NUMBERS TENS WORDS_AFTER_A_LENGTH_IN_METRES WORDS_AFTER_A_FRACTION;
    "quantities.txt": VERBS_OF_RISING VERBS_OF_FALLING TRANSITIVE_VERBS_OF_CHANGE PREPOSITIONS_AFTER_A_CHANGE DETERMINERS_OF_A_WHOLE INVARIABLE_PLURALS NUMBERED_NOUNS STREET_NOUNS FRACTION_NOUNS UNITS_OF_AGE UNITS_OF_TIME NOUNS_AFTER_IDLE_ONE DETERMINERS_BEFORE_PRONOMINAL_ONE SOFTENERS VERBS_OF_CHANGE VERBS_OF_WEIGHT THINGS_WEIGHED THINGS_COUNTED_PER;
    "times.txt": PREPOSITIONS_BEFORE_A_DATE WEEKDAYS MONTHS MONTH_ABBREVIATIONS PREPOSITIONS_BEFORE_A_CLOCK_TIME ADJECTIVES_OF_A_PAST_PERIOD MEASURE_WORDS_BEFORE_A_PERIOD ADJECTIVES_OF_A_LENGTH WORDS_BEFORE_A_LENGTH DEICTICS_BEFORE_A_WEEKDAY PARTS_OF_A_PERIOD COUNTED_PERIODS PREPOSITIONS_BEFORE_A_SEASON PREPOSITIONS_BEFORE_A_YEAR DETERMINERS_BEFORE_A_YEAR WORDS_OF_ANOTHER_TIME;
    "nouns.txt": NOUNS_OF_IDLE_ABSENCE COUNTING_NOUNS NOUNS_OF_A_CHARGE;
    "persons.txt": PERSONAL_NOUNS UNDISTINGUISHED_PERSONS WORDS_FOR_ANYONE FALSE_PERSONAL_NOUNS ENDINGS_OF_PERSONAL_NOUNS PARTICIPLES_OF_FATE VERBS_BEFORE_PERSONS GROUP_NOUNS VERBS_WITH_PERSONS_AS_SUBJECT AUXILIARIES_OF_FATE LINKS_TO_A_TOLL VERBS_DONE_TO_PERSONS WORDS_BEFORE_A_PART UNITS_OF_A_REPORTED_SPAN POSTMODIFIERS_OF_UNNAMED_SOURCES SERVICES QUANTIFIERS_OF_UNNAMED_SOURCES ENDS_OF_A_HEAD_NOUN QUANTIFIERS_OF_SPEAKERS OFFICES_OF_ONE_HOLDER GENERAL_PERSONAL_NOUNS BEGINNINGS_OF_CROWD_WORDS WORDS_AFTER_A_CROWD PERSONS_OF_NO_CROWD FATES_OF_ONE_EVENT;
    "roles.txt": TITLES BODIES DOCUMENTS SPEAKERS BODY_MODIFIERS MEDIA_NOUNS WORDS_OF_OUTLET_NAMES;
    "verbs.txt": SCHEDULING_VERBS PROSPECTIVE_VERBS POSTPONING_VERBS REPORTING_VERBS VERBS_WITHOUT_AN_EVENT VERBS_OF_INTENT;
}

#[cfg(test)]
mod tests;
