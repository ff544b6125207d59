//! `batchnorm`, `layernorm`, `groupnorm(4)`, each with `epsilon = 0.001`

use super::layer::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::{Options, decimal, number};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, Kind, Normalization};

pub fn batchnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["epsilon", "momentum"], diagnostics);
    options.positional([], "batchnorm", diagnostics);
    let normalization = normalization(&options, diagnostics);
    match channels(request, diagnostics) {
        Some(_) => CheckedLayer::new(Kind::BatchNorm(normalization), request.input.clone()),
        None => CheckedLayer::guess(request.input),
    }
}

pub fn layernorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["epsilon"], diagnostics);
    options.positional([], "layernorm", diagnostics);
    CheckedLayer::new(Kind::LayerNorm(normalization(&options, diagnostics)), request.input.clone())
}

pub fn groupnorm(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["epsilon"], diagnostics);
    let normalization = normalization(&options, diagnostics);
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
    CheckedLayer::new(Kind::GroupNorm { groups, normalization }, request.input.clone())
}

/// `epsilon = 0.001, momentum = 0.01`; a mistake leaves the default.
fn normalization(options: &Options, diagnostics: &mut Diagnostics) -> Normalization {
    let epsilon = options.get("epsilon");
    let epsilon = epsilon.and_then(|argument| decimal(argument, "epsilon", "epsilon = 0.001", diagnostics));
    let Some(argument) = options.get("momentum") else { return Normalization { epsilon, momentum: None } };
    let momentum = decimal(argument, "momentum", "momentum = 0.1", diagnostics);
    if momentum.as_ref().is_some_and(|momentum| momentum.ratio().numerator > momentum.ratio().denominator) {
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        let help = "it is the share of a batch in the running moments, as in `momentum = 0.1`";
        diagnostics.add(place, "the momentum cannot be greater than 1", help);
    }
    Normalization { epsilon, momentum }
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
