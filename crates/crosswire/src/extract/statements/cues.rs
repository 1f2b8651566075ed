//! The words that attribute, from `data/cues.txt`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How a cue takes its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// "X says (that) …", "…, X says", "“…,” said X".
    Say,
    /// The same with a hearer: "X told Y (that) …".
    Tell,
    /// "X believes that …": only with "that", or after the content.
    Think,
    /// "X urged Y to …".
    Urge,
    /// "X described Y as …".
    As,
    /// Attributes a quotation only: "“…,” he joked".
    Quote,
}

/// The form of a verb, as far as its ending tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// "say": after a plural subject, or as a noun.
    Base,
    /// "says".
    Present,
    /// "said": past or participle.
    Past,
    /// "saying".
    Ing,
}

/// A word that can attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) class: Class,
    pub(super) form: Form,
    /// Whether a clause may follow without "that": "he said it sank".
    pub(super) bare_clause: bool,
}

/// Verbs whose clause often follows without "that".
const BARE: &[&str] = &[
    "say",
    "add",
    "claim",
    "insist",
    "argue",
    "warn",
    "admit",
    "allege",
    "suggest",
    "estimate",
    "predict",
    "believe",
    "think",
    "hope",
    "tell",
    "assure",
    "state",
    "note",
    "fear",
    "acknowledge",
    "confirm",
    "expect",
    "specify",
];

static CUES: LazyLock<FxHashMap<String, Cue>> = LazyLock::new(|| {
    let mut cues = FxHashMap::default();
    for line in include_str!("../../../data/cues.txt").lines() {
        let mut words = line.split_whitespace();
        let (Some(class), Some(lemma)) = (words.next().and_then(class), words.next()) else { continue };
        let bare_clause = BARE.contains(&lemma);
        let given: Vec<&str> = words.collect();
        let forms =
            if given.is_empty() { regular(lemma) } else { given.iter().map(|s| s.to_string()).collect() };
        let mut put = |word: String, form| {
            cues.entry(word).or_insert(Cue { class, form, bare_clause });
        };
        put(lemma.to_string(), Form::Base);
        for word in forms {
            let form = form_of(&word);
            put(word, form);
        }
    }
    cues
});

/// Looks up a word in lower case.
pub(super) fn cue(lower: &str) -> Option<Cue> {
    CUES.get(lower).copied()
}

fn class(name: &str) -> Option<Class> {
    Some(match name {
        "say" => Class::Say,
        "tell" => Class::Tell,
        "think" => Class::Think,
        "urge" => Class::Urge,
        "as" => Class::As,
        "quote" => Class::Quote,
        _ => return None,
    })
}

fn regular(lemma: &str) -> Vec<String> {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let s = if lemma.ends_with(['s', 'x']) || lemma.ends_with("sh") || lemma.ends_with("ch") {
        "es"
    } else {
        "s"
    };
    vec![format!("{lemma}{s}"), format!("{stem}ed"), format!("{stem}ing")]
}

fn form_of(word: &str) -> Form {
    if word.ends_with("ing") {
        Form::Ing
    } else if word.ends_with('s') {
        Form::Present
    } else {
        Form::Past
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms_are_known() {
        for word in ["said", "says", "announced", "reportedly"] {
            assert_eq!(cue(word).is_some(), word != "reportedly", "{word}");
        }
        assert_eq!(cue("denied").map(|c| c.form), Some(Form::Past));
        assert_eq!(cue("urging").map(|c| (c.class, c.form)), Some((Class::Urge, Form::Ing)));
    }
}
