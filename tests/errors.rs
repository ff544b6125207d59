//! What `main` prints of an error that it returns is the message: `Debug` of each error is its
//! `Display`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sinew::data::{DatasetError, Normalization};
use sinew::optimizers::{Optimizer, State};
use sinew::prelude::*;

/// The sources of all crates.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// The types that implement `Error` in a source.
fn errors(source: &str) -> impl Iterator<Item = &str> {
    let implementations = source.lines().filter(|line| line.starts_with("impl"));
    implementations
        .filter_map(|line| Some(line.split_once("Error for ")?.1.split([' ', '<']).next().unwrap_or_default()))
}

#[test]
fn every_error_prints_its_message_as_debug() -> Result<(), Box<dyn Error>> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut found = Vec::new();
    for entry in fs::read_dir(crates)? {
        sources(&entry?.path().join("src"), &mut found)?;
    }
    let mut count = 0;
    for path in found {
        let source = fs::read_to_string(&path)?;
        for name in errors(&source) {
            count += 1;
            let place = format!("{name} in {}", path.display());
            let debug = source
                .lines()
                .skip_while(|line| !(line.starts_with("impl") && line.contains(&format!("fmt::Debug for {name}"))));
            let body: Vec<_> = debug.skip(1).take(3).map(str::trim).collect();
            let expected =
                ["fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {", "fmt::Display::fmt(self, f)", "}"];
            assert_eq!(body, expected, "`Debug` of {place}");
        }
    }
    assert!(count >= 21, "found only {count}");
    Ok(())
}

#[test]
fn errors_of_each_crate_are_the_same_in_both_forms() {
    network! {
        struct Net = 2 => 2;
    }
    let data = || Dataset::new(vec![[1.0, 2.0]], vec![[1.0, 1.0]]);
    let fit = |label: &str| {
        let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(0.1)).freeze(label);
        trainer.fit(&mut Net::seeded(1), &data()?).map_err(Box::<dyn Error>::from)
    };
    let errors: [Option<Box<dyn Error>>; 4] = [
        Dataset::new(vec![[f32::NAN]], vec![0]).err().map(DatasetError::into),
        Normalization::new([0.0], [0.0]).err().map(Into::into),
        fit("layer2").err(),
        Sgd::new(0.1).restore(State { optimizer: "Adam", steps: 1, moments: &[1.0_f32] }, 1).err().map(Into::into),
    ];
    for error in errors {
        let error = error.expect("an error");
        let message = error.to_string();
        assert!(format!("{error:?}") == message && !message.is_empty(), "{error:?}");
    }
}
