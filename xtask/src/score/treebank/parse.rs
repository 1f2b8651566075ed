//! Scores sentences, words, tags, lemmas and trees in CoNLL-U, as the CoNLL 2018 shared task does.
//!
//! | row | is |
//! |---|---|
//! | tokens, sentences, words | found at the same place in the text |
//! | upos, xpos, feats, lemmas | of words: the same; a gold lemma `_` is matched by any |
//! | uas, las | of words: the same head; and the same relation without its subtype |
//!
//! Words are aligned by their place in the text without white space; inside tokens of several words by the longest common
//! subsequence of their forms.

use super::F1;
use std::collections::BTreeSet;
use std::ops::Range;

/// The rows, in the order in which they are printed.
pub(crate) type Scores = Vec<(&'static str, F1)>;

/// Scores the rows of one file against those of the gold.
///
/// # Errors
/// Where the two do not hold the same characters apart from white space, or are no CoNLL-U.
pub(crate) fn score(gold: &[&str], found: &[&str]) -> Result<Scores, String> {
    let (gold, found) = (Treebank::load(gold)?, Treebank::load(found)?);
    same_text(&gold.characters, &found.characters)?;
    let pairs = align(&gold.words, &found.words);
    let mut gold_of = vec![None; found.words.len()];
    pairs.iter().for_each(|&(g, f)| gold_of[f] = Some(g));
    let f1 = |hits: usize| F1::new(hits, found.words.len(), gold.words.len());
    let count = |same: &dyn Fn(&Word, &Word) -> bool| {
        pairs.iter().filter(|&&(g, f)| same(&gold.words[g], &found.words[f])).count()
    };
    let column = |n: usize| move |g: &Word<'_>, f: &Word<'_>| g.columns[n] == f.columns[n];
    let same_head = |g: &Word<'_>, f: &Word<'_>| match f.head {
        Some(head) => g.head.is_some() && gold_of[head] == g.head,
        None => g.head.is_none() && f.columns[6] == "0",
    };
    let relation = |w: &Word<'_>| w.columns[7].split(':').next().unwrap_or_default().to_owned();
    Ok(vec![
        ("tokens", spans(&gold.tokens, &found.tokens)),
        ("sentences", spans(&gold.sentences, &found.sentences)),
        ("words", f1(pairs.len())),
        ("upos", f1(count(&column(3)))),
        ("xpos", f1(count(&column(4)))),
        ("feats", f1(count(&column(5)))),
        ("lemmas", f1(count(&|g, f| g.columns[2] == f.columns[2] || g.columns[2] == "_"))),
        ("uas", f1(count(&same_head))),
        ("las", f1(count(&|g, f| same_head(g, f) && relation(g) == relation(f)))),
    ])
}

/// A place in the text without white space, in bytes.
type Place = (usize, usize);

/// What a file holds.
#[derive(Default)]
struct Treebank<'a> {
    characters: String,
    tokens: Vec<Place>,
    sentences: Vec<Place>,
    words: Vec<Word<'a>>,
}

struct Word<'a> {
    columns: Vec<&'a str>,
    /// Its own place, or that of the token of several words that it is part of.
    place: Place,
    in_token: bool,
    /// The word that it depends on, as an index into all words.
    head: Option<usize>,
}

