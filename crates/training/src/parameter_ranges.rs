//! Where the parameters of a layer are among the flat parameters of a network.

use alloc::borrow::ToOwned;
use core::ops::Range;

use sinew_layers::LayerInfo;

use crate::TrainError;

/// The range of the parameters that `path` names, or an error that names the path.
///
/// A path is a label, or labels of nested layers with dots between them, or one of those followed
/// by the name of a tensor: `hidden`, `block.branch`, `hidden.bias`.
pub(crate) fn find(layers: &[LayerInfo], path: &str) -> Result<Range<usize>, TrainError> {
    of_path(layers, path).ok_or_else(|| TrainError::UnknownLayer { label: path.to_owned() })
}

/// The range of the parameters that `path` names, if there are such.
fn of_path(layers: &[LayerInfo], path: &str) -> Option<Range<usize>> {
    let (label, inner) = path.split_once('.').map_or((path, None), |(label, inner)| (label, Some(inner)));
    let mut start = 0;
    for layer in layers {
        if layer.name == label {
            let inside = match inner {
                None => 0..layer.parameters,
                Some(inner) => of_path(layer.layers, inner).or_else(|| of_tensor(layer, inner))?,
            };
            return Some(start + inside.start..start + inside.end);
        }
        start += layer.parameters;
    }
    None
}

/// The range of the tensor of that name among the parameters of a layer.
fn of_tensor(layer: &LayerInfo, name: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for tensor in layer.tensors {
        let end = start + tensor.len();
        if tensor.name == name && end <= layer.parameters {
            return Some(start..end);
        }
        start = end;
    }
    None
}
