//! People: which plural nouns count persons, and which participles say that persons are meant.

use crate::extract::pieces::Piece;
use crate::lexicon;

/// Whether the piece is a plural noun for people: "migrants", "police", "Iranians".
pub(crate) fn is_people(piece: &Piece) -> bool {
    let word = piece.lower.as_str();
    if lexicon::PERSONAL_NOUNS.has(word) {
        return true;
    }
    if lexicon::FALSE_PERSONAL_NOUNS.contains(&word) || word.len() < 5 {
        return false;
    }
    let demonym = piece.capital && ["ians", "eans", "icans", "nese"].iter().any(|end| word.ends_with(end));
    let ending = lexicon::ENDINGS_OF_PERSONAL_NOUNS.iter().any(|end| word.ends_with(end));
    demonym || ending
}

/// Whether the piece stands for people: such a noun, or what befell them: "the injured", "the number of dead".
pub(super) fn means_people(piece: &Piece) -> bool {
    is_people(piece) || lexicon::PARTICIPLES_OF_FATE.has(&piece.lower)
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
