//! `4`, `dense(4, init = he_normal, bias = false)`

use super::layer::{CheckedLayer, Request};
use crate::ast::{self, Term, Word};
use crate::check::input::width_assertion;
use crate::check::options::{Options, value};
use crate::check::shape::{constant, width};
use crate::check::token::stray;
use crate::checked::InitializerOrigins;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Dense, Initializer, Kind, Shape};

pub fn dense(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["init", "bias"], diagnostics);
    let output = dense_width(word, &options, diagnostics);
    let bias = options.bias(diagnostics);
    let initializer = options.initializer(diagnostics);
    layer(request, output, bias, initializer, diagnostics)
}

/// Dense layers see their input as one row of numbers.
pub fn layer(
    request: &Request,
    output: Shape,
    bias: bool,
    initializer: Option<(Initializer, InitializerOrigins)>,
    diagnostics: &mut Diagnostics,
) -> CheckedLayer {
    let Request { input, .. } = request;
    if input.extents().len() > 1 {
        let message = format!("a dense layer takes a flat input, but this one is {input}");
        let text = request.term.text();
        let taken = match request.term {
            Term::Word(word) if word.path.is_constant() => {
                format!("; in capitals it is a constant: a network or layer of that name is written `{text}<>`")
            }
            _ => String::new(),
        };
        diagnostics.add(request.place(), message, format!("flatten it first, as in `flatten => {text}`{taken}"));
    }
    let (inputs, outputs) = (input.flat(), output.flat());
    let assertion = width_assertion(&output);
    let output = if output.is_guessed() { output } else { Shape::from(outputs.clone()) };
    CheckedLayer::new(Kind::Dense(Dense { inputs, outputs, bias }), output)
        .initialized(initializer)
        .asserting(assertion)
}

/// A dense layer has one width.
pub fn single(shape: &ast::Numbers, diagnostics: &mut Diagnostics) -> Shape {
    let (widths, wrong): (Vec<_>, Vec<_>) = shape.extents.iter().map(width).partition(Result::is_ok);
    if !wrong.is_empty() {
        diagnostics.extend(wrong.into_iter().filter_map(Result::err));
        return Shape::guess();
    }
    let product = widths.iter().flatten().copied().fold(1, usize::saturating_mul);
    if widths.len() > 1 {
        diagnostics.add(shape, "a dense layer has a single width", format!("write `{product}`"));
        return Shape::guess();
    }
    Shape::of([product])
}

fn dense_width(word: &Word, options: &Options, diagnostics: &mut Diagnostics) -> Shape {
    let Some((first, rest)) = options.positional.split_first() else {
        diagnostics.add(word, "`dense` needs a width", "write `dense(4)`");
        return Shape::guess();
    };
    if let Some(second) = rest.first() {
        let help = "options have names, as in `dense(4, bias = false)`";
        options.surplus(second, "`dense` takes one width", help, diagnostics);
    }
    match value(first, diagnostics) {
        Some(Term::Numbers(shape)) => single(shape, diagnostics),
        Some(Term::Word(word)) => constant(word, diagnostics),
        Some(Term::Stray(token)) => {
            stray(token, diagnostics);
            Shape::guess()
        }
        Some(Term::Outputs(outputs)) => {
            diagnostics.add(SpanRange::from(outputs), "expected a width, found outputs", "write `dense(4)`");
            Shape::guess()
        }
        Some(Term::Repeat(_)) | None => Shape::guess(),
    }
}
