//! `4`, `dense(4, init = he_normal, bias = false)`

use super::{CheckedLayer, Request, width_proof};
use crate::ast::{self, Term, Word};
use crate::check::options::{Options, value};
use crate::check::shape::{constant, width};
use crate::check::token::stray;
use crate::count::Count;
use crate::diagnostics::Diagnostics;
use crate::model::{Extent, Initializer, LayerDocs, Plain, Shape};

pub fn dense(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["init", "bias"], diagnostics);
    let output = dense_width(word, &options, diagnostics);
    let bias = options.bias(diagnostics);
    let initializer = options.initializer(diagnostics);
    parts(request, output, bias, initializer, diagnostics)
}

/// Dense layers see their input as one row of numbers.
pub fn parts(
    request: &Request,
    output: Shape,
    bias: bool,
    initializer: Option<Initializer>,
    diagnostics: &mut Diagnostics,
) -> CheckedLayer {
    let Request { input, .. } = request;
    if input.extents().len() > 1 {
        let message = format!("a dense layer takes a flat input, but this one is {input}");
        let text = request.term.text();
        diagnostics.add(request.place(), message, format!("flatten it first, as in `flatten => {text}`"));
    }
    let (inputs, outputs) = (input.flat(), output.flat());
    let words = words(&inputs, &outputs, bias);
    let proof = width_proof(&output);
    let output = if output.is_guessed() { output } else { Shape::from(outputs.clone()) };
    CheckedLayer::plain(Plain::dense(inputs, outputs, bias), output, words).initialized(initializer).proven(proof)
}

pub fn words(input: &Extent, output: &Extent, bias: bool) -> LayerDocs {
    let neurons = if output.to_string() == "1" { "neuron" } else { "neurons" };
    let products = Count::product([input, output]);
    let biases = if bias { Count::product([output]) } else { Count::default() };
    LayerDocs {
        kind: "dense".to_owned(),
        title: format!("Dense layer of {output} {neurons}"),
        detail: if bias { String::new() } else { ", without bias".to_owned() },
        parameters: [products.clone(), biases].into_iter().sum(),
        multiply_adds: products,
    }
}

/// A dense layer has one width.
pub fn single(shape: &ast::Shape, diagnostics: &mut Diagnostics) -> Shape {
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
        Some(Term::Shape(shape)) => single(shape, diagnostics),
        Some(Term::Word(word)) => constant(word, diagnostics),
        Some(Term::Stray(token)) => {
            stray(token, diagnostics);
            Shape::guess()
        }
        Some(Term::Repeat(_)) | None => Shape::guess(),
    }
}
