//! ast → model: one small function per rule, all mistakes reported together.
//!
//! Every rule returns something plausible even where it finds a mistake. What goes on from there finds the other mistakes,
//! and the struct that the user asked for exists, so that no error about a missing type follows.
//!
//! * `definition`: what stands around a chain.
//! * `input`: what stands around the layers of a network.
//! * `chain`: the stages of a network or a branch, one after the other, and their shapes.
//! * `repeat`: the same stages again.
//! * `stage`: which word of a stage is its layer, and which its activation.
//! * `order`, `token`: what stands in the wrong place, and what no rule knows.
//! * `layers`: a table with a row for each layer, and a function for each row.
//! * `activation`, `options`, `shape`: the parts of a stage.

mod activation;
mod chain;
mod definition;
mod input;
mod layers;
mod options;
mod order;
mod repeat;
mod shape;
mod stage;
mod token;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::Result;

use crate::ast::{self, Content};
use crate::diagnostics::Diagnostics;
use crate::model::{Definition, Expression, Invocation};
use crate::words::plain;

/// Checks everything that one `network!` defines.
pub fn invocation(content: Content) -> (Invocation, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let invocation = match content {
        Content::Definitions(asts) => Invocation::Definitions(definitions(asts, &mut diagnostics)),
        Content::Expression(ast) => Invocation::Expression(Box::new(expression(*ast, &mut diagnostics))),
    };
    (invocation, diagnostics)
}

fn definitions(asts: Vec<Result<ast::Definition>>, diagnostics: &mut Diagnostics) -> Vec<Definition> {
    let mut definitions = Definitions::NONE;
    for ast in asts {
        match ast.map(|ast| definition(ast, &definitions, diagnostics)) {
            Err(error) => diagnostics.extend([error]),
            Ok(definition) => definitions.add(definition, diagnostics),
        }
    }
    definitions.in_order
}

/// The networks that an invocation has defined so far, found by their names.
pub struct Definitions {
    in_order: Vec<Definition>,
    places: BTreeMap<Ident, usize>,
}

impl Definitions {
    pub const NONE: Self = Self { in_order: Vec::new(), places: BTreeMap::new() };

    /// One more, unless there are two structs of one name.
    fn add(&mut self, definition: Definition, diagnostics: &mut Diagnostics) {
        let name = &definition.name;
        if self.get(name).is_some() {
            diagnostics.add(name, format!("`{name}` is defined twice"), "give each network a name of its own");
        } else {
            self.places.insert(name.clone(), self.in_order.len());
            self.in_order.push(definition);
        }
    }

    /// The network whose name differs in nothing but its spelling.
    pub fn like(&self, name: &Ident) -> Option<&Ident> {
        self.places.keys().find(|known| plain(&known.to_string()) == plain(&name.to_string()))
    }

    pub fn get(&self, name: &Ident) -> Option<&Definition> {
        self.places.get(name).map(|&place| &self.in_order[place])
    }
}

fn definition(ast: ast::Definition, known: &Definitions, diagnostics: &mut Diagnostics) -> Definition {
    diagnostics.extend(ast.faults);
    let network = match &ast.chain {
        Some(chain) => chain::network(chain, &ast.name, ast.name.span(), known, diagnostics),
        None => chain::nothing(ast.name.span()),
    };
    Definition {
        documented: ast.attributes.iter().any(|attribute| attribute.word().is_some_and(|word| word == "doc")),
        attributes: definition::attributes(&ast.attributes, diagnostics),
        visibility: ast.visibility,
        keyword: ast.keyword,
        name: ast.name,
        network,
    }
}

fn expression(ast: ast::Expression, diagnostics: &mut Diagnostics) -> Expression {
    let name = Ident::new("Network", Span::mixed_site());
    let definition = Definition {
        attributes: TokenStream::new(),
        documented: false,
        visibility: TokenStream::new(),
        keyword: name.span(),
        network: chain::network(&ast.chain, &name, ast.start, &Definitions::NONE, diagnostics),
        name,
    };
    let seed = match &ast.seed {
        Some(setting) => definition::seed(setting, diagnostics),
        None => Literal::u64_unsuffixed(0).into_token_stream(),
    };
    diagnostics.extend(ast.faults);
    let word = ast.seed.and_then(|setting| setting.name).map(|name| name.span());
    Expression { definition, seed, word }
}

fn did_you_mean(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// `a`, `b`, `c`
fn list(words: impl Iterator<Item = &'static str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
