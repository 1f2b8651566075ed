//! The same thing in several articles' words: statements of one source that say the same, and where their words differ.
//!
//! Finds statements of different articles that rest on the same source, or on two of which one speaks for the other, and
//! whose contents share rare stems and are about the same: “We have landed 84 passengers” and “some 70 passengers have been
//! brought ashore”. Numbers and negations have no part in that: they are what an editor wants to see differ, so they are
//! kept as differences.
//!
//! Fails where two wordings share no rare stem (“nobody was hurt”, “no one was injured”); where one article gives half of
//! what the other gives; where a source says nearly the same of two things (“the mate had no licence”, “the pilot had no
//! licence”); and on sources that could not be told to be the same.

use super::linkage;
use super::terms;
use crate::annotate::{Annotation, WordKind};
use crate::extract::numerals;
use crate::hash;
use crate::lexicon;
use crate::story::{Report, Story};
use crate::text::Article;
use crosswire_lang::{ByteRange, Model, Upos, Vector};
use crosswire_model::{Difference, Source, SourceId, Span, Statement, Wording, WordingId, WordingKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The least mean likeness at which two groups of contents are one saying. Likeness is the mean of two cosines, that of the
/// weighted stems and that of the vectors.
const JOIN: f64 = 0.55;
/// How rare a stem is that brings two contents together: it stands in fewer than one of eight news articles.
const RARE: f64 = 2.0;
/// A name that no other article holds would else decide alone; weights are no higher than this.
const CAP: f64 = 5.0;
/// The fewest stems with which a content says anything.
const LEAST_STEMS: usize = 2;
/// Stems that more contents of a source than this hold are not used to find pairs; they still weigh in them.
const FREQUENT: usize = 200;

/// A form of words of a source, with the statements that give it.
struct Content<'a> {
    source: &'a SourceId,
    words: Vec<Word>,
    said: Vec<Said>,
    /// The stems by which others are looked for.
    rare: Vec<u32>,
    stems: terms::Vector,
    vector: Vector,
}

/// A statement, and where it gives each word.
struct Said {
    article: usize,
    /// Its index among those of the article.
    statement: usize,
    places: Vec<Place>,
}

/// The piece of a statement's content that a word stands in, and its bytes in the article.
type Place = (usize, ByteRange);

/// A word in lower case, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    form: String,
    part: Part,
}

/// What a word does in what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// It joins others: "the", "of".
    Joins,
    /// It tells what is spoken of.
    Tells(String),
    /// It is a number or a negation: with another in its place, the rest says something else.
    Turns(String),
}

impl Word {
    /// What is compared with other words: its stem, its value; nothing of a word that only joins.
    fn key(&self) -> Option<&str> {
        match &self.part {
            Part::Joins => None,
            Part::Tells(key) | Part::Turns(key) => Some(key),
        }
    }
}

/// Finds the sets of statements that give one saying, in the order of their first statement.
pub fn find(model: &Model, story: &Story) -> Vec<Wording> {
    let contents = contents(model, story);
    let pairs = alike(&contents, &story.sources);
    let articles_of = |set: &[usize]| -> BTreeSet<usize> {
        set.iter().flat_map(|&n| &contents[n].said).map(|said| said.article).collect()
    };
    // One article says a thing once in its own words; a second time it says another.
    let apart = |a: &[usize], b: &[usize]| articles_of(a).is_disjoint(&articles_of(b));
    let mut sets: Vec<_> = linkage::join(contents.len(), &pairs, &[], JOIN, apart)
        .into_iter()
        .filter(|set| articles_of(set).len() > 1)
        .map(|set| wording(&set.iter().map(|&n| &contents[n]).collect::<Vec<_>>(), story))
        .collect();
    sets.sort_by_key(|(first, _)| *first);
    sets.into_iter().map(|(_, wording)| wording).collect()
}

