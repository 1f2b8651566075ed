//! Through whom a source was heard, beyond what the syntax of a cue shows.
//!
//! An outlet that the sentence names beside a cue: "said on Skerri TV", "in a Skerri interview, X said", "who spoke to
//! Skerri", "confirmed the loss to Skerri". Found by position, among the outlets that [`super::outlets`] knows: a preposition
//! of speech stands before the name, and the name stands outside what is said. It goes with the cue before it, else with the
//! first after it. Fails where the phrase says what was spoken of ("said on Skerri's future that …").
//!
//! Whoever says that another says something is a relay of it: "the king denied it, the president said". And what one says in
//! the sentences next to one that names a relay came through that relay, where no other occasion is named.

use super::discourse::Discourse;
use super::key::Key;
use super::mention::Mention;
use super::{Mentions, Named, id, speaker};
use crate::extract::statements::Attribution;
use crate::lexicon;
use crosswire_lang::{ByteRange, Upos, WordRange};
use crosswire_model::SourceId;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// How many sentences on someone is still heard through the same relay.
const NEXT: usize = 2;

/// An attribution's words.
pub(super) struct Placed {
    cue: Option<usize>,
    source: WordRange,
    content: Vec<WordRange>,
}

impl Placed {
    pub(super) fn new(discourse: &Discourse, attribution: &Attribution) -> Self {
        let words = |bytes: ByteRange| discourse.tree.within(bytes);
        Placed {
            cue: attribution.cue.map(|cue| words(cue).end - 1),
            source: attribution.source.map(words).unwrap_or_default(),
            content: attribution.content.iter().copied().map(words).collect(),
        }
    }

    /// The outlets named beside its cue, of those of an article.
    pub(super) fn relays<'k>(&self, beside: &'k ByCue) -> impl Iterator<Item = &'k Key> {
        beside.get(&self.cue).filter(|_| self.cue.is_some()).into_iter().flatten().copied()
    }

    fn holds(&self, word: usize) -> bool {
        self.content.iter().any(|piece| piece.contains(word))
    }
}

/// An outlet to whom a sentence says that somebody spoke.
pub(super) struct Medium {
    /// The first word of its name.
    pub(super) at: usize,
    pub(super) key: Key,
    /// The cue that it goes with; none where its sentence attributes nothing: "She spoke to Skerri."
    pub(super) cue: Option<usize>,
}

/// The outlets that stand beside each cue, and those beside none.
pub(super) type ByCue<'a> = FxHashMap<Option<usize>, Vec<&'a Key>>;

pub(super) fn by_cue(media: &[Medium]) -> ByCue<'_> {
    let mut beside = ByCue::default();
    for medium in media {
        beside.entry(medium.cue).or_default().push(&medium.key);
    }
    beside
}

/// The outlets from whose text a block is taken, "… (via the Harbour Mirror):", in order, each with the block's words: to the
/// end of the next paragraph.
pub(super) fn quoted(discourse: &Discourse) -> Vec<(WordRange, Key)> {
    let tree = &discourse.tree;
    let marked = |at: usize| {
        let before = (at.saturating_sub(2)..at).rev().find(|&i| tree.lower(i) != "the");
        let close = (at..(at + 6).min(tree.words.len())).find(|&i| tree.word(i) == ")");
        before.is_some_and(|i| i > 0 && tree.lower(i) == "via" && tree.word(i - 1) == "(")
            && close.is_some_and(|i| i + 1 < tree.words.len() && tree.word(i + 1) == ":")
    };
    let block = |at: usize| {
        let breaks = |i: &usize| {
            tree.between(ByteRange::new(tree.words[i - 1].bytes.end, tree.words[*i].bytes.start))
                .matches("\n\n")
                .count()
        };
        let mut left = 1;
        let goes_on = |i: &usize| {
            let breaks = breaks(i);
            let here = breaks <= left;
            left = left.saturating_sub(breaks);
            here
        };
        let last = (at + 1..tree.words.len()).take_while(goes_on).last();
        WordRange::new(at + 1, last.map_or(at, |last| last) + 1)
    };
    discourse.media().filter(|&(at, _)| marked(at)).map(|(at, key)| (block(at), key.clone())).collect()
}

