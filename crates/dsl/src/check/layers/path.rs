//! `my::Scale<8>`, `Encoder`: layers of the user's own, and networks.

use super::{CheckedLayer, Request, Takes};
use crate::ast::{Path, Word};
use crate::count::Count;
use crate::diagnostics::Diagnostics;
use crate::model::{Assertion, Definition, Extent, Kind, Known, LayerDocs, Shape};

pub fn path(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let path = &word.path;
    if let Some((owner, function)) = path.function() {
        let message = format!("`{path}` is a function, not a layer");
        diagnostics.add(function, message, format!("name the type alone: `{owner}`"));
        return CheckedLayer::guess(request.input);
    }
    if let Some(arguments) = &word.arguments {
        let help = "parameters of your own types are generic, as in `my::Scale<3>`";
        diagnostics.add(arguments.open, format!("`{path}` takes no parameter"), help);
        return CheckedLayer::guess(request.input);
    }
    if path.word().is_some_and(|name| name == request.scope.name) {
        diagnostics.add(word, format!("`{path}` cannot be a part of itself"), "name another network");
        return CheckedLayer::guess(request.input);
    }
    if let Some((name, open)) = path.generic_word()
        && request.scope.known.get(name).is_some()
    {
        diagnostics.add(open.span(), format!("the network `{name}` takes no parameter"), format!("write `{name}`"));
        return CheckedLayer::guess(request.input);
    }
    match known(request, path) {
        Some(definition) => network(request, path, definition, diagnostics),
        None => unknown(request, path),
    }
}

/// Whether the same invocation defines a network of this name, up to here.
pub fn is_network(request: &Request, path: &Path) -> bool {
    path.word().is_some_and(|name| name == request.scope.name) || known(request, path).is_some()
}

/// The network of this name, if the same invocation defines it before.
fn known<'a>(request: &Request<'a>, path: &Path) -> Option<&'a Definition> {
    request.scope.known.get(path.word()?)
}

fn network(request: &Request, path: &Path, definition: &Definition, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let network = &definition.network;
    let (found, expected) = (request.input, &network.input);
    let mut proof = None;
    match (found.flat(), expected.flat()) {
        _ if found.is_guessed() || expected.is_guessed() => {}
        (Extent::Number(given), Extent::Number(taken)) if given == taken => {}
        (Extent::Number(_), Extent::Number(_)) => {
            let message = format!("`{path}` takes {expected}, but its input is {found}");
            diagnostics.add(request.place(), message, "a network takes as many numbers as its own first layer");
        }
        (inputs, _) => proof = Some(Assertion::Takes { path: path.clone(), inputs }),
    }
    let words = LayerDocs {
        parameters: network.layers().map(|layer| layer.words.parameters.clone()).sum(),
        multiply_adds: network.layers().map(|layer| layer.words.multiply_adds.clone()).sum(),
        ..LayerDocs::new(&format!("`{path}`"), format!("The network `{path}`"), 0, 0)
    };
    let known = Known { statistics: network.has_statistics() };
    parts(path, Some(known), network.result.clone(), words).proven(proof)
}

/// Only the compiler knows what it takes and puts out.
fn unknown(request: &Request, path: &Path) -> CheckedLayer {
    let count = || Count::named(format!("`{path}`"));
    let words = LayerDocs {
        parameters: count(),
        multiply_adds: count(),
        ..LayerDocs::new(&format!("`{path}`"), format!("`{path}`"), 0, 0)
    };
    let proof = Assertion::Takes { path: path.clone(), inputs: request.input.flat() };
    let proof = (!request.input.is_guessed()).then_some(proof);
    parts(path, None, Extent::Outputs(path.clone()).into(), words).proven(proof)
}

fn parts(path: &Path, known: Option<Known>, output: Shape, words: LayerDocs) -> CheckedLayer {
    CheckedLayer {
        kind: Some(Kind::Path { path: path.clone(), known }),
        output,
        takes: Takes::Itself,
        initializer: None,
        words,
        assertions: Vec::new(),
    }
}
