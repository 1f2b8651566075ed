//! Numbers that count nothing: names, ages, scores, fractions, addresses, telephone numbers.
//!
//! Dates and times of day are not looked for here; whoever calls has them from [`times`](super::super::times).

use crate::extract::numerals::Numeral;
use crate::extract::pieces::{Form, Piece};
use crate::lexicon;

/// Where a number that counts nothing ends; none if it may count something.
pub(crate) fn end(text: &str, p: &[Piece], n: &Numeral) -> Option<usize> {
    let (at, end) = (n.pieces.start, n.pieces.end);
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    let glued = |i: usize| p.get(i).is_some_and(|p| p.glued);
    let digits = |i: usize| p.get(i).is_some_and(|p| p.form == Form::Digits);
    let named = || {
        let previous = at.checked_sub(1).and_then(|i| p.get(i))?;
        if p[at].glued {
            let hyphen = matches!(previous.lower.as_str(), "-" | "\u{2010}" | "\u{2011}");
            let after_letters = hyphen && previous.glued && at >= 2 && p[at - 2].form == Form::Letters;
            if previous.form == Form::Letters
                || after_letters
                || previous.among(&["/", ".", ":", "#", "@", "_", "+"])
            {
                return Some(());
            }
        }
        let numbered = previous.is("no") && text[previous.bytes].ends_with('.');
        (numbered
            || previous.among(&["#", "nos", "\u{2116}"])
            || previous.among(&lexicon::NUMBERED_NOUNS) && p[at].form == Form::Digits)
            .then_some(())
    };
    if named().is_some() {
        return Some(end);
    }
    // "0800 555 019"
    if p[at].lower.len() > 1
        && p[at].lower.starts_with('0')
        && p[at].lower.bytes().all(|b| b.is_ascii_digit())
    {
        return Some((end..p.len()).find(|&i| !digits(i)).unwrap_or(p.len()));
    }
    let dash = |i: usize| p.get(i).is_some_and(|p| p.is_dash() && p.glued);
    if dash(end) && lexicon::FRACTION_NOUNS.has(word(end + 1))
        || lexicon::FRACTION_NOUNS[..13].contains(&word(end)) && n.value < 10.0
    {
        return Some(end + 1);
    }
    if matches!(word(end), "/" | ":") && glued(end) && digits(end + 1) {
        return Some(end + 2);
    }
    if dash(end) && glued(end + 1) && digits(end + 1) {
        // A telephone number, a date; a score, in which the first number is not the lower one.
        let mut last = end + 2;
        while dash(last) && digits(last + 1) {
            last += 2;
        }
        let second = crate::extract::numerals::plain(word(end + 1)).unwrap_or(0.0);
        if last > end + 2 || second <= n.value {
            return Some(last);
        }
    }
    let name = |i: &usize| {
        p.get(*i).is_some_and(|p| {
            p.capital || p.form == Form::Digits || p.among(&["st", "nd", "rd", "th", "el", "de"])
        })
    };
    let street = digits(at)
        && (end..end + 4).take_while(name).any(|i| p[i].capital && lexicon::STREET_NOUNS.has(word(i)));
    street.then_some(end)
}

/// Where an age begins and ends, and whether it is told in words: "34-year-old", "aged 12"; else it stands after a name:
/// "Ana Brel, 34, said".
pub(crate) fn age(p: &[Piece], n: &Numeral) -> Option<(usize, usize, bool)> {
    let (at, end) = (n.pieces.start, n.pieces.end);
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    if !(0.0..130.0).contains(&n.value) || n.value.fract() != 0.0 {
        return None;
    }
    let skip = |i: usize| i + usize::from(p.get(i).is_some_and(Piece::is_dash));
    let unit = skip(end);
    let old = skip(unit + 1);
    if lexicon::UNITS_OF_AGE.has(word(unit)) && matches!(word(old), "old" | "olds") {
        return Some((at, old + 1, true));
    }
    let before = |n: usize| at.checked_sub(n).map_or("", |i| word(i));
    if matches!(before(1), "aged" | "age" | "ages") {
        // "aged 25 to 54" is a group
        let range =
            matches!(word(end), "to" | "-" | "and") && p.get(end + 1).is_some_and(|p| p.form == Form::Digits);
        return Some(if range { (at - 1, end + 2, false) } else { (at - 1, end, true) });
    }
    if before(1) == "of" && before(2) == "age" {
        return Some((at - 2, end, true));
    }
    // "who was 10", and nothing that it counts
    let stops =
        p.get(end).is_none_or(|p| matches!(p.lower.as_str(), "." | "," | ";" | ")" | "when" | "at" | "and"));
    if before(2) == "who" && matches!(before(1), "was" | "is") && stops {
        return Some((at, end, true));
    }
    let apposed = before(1) == "," && at > 1 && p[at - 2].capital && matches!(word(end), "," | "." | ")")
        || before(1) == "(" && word(end) == ")" && at > 1 && p[at - 2].capital;
    (apposed && n.value >= 1.0).then_some((at, end, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::numerals::numeral;
    use crate::extract::pieces::of_text;

    fn counts(text: &str) -> bool {
        let p = of_text(text);
        let n = (0..p.len()).find_map(|i| numeral(&p, i)).unwrap();
        end(text, &p, &n).is_none() && age(&p, &n).is_none()
    }

    #[test]
    fn names_ages_scores_and_fractions_count_nothing() {
        for text in [
            "Flight 370",
            "F-16 jets",
            "COVID-19",
            "No. 10",
            "Ana Brel, 34, said",
            "34-year-old",
            "aged 12",
            "3-1",
            "555-0199-22",
            "two-thirds of",
            "9/11",
            "0800 555 019",
            "12 Harbour Street",
            "age of 18",
        ] {
            assert!(!counts(text), "{text}");
        }
        for text in ["killed 12", "30-40 people", "On Friday, 34 sheep", "two boats", "no 12 boats"] {
            assert!(counts(text), "{text}");
        }
    }
}
