//! Whom an article has spoken of so far: the names of its text in order, and the sources that were heard, so that "she", "the
//! official" and "the paper" find whom they stand for.
//!
//! Salience in the manner of Lappin and Leass (1994), reduced to what decides in news: the nearer sentence, the subject,
//! whoever was heard before. Fails on two people of one sex in one sentence where neither is its subject.

use super::key::Key;
use super::mention::Pronoun;
use super::outlets::Outlets;
use super::people::{People, suffix};
use super::text::{bare, is_capital, plain_name};
use crate::annotate::tree::Tree;
use crate::lexicon::{self, Words};
use crosswire_lang::{NameKind, Upos, WordRange};
use rustc_hash::FxHashMap;

/// Sentences beyond which a pronoun does not reach.
const REACH: usize = 8;
/// Mentions that are looked at for one name: articles of any length are read in time that grows with it.
const FAR: usize = 2_000;
/// Mentions that are looked at for one pronoun.
const MOST: usize = 60;

/// What a subject, and one who was heard, have before another: in sentences, a tenth each.
const SUBJECT: i32 = 8;
const HEARD: i32 = 6;
/// What one who is named in the pronoun's own sentence has: "Although X's party lost, he said …".
const HERE: i32 = 6;

/// What kind of thing was spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Body,
    Media,
    /// One without a name: "a fisherman".
    One,
    /// Several without a name: "two officials".
    Many,
    Document,
}

/// Someone spoken of.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// The word that names it.
    pub(super) at: usize,
    /// Under which key it stands.
    pub(super) key: Key,
    pub(super) kind: Kind,
    subject: bool,
    heard: bool,
}

