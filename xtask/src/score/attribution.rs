//! Scores who says what against attributions marked by hand, as PolNeAR's scorer does.
//!
//! | row | is |
//! |---|---|
//! | source, cue, content | tokens in that role of any attribution |
//! | exact | one to one: the same content tokens, and the source agrees |
//! | ov50 | one to one: content tokens with a Jaccard index of 0.5 or more, and the source agrees |
//! | ov50-nosrc | the same, whatever the source |
//!
//! A token is a run of letters and digits, with `' ’ . , - &` inside it: whether a span takes in the marks around it makes
//! no difference. It is in a span if its middle is. Sources agree where both name none, or where they share a token.
//! [`errors`] says what became of the attributions that have no partner.

pub(crate) mod errors;
#[cfg(test)]
mod tests;

use super::treebank::F1;
use std::collections::{BTreeMap, BTreeSet};

/// First code point, and the one after the last.
pub(crate) type Span = (usize, usize);

/// Who says what. A role may be empty, or in several pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Attribution {
    #[serde(default)]
    pub(crate) source: Vec<Span>,
    #[serde(default)]
    pub(crate) cue: Vec<Span>,
    #[serde(default)]
    pub(crate) content: Vec<Span>,
}

/// The tokens of an attribution, as indices into those of its document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub(crate) source: BTreeSet<usize>,
    pub(crate) cue: BTreeSet<usize>,
    pub(crate) content: BTreeSet<usize>,
}

impl Tokens {
    fn new(tokens: &[Span], attribution: &Attribution) -> Self {
        let of = |spans: &[Span]| covered(tokens, spans);
        Tokens {
            source: of(&attribution.source),
            cue: of(&attribution.cue),
            content: of(&attribution.content),
        }
    }

    /// The roles, in the order of the rows.
    fn roles(&self) -> [&BTreeSet<usize>; 3] {
        [&self.source, &self.cue, &self.content]
    }

    /// The Jaccard index of the contents.
    fn likeness(&self, other: &Tokens) -> f64 {
        let both = self.content.intersection(&other.content).count();
        let either = self.content.len() + other.content.len() - both;
        if both == 0 { 0.0 } else { both as f64 / either as f64 }
    }

    fn source_agrees(&self, other: &Tokens) -> bool {
        self.source.is_empty() && other.source.is_empty() || !self.source.is_disjoint(&other.source)
    }
}

/// One document, compared.
pub(crate) struct Compared {
    pub(crate) gold: Vec<Tokens>,
    pub(crate) found: Vec<Tokens>,
    /// Partners by each way of pairing, gold and found: exact, ov50, ov50-nosrc.
    pairs: [Vec<(usize, usize)>; 3],
    /// Tokens inside quotation marks.
    quoted: BTreeSet<usize>,
}

/// The names of the ways of pairing.
const PAIRINGS: [&str; 3] = ["exact", "ov50", "ov50-nosrc"];
const OV50: usize = 1;

impl Compared {
    /// Compares what was found in a text with the gold.
    pub(crate) fn new(text: &str, gold: &[Attribution], found: &[Attribution]) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let tokens = tokens(&characters);
        let of = |all: &[Attribution]| all.iter().map(|a| Tokens::new(&tokens, a)).collect::<Vec<_>>();
        let (gold, found) = (of(gold), of(found));
        let mut candidates: [Vec<(f64, usize, usize)>; 3] = Default::default();
        for (g, a) in gold.iter().enumerate() {
            for (f, b) in found.iter().enumerate() {
                let likeness = a.likeness(b);
                let agrees = a.source_agrees(b);
                let fits = [likeness == 1.0 && agrees, likeness >= 0.5 && agrees, likeness >= 0.5];
                for (list, _) in candidates.iter_mut().zip(fits).filter(|(_, fits)| *fits) {
                    list.push((likeness, g, f));
                }
            }
        }
        let quoted = covered(&tokens, &quotations(&characters));
        Compared { pairs: candidates.map(one_to_one), gold, found, quoted }
    }

    /// The partner of each gold attribution, and of each that was found, by ov50.
    pub(crate) fn partners(&self) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let (mut of_gold, mut of_found) = (vec![None; self.gold.len()], vec![None; self.found.len()]);
        for &(g, f) in &self.pairs[OV50] {
            (of_gold[g], of_found[f]) = (Some(f), Some(g));
        }
        (of_gold, of_found)
    }

    /// What kind of attribution one of the gold is: by its quotation marks, and by its source.
    fn kinds(&self, gold: &Tokens) -> [&'static str; 2] {
        let inside = gold.content.intersection(&self.quoted).count();
        let quoted = match inside {
            0 => "indirect",
            _ if inside as f64 / gold.content.len() as f64 >= 0.9 => "direct",
            _ => "mixed",
        };
        [quoted, if gold.source.is_empty() { "no source" } else { "source named" }]
    }
}

