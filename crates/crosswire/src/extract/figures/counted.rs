//! Counted: what stands after a number, its unit and its noun phrase.
//!
//! There is no tagger here: a noun phrase runs to the first plural noun that no other plural noun follows, and ends
//! before the first word that can stand in none (a preposition, a verb form of "be", a mark).

use super::people::{MODIFIERS, is_people, is_person};
use crate::extract::pieces::{Form, Piece};
use std::ops::Range;

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The pieces of the unit or noun phrase.
    pub(crate) pieces: Range<usize>,
    /// The unit's name, where it has one.
    pub(crate) unit: Option<&'static str>,
}

/// Units and the words for them.
const UNITS: &[(&str, &[&str])] = &[
    ("dollar", &["dollar", "dollars", "usd"]),
    ("euro", &["euro", "euros", "eur"]),
    ("pound", &["pounds sterling", "gbp", "quid"]),
    ("yen", &["yen"]),
    ("yuan", &["yuan", "renminbi"]),
    ("rupee", &["rupee", "rupees"]),
    ("rouble", &["rouble", "roubles", "ruble", "rubles"]),
    ("franc", &["franc", "francs"]),
    ("peso", &["peso", "pesos"]),
    ("lira", &["lira", "liras"]),
    ("cent", &["cent", "cents"]),
    ("second", &["seconds"]),
    ("minute", &["minute", "minutes"]),
    ("hour", &["hour", "hours"]),
    ("day", &["day", "days"]),
    ("night", &["night", "nights"]),
    ("week", &["week", "weeks"]),
    ("month", &["month", "months"]),
    ("year", &["year", "years"]),
    ("decade", &["decade", "decades"]),
    ("century", &["century", "centuries"]),
    ("metre", &["metre", "metres", "meter", "meters"]),
    ("centimetre", &["cm", "centimetre", "centimetres", "centimeter", "centimeters"]),
    ("millimetre", &["mm", "millimetre", "millimetres", "millimeter", "millimeters"]),
    ("kilometre", &["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"]),
    ("mile", &["mile", "miles"]),
    ("foot", &["foot", "feet", "ft"]),
    ("inch", &["inch", "inches"]),
    ("yard", &["yard", "yards"]),
    ("acre", &["acre", "acres"]),
    ("hectare", &["hectare", "hectares"]),
    ("kilogram", &["kg", "kilo", "kilos", "kilogram", "kilograms"]),
    ("gram", &["gram", "grams"]),
    ("ton", &["ton", "tons"]),
    ("tonne", &["tonne", "tonnes"]),
    ("ounce", &["ounce", "ounces"]),
    ("litre", &["litre", "litres", "liter", "liters"]),
    ("gallon", &["gallon", "gallons"]),
    ("barrel", &["barrel", "barrels"]),
    ("mile per hour", &["mph"]),
    ("kilometre per hour", &["kph"]),
    ("degree", &["degree", "degrees"]),
    ("megawatt", &["mw", "megawatt", "megawatts"]),
    ("gigawatt", &["gw", "gigawatt", "gigawatts"]),
    ("percentage point", &["percentage point", "percentage points"]),
    ("percent", &["percent", "per cent", "%"]),
];

/// Words that no noun phrase holds, so that it ends before them.
const STOPS: &[&str] = &[
    "a",
    "about",
    "above",
    "according",
    "across",
    "after",
    "against",
    "all",
    "along",
    "also",
    "although",
    "am",
    "amid",
    "among",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "at",
    "be",
    "because",
    "became",
    "been",
    "before",
    "behind",
    "being",
    "below",
    "between",
    "beyond",
    "both",
    "but",
    "by",
    "came",
    "can",
    "could",
    "despite",
    "did",
    "do",
    "does",
    "down",
    "during",
    "each",
    "either",
    "en",
    "every",
    "except",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "hers",
    "him",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "including",
    "inside",
    "into",
    "is",
    "it",
    "its",
    "may",
    "me",
    "might",
    "must",
    "my",
    "near",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "once",
    "one",
    "onto",
    "or",
    "our",
    "out",
    "outside",
    "over",
    "per",
    "said",
    "says",
    "she",
    "should",
    "since",
    "so",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "today",
    "tonight",
    "total",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "via",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "yesterday",
    "yet",
    "you",
    "your",
    "killed",
    "arrested",
    "detained",
    "ago",
    "earlier",
    "later",
    "died",
    "who'd",
    "reportedly",
    "allegedly",
    "apparently",
    "never",
    "went",
    "took",
    "told",
    "left",
    "made",
    "got",
];

/// Words in -s that are no plural nouns.
const NOT_PLURAL: &[&str] = &[
    "always",
    "across",
    "besides",
    "its",
    "his",
    "hers",
    "ours",
    "this",
    "thus",
    "yes",
    "plus",
    "minus",
    "perhaps",
    "sometimes",
    "overseas",
    "us",
    "news",
    "series",
    "afterwards",
    "was",
    "has",
    "is",
    "as",
    "does",
    "says",
    "whereas",
    "serious",
    "less",
    "unless",
    "needs",
    "gas",
    "bus",
    "'s",
];

