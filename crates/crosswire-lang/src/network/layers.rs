//! The layers that read a paragraph: in each, every cell carries a value along the words, one half of the cells forwards
//! and the other backwards.
//!
//! Per cell, with `u` from a matrix product of the normalised input and `x` the input (Lei et al., "Simple Recurrent Units
//! for Highly Parallelizable Recurrence", EMNLP 2018, without the peephole terms):
//! `f = σ(u1)`, `r = σ(u2)`, `c = f c' + (1 - f) u0`, `h = r c + (1 - r) x`. All products of a layer are made at once for
//! all words of all paragraphs, which is where its speed comes from.

use super::kernel;
use super::linear::{Linear, Rows};
use super::math::{normalise, sigmoid};
use crate::file::File;
use crate::model::ModelError;
use std::ops::Range;

/// The layers, and what is added to a word that stands right behind another.
#[derive(Debug)]
pub(crate) struct Layers {
    /// Added to a form's vector: without white space before it, with.
    spaced: [Vec<f32>; 2],
    layers: Vec<Linear>,
    cells: usize,
}

impl Layers {
    /// Reads the sections of the model file.
    pub(crate) fn read(file: File<'_>) -> Result<Self, ModelError> {
        let mut shape = file.reader("layers")?;
        let (count, cells) = (shape.u32()? as usize, shape.u32()? as usize);
        if count > 16 || cells > 2048 || cells % 32 != 0 || cells == 0 {
            return Err(ModelError::Damaged("the number of layers"));
        }
        let spaced = [shape.f32s(cells)?, shape.f32s(cells)?];
        let layers = (0..count)
            .map(|i| Linear::read(&mut file.reader(&format!("layer {i}"))?, cells, 3 * cells))
            .collect::<Result<_, _>>()?;
        Ok(Layers { spaced, layers, cells })
    }

    /// How many numbers a word's vector has.
    pub(crate) fn cells(&self) -> usize {
        self.cells
    }

    /// Reads paragraphs. `x` holds the vectors of all words; `spaced` says which words have white space before them;
    /// `paragraphs` are ranges of words. What comes out is normalised and brought to whole numbers.
    pub(crate) fn read_paragraphs(
        &self,
        x: &mut [f32],
        spaced: &[bool],
        paragraphs: &[Range<usize>],
        rows: &mut Rows,
    ) {
        let cells = self.cells;
        kernel::wide(|| {
            for (x, &spaced) in x.chunks_exact_mut(cells).zip(spaced) {
                x.iter_mut().zip(&self.spaced[usize::from(spaced)]).for_each(|(x, s)| *x += s);
            }
        });
        let (mut sums, mut u) = (Vec::new(), Vec::new());
        for layer in &self.layers {
            prepare(x, cells, rows);
            layer.apply(rows, &mut sums, &mut u);
            kernel::wide(|| {
                for words in paragraphs {
                    recur(x, &u, words.clone(), cells, 0..cells / 2);
                    recur(x, &u, words.clone().rev(), cells, cells / 2..cells);
                }
            });
        }
        prepare(x, cells, rows);
    }
}

/// Normalises each vector and brings it to whole numbers.
fn prepare(x: &[f32], cells: usize, rows: &mut Rows) {
    rows.clear(cells);
    let mut normal = vec![0.0; cells];
    kernel::wide(|| {
        for x in x.chunks_exact(cells) {
            normalise(x, &mut normal);
            rows.push(&normal);
        }
    });
}

/// Carries the cells of one direction along the words.
#[inline(always)]
fn recur(x: &mut [f32], u: &[f32], words: impl Iterator<Item = usize>, cells: usize, half: Range<usize>) {
    let mut carried = vec![0.0f32; half.len()];
    for word in words {
        let x = &mut x[word * cells..][half.clone()];
        let u = &u[word * 3 * cells..][..3 * cells];
        let (u0, rest) = u.split_at(cells);
        let (u1, u2) = rest.split_at(cells);
        let each = x
            .iter_mut()
            .zip(&mut carried)
            .zip(&u0[half.clone()])
            .zip(&u1[half.clone()])
            .zip(&u2[half.clone()]);
        for ((((x, carried), u0), u1), u2) in each {
            let (f, r) = (sigmoid(*u1), sigmoid(*u2));
            *carried = f * *carried + (1.0 - f) * u0;
            *x = r * *carried + (1.0 - r) * *x;
        }
    }
}
