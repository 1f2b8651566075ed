//! Who is named: the noun phrase to the left or the right of a cue.
//!
//! Found by where phrases cannot go on (commas, conjunctions, prepositions at their head) since there are no tags yet.
//! Fails on subjects with a clause inside that has no comma ("the man he met said").

use super::super::sheet::Sheet;
use super::super::times::calendar;
use std::ops::Range;

/// The longest subject, in words.
const LONGEST: usize = 30;

const AUXILIARIES: &[&str] = &[
    "has",
    "have",
    "had",
    "is",
    "was",
    "are",
    "were",
    "be",
    "been",
    "being",
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "must",
    "shall",
    "should",
    "do",
    "does",
    "did",
    "not",
    "n't",
    "also",
    "later",
    "then",
    "further",
    "earlier",
    "previously",
    "once",
    "still",
    "just",
    "even",
    "always",
    "often",
    "never",
    "ever",
    "now",
    "since",
    "long",
    "again",
    "first",
    "recently",
    "repeatedly",
    "'ve",
    "'d",
    "'s",
    "'ll",
    "already",
    "both",
    "all",
    "today",
    "yesterday",
    "himself",
    "herself",
    "itself",
    "themselves",
    "in",
    "turn",
];

/// Words that cannot stand inside a subject.
const BREAKS: &[&str] = &[
    "but", "as", "when", "while", "if", "because", "after", "before", "although", "though", "where", "what",
    "how", "why", "than", "so", "yet", "or", "whether", "until", "unless", "once",
];

const PREPOSITIONS: &[&str] = &[
    "in",
    "on",
    "at",
    "after",
    "during",
    "since",
    "with",
    "from",
    "by",
    "for",
    "under",
    "as",
    "despite",
    "amid",
    "before",
    "according",
    "of",
    "to",
    "about",
    "over",
    "through",
    "against",
    "late",
    "early",
    "earlier",
    "meanwhile",
    "speaking",
    "following",
    "citing",
    "into",
    "between",
    "within",
    "without",
    "around",
    "near",
    "upon",
    "asked",
];

pub(super) const PRONOUNS: &[&str] = &["he", "she", "they", "it", "we", "i", "who", "you"];

/// Whether a word only helps the verb after it.
pub(super) fn is_auxiliary(sheet: &Sheet, i: usize) -> bool {
    let w = sheet.lower(i);
    AUXILIARIES.contains(&w) || (w.len() > 4 && w.ends_with("ly") && !sheet.is_capital(i) && w != "family")
}

/// A subject, and what stood between it and its verb.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The whole phrase, apposition included.
    pub(super) words: Range<usize>,
    /// First of the auxiliaries and adverbs before the verb.
    pub(super) verb: usize,
    /// Whether a form of "be" stands directly before the verb: "is expected".
    pub(super) passive: bool,
    /// Whether "reportedly" or the like stands before the verb.
    pub(super) relayed: bool,
    /// "citing Y", "which cited Y" within the subject: the words of Y.
    pub(super) cites: Option<Range<usize>>,
}

/// The subject of the verb at `verb`, within the words from `from` on.
pub(super) fn subject(sheet: &Sheet, from: usize, verb: usize) -> Option<Subject> {
    let mut at = verb;
    let (mut passive, mut relayed) = (false, false);
    while at > from && is_auxiliary(sheet, at - 1) {
        at -= 1;
        let w = sheet.lower(at);
        passive |= matches!(w, "is" | "was" | "are" | "were" | "be" | "been" | "being");
        relayed |= matches!(w, "reportedly" | "allegedly");
    }
    if at == from {
        return None;
    }
    // "it's estimated", not "he's said".
    passive |= sheet.lower(at) == "'s" && sheet.lower(at - 1) == "it";
    let first_verb = at;
    // "X, a director, said": step over what stands between the commas.
    let (end, comma) = (at, sheet.lower(at - 1) == ",");
    let mut cites = None;
    let words = if comma {
        let close = at - 1;
        let open = (from..close).rev().take(LONGEST).find(|&i| sheet.lower(i) == ",")?;
        let mut open = open;
        // "Smith, 45, a fisherman, said" and "Smith, of Ely, Iowa, said": on to the comma after the name.
        while let Some(earlier) = (from..open).rev().take(12).find(|&i| sheet.lower(i) == ",") {
            let between = earlier + 1..open;
            let short =
                between.len() <= 4 && between.clone().all(|i| sheet.is_capital(i) || digits(sheet.word(i)));
            let apposed = matches!(sheet.lower(earlier + 1), "a" | "an" | "the" | "who" | "which")
                && !has_verb(sheet, &between);
            let name_last = (open + 1..close).len() <= 4 && (open + 1..close).all(|i| sheet.is_capital(i));
            if !(short || apposed && !name_last) || earlier <= from {
                break;
            }
            open = earlier;
        }
        // "a spokesman, Ada Holm, said": the role comes first.
        let name_last = (open + 1..close).len() <= 4 && (open + 1..close).all(|i| sheet.is_capital(i));
        if name_last
            && let Some(earlier) = (from..open).rev().take(10).find(|&i| sheet.lower(i) == ",")
            && matches!(sheet.lower(earlier + 1), "a" | "an" | "the" | "its" | "his" | "her")
            && !has_verb(sheet, &(earlier + 1..open))
        {
            return Some(Subject {
                words: earlier + 1..close,
                verb: first_verb,
                passive,
                relayed,
                cites: None,
            });
        }
        match sheet.lower(open + 1) {
            "citing" | "quoting" => cites = Some(open + 2..close),
            "which" | "who" if matches!(sheet.lower(open + 2), "cited" | "quoted") => {
                cites = Some(open + 3..close)
            }
            _ => {}
        }
        let head = left_phrase(sheet, from, open)?;
        head.start..if cites.is_some() { head.end } else { close }
    } else {
        left_phrase(sheet, from, end)?
    };
    (!words.is_empty() && plausible(sheet, &words)).then_some(Subject {
        words,
        verb: first_verb,
        passive,
        relayed,
        cites,
    })
}

