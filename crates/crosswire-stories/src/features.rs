//! What is kept of an article for grouping: its words, weighed, and its sketch.

use crate::sketch::{self, Sketch};
use crosswire::Document;
use crosswire::group::terms;
use crosswire_lang::{Model, NameKind, Upos};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words that are read of an article, title included. What a report is about stands at its head; what comes later, of old cases and
/// other places, made stories run into each other when it was read as well.
const READ: usize = 350;
/// No word has this many bytes on average, so that so much text holds them.
const BYTES_A_WORD: usize = 9;
/// A word that no other news has would else decide alone.
const MOST_RARE: f64 = 8.0;
/// Words by which candidates are found and reasons given: the heaviest of an article.
const KEYS: usize = 32;

/// The kinds of words that are weighed apart, with their shares of an article's length. Each kind is a direction of its own: the
/// cosine of two articles is the weighted mean of the cosines of their names, words, numbers and titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Word,
    Number,
    Title,
}

impl Kind {
    const fn share(self) -> f64 {
        match self {
            Kind::Name | Kind::Word => 0.35,
            Kind::Number => 0.2,
            Kind::Title => 0.1,
        }
    }
}

/// A word of an article, as a number that is the same in every run, and its weight.
pub(crate) type Term = (u32, f32);

/// What is kept of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// What the stream calls it.
    pub id: String,
    /// The file, or record of a file, that it was read from.
    pub path: String,
    /// The day it was published; none where nothing tells it.
    pub day: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// In order of term; the squares of the weights sum up to one, or less where a kind of word is missing.
    pub(crate) terms: Vec<Term>,
    /// The heaviest terms, each with a word as it stands in the article.
    pub(crate) keys: Vec<(u32, String)>,
    /// By which its copies are found.
    pub sketch: Sketch,
}

impl Features {
    /// Reads the head of an article. `id` is what the stream calls it.
    pub fn new(model: &Model, document: &Document, id: String) -> Self {
        let body = document.text.get(document.body..).unwrap_or_default();
        let title = document.title.as_deref().unwrap_or_default();
        let text = format!("{title}\n\n{}", head(body));
        let found = model.annotate(&text);
        let mut named = vec![false; found.words.len()];
        for name in found.names.iter().filter(|name| name.kind != NameKind::Group) {
            named[name.words.range()].fill(true);
        }
        let mut kinds: BTreeMap<(Kind, String), &str> = BTreeMap::new();
        for (word, named) in found.words.iter().zip(named).take(READ) {
            let form = &text[word.bytes.range()];
            let Some((kind, term)) = term(form, word.upos, named).filter(|_| !word.fused) else { continue };
            if word.bytes.start < title.len() && kind != Kind::Number {
                kinds.entry((Kind::Title, term.clone())).or_insert(form);
            }
            kinds.entry((kind, term)).or_insert(form);
        }
        let (terms, keys) = weigh(kinds);
        Features {
            id,
            path: document.path.clone(),
            day: document.published.map(|(day, _)| day),
            outlet: document.outlet.clone(),
            title: document.title.clone(),
            terms,
            keys,
            sketch: Sketch::new(body),
        }
    }

    /// The same article of another world, where names and days are others: for measurements over growing input.
    #[doc(hidden)]
    #[must_use]
    pub fn renamed(&self, world: u32) -> Features {
        let other = |term: u32| {
            let hashed = u64::from(term) | u64::from(world) << 32;
            let is_name = term >> HASHED == Kind::Name as u32;
            if is_name { (sketch::mix(hashed) as u32) >> (32 - HASHED) } else { term }
        };
        let mut terms: Vec<Term> = self.terms.iter().map(|t| (other(t.0), t.1)).collect();
        terms.sort_by_key(|t| t.0);
        terms.dedup_by_key(|t| t.0);
        Features {
            id: format!("{}-{world}", self.id),
            path: format!("{}-{world}", self.path),
            terms,
            keys: self.keys.iter().map(|(term, word)| (other(*term), word.clone())).collect(),
            sketch: self.sketch.renamed(world),
            ..self.clone()
        }
    }

