//! Arbitrary bytes as a table: samples or an error with a line, never a panic, and never more
//! samples than lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sinew_data::csv::{Csv, Missing};

fuzz_target!(|file: &[u8]| {
    let csv = Csv::inputs(["mass", "height"]);
    let lines = file.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count() + 1;
    for missing in [Missing::Error, Missing::DropRow, Missing::Fill([0.0, 1.0])] {
        match csv.clone().label("animal", ["cat", "dog"]).missing(missing).read::<f32>(file) {
            Ok(animals) => assert!(animals.len() < lines),
            Err(error) => assert!(error.to_string().starts_with("line ")),
        }
        let _ = csv.clone().targets([2]).header(false).missing(missing).read::<f64>(file);
    }
    let _ = csv.means(file);
    let _ = csv.classes("animal", file);
});
