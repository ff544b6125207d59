//! Where layers stand among the flat parameters.

use core::ops::Range;

use sinew_layers::LayerInfo;

/// Where the parameters that `path` names stand among those of `layers`.
///
/// A path is a label, or labels of layers inside layers with dots between, or one of those with the name of a tensor behind it: `hidden`,
/// `block.branch`, `hidden.bias`.
pub(crate) fn range(layers: &[LayerInfo], path: &str) -> Option<Range<usize>> {
    let (label, inner) = path.split_once('.').map_or((path, None), |(label, inner)| (label, Some(inner)));
    let mut start = 0;
    for layer in layers {
        if layer.name == label {
            let inside = match inner {
                None => 0..layer.parameters,
                Some(inner) => range(layer.layers, inner).or_else(|| tensor(layer, inner))?,
            };
            return Some(start + inside.start..start + inside.end);
        }
        start += layer.parameters;
    }
    None
}

/// Where the parameters of that name stand among those of a layer.
fn tensor(layer: &LayerInfo, name: &str) -> Option<Range<usize>> {
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
