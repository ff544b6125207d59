//! Tokens → ast: one `Parse` impl per grammar rule, syntax errors only.
//!
//! A mistake inside one stage or definition must not hide those of the others. So a chain takes
//! whatever is between two arrows, and definitions recover at their `;`.

mod ahead;
mod chain;
mod definition;
mod expression;
mod numbers;
mod path;
mod word;

use proc_macro2::Ident;
use syn::Result;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};

use crate::ast::{Content, Definition, Invocation};
use ahead::{at_assignment, at_definition, at_named_value};
use definition::skip_definition;

impl Parse for Invocation {
    fn parse(input: ParseStream) -> Result<Self> {
        let krate = input.call(Ident::parse_any)?;
        let content = if at_definition(input) || at_assignment(input) && !at_named_value(input) {
            Content::Definitions(definitions(input))
        } else {
            Content::Expression(Box::new(input.parse()?))
        };
        Ok(Self { krate, content })
    }
}

fn definitions(input: ParseStream) -> Vec<Result<Definition>> {
    let mut definitions = Vec::new();
    while !input.is_empty() {
        let definition = input.parse();
        if definition.is_err() {
            skip_definition(input);
        }
        definitions.push(definition);
    }
    definitions
}
