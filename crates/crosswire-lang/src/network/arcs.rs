//! Which word each word depends on, and how: scores of all pairs of a sentence's words (Dozat and Manning, "Deep Biaffine
//! Attention for Neural Dependency Parsing", ICLR 2017), and the best tree over them.

use super::kernel::wide;
use super::linear::{Linear, Rows};
use super::math::{softmax_at, top};
use crate::file::File;
use crate::labels::Relation;
use crate::model::ModelError;
use std::ops::Range;

const ARC: usize = 128;
const REL: usize = 128;

/// What reads heads and relations off words' vectors.
#[derive(Debug)]
pub(crate) struct Arcs {
    dep: Linear,
    head: Linear,
    arc: Linear,
    rel: Linear,
    /// What stands for the root among the heads.
    root: Vec<f32>,
    /// The number of the relation "root".
    root_relation: usize,
}

/// How a word is attached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Attachment {
    /// Its head, counted from the sentence's first word; none for the root.
    pub(crate) head: Option<usize>,
    /// The head's probability.
    pub(crate) confidence: f32,
    /// The number of its relation.
    pub(crate) relation: usize,
}

impl Arcs {
    /// Reads the sections of the model file.
    pub(crate) fn read(file: File<'_>, cells: usize) -> Result<Self, ModelError> {
        let root = file.reader("root")?.f32s(ARC + REL)?;
        Ok(Arcs {
            dep: Linear::read(&mut file.reader("dependent")?, cells, ARC + REL)?,
            head: Linear::read(&mut file.reader("head")?, cells, ARC + REL)?,
            arc: Linear::read(&mut file.reader("arc")?, ARC, ARC)?,
            rel: Linear::read(&mut file.reader("relation")?, REL, Relation::count())?,
            root,
            root_relation: (0..Relation::count())
                .find(|&i| Relation::from_index(i).is_some_and(|r| r.as_str() == "root"))
                .ok_or(ModelError::Damaged("no relation is the root's"))?,
        })
    }

    /// Attaches the words of sentences, which are ranges of `rows`. Every sentence gets a tree with one root.
    pub(crate) fn attach(&self, rows: &Rows, sentences: &[Range<usize>]) -> Vec<Attachment> {
        let (mut sums, mut deps, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        self.dep.apply(rows, &mut sums, &mut deps);
        self.head.apply(rows, &mut sums, &mut heads);
        let mut dep_arcs = Rows::default();
        let mut head_arcs = Rows::default();
        heads.extend_from_slice(&self.root);
        positive_rows(&mut deps, &mut dep_arcs);
        positive_rows(&mut heads, &mut head_arcs);
        let mut queries = Vec::new();
        self.arc.apply(&dep_arcs, &mut sums, &mut queries);
        dep_arcs.clear(ARC);
        queries.chunks_exact(ARC).for_each(|query| dep_arcs.push(query));

        let root = rows.len();
        let mut attachments = Vec::with_capacity(rows.len());
        let mut scores = Vec::new();
        for sentence in sentences {
            let n = sentence.len();
            score(&dep_arcs, &head_arcs, sentence.clone(), root, &mut scores);
            let tree = tree(&scores, n);
            attachments.extend(tree.into_iter().enumerate().map(|(i, head)| {
                let confidence = softmax_at(&scores[i * (n + 1)..(i + 1) * (n + 1)], head);
                Attachment { head: head.checked_sub(1), confidence, relation: 0 }
            }));
        }
        self.relate(&deps, &heads, sentences, &mut attachments);
        attachments
    }

    /// Fills in the relations.
    fn relate(
        &self,
        deps: &[f32],
        heads: &[f32],
        sentences: &[Range<usize>],
        attachments: &mut [Attachment],
    ) {
        let mut rows = Rows::default();
        rows.clear(REL);
        let part = |of: &[f32], i: usize| -> [f32; REL] {
            let at = i * (ARC + REL) + ARC;
            std::array::from_fn(|k| of[at + k])
        };
        let root = attachments.len();
        for sentence in sentences {
            for i in sentence.clone() {
                let head = attachments[i].head.map_or(root, |h| sentence.start + h);
                let (d, e) = (part(deps, i), part(heads, head));
                rows.push(&std::array::from_fn::<f32, REL, _>(|k| positive(d[k] + e[k] - 0.5)));
            }
        }
        let (mut sums, mut scores) = (Vec::new(), Vec::new());
        self.rel.apply(&rows, &mut sums, &mut scores);
        let each = scores.chunks_exact(self.rel.outputs());
        for (attachment, scores) in attachments.iter_mut().zip(each) {
            // Only the root, and every root, has the relation of that name.
            attachment.relation = if attachment.head.is_none() {
                self.root_relation
            } else {
                top(scores.iter().copied().enumerate().filter(|&(i, _)| i != self.root_relation))
            };
        }
    }
}

#[inline(always)]
fn positive(v: f32) -> f32 {
    if v > 0.0 { v } else { 0.0 }
}

wide! {
    /// Cuts vectors to what is above zero, and brings the part that scores arcs to whole numbers.
    fn positive_rows(vectors: &mut [f32], arcs: &mut Rows) {
        arcs.clear(ARC);
        for vector in vectors.chunks_exact_mut(ARC + REL) {
            vector.iter_mut().for_each(|v| *v = positive(*v));
            arcs.push(&vector[..ARC]);
        }
    }
}

wide! {
    /// For each word of a sentence, the scores of the root and of each word as its head.
    fn score(deps: &Rows, heads: &Rows, sentence: Range<usize>, root: usize, scores: &mut Vec<f32>) {
        scores.clear();
        for i in sentence.clone() {
            let (a, a_scale) = deps.row(i);
            scores.extend([root].into_iter().chain(sentence.clone()).map(|j| {
                let (b, b_scale) = heads.row(j);
                let sum: i32 = a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
                sum as f32 * (a_scale * b_scale)
            }));
        }
    }
}

/// The best tree with one root: for each word its head, counted from one, 0 for the root. `scores` has for each word those
/// of the root and of each word.
///
/// Mostly the best heads already are a tree; else the algorithm of Chu, Liu and Edmonds finds it, with the root's arcs
/// lowered until only one is taken (Gabow and Tarjan's way to a single root).
fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    let row = |i: usize| &scores[i * (n + 1)..(i + 1) * (n + 1)];
    let best: Vec<usize> =
        (0..n).map(|i| top(row(i).iter().copied().enumerate().filter(|&(j, _)| j != i + 1))).collect();
    if best.iter().filter(|&&h| h == 0).count() == 1 && is_tree(&best) {
        return best;
    }
    // Every word has one head, so sums of scores order trees as products of probabilities do.
    let mut weights = vec![vec![f64::NEG_INFINITY; n + 1]; n + 1];
    for i in 0..n {
        for j in (0..=n).filter(|&j| j != i + 1) {
            weights[i + 1][j] = f64::from(row(i)[j]) - if j == 0 { 1e6 } else { 0.0 };
        }
    }
    let heads = maximum_tree(&weights);
    heads.into_iter().skip(1).collect()
}

