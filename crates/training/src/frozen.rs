//! Layers that are not trained.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::{LayerInfo, Network};
use sinew_tensors::Number;

use crate::TrainError;

/// Ranges of the flat parameters that steps leave alone, with what stands there.
pub(crate) struct Frozen<T> {
    parts: Vec<(Range<usize>, Vec<T>)>,
}

impl<T: Number> Frozen<T> {
    /// Those of the layers of these labels.
    pub fn new<N: Network<Number = T>>(network: &N, labels: &[String]) -> Result<Self, TrainError> {
        let freeze = |label: &String| {
            let range = range(N::LAYERS, label).ok_or_else(|| TrainError::UnknownLayer { label: label.clone() })?;
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

/// Where the parameters of the layer `path`, labels with dots between, stand among those of `layers`.
fn range(layers: &[LayerInfo], path: &str) -> Option<Range<usize>> {
    let (label, inner) = path.split_once('.').map_or((path, None), |(label, inner)| (label, Some(inner)));
    let mut start = 0;
    for layer in layers {
        if layer.name == label {
            return match inner {
                None => Some(start..start + layer.parameters),
                Some(inner) => range(layer.layers, inner).map(|inner| start + inner.start..start + inner.end),
            };
        }
        start += layer.parameters;
    }
    None
}
