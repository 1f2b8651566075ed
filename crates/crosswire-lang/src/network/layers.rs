//! The layers that read a paragraph: in each, every cell carries a value along the words, one half of the cells forwards
//! and the other backwards.
//!
//! Per cell, with `u` from a matrix product of the normalised input and `x` the input (Lei et al., "Simple Recurrent Units
//! for Highly Parallelizable Recurrence", EMNLP 2018, without the peephole terms):
//! `f = σ(u1)`, `r = σ(u2)`, `c = f c' + (1 - f) u0`, `h = r c + (1 - r) x`. All products of a layer are made at once for
//! all words of all paragraphs, which is where its speed comes from.

use super::kernel::wide;
use super::linear::{Linear, Rows};
use super::math::{normalise, sigmoids};
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
    /// Reads the sections of the model file, whose names begin with `of`.
    pub(crate) fn read(file: File<'_>, of: &str) -> Result<Self, ModelError> {
        let mut shape = file.reader(&format!("{of}layers"))?;
        let (count, cells) = (shape.u32()? as usize, shape.u32()? as usize);
        if count > 16 || cells > 2048 || cells % 32 != 0 || cells == 0 {
            return Err(ModelError::Damaged("the number of layers"));
        }
        let spaced = [shape.f32s(cells)?, shape.f32s(cells)?];
        let layers = (0..count)
            .map(|i| Linear::read(&mut file.reader(&format!("{of}layer {i}"))?, cells, 3 * cells))
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
        for (x, &spaced) in x.chunks_exact_mut(cells).zip(spaced) {
            x.iter_mut().zip(&self.spaced[usize::from(spaced)]).for_each(|(x, s)| *x += s);
        }
        let (mut sums, mut u) = (Vec::new(), Vec::new());
        for layer in &self.layers {
            prepare(x, cells, rows);
            layer.apply(rows, &mut sums, &mut u);
            recur(x, &u, paragraphs, cells);
        }
        prepare(x, cells, rows);
    }
}

wide! {
    /// Normalises each vector and brings it to whole numbers.
    fn prepare(x: &[f32], cells: usize, rows: &mut Rows) {
        rows.clear(cells);
        let mut normal = vec![0.0; cells];
        for x in x.chunks_exact(cells) {
            normalise(x, &mut normal);
            rows.push(&normal);
        }
    }
}

wide! {
    /// Carries the cells along the words of each paragraph, in both directions.
    fn recur(x: &mut [f32], u: &[f32], paragraphs: &[Range<usize>], cells: usize) {
        let half = cells / 2;
        let mut carried = vec![0.0f32; half];
        for words in paragraphs {
            for (backwards, at) in [(false, 0), (true, half)] {
                carried.fill(0.0);
                for step in words.clone() {
                    let word = if backwards { words.end - 1 - (step - words.start) } else { step };
                    let u = &u[word * 3 * cells..][..3 * cells];
                    let part = |i: usize| &u[i * cells + at..][..half];
                    let x = &mut x[word * cells + at..][..half];
                    carry(x, &mut carried, part(0), part(1), part(2));
                }
            }
        }
    }
}

/// One word's cells of one direction.
#[inline(always)]
fn carry(x: &mut [f32], carried: &mut [f32], u0: &[f32], u1: &[f32], u2: &[f32]) {
    let (x, carried) = (x.as_chunks_mut::<8>().0, carried.as_chunks_mut::<8>().0);
    let u = u0.as_chunks::<8>().0.iter().zip(u1.as_chunks::<8>().0).zip(u2.as_chunks::<8>().0);
    for ((x, carried), ((u0, u1), u2)) in x.iter_mut().zip(carried).zip(u) {
        for i in 0..8 {
            let (f, r) = sigmoids(u1[i], u2[i]);
            carried[i] = f * carried[i] + (1.0 - f) * u0[i];
            x[i] = r * carried[i] + (1.0 - r) * x[i];
        }
    }
}
