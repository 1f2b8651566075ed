//! Persons: everyone whom the articles name, and who of them has a public function.
//!
//! A person is public where some article gives an office, a rank or a public function beside the name ("harbour master Runa
//! Askvik", "the mayor, Ute Brandl,", "Ivar Moen, who heads the port"), where a person is heard for a body, and where an
//! article names its author. Whoever else has a name is private: where nothing is said, that hides.
//!
//! Where it fails: a name that neither the language layer nor the list of given names knows; an official whose office no
//! article tells; a criminal whom an article calls "leader".

use super::mask::words_of_name;
use crate::annotate::tree::Tree;
use crate::group::sources::roles;
use crate::lexicon;
use crate::story::{Report, Story};
use crosswire_lang::{ByteRange, NameKind, Upos, WordRange};
use crosswire_model::{Source, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Someone whom the articles name.
#[derive(Debug, Default)]
pub(super) struct Person {
    /// The words of each full name, or the only name, in small plain letters.
    pub(super) forms: BTreeSet<Vec<String>>,
    /// Whether some article gives an office or another public function.
    pub(super) public: bool,
    /// The articles that name the person in full, by place in the story.
    pub(super) articles: BTreeSet<usize>,
    /// How often the name stands in full.
    count: usize,
}

/// The persons of a story.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// In the order in which they are first named.
    pub(super) all: Vec<Person>,
    /// For each article where the language layer sees a person's name.
    pub(super) places: Vec<Vec<ByteRange>>,
    /// For each article where a single word of a name stands with an office: "President Holm".
    pub(super) titled: Vec<Vec<ByteRange>>,
    /// Words of names that stand more often in names of places and bodies.
    pub(super) shared: BTreeSet<String>,
    /// First and last word of a full name, or the only word twice, to the person.
    known: BTreeMap<(String, String), usize>,
}

impl Persons {
    /// The persons of a story.
    pub(super) fn of(story: &Story) -> Self {
        let mut persons = Persons::default();
        let seen = Seen::of(story);
        let mut alone = Vec::new();
        for (n, report) in story.reports.iter().enumerate() {
            let tree = report.tree();
            let (mut places, mut titled) = (Vec::new(), Vec::new());
            for name in named(report, &tree) {
                let bytes = tree.bytes(name);
                let words = words_of_name(tree.between(bytes));
                if !seen.is_person(&words) {
                    continue;
                }
                places.push(bytes);
                let public = has_office(&tree, name);
                if words.len() > 1 {
                    let person = persons.full(words);
                    person.articles.insert(n);
                    person.count += 1;
                    person.public |= public;
                } else {
                    titled.extend(public.then_some(bytes));
                    alone.push((words, public));
                }
            }
            persons.places.push(places);
            persons.titled.push(titled);
        }
        for source in story.sources.iter().filter(|s| s.kind == SourceKind::Person) {
            let public = source.speaks_for.is_some() || is_called_by_an_office(source);
            for name in std::iter::once(&source.name).chain(&source.aliases) {
                let words = words_of_name(name);
                if words.len() > 1 {
                    persons.full(words).public |= public;
                } else if !words.is_empty() {
                    alone.push((words, public));
                }
            }
        }
        for author in story.reports.iter().filter_map(|r| r.article.document.author.as_deref()) {
            for name in author.split([',', ';', '&']).flat_map(|part| part.split(" and ")) {
                let words = words_of_name(name.trim().trim_start_matches("By ").trim_start_matches("by "));
                if words.len() > 1 {
                    persons.full(words).public = true;
                }
            }
        }
        for (words, public) in alone {
            persons.surname(words, public);
        }
        persons.shared = seen.shared;
        persons
    }

    /// The person of a full name.
    fn full(&mut self, words: Vec<String>) -> &mut Person {
        let ends = (words[0].clone(), words[words.len() - 1].clone());
        let next = self.all.len();
        let n = *self.known.entry(ends).or_insert(next);
        if n == next {
            self.all.push(Person::default());
        }
        self.all[n].forms.insert(words);
        &mut self.all[n]
    }