/// The noun phrase that ends before `end`.
fn left_phrase(sheet: &Sheet, from: usize, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > from && end - start < LONGEST {
        let i = start - 1;
        let w = sheet.lower(i);
        // "the Harbour Office (HO) said"
        if w == ")"
            && let Some(open) = (from..i).rev().take(5).find(|&k| sheet.lower(k) == "(")
        {
            start = open;
            continue;
        }
        if sheet.quotation(i).is_some() && sheet.quotation(i) != sheet.quotation(end - 1) {
            break;
        }
        let stops = match w {
            "and" => !joins_names(sheet, from, i, end),
            "that" | "which" | "who" => end - i > 8 || i == from,
            "," | ";" | ":" | "–" | "—" | "“" | "”" | "\"" | "(" | ")" | "..." | "…" | "?" | "!" | "." => {
                true
            }
            _ => BREAKS.contains(&w),
        };
        if stops {
            break;
        }
        start = i;
    }
    // "that X", "who X": the relative word is no head.
    while start < end
        && matches!(sheet.lower(start), "that" | "which" | "meanwhile" | "however" | "and" | "still" | "thus")
    {
        start += 1;
    }
    if start < end && PREPOSITIONS.contains(&sheet.lower(start)) && !PRONOUNS.contains(&sheet.lower(start)) {
        // "In a statement on Monday the ministry": the first phrase that no preposition governs.
        start = (start + 1..end).find(|&i| {
            begins_phrase(sheet, i)
                && !PREPOSITIONS.contains(&sheet.lower(i - 1))
                && !continues_phrase(sheet, i)
        })?;
    }
    (start < end).then_some(start..end)
}

/// Whether "and" at `i` joins two names or two nouns of one subject rather than two clauses.
fn joins_names(sheet: &Sheet, from: usize, i: usize, end: usize) -> bool {
    i > from
        && !PRONOUNS.contains(&sheet.lower(i + 1))
        && sheet.lower(i - 1) != ","
        && (sheet.is_capital(i - 1) && sheet.is_capital(i + 1)
            || sheet.lower(i - 1).ends_with('s') && end - i <= 5 && !has_verb(sheet, &(from..i)))
}

fn begins_phrase(sheet: &Sheet, i: usize) -> bool {
    sheet.is_capital(i)
        || PRONOUNS.contains(&sheet.lower(i))
        || matches!(
            sheet.lower(i),
            "the"
                | "a"
                | "an"
                | "his"
                | "her"
                | "its"
                | "their"
                | "some"
                | "many"
                | "one"
                | "two"
                | "another"
                | "several"
                | "officials"
                | "police"
                | "authorities"
        )
}

/// Whether the word goes on with the phrase before it: "the Halvik | Harbour Office", "the | Foreign Ministry".
fn continues_phrase(sheet: &Sheet, i: usize) -> bool {
    sheet.is_capital(i)
        && matches!(
            sheet.lower(i - 1),
            "the" | "a" | "an" | "'s" | "its" | "his" | "her" | "their" | "and" | "&"
        )
        || sheet.is_capital(i) && sheet.is_capital(i - 1) && !is_day(sheet.lower(i - 1))
}

