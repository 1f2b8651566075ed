//! Years, decades and centuries: "2024", "fiscal 1989", "the 1990s", "the nineties", "the 19th century", "since 1979".
//!
//! Where it fails: a bare four-digit number that is no year, and a count of 1,500 to 2,100 written without a comma.

use super::{Context, Found, TimeType};
use crate::extract::numerals::numeral;
use crate::extract::pieces::Form;
use crate::lexicon;

pub(super) fn at(cx: &Context, at: usize) -> Option<Found> {
    let piece = cx.p.get(at)?;
    match piece.form {
        Form::Digits => century(cx, at).or_else(|| decade(cx, at)).or_else(|| year(cx, at)),
        Form::Mark => decade(cx, at),
        Form::Letters => match cx.word(at) {
            "the" => century(cx, at)
                .or_else(|| decade(cx, at))
                .or_else(|| year(cx, at))
                .or_else(|| tens(cx, at + 1).map(|f| Found { pieces: at..f.pieces.end, ..f })),
            "fiscal" | "academic" => year(cx, at),
            "eighteen" | "nineteen" | "two" | "twenty" => spoken_year(cx, at),
            _ => None,
        },
    }
}

/// The number at piece `at`, if it is digits without separators.
pub(super) fn digits(cx: &Context, at: usize) -> Option<i16> {
    let piece = cx.p.get(at)?;
    let plain = piece.form == Form::Digits && piece.lower.len() <= 4 && !piece.lower.contains([',', '.']);
    plain.then(|| piece.lower.parse().ok()).flatten()
}

/// A four-digit year at piece `at`.
pub(super) fn four(cx: &Context, at: usize) -> Option<i16> {
    let year = digits(cx, at).filter(|y| (1500..=2100).contains(y) && cx.p[at].lower.len() == 4)?;
    let next = cx.p.get(at + 1);
    let more =
        next.is_some_and(|p| p.glued && (p.form == Form::Letters && !p.is("'s") || p.is("%") || p.is(":")));
    (!more).then_some(year)
}

/// "the 19th century".
fn century(cx: &Context, at: usize) -> Option<Found> {
    let start = at + usize::from(cx.word(at) == "the");
    let n = digits(cx, start).filter(|n| (1..=30).contains(n))?;
    let dash = usize::from(cx.word(start + 2) == "-");
    let whole = cx.p.get(start + 1)?.glued && matches!(cx.word(start + 1), "st" | "nd" | "rd" | "th");
    (whole && cx.word(start + 2 + dash) == "century")
        .then(|| cx.found(at..start + 3 + dash, TimeType::Date, Some(format!("{:02}", n - 1))))
}

/// "the 1990s", "the '90s".
fn decade(cx: &Context, at: usize) -> Option<Found> {
    let mut start = at + usize::from(cx.word(at) == "the");
    let stopped = matches!(cx.word(start), "'" | "\u{2019}" | "\u{2018}");
    start += usize::from(stopped);
    let plural = cx.p.get(start + 1).is_some_and(|p| p.glued && matches!(p.lower.as_str(), "s" | "'s"));
    let n = digits(cx, start).filter(|n| plural && n % 10 == 0)?;
    let value = match cx.p[start].lower.len() {
        4 if (1500..=2100).contains(&n) && cx.p[start + 1].is("s") => n / 10,
        2 if n >= 20 && cx.word(at) == "the" => 190 + n / 10,
        _ => return None,
    };
    Some(cx.found(at..start + 2, TimeType::Date, Some(value.to_string())))
}

/// "nineties", after "the".
fn tens(cx: &Context, at: usize) -> Option<Found> {
    let n = match cx.word(at) {
        "twenties" => 192,
        "thirties" => 193,
        "forties" => 194,
        "fifties" => 195,
        "sixties" => 196,
        "seventies" => 197,
        "eighties" => 198,
        "nineties" => 199,
        _ => return None,
    };
    Some(cx.found(at..at + 1, TimeType::Date, Some(n.to_string())))
}

