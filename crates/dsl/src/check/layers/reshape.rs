//! `flatten`, `reshape(1x8x8)`: other shapes of the same numbers, for which nothing runs.

use super::{Parts, Request};
use crate::ast::{Term, Word};
use crate::check::options::{Options, value};
use crate::check::shape::extents;
use crate::mistakes::{Mistakes, Place};
use crate::model::{Extent, Proof, Shape};

pub fn flatten(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    Options::of(word, &[], mistakes).positional([], "flatten", mistakes);
    let Request { input, .. } = request;
    Parts::reshape(if input.is_guessed() { Shape::guess() } else { input.flat().into() })
}

pub fn reshape(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let options = Options::of(word, &[], mistakes);
    let [argument] = options.positional(["a shape"], "reshape(1x8x8)", mistakes);
    let Some(argument) = argument else { return Parts::reshape(Shape::guess()) };
    let place = argument.value.first().map_or(Place::from(argument.end), Place::from);
    let shape = match value(argument, mistakes) {
        Some(Term::Shape(shape)) => extents(shape, mistakes),
        Some(term) => {
            let message = format!("expected a shape, found `{}`", term.text());
            mistakes.add(term, message, "write numbers, as in `reshape(1x8x8)`: the language computes with them");
            Shape::guess()
        }
        None => Shape::guess(),
    };
    let proof = same_length(request.input, &shape, place, mistakes);
    Parts::reshape(shape).proven(proof)
}

/// The numbers stay as many.
fn same_length(input: &Shape, shape: &Shape, place: Place, mistakes: &mut Mistakes) -> Option<Proof> {
    if input.is_guessed() || shape.is_guessed() {
        return None;
    }
    let (found, expected) = (input.flat(), shape.flat());
    match (&found, &expected) {
        (Extent::Number(found), Extent::Number(expected)) if found == expected => None,
        (Extent::Number(found), Extent::Number(expected)) => {
            let message =
                format!("{input} cannot be reshaped to {shape}: these are {found} numbers, and those {expected}");
            mistakes.add(place, message, "a reshape keeps all numbers and their order");
            None
        }
        _ => Some(Proof::SameLength { function: "same_length", found, expected, place }),
    }
}
