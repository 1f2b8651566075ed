//! Where someone says that what another says is not so.
//!
//! Four forms: a verb ("denied it", "rejected the allegation that"), a predicate ("the claim is false", "called it baseless",
//! "that is not true"), a verb of telling wrongly ("the figures were made up"), and having no part in it ("has no knowledge of
//! any leak").

use super::super::Input;
use super::super::mentions::innermost;
use super::super::passages::Place;
use crate::annotate::tree::Tree;
use crate::extract::events::{Modality, modality};
use crate::group::terms;
use crate::lexicon;
use crate::story::Report;
use crosswire_lang::{Upos, WordRange};
use crosswire_model::{Passage, Polarity, Source, SourceId, Span, Statement};
use std::collections::BTreeSet;

/// Someone denies something.
#[derive(Debug, Clone)]
pub(super) struct Denial {
    /// The passage in which it is denied, and on whose word.
    pub(super) place: Place,
    /// The denying word, in code points.
    pub(super) at: Span,
    /// The terms of what is denied; empty where a pronoun stands for it, or nothing.
    pub(super) what: BTreeSet<String>,
    /// Those of them that belong to no name.
    pub(super) deeds: BTreeSet<String>,
    /// The terms of whoever is said to have told it: of "the Post's report" the Post.
    pub(super) teller: BTreeSet<String>,
    /// The terms of whoever denies: of the source's name and its body's, else of the subject.
    pub(super) who: BTreeSet<String>,
    /// Whether it hangs on what it denies: ", which he has denied".
    pub(super) relative: bool,
}

/// The denials of all articles, in order of place.
pub(super) fn all(input: &Input) -> Vec<Denial> {
    let mut found: Vec<Denial> = Vec::new();
    for report in &input.story.reports {
        let reader = Reader { input, report, t: report.tree() };
        for sentence in report.annotation.sentences.iter().filter(|s| s.is_evidence()) {
            for denial in reader.t.within(sentence.bytes).iter().filter_map(|i| reader.denial(i)) {
                // "False and baseless" is one denial: the word that says most of what it denies.
                match found.last_mut().filter(|last| last.place.passage == denial.place.passage) {
                    Some(last) if last.what.len() < denial.what.len() => *last = denial,
                    Some(_) => {}
                    None => found.push(denial),
                }
            }
        }
    }
    found
}

/// What a denying word takes.
enum Object {
    /// The head of a phrase or clause.
    Of(usize),
    /// It stands in what came before.
    Before,
}

struct Reader<'a> {
    input: &'a Input<'a>,
    report: &'a Report,
    t: Tree<'a>,
}

