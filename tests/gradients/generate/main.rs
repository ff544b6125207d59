//! Draws the networks whose gradients `shapes.rs`, `architectures.rs` and `activation_losses.rs`
//! check. Sizes and activations are part of a layer's type, so they are drawn before compilation.
//!
//! They are the same each time, unless the environment variable `SHAPES_SEED` sets another seed.

mod activations;
mod architectures;
mod losses;
mod pairs;
mod random;
mod shapes;

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=SHAPES_SEED");
    println!("cargo::rerun-if-changed=generate");
    let seed = env::var("SHAPES_SEED").map_or(Ok(1), |seed| seed.parse())?;
    let directory = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(directory.join("shapes.rs"), shapes::draw(seed))?;
    fs::write(directory.join("architectures.rs"), architectures::draw(seed))?;
    Ok(fs::write(directory.join("pairs.rs"), pairs::draw())?)
}
