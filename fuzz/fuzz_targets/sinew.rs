//! Whatever stands between the braces of `sinew!`: what is no network passes through.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use quote::quote;

fuzz_target!(|text: &str| {
    proc_macro2::extra::invalidate_current_thread_spans(); // or every text stays in memory, for its spans' sake
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    let source = tokens.to_string();
    let rewritten = sinew_dsl::sinew(quote!(sinew #tokens)).to_string();
    assert!(rewritten == source || source.contains("network"), "rewritten without a network: {rewritten}");
});
