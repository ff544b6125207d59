//! Arbitrary bytes as a NumPy archive, and as one of its arrays: samples or an error, never a
//! panic.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use sinew_data::npy::{self, Npz};

fuzz_target!(|file: &[u8]| {
    if let Ok(rows) = npy::read::<[f64; 2]>(file) {
        assert!(rows.len() * 2 <= file.len());
    }
    let _ = npy::read::<usize>(file);

    let Ok(mut archive) = Npz::new(Cursor::new(file), "fuzz") else { return };
    let names: Vec<String> = archive.names().take(10).map(String::from).collect();
    for name in names {
        let _ = archive.read::<[f32; 4]>(&name).map_err(|error| error.to_string());
        let _ = archive.read::<usize>(&name).map_err(|error| error.to_string());
    }
});
