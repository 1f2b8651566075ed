//! Names in a string, and what stands for each.
//!
//! A full name is found in any case and however its words are parted ("Tom Ashby", "TOM ASHBY", "tom-ashby", "tomashby"), a single
//! word of it wherever it begins with a capital, and in small letters inside an address. What has a public person's full name
//! is passed over. A word that is a month's, a country's or more often a place's is a person's only where the language layer
//! says so.

use super::persons::{Person, Persons};
use crate::extract::times::calendar;
use crate::group::sources::roles;
use crate::group::sources::text::{is_capital, plain_letters};
use crate::lexicon;
use crate::story::Story;
use crosswire_lang::ByteRange;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::char::is_combining_mark;

/// What stands for a name of which it is not clear whose it is.
const SOMEONE: &str = "[a person]";

/// A part of a string, and what is put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) bytes: ByteRange,
    pub(super) instead: String,
}

/// Where a string stands, which tells whose a surname is that several bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The text of an article, by its place in the story.
    Text(usize),
    /// A title, a label, a description.
    Words,
    /// The path of a file, or the part of an address behind its host.
    Path,
}

/// Whose a run of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Someone's whose name stays.
    Public,
    /// A private person's, by number.
    Private(usize),
}

/// One word of names.
#[derive(Debug, Default)]
struct Word {
    private: BTreeSet<usize>,
    public: BTreeSet<usize>,
    /// Whether it is more often something else: a month, a country, a place.
    guarded: bool,
}

/// What is looked for.
#[derive(Debug, Default)]
pub(crate) struct Mask {
    /// Full names by their first word, the longest first.
    full: BTreeMap<String, Vec<(Vec<String>, Whose)>>,
    /// Words of private persons' names.
    words: BTreeMap<String, Word>,
    /// Names written as one word: "tomashby".
    run_together: BTreeMap<String, usize>,
    /// For each person the articles that give the name in full.
    articles: Vec<BTreeSet<usize>>,
    /// For each article where the language layer sees a person, and where one word of a name stands with an office.
    places: Vec<Vec<ByteRange>>,
    titled: Vec<Vec<ByteRange>>,
    /// The number of each private person in what stands for the name.
    numbers: BTreeMap<usize, usize>,
}

impl Mask {
    /// What is to be hidden in a story.
    pub(crate) fn of(story: &Story) -> Self {
        let Persons { all, places, titled, shared, .. } = Persons::of(story);
        let mut mask = Mask { places, titled, ..Mask::default() };
        for (n, person) in all.iter().enumerate().filter(|(_, p)| !p.public) {
            mask.numbers.insert(n, mask.numbers.len() + 1);
            mask.learn(person, n, &shared);
        }
        for (n, person) in all.iter().enumerate().filter(|(_, p)| p.public) {
            for form in &person.forms {
                for word in form {
                    if let Some(word) = mask.words.get_mut(word) {
                        word.public.insert(n);
                    }
                }
                mask.add(form.clone(), Whose::Public);
            }
        }
        let outlets = story.reports.iter().filter_map(|r| r.article.document.outlet.as_deref());
        outlets.for_each(|outlet| mask.add(words_of(outlet), Whose::Public));
        for names in mask.full.values_mut() {
            names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        mask.articles = all.into_iter().map(|p| p.articles).collect();
        mask
    }

    /// How many persons are hidden.
    pub(super) fn persons(&self) -> usize {
        self.numbers.len()
    }

    fn add(&mut self, words: Vec<String>, whose: Whose) {
        if words.len() > 1 {
            self.full.entry(words[0].clone()).or_default().push((words, whose));
        }
    }

    fn learn(&mut self, person: &Person, n: usize, shared: &BTreeSet<String>) {
        for form in &person.forms {
            for word in form.iter().filter(|w| form.len() == 1 || tells(w)) {
                let guarded = shared.contains(word)
                    || calendar::is_name(word)
                    || lexicon::country(word).is_some()
                    || lexicon::STOP_WORDS.has(word.as_str());
                let known = self.words.entry(word.clone()).or_default();
                known.private.insert(n);
                known.guarded |= guarded;
            }
            if form.len() > 1 {
                self.run_together.insert(form.concat(), n);
            }
            self.add(form.clone(), Whose::Private(n));
        }
    }

    fn label(&self, person: usize) -> String {
        self.numbers.get(&person).map_or_else(|| SOMEONE.to_owned(), |number| format!("[person {number}]"))
    }

    /// The names to hide in a string, in order.
    pub(super) fn edits(&self, text: &str, place: Place) -> Vec<Edit> {
        let tokens = tokens(text);
        let mut edits = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if let Some((length, whose)) = self.full_at(text, &tokens[at..], place) {
                if let Whose::Private(person) = whose {
                    let bytes = ByteRange::new(tokens[at].bytes.start, tokens[at + length - 1].bytes.end);
                    edits.push(Edit { bytes, instead: self.label(person) });
                }
                at += length;
                continue;
            }
            if let Some(instead) = self.word_at(text, &tokens[at], place) {
                edits.push(Edit { bytes: tokens[at].bytes, instead });
            }
            at += 1;
        }
        edits
    }

    /// A string without the names.
    pub(super) fn masked(&self, text: &str, place: Place) -> String {
        apply(text, &self.edits(text, place))
    }