/// The outlets to whom sentences of an article say that somebody spoke, in order.
pub(super) fn find(discourse: &Discourse, placed: &[Placed]) -> Vec<Medium> {
    let mut cues: Vec<(usize, usize)> =
        placed.iter().enumerate().filter_map(|(n, p)| Some((p.cue?, n))).collect();
    cues.sort_unstable();
    let mut found = Vec::new();
    for (at, key) in discourse.media() {
        let Some(before) = introduced(discourse, at) else { continue };
        let sentence = discourse.tree.sentence(at);
        let near = &cues
            [cues.partition_point(|c| c.0 < sentence.start)..cues.partition_point(|c| c.0 < sentence.end)];
        let verb = discourse.tree.upos(before) == Upos::Verb;
        let free =
            |&&(_, n): &&(usize, usize)| !placed[n].holds(at) && (!placed[n].source.contains(at) || verb);
        let last = near.iter().rev().filter(|c| c.0 < at).find(free);
        let cue = last.or_else(|| near.iter().filter(|c| c.0 > at).find(free)).map(|c| c.0);
        if cue.is_some() || near.is_empty() {
            found.push(Medium { at, key: key.clone(), cue });
        }
    }
    found
}

/// The word before the preposition of speech, or the "told", that introduces the phrase in which an outlet's name stands.
fn introduced(discourse: &Discourse, name: usize) -> Option<usize> {
    let tree = &discourse.tree;
    if tree.quotation(name).is_some() && tree.quotation(name) == tree.quotation(name.checked_sub(3)?) {
        return None;
    }
    let start = tree.sentence(name).start;
    let nominal = |i: &usize| {
        matches!(tree.upos(*i), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
            || matches!(tree.word(*i), "“" | "\"" | "'s" | "’s" | "'" | "-")
    };
    let first = (start..name).rev().take(6).take_while(nominal).last().unwrap_or(name);
    let preposition = first.checked_sub(1).filter(|&i| i >= start)?;
    match tree.lower(preposition) {
        "told" | "tell" | "tells" | "telling" => Some(preposition),
        "to" | "with" | "on" | "in" | "during" | "by" if tree.upos(preposition) == Upos::Adp => {
            let before = preposition.checked_sub(1).filter(|&i| i >= start);
            let published = before.is_some_and(|i| tree.tag(i) == "VBN");
            let occasion = (name..(name + 5).min(tree.sentence(name).end))
                .take_while(|&i| i == name || nominal(&i))
                .any(|i| lexicon::CIRCUMSTANCES_OF_SPEECH.has(tree.lemma(i)));
            match tree.lower(preposition) {
                "by" => published.then_some(preposition),
                "in" => occasion.then(|| before.unwrap_or(preposition)),
                _ => Some(before.unwrap_or(preposition)),
            }
        }
        _ => None,
    }
}

/// Whether a sentence says on what other occasion something was said: "told reporters", "in a statement".
fn elsewhere(discourse: &Discourse, placed: &Placed) -> bool {
    let Some(cue) = placed.cue else { return false };
    let tree = &discourse.tree;
    tree.sentence(cue).iter().any(|i| {
        tree.upos(i) == Upos::Noun
            && !placed.holds(i)
            && !placed.source.contains(i)
            && lexicon::OTHER_OCCASIONS_OF_SPEECH.has(tree.lemma(i))
    })
}

/// The attributions of one article with what is known of them.
pub(super) struct Run<'a> {
    pub(super) attributions: &'a [Attribution],
    pub(super) mentions: &'a [Mentions],
    pub(super) placed: &'a [Placed],
    pub(super) media: &'a [Medium],
    pub(super) beside: &'a ByCue<'a>,
    /// The outlets from whose text a block is taken, as [`quoted`] finds them.
    pub(super) blocks: &'a [(WordRange, Key)],
    /// Whom each names.
    pub(super) keys: &'a [Option<Key>],
    /// The word of each at which it names its source.
    pub(super) at: &'a [usize],
    /// The names of the outlet that published the article.
    pub(super) own: &'a BTreeSet<Key>,
}

