//! `2 => 4 relu => 1 sigmoid`, and what it is made of.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token, parenthesized, token};

use super::ahead::{at_arrow, at_assigned_label, at_chain_end, at_end, at_label, at_number, at_output_end, at_outputs};
use crate::ast::{Arrow, Branch, Chain, Link, Outputs, Repeat, Stage, Term};

impl Parse for Chain {
    fn parse(input: ParseStream) -> Result<Self> {
        let open = input.parse()?;
        let first = input.parse()?;
        let mut links = Vec::new();
        while !at_chain_end(input) {
            links.push(input.parse()?);
        }
        let close = input.parse()?;
        Ok(Self { open, input: first, links, close })
    }
}

/// The closing bracket of `< 2 => 1; seed = 7 >`, where the seed is inside.
pub fn late_bracket(input: ParseStream, chain: &mut Chain) -> Result<()> {
    if chain.close.is_none() {
        chain.close = input.parse()?;
    }
    Ok(())
}

impl Parse for Link {
    fn parse(input: ParseStream) -> Result<Self> {
        Ok(Self { arrow: Some(input.parse()?), stage: input.parse()? })
    }
}

impl Branch {
    /// A chain without an input.
    pub fn parse(input: ParseStream, open: Span, at_end: fn(ParseStream) -> bool) -> Result<Self> {
        let mut links = Vec::new();
        if !at_arrow(input) && !at_end(input) {
            links.push(Link { arrow: None, stage: input.parse()? });
        }
        while !at_end(input) {
            links.push(input.parse()?);
        }
        Ok(Self { open, links })
    }
}

impl Parse for Arrow {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut tokens = TokenStream::new();
        loop {
            let token: TokenTree = input.parse()?;
            let joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
            tokens.extend([token]);
            let goes_on =
                input.peek(Token![=]) || input.peek(Token![-]) || input.peek(Token![>]) || input.peek(Token![|]);
            if !(joint && goes_on) {
                break;
            }
        }
        let right = tokens.to_string() == "=>";
        Ok(Self { tokens, right })
    }
}

impl Parse for Stage {
    fn parse(input: ParseStream) -> Result<Self> {
        let label =
            if at_label(input) || at_assigned_label(input) { Some(input.call(Ident::parse_any)?) } else { None };
        let equals = if label.is_some() { input.parse()? } else { None };
        if label.is_some() && equals.is_none() {
            input.parse::<Token![:]>()?;
        }
        let mut terms = Vec::new();
        while !at_chain_end(input) && !at_arrow(input) {
            terms.push(input.parse()?);
        }
        Ok(Self { label, equals, terms })
    }
}

impl Parse for Term {
    fn parse(input: ParseStream) -> Result<Self> {
        if at_number(input.cursor()) {
            input.parse().map(Self::Numbers)
        } else if input.peek(token::Paren) && input.peek2(Token![*]) {
            input.parse().map(Self::Repeat)
        } else if at_outputs(input) {
            input.parse().map(Self::Outputs)
        } else if input.peek(Ident::peek_any) || input.peek(Token![::]) && input.peek3(Ident::peek_any) {
            input.parse().map(Self::Word)
        } else {
            input.parse().map(Self::Stray)
        }
    }
}

impl Parse for Repeat {
    fn parse(input: ParseStream) -> Result<Self> {
        let content;
        let open = parenthesized!(content in input).span.open();
        let branch = Branch::parse(&content, open, at_end)?;
        let star = input.parse::<Token![*]>()?.span;
        let times = if at_number(input.cursor()) { Some(input.parse()?) } else { None };
        Ok(Self { branch, star, times })
    }
}

/// A branch, and the name before it.
fn output(input: ParseStream, open: Span) -> Result<(Option<Ident>, Branch)> {
    let mut branch = Branch::parse(input, open, at_output_end)?;
    let name = branch.links.first_mut().and_then(|link| link.stage.label.take());
    Ok((name, branch))
}

impl Parse for Outputs {
    fn parse(input: ParseStream) -> Result<Self> {
        let content;
        let span = parenthesized!(content in input).span;
        let (mut branches, mut commas) = (vec![output(&content, span.open())?], Vec::new());
        while !content.is_empty() {
            let bar = content.parse::<Option<Token![|]>>()?.map(|bar| bar.spans[0]);
            let separator = bar.map_or_else(|| content.parse::<Token![,]>().map(|comma| comma.spans[0]), Ok)?;
            if bar.is_none() {
                commas.push(separator);
            }
            branches.push(output(&content, separator)?);
        }
        Ok(Self { branches, commas, close: span.close() })
    }
}
