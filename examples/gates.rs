//! And, or, exclusive or: three gates, learned from their truth tables.
//!
//! `cargo run --release --example gates -- --seed 7`
//!
//! `cargo run --release --features plots --example gates -- --plots DIRECTORY` also draws the
//! small network and its activation there.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use sinew::data::gates;
use sinew::prelude::*;
use sinew::training::TrainError;

network! {
    /// Eight neurons with a hyperbolic tangent: more than enough for any gate with two inputs.
    struct Gate = 2 => 8 tanh => 1 sigmoid;

    /// Four rectifiers, just enough if all goes well.
    struct Small = 2 => 4 relu => 1 sigmoid;
}

/// How many times training goes through a truth table. With four samples in a batch of 32, each
/// time is one step.
const EPOCHS: usize = 500;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The seed of the weights that training starts from, 42 unless given
        optional --seed seed: u64
        /// A directory to draw pictures in; for it, the feature `plots` is needed
        optional --plots plots: PathBuf
    };
    let seed = flags.seed.unwrap_or(42);
    if flags.plots.is_some() && !cfg!(feature = "plots") {
        return Err("to draw, run with `--features plots` before `--example`".into());
    }
    println!("{}", Gate::zeros());

    let mut all_right = true;
    for (name, gate) in [("and", gates::and()), ("or", gates::or()), ("xor", gates::xor())] {
        let mut net = Gate::seeded(seed);
        all_right &= learn(&mut *net, &gate)?;

        println!("\n a  b  {name:>3}  probability of 1");
        for (&[a, b], [target]) in &gate {
            let [p] = net.predict(&[a, b]);
            println!(" {a}  {b}  {target:3}  {p:.4}");
        }
    }

    let mut small = 0;
    for seed in 1..=100 {
        small += usize::from(learn(&mut *Small::seeded(seed), &gates::xor())?);
    }
    println!("\n`2 => 4 relu => 1 sigmoid` learns xor in {EPOCHS} epochs from {small} of 100 seeds.");
    println!("The others mostly lose neurons: a ReLU that is 0 for every input has no");
    println!("gradient and never changes again. It is dead, and the rest may get stuck.");

    #[cfg(feature = "plots")]
    if let Some(directory) = flags.plots {
        draw(&directory)?;
        println!("\npictures are in {}", directory.display());
    }
    if !all_right {
        eprintln!("error: from the seed {seed}, a gate was not learned");
    }
    Ok(if all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Draws the neurons of the small network, and the ReLU function.
#[cfg(feature = "plots")]
fn draw(directory: &std::path::Path) -> Result<(), Box<dyn Error>> {
    use sinew::activations::Relu;
    use sinew::plots;

    std::fs::create_dir_all(directory)?;
    plots::diagram("Small", Small::LAYERS)?.save(directory.join("gates_diagram.svg"))?;
    plots::activation::<Relu>()?.save(directory.join("gates_relu.svg"))?;
    Ok(())
}

/// Trains a network on a truth table, and says whether it gets all of it right.
fn learn<N>(net: &mut N, gate: &Dataset<[f32; 2], [f32; 1]>) -> Result<bool, TrainError>
where
    N: Gradients<BinaryCrossEntropy, [f32; 1], Number = f32, Input = [f32; 2]>,
{
    Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(EPOCHS).fit(net, gate)?;
    let evaluation = net.evaluate(gate.inputs(), gate.targets(), &BinaryCrossEntropy, &mut Workspace::new())?;
    Ok(evaluation.accuracy == Some(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gate_is_learned_from_every_seed() -> Result<(), TrainError> {
        for gate in [gates::and(), gates::or(), gates::xor()] {
            for seed in 1..=100 {
                assert!(learn(&mut *Gate::seeded(seed), &gate)?, "seed {seed}, {:?}", gate.targets());
            }
        }
        Ok(())
    }
}
