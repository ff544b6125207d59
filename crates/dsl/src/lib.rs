//! The language of Sinew: from the tokens of `network!` to Rust.
//!
//! ```text
//! definitions = definition*
//! definition  = attribute* visibility? "struct" Name "=" network ";"
//! network     = "<" chain ">" | chain                (an expression may end in `; seed = 7`)
//! chain       = shape ("=>" stage)+
//! shape       = number ("x" number)* | CONSTANT       2    28x28    1x28x28    WIDTH
//! stage       = (label ":")? layer activation? | "(" branch ")" "*" number | outputs
//! outputs     = "(" name ":" branch ("|" name ":" branch)+ ")"    at the end of a network
//! branch      = stage ("=>" stage)*
//! layer       = extent                                a dense layer of that many neurons
//!             | name ("(" argument ("," argument)* ")")?    conv(6, 5x5, padding = same)    flatten
//!             | "residual" "(" branch ("," argument)* ")" | "concat" "(" branch ("|" branch)+ ")"
//!             | Path                                  a custom layer, or another network; CNN<> in capitals
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

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::checked::{Checked, Invocation};
use crate::model::{ModelError, Network};

/// Compiles definitions to structs, and an expression to a fresh network.
///
/// Mistakes become `compile_error!`s, all of them at once. A struct with mistakes is defined
/// nevertheless, so that code which uses it is not at fault too.
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

/// Compiles a network that was not written in this language; `krate` is where generated code finds
/// its types.
///
/// # Errors
///
/// The first name or shape that makes no sense.
pub fn expand(krate: &Ident, network: Network) -> Result<TokenStream, ModelError> {
    network.check()?;
    Ok(expand::invocation(krate, &Invocation::Definitions(vec![Checked::from(network)])))
}

/// Takes ordinary Rust that may contain `network!< … >`, and rewrites each to `network!(…)`.
pub fn sinew(input: TokenStream) -> TokenStream {
    brackets::rewrite(input.into_iter().skip(1).collect()) // the first token is the crate
}

#[cfg(test)]
mod tests {
    use quote::format_ident;

    use super::*;

    /// The model of a definition.
    fn model(source: &str) -> Network {
        let ast: ast::Invocation = syn::parse_str(&format!("sinew struct A = {source};")).expect("an invocation");
        let (Invocation::Definitions(mut definitions), mistakes) = check::invocation(ast.content) else {
            panic!("{source} is no definition");
        };
        assert!(mistakes.is_empty(), "{source} has mistakes");
        definitions.remove(0).network
    }

    #[test]
    fn what_is_written_without_mistakes_makes_sense_as_a_model() {
        for source in [
            "2 => 4 relu => r#type: dense(3, bias = false) => 1 sigmoid",
            "WIDTH => residual(HEIGHT relu => WIDTH) => my::Scale<3> => 2 my::Act",
            "1x28x28 => conv(6, 5x5, padding = 2) => maxpool(2x2) => depthwise(3) => flatten => 10 softmax",
            "2x8x8 => transposed_conv(6, 2, stride = 2, groups = 2) => groupnorm(3) => globalavgpool => 3",
            "1x100 => conv1d(4, 5, stride = 2, padding = same) => upsample(2) => batchnorm => flatten => 1",
            "2x8x8 => residual(conv(4, 3, stride = 2, padding = 1), projection = true) => dropout(0.5)",
            "4 => 8 relu => (a: 4 tanh => 3 softmax | b: 1 sigmoid | r#type: 8 => reshape(2x2x2))",
            "4 => CNN<> => my::MLP<> => 2 SWISH<>",
            "8 => residual(4, projection = true) => reshape(1x2x2) => concat(conv(2, 1) | maxpool(1)) tanh",
        ] {
            let model = model(source);
            assert_eq!(model.check(), Ok(()), "{source}");
            let written = expand(&format_ident!("sinew"), model).expect("a model that makes sense");
            assert!(!written.is_empty());
        }
    }

    #[test]
    fn a_model_that_makes_no_sense_is_refused() {
        let refused = |change: fn(&mut Network)| {
            let mut model = model("2 => a: 4 relu => b: 1 sigmoid");
            change(&mut model);
            expand(&format_ident!("sinew"), model).expect_err("a mistake").to_string()
        };
        let name = "`conv/1` cannot be the name of a layer, or names two";
        assert_eq!(refused(|model| model.chain.last.name = "conv/1".to_owned()), name);
        assert_eq!(refused(|model| model.chain.last.name = "a".to_owned()), name.replace("conv/1", "a"));
        let shape = |name, expected, found| format!("`{name}` expects the shape {expected}, found {found}");
        assert_eq!(refused(|model| model.chain.last.input = model::Shape::of([3])), shape("b", 4, 3));
        assert_eq!(refused(|model| model.chain.last.output = model::Shape::of([3])), shape("b", 1, 3));
        assert_eq!(refused(|model| model.chain.output = model::Shape::of([3])), shape("A", 1, 3));
    }
}
