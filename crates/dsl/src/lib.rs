//! The language of Sinew: from the tokens of `network!` to Rust.
//!
//! ```text
//! definitions = definition*
//! definition  = attribute* visibility? "struct" Name "=" network ";"
//! network     = "<" chain ">" | chain                (an expression may end in `; seed = 7`)
//! chain       = shape ("=>" stage)+
//! shape       = number ("x" number)* | CONSTANT       2    28x28    1x28x28    WIDTH
//! stage       = (label ":")? layer activation? | "(" branch ")" "*" number
//! branch      = stage ("=>" stage)*
//! layer       = extent                                a dense layer of that many neurons
//!             | name ("(" argument ("," argument)* ")")?    conv(6, 5x5, padding = same)    flatten
//!             | "residual" "(" branch ("," argument)* ")" | "concat" "(" branch ("|" branch)+ ")"
//!             | Path                                  a layer of the user's own, or another network
//! extent      = number | CONSTANT                     4    WIDTH    config::WIDTH
//! activation  = name ("(" number ")")? | Path         relu    leaky_relu(0.1)    my::Swish
//! argument    = value | name "=" value
//! ```
//!
//! The first token is the crate in which generated code finds its types; the macros pass `$crate`.
//!
//! ```
//! use quote::quote;
//!
//! let rust = sinew_dsl::network(quote!(sinew pub struct Xor = 2 => 4 relu => 1 sigmoid;));
//! assert!(rust.to_string().contains("pub struct Xor < T = f32 >"));
//! ```

mod ast;
mod brackets;
mod check;
mod checked;
mod decimal;
mod diagnostics;
mod docs;
mod expand;
pub mod model;
mod nesting;
mod parse;
mod path;
mod words;

use proc_macro2::TokenStream;
use quote::quote;

use crate::checked::Invocation;

/// Compiles definitions to structs, and an expression to a fresh network.
///
/// Mistakes become `compile_error!`s, all of them at once. A struct with mistakes is defined nevertheless, so that code which
/// uses it is not at fault too.
pub fn network(input: TokenStream) -> TokenStream {
    compile(input).unwrap_or_else(syn::Error::into_compile_error)
}

fn compile(input: TokenStream) -> syn::Result<TokenStream> {
    nesting::check(&input)?;
    let ast: ast::Invocation = syn::parse2(input)?; // recovers from all but a missing crate
    let (model, diagnostics) = check::invocation(ast.content); // do its widths and names make sense?
    Ok(match model {
        Invocation::Expression(_) if diagnostics.len() == 1 => quote!(#diagnostics), // an item too, if it was meant as one
        Invocation::Expression(_) if !diagnostics.is_empty() => quote!({ #diagnostics }),
        _ => {
            let items = expand::invocation(&ast.krate, &model);
            quote!(#diagnostics #items)
        }
    })
}

/// Takes ordinary Rust in which `network!< … >` may stand, and rewrites each to `network!(…)`.
pub fn sinew(input: TokenStream) -> TokenStream {
    brackets::rewrite(input.into_iter().skip(1).collect()) // the first token is the crate
}
