//! `2 => 4 relu => 1 sigmoid; seed = 7`

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token};

use super::ahead::{at_assignment, at_chain_end, at_last_comma, here};
use super::chain::late_bracket;
use super::word::setting;
use crate::ast::{Chain, Expression, opening, opening_span};
use crate::diagnostics::{SpanRange, diagnostic};

impl Parse for Expression {
    fn parse(input: ParseStream) -> Result<Self> {
        let start = here(input);
        let nameless = no_name(input);
        let mut chain: Chain = input.parse()?;
        let separator = separator(input);
        let seed = if at_chain_end(input) { None } else { Some(setting(input)?) };
        late_bracket(input, &mut chain)?;
        let faults = [nameless, separator, rest(input)].into_iter().filter_map(Result::err).collect();
        Ok(Self { start, chain, seed, faults })
    }
}

/// `Xor =`, which is for definitions.
fn no_name(input: ParseStream) -> Result<()> {
    if !at_assignment(input) {
        return Ok(());
    }
    let name = input.call(Ident::parse_any)?;
    let equals: Token![=] = input.parse()?;
    let help = format!("remove it for a value; a type is defined by `struct {name} = 2 => 4 relu => 1 sigmoid;`");
    Err(diagnostic(
        SpanRange { start: name.span(), end: equals.spans[0] },
        format!("unexpected `{name} =` before a network"),
        help,
    ))
}

/// The `;` before a seed.
fn separator(input: ParseStream) -> Result<()> {
    if at_last_comma(input) {
        let comma: Token![,] = input.parse()?;
        return Err(diagnostic(&comma, "unexpected `,` after the network", "remove it"));
    }
    let comma = input.parse::<Option<Token![,]>>()?;
    if let Some(comma) = comma {
        return Err(diagnostic(&comma, "expected `;` before the seed", "write `; seed = 7`"));
    }
    input.parse::<Option<Token![;]>>().map(drop)
}

/// Whatever follows an expression is one mistake.
fn rest(input: ParseStream) -> Result<()> {
    let Some((token, _)) = input.cursor().token_tree() else { return Ok(()) };
    input.parse::<TokenStream>()?;
    let message = format!("unexpected `{}` after the network", opening(&token));
    Err(diagnostic(opening_span(&token), message, "a network reads `2 => 4 relu => 1 sigmoid; seed = 7`"))
}
