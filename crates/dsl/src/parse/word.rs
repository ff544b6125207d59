//! `relu`, `conv(6, 5x5, padding = same)`, `concat(4 relu | 4 tanh)`

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token, parenthesized, token};

use super::ahead::{at_argument_end, at_assignment, at_branch_end, at_chain_end};
use crate::ast::{Argument, Arguments, Branch, Word};
use crate::path::Path;
use crate::words::BRANCHES;

impl Parse for Word {
    fn parse(input: ParseStream) -> Result<Self> {
        let path: Path = input.parse()?;
        let arguments = if !input.peek(token::Paren) {
            None
        } else if path.word().is_some_and(takes_branches) {
            Some(branches(input)?)
        } else {
            Some(input.parse()?)
        };
        Ok(Self { path, arguments })
    }
}

/// Whether chains are in the parentheses after a word.
fn takes_branches(word: &Ident) -> bool {
    BRANCHES.iter().any(|known| word == known)
}

/// `(4 relu | 4 tanh)`, `(4 relu => 2, projection = true)`
fn branches(input: ParseStream) -> Result<Arguments> {
    let content;
    let open = parenthesized!(content in input).span.open();
    let mut branches = vec![Branch::parse(&content, open, at_branch_end)?];
    while let Some(bar) = content.parse::<Option<Token![|]>>()? {
        branches.push(Branch::parse(&content, bar.spans[0], at_branch_end)?);
    }
    content.parse::<Option<Token![,]>>()?;
    Ok(Arguments { open, branches, list: arguments(&content)? })
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let content;
        let parentheses = parenthesized!(content in input);
        Ok(Self { open: parentheses.span.open(), branches: Vec::new(), list: arguments(&content)? })
    }
}

/// Arguments up to the closing parenthesis.
fn arguments(input: ParseStream) -> Result<Vec<Argument>> {
    let mut list = Vec::new();
    while !input.is_empty() {
        list.push(input.parse()?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(list)
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> Result<Self> {
        argument(input, at_argument_end)
    }
}

/// An argument after a chain, which ends where the chain might.
pub fn setting(input: ParseStream) -> Result<Argument> {
    argument(input, |input| at_chain_end(input) || at_argument_end(input))
}

fn argument(input: ParseStream, at_end: fn(ParseStream) -> bool) -> Result<Argument> {
    let name = if at_assignment(input) { Some(input.call(Ident::parse_any)?) } else { None };
    if name.is_some() {
        input.parse::<Token![=]>()?;
    }
    let mut value = Vec::new();
    while !at_end(input) {
        value.push(input.parse()?);
    }
    Ok(Argument { name, value, end: input.cursor().prev_span() })
}
