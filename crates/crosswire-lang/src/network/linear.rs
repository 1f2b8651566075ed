//! A linear layer with 8-bit weights.

use super::kernel::{STEP, Weights, wide};
use super::math::round;
use crate::file::Reader;
use crate::model::ModelError;

/// The largest magnitude of a number in a row.
const MOST: f32 = 127.0;

/// Rows of real numbers, each brought to whole numbers by a scale of its own.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    numbers: Vec<i16>,
    scales: Vec<f32>,
    width: usize,
}

impl Rows {
    /// Begins anew, for rows of `width` numbers.
    pub(crate) fn clear(&mut self, width: usize) {
        self.numbers.clear();
        self.scales.clear();
        self.width = width;
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.scales.len()
    }

    /// One row's whole numbers, and by what to multiply them.
    pub(super) fn row(&self, i: usize) -> (&[i16], f32) {
        let padded = self.width.next_multiple_of(STEP);
        (&self.numbers[i * padded..(i + 1) * padded], self.scales[i])
    }

    /// Appends a row.
    #[inline(always)]
    pub(super) fn push(&mut self, row: &[f32]) {
        debug_assert_eq!(row.len(), self.width);
        let mut lanes = [0.0f32; 16];
        let (chunks, rest) = row.as_chunks::<16>();
        for chunk in chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane = if value.abs() > *lane { value.abs() } else { *lane };
            }
        }
        for half in [8, 4, 2, 1] {
            for i in 0..half {
                lanes[i] = if lanes[i + half] > lanes[i] { lanes[i + half] } else { lanes[i] };
            }
        }
        let least = if lanes[0] > 1e-9 { lanes[0] } else { 1e-9 };
        let most = rest.iter().fold(least, |most, v| if v.abs() > most { v.abs() } else { most });
        let factor = MOST / most;
        self.numbers.extend(row.iter().map(|value| round(value * factor)));
        self.numbers.resize(self.numbers.len().next_multiple_of(STEP), 0);
        self.scales.push(most / MOST);
    }
}

/// Outputs are sums of inputs by weights, and a bias. A normalisation before the layer is folded into it.
#[derive(Debug)]
pub(crate) struct Linear {
    weights: Weights,
    /// For each output: by what to multiply its sum, what to add.
    scales: Vec<f32>,
    biases: Vec<f32>,
    outputs: usize,
}

impl Linear {
    /// Reads a section: outputs, inputs (u32), a scale and a bias for each output (f32), weights row by row (i8).
    pub(crate) fn read(section: &mut Reader<'_>, inputs: usize, outputs: usize) -> Result<Self, ModelError> {
        if (section.u32()? as usize, section.u32()? as usize) != (outputs, inputs) {
            return Err(ModelError::Damaged("a layer of another size"));
        }
        let mut scales = section.f32s(outputs)?;
        let mut biases = section.f32s(outputs)?;
        let weights = Weights::new(section.bytes(outputs * inputs)?, inputs);
        scales.resize(weights.sums(), 0.0);
        biases.resize(weights.sums(), 0.0);
        Ok(Linear { weights, scales, biases, outputs })
    }

    /// How many outputs a row has.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The outputs of all rows, one row after the other. `sums` is space to work in.
    pub(crate) fn apply(&self, rows: &Rows, sums: &mut Vec<i32>, out: &mut Vec<f32>) {
        // Every sum and every output is written: what stood there need not be cleared.
        sums.resize(rows.len() * self.weights.sums(), 0);
        self.weights.multiply(&rows.numbers, rows.len(), sums);
        out.resize(rows.len() * self.outputs, 0.0);
        scale(sums, &rows.scales, &self.scales, &self.biases, out);
    }
}

wide! {
    /// From sums of whole numbers to real ones. Of each row of sums, those beyond the outputs fill up a block.
    fn scale(sums: &[i32], rows: &[f32], scales: &[f32], biases: &[f32], out: &mut [f32]) {
        let (padded, outputs) = (scales.len(), out.len().checked_div(rows.len()).unwrap_or(0));
        if outputs == 0 {
            return;
        }
        for ((sums, row), out) in sums.chunks_exact(padded).zip(rows).zip(out.chunks_exact_mut(outputs)) {
            let each = sums.iter().zip(scales).zip(biases);
            for (out, ((&sum, &by), &bias)) in out.iter_mut().zip(each) {
                *out = sum as f32 * (by * row) + bias;
            }
        }
    }
}
