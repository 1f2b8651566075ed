//! A passage and what can be compared in it.

use super::vocabulary::{Term, Vocabulary};
use crate::annotate::WordKind;
use crate::annotate::tree::Tree;
use crate::extract::events::clauses::{self, Clause};
use crate::extract::events::{self, Modality, denying_verb, modality};
use crate::group::terms::{self, Vector};
use crate::lexicon;
use crate::story::{Report, Story};
use crate::text::overlaps::Overlaps;
use crosswire_lang::{ByteRange, Model, Upos, WordRange};
use crosswire_model::{Figure, Number, Polarity, Role, SourceId, Span, Status, TimeExpression};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The weight of a number of people or things.
const NUMBER: f64 = 5.0;
/// What is left of the weight of a word that stands in the clause above.
const SHARED: f64 = 0.5;
/// What is left of the weight of an adverb: “immediately”, “however”.
const ADVERB: f64 = 0.5;
/// The fewest terms with which a passage says anything.
const LEAST_TERMS: usize = 2;
/// How many passages before and after tell what is spoken of around one.
const AROUND: usize = 2;

/// A clause or sentence that says something.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Index of its article.
    pub article: usize,
    /// Where it stands.
    pub bytes: ByteRange,
    /// Where its predicate stands.
    pub predicate: ByteRange,
    /// Index among the article's attributions of the one that carries it.
    pub attribution: Option<usize>,
    /// Planned, under way, done.
    pub status: Status,
    /// Whether it affirms or negates.
    pub polarity: Polarity,
    /// Whether it is told as so or done, whether affirmed or negated: neither planned nor left open.
    pub(super) real: bool,
    /// Whether a word in it negates, or it is denied.
    pub(super) negates: bool,
    /// Whether it tells what someone says, means or plans, which is known from them alone.
    pub own_word: bool,
    /// Its terms with their weights, in order of term; length one.
    pub(super) vector: Vector,
    /// The same terms, weighed by how rare each is within the story alone; length one.
    pub(super) within: Vector,
    /// Its runs of four letters, weighed so; length one.
    pub(super) letters: Vector,
    /// The terms of those who do what its predicate says, and of those to whom it is done.
    pub(super) agents: BTreeSet<Term>,
    pub(super) patients: BTreeSet<Term>,
    /// The terms of the places where it is done.
    pub(super) places: BTreeSet<Term>,
    /// What it is about, less what the whole story is about; length one.
    pub(super) meaning: Vec<f32>,
    /// What is spoken of around it.
    pub(super) around: Vec<f32>,
    /// The term of its predicate.
    pub(super) verb: Option<Term>,
    /// The terms of names in it.
    pub(super) names: BTreeSet<Term>,
    /// What it counts: how many, in what unit.
    pub(super) numbers: BTreeSet<(String, Number)>,
    /// Its figures.
    pub(super) figures: Vec<Figure>,
    /// The days and times that it names.
    pub(super) times: BTreeSet<String>,
    /// The terms that name them.
    pub(super) time_terms: BTreeSet<Term>,
    /// The terms that say how many.
    pub(super) number_terms: BTreeSet<Term>,
    /// On whose word it rests.
    pub(super) source: Option<SourceId>,
}

impl Unit {
    /// Whether a term is in it.
    pub(super) fn holds(&self, term: Term) -> bool {
        self.within.0.binary_search_by_key(&term, |(t, _)| *t).is_ok()
    }
}

/// The passages of a story, in order of article and place. Their weights are those of news at large yet.
pub(super) fn units(model: &Model, story: &Story, vocabulary: &mut Vocabulary) -> Vec<Unit> {
    let each = story.reports.par_iter().enumerate();
    let raw: Vec<Vec<Raw>> = each.map(|(n, report)| raw(model, report, n)).collect();
    let mut units: Vec<Unit> = raw.into_iter().flatten().map(|raw| raw.unit(vocabulary)).collect();
    units.retain(|unit| unit.vector.0.len() >= LEAST_TERMS);
    units
}

