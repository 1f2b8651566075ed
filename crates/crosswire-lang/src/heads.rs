//! What a name of several words is the name of, where its first or last word says so.
//!
//! Networks see few armed groups and villages by name. Head words are a closed list; the model decides the rest.

use crate::document::NameKind;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the lists say of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Heads {
    begins: Option<NameKind>,
    ends: Option<NameKind>,
    /// Whether it tells of the name before it that it is an organisation's.
    behind: bool,
}

/// Words, and whole names that stay what the model takes them for.
static HEADS: LazyLock<(FxHashMap<&'static str, Heads>, Vec<&'static str>)> = LazyLock::new(|| {
    let (mut heads, mut stay): (FxHashMap<&str, Heads>, _) = Default::default();
    let mut section = "";
    for line in include_str!("../data/name-heads.txt").lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() || section.is_empty() {
            section = line;
        } else if section == "stay" {
            Vec::push(&mut stay, line);
        } else {
            for word in line.split_whitespace() {
                let word = heads.entry(word).or_default();
                match section {
                    "organisation ends" => word.ends = Some(NameKind::Organisation),
                    "organisation begins" => word.begins = Some(NameKind::Organisation),
                    "organisation behind" => word.behind = true,
                    "place begins" => word.begins = Some(NameKind::Location),
                    _ => word.ends = Some(NameKind::Location),
                }
            }
        }
    }
    (heads, stay)
});

/// The kind of a name that the model takes for `kind`. What it takes for an organisation or a group stays that.
pub(crate) fn kind(name: &str, kind: NameKind) -> NameKind {
    let mut words = name.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return kind };
    let (heads, stay) = &*HEADS;
    if stay.contains(&name) {
        return kind;
    }
    let says = |word: &str| heads.get(word.to_lowercase().as_str()).copied().unwrap_or_default();
    match (kind, says(last).ends.or(says(first).begins)) {
        (NameKind::Person, Some(head)) => head,
        (NameKind::Location, Some(NameKind::Organisation)) => NameKind::Organisation,
        _ => kind,
    }
}

/// Whether a word with a capital behind a place's name makes both the name of an organisation: "Norva Airlines".
pub(crate) fn go_on_from_a_place(word: &str) -> bool {
    let ends = || HEADS.0.get(word.to_lowercase().as_str()).and_then(|heads| heads.ends);
    word.starts_with(char::is_uppercase) && ends() == Some(NameKind::Organisation)
}

/// Whether the words behind a name of several words say that it is an organisation's: "the Sons of Norvik crime gang".
pub(crate) fn organisation_behind<'t>(words: impl Iterator<Item = &'t str>) -> bool {
    words.take(2).any(|word| HEADS.0.get(word).is_some_and(|heads| heads.behind))
}

#[cfg(test)]
mod tests {
    use super::{go_on_from_a_place, kind, organisation_behind};
    use crate::NameKind::{self, Group, Location, Organisation, Person};

    fn check(name: &str, taken_for: NameKind, expected: NameKind) {
        assert_eq!(kind(name, taken_for), expected, "{name}");
    }

    #[test]
    fn a_head_says_what_a_name_is_of() {
        check("Halvik University", Person, Organisation);
        check("Halvik University", Location, Organisation);
        check("Jaish al-Norva", Person, Organisation);
        check("Wadi Karsund", Person, Location);
        check("Karsund Province", Person, Location);
        check("LAKE KARSUND", Person, Location);
    }

    #[test]
    fn a_head_with_a_capital_goes_on_with_a_place() {
        assert!(go_on_from_a_place("International"));
        assert!(!go_on_from_a_place("international") && !go_on_from_a_place("Province"));
    }

    #[test]
    fn a_gang_is_told_by_the_word_behind_it() {
        assert!(organisation_behind(["crime", "gang"].into_iter()));
        assert!(!organisation_behind(["told", "the", "gang"].into_iter()));
    }

    #[test]
    fn what_no_head_decides_stays() {
        check("University", Person, Person);
        check("Odd Wadi", Person, Person);
        check("Karsund Province", Organisation, Organisation);
        check("Halvik Party", Group, Group);
        check("West Bank", Location, Location);
        check("", Person, Person);
    }
}
