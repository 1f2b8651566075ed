//! Monitor profiles: the numbers that an incident monitor's published rule makes of the reports of one count.
//!
//! A profile is a pure function of a ledger and a view of it: it never replaces the reports that it was made from, and
//! the ledger file holds none. `counts` says what can be coded and which reports may be mixed, `bounds` what a report's
//! words allow; then one file a rule. `docs/profiles.md` gives the rules for people, with where they were published.

mod bounds;
mod counts;
mod min_max;
mod low_best_high;
mod conservative;
mod crowd;

use crate::words;
use counts::{Contest, Count, Kind};
use crosswire_model::{Figure, Ledger, Number, Qualifier, Series};

/// Reports that a sentence names at most.
const NAMED: usize = 6;

/// A monitor's rule for making numbers of several reports. Each has a file of its own, which ends in a `PROFILE`.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// Its name on the command line, in the page's ids and in the tables, which is the monitor's: small letters and hyphens.
    pub name: &'static str,
    /// Other names that the command takes: of the rule.
    pub aliases: &'static [&'static str],
    /// A line for the command's help: the monitor, then what it gives.
    pub help: &'static str,
    /// The rule in one sentence, as the views show it.
    pub rule: &'static str,
    /// What its numbers are called, in their order.
    pub fields: &'static [&'static str],
    /// Whether it leaves out a report that a later one of a growing count has overtaken.
    drops_overtaken: bool,
    /// Whether its numbers take a contest into account; else the sentence says that they do not.
    codes_contest: bool,
    /// Codes the reports of one count, all of one kind.
    code: fn(&[&Figure], Option<Contest>) -> Coded,
}

impl Profile {
    /// Every profile, in the order in which help and page show them. A new one needs its file, its `mod` line above, its
    /// line here, and its section in `docs/profiles.md`.
    pub const ALL: &[&Profile] = &[&Profile::AIRWARS, &Profile::UCDP, &Profile::ACLED, &Profile::CCC];

    pub(crate) const AIRWARS: Profile = min_max::PROFILE;
    pub(crate) const UCDP: Profile = low_best_high::PROFILE;
    pub(crate) const ACLED: Profile = conservative::PROFILE;
    pub(crate) const CCC: Profile = crowd::PROFILE;

    /// The profile of this name.
    ///
    /// ```
    /// use crosswire_report::Profile;
    /// assert_eq!(Profile::named("low/best/high").unwrap().fields, ["low", "best", "high"]);
    /// ```
    pub fn named(name: &str) -> Option<&'static Profile> {
        Self::ALL.iter().copied().find(|p| p.name == name || p.aliases.contains(&name))
    }

    /// The numbers that the rule makes of reports that are all of one kind and that nobody contests.
    pub(crate) fn numbers(&self, figures: &[&Figure]) -> Vec<Option<Number>> {
        (self.code)(figures, None).numbers
    }
}

impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What a profile makes of one count.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate<'a> {
    /// The id of the series, or of the figure that stands alone.
    pub id: &'a str,
    /// What is counted, in the articles' words.
    pub label: String,
    /// What happens to those counted, where all reports say the same: `killed`.
    pub role: Option<&'a str>,
    /// The series; none for a figure that stands alone.
    pub series: Option<&'a Series>,
    /// The numbers by [`Profile::fields`], in that order. None where the reports leave it open.
    pub numbers: Vec<Option<Number>>,
    /// The reports' own words, where the rule keeps them.
    pub text: Option<String>,
    /// One sentence that says how the numbers come about.
    pub how: String,
    /// The reports that it was made from, in the order of the articles.
    pub figures: Vec<&'a Figure>,
    /// The reports of the same series that count something else or were overtaken.
    pub left_out: Vec<&'a Figure>,
}

/// What a rule makes of a count: the numbers, the words that it keeps, and the clauses of the sentence that says how.
struct Coded {
    numbers: Vec<Option<Number>>,
    text: Option<String>,
    how: Vec<String>,
}

/// What a profile makes of every count of a ledger: of each series of two reports or more that counts people or things,
/// then of each figure of people that stands alone and says what happens to them.
pub fn estimates<'a>(ledger: &'a Ledger, profile: &Profile) -> Vec<Estimate<'a>> {
    counts::counts(ledger).into_iter().map(|count| estimate(count, profile)).collect()
}

