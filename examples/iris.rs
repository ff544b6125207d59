//! Irises: tells three species apart by the lengths and widths of their sepals and petals.
//!
//! `cargo run --release --example iris -- --seed 7`

use std::error::Error;

use sinew::data::{Normalization, iris};
use sinew::prelude::*;

network! {
    /// Four measurements in, the probabilities of three species out.
    struct Species = 4 => 16 tanh => 3 softmax;
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The seed of the split and of the weights that training starts from, 1 unless given
        optional --seed seed: u64
    };
    let seed = flags.seed.unwrap_or(1);
    let (train, test) = iris().shuffled(seed).split(0.8);

    // Features of mean 0 and deviation 1 train best. Both are measured on the training flowers and
    // applied to all of them.
    let scale = Normalization::standard_score(train.inputs())?;
    let (train, test) = (scale.inputs(train)?, scale.inputs(test)?);

    let mut net = Species::seeded(seed);
    Trainer::new(CrossEntropy, AdamW::new(0.01)).epochs(50).seed(seed).fit(&mut net, &train)?;

    println!("of {} test flowers, the first ten:\n", test.len());
    println!("  species          setosa  versicolor  virginica");
    for (flower, &species) in test.iter().take(10) {
        let p = net.predict(flower);
        println!("  {:15}  {:6.3}  {:10.3}  {:9.3}", iris::SPECIES[species], p[0], p[1], p[2]);
    }
    let evaluation = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new())?;
    println!("\ntest accuracy: {:.3}", evaluation.accuracy.unwrap_or_default());
    Ok(())
}