/// Given passages of a story, by article and bytes, in this order, whatever they say.
pub(super) fn given(
    model: &Model,
    story: &Story,
    passages: &[(usize, ByteRange)],
    vocabulary: &mut Vocabulary,
) -> Vec<Unit> {
    let raw = |(n, bytes): &(usize, ByteRange)| {
        let report = &story.reports[*n];
        Reader::new(model, report, *n).given(*bytes)
    };
    let raw: Vec<Raw> = passages.par_iter().map(raw).collect();
    raw.into_iter().map(|raw| raw.unit(vocabulary)).collect()
}

/// A passage whose words have no numbers yet: a stem and its form each.
struct Raw {
    unit: Unit,
    agents: Vec<(String, String)>,
    patients: Vec<(String, String)>,
    places: Vec<(String, String)>,
    times: Vec<(String, String)>,
    numbers: Vec<(String, String)>,
    terms: Vec<((String, String), f64)>,
    names: Vec<(String, String)>,
    verb: Option<(String, String)>,
}

impl Raw {
    /// The passage with its terms by number.
    fn unit(self, vocabulary: &mut Vocabulary) -> Unit {
        let mut number = |(stem, form): &(String, String)| vocabulary.number(stem, form);
        let mut unit = self.unit;
        unit.verb = self.verb.as_ref().map(&mut number);
        unit.names = self.names.iter().map(&mut number).collect();
        unit.agents = self.agents.iter().map(&mut number).collect();
        unit.patients = self.patients.iter().map(&mut number).collect();
        unit.places = self.places.iter().map(&mut number).collect();
        unit.time_terms = self.times.iter().map(&mut number).collect();
        unit.number_terms = self.numbers.iter().map(&mut number).collect();
        let weighted: Vec<(Term, f64)> =
            self.terms.iter().map(|(term, share)| (number(term), *share)).collect();
        let (mut all, mut within) = (Vec::new(), Vec::new());
        for (term, share) in weighted {
            all.push((term, vocabulary.rarity(term) * share));
            within.push((term, share as f32));
        }
        for (unit, value) in &unit.numbers {
            let name = format!("={} {unit}", value.get());
            let term = vocabulary.number(&name, &name);
            all.push((term, NUMBER));
            within.push((term, 1.0));
        }
        unit.vector = Vector::new(all);
        unit.within = Vector(within);
        unit
    }
}

/// The passages of the article at place `n` of the story.
fn raw(model: &Model, report: &Report, n: usize) -> Vec<Raw> {
    let reader = Reader::new(model, report, n);
    let tree = &reader.tree;
    let mut found = Vec::new();
    let mut subjects = Subjects::default();
    for sentence in report.annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let from = tree.words.partition_point(|w| w.bytes.start < sentence.bytes.start);
        let to = tree.words.partition_point(|w| w.bytes.start < sentence.bytes.end);
        for mut clause in clauses::clauses(tree, WordRange::new(from, to), |i| reader.attributes(i)) {
            if clause.shared.is_empty() {
                clause.shared = subjects.meant(tree, clause.head);
            }
            subjects.hear(tree, clause.head);
            found.push((clause, WordRange::new(from, to)));
        }
    }
    found.into_par_iter().map(|(clause, sentence)| reader.whole(clause, sentence)).collect()
}

/// One article, whose passages are read.
struct Reader<'a> {
    model: &'a Model,
    report: &'a Report,
    n: usize,
    tree: Tree<'a>,
    /// For each word whether it attributes: it is no part of what is said, unless someone says that someone says it.
    attributing: Vec<bool>,
    /// The event that each word names, as an index.
    events: FxHashMap<usize, usize>,
    /// Its attributions, as indexes, by what each carries.
    contents: Overlaps<ByteRange, usize>,
    figures: Overlaps<Span, &'a Figure>,
    times: Overlaps<Span, &'a TimeExpression>,
}

impl<'a> Reader<'a> {
    fn new(model: &'a Model, report: &'a Report, n: usize) -> Self {
        let tree = report.tree();
        let mut attributing = vec![false; tree.words.len()];
        let mut mark = |bytes: ByteRange, value: bool| {
            for i in tree.within(bytes) {
                if bytes.covers(tree.words[i].bytes) {
                    attributing[i] = value;
                }
            }
        };
        for a in &report.attributions {
            a.cue.iter().chain(&a.source).chain(&a.via).for_each(|bytes| mark(*bytes, true));
        }
        report.attributions.iter().flat_map(|a| &a.content).for_each(|bytes| mark(*bytes, false));
        let mut events = FxHashMap::default();
        for (n, event) in report.events.iter().enumerate() {
            for &word in &event.predicate.words {
                events.entry(word).or_insert(n);
            }
        }
        let contents = report.attributions.iter().enumerate();
        let contents = contents.flat_map(|(n, a)| a.content.iter().map(move |c| (*c, n))).collect();
        let figures = report.figures.iter().map(|f| (f.span, f)).collect();
        let times = report.times.iter().map(|t| (t.span, t)).collect();
        Reader { model, report, n, tree, attributing, events, contents, figures, times }
    }

