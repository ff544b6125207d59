//! `flatten`, `reshape(1x8x8)`: other shapes of the same numbers, for which nothing runs.

use super::layer::{CheckedLayer, Request};
use crate::ast::{Term, Word};
use crate::check::options::{Options, value};
use crate::check::shape::extents;
use crate::checked::Assertion;
use crate::diagnostics::{Diagnostics, SpanRange, count};
use crate::model::{Extent, Shape};

pub fn flatten(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "flatten", diagnostics);
    let Request { input, .. } = request;
    CheckedLayer::reshape(if input.is_guessed() { Shape::guess() } else { input.flat().into() })
}

pub fn reshape(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &[], diagnostics);
    let [argument] = options.positional(["a shape"], "reshape(1x8x8)", diagnostics);
    let Some(argument) = argument else { return CheckedLayer::reshape(Shape::guess()) };
    let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
    let shape = match value(argument, diagnostics) {
        Some(Term::Numbers(shape)) => extents(shape, diagnostics),
        Some(term) => {
            let message = format!("expected a shape, found `{}`", term.text());
            diagnostics.add(term, message, "write numbers, as in `reshape(1x8x8)`: the language computes with them");
            Shape::guess()
        }
        None => Shape::guess(),
    };
    let assertion = same_length(request.input, &shape, place, diagnostics);
    CheckedLayer::reshape(shape).asserting(assertion)
}

/// How many numbers there are does not change.
fn same_length(input: &Shape, shape: &Shape, place: SpanRange, diagnostics: &mut Diagnostics) -> Option<Assertion> {
    if input.is_guessed() || shape.is_guessed() {
        return None;
    }
    let (found, expected) = (input.flat(), shape.flat());
    match (&found, &expected) {
        (Extent::Number(found), Extent::Number(expected)) if found == expected => None,
        (Extent::Number(found), Extent::Number(expected)) => {
            let found = count(found, "number");
            let message = format!("{input} cannot be reshaped to {shape}: these are {found}, and those {expected}");
            diagnostics.add(place, message, "a reshape keeps all numbers and their order");
            None
        }
        _ => Some(Assertion::SameLength { function: "same_length", found, expected, place }),
    }
}
