//! Which words name events: "deported", "the deportation", "two are dead".
//!
//! Verbs do, unless they only help another ("was", "had to", "took place"); nouns do where `data/event-nouns.txt` lists
//! them, or where they end as nouns of action do (-ing, -tion, -sion, -ment) and the file does not rule them out;
//! adjectives where the file lists them and they are said of someone. Any other adjective that is said of something with "be"
//! is a state, as are "there was" and "had": they are compared as events are ("is safe", "is not safe"; "there was no
//! warning", "gave three warnings"), and are no events of the ledger.
//!
//! A verb and its noun share a key: "deported" and "the deportation" have "deport", "died" and "the death" have "die".
//!
//! Where it fails: nouns are told by their word alone, so "charge" is an event in "free of charge"; a key that the file
//! does not list is guessed by its ending ("refutation" would be "refutate").

use crate::annotate::tree::Tree;
use crate::extract::statements::says;
use crate::lexicon::{self, EventNouns};
use crosswire_lang::{ByteRange, Upos, WordRange};
use std::sync::LazyLock;

/// Words that name an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// The word that the others hang on, as an index of the language layer's words: of "launched an attack" the noun.
    pub word: usize,
    /// All of the words, in order of the text: "gunned" and "down", "launched" and "attack".
    pub words: Vec<usize>,
    /// Those of the words that only lend a noun its tense: "launched"; "took" and "place".
    pub light: Vec<usize>,
    /// What kind of word it is.
    pub kind: Kind,
    /// What a verb and its noun share: the verb's lemma, in small letters, its particle behind it.
    pub key: String,
    /// Whether it only says on whose word something is reported: "said that …", "according to …".
    pub reporting: bool,
}

/// The kind of word that names an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// "They were deported."
    Verb,
    /// "The deportation took hours."
    Noun,
    /// "Two are dead."
    Adjective,
    /// "The water is safe.", "There was no warning."
    State,
}

static LEXICON: &LazyLock<EventNouns> = &lexicon::EVENT_NOUNS;

/// The words that name events, in order of the text.
pub(crate) fn predicates(tree: &Tree) -> Vec<Predicate> {
    (0..tree.words.len())
        .filter_map(|i| match tree.upos(i) {
            Upos::Verb => verb(tree, i),
            Upos::Noun | Upos::Propn => noun(tree, i),
            Upos::Adj => adjective(tree, i),
            _ => None,
        })
        .collect()
}

/// A verb, unless it lends its tense to another word.
fn verb(tree: &Tree, i: usize) -> Option<Predicate> {
    let lemma = tree.lemma(i).to_lowercase();
    if tree.lower(i) == "according" && tree.lower(i + 1) == "to" {
        let (words, light) = (vec![i, i + 1], Vec::new());
        return Some(Predicate {
            word: i,
            words,
            light,
            kind: Kind::Verb,
            key: "say".to_owned(),
            reporting: true,
        });
    }
    let helps = tree.is(i, &["aux", "cop", "case", "mark", "fixed", "cc", "advmod", "compound"])
        || LEXICON.auxiliary.contains(lemma.as_str())
        || matches!(lemma.as_str(), "go" | "use")
            && tree.child(i, &["xcomp"]).is_some_and(|x| tree.child(x, &["mark"]).is_some())
        || is_light(tree, i)
        || is_setting(tree, i) && event_subject(tree, i).is_some();
    let there_is = lemma == "be" && tree.child(i, &["expl"]).is_some();
    if there_is || lemma == "have" && tree.child(i, &["obj"]).is_some() && !is_light(tree, i) {
        let (words, light) = (vec![i], Vec::new());
        return Some(Predicate { word: i, words, light, kind: Kind::State, key: lemma, reporting: false });
    }
    if helps || !lemma.starts_with(char::is_alphabetic) || is_description(tree, i, &lemma) {
        return None;
    }
    let mut words = vec![i];
    let mut key = british(&lemma);
    if is_setting(tree, i) {
        words.extend(tree.child(i, &["obj"]));
        key = "happen".to_owned();
    }
    for particle in tree.children(i).filter(|&c| is_particle(tree, i, c)) {
        words.push(particle);
        key = format!("{key} {}", tree.lower(particle));
    }
    words.sort_unstable();
    let says = says(&lemma)
        && (matches!(lemma.as_str(), "say" | "tell") || tree.child(i, &["ccomp", "parataxis"]).is_some());
    Some(Predicate { word: i, words, light: Vec::new(), kind: Kind::Verb, key, reporting: says })
}

/// Whether a word belongs to its verb: "down" of "shot down the plane", "shot it down".
fn is_particle(tree: &Tree, verb: usize, word: usize) -> bool {
    let right_behind = word == verb + 1 && LEXICON.particles.contains(tree.lower(word));
    word > verb && tree.is(word, &["compound:prt"]) || right_behind && tree.is(word, &["advmod"])
}

