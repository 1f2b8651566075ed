//! Words that a hyphen parts at the end of a line, as in text copied out of a PDF or a printed page.

use crate::Options;
use std::collections::HashSet;

/// Lines that must end so: one or two may be meant.
const LEAST: usize = 3;

/// First parts that keep their hyphen where the text does not show otherwise.
const KEEP: &str = include_str!("../data/hyphens.txt");

/// The text with such words put together, unless it is to be given as it stands; `notes` then has how many, in words for
/// whoever reads the warnings.
///
/// A word that stands elsewhere in the text with its hyphen keeps it, as does one whose first part usually has one: “well-known”.
pub(crate) fn joined(text: String, options: &Options, notes: &mut impl Extend<String>) -> String {
    if options.as_is {
        return text;
    }
    let breaks: Vec<(usize, usize)> = breaks(&text);
    if breaks.len() < LEAST {
        return text;
    }
    let words: HashSet<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(|word| word.trim_matches('-').to_lowercase())
        .collect();
    let keeps = |first: &str| crate::entries(KEEP).any(|line| line == first);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (hyphen, next) in &breaks {
        let first =
            text[..*hyphen].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let rest =
            text[*next..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let whole = words.contains(&format!("{first}{rest}"));
        let parted = words.contains(&format!("{first}-{rest}")) || keeps(&first);
        out.push_str(&text[at..*hyphen]);
        if parted && !whole {
            out.push('-');
        }
        at = *next;
    }
    out.push_str(&text[at..]);
    notes.extend([format!("{} words that a line's end parts were put together", breaks.len())]);
    out
}

/// Where a hyphen stands between a letter and the end of a line, and where the next line begins with a small letter.
fn breaks(text: &str) -> Vec<(usize, usize)> {
    let ends = text.match_indices('\n').filter_map(|(end, _)| {
        let line = text[..end].trim_end_matches(['\r', ' ']);
        let word = line.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
        let next = text[end..].find(|c: char| !matches!(c, '\n' | '\r' | ' ')).map(|n| end + n)?;
        // A blank line ends a paragraph.
        let one = text[end + 1..next].matches('\n').next().is_none();
        let small = text[next..].starts_with(char::is_lowercase);
        (one && small && word.ends_with(char::is_alphabetic)).then_some((word.len(), next))
    });
    ends.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut notes = Vec::new();
        assert_eq!(joined(text.to_owned(), &Options::default(), &mut notes), expect);
        assert_eq!(notes.is_empty(), text == expect);
    }

    #[test]
    fn words_are_put_together_and_compounds_are_not() {
        check(
            "They evacu-\nated a well-\nknown hall, the night-\nshift and the night-shift, on Thurs-\n  day.",
            "They evacuated a well-known hall, the night-shift and the night-shift, on Thursday.",
        );
        check("evacu-\nated the lower-\n\ncity", "evacu-\nated the lower-\n\ncity");
        check("one-\ntwo, a-\nb, see p. 3-\n4, and -\nso", "one-\ntwo, a-\nb, see p. 3-\n4, and -\nso");
    }
}
