//! How far a passage goes in two articles, and which of its words stand in both.
//!
//! The best local alignment near a chain of seeds, by dynamic programming: Smith and Waterman, “Identification of common
//! molecular subsequences”, 1981, with gaps that cost less the longer they are, as Gotoh, “An improved algorithm for matching
//! biological sequences”, 1982, has them. Only cells near the chain are filled.

use super::words::Word;
use crosswire_lang::WordRange;

/// Places of one word in both articles.
pub(super) type Pair = (usize, usize);

/// What words that agree are worth: those that say something, and the others.
const CONTENT: i32 = 4;
const SMALL: i32 = 2;
/// What a word with another ending is worth.
const STEM: i32 = 2;
/// What another word costs.
const CHANGED: i32 = -3;
/// What a gap costs, and each of its words.
const GAP: i32 = -3;
const GAP_WORD: i32 = -1;
/// Words beyond the first and the last seed that are looked at.
const BEYOND: usize = 48;
/// Diagonals beside those of the seeds.
const BESIDE: isize = 10;
/// Words in a row, of either article, that are not in the other and do not yet part two passages.
const BRIDGED: usize = 15;
/// Words in a row after which what is left of a passage must be longer than they are.
const STRAY: usize = 4;

/// Where a score came from.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// The best that ends here; 0 begins anew.
    best: i32,
    /// The best that ends with a word of `b`, or of `a`, that the other has not.
    in_b: i32,
    in_a: i32,
    /// Where `best` comes from, and whether the gaps go on.
    from: From,
    b_goes_on: bool,
    a_goes_on: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum From {
    #[default]
    Nowhere,
    Both,
    GapB,
    GapA,
}

/// The words that agree, in order, along the best alignment near the hits of a chain.
pub(super) fn align(a: &[Word], b: &[Word], hits: &[Pair]) -> Vec<Pair> {
    let (Some(first), Some(last)) = (hits.first(), hits.last()) else { return Vec::new() };
    let rows = WordRange::new(first.0.saturating_sub(BEYOND), (last.0 + BEYOND).min(a.len()));
    let columns = WordRange::new(first.1.saturating_sub(BEYOND), (last.1 + BEYOND).min(b.len()));
    let mut table = Table::new(rows, columns, hits);
    let end = table.fill(a, b);
    table.trace(end, a, b)
}

/// The parts of an alignment between which there is no long gap, without ends that a gap longer than they are sets off.
pub(super) fn parts(pairs: &[Pair]) -> Vec<&[Pair]> {
    let parts = pairs.chunk_by(|x, y| between(x, y) <= BRIDGED);
    parts.map(without_strays).filter(|part| !part.is_empty()).collect()
}

/// Words between two places, in the article where there are more.
fn between(x: &Pair, y: &Pair) -> usize {
    (y.0 - x.0).max(y.1 - x.1) - 1
}

/// "The" of the next sentence is no part of a passage only because both go on with it some time.
fn without_strays(mut part: &[Pair]) -> &[Pair] {
    let stray = |n: usize, part: &[Pair]| between(&part[n], &part[n + 1]);
    for n in (0..part.len().saturating_sub(1)).rev() {
        if stray(n, part) > STRAY.max(part.len() - n - 1) {
            part = &part[..n + 1];
        }
    }
    let mut from = 0;
    for n in 0..part.len().saturating_sub(1) {
        if stray(n, part) > STRAY.max(n + 1 - from) {
            from = n + 1;
        }
    }
    &part[from..]
}

/// What two words at the same place of a passage are worth.
fn worth(a: &Word, b: &Word) -> i32 {
    match (a.form == b.form, a.stem == b.stem) {
        (true, _) if a.content => CONTENT,
        (true, _) => SMALL,
        (_, true) => STEM,
        _ => CHANGED,
    }
}

/// The cells near the chain, row by row: a row is a word of `a`, a column one of `b`.
struct Table {
    first_row: usize,
    /// For each row its columns, and where its cells begin.
    rows: Vec<(WordRange, usize)>,
    cells: Vec<Cell>,
}

