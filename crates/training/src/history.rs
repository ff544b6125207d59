//! What training achieved, epoch by epoch.

use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use crate::Evaluation;

/// What one epoch achieved.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EpochReport {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// How many epochs there are to be.
    pub epochs: usize,
    /// Loss and accuracy on the training data, each batch's before its step.
    pub training: Evaluation,
    /// Loss and accuracy on the validation data after the epoch, if there are any.
    pub validation: Option<Evaluation>,
    /// The time the epoch took, validation included; zero without `std`.
    pub duration: Duration,
}

impl fmt::Display for EpochReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = 1 + self.epochs.checked_ilog10().unwrap_or(0) as usize;
        write!(f, "epoch {:width$}/{}", self.epoch, self.epochs)?;
        let mut write = |prefix: &str, evaluation: &Evaluation| {
            write!(f, "  {prefix}loss {:.4}", evaluation.loss)?;
            evaluation.accuracy.iter().try_for_each(|accuracy| write!(f, "  {prefix}accuracy {accuracy:.4}"))
        };
        write("", &self.training)?;
        self.validation.iter().try_for_each(|validation| write("validation ", validation))
    }
}

/// What training achieved, epoch by epoch.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// The reports of all epochs, in order.
    pub epochs: Vec<EpochReport>,
}

impl History {
    /// The report of the last epoch, if there was one.
    pub fn last(&self) -> Option<&EpochReport> {
        self.epochs.last()
    }
}
