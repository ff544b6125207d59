//! Distances of predicted numbers from the true ones.

use core::hint::black_box;

use sinew_tensors::Number;

use super::check_lengths;

/// `1/(n·K)·Σᵢₖ |yᵢₖ − tᵢₖ|`, in the unit of the targets.
///
/// # Panics
///
/// If there are no samples, or not as many predictions as targets.
#[track_caller]
pub fn mean_absolute_error<T: Number, const K: usize>(predicted: &[[T; K]], targets: &[[T; K]]) -> f64 {
    check_lengths(predicted.len(), targets.len());
    mean(predicted.as_flattened(), targets.as_flattened(), |e| e.max(-e))
}

/// `1/(n·K)·Σᵢₖ (yᵢₖ − tᵢₖ)²`, in the square of the unit of the targets.
///
/// # Panics
///
/// If there are no samples, or not as many predictions as targets.
#[track_caller]
pub fn mean_squared_error<T: Number, const K: usize>(predicted: &[[T; K]], targets: &[[T; K]]) -> f64 {
    check_lengths(predicted.len(), targets.len());
    mean(predicted.as_flattened(), targets.as_flattened(), |e| e * e)
}

/// The coefficient of determination, `1 − Σᵢ (yᵢ − tᵢ)²/Σᵢ (tᵢ − t̄)²`, the mean of those of the
/// `K` outputs.
///
/// The share of the targets' variance that is predicted: 1 is perfect, 0 is as good as to predict
/// their mean, and below is worse. `None` if the targets of an output do not vary.
///
/// # Panics
///
/// If there are no samples, or not as many predictions as targets.
///
/// # Examples
///
/// The first example of scikit-learn's `r2_score`:
///
/// ```
/// use sinew_training::metrics::r_squared;
///
/// let targets = [[3.0], [-0.5], [2.0], [7.0]];
/// let predicted = [[2.5], [0.0], [2.0], [8.0]];
/// let r2 = r_squared(&predicted, &targets).unwrap_or_default();
/// assert!((r2 - 0.948_608_137).abs() < 1e-9);
/// ```
///
/// # References
///
/// Wright, "Correlation and causation", J. Agric. Res. 20 (1921). The mean over outputs is
/// scikit-learn's `uniform_average`.
#[track_caller]
pub fn r_squared<T: Number, const K: usize>(predicted: &[[T; K]], targets: &[[T; K]]) -> Option<f64> {
    check_lengths(predicted.len(), targets.len());
    r_squared_of(predicted.as_flattened(), targets.as_flattened(), K)
}

/// The same, of rows of `outputs` numbers.
#[inline(never)] // compiled in this crate for each number
fn r_squared_of<T: Number>(predicted: &[T], targets: &[T], outputs: usize) -> Option<f64> {
    let samples = targets.len().checked_div(outputs).unwrap_or_default();
    let mut sum = 0.0;
    for k in 0..outputs {
        let predicted = predicted.iter().skip(k).step_by(outputs);
        let targets = targets.iter().skip(k).step_by(outputs);
        let mean = targets.clone().map(|t| t.to_f64()).sum::<f64>() / samples as f64;
        let total: f64 = targets.clone().map(|t| square(t.to_f64() - mean)).sum();
        let left: f64 = predicted.zip(targets.clone()).map(|(y, t)| square(y.to_f64() - t.to_f64())).sum();
        let mut others = targets.clone();
        let first = others.next();
        if others.all(|t| Some(t) == first) {
            return None;
        }
        sum += 1.0 - left / total;
    }
    Some(sum / outputs as f64)
}

/// The mean of a function of each error.
#[inline(never)] // compiled in this crate for each number
fn mean<T: Number>(predicted: &[T], targets: &[T], of: fn(f64) -> f64) -> f64 {
    let errors = predicted.iter().zip(targets).map(|(y, t)| y.to_f64() - t.to_f64());
    errors.map(of).sum::<f64>() / targets.len() as f64
}

fn square(x: f64) -> f64 {
    x * x
}

/// See [`crate::prebuilt`].
pub(super) fn prebuilt<T: Number>() {
    black_box([r_squared_of::<T> as *const (), mean::<T> as *const ()]);
}