    /// The full name that begins some tokens, and of how many it is.
    fn full_at(&self, text: &str, tokens: &[Token], place: Place) -> Option<(usize, Whose)> {
        let fits = |words: &[String]| {
            words.len() <= tokens.len()
                && words.iter().zip(tokens).all(|(word, token)| *word == token.word)
                && tokens[..words.len()].windows(2).all(|pair| parts(&text[pair[0].end..pair[1].bytes.start]))
        };
        let written = |length: usize| {
            let slug = || {
                let between = &text[tokens[0].end..tokens[1].bytes.start];
                !between.is_empty() && !between.chars().any(char::is_whitespace)
            };
            place == Place::Path || slug() || tokens[0].capital && tokens[length - 1].capital
        };
        let names = self.full.get(&tokens[0].word)?;
        let found = names.iter().find(|(words, _)| fits(words) && written(words.len()))?;
        Some((found.0.len(), found.1))
    }

    /// What stands for one word, if it is of a private person's name.
    fn word_at(&self, text: &str, token: &Token, place: Place) -> Option<String> {
        if let Some(&person) = self.run_together.get(&token.word) {
            return Some(self.label(person));
        }
        let plural = || token.word.strip_suffix('s').and_then(|word| self.words.get(word));
        let word = self.words.get(&token.word).or_else(plural)?;
        let written = token.capital || place == Place::Path || in_address(text, token);
        let titled = || !word.public.is_empty() && covered(&self.titled, token, place);
        if !written || word.guarded && !covered(&self.places, token, place) || titled() {
            return None;
        }
        let here = |of: &BTreeSet<usize>| -> Vec<usize> {
            let Place::Text(article) = place else { return Vec::new() };
            of.iter().copied().filter(|&n| self.articles[n].contains(&article)).collect()
        };
        let (private, public) = (here(&word.private), here(&word.public));
        match (&private[..], &public[..]) {
            // Only a public person of that name is named in full here.
            ([], [_, ..]) => None,
            ([one], []) => Some(self.label(*one)),
            ([], []) if word.public.is_empty() && word.private.len() == 1 => {
                word.private.first().map(|&one| self.label(one))
            }
            _ => Some(SOMEONE.to_owned()),
        }
    }

    /// An address without its path, where that holds a private person's name; none where the host does.
    pub(super) fn address(&self, url: &str) -> Option<String> {
        let start = url.find("://").map_or(0, |at| at + 3);
        let host = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
        if !self.edits(&url[start..host], Place::Path).is_empty() {
            return None;
        }
        let clean = self.edits(&url[host..], Place::Path).is_empty();
        Some(if clean { url.to_owned() } else { format!("{}/", &url[..host]) })
    }
}

/// Whether a word lies in one of the places of its article.
fn covered(places: &[Vec<ByteRange>], token: &Token, place: Place) -> bool {
    let Place::Text(article) = place else { return false };
    places.get(article).is_some_and(|all| all.iter().any(|name| name.covers(token.bytes)))
}

/// A string with parts of it replaced.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.bytes.start]);
        out.push_str(&edit.instead);
        at = edit.bytes.end;
    }
    out.push_str(&text[at..]);
    out
}

/// A word of a string.
#[derive(Debug)]
struct Token {
    /// Without "'s".
    bytes: ByteRange,
    /// Where it ends with it.
    end: usize,
    /// In small plain letters.
    word: String,
    capital: bool,
}

/// The words of a string: runs of letters, digits and accents, with an apostrophe between them.
fn tokens(text: &str) -> Vec<Token> {
    let inside = |c: char| c.is_alphanumeric() || is_combining_mark(c) || c == '\u{ad}';
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !inside(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let apostrophe = matches!(c, '\'' | '’') && text[at + c.len_utf8()..].starts_with(inside);
            if !inside(c) && !apostrophe {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let whole = &text[start..end];
        let bare = ["'s", "’s", "'S", "’S"].iter().find_map(|s| whole.strip_suffix(s)).unwrap_or(whole);
        tokens.push(Token {
            bytes: ByteRange::new(start, start + bare.len()),
            end,
            word: plain(bare),
            capital: is_capital(bare),
        });
    }
    tokens
}

/// A word in small plain letters.
fn plain(word: &str) -> String {
    plain_letters(&word.to_lowercase()).replace('’', "'").replace('\u{ad}', "")
}

/// The words of a string, in small plain letters.
fn words_of(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// The words of a person's name, without titles before it and "Jr" behind it.
pub(super) fn words_of_name(name: &str) -> Vec<String> {
    let mut words = words_of(name);
    while words.len() > 1 && (roles::is_title(&words[0]) || roles::is_title(&format!("{}.", words[0]))) {
        words.remove(0);
    }
    while words.len() > 2 && matches!(words[words.len() - 1].as_str(), "jr" | "sr" | "ii" | "iii") {
        words.pop();
    }
    words
}

/// Whether a word of a full name names its bearer by itself: no initial and no particle.
fn tells(word: &str) -> bool {
    word.chars().nth(1).is_some()
        && !lexicon::SMALL_WORDS_OF_NAMES.has(word)
        && !lexicon::NAME_PARTICLES.has(word)
}

/// Whether what stands between two words can part the words of one name.
fn parts(between: &str) -> bool {
    between.chars().count() <= 3 && !between.contains([',', ';', '!', '?', '(', ')', '"', '“', '”', '/', ':'])
}

/// Whether a word stands in an address or a handle: "…/ashby-speaks", "@ashby".
fn in_address(text: &str, token: &Token) -> bool {
    let joins = |c: char| matches!(c, '-' | '_' | '/' | '@' | '#' | '=' | '+' | '%');
    text[..token.bytes.start].ends_with(joins) || text[token.end..].starts_with(joins)
}
