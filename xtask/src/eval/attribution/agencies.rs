//! Whose wire an article carries and whom it gives credit to, against what its metadata say.

use super::Reading;
use crosswire::Frames;
use crosswire::group::sources;
use crosswire::story::Report;
use crosswire_model::SourceKind;

/// What the metadata write for agencies, and what the pipeline calls them.
const WIRES: [(&str, &str); 4] = [
    ("ap", "Associated Press"),
    ("upi", "United Press International"),
    ("afp", "Agence France-Presse"),
    ("reuters", "Reuters"),
];

/// Counts over articles.
#[derive(Default)]
struct Counts {
    /// Of which it is known what the metadata say.
    articles: usize,
    /// In which the metadata name one.
    named: usize,
    /// In which the pipeline names it as well.
    found: usize,
    /// In which the pipeline names another, or one where there is none.
    wrong: usize,
}

impl Counts {
    fn add(&mut self, named: Option<&str>, found: &[&str], same: impl Fn(&str, &str) -> bool) {
        let is_named = |one: &str| named.is_some_and(|named| same(named, one));
        self.articles += 1;
        self.named += usize::from(named.is_some());
        self.found += usize::from(found.iter().any(|one| is_named(one)));
        self.wrong += usize::from(found.iter().any(|one| !is_named(one)));
    }

    fn print(&self, name: &str) {
        let Counts { articles, named, found, wrong } = self;
        println!("  {name:8} found {found}/{named}, another named in {wrong}/{articles}");
    }
}

/// Prints how often the wire and the credited outlet are found, and how often others are.
pub(super) fn print(readings: &[Reading<'_>]) {
    let (mut wires, mut credits) = (Counts::default(), Counts::default());
    for reading in readings {
        let given = reading.given;
        let wire = given.wire.as_deref().map(str::trim);
        if wire != Some("NA") {
            let found: Vec<&str> = reading.parts.agencies.iter().map(String::as_str).collect();
            wires.add(wire.map(agency), &found, |named, one| named == one);
        }
        let credit = given.credit.as_deref().map(outlet);
        let heard = credited(reading);
        credits.add(credit, &heard.iter().map(String::as_str).collect::<Vec<_>>(), same_outlet);
    }
    wires.print("wire");
    credits.print("credit");
}

/// Everyone that the pipeline says an article draws on: its agencies, and the outlets that it hears or hears through.
fn credited(reading: &Reading<'_>) -> Vec<String> {
    let report = Report::new(reading.parts.clone(), reading.annotation.clone(), &Frames::builtin());
    let found = sources::resolve(&[report]);
    let outlets =
        found.sources.into_iter().filter(|s| matches!(s.kind, SourceKind::Outlet | SourceKind::Agency));
    reading.parts.agencies.iter().cloned().chain(outlets.map(|s| s.name)).collect()
}

/// What the pipeline calls an agency of the metadata.
fn agency(wire: &str) -> &str {
    WIRES.iter().find(|(short, _)| short.eq_ignore_ascii_case(wire)).map_or(wire, |(_, name)| name)
}

/// The outlet in "h/t: The Hill ".
fn outlet(credit: &str) -> &str {
    credit.trim().strip_prefix("h/t").map_or(credit.trim(), |rest| rest.trim_start_matches([':', ' ']))
}

/// Whether two names are of one outlet: case, marks, spaces, a leading "The" and an ending ".com" are no difference.
fn same_outlet(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        let name = name.to_lowercase();
        let name = name.trim().trim_end_matches('.').trim_end_matches(".com");
        name.strip_prefix("the ").unwrap_or(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_outlets_write_them() {
        assert_eq!(agency("reuters"), "Reuters");
        assert_eq!(agency("AP"), "Associated Press");
        assert_eq!(outlet("h/t: The Courier. "), "The Courier.");
        assert!(same_outlet("The COURIER.", "Courier") && same_outlet("Halvik Post", "HalvikPost.com"));
        assert!(!same_outlet("Halvik Post", "Halvik"));
    }

    #[test]
    fn one_named_right_and_another_beside_it_are_counted_both() {
        let mut counts = Counts::default();
        counts.add(Some("Reuters"), &["Reuters", "ANSA"], |a, b| a == b);
        counts.add(None, &[], |a, b| a == b);
        let Counts { articles, named, found, wrong } = counts;
        assert_eq!((articles, named, found, wrong), (2, 1, 1, 1));
    }
}
