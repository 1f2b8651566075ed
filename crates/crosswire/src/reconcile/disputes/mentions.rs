//! Mentions of events, laid out so that two of them can be compared: who takes part, when and where, how real it is.
//!
//! A mention is an event of `extract::events` that a verb or a state names, with the terms of its clause and the passage of a
//! claim that it stands in. Two mentions are of one event where they have the predicate in common, and whoever takes part in
//! both in the same part, and where the rest of what they say meets too.
//!
//! Where it fails: events that nouns name ("the arrest of the mate"); pronouns, which name no one here; two events of one kind
//! that befall the same people.

use super::passages::{Held, Place};
use crate::annotate::WordKind;
use crate::annotate::tree::Tree;
use crate::extract::events::{self, Event, Kind, Modality};
use crate::group::claims::Evidence;
use crate::group::terms;
use crate::lexicon;
use crate::story::{Report, Story};
use crosswire_lang::{ByteRange, NameKind, Upos, WordRange};
use crosswire_model::{ClaimId, Passage, Polarity, Role, Span, Statement};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Nouns: their terms, and how they are written. There are three lists a mention, too many for a tree each.
#[derive(Debug, Clone, Default)]
pub(super) struct Nouns(Vec<(String, String)>);

impl FromIterator<(String, String)> for Nouns {
    /// Of a term that comes twice the later words are kept.
    fn from_iter<T: IntoIterator<Item = (String, String)>>(nouns: T) -> Self {
        Nouns(nouns.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect())
    }
}

impl Nouns {
    /// How a term is written.
    pub(super) fn written(&self, term: &str) -> Option<&String> {
        let at = self.0.binary_search_by(|(t, _)| t.as_str().cmp(term)).ok()?;
        Some(&self.0[at].1)
    }

    /// The terms, in order.
    pub(super) fn terms(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(term, _)| term)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A mention of an event.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Index of its article.
    pub(super) article: usize,
    /// Where it is told, and on whose word.
    pub(super) place: Place,
    /// The predicate's dictionary form.
    pub(super) lemma: String,
    /// The predicate as it is written, in lower case.
    pub(super) word: String,
    /// Where the predicate stands, as bytes of the article.
    pub(super) bytes: ByteRange,
    /// The terms of the head words of the agents; empty where a pronoun or nobody is named.
    pub(super) agents: BTreeSet<String>,
    /// The same of the patients.
    pub(super) patients: BTreeSet<String>,
    /// The terms of its clause, but for the predicate.
    pub(super) terms: BTreeSet<String>,
    /// Those of them that belong to names.
    pub(super) names: BTreeSet<String>,
    /// How real it is told to be.
    pub(super) modality: Modality,
    /// Whether it is said, or denied, to be.
    pub(super) negated: bool,
    /// Whether the article says it in its own voice, outside quotation marks.
    pub(super) own: bool,
    /// Numbers of persons and things in its clause.
    pub(super) numbers: BTreeSet<u64>,
    /// Numbers of persons in its clause.
    pub(super) persons: BTreeSet<u64>,
    /// The nouns of its clause, bare and with the word that describes them ("rubber bullet"), as far as they take part.
    pub(super) present: Nouns,
    /// Those of them that it says were not there.
    pub(super) absent: Nouns,
    /// Whether it holds a word that places it on another occasion: "again", "previously".
    pub(super) other_time: bool,
    /// Whether the head word of its theme is one thing or person, and not many.
    pub(super) singular: bool,
    /// Its terms as they are written.
    pub(super) written: Nouns,
    /// The head words of those who take part, as they are written, in lower case.
    pub(super) heads: BTreeSet<String>,
    /// The times in its clause: value and words.
    pub(super) when: Vec<(String, String)>,
    /// The named places at which it happens, in lower case and as they are written.
    pub(super) where_: Vec<(String, String)>,
}

impl Mention {
    /// The patients, else the agents: of "the ferry sank" the ferry, and of "the mate survived the storm" the mate.
    pub(super) fn theme(&self) -> &BTreeSet<String> {
        if self.patients.is_empty() || self.lemma == "survive" { &self.agents } else { &self.patients }
    }

    /// Whether the clause only asks, supposes or wishes.
    pub(super) fn is_open(&self) -> bool {
        self.modality == Modality::Possible
    }

    /// Whether it is told as a fact, done or lasting.
    pub(super) fn is_told(&self) -> bool {
        self.modality.is_told()
    }
}

/// The terms that a story's clauses share so widely that they tell no event from another.
pub(super) struct Telling(BTreeMap<String, usize>, usize);

impl Telling {
    pub(super) fn new(mentions: &[Mention]) -> Self {
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for term in mentions.iter().flat_map(|d| &d.terms) {
            *held.entry(term.clone()).or_default() += 1;
        }
        Telling(held, (mentions.len() / 12).max(6))
    }

