//! Tables: data files whose rows are more than a list of words.

use super::read::{Row, Table, file, forms, words};
use crate::extract::times::calendar::weekday_named;
use jiff::civil::Weekday;
use std::sync::LazyLock;

/// What a number is measured in.
pub(crate) struct Unit {
    pub(crate) name: &'static str,
    /// Its words, in lower case, the singular that "per" takes first.
    pub(crate) words: Vec<&'static str>,
    /// Its signs and codes, whose case counts.
    pub(crate) symbols: Vec<&'static str>,
}

impl Unit {
    fn read(row: &Row) -> Result<Unit, String> {
        let (name, spellings) = row.keyed()?;
        let (spelt, symbols) = spellings.split_once(';').map_or((spellings, None), |(w, s)| (w, Some(s)));
        let spelt = spelt.trim();
        let spelt = if spelt.is_empty() { Vec::new() } else { words(spelt)? };
        let symbols = symbols.map_or(Ok(Vec::new()), |symbols| forms(symbols, ','))?;
        Ok(Unit { name, words: spelt, symbols })
    }
}

/// How a day that has a name is found in a year.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DayRule {
    /// A month and a day.
    Fixed(i8, i8),
    /// The n-th such weekday of a month, the last where n is below 1.
    Nth(i64, Weekday, i8),
    /// Days after Easter Sunday.
    Easter(i64),
}

impl DayRule {
    fn read(text: &str) -> Option<DayRule> {
        let mut words = text.split_whitespace();
        let (first, second, third) = (words.next()?, words.next(), words.next());
        Some(match (second, third) {
            (Some(day), Some(month)) => {
                DayRule::Nth(first.parse().ok()?, weekday_named(day)?, month.parse().ok()?)
            }
            (Some(days), None) if first == "easter" => DayRule::Easter(days.parse().ok()?),
            (None, _) => {
                let (month, day) = first.split_once('-')?;
                DayRule::Fixed(month.parse().ok()?, day.parse().ok()?)
            }
            _ => return None,
        })
    }
}

/// What can happen to those who are counted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    /// What the ledger calls it.
    pub(crate) name: &'static str,
    /// Whether its count grows as news comes in.
    pub(crate) grows: bool,
    /// The beginnings of its words and phrases.
    pub(crate) starts: Vec<&'static str>,
}

