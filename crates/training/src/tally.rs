//! Losses and right answers, counted.

use crate::Evaluation;

/// What was counted of some samples.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// The losses, each multiplied by its share in a mean.
    pub(crate) loss: f64,
    /// How many samples are predicted right, a whole number, if the loss is for classification;
    /// `NaN` if the target of a sample is no answer.
    pub(crate) right: Option<f64>,
    /// How many samples could be right, a whole number: those that have a weight.
    pub(crate) counted: f64,
}

impl Tally {
    /// Adds the tally of other samples, whose loss has that `share` in the mean of all.
    pub(crate) fn add(&mut self, part: &Self, share: f64) {
        self.loss += share * part.loss;
        if let Some(right) = part.right {
            *self.right.get_or_insert(0.0) += right;
        }
        self.counted += part.counted;
    }

    /// The mean loss and the accuracy. All right is exactly 1, since what is divided was counted.
    pub(crate) fn evaluation(&self) -> Evaluation {
        let right = self.right.filter(|right| !right.is_nan() && self.counted > 0.0);
        Evaluation { loss: self.loss, accuracy: right.map(|right| right / self.counted) }
    }
}