    /// The attribution that carries most of a passage.
    fn carrier(&self, bytes: ByteRange) -> Option<usize> {
        let content = |i: usize| &self.report.attributions[i].content;
        let shared = |i: usize| content(i).iter().map(|c| c.overlap(bytes)).sum::<usize>();
        let here = self.contents.with(bytes).into_iter();
        let best = here.max_by_key(|&i| (shared(i), std::cmp::Reverse(i)))?;
        // Most of the passage, or most of what is said: "Nobody was hurt, according to the harbour master".
        let said: usize = content(best).iter().map(|c| c.len()).sum();
        (shared(best) * 2 >= bytes.len().min(said).min(60)).then_some(best)
    }

    /// Whether a word attributes.
    fn attributes(&self, i: usize) -> bool {
        self.attributing[i]
    }

    /// A clause, without what attributes it – unless what is said is no sentence of its own: “called on the union to end the
    /// strike”, “described the raid as a mistake” say nothing without the one who called or described.
    fn whole(&self, clause: Clause, sentence: WordRange) -> Raw {
        let tree = &self.tree;
        let bytes = tree.bytes(clause.words_run);
        let attributions = &self.report.attributions;
        let attribution = self.carrier(bytes);
        let above = std::iter::once(clause.head).chain(tree.head(clause.head));
        let above = above.filter(|up| sentence.contains(*up)).find(|&up| self.attributes(up));
        // What is said hangs on the words that attribute it; or these stand in it: “The hull, he said, is sound.”
        let said_by = |i: usize| tree.head(i).is_some_and(|up| self.attributes(up)) && !self.attributes(i);
        let mut tops = clause.words.iter().filter(|&&i| i == clause.head || said_by(i));
        let top = tops.find(|&&i| !self.attributes(i) && clauses::is_sentence(tree, i)).copied();
        let said = |&i: &usize| {
            let mut content = attribution.into_iter().flat_map(|a| &attributions[a].content);
            content.any(|c| c.covers(tree.words[i].bytes))
        };
        if let Some(above) = above.filter(|_| top.is_none() && clause.words.iter().any(said)) {
            let inside = |i: usize| clause.words.binary_search(&i).is_ok() || self.attributes(i);
            let words = tree.subtree(above, |c| !inside(c));
            let words_run = WordRange::new(words[0], words[words.len() - 1] + 1);
            let bytes = tree.bytes(words_run);
            let framed = Clause { head: above, words, shared: Vec::new(), words_run };
            let mut raw = self.read(&framed, attribution, bytes);
            raw.unit.own_word = true;
            return raw;
        }
        let said = attribution.map_or(bytes, |a| within_content(&attributions[a].content, bytes));
        // What is said may be too short to be a clause of its own: “denied that he will resign”.
        let head = top.filter(|_| self.attributes(clause.head)).unwrap_or(clause.head);
        self.read(&Clause { head, ..clause }, attribution, said)
    }

    /// A passage by its bytes: its predicate is the word in it on which most others depend.
    fn given(&self, bytes: ByteRange) -> Raw {
        let tree = &self.tree;
        let inside = tree.within(bytes);
        let depth = |i: usize| {
            let mut at = i;
            let heads = std::iter::from_fn(|| {
                at = tree.head(at)?;
                Some(at)
            });
            heads.take(tree.words.len()).count()
        };
        let words: Vec<usize> = inside.iter().filter(|&i| !self.attributes(i)).collect();
        let words = if words.is_empty() { inside.iter().collect() } else { words };
        let head = words.iter().copied().filter(|&i| !tree.is_mark(i)).min_by_key(|&i| (depth(i), i));
        let head = head.unwrap_or(inside.start.min(tree.words.len().saturating_sub(1)));
        let clause = Clause { head, shared: Vec::new(), words, words_run: inside };
        self.read(&clause, self.carrier(bytes), bytes)
    }

