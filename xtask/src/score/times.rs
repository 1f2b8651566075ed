//! Scores time expressions against marked ones, as the scorer of TempEval-3 does (UzZaman et al. 2013, S13-2001).
//!
//! | row | is |
//! |---|---|
//! | strict | expressions with the same span |
//! | relaxed | expressions whose spans overlap, one to one: equal spans first, then from left to right |
//! | value, type | relaxed pairs with the same value or the same type: that task's ranking score |

use super::treebank::F1;

/// A time expression: half open, in code points.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Timex {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) r#type: String,
    pub(crate) value: Option<String>,
}

impl Timex {
    fn span(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    fn overlaps(&self, other: &Timex) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// One document, compared.
pub(crate) struct Compared {
    pub(crate) gold: Vec<Timex>,
    pub(crate) found: Vec<Timex>,
    /// Partners, as indices into both, in the order of the gold.
    pub(crate) pairs: Vec<(usize, usize)>,
}

impl Compared {
    /// Compares what was found in a text with the gold.
    pub(crate) fn new(mut gold: Vec<Timex>, mut found: Vec<Timex>) -> Self {
        gold.sort_by_key(Timex::span);
        found.sort_by_key(Timex::span);
        let (mut partner, mut used) = (vec![None; gold.len()], vec![false; found.len()]);
        for same in [true, false] {
            for (g, partner) in gold.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
                let fits = |f: &Timex| if same { f.span() == g.span() } else { f.overlaps(g) };
                *partner = (0..found.len()).find(|&k| !used[k] && fits(&found[k]));
                if let Some(k) = *partner {
                    used[k] = true;
                }
            }
        }
        let pairs = partner.iter().enumerate().filter_map(|(g, f)| Some((g, (*f)?))).collect();
        Compared { gold, found, pairs }
    }

    fn count(&self, right: impl Fn(&Timex, &Timex) -> bool) -> usize {
        self.pairs.iter().filter(|&&(g, f)| right(&self.gold[g], &self.found[f])).count()
    }
}

/// The scores of many documents.
pub(crate) struct Score {
    pub(crate) gold: usize,
    pub(crate) found: usize,
    pub(crate) rows: [(&'static str, F1); 4],
}

/// Counts over all documents.
pub(crate) fn score(documents: &[Compared]) -> Score {
    let sum = |count: &dyn Fn(&Compared) -> usize| documents.iter().map(count).sum::<usize>();
    let (gold, found) = (sum(&|d| d.gold.len()), sum(&|d| d.found.len()));
    let rows = [
        ("strict", sum(&|d| d.count(|g, f| g.span() == f.span()))),
        ("relaxed", sum(&|d| d.pairs.len())),
        ("value", sum(&|d| d.count(|g, f| g.value == f.value))),
        ("type", sum(&|d| d.count(|g, f| g.r#type == f.r#type))),
    ];
    Score { gold, found, rows: rows.map(|(row, hits)| (row, F1::new(hits, found, gold))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timex(start: usize, end: usize, kind: &str, value: &str) -> Timex {
        Timex { start, end, r#type: kind.to_owned(), value: Some(value.to_owned()) }
    }

    /// "It rained on Sunday morning and for two days in May."
    fn gold() -> Vec<Timex> {
        vec![
            timex(13, 27, "TIME", "1998-01-04TMO"),
            timex(36, 44, "DURATION", "P2D"),
            timex(48, 51, "DATE", "1998-05"),
        ]
    }

    #[track_caller]
    fn check(gold: Vec<Timex>, found: Vec<Timex>, expect: [f64; 4]) {
        let score = score(&[Compared::new(gold, found)]);
        for ((row, f1), expect) in score.rows.iter().zip(expect) {
            assert!((f1.f1 - expect).abs() < 1e-9, "{row} is {}, not {expect}", f1.f1);
        }
    }

    #[test]
    fn gold_against_itself_and_against_nothing() {
        check(gold(), gold(), [1.0; 4]);
        check(gold(), Vec::new(), [0.0; 4]);
        check(Vec::new(), Vec::new(), [0.0; 4]);
    }

    #[test]
    fn one_short_one_right_one_missed_one_extra() {
        let found = vec![timex(3, 9, "DATE", "1998"), timex(13, 19, "DATE", "1998-01-04"), gold().remove(1)];
        check(gold(), found, [1.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn one_over_two_finds_one() {
        let found = vec![timex(36, 51, "DATE", "1998-05")];
        check(gold().split_off(1), found, [0.0, 2.0 / 3.0, 0.0, 0.0]);
    }

    #[test]
    fn an_equal_span_goes_before_one_that_overlaps_earlier() {
        let found = vec![timex(30, 44, "DATE", "x"), gold().remove(1)];
        let compared = Compared::new(gold(), found);
        assert_eq!(compared.pairs, [(1, 1)]);
    }
}
