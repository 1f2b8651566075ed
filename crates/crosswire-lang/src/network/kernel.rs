//! Matrix products in whole numbers: rows of numbers between -127 and 127 by weights of the same size, summed in 32 bits.
//!
//! No sum of up to 100,000 products can overflow, and sums of whole numbers do not depend on their order: the plain
//! version, the one for AVX2 and the one for AVX-512's byte products (VNNI) give the same.
#![allow(unsafe_code, reason = "processor-specific instructions; each use says why it is sound")]

/// Outputs that are computed side by side.
pub(super) const LANES: usize = 16;
/// Rows are filled up to a multiple of so many numbers.
pub(super) const STEP: usize = 4;

/// For sixteen outputs, the weights of two inputs each: `w[2 l]` and `w[2 l + 1]` are output `l`'s.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Pairs([i16; 2 * LANES]);

/// For sixteen outputs, the weights of four inputs each.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Quads([i8; 4 * LANES]);

/// The weights of a layer, laid out for this machine.
#[derive(Debug)]
pub(super) struct Weights {
    layout: Layout,
    /// Blocks of sixteen outputs.
    blocks: usize,
    /// Numbers of a row, filled up.
    width: usize,
}

#[derive(Debug)]
enum Layout {
    Pairs(Vec<Pairs>),
    /// With what each sum begins, since bytes without sign stand for numbers 128 lower.
    #[cfg_attr(not(target_arch = "x86_64"), expect(dead_code, reason = "only x86-64 has these products"))]
    Quads(Vec<Quads>, Vec<i32>),
}

/// Whether the machine multiplies bytes by fours.
fn has_byte_products() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

impl Weights {
    /// Lays out weights given row by row, a row for each output.
    pub(super) fn new(bytes: &[u8], inputs: usize) -> Self {
        Self::laid_out(bytes, inputs, has_byte_products())
    }

    fn laid_out(bytes: &[u8], inputs: usize, quads: bool) -> Self {
        let width = inputs.next_multiple_of(STEP);
        let blocks = bytes.len().checked_div(inputs).unwrap_or(0).div_ceil(LANES);
        let rows = || bytes.chunks_exact(inputs.max(1)).enumerate();
        let layout = if quads {
            let mut weights = vec![Quads([0; 4 * LANES]); blocks * width / 4];
            let mut begin = vec![0; blocks * LANES];
            for (output, row) in rows() {
                let block = &mut weights[output / LANES * width / 4..][..width / 4];
                for (Quads(quad), four) in block.iter_mut().zip(row.chunks(4)) {
                    for (place, byte) in quad[4 * (output % LANES)..].iter_mut().zip(four) {
                        *place = byte.cast_signed();
                        begin[output] -= 128 * i32::from(*place);
                    }
                }
            }
            Layout::Quads(weights, begin)
        } else {
            let mut weights = vec![Pairs([0; 2 * LANES]); blocks * width / 2];
            for (output, row) in rows() {
                let block = &mut weights[output / LANES * width / 2..][..width / 2];
                for (Pairs(pair), two) in block.iter_mut().zip(row.chunks(2)) {
                    for (place, byte) in pair[2 * (output % LANES)..].iter_mut().zip(two) {
                        *place = i16::from(byte.cast_signed());
                    }
                }
            }
            Layout::Pairs(weights)
        };
        Weights { layout, blocks, width }
    }

    /// How many sums a row gets: the outputs, filled up to whole blocks.
    pub(super) fn sums(&self) -> usize {
        self.blocks * LANES
    }

    /// Multiplies rows, each filled up with zeros to a multiple of [`STEP`]; `out` takes the sums, row by row.
    pub(super) fn multiply(&self, rows: &[i16], count: usize, out: &mut [i32]) {
        assert!(rows.len() == count * self.width && out.len() == count * self.sums());
        match &self.layout {
            #[cfg(target_arch = "x86_64")]
            Layout::Quads(weights, begin) => {
                let bytes: Vec<u8> = rows.iter().map(|&number| number as u8 ^ 0x80).collect();
                assert!(weights.len() == self.blocks * self.width / 4 && begin.len() == self.sums());
                // SAFETY: this layout is only chosen where the processor has what it takes; lengths were checked.
                unsafe { vnni::multiply(&bytes, count, weights, begin, self.width / 4, self.blocks, out) }
            }
            #[cfg(not(target_arch = "x86_64"))]
            Layout::Quads(..) => unreachable!("only x86-64 has these products"),
            Layout::Pairs(weights) => {
                assert!(weights.len() == self.blocks * self.width / 2);
                #[cfg(target_arch = "x86_64")]
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has AVX2, and the lengths were checked.
                    unsafe { avx2::multiply(rows, count, weights, self.width / 2, self.blocks, out) };
                    return;
                }
                plain(rows, weights, self.width / 2, self.blocks, out);
            }
        }
    }
}