    /// The terms of one who takes part: the noun's own, and those of its name.
    fn named(&self, head: usize) -> Vec<(String, String)> {
        let tree = &self.tree;
        let head = events::antecedent(tree, head);
        let part =
            |c: &usize| tree.is(*c, &["flat"]) || tree.is(*c, &["compound"]) && tree.upos(*c) == Upos::Propn;
        let words = std::iter::once(head).chain(tree.children(head).filter(part));
        words.filter_map(|i| term(tree, i)).collect()
    }

    /// What can be compared in a clause. `said` is where it is said, less what attributes it.
    fn read(&self, clause: &Clause, attribution: Option<usize>, said: ByteRange) -> Raw {
        let Reader { model, report, n, tree, .. } = self;
        let Report { article, attributions, .. } = report;
        let terms: Vec<_> = terms_of(tree, clause);
        let span = article.span(said);
        let (figures, times) = (self.figures.with(span), self.times.with(span));
        // "She denied that the hull was torn": what she says is that it was not.
        let denied = attribution.is_some_and(|a| denying_verb(tree, &attributions[a]).is_some());
        let predicate = modality::carrier(tree, clause.head);
        let (mood, negated) = modality::of(tree, predicate);
        let telling: Vec<_> = clause.words.iter().filter(|&&i| clauses::tells(tree, i)).collect();
        let words: Vec<_> = telling.iter().map(|&&i| tree.words[i].clone()).collect();
        let names = clause.words.iter().filter(|&&i| tree.upos(i) == Upos::Propn);
        let unit = Unit {
            article: *n,
            predicate: tree.words[predicate].bytes,
            attribution,
            status: if denied { Status::Denied } else { mood.status(negated) },
            polarity: if denied { Polarity::Negative } else { modality::polarity(tree, clause.head) },
            own_word: matches!(mood, Modality::Planned | Modality::Possible)
                || clause.words.iter().any(|&i| matches!(tree.lower(i), "we" | "us" | "our" | "ours")),
            real: !matches!(mood, Modality::Planned | Modality::Possible),
            negates: denied || clause.words.iter().any(|&i| negates(tree, i)),
            vector: Vector::default(),
            within: Vector::default(),
            letters: Vector(letters(tree, clause)),
            agents: BTreeSet::new(),
            patients: BTreeSet::new(),
            places: BTreeSet::new(),
            time_terms: BTreeSet::new(),
            number_terms: BTreeSet::new(),
            meaning: model.vector(&article.document.text, &words).as_slice().to_vec(),
            around: Vec::new(),
            verb: None,
            names: BTreeSet::new(),
            numbers: figures.iter().map(|f| (f.unit.clone().unwrap_or_default(), f.value)).collect(),
            figures: figures.iter().copied().cloned().collect(),
            times: times
                .iter()
                .filter_map(|t| match &t.value {
                    Some(v) if v.starts_with(|c: char| c.is_ascii_digit() || c == 'T') => Some(v.clone()),
                    Some(_) => None,
                    // Where the day of publication is not known, “Monday” is still not “Thursday”.
                    None => Some(article.text(article.bytes(t.span)).to_lowercase())
                        .filter(|word| lexicon::WEEKDAYS.contains(&word.as_str())),
                })
                .collect(),
            source: attribution.and_then(|a| report.statements.get(a)?.source.clone()),
            bytes: said,
        };
        // The words of times and numbers, each looked up once: a clause may have thousands of words.
        let words_of = |spans: &mut dyn Iterator<Item = Span>| -> BTreeSet<usize> {
            spans.flat_map(|s| tree.within(article.bytes(s))).collect()
        };
        let dates = words_of(&mut times.iter().map(|t| t.span));
        let counts = words_of(&mut figures.iter().map(|f| f.span));
        let terms_where = |takes: &dyn Fn(usize) -> bool| {
            clause.words.iter().filter(|&&i| takes(i)).filter_map(|&i| term(tree, i)).collect::<Vec<_>>()
        };
        let event = self.events.get(&predicate).map(|&n| &report.events[n]);
        let takes = |role: Role| {
            let all = event.into_iter().flat_map(|e| e.in_role(role)).flat_map(|a| &a.heads);
            let own = all.filter(|h| clause.words.binary_search(h).is_ok());
            own.flat_map(|&h| self.named(h)).collect::<Vec<_>>()
        };
        Raw {
            unit,
            agents: takes(Role::Who),
            patients: takes(Role::Whom),
            places: takes(Role::Where),
            times: terms_where(&|i| dates.contains(&i)),
            numbers: terms_where(&|i| tree.upos(i) == Upos::Num && counts.contains(&i)),
            terms,
            names: names.filter_map(|&i| term(tree, i)).collect(),
            verb: term(tree, clause.head),
        }
    }
}