    pub(super) fn tells(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|n| *n <= self.1)
    }
}

/// Whether two mentions, alike in verb or opposed in it, are said of one event: what both name in one part meets, and besides
/// they share a term that tells, or two that do not.
pub(super) fn one_event(a: &Mention, b: &Mention, telling: &Telling) -> bool {
    let apart =
        |x: &BTreeSet<String>, y: &BTreeSet<String>| !x.is_empty() && !y.is_empty() && x.is_disjoint(y);
    if apart(&a.patients, &b.patients) || apart(&a.agents, &b.agents) || a.theme().is_disjoint(b.theme()) {
        return false;
    }
    let shared: Vec<&String> = a.terms.intersection(&b.terms).collect();
    let theme: BTreeSet<&String> = a.theme().intersection(b.theme()).collect();
    let rest = shared.iter().filter(|t| !theme.contains(*t)).count();
    let tells = shared.iter().any(|t| telling.tells(t));
    let claim = a.place.claims.iter().any(|c| b.place.claims.contains(c));
    tells && (claim || rest > 0) || rest > 1
}

/// Words for one participant: a police officer and the police.
static KIN: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut kin = BTreeMap::new();
    for words in lexicon::KIN.iter() {
        kin.extend(words.iter().map(|w| (terms::stem(w), words[0])));
    }
    kin
});

/// Whether a term names people at large, of whom a story has several: "man", "officer", "passenger".
pub(super) fn is_anyone(term: &str) -> bool {
    lexicon::GENERAL_PERSONAL_NOUNS.has(term) || KIN.values().any(|k| *k == term)
}

/// A term, or that of its kin.
pub(super) fn kin(term: &str) -> Option<String> {
    Some(KIN.get(term).map_or(term, |k| *k).to_owned())
}

/// The term of a word, that of its kin where it has some.
fn term(lower: &str) -> Option<String> {
    kin(&terms::term(lower, WordKind::Word).filter(|t| t.chars().count() > 1)?)
}

/// The mentions of all articles, in order of place.
pub(super) fn all(held: &Held, story: &Story) -> Vec<Mention> {
    let of = |(n, report): (usize, &Report)| {
        let reader = Reader::new(n, report, held);
        report.events.par_iter().filter_map(|event| reader.mention(event)).collect::<Vec<_>>()
    };
    story.reports.par_iter().enumerate().flat_map_iter(of).collect()
}

/// One article, and for each of its words what holds it.
struct Reader<'a> {
    n: usize,
    report: &'a Report,
    tree: Tree<'a>,
    /// The passages of claims in the article.
    held: &'a [(&'a Evidence, &'a ClaimId)],
    /// For each word the passages that hold it.
    passages: Vec<Vec<usize>>,
    /// For each word the statements in whose content it stands.
    statements: Vec<Vec<usize>>,
    /// For each word the name that it is of.
    names: Vec<Option<usize>>,
}

impl<'a> Reader<'a> {
    fn new(n: usize, report: &'a Report, held: &'a Held) -> Self {
        let (tree, article) = (report.tree(), &report.article);
        let held = held.of(&article.id);
        let passages: Vec<_> = held.iter().map(|(e, _)| article.bytes(e.span)).collect();
        let contents =
            report.statements.iter().enumerate().flat_map(|(n, s)| s.content.iter().map(move |c| (n, c)));
        let mut names = vec![None; tree.words.len()];
        for (n, name) in tree.annotation.language.names.iter().enumerate() {
            names[name.words].fill(Some(n));
        }
        Reader {
            n,
            report,
            held,
            passages: tree.covering(passages.into_iter().enumerate()),
            statements: tree.covering(contents.map(|(n, c)| (n, article.bytes(*c)))),
            names,
            tree,
        }
    }

