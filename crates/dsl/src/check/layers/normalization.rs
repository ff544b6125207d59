//! `batchnorm`, `layernorm`, `groupnorm(4)`

use super::grid::{Grid, marker};
use super::{Parts, Request};
use crate::ast::Word;
use crate::check::options::{Options, number};
use crate::count::Count;
use crate::mistakes::{Mistakes, Place};
use crate::model::{Extent, Parameter, Plain, Words};

pub fn batchnorm(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    Options::of(word, &[], mistakes).positional([], "batchnorm", mistakes);
    let Some((marker, channels)) = channels(request, mistakes) else { return Parts::guess(request.input) };
    let words = words("batchnorm", "Batch normalization", request, &channels);
    let plain = Plain::new("BatchNorm", vec![marker, Parameter::Width(channels)]).measuring();
    Parts::plain(plain, request.input.clone(), words)
}

pub fn layernorm(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    Options::of(word, &[], mistakes).positional([], "layernorm", mistakes);
    let Request { input, .. } = request;
    let words = words("layernorm", "Layer normalization", request, &input.flat());
    let plain = Plain::new("LayerNorm", vec![marker(input), Parameter::Width(input.flat())]);
    Parts::plain(plain, (*input).clone(), words)
}

pub fn groupnorm(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let options = Options::of(word, &[], mistakes);
    let [argument] = options.positional(["a number of groups"], "groupnorm(4)", mistakes);
    let groups = argument.and_then(|argument| Some((argument, number(argument, "number of groups", 1, mistakes)?)));
    let channels = channels(request, mistakes);
    let (Some((argument, groups)), Some((marker, channels))) = (groups, channels) else {
        return Parts { output: request.input.clone(), ..Parts::guess(request.input) };
    };
    if !channels.number().is_multiple_of(groups) || !matches!(channels, Extent::Number(_)) {
        let message = format!("the channels of {} cannot be dealt to {groups} groups evenly", request.input);
        let place = argument.value.first().map_or(Place::from(argument.end), Place::from);
        mistakes.add(place, message, format!("choose a number of groups that divides {channels}"));
        return Parts { output: request.input.clone(), ..Parts::guess(request.input) };
    }
    let plural = if groups == 1 { "group" } else { "groups" };
    let words = words("groupnorm", &format!("Group normalization with {groups} {plural}"), request, &channels);
    let before = vec![marker, Parameter::Width(channels), Parameter::Width(Extent::Number(groups))];
    Parts::plain(Plain::new("GroupNorm", before), request.input.clone(), words)
}

/// The marker of the input's shape, and how many channels it has: of a flat one, every number is one.
fn channels(request: &Request, mistakes: &mut Mistakes) -> Option<(Parameter, Extent)> {
    let Request { input, .. } = request;
    if input.is_guessed() {
        return None;
    }
    if input.is_unknown() {
        request.unknown(mistakes);
        return None;
    }
    let channels = Grid::of(input).map_or_else(|| input.flat(), |grid| Extent::Number(grid.channels));
    Some((marker(input), channels))
}

fn words(kind: &str, title: &str, request: &Request, scales: &Extent) -> Words {
    let scale = Count::product([scales]);
    Words {
        parameters: [scale.clone(), scale].into_iter().sum(),
        multiply_adds: Count::product(request.input.extents()),
        ..Words::new(kind, title.to_owned(), 0, 0)
    }
}
