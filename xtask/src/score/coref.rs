//! Scores chains of mentions, within documents and across them, as the scorer of CoNLL-2012 does where the mentions are
//! found and not given (Pradhan et al., ACL 2014, P14-2006).
//!
//! | row | is |
//! |---|---|
//! | mentions | mentions found |
//! | muc | links: how many must be added to join what belongs together (Vilain et al. 1995) |
//! | b3 | for each mention, how much of its chain is right (Bagga and Baldwin 1998) |
//! | ceaf-e | how alike the chains are, each put beside one at most (Luo 2005, his φ4) |
//! | conll | mean F1 of the last three |

use super::treebank::F1;
use std::collections::{BTreeMap, BTreeSet};

/// The mentions of one thing.
pub(crate) type Chain<M> = BTreeSet<M>;

/// The scores of one way to chain.
#[derive(Debug, Clone)]
pub(crate) struct Score {
    pub(crate) rows: [(&'static str, F1); 4],
    pub(crate) conll: f64,
}

/// Gathers mentions by the name of their chain.
pub(crate) fn chains<N: Ord, M: Ord>(named: impl IntoIterator<Item = (N, M)>) -> Vec<Chain<M>> {
    let mut chains: BTreeMap<N, Chain<M>> = BTreeMap::new();
    for (name, mention) in named {
        chains.entry(name).or_default().insert(mention);
    }
    chains.into_values().collect()
}

/// Compares chains with those of the gold. A mention stands in one chain of each side at most.
pub(crate) fn score<M: Ord>(gold: &[Chain<M>], found: &[Chain<M>]) -> Score {
    let (in_gold, in_found) = (index(gold), index(found));
    let both = in_gold.keys().filter(|m| in_found.contains_key(*m)).count();
    let mentions = F1::new(both, in_found.len(), in_gold.len());
    let muc = f1(muc(found, &in_gold), muc(gold, &in_found));
    let b3 = f1(b3(found, gold, &in_gold), b3(gold, found, &in_found));
    let alike = ceaf_e(gold, found, &in_found);
    let ceaf_e = f1((alike, found.len() as f64), (alike, gold.len() as f64));
    let conll = (muc.f1 + b3.f1 + ceaf_e.f1) / 3.0;
    Score { rows: [("mentions", mentions), ("muc", muc), ("b3", b3), ("ceaf-e", ceaf_e)], conll }
}

/// In which chain each mention stands.
fn index<M: Ord>(chains: &[Chain<M>]) -> BTreeMap<&M, usize> {
    chains.iter().enumerate().flat_map(|(n, chain)| chain.iter().map(move |m| (m, n))).collect()
}

/// Precision and recall as shares.
fn f1(precision: (f64, f64), recall: (f64, f64)) -> F1 {
    let share = |(part, whole): (f64, f64)| if whole > 0.0 { part / whole } else { 0.0 };
    let (precision, recall) = (share(precision), share(recall));
    let sum = precision + recall;
    F1 { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
}

/// Links of the chains that the others have too, and all of their links.
fn muc<M: Ord>(chains: &[Chain<M>], others: &BTreeMap<&M, usize>) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for chain in chains {
        let parts: BTreeSet<_> = chain.iter().filter_map(|m| others.get(m)).collect();
        let alone = chain.iter().filter(|m| !others.contains_key(m)).count();
        kept += chain.len() - parts.len() - alone;
        all += chain.len() - 1;
    }
    (kept as f64, all as f64)
}

/// For each mention the share of its chain that is in the other chain that it stands in, summed; and the mentions.
fn b3<M: Ord>(chains: &[Chain<M>], others: &[Chain<M>], index: &BTreeMap<&M, usize>) -> (f64, f64) {
    let share = |chain: &Chain<M>| {
        let in_both = |m: &M| index.get(m).map_or(0, |&n| chain.intersection(&others[n]).count());
        chain.iter().map(in_both).sum::<usize>() as f64 / chain.len() as f64
    };
    (chains.iter().map(share).sum(), chains.iter().map(Chain::len).sum::<usize>() as f64)
}

/// The likeness of chains under the best pairing. Chains that share no mention, even through others, are paired apart.
fn ceaf_e<M: Ord>(gold: &[Chain<M>], found: &[Chain<M>], in_found: &BTreeMap<&M, usize>) -> f64 {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (g, chain) in gold.iter().enumerate() {
        chain.iter().filter_map(|m| in_found.get(m)).for_each(|&f| *shared.entry((g, f)).or_default() += 1);
    }
    // The smallest row that a row or column hangs together with.
    let mut block: Vec<usize> = (0..gold.len() + found.len()).collect();
    for &(g, f) in shared.keys() {
        let (a, b) = (root(&block, g), root(&block, gold.len() + f));
        block[a.max(b)] = a.min(b);
    }
    let mut blocks: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for &pair in shared.keys() {
        blocks.entry(root(&block, pair.0)).or_default().push(pair);
    }
    let likeness =
        |&(g, f): &(usize, usize)| 2.0 * shared[&(g, f)] as f64 / (gold[g].len() + found[f].len()) as f64;
    let best = |pairs: &Vec<(usize, usize)>| {
        let rows: Vec<_> = pairs.iter().map(|p| p.0).collect::<BTreeSet<_>>().into_iter().collect();
        let columns: Vec<_> = pairs.iter().map(|p| p.1).collect::<BTreeSet<_>>().into_iter().collect();
        let mut table = vec![vec![0.0; columns.len()]; rows.len()];
        for pair in pairs {
            let at = |of: &[usize], n: usize| of.partition_point(|&m| m < n);
            table[at(&rows, pair.0)][at(&columns, pair.1)] = likeness(pair);
        }
        best_sum(&table)
    };
    blocks.values().map(best).sum()
}

fn root(block: &[usize], mut n: usize) -> usize {
    while block[n] != n {
        n = block[n];
    }
    n
}

/// The largest sum of entries, one of each row and column at most: the Hungarian method (Kuhn 1955) with potentials, a row
/// at a time.
fn best_sum(table: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    if rows > columns {
        let turned: Vec<Vec<f64>> = (0..columns).map(|c| table.iter().map(|row| row[c]).collect()).collect();
        return best_sum(&turned);
    }
    // Rows and columns count from 1; column 0 holds the row that is being placed.
    let (mut of_row, mut of_column) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_at = vec![0; columns + 1];
    for row in 1..=rows {
        let mut before = vec![0; columns + 1];
        let (mut least, mut used) = (vec![f64::INFINITY; columns + 1], vec![false; columns + 1]);
        row_at[0] = row;
        let mut at = 0;
        while row_at[at] != 0 {
            used[at] = true;
            let here = row_at[at];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|&c| !used[c]) {
                let cost = -table[here - 1][c - 1] - of_row[here] - of_column[c];
                if cost < least[c] {
                    (least[c], before[c]) = (cost, at);
                }
                if least[c] < step {
                    (step, next) = (least[c], c);
                }
            }
            for c in 0..=columns {
                if used[c] {
                    of_row[row_at[c]] += step;
                    of_column[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_at[at] = row_at[before[at]];
            at = before[at];
        }
    }
    (1..=columns).filter(|&c| row_at[c] != 0).map(|c| table[row_at[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chains of mentions that are a letter each.
    fn of(chains: &[&str]) -> Vec<Chain<char>> {
        chains.iter().map(|chain| chain.chars().collect()).collect()
    }

    /// Recall and precision of each row.
    #[track_caller]
    fn check(gold: &[&str], found: &[&str], expect: [(f64, f64); 4]) {
        let score = score(&of(gold), &of(found));
        for ((row, f1), (recall, precision)) in score.rows.iter().zip(expect) {
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(near(f1.recall, recall) && near(f1.precision, precision), "{row}: {f1:?}");
        }
    }

    #[test]
    fn the_worked_example_of_the_reference_scorer() {
        let expect = [
            (6.0 / 7.0, 6.0 / 8.0),
            (2.0 / 5.0, 2.0 / 5.0),
            (35.0 / 12.0 / 7.0, 4.0 / 8.0),
            (1.3 / 2.0, 1.3 / 3.0),
        ];
        check(&["abc", "defg"], &["ab", "cd", "fghi"], expect);
    }

    #[test]
    fn gold_against_itself_and_against_nothing() {
        check(&["abc", "d"], &["abc", "d"], [(1.0, 1.0); 4]);
        check(&["abc", "d"], &[], [(0.0, 0.0); 4]);
        check(&[], &[], [(0.0, 0.0); 4]);
    }

    #[test]
    fn one_chain_for_all_and_one_for_each() {
        // B-cubed precision: (2 * 2/4 + 2 * 2/4) / 4; CEAF: one of the two pairs with 2 * 2 / (2 + 4).
        let joined = [(1.0, 1.0), (1.0, 2.0 / 3.0), (1.0, 0.5), (2.0 / 6.0, 2.0 / 3.0)];
        check(&["ab", "cd"], &["abcd"], joined);
        // CEAF: each chain beside one of its two mentions, 2 * 1 / (2 + 1).
        let parted = [(1.0, 1.0), (0.0, 0.0), (0.5, 1.0), (2.0 / 3.0, 4.0 / 3.0 / 4.0)];
        check(&["ab", "cd"], &["a", "b", "c", "d"], parted);
    }

    #[test]
    fn the_best_sum_is_that_of_trying_all() {
        let table = [vec![0.9, 0.8, 0.0], vec![0.8, 0.1, 0.0], vec![0.0, 0.7, 0.6]];
        assert!((best_sum(&table) - (0.8 + 0.8 + 0.6)).abs() < 1e-9);
        assert!((best_sum(&table[..2]) - 1.6).abs() < 1e-9);
        assert!((best_sum(&[vec![0.2], vec![0.5]]) - 0.5).abs() < 1e-9);
    }
}