/// Predicates that cannot both hold.
pub(crate) struct Opposed {
    /// Terms that two passages must share near them; none where both must be said of one person or thing by syntax.
    pub(crate) shared: Option<usize>,
    /// The words of each phrase of each side.
    pub(crate) sides: [Vec<Vec<&'static str>>; 2],
}

/// Words that describe one thing with another stance.
pub(crate) struct Loaded {
    /// What is so described: "source", "people", "deed".
    pub(crate) kind: &'static str,
    /// Each word with the other forms that it stands for.
    pub(crate) members: Vec<Vec<&'static str>>,
}

/// A table that is read when it is first asked for.
pub(crate) type Lazy<T> = LazyLock<Table<T>>;

pub(crate) static UNITS: Lazy<Unit> = Lazy::new(|| file!("units.txt").table(Unit::read));

pub(crate) static CURRENCIES: Lazy<Unit> = Lazy::new(|| file!("currencies.txt").table(Unit::read));

/// Days that have a name, and how each is found.
pub(crate) static HOLIDAYS: Lazy<(&str, DayRule)> = Lazy::new(|| {
    file!("holidays.txt").table(|row| {
        let (name, rule) = row.keyed()?;
        let known = "`month-day`, `n weekday month` or `easter days` is wanted after the colon";
        Ok((name, DayRule::read(rule).ok_or(known)?))
    })
});

/// Phrases for each vague value of TIMEX3.
pub(crate) static VAGUE_TIMES: Lazy<(&str, Vec<&str>)> = Lazy::new(|| {
    file!("vague-times.txt").table(|row| {
        let (value, phrases) = row.keyed()?;
        let known = ["PRESENT_REF", "PAST_REF", "FUTURE_REF"].contains(&value);
        known.then_some(()).ok_or(format!("`{value}` is no value of TIMEX3"))?;
        Ok((value, words(phrases)?))
    })
});

/// What can happen to those who are counted, the gravest first.
pub(crate) static FATES: Lazy<Fate> = Lazy::new(|| {
    file!("events.txt").table(|row| {
        let (head, starts) = row.keyed()?;
        let name = head.trim_end_matches([' ', '+']);
        Ok(Fate { name, grows: head.ends_with('+'), starts: words(starts)? })
    })
});

/// Words that hold their own negation, with what they negate, where that is a word: “unclear” is “not clear”.
pub(crate) static INHERENT_NEGATIVES: Lazy<(&str, Option<&str>)> = Lazy::new(|| {
    file!("inherent-negatives.txt").table(|row| match row.keyed() {
        Ok((word, negated)) => Ok((words(word)?[0], Some(words(negated)?[0]))),
        Err(_) => Ok((row.words()?[0], None)),
    })
});

/// Predicates that cannot both hold of one thing.
pub(crate) static OPPOSED: Lazy<Opposed> = Lazy::new(|| {
    file!("opposed.txt").table(|row| {
        let (shared, sides) = row.keyed()?;
        let (one, other) = sides.split_once('|').ok_or("`words | words` is wanted after the colon")?;
        let parts = |phrases: Vec<&'static str>| -> Vec<Vec<&'static str>> {
            phrases.iter().map(|phrase| phrase.split_whitespace().collect()).collect()
        };
        let shared = match shared {
            "same" => None,
            n => Some(n.parse().map_err(|_| format!("`{n}` is neither a number of words nor `same`"))?),
        };
        Ok(Opposed { shared, sides: [parts(words(one)?), parts(words(other)?)] })
    })
});

/// Two words that mean the opposite of each other.
pub(crate) static ANTONYMS: Lazy<(&str, &str)> = Lazy::new(|| {
    file!("antonyms.txt").table(|row| {
        let fields: Vec<&str> = row.fields().collect();
        <[&str; 2]>::try_from(fields).map(|[a, b]| (a, b)).map_err(|_| "two words are wanted".into())
    })
});

/// Words for one thing that differ in stance.
pub(crate) static LOADED: Lazy<Loaded> = Lazy::new(|| {
    file!("loaded.txt").table(|row| {
        let (kind, members) = row.keyed()?;
        let known = ["source", "people", "deed"].contains(&kind);
        known.then_some(()).ok_or(format!("`{kind}` is none of source, people, deed"))?;
        let members = forms(members, '|')?.into_iter().map(words).collect::<Result<_, _>>()?;
        Ok(Loaded { kind, members })
    })
});

/// Words for one participant, the first of which stands for all.
pub(crate) static KIN: Lazy<Vec<&str>> = Lazy::new(|| file!("kin.txt").table(Row::words));

/// A word in one spelling, and in the one that stands for both.
pub(crate) static SPELLINGS: Lazy<(&str, &str)> = Lazy::new(|| {
    file!("spellings.txt").table(|row| {
        let mut fields = row.fields();
        match (fields.next(), fields.next(), fields.next()) {
            (Some(one), Some(other), None) => Ok((one, other)),
            _ => Err("two spellings are wanted".to_owned()),
        }
    })
});

/// How rare stems are in news: the logarithm of one over the share of articles that hold them, and the stems.
pub(crate) static RARITY: Lazy<(f64, Vec<&str>)> = Lazy::new(|| {
    file!("rarity.txt").table(|row| {
        let mut fields = row.fields();
        let rarity = fields.next().and_then(|f| f.parse().ok()).ok_or("a number is wanted first")?;
        Ok((rarity, fields.collect()))
    })
});

/// What each signal of alignment counts for: its name, the weight by itself, beside rivals, among neighbours.
pub(crate) static ALIGNMENT: Lazy<(&str, [f64; 3])> =
    Lazy::new(|| file!("alignment.txt").table(|row| signal(row.text)));

/// A row of such a file.
pub(crate) fn signal(row: &str) -> Result<(&str, [f64; 3]), String> {
    let fields: Vec<&str> = row.split_whitespace().collect();
    let weights: Vec<f64> = fields.iter().skip(1).map_while(|f| f.parse().ok()).collect();
    let weights = <[f64; 3]>::try_from(weights).ok().filter(|_| fields.len() == 4);
    let weights = weights.ok_or("a name and three weights are wanted")?;
    Ok((fields[0], weights))
}
