//! Where the parameters of a layer are among the flat parameters of a network.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use sinew_layers::LayerInfo;

use crate::TrainError;

/// The range of the parameters that `path` names, or an error that names the path, and what may
/// have been meant.
///
/// A path is a label, or labels of nested layers with dots between them, or one of those followed
/// by the name of a tensor: `hidden`, `block.branch`, `hidden.bias`.
pub(crate) fn find(layers: &[LayerInfo], path: &str) -> Result<Range<usize>, TrainError> {
    of_path(layers, path).ok_or_else(|| unknown(layers, path))
}

/// The error of a path that names nothing.
pub(crate) fn unknown(layers: &[LayerInfo], path: &str) -> TrainError {
    TrainError::UnknownLayer {
        label: path.to_owned(),
        suggestion: nearest(layers, path),
        layers: layers.iter().map(|layer| layer.name).collect(),
    }
}

/// The path of the tensor with the parameter of that index; of a layer that does not name its
/// tensors, that of the layer.
pub(crate) fn name(layers: &[LayerInfo], index: usize) -> String {
    let mut name = String::new();
    visit(layers, "", &mut |path| {
        let is_inside = of_path(layers, path).is_some_and(|range| range.contains(&index));
        if is_inside && path.len() > name.len() {
            path.clone_into(&mut name);
        }
    });
    name
}

/// The path that differs the least from `path`, if it does not differ much.
fn nearest(layers: &[LayerInfo], path: &str) -> Option<String> {
    let wanted = path.to_lowercase();
    let mut nearest = (path.len() / 3 + 1, None);
    visit(layers, "", &mut |candidate| {
        let distance = distance(&wanted, &candidate.to_lowercase());
        if distance < nearest.0 {
            nearest = (distance, Some(candidate.to_owned()));
        }
    });
    nearest.1
}

/// Calls `each` with the path of each layer and tensor of parameters.
fn visit(layers: &[LayerInfo], prefix: &str, each: &mut dyn FnMut(&str)) {
    for layer in layers {
        let path = format!("{prefix}{}", layer.name);
        each(&path);
        visit(layer.layers, &format!("{path}."), each);
        let tensors = layer.tensors.iter().filter(|tensor| of_tensor(layer, tensor.name).is_some());
        tensors.for_each(|tensor| each(&format!("{path}.{}", tensor.name)));
    }
}

/// How many letters to insert, remove or replace turn one word into the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = mem::replace(&mut row[0], i + 1);
        for (j, b) in to.chars().enumerate() {
            let best = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = mem::replace(&mut row[j + 1], best);
        }
    }
    row.last().copied().unwrap_or(0)
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
