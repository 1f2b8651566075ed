//! Clauses: the parts of a sentence that say something each.
//!
//! “The Maren, which was built in 1998, struck a reef, and her crew left the ship” says three things. A part stands on its own
//! where syntax makes it a clause – a main clause, a joined one, a relative or adverbial one, what someone is said to have
//! said – and where it has words enough to say anything; else it stays with the clause above it.
//!
//! Fails where the tree is wrong, and on what only a noun phrase says (“the loss of her licence”).

use crate::annotate::tree::Tree;
use crate::lexicon;
use crosswire_lang::{Upos, WordRange};

/// The fewest words of its own, function words apart, with which a clause stands by itself.
const LEAST: usize = 3;
/// The same of a clause that has a subject of its own: “the brakes had failed”.
const LEAST_WITH_SUBJECT: usize = 2;
/// The same of a relative clause, which says something of a noun that stands elsewhere.
const LEAST_RELATIVE: usize = 4;
/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Its predicate: the word on which all others depend.
    pub(crate) head: usize,
    /// Its words, in order, without clauses that stand on their own.
    pub(crate) words: Vec<usize>,
    /// Words of the clause above it that it says something of: the noun of a relative clause, the subject that a joined
    /// clause leaves out.
    pub(crate) shared: Vec<usize>,
    /// Where it stands: from its first word to its last, or the longest run of its words where others part it.
    pub(crate) words_run: WordRange,
}

/// The clauses of a sentence, in order. `outside` tells which words attribute the clause and are no part of what is said.
pub(crate) fn clauses(tree: &Tree, sentence: WordRange, outside: impl Fn(usize) -> bool) -> Vec<Clause> {
    let content = |i: usize| tells(tree, i) && !outside(i);
    // For each word the clause that it belongs to: first every possible head is one.
    let is_head: Vec<bool> =
        sentence.iter().map(|i| outer(tree, sentence, i).is_none() || opens(tree, i, &outside)).collect();
    let mut owner: Vec<usize> = sentence.iter().map(|i| owner_of(tree, sentence, &is_head, i)).collect();
    // Then those that say too little go to the clause above, the innermost first.
    let mut heads: Vec<usize> = sentence.iter().filter(|i| is_head[i - sentence.start]).collect();
    heads.sort_by_key(|&h| std::cmp::Reverse((depth(tree, sentence, h), h)));
    for &head in &heads {
        let own = sentence.iter().filter(|i| owner[i - sentence.start] == head && content(*i)).count();
        let above = outer(tree, sentence, head).map(|above| owner[above - sentence.start]);
        let subject = tree.child(head, &["nsubj"]).is_some_and(|s| tells(tree, s));
        let least = match tree.relation(head) {
            _ if subject => LEAST_WITH_SUBJECT,
            "acl:relcl" => LEAST_RELATIVE,
            _ => LEAST,
        };
        if let Some(above) = above.filter(|_| own < least) {
            owner.iter_mut().filter(|o| **o == head).for_each(|o| *o = above);
        }
    }
    heads.sort_unstable();
    let mut clauses: Vec<Clause> = Vec::new();
    for head in heads {
        let words: Vec<usize> =
            sentence.iter().filter(|i| owner[i - sentence.start] == head && !outside(*i)).collect();
        let words = trim(tree, words);
        if words.iter().filter(|&&i| content(i)).count() == 0 {
            continue;
        }
        let words_run = run(tree, &words);
        clauses.push(Clause { head, shared: shared(tree, head, &owner, sentence), words, words_run });
    }
    clauses.sort_by_key(|c| (c.words_run.start, c.head));
    clauses
}

/// Whether a word tells something: neither a mark nor a function word.
pub(crate) fn tells(tree: &Tree, i: usize) -> bool {
    !tree.is_mark(i)
        && matches!(
            tree.upos(i),
            Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Adv | Upos::Num | Upos::Intj | Upos::X
        )
}

/// Whether a word is the predicate of a sentence: one with a subject or a tense, and not “for her to leave”.
pub(crate) fn is_sentence(tree: &Tree, head: usize) -> bool {
    let to = tree.children(head).any(|c| tree.is(c, &["mark"]) && tree.lower(c) == "to");
    let subject = tree.child(head, &["nsubj", "csubj", "expl"]).is_some();
    is_finite(tree, head) || subject && !to
}

/// The word that a word depends on, where that stands in the same sentence.
fn outer(tree: &Tree, sentence: WordRange, i: usize) -> Option<usize> {
    tree.head(i).filter(|head| sentence.contains(*head))
}

fn depth(tree: &Tree, sentence: WordRange, mut i: usize) -> usize {
    let mut depth = 0;
    while let Some(head) = outer(tree, sentence, i).filter(|_| depth < sentence.len()) {
        i = head;
        depth += 1;
    }
    depth
}