/// What the last subjects of an article were, for pronouns that stand for them.
#[derive(Default)]
struct Subjects {
    /// The words of the last subject in the singular, and of the last in the plural.
    last: [Vec<usize>; 2],
}

impl Subjects {
    fn hear(&mut self, tree: &Tree, predicate: usize) {
        let Some(subject) = tree.child(predicate, &["nsubj"]) else { return };
        if matches!(tree.upos(subject), Upos::Noun | Upos::Propn) {
            let plural = tree.tag(subject).ends_with('S') || tree.child(subject, &["conj"]).is_some();
            let words = tree.subtree(subject, |c| tree.is(c, &["acl", "appos", "punct"]));
            self.last[usize::from(plural)] = words.into_iter().filter(|&i| clauses::tells(tree, i)).collect();
        }
    }

    /// The words that the pronoun which is a predicate's subject stands for.
    fn meant(&self, tree: &Tree, predicate: usize) -> Vec<usize> {
        let Some(subject) = tree.child(predicate, &["nsubj"]) else { return Vec::new() };
        match tree.lower(subject) {
            "he" | "she" | "it" => self.last[0].clone(),
            "they" => self.last[1].clone(),
            _ => Vec::new(),
        }
    }
}

/// The terms of a clause, each with the share of its weight that it keeps.
fn terms_of(tree: &Tree, clause: &Clause) -> Vec<((String, String), f64)> {
    let own = clause.words.iter().map(|&i| (i, 1.0));
    let shared = clause.shared.iter().map(|&i| (i, SHARED));
    let adverb = |i: usize| if tree.upos(i) == Upos::Adv { ADVERB } else { 1.0 };
    own.chain(shared).filter_map(|(i, share)| Some((term(tree, i)?, share * adverb(i)))).collect()
}

/// Whether a word negates: “not”, “without”, “failed” to do something.
fn negates(tree: &Tree, i: usize) -> bool {
    let word = tree.lower(i);
    lexicon::NEGATORS.has(word)
        || word == "without"
        || lexicon::NEGATIVE_IMPLICATIVE_VERBS.has(&tree.lemma(i).to_lowercase())
            && tree.child(i, &["xcomp"]).is_some()
}

/// The stem of a word that tells something, and its form. “United States” is one term, that of its first word.
fn term(tree: &Tree, i: usize) -> Option<(String, String)> {
    let silent = [Upos::Aux, Upos::Det, Upos::Adp, Upos::Pron, Upos::Cconj, Upos::Sconj, Upos::Part];
    if tree.is_mark(i) || silent.contains(&tree.upos(i)) {
        return None;
    }
    let two = |i: usize| lexicon::country(&format!("{} {}", tree.lower(i), tree.lower(i + 1)));
    if let Some(country) = two(i) {
        return Some((country.to_lowercase(), country.to_owned()));
    }
    if i > 0 && two(i - 1).is_some() {
        return None;
    }
    let stem = match modality::held(tree, i) {
        Some(Some(negated)) => terms::term(negated, WordKind::Word)?,
        // “Fired” and “fire” are too short for a stemmer.
        _ if tree.upos(i) == Upos::Verb => terms::term(&tree.lemma(i).to_lowercase(), WordKind::Word)?,
        _ => terms::term(tree.lower(i), WordKind::Word)?,
    };
    Some((stem, tree.word(i).to_owned()))
}

