//! What to call it: one referent that outlets call by words of different stance, in their own voice.
//!
//! data/loaded.txt lists words that describe one thing with another stance. They are set against each other where outlets
//! use them of the same referent: of an agency that both name; of those to whom one thing happens, in one event; of a person
//! killed. One dispute for each line of the list: the words, not the passages, are the news.
//!
//! Where it fails: an outlet that uses both; two groups that take part in one event.

use super::mentions::{Mention, by_lemma};
use super::passages::Place;
use super::speakers::Speakers;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::lexicon::{LOADED, Loaded};
use crate::story::Story;
use crosswire_lang::ByteRange;
use crosswire_model::Nature;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, mentions, speakers, .. } = input;
    let of = |line: &Loaded| match line.kind {
        "source" => sources(line, story),
        "people" => people(line, mentions),
        "deed" => verbs(line, mentions),
        _ => None,
    };
    LOADED.iter().filter_map(|line| Some(differ(of(line)?, speakers))).collect()
}

/// Words in use and where, and of whom.
struct Use {
    referent: String,
    words: BTreeMap<&'static str, Vec<Place>>,
}

fn differ(used: Use, speakers: &Speakers) -> Dispute {
    let sides: Vec<_> = used.words.iter().map(|(word, places)| side(word, places.iter())).collect();
    let named: Vec<String> = sides.iter().map(|s| format!("“{}” in {}", s.label, speakers.of(s))).collect();
    let why = format!("{} is called {}.", used.referent, named.join(", "));
    dispute(DisputeKind::Wording, Nature::Difference, why, sides)
}

/// The member of a line that some words hold, in lower case.
fn member(line: &Loaded, text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let holds = |form: &&'static str| {
        let parts: Vec<&str> = form.split(' ').collect();
        words.windows(parts.len()).any(|w| w == parts)
    };
    line.members.iter().find_map(|m| m.iter().find(|f| holds(f)).map(|_| m[0]))
}

/// How articles describe an agency or another source: "state-run", "semi-official".
fn sources(line: &Loaded, story: &Story) -> Option<Use> {
    story.sources.iter().find_map(|source| {
        let mut words: BTreeMap<&'static str, Vec<Place>> = BTreeMap::new();
        for described in &source.described {
            let text = described.text.to_lowercase();
            let Some(word) = member(line, &text) else { continue };
            let article = &story.report(&described.article)?.article;
            let Some(at) = article.document.text.find(&described.text) else { continue };
            let passage = article.passage(ByteRange::new(at, at + described.text.len()));
            words.entry(word).or_default().push(Place { passage, claims: Vec::new(), source: None });
        }
        apart(words).map(|words| Use { referent: source.name.clone(), words })
    })
}

/// Words for those who take part in one event: with the same verb, in the same part, and with other company in common.
fn people(line: &Loaded, mentions: &[Mention]) -> Option<Use> {
    let word = |d: &Mention| d.heads.iter().find_map(|h| member(line, h));
    let mut used: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    for mention in mentions.iter().filter(|d| d.own) {
        used.entry(mention.article).or_default().extend(word(mention));
    }
    // An outlet that uses two of them makes nothing of it.
    let plain =
        |d: &&Mention| d.own && !d.negated && used.get(&d.article).is_some_and(|words| words.len() == 1);
    let own: Vec<Mention> = mentions.iter().filter(plain).filter(|d| word(d).is_some()).cloned().collect();
    for (_, mentions) in by_lemma(&own) {
        for (n, a) in mentions.iter().enumerate() {
            let Some(x) = word(a) else { continue };
            for b in mentions.iter().skip(n + 1).filter(|b| b.article != a.article) {
                let Some(y) = word(b).filter(|y| *y != x) else { continue };
                let claim = a.place.claims.iter().any(|c| b.place.claims.contains(c));
                let company = a.terms.intersection(&b.terms).count();
                if company >= 2 && (claim || company >= 3) {
                    let words =
                        [(x, vec![a.place.clone()]), (y, vec![b.place.clone()])].into_iter().collect();
                    if let Some(words) = apart(words) {
                        return Some(Use { referent: format!("One group (“{}”)", a.word), words });
                    }
                }
            }
        }
    }
    None
}

/// Verbs for what befell one named person: "killed", "murdered", "martyred".
fn verbs(line: &Loaded, mentions: &[Mention]) -> Option<Use> {
    let mut by_name: BTreeMap<&String, BTreeMap<&'static str, Vec<Place>>> = BTreeMap::new();
    for mention in mentions.iter().filter(|d| d.own && !d.negated && !d.is_open()) {
        if let Some(word) = member(line, &mention.word) {
            for name in mention.patients.intersection(&mention.names) {
                by_name.entry(name).or_default().entry(word).or_default().push(mention.place.clone());
            }
        }
    }
    let written =
        |name: &String| mentions.iter().find_map(|d| d.written.written(name)).unwrap_or(name).clone();
    by_name
        .into_iter()
        .find_map(|(name, words)| apart(words).map(|words| Use { referent: written(name), words }))
}

/// Two words and more, none of which all articles use: an article that uses two of them makes nothing of it.
fn apart(mut words: BTreeMap<&'static str, Vec<Place>>) -> Option<BTreeMap<&'static str, Vec<Place>>> {
    let articles =
        |places: &[Place]| places.iter().map(|p: &Place| p.passage.article.clone()).collect::<BTreeSet<_>>();
    let mut seen = BTreeMap::new();
    for article in words.values().flat_map(|p| articles(p)) {
        *seen.entry(article).or_insert(0) += 1;
    }
    words.values_mut().for_each(|places| places.retain(|p| seen.get(&p.passage.article) == Some(&1)));
    words.retain(|_, places| !places.is_empty());
    (words.len() > 1).then_some(words)
}