    /// Its day as a number of days, for differences.
    pub(crate) fn day_number(&self) -> Option<i64> {
        let epoch = Date::constant(1970, 1, 1);
        self.day.and_then(|day| day.since(epoch).ok()).map(|span| i64::from(span.get_days()))
    }
}

/// As much of a body as can be read, cut between words.
fn head(body: &str) -> &str {
    let most = READ * BYTES_A_WORD;
    if body.len() <= most {
        return body;
    }
    let cut = &body[..body.floor_char_boundary(most)];
    cut.rfind(char::is_whitespace).map_or(cut, |at| &cut[..at])
}

/// What a word is to the grouping; none for one that says nothing of the event. Days and months are none: the day of publication says
/// more.
fn term(form: &str, upos: Upos, named: bool) -> Option<(Kind, String)> {
    if matches!(upos, Upos::Punct | Upos::Sym) {
        return None;
    }
    let lower = form.to_lowercase().replace('’', "'");
    if lower.chars().any(|c| c.is_ascii_digit()) {
        return Some((Kind::Number, lower));
    }
    if lower.chars().count() < 2 || terms::names_a_day(&lower) {
        return None;
    }
    let term = terms::of_word(&lower)?;
    Some((if named || upos == Upos::Propn { Kind::Name } else { Kind::Word }, term))
}

/// The terms with their weights, and the heaviest. How often a word comes says nothing of whether it is the same event, and is not
/// counted.
fn weigh(kinds: BTreeMap<(Kind, String), &str>) -> (Vec<Term>, Vec<(u32, String)>) {
    let rarity = |term: &str| terms::rarity(term).min(MOST_RARE);
    let mut squares: BTreeMap<Kind, f64> = BTreeMap::new();
    for (kind, term) in kinds.keys() {
        *squares.entry(*kind).or_default() += rarity(term).powi(2);
    }
    let mut weighed: Vec<(u32, f32, &str, Kind)> = kinds
        .iter()
        .map(|((kind, term), form)| {
            let scale = (kind.share() / squares[kind].max(f64::MIN_POSITIVE)).sqrt();
            (key(*kind, term), (rarity(term) * scale) as f32, *form, *kind)
        })
        .collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let tells = |w: &&(u32, f32, &str, Kind)| matches!(w.3, Kind::Name | Kind::Word);
    let keys = weighed.iter().filter(tells).take(KEYS).map(|w| (w.0, w.2.to_owned())).collect();
    let mut terms: Vec<Term> = weighed.into_iter().map(|w| (w.0, w.1)).collect();
    terms.sort_by_key(|t| t.0);
    terms.dedup_by_key(|t| t.0);
    (terms, keys)
}

/// A term as a number: its kind in the two highest bits, the rest a hash. Two terms of an article and another share one by chance only.
fn key(kind: Kind, term: &str) -> u32 {
    (kind as u32) << HASHED | (sketch::hash(term.as_bytes(), kind as u64) >> (64 - HASHED)) as u32
}

/// Bits of a term that are a hash.
const HASHED: u32 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn features(text: &str) -> Features {
        let model = Model::builtin().unwrap();
        Features::new(&model, &Document::from_text("a.txt", text), "a".to_owned())
    }

    #[test]
    fn the_squares_of_the_weights_are_the_shares_of_the_kinds_that_are_there() {
        let read =
            features("The ferry ran aground at Halvik with 84 passengers, harbour master Runa Askvik said.");
        let square: f64 = read.terms.iter().map(|t| f64::from(t.1).powi(2)).sum();
        // All but a title.
        assert!((square - 0.9).abs() < 1e-6, "{square}");
        assert!(read.terms.is_sorted_by_key(|t| t.0));
        assert!(read.keys.iter().any(|(_, word)| word == "Halvik"), "{:?}", read.keys);
    }

    #[test]
    fn days_and_common_words_say_nothing() {
        assert_eq!(features("On Monday the, and of March.").terms, []);
        assert_eq!(features("").terms, []);
    }

    #[test]
    fn only_the_head_is_read_and_no_character_is_cut() {
        let long = "Fährunglück in Höhenwörth. ".repeat(2000);
        assert!(features(&long).terms.len() < 20);
        assert!(head(&"ä".repeat(READ * BYTES_A_WORD)).len() <= READ * BYTES_A_WORD);
    }
}