/// Whom an article speaks of, in order.
pub(super) struct Discourse<'a> {
    pub(super) tree: Tree<'a>,
    /// By name, from the text; in order.
    named: Vec<Event>,
    /// As sources, in the order in which they were heard.
    heard: Vec<Event>,
    women: FxHashMap<Key, bool>,
    /// What stands before people's names, in lower case: "president".
    titles: FxHashMap<Key, String>,
    /// The longest form in which the text names each.
    names: FxHashMap<Key, String>,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(tree: Tree<'a>, people: &People, outlets: &Outlets) -> Self {
        let mut discourse = Discourse {
            tree,
            named: Vec::new(),
            heard: Vec::new(),
            women: FxHashMap::default(),
            titles: FxHashMap::default(),
            names: FxHashMap::default(),
        };
        let mut local: FxHashMap<String, String> = FxHashMap::default();
        let mut names = tree.annotation.language.names.iter().peekable();
        let mut at = 0;
        while at < tree.words.len() {
            while names.next_if(|n| n.words.end <= at).is_some() {}
            if let Some((len, key)) = media_at(&tree, outlets, at) {
                let name = tree.between(tree.bytes(WordRange::new(at, at + len)));
                discourse.push(at, Key::Body(key), name, Kind::Media);
                at += len;
                continue;
            }
            let Some(name) = names.next_if(|n| n.words.start == at) else {
                at += 1;
                continue;
            };
            let text = plain_name(tree.between(name.bytes));
            match name.kind {
                NameKind::Person => {
                    let key = person_key(&text, &local, people);
                    for part in text.split(' ') {
                        // "Moen" is the father, where the son is named as well.
                        if key.rsplit(' ').next().and_then(suffix).is_none() {
                            local.insert(part.to_lowercase(), key.clone());
                        }
                    }
                    let key = Key::Person(key);
                    discourse.learn_sex(name.words, &key);
                    discourse.learn_title(at, &key);
                    discourse.push(at, key, &text, Kind::Person);
                }
                NameKind::Organisation => {
                    let last = text.rsplit(' ').next().filter(|last| last.len() < text.len());
                    let outlet = last.is_some_and(|w| lexicon::WORDS_OF_OUTLET_NAMES.has(&w.to_lowercase()));
                    let kind = if outlet { Kind::Media } else { Kind::Body };
                    discourse.push(at, Key::Body(words_key(&text)), &text, kind);
                }
                NameKind::Location if lexicon::country(&text).is_some() => {
                    discourse.push(at, Key::Body(words_key(&text)), &text, Kind::Body);
                }
                _ => {}
            }
            at = name.words.end.max(at + 1);
        }
        discourse
    }

    fn push(&mut self, at: usize, key: Key, name: &str, kind: Kind) {
        let subject = self.is_subject(at);
        let form = self.names.entry(key.clone()).or_default();
        if name.len() > form.len() {
            *form = bare(name).to_string();
        }
        self.named.push(Event { at, key, kind, subject, heard: false });
    }

    /// Remembers the words before a person's name that say what one is.
    fn learn_title(&mut self, at: usize, key: &Key) {
        let sentence = self.tree.sentence(at);
        let noun = |i: &usize| {
            matches!(self.tree.upos(*i), Upos::Noun | Upos::Propn | Upos::Adj) && !self.tree.is_mark(*i)
        };
        let begins = (sentence.start..at).rev().take(5).take_while(noun).last();
        if let Some(begins) = begins {
            let title = (begins..at).map(|i| self.tree.lower(i)).collect::<Vec<_>>().join(" ");
            let titles = self.titles.entry(key.clone()).or_default();
            titles.push(' ');
            titles.push_str(&title);
        }
    }

    /// Whether the text puts a word before someone's name: "president".
    pub(super) fn is_titled(&self, key: &Key, word: &str) -> bool {
        self.titles.get(key).is_some_and(|titles| titles.split(' ').any(|title| title == word))
    }

    /// The last person named before a word whom the text gives a title, "president".
    pub(super) fn titled(&self, word: &str, at: usize) -> Option<Key> {
        let end = self.named.partition_point(|e| e.at < at);
        let named = self.named[..end].iter().rev().take(FAR);
        named.filter(|e| e.kind == Kind::Person).find(|e| self.is_titled(&e.key, word)).map(|e| e.key.clone())
    }

    /// The last body or outlet named before a word (else after it) whose longer name holds a word: "the Times".
    pub(super) fn longer(&self, word: &str, at: usize) -> Option<&Event> {
        let end = self.named.partition_point(|e| e.at < at);
        let holds = |e: &&Event| e.key.is_body() && e.key.words().contains(' ') && e.key.has(word);
        let before = self.named[..end].iter().rev().take(FAR).find(holds);
        before.or_else(|| self.named[end..].iter().take(FAR).find(holds))
    }

    /// The outlets and agencies that the text names, in order, each with the first word of its name.
    pub(super) fn media(&self) -> impl Iterator<Item = (usize, &Key)> {
        self.named.iter().filter(|e| e.kind == Kind::Media).map(|e| (e.at, &e.key))
    }

    /// Whom the sentence of a word names.
    pub(super) fn names_in(&self, at: usize) -> impl Iterator<Item = &Key> {
        let sentence = self.tree.sentence(at);
        let first = self.named.partition_point(|e| e.at < sentence.start);
        self.named[first..].iter().take_while(move |e| e.at < sentence.end).map(|e| &e.key)
    }

    /// How the text names one of this key, if it does.
    pub(super) fn name(&self, key: &Key) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }

    /// Whether a word is a subject, or a part of one's name.
    fn is_subject(&self, mut at: usize) -> bool {
        for _ in 0..4 {
            if self.tree.is(at, &["nsubj"]) {
                return true;
            }
            match self.tree.head(at) {
                Some(head) if self.tree.is(at, &["flat", "compound", "nmod:desc", "appos", "conj"]) => {
                    at = head
                }
                _ => return false,
            }
        }
        false
    }

    /// Reads off the words around a name whether someone is a woman: "spokeswoman X", "X, a mother of two", not "X and his wife".
    fn learn_sex(&mut self, name: WordRange, key: &Key) {
        let sentence = self.tree.sentence(name.start);
        let beside =
            |i: &usize| !matches!(self.tree.upos(*i), Upos::Cconj | Upos::Verb | Upos::Aux | Upos::Adp);
        let before = (sentence.start..name.start).rev().take(2).take_while(beside);
        let apposed = name.end < sentence.end && self.tree.word(name.end) == ",";
        let ends = |i: &usize| beside(i) && !matches!(self.tree.lower(*i), "who" | "whose" | "'s" | "’s");
        let after = (name.end + 1..sentence.end).take(5).take_while(ends).filter(|_| apposed);
        let sex = name.iter().chain(before).chain(after).find_map(|i| sex_of_noun(self.tree.lower(i)));
        if let Some(woman) = sex {
            self.women.entry(key.clone()).or_insert(woman);
        }
    }

    /// Whether someone is a woman, where the text tells it, or else the given name.
    fn is_woman(&self, key: &Key) -> Option<bool> {
        let told = || match key {
            Key::Person(name) => {
                sex_of_name(name.split(' ').next().filter(|first| first.len() < name.len())?)
            }
            Key::Unnamed(_, words) => words.split(' ').rev().find_map(sex_of_noun),
            Key::Body(_) => None,
        };
        self.women.get(key).copied().or_else(told)
    }

    /// Remembers that a source was heard.
    pub(super) fn hear(&mut self, at: usize, key: &Key, kind: Kind) {
        let subject = self.is_subject(at);
        self.heard.push(Event { at, key: key.clone(), kind, subject, heard: true });
    }

    /// What a pronoun reveals of the one it stands for.
    pub(super) fn agree(&mut self, pronoun: Pronoun, key: &Key) {
        if let Pronoun::He | Pronoun::She = pronoun {
            self.women.entry(key.clone()).or_insert(pronoun == Pronoun::She);
        }
    }

    /// The sentence that a word stands in, by its number.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.tree.annotation.language.sentences.partition_point(|s| s.words.end <= at)
    }

    /// The key of a person with one name, as the article has used it: the last before a word, else any. "Moen Jr." is the son,
    /// "Moen" the father where both are named.
    pub(super) fn person(&self, name: &str, at: usize) -> Option<&Key> {
        let lower = name.to_lowercase();
        let (word, junior) = match lower.rsplit_once(' ') {
            Some((word, last)) if suffix(last).is_some() => (word, true),
            _ => (lower.as_str(), false),
        };
        let named = |e: &&Event| e.kind == Kind::Person && e.key.has(word);
        let fits =
            |e: &&Event| named(e) && e.key.words().rsplit(' ').next().and_then(suffix).is_some() == junior;
        let (before, after) = self.named.split_at(self.named.partition_point(|e| e.at <= at));
        let all = || before.iter().rev().take(FAR).chain(after.iter().take(FAR));
        all().find(fits).or_else(|| all().find(named)).map(|e| &e.key)
    }

    /// Whom a pronoun before a word stands for.
    pub(super) fn pronoun(&self, pronoun: Pronoun, at: usize) -> Option<Key> {
        let fits = |e: &Event| match pronoun {
            Pronoun::He | Pronoun::She => {
                matches!(e.kind, Kind::Person | Kind::One)
                    && self.is_woman(&e.key).is_none_or(|woman| woman == (pronoun == Pronoun::She))
            }
            Pronoun::They => {
                matches!(e.kind, Kind::Many | Kind::One)
                    || matches!(e.kind, Kind::Body | Kind::Media) && (e.heard || e.subject)
            }
            Pronoun::It => {
                matches!(e.kind, Kind::Body | Kind::Media | Kind::Document) && (e.heard || e.subject)
            }
            Pronoun::Speaker | Pronoun::Other => false,
        };
        let here = self.sentence(at);
        let score = |e: &Event| {
            let away = here - self.sentence(e.at);
            let many = pronoun == Pronoun::They && e.kind == Kind::Many;
            10_i32.saturating_mul(-(away as i32))
                + SUBJECT * i32::from(e.subject)
                + HERE * i32::from(away == 0)
                + HEARD * i32::from(e.heard)
                + 10 * i32::from(many)
        };
        // "“God is in control,” he said": whoever is named within a quotation does not speak it.
        let within = |e: &&Event| {
            let quotation = self.tree.quotation(e.at);
            quotation.is_none() || quotation == self.tree.quotation(at)
        };
        let near = |e: &&Event| here - self.sentence(e.at) <= REACH;
        let end = self.named.partition_point(|e| e.at < at);
        let named = self.named[..end].iter().rev().take(MOST).take_while(near);
        // Sources are heard in the order of their mentions, but for inverted sentences.
        let heard = self.heard.iter().rev().take(MOST).filter(|e| e.at < at && near(e));
        let all = named.chain(heard).filter(within).filter(|e| fits(e));
        all.max_by_key(|e| (score(e), e.at)).map(|e| e.key.clone())
    }

    /// The last of those spoken of before a word that fits, those heard as sources first.
    pub(super) fn last(&self, at: usize, fits: impl Fn(&Event) -> bool) -> Option<Key> {
        let heard = self.heard.iter().rev().take(FAR).filter(|e| e.at < at).find(|e| fits(e));
        heard.map(|e| e.key.clone())
    }

    /// The outlet or agency before a word that was heard last, or else named last, of those that fit.
    pub(super) fn outlet_heard(&self, at: usize, fits: impl Fn(&Event) -> bool) -> Option<&Event> {
        let media = |e: &&Event| e.at < at && e.kind == Kind::Media && fits(e);
        let heard = self.heard.iter().rev().take(FAR).find(media);
        heard.or_else(|| {
            let end = self.named.partition_point(|e| e.at < at);
            self.named[..end].iter().rev().take(FAR).find(media)
        })
    }

    /// The last outlet or agency named before a word.
    pub(super) fn outlet(&self, at: usize) -> Option<&Event> {
        let end = self.named.partition_point(|e| e.at < at);
        let named = self.named[..end].iter().rev().take(FAR).find(|e| e.kind == Kind::Media);
        let heard = self.heard.iter().rev().take(FAR).find(|e| e.at < at && e.kind == Kind::Media);
        [named, heard].into_iter().flatten().max_by_key(|e| e.at)
    }
}