impl<'a> Treebank<'a> {
    fn load(rows: &[&'a str]) -> Result<Self, String> {
        let mut bank = Treebank::default();
        let (mut first, mut begin) = (0, 0);
        let (mut token_end, mut token) = (0, (0, 0));
        for row in rows.iter().copied().chain([""]) {
            if row.is_empty() {
                bank.end_sentence(first, begin);
                (first, begin, token_end) = (bank.words.len(), bank.characters.len(), 0);
                continue;
            }
            if row.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = row.split('\t').collect();
            let [id, form, ..] = columns[..] else { return Err(format!("no row of CoNLL-U: {row:?}")) };
            if columns.len() < 8 {
                return Err(format!("a row with {} columns: {row:?}", columns.len()));
            }
            // A word that is only understood.
            if id.contains('.') {
                continue;
            }
            let number = |id: &str| id.parse::<usize>().map_err(|_| format!("no number: {row:?}"));
            if let Some((_, last)) = id.split_once('-') {
                token_end = number(last)?;
                token = bank.token(form);
                continue;
            }
            let in_token = number(id)? <= token_end;
            let place = if in_token { token } else { bank.token(form) };
            bank.words.push(Word { columns, place, in_token, head: None });
        }
        Ok(bank)
    }

    /// A token's characters, without white space as Python knows it.
    fn token(&mut self, form: &str) -> Place {
        let start = self.characters.len();
        self.characters
            .extend(form.chars().filter(|&c| !c.is_whitespace() && !('\x1c'..='\x1f').contains(&c)));
        let place = (start, self.characters.len());
        self.tokens.push(place);
        place
    }

    /// Ends the sentence whose words begin with the one numbered `first` and whose text begins at `begin`.
    fn end_sentence(&mut self, first: usize, begin: usize) {
        let words = &mut self.words[first..];
        if words.is_empty() {
            return;
        }
        let count = words.len();
        for word in words {
            let head = word.columns[6].parse().unwrap_or(0);
            word.head = (1..=count).contains(&head).then(|| first + head - 1);
        }
        self.sentences.push((begin, self.characters.len()));
    }
}

fn same_text(gold: &str, found: &str) -> Result<(), String> {
    if gold == found {
        return Ok(());
    }
    let at = gold.chars().zip(found.chars()).take_while(|(g, f)| g == f).count();
    let near = |text: &str| text.chars().skip(at).take(20).collect::<String>();
    Err(format!(
        "the texts differ from character {at} (white space not counted): {:?} and {:?}",
        near(gold),
        near(found)
    ))
}

fn spans(gold: &[Place], found: &[Place]) -> F1 {
    let places = |places: &[Place]| places.iter().copied().collect::<BTreeSet<Place>>();
    F1::new(places(gold).intersection(&places(found)).count(), found.len(), gold.len())
}

/// Pairs of gold and found words that are the same word.
fn align(gold: &[Word<'_>], found: &[Word<'_>]) -> Vec<(usize, usize)> {
    let (mut pairs, mut g, mut f) = (Vec::new(), 0, 0);
    while g < gold.len() && f < found.len() {
        let (a, b) = (&gold[g], &found[f]);
        if !a.in_token && !b.in_token {
            match (a.place == b.place, a.place.0 <= b.place.0) {
                (true, _) => {
                    pairs.push((g, f));
                    (g, f) = (g + 1, f + 1);
                }
                (false, true) => g += 1,
                (false, false) => f += 1,
            }
        } else if !a.in_token && a.place.0 < b.place.0 {
            g += 1;
        } else if !b.in_token && b.place.0 < a.place.0 {
            f += 1;
        } else {
            let end = stretch(gold, found, (g, f));
            pairs.extend(common(gold, g..end.0, found, f..end.1));
            (g, f) = end;
        }
    }
    pairs
}

/// Where the words end that lie within the tokens of several words which begin or overlap here.
fn stretch(gold: &[Word<'_>], found: &[Word<'_>], from: (usize, usize)) -> (usize, usize) {
    let (mut g, mut f) = from;
    let mut end = if gold[g].in_token { gold[g].place.1 } else { found[f].place.1 };
    let within = |words: &[Word<'_>], n: usize, end: usize| words.get(n).is_some_and(|w| w.place.0 < end);
    loop {
        let (words, n) = if within(gold, g, end) {
            (gold, &mut g)
        } else if within(found, f, end) {
            (found, &mut f)
        } else {
            return (g, f);
        };
        if words[*n].in_token {
            end = end.max(words[*n].place.1);
        }
        *n += 1;
    }
}

/// The longest common subsequence of the words' forms, as pairs.
fn common(gold: &[Word<'_>], g: Range<usize>, found: &[Word<'_>], f: Range<usize>) -> Vec<(usize, usize)> {
    let forms = |words: &[Word<'_>]| words.iter().map(|w| w.columns[1].to_lowercase()).collect::<Vec<_>>();
    let (a, b) = (forms(&gold[g.clone()]), forms(&found[f.clone()]));
    let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if a[i] == b[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut pairs, mut i, mut j) = (Vec::new(), 0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((g.start + i, f.start + j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
