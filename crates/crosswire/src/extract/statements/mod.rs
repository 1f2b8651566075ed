//! Who says what: attribution relations of one article, read off its syntax.
//!
//! In reading order: [`cues`] (the words that attribute), [`source`], [`apposition`] and [`span`] (who speaks, where a cue and
//! a content begin and end), then the families of patterns, each with what it finds and where it fails: [`clause`] ("X said that …"),
//! [`object`] ("X criticised …"), [`noun`] ("the claim that …"), [`adjective`] ("X is confident that …"), [`according`]
//! ("according to X"), [`unnamed`] ("reportedly"), [`label`] ("X: …"), [`post`] (a post and its writer); [`quotation`] (what
//! stands in quotation marks), [`voice`] (sentences that go on in someone's voice), [`relay`] (through whom).

mod source;
mod apposition;
mod span;
mod clause;
mod object;
mod noun;
mod adjective;
mod according;
mod unnamed;
mod label;
mod post;
mod quotation;
mod voice;
mod relay;

use super::Refusal;
use crate::annotate::Annotation;
use crate::annotate::tree::Tree;
use crate::lexicon::cues::{self, Frame};
use crate::text::{Article, BlockKind};
use crosswire_lang::{ByteRange, Upos, WordRange};
use crosswire_model::Quote;
use rustc_hash::FxHashMap;

/// Whether a verb takes what is said as a clause or a quotation: "say", "warn".
pub(super) fn says(lemma: &str) -> bool {
    let cue = cues::verb(lemma);
    cue.takes(Frame::Quote) || cue.takes(Frame::Clause)
}

/// An attribution as the words give it: who is named is not resolved yet. Byte offsets into the article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// What is said, in order; more than one piece where the cue stands within it.
    pub content: Vec<ByteRange>,
    /// The "that" directly before the content. Annotators of attribution corpora count it in; a reader does not.
    pub that: Option<ByteRange>,
    /// The words that attribute. None where a sentence goes on in the voice of the one before.
    pub cue: Option<ByteRange>,
    /// The words that name the source. None where no one is named ("reportedly").
    pub source: Option<ByteRange>,
    /// What "who" or "which" stands for, where the source is no more than that.
    pub antecedent: Option<ByteRange>,
    /// The words that name relays, nearest to the source first.
    pub via: Vec<ByteRange>,
    /// Whether the relays are such by what they do: "X quoted Y as saying", "X, citing Y, said".
    pub quoting: bool,
    /// Whether the relay is to be looked for before this sentence ("he reportedly said").
    pub relayed: bool,
    /// Whether it stands within the content of another: what X says that Y says.
    pub nested: bool,
    /// How many words the content has.
    pub content_words: usize,
    /// What the source does: says it, thinks it, wants it.
    pub act: Act,
    /// Whether the words are the source's own.
    pub quote: Quote,
}

/// What a source does with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Says, writes, reports, shows, asks: "said that it sank", "confirmed the loss".
    Says,
    /// Thinks, knows, feels: "believes that it sank", "is sure that it did".
    Thinks,
    /// Asks another to do something: "urged them to pay".
    Asks,
    /// Wants, plans, promises or refuses to do something: "vowed to pay".
    Wants,
    /// Takes a stance on a thing: "criticised the plan", "is wary of it".
    Judges,
    /// Leaves open: "did not say whether it sank".
    Withholds,
    /// No one in particular: "it seems that it sank".
    Seems,
}

impl Attribution {
    /// Whether it belongs in a ledger: what was said, thought or asked for can be borne out or disputed. An aim, a stance
    /// on a thing and an impression cannot.
    pub fn is_statement(&self) -> bool {
        self.left_out().is_none()
    }