/// Whether a noun in lower case is a woman's: "spokeswoman", "sister".
fn sex_of_noun(noun: &str) -> Option<bool> {
    is_in(noun, &lexicon::WOMEN, &lexicon::MEN)
}

/// Whether a given name in lower case is a woman's.
fn sex_of_name(name: &str) -> Option<bool> {
    is_in(&super::text::plain_letters(name), &lexicon::FEMALE_NAMES, &lexicon::MALE_NAMES)
}

/// Whether a word stands in the first of two lists; none where it stands in neither.
fn is_in(word: &str, first: &Words, second: &Words) -> Option<bool> {
    let found = first.has(word);
    (found || second.has(word)).then_some(found)
}

/// The name of an outlet or agency that begins at a word: its length in words and its key.
fn media_at(tree: &Tree, outlets: &Outlets, at: usize) -> Option<(usize, String)> {
    if !is_capital(tree.word(at)) {
        return None;
    }
    (1..=4.min(tree.words.len() - at)).rev().find_map(|len| {
        let words = WordRange::new(at, at + len);
        let joined = tree.sentence(at).contains(words.end - 1) && is_capital(tree.word(words.end - 1));
        let name = joined.then(|| tree.between(tree.bytes(words)))?;
        let (_, usual) = outlets.media(name)?;
        Some((len, words_key(&usual)))
    })
}