impl Reader<'_> {
    /// The denial that a word makes.
    fn denial(&self, i: usize) -> Option<Denial> {
        let t = &self.t;
        let object = self.verb(i).or_else(|| self.predicate(i)).or_else(|| self.no_part(i))?;
        let (mut what, mut deeds, mut teller) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        if let Object::Of(head) = object {
            let all = t.subtree(head, |c| c == i);
            teller = self.tellers(&all);
            let words = self.content(if self.is_said(head) { self.told(head) } else { all });
            let of = |w: &usize| terms::of_word(t.lower(*w));
            what = words.iter().filter_map(of).collect();
            deeds = words.iter().filter(|&&w| t.upos(w) != Upos::Propn).filter_map(of).collect();
        }
        let source = self.statement(i).and_then(|s| s.source.clone()).or_else(|| self.subject(i));
        let place = self.place(i, source);
        let who = self.who(i, &place);
        what.retain(|term| !who.contains(term));
        let at = self.report.article.span(t.words[i].bytes);
        let which = |c: usize| t.is(c, &["obj"]) && matches!(t.lower(c), "which" | "that");
        let relative = t.is(i, &["acl:relcl"]) && t.children(i).any(which);
        Some(Denial { place, at, what, deeds, teller, who, relative })
    }

    /// The words that say what something told is about: "that he paid" of "the report by the Post that he paid".
    fn told(&self, i: usize) -> Vec<usize> {
        let t = &self.t;
        let about = |c: &usize| {
            t.is(*c, &["acl", "ccomp"])
                || t.is(*c, &["nmod"]) && lexicon::PREPOSITIONS_OF_WHAT_IS_TOLD.has(t.preposition(*c))
        };
        let words = |c: usize| if self.is_said(c) { self.told(c) } else { t.subtree(c, |_| false) };
        t.children(i).filter(about).flat_map(words).collect()
    }

    /// Those of some words that say what is denied; none where they only say "what happened".
    fn content(&self, mut words: Vec<usize>) -> Vec<usize> {
        let t = &self.t;
        let lemma = |w: usize| t.lemma(w).to_lowercase();
        let any = |w: &usize| {
            let place = t.lower(*w) == "place" && t.head(*w).is_some_and(|h| t.lemma(h) == "take");
            place || lexicon::WORDS_FOR_ANY_EVENT.has(&lemma(*w))
        };
        if words.iter().any(any) {
            return Vec::new();
        }
        words.retain(|w| {
            matches!(t.upos(*w), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num)
                && !self.is_said(*w)
                && !self.is_false(*w)
                && !lexicon::NOUNS_OF_KNOWLEDGE.has(&lemma(*w))
                && !lexicon::VERBS_WITHOUT_AN_EVENT.has(&lemma(*w))
                && !lexicon::TITLES.contains(&&*lemma(*w))
        });
        words
    }

    /// The terms of who told what is denied: "the Post's report", "the report by the Post".
    fn tellers(&self, words: &[usize]) -> BTreeSet<String> {
        let t = &self.t;
        let tells = |&&w: &&usize| {
            let by = t.preposition(w) == "by" || t.is(w, &["nmod:poss"]);
            let named = t.is(w, &["compound", "amod"]) && t.upos(w) == Upos::Propn;
            (by || named) && t.head(w).is_some_and(|h| self.is_said(h))
        };
        let names = words.iter().filter(tells).flat_map(|&w| t.subtree(w, |_| false));
        names.filter(|&w| t.upos(w) == Upos::Propn).filter_map(|w| terms::of_word(t.lower(w))).collect()
    }

    /// The terms of whoever denies.
    fn who(&self, i: usize, place: &Place) -> BTreeSet<String> {
        if let Some(source) = &place.source {
            return self.input.speakers.terms(source);
        }
        let subject = self.t.child(i, &["nsubj"]).map(|s| self.t.subtree(s, |_| false));
        subject.unwrap_or_default().into_iter().filter_map(|w| terms::of_word(self.t.lower(w))).collect()
    }

    /// Whether a word stands for something said or charged, or a part of it.
    fn is_said(&self, i: usize) -> bool {
        let t = &self.t;
        let noun = |i: usize, list: &lexicon::Words| list.has(&t.lemma(i).to_lowercase());
        let is = |i: usize| t.upos(i) == Upos::Noun && noun(i, &lexicon::NOUNS_OF_WHAT_IS_TOLD_OR_CHARGED);
        let whole = |c: usize| t.is(c, &["nmod"]) && (is(c) || t.upos(c) == Upos::Pron);
        is(i) || noun(i, &lexicon::NOUNS_OF_A_PART_OF_WHAT_IS_TOLD) && t.children(i).any(whole)
    }

    /// What stands at a word, as what is denied; none where it is no such thing.
    fn denied(&self, i: usize) -> Option<Object> {
        let t = &self.t;
        let pronoun = lexicon::PRONOUNS_OF_WHAT_CAME_BEFORE.has(t.lower(i));
        if pronoun && t.child(i, &["acl"]).is_none() {
            return Some(Object::Before);
        }
        self.is_said(i).then_some(Object::Of(i))
    }

    /// Whether what a word says is told as a fact: no "did not deny", no "if it denies", no "must deny", no "for denying".
    fn is_told(&self, i: usize) -> bool {
        let t = &self.t;
        let (modality, polarity) = modality::of(t, i);
        let tensed = t.is_finite(i) || t.children(i).any(|c| t.is(c, &["aux", "cop"]) && t.is_finite(c));
        let asks = |c: usize| {
            let word = t.lower(c);
            let interrogative = lexicon::INTERROGATIVES.has(word) && !t.is(i, &["acl:relcl"]);
            c < i && (interrogative || lexicon::CONDITIONAL_WORDS.has(word))
        };
        tensed && polarity == Polarity::Positive && modality.is_told() && !t.children(i).any(asks)
    }

    /// What a verb denies.
    fn verb(&self, i: usize) -> Option<Object> {
        let t = &self.t;
        if t.upos(i) != Upos::Verb || t.is(i, &["amod", "compound"]) {
            return None;
        }
        let lemma = t.lemma(i).to_lowercase();
        let passive = t.child(i, &["nsubj:pass"]);
        let object = t.child(i, &["obj"]);
        let wrongly = lexicon::VERBS_OF_TELLING_WRONGLY.has(&lemma)
            || lemma == "make" && t.children(i).any(|c| t.lower(c) == "up");
        if wrongly {
            return self.denied(passive.or(object)?).filter(|_| self.is_told(i));
        }
        if lemma == "push" && t.children(i).any(|c| t.lower(c) == "back") {
            let on =
                t.children(i).find(|&c| t.is(c, &["obl"]) && matches!(t.preposition(c), "on" | "against"));
            return on.map_or(Some(Object::Before), |on| self.denied(on)).filter(|_| self.is_told(i));
        }
        if lexicon::VERBS_OF_REBUTTAL.has(&lemma) && self.is_told(i) {
            let clause = |&c: &usize| t.is(c, &["ccomp", "xcomp"]) && t.upos(c) != Upos::Pron;
            if let Some(clause) = t.children(i).find(clause) {
                return Some(Object::Of(clause));
            }
            let Some(object) = object.or(passive) else {
                // "As the minister denied"; "denied it" with what is left out.
                return (lemma == "deny").then_some(Object::Before);
            };
            // "Was denied a visa", "denied entry to many": what is denied there is a thing.
            let noun = t.lemma(object).to_lowercase();
            let deed = lexicon::NOUNS_OF_A_CHARGE.has(&noun)
                || lexicon::NOUNS_OF_KNOWLEDGE.has(&noun)
                || t.tag(object) == "VBG";
            return self.denied(object).or((deed && passive.is_none()).then_some(Object::Of(object)));
        }
        if lexicon::VERBS_OF_TURNING_AWAY.has(&lemma) && self.is_told(i) {
            let object = object?;
            // "Called the reports baseless", "dismissed it as nonsense".
            let beside =
                |c: &usize| t.is(*c, &["xcomp", "obl", "advcl", "obj"]) && *c != object && self.is_false(*c);
            let below = |c: &usize| t.preposition(*c) == "as" && self.is_false(*c);
            let verdict = t.children(i).any(|c| beside(&c)) || t.children(object).any(|c| below(&c));
            let turned = lexicon::DENYING_VERBS.has(&lemma);
            return self.denied(object).filter(|_| verdict || turned);
        }
        None
    }

    /// Whether a word, or what describes it, says "false".
    fn is_false(&self, i: usize) -> bool {
        let t = &self.t;
        let lemma = t.lemma(i).to_lowercase();
        let described = || {
            t.children(i)
                .any(|c| t.is(c, &["amod", "compound"]) && lexicon::ADJECTIVES_OF_FALSEHOOD.has(t.lower(c)))
        };
        match t.upos(i) {
            Upos::Adj | Upos::Verb => lexicon::ADJECTIVES_OF_FALSEHOOD.has(t.lower(i)),
            Upos::Noun => lexicon::NOUNS_OF_FALSEHOOD.has(&lemma) || self.is_said(i) && described(),
            _ => false,
        }
    }

    /// What a predicate denies: "the claim is false", "that is not true", "Categorically false".
    fn predicate(&self, i: usize) -> Option<Object> {
        let t = &self.t;
        let untrue = || {
            let (modality, polarity) = modality::of(t, i);
            t.upos(i) == Upos::Adj
                && lexicon::ADJECTIVES_OF_TRUTH.has(t.lower(i))
                && polarity == Polarity::Negative
                && modality != Modality::Possible
        };
        let (is_false, untrue) = (self.is_false(i), untrue());
        if !is_false && !untrue {
            return None;
        }
        // "Turned out to be false", "proved false".
        let raising = t.head(i).filter(|&h| t.is(i, &["xcomp"]) && t.child(h, &["obj"]).is_none());
        let subject = t.child(raising.unwrap_or(i), &["nsubj", "csubj"]);
        if let Some(subject) = subject.filter(|_| raising.is_some() || t.child(i, &["cop"]).is_some()) {
            let clause = t.is(subject, &["csubj"]).then_some(Object::Of(subject));
            let told = untrue || self.is_told(raising.unwrap_or(i));
            return self.denied(subject).or(clause).filter(|_| told);
        }
        // A fragment that says nothing else.
        let alone = t.head(i).is_none() || t.is(i, &["ccomp", "parataxis"]) && t.quotation(i).is_some();
        (alone && t.upos(i) == Upos::Adj && subject.is_none()).then_some(Object::Before)
    }

    /// In what whoever speaks has no part: "has no knowledge of any leak".
    fn no_part(&self, i: usize) -> Option<Object> {
        let t = &self.t;
        let noun = t.upos(i) == Upos::Noun && lexicon::NOUNS_OF_KNOWLEDGE.has(&t.lemma(i).to_lowercase());
        let none = t.children(i).any(|c| t.is(c, &["det"]) && t.lower(c) == "no");
        let head = t.head(i).filter(|&h| t.lemma(h) == "have" && t.is(i, &["obj"]))?;
        let of = |c: &usize| *c > i && t.is(*c, &["acl", "nmod", "ccomp", "advcl", "obl"]);
        let content = t.children(i).find(of).or_else(|| t.children(head).find(of))?;
        (noun && none).then_some(Object::Of(content))
    }

    /// The source that the subject of a denying word names, where nothing attributes it: "which Venn has denied".
    fn subject(&self, i: usize) -> Option<SourceId> {
        let t = &self.t;
        let words = t.subtree(t.child(i, &["nsubj"])?, |_| false);
        let named: BTreeSet<String> = words
            .into_iter()
            .filter(|&w| t.upos(w) == Upos::Propn)
            .filter_map(|w| terms::of_word(t.lower(w)))
            .collect();
        if named.is_empty() {
            return None;
        }
        let is = |s: &&Source| named.is_subset(&self.input.speakers.terms(&s.id));
        self.input.story.sources.iter().find(is).map(|s| s.id.clone())
    }

    /// The statement by which a word is attributed: of its cue, else the innermost that holds it.
    fn statement(&self, i: usize) -> Option<&Statement> {
        let span = self.report.article.span(self.t.words[i].bytes);
        let inside = |spans: &[Span]| spans.iter().any(|c| c.overlap(span) > 0);
        let by_cue = self.report.statements.iter().find(|s| inside(&s.cue));
        by_cue.or_else(|| innermost(self.report.statements.iter().filter(|s| inside(&s.content))))
    }

    /// The shortest passage of a claim that holds a word, else its clause.
    fn place(&self, i: usize, source: Option<SourceId>) -> Place {
        let (article, held) = (&self.report.article, &self.input.held);
        let span = article.span(self.t.words[i].bytes);
        let holding = held.of(&article.id).iter().map(|(e, _)| e).filter(|e| e.span.overlap(span) > 0);
        let Some(shortest) = holding.min_by_key(|e| (e.span.len(), e.span.start)) else {
            let words = self.t.subtree(i, |c| self.t.is(c, &["punct"]));
            let run = WordRange::new(words[0], words[words.len() - 1] + 1);
            return Place { passage: article.passage(self.t.bytes(run)), claims: Vec::new(), source };
        };
        let own = || self.input.story.statement(shortest.statement.as_ref()?)?.source.clone();
        Place {
            passage: Passage { article: article.id.clone(), span: shortest.span },
            claims: held.claims(&article.id, |e| e.span == shortest.span),
            source: source.or_else(own),
        }
    }
}
