//! `(digit: 10 softmax | parity: 1 sigmoid)`: the outputs of a network.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;

use super::layer::{Accepts, CheckedLayer, Request};
use crate::ast::{Branch, Outputs};
use crate::check::scope::{CheckedBranch, Role, Scope};
use crate::checked::ChainOrigins;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Kind, Output, Shape};

const EXAMPLE: &str = "(digit: 10 softmax | parity: 1 sigmoid)";

/// Each output is a name, and a chain of its own.
pub fn outputs(request: &Request, outputs: &Outputs, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let before = diagnostics.len();
    for comma in &outputs.commas {
        diagnostics.add(*comma, "expected `|`, found `,`", "write `|` between two outputs");
    }
    let names = names(outputs, diagnostics);
    if let ([_], [name]) = (outputs.branches.as_slice(), names.as_slice())
        && diagnostics.len() == before
    {
        let help = format!("write it without parentheses, or further outputs, as in `{EXAMPLE}`");
        diagnostics.add(name, format!("`{name}` is the only output, which needs no name"), help);
    }
    let scope = Scope { role: Role::Output, ..request.scope };
    let check = |(_, branch): &(_, Branch)| (scope.check_branch)(scope, branch, request.input, diagnostics);
    let checked: Vec<CheckedBranch> = outputs.branches.iter().map(check).collect();
    let total =
        checked.iter().try_fold(0, |total: usize, branch| Some(total.saturating_add(size(branch, diagnostics)?)));
    let (Some(total), true) = (total, diagnostics.len() == before) else { return CheckedLayer::guess(request.input) };
    let (outputs, branches): (Vec<Output>, Vec<ChainOrigins>) = names
        .iter()
        .zip(checked)
        .map(|(name, branch)| (Output { name: name.to_string(), chain: branch.chain }, branch.origins))
        .unzip();
    CheckedLayer { branches, accepts: Accepts::Itself, ..CheckedLayer::new(Kind::Outputs(outputs), Shape::of([total])) }
}

/// The names, all different and all there, or fewer.
fn names(outputs: &Outputs, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut names = BTreeSet::new();
    let mut name = |(name, branch): &(Option<Ident>, Branch)| {
        let Some(name) = name else {
            let place = branch.links.first().and_then(|link| link.stage.terms.first());
            let place = place.map_or(SpanRange::from(branch.open), SpanRange::from);
            diagnostics.add(place, "this output has no name", format!("write one before it, as in `{EXAMPLE}`"));
            return None;
        };
        if name == "_" || syn::parse2::<Ident>(name.to_token_stream()).is_err() {
            diagnostics.add(name, format!("`{name}` cannot be the name of an output"), "names are those of fields");
        } else if !names.insert(name.clone()) {
            diagnostics.add(name, format!("two outputs have the name `{name}`"), "give each a name of its own");
        }
        Some(name.clone())
    };
    outputs.branches.iter().filter_map(&mut name).collect()
}

/// How many numbers an output has.
fn size(branch: &CheckedBranch, diagnostics: &mut Diagnostics) -> Option<usize> {
    let result = &branch.chain.output;
    if !branch.sound || result.is_guessed() {
        return None;
    }
    let numbers = result.numbers().map(|extents| extents.into_iter().fold(1, usize::saturating_mul));
    if numbers.is_none() {
        let message = format!("outputs follow one another, but only the compiler knows the size of this one, {result}");
        diagnostics.add(branch.changed, message, "write a number, or state the shape, as in `reshape(4)`");
    }
    numbers
}
