//! Arbitrary text between the braces of `sinew!`: anything that is not a network passes through.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use quote::quote;

fuzz_target!(|text: &str| {
    proc_macro2::extra::invalidate_current_thread_spans(); // otherwise every text stays in memory for the sake of its spans
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    let source = tokens.to_string();
    let rewritten = sinew_dsl::sinew(quote!(sinew #tokens)).to_string();
    assert!(rewritten == source || source.contains("network"), "rewritten without a network: {rewritten}");
});