    /// Why it does not belong in a ledger, where it does not.
    fn left_out(&self) -> Option<Why> {
        match self.act {
            Act::Wants => Some("an aim: nobody can bear it out"),
            Act::Judges => Some("a stance on a thing: nobody can bear it out"),
            Act::Withholds => Some("it leaves open what it speaks of"),
            Act::Seems => Some("the word of no one in particular"),
            Act::Says if self.quote == Quote::Indirect && self.content_words <= 1 => {
                Some("one word outside quotation marks says nothing")
            }
            Act::Says | Act::Thinks | Act::Asks => None,
        }
    }
}

/// Why something is no attribution, in words that end “…: it …”.
type Why = &'static str;

/// What a pattern makes of a word: an attribution, or why there is none.
type Tried = Result<Found, Why>;

/// The pattern is of other words, or of other trees.
pub(crate) const NOT_HERE: Why = "nothing depends on it that it could take";

/// A verb without a subject, or with one such as “this”.
const NO_SPEAKER: Why = "it has no subject that can speak";

/// What a second pattern makes of a word that a first refused. Of two refusals the one that tells more stands.
fn nearest(first: Why, second: Tried) -> Tried {
    second.map_err(|why| if first == NOT_HERE { why } else { first })
}

/// An attribution in word indices, while it is being found.
#[derive(Debug, Clone)]
struct Found {
    content: Vec<WordRange>,
    /// Empty where there is none.
    cue: WordRange,
    /// The word that attributes.
    head: usize,
    source: Option<WordRange>,
    antecedent: Option<WordRange>,
    via: Vec<WordRange>,
    quoting: bool,
    relayed: bool,
    nested: bool,
    /// Whether all of it is the source's own words, without quotation marks.
    posted: bool,
    act: Act,
}

impl Found {
    /// `content` in order.
    fn new(content: Vec<usize>, cue: WordRange, head: usize) -> Self {
        Found {
            content: runs(&content),
            cue,
            head,
            source: None,
            antecedent: None,
            via: Vec::new(),
            quoting: false,
            relayed: false,
            nested: false,
            posted: false,
            act: Act::Says,
        }
    }

    fn of_verb(tree: &Tree, verb: usize, content: Vec<usize>, who: Option<usize>) -> Self {
        let mut found = Found::new(content, span::verb(tree, verb), verb);
        found.name(tree, who);
        found
    }

    /// Names the source by its head.
    fn name(&mut self, tree: &Tree, who: Option<usize>) {
        let Some(who) = who else { return };
        self.source = Some(source::phrase(tree, source::publisher(tree, who), self.head));
        let antecedent = source::antecedent(tree, who).map(|a| source::publisher(tree, a));
        self.antecedent = antecedent.map(|a| source::phrase(tree, a, self.head));
    }

    /// Takes a preposition that directly follows the cue into it: "called on", "criticised by".
    fn extend_cue(&mut self, preposition: Option<usize>) {
        if preposition == Some(self.cue.end) {
            self.cue.end += 1;
        }
    }

    fn with(mut self, act: Act) -> Self {
        self.act = act;
        self
    }

    /// The words of the content, in order.
    fn words(&self) -> impl Iterator<Item = usize> {
        self.content.iter().flat_map(Clone::clone)
    }

    /// Leaves only some words in the content.
    fn keep(&mut self, keep: impl Fn(usize) -> bool) {
        let kept: Vec<usize> = self.words().filter(|&w| keep(w)).collect();
        self.content = runs(&kept);
    }

    fn holds(&self, word: usize) -> bool {
        self.content.iter().any(|piece| piece.contains(word))
    }

    fn len(&self) -> usize {
        self.content.iter().map(|piece| piece.len()).sum()
    }
}

/// The runs of neighbours in a list of words.
fn runs(words: &[usize]) -> Vec<WordRange> {
    words.chunk_by(|a, b| a + 1 == *b).map(|run| WordRange::new(run[0], run[run.len() - 1] + 1)).collect()
}

/// Finds the attributions of an article, in order of their content.
pub fn find(article: &Article, annotation: &Annotation) -> Vec<Attribution> {
    search(article, annotation, &mut |_, _, _| ())
}

