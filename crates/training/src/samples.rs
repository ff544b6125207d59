//! The samples of a batch.

use core::ops::Range;

use sinew_data::Step;

use crate::TrainError;

/// Inputs and targets, in their own order or another.
#[doc(hidden)]
pub struct Samples<'a, X, Y> {
    pub(crate) inputs: &'a [X],
    pub(crate) targets: &'a [Y],
    order: Option<&'a [usize]>,
}

impl<'a, X, Y> Samples<'a, X, Y> {
    pub(crate) fn new(inputs: &'a [X], targets: &'a [Y]) -> Result<Self, TrainError> {
        if inputs.len() != targets.len() {
            return Err(TrainError::Lengths { inputs: inputs.len(), targets: targets.len() });
        }
        if inputs.is_empty() {
            return Err(TrainError::Empty);
        }
        Ok(Self::of(inputs, targets))
    }

    /// Samples that are known to be as many inputs as targets, and some.
    pub(crate) fn of(inputs: &'a [X], targets: &'a [Y]) -> Self {
        Self { inputs, targets, order: None }
    }

    /// These of the samples that were loaded for a step.
    pub(crate) fn of_step(step: &Step<'a, X, Y>, range: Range<usize>) -> Self {
        let Step { inputs, targets, numbers, is_selected } = *step;
        if is_selected {
            Self { inputs, targets, order: Some(&numbers[range]) }
        } else {
            Self::of(&inputs[range.clone()], &targets[range])
        }
    }

    /// Input and target of a sample.
    pub(crate) fn get(&self, sample: usize) -> (&'a X, &'a Y) {
        let index = self.index(sample);
        (&self.inputs[index], &self.targets[index])
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.order.map_or(self.inputs.len(), <[usize]>::len)
    }

    #[inline(always)]
    pub(crate) fn index(&self, sample: usize) -> usize {
        self.order.map_or(sample, |order| order[sample])
    }
}
