//! Copied passages against those that are known, in characters.

use super::treebank::F1;
use std::collections::BTreeSet;

/// Where a passage stands in both articles, in code points: start and end in the one, start and end in the other.
pub(crate) type Spans = [usize; 4];

/// The known passages of two articles, and those that were found.
pub(crate) struct Pair {
    pub(crate) known: Vec<Spans>,
    pub(crate) found: Vec<Spans>,
}

/// Scores the characters of both articles that lie in a known passage and in one that was found, over all pairs.
pub(crate) fn score(pairs: &[Pair]) -> F1 {
    let (mut hits, mut found, mut known) = (0, 0, 0);
    for pair in pairs {
        for side in [0, 2] {
            let (of_known, of_found) = (characters(&pair.known, side), characters(&pair.found, side));
            hits += of_known.intersection(&of_found).count();
            found += of_found.len();
            known += of_known.len();
        }
    }
    F1::new(hits, found, known)
}

/// The passages that were found and lie for less than half in known ones.
pub(crate) fn wrong(pair: &Pair) -> Vec<Spans> {
    let known = [characters(&pair.known, 0), characters(&pair.known, 2)];
    let half = |of: &Spans, side: usize| {
        let right = (of[2 * side]..of[2 * side + 1]).filter(|at| known[side].contains(at)).count();
        2 * right >= of[2 * side + 1] - of[2 * side]
    };
    pair.found.iter().copied().filter(|of| !half(of, 0) || !half(of, 1)).collect()
}

fn characters(spans: &[Spans], side: usize) -> BTreeSet<usize> {
    spans.iter().flat_map(|s| s[side]..s[side + 1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_once_and_a_passage_half_beside_is_wrong() {
        let known = vec![[0, 10, 20, 30]];
        let pair = Pair { known, found: vec![[0, 10, 20, 30], [5, 10, 25, 30], [8, 20, 28, 40]] };
        let F1 { precision, recall, .. } = score(&[pair]);
        assert!((precision - 0.5).abs() < 1e-9 && (recall - 1.0).abs() < 1e-9);
        let pair = Pair { known: vec![[0, 10, 20, 30]], found: vec![[0, 12, 20, 32], [8, 20, 28, 40]] };
        assert_eq!(wrong(&pair), [[8, 20, 28, 40]]);
    }
}