fn is_tree(heads: &[usize]) -> bool {
    // 0: not seen; otherwise the word from which it was first reached, and one.
    let mut seen = vec![0usize; heads.len()];
    (0..heads.len()).all(|from| {
        let mut at = from;
        loop {
            if seen[at] != 0 {
                return seen[at] != from + 1;
            }
            seen[at] = from + 1;
            match heads[at].checked_sub(1) {
                None => return true,
                Some(next) => at = next,
            }
        }
    })
}

/// The maximum spanning tree rooted in 0: `weights[i][j]` is what the arc from head `j` to `i` weighs. Gives each node's
/// head. Each round takes every node's best head; a circle among them is drawn together to one node.
fn maximum_tree(weights: &[Vec<f64>]) -> Vec<usize> {
    let n = weights.len();
    let mut heads = vec![0; n];
    for i in 1..n {
        heads[i] =
            (0..n).filter(|&j| j != i).fold(0, |b, j| if weights[i][j] > weights[i][b] { j } else { b });
    }
    let Some(circle) = find_circle(&heads) else { return heads };
    let inside = |i: usize| circle.contains(&i);
    // The nodes outside keep their order; the circle becomes the last node.
    let outside: Vec<usize> = (0..n).filter(|&i| !inside(i)).collect();
    let m = outside.len();
    let mut smaller = vec![vec![f64::NEG_INFINITY; m + 1]; m + 1];
    // Through which node of the circle an arc enters or leaves.
    let (mut enters, mut leaves) = (vec![circle[0]; m], vec![circle[0]; m]);
    for (a, &i) in outside.iter().enumerate() {
        for (b, &j) in outside.iter().enumerate() {
            smaller[a][b] = weights[i][j];
        }
        for &c in &circle {
            if weights[i][c] > smaller[a][m] {
                smaller[a][m] = weights[i][c];
                leaves[a] = c;
            }
            let gain = weights[c][i] - weights[c][heads[c]];
            if gain > smaller[m][a] {
                smaller[m][a] = gain;
                enters[a] = c;
            }
        }
    }
    let found = maximum_tree(&smaller);
    for (a, &i) in outside.iter().enumerate().skip(1) {
        heads[i] = if found[a] == m { leaves[a] } else { outside[found[a]] };
    }
    let entered = found[m];
    heads[enters[entered]] = outside[entered];
    heads
}

fn find_circle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for from in 1..heads.len() {
        let mut at = from;
        while at != 0 && seen[at] == 0 {
            seen[at] = from;
            at = heads[at];
        }
        if at != 0 && seen[at] == from {
            let mut circle = vec![at];
            let mut next = heads[at];
            while next != at {
                circle.push(next);
                next = heads[next];
            }
            return Some(circle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best tree with one root by trying all.
    fn by_trial(scores: &[f32], n: usize) -> f32 {
        let mut heads = vec![0; n];
        let mut best = f32::MIN;
        loop {
            if heads.iter().filter(|&&h| h == 0).count() == 1
                && heads.iter().enumerate().all(|(i, &h)| h != i + 1)
                && is_tree(&heads)
            {
                best = best.max(heads.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum());
            }
            let Some(i) = heads.iter().position(|&h| h < n) else { return best };
            heads[..i].fill(0);
            heads[i] += 1;
        }
    }

    proptest! {
        #[test]
        fn trees_are_the_best_with_one_root(n in 1usize..5, raw in prop::collection::vec(-9i8..9, 20)) {
            let scores: Vec<f32> = raw.iter().take(n * (n + 1)).map(|&s| f32::from(s)).collect();
            let heads = tree(&scores, n);
            prop_assert!(is_tree(&heads));
            prop_assert_eq!(heads.iter().filter(|&&h| h == 0).count(), 1);
            let sum: f32 = heads.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum();
            prop_assert!((sum - by_trial(&scores, n)).abs() < 0.05, "{heads:?}");
        }
    }
}