fn plain(rows: &[i16], weights: &[Pairs], pairs: usize, blocks: usize, out: &mut [i32]) {
    if blocks == 0 || pairs == 0 {
        return out.fill(0);
    }
    for (row, out) in rows.chunks_exact(2 * pairs).zip(out.chunks_exact_mut(blocks * LANES)) {
        for (weights, out) in weights.chunks_exact(pairs).zip(out.chunks_exact_mut(LANES)) {
            let mut sums = [0i32; LANES];
            for (pair, Pairs(w)) in row.chunks_exact(2).zip(weights) {
                let (a, b) = (i32::from(pair[0]), i32::from(pair[1]));
                for lane in 0..LANES {
                    sums[lane] += a * i32::from(w[2 * lane]) + b * i32::from(w[2 * lane + 1]);
                }
            }
            out.copy_from_slice(&sums);
        }
    }
}

/// Defines a function over slices that is compiled twice: for any machine, and for the wider vectors of AVX2, which is
/// taken where the machine has them. Fusing multiplication and addition is not switched on, so that real numbers come out
/// the same.
macro_rules! wide {
    ($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        fn $name($($arg: $type),*) {
            #[inline(always)]
            fn body($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") {
                #[target_feature(enable = "avx2")]
                fn wide($($arg: $type),*) {
                    body($($arg),*)
                }
                // SAFETY: the processor has AVX2.
                #[allow(unsafe_code, reason = "the processor was asked")]
                unsafe {
                    wide($($arg),*);
                }
                return;
            }
            body($($arg),*)
        }
    };
}
pub(super) use wide;

