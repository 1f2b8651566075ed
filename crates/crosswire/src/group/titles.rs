//! Claims as sentences: a passage completed by what it lacks, its subject or the clause that it hangs on.
//!
//! What was added stands in square brackets, as editors write it: “[The mate] left the bridge at six.” What is added are words of
//! the same sentence, and forms of “be” that headlines leave out.

use super::alignment::Unit;
use crate::annotate::tree::Tree;
use crate::extract::events::clauses;
use crate::lexicon;
use crate::story::Story;
use crate::text::one_line;
use crosswire_lang::{Upos, WordRange};
use crosswire_model::Status;
use std::collections::BTreeMap;

/// How many clauses above a passage may be added.
const DEEPEST: usize = 4;

/// The most words that are added behind a passage at once.
const LONGEST: usize = 20;

/// The length of the plainest title, in words.
const PLAIN: usize = 14;

/// What a title costs for each word by which it is longer or shorter than the plainest.
const LENGTH: f64 = 0.2;

/// What each added word costs.
const ADDED: f64 = 0.4;

/// What it costs that a title does not say of whom or what it speaks: “He left”, “We will not stop”.
const PRONOUN: f64 = 4.0;

/// What it costs that a title asks or is spoken.
const SPOKEN: f64 = 2.0;

/// The passage of a claim that makes the plainest sentence, as one; the passage nearest to twelve words, if none does.
pub(super) fn title<'a>(
    story: &Story,
    passages: impl Iterator<Item = &'a Unit> + Clone,
    text: &str,
) -> String {
    let sentences = passages.filter_map(|unit| Sentence::of(&story.reports[unit.article].tree(), unit));
    let best = sentences.min_by(|a, b| a.cost.total_cmp(&b.cost));
    without_emphasis(&best.map_or_else(|| text.to_owned(), |sentence| sentence.text))
}

/// A title without the marks of emphasis in Markdown: “The *Maren*”, also where only one of them is left. “5*3” keeps its own.
fn without_emphasis(title: &str) -> String {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut plain = String::with_capacity(title.len());
    let mut before = None;
    for (at, c) in title.char_indices() {
        let next = title[at..].trim_start_matches('*').chars().next();
        if c != '*' || letter(before) && letter(next) {
            plain.push(c);
        }
        if c != '*' {
            before = Some(c);
        }
    }
    plain
}

/// A passage as a sentence.
struct Sentence {
    text: String,
    cost: f64,
}

/// What a passage lacks to be a sentence.
#[derive(Default)]
struct Addition {
    /// Words of the text.
    words: Vec<usize>,
    /// Words put before the word at an index: forms of “be”, and those that a pronoun stands for.
    before: BTreeMap<usize, String>,
    /// Words of the passage that give way.
    gone: Vec<usize>,
}

impl Sentence {
    fn of(tree: &Tree, unit: &Unit) -> Option<Sentence> {
        let passage = trim(tree, tree.within(unit.bytes));
        let top = top(tree, passage)?;
        let inside = trim(tree, of_one(tree, passage, top));
        let mut builder = Builder { tree, inside, added: Addition::default() };
        // Without the word that denies, the title would say what the passage does not.
        if unit.status == Status::Denied && !negates(tree, inside) {
            builder.hang(top, DEEPEST)?;
        } else {
            builder.complete(top, DEEPEST)?;
        }
        builder.fill();
        builder.sentence(top)
    }
}

/// The word of a passage on which most others depend.
fn top(tree: &Tree, inside: WordRange) -> Option<usize> {
    let out = |i: usize| tree.head(i).is_none_or(|head| !inside.contains(head));
    let tops = inside.iter().filter(|&i| out(i) && !tree.is_mark(i));
    // Of several, the one that carries most.
    tops.max_by_key(|&i| {
        let words = tree.subtree(i, |c| !inside.contains(c)).len();
        (clauses::is_sentence(tree, i), words, std::cmp::Reverse(i))
    })
}

/// A passage without the words at its ends that hang on none of the others: “…, one” before “of them said”.
fn of_one(tree: &Tree, mut words: WordRange, top: usize) -> WordRange {
    let belongs = |i: usize| tree.is_mark(i) || tree.is_within(i, top);
    while words.start < top && !belongs(words.start) {
        words.start += 1;
    }
    while words.end > top + 1 && !belongs(words.end - 1) {
        words.end -= 1;
    }
    words
}