impl Table {
    fn new(rows: WordRange, columns: WordRange, hits: &[Pair]) -> Self {
        let diagonal = |n: usize| hits[n].1 as isize - hits[n].0 as isize;
        let (mut at, mut size) = (0, 0);
        let mut table = Vec::with_capacity(rows.len());
        for row in rows {
            while at + 1 < hits.len() && hits[at + 1].0 <= row {
                at += 1;
            }
            let near = [diagonal(at), diagonal((at + 1).min(hits.len() - 1))];
            let column = |diagonal: isize| {
                (row as isize + diagonal).clamp(columns.start as isize, columns.end as isize) as usize
            };
            let from = column(near[0].min(near[1]) - BESIDE);
            let to = column(near[0].max(near[1]) + BESIDE + 1);
            table.push((WordRange::new(from, to), size));
            size += to - from;
        }
        Table { first_row: rows.start, rows: table, cells: vec![Cell::default(); size] }
    }

    /// The cell of a word of each article; one that is not near scores nothing.
    fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        let (columns, at) = self.rows.get(row.checked_sub(self.first_row)?)?;
        columns.contains(column).then(|| &self.cells[at + column - columns.start])
    }

    /// Fills every cell and gives the one with the highest score; of equals the first.
    fn fill(&mut self, a: &[Word], b: &[Word]) -> Option<Pair> {
        const NONE: i32 = i32::MIN / 2;
        let (mut highest, mut end) = (0, None);
        for n in 0..self.rows.len() {
            let row = self.first_row + n;
            for column in self.rows[n].0 {
                let of = |c: Option<&Cell>| c.map_or((0, NONE, NONE), |c| (c.best, c.in_b, c.in_a));
                let before = |column: usize, row: usize| of(self.cell(row, column));
                let (left, left_b, _) = column.checked_sub(1).map_or((0, NONE, NONE), |c| before(c, row));
                let (above, _, above_a) = row.checked_sub(1).map_or((0, NONE, NONE), |r| before(column, r));
                let both = match (row.checked_sub(1), column.checked_sub(1)) {
                    (Some(r), Some(c)) => before(c, r).0,
                    _ => 0,
                };
                let mut cell = Cell {
                    in_b: (left + GAP).max(left_b) + GAP_WORD,
                    b_goes_on: left_b > left + GAP,
                    in_a: (above + GAP).max(above_a) + GAP_WORD,
                    a_goes_on: above_a > above + GAP,
                    ..Cell::default()
                };
                let both = both + worth(&a[row], &b[column]);
                for (score, from) in [(both, From::Both), (cell.in_b, From::GapB), (cell.in_a, From::GapA)] {
                    if score > cell.best {
                        (cell.best, cell.from) = (score, from);
                    }
                }
                if cell.best > highest {
                    (highest, end) = (cell.best, Some((row, column)));
                }
                let (columns, at) = &self.rows[n];
                self.cells[at + column - columns.start] = cell;
            }
        }
        end
    }

    /// From the end of an alignment back to its beginning: the words that agree.
    fn trace(&self, end: Option<Pair>, a: &[Word], b: &[Word]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let mut at = end;
        while let Some((mut row, mut column)) = at
            && let Some(cell) = self.cell(row, column)
        {
            match cell.from {
                From::Nowhere => break,
                From::Both => {
                    if worth(&a[row], &b[column]) > 0 {
                        pairs.push((row, column));
                    }
                    at = row.checked_sub(1).zip(column.checked_sub(1));
                }
                From::GapB => {
                    while self.cell(row, column).is_some_and(|c| c.b_goes_on) {
                        column -= 1;
                    }
                    at = column.checked_sub(1).map(|c| (row, c));
                }
                From::GapA => {
                    while self.cell(row, column).is_some_and(|c| c.a_goes_on) {
                        row -= 1;
                    }
                    at = row.checked_sub(1).map(|r| (r, column));
                }
            }
        }
        pairs.reverse();
        pairs
    }
}
