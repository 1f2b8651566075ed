//! Functions of real numbers, from additions, multiplications and divisions alone: a system's own `exp` differs from
//! another's in the last bit.

/// `e` to the power of `x`, to about one part in ten million; the range is cut to where the result is a normal number.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // Cody and Waite: x = n ln 2 + r, with ln 2 in two parts; then a polynomial (Cephes' expf).
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    y * f32::from_bits(((n as i32 + 127) as u32) << 23)
}

/// The logistic function.
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Sums in sixteen lanes and then across them: the same order whatever a machine's vectors hold.
#[inline(always)]
pub(super) fn sum(x: &[f32]) -> f32 {
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

/// The largest score's place and its probability among all.
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
        for i in -8700..8800 {
            let x = i as f32 / 100.0;
            let near = f64::from(exp(x)) / f64::from(x).exp();
            assert!((near - 1.0).abs() < 3e-7, "{x}: {near}");
        }
        assert_eq!(exp(f32::NEG_INFINITY), exp(-87.0));
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
