//! Numbers that stop being finite, and what is kept then.

use alloc::vec::Vec;

use sinew_layers::LayerInfo;
use sinew_tensors::Number;

use crate::trainer::Learner;
use crate::{NonFinite, TrainError, parameter_ranges};

/// An error if the loss or one of the numbers is infinite or not a number. The numbers are the
/// parameters of a network, or their gradient.
///
/// The error names the cause: the first parameter that is not finite or, if all are, the gradient
/// that the backward pass computed first.
#[inline(never)]
pub(crate) fn check<T: Number>(
    loss: f64,
    layers: &[LayerInfo],
    numbers: &[T],
    parameters: &[T],
    (epoch, batch): (usize, usize),
) -> Result<(), TrainError> {
    if is_finite(numbers) && loss.is_finite() {
        return Ok(());
    }
    let is_wrong = |x: &T| !is_finite(&[*x]);
    let what = if let Some(index) = parameters.iter().position(is_wrong) {
        NonFinite::Parameter { tensor: parameter_ranges::name(layers, index) }
    } else if let Some(index) = numbers.iter().rposition(is_wrong) {
        NonFinite::Gradient { tensor: parameter_ranges::name(layers, index) }
    } else {
        NonFinite::Loss
    };
    Err(TrainError::NotFinite { epoch, batch, what })
}

/// Whether all are finite: `0·x` is zero only then.
fn is_finite<T: Number>(numbers: &[T]) -> bool {
    numbers.iter().fold(T::ZERO, |sum, &x| sum + x * T::ZERO) == T::ZERO
}

/// What a network was when an epoch began.
///
/// Steps from finite gradients can still lead to infinity, and are found out when it is too late to
/// go back by one.
pub(crate) struct Kept<T> {
    parameters: Vec<T>,
    statistics: Vec<T>,
}

impl<T: Number> Kept<T> {
    pub const fn new() -> Self {
        Self { parameters: Vec::new(), statistics: Vec::new() }
    }

    pub fn keep(&mut self, learner: &mut dyn Learner<T>) {
        self.parameters.clear();
        self.parameters.extend_from_slice(learner.parameters_and_gradient().0);
        self.statistics.clear();
        self.statistics.extend_from_slice(learner.statistics().0);
    }

    /// Goes back there if the network is not finite.
    pub fn rescue(&self, learner: &mut dyn Learner<T>) {
        if !(is_finite(learner.parameters_and_gradient().0) && is_finite(learner.statistics().0)) {
            learner.parameters_and_gradient().0.copy_from_slice(&self.parameters);
            learner.statistics().0.copy_from_slice(&self.statistics);
        }
    }
}
