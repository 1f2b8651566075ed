//! What an article has just named: the day, month, year and quarter that later words count from.

use super::Found;
use crosswire_model::TimeType;
use jiff::civil::Date;

/// For how many sentences a day, a month or a year may be counted from.
const DAY: u32 = 2;
/// For how many sentences a quarter is the one that is spoken of.
const QUARTER: u32 = 12;

/// The times last named. Each is kept with the number of sentences since.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Recent {
    day: Option<(Date, u32)>,
    month: Option<(i16, i8, u32)>,
    year: Option<(i16, u32)>,
    quarter: Option<(i16, i8, u32)>,
}

impl Recent {
    /// As the next sentence finds it.
    pub(super) fn next(self) -> Self {
        Recent {
            day: self.day.map(|(day, age)| (day, age + 1)).filter(|d| d.1 <= DAY),
            month: self.month.map(|(year, month, age)| (year, month, age + 1)).filter(|m| m.2 <= DAY),
            year: self.year.map(|(year, age)| (year, age + 1)).filter(|y| y.1 <= DAY),
            quarter: self.quarter.map(|(year, q, age)| (year, q, age + 1)).filter(|q| q.2 <= QUARTER),
        }
    }

    /// Takes in an expression by its value.
    pub(super) fn see(&mut self, found: &Found) {
        let Some(value) = found.value.as_deref() else { return };
        if found.kind == TimeType::Duration {
            // "The first nine months", "the year ended": what follows is no longer about a quarter.
            if matches!(value, "P9M" | "P6M" | "P1Y") {
                self.quarter = None;
            }
            return;
        }
        if !matches!(found.kind, TimeType::Date | TimeType::Time) {
            return;
        }
        let Some(year) = value.get(..4).and_then(|y| y.parse::<i16>().ok()) else { return };
        let part = value.get(4..).unwrap_or("");
        (self.day, self.month, self.year) = (None, None, Some((year, 0)));
        if let Some(day) = value.get(..10).and_then(|d| d.parse::<Date>().ok()) {
            self.day = Some((day, 0));
            self.month = Some((day.year(), day.month(), 0));
        } else if let Some(q) = part.strip_prefix("-Q").and_then(|q| q.parse().ok()) {
            // The quarter of the year before is only what the one spoken of is compared with.
            let compared = self.quarter.is_some_and(|(now, same, _)| same == q && now - 1 == year);
            if !compared {
                self.quarter = Some((year, q, 0));
            }
        } else if let Some(month) = part.strip_prefix('-').and_then(|m| m.parse().ok()) {
            self.month = Some((year, month, 0));
        }
    }

    /// The day last named, where nothing coarser was named since.
    pub(super) fn day(self) -> Option<Date> {
        self.day.map(|(day, _)| day)
    }

    /// The year last named, and the month where it is known.
    pub(super) fn month(self) -> (Option<i16>, Option<i8>) {
        (self.year.map(|(year, _)| year), self.month.map(|(_, month, _)| month))
    }

    /// The quarter that is spoken of.
    pub(super) fn quarter(self) -> Option<(i16, i8)> {
        self.quarter.map(|(year, q, _)| (year, q))
    }
}
