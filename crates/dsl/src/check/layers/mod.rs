//! The layers: for each word a function that reads its arguments and computes its shape.

mod branches;
mod conv;
mod dense;
mod dropout;
mod grid;
mod layer;
mod normalization;
mod outputs;
mod path;
mod pool;
mod reshape;
mod resize;
mod sliding;
mod transposed_conv;
mod upsample;

use super::shape::constant;
use super::token::stray;
use super::vocabulary::layer_row_of;
use crate::ast::{Term, Word};
use crate::diagnostics::Diagnostics;
use crate::words::{FOREIGN_LAYERS, LAYERS, LayerName, did_you_mean, layer_row, list, nearest};

pub use layer::{Accepts, CheckedLayer, Request};

/// A bare width is a dense layer; words are looked up.
pub fn check(request: &Request, diagnostics: &mut Diagnostics) -> CheckedLayer {
    match request.term {
        Term::Numbers(shape) => {
            let output = dense::single(shape, diagnostics);
            dense::layer(request, output, true, None, diagnostics)
        }
        Term::Word(word) => match layer_row_of(word) {
            Some(row) => known(row.layer, request, word, diagnostics),
            None if word.path.is_constant() && !path::is_network(request, &word.path) => {
                let output = constant(word, diagnostics);
                dense::layer(request, output, true, None, diagnostics)
            }
            None => other(request, word, diagnostics),
        },
        Term::Repeat(_) => CheckedLayer::guess(request.input),
        Term::Outputs(outputs) => outputs::outputs(request, outputs, diagnostics),
        Term::Stray(token) => {
            stray(token, diagnostics);
            CheckedLayer::guess(request.input)
        }
    }
}

/// A layer that has a word.
fn known(layer: LayerName, request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let check = match layer {
        LayerName::Dense => dense::dense,
        LayerName::Conv => conv::conv,
        LayerName::Depthwise => conv::depthwise,
        LayerName::Conv1d => conv::conv1d,
        LayerName::TransposedConv => transposed_conv::transposed_conv,
        LayerName::MaxPool => pool::maxpool,
        LayerName::AveragePool => pool::avgpool,
        LayerName::GlobalAveragePool => pool::globalavgpool,
        LayerName::Flatten => reshape::flatten,
        LayerName::Reshape => reshape::reshape,
        LayerName::Dropout => dropout::dropout,
        LayerName::BatchNorm => normalization::batchnorm,
        LayerName::LayerNorm => normalization::layernorm,
        LayerName::GroupNorm => normalization::groupnorm,
        LayerName::Upsample => upsample::upsample,
        LayerName::Resize => resize::resize,
        LayerName::Residual => branches::residual,
        LayerName::Concat => branches::concat,
    };
    check(request, word, diagnostics)
}

/// A name that is no word: a type of the user's where it is spelled as one, if not as other
/// libraries spell ours.
fn other(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let path = &word.path;
    let called = path.segments.last().filter(|_| word.arguments.is_some()); // `nn::Linear(2, 4)`
    let near = path.word().or(called).and_then(|name| near(&name.to_string()));
    if let Some((name, open)) = path.generic_word()
        && let Some(row) = layer_row(&name.to_string())
    {
        let message = format!("unexpected `{open}` after `{name}`");
        diagnostics.add(open.span(), message, format!("write `{}`", row.example));
    } else if near.is_none() && (path.is_type() || path.word().is_none()) || path::is_network(request, path) {
        return path::path(request, word, diagnostics);
    } else if let Some(network) = path.word().and_then(|name| request.scope.known.like(name)) {
        diagnostics.add(word, format!("unknown layer `{path}`"), format!("did you mean the network `{network}`?"));
    } else {
        let width = "or a width, which is a number or a constant in capitals";
        let known = format!("the layers are {}, {width}", list(LAYERS.iter().map(|row| row.word)));
        diagnostics.add(word, format!("unknown layer `{path}`"), did_you_mean(near, &known));
    }
    CheckedLayer::guess(request.input)
}

/// The layer that was meant. A name with capitals has to be one of another library's, or ours in
/// capitals.
fn near(name: &str) -> Option<&'static str> {
    let near = nearest(name, LAYERS.iter().map(|row| row.word), FOREIGN_LAYERS)?;
    let plain = name.to_lowercase().replace('_', "");
    let is_foreign = FOREIGN_LAYERS.iter().any(|(theirs, _)| *theirs == plain) || near.replace('_', "") == plain;
    (is_foreign || !name.starts_with(char::is_uppercase)).then_some(near)
}