/// The part of a passage that stands in a content, from the first of its pieces to the last.
fn within_content(content: &[ByteRange], bytes: ByteRange) -> ByteRange {
    let pieces = || content.iter().filter(|c| c.overlaps(bytes));
    match (pieces().map(|c| c.start).min(), pieces().map(|c| c.end).max()) {
        (Some(start), Some(end)) => ByteRange::new(start.max(bytes.start), end.min(bytes.end)),
        _ => bytes,
    }
}

/// Takes from each meaning what all passages of the story have in common, and adds up what is around each.
pub(super) fn center(units: &mut [Unit]) {
    let width = units.first().map_or(0, |u| u.meaning.len());
    let mut mean = vec![0.0_f32; width];
    units.iter().for_each(|u| mean.iter_mut().zip(&u.meaning).for_each(|(m, v)| *m += v));
    let all = units.len() as f32;
    for unit in units.iter_mut() {
        unit.meaning.iter_mut().zip(&mean).for_each(|(v, m)| *v -= m / all);
        scale(&mut unit.meaning);
    }
    for n in 0..units.len() {
        let mut sum = vec![0.0_f32; width];
        for other in n.saturating_sub(AROUND)..(n + AROUND + 1).min(units.len()) {
            if other != n && units[other].article == units[n].article {
                sum.iter_mut().zip(&units[other].meaning).for_each(|(s, v)| *s += v);
            }
        }
        scale(&mut sum);
        units[n].around = sum;
    }
}

/// Brings a vector to length one.
fn scale(vector: &mut [f32]) {
    let length = super::vocabulary::dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
}

/// Lowers the weight of terms that much of the story shares: they tell it from other stories, not its claims apart.
pub(super) fn weigh(units: &mut [Unit], vocabulary: &Vocabulary) {
    let mut held = vec![0_usize; vocabulary.len()];
    units.iter().flat_map(|u| &u.vector.0).for_each(|(term, _)| held[*term as usize] += 1);
    let all = units.len() as f64;
    let share = |term: Term| (1.0 + all / held[term as usize] as f64).ln() / (1.0 + all).ln();
    for unit in units.iter_mut() {
        unit.vector = Vector::new(unit.vector.iter().map(|(t, w)| (t, w * share(t).sqrt())).collect());
        unit.within = Vector::new(unit.within.iter().map(|(t, w)| (t, w * share(t))).collect());
    }
    let mut held: FxHashMap<u32, usize> = FxHashMap::default();
    units.iter().flat_map(|u| &u.letters.0).for_each(|(run, _)| *held.entry(*run).or_default() += 1);
    let share = |run: u32| (1.0 + all / held[&run] as f64).ln();
    for unit in units {
        unit.letters = Vector::new(unit.letters.iter().map(|(r, w)| (r, w * share(r))).collect());
    }
}

/// The runs of four letters of a clause's words, each with the root of how often it comes.
fn letters(tree: &Tree, clause: &Clause) -> Vec<(u32, f32)> {
    let mut text: Vec<char> = vec![' '];
    for &i in clause.words.iter().filter(|&&i| !tree.is_mark(i)) {
        text.extend(tree.lower(i).chars());
        text.push(' ');
    }
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    for run in text.windows(4) {
        let hash = run.iter().fold(2_166_136_261_u32, |h, c| (h ^ *c as u32).wrapping_mul(16_777_619));
        *counts.entry(hash).or_default() += 1.0;
    }
    counts.into_iter().map(|(run, n)| (run, n.sqrt())).collect()
}

/// Passages in the same terms with the same numbers, in order of the first of each. Copies are compared once: a hundred of
/// them cost, and count, as one.
pub fn copies(units: &[Unit]) -> Vec<Vec<usize>> {
    // “The tram hit the lorry” is no copy of “The lorry hit the tram”.
    let mut places: FxHashMap<(Vec<Term>, Polarity, &BTreeSet<Term>), usize> = FxHashMap::default();
    let mut copies: Vec<Vec<usize>> = Vec::new();
    for (n, unit) in units.iter().enumerate() {
        let terms = unit.vector.0.iter().map(|(term, _)| *term).collect();
        let key = (terms, unit.polarity, &unit.agents);
        let place = *places.entry(key).or_insert_with(|| {
            copies.push(Vec::new());
            copies.len() - 1
        });
        copies[place].push(n);
    }
    copies
}
