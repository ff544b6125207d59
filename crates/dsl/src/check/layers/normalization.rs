//! `batchnorm`, `layernorm`, `groupnorm(4)`

use super::layer::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::{Options, number};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, Kind};

pub fn batchnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "batchnorm", diagnostics);
    match channels(request, diagnostics) {
        Some(_) => CheckedLayer::new(Kind::BatchNorm, request.input.clone()),
        None => CheckedLayer::guess(request.input),
    }
}

pub fn layernorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "layernorm", diagnostics);
    CheckedLayer::new(Kind::LayerNorm, request.input.clone())
}

pub fn groupnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &[], diagnostics);
    let [argument] = options.positional(["a number of groups"], "groupnorm(4)", diagnostics);
    let groups = argument.and_then(|argument| Some((argument, number(argument, "number of groups", 1, diagnostics)?)));
    let channels = channels(request, diagnostics);
    let guess = CheckedLayer { output: request.input.clone(), ..CheckedLayer::guess(request.input) };
    let (Some((argument, groups)), Some(channels)) = (groups, channels) else { return guess };
    if !channels.number().is_multiple_of(groups) || !matches!(channels, Extent::Number(_)) {
        let message = format!("the channels of {} cannot be dealt to {groups} groups evenly", request.input);
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        diagnostics.add(place, message, format!("choose a number of groups that divides {channels}"));
        return guess;
    }
    CheckedLayer::new(Kind::GroupNorm { groups }, request.input.clone())
}

/// How many channels the input has; nothing where a mistake was made, here or before.
fn channels(request: &Request, diagnostics: &mut Diagnostics) -> Option<Extent> {
    let Request { input, .. } = request;
    if input.is_guessed() {
        return None;
    }
    if input.is_unknown() {
        request.unknown(diagnostics);
        return None;
    }
    Some(input.channels())
}
