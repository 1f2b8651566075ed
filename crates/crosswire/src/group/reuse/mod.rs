//! What was copied: passages that stand in two articles, word for word or nearly.
//!
//! In reading order: `words` (what is compared), `seeds` (where two articles may carry one passage), `align` (how far it goes,
//! and what was changed), `weigh` (whether so many words in one order are copying and not two reports of one fact), `credit`
//! (whose text it was). Seeding and extending is how BLAST finds like proteins: Altschul et al., “Basic local alignment search
//! tool”, 1990; the alignment is that of Smith and Waterman, 1981, with the gaps of Gotoh, 1982.
//!
//! The cost grows with the words read and the passages found, not with the pairs of articles. In a story of many articles a
//! passage is found once: in the first article that carries it. Two that have it from there are copies by that.
//!
//! Fails where a sentence was rewritten so that hardly two words still follow each other, and where two papers put one fact
//! into the same long row of stock words.

mod words;
mod seeds;
mod align;
mod weigh;
mod credit;

use crate::story::{MANY, Report};
use align::Pair;
use crosswire_lang::{ByteRange, WordRange};
use crosswire_model::{Reuse, ReuseKind};
use rayon::prelude::*;
use seeds::{Chain, Index};
use weigh::Weight;
use words::{Running, Word};

/// Copies of one passage beyond which each is compared with the first few only: so many have one text behind them, and listing
/// every two of them would grow with their square.
const COMMON: usize = 40;
/// With how many of the first it is compared then. One would do, were it never itself an odd copy.
const LEADERS: usize = 2;

/// Passages that stand in two articles, in the order of the articles.
pub fn find(reports: &[Report]) -> Vec<Reuse> {
    let running: Vec<Running> = reports.par_iter().map(words::running).collect();
    let index = Index::new(&running);
    let mut copies: Vec<Copy> =
        (0..running.len()).into_par_iter().flat_map_iter(|b| of_article(b, &running, &index)).collect();
    copies.sort_by_key(|c| (c.articles, c.a.start, c.b.start, c.a.end, c.b.end));
    if copies.is_empty() {
        return Vec::new();
    }
    let credits = credit::Credits::new(reports);
    copies.par_iter().map(|copy| reuse(copy, reports, &running, &credits)).collect()
}

/// A passage that stands in two articles, in words.
struct Copy {
    /// The two, the earlier in the ledger first.
    articles: (usize, usize),
    a: WordRange,
    b: WordRange,
    weight: Weight,
}

/// What an article has in common with those before it.
fn of_article(b: usize, running: &[Running], index: &Index) -> Vec<Copy> {
    let mut found: Vec<Copy> = Vec::new();
    // How many articles before this one were found to carry each of its words.
    let mut carried = vec![0_u32; running[b].words.len()];
    let chains = index.chains(b);
    for with in chains.chunk_by(|x, y| x.article == y.article) {
        let a = with[0].article;
        let open = |chain: &&Chain| {
            let most = match index.is_common(b, chain.in_b()) {
                _ if running.len() > MANY => 1,
                true => LEADERS,
                false => COMMON,
            };
            let times = &carried[chain.in_b()];
            // One word that everybody has does not close the rest.
            2 * times.iter().filter(|t| **t as usize >= most).count() <= times.len()
        };
        let of_chain = |chain| passages(&running[a].words, &running[b].words, chain);
        let all: Vec<_> = with.iter().filter(open).flat_map(of_chain).collect();
        for (of_a, of_b, weight) in apart(all) {
            carried[of_b].iter_mut().for_each(|times| *times += 1);
            found.push(Copy { articles: (a, b), a: of_a, b: of_b, weight });
        }
    }
    found
}

/// Word ranges in two articles that carry one passage, and what speaks for it.
type Passage = (WordRange, WordRange, Weight);

/// The passages around a chain of seeds that have enough in common.
fn passages(a: &[Word], b: &[Word], chain: &Chain) -> Vec<Passage> {
    let (mut found, mut left) = (Vec::new(), chain.hits.clone());
    // Two sentences that changed places lie on one chain, but only one of them on an alignment.
    while left.len() >= seeds::HITS {
        let pairs = align::align(a, b, &left);
        let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { break };
        let before = left.len();
        left.retain(|hit| !(first.0..=last.0).contains(&hit.0) || !(first.1..=last.1).contains(&hit.1));
        found.extend(align::parts(&pairs).into_iter().filter_map(|part| passage(a, b, part)));
        if left.len() == before {
            break;
        }
    }
    found
}

/// Words that agree as a passage, where there is enough of them.
fn passage(a: &[Word], b: &[Word], part: &[Pair]) -> Option<Passage> {
    let (first, last) = (part.first()?, part.last()?);
    let weight = weigh::weigh(a, b, part);
    weight.is_enough().then_some((
        WordRange::new(first.0, last.0 + 1),
        WordRange::new(first.1, last.1 + 1),
        weight,
    ))
}

/// Leaves out passages that lie in both articles for the larger part within heavier ones. In one of them alone a passage may:
/// a sentence that changed places stands there between two that did not.
fn apart(mut passages: Vec<Passage>) -> Vec<Passage> {
    passages.sort_by_key(|(a, b, weight)| (std::cmp::Reverse(weight.order), a.start, b.start, a.end, b.end));
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let within = |x: WordRange, y: WordRange| 2 * x.overlap(y) > x.len().min(y.len());
    for passage in passages {
        if !kept.iter().any(|k| within(k.0, passage.0) && within(k.1, passage.1)) {
            kept.push(passage);
        }
    }
    kept
}

fn reuse(copy: &Copy, reports: &[Report], running: &[Running], credits: &credit::Credits) -> Reuse {
    let (a, b) = copy.articles;
    let bytes = |n: usize, words: WordRange| {
        let all = &running[n].words;
        ByteRange::new(all[words.start].bytes.start, all[words.end - 1].bytes.end)
    };
    let (in_a, in_b) = (bytes(a, copy.a), bytes(b, copy.b));
    let quotation = copy.weight.is_quotation();
    let credit = credits.of((a, in_a), (b, in_b), quotation);
    let longer = copy.a.len().max(copy.b.len());
    Reuse {
        a: reports[a].article.passage(in_a),
        b: reports[b].article.passage(in_b),
        kind: if copy.weight.verbatim { ReuseKind::Verbatim } else { ReuseKind::Near },
        quotation,
        direction: credit.direction,
        agency: credit.agency,
        similarity: (copy.weight.same as f64 / longer as f64 * 100.0).round() / 100.0,
    }
}

#[cfg(test)]
mod tests;
