//! `my::Scale<8>`, `Encoder`: layers of the user's own, and networks.

use super::{Parts, Request, Takes};
use crate::ast::{Path, Word};
use crate::count::Count;
use crate::mistakes::Mistakes;
use crate::model::{Definition, Extent, Kind, Known, Proof, Shape, Words};

pub fn path(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let path = &word.path;
    if let Some((owner, function)) = path.function() {
        let message = format!("`{path}` is a function, not a layer");
        mistakes.add(function, message, format!("name the type alone: `{owner}`"));
        return Parts::guess(request.input);
    }
    if let Some(arguments) = &word.arguments {
        let help = "parameters of your own types are generic, as in `my::Scale<3>`";
        mistakes.add(arguments.open, format!("`{path}` takes no parameter"), help);
        return Parts::guess(request.input);
    }
    if path.word().is_some_and(|name| name == request.scope.name) {
        mistakes.add(word, format!("`{path}` cannot be a part of itself"), "name another network");
        return Parts::guess(request.input);
    }
    if let Some((name, open)) = path.generic_word()
        && request.scope.known.get(name).is_some()
    {
        mistakes.add(open.span(), format!("the network `{name}` takes no parameter"), format!("write `{name}`"));
        return Parts::guess(request.input);
    }
    match known(request, path) {
        Some(definition) => network(request, path, definition, mistakes),
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

fn network(request: &Request, path: &Path, definition: &Definition, mistakes: &mut Mistakes) -> Parts {
    let network = &definition.network;
    let (found, expected) = (request.input, &network.input);
    let mut proof = None;
    match (found.flat(), expected.flat()) {
        _ if found.is_guessed() || expected.is_guessed() => {}
        (Extent::Number(given), Extent::Number(taken)) if given == taken => {}
        (Extent::Number(_), Extent::Number(_)) => {
            let message = format!("`{path}` takes {expected}, but its input is {found}");
            mistakes.add(request.place(), message, "a network takes as many numbers as its own first layer");
        }
        (inputs, _) => proof = Some(Proof::Takes { path: path.clone(), inputs }),
    }
    let words = Words {
        parameters: network.layers().map(|layer| layer.words.parameters.clone()).sum(),
        multiply_adds: network.layers().map(|layer| layer.words.multiply_adds.clone()).sum(),
        ..Words::new(&format!("`{path}`"), format!("The network `{path}`"), 0, 0)
    };
    let known = Known { statistics: network.has_statistics() };
    parts(path, Some(known), network.result.clone(), words).proven(proof)
}

/// Only the compiler knows what it takes and puts out.
fn unknown(request: &Request, path: &Path) -> Parts {
    let count = || Count::named(format!("`{path}`"));
    let words = Words {
        parameters: count(),
        multiply_adds: count(),
        ..Words::new(&format!("`{path}`"), format!("`{path}`"), 0, 0)
    };
    let proof = Proof::Takes { path: path.clone(), inputs: request.input.flat() };
    let proof = (!request.input.is_guessed()).then_some(proof);
    parts(path, None, Extent::Outputs(path.clone()).into(), words).proven(proof)
}

fn parts(path: &Path, known: Option<Known>, output: Shape, words: Words) -> Parts {
    Parts {
        kind: Some(Kind::Path { path: path.clone(), known }),
        output,
        takes: Takes::Itself,
        initializer: None,
        words,
        proofs: Vec::new(),
    }
}