impl Run<'_> {
    /// Makes whoever says that another says something the relay of it.
    pub(super) fn pass_on(&self, named: &mut [Named]) {
        let length = |i: usize| self.attributions[i].content.iter().map(|c| c.len()).sum::<usize>();
        let mut order: Vec<usize> = (0..named.len()).filter(|&i| self.attributions[i].nested).collect();
        // From without to within: a relay's own relays come along.
        order.sort_by_key(|&i| (std::cmp::Reverse(length(i)), i));
        let own: BTreeSet<SourceId> = self.own.iter().map(id).collect();
        for i in order {
            let Some(outer) = speaker(self.attributions, i) else { continue };
            let chain: Vec<SourceId> = named[outer].source.iter().chain(&named[outer].via).cloned().collect();
            let inner = &mut named[i];
            for relay in chain {
                let known = inner.source.as_ref() == Some(&relay) || inner.via.contains(&relay);
                if inner.source.is_some() && !known && !own.contains(&relay) {
                    inner.via.push(relay);
                }
            }
        }
    }

    /// Gives what someone says next to what came through a relay the same relay: "She told Skerri that it sank. She said …",
    /// "She spoke to Skerri. She said …", "X said it sank. “…,” X told Skerri."
    pub(super) fn go_on(&self, discourse: &Discourse, named: &mut [Named]) {
        let mut order: Vec<usize> = (0..named.len()).filter(|&i| self.keys[i].is_some()).collect();
        order.sort_by_key(|&i| (self.at[i], i));
        let sentence = |i: usize| discourse.sentence(self.at[i]);
        let again = |i: usize, pronoun: bool| match self.mentions[i].source {
            Some(Mention::Pronoun(_)) => true,
            Some(Mention::Definite { .. }) => !pronoun,
            _ => false,
        };
        let mut last: BTreeMap<&Key, usize> = BTreeMap::new();
        for &i in &order {
            let blocks = &self.blocks[..self.blocks.partition_point(|(words, _)| words.start <= self.at[i])];
            if let Some((words, key)) = blocks.last()
                && words.contains(self.at[i])
                && !self.own.contains(key)
                && self.is_open(discourse, named, i)
            {
                named[i].via = vec![id(key)];
            }
            let Some(key) = &self.keys[i] else { continue };
            let spoke = |m: &&Medium| {
                m.cue.is_none()
                    && (again(i, true) || discourse.names_in(m.at).any(|k| k == key))
                    && !self.own.contains(&m.key)
                    && m.key != *key
            };
            if self.is_open(discourse, named, i)
                && let Some(medium) = self.before(discourse, i).iter().rfind(spoke)
            {
                named[i].via = vec![id(&medium.key)];
            }
            // Whoever told of one saying need not tell of the next: only what a sentence itself names goes on.
            if self.attributions[i].nested {
                continue;
            }
            if let Some(&before) = last.get(key) {
                let near = sentence(i) - sentence(before);
                if self.is_open(discourse, named, i) && (near <= NEXT || key.is_unnamed() && again(i, false))
                {
                    named[i].via = named[before].via.clone();
                } else if self.is_open(discourse, named, before) && near <= 1 {
                    named[before].via = named[i].via.clone();
                }
            }
            last.insert(key, i);
        }
    }

    /// The outlets to whom the sentence before a statement's says that somebody spoke.
    fn before(&self, discourse: &Discourse, i: usize) -> &[Medium] {
        let sentences = &discourse.tree.annotation.language.sentences;
        let Some(before) = discourse.sentence(self.at[i]).checked_sub(1) else { return &[] };
        let place = |word| self.media.partition_point(|m| m.at < word);
        &self.media[place(sentences[before].words.start)..place(sentences[before].words.end)]
    }

    /// Whether nothing is said of how a statement was made.
    fn is_open(&self, discourse: &Discourse, named: &[Named], i: usize) -> bool {
        named[i].via.is_empty()
            && !self.attributions[i].nested
            && !elsewhere(discourse, &self.placed[i])
            && !self
                .beside
                .get(&self.placed[i].cue)
                .is_some_and(|keys| keys.iter().any(|key| self.own.contains(key)))
    }
}