/// Where attributions were looked for in an article and none was found, in order of place. A word may be refused by several
/// patterns, and taken by another.
pub fn refusals(article: &Article, annotation: &Annotation) -> Vec<Refusal> {
    let tree = Tree::new(article, annotation);
    let mut refusals = Vec::new();
    let found = search(article, annotation, &mut |words: WordRange, by, why| {
        refusals.push(Refusal { bytes: tree.bytes(words), by, why });
    });
    for (attribution, why) in found.iter().filter_map(|a| Some((a, left_out(article, a)?))) {
        let bytes = attribution.cue.unwrap_or(attribution.content[0]);
        refusals.push(Refusal { bytes, by: "left out of the ledger", why });
    }
    refusals.sort_by_key(|r| r.bytes.start);
    refusals
}

/// As [`find`]; `refuse` is told of words (by index) that are refused, by what and why.
fn search(
    article: &Article,
    annotation: &Annotation,
    refuse: &mut impl FnMut(WordRange, &'static str, Why),
) -> Vec<Attribution> {
    let tree = Tree::new(article, annotation);
    let mut found = Vec::new();
    let mut blocks = article.blocks.iter().peekable();
    for sentence in &annotation.language.sentences {
        while blocks.next_if(|b| b.bytes.end <= sentence.bytes.start).is_some() {}
        let evidence = blocks.peek().is_some_and(|b| b.kind == BlockKind::Paragraph)
            && !article.is_repeated(sentence.bytes);
        if evidence {
            let end = blocks.peek().map_or(sentence.bytes.end, |b| b.bytes.end);
            let block = tree.words.partition_point(|w| w.bytes.start < end);
            found.extend(in_sentence(&tree, sentence.words, block, refuse));
        }
    }
    for block in
        article.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph && !article.is_repeated(b.bytes))
    {
        match post::find(&tree, block.bytes) {
            Ok(one) => found.push(one),
            Err(NOT_HERE) => {}
            Err(why) => refuse(tree.within(block.bytes), "post", why),
        }
    }
    for unspoken in quotation::complete(&tree, article, &mut found) {
        refuse(unspoken, "quotation", "nobody is seen to speak it");
    }
    settle(&tree, &mut found, refuse);
    voice::go_on(&tree, &mut found);
    let mut attributions = Vec::with_capacity(found.len());
    for one in found {
        let head = one.head;
        match attribution(&tree, one) {
            Some(one) => attributions.push(one),
            None => refuse(WordRange::one(head), "content", "nothing but marks would be said"),
        }
    }
    attributions.sort_by_key(|a| (a.content[0].start, a.content[0].end, a.cue.map(|c| c.start)));
    attributions.dedup_by(|b, a| a.content == b.content);
    attributions
}

/// The attributions of an article that belong in a ledger.
///
/// What "I" and "we" say is left out: within another's words it is that other's and stands there already, outside them it is
/// the article's own voice.
pub fn statements(article: &Article, annotation: &Annotation) -> Vec<Attribution> {
    find(article, annotation).into_iter().filter(|a| left_out(article, a).is_none()).collect()
}

/// Why an attribution of an article does not belong in a ledger, where it does not.
fn left_out(article: &Article, attribution: &Attribution) -> Option<Why> {
    let source = attribution.source.map(|s| article.text(s).to_lowercase());
    let own = matches!(source.as_deref(), Some("i" | "we" | "my" | "our"));
    attribution
        .left_out()
        .or(own.then_some("“I” and “we” speak within another's words, or for the article itself"))
}

