//! Matrix products in whole numbers: rows of 16-bit numbers by 8-bit weights, summed in 32 bits.
//!
//! A row's numbers have at most 12 bits and a weight 8, so that a sum over 4,000 of them cannot overflow. Sums of whole
//! numbers do not depend on their order: the plain and the AVX2 version give the same.
#![allow(unsafe_code, reason = "processor-specific instructions; each use says why it is sound")]

/// Outputs that are computed side by side.
pub(super) const LANES: usize = 8;

/// For eight outputs, the weights of two inputs each: `w[2 l]` and `w[2 l + 1]` are output `l`'s.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(super) struct Pairs(pub(super) [i16; 2 * LANES]);

/// Multiplies rows by weights.
///
/// `rows` has `count` rows of `2 * pairs` numbers; `weights` has for each block of eight outputs `pairs` entries; `out`
/// has for each row eight sums a block.
pub(super) fn multiply(rows: &[i16], count: usize, weights: &[Pairs], pairs: usize, out: &mut [i32]) {
    let blocks = weights.len().checked_div(pairs).unwrap_or(0);
    assert!(rows.len() == count * pairs * 2 && weights.len() == blocks * pairs);
    assert!(out.len() == count * blocks * LANES);
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, and the lengths were just checked.
        unsafe { avx2::multiply(rows, count, weights, pairs, out) };
        return;
    }
    plain(rows, weights, pairs, out);
}

fn plain(rows: &[i16], weights: &[Pairs], pairs: usize, out: &mut [i32]) {
    let blocks = weights.len().checked_div(pairs).unwrap_or(0);
    if blocks == 0 {
        return;
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

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{LANES, Pairs};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_load_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };

    /// As [`super::multiply`], which checks the lengths.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn multiply(
        rows: &[i16],
        count: usize,
        weights: &[Pairs],
        pairs: usize,
        out: &mut [i32],
    ) {
        let blocks = weights.len().checked_div(pairs).unwrap_or(0);
        let mut block = 0;
        while block < blocks {
            let wide = if block + 2 <= blocks { 2 } else { 1 };
            let mut row = 0;
            while row < count {
                let tall = if row + 4 <= count { 4 } else { 1 };
                // SAFETY: rows `row..row + tall` and blocks `block..block + wide` are within the lengths checked.
                unsafe {
                    let a = rows.as_ptr().add(row * pairs * 2);
                    let w = weights.as_ptr().add(block * pairs);
                    let to = out.as_mut_ptr().add((row * blocks + block) * LANES);
                    match (tall, wide) {
                        (4, 2) => tile::<4, 2>(a, w, pairs, to, blocks),
                        (4, _) => tile::<4, 1>(a, w, pairs, to, blocks),
                        (_, 2) => tile::<1, 2>(a, w, pairs, to, blocks),
                        _ => tile::<1, 1>(a, w, pairs, to, blocks),
                    }
                }
                row += tall;
            }
            block += wide;
        }
    }

    /// A tile of `TALL` rows by `WIDE` blocks, its sums in registers.
    ///
    /// # Safety
    /// The pointers lead to at least `TALL` rows of `pairs` pairs, `WIDE` blocks of `pairs` weights, and `TALL` rows of
    /// `blocks` blocks of sums, of which the first `WIDE` are written.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn tile<const TALL: usize, const WIDE: usize>(
        a: *const i16,
        w: *const Pairs,
        pairs: usize,
        to: *mut i32,
        blocks: usize,
    ) {
        let mut sums = [[_mm256_setzero_si256(); WIDE]; TALL];
        for k in 0..pairs {
            let mut weights = [_mm256_setzero_si256(); WIDE];
            for (j, weights) in weights.iter_mut().enumerate() {
                // SAFETY: `k < pairs`, `j < WIDE`; `Pairs` is aligned to 32 bytes.
                *weights = unsafe { _mm256_load_si256(w.add(j * pairs + k).cast::<__m256i>()) };
            }
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
                // SAFETY: `i < TALL`, `j < WIDE`.
                unsafe { _mm256_storeu_si256(to.add((i * blocks + j) * LANES).cast::<__m256i>(), *sum) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_give_the_same() {
        let mut seed = 7u32;
        let mut next = |most: i32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as i32 % (2 * most + 1) - most
        };
        for (count, pairs, blocks) in [(1, 1, 1), (5, 3, 3), (9, 160, 5), (4, 7, 2), (0, 4, 2), (3, 0, 0)] {
            let rows: Vec<i16> = (0..count * pairs * 2).map(|_| next(2047) as i16).collect();
            let weights: Vec<Pairs> =
                (0..blocks * pairs).map(|_| Pairs(std::array::from_fn(|_| next(127) as i16))).collect();
            let mut one = vec![0; count * blocks * LANES];
            let mut other = one.clone();
            multiply(&rows, count, &weights, pairs, &mut one);
            plain(&rows, &weights, pairs, &mut other);
            assert_eq!(one, other);
        }
    }
}
