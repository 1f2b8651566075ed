//! Deeds: what passages tell to happen, with those who take part, when and where, and how real it is.
//!
//! A deed is a verb with what depends on it. Two deeds are of one event where they have the verb in common, and whoever
//! takes part in both in the same part, and where the rest of what they say meets too.
//!
//! Where it fails: events told by nouns ("the arrest of the mate"); pronouns, which name no one here; two events of one kind
//! that befall the same people.

use super::passages::Place;
use crate::annotate::tree::Tree;
use crate::annotate::{Annotation, WordKind};
use crate::group::terms;
use crate::lexicon;
use crate::story::Story;
use crate::text::Article;
use crosswire_lang::{NameKind, Upos};
use crosswire_model::{ArticleId, Claim, Figure, Passage, Statement, TimeExpression};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// How far a deed has come, as its verb tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Planned,
    UnderWay,
    Done,
}

/// Nouns: their terms, and how they are written.
pub(super) type Nouns = BTreeMap<String, String>;

/// A verb with what depends on it.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// Index of its article.
    pub(super) article: usize,
    /// Where it is told, and on whose word.
    pub(super) place: Place,
    /// The verb's dictionary form; of an adjective that is said of something, the adjective.
    pub(super) lemma: String,
    /// The verb as it stands.
    pub(super) word: String,
    /// Where the verb begins, in code points of the article.
    pub(super) start: usize,
    /// The head words of who does it; empty where a pronoun or nobody stands there.
    pub(super) who: BTreeSet<String>,
    /// The head words of whom or what it befalls.
    pub(super) whom: BTreeSet<String>,
    /// The terms of its clause, but for the verb.
    pub(super) terms: BTreeSet<String>,
    /// Those of them that belong to names.
    pub(super) names: BTreeSet<String>,
    /// None where the verb does not tell.
    pub(super) stage: Option<Stage>,
    /// Whether it is said, or denied, to be.
    pub(super) negated: bool,
    /// Whether the clause only asks, supposes or wishes.
    pub(super) unreal: bool,
    /// Whether the article says it in its own voice, outside quotation marks.
    pub(super) own: bool,
    /// Numbers of persons and things in its clause.
    pub(super) numbers: BTreeSet<u64>,
    /// The nouns of its clause, bare and with the word that describes them ("rubber bullet"), as far as they take part.
    pub(super) present: Nouns,
    /// Those of them that it says were not there.
    pub(super) absent: Nouns,
    /// Whether it holds a word that tells of another time: "again" | "times" | "always", "previously".
    pub(super) other_time: bool,
    /// Whether the head word of its theme is one thing or person, and not many.
    pub(super) singular: bool,
    /// Numbers of persons in its clause.
    pub(super) persons: BTreeSet<u64>,
    /// Whether it is told as fact: with a tense, as done or as it is.
    pub(super) told: bool,
    /// Its terms as they are written.
    pub(super) written: Nouns,
    /// The head words of those who take part, as they stand, in lower case.
    pub(super) heads: BTreeSet<String>,
    /// The times that depend on the verb: value and words.
    pub(super) when: Vec<(String, String)>,
    /// The places at which it happens: the terms of each name, and its words.
    pub(super) at_places: Vec<(String, String)>,
}

impl Deed {
    /// Whom it befalls, else who does it: of "the ferry sank" the ferry, and of "the mate survived the storm" the mate.
    pub(super) fn theme(&self) -> &BTreeSet<String> {
        if self.whom.is_empty() || self.lemma == "survive" { &self.who } else { &self.whom }
    }
}

/// The terms that a story's clauses share so widely that they tell no event from another.
pub(super) struct Telling(BTreeMap<String, usize>, usize);

impl Telling {
    pub(super) fn new(deeds: &[Deed]) -> Self {
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for term in deeds.iter().flat_map(|d| &d.terms) {
            *held.entry(term.clone()).or_default() += 1;
        }
        Telling(held, (deeds.len() / 12).max(6))
    }

    pub(super) fn tells(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|n| *n <= self.1)
    }
}