/// The attributions that the syntax of one sentence shows.
fn in_sentence(
    tree: &Tree,
    words: WordRange,
    block: usize,
    refuse: &mut impl FnMut(WordRange, &'static str, Why),
) -> Vec<Found> {
    let mut found: Vec<Found> = according::comes_from(tree, words).into_iter().collect();
    match label::find(tree, words, block) {
        Ok(one) => found.push(one),
        Err(why) => refuse(WordRange::one(words.start), "label", why),
    }
    for word in words {
        for &(family, find) in families(tree.upos(word)) {
            match find(tree, word) {
                Ok(one) => {
                    found.push(one);
                    break;
                }
                Err(why) => refuse(WordRange::one(word), family, why),
            }
        }
    }
    part_voices(tree, &mut found);
    if let Some(tag) = relay::attach(tree, words, &mut found) {
        refuse(WordRange::one(tag), "relay", "it names the relay of the statement beside it");
    }
    found
}

/// A family of patterns: its name, and what it makes of a word.
type Family = (&'static str, fn(&Tree, usize) -> Tried);

/// The families that look at a word of this kind; the first that finds an attribution has it.
fn families(kind: Upos) -> &'static [Family] {
    match kind {
        Upos::Verb | Upos::Aux => {
            &[("according", according::find), ("clause", clause::find), ("object", object::find)]
        }
        Upos::Noun => &[("noun", noun::find)],
        Upos::Adj => &[("adjective", adjective::find)],
        _ => &[("according", according::find), ("unnamed", unnamed::find)],
    }
}

/// Takes from what one says the clause in which another speaks: "said it was aground, while residents said …", "insisted that
/// it was gone, although the army disagreed, saying …".
fn opposed_voices(tree: &Tree, found: &mut [Found]) {
    for outer in 0..found.len() {
        let (Some(last), head) = (found[outer].content.last().map(|p| p.end), found[outer].head) else {
            continue;
        };
        let speaks = |verb: usize| {
            tree.child(verb, &["mark"]).is_some_and(|m| {
                matches!(tree.lower(m), "while" | "whereas" | "although" | "though") && m > head
            }) && cues::is_verb(tree.upos(verb), tree.lemma(verb))
                && tree.quotation(verb).is_none()
        };
        let found_in =
            (head + 1..last).find(|&i| found[outer].holds(i) && tree.is(i, &["advcl"]) && speaks(i));
        let Some((verb, who)) = found_in.and_then(|verb| Some((verb, source::own(tree, verb)?))) else {
            continue;
        };
        let begins = tree.subtree(verb, |_| false)[0];
        if found[outer].words().filter(|&w| w < begins).count() < 2 {
            continue;
        }
        found[outer].keep(|w| w < begins);
        // "… disagreed, saying": the second cue is the other's as well.
        let also = |f: &Found| {
            f.head > verb && f.head < last && tree.tag(f.head) == "VBG" && source::own(tree, f.head).is_none()
        };
        for inner in found.iter_mut().filter(|f| also(f)) {
            inner.name(tree, Some(who));
        }
    }
}

/// Takes from what one says the clause in which the same one goes on: "he said it sank but added that …", "“…,” he said,
/// adding that …", where the tree hangs the second verb on what the first one says.
fn part_voices(tree: &Tree, found: &mut [Found]) {
    opposed_voices(tree, found);
    for inner in 0..found.len() {
        let verb = found[inner].head;
        let cue = cues::verb(tree.lemma(verb));
        let xpos = tree.tag(verb);
        let speaks = cue.takes(Frame::Clause) || cue.takes(Frame::Quote) || cue.takes(Frame::Call);
        if !speaks || tree.child(verb, &["nsubj"]).is_some() || source::is_passive(tree, verb) {
            continue;
        }
        let words = tree.subtree(verb, |_| false);
        let comma =
            words[0].checked_sub(1).is_some_and(|i| tree.word(i) == ",") || tree.word(words[0]) == ",";
        let beside = tree.is(verb, &["advcl"]) && xpos == "VBG" && comma;
        let joined = tree.is(verb, &["conj"]);
        // "said … and did not say": the auxiliary tells the tense.
        let tense = tree.child(verb, &["aux"]).map_or(xpos, |aux| tree.tag(aux));
        let outer = found.iter().position(|f| {
            let of = cues::verb(tree.lemma(f.head));
            f.head != verb
                && f.holds(verb)
                && f.source.is_some()
                && of.takes(Frame::Clause)
                && (beside && f.head < verb || joined && tree.tag(f.head) == tense && f.head < verb)
        });
        // "the army disagreed, saying …": the army says.
        let own = tree.head(verb).is_some_and(|h| {
            cues::is_verb(tree.upos(h), tree.lemma(h))
                && tree.quotation(h) == tree.quotation(verb)
                && source::own(tree, h).is_some()
        });
        // "said X called and asked": X asks.
        let shared = tree.head(verb).filter(|_| joined).and_then(|h| source::own(tree, h)).is_some_and(|w| {
            tree.upos(w) == Upos::Propn || tree.tag(w) == "PRP" && !matches!(tree.lower(w), "it" | "they")
        });
        let shared = shared && tree.lemma(verb) != "add";
        let parted = beside && !own || joined && !shared && tree.quotation(verb).is_none();
        let Some(outer) = outer.filter(|_| parted) else {
            continue;
        };
        let stays = |w: usize| words.binary_search(&w).is_err();
        if found[outer].words().filter(|&w| stays(w)).count() > 1 {
            found[outer].keep(stays);
            (found[inner].source, found[inner].antecedent) = (found[outer].source, found[outer].antecedent);
        }
    }
}

/// Takes from what one says the tag of another around it: "X said that it sank, the agency reported".
fn tags(found: &mut [Found]) {
    let mut places: Vec<usize> = (0..found.len()).collect();
    places.sort_by_key(|&n| found[n].head);
    for (place, &inner) in places.iter().enumerate() {
        // A tag stands in the same sentence, and few cues stand between.
        for &tag in places[place + 1..].iter().take(6) {
            let around = found[tag].holds(found[inner].head) && found[inner].holds(found[tag].head);
            let closes = found[tag].content.last().is_some_and(|piece| piece.end <= found[tag].head);
            if around && closes {
                let start = found[tag].source.iter().chain([&found[tag].cue]).map(|r| r.start).min();
                let start = start.unwrap_or(found[tag].head);
                found[inner].keep(|word| word < start);
            }
        }
    }
}

/// Drops what another says better, and marks what stands within another's content.
fn settle(tree: &Tree, found: &mut Vec<Found>, refuse: &mut impl FnMut(WordRange, &'static str, Why)) {
    tags(found);
    // "expressed concern about it": the noun says more than the verb; "continued to criticise": the last verb does.
    let mut cues: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
    for one in found.iter() {
        one.cue.iter().for_each(|word| cues.entry(word).or_default().push((one.head, one.cue.len())));
    }
    let says_more = |f: &Found, &(head, length): &(usize, usize)| head != f.head && length > f.cue.len();
    let covered: Vec<bool> = found
        .iter()
        .map(|f| cues.get(&f.head).is_some_and(|others| others.iter().any(|o| says_more(f, o))))
        .collect();
    let mut covered = covered.into_iter();
    found.retain(|f| {
        let covered = covered.next().unwrap_or(false);
        if covered {
            refuse(WordRange::one(f.head), "cue", "a longer cue holds it and says more");
        }
        !covered
    });
    let mut holders: FxHashMap<usize, Vec<usize>> = found.iter().map(|f| (f.head, Vec::new())).collect();
    for (n, one) in found.iter().enumerate() {
        for word in one.words() {
            if let Some(holders) = holders.get_mut(&word) {
                holders.push(n);
            }
        }
    }
    for n in 0..found.len() {
        // Where each holds the other's cue, the one that says more is the outer.
        let outer =
            |&m: &usize| m != n && !(found[n].holds(found[m].head) && found[m].len() <= found[n].len());
        found[n].nested = !found[n].cue.is_empty() && holders[&found[n].head].iter().any(outer);
    }
    // What a quotation holds of others' words is kept only where someone speaks the quotation.
    found.retain(|f| {
        let heard = f.nested || f.cue.is_empty() || tree.quotation(f.head).is_none();
        if !heard {
            refuse(
                WordRange::one(f.head),
                "quotation",
                "it stands in a quotation that nobody is seen to speak",
            );
        }
        heard
    });
}

/// Trims the content to what is said and drops what is too little to be said at all.
fn attribution(tree: &Tree, found: Found) -> Option<Attribution> {
    let mut pieces: Vec<WordRange> =
        found.content.into_iter().map(|p| trim(tree, p)).filter(|p| !p.is_empty()).collect();
    if let Some(last) = pieces.last_mut() {
        last.end = aside(tree, *last).unwrap_or(last.end);
    }
    let mut that = None;
    if let Some(first) = pieces.first_mut()
        && tree.lower(first.start) == "that"
        && tree.is(first.start, &["mark"])
    {
        that = Some(tree.bytes(WordRange::one(first.start)));
        *first = trim(tree, WordRange::new(first.start + 1, first.end));
    }
    pieces.retain(|p| !p.is_empty());
    let all: usize = pieces.iter().map(|p| p.len()).sum();
    if all == 0 {
        return None;
    }
    let marked = pieces.iter().flat_map(Clone::clone).filter(|&i| tree.quotation(i).is_some()).count();
    let quote = match marked {
        _ if found.posted => Quote::Direct,
        0 => Quote::Indirect,
        n if n >= all => Quote::Direct,
        _ => Quote::Mixed,
    };
    let bytes = |words: WordRange| (!words.is_empty()).then(|| tree.bytes(words));
    Some(Attribution {
        content: pieces.iter().map(|p| tree.bytes(*p)).collect(),
        that,
        cue: bytes(found.cue),
        source: found.source.and_then(bytes),
        antecedent: found.antecedent.and_then(bytes),
        via: found.via.into_iter().filter_map(bytes).collect(),
        quoting: found.quoting,
        relayed: found.relayed,
        nested: found.nested,
        content_words: all,
        // Whatever the verb, what stands in quotation marks at length was said.
        act: if quote != Quote::Indirect && marked > 3 && !found.nested { Act::Says } else { found.act },
        quote,
    })
}

/// Where a content is cut since ", which …" or ", who …" ends it: an aside of the outlet as likely as the source's word.
fn aside(tree: &Tree, piece: WordRange) -> Option<usize> {
    let outside = tree.quotation(piece.end - 1).is_none();
    // ", a claim that witnesses dispute"
    let comments = |i: usize| {
        matches!(tree.lower(i), "a" | "an")
            && (i + 1..i + 3)
                .any(|n| tree.upos(n) == Upos::Noun && cues::noun(tree.lemma(n)).takes(Frame::That))
    };
    (piece.start + 2..piece.end).rev().find(|&i| {
        outside
            && tree.word(i) == ","
            && (matches!(tree.lower(i + 1), "which" | "who" | "whom" | "whose") || comments(i + 1))
            && (i + 1..piece.end).all(|w| !tree.is_mark(w))
    })
}

/// Cuts commas, full stops and whole quotation marks from the ends of a piece.
fn trim(tree: &Tree, mut piece: WordRange) -> WordRange {
    // A mark is kept where its other half stands inside the piece, and more with it.
    let half = |i: usize, piece: WordRange| {
        let q = tree.quotation(i).map(|q| &tree.quotations[q]);
        q.is_some_and(|q| piece.covers(q.whole) && q.whole != piece)
    };
    let is_quote =
        |i: usize| matches!(tree.word(i), "“" | "”" | "\"" | "''" | "``" | "«" | "»" | "‘" | "’" | "'");
    while !piece.is_empty() {
        let (first, last) = (piece.start, piece.end - 1);
        if tree.is_mark(first)
            && !matches!(tree.word(first), "(" | "[" | "$" | "£" | "€" | "#" | "@")
            && !(is_quote(first) && half(first, piece))
        {
            piece.start += 1;
        } else if tree.is_mark(last)
            && !matches!(tree.word(last), ")" | "]" | "%" | "?" | "!")
            && !(is_quote(last) && half(last, piece))
        {
            piece.end -= 1;
        } else {
            break;
        }
    }
    piece
}
