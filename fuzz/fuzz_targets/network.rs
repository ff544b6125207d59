//! Whatever stands between the parentheses of `network!`: a network or errors, never a panic, and always Rust.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use quote::quote;

fuzz_target!(|text: &str| {
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    sinew_dsl::network(tokens.clone()); // the crate may be missing
    let expansion = sinew_dsl::network(quote!(sinew #tokens));
    if ["<", "#", "pub"].iter().any(|part| text.contains(part)) {
        return; // generics, attributes and visibility are the user's own, and rustc's to judge
    }
    assert!(syn::parse2::<syn::File>(quote!(fn main() { #expansion })).is_ok(), "this is no Rust: {expansion}");
});
