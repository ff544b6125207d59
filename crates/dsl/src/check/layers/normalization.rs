//! `batchnorm`, `layernorm`, `groupnorm(4)`

use super::grid::{Grid, marker};
use super::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::{Options, number};
use crate::count::Count;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, LayerDocs, Parameter, Plain};

pub fn batchnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "batchnorm", diagnostics);
    let Some((marker, channels)) = channels(request, diagnostics) else { return CheckedLayer::guess(request.input) };
    let words = words("batchnorm", "Batch normalization", request, &channels);
    let plain = Plain::new("BatchNorm", vec![marker, Parameter::Width(channels)]).measuring();
    CheckedLayer::plain(plain, request.input.clone(), words)
}

pub fn layernorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "layernorm", diagnostics);
    let Request { input, .. } = request;
    let words = words("layernorm", "Layer normalization", request, &input.flat());
    let plain = Plain::new("LayerNorm", vec![marker(input), Parameter::Width(input.flat())]);
    CheckedLayer::plain(plain, (*input).clone(), words)
}

pub fn groupnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &[], diagnostics);
    let [argument] = options.positional(["a number of groups"], "groupnorm(4)", diagnostics);
    let groups = argument.and_then(|argument| Some((argument, number(argument, "number of groups", 1, diagnostics)?)));
    let channels = channels(request, diagnostics);
    let (Some((argument, groups)), Some((marker, channels))) = (groups, channels) else {
        return CheckedLayer { output: request.input.clone(), ..CheckedLayer::guess(request.input) };
    };
    if !channels.number().is_multiple_of(groups) || !matches!(channels, Extent::Number(_)) {
        let message = format!("the channels of {} cannot be dealt to {groups} groups evenly", request.input);
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        diagnostics.add(place, message, format!("choose a number of groups that divides {channels}"));
        return CheckedLayer { output: request.input.clone(), ..CheckedLayer::guess(request.input) };
    }
    let plural = if groups == 1 { "group" } else { "groups" };
    let words = words("groupnorm", &format!("Group normalization with {groups} {plural}"), request, &channels);
    let before = vec![marker, Parameter::Width(channels), Parameter::Width(Extent::Number(groups))];
    CheckedLayer::plain(Plain::new("GroupNorm", before), request.input.clone(), words)
}

/// The marker of the input's shape, and how many channels it has: of a flat one, every number is one.
fn channels(request: &Request, diagnostics: &mut Diagnostics) -> Option<(Parameter, Extent)> {
    let Request { input, .. } = request;
    if input.is_guessed() {
        return None;
    }
    if input.is_unknown() {
        request.unknown(diagnostics);
        return None;
    }
    let channels = Grid::of(input).map_or_else(|| input.flat(), |grid| Extent::Number(grid.channels));
    Some((marker(input), channels))
}

fn words(kind: &str, title: &str, request: &Request, scales: &Extent) -> LayerDocs {
    let scale = Count::product([scales]);
    LayerDocs {
        parameters: [scale.clone(), scale].into_iter().sum(),
        multiply_adds: Count::product(request.input.extents()),
        ..LayerDocs::new(kind, title.to_owned(), 0, 0)
    }
}
