//! Shares of right answers.

use alloc::vec::Vec;
use core::hint::black_box;

use sinew_tensors::Number;

use super::check_lengths;

/// The class of an output: that of its largest number, the first among equals.
///
/// An output with a `NaN` in it has no class: then this is `N`, which is that of no target.
pub fn class<T: Number, const N: usize>(output: &[T; N]) -> usize {
    largest(output)
}

/// The index of the largest number, the first among equals, or that beyond the last if one is not a
/// number.
#[inline(never)] // compiled in this crate for each number
fn largest<T: Number>(output: &[T]) -> usize {
    let first_of_larger = |largest: usize, k: usize| if output[k] > output[largest] { k } else { largest };
    if output.iter().any(|&x| is_nan(x)) { output.len() } else { (0..output.len()).fold(0, first_of_larger) }
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
#[doc(alias = "정확도")]
#[track_caller]
pub fn accuracy(predicted: &[usize], truth: &[usize]) -> f64 {
    check_lengths(predicted.len(), truth.len());
    let right = predicted.iter().zip(truth).filter(|(p, t)| p == t).count();
    right as f64 / truth.len() as f64
}

/// The share of samples whose class is among the `k` largest outputs.
///
/// An output is among them if fewer than `k` others are larger, or equal and before it; so
/// `top_k(1, …)` is the [`accuracy`] of the [`classes`]. Among numbers of which one is `NaN`, none
/// is.
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
    let is_right = |&(output, &label): &(&[T; N], &usize)| rank(output, label).is_some_and(|rank| rank < k);
    let right = outputs.iter().zip(truth).filter(is_right).count();
    right as f64 / truth.len() as f64
}

/// How many outputs are ahead of that of the label, unless one is not a number.
#[track_caller]
#[inline(never)] // compiled in this crate for each number
fn rank<T: Number>(output: &[T], label: usize) -> Option<usize> {
    let outputs = output.len();
    assert!(label < outputs, "label {label} is not less than {outputs}, the number of outputs");
    if output.iter().any(|&x| is_nan(x)) {
        return None;
    }
    let own = output[label];
    Some(output.iter().enumerate().filter(|&(i, &x)| x > own || (x == own && i < label)).count())
}

fn is_nan<T: Number>(x: T) -> bool {
    x.to_f64().is_nan()
}

/// See [`crate::prebuilt`].
pub(super) fn prebuilt<T: Number>() {
    black_box([largest::<T> as *const (), rank::<T> as *const ()]);
}