/// The contents of a story, each form of words of a source once, in order of the first statement that gives it.
fn contents<'a>(model: &Model, story: &'a Story) -> Vec<Content<'a>> {
    let mut known: FxHashMap<(&SourceId, Vec<String>), usize> = FxHashMap::default();
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut weighted: Vec<Vec<(u32, f64)>> = Vec::new();
    let mut contents: Vec<Content> = Vec::new();
    let read = |report: &Report| -> Vec<_> {
        report.attributions.iter().map(|a| words(&report.article, &report.annotation, &a.content)).collect()
    };
    let all: Vec<Vec<(Vec<Word>, Vec<Place>)>> = story.reports.par_iter().map(read).collect();
    for (article, (report, all)) in story.reports.iter().zip(all).enumerate() {
        for (statement, (Statement { source, .. }, (words, places))) in
            report.statements.iter().zip(all).enumerate()
        {
            let Some(source) = source else { continue };
            let said = Said { article, statement, places };
            let form = (source, words.iter().map(|w| w.form.clone()).collect());
            if let Some(&known) = known.get(&form) {
                contents[known].said.push(said);
                continue;
            }
            let (mut stems, mut rare) = (Vec::new(), Vec::new());
            for word in &words {
                if let Part::Tells(stem) = &word.part {
                    let next = numbers.len() as u32;
                    let number = *numbers.entry(stem.clone()).or_insert(next);
                    let rarity = terms::rarity(stem);
                    stems.push((number, rarity.min(CAP)));
                    rare.extend((rarity >= RARE).then_some(number));
                }
            }
            if stems.len() < LEAST_STEMS {
                continue;
            }
            known.insert(form, contents.len());
            weighted.push(stems);
            let vector =
                model.vector(&report.article.document.text, &telling(&words, &said, &report.annotation));
            let stems = terms::Vector::default();
            contents.push(Content { source, words, said: vec![said], rare, stems, vector });
        }
    }
    // What much of the story speaks of tells it from other stories, not its sayings apart.
    let mut held: FxHashMap<u32, usize> = FxHashMap::default();
    for stems in &weighted {
        for stem in stems.iter().map(|(stem, _)| *stem).collect::<BTreeSet<_>>() {
            *held.entry(stem).or_default() += 1;
        }
    }
    let all = contents.len() as f64;
    let share = |stem: &u32| ((1.0 + all / held[stem] as f64).ln() / (1.0 + all).ln()).sqrt();
    for (content, stems) in contents.iter_mut().zip(weighted) {
        content.stems = terms::Vector::new(stems.iter().map(|(s, w)| (*s, w * share(s))).collect());
    }
    contents
}

/// The words of a content, and where each stands.
fn words(article: &Article, annotation: &Annotation, content: &[ByteRange]) -> (Vec<Word>, Vec<Place>) {
    let all = &annotation.language.words;
    let mut found = (Vec::new(), Vec::new());
    for (piece, bytes) in content.iter().enumerate() {
        let first = all.partition_point(|w| w.bytes.start < bytes.start);
        for word in all[first..].iter().take_while(|w| w.bytes.end <= bytes.end) {
            if matches!(word.upos, Upos::Punct | Upos::Sym) {
                continue;
            }
            let form = article.text(word.bytes).to_lowercase().replace('’', "'");
            let number = word.upos == Upos::Num || form.starts_with(|c: char| c.is_ascii_digit());
            let value = numerals::word(&form).filter(|_| number || form != "one");
            let part = if let Some(value) = value {
                Part::Turns(value.to_string())
            } else if number || lexicon::NEGATORS.has(&form) || form == "without" {
                Part::Turns(form.clone())
            } else {
                terms::term(&form, WordKind::Word).map_or(Part::Joins, Part::Tells)
            };
            found.0.push(Word { form, part });
            found.1.push((piece, word.bytes));
        }
    }
    found
}

/// The words of a content that are neither numbers nor negations, as the language layer has them.
fn telling(words: &[Word], said: &Said, annotation: &Annotation) -> Vec<crosswire_lang::Word> {
    let all = &annotation.language.words;
    let tells = words.iter().zip(&said.places).filter(|(w, _)| !matches!(w.part, Part::Turns(_)));
    let at = |bytes: ByteRange| all.binary_search_by_key(&bytes.start, |w| w.bytes.start).ok();
    tells.filter_map(|(_, (_, bytes))| at(*bytes)).map(|i| all[i].clone()).collect()
}

/// Pairs of contents with their likeness, the most alike first. They meet by a rare stem, in the mouth of one source or of
/// one that speaks for it.
fn alike(contents: &[Content], sources: &[Source]) -> Vec<(f64, usize, usize)> {
    let bodies: BTreeMap<&SourceId, &SourceId> =
        sources.iter().filter_map(|s| Some((&s.id, s.speaks_for.as_ref()?))).collect();
    let mut holders: FxHashMap<(&SourceId, u32), Vec<usize>> = FxHashMap::default();
    for (n, content) in contents.iter().enumerate() {
        for stem in &content.rare {
            holders.entry((content.source, *stem)).or_default().push(n);
        }
    }
    let partners = |a: usize| {
        let of = |source| contents[a].rare.iter().map(move |&stem| (source, stem));
        let own = of(contents[a].source);
        let body = bodies.get(contents[a].source).into_iter().flat_map(|body| of(*body));
        let mut partners: Vec<usize> = own
            .chain(body)
            .filter_map(|key| holders.get(&key))
            .filter(|all| all.len() <= FREQUENT)
            .flatten()
            .copied()
            .filter(|&b| b != a)
            .collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    };
    let mut pairs: Vec<(f64, usize, usize)> = (0..contents.len())
        .into_par_iter()
        .flat_map_iter(|a| {
            let with = |b: usize| (likeness(&contents[a], &contents[b]), a.min(b), a.max(b));
            partners(a).into_iter().map(with).collect::<Vec<_>>()
        })
        .collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    pairs.dedup();
    pairs
}

