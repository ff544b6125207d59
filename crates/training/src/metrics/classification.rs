//! Shares of right answers.

use alloc::vec::Vec;
use core::hint::black_box;

use sinew_tensors::Number;

use super::check_lengths;

/// The class of an output: that of its largest number, the first among equals.
///
/// A number that is not one is never the largest.
pub fn class<T: Number, const N: usize>(output: &[T; N]) -> usize {
    largest(output)
}

/// The index of the largest number, the first among equals.
#[inline(never)] // compiled in this crate for each number
fn largest<T: Number>(output: &[T]) -> usize {
    let mut largest = 0;
    for k in 1..output.len() {
        // The comparison is false where one of both is not a number; then what is one is kept, or
        // taken.
        if output[k] > output[largest] || (is_nan(output[largest]) && !is_nan(output[k])) {
            largest = k;
        }
    }
    largest
}

/// The class of each output; see [`class`].
pub fn classes<T: Number, const N: usize>(outputs: &[[T; N]]) -> Vec<usize> {
    outputs.iter().map(class).collect()
}

/// The share of samples whose class is predicted, `1/n·Σᵢ [pᵢ = tᵢ]`.
///
/// # Panics
///
/// If there are no samples, or not as many predictions as targets.
#[track_caller]
pub fn accuracy(predicted: &[usize], truth: &[usize]) -> f64 {
    check_lengths(predicted.len(), truth.len());
    let right = predicted.iter().zip(truth).filter(|(p, t)| p == t).count();
    right as f64 / truth.len() as f64
}

/// The share of samples whose class is among the `k` largest outputs.
///
/// An output is among them if fewer than `k` others are larger, or equal and before it; so
/// `top_k(1, …)` is the [`accuracy`] of the [`classes`].
///
/// # Panics
///
/// If there are no samples, not as many outputs as targets, or a label is not less than `N`.
///
/// # Examples
///
/// ```
/// use sinew_training::metrics::top_k;
///
/// let outputs = [[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.2, 0.3, 0.5]];
/// assert_eq!(top_k(2, &outputs, &[1, 1, 0]), 2.0 / 3.0);
/// ```
#[track_caller]
pub fn top_k<T: Number, const N: usize>(k: usize, outputs: &[[T; N]], truth: &[usize]) -> f64 {
    check_lengths(outputs.len(), truth.len());
    let right = outputs.iter().zip(truth).filter(|&(output, &label)| rank(output, label) < k).count();
    right as f64 / truth.len() as f64
}

/// How many outputs are ahead of that of the label.
#[track_caller]
#[inline(never)] // compiled in this crate for each number
fn rank<T: Number>(output: &[T], label: usize) -> usize {
    let outputs = output.len();
    assert!(label < outputs, "label {label} is not less than {outputs}, the number of outputs");
    let own = output[label];
    let is_ahead = |i: usize, x: T| x > own || (x == own && i < label) || (is_nan(own) && !is_nan(x));
    output.iter().enumerate().filter(|&(i, &x)| is_ahead(i, x)).count()
}

fn is_nan<T: Number>(x: T) -> bool {
    x.to_f64().is_nan()
}

/// See [`crate::prebuilt`].
pub(super) fn prebuilt<T: Number>() {
    black_box([largest::<T> as *const (), rank::<T> as *const ()]);
}