    /// Takes in one word that stands as a name. Its office is that of whom most articles name in full; of two who are named
    /// as often it is nobody's.
    fn surname(&mut self, words: Vec<String>, public: bool) {
        let Some(word) = words.first() else { return };
        let bears = |p: &Person| p.forms.iter().any(|form| form.len() > 1 && form.contains(word));
        let mut bearers: Vec<usize> = (0..self.all.len()).filter(|&n| bears(&self.all[n])).collect();
        bearers.sort_by_key(|&n| std::cmp::Reverse(self.all[n].count));
        match bearers[..] {
            [] => self.full(words).public |= public,
            [one] => self.all[one].public |= public,
            [one, other, ..] if self.all[one].count > self.all[other].count => {
                self.all[one].public |= public;
            }
            _ => {}
        }
    }
}

/// What the language layer takes names for.
#[derive(Debug, Default)]
struct Seen {
    /// For the words of a name how often it is a person's, and how often another's.
    names: BTreeMap<Vec<String>, (usize, usize)>,
    shared: BTreeSet<String>,
}

impl Seen {
    fn of(story: &Story) -> Self {
        let mut seen = Seen::default();
        let mut words: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for report in &story.reports {
            for name in &report.annotation.language.names {
                let parts = words_of_name(report.article.text(name.bytes));
                let person = name.kind == NameKind::Person;
                let count = |of: &mut (usize, usize)| *if person { &mut of.0 } else { &mut of.1 } += 1;
                parts.iter().for_each(|word| count(words.entry(word.clone()).or_default()));
                count(seen.names.entry(parts).or_default());
            }
        }
        seen.shared = words.into_iter().filter(|(_, (p, o))| o > p).map(|(word, _)| word).collect();
        seen
    }

    /// Whether a name is a person's: it is so as often as not, and is none of a country, an outlet or a body.
    fn is_person(&self, words: &[String]) -> bool {
        let (person, other) = self.names.get(words).copied().unwrap_or((1, 0));
        let whole = words.join(" ");
        let known = lexicon::country(&whole).is_some() || lexicon::media(&whole).is_some();
        let body = words.last().is_none_or(|w| roles::is_body(w) || lexicon::WORDS_OF_OUTLET_NAMES.has(w));
        // "Everyone", "Early Sunday".
        let plain = words.len() == 1 && lexicon::STOP_WORDS.has(&whole)
            || words.iter().any(|w| lexicon::WEEKDAYS.has(w));
        person >= other && !known && !body && !plain
    }
}

/// The names of persons in an article: those that the language layer sees, and a given name with a capital behind it where it
/// sees no name.
fn named(report: &Report, tree: &Tree) -> Vec<WordRange> {
    let names = &report.annotation.language.names;
    let mut found: Vec<WordRange> =
        names.iter().filter(|n| n.kind == NameKind::Person).map(|n| n.words).collect();
    let mut taken = vec![false; tree.words.len()];
    names.iter().for_each(|n| taken[n.words].fill(true));
    let given = |i: usize| lexicon::FEMALE_NAMES.has(tree.lower(i)) || lexicon::MALE_NAMES.has(tree.lower(i));
    let plain = |i: usize| {
        tree.is_capital(i) && !taken[i] && !tree.is_mark(i) && lexicon::country(tree.word(i)).is_none()
    };
    let mut i = 0;
    while i < tree.words.len() {
        let end = tree.sentence(i).end.max(i + 1);
        if plain(i) && given(i) {
            let behind = (i + 1..end.min(i + 4)).take_while(|&k| plain(k)).count();
            if behind > 0 {
                found.push(WordRange::new(i, i + 1 + behind));
                i += behind;
            }
        }
        i += 1;
    }
    found.sort_by_key(|words| words.start);
    found
}

