//! Points in time as feeds write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// How a date may be written beside ISO 8601 and RFC 2822. What names no zone is read as UTC.
const ODD: [&str; 11] = [
    "%A, %d %b %Y %H:%M:%S %z",
    "%d %b %Y %H:%M:%S %z",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y %I:%M %p",
    "%a %b %d %H:%M:%S %Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H:%M",
    "%Y%m%d%H%M%S",
];

/// How a day may be written; it is read as its first moment, UTC.
const DAYS: [&str; 7] =
    ["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d.%m.%Y"];

/// Zones that have letters, and hours from UTC. RFC 2822's own are read by the library, which takes these for UTC.
const ZONES: [(&str, &str); 11] = [
    (" GMT", " +0000"),
    (" UTC", " +0000"),
    (" UT", " +0000"),
    (" Z", " +0000"),
    (" BST", " +0100"),
    (" CET", " +0100"),
    (" CEST", " +0200"),
    (" EET", " +0200"),
    (" EEST", " +0300"),
    (" MSK", " +0300"),
    (" JST", " +0900"),
];

/// The moment that is meant. None for what no calendar has, and for years outside 1600–2199, which are slips.
pub fn parse(written: &str) -> Option<Timestamp> {
    let written: Vec<&str> = written.split_whitespace().take(12).collect();
    let written = written.join(" ");
    if written.is_empty() || written.len() > 80 {
        return None;
    }
    let named =
        ZONES.iter().find_map(|(letters, hours)| Some(format!("{}{hours}", written.strip_suffix(letters)?)));
    let written = named.unwrap_or(written);
    let read = written
        .parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::fmt::rfc2822::parse(&written).ok().map(|zoned| zoned.timestamp()))
        .or_else(|| odd(&written))?;
    let year = read.to_zoned(TimeZone::UTC).year();
    (1600..2200).contains(&year).then_some(read)
}

fn odd(written: &str) -> Option<Timestamp> {
    let utc = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    if let Ok(time) = written.parse::<DateTime>() {
        return utc(time);
    }
    // A weekday is often the wrong one, and says nothing.
    let without_day = written.split_once(", ").filter(|(day, _)| day.chars().all(char::is_alphabetic));
    let forms = [written, without_day.map_or(written, |(_, rest)| rest)];
    for form in forms {
        for format in ODD {
            let Ok(parts) = strtime::parse(format, form) else { continue };
            if let Ok(at) = parts.to_timestamp() {
                return Some(at);
            }
            if let Some(at) = parts.to_datetime().ok().and_then(utc) {
                return Some(at);
            }
        }
        for format in DAYS {
            if let Ok(day) = Date::strptime(format, form) {
                return utc(day.at(0, 0, 0, 0));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_feeds_write_them() {
        for (written, expect) in [
            ("2031-03-05T09:00:00Z", "2031-03-05T09:00:00Z"),
            ("2031-03-05T09:00:00.5+01:00", "2031-03-05T08:00:00.5Z"),
            ("2031-03-05T09:00:00", "2031-03-05T09:00:00Z"),
            ("2031-03-05", "2031-03-05T00:00:00Z"),
            ("2031-03-05 09:00", "2031-03-05T09:00:00Z"),
            ("Wed, 05 Mar 2031 09:00:00 GMT", "2031-03-05T09:00:00Z"),
            ("Wed, 5 Mar 2031 09:00:00 +0100", "2031-03-05T08:00:00Z"),
            ("Wed, 05 Mar 2031 09:00 EST", "2031-03-05T14:00:00Z"),
            ("Mon, 05 Mar 2031 09:00:00 +0000", "2031-03-05T09:00:00Z"),
            ("  Wed,  05 Mar 2031\n 09:00:00 GMT ", "2031-03-05T09:00:00Z"),
            ("Wed, 05 Mar 2031 09:00:00 CEST", "2031-03-05T07:00:00Z"),
            ("March 5, 2031", "2031-03-05T00:00:00Z"),
            ("05.03.2031 09:00", "2031-03-05T09:00:00Z"),
            ("Wed Mar 05 09:00:00 2031", "2031-03-05T09:00:00Z"),
            ("2031/03/05 09:00:00", "2031-03-05T09:00:00Z"),
        ] {
            assert_eq!(parse(written).map(|at| at.to_string()).as_deref(), Some(expect), "{written}");
        }
        for nonsense in
            ["", "yesterday", "2031-02-30", "0000-00-00", "Wed, 99 Mar 2031", "9".repeat(99).as_str()]
        {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}
