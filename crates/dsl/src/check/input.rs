//! What surrounds the layers of a network: its input, and angle brackets.

use proc_macro2::Span;

use super::shape::{constant, extents};
use super::stage::superfluous;
use super::token::stray;
use crate::ast::{Chain, Stage, Term};
use crate::checked::Assertion;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, Shape};

/// Angle brackets come in pairs.
pub fn brackets(chain: &Chain, diagnostics: &mut Diagnostics) {
    match (&chain.open, &chain.close) {
        (Some(open), None) => diagnostics.add(open, "this `<` is never closed", "end the network with `>`"),
        (None, Some(close)) => {
            diagnostics.add(close, "this `>` closes nothing", "remove it, or open the network with `<`");
        }
        _ => {}
    }
}

/// An input and a layer are the least there is to a network.
pub fn length(chain: &Chain, owner: Span, diagnostics: &mut Diagnostics) {
    let help = "a network reads `2 => 4 relu => 1 sigmoid`";
    match (chain.input.terms.as_slice(), chain.links.as_slice()) {
        ([], []) => {
            diagnostics.add(chain.open.as_ref().map_or(owner, |open| open.spans[0]), "this network is empty", help);
        }
        ([], [first, ..]) => {
            let arrow = first.arrow.as_ref().map_or(SpanRange::from(owner), SpanRange::from);
            diagnostics.add(arrow, "expected the width of the input before `=>`", help);
        }
        ([Term::Stray(_) | Term::Repeat(_) | Term::Outputs(_), ..], []) => {} // its input is not even a width
        ([Term::Word(word), ..], []) if !word.path.is_constant() => {}
        ([_, rest @ ..], []) if let Some(second) = rest.iter().find(|term| matches!(term, Term::Numbers(_))) => {
            behind(second, diagnostics);
        }
        ([only, ..], []) => diagnostics.add(only, "a network needs a layer behind its input", help),
        _ => {}
    }
}

/// The input is a shape and nothing else; where it is all there is, that is mistake enough.
pub fn input(stage: &Stage, alone: bool, assertions: &mut Vec<Assertion>, diagnostics: &mut Diagnostics) -> Shape {
    if let Some(label) = &stage.label {
        diagnostics.add(label, "the input takes no label", format!("remove `{label}`"));
    }
    let (shape, rest) = match stage.terms.as_slice() {
        [] => return Shape::guess(),
        [Term::Word(word), Term::Numbers(shape), rest @ ..] if !word.path.is_constant() => {
            diagnostics.add(word, "the input takes no activation", "write its width only");
            (extents(shape, diagnostics), rest)
        }
        [Term::Numbers(shape), rest @ ..] => (extents(shape, diagnostics), rest),
        [Term::Word(word), rest @ ..] => (constant(word, diagnostics), rest),
        [Term::Repeat(repeat), ..] => {
            let help = "begin with the width of the input, as in `2 => (4 relu) * 3`";
            diagnostics.add(repeat.branch.open, "the input is a width, not layers", help);
            return Shape::guess();
        }
        [Term::Outputs(outputs), ..] => {
            let help = "begin with the width of the input, as in `2 => (a: 1 sigmoid | b: 3 softmax)`";
            diagnostics.add(SpanRange::from(outputs).start, "the input is a width, not outputs", help);
            return Shape::guess();
        }
        [Term::Stray(token), rest @ ..] => {
            stray(token, diagnostics);
            (Shape::guess(), rest)
        }
    };
    assertions.extend(width_assertion(&shape));
    match rest.first() {
        Some(_) if alone || matches!(stage.terms.as_slice(), [Term::Word(word), ..] if !word.path.is_constant()) => {}
        Some(Term::Word(word)) => diagnostics.add(word, "the input takes no activation", "write its width only"),
        Some(term) => behind(term, diagnostics),
        None => {}
    }
    shape
}

/// What else follows the input; for a `×`, which rustc refuses and leaves out, that is a
/// second number.
fn behind(term: &Term, diagnostics: &mut Diagnostics) {
    let Term::Numbers(_) = term else { return superfluous(term, diagnostics) };
    let help = "write `=>` before the first layer, or `x` between the extents of an image, as in `28x28`";
    diagnostics.add(term, format!("expected `=>` before `{}`", term.text()), help);
}

/// That a constant is not zero, the compiler has to see; numbers are checked.
pub fn width_assertion(shape: &Shape) -> Option<Assertion> {
    match shape.extents() {
        [Extent::Constant(path)] => Some(Assertion::Width(path.clone())),
        _ => None,
    }
}