/// Whether two deeds, alike in verb or opposed in it, are said of one event: what both name in one part meets, and besides
/// they share a term that tells, or two that do not.
pub(super) fn one_event(a: &Deed, b: &Deed, telling: &Telling) -> bool {
    let apart =
        |x: &BTreeSet<String>, y: &BTreeSet<String>| !x.is_empty() && !y.is_empty() && x.is_disjoint(y);
    if apart(&a.whom, &b.whom) || apart(&a.who, &b.who) || a.theme().is_disjoint(b.theme()) {
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

/// The deeds of all articles, in order of place.
pub(super) fn all(claims: &[Claim], story: &Story) -> Vec<Deed> {
    let statements = by_article(story.statements(), |s| &s.article);
    let figures = by_article(story.figures(), |f| &f.article);
    let times = by_article(story.times(), |t| &t.article);
    let evidence = claims.iter().flat_map(|c| c.evidence.iter().map(move |e| (e, c)));
    let evidence = by_article(evidence, |(e, _)| &e.article);
    let mut deeds = Vec::new();
    for (n, report) in story.reports.iter().enumerate() {
        let article = &report.article;
        let bytes = |span| article.bytes(span);
        let of = Of {
            n,
            article,
            annotation: &report.annotation,
            tree: report.tree(),
            statements: statements.get(&article.id).cloned().unwrap_or_default(),
            figures: figures.get(&article.id).into_iter().flatten().map(|f| (bytes(f.span), *f)).collect(),
            times: times.get(&article.id).into_iter().flatten().map(|t| (bytes(t.span), *t)).collect(),
            evidence: evidence.get(&article.id).into_iter().flatten().map(|(e, c)| (e.span, *c)).collect(),
        };
        deeds.extend((0..of.tree.words.len()).filter_map(|i| of.deed(i)));
    }
    deeds
}

/// Things by the article that they stand in, in order.
fn by_article<'a, T>(
    all: impl Iterator<Item = T>,
    article: impl Fn(&T) -> &'a ArticleId,
) -> BTreeMap<&'a ArticleId, Vec<T>> {
    let mut by: BTreeMap<&ArticleId, Vec<T>> = BTreeMap::new();
    for one in all {
        by.entry(article(&one)).or_default().push(one);
    }
    by
}