/// Tiles of so many rows by so many blocks as registers hold, and smaller ones for what is left over: first row, rows,
/// first block, blocks.
#[cfg(target_arch = "x86_64")]
#[inline]
fn tiles(
    (count, tall): (usize, usize),
    (blocks, wide): (usize, usize),
) -> impl Iterator<Item = (usize, usize, usize, usize)> {
    let parts = |all: usize, size: usize| {
        let whole = (0..all / size).map(move |i| (i * size, size));
        whole.chain((all / size * size..all).map(|i| (i, 1)))
    };
    parts(blocks, wide)
        .flat_map(move |(block, wide)| parts(count, tall).map(move |(row, tall)| (row, tall, block, wide)))
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{LANES, Pairs, tiles};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_load_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };

    /// As [`super::Weights::multiply`], which checks the lengths.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn multiply(
        rows: &[i16],
        count: usize,
        weights: &[Pairs],
        pairs: usize,
        blocks: usize,
        out: &mut [i32],
    ) {
        for (row, tall, block, _) in tiles((count, 4), (blocks, 1)) {
            // SAFETY: rows `row..row + tall` and the block are within the lengths checked.
            unsafe {
                let a = rows.as_ptr().add(row * pairs * 2);
                let w = weights.as_ptr().add(block * pairs);
                let to = out.as_mut_ptr().add((row * blocks + block) * LANES);
                match tall {
                    4 => tile::<4>(a, w, pairs, to, blocks),
                    _ => tile::<1>(a, w, pairs, to, blocks),
                }
            }
        }
    }

    /// A tile of `TALL` rows by one block, its sums in registers, two for each row.
    ///
    /// # Safety
    /// The pointers lead to at least `TALL` rows of `pairs` pairs, a block of `pairs` weights, and `TALL` rows of `blocks`
    /// blocks of sums, of which the first is written.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn tile<const TALL: usize>(
        a: *const i16,
        w: *const Pairs,
        pairs: usize,
        to: *mut i32,
        blocks: usize,
    ) {
        let mut sums = [[_mm256_setzero_si256(); 2]; TALL];
        for k in 0..pairs {
            // SAFETY: `k < pairs`; `Pairs` is two vectors, aligned to as much.
            let weights = unsafe {
                let w = w.add(k).cast::<__m256i>();
                [_mm256_load_si256(w), _mm256_load_si256(w.add(1))]
            };
            for (i, sums) in sums.iter_mut().enumerate() {
                // SAFETY: `k < pairs`, `i < TALL`; the two numbers are read as one of 32 bits, wherever they lie.
                let pair = unsafe { a.add((i * pairs + k) * 2).cast::<i32>().read_unaligned() };
                let pair = _mm256_set1_epi32(pair);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pair, weights));
                }
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            for (j, sum) in sums.iter().enumerate() {
                // SAFETY: `i < TALL`; the two vectors are a block's sums.
                unsafe {
                    let to = to.add(i * blocks * LANES + j * LANES / 2);
                    _mm256_storeu_si256(to.cast::<__m256i>(), *sum);
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use super::{LANES, Quads, tiles};
    use std::arch::x86_64::{
        __m512i, _mm512_dpbusd_epi32, _mm512_load_si512, _mm512_loadu_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_storeu_si512,
    };

    /// As [`super::Weights::multiply`], which checks the lengths; a byte stands for the number 128 lower.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) unsafe fn multiply(
        rows: &[u8],
        count: usize,
        weights: &[Quads],
        begin: &[i32],
        quads: usize,
        blocks: usize,
        out: &mut [i32],
    ) {
        for (row, tall, block, wide) in tiles((count, 8), (blocks, 2)) {
            // SAFETY: rows `row..row + tall` and blocks `block..block + wide` are within the lengths checked.
            unsafe {
                let a = rows.as_ptr().add(row * quads * 4);
                let w = weights.as_ptr().add(block * quads);
                let begin = begin.as_ptr().add(block * LANES);
                let to = out.as_mut_ptr().add((row * blocks + block) * LANES);
                match (tall, wide) {
                    (8, 2) => tile::<8, 2>(a, w, begin, quads, to, blocks),
                    (8, _) => tile::<8, 1>(a, w, begin, quads, to, blocks),
                    (_, 2) => tile::<1, 2>(a, w, begin, quads, to, blocks),
                    _ => tile::<1, 1>(a, w, begin, quads, to, blocks),
                }
            }
        }
    }

    /// A tile of `TALL` rows by `WIDE` blocks, its sums in registers.
    ///
    /// # Safety
    /// The pointers lead to at least `TALL` rows of `quads` times four bytes, `WIDE` blocks of `quads` weights and of
    /// sixteen first sums, and `TALL` rows of `blocks` blocks of sums, of which the first `WIDE` are written.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    unsafe fn tile<const TALL: usize, const WIDE: usize>(
        a: *const u8,
        w: *const Quads,
        begin: *const i32,
        quads: usize,
        to: *mut i32,
        blocks: usize,
    ) {
        let mut first = [_mm512_setzero_si512(); WIDE];
        for (j, first) in first.iter_mut().enumerate() {
            // SAFETY: `j < WIDE`.
            *first = unsafe { _mm512_loadu_si512(begin.add(j * LANES).cast::<__m512i>()) };
        }
        let mut sums = [first; TALL];
        for k in 0..quads {
            let mut weights = [_mm512_setzero_si512(); WIDE];
            for (j, weights) in weights.iter_mut().enumerate() {
                // SAFETY: `k < quads`, `j < WIDE`; `Quads` is aligned to 64 bytes.
                *weights = unsafe { _mm512_load_si512(w.add(j * quads + k).cast::<__m512i>()) };
            }
            for (i, sums) in sums.iter_mut().enumerate() {
                // SAFETY: `k < quads`, `i < TALL`; the four bytes are read as one number, wherever they lie.
                let four = unsafe { a.add((i * quads + k) * 4).cast::<i32>().read_unaligned() };
                let four = _mm512_set1_epi32(four);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, four, weights);
                }
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            for (j, sum) in sums.iter().enumerate() {
                // SAFETY: `i < TALL`, `j < WIDE`.
                unsafe { _mm512_storeu_si512(to.add((i * blocks + j) * LANES).cast::<__m512i>(), *sum) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_versions_give_the_same() {
        let mut seed = 7u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as i32 % 255 - 127
        };
        for (count, inputs, outputs) in
            [(1, 1usize, 1), (5, 6, 20), (9, 320, 40), (4, 13, 9), (0, 8, 16), (70, 408, 51), (8, 320, 33)]
        {
            let width = inputs.next_multiple_of(STEP);
            let row = |i: usize| i % width < inputs;
            let rows: Vec<i16> = (0..count * width).map(|i| if row(i) { next() as i16 } else { 0 }).collect();
            let bytes: Vec<u8> = (0..inputs * outputs).map(|_| next() as i8 as u8).collect();
            let with = |quads: bool| {
                let weights = Weights::laid_out(&bytes, inputs, quads);
                let mut out = vec![7; count * weights.sums()];
                weights.multiply(&rows, count, &mut out);
                (weights, out)
            };
            let (weights, found) = with(false);
            let mut expected = vec![7; found.len()];
            let Layout::Pairs(pairs) = &weights.layout else { panic!("pairs were asked for") };
            plain(&rows, pairs, width / 2, weights.blocks, &mut expected);
            assert_eq!(found, expected);
            if has_byte_products() {
                assert_eq!(with(true).1, expected);
            }
        }
    }
}