    fn mention(&self, event: &Event) -> Option<Mention> {
        let (t, article) = (&self.tree, &self.report.article);
        // Of "gave a warning" the verb has the clause, the noun the sense.
        let light = event.predicate.light.first();
        let i = light.copied().unwrap_or(event.predicate.word);
        let lemma = match light {
            Some(_) => event.predicate.key.clone(),
            None => t.lemma(i).to_lowercase(),
        };
        let word = lemma.chars().all(char::is_alphabetic) && lemma.len() > 1;
        if event.predicate.kind == Kind::Noun && light.is_none() || !word || t.is(i, &["amod", "compound"]) {
            return None;
        }
        let bytes = t.words[i].bytes;
        let sentences = &self.report.annotation.sentences;
        let at = sentences.partition_point(|s| s.bytes.end <= bytes.start);
        if !sentences.get(at).is_some_and(|s| s.is_evidence() && s.bytes.start <= bytes.start) {
            return None;
        }
        let of = |role: Role| {
            event
                .in_role(role)
                .flat_map(|a| &a.heads)
                .flat_map(|&h| self.terms_of(h))
                .collect::<BTreeSet<_>>()
        };
        let (agents, patients) = (of(Role::Who), of(Role::Whom));
        let clause = self.clause(i);
        let content =
            |w: &&usize| matches!(t.upos(**w), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) && **w != i;
        let term_of = |w: &usize| term(t.lower(*w));
        let mut terms: BTreeSet<String> = clause.iter().filter(content).filter_map(term_of).collect();
        terms.extend(agents.iter().chain(&patients).cloned());
        let named = |w: &&usize| self.names[**w].is_some();
        let names = clause.iter().filter(content).filter(named).filter_map(term_of).collect();
        let span = article.span(bytes);
        let statement = self.statement(i);
        let (passage, claims) = self.passage(i, &clause);
        let negated = event.polarity == Polarity::Negative;
        let (present, absent) = self.nouns(i, &clause, event);
        let inside = |span: Span| {
            let b = article.bytes(span);
            clause.iter().any(|&w| t.words[w].bytes.overlaps(b))
        };
        let reach = clause.first().zip(clause.last());
        let reach =
            reach.map_or(span, |(&first, &last)| article.span(t.bytes(WordRange::new(first, last + 1))));
        let figures = || near(&self.report.figures, reach, |f| f.span).filter(|f| inside(f.span));
        let persons = figures().filter(|f| f.unit.as_deref() == Some("person"));
        let times = near(&self.report.times, reach, |time| time.span).filter(|time| inside(time.span));
        Some(Mention {
            article: self.n,
            place: Place { passage, claims, source: statement.and_then(|s| s.source.clone()) },
            word: t.lower(i).to_owned(),
            bytes,
            modality: event.modality,
            negated,
            present,
            absent,
            other_time: clause.iter().any(|&w| lexicon::ADVERBS_OF_ANOTHER_OCCASION.has(t.lower(w))),
            singular: self.is_singular(event),
            persons: persons.map(|f| f.value.get() as u64).collect(),
            numbers: figures().map(|f| f.value.get() as u64).collect(),
            heads: self.written_heads(i),
            written: clause.iter().filter_map(|&w| Some((term(t.lower(w))?, t.word(w).to_owned()))).collect(),
            own: statement.is_none() && t.quotation(i).is_none(),
            when: times.filter_map(|time| Some((time.value.clone()?, time.text.clone()))).collect(),
            where_: self.places(event),
            lemma,
            agents,
            patients,
            terms,
            names,
        })
    }

    /// Nouns of a clause, and those that it says were not there.
    fn nouns(&self, i: usize, clause: &[usize], event: &Event) -> (Nouns, Nouns) {
        let t = &self.tree;
        let negated = event.polarity == Polarity::Negative;
        let past = event.modality == Modality::Done;
        let (mut present, mut absent) = (Vec::new(), Vec::new());
        for &w in clause.iter().filter(|&&w| t.upos(w) == Upos::Noun) {
            let Some(head) = term(t.lower(w)) else { continue };
            let describes =
                |c: &usize| t.is(*c, &["compound", "amod"]) && matches!(t.upos(*c), Upos::Noun | Upos::Adj);
            let bare = (head.clone(), t.lower(w).to_owned());
            let with = |c: usize| {
                Some((format!("{} {head}", term(t.lower(c))?), format!("{} {}", t.lower(c), t.lower(w))))
            };
            let described: Vec<(String, String)> = t.children(w).filter(describes).filter_map(with).collect();
            let no = t.children(w).any(|c| matches!(t.lower(c), "no") && t.is(c, &["det"]))
                || t.children(w).any(|c| t.lower(c) == "without" && t.is(c, &["case"]));
            // "The brakes failed" takes for granted that there are brakes; "brakes were fitted" says so.
            let known = t.children(w).any(|c| {
                t.is(c, &["nmod:poss"])
                    || t.is(c, &["det"]) && !lexicon::INDEFINITE_DETERMINERS.has(t.lower(c))
            });
            let befallen = t.head(w) == Some(i) && t.is(w, &["obj", "nsubj:pass"]) && !known;
            let part = t.is(w, &["obj", "nsubj", "obl", "root", "conj"]) || w == i;
            if no {
                absent.extend(if described.is_empty() { vec![bare] } else { described });
            } else if negated && befallen && past {
                absent.extend(described);
            } else if part && !negated && !known {
                present.extend(described);
                present.push(bare);
            }
        }
        (Nouns::from_iter(present), Nouns::from_iter(absent))
    }

    /// Whether the patient, else the agent, is one.
    fn is_singular(&self, event: &Event) -> bool {
        let first = |role: Role| event.in_role(role).next();
        let theme = first(Role::Whom).or_else(|| first(Role::Who));
        theme.is_some_and(|a| a.heads.iter().all(|&h| matches!(self.tree.tag(h), "NN" | "NNP")))
    }