/// Without the marks and the conjunctions at its ends, which join it to what is left out.
fn trim(tree: &Tree, mut words: WordRange) -> WordRange {
    let joins = |i: usize| {
        let adverb = tree.tag(i) == "WRB" && tree.is(i, &["advmod"]);
        let joining =
            (adverb || tree.is(i, &["cc", "mark"])) && lexicon::CONJUNCTIONS_OF_FACT.has(tree.lower(i));
        tree.is_mark(i) && !opens_quotation(tree, i) && tree.word(i) != "$" || joining
    };
    while !words.is_empty() && joins(words.start) {
        words.start += 1;
    }
    while !words.is_empty() && tree.is_mark(words.end - 1) && !matches!(tree.word(words.end - 1), "%" | "?") {
        words.end -= 1;
    }
    words
}

fn opens_quotation(tree: &Tree, i: usize) -> bool {
    tree.quotation(i).is_some_and(|q| tree.quotations[q].whole.start == i)
}

/// Whether a word of a passage negates.
fn negates(tree: &Tree, inside: WordRange) -> bool {
    inside.iter().any(|i| {
        let lemma = tree.lemma(i).to_lowercase();
        lexicon::NEGATORS.has(tree.lower(i))
            || lexicon::DENYING_VERBS.has(&lemma)
            || lexicon::NOUNS_OF_DENIAL.has(&lemma)
            || lexicon::NEGATIVE_IMPLICATIVE_VERBS.has(&lemma)
    })
}

/// A relative pronoun or adverb.
fn is_relative(tree: &Tree, i: usize) -> bool {
    matches!(tree.tag(i), "WDT" | "WP" | "WP$" | "WRB") || tree.lower(i) == "that" && tree.tag(i) != "DT"
}

struct Builder<'a> {
    tree: &'a Tree<'a>,
    inside: WordRange,
    added: Addition,
}

