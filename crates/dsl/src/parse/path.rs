//! `config::WIDTH`, `my::Power<3>`

use std::str::FromStr;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token};

use crate::brackets::Depth;
use crate::path::Path;

impl Parse for Path {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut tokens = input.parse::<Option<Token![::]>>()?.to_token_stream();
        let mut segments = Vec::new();
        loop {
            let segment = input.call(Ident::parse_any)?;
            segment.to_tokens(&mut tokens);
            segments.push(segment);
            let brackets = angle_brackets(input);
            let generics = brackets.as_ref().map(|_| tokens.clone().into_iter().count());
            tokens.extend(brackets);
            if !(input.peek(Token![::]) && input.peek3(Ident::peek_any)) {
                return Ok(Self { segments, tokens, generics });
            }
            input.parse::<Token![::]>()?.to_tokens(&mut tokens);
        }
    }
}

impl FromStr for Path {
    type Err = syn::Error;

    /// Reads a path as Rust has it: `my::Power<3>`.
    fn from_str(text: &str) -> Result<Self> {
        syn::parse_str(text)
    }
}

/// The most levels of generics: each `<` that is never closed is followed no further than this.
const MOST_GENERICS: usize = 8;

/// `<3>`, read only where it is closed and could be generics.
pub fn angle_brackets(input: ParseStream) -> Option<TokenStream> {
    if !input.peek(Token![<]) {
        return None;
    }
    let closed = input.step(|cursor| {
        let mut depth = Depth::default();
        let mut tokens = TokenStream::new();
        let mut ahead = *cursor;
        while let Some((token, rest)) = ahead.token_tree() {
            let closed = depth.closes(&token);
            let ends = matches!(&token, TokenTree::Punct(punct) if "=#;@$!|".contains(punct.as_char()));
            if ends || depth.open > MOST_GENERICS {
                break;
            }
            tokens.extend([token]);
            ahead = rest;
            if closed {
                return Ok((tokens, ahead));
            }
        }
        Err(cursor.error("never closed"))
    });
    closed.ok()
}

#[cfg(test)]
mod tests {
    use crate::ast::Chain;

    #[test]
    fn generics_belong_to_the_path_before_them() {
        let chain: Chain = syn::parse_str("< 2 => 4 my::Act<{ 3 }, Vec<u8>> => 1 >").expect("a chain");
        assert!(chain.close.is_some());
        assert_eq!(chain.links.len(), 2);
        assert_eq!(chain.links[0].stage.terms[1].text(), "my::Act<{ 3 },Vec<u8>>");
    }
}
