//! Arbitrary bytes as a file: a whole network or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sinew::files::Files;
use sinew::prelude::*;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    // Mutations hardly ever hit the header's length, so the header is also tried with its length in
    // front.
    let header = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    check(&[&(header as u64).to_le_bytes(), bytes].concat());
});

fn check(bytes: &[u8]) {
    if let Ok(net) = <Xor as Files>::from_bytes(bytes) {
        let again = <Xor as Files>::from_bytes(&net.to_bytes()).expect("what is saved can be loaded");
        let same =
            net.parameters().iter().zip(again.parameters()).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan());
        assert!(same, "what is loaded is what was saved");
    }
}
