//! How well scores tell two classes apart.

use alloc::vec::Vec;
use core::hint::black_box;

use sinew_tensors::Number;

use super::check_lengths;

/// The area under the curve of true over false positives: the probability that a sample of the
/// class has a larger score than one of the other, ties counting one half.
///
/// By ranks, `(R − p·(p + 1)/2)/(p·n)`, where `R` is the sum of the ranks of the `p` positive
/// samples among all `p + n`, equal scores sharing the mean of their ranks. 1 is perfect, ½ is
/// chance. `None` if all samples are of one class, or if a score is not a number.
///
/// # Panics
///
/// If there are no samples, or not as many scores as targets.
///
/// # Examples
///
/// The example of scikit-learn's `roc_auc_score`'s sister `roc_curve`:
///
/// ```
/// use sinew_training::metrics::roc_auc;
///
/// assert_eq!(roc_auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]), Some(0.75));
/// ```
///
/// # References
///
/// Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic
/// (ROC) curve", Radiology 143 (1982); Mann and Whitney, "On a test of whether one of two random
/// variables is stochastically larger than the other", Ann. Math. Statist. 18 (1947).
#[track_caller]
pub fn roc_auc<T: Number>(scores: &[T], truth: &[bool]) -> Option<f64> {
    check_lengths(scores.len(), truth.len());
    area(samples(scores, truth))
}

/// Each score in double precision, and whether its sample is positive.
#[inline(never)] // compiled in this crate for each number
fn samples<T: Number>(scores: &[T], truth: &[bool]) -> Vec<(f64, bool)> {
    scores.iter().map(|s| s.to_f64()).zip(truth.iter().copied()).collect()
}

/// The same, of scores and whether each is that of a positive sample.
#[inline(never)] // compiled in this crate
fn area(mut samples: Vec<(f64, bool)>) -> Option<f64> {
    if samples.iter().any(|(score, _)| score.is_nan()) {
        return None;
    }
    samples.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    let positives = samples.iter().filter(|(_, is_positive)| *is_positive).count() as f64;
    let negatives = samples.len() as f64 - positives;
    let above_chance = rank_sum(&samples) - positives * (positives + 1.0) / 2.0;
    (positives > 0.0 && negatives > 0.0).then(|| above_chance / (positives * negatives))
}

/// The sum of the positive samples' ranks, counted from 1, among samples in order.
fn rank_sum(samples: &[(f64, bool)]) -> f64 {
    let (mut sum, mut before) = (0.0, 0);
    #[allow(clippy::float_cmp)] // ties are equal scores
    for tied in samples.chunk_by(|(a, _), (b, _)| a == b) {
        let rank = before as f64 + (tied.len() + 1) as f64 / 2.0;
        sum += rank * tied.iter().filter(|(_, is_positive)| *is_positive).count() as f64;
        before += tied.len();
    }
    sum
}

/// See [`crate::prebuilt`].
pub(super) fn prebuilt<T: Number>() {
    black_box([samples::<T> as *const ()]);
}
