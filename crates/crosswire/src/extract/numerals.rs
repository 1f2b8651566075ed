//! Numerals: digits and number words as a value.
//!
//! Finds "1,200", "2.5 million", "1.2bn", "one hundred and twenty", "two dozen", "half a million", and words that name a
//! lowest number: "dozens", "tens of thousands". Ordinals ("3rd") and things like "5G" are no numerals.

use super::pieces::{Form, Piece};
use crate::lexicon;
use std::ops::Range;

/// A number and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numeral {
    /// The pieces that it is written in.
    pub(crate) pieces: Range<usize>,
    /// Its value; of a vague one the lowest.
    pub(crate) value: f64,
    /// Whether it names only a lowest number, as "dozens" does.
    pub(crate) vague: bool,
}

fn small(word: &str) -> Option<f64> {
    lexicon::SMALL_NUMBERS.iter().position(|w| *w == word).map(|n| n as f64)
}

fn tens(word: &str) -> Option<f64> {
    lexicon::TENS.iter().position(|w| *w == word).map(|n| (n as f64 + 2.0) * 10.0)
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

/// A scale that is written together with its digits: "400m", "1.2bn".
fn short_scale(word: &str) -> Option<f64> {
    Some(match word {
        "k" => 1e3,
        "m" | "mn" | "mln" | "mil" => 1e6,
        "b" | "bn" | "bln" => 1e9,
        "t" | "tn" | "trn" => 1e12,
        _ => return None,
    })
}

/// The lowest number that a plural such as "dozens" names.
fn plural(word: &str) -> Option<f64> {
    Some(match word {
        "tens" => 20.0,
        "dozens" => 24.0,
        "hundreds" => 200.0,
        "thousands" => 2e3,
        "millions" => 2e6,
        "billions" => 2e9,
        "trillions" => 2e12,
        _ => return None,
    })
}

/// What one word in lower case counts by itself: "seven", "84", "dozens", and "million" as a million.
pub(crate) fn word(lower: &str) -> Option<f64> {
    small(lower)
        .or_else(|| tens(lower))
        .or_else(|| scale(lower))
        .or_else(|| plural(lower))
        .or_else(|| plain(lower))
}

/// The numeral that begins at piece `at`, if one does.
pub(crate) fn numeral(p: &[Piece], at: usize) -> Option<Numeral> {
    let found = |end: usize, value: f64, vague: bool| Some(Numeral { pieces: at..end, value, vague });
    let head = p.get(at)?;
    if let Some((value, end)) = digits(p, at) {
        return found(end, value, false);
    }
    if head.form != Form::Letters {
        // ".5", "¾"
        let decimal = p.get(at + 1).filter(|next| head.is(".") && !head.glued && next.glued);
        return match decimal.filter(|next| next.form == Form::Digits && plain(&next.lower).is_some()) {
            Some(next) => found(at + 2, format!(".{}", next.lower).parse().ok()?, false),
            None => sign(&head.lower).and_then(|value| found(at + 1, value, false)),
        };
    }
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    if let Some(value) = plural(&head.lower) {
        // "tens of thousands", "hundreds of millions"
        if word(at + 1) == "of"
            && let Some(inner) = plural(word(at + 2))
        {
            return found(at + 3, value * inner / 2.0, true);
        }
        return (head.lower != "tens").then_some(Numeral { pieces: at..at + 1, value, vague: true });
    }
    match head.lower.as_str() {
        "scores" if word(at + 1) == "of" || word(at + 1) == "more" => return found(at + 1, 40.0, true),
        "several" | "few" => {
            let base = scale(word(at + 1))?;
            return found(at + 2, base * 2.0, true);
        }
        "couple" if at > 0 && p[at - 1].is("a") => return found(at + 1, 2.0, false),
        "half" if matches!(word(at + 1), "a" | "-") => {
            let base = scale(word(at + 2)).filter(|s| *s != 100.0)?;
            return found(at + 3, base / 2.0, false);
        }
        "half" => {
            let base = scale(word(at + 1))?;
            return found(at + 2, base / 2.0, false);
        }
        "a" => {
            if let Some(base) = scale(word(at + 1)) {
                let (value, end) = words(p, at + 1).unwrap_or((base, at + 2));
                return found(end, value, false);
            }
            if word(at + 1) == "few"
                && let Some(base) = scale(word(at + 2))
            {
                return found(at + 3, base * 2.0, true);
            }
            return None;
        }
        _ => {}
    }
    let (value, end) = words(p, at)?;
    found(end, value, false)
}

/// Digits with an optional fraction and scale.
fn digits(p: &[Piece], at: usize) -> Option<(f64, usize)> {
    let head = p.get(at).filter(|p| p.form == Form::Digits)?;
    let mut value = plain(&head.lower)?;
    let mut end = at + 1;
    // "2 1/2"
    if let [a, slash, b, ..] = &p[end..]
        && a.form == Form::Digits
        && !a.glued
        && slash.is("/")
        && slash.glued
        && let (Some(a), Some(b)) = (plain(&a.lower), plain(&b.lower))
        && a < b
        && b <= 16.0
    {
        value += a / b;
        end += 3;
    } else if let Some(fraction) = p.get(end).and_then(|p| sign(&p.lower)) {
        value += fraction;
        end += 1;
    }
    if let Some(next) =
        p.get(end).filter(|p| p.glued && p.form == Form::Letters && !p.lower.starts_with('\''))
    {
        // "3rd" is no number, "the 1970s" are none, and "20kg" has its unit yet to come.
        return match short_scale(&next.lower).or_else(|| scale(&next.lower)) {
            _ if matches!(next.lower.as_str(), "st" | "nd" | "rd" | "th" | "s") => None,
            Some(_) if next.is("m") && measures(p, end + 1) => Some((value, end)),
            Some(by) => Some((value * by, end + 1)),
            None => Some((value, end)),
        };
    }
    (value, end) = scaled(p, value, end);
    Some((value, end))
}

/// Whether the capital at `at` is a scale: "2 B people", "3 M homes".
fn by_letter(p: &[Piece], at: usize) -> bool {
    let people = p.get(at + 1).is_some_and(|next| next.tag == "NNS" && !next.capital);
    people && matches!(p[at].lower.as_str(), "b" | "m") && p[at - 1].form == Form::Digits
}

/// Whether the word at `at` says that the "m" before it are metres: "400m hurdles", "30m above the sea".
fn measures(p: &[Piece], at: usize) -> bool {
    let power = |p: &Piece| p.glued && matches!(p.lower.as_str(), "2" | "3" | "\u{b2}" | "\u{b3}" | "/");
    p.get(at).is_some_and(|p| p.among(&lexicon::WORDS_AFTER_A_LENGTH_IN_METRES) || power(p))
}

/// The value of a fraction that is one character.
fn sign(piece: &str) -> Option<f64> {
    Some(match piece {
        "¼" => 0.25,
        "½" => 0.5,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅛" => 0.125,
        _ => return None,
    })
}

/// A share of a whole that begins at piece `at`: "a third of", "two-thirds", "half of", "1/16", "one in four", "two out of
/// three".
pub(crate) fn fraction(p: &[Piece], at: usize) -> Option<Numeral> {
    let word = |i: usize| p.get(i).map_or("", |p| p.lower.as_str());
    let found = |end: usize, value: f64| Some(Numeral { pieces: at..end, value, vague: false });
    let whole = |i: usize| p.get(i).filter(|p| p.form == Form::Digits).and_then(|p| plain(&p.lower));
    let count =
        |i: usize| small(word(i)).or_else(|| tens(word(i))).or_else(|| whole(i)).filter(|n| *n >= 1.0);
    if let (Some(a), Some(b)) = (whole(at), whole(at + 2))
        && matches!(word(at + 1), "/" | "⁄")
        && p[at + 1].glued
        && p[at + 2].glued
        && a < b
        && (2.0..=1000.0).contains(&b)
        && !p.get(at + 3).is_some_and(|p| p.glued && p.form != Form::Mark || p.is("/"))
        && !(at > 0 && p[at].glued)
        && lexicon::WORDS_AFTER_A_FRACTION.has(word(at + 3))
    {
        return found(at + 3, a / b);
    }
    if word(at) == "half" && (word(at + 1) == "of" || word(at + 1) == "the") {
        return found(at + 1, 0.5);
    }
    if word(at) == "half" && matches!(word(at + 1), "a" | "an") && scale(word(at + 2)).is_none() {
        return found(at + 2, 0.5);
    }
    let parts = if word(at) == "a" { 1.0 } else { count(at)? };
    let dash = usize::from(p.get(at + 1).is_some_and(|p| p.is_dash() && p.glued));
    let part = match word(at + 1 + dash) {
        "half" | "halves" => 2.0,
        "third" | "thirds" => 3.0,
        "quarter" | "quarters" | "fourth" | "fourths" => 4.0,
        "fifth" | "fifths" => 5.0,
        "sixth" | "sixths" => 6.0,
        "seventh" | "sevenths" => 7.0,
        "eighth" | "eighths" => 8.0,
        "ninth" | "ninths" => 9.0,
        "tenth" | "tenths" => 10.0,
        _ => 0.0,
    };
    let plural = word(at + 1 + dash).ends_with('s') || word(at + 1 + dash) == "halves";
    if part > 1.0 && parts < part && (plural == (parts > 1.0)) {
        // "a quarter" is a share where something is shared, "one-third" and "two thirds" always are.
        let shared = word(at) != "a" && (dash == 1 || plural) || word(at + 2 + dash) == "of";
        return shared.then(|| found(at + 2 + dash, parts / part)).flatten();
    }
    // "one of four boats" is a quarter of them
    if parts == 1.0
        && word(at + 1) == "of"
        && let Some(of) = count(at + 2).filter(|of| *of > 1.0 && *of <= 100.0)
        && !p.get(at + 3).is_some_and(|p| p.form == Form::Mark || p.glued)
    {
        return found(at + 3, parts / of);
    }
    let out = if word(at + 1) == "out" && word(at + 2) == "of" { 3 } else { 2 };
    if (out == 3 || word(at + 1) == "in")
        && let Some(of) = count(at + out)
        && parts < of
        && (out == 3 || of <= 10.0 && parts <= 2.0 || of == 100.0 || of == 1000.0)
    {
        return found(at + out + 1, parts / of);
    }
    None
}

/// Multiplies by the scale words that follow: "2 million", "20-million", "3 hundred thousand".
fn scaled(p: &[Piece], mut value: f64, mut end: usize) -> (f64, usize) {
    loop {
        let hyphen = usize::from(p.get(end).is_some_and(|p| p.is_dash() && p.glued));
        match p.get(end + hyphen) {
            Some(next) if scale(&next.lower).is_some() => {
                value *= scale(&next.lower).unwrap_or(1.0);
                end += hyphen + 1;
            }
            // "2 B people"
            Some(next)
                if hyphen == 0 && end > 0 && next.capital && next.lower.len() == 1 && by_letter(p, end) =>
            {
                value *= short_scale(&next.lower).unwrap_or(1.0);
                end += 1;
            }
            // "$4 bn"
            Some(next) if hyphen == 0 && next.among(&["bn", "mn", "tn"]) => {
                value *= short_scale(&next.lower).unwrap_or(1.0);
                end += 1;
            }
            _ => return (value, end),
        }
    }
}

/// Digits with thousands' commas as a number; none where the commas stand elsewhere or there are two points.
pub(crate) fn plain(digits: &str) -> Option<f64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let right = groups[1..].iter().all(|g| g.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
    if !right || fraction.contains(['.', ',']) || digits.len() > 24 {
        return None;
    }
    digits.replace(',', "").parse().ok()
}

/// Number words: "one hundred and twenty", "twenty-one", "three thousand".
fn words(p: &[Piece], at: usize) -> Option<(f64, usize)> {
    let (mut total, mut current, mut end) = (0.0, 0.0, at);
    // The place of the last word, so that "two three" and "twenty twelve" are not added up.
    let mut room = f64::INFINITY;
    while let Some(mut word) = p.get(end) {
        let mut step = 1;
        if end > at && (word.is("and") && room >= 100.0 || word.is_dash() && word.glued) {
            let Some(next) = p.get(end + 1) else { break };
            if word.is("and") && small(&next.lower).is_none() && tens(&next.lower).is_none() {
                break;
            }
            step = 2;
            word = next;
        }
        if let Some(n) = small(&word.lower).filter(|n| room > 10.0 || room == 10.0 && *n < 10.0 && *n > 0.0) {
            current += n;
            room = 1.0;
        } else if let Some(n) = tens(&word.lower).filter(|_| room >= 100.0) {
            current += n;
            room = 10.0;
        } else if let Some(by) = scale(&word.lower) {
            let count = if current == 0.0 && end == at { 1.0 } else { current };
            if end > at && count == 0.0 {
                break;
            }
            // A bare scale word is only a number after "a", which the caller has seen.
            if end == at && !(at > 0 && p[at - 1].is("a")) {
                return None;
            }
            if by >= 1e3 {
                total += count * by;
                current = 0.0;
            } else {
                current = count * by;
            }
            room = by;
        } else {
            break;
        }
        end += step;
    }
    // "one and a half million"
    if end > at && p.get(end..end + 3).is_some_and(|w| w[0].is("and") && w[1].is("a") && w[2].is("half")) {
        let (value, last) = scaled(p, total + current + 0.5, end + 3);
        return Some((value, last));
    }
    (end > at).then_some((total + current, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    fn check(text: &str, expect: Option<(f64, usize)>) {
        let p = of_text(text);
        let read = (0..p.len()).find_map(|i| numeral(&p, i)).map(|n| (n.value, n.pieces.len()));
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn digits_and_scales() {
        check("1,200 sheep", Some((1200.0, 1)));
        check("2.5 million sheep", Some((2.5e6, 2)));
        check("1.2bn", Some((1.2e9, 2)));
        check("2 1/2 years", Some((2.5, 4)));
        check("20-million", Some((2e7, 3)));
        check("3rd 12,34", None);
    }

    #[test]
    fn number_words() {
        check("one hundred and twenty people", Some((120.0, 4)));
        check("Twenty-one", Some((21.0, 3)));
        check("two hundred thousand", Some((2e5, 3)));
        check("three thousand four hundred and six", Some((3406.0, 6)));
        check("two dozen", Some((24.0, 2)));
        check("a dozen", Some((12.0, 2)));
        check("half a million", Some((5e5, 3)));
        check("one and two", Some((1.0, 1)));
        check("a couple of", Some((2.0, 1)));
        check("several hundred", Some((200.0, 2)));
        check("the hundred", None);
    }

    #[test]
    fn plurals_name_a_lowest_number() {
        check("dozens of", Some((24.0, 1)));
        check("tens of thousands of", Some((20_000.0, 3)));
        check("hundreds of thousands", Some((200_000.0, 3)));
        check("scores of", Some((40.0, 1)));
        check("scores were", None);
    }
}
