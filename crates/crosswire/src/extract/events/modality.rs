//! Modality and polarity: how real an event is told to be, and whether it is said to be or not to be.
//!
//! Read off syntax, from the predicate outwards: its own auxiliaries and tense; what it hangs on, where it has no tense of its
//! own ("forced them to leave" was done, "urged them to leave" was not, "failed to leave" is negated); and whoever denies it.
//! Verbs that decide over what hangs on them are implicative verbs after Karttunen (1971), "Implicative verbs", Language 47;
//! the values are those of FactBank (Saurí and Pustejovsky 2009) cut down to what an editor asks.
//!
//! Where it fails: irony; a condition in another sentence; a tense that the tagger mistakes.

use super::predicates::{Kind, Predicate};
use crate::annotate::tree::Tree;
use crate::lexicon;
use crosswire_lang::Upos;
use crosswire_model::{Polarity, Status};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How real an event is told to be, whether or not it is negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It is yet to come: "will leave", "is to be towed", "the planned march".
    Planned,
    /// It goes on: "is being deported".
    UnderWay,
    /// It was done: "sank", "has been towed".
    Done,
    /// It is so at the time of writing, or as a rule: "is closed", "lives".
    Holds,
    /// It is left open: "may sink", "if it sinks", "urged them to leave".
    Possible,
}

impl Modality {
    /// The ledger's word. "Will not leave" stays planned, with its polarity; "did not leave" is denied.
    pub fn status(self, polarity: Polarity) -> Status {
        match (self, polarity) {
            (Modality::Planned, _) => Status::Planned,
            (Modality::Possible, _) => Status::Possible,
            (_, Polarity::Negative) => Status::Denied,
            (Modality::UnderWay, _) => Status::UnderWay,
            (Modality::Done | Modality::Holds, _) => Status::Done,
        }
    }

    /// Whether it is told as a fact: done, lasting or under way.
    pub(crate) fn is_told(self) -> bool {
        matches!(self, Modality::Done | Modality::Holds | Modality::UnderWay)
    }
}

/// Modality and polarity of the predicate that stands at a word.
pub(crate) fn of(tree: &Tree, i: usize) -> (Modality, Polarity) {
    Reader { tree }.word(i, DEEPEST).split()
}

/// The same of an event that several words name.
pub(super) fn of_predicate(tree: &Tree, predicate: &Predicate) -> (Modality, Polarity) {
    let reader = Reader { tree };
    let reading = match (predicate.kind, predicate.light.first()) {
        (Kind::Noun, Some(&verb)) => {
            let mut reading = reader.word(verb, DEEPEST);
            reading.negated |= reader.has_no(predicate.word);
            reading
        }
        (Kind::Noun, None) => reader.noun(predicate.word, DEEPEST),
        _ => reader.word(predicate.word, DEEPEST),
    };
    reading.split()
}

/// The predicate that carries what a clause says: of "plans to deport", "failed to reach" the infinitive.
pub(crate) fn carrier(tree: &Tree, mut i: usize) -> usize {
    for _ in 0..DEEPEST {
        let lemma = tree.lemma(i).to_lowercase();
        let hands_on = lexicon::VERBS_OF_INTENT.has(&lemma)
            || lexicon::IMPLICATIVE_VERBS.has(&lemma)
            || lexicon::NEGATIVE_IMPLICATIVE_VERBS.has(&lemma)
            || lexicon::ADJECTIVES_OF_POSSIBILITY.has(&lemma);
        let denies = lexicon::DENYING_VERBS.has(&lemma);
        let infinitive = |&c: &usize| {
            let gerund = denies && tree.tag(c) == "VBG";
            tree.upos(c) == Upos::Verb && (gerund || hands_on && Reader { tree }.is_infinitive(c))
        };
        let mut below = tree.children(i).filter(|&c| tree.is(c, &["xcomp", "ccomp", "advcl"]));
        match below.find(infinitive) {
            Some(below) => i = below,
            None => break,
        }
    }
    i
}

/// Whether a word denies what hangs on it: "denied", "his denial".
pub(super) fn denies(tree: &Tree, i: usize) -> bool {
    let lemma = tree.lemma(i).to_lowercase();
    lexicon::DENYING_VERBS.has(&lemma) || lexicon::NOUNS_OF_DENIAL.has(&lemma)
}

/// Words that hold their own negation, with what they negate, where that is a word: “unclear” is “not clear”.
static HELD: LazyLock<BTreeMap<&str, Option<&str>>> =
    LazyLock::new(|| lexicon::INHERENT_NEGATIVES.iter().copied().collect());

/// What a word negates that holds its own negation; an inner none where that is no word.
pub(crate) fn held(tree: &Tree, i: usize) -> Option<Option<&'static str>> {
    HELD.get(tree.lower(i)).or_else(|| HELD.get(tree.lemma(i))).copied()
}

