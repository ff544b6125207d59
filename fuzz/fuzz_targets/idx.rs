//! Arbitrary bytes as an IDX file, plain or compressed: samples or an error, never a panic, and
//! never more samples than bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sinew_data::idx;

fuzz_target!(|file: &[u8]| {
    match idx::read::<[[f32; 3]; 2]>(file) {
        // A compressed byte expands to at most 1032 others.
        Ok(images) => assert!(images.len() <= file.len() * 1032),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let _ = idx::read::<usize>(file);
});
