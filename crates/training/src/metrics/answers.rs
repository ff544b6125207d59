//! Answers of yes and no: of a single output, and of several that are not exclusive.

use core::hint::black_box;

use sinew_tensors::Number;

use super::{ConfusionMatrix, check_lengths};

/// The truth about a sample that is yes or no: a `bool`, or a target of one number, which says yes
/// if it is more than ½.
pub trait Answer: Copy {
    /// Whether it is yes.
    fn is_yes(self) -> bool;
}

impl Answer for bool {
    fn is_yes(self) -> bool {
        self
    }
}

impl<T: Number> Answer for [T; 1] {
    fn is_yes(self) -> bool {
        self[0].to_f64() > 0.5
    }
}

impl ConfusionMatrix<2> {
    /// Counts answers of a single output: yes (class 1) where it is more than the threshold, no
    /// (class 0) elsewhere, and neither where it is not a number.
    ///
    /// # Panics
    ///
    /// If there are no samples, or not as many outputs as targets.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_training::metrics::ConfusionMatrix;
    ///
    /// let outputs = [[0.9_f32], [0.6], [0.2], [0.4]]; // of `predict_batch`
    /// let truth = [true, false, false, true];
    /// let matrix = ConfusionMatrix::answers(&outputs, &truth, 0.5);
    /// assert_eq!(matrix.counts(), [[1, 1], [1, 1]]); // [truth][predicted]
    ///
    /// let careful = ConfusionMatrix::answers(&outputs, &truth, 0.3);
    /// assert_eq!((careful.precision(1), careful.recall(1)), (2.0 / 3.0, 1.0));
    /// assert!((careful.f1(1) - 0.8).abs() < 1e-15);
    /// ```
    #[track_caller]
    pub fn answers<T: Number>(outputs: &[[T; 1]], truth: &[impl Answer], threshold: f64) -> Self {
        check_lengths(outputs.len(), truth.len());
        let mut matrix = Self::empty();
        for ([output], truth) in outputs.iter().zip(truth) {
            let output = output.to_f64();
            let predicted = if output.is_nan() { 2 } else { usize::from(output > threshold) };
            matrix.add(predicted, usize::from(truth.is_yes()));
        }
        matrix
    }
}

/// The share of labels that are predicted right, over all `N` labels of all samples: an output is
/// yes where it is more than the threshold, a target where it is more than ½.
///
/// Keras's `binary_accuracy`. Where most labels are no, nearly all of them are right if nothing is
/// predicted at all; [`exact_match`] is stricter.
///
/// # Panics
///
/// If there are no samples, or not as many outputs as targets.
///
/// # Examples
///
/// ```
/// use sinew_training::metrics::{exact_match, label_accuracy};
///
/// let outputs = [[0.9, 0.8, 0.1], [0.2, 0.6, 0.3]];
/// let truth = [[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]];
/// assert_eq!(label_accuracy(&outputs, &truth, 0.5), 5.0 / 6.0);
/// assert_eq!(exact_match(&outputs, &truth, 0.5), 1.0 / 2.0);
/// ```
#[track_caller]
pub fn label_accuracy<T: Number, const N: usize>(outputs: &[[T; N]], truth: &[[T; N]], threshold: f64) -> f64 {
    check_lengths(outputs.len(), truth.len());
    let right = right_rows(outputs.as_flattened(), truth.as_flattened(), 1, threshold);
    right as f64 / truth.as_flattened().len() as f64
}

/// The share of samples whose `N` labels are all predicted right.
///
/// scikit-learn's `accuracy_score` of several labels; the accuracy that
/// [`BinaryCrossEntropy`](sinew_losses::BinaryCrossEntropy) reports, with a threshold of ½.
///
/// # Panics
///
/// If there are no samples, or not as many outputs as targets.
#[track_caller]
pub fn exact_match<T: Number, const N: usize>(outputs: &[[T; N]], truth: &[[T; N]], threshold: f64) -> f64 {
    check_lengths(outputs.len(), truth.len());
    let right = right_rows(outputs.as_flattened(), truth.as_flattened(), N, threshold);
    right as f64 / truth.len() as f64
}

/// How many rows of `labels` labels are right. An output that is not a number never is.
#[inline(never)] // compiled in this crate for each number
fn right_rows<T: Number>(outputs: &[T], truth: &[T], labels: usize, threshold: f64) -> usize {
    let is_right = |(output, truth): (&T, &T)| {
        let output = output.to_f64();
        !output.is_nan() && (output > threshold) == (truth.to_f64() > 0.5)
    };
    let rows = outputs.chunks_exact(labels).zip(truth.chunks_exact(labels));
    rows.filter(|(outputs, truth)| outputs.iter().zip(*truth).all(is_right)).count()
}

/// See [`crate::prebuilt`].
pub(super) fn prebuilt<T: Number>() {
    black_box([right_rows::<T> as *const ()]);
}
