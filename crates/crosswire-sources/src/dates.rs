//! Publication dates as files, pages and web addresses write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::rfc2822};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that `written` names, as written: a time of day and its zone are left aside.
///
/// Reads ISO 8601 (`2025-10-01`, `2025-10-01T08:30:00+02:00`), RFC 2822 (`Wed, 01 Oct 2025 08:30:00 GMT`) and
/// `1 October 2025`, `October 1, 2025`. `None` for anything else, for days that no calendar has, and for years outside
/// 1600–2199, which are slips.
pub(crate) fn parse(written: &str) -> Option<Date> {
    let written = written.trim();
    iso(written).or_else(|| worded(written))
}

/// The moment that `written` names: with a zone as written, without one in UTC, a day alone at its beginning.
pub(crate) fn moment(written: &str) -> Option<Timestamp> {
    let written = written.trim();
    let civil = || written.parse::<jiff::civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    let midnight = || parse(written)?.to_zoned(TimeZone::UTC).ok();
    written
        .parse()
        .ok()
        .or_else(|| rfc2822::parse(written).ok().map(|at| at.timestamp()))
        .or_else(|| civil().or_else(midnight).map(|at| at.timestamp()))
        .filter(|at: &Timestamp| (1600..2200).contains(&at.to_zoned(TimeZone::UTC).year()))
}

fn day(year: &str, month: u8, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()?;
    (1600..2200).contains(&date.year()).then_some(date)
}

fn iso(written: &str) -> Option<Date> {
    let (head, rest) = match written.char_indices().nth(10) {
        Some((end, _)) => written.split_at(end),
        None => (written, ""),
    };
    if rest.starts_with(|c: char| c.is_alphanumeric() && !matches!(c, 'T' | 't' | 'Z' | 'z')) {
        return None;
    }
    let separator = if head.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = head.split(separator).collect();
    match parts[..] {
        [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2 && digits(y) && digits(m) && digits(d) => {
            day(y, m.parse().ok()?, d)
        }
        [ymd] if ymd.len() == 8 && digits(ymd) => day(&ymd[..4], ymd[4..6].parse().ok()?, &ymd[6..]),
        _ => None,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn worded(written: &str) -> Option<Date> {
    // What follows the year is a time of day; what may come first is a weekday.
    let words: Vec<&str> =
        written.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).take(4).collect();
    let words = match words.first().map(|word| weekday(word)) {
        Some(true) => &words[1..],
        _ => &words[..],
    };
    let ordinal = |word: &str| -> Option<String> {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (digits(number)
            && number.len() <= 2
            && matches!(&word[number.len()..], "" | "st" | "nd" | "rd" | "th"))
        .then(|| number.to_owned())
    };
    let [a, b, year, ..] = words else { return None };
    if year.len() != 4 || !digits(year) {
        return None;
    }
    match (ordinal(a), month(b), month(a), ordinal(b)) {
        (Some(d), Some(m), _, _) | (_, _, Some(m), Some(d)) => day(year, m, &d),
        _ => None,
    }
}

fn weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].iter().any(|full| {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        word.len() >= 3 && full.starts_with(&word)
    })
}

fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let word = if word == "sept" { "sep" } else { &word };
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|m| *m == word).or_else(|| FULL.iter().position(|m| *m == word))?;
    u8::try_from(at + 1).ok()
}

/// The day that stands in a web address as `/2025/10/01/`, `/2025/oct/01/`, `/2025-10-01` or `/20251001`.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for three in parts.windows(3) {
        let [y, m, d] = three else { continue };
        let month = if digits(m) && m.len() <= 2 { m.parse().ok() } else { month(m) };
        if let (4, true, Some(m), true, 1..=2) = (y.len(), digits(y), month, digits(d), d.len())
            && let Some(date) = day(y, m, d)
        {
            return Some(date);
        }
    }
    for part in parts {
        for at in 0..part.len() {
            // A date begins where no digit stands before it, and ends likewise.
            if !part.is_char_boundary(at) || part[..at].ends_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            for length in [10, 8] {
                let Some(candidate) = part.get(at..at + length) else { continue };
                if part[at + length..].starts_with(|c: char| c.is_ascii_digit()) || candidate.contains('/') {
                    continue;
                }
                if let Some(date) = iso(candidate)
                    && candidate.len() == length
                    && (length == 10 || digits(candidate))
                    && date.year() >= 1990
                {
                    return Some(date);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_usual_ways_of_writing_a_day() {
        for written in [
            "2025-10-01",
            "2025-10-01T23:30:00-04:00",
            "2025-10-01 08:00",
            " 2025-10-01Z ",
            "20251001",
            "2025/10/01",
            "Wed, 01 Oct 2025 08:30:00 GMT",
            "Wed, 1 Oct 2025 08:30:00 +0200",
            "1 October 2025",
            "October 1, 2025",
            "Oct. 1, 2025 at 5 p.m.",
            "1st Oct 2025",
            "Wednesday, October 1, 2025",
        ] {
            assert_eq!(parse(written), Some(date(2025, 10, 1)), "{written}");
        }
        assert_eq!(parse("Sept. 5, 2024"), Some(date(2024, 9, 5)));
        assert_eq!(parse("1 May 2024"), Some(date(2024, 5, 1)));
    }

    #[test]
    fn what_is_no_day_gives_none() {
        for written in [
            "",
            "yesterday",
            "2025",
            "2025-02-30",
            "2025-13-01",
            "0000-01-01",
            "99999-01-01",
            "31 June 2025",
            "October 2025",
            "1/10/25",
            "2025-1O-01",
            "２０２５-10-01",
            "-2025-10-01",
            "3025-10-01",
            "é",
            "2025-10-011",
            "1éé October 2025",
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }

    #[test]
    fn addresses() {
        let day = Some(date(2025, 10, 1));
        assert_eq!(in_url("https://harbour.example/news/2025/10/01/ferry"), day);
        assert_eq!(in_url("https://harbour.example/world/2025/oct/01/ferry"), day);
        assert_eq!(in_url("https://harbour.example/ferry-2025-10-01.html"), day);
        assert_eq!(in_url("https://harbour.example/20251001/ferry"), day);
        assert_eq!(in_url("https://harbour.example/news/120251001/ferry?d=2025/10/01/"), None);
        assert_eq!(in_url("https://harbour.example/2025/10/"), None);
        assert_eq!(in_url("no address at all/é, éé-x"), None);
    }
}
