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

/// A monitor's rule for making numbers of several reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Lowest and highest; what is contested has a minimum of 0. After Airwars.
    MinMax,
    /// A low, a best and a high estimate; where nothing tells which is right, the lower is the best. After UCDP GED.
    LowBestHigh,
    /// One number, the lowest: "tens" 10, "dozens" 12, "hundreds" 100. After ACLED.
    Conservative,
    /// Low, high, their mean, and the words; "hundreds" 200. After the Crowd Counting Consortium.
    Crowd,
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
    /// The numbers by [`Profile::fields`], in that order. None where no report says anything of it.
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

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 4] =
        [Profile::MinMax, Profile::LowBestHigh, Profile::Conservative, Profile::Crowd];

    /// Its name, as the command and the files spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::MinMax => "min-max",
            Profile::LowBestHigh => "low-best-high",
            Profile::Conservative => "conservative",
            Profile::Crowd => "crowd",
        }
    }

    /// Its rule in one sentence.
    pub fn rule(self) -> &'static str {
        match self {
            Profile::MinMax => {
                "Airwars: the lowest and the highest that is reported; where it is contested, the minimum is 0."
            }
            Profile::LowBestHigh => {
                "UCDP GED: a low, a best and a high estimate; where nothing shows which report is more reliable, the lower is the best."
            }
            Profile::Conservative => {
                "ACLED: the most conservative number; “tens” is 10, “dozens” 12, “hundreds” 100."
            }
            Profile::Crowd => {
                "Crowd Counting Consortium: lowest, highest and mean, with the words; “hundreds” is 200."
            }
        }
    }

    /// What its numbers are called, in their order.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Profile::MinMax => &["min", "max"],
            Profile::LowBestHigh => &["low", "best", "high"],
            Profile::Conservative => &["number"],
            Profile::Crowd => &["low", "high", "mean"],
        }
    }

    /// Whether a later report of a growing count takes an earlier one's place.
    fn drops_overtaken(self) -> bool {
        matches!(self, Profile::LowBestHigh | Profile::Conservative)
    }

    fn code(self, figures: &[&Figure], contest: Option<Contest>) -> Coded {
        match self {
            Profile::MinMax => min_max::code(figures, contest),
            Profile::LowBestHigh => low_best_high::code(figures),
            Profile::Conservative => conservative::code(figures),
            Profile::Crowd => crowd::code(figures),
        }
    }
}

/// What a profile makes of every count of a ledger: of each series of two reports or more that counts people or things,
/// then of each figure of people that stands alone and says what happens to them.
pub fn estimates(ledger: &Ledger, profile: Profile) -> Vec<Estimate<'_>> {
    counts::counts(ledger).into_iter().map(|count| estimate(count, profile)).collect()
}

fn estimate(count: Count<'_>, profile: Profile) -> Estimate<'_> {
    let Count { id, label, role, series, kind, figures, apart, overtaken, foreseen, contest } = count;
    let (figures, dropped): (Vec<&Figure>, Vec<&Figure>) =
        figures.into_iter().partition(|f| !(profile.drops_overtaken() && overtaken.contains(&&f.id)));
    let Coded { numbers, text, mut how } = profile.code(&figures, contest);
    // Min-max has put it into a number already.
    if let (Some(contest), true) = (contest, profile != Profile::MinMax) {
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
    pub(crate) fn to_words(&self, profile: Profile) -> String {
        let numbers = profile.fields().iter().zip(&self.numbers);
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

/// Counts made up by their figures, for the tests of every rule.
#[cfg(test)]
mod made_up;

#[cfg(test)]
mod tests;
