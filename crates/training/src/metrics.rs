//! What predictions are worth, in numbers that people know.
//!
//! | of | |
//! |---|---|
//! | classes | [`accuracy`], [`ConfusionMatrix`] with precision, recall, F1; [`top_k`] |
//! | yes or no | [`ConfusionMatrix::answers`] with the same; [`roc_auc`] |
//! | several labels | [`label_accuracy`], [`exact_match`] |
//! | numbers | [`mean_absolute_error`], [`mean_squared_error`], [`r_squared`] |
//!
//! Plain functions over predictions and targets, the names and conventions those of scikit-learn. A
//! prediction with a `NaN` in it is never right, and makes an error of numbers `NaN` too.
//!
//! # Examples
//!
//! ```
//! use sinew_training::metrics::{ConfusionMatrix, accuracy, classes};
//!
//! let outputs = [[0.8, 0.1, 0.1], [0.3, 0.4, 0.3], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9]]; // of `predict_batch`
//! let truth = [0, 1, 1, 2];
//!
//! let predicted = classes(&outputs);
//! assert_eq!(predicted, [0, 1, 0, 2]);
//! assert_eq!(accuracy(&predicted, &truth), 0.75);
//!
//! let matrix = ConfusionMatrix::<3>::new(&predicted, &truth);
//! assert_eq!(matrix.counts(), [[1, 0, 0], [1, 1, 0], [0, 0, 1]]); // [truth][predicted]
//! assert_eq!((matrix.precision(0), matrix.recall(1)), (0.5, 0.5));
//! ```

mod answers;
mod classification;
mod confusion_matrix;
mod regression;
mod roc_auc;

use sinew_tensors::Number;

pub use answers::{Answer, exact_match, label_accuracy};
pub use classification::{accuracy, class, classes, top_k};
pub use confusion_matrix::ConfusionMatrix;
pub use regression::{mean_absolute_error, mean_squared_error, r_squared};
pub use roc_auc::roc_auc;

/// Panics unless there are as many predictions as targets, and some.
#[track_caller]
fn check_lengths(predictions: usize, targets: usize) {
    assert!(predictions == targets, "{predictions} predictions, but {targets} targets");
    assert!(predictions > 0, "a metric needs at least one sample");
}

/// See [`crate::prebuilt`].
pub(crate) fn prebuilt<T: Number>() {
    answers::prebuilt::<T>();
    classification::prebuilt::<T>();
    regression::prebuilt::<T>();
    roc_auc::prebuilt::<T>();
}
