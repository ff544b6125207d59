//! Which parameters of a network.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::LayerInfo;

use crate::{TrainError, parameter_ranges};

/// Which parameters of a network: those of a label, of labels that match a pattern, of a [`Role`],
/// or of several of these.
///
/// * `"hidden"`, `"block.branch"`: a layer, and a layer inside a layer.
/// * `"hidden.bias"`: a part of it, by its name in files.
/// * `"block*"`, `"*.bias"`: all whose names match, where `*` stands for any letters, also for none
///   and for dots.
/// * [`Role::Bias`]: all that play the role, whatever they are called.
/// * `["hidden", "*.bias"]`, `[Role::Bias, Role::Norm]`: all together.
#[derive(Clone, Debug)]
pub struct Selection(Vec<Selector>);

#[derive(Clone, Debug)]
enum Selector {
    Path(String),
    Role(Role),
}

/// What parameters are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// What is added: every tensor with the name `bias`, those of norms and of custom layers
    /// included.
    Bias,
    /// The scales and shifts of norms: all parameters of `batchnorm`, `layernorm` and `groupnorm`.
    Norm,
}

impl From<&str> for Selection {
    fn from(path: &str) -> Self {
        Self::from(path.to_owned())
    }
}

impl From<String> for Selection {
    fn from(path: String) -> Self {
        Self(vec![Selector::Path(path)])
    }
}

impl From<&String> for Selection {
    fn from(path: &String) -> Self {
        Self::from(path.as_str())
    }
}

impl From<Role> for Selection {
    fn from(role: Role) -> Self {
        Self(vec![Selector::Role(role)])
    }
}

impl<S: Into<Selection>, const N: usize> From<[S; N]> for Selection {
    fn from(selections: [S; N]) -> Self {
        selections.into_iter().collect()
    }
}

impl<S: Into<Selection>> From<Vec<S>> for Selection {
    fn from(selections: Vec<S>) -> Self {
        selections.into_iter().collect()
    }
}

impl<S: Into<Selection>> FromIterator<S> for Selection {
    fn from_iter<I: IntoIterator<Item = S>>(selections: I) -> Self {
        Self(selections.into_iter().flat_map(|selection| selection.into().0).collect())
    }
}

impl Selection {
    /// The ranges of the parameters, in order, none twice; or an error that names a label that is
    /// nowhere, or a pattern that matches nothing. Nobody need play a role.
    pub(crate) fn ranges(&self, layers: &[LayerInfo]) -> Result<Vec<Range<usize>>, TrainError> {
        let mut ranges = Vec::new();
        for selector in &self.0 {
            match selector {
                Selector::Path(path) if path.contains('*') => {
                    let found = ranges.len();
                    visit(layers, "", 0, &mut |part| ranges.extend(matches(path, part.path).then_some(part.range)));
                    if ranges.len() == found {
                        return Err(parameter_ranges::unknown(layers, path));
                    }
                }
                Selector::Path(path) => ranges.push(parameter_ranges::find(layers, path)?),
                Selector::Role(role) => {
                    visit(layers, "", 0, &mut |part| ranges.extend(part.plays(*role).then_some(part.range)));
                }
            }
        }
        Ok(merged(ranges))
    }
}

/// A layer, or a tensor of one.
struct Part<'a> {
    path: &'a str,
    layer: &'a LayerInfo,
    tensor: Option<&'a str>,
    range: Range<usize>,
}

impl Part<'_> {
    fn plays(&self, role: Role) -> bool {
        match role {
            Role::Bias => self.tensor == Some("bias"),
            Role::Norm => ["batchnorm", "layernorm", "groupnorm"].contains(&self.layer.kind),
        }
    }
}

/// Calls `each` with all layers, those inside others too, and with their tensors.
fn visit(layers: &[LayerInfo], prefix: &str, mut start: usize, each: &mut dyn FnMut(Part<'_>)) {
    for layer in layers {
        let (path, end) = (format!("{prefix}{}", layer.name), start + layer.parameters);
        each(Part { path: &path, layer, tensor: None, range: start..end });
        visit(layer.layers, &format!("{path}."), start, each);
        let mut first = start;
        for tensor in layer.tensors {
            let range = first..first + tensor.len();
            first = range.end;
            if range.end <= end {
                // The others are statistics.
                each(Part { path: &format!("{path}.{}", tensor.name), layer, tensor: Some(tensor.name), range });
            }
        }
        start = end;
    }
}

/// Whether a path matches a pattern.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|path| {
            let mut ends = path.char_indices().map(|(i, _)| i).chain([path.len()]);
            ends.any(|i| matches(rest, &path[i..]))
        }),
    }
}

/// The same places, each once.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