/// "2024", "fiscal 1989", "the year 2000", "2018-19", "the 2030 academic year".
fn year(cx: &Context, at: usize) -> Option<Found> {
    let lead = match (cx.word(at), cx.word(at + 1)) {
        ("fiscal" | "academic", "year") | ("the", "year") => 2,
        ("the", "fiscal" | "academic") if cx.word(at + 2) == "year" => 3,
        ("fiscal", _) => 1,
        _ => 0,
    };
    let n = at + lead;
    let Some(year) = four(cx, n) else {
        let (year, end) = spoken(cx, n).filter(|_| lead == 2)?;
        return Some(cx.found(at..end, TimeType::Date, Some(format!("{year:04}"))));
    };
    let before = n.checked_sub(1).map_or("", |i| cx.word(i));
    let dashed = cx.p[n].glued && matches!(before, "-" | "\u{2013}" | "/");
    let prefixed = dashed && n >= 2 && matches!(cx.word(n - 2), "mid" | "early" | "late" | "pre" | "post");
    let opens = matches!(before, "(" | "\"" | "\u{201c}" | "\u{2014}" | "'" | "\u{2018}" | ",");
    if cx.p[n].glued && !dashed && !opens || dashed && !prefixed && (n < 2 || four(cx, n - 2).is_none()) {
        return None;
    }
    let counts =
        matches!(before, "$" | "#" | "than" | "nearly" | "almost" | "about" | "least" | "flight" | "no")
            || matches!(before, "another" | "some" | "only" | "to" if counted(cx, n));
    // "Berth 2027" is a name.
    if lead == 0 && (counts || lexicon::NUMBERED_NOUNS.contains(&before)) {
        return None;
    }
    let strict =
        lead > 0 || lexicon::PREPOSITIONS_BEFORE_A_YEAR.has(before) || matches!(before, "after" | "(" | "-");
    // "2000 people" counts; "the 2016 elections" does not.
    let things = lexicon::DETERMINERS_BEFORE_A_YEAR.has(before);
    if !strict && !things && counted(cx, n) {
        return None;
    }
    if cx.p.get(n + 1).is_some_and(|p| p.is_dash() && p.glued)
        && let Some(second) = digits(cx, n + 2).filter(|_| cx.p[n + 2].glued)
        && cx.p[n + 2].lower.len() == 2
        && second == (year + 1) % 100
    {
        let named = matches!(cx.word(n + 3), "academic" | "school" | "fiscal" | "financial")
            && cx.word(n + 4) == "year";
        let end = n + 3 + 2 * usize::from(named);
        return Some(cx.found(at..end, TimeType::Date, Some(format!("{year}/{}", year + 1))));
    }
    let named =
        lead == 0 && matches!(cx.word(n + 1), "fiscal" | "academic" | "school") && cx.word(n + 2) == "year";
    let the = usize::from(named && n > 0 && before == "the" && at == n);
    let end = n + 1 + 2 * usize::from(named);
    Some(cx.found(at - the..end, TimeType::Date, Some(format!("{year:04}"))))
}

/// Whether the number at piece `at` counts a plural noun beside it.
fn counted(cx: &Context, at: usize) -> bool {
    let adjectives = (at + 1..at + 3).take_while(|&i| cx.p.get(i).is_some_and(|p| p.tag == "JJ")).count();
    cx.p.get(at + 1 + adjectives).is_some_and(|p| matches!(p.tag, "NNS" | "NNPS"))
}

/// "nineteen ninety-six", "two thousand four": the year, and where it ends.
pub(super) fn spoken(cx: &Context, at: usize) -> Option<(i16, usize)> {
    let century = match cx.word(at) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        "two" if cx.word(at + 1) == "thousand" => {
            let n = numeral(cx.p, at)?;
            let year = (2000.0..2100.0).contains(&n.value).then_some(n.value as i16)?;
            return Some((year, n.pieces.end));
        }
        _ => return None,
    };
    let n = numeral(cx.p, at + 1)?;
    let plain = (10.0..100.0).contains(&n.value) && cx.p[at + 1].form == Form::Letters;
    plain.then_some((century + n.value as i16, n.pieces.end))
}

fn spoken_year(cx: &Context, at: usize) -> Option<Found> {
    let (year, end) = spoken(cx, at)?;
    // "Two thousand" is a number, and "twenty ten" is not said of much else.
    let sure = !matches!(cx.word(at), "two") && !cx.p.get(end).is_some_and(|p| matches!(p.tag, "NNS"));
    sure.then(|| cx.found(at..end, TimeType::Date, Some(format!("{year:04}"))))
}

#[cfg(test)]
mod tests {
    use crate::extract::times::testing::check;

    #[test]
    fn years() {
        check("It sank in 2024.", "2024 DATE 2024");
        check("The 1979 strike ended.", "1979 DATE 1979");
        check("Since the 1979 revolution it is so.", "1979 DATE 1979");
        check("Berth 2027 and crane 1998 are sealed.", "");
        check("Some 2000 people came.", "");
        check("It carried 1800 sheep.", "");
        check("In nineteen ninety-six it sank.", "nineteen ninety-six DATE 1996");
        check("By the year two thousand it sank.", "the year two thousand DATE 2000");
        check("It sank in mid-2024.", "mid-2024 DATE 2024");
        check("They met in the 2029-30 academic year.", "2029-30 academic year DATE 2029/2030");
        check("It paid in fiscal 2029.", "fiscal 2029 DATE 2029");
    }

    #[test]
    fn decades_and_centuries() {
        check("In the 1990s it sank.", "the 1990s DATE 199");
        check("In the nineties it sank.", "the nineties DATE 199");
        check("In the 19th century it sank.", "the 19th century DATE 18");
    }
}