impl Builder<'_> {
    /// Adds to the clause of `predicate` what it lacks; none where that cannot be found.
    fn complete(&mut self, predicate: usize, depth: usize) -> Option<()> {
        let tree = self.tree;
        if self.leaves_open(predicate) {
            return self.hang(predicate, depth);
        }
        let subject = tree.child(predicate, &["nsubj", "csubj", "expl"]);
        let own = subject.filter(|&s| !is_relative(tree, s));
        let relative = tree.relation(predicate) == "acl:relcl";
        match (clauses::is_finite(tree, predicate), own) {
            (true, Some(subject)) if !self.relative_within(predicate) => self.hold(subject),
            (true, _) if relative => self.stand_for_relative(predicate),
            (true, None) if tree.is(predicate, &["conj"]) => self.share_subject(predicate),
            (false, _) if tree.is(predicate, &["conj"]) && self.shares_auxiliary(predicate) => {
                self.share_subject(predicate)
            }
            // A headline leaves “be” out: “Ferry aground”, “12 killed in blast”, “Court to hear case”.
            (false, Some(subject)) if tree.relation(predicate) == "root" => self.be(predicate, subject),
            // “The crew, rescued by a trawler”.
            (false, None)
                if tree.relation(predicate) == "acl" && matches!(tree.tag(predicate), "VBN" | "VBG") =>
            {
                let noun = tree.head(predicate)?;
                self.name(noun, self.inside.start);
                self.be(predicate, noun)
            }
            _ => self.hang(predicate, depth),
        }
    }

    /// Whether a conjunction before a predicate leaves open if what follows is so: “if”, “whether”, “how”.
    fn leaves_open(&self, predicate: usize) -> bool {
        let tree = self.tree;
        tree.children(predicate).any(|c| {
            let first = c < predicate && !self.inside.is_empty() && c <= self.inside.start;
            let open = tree.is(c, &["mark"])
                && !lexicon::CONJUNCTIONS_OF_FACT.has(tree.lower(c))
                && tree.lower(c) != "to";
            let asks = matches!(tree.tag(c), "WRB" | "WP") && tree.is(predicate, &["ccomp", "csubj"]);
            first && (open || asks)
        })
    }

    /// Whether a relative pronoun that is no subject stands at the head of a relative clause.
    fn relative_within(&self, predicate: usize) -> bool {
        let tree = self.tree;
        let before = || self.inside.iter().take_while(|i| *i < predicate);
        tree.relation(predicate) == "acl:relcl"
            && (tree.children(predicate).any(|c| c < predicate && is_relative(tree, c))
                || before().any(|i| is_relative(tree, i) && tree.is_within(i, predicate)))
    }

    /// The subject is part of the sentence, wherever the passage begins.
    fn hold(&mut self, subject: usize) -> Option<()> {
        if !self.inside.contains(subject) {
            self.added.words.extend(noun_phrase(self.tree, subject));
        }
        Some(())
    }

    /// Puts a noun with what belongs to it before the word at `at`.
    fn name(&mut self, noun: usize, at: usize) {
        let words = noun_phrase(self.tree, noun);
        if words.iter().all(|w| self.inside.contains(*w)) {
            return;
        }
        let named = joined(self.tree, &words);
        let before = self.added.before.entry(at).or_default();
        *before = format!("{named} {before}").trim().to_owned();
    }

    /// “who left the bridge” is “[the mate] left the bridge”.
    fn stand_for_relative(&mut self, predicate: usize) -> Option<()> {
        let tree = self.tree;
        let noun = tree.head(predicate)?;
        let pronoun = tree.children(predicate).find(|&c| c <= predicate && is_relative(tree, c));
        let pronoun = pronoun.or_else(|| {
            // “whose hull was torn”, “in which they sat”.
            let before = self.inside.iter().take_while(|i| *i < predicate);
            before.into_iter().find(|&i| is_relative(tree, i))
        });
        let Some(pronoun) = pronoun else {
            // “the ship they left”.
            return self.hang(predicate, 1);
        };
        // “most of whom left”, and “who left”.
        let subjects = tree.child(predicate, &["nsubj"]);
        let subject = tree.is(pronoun, &["nsubj"]) || subjects.is_some_and(|s| tree.is_within(pronoun, s));
        match tree.tag(pronoun) {
            "WP$" => {
                let owner = joined(tree, &noun_phrase(tree, noun));
                self.added.before.insert(pronoun, format!("{owner}’s"));
            }
            // “where”, “when”: what follows is a sentence.
            "WRB" => {}
            _ if subject => {
                let named = joined(tree, &noun_phrase(tree, noun));
                self.added.before.insert(pronoun, named);
            }
            // “which the ministry kept secret” is “the ministry kept [it] secret”.
            _ if tree.is(pronoun, &["obj"]) => {
                let named = joined(tree, &noun_phrase(tree, noun));
                let mut verb = tree.head(pronoun)?;
                while let Some(below) = tree.child(verb, &["xcomp"]).filter(|&below| below > verb) {
                    verb = below;
                }
                self.added.before.insert(verb + 1, named);
            }
            _ => return self.hang(predicate, 1),
        }
        self.added.gone.push(pronoun);
        Some(())
    }

    /// “… and sank” has the subject of what it is joined to, and its auxiliaries where it has none.
    fn share_subject(&mut self, predicate: usize) -> Option<()> {
        let tree = self.tree;
        let mut first = predicate;
        for _ in 0..DEEPEST {
            let Some(above) = tree.head(first).filter(|_| tree.is(first, &["conj"])) else { break };
            first = above;
            if let Some(subject) = tree.child(first, &["nsubj", "csubj", "expl"]) {
                let mut words = Vec::new();
                let noun = if is_relative(tree, subject) {
                    tree.head(first).filter(|_| tree.is(first, &["acl"]))?
                } else {
                    subject
                };
                words.extend(noun_phrase(tree, noun));
                if !clauses::is_finite(tree, predicate) {
                    words.extend(tree.children(first).filter(|&c| tree.is(c, &["aux", "cop"])));
                }
                self.added.words.extend(words.into_iter().filter(|w| !self.inside.contains(*w)));
                return Some(());
            }
        }
        if tree.relation(first) == "acl:relcl" {
            return self.stand_for_relative(first);
        }
        self.hang(predicate, 1)
    }

    /// Whether what a predicate is joined to has the tense for both: “were killed and wounded”.
    fn shares_auxiliary(&self, predicate: usize) -> bool {
        let tree = self.tree;
        tree.head(predicate).is_some_and(|first| {
            tree.tag(first) == tree.tag(predicate) && tree.child(first, &["aux"]).is_some()
        })
    }

    /// Adds the form of “be” that a headline or a participle does without.
    fn be(&mut self, predicate: usize, subject: usize) -> Option<()> {
        let tree = self.tree;
        let many = matches!(tree.tag(subject), "NNS" | "NNPS")
            || tree.tag(subject) == "CD" && tree.lower(subject) != "one" && tree.word(subject) != "1"
            || tree.children(subject).any(|c| tree.is(c, &["conj"]));
        let past = tree.tag(predicate) == "VBN" || tree.relation(predicate) == "acl";
        let form = match (past, many) {
            (true, true) => "were",
            (true, false) => "was",
            (false, true) => "are",
            (false, false) => "is",
        };
        // Before what goes with it: “[is] not safe”, “[is] to hear”, “[was] badly hurt”.
        let own = |&c: &usize| {
            c < predicate && c > subject && !tree.is(c, &["nsubj", "punct", "cc"]) && !tree.is_mark(c)
        };
        let at = tree.children(predicate).find(own).unwrap_or(predicate).max(self.inside.start);
        let before = self.added.before.entry(at).or_default();
        *before = format!("{before} {form}").trim().to_owned();
        Some(())
    }

    /// Adds the clause that a passage hangs on.
    fn hang(&mut self, predicate: usize, depth: usize) -> Option<()> {
        let tree = self.tree;
        let above = tree.head(predicate).filter(|_| depth > 0)?;
        let core = |c: usize| {
            tree.is(
                c,
                &[
                    "nsubj", "csubj", "expl", "aux", "cop", "obj", "iobj", "compound", "xcomp", "det",
                    "nummod",
                ],
            ) || tree.is(c, &["amod", "nmod", "case", "flat", "fixed", "goeswith"])
                || lexicon::NEGATORS.has(tree.lower(c))
        };
        let frame = tree.subtree(above, |c| self.inside.contains(c) || !core(c));
        // What joins the two belongs to the frame: “denied that”, “asked whether”.
        let join = tree.children(predicate).filter(|&c| tree.is(c, &["mark", "case", "cc"]));
        let added: Vec<usize> = frame.into_iter().chain(join).filter(|w| !self.inside.contains(*w)).collect();
        self.added.words.extend(added);
        self.complete(above, depth - 1)
    }

    /// Adds what follows a passage and belongs to its verbs and pronouns: the object of “denied”, the clause of “what”.
    fn fill(&mut self) {
        let tree = self.tree;
        for i in self.inside.iter() {
            let pronoun = matches!(tree.lower(i), "what" | "those" | "one" | "ones" | "whatever");
            for c in tree.children(i).filter(|&c| c >= self.inside.end) {
                let object = tree.is(c, &["obj", "iobj", "xcomp", "flat", "ccomp"]);
                let clause = pronoun && tree.is(c, &["acl", "nmod"]);
                if !object && !clause {
                    continue;
                }
                let words = if tree.is(c, &["obj", "iobj"]) {
                    noun_phrase(tree, c)
                } else {
                    tree.subtree(c, |w| tree.is(w, &["parataxis", "advcl", "punct"]))
                };
                if words.len() <= LONGEST {
                    self.added.words.extend(words.into_iter().filter(|w| *w >= self.inside.end));
                }
            }
        }
    }

    /// What was found, as a sentence.
    fn sentence(self, top: usize) -> Option<Sentence> {
        let Builder { tree, inside, added: Addition { words, before, gone } } = self;
        let mut parts: Vec<(bool, String)> = Vec::new();
        let mut put = |is_added: bool, text: &str, close: bool| match parts.last_mut() {
            Some((last, run)) if *last == is_added => {
                if !close {
                    run.push(' ');
                }
                run.push_str(text);
            }
            _ => parts.push((is_added, text.to_owned())),
        };
        let all: Vec<usize> = {
            let mut all: Vec<usize> = inside.iter().chain(words).filter(|i| !gone.contains(i)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        for (n, &i) in all.iter().enumerate() {
            for (_, text) in before.range(if n == 0 { 0 } else { all[n - 1] + 1 }..=i) {
                put(true, text, false);
            }
            let close = n > 0 && touch(tree, all[n - 1], i);
            put(!inside.contains(i), tree.word(i), close);
        }
        for (_, text) in before.range(all.last().map_or(0, |last| last + 1)..) {
            put(true, text, false);
        }
        let count = all.len() + before.len();
        let added = all.len() - inside.iter().filter(|i| !gone.contains(i)).count() + before.len();
        let mut text = String::new();
        for (is_added, part) in &parts {
            if !text.is_empty() && !part.starts_with([',', '.', ';', ':', '?', '!', '’']) {
                text.push(' ');
            }
            text.push_str(&if *is_added { format!("[{part}]") } else { part.clone() });
        }
        let subject = tree.child(top, &["nsubj", "expl"]);
        let vague = subject.is_some_and(|s| tree.upos(s) == Upos::Pron && inside.contains(s));
        let asks = tree.word(inside.end) == "?";
        if asks {
            text.push('?');
        }
        let spoken = inside.iter().all(|i| tree.quotation(i).is_some()) || text.contains('?');
        let cost = (count as f64 - PLAIN as f64).abs() * LENGTH
            + added as f64 * ADDED
            + if vague { PRONOUN } else { 0.0 }
            + if spoken { SPOKEN } else { 0.0 };
        Some(Sentence { text: finished(&one_line(&text)), cost })
    }
}

/// A noun with what belongs to it: neither clauses, nor what it is joined to in other words.
fn noun_phrase(tree: &Tree, noun: usize) -> Vec<usize> {
    let out = |c: usize| {
        tree.is(c, &["acl", "appos", "parataxis", "cc", "conj", "punct", "dep", "orphan"])
            || tree.is(c, &["case"]) && tree.head(c) == Some(noun)
    };
    let words = tree.subtree(noun, out);
    words.into_iter().filter(|&w| !tree.is_mark(w) || tree.word(w) == "$").collect()
}

/// Whether no space stands between two words that follow one another.
fn touch(tree: &Tree, before: usize, i: usize) -> bool {
    before + 1 == i && tree.words[before].bytes.end == tree.words[i].bytes.start
}

/// Words with the spaces that they have in the text.
fn joined(tree: &Tree, words: &[usize]) -> String {
    let mut text = String::new();
    for (n, &i) in words.iter().enumerate() {
        let close = n > 0 && touch(tree, words[n - 1], i);
        if n > 0 && !close {
            text.push(' ');
        }
        text.push_str(tree.word(i));
    }
    text
}

/// With quotation marks in pairs, a capital and a full stop.
fn finished(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [('“', '”'), ('(', ')')] {
        let count = |c: char| text.matches(c).count();
        if count(open) != count(close) {
            text.retain(|c| c != open && c != close);
        }
    }
    if text.matches('"').count() % 2 == 1 {
        text.retain(|c| c != '"');
    }
    let text = text.trim().trim_end_matches([',', ';', ':', '–', '—', '-', ' ']);
    let mut capital = false;
    let mut made: String = text
        .chars()
        .map(|c| {
            let first = !capital && c.is_alphanumeric();
            capital |= first;
            if first { c.to_uppercase().next().unwrap_or(c) } else { c }
        })
        .collect();
    if !made.trim_end_matches(['”', '"', '’', ']', ')']).ends_with(['.', '?', '!', '…']) {
        made.push('.');
    }
    made
}

#[cfg(test)]
mod tests {
    use crate::{Document, Model, brief};

    /// Checks that one of the claims of a text has this title.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let model = Model::builtin().expect("the model is sound");
        let ledger = brief(&model, vec![Document::from_text("a.txt", text)], Vec::new()).value.ledger;
        let titles: Vec<&str> = ledger.claims.iter().map(|c| c.title.as_str()).collect();
        assert!(titles.contains(&expect), "{expect:?} is not in {titles:?}");
    }

    #[test]
    fn a_whole_clause_is_its_own_title() {
        check("The crew struck a reef and sank.", "The crew struck a reef and sank.");
        check("“The ferry is aground,” the harbour master said.", "The ferry is aground.");
    }

    #[test]
    fn marks_of_emphasis_do_not_stand_in_a_title() {
        check("The car ferry *Maren* struck a **sharp** reef.", "The car ferry Maren struck a sharp reef.");
        check("The crew counted 5*3 barrels and left.", "The crew counted 5*3 barrels and left.");
    }

    #[test]
    fn what_a_pronoun_stands_for_is_added() {
        check(
            "The strike was led by the crane driver Olav Bye, who has worked there since 1989 and heads the union of its crews.",
            "[The crane driver] heads the union of its crews.",
        );
        check(
            "The committee heard of a secret report, which the ministry had tried to keep in a safe for years.",
            "The ministry had tried to keep [a secret report] in a safe for years.",
        );
    }

    #[test]
    fn the_clause_above_is_added() {
        check(
            "The wave hit the old pier on Monday, killing two fishermen.",
            "[The wave hit the old pier] killing two fishermen.",
        );
        check(
            "The captain asked whether the pump was working.",
            "[The captain asked] whether the pump was working.",
        );
    }

    #[test]
    fn what_is_denied_says_so() {
        check(
            "The harbour master denied that the hull was torn.",
            "[The harbour master denied that] the hull was torn.",
        );
    }
}