/// One article, and what the ledger knows of it.
struct Of<'a> {
    n: usize,
    article: &'a Article,
    annotation: &'a Annotation,
    tree: Tree<'a>,
    statements: Vec<&'a Statement>,
    figures: Vec<(Range<usize>, &'a Figure)>,
    times: Vec<(Range<usize>, &'a TimeExpression)>,
    evidence: Vec<(crosswire_model::Span, &'a Claim)>,
}

impl Of<'_> {
    fn deed(&self, i: usize) -> Option<Deed> {
        let t = &self.tree;
        let said = t.upos(i) == Upos::Adj && t.child(i, &["cop"]).is_some();
        let verb = t.upos(i) == Upos::Verb;
        let lemma = t.lemma(i).to_lowercase();
        let word = lemma.chars().all(char::is_alphabetic);
        if !(verb || said) || !word || lemma.len() < 2 || t.is(i, &["amod", "compound"]) {
            return None;
        }
        let bytes = &t.words[i].bytes;
        let sentences = &self.annotation.sentences;
        let at = sentences.partition_point(|s| s.bytes.end <= bytes.start);
        if !sentences.get(at).is_some_and(|s| s.is_evidence() && s.bytes.start <= bytes.start) {
            return None;
        }
        let (who, whom) = self.participants(i);
        let clause = self.clause(i);
        let content =
            |w: &&usize| matches!(t.upos(**w), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) && **w != i;
        let term_of = |w: &usize| term(t.lower(*w));
        let mut terms: BTreeSet<String> = clause.iter().filter(content).filter_map(term_of).collect();
        terms.extend(who.iter().chain(&whom).cloned());
        let named = |w: &&usize| t.annotation.language.names.iter().any(|n| n.words.contains(*w));
        let names = clause.iter().filter(content).filter(named).filter_map(term_of).collect();
        let span = self.article.span(bytes);
        let statement = self.statement(span);
        let cue = statement.and_then(|s| s.cue.first()).map(|c| self.article.text(&self.article.bytes(*c)));
        let cue = cue.unwrap_or_default().to_lowercase();
        let denied = ["den", "reject", "dismiss", "refut", "rebut"].iter().any(|d| cue.starts_with(d));
        let (passage, claims) = self.passage(i, &clause);
        let inside = |b: &Range<usize>| {
            clause.iter().any(|&w| t.words[w].bytes.start < b.end && b.start < t.words[w].bytes.end)
        };
        let negated = denied || self.negated(i);
        let (present, absent) = self.nouns(i, &clause, negated, denied);
        let numbers = self.figures.iter().filter(|(b, _)| inside(b)).map(|(_, f)| f.value.get() as u64);
        Some(Deed {
            article: self.n,
            place: Place { passage, claims, source: statement.and_then(|s| s.source.clone()) },
            word: t.lower(i).to_owned(),
            start: span.start,
            stage: verb.then(|| self.stage(i)).flatten(),
            negated,
            present,
            absent,
            told: self.past(i) || matches!(t.tag(i), "VBZ" | "VBP"),
            other_time: clause.iter().any(|&w| lexicon::ADVERBS_OF_ANOTHER_OCCASION.has(t.lower(w))),
            singular: self.singular(i),
            persons: self
                .figures
                .iter()
                .filter(|(b, f)| f.unit.as_deref() == Some("person") && inside(b))
                .map(|(_, f)| f.value.get() as u64)
                .collect(),
            heads: self.raw_heads(i),
            written: clause.iter().filter_map(|&w| Some((term(t.lower(w))?, t.word(w).to_owned()))).collect(),
            unreal: self.unreal(i),
            own: statement.is_none() && t.quotation(i).is_none(),
            numbers: numbers.collect(),
            when: self.when(&clause),
            at_places: self.places(i),
            lemma,
            who,
            whom,
            terms,
            names,
        })
    }

    /// Nouns of a clause, and those that it says were not there.
    fn nouns(&self, i: usize, clause: &[usize], negated: bool, denied: bool) -> (Nouns, Nouns) {
        let t = &self.tree;
        let (mut present, mut absent) = (Nouns::new(), Nouns::new());
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
            } else if negated && befallen && (denied || self.past(i)) {
                absent.extend(described);
            } else if part && !negated && !known {
                present.extend(described);
                present.insert(bare.0, bare.1);
            }
        }
        (present, absent)
    }

    /// Whether a verb is in the past: "fired", "did not fire", "has fired".
    fn past(&self, i: usize) -> bool {
        let t = &self.tree;
        self.stage(i) == Some(Stage::Done)
            || t.children(i).any(|c| t.is(c, &["aux", "cop"]) && matches!(t.lower(c), "did" | "was" | "were"))
    }

    /// Whether those whom it befalls, else who does it, are one.
    fn singular(&self, i: usize) -> bool {
        let t = &self.tree;
        let of = |relations: &[&str]| t.children(i).find(|&c| t.is(c, relations));
        let above = || t.head(i).filter(|_| t.is(i, &["conj", "acl"]));
        let subject = || above().map(|h| t.child(h, &["nsubj"]).unwrap_or(h));
        of(&["obj", "nsubj:pass"])
            .or_else(|| of(&["nsubj"]))
            .or_else(|| self.among(i))
            .or_else(subject)
            .is_some_and(|c| matches!(t.tag(self.named_by(c)), "NN" | "NNP"))
    }

    /// The "those" of "among those killed".
    fn among(&self, i: usize) -> Option<usize> {
        let t = &self.tree;
        i.checked_sub(1).filter(|&c| t.tag(i) == "VBN" && t.lower(c) == "those" && self.named_by(c) != c)
    }

    /// Of "those" in "the driver was among those killed" the driver; of a relative pronoun what it stands for.
    fn named_by(&self, c: usize) -> usize {
        let t = &self.tree;
        let among = t.lower(c) == "those" && t.children(c).any(|d| t.lower(d) == "among");
        let relative = matches!(t.lower(c), "who" | "which" | "that");
        let verb = t.head(c).filter(|&v| t.is(v, &["acl"]));
        if among {
            t.child(c, &["nsubj"]).unwrap_or(c)
        } else if relative {
            verb.and_then(|v| t.head(v)).unwrap_or(c)
        } else {
            c
        }
    }

    /// The head words of those who take part, as they stand.
    fn raw_heads(&self, i: usize) -> BTreeSet<String> {
        let t = &self.tree;
        let noun = |c: &usize| t.is(*c, &["nsubj", "obj", "obl:agent"]) && t.upos(*c) == Upos::Noun;
        t.children(i).filter(noun).map(|c| t.lower(c).to_owned()).collect()
    }

    /// Those who do it, and those whom it befalls.
    fn participants(&self, i: usize) -> (BTreeSet<String>, BTreeSet<String>) {
        let t = &self.tree;
        let heads = |relations: &[&str]| -> BTreeSet<String> {
            t.children(i).filter(|&c| t.is(c, relations)).flat_map(|c| self.heads(c)).collect()
        };
        let passive = t.child(i, &["nsubj:pass", "aux:pass"]).is_some();
        let mut whom: BTreeSet<String> = heads(&["obj", "nsubj:pass"]);
        whom.extend(self.among(i).into_iter().flat_map(|those| self.heads(those)));
        let mut who: BTreeSet<String> = t
            .children(i)
            .filter(|&c| t.relation(c) == "nsubj" || t.relation(c) == "obl:agent")
            .flat_map(|c| self.heads(c))
            .collect();
        let relation = t.relation(i);
        let governor = t.head(i);
        let participle = t.tag(i) == "VBN";
        if let (Some(head), true) = (governor, relation.starts_with("acl")) {
            // "people arrested in Halvik", "the man who drove": the noun takes part.
            let noun = self.heads(head);
            let own =
                t.children(i).any(|c| t.is(c, &["nsubj"]) && !matches!(t.lower(c), "who" | "which" | "that"));
            match (own, passive || participle && !self.has_subject(i)) {
                (true, _) => {}
                (false, true) => whom.extend(noun),
                (false, false) => who.extend(noun),
            }
        } else if let (Some(head), false) = (governor, self.has_subject(i))
            && matches!(relation, "conj" | "xcomp")
            && matches!(t.upos(head), Upos::Verb | Upos::Adj)
        {
            let subject = t.child(head, &["nsubj"]);
            let of = subject.map(|s| self.heads(s)).unwrap_or_default();
            if participle && (passive || t.child(head, &["aux:pass"]).is_some()) {
                whom.extend(of);
            } else {
                who.extend(of);
            }
        }
        (who, whom)
    }

    fn has_subject(&self, i: usize) -> bool {
        self.tree.child(i, &["nsubj"]).is_some()
    }

    /// The terms of a noun with those joined to it: its name, its fellows, what it counts. None for a pronoun.
    fn heads(&self, i: usize) -> BTreeSet<String> {
        let t = &self.tree;
        let i = self.named_by(i);
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
                found.extend(self.heads(c));
            }
        }
        found
    }

    /// The words of a verb's own clause, in order.
    fn clause(&self, i: usize) -> Vec<usize> {
        let t = &self.tree;
        t.subtree(i, |c| {
            t.is(c, &["parataxis", "ccomp", "advcl", "acl:relcl", "punct", "discourse"])
                || t.is(c, &["conj"]) && t.upos(c) == Upos::Verb
        })
    }

    /// The statement that carries a word: the innermost.
    fn statement(&self, span: crosswire_model::Span) -> Option<&Statement> {
        let holding = self.statements.iter().filter(|s| s.content.iter().any(|c| c.contains(span)));
        holding.min_by_key(|s| s.content.iter().map(|c| c.len()).sum::<usize>()).copied()
    }

    /// The passage of a claim that holds the verb, the shortest, else its clause; and the claims that hold it.
    fn passage(&self, i: usize, clause: &[usize]) -> (Passage, Vec<crosswire_model::ClaimId>) {
        let span = self.article.span(&self.tree.words[i].bytes);
        let holding = || self.evidence.iter().filter(|(s, _)| s.contains(span));
        let shortest = holding().map(|(s, _)| *s).min_by_key(|s| (s.len(), s.start));
        let first = clause.first().map_or(i, |f| *f);
        let last = clause.last().map_or(i, |l| *l);
        let own = || self.article.span(&self.tree.bytes(&(first..last + 1)));
        let mut claims: Vec<_> = holding().map(|(_, c)| c.id.clone()).collect();
        claims.sort();
        claims.dedup();
        (Passage { article: self.article.id.clone(), span: shortest.unwrap_or_else(own) }, claims)
    }

    fn stage(&self, i: usize) -> Option<Stage> {
        let t = &self.tree;
        let aux: Vec<&str> = t.children(i).filter(|&c| t.is(c, &["aux"])).map(|c| t.lower(c)).collect();
        let has = |words: &[&str]| aux.iter().any(|a| words.contains(a));
        if has(&lexicon::MODALS) {
            return None;
        }
        if has(&["will", "'ll", "shall", "wo"]) {
            return (!has(&["have"])).then_some(Stage::Planned);
        }
        let infinitive = t.children(i).any(|c| t.is(c, &["mark"]) && t.lower(c) == "to");
        if infinitive {
            // "is to be towed", "is set to leave".
            let to = t.children(i).find(|&c| t.lower(c) == "to")?;
            let is = to > 0 && matches!(t.lower(to - 1), "is" | "are" | "'s" | "was" | "were");
            let due = t.head(i).is_some_and(|h| {
                t.is(i, &["xcomp", "ccomp", "advcl"])
                    && lexicon::VERBS_OF_INTENT.contains(&&*t.lemma(h).to_lowercase())
                    && !self.negated(h)
                    && (t.lemma(h) != "go" || t.tag(h) == "VBG")
            });
            return (is || due).then_some(Stage::Planned);
        }
        match t.tag(i) {
            "VBD" => Some(Stage::Done),
            "VBN" if has(&["being"]) => has(&["is", "are", "'re"]).then_some(Stage::UnderWay),
            "VBN" if has(&["has", "have", "had", "was", "were", "'ve"]) => Some(Stage::Done),
            "VBG" if has(&["is", "are", "'re"]) => Some(Stage::UnderWay),
            "VBN" | "VBG" if t.is(i, &["conj"]) && aux.is_empty() => {
                t.head(i).filter(|&h| t.upos(h) == Upos::Verb && h < i).and_then(|h| self.stage(h))
            }
            _ => None,
        }
    }

    /// Whether it is said not to be: by a word of its own, by no one who takes part, by what governs it.
    fn negated(&self, i: usize) -> bool {
        let t = &self.tree;
        let not = |w: usize| lexicon::NEGATORS.has(t.lower(w)) || t.lower(w) == "without";
        let own = t.children(i).any(|c| {
            not(c)
                || t.is(c, &["nsubj", "obj"])
                    && (t.children(c).any(|d| t.is(d, &["det", "advmod"]) && not(d))
                        || t.lower(c) == "no-one")
        });
        if own {
            return true;
        }
        let Some(head) = t.head(i) else { return false };
        let governed = t.is(i, &["ccomp", "xcomp", "acl", "obj", "obl", "advcl"]);
        let denying = |h: usize| {
            let lemma = t.lemma(h).to_lowercase();
            lexicon::DENYING_VERBS.has(&lemma) || matches!(lemma.as_str(), "denial" | "fail")
        };
        // "I don't think that it sank".
        let thinks = |h: usize| matches!(t.lemma(h), "think" | "believe" | "feel" | "expect");
        let raised = t.is(i, &["ccomp"]) && thinks(head) && t.children(head).any(not);
        // "rejected the claim that police fired": the noun between them.
        let noun = t.is(i, &["acl"]) && t.is(head, &["obj"]) && t.head(head).is_some_and(denying);
        raised || governed && (denying(head) || noun)
    }

    /// Under "if", "whether", "to" without a plan, or a modal that only supposes.
    fn unreal(&self, i: usize) -> bool {
        let t = &self.tree;
        let supposes = |c: usize| {
            t.is(c, &["mark", "advmod", "aux"])
                && matches!(
                    t.lower(c),
                    "if" | "whether"
                        | "unless"
                        | "may"
                        | "might"
                        | "could"
                        | "would"
                        | "should"
                        | "can"
                        | "must"
                )
        };
        let to = t.children(i).any(|c| t.is(c, &["mark"]) && t.lower(c) == "to");
        t.children(i).any(supposes) || to && self.stage(i).is_none() && !self.negated(i)
    }

    /// The times in the verb's own clause.
    fn when(&self, clause: &[usize]) -> Vec<(String, String)> {
        let t = &self.tree;
        let inside = |b: &Range<usize>| {
            clause.iter().any(|&w| b.start <= t.words[w].bytes.start && t.words[w].bytes.end <= b.end)
        };
        let times = self.times.iter().filter(|(b, _)| inside(b));
        times.filter_map(|(_, e)| Some((e.value.clone()?, e.text.clone()))).collect()
    }

    /// Names of places that depend on the verb with "in", "at", "near", "outside", "off".
    fn places(&self, i: usize) -> Vec<(String, String)> {
        let t = &self.tree;
        let at = |c: usize| {
            t.children(c)
                .any(|d| t.is(d, &["case"]) && matches!(t.lower(d), "in" | "at" | "near" | "outside" | "off"))
        };
        let names = &self.annotation.language.names;
        let mut found = Vec::new();
        for c in t.children(i).filter(|&c| t.is(c, &["obl"]) && at(c)) {
            let name = names
                .iter()
                .find(|n| n.words.contains(&c) && n.kind == NameKind::Location && n.confidence > 0.6);
            if let Some(name) = name {
                let words = self.article.text(&name.bytes);
                found.push((words.to_lowercase(), words.to_owned()));
            }
        }
        found
    }
}

/// Deeds by verb. Verbs that are told very often are left out: they are what the story is about, and comparing them all
/// would grow with the square of its articles.
pub(super) fn by_lemma(deeds: &[Deed]) -> BTreeMap<&str, Vec<&Deed>> {
    const MANY: usize = 400;
    let mut by: BTreeMap<&str, Vec<&Deed>> = BTreeMap::new();
    for deed in deeds {
        by.entry(&deed.lemma).or_default().push(deed);
    }
    by.retain(|lemma, deeds| {
        deeds.len() <= MANY && lemma.len() > 2 && !lexicon::VERBS_WITHOUT_AN_EVENT.has(lemma)
    });
    by
}