fn is_day(w: &str) -> bool {
    w.ends_with("day") || w.parse::<u32>().is_ok()
}

fn is_date(w: &str) -> bool {
    is_day(w)
        || calendar::is_month(w)
        || matches!(w, "jan." | "feb." | "aug." | "sept." | "oct." | "nov." | "dec.")
}

fn digits(w: &str) -> bool {
    w.chars().all(|c| c.is_ascii_digit())
}

/// Whether words hold a finite auxiliary: what an apposition does not.
fn has_finite(sheet: &Sheet, words: &Range<usize>) -> bool {
    words.clone().any(|i| {
        matches!(
            sheet.lower(i),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "could"
                | "can"
                | "may"
                | "might"
                | "must"
                | "did"
                | "does"
        )
    })
}

/// Whether words hold a finite verb, as far as the commonest ones tell.
pub(super) fn has_verb(sheet: &Sheet, words: &Range<usize>) -> bool {
    words.clone().any(|i| {
        let w = sheet.lower(i);
        matches!(
            w,
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "could"
                | "can"
                | "may"
                | "might"
                | "should"
                | "must"
                | "did"
                | "does"
                | "do"
                | "'s"
                | "'re"
                | "'ve"
                | "'ll"
                | "'d"
                | "'m"
                | "wo"
                | "ca"
                | "came"
                | "went"
                | "took"
                | "made"
                | "got"
                | "gave"
                | "left"
                | "saw"
                | "held"
                | "faced"
        ) || (w.len() > 4 && w.ends_with("ed") && !sheet.is_mark(i))
    })
}

/// Whether a phrase can name a source: a pronoun, a name, or a noun of its own length.
fn plausible(sheet: &Sheet, words: &Range<usize>) -> bool {
    let first = sheet.lower(words.start);
    if words.len() == 1 {
        return matches!(
            first,
            "he" | "she" | "they" | "it" | "we" | "i" | "who" | "some" | "many" | "others" | "both"
        ) || sheet.is_capital(words.start)
            && !matches!(first, "there" | "this" | "that" | "what" | "these" | "those" | "here")
            || first.ends_with('s') && first.len() > 4
            || matches!(first, "police" | "prosecutors" | "authorities");
    }
    if matches!(first, "to" | "there" | "not" | "what" | "how") {
        return false;
    }
    words.clone().any(|i| !sheet.is_mark(i) && sheet.lower(i).len() > 1)
}

/// The noun phrase that begins at `start`: as far as a comma, a clause or the end, an apposition or "which …" taken in
/// where `apposed`.
pub(super) fn right_phrase(sheet: &Sheet, start: usize, end: usize, apposed: bool) -> Range<usize> {
    let mut at = start;
    while at < end && at - start < LONGEST {
        let w = sheet.lower(at);
        let stops = match w {
            "," | ";" | ":" | "–" | "—" | "(" | "." | "?" | "!" => true,
            "“" | "\"" | "”" => true,
            "and" => !(sheet.is_capital(at + 1) && sheet.is_capital(at.max(1) - 1)),
            "who" | "which" | "that" | "when" | "while" | "as" | "after" | "but" | "saying" | "adding"
            | "if" | "because" => true,
            "on" => is_date(sheet.lower(at + 1)) || sheet.lower(at + 1) == "condition",
            "in" => {
                matches!(sheet.lower(at + 1), "a" | "an" | "his" | "her" | "remarks" | "comments")
                    && sheet.lower(at + 2) != "position"
            }
            "during" | "late" | "earlier" | "early" | "yesterday" | "today" | "said" | "told" | "last" => {
                true
            }
            _ => is_day(w) && at > start && w.len() > 3 && sheet.is_capital(at),
        };
        if stops {
            break;
        }
        at += 1;
    }
    if apposed && sheet.lower(at) == "," && at + 1 < end {
        let next = sheet.lower(at + 1);
        let role = matches!(next, "a" | "an" | "the" | "its" | "who" | "which" | "his" | "her" | "whose")
            || digits(next);
        let clause = matches!(next, "who" | "which" | "whose");
        if role {
            let close = (at + 1..end)
                .find(|&i| matches!(sheet.lower(i), "," | "." | ";" | "“" | "”" | "\""))
                .unwrap_or(end);
            // "According to X, the ship is lost": a clause is no apposition.
            let apposition = clause || !has_finite(sheet, &(at + 1..close));
            if close - at < 18 && apposition {
                return start..close;
            }
        }
    }
    start..at
}
