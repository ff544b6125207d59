//! Arbitrary text between the parentheses of `network!`: a network or errors that point into it, in
//! linear time, never a panic, and always Rust.

#![no_main]

#[path = "../../crates/dsl/tests/laws/mod.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

#[cfg(fuzzing)]
compile_error!("`proc-macro2` knows where tokens stand only with `cargo fuzz run --no-cfg-fuzzing`");

fuzz_target!(|text: &str| {
    proc_macro2::extra::invalidate_current_thread_spans(); // otherwise every text stays in memory for the sake of its spans
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    sinew_dsl::network(tokens.clone()); // the crate may be missing
    laws::assert_points_inside(&tokens);
    laws::assert_linear(&tokens);
    if ["<", "#", "pub"].iter().any(|part| text.contains(part)) {
        return; // generics, attributes and visibility are the user's own, and rustc's to judge
    }
    laws::assert_is_rust(&tokens);
});
