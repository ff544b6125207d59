//! The procedural macros of Sinew. The language itself lives in `sinew-dsl`.
//!
//! Use the macros of the crate `sinew`: they pass `$crate` as the first token, through which
//! generated code finds its types.

use proc_macro::TokenStream;

/// Compiles networks to Rust; see `sinew::network!`.
#[proc_macro]
pub fn network(input: TokenStream) -> TokenStream {
    sinew_dsl::network(input.into()).into()
}

/// Takes Rust that may contain `network!< … >`; see `sinew::sinew!`.
#[proc_macro]
pub fn sinew(input: TokenStream) -> TokenStream {
    sinew_dsl::sinew(input.into()).into()
}