/// The key of a person's name, one of several words by first and last, one of one word as the article used it before.
fn person_key(name: &str, local: &FxHashMap<String, String>, people: &People) -> String {
    if let Some(key) = people.key(name) {
        return key;
    }
    let word = name.to_lowercase();
    local.get(&word).cloned().or_else(|| people.only(&word).map(str::to_string)).unwrap_or(word)
}

/// A body's name as a set of words, so that "Iran's foreign ministry" and "Foreign Ministry of Iran" are one.
pub(super) fn words_key(name: &str) -> String {
    use super::text::strip_possessive;
    if let Some(country) = lexicon::country(name) {
        return country.to_lowercase();
    }
    let all: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|w| strip_possessive(w.trim_matches(['“', '”', '"', '(', ')', ','])))
        .filter(|w| !w.is_empty())
        .collect();
    let mut words = std::collections::BTreeSet::new();
    let mut i = 0;
    while i < all.len() {
        let two = (i + 1 < all.len()).then(|| format!("{} {}", all[i], all[i + 1]));
        if let Some(country) = two.as_deref().and_then(lexicon::country) {
            words.insert(country.to_lowercase());
            i += 2;
            continue;
        }
        let lower = all[i].to_lowercase();
        let small = &lexicon::SMALL_WORDS_OF_NAMES;
        if let Some(country) = lexicon::country(&lower) {
            words.insert(country.to_lowercase());
        } else if !small.contains(&lower.as_str()) || all.len() == 1 {
            words.insert(lower);
        }
        i += 1;
    }
    words.into_iter().collect::<Vec<_>>().join(" ")
}
