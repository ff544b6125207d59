//! Layers that are not trained.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::LayerInfo;
use sinew_tensors::Number;

use crate::{TrainError, parameter_ranges};

/// Ranges of the flat parameters that steps leave alone, with their values.
pub(crate) struct Frozen<T> {
    parts: Vec<(Range<usize>, Vec<T>)>,
}

impl<T: Number> Frozen<T> {
    /// The parameters of the layers of these labels.
    pub fn new(layers: &[LayerInfo], parameters: &[T], labels: &[String]) -> Result<Self, TrainError> {
        let freeze = |label: &String| {
            let range = parameter_ranges::find(layers, label)?;
            Ok((range.clone(), parameters[range].to_vec()))
        };
        Ok(Self { parts: labels.iter().map(freeze).collect::<Result<_, _>>()? })
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