/// How alike two contents are, 0 to 1, whatever they count and whether they affirm.
fn likeness(a: &Content, b: &Content) -> f64 {
    let (stems, shared) = a.stems.cosine(&b.stems);
    if shared < LEAST_STEMS {
        return 0.0;
    }
    (stems + f64::from(a.vector.similarity(&b.vector))) / 2.0
}

/// A set as the ledger has it, and article and index of its first statement.
fn wording(set: &[&Content], story: &Story) -> ((usize, usize), Wording) {
    let own = own_words(set);
    let mut said: Vec<(&Said, &Content, &[bool])> = set
        .iter()
        .zip(&own)
        .flat_map(|(c, own)| c.said.iter().map(move |s| (s, *c, own.as_slice())))
        .collect();
    said.sort_by_key(|(s, ..)| (s.article, s.statement));
    let statement = |s: &Said| &story.reports[s.article].statements[s.statement].id;
    let mut heard: BTreeMap<&SourceId, usize> = BTreeMap::new();
    said.iter().for_each(|(_, content, _)| *heard.entry(content.source).or_default() += 1);
    let source = heard.into_iter().max_by_key(|(id, n)| (*n, Reverse(*id))).map(|(id, _)| id);
    let differences = said.iter().filter_map(|(s, content, own)| {
        let spans = runs(&content.words, own, &s.places);
        let spans: Vec<Span> =
            spans.iter().map(|bytes| story.reports[s.article].article.span(*bytes)).collect();
        (!spans.is_empty()).then(|| Difference {
            statement: statement(s).clone(),
            article: story.reports[s.article].id().clone(),
            spans,
        })
    });
    let first = said[0].0;
    let forms = |c: &Content| c.words.iter().map(|w| w.form.clone()).collect::<Vec<_>>();
    let same = set.iter().all(|c| forms(c) == forms(set[0]));
    let wording = Wording {
        id: WordingId(hash::id('w', &[&statement(first).0])),
        source: source.unwrap_or(set[0].source).clone(),
        statements: said.iter().map(|(s, ..)| statement(s).clone()).collect(),
        kind: if same { WordingKind::Verbatim } else { WordingKind::Paraphrase },
        differences: differences.collect(),
    };
    ((first.article, first.statement), wording)
}

/// For each content of a set, for each of its words, whether it is the content's own: it tells, and stands in no other; or it
/// turns, and does not stand in all others. Where nothing is, the order is: “the mate blamed the pilot”.
fn own_words(set: &[&Content]) -> Vec<Vec<bool>> {
    let keys = |c: &Content| c.words.iter().map(|w| w.key().map(str::to_owned)).collect::<Vec<_>>();
    let keys: Vec<_> = set.iter().map(|c| keys(c)).collect();
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys.iter().flat_map(|keys| keys.iter().flatten().collect::<BTreeSet<_>>()) {
        *held.entry(key).or_default() += 1;
    }
    let own = |word: &Word| match &word.part {
        Part::Joins => false,
        Part::Tells(key) => set.len() > 1 && held[key.as_str()] == 1,
        Part::Turns(key) => held[key.as_str()] < set.len(),
    };
    let own: Vec<Vec<bool>> = set.iter().map(|c| c.words.iter().map(own).collect()).collect();
    if own.iter().flatten().any(|own| *own) {
        return own;
    }
    let moved = |n: usize| {
        let mut moved: Vec<bool> = keys[n].iter().map(|key| key.is_some() && set.len() > 1).collect();
        for other in keys.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, keys)| keys) {
            common(&keys[n], other).into_iter().for_each(|i| moved[i] = false);
        }
        moved
    };
    (0..set.len()).map(moved).collect()
}

/// Places in `a` of a longest common subsequence of both. What is none is in neither.
fn common(a: &[Option<String>], b: &[Option<String>]) -> Vec<usize> {
    let mut longest = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let met = a[i].is_some() && a[i] == b[j];
            let without = longest[i + 1][j].max(longest[i][j + 1]);
            longest[i][j] = if met { without.max(longest[i + 1][j + 1] + 1) } else { without };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].is_some() && a[i] == b[j] && longest[i][j] == longest[i + 1][j + 1] + 1 {
            found.push(i);
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The stretches of a statement in which every word is its own, but for those that join.
fn runs(words: &[Word], own: &[bool], places: &[Place]) -> Vec<ByteRange> {
    let mut runs: Vec<(usize, ByteRange)> = Vec::new();
    let mut open = false;
    for ((word, own), (piece, bytes)) in words.iter().zip(own).zip(places) {
        if *own {
            match runs.last_mut().filter(|(last, _)| open && last == piece) {
                Some((_, run)) => run.end = bytes.end,
                None => runs.push((*piece, *bytes)),
            }
        }
        open = *own || open && word.part == Part::Joins;
    }
    runs.into_iter().map(|(_, run)| run).collect()
}