    /// The head words of those who take part, as they are written.
    fn written_heads(&self, i: usize) -> BTreeSet<String> {
        let t = &self.tree;
        let noun = |c: &usize| t.is(*c, &["nsubj", "obj", "obl:agent"]) && t.upos(*c) == Upos::Noun;
        t.children(i).filter(noun).map(|c| t.lower(c).to_owned()).collect()
    }

    /// The terms of a noun: its own, its name's, what it counts. None for a pronoun.
    fn terms_of(&self, i: usize) -> BTreeSet<String> {
        let t = &self.tree;
        let i = events::antecedent(t, i);
        let mut found = BTreeSet::new();
        let counts = t.upos(i) == Upos::Num || lexicon::COUNTING_NOUNS.contains(&&*t.lemma(i).to_lowercase());
        if matches!(t.upos(i), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) && !counts {
            found.extend(term(t.lower(i)));
        }
        for c in t.children(i) {
            let named = t.is(c, &["flat", "appos"])
                || t.is(c, &["compound"]) && t.upos(c) == Upos::Propn && t.upos(i) == Upos::Propn;
            let fellow = t.is(c, &["conj"]) && t.upos(c) != Upos::Verb;
            if named || fellow || counts && t.is(c, &["nmod"]) {
                found.extend(self.terms_of(c));
            }
        }
        found
    }

    /// The words of a predicate's own clause, in order.
    fn clause(&self, i: usize) -> Vec<usize> {
        let t = &self.tree;
        t.subtree(i, |c| {
            t.is(c, &["parataxis", "ccomp", "advcl", "acl:relcl", "punct", "discourse"])
                || t.is(c, &["conj"]) && t.upos(c) == Upos::Verb
        })
    }

    /// The statement that carries a word: the innermost.
    fn statement(&self, i: usize) -> Option<&Statement> {
        innermost(self.statements[i].iter().map(|&n| &self.report.statements[n]))
    }

    /// The shortest passage of a claim that holds the predicate, else its clause; and the claims that hold it.
    fn passage(&self, i: usize, clause: &[usize]) -> (Passage, Vec<ClaimId>) {
        let article = &self.report.article;
        let holding = || self.passages[i].iter().map(|&n| self.held[n]);
        let shortest = holding().map(|(e, _)| e.span).min_by_key(|s| (s.len(), s.start));
        let own = || {
            let ends = clause.first().zip(clause.last());
            ends.map_or_else(
                || article.span(self.tree.words[i].bytes),
                |(&first, &last)| article.span(self.tree.bytes(WordRange::new(first, last + 1))),
            )
        };
        let mut claims: Vec<_> = holding().map(|(_, claim)| claim.clone()).collect();
        claims.sort();
        claims.dedup();
        (Passage { article: article.id.clone(), span: shortest.unwrap_or_else(own) }, claims)
    }

    /// The names of the places at which an event happens.
    fn places(&self, event: &Event) -> Vec<(String, String)> {
        let names = &self.tree.annotation.language.names;
        let name = |heads: &[usize]| {
            let mut names = heads.iter().filter_map(|&h| Some(&names[self.names[h]?]));
            names.find(|n| n.kind == NameKind::Location && n.confidence > 0.6)
        };
        let words = |bytes: ByteRange| self.report.article.text(bytes);
        let found = event.in_role(Role::Where).filter_map(|a| Some(words(name(&a.heads)?.bytes)));
        found.map(|words| (words.to_lowercase(), words.to_owned())).collect()
    }
}

/// Of statements that carry a word the one that says least besides.
pub(super) fn innermost<'a>(holding: impl Iterator<Item = &'a Statement>) -> Option<&'a Statement> {
    holding.min_by_key(|s| s.content.iter().map(|c| c.len()).sum::<usize>())
}

/// Those of a list, in order of place, that begin in a span or not long before it.
fn near<T>(all: &[T], reach: Span, span: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    /// Characters that a figure or a time expression may have.
    const LONGEST: usize = 200;
    let first = all.partition_point(|t| span(t).start + LONGEST < reach.start);
    let last = all.partition_point(|t| span(t).start < reach.end);
    all[first..last.max(first)].iter()
}

/// Mentions by verb. Verbs that are told very often are left out: they are what the story is about, and comparing them all
/// would grow with the square of its articles.
pub(super) fn by_lemma(mentions: &[Mention]) -> BTreeMap<&str, Vec<&Mention>> {
    const MANY: usize = 400;
    let mut by: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        by.entry(&mention.lemma).or_default().push(mention);
    }
    by.retain(|lemma, mentions| {
        mentions.len() <= MANY && lemma.len() > 2 && !lexicon::VERBS_WITHOUT_AN_EVENT.has(lemma)
    });
    by
}