/// Whether a participle before a noun says what the noun is like and not what happened to it: "a limited budget".
fn is_description(tree: &Tree, i: usize, lemma: &str) -> bool {
    tree.is(i, &["amod"])
        && (!LEXICON.keys.contains(lemma) || says(lemma))
        && !tree.children(i).any(|c| tree.is(c, &["obl", "obj", "advcl", "xcomp", "nmod"]))
}

/// "took" of "took place".
fn is_setting(tree: &Tree, i: usize) -> bool {
    tree.lemma(i) == "take" && tree.child(i, &["obj"]).is_some_and(|o| tree.lower(o) == "place")
}

/// The noun that names the event which "took place" or "occurred".
fn event_subject(tree: &Tree, i: usize) -> Option<usize> {
    tree.child(i, &["nsubj"]).filter(|&s| noun_key(tree, s).is_some())
}

/// "launched" of "launched an attack".
fn is_light(tree: &Tree, i: usize) -> bool {
    LEXICON.light.contains(tree.lemma(i))
        && tree.child(i, &["obj", "nsubj:pass"]).is_some_and(|o| noun_key(tree, o).is_some())
}

/// A noun that names an event, with the verb that lends it a tense.
fn noun(tree: &Tree, i: usize) -> Option<Predicate> {
    let (first, key) = noun_key(tree, i)?;
    let governor = tree.head(i).filter(|&h| {
        tree.is(i, &["obj", "nsubj:pass"]) && is_light(tree, h)
            || tree.is(i, &["nsubj"]) && is_setting(tree, h)
    });
    let mut light: Vec<usize> = governor.into_iter().collect();
    light.extend(governor.filter(|&verb| is_setting(tree, verb)).and_then(|verb| tree.child(verb, &["obj"])));
    let mut words: Vec<usize> = (first..=i).chain(light.iter().copied()).collect();
    words.sort_unstable();
    Some(Predicate { word: i, words, light, kind: Kind::Noun, key, reporting: false })
}

/// The key of a noun that names an event, and the first of its words: "heart attack" is one.
fn noun_key(tree: &Tree, i: usize) -> Option<(usize, String)> {
    if tree.is(i, &["fixed"]) || tree.upos(i) == Upos::Propn && !is_common(tree, i) {
        return None;
    }
    let lemma = tree.lemma(i).to_lowercase();
    for first in i.saturating_sub(LONGEST - 1)..i {
        let before = ByteRange::new(tree.bytes(WordRange::new(first, i)).start, tree.words[i].bytes.start);
        let phrase = tree.between(before).to_lowercase() + &lemma;
        if let Some(key) = LEXICON.nouns.get(phrase.as_str()) {
            return Some((first, (*key).to_owned()));
        }
    }
    if let Some(key) = LEXICON.nouns.get(lemma.as_str()) {
        return Some((i, (*key).to_owned()));
    }
    let guessed = !LEXICON.not.contains(lemma.as_str())
        && tree.upos(i) == Upos::Noun
        // "the operating system"
        && !tree.is(i, &["compound"]);
    guessed.then(|| of_action(&lemma)).flatten().map(|key| (i, british(&key)))
}

/// Words of the longest entry: "sit-in" is three.
const LONGEST: usize = 3;

/// Whether a word tagged as part of a name stands alone, as in a heading: "Earthquake Rocks Halvik".
fn is_common(tree: &Tree, i: usize) -> bool {
    let name = |&c: &usize| tree.upos(c) == Upos::Propn && tree.is(c, &["flat", "compound"]);
    // The month is none.
    tree.lower(i) != "march"
        && !tree.is(i, &["flat", "compound", "appos"])
        && !tree.children(i).any(|c| name(&c))
}

/// An adjective that names what befell someone ("two are dead", "two dead"; not "a dead man"), or that is said of something.
fn adjective(tree: &Tree, i: usize) -> Option<Predicate> {
    let before = tree.is(i, &["amod", "compound"]) && tree.head(i).is_some_and(|head| i < head);
    let state = || tree.child(i, &["cop"]).map(|_| (Kind::State, tree.lemma(i).to_lowercase()));
    let event = LEXICON.adjectives.get(tree.lower(i)).filter(|_| !before);
    let (kind, key) = event.map(|key| (Kind::Adjective, (*key).to_owned())).or_else(state)?;
    Some(Predicate { word: i, words: vec![i], light: Vec::new(), kind, key, reporting: false })
}

/// The verb that a noun of action is made of, by its ending.
fn of_action(noun: &str) -> Option<String> {
    if let Some(stem) = noun.strip_suffix("ing") {
        return vowels(stem).then(|| of_participle(stem));
    }
    ENDINGS.iter().find_map(|(ending, verb)| {
        let stem = noun.strip_suffix(ending)?;
        vowels(stem).then(|| format!("{stem}{verb}"))
    })
}