/// The pairs in the order of likeness, without those of which one has a partner already.
fn one_to_one(mut candidates: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold, mut found) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, g, f) in candidates {
        if !gold.contains(&g) && !found.contains(&f) {
            gold.insert(g);
            found.insert(f);
            pairs.push((g, f));
        }
    }
    pairs
}

/// The scores of many documents.
pub(crate) struct Score {
    pub(crate) documents: usize,
    pub(crate) gold: usize,
    pub(crate) found: usize,
    /// By row: roles by tokens, then attributions by each way of pairing.
    pub(crate) rows: Vec<(&'static str, F1)>,
    /// By kind of gold: how many ov50 finds, and how many there are.
    pub(crate) kinds: BTreeMap<&'static str, (usize, usize)>,
}

/// Counts over all documents.
pub(crate) fn score(documents: &[Compared]) -> Score {
    let sum = |count: &dyn Fn(&Compared) -> usize| documents.iter().map(count).sum::<usize>();
    let (gold, found) = (sum(&|d| d.gold.len()), sum(&|d| d.found.len()));
    let mut rows = Vec::with_capacity(6);
    for (n, role) in ["source", "cue", "content"].into_iter().enumerate() {
        let all = |of: &[Tokens]| of.iter().flat_map(|t| t.roles()[n]).copied().collect::<BTreeSet<usize>>();
        let (mut hits, mut of_found, mut of_gold) = (0, 0, 0);
        for document in documents {
            let (gold, found) = (all(&document.gold), all(&document.found));
            hits += gold.intersection(&found).count();
            (of_found, of_gold) = (of_found + found.len(), of_gold + gold.len());
        }
        rows.push((role, F1::new(hits, of_found, of_gold)));
    }
    for (n, pairing) in PAIRINGS.into_iter().enumerate() {
        rows.push((pairing, F1::new(sum(&|d| d.pairs[n].len()), found, gold)));
    }
    let mut kinds = BTreeMap::new();
    for document in documents {
        let (partners, _) = document.partners();
        for (gold, partner) in document.gold.iter().zip(partners) {
            for kind in document.kinds(gold) {
                let (hits, all): &mut (usize, usize) = kinds.entry(kind).or_default();
                *hits += usize::from(partner.is_some());
                *all += 1;
            }
        }
    }
    Score { documents: documents.len(), gold, found, rows, kinds }
}

/// Runs of letters and digits with some marks inside them.
fn tokens(characters: &[char]) -> Vec<Span> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | '.' | ',' | '&' | '-');
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        if !characters[at].is_alphanumeric() {
            at += 1;
            continue;
        }
        let run = &characters[at..];
        let run = &run[..run.iter().position(|&c| !joins(c)).unwrap_or(run.len())];
        // The run begins with one, so there is a last one.
        let len = run.iter().rposition(|c| c.is_alphanumeric()).map_or(1, |last| last + 1);
        tokens.push((at, at + len));
        at += len;
    }
    tokens
}

/// The tokens whose middle lies in one of the spans.
fn covered(tokens: &[Span], spans: &[Span]) -> BTreeSet<usize> {
    let within = |&(start, end): &Span| spans.iter().any(|s| 2 * s.0 <= start + end && start + end < 2 * s.1);
    tokens.iter().enumerate().filter(|(_, token)| within(token)).map(|(n, _)| n).collect()
}

/// What stands between quotation marks, with these; none reaches over an empty line.
fn quotations(characters: &[char]) -> Vec<Span> {
    let (mut quotations, mut open, mut breaks) = (Vec::new(), None, 0);
    for (at, &c) in characters.iter().enumerate() {
        breaks = match c {
            '\n' => breaks + 1,
            _ if c.is_whitespace() => breaks,
            _ => 0,
        };
        match (c, open) {
            ('\n', _) if breaks > 1 => open = None,
            ('“', _) | ('"', None) => open = Some(at),
            ('"' | '”', Some(start)) => {
                quotations.push((start, at + 1));
                open = None;
            }
            _ => {}
        }
    }
    quotations
}
