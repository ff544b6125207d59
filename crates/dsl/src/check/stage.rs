//! Which word of a stage is its layer, and which its activation.

use super::order::{cast, out_of_order, two_words};
use super::roles::Roles;
use super::token::{stray, wrong_token};
use crate::ast::{Stage, Term, Word};
use crate::diagnostics::{Diagnostics, SpanRange};

/// Which term is the layer and which its activation. `open` is the stage before it, if that could
/// have an activation.
pub fn roles<'a>(
    stage: &'a Stage,
    open: Option<&Stage>,
    diagnostics: &mut Diagnostics,
) -> (Option<&'a Term>, Option<&'a Word>) {
    if wrong_token(stage, diagnostics) || two_words(stage, diagnostics) || cast(stage, diagnostics) {
        return (None, None);
    }
    let Roles { layer, activation, rest } =
        out_of_order(stage, open, diagnostics).unwrap_or_else(|| Roles::of(&stage.terms));
    if let Some(term) = rest.first() {
        superfluous(term, diagnostics);
    }
    (layer, activation)
}

/// A term for which a stage has no place.
pub fn superfluous(term: &Term, diagnostics: &mut Diagnostics) {
    match term {
        Term::Numbers(_) => {
            diagnostics.add(term, format!("expected `=>` before `{}`", term.text()), "write `=>` between two layers");
        }
        Term::Word(word) => {
            diagnostics.add(
                word,
                format!("expected `=>`, found `{}`", word.text()),
                "a layer has one activation; write `=>` before the next layer",
            );
        }
        Term::Repeat(repeat) => {
            diagnostics.add(repeat.branch.open, "expected `=>` before `(`", "write `=>` between two layers");
        }
        Term::Outputs(outputs) => {
            let open = SpanRange::from(outputs).start;
            diagnostics.add(open, "expected `=>` before `(`", "write `=>` between a layer and the outputs");
        }
        Term::Stray(token) => stray(token, diagnostics),
    }
}