/// Endings of nouns of action, and of their verbs: longer ones first.
const ENDINGS: &[(&str, &str)] = &[
    ("isation", "ise"),
    ("ization", "ise"),
    ("ification", "ify"),
    ("ation", "ate"),
    ("ution", "ute"),
    ("etion", "ete"),
    ("ption", "pt"),
    ("ition", "ite"),
    ("ction", "ct"),
    ("stion", "st"),
    ("ssion", "ss"),
    ("rsion", "rt"),
    ("usion", "ude"),
    ("sion", "de"),
    ("tion", "t"),
    ("ment", ""),
];

/// Whether what is left of a word is long enough to be a verb.
fn vowels(stem: &str) -> bool {
    stem.len() > 2 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The verb whose "-ing" was cut: "bomb", "rob" of "robb", "seiz" is "seize".
fn of_participle(stem: &str) -> String {
    let with_e = format!("{stem}e");
    let mut last = stem.chars().rev();
    let (a, b, c) = (last.next(), last.next(), last.next());
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiouy".contains(c));
    let doubled = a == b && !matches!(a, Some('l' | 's' | 'z' | 'f' | 'e' | 'o'));
    if LEXICON.keys.contains(stem) {
        stem.to_owned()
    } else if doubled {
        stem[..stem.len() - 1].to_owned()
    } else if LEXICON.keys.contains(with_e.as_str())
        || matches!(a, Some('c' | 'v' | 'z' | 'u'))
        || stem.ends_with("dg")
        || stem.ends_with("at")
        || matches!(a, Some('s' | 'r' | 'k' | 'm')) && vowel(b) && !vowel(c) && !stem.ends_with("er")
    {
        with_e
    } else {
        stem.to_owned()
    }
}

/// A verb as the British write it, so that both spellings are one key.
fn british(verb: &str) -> String {
    match verb.strip_suffix("ize") {
        Some(stem) if stem.len() > 3 => format!("{stem}ise"),
        _ => verb.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_of_action_lead_to_their_verbs() {
        for (noun, verb) in [
            ("investigation", "investigate"),
            ("clarification", "clarify"),
            ("corruption", "corrupt"),
            ("persecution", "persecute"),
            ("militarization", "militarise"),
            ("bombing", "bomb"),
            ("robbing", "rob"),
            ("seizing", "seize"),
            ("banishment", "banish"),
        ] {
            assert_eq!(of_action(noun).as_deref(), Some(verb), "{noun}");
        }
        assert_eq!(of_action("ring"), None);
    }

    /// Finds events, each as its words and key.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let document = crate::Document { text: text.to_owned(), ..crate::Document::default() };
        let article = crate::text::read(vec![document]).value.remove(0);
        let annotation = crate::annotate::annotate(&crosswire_lang::Model::builtin().unwrap(), &article);
        let tree = Tree::new(&article, &annotation);
        let words = |p: &Predicate| p.words.iter().map(|&w| tree.word(w)).collect::<Vec<_>>().join(" ");
        let events = predicates(&tree).into_iter().filter(|p| p.kind != Kind::State);
        let found: Vec<_> = events.map(|p| format!("{} = {}", words(&p), p.key)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn verbs_and_their_nouns_share_a_key() {
        check("Norva deported 54 people on Monday.", &["deported = deport"]);
        check("The deportation of 54 people angered Halvik.", &["deportation = deport", "angered = anger"]);
        check("Two sailors were killed and three are missing.", &["killed = kill", "missing = missing"]);
        check(
            "The killing of a sailor led to a strike.",
            &["killing = kill", "led = lead", "strike = strike"],
        );
    }

    #[test]
    fn verbs_that_only_help_are_no_events() {
        check("The guards launched an attack on the port.", &["launched attack = attack"]);
        check("The talks took place in Halvik.", &["talks took place = talk"]);
        check("He was going to resign.", &["resign = resign"]);
        check(
            "Gunmen broke in and a guard passed away.",
            &["broke in = break in", "passed away = pass away"],
        );
        // FIXME: the parser takes "down" for a preposition of "the plane".
        check("Gunmen shot down the plane.", &["shot = shoot"]);
    }

    #[test]
    fn things_are_no_events() {
        check("The government building has a limited budget.", &[]);
        check("The march on 3 March drew thousands.", &["march = march", "drew = draw"]);
    }

    #[test]
    fn no_word_is_an_event_and_none() {
        let both: Vec<_> = LEXICON.nouns.keys().filter(|word| LEXICON.not.contains(*word)).collect();
        assert!(both.is_empty(), "{both:?}");
        assert!(LEXICON.nouns.len() > 600, "{}", LEXICON.nouns.len());
    }
}