/// Whether a word names an office, a rank or a public function.
fn is_office(word: &str) -> bool {
    let office = |word: &str| {
        (roles::is_title(word) || roles::is_speaker(word)) && !lexicon::NO_OFFICE.has(&word.to_lowercase())
    };
    // "Sens. Ada Holm and Ivar Moe".
    office(word) || word.strip_suffix("s.").is_some_and(|one| office(&format!("{one}.")))
}

/// Whether what articles call a source is an office: "the harbour master", "a spokeswoman for the port".
fn is_called_by_an_office(source: &Source) -> bool {
    let told = source.described.iter().map(|d| d.text.as_str()).chain(source.description.as_deref());
    told.into_iter().any(|text| {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty());
        let phrase = words.take_while(|w| !lexicon::ENDS_OF_A_HEAD_NOUN.has(w));
        phrase.last().is_some_and(is_office)
    })
}

/// Whether the words around a name give its bearer an office.
fn has_office(tree: &Tree, name: WordRange) -> bool {
    let sentence = tree.sentence(name.start);
    let office = |i: usize| is_office(tree.word(i));
    before(tree, name, sentence) || behind(tree, name, sentence) || {
        let head = name.iter().find(|&i| tree.head(i).is_none_or(|up| !name.contains(up)));
        let head = head.unwrap_or(name.start);
        let noun = |i: usize| matches!(tree.upos(i), Upos::Noun | Upos::Propn);
        let up = tree.head(head).filter(|&up| office(up) && noun(up));
        let apposed = up.is_some() && tree.is(head, &["appos", "flat", "nsubj"]);
        let mut below = tree.children(head).filter(|i| !name.contains(*i));
        apposed || below.any(|i| office(i) && noun(i) && tree.is(i, &["appos", "flat"]))
    }
}

/// "Mayor Ute Brandl", "Secretary of State Ada Holm", "the mayor, Ute Brandl,".
fn before(tree: &Tree, name: WordRange, sentence: WordRange) -> bool {
    let office = |i: usize| is_office(tree.word(i));
    if name.len() > 1 && office(name.start) {
        return true;
    }
    let Some(last) = name.start.checked_sub(1).filter(|&i| i >= sentence.start) else { return false };
    if office(last) {
        return true;
    }
    let title = |&i: &usize| tree.is_capital(i) || matches!(tree.lower(i), "of" | "for" | "the" | "and");
    let mut title = (sentence.start..name.start).rev().take(6).take_while(title);
    if title.any(|i| office(i) && tree.is_capital(i)) {
        return true;
    }
    let closed = name.end >= sentence.end || tree.is_mark(name.end);
    let inside =
        |&i: &usize| !tree.is_mark(i) && !matches!(tree.upos(i), Upos::Verb | Upos::Aux | Upos::Sconj);
    let heads = |i: usize| i + 1 == last || tree.upos(i + 1) == Upos::Adp;
    let mut phrase = (sentence.start..last).rev().take(8).take_while(inside);
    tree.word(last) == "," && closed && phrase.any(|i| office(i) && heads(i))
}

/// "Ute Brandl, the mayor", "Ivar Moen, 52, who heads the port".
fn behind(tree: &Tree, name: WordRange, sentence: WordRange) -> bool {
    let mut at = name.end;
    while at < sentence.end && (tree.word(at) == "," || tree.upos(at) == Upos::Num) {
        at += 1;
    }
    if at == name.end || at >= sentence.end {
        return false;
    }
    if tree.lower(at) == "who" {
        return (at + 1..sentence.end.min(at + 4)).any(|i| lexicon::VERBS_OF_OFFICE.has(tree.lemma(i)));
    }
    let stops = |i: usize| {
        tree.is_mark(i) && tree.word(i) != "-"
            || matches!(tree.upos(i), Upos::Verb | Upos::Aux | Upos::Adp)
            || lexicon::ENDS_OF_A_HEAD_NOUN.has(tree.lower(i))
    };
    let phrase = (at..sentence.end.min(at + 8)).take_while(|&i| !stops(i));
    phrase.last().is_some_and(|i| is_office(tree.word(i)))
}