fn estimate<'a>(count: Count<'a>, profile: &Profile) -> Estimate<'a> {
    let Count { id, label, role, series, kind, figures, apart, overtaken, foreseen, contest } = count;
    let (figures, dropped): (Vec<&Figure>, Vec<&Figure>) =
        figures.into_iter().partition(|f| !(profile.drops_overtaken && overtaken.contains(&&f.id)));
    let Coded { numbers, text, mut how } = (profile.code)(&figures, contest);
    if let (Some(contest), false) = (contest, profile.codes_contest) {
        how.push(format!("{}, which changes no number here", contest.as_str()));
    }
    how.extend(kind.note().map(str::to_owned));
    let foreseen: Vec<&Figure> = figures.iter().copied().filter(|f| foreseen.contains(&f.id)).collect();
    if !foreseen.is_empty() {
        how.push(format!("{} is told as planned or possible", listed(&foreseen)));
    }
    if !dropped.is_empty() {
        how.push(format!("left out: {}, overtaken by a later report of a growing count", listed(&dropped)));
    }
    for kind in [Kind::Part, Kind::Additional, Kind::Cumulative] {
        let others: Vec<&Figure> = apart.iter().copied().filter(|f| Kind::of(f) == kind).collect();
        if !others.is_empty() {
            how.push(format!("left out: {}, {}", listed(&others), kind.why_apart()));
        }
    }
    let left_out = dropped.into_iter().chain(apart).collect();
    Estimate { id, label, role, series, numbers, text, how: sentence(&how), figures, left_out }
}

impl Estimate<'_> {
    /// The numbers with their names: "min 60, max 84"; a number that the reports leave open is called so.
    pub(crate) fn to_words(&self, profile: &Profile) -> String {
        let numbers = profile.fields.iter().zip(&self.numbers);
        let numbers = numbers
            .map(|(field, n)| format!("{field} {}", n.map_or_else(|| "open".to_owned(), words::number)));
        numbers.collect::<Vec<_>>().join(", ")
    }
}

/// Clauses as one sentence.
fn sentence(clauses: &[String]) -> String {
    let text = clauses.join("; ");
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).chain(['.']).collect())
}

/// What was chosen from: "lowest of 12 and 15"; where all reports say the same, that.
fn choice(which: &str, figures: &[&Figure]) -> String {
    let named = listed(figures);
    match figures {
        [_] => format!("the one report says {named}"),
        [first, rest @ ..] if rest.iter().all(|f| reported(f) == reported(first)) => {
            format!("every report says {named}")
        }
        _ => format!("{which} of {named}"),
    }
}

/// The numbers of reports, each once, from the lowest: "70, 84 and at least 84".
fn listed(figures: &[&Figure]) -> String {
    let mut figures = figures.to_vec();
    figures.sort_by_key(|f| (f.value, f.qualifier, f.high));
    let mut all: Vec<String> = figures.into_iter().map(reported).collect();
    all.dedup();
    if all.len() > NAMED {
        let more = all.len() - NAMED;
        all.truncate(NAMED);
        all.push(format!("{more} more"));
    }
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "no report".to_owned(),
    }
}

/// The number of a report as its words give it: "at least 15", "60 to 80", "“dozens”".
fn reported(figure: &Figure) -> String {
    let value = words::number(figure.value);
    if let Some(indefinite) = &figure.indefinite {
        return format!("“{}”", words::clip(&words::one_line(indefinite), 40));
    }
    match figure.qualifier {
        Qualifier::Exact => value,
        Qualifier::Above => format!("more than {value}"),
        Qualifier::Below => format!("less than {value}"),
        Qualifier::Additional => format!("another {value}"),
        Qualifier::Between => words::range(figure.low, figure.high).unwrap_or(value),
        Qualifier::About | Qualifier::AtLeast | Qualifier::AtMost => {
            format!("{} {value}", figure.qualifier.as_str())
        }
    }
}

/// Invented counts, for the tests of every rule.
#[cfg(test)]
mod fixtures;

#[cfg(test)]
mod tests;
