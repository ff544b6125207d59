//! Layers that are not trained.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::Network;
use sinew_tensors::Number;

use crate::{TrainError, places};

/// Ranges of the flat parameters that steps leave alone, with what stands there.
pub(crate) struct Frozen<T> {
    parts: Vec<(Range<usize>, Vec<T>)>,
}

impl<T: Number> Frozen<T> {
    /// Those of the layers of these labels.
    pub fn new<N: Network<Number = T>>(network: &N, labels: &[String]) -> Result<Self, TrainError> {
        let freeze = |label: &String| {
            let range =
                places::range(N::LAYERS, label).ok_or_else(|| TrainError::UnknownLayer { label: label.clone() })?;
            Ok((range.clone(), network.parameters()[range].to_vec()))
        };
        Ok(Self { parts: labels.iter().map(freeze).collect::<Result<_, _>>()? })
    }

    /// Makes the gradients zero, so that moments and norms do not see them.
    pub fn clear(&self, grads: &mut [T]) {
        for (range, _) in &self.parts {
            grads[range.clone()].fill(T::ZERO);
        }
    }

    /// Undoes a step: weight decay moves also what has no gradient.
    pub fn put_back(&self, parameters: &mut [T]) {
        for (range, values) in &self.parts {
            parameters[range.clone()].copy_from_slice(values);
        }
    }
}
