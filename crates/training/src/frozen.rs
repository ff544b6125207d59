//! Layers that are not trained.

use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::LayerInfo;
use sinew_tensors::Number;

use crate::{Selection, TrainError};

/// Ranges of the flat parameters that steps leave alone, with their values.
pub(crate) struct Frozen<T> {
    parts: Vec<(Range<usize>, Vec<T>)>,
}

impl<T: Number> Frozen<T> {
    /// The parameters that are selected.
    pub fn new(layers: &[LayerInfo], parameters: &[T], selected: &[Selection]) -> Result<Self, TrainError> {
        let mut parts = Vec::new();
        for selection in selected {
            let ranges = selection.ranges(layers)?;
            parts.extend(ranges.into_iter().map(|range| (range.clone(), parameters[range].to_vec())));
        }
        Ok(Self { parts })
    }

    /// Makes the gradients zero, so that moments and norms do not see them.
    pub fn clear(&self, gradient: &mut [T]) {
        for (range, _) in &self.parts {
            gradient[range.clone()].fill(T::ZERO);
        }
    }

    /// Undoes a step: weight decay also moves what has no gradient.
    pub fn put_back(&self, parameters: &mut [T]) {
        for (range, values) in &self.parts {
            parameters[range.clone()].copy_from_slice(values);
        }
    }
}
