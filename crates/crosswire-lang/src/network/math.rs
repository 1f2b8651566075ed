//! Functions of real numbers, from additions, multiplications and divisions alone: a system's own `exp` differs from
//! another's in the last bit.

/// Adding this number rounds to whole ones, which then are the low bits of the sum.
const ROUND: f32 = 12_582_912.0;

/// The nearest whole number, of numbers between -32768 and 32767; a cast would take care of others too, at a price.
#[inline(always)]
pub(super) fn round(x: f32) -> i16 {
    (x + ROUND).to_bits() as i16
}

/// `e` to the power of `x`, to about one part in three million; beyond 30 and -30 as at these.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // Cody and Waite: x = n ln 2 + r, with ln 2 in two parts; then a polynomial (Cephes' expf).
    let x = if x > 30.0 { 30.0 } else { x };
    let x = if x < -30.0 { -30.0 } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    // The exponent is added to the bits of y, which lies between 0.7 and 1.5.
    f32::from_bits(y.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// The logistic function of two numbers, with one division.
#[inline(always)]
pub(super) fn sigmoids(x: f32, y: f32) -> (f32, f32) {
    let (x, y) = (1.0 + exp(-x), 1.0 + exp(-y));
    let inverse = 1.0 / (x * y);
    (y * inverse, x * inverse)
}

/// Sums in sixteen lanes and then across them: the same order whatever a machine's vectors hold.
#[inline(always)]
pub(crate) fn sum(x: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 16];
    let (chunks, rest) = x.as_chunks::<16>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// Gives `x` the mean 0 and the variance 1, into `to`.
#[inline(always)]
pub(super) fn normalise(x: &[f32], to: &mut [f32]) {
    let size = x.len() as f32;
    let mean = sum(x) / size;
    for (to, x) in to.iter_mut().zip(x) {
        *to = x - mean;
    }
    let mut lanes = [0.0f32; 16];
    let (chunks, rest) = to.as_chunks::<16>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value * value;
        }
    }
    let squares = lanes.iter().sum::<f32>() + rest.iter().map(|v| v * v).sum::<f32>();
    let scale = 1.0 / (squares / size + 1e-5).sqrt();
    to.iter_mut().for_each(|value| *value *= scale);
}

/// Where the largest of some numbered scores stands; the first of equals, and 0 if there is none.
pub(crate) fn top(scores: impl Iterator<Item = (usize, f32)>) -> usize {
    scores.reduce(|best, s| if s.1 > best.1 { s } else { best }).map_or(0, |(i, _)| i)
}

/// The probability of the score at a place among all.
pub(crate) fn softmax_at(scores: &[f32], at: usize) -> f32 {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let whole: f32 = scores.iter().map(|s| exp(s - top)).sum();
    scores.get(at).map_or(0.0, |s| exp(s - top) / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_near_the_true_one() {
        for i in -3000..3000 {
            let x = i as f32 / 100.0;
            let near = f64::from(exp(x)) / f64::from(x).exp();
            assert!((near - 1.0).abs() < 3e-7, "{x}: {near}");
        }
        assert_eq!(exp(f32::NEG_INFINITY), exp(-30.0));
        let (half, one) = sigmoids(0.0, 99.0);
        assert!((half - 0.5).abs() < 1e-7 && (one - 1.0).abs() < 1e-7);
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        assert_eq!([-2047.0, -1.6, -0.4, 0.0, 0.6, 2046.9].map(round), [-2047, -2, 0, 0, 1, 2047]);
    }

    #[test]
    fn a_normalised_row_has_mean_0_and_variance_1() {
        let x: Vec<f32> = (0..320).map(|i| (i * i % 37) as f32).collect();
        let mut y = vec![0.0; 320];
        normalise(&x, &mut y);
        assert!(sum(&y).abs() < 1e-3);
        assert!((y.iter().map(|v| v * v).sum::<f32>() / 320.0 - 1.0).abs() < 1e-3);
    }
}