/// Whether a clause affirms or negates, where a word that holds its own negation counts as one: “is unclear” negates.
pub(crate) fn polarity(tree: &Tree, head: usize) -> Polarity {
    let negated = of(tree, head).1 == Polarity::Negative;
    let predicate = [Some(head), tree.child(head, &["xcomp"])];
    let holds = predicate.into_iter().flatten().any(|i| held(tree, i).is_some());
    if negated != holds { Polarity::Negative } else { Polarity::Positive }
}

/// How many governors up a predicate is read.
const DEEPEST: usize = 6;

/// What is told of one predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    modality: Modality,
    negated: bool,
}

impl Reading {
    fn split(self) -> (Modality, Polarity) {
        (self.modality, if self.negated { Polarity::Negative } else { Polarity::Positive })
    }
}

struct Reader<'a> {
    tree: &'a Tree<'a>,
}

impl Reader<'_> {
    /// A verb, or what is said of something with "be".
    fn word(&self, i: usize, depth: usize) -> Reading {
        let t = self.tree;
        let (own, inherited) = match self.tensed(i) {
            Some(modality) => (Some(modality), None),
            None => (None, depth.checked_sub(1).and_then(|depth| self.governed(i, depth))),
        };
        let modality = own.or(inherited.map(|r| r.modality)).unwrap_or(match t.tag(i) {
            "VBN" => Modality::Done,
            _ => Modality::Holds,
        });
        let mut reading = Reading { modality, negated: inherited.is_some_and(|r| r.negated) };
        if self.is_negated_itself(i) {
            reading.negated = !reading.negated;
        }
        if reading.negated && own == Some(Modality::Possible) && self.has_aux(i, &["can", "could", "ca"]) {
            // "Could not reach the village" did not.
            reading.modality = Modality::Done;
        }
        if self.is_supposed(i) {
            reading.modality = Modality::Possible;
        }
        if let Some(denied) = depth.checked_sub(1).and_then(|depth| self.denied(i, depth)) {
            match denied {
                Denied::Yes => reading.negated = !reading.negated,
                Denied::LeftOpen => reading.modality = Modality::Possible,
            }
        }
        reading
    }

    /// What a predicate's own auxiliaries and tense tell; none where it has no tense of its own.
    fn tensed(&self, i: usize) -> Option<Modality> {
        let t = self.tree;
        if self.has_aux(i, &lexicon::MODALS) {
            let told = self.has_aux(i, &["would"]) && !self.has_aux(i, &["have"]) && self.is_reported(i);
            return Some(if told { Modality::Planned } else { Modality::Possible });
        }
        if self.has_aux(i, &["will", "'ll", "shall", "wo", "sha"]) {
            return Some(if self.has_condition(i) { Modality::Possible } else { Modality::Planned });
        }
        if self.is_infinitive(i) {
            return self.is_to_be(i).then_some(Modality::Planned);
        }
        let past = self.has_aux(i, &["was", "were", "had", "did"]);
        let now = self.has_aux(i, &["is", "are", "'re", "am", "'m"]) || self.is_contracted(i, "be");
        let perfect = self.has_aux(i, &["has", "have", "had", "'ve", "'d"]) || self.is_contracted(i, "have");
        let being = self.has_aux(i, &["being"]);
        match t.tag(i) {
            "VBD" => Some(Modality::Done),
            "VBN" if being && now => Some(Modality::UnderWay),
            "VBN" if past || perfect || being => Some(Modality::Done),
            "VBG" if now || perfect && !past => Some(Modality::UnderWay),
            "VBG" if past => Some(Modality::Done),
            "VBZ" | "VBP" => Some(Modality::Holds),
            _ if past || perfect => Some(Modality::Done),
            _ if now || self.has_aux(i, &["do", "does"]) => Some(Modality::Holds),
            _ => None,
        }
    }

    /// What a predicate takes over from the one that it hangs on.
    fn governed(&self, i: usize, depth: usize) -> Option<Reading> {
        let t = self.tree;
        let head = t.head(i)?;
        let plain = |modality| Some(Reading { modality, negated: false });
        if t.is(i, &["conj"])
            && t.child(i, &["nsubj"]).is_none()
            && matches!(t.upos(head), Upos::Verb | Upos::Adj)
        {
            // "Did not stop or turn", "will arrest and deport", "was arrested and charged".
            let mut reading = self.word(head, depth);
            let joined = t.tag(i) == "VB" || t.children(i).any(|c| matches!(t.lower(c), "or" | "nor"));
            reading.negated &= joined;
            return Some(reading);
        }
        let lemma = t.lemma(head).to_lowercase();
        let infinitive = self.is_infinitive(i);
        if t.is(i, &["xcomp", "ccomp", "advcl", "csubj", "obj", "obl"]) && t.upos(head) != Upos::Noun {
            if lexicon::VERBS_OF_INTENT.has(&lemma) && infinitive && (lemma != "go" || t.tag(head) == "VBG") {
                let above = self.word(head, depth);
                let open = above.modality == Modality::Possible;
                let modality = if open || above.negated { Modality::Possible } else { Modality::Planned };
                return Some(Reading { modality, negated: above.negated });
            }
            let implies = lexicon::IMPLICATIVE_VERBS.has(&lemma);
            let excludes = lexicon::NEGATIVE_IMPLICATIVE_VERBS.has(&lemma);
            if (implies || excludes) && !t.is(i, &["advcl"]) {
                let above = self.word(head, depth);
                return Some(Reading { negated: above.negated != excludes, ..above });
            }
        }
        if infinitive {
            let perfect = self.has_aux(i, &["have"]);
            let going_on = t.tag(i) == "VBG" && self.has_aux(i, &["be"]);
            let held = self.has_aux(i, &["be"]) && lexicon::REPORTING_VERBS.has(&lemma);
            return plain(match () {
                () if perfect => Modality::Done,
                () if going_on => Modality::UnderWay,
                () if held => Modality::Holds,
                () if t.is(i, &["acl"]) && lexicon::NOUNS_OF_INTENT.has(&lemma) => Modality::Planned,
                () => Modality::Possible,
            });
        }
        // "Striking a reef, the ferry sank": told with what it stands beside.
        let beside = t.is(i, &["advcl"]) && matches!(t.tag(i), "VBG" | "VBN") && t.upos(head) == Upos::Verb;
        if beside {
            let above = self.word(head, depth);
            return plain(above.modality);
        }
        None
    }

    /// An event that a noun names, without a verb that lends it a tense.
    fn noun(&self, i: usize, depth: usize) -> Reading {
        let t = self.tree;
        let negated = self.has_no(i);
        let described = |list: &lexicon::Words| {
            t.children(i).any(|c| t.is(c, &["amod"]) && (list.has(t.lower(c)) || list.has(t.lemma(c))))
        };
        let read = |modality| Reading { modality, negated };
        if described(&lexicon::ADJECTIVES_OF_PLANS) {
            return read(Modality::Planned);
        }
        if described(&lexicon::ADJECTIVES_OF_POSSIBILITY) {
            return read(Modality::Possible);
        }
        let (Some(head), Some(depth)) = (t.head(i), depth.checked_sub(1)) else {
            return read(Modality::Done);
        };
        let lemma = t.lemma(head).to_lowercase();
        let verb = t.upos(head) == Upos::Verb;
        let befallen = t.is(i, &["obj", "nsubj:pass"]);
        if verb && t.relation(i) == "nsubj" && lexicon::ASPECTUAL_VERBS.has(&lemma) {
            let above = self.word(head, depth);
            return Reading { negated: above.negated != negated, ..above };
        }
        if verb && befallen && lexicon::VERBS_OF_PREVENTION.has(&lemma) {
            let above = self.word(head, depth);
            return Reading { negated: !above.negated, ..above };
        }
        if verb && befallen && lexicon::VERBS_OF_PLANNING.has(&lemma) {
            return read(Modality::Planned);
        }
        let led = t.preposition(i);
        let sought = befallen && lexicon::VERBS_OF_WANTING.has(&lemma) || lemma == "call" && led == "for";
        let feared = t.is(i, &["nmod"]) && lexicon::NOUNS_OF_WHAT_MAY_COME.has(&lemma);
        if verb && sought || feared && matches!(led, "of" | "for" | "to" | "on" | "against") {
            return read(Modality::Possible);
        }
        read(Modality::Done)
    }

    fn has_aux(&self, i: usize, words: &[&str]) -> bool {
        let t = self.tree;
        t.children(i).any(|c| t.is(c, &["aux", "cop"]) && words.contains(&t.lower(c)))
    }

    /// Whether "'s" before a predicate is a form of this verb.
    fn is_contracted(&self, i: usize, lemma: &str) -> bool {
        let t = self.tree;
        t.children(i).any(|c| t.is(c, &["aux", "cop"]) && t.lower(c) == "'s" && t.lemma(c) == lemma)
    }

    fn is_infinitive(&self, i: usize) -> bool {
        let t = self.tree;
        t.children(i).any(|c| t.is(c, &["mark"]) && t.lower(c) == "to")
    }

    /// "is to be towed": a form of "be" right before the "to".
    fn is_to_be(&self, i: usize) -> bool {
        let t = self.tree;
        let Some(to) = t.children(i).find(|&c| t.is(c, &["mark"]) && t.lower(c) == "to") else {
            return false;
        };
        to > 0
            && t.lemma(to - 1) == "be"
            && matches!(t.lower(to - 1), "is" | "are" | "'s" | "'re" | "was" | "were")
    }

    /// Under "if", "whether", "unless".
    fn is_supposed(&self, i: usize) -> bool {
        let t = self.tree;
        let here = |i: usize| {
            t.children(i).any(|c| t.is(c, &["mark", "advmod"]) && lexicon::CONDITIONAL_WORDS.has(t.lower(c)))
        };
        here(i) || t.is(i, &["conj"]) && t.head(i).is_some_and(here)
    }

    /// Whether a clause that begins with "if" hangs on a predicate.
    fn has_condition(&self, i: usize) -> bool {
        let t = self.tree;
        let opens = |c: usize| {
            let first = t.subtree(c, |_| false).first().copied();
            first.is_some_and(|w| matches!(t.lower(w), "if" | "unless" | "should"))
        };
        t.children(i).any(|c| t.is(c, &["advcl"]) && opens(c))
    }

    /// Whether a clause is what someone said in the past: "would" then tells of what was to come.
    fn is_reported(&self, i: usize) -> bool {
        let t = self.tree;
        let said = |w: usize| {
            lexicon::REPORTING_VERBS.has(&t.lemma(w).to_lowercase()) && matches!(t.tag(w), "VBD" | "VBN")
        };
        let above = t.head(i).is_some_and(|h| t.is(i, &["ccomp", "parataxis"]) && said(h));
        above || t.children(i).any(|c| t.is(c, &["parataxis", "ccomp:speech"]) && said(c))
    }

    /// Whether a predicate is negated by a word of its own, or by "no" before what takes part.
    fn is_negated_itself(&self, i: usize) -> bool {
        let t = self.tree;
        // “not only … but also” affirms.
        let only = |c: usize| t.lower(c) == "not" && t.lower(c + 1) == "only";
        let not = |c: usize| {
            let word = t.lower(c);
            lexicon::NEGATORS.has(word) && !only(c) || word == "without" && t.is(c, &["mark", "case"])
        };
        let longer = |c: usize| t.lower(c) == "longer" && c > 0 && t.lower(c - 1) == "no";
        let part = |c: usize| {
            t.is(c, &["nsubj", "obj", "iobj", "obl:agent"])
                && (self.has_no(c) || t.lower(c) == "no-one" || not(c))
        };
        let own = |i: usize| {
            t.children(i).filter(|&c| not(c) && !t.is(c, &["obl", "nmod", "cc"]) || longer(c)).count()
                + usize::from(t.children(i).any(|c| part(c) && !not(c)))
        };
        let aspect = t.child(i, &["xcomp"]).filter(|_| t.upos(i) == Upos::Verb && t.lemma(i) == "seem");
        (own(i) + aspect.map_or(0, own)) % 2 == 1
    }

    /// Whether "no" stands before a noun: "no attack", "no one", "none of them".
    fn has_no(&self, i: usize) -> bool {
        let t = self.tree;
        t.children(i).any(|d| {
            t.is(d, &["det", "advmod", "case"]) && matches!(t.lower(d), "no" | "not" | "neither" | "without")
        })
    }

    /// Whether what governs a predicate says that it is not so.
    fn denied(&self, i: usize, depth: usize) -> Option<Denied> {
        let t = self.tree;
        let head = t.head(i)?;
        let lemma = |w: usize| t.lemma(w).to_lowercase();
        let denies = |w: usize| denies(t, w);
        // "I don't think that it sank".
        if t.is(i, &["ccomp"]) && lexicon::VERBS_OF_BELIEF.has(&lemma(head)) {
            return self.is_negated_itself(head).then_some(Denied::Yes);
        }
        // "rejected the claim that police fired", "no evidence that police fired".
        let noun = (t.is(i, &["acl"]) && t.upos(head) == Upos::Noun).then_some(head);
        if noun.is_some_and(|n| self.has_no(n) && lexicon::NOUNS_OF_EVIDENCE.has(&lemma(n))) {
            return Some(Denied::Yes);
        }
        let above =
            noun.filter(|&n| t.is(n, &["obj", "nsubj:pass"])).and_then(|n| t.head(n)).filter(|&h| denies(h));
        let governed = t.is(i, &["ccomp", "xcomp", "acl", "obj", "obl", "advcl"]);
        let by = above.or_else(|| (governed && denies(head)).then_some(head))?;
        let negated = self.word(by, depth.min(1)).negated;
        Some(if negated { Denied::LeftOpen } else { Denied::Yes })
    }
}

/// What a denial does to what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denied {
    /// "denied that police fired".
    Yes,
    /// "did not deny that police fired".
    LeftOpen,
}
