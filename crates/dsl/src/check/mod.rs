//! ast → model: one small function per rule, all mistakes reported together.
//!
//! Every rule returns something plausible even where it finds a mistake. What goes on from there
//! finds the other mistakes, and the struct that the user asked for exists, so that no error about
//! a missing type follows.
//!
//! * `definition`: what surrounds a chain.
//! * `attributes`: on which of the generated items each attribute belongs.
//! * `input`: what surrounds the layers of a network.
//! * `chain`: the stages of a network or a branch, one after the other, and their shapes.
//! * `repeat`: the same stages again.
//! * `stage`, `roles`: which word of a stage is its layer, and which its activation.
//! * `order`, `token`: what is in the wrong place, and what no rule knows.
//! * `layers`: a function for each layer.
//! * `activation`, `options`, `shape`: the parts of a stage.
//! * `vocabulary`: what a word is to the language.
//! * `doc_links`: which item of ours explains a word.
//! * `definitions`, `scope`: what is known around a chain.

mod activation;
mod attributes;
mod chain;
mod definition;
mod definitions;
mod doc_links;
mod input;
mod layers;
mod options;
mod order;
mod repeat;
mod roles;
mod scope;
mod shape;
mod stage;
mod token;
mod vocabulary;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::Result;

use crate::ast::{self, Content};
use crate::checked::{Attributes, Checked, Expression, Invocation, Origins};
use crate::diagnostics::Diagnostics;
use crate::model::{Kind, Network};
use definitions::Definitions;

/// Checks everything that one `network!` defines.
pub fn invocation(content: Content) -> (Invocation, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let invocation = match content {
        Content::Definitions(asts) => Invocation::Definitions(definitions(asts, &mut diagnostics)),
        Content::Expression(ast) => Invocation::Expression(Box::new(expression(*ast, &mut diagnostics))),
    };
    (invocation, diagnostics)
}

fn definitions(asts: Vec<Result<ast::Definition>>, diagnostics: &mut Diagnostics) -> Vec<Checked> {
    let mut definitions = Definitions::NONE;
    for ast in asts {
        match ast.map(|ast| definition(ast, &definitions, diagnostics)) {
            Err(error) => diagnostics.extend([error]),
            Ok((name, checked)) => definitions.add(name, checked, diagnostics),
        }
    }
    definitions.in_order
}

fn definition(ast: ast::Definition, known: &Definitions, diagnostics: &mut Diagnostics) -> (Ident, Checked) {
    diagnostics.extend(ast.faults);
    let (chain, chain_origins) = match &ast.chain {
        Some(chain) => chain::network(chain, &ast.name, ast.name.span(), known, diagnostics),
        None => chain::nothing(ast.name.span()),
    };
    let origins = Origins {
        attributes: attributes::attributes(&ast.attributes, diagnostics),
        visibility: ast.visibility,
        keyword: ast.keyword,
        name: ast.name.span(),
        chain: chain_origins,
    };
    let network = Network { name: ast.name.to_string(), chain };
    (ast.name, Checked { network, origins })
}

fn expression(ast: ast::Expression, diagnostics: &mut Diagnostics) -> Expression {
    let name = Ident::new("Network", Span::mixed_site());
    let (chain, chain_origins) = chain::network(&ast.chain, &name, ast.start, &Definitions::NONE, diagnostics);
    let origins = Origins {
        attributes: Attributes::default(),
        visibility: TokenStream::new(),
        keyword: name.span(),
        name: name.span(),
        chain: chain_origins,
    };
    if let Kind::Outputs(_) = &chain.last.kind {
        let help = "define it, as in `struct Net = 64 => (digit: 10 softmax | parity: 1 sigmoid);`";
        let message = "a network with several outputs needs a name, after which the type of its outputs is named";
        diagnostics.add(ast.start, message, help);
    }
    let seed = match &ast.seed {
        Some(setting) => definition::seed(setting, diagnostics),
        None => Literal::u64_unsuffixed(0).into_token_stream(),
    };
    diagnostics.extend(ast.faults);
    let word = ast.seed.and_then(|setting| setting.name).map(|name| name.span());
    let network = Network { name: name.to_string(), chain };
    Expression { checked: Checked { network, origins }, seed, word }
}
