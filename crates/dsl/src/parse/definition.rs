//! `pub struct Xor = 2 => 4 relu => 1 sigmoid;`

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token, token};

use super::ahead::{at_chain, at_definition, at_restriction, at_seed, here};
use super::chain::late_bracket;
use super::path::angle_brackets;
use super::word::setting;
use crate::ast::{Attribute, Chain, Definition};
use crate::diagnostics::diagnostic;

/// Goes on after the next `;`, or before what looks like the next definition.
pub fn skip_definition(input: ParseStream) {
    while let Ok(token) = input.parse::<TokenTree>() {
        let ended = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        if ended || at_definition(input) {
            break;
        }
    }
}

impl Parse for Definition {
    fn parse(input: ParseStream) -> Result<Self> {
        let attributes = attributes(input)?;
        let visibility = visibility(input)?;
        let keyword = here(input);
        let r#struct = r#struct(input);
        let name = name(input)?;
        let generics = generics(input, &name);
        let assignment = assignment(input, &name);
        let (chain, end) = if assignment.is_ok() || at_chain(input) {
            let mut chain = input.parse()?;
            let end = end(input, &name, &mut chain);
            (Some(chain), end)
        } else {
            skip_definition(input);
            (None, Ok(()))
        };
        let faults = [r#struct, generics, assignment, end].into_iter().filter_map(Result::err).collect();
        Ok(Self { attributes, visibility, keyword, name, chain, faults })
    }
}

fn attributes(input: ParseStream) -> Result<Vec<Attribute>> {
    let mut attributes = Vec::new();
    while input.peek(Token![#]) {
        attributes.push(input.parse()?);
    }
    Ok(attributes)
}

impl Parse for Attribute {
    fn parse(input: ParseStream) -> Result<Self> {
        let pound: Token![#] = input.parse()?;
        if !input.peek(token::Bracket) {
            return Err(diagnostic(&pound, "expected an attribute after `#`", "write attributes as `#[name]`"));
        }
        let group: Group = input.parse()?;
        Ok(Self { pound: pound.span, predicates: Vec::new(), content: group.stream() })
    }
}

fn visibility(input: ParseStream) -> Result<TokenStream> {
    let mut visibility = input.parse::<Option<Token![pub]>>()?.to_token_stream();
    if !visibility.is_empty() && at_restriction(input) {
        visibility.extend([input.parse::<TokenTree>()?]);
    }
    Ok(visibility)
}

const DEFINITION: &str = "a definition reads `struct Name = 2 => 4 relu => 1 sigmoid;`";

/// `struct`; the definition goes on where it is missing, or where another word is in its place.
fn r#struct(input: ParseStream) -> Result<()> {
    if input.parse::<Option<Token![struct]>>()?.is_some() {
        return Ok(());
    }
    let place = here(input);
    if input.peek(Ident::peek_any) && input.peek2(Ident::peek_any) {
        input.call(Ident::parse_any)?;
    }
    Err(diagnostic(place, "expected `struct`", DEFINITION))
}

fn name(input: ParseStream) -> Result<Ident> {
    if let Some((word, _)) = input.cursor().ident()
        && word == "T"
    {
        let message = "`T` is the type of a network's numbers and cannot be a name";
        return Err(diagnostic(&word, message, "choose another name"));
    }
    input.parse().map_err(|_| match input.cursor().ident() {
        Some((word, _)) => {
            diagnostic(&word, format!("`{word}` is a word of Rust and cannot be a name"), "choose another name")
        }
        None => diagnostic(here(input), "expected the name of a network", DEFINITION),
    })
}

/// `<T>`, which a network does not take; a number after the `<` says that only the `=` is missing.
fn generics(input: ParseStream, name: &Ident) -> Result<()> {
    let place = here(input);
    if input.peek2(syn::Lit) || angle_brackets(input).is_none() {
        return Ok(());
    }
    let help = format!("remove them: the element type is a parameter already, as in `{name}<f64>`");
    Err(diagnostic(place, "a network has no generics of its own", help))
}

/// The `=` between name and chain.
fn assignment(input: ParseStream, name: &Ident) -> Result<()> {
    let help = format!("write `struct {name} = 2 => 4 relu => 1 sigmoid;`");
    if let Some((_, _, span, _)) = input.cursor().any_group() {
        return Err(diagnostic(span.open(), "a network is defined by its layers, not by fields", help));
    }
    if !input.peek(Token![=]) || input.peek(Token![=>]) {
        return Err(diagnostic(here(input), format!("expected `=` after `{name}`"), help));
    }
    input.parse::<Token![=]>().map(drop)
}

/// The `;` of a definition, and a seed, which only an expression may have.
fn end(input: ParseStream, name: &Ident, chain: &mut Chain) -> Result<()> {
    if at_seed(input) {
        return seed_of_definition(input, name, chain);
    }
    if let Some(comma) = input.parse::<Option<Token![,]>>()? {
        return Err(diagnostic(&comma, "expected `;`, found `,`", "end every definition with `;`"));
    }
    if input.parse::<Option<Token![;]>>()?.is_none() {
        let message = format!("missing `;` after the definition of `{name}`");
        return Err(diagnostic(input.cursor().prev_span(), message, "end every definition with `;`"));
    }
    Ok(())
}

fn seed_of_definition(input: ParseStream, name: &Ident, chain: &mut Chain) -> Result<()> {
    input.parse::<TokenTree>()?; // what separates it from the chain
    let place = input.span();
    setting(input)?;
    late_bracket(input, chain)?;
    input.parse::<Option<Token![;]>>()?;
    Err(diagnostic(
        place,
        "a definition takes no seed",
        format!("seed the network where it is made, as in `{name}::seeded(7)`"),
    ))
}
