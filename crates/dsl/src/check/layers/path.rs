//! `my::Scale<8>`, `Encoder`: custom layers, and networks.

use super::layer::{CheckedLayer, Request};
use crate::ast::Word;
use crate::checked::Assertion;
use crate::diagnostics::Diagnostics;
use crate::model::{Extent, Kind, Nested, Network, Path};

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
    if path.name().is_some_and(|name| name == request.scope.name) {
        diagnostics.add(word, format!("`{path}` cannot be a part of itself"), "name another network");
        return CheckedLayer::guess(request.input);
    }
    if let Some((name, open)) = path.generic_word()
        && path.name().is_none()
        && request.scope.known.get(name).is_some()
    {
        diagnostics.add(open.span(), format!("the network `{name}` takes no parameter"), format!("write `{name}`"));
        return CheckedLayer::guess(request.input);
    }
    match known(request, path) {
        Some(network) => nested(request, path, network, diagnostics),
        None => unknown(request, path),
    }
}

/// Whether the same invocation defines a network of this name, up to here.
pub fn is_network(request: &Request, path: &Path) -> bool {
    path.name().is_some_and(|name| name == request.scope.name) || known(request, path).is_some()
}

/// The network of this name, if the same invocation defines it before.
fn known<'a>(request: &Request<'a>, path: &Path) -> Option<&'a Network> {
    request.scope.known.get(path.name()?)
}

fn nested(request: &Request, path: &Path, network: &Network, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let Network { chain, .. } = network;
    let (found, expected) = (request.input, &chain.input);
    let mut assertion = None;
    match (found.flat(), expected.flat()) {
        _ if found.is_guessed() || expected.is_guessed() => {}
        (Extent::Number(given), Extent::Number(taken)) if given == taken => {}
        (Extent::Number(_), Extent::Number(_)) => {
            let message = format!("`{path}` takes {expected}, but its input is {found}");
            diagnostics.add(request.place(), message, "a network takes as many numbers as its own first layer");
        }
        (inputs, _) => assertion = Some(Assertion::Takes { path: path.clone(), inputs }),
    }
    let nested = Nested {
        path: path.clone(),
        has_statistics: chain.has_statistics(),
        parameters: chain.parameters(),
        multiply_adds: chain.multiply_adds(),
    };
    CheckedLayer::new(Kind::Nested(nested), chain.output.clone()).asserting(assertion)
}

/// Only the compiler knows what it takes and puts out.
fn unknown(request: &Request, path: &Path) -> CheckedLayer {
    let assertion = Assertion::Takes { path: path.clone(), inputs: request.input.flat() };
    CheckedLayer::new(Kind::Custom(path.clone()), Extent::Outputs(path.clone()).into())
        .asserting((!request.input.is_guessed()).then_some(assertion))
}
