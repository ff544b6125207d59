//! What stands around the layers of a network: its input, and angle brackets.

use proc_macro2::Span;

use super::shape::{constant, extents};
use super::stage::superfluous;
use super::token::stray;
use crate::ast::{Chain, Stage, Term};
use crate::mistakes::{Mistakes, Place};
use crate::model::{Extent, Proof, Shape};

/// Angle brackets come in pairs.
pub fn brackets(chain: &Chain, mistakes: &mut Mistakes) {
    match (&chain.open, &chain.close) {
        (Some(open), None) => mistakes.add(open, "this `<` is never closed", "end the network with `>`"),
        (None, Some(close)) => {
            mistakes.add(close, "this `>` closes nothing", "remove it, or open the network with `<`");
        }
        _ => {}
    }
}

/// An input and a layer are the least there is to a network.
pub fn length(chain: &Chain, owner: Span, mistakes: &mut Mistakes) {
    let help = "a network reads `2 => 4 relu => 1 sigmoid`";
    match (chain.input.terms.as_slice(), chain.links.as_slice()) {
        ([], []) => {
            mistakes.add(chain.open.as_ref().map_or(owner, |open| open.spans[0]), "this network is empty", help);
        }
        ([], [first, ..]) => {
            let arrow = first.arrow.as_ref().map_or(Place::from(owner), Place::from);
            mistakes.add(arrow, "expected the width of the input before `=>`", help);
        }
        ([Term::Stray(_) | Term::Repeat(_), ..], []) => {} // its input is not even a width
        ([Term::Word(word), ..], []) if !word.path.is_constant() => {}
        ([_, rest @ ..], []) if let Some(second) = rest.iter().find(|term| matches!(term, Term::Shape(_))) => {
            behind(second, mistakes);
        }
        ([only, ..], []) => mistakes.add(only, "a network needs a layer behind its input", help),
        _ => {}
    }
}

/// The input is a shape and nothing else; where it is all there is, that is mistake enough.
pub fn input(stage: &Stage, alone: bool, proofs: &mut Vec<Proof>, mistakes: &mut Mistakes) -> Shape {
    if let Some(label) = &stage.label {
        mistakes.add(label, "the input takes no label", format!("remove `{label}`"));
    }
    let (shape, rest) = match stage.terms.as_slice() {
        [] => return Shape::guess(),
        [Term::Word(word), Term::Shape(shape), rest @ ..] if !word.path.is_constant() => {
            mistakes.add(word, "the input takes no activation", "write its width only");
            (extents(shape, mistakes), rest)
        }
        [Term::Shape(shape), rest @ ..] => (extents(shape, mistakes), rest),
        [Term::Word(word), rest @ ..] => (constant(word, mistakes), rest),
        [Term::Repeat(repeat), ..] => {
            let help = "begin with the width of the input, as in `2 => (4 relu) * 3`";
            mistakes.add(repeat.branch.open, "the input is a width, not layers", help);
            return Shape::guess();
        }
        [Term::Stray(token), rest @ ..] => {
            stray(token, mistakes);
            (Shape::guess(), rest)
        }
    };
    proofs.extend(width_proof(&shape));
    match rest.first() {
        Some(_) if alone || matches!(stage.terms.as_slice(), [Term::Word(word), ..] if !word.path.is_constant()) => {}
        Some(Term::Word(word)) => mistakes.add(word, "the input takes no activation", "write its width only"),
        Some(term) => behind(term, mistakes),
        None => {}
    }
    shape
}

/// What else stands behind the input; for a `×`, which rustc refuses and leaves out, that is a second number.
fn behind(term: &Term, mistakes: &mut Mistakes) {
    let Term::Shape(_) = term else { return superfluous(term, mistakes) };
    let help = "write `=>` before the first layer, or `x` between the extents of an image, as in `28x28`";
    mistakes.add(term, format!("expected `=>` before `{}`", term.text()), help);
}

/// That a constant is not zero, the compiler has to see; numbers are checked.
pub fn width_proof(shape: &Shape) -> Option<Proof> {
    match shape.extents() {
        [Extent::Constant(path)] => Some(Proof::Width(path.clone())),
        _ => None,
    }
}