/// The unit whose words begin at piece `at`, and where they end.
pub(crate) fn unit(p: &[Piece], at: usize) -> Option<(&'static str, usize)> {
    let one = p.get(at)?;
    let two = p.get(at + 1).map(|next| format!("{} {}", one.lower, next.lower));
    UNITS.iter().find_map(|(name, words)| {
        if two.as_deref().is_some_and(|two| words.contains(&two)) {
            return Some((*name, at + 2));
        }
        words.contains(&one.lower.as_str()).then_some((*name, at + 1))
    })
}

/// The currency of a sign before a number.
pub(crate) fn currency(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "$" => "dollar",
        "\u{20ac}" => "euro",
        "\u{a3}" => "pound",
        "\u{a5}" => "yen",
        "\u{20b9}" => "rupee",
        _ => return None,
    })
}

/// What is counted from piece `at` on; none where nothing is. `one` says that the number is 1, which takes a singular.
pub(crate) fn counted(p: &[Piece], at: usize, one: bool) -> Option<Counted> {
    let hyphen = usize::from(p.get(at).is_some_and(|p| p.is_dash() && p.glued));
    if let Some((unit, end)) = unit(p, at + hyphen) {
        return Some(Counted { pieces: at + hyphen..end, unit: Some(unit) });
    }
    if hyphen == 1 {
        return None;
    }
    let mut start = at;
    // "120 of its nationals", "12 of the 30 wounded soldiers"
    if p.get(at).is_some_and(|p| p.is("of"))
        && p.get(at + 1).is_some_and(|p| {
            p.among(&["the", "its", "their", "our", "his", "her", "these", "those", "my", "your"])
        })
    {
        start = at + 2;
        while p
            .get(start)
            .is_some_and(|p| p.form == Form::Digits || p.among(&["more", "than", "some", "about", "nearly"]))
        {
            start += 1;
        }
    } else if p.get(at).is_some_and(|p| p.is("of")) {
        // "dozens of people"
        start = at + 1;
    }
    phrase(p, start, one)
}

/// The noun phrase that begins at `start`.
fn phrase(p: &[Piece], start: usize, one: bool) -> Option<Counted> {
    let mut head: Option<(usize, bool)> = None;
    for (at, piece) in p.iter().enumerate().skip(start).take(8) {
        if piece.is_dash() && piece.glued {
            continue;
        }
        if piece.is("'s") || piece.is("'") {
            // "Iran's nationals": what was taken for the head owns what is counted.
            head = None;
            continue;
        }
        if piece.form != Form::Letters || piece.among(STOPS) {
            break;
        }
        let person = is_people(piece) || one && is_person(piece);
        if let Some((last, people)) = head {
            let modifier = p[last].among(MODIFIERS);
            let joined = piece.glued && p[at - 1].is_dash();
            if !(joined
                || person && (!people || modifier)
                || person && is_people(&p[last])
                || modifier && is_plural(piece))
            {
                break;
            }
            head = Some((at, person));
        } else if person || is_plural(piece) {
            head = Some((at, person));
        }
    }
    let (head, person) = head?;
    Some(Counted { pieces: start..head + 1, unit: person.then_some("person") })
}

fn is_plural(piece: &Piece) -> bool {
    let word = piece.lower.as_str();
    if matches!(
        word,
        "sheep" | "cattle" | "aircraft" | "lives" | "feet" | "teeth" | "livestock" | "media" | "data"
    ) {
        return true;
    }
    piece.form == Form::Letters
        && word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "ous", "'s"].iter().any(|end| word.ends_with(end))
        && !NOT_PLURAL.contains(&word)
        && !piece.capital
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    fn check(text: &str, expect: Option<(&str, Option<&str>)>) {
        let p = of_text(text);
        let read = counted(&p, 0, false);
        let read = read
            .as_ref()
            .map(|c| (&text[p[c.pieces.start].bytes.start..p[c.pieces.end - 1].bytes.end], c.unit));
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn the_phrase_runs_to_its_head() {
        check("South Norvan nationals working", Some(("South Norvan nationals", Some("person"))));
        check("of its nationals are", Some(("nationals", Some("person"))));
        check("police cars burned", Some(("police cars", None)));
        check("police officers said", Some(("police officers", Some("person"))));
        check("people were", Some(("people", Some("person"))));
        check("of Halvik's fishermen", Some(("Halvik's fishermen", Some("person"))));
        check("houses near", Some(("houses", None)));
        check("were killed", None);
    }

    #[test]
    fn measures_have_names() {
        check("per cent of", Some(("per cent", Some("percent"))));
        let p = of_text("a 12-mile fence");
        assert_eq!(counted(&p, 2, false).and_then(|c| c.unit), Some("mile"));
        assert_eq!(counted(&of_text("a 12-member panel"), 2, false), None);
    }
}
