//! People: which plural nouns count persons, and which participles say that persons are meant.

use crate::extract::pieces::Piece;
use crate::lexicon;

/// Nouns in -ees and -ists that are no people, and in -men that are.
const NOT_PEOPLE: &[&str] = &[
    "trees",
    "fees",
    "degrees",
    "knees",
    "bees",
    "committees",
    "coffees",
    "guarantees",
    "levees",
    "sees",
    "flees",
    "agrees",
    "rupees",
    "melees",
    "marquees",
    "disagrees",
    "frees",
    "oversees",
    "guarantees",
    "lists",
    "exists",
    "consists",
    "insists",
    "persists",
    "assists",
    "resists",
    "twists",
    "fists",
    "wrists",
    "mists",
    "cysts",
    "regimen",
    "specimen",
    "omen",
    "amen",
    "abdomen",
    "semen",
    "yemen",
    "acumen",
    "stamen",
    "playlists",
    "waitlists",
    "checklists",
    "blacklists",
    "shortlists",
    "heists",
    "hoists",
    "enlists",
    "tees",
    "toupees",
    "soirees",
    "entrees",
    "chimpanzees",
    "persians",
];

/// Whether the piece is a plural noun for people: "migrants", "police", "Iranians".
pub(crate) fn is_people(piece: &Piece) -> bool {
    let word = piece.lower.as_str();
    if lexicon::PERSONAL_NOUNS.has(word) {
        return true;
    }
    if NOT_PEOPLE.contains(&word) || word.len() < 5 {
        return false;
    }
    let demonym = piece.capital && ["ians", "eans", "icans", "nese"].iter().any(|end| word.ends_with(end));
    let ending = [
        "ists", "ees", "smen", "rmen", "dmen", "women", "persons", "people", "workers", "goers", "seekers",
        "dwellers",
    ]
    .iter()
    .any(|end| word.ends_with(end));
    demonym || ending
}

/// Whether the piece is the singular of such a noun: "man", "officer".
pub(crate) fn is_person(piece: &Piece) -> bool {
    match piece.lower.as_str() {
        "person" | "man" | "woman" | "child" | "policeman" | "gunman" | "fisherman" => true,
        "member" | "official" | "other" => false,
        word => lexicon::PERSONAL_NOUNS.has(&format!("{word}s")),
    }
}

/// Whether a word in lower case is a noun for people, in the plural or the singular: "officials", "witness".
pub(crate) fn is_person_noun(lower: &str) -> bool {
    lexicon::PERSONAL_NOUNS.has(lower) || lexicon::PERSONAL_NOUNS.has(&format!("{lower}s"))
}

/// Participles and adjectives after a bare number that say that it counts people: "12 killed", "30 were arrested".
pub(crate) const HAPPENED: &[&str] = &[
    "abducted",
    "apprehended",
    "arrested",
    "captured",
    "charged",
    "confirmed dead",
    "convicted",
    "dead",
    "deported",
    "detained",
    "died",
    "displaced",
    "drowned",
    "dying",
    "executed",
    "expelled",
    "freed",
    "hospitalised",
    "hospitalized",
    "hurt",
    "imprisoned",
    "indicted",
    "infected",
    "injured",
    "jailed",
    "kidnapped",
    "killed",
    "massacred",
    "missing",
    "murdered",
    "perished",
    "quarantined",
    "rescued",
    "sickened",
    "slain",
    "stabbed",
    "starved",
    "stranded",
    "survived",
    "trapped",
    "unaccounted",
    "wounded",
    "evacuated",
    "pardoned",
    "aboard",
    "repatriated",
    "resettled",
    "beheaded",
    "homeless",
    "unconscious",
    "orphaned",
    "poisoned",
    "bereaved",
    "electrocuted",
];

/// Verbs before a bare number that say that it counts people: "killing 12".
pub(crate) const DID: &[&str] = &[
    "arrested",
    "arresting",
    "detained",
    "detaining",
    "hospitalised",
    "hospitalized",
    "hospitalising",
    "hospitalizing",
    "hurting",
    "injured",
    "injures",
    "injuring",
    "killed",
    "killing",
    "kills",
    "murdered",
    "murdering",
    "wounded",
    "wounding",
    "wounds",
    "deported",
    "deporting",
    "rescued",
    "rescuing",
    "executed",
    "executing",
];

/// Nouns before "of N" that make it a count of people: "a crowd of 500".
pub(crate) const GROUPS: &[&str] = &[
    "group",
    "crowd",
    "crew",
    "family",
    "party",
    "batch",
    "team",
    "crowds",
    "squad",
    "delegation",
    "congregation",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    #[test]
    fn people_are_told_from_things() {
        for word in ["migrants", "Halvikians", "detainees", "cellists", "policewomen", "officers"] {
            assert!(is_people(&of_text(word)[0]), "{word}");
        }
        for word in ["trees", "containers", "lists", "regimen", "guardians-of", "ships", "halvikian"] {
            assert!(!is_people(&of_text(word)[0]), "{word}");
        }
        assert!(is_person(&of_text("passenger")[0]));
        assert!(!is_person(&of_text("container")[0]));
    }
}