fn owner_of(tree: &Tree, sentence: WordRange, is_head: &[bool], mut i: usize) -> usize {
    for _ in sentence {
        if is_head[i - sentence.start] {
            return i;
        }
        match outer(tree, sentence, i) {
            Some(head) => i = head,
            None => return i,
        }
    }
    i
}

/// Whether a word is the predicate of a clause that can stand on its own.
fn opens(tree: &Tree, i: usize, outside: &impl Fn(usize) -> bool) -> bool {
    let predicate = tree.upos(i) == Upos::Verb
        || tree.child(i, &["cop"]).is_some()
        || tree.child(i, &["nsubj", "csubj"]).is_some();
    match tree.relation(i) {
        "root" | "parataxis" => true,
        "acl:relcl" => predicate,
        // “after spending months at sea” stays with what it is said of, unless a comma sets it off.
        "advcl" | "advcl:relcl" => predicate && (is_finite(tree, i) || set_off(tree, i)),
        // “struck a reef and sank”, “the mate and the pilot”: the second joins nouns.
        "conj" => {
            predicate
                && tree
                    .head(i)
                    .is_none_or(|head| !matches!(tree.relation(head), "amod" | "nmod" | "compound"))
        }
        // What someone says stands for itself; “it is not known whether …” does not.
        "ccomp" | "ccomp:speech" => predicate && tree.head(i).is_some_and(outside),
        // “with most of them arriving by rail”; “the crew, rescued by a trawler, …”: set off from its noun.
        "acl" => {
            predicate
                && tree.head(i).is_some_and(|noun| {
                    noun < i && (noun + 1..=i).any(|at| tree.lower(at) == ",")
                        || tree.child(noun, &["case"]).is_some_and(|c| tree.lower(c) == "with")
                })
        }
        "appos" | "nmod" | "obl" | "dep" | "nmod:unmarked" | "obl:unmarked" | "obl:agent" => {
            set_off(tree, i) && lexicon::HEADS_OF_SET_OFF_PARTS.contains(&tree.lower(first_word(tree, i)))
        }
        _ => false,
    }
}

/// The first word of what depends on a word, marks apart.
fn first_word(tree: &Tree, i: usize) -> usize {
    let words = tree.subtree(i, |_| false);
    words.iter().copied().find(|&w| !tree.is_mark(w)).unwrap_or(i)
}

/// Whether a comma or dash stands before what depends on a word.
fn set_off(tree: &Tree, i: usize) -> bool {
    let first = first_word(tree, i);
    first > 0 && matches!(tree.lower(first - 1), "," | "–" | "—" | "-" | ";" | ":")
}

/// Whether a predicate has a tense.
pub(crate) fn is_finite(tree: &Tree, i: usize) -> bool {
    tree.is_finite(i) || tree.children(i).any(|c| tree.is(c, &["aux", "cop"]) && tree.is_finite(c))
}

/// The words of other clauses that a clause says something of.
fn shared(tree: &Tree, head: usize, owner: &[usize], sentence: WordRange) -> Vec<usize> {
    let Some(above) = tree.head(head).filter(|h| sentence.contains(*h)) else { return Vec::new() };
    let of = match tree.relation(head) {
        "acl:relcl" | "acl" | "appos" => Some(above),
        "conj" | "advcl" | "parataxis" if tree.child(head, &["nsubj", "csubj", "expl"]).is_none() => {
            tree.child(above, &["nsubj"])
        }
        _ => None,
    };
    let Some(of) = of else { return Vec::new() };
    let own = owner[of - sentence.start];
    tree.subtree(of, |c| {
        !sentence.contains(c) || owner[c - sentence.start] != own || tree.is(c, &["acl", "conj", "appos"])
    })
    .into_iter()
    .filter(|&i| i != head && tells(tree, i))
    .collect()
}

/// Without the marks and conjunctions at its ends.
fn trim(tree: &Tree, mut words: Vec<usize>) -> Vec<usize> {
    let joins = |i: usize| tree.is_mark(i) || lexicon::CLAUSE_LINKERS.has(tree.lower(i));
    while words.last().is_some_and(|&i| tree.is_mark(i)) {
        words.pop();
    }
    let first = words.iter().position(|&i| !joins(i)).unwrap_or(words.len());
    words.split_off(first)
}

/// From the first word to the last; the longest run of its words where most of what lies between is not its own.
fn run(tree: &Tree, words: &[usize]) -> WordRange {
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return WordRange::default() };
    let between = (first..=last).filter(|i| !tree.is_mark(*i)).count();
    let own = words.iter().filter(|i| !tree.is_mark(**i)).count();
    if own * 3 >= between * 2 {
        return WordRange::new(first, last + 1);
    }
    let longest = tree.runs(words).into_iter().max_by_key(|r| (r.len(), std::cmp::Reverse(r.start)));
    longest.unwrap_or(WordRange::new(first, last + 1))
}
